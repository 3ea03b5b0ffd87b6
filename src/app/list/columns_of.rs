//! The columns of a list as the analyst chose them: stepping from one to the next, and what is shown of them.

use super::List;
use crate::app::columns::Chosen;

impl List {
    /// The columns that are shown in their order, on screen or scrolled away. As built in all that are filled can come
    /// into view.
    pub fn shown_columns(&self) -> Vec<usize> {
        match self.chosen.is_own() {
            true => self.chosen.shown(&self.shape),
            false => (0..self.table.columns.len())
                .filter(|column| !self.shape.lacks(*column))
                .collect(),
        }
    }

    /// Chooses the next column, or the one before.
    pub(super) fn step(&mut self, right: bool) {
        if !self.chosen.is_own() {
            self.column = self.shape.step(self.table, self.column, right);
            return;
        }
        let shown = self.chosen.shown(&self.shape);
        let at = shown.iter().position(|column| *column == self.column);
        let next = match (at, right) {
            (Some(at), true) => at + 1,
            (Some(at), false) => at.saturating_sub(1),
            (None, _) => 0,
        };
        if let Some(column) = shown.get(next.min(shown.len().saturating_sub(1))) {
            self.column = *column;
        }
    }

    /// What was chosen of the columns of its table.
    pub fn take_choice(&mut self, chosen: &Chosen) {
        if self.chosen != *chosen {
            self.chosen = chosen.clone();
            self.keep_column_shown();
        }
    }

    /// A chosen column that is no longer shown gives way to one beside it: to its right, else to its left.
    pub(super) fn keep_column_shown(&mut self) {
        if !self.chosen.is_own() {
            for right in [false, true] {
                if self.shape.lacks(self.column) {
                    self.column = self.shape.step(self.table, self.column, right);
                }
            }
            return;
        }
        let shown = self.chosen.shown(&self.shape);
        if shown.is_empty() || shown.contains(&self.column) {
            return;
        }
        let order = self.chosen.order();
        let at = order.iter().position(|column| *column == self.column);
        let at = at.unwrap_or(0);
        let mut behind = order[at..].iter();
        let beside = behind.find(|column| shown.contains(column));
        let before = || order[..at].iter().rev().find(|c| shown.contains(c));
        if let Some(column) = beside.or_else(before) {
            self.column = *column;
        }
    }

    /// Every column in the order in which a choice begins: those on screen, the others that are filled, then those that
    /// no row fills.
    pub fn built_in_order(&self, width: u16) -> Vec<usize> {
        let mut order: Vec<usize> = self.fitted(width).iter().map(|f| f.index).collect();
        for lacking in [false, true] {
            for column in 0..self.table.columns.len() {
                if self.shape.lacks(column) == lacking && !order.contains(&column) {
                    order.push(column);
                }
            }
        }
        order
    }
}
