//! What came and went.

use super::options::{DATASOURCE, PREFIX_SCAN};
use crate::model::catalog::parameter::{choice, date, number};
use crate::model::catalog::price::{CallPrice, RowBound, Times};
use crate::model::catalog::{Brings, Entry, Paging, PriceRule, Provider, Standing, Subject, Takes};
use crate::model::rows::Sheet;

/// What came in each period.
pub static GET_BACK_LINKS_HISTORY: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetBackLinksHistory",
    name: "history",
    title: "History",
    subject: Subject::Numbered {
        most: 5,
        counted: false,
        matched: false,
    },
    takes: Takes::Items,
    options: &[DATASOURCE, PREFIX_SCAN],
    price: PriceRule::Call(CallPrice {
        per_target: 10,
        // The page says "10 per queried item" and not of which allowance.
        is_unverified: true,
        ..CallPrice::rows(0, RowBound::None)
    }),
    brings: Brings::Sheet(Sheet::Periods),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Links and referring domains first found in each month of the historic index, or on each day of the fresh one.",
};

/// Links that came, or went, on some days.
pub static GET_NEW_LOST_BACK_LINKS: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetNewLostBackLinks",
    name: "newlost",
    title: "New and lost links",
    subject: Subject::One("item"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        choice(
            "Mode",
            "mode",
            "What came",
            &[("0", "new links"), ("1", "lost links")],
            "0",
            "Links first found on these days, or found gone.",
        ),
        date(
            "Datefrom",
            "since",
            "From day",
            "The first day; the newest day of the index where nothing is typed.",
        ),
        date(
            "Dateto",
            "until",
            "Before day",
            "The day behind the last one; the day after the newest where nothing is typed.",
        ),
        number(
            "Count",
            "count",
            "Rows",
            (0, 1_000),
            "1000",
            "At most so many links; each costs a retrieval unit.",
        ),
        PREFIX_SCAN,
    ],
    price: PriceRule::Call(CallPrice {
        times: Times::Days("Datefrom", "Dateto"),
        ..CallPrice::rows(500, RowBound::Option("Count"))
    }),
    brings: Brings::Links,
    paging: Some(Paging {
        count: "Count",
        from: "",
        most: 1_000,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Links that were first found, or found gone, from one day to another; each day costs 500 analysis units.",
};

/// How many links came and went each day.
pub static GET_NEW_LOST_BACK_LINK_CALENDAR: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetNewLostBackLinkCalendar",
    name: "calendar",
    title: "New and lost by day",
    subject: Subject::One("item"),
    takes: Takes::Items,
    options: &[DATASOURCE, PREFIX_SCAN],
    // No page names a price.
    price: PriceRule::Call(CallPrice {
        is_unverified: true,
        ..CallPrice::rows(0, RowBound::None)
    }),
    brings: Brings::Sheet(Sheet::Days),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "How many links came and went on each day that the index knows of.",
};
