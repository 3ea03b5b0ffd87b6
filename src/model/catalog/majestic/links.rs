//! Links in the answer itself.

use super::options::{DATASOURCE, DELETED, FILTER_TOPIC, FROM_ROW, PREFIX_SCAN, switch};
use crate::model::catalog::parameter::{choice, number, text};
use crate::model::catalog::price::{CallPrice, RowBound, Times};
use crate::model::catalog::{
    Brings, Entry, Opt, Paging, PriceRule, Provider, Standing, Subject, Takes,
};

/// The switches of GetTopBackLinks that ask for a level each, in the order of its tables: parameter and table name.
pub const LEVELS: [(&str, &str); 3] = [
    ("GetUrlData", "URL"),
    ("GetSubDomainData", "SubDomain"),
    ("GetRootDomainData", "RootDomain"),
];

const PER_DOMAIN: Opt = choice(
    "MaxSourceURLsPerRefDomain",
    "per-domain",
    "Links per domain",
    &[("-1", "all"), ("1", "1"), ("3", "3"), ("10", "10")],
    "-1",
    "At most so many links from each referring domain.",
);

const DOMAIN_INFO: Opt = Opt {
    default: "1",
    ..switch(
        "ShowDomainInfo",
        "domain-info",
        "Domains too",
        "Brings what the service knows of each referring domain in the same answer, at no further cost.",
    )
};

const SORT_BY: &[(&str, &str)] = &[
    ("", "as the service orders"),
    ("AnchorText", "AnchorText"),
    ("DateDeleted", "DateDeleted"),
    ("DomainCitationFlow", "DomainCitationFlow"),
    ("DomainTrustFlow", "DomainTrustFlow"),
    ("ExternalOutlinks", "ExternalOutlinks"),
    ("FirstSeen", "FirstSeen"),
    ("InternalOutlinks", "InternalOutlinks"),
    ("LastSeen", "LastSeen"),
    ("OutDomainsExternal", "OutDomainsExternal"),
    ("SourceCitationFlow", "SourceCitationFlow"),
    ("SourceTrustFlow", "SourceTrustFlow"),
    ("SourceUrl", "SourceUrl"),
    ("TargetUrlLength", "TargetUrlLength"),
    ("TotalOutlinks", "TotalOutlinks"),
];

/// Links, sorted and filtered by the service.
pub static GET_BACK_LINK_DATA: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetBackLinkData",
    name: "links",
    title: "Backlinks",
    subject: Subject::One("item"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        number(
            "Count",
            "count",
            "Rows",
            (0, 50_000),
            "1000",
            "At most so many links; each costs a retrieval unit.",
        ),
        FROM_ROW,
        DELETED,
        DOMAIN_INFO,
        PER_DOMAIN,
        number(
            "MaxSameSourceURLs",
            "same-source",
            "Same source",
            (-1, 50_000),
            "-1",
            "At most so many rows from the same page; -1 for all.",
        ),
        text(
            "RefDomain",
            "ref-domain",
            "Only domain",
            "Only the best links of this referring domain.",
        ),
        FILTER_TOPIC,
        choice(
            "FilterTopicsRefDomainsMode",
            "topic-of",
            "Topic of",
            &[("0", "page"), ("1", "domain")],
            "0",
            "Whether the topic is the source page's or its domain's.",
        ),
        PREFIX_SCAN,
        switch(
            "ConsumeResourcesForAdditionalProcessing",
            "extra-processing",
            "Sort and filter",
            "Lets the service sort and filter by the options below, for twice the analysis units.",
        ),
        choice(
            "SortBy1",
            "sort-by",
            "Sort by",
            SORT_BY,
            "",
            "Order of the rows; needs the extra processing.",
        ),
        choice(
            "SortDir1",
            "sort-dir",
            "Direction",
            &[("desc", "descending"), ("asc", "ascending")],
            "desc",
            "Direction of that order.",
        ),
        choice(
            "FilteringDepth",
            "depth",
            "Depth",
            &[
                ("5000", "5,000"),
                ("10000", "10,000"),
                ("30000", "30,000"),
                ("40000", "40,000"),
                ("50000", "50,000"),
            ],
            "5000",
            "How many links the service looks at to sort and filter.",
        ),
        text(
            "Filters",
            "filters",
            "Filters",
            "The service's own filter, such as TrustFlow(\"gt\",\"10\") and NoFollow(\"eq\",\"false\"); needs the extra processing.",
        ),
    ],
    price: PriceRule::Call(CallPrice {
        times: Times::Twice("ConsumeResourcesForAdditionalProcessing"),
        ..CallPrice::rows(5_000, RowBound::Option("Count"))
    }),
    brings: Brings::Links,
    paging: Some(Paging {
        count: "Count",
        from: "From",
        most: 50_000,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "The best links and their referring domains in one call.",
};

/// The deprecated list of best links.
pub static GET_TOP_BACK_LINKS: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetTopBackLinks",
    name: "top-links",
    title: "Top backlinks (deprecated)",
    subject: Subject::One("URL"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        number(
            "MaxSourceURLs",
            "count",
            "Rows per level",
            (0, 50_000),
            "100",
            "At most so many links for each level; each costs a retrieval unit.",
        ),
        Opt {
            default: "1",
            ..switch(
                "GetUrlData",
                "url-data",
                "URL level",
                "Links to the address itself.",
            )
        },
        switch(
            "GetSubDomainData",
            "sub-domain-data",
            "Sub-domain level",
            "Links to its sub-domain.",
        ),
        switch(
            "GetRootDomainData",
            "root-domain-data",
            "Root domain level",
            "Links to its root domain.",
        ),
        DOMAIN_INFO,
        number(
            "MaxSourceURLsPerRefDomain",
            "per-domain",
            "Links per domain",
            (-1, 50_000),
            "-1",
            "At most so many links from each referring domain, counted after the best were chosen; -1 for all.",
        ),
    ],
    price: PriceRule::Call(CallPrice {
        times: Times::Levels,
        ..CallPrice::rows(5_000, RowBound::OptionPerLevel("MaxSourceURLs"))
    }),
    brings: Brings::Links,
    paging: Some(Paging {
        count: "MaxSourceURLs",
        from: "",
        most: 50_000,
    }),
    per_second: None,
    standing: Standing::Deprecated {
        instead: "GetBackLinkData",
    },
    plan_note: "",
    offered: true,
    about: "The best links of an address, its sub-domain and its root domain.",
};
