//! What an analyst chose of a table's columns: their order, which are hidden, how many stay in view, how wide they are.

use std::collections::{BTreeMap, BTreeSet};

use super::Shape;
use crate::config::ChosenColumns;
use crate::model::column::Table;

/// The narrowest a column is made.
pub const LEAST_WIDTH: u16 = 3;

/// The widest a column is made.
pub const MOST_WIDTH: u16 = 200;

/// A choice of columns. That of one who chose nothing leaves order and number to what fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Every column of the table in the order that was chosen; none where nothing was.
    order: Vec<usize>,
    hidden: BTreeSet<usize>,
    /// How many of the first in that order stay in view.
    frozen: usize,
    widths: BTreeMap<usize, u16>,
}

impl Chosen {
    /// A choice that was kept, by the names of the columns. Names that are unknown by now mean nothing; columns that
    /// were not known then come last.
    pub fn recalled(table: &'static Table, kept: &ChosenColumns) -> Self {
        let place = |name: &str| table.columns.iter().position(|c| c.id == name);
        let mut own = Self::default();
        for column in kept.order.iter().filter_map(|name| place(name)) {
            if !own.order.contains(&column) {
                own.order.push(column);
            }
        }
        own.widths = kept
            .widths
            .iter()
            .filter_map(|(name, width)| {
                Some((place(name)?, (*width).clamp(LEAST_WIDTH, MOST_WIDTH)))
            })
            .collect();
        if own.order.is_empty() {
            return own;
        }
        let missing = (0..table.columns.len()).filter(|c| !own.order.contains(c));
        own.order.extend(missing.collect::<Vec<_>>());
        own.hidden = kept.hidden.iter().filter_map(|name| place(name)).collect();
        if own.hidden.len() == own.order.len() {
            own.hidden.clear();
        }
        let last = kept.frozen.as_deref().and_then(place);
        own.frozen = last.and_then(|last| own.at(last)).map_or(0, |at| at + 1);
        own
    }

    /// The choice by the names of the columns.
    pub fn kept(&self, table: &'static Table) -> ChosenColumns {
        let name = |column: &usize| table.columns.get(*column).map(|c| c.id.to_owned());
        let last = self.frozen.checked_sub(1).and_then(|at| self.order.get(at));
        let width = |(column, width): (&usize, &u16)| Some((name(column)?, *width));
        ChosenColumns {
            order: self.order.iter().filter_map(name).collect(),
            hidden: self.hidden.iter().filter_map(name).collect(),
            frozen: last.and_then(name),
            widths: self.widths.iter().filter_map(width).collect(),
        }
    }

    /// Whether order and number of the columns were chosen, and are not left to what fits.
    pub fn is_own(&self) -> bool {
        !self.order.is_empty()
    }

    /// Every column in the order that was chosen.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Whether a column was hidden.
    pub fn hides(&self, column: usize) -> bool {
        self.hidden.contains(&column)
    }

    /// The width that was chosen for a column.
    pub fn width(&self, column: usize) -> Option<u16> {
        self.widths.get(&column).copied()
    }

    fn at(&self, column: usize) -> Option<usize> {
        self.order.iter().position(|c| *c == column)
    }

    /// The columns that are shown of a dataset: those that it fills. Where it fills none of them, all that it fills.
    pub fn shown(&self, shape: &Shape) -> Vec<usize> {
        let filled = || self.order.iter().copied().filter(|c| !shape.lacks(*c));
        let shown: Vec<usize> = filled().filter(|c| !self.hides(*c)).collect();
        match shown.is_empty() {
            true => filled().collect(),
            false => shown,
        }
    }

    /// How many of the first of them stay in view.
    pub fn frozen(&self, shape: &Shape) -> usize {
        let first = &self.order[..self.frozen.min(self.order.len())];
        let shown = self.shown(shape);
        shown.iter().filter(|c| first.contains(c)).count()
    }

    /// Whether a column is one of those that stay in view.
    pub fn is_frozen(&self, column: usize) -> bool {
        self.at(column).is_some_and(|at| at < self.frozen)
    }

    /// Makes it a choice of its own that begins with this order, if it is none yet.
    pub fn begin(&mut self, order: &[usize]) {
        if !self.is_own() {
            self.order = order.to_vec();
        }
    }

