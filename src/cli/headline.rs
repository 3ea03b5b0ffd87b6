//! The sentence above rows: how many of how many, of whom, in which order, from where.

use crate::model::column::{Table, grouped};
use crate::model::rows::{List, SortKey};
use crate::model::text::one_line;
use crate::store::{CountedFrom, Manifest};

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
            "{} of {}{}, {}",
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
        let (held, known) = self.manifest.held_and_known(self.list);
        if let Some(from) = &self.manifest.computed {
            return self.counted_here(from);
        }
        let name = self.list.noun();
        let known = known.map_or_else(String::new, |n| format!(" (of {} known)", grouped(n)));
        let held = number(held);
        match self.filter {
            None => format!("{held} {name} held{known}"),
            Some((filter, passing)) => format!(
                "{} {name} that pass `{}`, of {held} held{known}",
                number(passing),
                one_line(filter.trim()),
            ),
        }
    }

    /// `1,204 anchor texts of 43,813 links held (of 85,527 known), computed here`
    fn counted_here(&self, from: &CountedFrom) -> String {
        let known = self.manifest.links_known();
        let known = known.map_or_else(String::new, |n| format!(" (of {} known)", grouped(n)));
        let (one, several) = self.manifest.sheet.nouns();
        let noun = if self.manifest.items == 1 {
            one
        } else {
            several
        };
        let held = number(self.manifest.items);
        let all = format!(
            "{held} {noun} of {} links held{known}, computed here",
            number(from.links)
        );
        match self.filter {
            None => all,
            Some((filter, passing)) => format!(
                "{} that pass `{}`, of {all}",
                number(passing),
                one_line(filter.trim())
            ),
        }
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

fn order_text(table: &Table, order: &[SortKey]) -> String {
    let keys = order.iter().map(|key| {
        let direction = if key.descending { "desc" } else { "asc" };
        format!("{} {direction}", table.columns[key.column].id)
    });
    let order = keys.collect::<Vec<_>>().join(", ");
    if order.is_empty() {
        ", as delivered".to_owned()
    } else {
        format!(", by {order}")
    }
}

/// A count as people read it.
pub fn number(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}
