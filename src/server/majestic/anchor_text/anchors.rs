//! Mode 0: what links say, one row a text.
//!
//! Ours, where the reference is silent: the estimated flows of a text are the mean of those of the pages its links
//! stand on; its topics are their leading ones, each with the best value any of them has; equal texts come by links,
//! then by their letters.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::text::TextFilter;
use crate::index::{Index, ItemId, Topic};
use crate::server::majestic::domain_columns::{topic_cells, topic_columns};
use crate::wire::majestic::{Cell, Table};

/// The links with one text.
#[derive(Default)]
pub(super) struct Anchor {
    domains: i64,
    last_domain: Option<u32>,
    links: i64,
    deleted: i64,
    nofollow: i64,
    citation_flow: i64,
    trust_flow: i64,
    topics: Vec<Topic>,
}

impl Anchor {
    fn add_topic(&mut self, (name, value): Topic) {
        if name.is_empty() {
            return;
        }
        match self.topics.iter_mut().find(|known| known.0 == name) {
            Some(known) => known.1 = known.1.max(value),
            None => self.topics.push((name, value)),
        }
    }

    /// The mean over all links of a sum over them.
    fn mean(&self, sum: i64) -> i64 {
        (2 * sum + self.links)
            .checked_div(2 * self.links)
            .unwrap_or(0)
    }
}

/// The texts that pass, by referring domains.
pub(super) fn anchors(index: &Index, item: ItemId, filter: &TextFilter) -> Vec<(String, Anchor)> {
    let mut anchors: HashMap<String, Anchor> = HashMap::new();
    index.for_each_link(item, &mut |domain, found, seen| {
        let Some(text) = filter.shown(&index.anchor(found)) else {
            return;
        };
        let anchor = anchors.entry(text).or_default();
        if anchor.last_domain.replace(domain) != Some(domain) {
            anchor.domains += 1;
        }
        anchor.links += 1;
        anchor.deleted += i64::from(seen.lost.is_some());
        anchor.nofollow += i64::from(found.link.has(crate::index::flag::NOFOLLOW));
        anchor.citation_flow += i64::from(found.link.source_cf);
        anchor.trust_flow += i64::from(found.link.source_tf);
        anchor.add_topic(index.source_topic(found));
    });
    let mut anchors: Vec<(String, Anchor)> = anchors.into_iter().collect();
    anchors.sort_unstable_by(|(text, a), (other, b)| {
        let size = |anchor: &Anchor| Reverse((anchor.domains, anchor.links));
        size(a).cmp(&size(b)).then_with(|| text.cmp(other))
    });
    for (_, anchor) in &mut anchors {
        anchor
            .topics
            .sort_unstable_by_key(|&(name, value)| (Reverse(value), name));
    }
    anchors
}

/// The table (Majestic developer documentation, GetAnchorText page; topics since 2014).
pub(super) fn table(anchors: &[(String, Anchor)], topics: usize) -> Table {
    let fixed = [
        "AnchorText",
        "RefDomains",
        "TotalLinks",
        "DeletedLinks",
        "NoFollowLinks",
        "EstimatedLinkCitationFlow",
        "EstimatedLinkTrustFlow",
    ];
    let mut table = Table::new("AnchorText", &fixed);
    table.columns.extend(topic_columns(topics));
    let row = |(text, anchor): &(String, Anchor)| {
        let mut row = vec![
            Cell::from(text.as_str()),
            anchor.domains.into(),
            anchor.links.into(),
            anchor.deleted.into(),
            anchor.nofollow.into(),
            anchor.mean(anchor.citation_flow).into(),
            anchor.mean(anchor.trust_flow).into(),
        ];
        row.extend(topic_cells(&anchor.topics, topics, false));
        row
    };
    table.rows = anchors.iter().map(row).collect();
    table
}
