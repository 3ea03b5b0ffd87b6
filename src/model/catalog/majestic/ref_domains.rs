//! Referring domains in the answer itself.

use super::options::{DATASOURCE, FILTER_TOPIC, FROM_ROW, PREFIX_SCAN};
use crate::model::catalog::parameter::{choice, number};
use crate::model::catalog::price::{CallPrice, RowBound};
use crate::model::catalog::{Brings, Entry, Paging, PriceRule, Provider, Standing, Subject, Takes};

/// Orders of GetRefDomains whose meaning is documented or recorded.
const ORDERS: &[(&str, &str)] = &[
    ("2", "referring domains"),
    ("0", "matches"),
    ("1", "AlexaRank"),
    ("3", "external backlinks"),
    ("4", "indexed URLs"),
    ("5", "crawled URLs"),
    ("6", "first crawled"),
    ("7", "last successful crawl"),
    ("11", "matched links"),
    ("12", "CitationFlow"),
    ("13", "TrustFlow"),
];

const DIRECTIONS: &[(&str, &str)] = &[("1", "descending"), ("0", "ascending")];

/// Domains that link to one item, or to several of up to four.
pub static GET_REF_DOMAINS: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetRefDomains",
    name: "refdomains",
    title: "Referring domains (of up to 4 targets)",
    subject: Subject::Numbered {
        most: 4,
        counted: false,
        matched: true,
    },
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        number(
            "Count",
            "count",
            "Rows",
            (0, 100_000),
            "1000",
            "At most so many domains; each costs a retrieval unit.",
        ),
        FROM_ROW,
        number(
            "MinMatches",
            "min-matches",
            "At least matches",
            (1, 4),
            "1",
            "Only domains that link to so many of the targets.",
        ),
        choice(
            "OrderBy1",
            "order",
            "Order by",
            ORDERS,
            "2",
            "Order of the rows.",
        ),
        choice(
            "OrderDir1",
            "order-dir",
            "Direction",
            DIRECTIONS,
            "1",
            "Direction of that order.",
        ),
        choice(
            "OrderBy2",
            "then",
            "Then by",
            ORDERS,
            "2",
            "Order of rows that are equal in the first.",
        ),
        choice(
            "OrderDir2",
            "then-dir",
            "Direction 2",
            DIRECTIONS,
            "1",
            "Direction of that order.",
        ),
        number(
            "AnalysisDepth",
            "depth",
            "Depth",
            (1, 100_000),
            "10000",
            "How many domains the service considers.",
        ),
        FILTER_TOPIC,
        PREFIX_SCAN,
    ],
    price: PriceRule::Call(CallPrice::rows(1_000, RowBound::Option("Count"))),
    brings: Brings::Domains,
    paging: Some(Paging {
        count: "Count",
        from: "From",
        most: 100_000,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Domains that link to a target with what the service knows of them; several targets are matched against each other.",
};

/// What the service knows of domains.
pub static GET_REF_DOMAIN_INFO: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetRefDomainInfo",
    name: "domain-info",
    title: "Domain metrics",
    subject: Subject::Numbered {
        most: 999,
        counted: true,
        matched: false,
    },
    takes: Takes::Items,
    options: &[DATASOURCE],
    price: PriceRule::Call(CallPrice::rows(1_000, RowBound::Targets)),
    brings: Brings::Domains,
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "TrustFlow, CitationFlow, counts and addresses of up to 999 domains; fills the referring domains of a download.",
};
