//! Amounts in each allowance, their sums and how they are said.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::column::grouped;
use crate::model::dollars::dollars;

/// The name of money among the allowances.
pub const USD: &str = "usd";

/// Amounts in Majestic's three allowances, and in money. One job costs the one or the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// AnalysisResUnits.
    pub analysis: i64,
    /// RetrievalResUnits.
    pub retrieval: i64,
    /// IndexItemInfoResUnits.
    pub items: i64,
    /// Micro-dollars: every price that a service asks is a whole number of them.
    #[serde(default, skip_serializing_if = "is_none")]
    pub usd: i64,
}

fn is_none(amount: &i64) -> bool {
    *amount == 0
}

impl Amounts {
    /// Nothing.
    pub const ZERO: Self = Self::new(0, 0, 0);

    /// Three amounts of units.
    pub const fn new(analysis: i64, retrieval: i64, items: i64) -> Self {
        Self {
            analysis,
            retrieval,
            items,
            usd: 0,
        }
    }

    /// An amount of money in micro-dollars.
    pub const fn money(usd: i64) -> Self {
        Self {
            usd,
            ..Self::new(0, 0, 0)
        }
    }

    /// The amounts with their allowances' short names, money last.
    pub fn named(&self) -> [(&'static str, i64); 4] {
        let [analysis, retrieval, items] = self.units();
        [analysis, retrieval, items, (USD, self.usd)]
    }

    /// The amounts of units with their allowances' short names.
    pub fn units(&self) -> [(&'static str, i64); 3] {
        [
            ("analysis", self.analysis),
            ("retrieval", self.retrieval),
            ("items", self.items),
        ]
    }

    /// Whether every amount is nothing.
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// Each amount at least zero.
    pub fn at_least_zero(self) -> Self {
        Self {
            analysis: self.analysis.max(0),
            retrieval: self.retrieval.max(0),
            items: self.items.max(0),
            usd: self.usd.max(0),
        }
    }

    /// The first allowance in which `self` is more than `other`, with both amounts.
    pub fn exceeds(&self, other: &Self) -> Option<(&'static str, i64, i64)> {
        let pairs = self.named().into_iter().zip(other.named());
        pairs
            .filter(|((_, a), (_, b))| a > b)
            .map(|((name, a), (_, b))| (name, a, b))
            .next()
    }
}

impl std::ops::Add for Amounts {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self {
            analysis: self.analysis.saturating_add(o.analysis),
            retrieval: self.retrieval.saturating_add(o.retrieval),
            items: self.items.saturating_add(o.items),
            usd: self.usd.saturating_add(o.usd),
        }
    }
}

impl std::ops::Sub for Amounts {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self {
            analysis: self.analysis.saturating_sub(o.analysis),
            retrieval: self.retrieval.saturating_sub(o.retrieval),
            items: self.items.saturating_sub(o.items),
            usd: self.usd.saturating_sub(o.usd),
        }
    }
}

impl std::iter::Sum for Amounts {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |a, b| a + b)
    }
}

impl fmt::Display for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self
            .named()
            .into_iter()
            .filter(|(_, n)| *n != 0)
            .map(|(name, n)| match name {
                USD => dollars(n),
                "items" if n == 1 => "1 item".to_owned(),
                _ => format!("{} {name}", grouped(n)),
            })
            .collect();
        if parts.is_empty() {
            f.write_str("nothing")
        } else {
            f.write_str(&parts.join(" + "))
        }
    }
}

/// One amount in words: `50,000 analysis units`, `$0.024`.
pub fn amount_words(unit: &str, n: i64) -> String {
    match unit {
        USD => dollars(n),
        _ if n == 1 => format!("1 {} unit", adjective(unit)),
        _ => format!("{} {} units", grouped(n), adjective(unit)),
    }
}

/// An allowance's name before `units`: the units of items are item units.
fn adjective(unit: &str) -> &str {
    match unit {
        "items" => "item",
        other => other,
    }
}

/// The same where its unit was said a moment ago.
pub(super) fn figure(unit: &str, n: i64) -> String {
    match unit {
        USD => dollars(n),
        _ => grouped(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_say_their_allowance() {
        assert_eq!(Amounts::money(24_036).to_string(), "$0.024036");
        assert_eq!(
            Amounts::new(50_000, 12, 0).to_string(),
            "50,000 analysis + 12 retrieval"
        );
        assert_eq!(Amounts::new(0, 0, 1).to_string(), "1 item");
        assert_eq!(Amounts::new(0, 0, 2).to_string(), "2 items");
        assert_eq!(amount_words("items", 4), "4 item units");
        assert_eq!(amount_words("items", 1), "1 item unit");
        assert_eq!(amount_words("analysis", 4_000), "4,000 analysis units");
        assert_eq!(Amounts::ZERO.to_string(), "nothing");
    }
}
