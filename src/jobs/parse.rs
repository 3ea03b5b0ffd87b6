//! From the file to its rows, and the end of the account: rows are published while they are read, then the job is
//! settled.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::error::JobError;
use super::fetch::StopOnDrop;
use super::poll::more_than_granted;
use super::sentence;
use super::settle::{Made, Rows};
use super::walk::{Next, Walk};
use crate::model::column::grouped;
use crate::model::job::JobState;
use crate::model::money::{Paid, PaidSource};
use crate::model::report::Report;
use crate::model::rows::DatasetId;
use crate::store::{IngestError, IngestOutcome, JobChange, JobRecord, Published, ingest};

/// What one reading came to.
enum Reading {
    Whole(IngestOutcome),
    /// The file cannot be read to its end, today or any day.
    Unreadable(IngestError),
    /// The disk or another process stands against it; it may go later.
    Later(IngestError),
    Stopped,
}

impl Walk {
    /// The file is here.
    pub async fn parsing(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let dataset = record.summary.dataset.clone().ok_or_else(|| {
            JobError::Task(format!("job {} has no dataset to read rows into", self.id))
        })?;
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            match self.read(record, &dataset).await? {
                Reading::Whole(outcome) => return self.done(record, &dataset, &outcome).await,
                Reading::Unreadable(error) => return self.kept(record, &dataset, &error).await,
                Reading::Stopped => return Ok(Next::Rest),
                Reading::Later(error) => {
                    let note = sentence::repeated("the rows", &error, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                    self.pause(wait).await;
                    wait = pace.next(wait);
                }
            }
        }
    }

    async fn read(&self, record: &JobRecord, dataset: &DatasetId) -> Result<Reading, JobError> {
        let raw = self.raw_path(record)?;
        let stop = Arc::new(AtomicBool::new(false));
        let _guard = StopOnDrop(stop.clone());
        let (desk, id, dataset, lock) = (
            self.desk.clone(),
            self.id,
            dataset.clone(),
            self.lock.clone(),
        );
        let reading = tokio::task::spawn_blocking(move || {
            let _held_while_reading = lock;
            let mut rows = None;
            ingest(
                &desk.setup.store,
                &dataset,
                &raw,
                &stop,
                &mut |at: Published| {
                    desk.progress(id, |p| {
                        p.done = at.bytes_read;
                        p.total = at.bytes_total;
                        p.rows = at.rows;
                    });
                    if rows != Some(at.rows) {
                        rows = Some(at.rows);
                        // Never waits: a reader that is behind hears of more rows with the next one.
                        let _full_or_closed = desk.setup.reports.try_send(Report::Published {
                            job: Some(id),
                            dataset: dataset.clone(),
                            rows: at.rows,
                            domains: at.domains,
                            complete: false,
                        });
                    }
                },
            )
        });
        Ok(
            match reading.await.map_err(|e| JobError::Task(e.to_string()))? {
                Ok(outcome) => Reading::Whole(outcome),
                Err(IngestError::Cancelled) => Reading::Stopped,
                Err(error) if may_pass(&error) => Reading::Later(error),
                Err(error) => Reading::Unreadable(error),
            },
        )
    }

    /// Every row is held.
    async fn done(
        &mut self,
        record: &JobRecord,
        dataset: &DatasetId,
        outcome: &IngestOutcome,
    ) -> Result<Next, JobError> {
        let counted = Rows::Counted {
            rows: signed(outcome.rows.saturating_add(outcome.bad_rows)),
            domains: signed(outcome.domains),
        };
        let (paid, doubt) = self.settle(record, counted).await?;
        self.desk.setup.store.record_cost(dataset, paid)?;
        let notes = [
            missing_columns(outcome),
            bad_rows(outcome),
            doubt,
            more_than_granted(&paid, &record.granted),
        ];
        let change = JobChange {
            paid: Some(paid),
            note: Some(notes.into_iter().flatten().collect::<Vec<_>>().join("; ")),
            ..JobChange::default()
        };
        self.turn = None;
        self.desk
            .tell(Report::Published {
                job: Some(self.id),
                dataset: dataset.clone(),
                rows: outcome.rows,
                domains: outcome.domains,
                complete: true,
            })
            .await;
        self.step(JobState::Done, change).await
    }

    /// The file stays; the rows before the trouble are held.
    async fn kept(
        &mut self,
        record: &JobRecord,
        dataset: &DatasetId,
        error: &IngestError,
    ) -> Result<Next, JobError> {
        let (paid, _) = self.settle(record, Rows::Unknown).await?;
        self.desk.setup.store.record_cost(dataset, paid)?;
        let change = JobChange {
            paid: Some(paid),
            note: Some(format!(
                "{error}. For the job itself {}; the same query again fetches it without a new charge while the service keeps it",
                sentence::charged(&paid)
            )),
            ..JobChange::default()
        };
        self.turn = None;
        self.step(JobState::FailedAnswerKept, change).await
    }

    /// What the job cost, and what is odd about it.
    async fn settle(
        &self,
        record: &JobRecord,
        rows: Rows,
    ) -> Result<(Paid, Option<String>), JobError> {
        if let Some(paid) = record.summary.paid {
            return Ok((paid, odd_count(&paid, rows)));
        }
        let paid = match self.desk.difference(record, rows, Made::ForUs).await? {
            Some(paid) => paid,
            None => self.desk.assumed(record, rows)?,
        };
        Ok((paid, None))
    }
}

/// Whether a later try may succeed.
fn may_pass(error: &IngestError) -> bool {
    matches!(
        error,
        IngestError::Busy(_) | IngestError::Raw { .. } | IngestError::Store(_)
    )
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Rows are charged one by one, so their number and the charge must agree.
fn odd_count(paid: &Paid, rows: Rows) -> Option<String> {
    match rows {
        Rows::Counted { rows, .. }
            if paid.source == PaidSource::BalanceDifference
                && !paid.amounts.is_zero()
                && paid.amounts.retrieval != rows =>
        {
            Some(format!(
                "{} retrieval units were charged for a file of {} rows",
                grouped(paid.amounts.retrieval),
                grouped(rows)
            ))
        }
        _ => None,
    }
}

fn missing_columns(outcome: &IngestOutcome) -> Option<String> {
    if outcome.missing_columns.is_empty() {
        return None;
    }
    Some(format!(
        "the file came without {}, which stay empty; it is kept",
        outcome.missing_columns.join(", ")
    ))
}

fn bad_rows(outcome: &IngestOutcome) -> Option<String> {
    if outcome.bad_rows == 0 {
        return None;
    }
    let first = outcome
        .bad_samples
        .first()
        .map_or_else(String::new, |(line, why)| {
            format!(
                ", the first in line {line}: {}",
                crate::model::text::one_line(why)
            )
        });
    let rows = match outcome.bad_rows {
        1 => "1 row".to_owned(),
        n => format!("{} rows", grouped(signed(n))),
    };
    Some(format!(
        "{rows} of the file could not be read{first}; the file is kept"
    ))
}
