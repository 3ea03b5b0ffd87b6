//! What the world must do. The heart only names it; the shell performs it.

use std::ops::Range;

use crate::model::catalog::Quote;
use crate::model::job::JobId;
use crate::model::money::Amounts;
use crate::model::query::Query;
use crate::model::rows::{DatasetId, Direction, Generation, RowId, View};

/// Which of the lists a request or an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The referring domains.
    Domains,
    /// The backlinks.
    Links,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Price the query from what is already known. Sends nothing; answered by `Action::Priced`.
    PriceFromCache(Query),
    /// Ask the provider for the price figures: spends one IndexItemInfo unit. Answered by `Action::Priced`.
    LookUpPrice(Query),
    /// Reserve and start a job. `granted` binds: the job must not cost more in any allowance.
    /// `confirmed`: the analyst typed the amount, so that a configured limit may be passed.
    Submit {
        /// The priced query.
        quote: Box<Quote>,
        /// The most it may cost.
        granted: Amounts,
        /// Whether the amount was typed.
        confirmed: bool,
    },
    /// Stop a job; what is held stays, nothing remote is deleted.
    Cancel(JobId),
    /// Ask the provider's free calls what became of a job whose charge is unknown.
    Reconcile(JobId),
    /// Ask for the balances (free).
    RefreshBudget,
    /// Rank a list; answered by `Action::Ranked`.
    Rank {
        /// For which list.
        pane: Pane,
        /// Number of the request.
        generation: Generation,
        /// What and in which order.
        view: View,
        /// The record under the cursor, whose new place is wanted.
        keep: Option<RowId>,
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
    /// Read every column of one link; answered by `Action::LinkRead`.
    ReadLink {
        /// Where.
        dataset: DatasetId,
        /// Which.
        row: RowId,
    },
    /// Read a dataset's manifest; answered by `Action::DatasetOpened`.
    OpenDataset(DatasetId),
    /// Write what a list shows, in its order and with these columns, to a CSV file in the working folder;
    /// answered by `Action::Notice`.
    Export {
        /// Which list.
        pane: Pane,
        /// What and in which order.
        view: View,
        /// Positions of the columns.
        columns: Vec<usize>,
    },
    /// Put text on the clipboard; answered by `Action::Notice` with the way taken.
    Copy(String),
    /// Open an address in the browser, or say it where there is none; answered by `Action::Notice`.
    OpenInBrowser(String),
    /// Leave.
    Quit,
}
