//! The order of a list: by one column, by up to three, or as delivered.

use super::List;
use crate::app::effect::Effect;
use crate::model::rows::SortKey;

/// Columns that a list can be sorted by.
const MOST: usize = 3;

impl List {
    /// Sorts by the chosen column alone.
    pub fn sort(&mut self, descending: bool, held: u64) -> Vec<Effect> {
        let column = self.column;
        self.order_by(vec![SortKey { column, descending }], held)
    }

    /// Sorts equals by the chosen column; one that is sorted by already is turned around in its place. Nothing is
    /// answered where three columns decide already.
    pub fn sort_also(&mut self, descending: bool, held: u64) -> Option<Vec<Effect>> {
        let column = self.column;
        let mut order = self.order().to_vec();
        let full = order.len() == MOST;
        match order.iter_mut().find(|key| key.column == column) {
            Some(key) => key.descending = !key.descending,
            None if full => return None,
            None => order.push(SortKey { column, descending }),
        }
        Some(self.order_by(order, held))
    }

    /// In the order of arrival, or by these columns.
    pub fn order_by(&mut self, order: Vec<SortKey>, held: u64) -> Vec<Effect> {
        match &mut self.view {
            Some(view) => view.order = order,
            None => return Vec::new(),
        }
        self.rank(held)
    }

    /// The order that was asked for last.
    pub fn order(&self) -> &[SortKey] {
        self.view.as_ref().map_or(&[], |view| &view.order)
    }

    /// An order in words: `Best TF ↓, Links ↑`.
    pub fn order_text(&self, order: &[SortKey]) -> String {
        if order.is_empty() {
            return "as delivered".to_owned();
        }
        let key = |key: &SortKey| {
            let sign = if key.descending { '↓' } else { '↑' };
            format!("{} {sign}", self.title(key.column))
        };
        order.iter().map(key).collect::<Vec<_>>().join(", ")
    }
}