    /// Hides a column, or shows it again.
    pub fn turn(&mut self, column: usize) {
        if !self.hidden.remove(&column) {
            self.hidden.insert(column);
        }
    }

    /// Lets the columns up to this one stay in view; false if they did, and no longer do.
    pub fn freeze(&mut self, column: usize) -> bool {
        let wanted = self.at(column).map_or(0, |at| at + 1);
        let was = self.frozen == wanted;
        self.frozen = if was { 0 } else { wanted };
        !was
    }

    /// Moves a column by one place; among `shown` only, where these are given. False at the end.
    pub fn shift(&mut self, column: usize, right: bool, shown: Option<&[usize]>) -> bool {
        let Some(at) = self.at(column) else {
            return false;
        };
        let is_step = |place: &usize| shown.is_none_or(|shown| shown.contains(&self.order[*place]));
        let to = match right {
            true => (at + 1..self.order.len()).find(is_step),
            false => (0..at).rev().find(is_step),
        };
        if let Some(to) = to {
            self.order.remove(at);
            self.order.insert(to, column);
        }
        to.is_some()
    }

    /// Makes a column so wide; answers with what it is then.
    pub fn resize(&mut self, column: usize, width: u16) -> u16 {
        let width = width.clamp(LEAST_WIDTH, MOST_WIDTH);
        self.widths.insert(column, width);
        width
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::domain::DOMAINS;

    fn texts(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_choice_is_kept_by_names_and_recalled() {
        let mut own = Chosen::default();
        let all: Vec<usize> = (0..DOMAINS.columns.len()).collect();
        own.begin(&all);
        own.turn(1);
        assert!(own.freeze(0) && own.shift(3, false, None));
        assert_eq!((own.resize(0, 30), own.resize(4, 1)), (30, LEAST_WIDTH));
        let kept = own.kept(&DOMAINS);
        let first = [
            "domain",
            "links",
            "best_source_citation_flow",
            "best_source_trust_flow",
        ];
        assert_eq!(kept.order[..4], first);
        assert_eq!(kept.hidden, ["links"]);
        assert_eq!(kept.frozen.as_deref(), Some("domain"));
        assert_eq!(Chosen::recalled(&DOMAINS, &kept), own);
    }

    #[test]
    fn what_a_file_says_that_means_nothing_is_passed_over() {
        let mut kept = ChosenColumns {
            order: texts(&["links", "no such", "links", "domain"]),
            hidden: texts(&["gone"]),
            frozen: Some("gone".to_owned()),
            widths: [("links".to_owned(), 60_000), ("gone".to_owned(), 5)].into(),
        };
        let own = Chosen::recalled(&DOMAINS, &kept);
        assert_eq!(own.order()[..3], [1, 0, 2]);
        assert_eq!(own.order().len(), DOMAINS.columns.len());
        assert_eq!(
            (own.width(1), own.frozen(&Shape::default())),
            (Some(MOST_WIDTH), 0)
        );
        kept.order = own.kept(&DOMAINS).order;
        kept.hidden = kept.order.clone();
        let own = Chosen::recalled(&DOMAINS, &kept);
        assert!(
            !own.shown(&Shape::default()).is_empty(),
            "nothing would be left"
        );
        kept = ChosenColumns {
            hidden: kept.hidden,
            ..ChosenColumns::default()
        };
        assert_eq!(Chosen::recalled(&DOMAINS, &kept), Chosen::default());
    }

    #[test]
    fn freezing_again_lets_go_and_a_column_moves_past_what_is_hidden() {
        let mut own = Chosen::default();
        own.begin(&[0, 1, 2, 3]);
        own.turn(1);
        let shape = Shape::default();
        let shown = own.shown(&shape);
        assert!(own.shift(0, true, Some(&shown)));
        assert_eq!(own.order(), [1, 2, 0, 3]);
        assert!(
            !own.shift(2, false, Some(&shown)),
            "it is the first that is shown"
        );
        assert!(own.freeze(2) && own.frozen(&shape) == 1 && own.is_frozen(2));
        assert!(!own.freeze(2) && own.frozen(&shape) == 0);
    }
}
