//! How many have which value, the most frequent first.

use super::Axis;
use crate::model::column::Value;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The value as it came; [`Value::Null`] counts the rows in which nothing is known.
    pub value: Value,
    /// The filter of the rows that have it.
    pub filter: String,
    /// How many rows.
    pub rows: u64,
    /// Different referring domains among them, where that is more than one figure.
    pub domains: Option<u64>,
}

/// Counts by value.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// What the values are.
    pub axis: Axis,
    /// The most frequent ones.
    pub bars: Vec<Bar>,
    /// Different values; `bars` may hold fewer.
    pub distinct: u64,
    /// Shares are added up from the first bar on too.
    pub cumulated: bool,
}

impl Bars {
    /// Rows of all bars up to each.
    pub fn sums(&self) -> Vec<u64> {
        let mut sum = 0u64;
        let rows = self.bars.iter().map(|bar| bar.rows);
        rows.map(|rows| {
            sum = sum.saturating_add(rows);
            sum
        })
        .collect()
    }
}
