//! From the file to its rows, and the end of the account: rows are published while they are read, then the job is
//! settled.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::error::JobError;
use super::fetch::StopOnDrop;
use super::poll::more_than_granted;
use super::read::{self, Held, Reading, Teller};
use super::sentence;
use super::settle::{Made, Rows, own, quiet};
use super::walk::{Next, Walk};
use crate::model::catalog::ItemFigures;
use crate::model::column::grouped;
use crate::model::job::JobState;
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::model::report::Report;
use crate::model::rows::DatasetId;
use crate::store::{IngestOutcome, JobChange, JobRecord};

impl Walk {
    /// The file, or the answer that holds the rows itself, is here.
    pub async fn parsing(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let dataset = record.summary.dataset.clone().ok_or_else(|| {
            JobError::Task(format!("job {} has no dataset to read rows into", self.id))
        })?;
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            match self.read(record, &dataset).await? {
                Reading::Whole(held) => return self.done(record, &dataset, *held).await,
                Reading::Unreadable(why) => return self.kept(record, &dataset, &why).await,
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
        let lock = self.lock.clone();
        let teller = Teller {
            desk: self.desk.clone(),
            job: self.id,
            dataset: dataset.clone(),
            last: None,
        };
        let query = record.summary.query.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let _held_while_reading = lock;
            match query.entry().queued() {
                true => read::file(teller, &raw, &stop),
                false => read::answer(teller, &query, &raw, &stop),
            }
        });
        reading.await.map_err(|e| JobError::Task(e.to_string()))
    }

    /// Every row is held.
    async fn done(
        &mut self,
        record: &JobRecord,
        dataset: &DatasetId,
        held: Held,
    ) -> Result<Next, JobError> {
        let (paid, doubt) = match (record.summary.paid, held.charged) {
            (None, Some(charged)) => (self.desk.reported(charged), None),
            _ => self.settle(record, held.counted).await?,
        };
        self.desk.setup.store.record_cost(dataset, paid)?;
        self.learn(record, &held.figures)?;
        let filled = self.enrich(record, dataset).await?;
        let outcome = &held.outcome;
        let mut notes = held.notes;
        notes.extend(missing_columns(record, outcome));
        notes.extend(bad_rows(outcome));
        notes.extend(doubt);
        notes.extend(more_than_granted(&paid, &record.granted).filter(|_| !is_adopted(record)));
        notes.extend(filled);
        let change = JobChange {
            paid: Some(paid),
            note: Some(notes.join("; ")),
            ..JobChange::default()
        };
        self.turn = None;
        self.desk
            .tell(Report::Published {
                job: Some(self.id),
                dataset: dataset.clone(),
                rows: outcome.rows,
                domains: outcome.domains,
                items: outcome.items,
                complete: true,
            })
            .await;
        self.step(JobState::Done, change).await
    }

    /// Keeps what an overview says of prices: it was paid for.
    fn learn(&self, record: &JobRecord, figures: &[(String, ItemFigures)]) -> Result<(), JobError> {
        for (item, figures) in figures {
            self.desk
                .learn_index(record.summary.query.datasource(), &figures.index_id);
            self.desk
                .journal()
                .cache_figures(&self.desk.account, item, figures)?;
        }
        Ok(())
    }

    /// The bytes stay; the rows before the trouble are held.
    async fn kept(
        &mut self,
        record: &JobRecord,
        dataset: &DatasetId,
        why: &str,
    ) -> Result<Next, JobError> {
        let direct = !record.summary.query.entry().queued();
        let paid = match (record.summary.paid, direct) {
            (None, true) => self.paid_for_unread(record).await?,
            _ => self.settle(record, Rows::Unknown).await?.0,
        };
        self.desk.setup.store.record_cost(dataset, paid)?;
        let charged = sentence::charged(&paid);
        let note = if direct {
            let name = self.raw_path(record)?;
            let name = name.file_name().unwrap_or_default().to_string_lossy();
            format!(
                "{why}; {charged}. The answer is kept as it came: {name} in the dataset {dataset}. Asking again is a new charge"
            )
        } else {
            format!(
                "{why}. For the job itself {charged}; the same query again fetches it without a new charge while the service keeps it"
            )
        };
        let change = JobChange {
            paid: Some(paid),
            note: Some(note),
            ..JobChange::default()
        };
        self.turn = None;
        self.step(JobState::FailedAnswerKept, change).await
    }

    /// What an answer cost that cannot be read: the balance tells, as long as it may still change because of it.
    async fn paid_for_unread(&self, record: &JobRecord) -> Result<Paid, JobError> {
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            let fell = self.desk.difference(record, Rows::Unknown, Made::ForUs);
            if let Some(paid) = fell.await? {
                return Ok(paid);
            }
            if self.doubt_is_over(record) {
                break;
            }
            let note = sentence::repeated(
                "the answer cannot be read, and the balance does not show its charge yet",
                &"it is asked for again",
                self.desk.after(wait),
            );
            self.desk.note(self.id, &note).await?;
            self.pause(wait).await;
            wait = pace.next(wait);
        }
        // That a balance did not come says nothing of what it is.
        let left = self.left_now(record).await?;
        let fell = self
            .desk
            .difference_to(record, left, Rows::Unknown, Made::ForUs)?;
        if let Some(paid) = fell {
            return Ok(paid);
        }
        let others = self.desk.journal().jobs()?;
        let fell = record.balance_before.zip(left);
        let is_free = fell.is_some_and(|(before, left)| own(record, before - left).is_zero());
        if is_free && quiet(record, &others) {
            return Ok(Paid {
                amounts: Amounts::ZERO,
                source: PaidSource::BalanceDifference,
            });
        }
        self.desk.assumed(record, Rows::Unknown)
    }

    /// What the job cost, and what is odd about it.
    pub async fn settle(
        &self,
        record: &JobRecord,
        rows: Rows,
    ) -> Result<(Paid, Option<String>), JobError> {
        if let Some(paid) = record.summary.paid {
            let recounted =
                paid.source == PaidSource::Assumed && rows != Rows::Unknown && !is_adopted(record);
            return Ok(match recounted {
                true => (self.desk.assumed(record, rows)?, None),
                false => (paid, odd_count(&paid, rows)),
            });
        }
        let paid = match self.desk.difference(record, rows, Made::ForUs).await? {
            Some(paid) => paid,
            None => self.desk.assumed(record, rows)?,
        };
        Ok((paid, None))
    }
}

/// Whether it was taken over from the account instead of being ordered here.
fn is_adopted(record: &JobRecord) -> bool {
    record.sent_at.is_none()
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

/// Only files have a fixed set of columns; answers of every year differ.
fn missing_columns(record: &JobRecord, outcome: &IngestOutcome) -> Option<String> {
    if outcome.missing_columns.is_empty() || !record.summary.query.entry().queued() {
        return None;
    }
    Some(format!(
        "the file came without {}, which stay empty; it is kept",
        outcome.missing_columns.join(", ")
    ))
}

pub(super) fn bad_rows(outcome: &IngestOutcome) -> Option<String> {
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
        n => format!("{} rows", grouped(read::signed(n))),
    };
    Some(format!(
        "{rows} could not be read{first}; what came is kept"
    ))
}
