//! Rows that could not be taken and cells that were not understood: counted, and the first of them kept.

use super::cells::Cell;
use crate::model::column::{Column, Table};
use crate::store::manifest::{BadSample, LEFT_EMPTY};

/// Flaws that are kept as samples.
const SAMPLES: usize = 20;

/// What was wrong so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Flaws {
    pub(super) rows: u64,
    pub(super) cells: u64,
    pub(super) samples: Vec<BadSample>,
}

impl Flaws {
    /// Counts a row that cannot be taken.
    pub(super) fn row(&mut self, line: u64, reason: String) {
        self.rows += 1;
        self.sample(line, || reason);
    }

    /// Counts a cell that was not understood.
    pub(super) fn cell(&mut self, line: u64, column: &Column) {
        self.cells += 1;
        self.sample(line, || format!("{}{LEFT_EMPTY}", column.wire()));
    }

    /// Counts the cells of a row that were not understood.
    pub(super) fn cells(&mut self, line: u64, table: &Table, cells: &[Cell<'_>]) {
        for (cell, column) in cells.iter().zip(table.columns) {
            if *cell == Cell::Bad {
                self.cell(line, column);
            }
        }
    }

    fn sample(&mut self, line: u64, reason: impl FnOnce() -> String) {
        if self.samples.len() < SAMPLES {
            self.samples.push(BadSample {
                line,
                reason: reason(),
            });
        }
    }
}
