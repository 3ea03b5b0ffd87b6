//! What can happen to the heart: keys, text, sizes, and the answers to its effects.

use jiff::Timestamp;

use super::effect::Pane;
use super::input::Key;
use crate::model::catalog::Quote;
use crate::model::column::Value;
use crate::model::report::Report;
use crate::model::rows::{DatasetId, Generation, Row, RowId};

/// Facts of a dataset that head its lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetFacts {
    /// Which.
    pub id: DatasetId,
    /// The target asked about, or the name of the file it came from.
    pub target: String,
    /// Where the numbers come from: `majestic historic index of 2026-11-20`, or the file's name.
    pub source: String,
    /// Links held.
    pub links_held: u64,
    /// Links the provider knows, where it said so.
    pub links_known: Option<u64>,
    /// Referring domains held.
    pub domains_held: u64,
    /// Referring domains the provider knows, where it said so.
    pub domains_known: Option<u64>,
    /// Rows of the raw file that could not be read.
    pub bad_rows: u64,
    /// Whether rows are still arriving.
    pub complete: bool,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The terminal has a new size: columns, rows.
    Resize(u16, u16),
    /// The time now; sent before other actions, never by itself while idle.
    Clock(Timestamp),
    /// A job, an import or the account has something to say.
    Report(Report),
    /// Answer to a price request: the quote (its price may be unknown), or what went wrong and whether it was charged.
    Priced(Result<Box<Quote>, String>),
    /// A purchase was refused before it was sent; one sentence, and whether typing the amount may pass it.
    Refused {
        /// Why.
        reason: String,
        /// Whether a typed amount passes it.
        can_be_confirmed: bool,
    },
    /// A dataset's facts.
    DatasetOpened(Result<Box<DatasetFacts>, String>),
    /// A list is ranked: how many rows it has, and where the kept record went.
    Ranked {
        /// Which list.
        pane: Pane,
        /// The request answered.
        generation: Generation,
        /// Rows in it.
        total: u64,
        /// New position of the kept record, if it is still there.
        kept: Option<u64>,
    },
    /// Rows of a list.
    RowsRead {
        /// Which list.
        pane: Pane,
        /// The ranking they belong to.
        generation: Generation,
        /// Position of the first.
        offset: u64,
        /// The columns their cells stand for.
        columns: Vec<usize>,
        /// The rows.
        rows: Vec<Row>,
    },
    /// Result of a search: position of the hit.
    Found {
        /// Which list.
        pane: Pane,
        /// The ranking searched.
        generation: Generation,
        /// What was looked for.
        needle: String,
        /// Where it is, if anywhere.
        position: Option<u64>,
    },
    /// Every column of one link, in the table's order.
    LinkRead {
        /// Which.
        row: RowId,
        /// Its cells.
        cells: Vec<Value>,
    },
    /// One sentence for the analyst.
    Notice(String),
    /// Something failed; one sentence.
    Trouble(String),
}
