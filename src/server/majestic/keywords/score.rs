//! How well a page or a domain fits a keyword. The service's own measure is not known; this one is ours: a phrase in
//! the title weighs most, then link texts by the domains they come from, then the address, and the flows come on top.
//! What belongs to a link farm counts half.

use crate::index::{FoundPage, Held};

/// The parts of a score, the multiplier applied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Score {
    pub title: i64,
    pub address: i64,
    pub anchor: i64,
    pub other: i64,
    pub multiplier: f64,
}

impl Score {
    /// Of the pages of one item with the item's own CitationFlow and TrustFlow.
    pub(super) fn of(pages: &[FoundPage], flows: (u8, u8), is_farm: bool) -> Self {
        let multiplier = if is_farm { 0.5 } else { 1.0 };
        let best = |held: fn(&FoundPage) -> Held, weight: f64| {
            let best = pages.iter().map(held).max().unwrap_or_default();
            match best {
                Held::AsPhrase => weight,
                Held::Broadly => weight / 4.0,
                Held::No => 0.0,
            }
        };
        let sum = |of: fn(&FoundPage) -> u32| pages.iter().map(|page| f64::from(of(page))).sum();
        let phrase: f64 = sum(|page| page.phrase_domains);
        let broad: f64 = sum(|page| page.broad_domains);
        let anchor = 1_000.0 * phrase.ln_1p() + 250.0 * broad.ln_1p();
        let other = 5.0 * (f64::from(flows.0) + f64::from(flows.1));
        let part = |value: f64| (value * multiplier).round() as i64;
        Self {
            title: part(best(|page| page.title, 4_000.0)),
            address: part(best(|page| page.address, 1_500.0)),
            anchor: part(anchor),
            other: part(other),
            multiplier,
        }
    }

    /// All parts together.
    pub(super) fn sum(&self) -> i64 {
        self.title + self.address + self.anchor + self.other
    }
}
