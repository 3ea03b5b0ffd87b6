//! The rows of a list that are here: a slice of its ranking around the cursor.

use std::ops::Range;

use crate::model::column::Value;
use crate::model::rows::Row;

/// Rows that are here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Place of the first in the ranking.
    pub offset: u64,
    /// End of the range that was asked for: an answer that falls short is not asked for again and again.
    pub end: u64,
    /// The columns their cells stand for.
    pub columns: Vec<usize>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Window {
    /// The row at a place of the ranking.
    pub fn row(&self, place: u64) -> Option<&Row> {
        let at = usize::try_from(place.checked_sub(self.offset)?).ok()?;
        self.rows.get(at)
    }

    /// A cell of a row, if its column was read.
    pub fn cell<'a>(&self, row: &'a Row, column: usize) -> Option<&'a Value> {
        let at = self.columns.iter().position(|c| *c == column)?;
        row.cells.get(at)
    }

    pub(super) fn covers(&self, range: &Range<u64>, columns: &[usize]) -> bool {
        self.offset <= range.start
            && range.end <= self.end
            && columns.iter().all(|c| self.columns.contains(c))
    }
}
