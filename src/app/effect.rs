//! What the world must do. The heart only names it; the shell performs it.

use std::ops::Range;
use std::sync::Arc;

use super::copying::CopyOrder;
use super::export;
use crate::model::access::Access;
use crate::model::catalog::Quote;
use crate::model::charge::Verdict;
use crate::model::job::JobId;
use crate::model::money::{Amounts, LimitChange};
use crate::model::picture::Name;
use crate::model::query::Query;
use crate::model::rows::{DatasetId, Direction, Field, Generation, List, RowId, Sheet, View};
use crate::model::rowset::RowSet;
use crate::model::target::Target;
use crate::model::text::Safe;

/// Which of the lists a request or an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The main list: referring domains, or the items of an overview.
    Domains,
    /// The backlinks.
    Links,
}

/// One job to buy.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    /// The priced query.
    pub quote: Quote,
    /// The most it may cost; binds in every allowance.
    pub granted: Amounts,
    /// The analyst's own label.
    pub tag: Option<String>,
}

/// Which referring domains are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Those without metrics of their own.
    Lacking,
    /// These.
    These(Arc<RowSet>),
}

/// What becomes of the marks of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marking {
    /// They are marked.
    Add,
    /// Each mark is set where there is none, and taken away where there is one.
    Turn,
}

