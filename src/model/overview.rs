//! What is known here of a target: the counts of each provider in its own words, what is held, what is not, and what
//! each would cost to be asked. Plain data: it is read from what is at rest, and nothing is sent for it.

use jiff::Timestamp;

use super::catalog::{Entry, Provider, dataforseo, majestic};
use super::column::Value;
use super::money::{Paid, Price};
use super::query::Query;
use super::rows::DatasetId;
use super::target::Target;

/// What Majestic's counts are read from and called: columns of an item's overview, most telling first.
pub const MAJESTIC_TERMS: [&str; 12] = [
    "trust_flow",
    "citation_flow",
    "ext_back_links",
    "ref_domains",
    "ref_ips",
    "ref_subnets",
    "indexed_urls",
    "crawled_urls",
    "topic",
    "language",
    "status",
    "last_crawl_date",
];

/// The same of DataForSEO.
pub const DATAFORSEO_TERMS: [&str; 12] = [
    "rank",
    "backlinks",
    "referring_main_domains",
    "referring_domains",
    "backlinks_spam_score",
    "target_spam_score",
    "broken_backlinks",
    "referring_ips",
    "referring_subnets",
    "referring_pages",
    "crawled_pages",
    "first_seen",
];

/// The columns of a provider's side, most telling first.
pub fn terms(provider: Provider) -> &'static [&'static str] {
    match provider {
        Provider::Majestic => &MAJESTIC_TERMS,
        Provider::DataForSeo => &DATAFORSEO_TERMS,
    }
}

/// The questions that are named where nothing of them is held, the cheapest first.
pub fn usual(provider: Provider) -> [&'static Entry; 3] {
    match provider {
        Provider::Majestic => [
            &majestic::GET_INDEX_ITEM_INFO,
            &majestic::GET_REF_DOMAINS,
            &majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS,
        ],
        Provider::DataForSeo => [
            &dataforseo::SUMMARY,
            &dataforseo::REFERRING_DOMAINS,
            &dataforseo::BACKLINKS,
        ],
    }
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// About whom.
    pub target: Target,
    /// One a provider, in the order of the form.
    pub sides: Vec<Side>,
    /// What is held, the newest first.
    pub held: Vec<Held>,
    /// Usual questions of which nothing is held.
    pub lacking: Vec<Lacking>,
}

/// What one provider says.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Who.
    pub provider: Provider,
    /// Its counts, each from the newest answer that has it.
    pub figures: Vec<Figure>,
    /// The answers they stand in, the newest first.
    pub origins: Vec<Origin>,
}

/// One count.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What the provider calls it.
    pub name: &'static str,
    /// What it says.
    pub value: Value,
    /// Position of the answer among the side's origins.
    pub origin: usize,
}

/// An answer that counts stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Provider, index and date: `majestic historic index of 2026-11-20`.
    pub source: String,
    /// What was asked, as the command line calls it; `price look-up` where a price was asked for.
    pub question: String,
    /// The dataset; none of a price look-up.
    pub dataset: Option<DatasetId>,
    /// When it was asked.
    pub asked: Timestamp,
}

/// A dataset that is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Which.
    pub dataset: DatasetId,
    /// Whom it was asked of.
    pub provider: Provider,
    /// What was asked, as the command line calls it.
    pub question: String,
    /// Provider, index and date.
    pub source: String,
    /// Since when.
    pub since: Timestamp,
    /// What its rows are called.
    pub noun: &'static str,
    /// Rows held.
    pub rows: u64,
    /// Rows that the provider knows, where it said so.
    pub known: Option<i64>,
    /// Whether every row that was paid for is here.
    pub complete: bool,
    /// What it cost.
    pub paid: Option<Paid>,
    /// The question, to be asked again; none of what only filled another list.
    pub query: Option<Query>,
    /// What asking again would cost, from figures that are held.
    pub again: Price,
}

/// A question of which nothing is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Lacking {
    /// The question with its usual options.
    pub query: Query,
    /// What it would cost, from figures that are held.
    pub price: Price,
}

impl Lacking {
    /// As the command line calls it.
    pub fn question(&self) -> &'static str {
        self.query.entry().name
    }
}

impl Overview {
    /// How many lines a cursor can stand on: what is held, then what is not.
    pub fn lines(&self) -> usize {
        self.held.len() + self.lacking.len()
    }

    /// The question of a line, to be asked (again).
    pub fn question(&self, line: usize) -> Option<&Query> {
        match self.held.get(line) {
            Some(held) => held.query.as_ref(),
            None => {
                let at = line.checked_sub(self.held.len())?;
                self.lacking.get(at).map(|lacking| &lacking.query)
            }
        }
    }

    /// Whether nothing at all is known.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.sides.iter().all(|side| side.figures.is_empty())
    }
}

/// A price for a line: what is not known says how to learn it.
pub fn price_words(price: &Price, key: &str) -> String {
    match price {
        Price::Unknown => format!("price unknown: {key} asks"),
        known => known.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sheet::ITEMS;

    #[test]
    fn every_term_is_a_column_with_the_providers_own_name() {
        for provider in Provider::ALL {
            for id in terms(provider) {
                let at = ITEMS.position(id).unwrap();
                assert!(!ITEMS.columns[at].wires.is_empty(), "{id}");
            }
            for entry in usual(provider) {
                assert_eq!(entry.provider, provider);
            }
        }
    }
}
