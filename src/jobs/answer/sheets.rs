//! Answers of one table: which table of which command becomes which sheet.

use super::{AnswerFault, attribute, grid, lacks, remove, require, row_texts, texts};
use crate::model::rows::Sheet;
use crate::model::text::one_line;
use crate::store::AnswerRows;
use crate::wire::majestic::{Answer, Table};

/// What the table of a command becomes.
pub(super) struct Becomes {
    command: &'static str,
    table: &'static str,
    sheet: Sheet,
    /// Its variables that say how many rows there are, the best one first.
    known: &'static [&'static str],
}

const fn becomes(
    command: &'static str,
    table: &'static str,
    sheet: Sheet,
    known: &'static [&'static str],
) -> Becomes {
    Becomes {
        command,
        table,
        sheet,
        known,
    }
}

/// Every command whose rows are those of one table (Majestic developer documentation, each command's page).
const TABLES: [Becomes; 8] = [
    becomes("GetIndexItemInfo", "Results", Sheet::Items, &[]),
    becomes(
        "GetAnchorText",
        "AnchorText",
        Sheet::Anchors,
        &["TotalResults"],
    ),
    becomes("GetTopics", "Topics", Sheet::Topics, &["TotalResults"]),
    becomes("GetTopPages", "Matches", Sheet::Pages, &["TotalMatches"]),
    becomes("GetNewLostBackLinkCalendar", "Calendar", Sheet::Days, &[]),
    becomes(
        "SearchByKeyword",
        "Results",
        Sheet::Found,
        &["MatchesAfterFilter", "Matches"],
    ),
    becomes("GetKeywordInfo", "Keywords", Sheet::Keywords, &[]),
    becomes(
        "GetRelatedSites",
        "Domains",
        Sheet::Related,
        &["TotalLines"],
    ),
];

/// The rows of a command that has one table.
pub(super) fn only_table(command: &str, answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let Some(becomes) = TABLES.iter().find(|t| t.command == command) else {
        return Err(lacks(answer, "of a command that this program reads"));
    };
    let table = require(answer, becomes.table)?;
    let known = becomes.known.iter();
    Ok(AnswerRows {
        known_rows: known.filter_map(|name| attribute(&table, name)).next(),
        globals: texts(&table.name, &table.attributes),
        items: Some(grid(table)),
        sheet: becomes.sheet,
        ..AnswerRows::default()
    })
}

/// Why a table whose name is data is not there.
pub(super) enum Unnamed {
    /// No name was said.
    NoName,
    /// A table of this name did not come.
    Absent(String),
}

impl Unnamed {
    /// What is missing, for a fault.
    pub(super) fn table(&self) -> String {
        match self {
            Self::NoName => "that it should name".to_owned(),
            Self::Absent(name) => one_line(name),
        }
    }

    /// What is missing of one item; what the service says of it is told too.
    pub(super) fn about(&self, item: &str, status: Option<&str>) -> String {
        let item = one_line(item);
        let status = status.map_or_else(String::new, |s| format!(" (status {})", one_line(s)));
        match self {
            Self::NoName => {
                format!("the answer names no table of {item}{status}, so that it has no rows")
            }
            Self::Absent(name) => format!(
                "the answer came without the table {} of {item}{status}, so that it has no rows",
                one_line(name)
            ),
        }
    }
}

/// Removes the table that the answer itself names.
pub(super) fn named(answer: &mut Answer, name: Option<&str>) -> Result<Table, Unnamed> {
    let name = name.ok_or(Unnamed::NoName)?;
    remove(answer, name).ok_or_else(|| Unnamed::Absent(name.to_owned()))
}

/// Keeps what stands in tables beside the rows: their variables and, of a table with one row, its cells. Longer ones
/// are named, and stay in the answer's bytes.
pub(super) fn keep_rest(rows: &mut AnswerRows, answer: &mut Answer, notes: &mut Vec<String>) {
    for table in answer.tables.iter_mut().flat_map(std::mem::take) {
        rows.globals.extend(texts(&table.name, &table.attributes));
        match table.rows.len() {
            0 => {}
            1 => rows.globals.extend(row_texts(&table.name, &table, 0)),
            n => notes.push(beside(&table, n)),
        }
    }
}

fn beside(table: &Table, rows: usize) -> String {
    let name = one_line(&table.name);
    format!(
        "the answer also has a table {name} of {rows} rows, which stays in the answer as it came"
    )
}
