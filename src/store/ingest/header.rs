//! The heads of a table: which field holds which column.

use std::collections::HashSet;

use super::record::Fields;
use crate::model::column::{Column, EXTRA, Table};
use crate::model::link::{ICANN_DOMAIN, LINKS, SOURCE_DOMAIN};
use crate::model::text::one_line;
use crate::store::dataset::DOMAIN_ROW;

/// Numbers of rows within one answer: by them its tables refer to each other, elsewhere they mean nothing.
const WITHIN: [&str; 4] = ["DomainID", "RowID", "Position", "ItemNum"];

/// In the file of all links the topics of the referring domain stand in place of those of the target, and ACRank
/// is left out (readers of such files).
const NOT_IN_LINK_DOWNLOADS: [&str; 4] = [
    "target_acrank",
    "source_acrank",
    "target_topic",
    "target_topic_value",
];

/// Where the columns are.
#[derive(Debug)]
pub(super) struct Header {
    /// What is listed.
    pub(super) table: &'static Table,
    /// For each column of the list the field that holds it.
    pub(super) fields: Vec<Option<usize>>,
    /// Fields a whole row has.
    pub(super) width: usize,
    /// Fields that no column of ours holds, under names that are used once.
    pub(super) unknown: Vec<(usize, String)>,
    /// Whether it is an export of ours: its names are our columns' own, where no provider calls them so.
    pub(super) is_ours: bool,
    /// Whether that was made safe for spreadsheets, as whoever opens a file can tell.
    pub(super) is_defused: bool,
}

impl Header {
    /// Finds the columns by any of their names, without regard to case.
    pub(super) fn of(table: &'static Table, names: &[String]) -> Self {
        // One provider begins every name with a capital letter, the other none: what one of them calls a column is
        // not taken for the other's.
        let is_it = |name: &String, wire: &str| match wire.starts_with(char::is_lowercase) {
            true => name == wire,
            false => name.eq_ignore_ascii_case(wire),
        };
        let field = |wire: &&str| names.iter().position(|n| is_it(n, wire));
        // Files of ours have our own names. What is worked out is worked out again.
        let own = |c: &Column| match c.wires.is_empty() && c.id != ICANN_DOMAIN {
            true => None,
            false => field(&c.id),
        };
        let fields: Vec<_> = table
            .columns
            .iter()
            .map(|c| c.wires.iter().find_map(field).or_else(|| own(c)))
            .collect();
        let mut unknown: Vec<(usize, String)> = Vec::new();
        let mut used = HashSet::new();
        for (at, name) in names.iter().enumerate() {
            let is_within = WITHIN.iter().any(|w| w.eq_ignore_ascii_case(name));
            let is_derived = [LINKS.columns[SOURCE_DOMAIN].id, DOMAIN_ROW].contains(&name.as_str());
            if is_within || is_derived || fields.contains(&Some(at)) {
                continue;
            }
            let mut name = one_line(name);
            if name.is_empty() || used.contains(&name) {
                name = format!("{name} (column {})", at + 1)
                    .trim_start()
                    .to_owned();
            }
            used.insert(name.clone());
            unknown.push((at, name));
        }
        Self {
            table,
            fields,
            width: names.len(),
            unknown,
            is_ours: is_ours(table, names),
            is_defused: false,
        }
    }

    /// The field of a column.
    pub(super) fn field_of(&self, id: &str) -> Option<usize> {
        self.fields.get(self.table.position(id)?).copied().flatten()
    }

    /// Whether rows can have a cell in a column, be it read or worked out.
    pub(super) fn fills(&self, column: usize) -> bool {
        let has_field = self.fields.get(column).is_some_and(Option::is_some);
        has_field || (self.table.columns.get(column)).is_some_and(|c| self.works_out(c.id))
    }

    fn works_out(&self, id: &str) -> bool {
        let is_source_domain = id == LINKS.columns[SOURCE_DOMAIN].id;
        (id == EXTRA && !self.unknown.is_empty())
            || (is_source_domain && self.table.name == LINKS.name)
    }

    /// The first of these columns that is not there, by the provider's name.
    pub(super) fn lacks(&self, ids: &[&str]) -> Option<&'static str> {
        let is_there = |id: &str| self.table.position(id).is_some_and(|at| self.fills(at));
        let lacking = ids.iter().find(|id| !is_there(id))?;
        let column = self.table.columns.iter().find(|c| c.id == *lacking);
        column.map(|c| c.wire())
    }

    /// What a file of links lacks of the columns that a download has; an answer's own columns are not missed in it.
    pub(super) fn missing(&self) -> Vec<String> {
        let has = |id: &str| self.table.position(id).is_some_and(|at| self.fills(at));
        let by_link = has("domain_topic");
        let download = self.table.columns.iter().take(SOURCE_DOMAIN);
        download
            .filter(|c| !(has(c.id) || by_link && NOT_IN_LINK_DOWNLOADS.contains(&c.id)))
            .map(|c| c.wire().to_owned())
            .collect()
    }
}

fn is_ours(table: &Table, names: &[String]) -> bool {
    let named = |name: &String| {
        table
            .columns
            .iter()
            .any(|c| c.id == name && !c.is_named(name))
    };
    are_ids(table, names) && names.iter().any(named)
}

/// Whether every name that a list knows is the id of its column, and there is any.
pub(super) fn are_ids(table: &Table, names: &[String]) -> bool {
    let named = |name: &String| {
        table
            .columns
            .iter()
            .find(|c| c.id == name || c.is_named(name))
    };
    let mut known = names
        .iter()
        .filter_map(|name| Some((name, named(name)?)))
        .peekable();
    known.peek().is_some() && known.all(|(name, column)| column.id == *name)
}

/// The names in the first line of a file. A byte-order mark is passed over.
pub(super) fn names(record: &impl Fields) -> Vec<String> {
    let name = |at| {
        let name = record.text(at).unwrap_or_default();
        name.trim_start_matches('\u{feff}').trim().to_owned()
    };
    (0..record.count()).map(name).collect()
}

/// Names in a sentence.
pub(super) fn listed(names: &[String]) -> String {
    one_line(&names.join(", ").chars().take(500).collect::<String>())
}
