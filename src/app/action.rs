//! What can happen to the heart: keys, text, sizes, and the answers to its effects.

use std::sync::Arc;

use jiff::Timestamp;

use super::copying::Written;
use super::effect::{Marking, Pane};
use super::facts::DatasetFacts;
use super::input::Key;
use super::mouse::Mouse;
use crate::config::Theme;
use crate::model::access::Tried;
use crate::model::catalog::Quote;
use crate::model::charge::{Charge, Doubt};
use crate::model::column::Value;
use crate::model::far::Far;
use crate::model::job::{JobSummary, RemoteDownload};
use crate::model::money::Limits;
use crate::model::overview::Overview;
use crate::model::picture::{Name, Picture, Spark};
use crate::model::report::Report;
use crate::model::rows::{DatasetId, Field, Generation, List, Row, RowId, Sheet};
use crate::model::rowset::RowSet;
use crate::model::tally::Tally;
use crate::model::target::Target;

/// Why a purchase was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence.
    pub reason: String,
    /// Whether typing the amount may pass it.
    pub can_be_confirmed: bool,
}

/// What is worked out of a list, and tells how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Which rows it has, in which order.
    Rank,
    /// The next row with a text.
    Find(String),
    /// The values of a column.
    Tally(Field),
    /// A picture.
    Picture(Name),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A key was pressed.
    Key(Key),
    /// The pointer did something.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The terminal has a new size: columns, rows.
    Resize(u16, u16),
    /// The time now; sent before other actions, never by itself while idle.
    Clock(Timestamp),
    /// A job, an import or the account has something to say.
    Report(Report),
    /// Answer to a price request.
    Priced {
        /// What is known now; a price may still be unknown.
        quotes: Vec<Quote>,
        /// What went wrong, and whether it was charged.
        trouble: Option<String>,
    },
    /// Answer to a purchase of several jobs, in their order: how many were started, and why the next one was not.
    Submitted {
        /// The jobs that came into being; everything behind them was not sent.
        started: usize,
        /// What stopped the rest.
        refused: Option<Refusal>,
    },
    /// Names of referring domains whose metrics are wanted.
    DomainNames {
        /// Of which dataset.
        dataset: DatasetId,
        /// The names as the list has them.
        names: Vec<String>,
    },
    /// Every charge, oldest first.
    LedgerRead(Result<Vec<Charge>, String>),
    /// What is known of a charge in doubt.
    DoubtRead(Result<Doubt, String>),
    /// The limits that hold now and where they are kept, or why one was not changed.
    LimitSet(Box<Result<(Limits, String), String>>),
    /// The settings have other limits now: somebody else changed them.
    LimitsRead(Limits),
    /// The journal's jobs as they stand now, after another program wrote into it.
    JobsSeen(Vec<JobSummary>),
    /// The downloads that are in the account.
    DownloadsListed(Result<Vec<RemoteDownload>, String>),
    /// Figures of a dataset's domains were counted and wait in it to be read; false if they were not, because somebody
    /// else writes into it. Or why not.
    DomainsCounted {
        /// Of which dataset.
        dataset: DatasetId,
        /// How it went.
        outcome: Result<bool, String>,
    },
    /// So many links were gone through for a table.
    TableGrows {
        /// Of which dataset.
        dataset: DatasetId,
        /// Which table.
        sheet: Sheet,
        /// Links gone through.
        done: u64,
    },
    /// So many rows were gone through for what is worked out of a list.
    ListGrows {
        /// Which list.
        pane: Pane,
        /// The ranking that is worked on, or in.
        generation: Generation,
        /// What is worked out.
        work: Work,
        /// How far it is.
        far: Far,
    },
    /// So much of a file was read that is shown as it comes.
    FileGrows {
        /// Into which dataset.
        dataset: DatasetId,
        /// Bytes read.
        done: u64,
        /// Bytes in all; 0 if that is not known.
        total: u64,
    },
    /// A table is counted; none where the links do not give it. Or why it is not.
    TableCounted {
        /// From which dataset.
        dataset: DatasetId,
        /// Which table.
        sheet: Sheet,
        /// Its facts.
        outcome: Result<Option<Box<DatasetFacts>>, String>,
    },
    /// A dataset's facts.
    DatasetOpened(Result<Box<DatasetFacts>, String>),
    /// The reading of a file ended before its end: why, and the dataset that holds the rows before, if there is one.
    ReadingStopped {
        /// The dataset that was filled.
        dataset: Option<DatasetId>,
        /// What it holds; none if it holds nothing and is gone.
        facts: Option<Box<DatasetFacts>>,
        /// What happened and what to do.
        why: String,
    },
    /// A list is ranked: how many rows it has, and where the kept record went.
    Ranked {
        /// Which list.
        pane: Pane,
        /// The request answered.
        generation: Generation,
        /// Rows that can be read by this ranking now.
        total: u64,
        /// Rows that the list has without its filter in the dataset as this ranking knows it: what `total` is of.
        of: u64,
        /// All of it is here. Otherwise only its first page is, and the whole is answered later under the same
        /// number, beginning with these rows.
        whole: bool,
        /// New position of the kept record, if it is still there.
        kept: Option<u64>,
    },
    /// A list could not be ranked as asked: its filter means nothing, or the rows cannot be read. The ranking before
    /// it still stands, whole, and from now on is read, searched and counted under this number.
    RankRefused {
        /// Which list.
        pane: Pane,
        /// The request answered.
        generation: Generation,
        /// What is wrong, as one sentence.
        why: String,
    },
    /// The values of a column are counted, or why they are not.
    Tallied {
        /// In which list.
        pane: Pane,
        /// Of which ranking.
        generation: Generation,
        /// By which column.
        field: Field,
        /// What was counted.
        tally: Result<Box<Tally>, String>,
    },
    /// A picture of a list is counted, or why it is not.
    Pictured {
        /// Of which list.
        pane: Pane,
        /// Of which ranking.
        generation: Generation,
        /// Which.
        name: Name,
        /// What was counted.
        picture: Result<Box<Picture>, String>,
    },
    /// When the links of some referring domains were first found.
    SparksRead {
        /// Of which dataset.
        dataset: DatasetId,
        /// The latest month that is told.
        last: i32,
        /// The domains with their months.
        sparks: Vec<(RowId, Spark)>,
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
    /// Every column of one row, in the table's order.
    RowRead {
        /// Of which list; links without their domain.
        list: List,
        /// Which.
        row: RowId,
        /// Its cells.
        cells: Vec<Value>,
    },
    /// So many rows of an export are written.
    ExportGrows {
        /// Rows written.
        done: u64,
        /// Rows there will be.
        of: u64,
    },
    /// An export is written, or why not.
    Exported(Result<String, String>),
    /// What is known here of a target, or why it could not be read.
    OverviewRead {
        /// About whom.
        target: Target,
        /// What there is.
        outcome: Result<Box<Overview>, String>,
    },
    /// The terminal told its ground: another look.
    Themed(Box<Theme>),
    /// A theme that is not built in was read, or why it cannot be used.
    ThemeRead {
        /// By which name or path.
        name: String,
        /// The theme.
        outcome: Result<Box<Theme>, String>,
    },
    /// What trying an account said.
    AccessTried(Tried),
    /// Where an account is kept now, or why it is not.
    AccessKept(Result<String, String>),
    /// Whether something that can be opened is at a path.
    PathChecked {
        /// As it was typed.
        path: String,
        /// Where that is, or what stands against it.
        outcome: Result<String, String>,
    },
    /// A path, completed as far as it is clear.
    PathCompleted {
        /// As it was typed.
        typed: String,
        /// As far as it is clear.
        completed: String,
        /// Names that begin so.
        choices: Vec<String>,
    },
    /// Rows whose marks are changed.
    RowsFound {
        /// Of which list.
        pane: Pane,
        /// The ranking that was asked.
        generation: Generation,
        /// What becomes of their marks.
        how: Marking,
        /// The rows.
        rows: Arc<RowSet>,
    },
    /// How many of the marked rows are in a list.
    MarkedCounted {
        /// Which list.
        pane: Pane,
        /// The ranking that was asked.
        generation: Generation,
        /// How many.
        here: u64,
    },
    /// Rows are written as text that would be copied, or why they are not.
    CopyWritten {
        /// Number of the order.
        number: u64,
        /// What was written.
        written: Result<Written, String>,
    },
    /// An address that cannot be opened here, and why.
    Address {
        /// The address.
        url: String,
        /// Why not.
        why: String,
    },
    /// One sentence for the analyst.
    Notice(String),
    /// Something failed; one sentence.
    Trouble(String),
}
