//! The target's own pages, and how strong what links to them is.

use super::options::{DATASOURCE, PREFIX_SCAN};
use crate::model::catalog::parameter::{choice, number};
use crate::model::catalog::price::{CallPrice, RowBound};
use crate::model::catalog::{Brings, Entry, Paging, PriceRule, Provider, Standing, Subject, Takes};
use crate::model::rows::Sheet;

/// Pages of a target, the strongest first.
pub static GET_TOP_PAGES: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetTopPages",
    name: "pages",
    title: "Top pages",
    subject: Subject::One("Query"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        number(
            "Count",
            "count",
            "Rows",
            (0, 10_000),
            "1000",
            "At most so many pages; each costs a retrieval unit.",
        ),
        number(
            "StartDoc",
            "from",
            "From row",
            (0, 10_000),
            "0",
            "The first row, counted from 0; at most the number of rows.",
        ),
        PREFIX_SCAN,
    ],
    price: PriceRule::Call(CallPrice::rows(5_000, RowBound::Option("Count"))),
    brings: Brings::Sheet(Sheet::Pages),
    paging: Some(Paging {
        count: "Count",
        from: "StartDoc",
        most: 10_000,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Pages of a domain or host, or one exact URL: the only sure test whether the service knows it.",
};

/// How the links of targets spread over both flows.
pub static GET_LINK_PROFILE: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetLinkProfile",
    name: "profile",
    title: "Link profile",
    subject: Subject::Numbered {
        most: 5,
        counted: false,
        matched: false,
    },
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        choice(
            "datatype0",
            "counted",
            "Counted",
            &[("0", "links"), ("1", "referring domains")],
            "0",
            "What is counted in each cell; for every target alike.",
        ),
        PREFIX_SCAN,
    ],
    price: PriceRule::Call(CallPrice::rows(500, RowBound::EachTarget(101 * 101))),
    brings: Brings::Sheet(Sheet::Profile),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "How many links, or referring domains, have each pair of CitationFlow and TrustFlow; cells without any do not come.",
};
