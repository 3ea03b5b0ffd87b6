//! The sentence above rows: how many of how many, of whom, in which order, from where.

use crate::model::rows::{List, SortKey};
use crate::store::{Manifest, coverage, order_text};

pub use crate::store::number;

/// What the sentence says.
#[derive(Clone, Copy, Debug)]
pub struct Headline<'a> {
    /// Of the dataset.
    pub manifest: &'a Manifest,
    /// What is listed.
    pub list: &'a List,
    /// The filter as it was typed, and the rows that pass it.
    pub filter: Option<(&'a str, u64)>,
}

impl Headline<'_> {
    /// `20 of 15,312 domains held (of 15,312 known), by best_source_trust_flow desc, majestic historic index of 2026-11-20`
    pub fn rows(&self, shown: u64, order: &[SortKey]) -> String {
        format!(
            "{} of {}, {}, {}",
            number(shown),
            self.counted(),
            order_text(self.list.table(), order),
            self.manifest.source()
        )
    }

    /// `20 of 3,210 values of anchor_text in 62,400 links held (of 104,972 known) from 12,310 domains, by rows desc, majestic …`
    pub fn values(&self, shown: u64, tally: &Values<'_>) -> String {
        format!(
            "{} of {} values of {} in {}{}, by {}, {}",
            number(shown),
            number(tally.distinct),
            tally.name,
            self.counted(),
            match self.list {
                List::Links { .. } => format!(" from {} domains", number(tally.domains)),
                List::Sheet(_) | List::Domains => String::new(),
            },
            tally.order,
            self.manifest.source()
        )
    }

    /// The rows that numbers are to be read against: `62,400 links held (of 104,972 known)`.
    fn counted(&self) -> String {
        coverage(self.manifest, self.list, self.filter)
    }
}

/// A tally, as far as the sentence speaks of it.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// Of which column.
    pub name: &'a str,
    /// Different values.
    pub distinct: u64,
    /// Referring domains of the rows that were counted.
    pub domains: u64,
    /// Their order, in words.
    pub order: &'a str,
}
