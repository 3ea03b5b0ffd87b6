//! Which columns of a table fit into a width, and how wide each becomes. Read by the lists (what to
//! fetch) and by the view (where to draw), so that both always agree.

mod chosen;
mod fit;

use std::collections::{BTreeMap, BTreeSet};

use super::facts::DatasetFacts;
use crate::model::column::{Column, EXTRA, Table};
use crate::model::domain::DOMAINS;
use crate::model::link::SOURCE_DOMAIN;
use crate::model::rows::List;

pub use chosen::{Chosen, LEAST_WIDTH, MOST_WIDTH};
pub use fit::{Fit, Given, SIGN, fit};

/// Cells before the first column, for the cursor mark.
pub const MARK: u16 = 2;

/// Cells between two columns.
pub const GAP: u16 = 2;

/// A column that is on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// Its position in the table.
    pub index: usize,
    /// Cells before it, counted from the left edge of the list.
    pub x: u16,
    /// Cells it gets.
    pub width: u16,
}

/// What a dataset makes of a table: the columns that no row fills, and the titles of those that mean something
/// else in every dataset. Both by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    absent: BTreeSet<usize>,
    provider: String,
    titles: BTreeMap<usize, String>,
}

/// Where the columns begin that no download fills. Until its first rows tell more, a dataset shows those before
/// only, so that its columns do not move under the eyes.
fn beyond_a_download(list: &List) -> usize {
    match list {
        List::Sheet(sheet) => sheet.table().columns.len(),
        List::Domains => DOMAINS.position("trust_flow").unwrap_or(0),
        List::Links { .. } => SOURCE_DOMAIN + 1,
    }
}

impl Shape {
    /// The shape of a list of a dataset.
    pub fn of(list: &List, facts: &DatasetFacts) -> Self {
        let table = list.table();
        let own = |name: &String| {
            let (list, column) = name.split_once('.')?;
            table
                .columns
                .iter()
                .position(|c| list == table.name && c.id == column)
        };
        let mut absent: BTreeSet<usize> = facts.absent.iter().filter_map(own).collect();
        if facts.absent.is_empty() && !facts.complete {
            absent.extend(beyond_a_download(list)..table.columns.len());
        }
        if *list == List::Domains && facts.has_no_links() {
            // What has no name of the provider's is counted from links held.
            let is_counted = |c: &Column| c.wires.is_empty() && c.id != EXTRA;
            let columns = table.columns.iter().enumerate();
            absent.extend(columns.filter(|(_, c)| is_counted(c)).map(|(at, _)| at));
        }
        // A list in which nothing is filled has no shape to show.
        if absent.len() == table.columns.len() {
            absent.clear();
        }
        let titles = facts.labels.iter().filter_map(|(id, title)| {
            let at = table.columns.iter().position(|c| c.id == id)?;
            Some((at, crate::model::text::one_line(title)))
        });
        Self {
            absent,
            provider: facts.provider.clone(),
            titles: titles.collect(),
        }
    }

    /// Whether no row fills the column.
    pub fn lacks(&self, column: usize) -> bool {
        self.absent.contains(&column)
    }

    /// The title of a column, safe to show.
    pub fn title<'a>(&'a self, table: &'static Table, column: usize) -> &'a str {
        match self.titles.get(&column) {
            Some(title) => title,
            None => table.columns.get(column).map_or("", |c| c.title),
        }
    }

    /// The provider's own name of a column, safe to show: that of this dataset, where it has one of its own.
    pub fn wire<'a>(&'a self, table: &'static Table, column: usize) -> &'a str {
        match self.titles.get(&column) {
            Some(name) => name,
            None => (table.columns.get(column)).map_or("", |c| c.wire_of(&self.provider)),
        }
    }

    /// The next column that is filled, to the right or to the left; the same where there is none.
    pub fn step(&self, table: &Table, from: usize, right: bool) -> usize {
        let filled = |c: &usize| !self.lacks(*c);
        let next = if right {
            (from + 1..table.columns.len()).find(filled)
        } else {
            (0..from).rev().find(filled)
        };
        next.unwrap_or(from)
    }
}
