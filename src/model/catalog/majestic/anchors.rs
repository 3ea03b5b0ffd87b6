//! What the links say, and what they are about.

use super::options::{DATASOURCE, FROM_ROW, PREFIX_SCAN};
use crate::model::catalog::parameter::{choice, number, text};
use crate::model::catalog::price::{CallPrice, RowBound};
use crate::model::catalog::{Brings, Entry, Paging, PriceRule, Provider, Standing, Subject, Takes};
use crate::model::rows::Sheet;

/// Orders of GetTopics. Its page spells the default in two ways, and the answer in a third (Majestic developer
/// documentation, GetTopics page, in two states).
const ORDERS: &[(&str, &str)] = &[
    ("trustflow&links", "Topical TrustFlow, then links"),
    ("topic", "topic"),
    ("links", "links"),
    ("pages", "pages"),
    ("refdomains", "referring domains"),
    ("linksfromrefdomains", "links of referring domains"),
];

/// What the option `Mode` brings instead of what its function usually brings: command, value, what comes (Majestic
/// developer documentation, GetAnchorText page).
pub const BY_MODE: [(&str, &str, Brings); 2] = [
    ("GetAnchorText", "1", Brings::Domains),
    ("GetAnchorText", "2", Brings::Links),
];

/// Anchor texts of a target; the domains, or the links, that use one of them.
pub static GET_ANCHOR_TEXT: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetAnchorText",
    name: "anchors",
    title: "Anchor texts",
    subject: Subject::One("item"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        choice(
            "Mode",
            "mode",
            "What comes",
            &[
                ("0", "anchor texts"),
                ("1", "domains that use one"),
                ("2", "links that use one"),
            ],
            "0",
            "Anchor texts; or the referring domains, or the links, that use the one typed below.",
        ),
        choice(
            "TextMode",
            "text-mode",
            "Texts",
            &[("0", "as found"), ("1", "without punctuation")],
            "0",
            "Whether texts that differ by punctuation only are one.",
        ),
        text(
            "FilterAnchorText",
            "anchor",
            "Anchor text",
            "Only this text; needed for domains and links.",
        ),
        choice(
            "FilterAnchorTextMode",
            "anchor-match",
            "Compared",
            &[("0", "not"), ("1", "the whole text"), ("2", "contains it")],
            "0",
            "How anchor texts are compared with it.",
        ),
        text(
            "FilterRefDomain",
            "from-domain",
            "From domain",
            "Where links come: only those of this referring domain.",
        ),
        number(
            "Count",
            "count",
            "Rows",
            (0, 1_000),
            "1000",
            "At most so many rows; each costs a retrieval unit.",
        ),
        FROM_ROW,
        number(
            "DesiredTopics",
            "topics",
            "Topics",
            (0, 10),
            "3",
            "How many topics come with each text.",
        ),
        PREFIX_SCAN,
    ],
    price: PriceRule::Call(CallPrice::rows(1_000, RowBound::Option("Count"))),
    brings: Brings::Sheet(Sheet::Anchors),
    paging: Some(Paging {
        count: "Count",
        from: "From",
        most: 1_000,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Anchor texts with how many domains and links use each; or who uses one of them.",
};

/// What the links of a target are about.
pub static GET_TOPICS: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetTopics",
    name: "topics",
    title: "Topics",
    subject: Subject::One("Item"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        number(
            "Count",
            "count",
            "Rows",
            (0, 100_000),
            "1000",
            "At most so many topics; each costs a retrieval unit.",
        ),
        number(
            "From",
            "from",
            "From row",
            (0, 1_000_000_000),
            "0",
            "The first row, counted from 0 as the service echoes it.",
        ),
        choice(
            "SortBy",
            "order",
            "Order by",
            ORDERS,
            "trustflow&links",
            "Order of the rows.",
        ),
        choice(
            "SortOrder",
            "order-dir",
            "Direction",
            &[("desc", "descending"), ("asc", "ascending")],
            "desc",
            "Direction of that order.",
        ),
        PREFIX_SCAN,
    ],
    price: PriceRule::Call(CallPrice::rows(1_000, RowBound::Option("Count"))),
    brings: Brings::Sheet(Sheet::Topics),
    paging: Some(Paging {
        count: "Count",
        from: "From",
        most: 100_000,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Topics of the pages and domains that link, with Topical TrustFlow.",
};
