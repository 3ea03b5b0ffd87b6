//! Cells that the answers about domains have in common.

use std::net::Ipv4Addr;

use crate::index::{DomainFacts, Topic};
use crate::model::column::date_text;
use crate::wire::majestic::Cell;

/// Sizes, days and places of a domain, in the order that every table has them in.
pub(super) const FIGURES: [&str; 9] = [
    "ExtBackLinks",
    "IndexedURLs",
    "CrawledURLs",
    "FirstCrawled",
    "LastSuccessfulCrawl",
    "IP",
    "SubNet",
    "CountryCode",
    "TLD",
];

/// The flows.
pub(super) const FLOWS: [&str; 2] = ["CitationFlow", "TrustFlow"];

/// The cells of [`FIGURES`]; of an unknown domain counts of zero and empty texts.
pub(super) fn figures(facts: Option<&DomainFacts>) -> [Cell; 9] {
    let Some(facts) = facts else {
        let (zero, empty) = (|| Cell::Int(0), || Cell::from(""));
        return [
            zero(),
            zero(),
            zero(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
        ];
    };
    let address = |ip: u32| Cell::Text(Ipv4Addr::from(ip).to_string());
    [
        facts.ext_back_links.into(),
        facts.indexed_urls.into(),
        facts.crawled_urls.into(),
        date_text(facts.first_crawled).into(),
        date_text(facts.last_successful_crawl).into(),
        address(facts.ip),
        address(facts.subnet()),
        facts.country.into(),
        facts.tld.into(),
    ]
}

/// The cells of [`FLOWS`].
pub(super) fn flows(facts: Option<&DomainFacts>) -> [Cell; 2] {
    let (citation, trust) = facts.map_or((0, 0), |f| (f.citation_flow, f.trust_flow));
    [i64::from(citation).into(), i64::from(trust).into()]
}

/// Columns of `pairs` topics with their values.
pub(super) fn topic_columns(pairs: usize) -> impl Iterator<Item = String> {
    (0..pairs).flat_map(|n| {
        [
            format!("TopicalTrustFlow_Topic_{n}"),
            format!("TopicalTrustFlow_Value_{n}"),
        ]
    })
}

/// The topics of a domain with their values, which some commands send as text.
pub(super) fn topics(facts: Option<&DomainFacts>, pairs: usize, as_text: bool) -> Vec<Cell> {
    topic_cells(facts.map_or(&[], |f| &f.topics), pairs, as_text)
}

/// The cells of [`topic_columns`]; both are empty where there is no topic.
pub(super) fn topic_cells(known: &[Topic], pairs: usize, as_text: bool) -> Vec<Cell> {
    let pair = |n: usize| match known.get(n) {
        Some((topic, value)) if as_text => [Cell::from(*topic), Cell::Text(value.to_string())],
        Some((topic, value)) => [Cell::from(*topic), Cell::Int(i64::from(*value))],
        None => [Cell::from(""), Cell::from("")],
    };
    (0..pairs).flat_map(pair).collect()
}
