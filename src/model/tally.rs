//! A tally: how often each value of a column occurs.

use super::column::Value;
use super::rows::Field;

/// One value and how often it occurs.
#[derive(Clone, Debug, PartialEq)]
pub struct TallyRow {
    /// The value; [`Value::Null`] counts the rows in which nothing is known.
    pub value: Value,
    /// Rows with it.
    pub rows: u64,
    /// Different referring domains among them. In a list of domains the same as `rows`.
    pub domains: u64,
}

/// The values of a column, the most frequent first; of equals the smaller value first, the unknown last.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The column that was counted by.
    pub field: Field,
    /// Rows that were counted: the denominator of every share.
    pub rows: u64,
    /// Different referring domains among them.
    pub domains: u64,
    /// Different values, the unknown among them; `values` may hold fewer.
    pub distinct: u64,
    /// The most frequent values.
    pub values: Vec<TallyRow>,
}

impl TallyRow {
    /// Share of the rows counted, between 0 and 1.
    pub fn share(&self, tally: &Tally) -> f64 {
        if tally.rows == 0 {
            0.0
        } else {
            self.rows as f64 / tally.rows as f64
        }
    }
}
