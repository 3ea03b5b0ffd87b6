//! Reading what is here into a dataset: a bought file, or an answer that holds its rows itself. Blocks, and tells
//! how far it is.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::answer as answers;
use super::desk::Desk;
use super::settle::Rows;
use crate::model::catalog::ItemFigures;
use crate::model::job::JobId;
use crate::model::money::Amounts;
use crate::model::query::Query;
use crate::model::report::Report;
use crate::model::rows::DatasetId;
use crate::store::{IngestError, IngestOutcome, Published, ingest, ingest_answer};

/// What one reading came to.
pub(super) enum Reading {
    Whole(Box<Held>),
    /// The file cannot be read to its end, today or any day; why.
    Unreadable(String),
    /// The disk or another process stands against it; it may go later.
    Later(String),
    Stopped,
}

/// What is held now, and what else the answer said.
pub(super) struct Held {
    pub outcome: IngestOutcome,
    /// Rows that are charged for, referring domains.
    pub counted: Rows,
    pub charged: Option<Amounts>,
    pub figures: Vec<(String, ItemFigures)>,
    pub notes: Vec<String>,
}

/// Tells how far a reading is, and what was published.
pub(super) struct Teller {
    pub desk: Arc<Desk>,
    pub job: JobId,
    pub dataset: DatasetId,
    pub last: Option<(u64, u64, u64)>,
}

impl Teller {
    pub(super) fn tell(&mut self, at: Published) {
        self.desk.progress(self.job, |p| {
            p.done = at.bytes_read;
            p.total = at.bytes_total;
            p.rows = at.rows.max(at.items);
        });
        let held = Some((at.rows, at.domains, at.items));
        if self.last == held {
            return;
        }
        self.last = held;
        // Never waits: a reader that is behind hears of more rows with the next one.
        let _full_or_closed = self.desk.setup.reports.try_send(Report::Published {
            job: Some(self.job),
            dataset: self.dataset.clone(),
            rows: at.rows,
            domains: at.domains,
            items: at.items,
            complete: false,
        });
    }
}

/// Reads a bought file of links. Blocks.
pub(super) fn file(mut teller: Teller, raw: &Path, stop: &AtomicBool) -> Reading {
    let store = teller.desk.setup.store.clone();
    let dataset = teller.dataset.clone();
    let read = ingest(&store, &dataset, raw, stop, &mut |at| teller.tell(at));
    judged(read, |outcome| Held {
        counted: Rows::Counted {
            rows: signed(outcome.rows.saturating_add(outcome.bad_rows)),
            domains: signed(outcome.domains),
        },
        outcome,
        charged: None,
        figures: Vec::new(),
        notes: Vec::new(),
    })
}

/// Reads an answer that holds its rows itself. Blocks.
pub(super) fn answer(mut teller: Teller, query: &Query, raw: &Path, stop: &AtomicBool) -> Reading {
    let client = &teller.desk.setup.client;
    let host = client.host();
    let answer = match answers::read(raw, &host, client.format()) {
        Ok(answer) => answer,
        Err(answers::Trouble::Bytes(fault)) => return Reading::Unreadable(fault.to_string()),
        Err(answers::Trouble::Disk(error)) => return Reading::Later(error.to_string()),
    };
    let taken = match answers::take(query, answer, teller.desk.now()) {
        Ok(taken) => taken,
        Err(fault) => return Reading::Unreadable(fault.to_string()),
    };
    let store = teller.desk.setup.store.clone();
    let dataset = teller.dataset.clone();
    let read = ingest_answer(&store, &dataset, raw, &taken.rows, stop, &mut |at| {
        teller.tell(at);
    });
    judged(read, |outcome| Held {
        counted: match taken.is_whole {
            true => Rows::Counted {
                rows: taken.charged_rows,
                domains: signed(outcome.domains),
            },
            false => Rows::Unknown,
        },
        outcome,
        charged: taken.charged,
        figures: taken.figures,
        notes: taken.notes,
    })
}

fn judged(
    read: Result<IngestOutcome, IngestError>,
    held: impl FnOnce(IngestOutcome) -> Held,
) -> Reading {
    match read {
        Ok(outcome) => Reading::Whole(Box::new(held(outcome))),
        Err(IngestError::Cancelled) => Reading::Stopped,
        Err(error) if may_pass(&error) => Reading::Later(error.to_string()),
        Err(error) => Reading::Unreadable(error.to_string()),
    }
}

/// Whether a later try may succeed.
pub(super) fn may_pass(error: &IngestError) -> bool {
    matches!(
        error,
        IngestError::Busy(_) | IngestError::Raw { .. } | IngestError::Store(_)
    )
}

pub(super) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
