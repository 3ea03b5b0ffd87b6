//! Rows that are marked, by their names in the dataset: they stay marked however the list is sorted or filtered. A
//! row takes a bit, so that millions may be marked.

use std::sync::Arc;

use super::effect::Marking;
use crate::model::rows::{Generation, RowId};
use crate::model::rowset::RowSet;

/// Marked rows of one table of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    rows: Arc<RowSet>,
    count: u64,
    /// How many of them are in the list that has this number.
    here: Option<(Generation, u64)>,
    /// The list whose marked rows are being counted.
    pub(super) asked: Option<Generation>,
    /// The list of which rows are being looked up to be marked.
    pub(super) looked_up: Option<Generation>,
}

impl Marks {
    /// Whether a row is marked.
    pub fn has(&self, row: RowId) -> bool {
        self.count > 0 && self.rows.has(row)
    }

    /// How many are marked, in the list or not.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The marked rows, as effects take them.
    pub fn rows(&self) -> Arc<RowSet> {
        Arc::clone(&self.rows)
    }

    /// How many of them are in the list with this number, where that is known.
    pub fn here(&self, list: Generation) -> Option<u64> {
        let known = self.here.filter(|(number, _)| *number == list);
        known.map(|(_, count)| count)
    }

    /// So many of them are in the list with this number.
    pub fn counted(&mut self, list: Generation, count: u64) {
        self.here = Some((list, count.min(self.count)));
    }

    /// Marks a row of the list with this number, or takes its mark away.
    pub fn toggle(&mut self, list: Generation, row: RowId) {
        self.change(list, &[row].into_iter().collect(), Marking::Turn);
    }

    /// Changes the marks of rows that are all in the list with this number.
    pub fn change(&mut self, list: Generation, rows: &RowSet, how: Marking) {
        let own = Arc::make_mut(&mut self.rows);
        match how {
            Marking::Add => own.add(rows),
            Marking::Turn => own.turn(rows),
        }
        let before = std::mem::replace(&mut self.count, self.rows.len());
        let count = self.count;
        // All that came or went is in this list.
        self.here = self.here.filter(|(number, _)| *number == list);
        if let Some((_, here)) = &mut self.here {
            *here = (*here + count).saturating_sub(before);
        } else if before == 0 {
            self.here = Some((list, count));
        }
    }

    /// Takes every mark away.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_set_turned_and_counted() {
        let (one, two) = (Generation(1), Generation(2));
        let mut marks = Marks::default();
        marks.toggle(one, RowId(3));
        marks.toggle(one, RowId(1));
        assert!(marks.has(RowId(3)) && !marks.has(RowId(2)));
        assert_eq!((marks.count(), marks.here(one)), (2, Some(2)));
        assert_eq!(marks.here(two), None, "another list may lack some of them");
        marks.counted(two, 1);
        marks.toggle(two, RowId(9));
        assert_eq!((marks.count(), marks.here(two)), (3, Some(2)));
        marks.change(two, &RowSet::range(9..12), Marking::Turn);
        assert_eq!((marks.count(), marks.here(two)), (4, Some(3)));
        assert!(!marks.has(RowId(9)) && marks.has(RowId(11)));
        marks.change(two, &RowSet::range(10..20), Marking::Add);
        assert_eq!((marks.count(), marks.here(two)), (12, Some(11)));
        let rows = marks.rows();
        marks.clear();
        assert_eq!(
            (marks.count(), rows.len()),
            (0, 12),
            "what was handed out stays"
        );
    }
}
