//! Which domains refer to the items of a GetRefDomains call, which of them are considered, and in which order they
//! come.
//!
//! Ours, where the reference is silent: an unknown AlexaRank comes after every known one; equal domains come in the
//! index's own order, so that pages of one answer join; orders 8, 9 and 10 are IP, country and TLD, 14 to 18 order
//! like 2.

use std::cmp::{Ordering, Reverse};

use super::params::Params;
use super::refusal::Refusal;
use super::topic_filter::TopicFilter;
use crate::index::{Index, ItemId, RefDomain};

/// A domain that refers to at least one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Its number in the index.
    pub domain: u32,
    /// Its links to each item, in the order of the request.
    pub links: Vec<Option<RefDomain>>,
}

impl Match {
    /// How many of the items it links to.
    pub(super) fn matches(&self) -> i64 {
        i64::try_from(self.links.iter().flatten().count()).unwrap_or(i64::MAX)
    }

    /// Its links to all of them.
    pub(super) fn matched_links(&self) -> i64 {
        self.links.iter().flatten().map(|l| l.links).sum()
    }
}

/// What a domain must be to come into the answer.
pub(super) struct Wanted {
    /// How many domains are considered, those with the best AlexaRank.
    pub depth: usize,
    /// To how many of the items it must link.
    pub min_matches: i64,
    /// What its leading topic must be.
    pub topic: Option<TopicFilter>,
}

/// The domains that refer to any of the items and pass.
pub(super) fn matches(index: &Index, items: &[Option<ItemId>], wanted: &Wanted) -> Vec<Match> {
    let mut all = joined(index, items);
    all.sort_by_cached_key(|found| (rank(index, found.domain), found.domain));
    all.truncate(wanted.depth);
    all.retain(|found| {
        found.matches() >= wanted.min_matches
            && wanted
                .topic
                .as_ref()
                .is_none_or(|filter| filter.passes(index.domain_leading_topic(found.domain)))
    });
    all
}

/// Referring domains of all items, each once, by rising number.
fn joined(index: &Index, items: &[Option<ItemId>]) -> Vec<Match> {
    let mut links: Vec<(u32, usize, RefDomain)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let found = item.map_or_else(Vec::new, |id| index.ref_domains(id));
        links.extend(found.into_iter().map(|found| (found.domain, at, found)));
    }
    links.sort_unstable_by_key(|&(domain, at, _)| (domain, at));
    let one = |group: &[(u32, usize, RefDomain)]| {
        let mut found = Match {
            domain: group[0].0,
            links: vec![None; items.len()],
        };
        for &(_, at, links) in group {
            found.links[at] = Some(links);
        }
        found
    };
    links.chunk_by(|a, b| a.0 == b.0).map(one).collect()
}

fn rank(index: &Index, domain: u32) -> i64 {
    match index.domain_alexa_rank(domain) {
        -1 => i64::MAX,
        rank => rank,
    }
}

/// One order with its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    code: i64,
    descending: bool,
}

impl Order {
    /// Both orders of a call; without any, referring domains descending (recorded answers).
    pub(super) fn read(params: &Params) -> Result<Vec<Self>, Refusal> {
        let mut orders = Vec::new();
        for (by, dir) in [("OrderBy1", "OrderDir1"), ("OrderBy2", "OrderDir2")] {
            let descending = params.int(dir, 1, 0..=1)? == 1;
            let code = params.int(by, 2, 0..=18)?;
            if params.filled(by).is_some() || orders.is_empty() {
                orders.push(Self { code, descending });
            }
        }
        Ok(orders)
    }
}

/// What domains are compared by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(&'static str),
}

/// Puts domains in order.
pub(super) fn sort(index: &Index, all: &mut Vec<Match>, orders: &[Order]) {
    let mut keyed: Vec<(Vec<Key>, Match)> = all
        .drain(..)
        .map(|found| {
            let keys = orders.iter().map(|o| key(index, &found, o.code)).collect();
            (keys, found)
        })
        .collect();
    keyed.sort_unstable_by(|(a, found), (b, other)| {
        let by_keys = a.iter().zip(b).zip(orders).map(|((a, b), order)| {
            if order.descending {
                Reverse(a).cmp(&Reverse(b))
            } else {
                a.cmp(b)
            }
        });
        by_keys
            .fold(Ordering::Equal, Ordering::then)
            .then(found.domain.cmp(&other.domain))
    });
    all.extend(keyed.into_iter().map(|(_, found)| found));
}

fn key(index: &Index, found: &Match, code: i64) -> Key {
    let domain = found.domain;
    Key::Number(match code {
        0 => found.matches(),
        1 => rank(index, domain),
        3 => i64::from(index.domain_counts(domain).ext_back_links),
        4 => index.domain_pages(domain).0,
        5 => index.domain_pages(domain).1,
        6 => i64::from(index.domain_counts(domain).first_crawled),
        7 => i64::from(index.domain_counts(domain).last_successful_crawl),
        8 => i64::from(index.domain_ip(domain)),
        9 => return Key::Text(index.domain_country(domain)),
        10 => return Key::Text(index.domain_tld(domain)),
        11 => found.matched_links(),
        12 => i64::from(index.domain_flows(domain).0),
        13 => i64::from(index.domain_flows(domain).1),
        _ => i64::from(index.domain_counts(domain).ref_domains),
    })
}
