//! Words instead of targets. Neither function belongs to one of the two indexes.

use crate::model::catalog::parameter::{choice, number};
use crate::model::catalog::price::{CallPrice, RowBound};
use crate::model::catalog::{Brings, Entry, Paging, PriceRule, Provider, Standing, Subject, Takes};
use crate::model::rows::Sheet;

/// What a keyword finds.
pub static SEARCH_BY_KEYWORD: Entry = Entry {
    provider: Provider::Majestic,
    command: "SearchByKeyword",
    name: "search",
    title: "Search",
    subject: Subject::One("query"),
    takes: Takes::Words,
    options: &[
        choice(
            "scope",
            "scope",
            "Finds",
            &[("2", "pages"), ("0", "root domains")],
            "2",
            "Whether pages or root domains are found.",
        ),
        number(
            "count",
            "count",
            "Rows",
            (1, 100),
            "100",
            "At most so many hits; each costs a retrieval unit and an item unit.",
        ),
        number(
            "from",
            "from",
            "From row",
            (0, 1_000),
            "0",
            "The first hit, counted from 0.",
        ),
    ],
    price: PriceRule::Call(CallPrice {
        rows_cost_items: true,
        ..CallPrice::rows(1_000, RowBound::Option("count"))
    }),
    brings: Brings::Sheet(Sheet::Found),
    paging: Some(Paging {
        count: "count",
        from: "from",
        most: 100,
    }),
    per_second: Some(3),
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Pages or root domains by words in titles, addresses and anchor texts; three calls a second at the most.",
};

/// What the service knows of keywords.
pub static GET_KEYWORD_INFO: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetKeywordInfo",
    name: "keywords",
    title: "Keywords",
    subject: Subject::Numbered {
        most: 1_000,
        counted: false,
        matched: false,
    },
    takes: Takes::Words,
    options: &[],
    price: PriceRule::Call(CallPrice {
        per_target: 50,
        ..CallPrice::rows(500, RowBound::Targets)
    }),
    brings: Brings::Sheet(Sheet::Keywords),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "How much keywords are searched for, and how many pages and domains have them in titles, addresses and anchor texts.",
};
