//! One answer as both formats mean it: a code, global variables, tables.

use std::borrow::Cow;

use super::code;
use crate::model::money::Amounts;

/// One value. Which of the two the service sends depends on column, command and year,
/// so readers take both everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text; empty where nothing is known.
    Text(String),
    /// A whole number, up to 64 bits.
    Int(i64),
}

impl Cell {
    /// As text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Int(n) => Cow::Owned(n.to_string()),
        }
    }

    /// As a number, whether it was sent as one or as text.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Text(text) => text.trim().parse().ok(),
            Self::Int(n) => Some(*n),
        }
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A table with its own variables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name; order means nothing.
    pub name: String,
    /// Its variables. JSON calls them `Headers`.
    pub attributes: Vec<(String, Cell)>,
    /// Names of the columns. An empty JSON table reveals none.
    pub columns: Vec<String>,
    /// Rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table with columns.
    pub fn new(name: &str, columns: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            columns: columns.iter().map(|c| (*c).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Adds a variable.
    pub fn with(mut self, name: &str, value: impl Into<Cell>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// The cell of a row by column name.
    pub fn cell(&self, row: usize, column: &str) -> Option<&Cell> {
        let at = self.columns.iter().position(|c| c == column)?;
        self.rows.get(row)?.get(at)
    }
}

/// What is left of the two allowances that answers of paid commands report; item units they never name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitsLeft {
    /// AnalysisResUnits.
    pub analysis: i64,
    /// RetrievalResUnits.
    pub retrieval: i64,
}

/// The largest charge that is believed: more would be no account's, and a ledger must not overflow by it.
const MOST_CHARGED: i64 = 1_000_000_000_000;

/// A whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `OK`, `QueuedForProcessing`, or a failure.
    pub code: String,
    /// Short text of a failure.
    pub error_message: String,
    /// Long text of a failure.
    pub full_error: String,
    /// Global variables: an open map.
    pub globals: Vec<(String, Cell)>,
    /// Tables; `None` where the command sends no `DataTables` at all.
    pub tables: Option<Vec<Table>>,
}

impl Answer {
    /// A success without tables yet.
    pub fn ok() -> Self {
        Self::with_code(code::OK)
    }

    /// A job was accepted (or existed already).
    pub fn queued() -> Self {
        Self::with_code(code::QUEUED)
    }

    fn with_code(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            error_message: String::new(),
            full_error: String::new(),
            globals: Vec::new(),
            tables: None,
        }
    }

    /// A failure; the long text has the shape of the recorded ones: an exception line and one frame.
    pub fn failure(code: &str, message: &str, frame: &str) -> Self {
        Self {
            error_message: message.to_owned(),
            full_error: format!(
                "Majestic12.SearchIndexReportResponse+ResponseException: {message}\r\n   at Majestic12.{frame}"
            ),
            ..Self::with_code(code)
        }
    }

    /// Adds a global variable.
    pub fn with(mut self, name: &str, value: impl Into<Cell>) -> Self {
        self.globals.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a table.
    pub fn with_table(mut self, table: Table) -> Self {
        self.tables.get_or_insert_default().push(table);
        self
    }

    /// Whether the call succeeded.
    pub fn is_success(&self) -> bool {
        code::is_success(&self.code)
    }

    /// A global variable.
    pub fn global(&self, name: &str) -> Option<&Cell> {
        self.globals
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, cell)| cell)
    }

    /// What this answer says it cost; `None` where it says nothing, as queued answers and several commands do.
    pub fn charged(&self) -> Option<Amounts> {
        let charged = |kind: &str| self.number(&format!("Charged{kind}ResUnits"));
        let (analysis, retrieval) = (charged("Analysis"), charged("Retrieval"));
        let items = charged("IndexItemInfo").unwrap_or(0);
        let said = [analysis, retrieval, Some(items)];
        let is_no_charge = |n: &i64| !(0..=MOST_CHARGED).contains(n);
        let none_said = analysis.is_none() && retrieval.is_none();
        if none_said || said.iter().flatten().any(is_no_charge) {
            return None;
        }
        Some(Amounts::new(
            analysis.unwrap_or(0),
            retrieval.unwrap_or(0),
            items,
        ))
    }

    /// What is left after this call. `Remaining*` is the balance *before* the call's own charge: in 297 recorded
    /// pairs of consecutive answers the next one's equals this one's less what this one charged, and in none it
    /// is already taken off.
    pub fn remaining_after(&self) -> Option<UnitsLeft> {
        let charged = self.charged().unwrap_or_default();
        let remaining = |kind: &str| self.number(&format!("Remaining{kind}ResUnits"));
        Some(UnitsLeft {
            analysis: remaining("Analysis")?.saturating_sub(charged.analysis),
            retrieval: remaining("Retrieval")?.saturating_sub(charged.retrieval),
        })
    }

    fn number(&self, global: &str) -> Option<i64> {
        self.global(global).and_then(Cell::int)
    }

    /// A table by name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.as_ref()?.iter().find(|t| t.name == name)
    }
}

/// Names sorted as the service sorts them: without case, so that `UniqueIndexID` precedes `URLsAdded`.
pub(super) fn sorted(values: &[(String, Cell)]) -> Vec<&(String, Cell)> {
    let mut sorted: Vec<_> = values.iter().collect();
    sorted.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remaining_is_stale_by_the_call_itself() {
        let answer = Answer::ok()
            .with("ChargedAnalysisResUnits", 1000)
            .with("ChargedRetrievalResUnits", "2")
            .with("RemainingAnalysisResUnits", 999_000)
            .with("RemainingRetrievalResUnits", 50_000);
        assert_eq!(answer.charged(), Some(Amounts::new(1000, 2, 0)));
        let left = answer.remaining_after().unwrap();
        assert_eq!((left.analysis, left.retrieval), (998_000, 49_998));
    }

    #[test]
    fn what_is_not_said_is_not_known() {
        assert_eq!(Answer::ok().charged(), None);
        assert_eq!(Answer::ok().remaining_after(), None);
        let estimate = Answer::ok().with("ChargedAnalysisResUnits", 100);
        assert_eq!(estimate.charged(), Some(Amounts::new(100, 0, 0)));
        assert_eq!(estimate.remaining_after(), None);
    }
}
