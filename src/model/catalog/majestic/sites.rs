//! Sites beside the target, and what the service is asked to do.

use super::options::{DATASOURCE, FILTER_TOPIC, FRESH_ONLY, switch};
use crate::model::catalog::parameter::number;
use crate::model::catalog::price::{CallPrice, RowBound};
use crate::model::catalog::{Brings, Entry, Paging, PriceRule, Provider, Standing, Subject, Takes};
use crate::model::rows::Sheet;

/// Domains on the same address and network.
pub static GET_HOSTED_DOMAINS: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetHostedDomains",
    name: "neighbours",
    title: "Hosted domains",
    subject: Subject::One("Domain"),
    takes: Takes::Hosts,
    options: &[
        DATASOURCE,
        number(
            "MaxDomains",
            "count",
            "Rows",
            (0, 100),
            "100",
            "At most so many domains of each kind; each costs a retrieval unit.",
        ),
    ],
    price: PriceRule::Call(CallPrice::rows(5_000, RowBound::Twice("MaxDomains"))),
    brings: Brings::Sheet(Sheet::Neighbours),
    paging: Some(Paging {
        count: "MaxDomains",
        from: "",
        most: 100,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Domains on the same address, and on the same network of 256 addresses, as a domain or an IPv4 address.",
};

/// Sites that are linked together with a target.
pub static GET_RELATED_SITES: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetRelatedSites",
    name: "related",
    title: "Related sites",
    subject: Subject::One("item"),
    takes: Takes::Items,
    options: &[
        FRESH_ONLY,
        number(
            "MaxResults",
            "count",
            "Rows",
            (1, 100),
            "100",
            "At most so many sites; each costs a retrieval unit.",
        ),
        FILTER_TOPIC,
    ],
    price: PriceRule::Call(CallPrice::rows(5_000, RowBound::Option("MaxResults"))),
    brings: Brings::Sheet(Sheet::Related),
    paging: Some(Paging {
        count: "MaxResults",
        from: "",
        most: 100,
    }),
    per_second: None,
    standing: Standing::Beta,
    plan_note: "",
    offered: true,
    about: "Sites that are linked from the same pages; from the fresh index only.",
};

/// How much lies under a path.
pub static GET_PREFIX_QUERY_ESTIMATE: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetPrefixQueryEstimate",
    name: "estimate",
    title: "Size of a path",
    subject: Subject::One("item"),
    takes: Takes::Urls,
    options: &[
        DATASOURCE,
        switch(
            "exactmode",
            "exact",
            "Count exactly",
            "Counts links and addresses under the path as well, where it is narrow enough.",
        ),
    ],
    price: PriceRule::Call(CallPrice::rows(100, RowBound::None)),
    brings: Brings::Sheet(Sheet::Estimates),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "How many addresses and links lie under a path, and whether the service answers questions about it.",
};

/// Asks the service to visit pages.
pub static SUBMIT_URLS_TO_CRAWL: Entry = Entry {
    provider: Provider::Majestic,
    command: "SubmitURLsToCrawl",
    name: "crawl",
    title: "Ask for a visit",
    subject: Subject::Numbered {
        most: 1_000,
        counted: false,
        matched: false,
    },
    takes: Takes::Urls,
    options: &[],
    price: PriceRule::Call(CallPrice {
        per_target: 50,
        ..CallPrice::rows(0, RowBound::None)
    }),
    brings: Brings::Sheet(Sheet::Crawls),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Asks the service to visit pages soon; each costs 50 analysis units, and nothing is said of when.",
};
