//! What is copied of a list, and how. A cell is copied at once; rows are read and written behind the screen.

use std::sync::Arc;

use super::effect::{Effect, Pane};
use super::list::List;
use super::{domains, links};
use crate::model::rows::{self, RowId, View};
use crate::model::rowset::RowSet;
use crate::model::text::Safe;

/// What is copied of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyWhat {
    /// One cell: that of a row in the only column.
    Cell(RowId),
    /// One row.
    Row(RowId),
    /// These rows, as far as they are in the list, in its order.
    Rows(Arc<RowSet>),
}

/// How rows are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyForm {
    /// Columns for the eye; a cell alone as it is.
    Text,
    /// Separated by tabs.
    Tsv,
    /// Separated by commas; what a spreadsheet would calculate is defused.
    Csv,
    /// JSON under the names that exports have.
    Json,
    /// The rows' addresses, or domains, one a line.
    Urls,
}

/// Rows to be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyOrder {
    /// Number of the order: the answer to an older one means nothing.
    pub number: u64,
    /// Of which list.
    pub pane: Pane,
    /// What the list shows.
    pub view: View,
    /// What of it.
    pub what: CopyWhat,
    /// Positions of the columns, in their order.
    pub columns: Vec<usize>,
    /// How.
    pub form: CopyForm,
    /// It is copied; else only written, to say how much it is.
    pub go: bool,
}

/// Rows written as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Rows in it.
    pub rows: u64,
    /// Bytes of it.
    pub bytes: u64,
    /// The line of the first row.
    pub first: String,
    /// It is too much for the clipboard and becomes a file.
    pub to_file: bool,
}

impl CopyForm {
    /// All, in the order of the sheet.
    pub const ALL: [Self; 5] = [Self::Text, Self::Tsv, Self::Csv, Self::Json, Self::Urls];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Tsv => "TSV",
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Urls => "URLs",
        }
    }

    /// What the names of its files end with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text | Self::Urls => "txt",
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// The column with the address of a row, or with its domain; none where such a row has neither.
pub fn address_column(list: &rows::List) -> Option<usize> {
    match list {
        rows::List::Links { .. } => Some(links::SOURCE),
        rows::List::Domains => Some(domains::NAME),
        rows::List::Sheet(sheet) => sheet.has_page().then_some(domains::NAME),
    }
}

/// Copies the cell under the cursor.
pub fn cell(list: &List) -> Vec<Effect> {
    let cell = list.current_cell(list.column);
    cell.map_or_else(Vec::new, |cell| {
        vec![Effect::Copy(Safe::line(&cell.plain()).kept())]
    })
}
