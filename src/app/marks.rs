//! Rows that are marked. All may be marked without their names being here: only what differs from "all" or from
//! "none" is held.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::rows::RowId;

/// Marked rows of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    all: bool,
    odd: BTreeMap<RowId, String>,
}

impl Marks {
    /// Whether a row is marked.
    pub fn has(&self, row: RowId) -> bool {
        self.all != self.odd.contains_key(&row)
    }

    /// Marks a row of this name, or takes its mark away.
    pub fn toggle(&mut self, row: RowId, name: String) {
        if self.odd.remove(&row).is_none() {
            self.odd.insert(row, name);
        }
    }

    /// Marks all; none if any is marked.
    pub fn turn(&mut self, total: u64) {
        let all = self.count(total) == 0;
        self.odd.clear();
        self.all = all;
    }

    /// Whether all are marked but a few: all of what the list's filter lets through.
    pub fn is_all(&self) -> bool {
        self.all
    }

    /// How many of `total` rows are marked.
    pub fn count(&self, total: u64) -> u64 {
        let odd = self.odd.len() as u64;
        if self.all {
            total.saturating_sub(odd)
        } else {
            odd
        }
    }

    /// The names of the marked rows; none where all but a few are marked, so that the names are not here.
    pub fn names(&self) -> Option<Vec<String>> {
        (!self.all).then(|| self.odd.values().cloned().collect())
    }

    /// The rows that are not marked while all others are.
    pub fn left_out(&self) -> BTreeSet<RowId> {
        self.odd.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_set_turned_and_counted() {
        let mut marks = Marks::default();
        marks.toggle(RowId(3), "c".into());
        marks.toggle(RowId(1), "a".into());
        assert!(marks.has(RowId(3)) && !marks.has(RowId(2)));
        assert_eq!(marks.names(), Some(vec!["a".to_owned(), "c".to_owned()]));
        marks.toggle(RowId(3), "c".into());
        assert_eq!(marks.count(10), 1);
        marks.turn(10);
        assert_eq!(marks.count(10), 0, "some were marked: none is now");
        marks.turn(10);
        marks.toggle(RowId(4), "d".into());
        assert_eq!((marks.count(10), marks.has(RowId(4))), (9, false));
        assert_eq!(marks.names(), None);
        assert_eq!(marks.left_out(), [RowId(4)].into());
        marks.turn(10);
        assert_eq!(marks.count(10), 0);
    }
}