/// What the program goes on with when this screen ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The embedded index.
    Demo,
    /// An account that was added: the services are looked up anew.
    Connected,
    /// A file, or a dataset's folder, as it was typed.
    File(String),
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Price queries from what is already known. Sends nothing; answered by `Action::Priced`.
    PriceFromCache(Vec<Query>),
    /// Ask the provider for the price figures: spends one IndexItemInfo unit a query. Answered by `Action::Priced`.
    LookUpPrice(Vec<Query>),
    /// Reserve and start jobs, one after the other; the first that is refused stops the rest. Answered by
    /// `Action::Submitted`.
    Submit {
        /// What is bought.
        purchases: Vec<Purchase>,
        /// The analyst typed the amount, so that a configured limit may be passed.
        confirmed: bool,
    },
    /// Stop a job; what is held stays, nothing remote is deleted.
    Cancel(JobId),
    /// Ask the provider's free calls what became of a job whose charge is unknown.
    Reconcile(JobId),
    /// Read what is known of a charge in doubt; answered by `Action::DoubtRead`.
    ReadDoubt(JobId),
    /// Settle a charge in doubt as the analyst says.
    Resolve {
        /// Of which job.
        job: JobId,
        /// What is said.
        verdict: Verdict,
    },
    /// Read every charge; answered by `Action::LedgerRead`.
    ReadLedger,
    /// Change a limit, and keep it in the settings; answered by `Action::LimitSet`.
    SetLimit(LimitChange),
    /// Ask for the downloads in the account (free); answered by `Action::DownloadsListed`.
    ListDownloads,
    /// Make jobs of downloads that are in the account already, by the service's numbers; nothing is charged.
    Adopt(Vec<String>),
    /// Read the rows of a job from a file that was delivered elsewhere.
    Attach {
        /// Which job.
        job: JobId,
        /// The file, as it was typed.
        path: String,
    },
    /// Delete a job's download at the service (free); what is held stays.
    DeleteRemote(JobId),
    /// Read names of referring domains whose metrics are wanted; answered by `Action::DomainNames`.
    ReadDomainNames {
        /// Of which dataset.
        dataset: DatasetId,
        /// Only those that pass this filter of the domain list; empty lets every one through.
        filter: String,
        /// Which.
        wanted: Wanted,
    },
    /// Ask for the balances (free).
    RefreshBudget,
    /// Rank a list; answered by `Action::Ranked` or `Action::RankRefused`.
    Rank {
        /// For which list.
        pane: Pane,
        /// Number of the request.
        generation: Generation,
        /// What and in which order.
        view: View,
        /// The record under the cursor, whose new place is wanted.
        keep: Option<RowId>,
        /// Also where the ranking that stands shows this already; else that one is taken as it is.
        anew: bool,
    },
    /// Read rows of the ranking with this generation; answered by `Action::RowsRead`.
    Read {
        /// For which list.
        pane: Pane,
        /// Ranking the range is counted in.
        generation: Generation,
        /// Positions in the ranking.
        range: Range<u64>,
        /// Positions of the wanted columns in the list's table.
        columns: Vec<usize>,
    },
    /// Find the next row with this text in any text column; answered by `Action::Found`.
    Find {
        /// In which list.
        pane: Pane,
        /// Ranking the positions are counted in.
        generation: Generation,
        /// What is looked for, without case.
        needle: String,
        /// First position to look at.
        from: u64,
        /// Which way; wraps around at the end.
        direction: Direction,
    },
    /// Stop the search in a list: nobody waits for it any more. It is not answered.
    StopFinding(Pane),
    /// Count the values of a column over the rows of the ranking with this generation; answered by
    /// `Action::Tallied`.
    Tally {
        /// In which list.
        pane: Pane,
        /// Of which ranking.
        generation: Generation,
        /// By which column.
        field: Field,
    },
    /// Count a picture over the rows of the ranking with this generation; answered by `Action::Pictured`.
    Picture {
        /// Of which list.
        pane: Pane,
        /// Of which ranking.
        generation: Generation,
        /// Which.
        name: Name,
    },
    /// Stop the tally or the picture of a list: nobody waits for it any more. It is not answered.
    StopTally(Pane),
    /// Read when the links of some referring domains were first found; answered by `Action::SparksRead`.
    ReadSparks {
        /// Of which dataset.
        dataset: DatasetId,
        /// Which domains.
        rows: Vec<RowId>,
    },
    /// Count a table from the links of a dataset, if it is not there; spends and sends nothing. Answered by
    /// `Action::TableCounted`.
    CountTable {
        /// Which dataset.
        dataset: DatasetId,
        /// Which table.
        sheet: Sheet,
    },
    /// Stop counting a table; nothing of it is kept.
    StopCounting,
    /// Read every column of one row; answered by `Action::RowRead`.
    ReadRow {
        /// Where.
        dataset: DatasetId,
        /// In which list; links without their domain.
        list: List,
        /// Which.
        row: RowId,
    },
    /// Count the figures of a dataset's domains that need all of its links; answered by `Action::DomainsCounted`.
    CountDomains(DatasetId),
    /// Read a dataset's manifest; answered by `Action::DatasetOpened`.
    OpenDataset(DatasetId),
    /// Write rows of a list to a file; answered by `Action::ExportGrows` and `Action::Exported`.
    Export(Box<export::Order>),
    /// Stop the export that is being written; nothing of it is kept.
    StopExport,
    /// Put text on the clipboard; answered by `Action::Notice` with the way taken.
    Copy(Safe<'static>),
    /// Open an address in the browser; answered by `Action::Notice`, or by `Action::Address` where there is none.
    OpenInBrowser(String),
    /// Read what is known here of a target; sends and spends nothing. Answered by `Action::OverviewRead`.
    ReadOverview(Target),
    /// Hear the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Read a theme that is not built in, by its name or path; answered by `Action::ThemeRead`.
    ReadTheme(String),
    /// Try an account with its free call; answered by `Action::AccessTried`.
    TryAccess(Box<Access>),
    /// Keep an account in the settings; answered by `Action::AccessKept`.
    KeepAccess(Box<Access>),
    /// See whether there is something at a path; answered by `Action::PathChecked`.
    CheckPath(String),
    /// Complete a path; answered by `Action::PathCompleted`.
    CompletePath(String),
    /// End this screen and go on with something else in the same process.
    GoOn(Next),
    /// Look up which rows stand at some places of the ranking with this generation, to be marked; answered by
    /// `Action::RowsFound`.
    FindRows {
        /// In which list.
        pane: Pane,
        /// Of which ranking.
        generation: Generation,
        /// The places.
        range: Range<u64>,
        /// What becomes of their marks.
        how: Marking,
    },
    /// Count how many of some rows are in the ranking with this generation; answered by `Action::MarkedCounted`.
    CountMarked {
        /// In which list.
        pane: Pane,
        /// Of which ranking.
        generation: Generation,
        /// The marked rows.
        rows: Arc<RowSet>,
    },
    /// Write rows as text and say how much that is, or copy it; answered by `Action::CopyWritten` or `Action::Notice`.
    CopyRows(Box<CopyOrder>),
    /// Leave.
    Quit,
    /// Stop the program until the shell lets it go on.
    Suspend,
}
