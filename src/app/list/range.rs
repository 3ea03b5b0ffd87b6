//! A range of rows that is being marked: from where it was begun to the cursor.

use std::ops::Range;

use super::List;

impl List {
    /// Begins a range at the cursor; false where there is no row.
    pub fn begin_range(&mut self) -> bool {
        let is_row = self.total.is_some_and(|total| total > 0);
        if is_row {
            self.range = Some((self.generation, self.cursor));
        }
        is_row
    }

    /// The rows between the beginning of the range and the cursor, both among them. None where none was begun in the
    /// ranking on screen.
    pub fn range(&self) -> Option<Range<u64>> {
        let (generation, from) = self.range?;
        let stands = generation == self.generation && self.coming.is_none();
        stands.then(|| from.min(self.cursor)..from.max(self.cursor) + 1)
    }

    /// Gives the range up; false if there is none.
    pub fn end_range(&mut self) -> bool {
        self.range.take().is_some()
    }

    /// Gives a range up whose ranking was replaced; false if there is none.
    pub(in crate::app) fn lose_range(&mut self) -> bool {
        self.range.is_some() && self.range().is_none() && self.end_range()
    }
}
