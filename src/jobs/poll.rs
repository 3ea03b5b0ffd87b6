//! Waiting for the service to make the file: patient questions to a free list.

use super::desk::Asked;
use super::error::JobError;
use super::sentence;
use super::settle::{Made, Rows, own};
use super::walk::{Next, Walk};
use crate::api::{CallError, RemoteJob};
use crate::model::catalog::majestic::UPLOAD_TO_FTP;
use crate::model::column::grouped;
use crate::model::job::{FailureCause, JobState};
use crate::model::money::{Amounts, Paid, amount_words};
use crate::store::{JobChange, JobRecord};
use crate::wire::majestic::code::DownloadStatus;

/// A job that was accepted a moment ago may not be in the list yet; missing so often in a row, it is gone.
const MISSES: u32 = 5;

impl Walk {
    /// The service works on it.
    pub async fn waiting(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let Some(remote) = record.summary.remote_id.as_deref() else {
            return Err(JobError::Task(format!(
                "job {} waits without a number of the service",
                self.id
            )));
        };
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        let mut misses = 0;
        // A job found at the start may have been ready for days.
        let mut at_once = self.resumed;
        let mut troubled = false;
        loop {
            if !std::mem::take(&mut at_once) {
                self.pause(wait).await;
                wait = pace.next(wait);
            }
            let listed = match self.desk.remote_jobs(Some(remote)).await {
                Ok(listed) => listed,
                Err(error) => {
                    wait = wait.max(error.retry_after().unwrap_or_default());
                    let next = self.desk.after(wait);
                    self.desk
                        .note(
                            self.id,
                            &sentence::repeated("the service's job list", &error, next),
                        )
                        .await?;
                    troubled = true;
                    continue;
                }
            };
            if std::mem::take(&mut troubled) {
                self.desk.note(self.id, &record.summary.note).await?;
            }
            let Some(job) = listed.into_iter().find(|job| job.id == remote) else {
                misses += 1;
                if misses >= MISSES {
                    return self
                        .lost(record, "the service no longer lists its job")
                        .await;
                }
                continue;
            };
            misses = 0;
            if let Some(next) = self.heard(record, &job).await? {
                return Ok(next);
            }
        }
    }

    /// What a listed job means; `None`: wait on.
    async fn heard(
        &mut self,
        record: &JobRecord,
        job: &RemoteJob,
    ) -> Result<Option<Next>, JobError> {
        let record = &self.desk.journal().job(record.summary.id)?;
        let says = if job.progress.is_empty() {
            stage_words(job.status)
        } else {
            job.progress.as_str()
        };
        self.desk.progress(self.id, |p| p.remote = says.to_owned());
        let expired = job.expires.is_some_and(|at| at < self.desk.now());
        match job.status {
            Some(status)
                if status.has_file() && (!job.location.is_empty() || is_uploaded(record)) =>
            {
                self.file_there(record, job).await.map(Some)
            }
            Some(DownloadStatus::Error) if is_uploaded(record) && !expired => {
                self.settle_upload(record).await?;
                self.desk.note(self.id, &upload_note(job)).await?;
                Ok(None)
            }
            Some(DownloadStatus::Error) => self.remote_error(record, job).await.map(Some),
            _ if expired => {
                let why = "the service's job expired before its file was fetched";
                self.lost(record, why).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The file is made and charged; its upload may fail for days. The job is settled now, so that others need not wait.
    async fn settle_upload(&mut self, record: &JobRecord) -> Result<(), JobError> {
        if record.summary.paid.is_none() {
            let proven = self
                .desk
                .difference(record, Rows::Unknown, Made::ForUs)
                .await?;
            let paid = match proven {
                Some(paid) => paid,
                None => self.desk.assumed(record, Rows::Unknown)?,
            };
            let change = JobChange {
                paid: Some(paid),
                ..JobChange::default()
            };
            self.desk.annotate(self.id, &change).await?;
        }
        self.turn = None;
        Ok(())
    }

    /// Everything is charged by now; the cost is settled here, so that the next job may be charged while this
    /// one is fetched and read. Where the balance proves nothing yet, the turn is kept to the end.
    async fn file_there(&mut self, record: &JobRecord, job: &RemoteJob) -> Result<Next, JobError> {
        let paid = match record.summary.paid {
            Some(paid) => Some(paid),
            None => {
                let made = match (job.created, record.sent_at) {
                    (Some(made), Some(sent)) if made < sent => Made::Earlier,
                    _ => Made::ForUs,
                };
                self.desk.difference(record, Rows::Unknown, made).await?
            }
        };
        if paid.is_some() {
            self.turn = None;
        }
        let change = JobChange {
            remote_file: (!job.location.is_empty()).then(|| job.location.clone()),
            remote_size: (job.size > 0).then_some(job.size),
            expires: job.expires,
            paid,
            note: is_uploaded(record).then(String::new),
            ..JobChange::default()
        };
        self.step(JobState::Ready, change).await
    }

    /// The service gave up: the balance says whether that was charged.
    async fn remote_error(
        &mut self,
        record: &JobRecord,
        job: &RemoteJob,
    ) -> Result<Next, JobError> {
        let why = if job.last_error.is_empty() {
            "the service could not make the file".to_owned()
        } else {
            format!("the service could not make the file: {}", job.last_error)
        };
        if self.proven_free(record).await? {
            let sentence = format!(
                "{why}; the balance did not change, nothing was charged. You can order it again"
            );
            return self.fail_uncharged(FailureCause::NotMade, sentence).await;
        }
        self.lost(record, &why).await
    }

    /// Whether the balance is what it was before the job was sent.
    pub async fn proven_free(&self, record: &JobRecord) -> Result<bool, JobError> {
        let Some(before) = record.balance_before else {
            return Ok(false);
        };
        let Ok(now) = self.desk.balance(record.summary.query.datasource()).await else {
            return Ok(false);
        };
        Ok(now
            .left
            .is_some_and(|left| own(record, before - left).is_zero()))
    }

    /// Charged, and the answer will not come any more.
    pub async fn lost(&mut self, record: &JobRecord, why: &str) -> Result<Next, JobError> {
        let paid = self.paid_for_nothing(record).await?;
        self.turn = None;
        let change = JobChange {
            paid: Some(paid),
            note: Some(format!(
                "{why}; {}, the answer is lost. You can order it again, or attach the file if you have it",
                sentence::charged(&paid)
            )),
            ..JobChange::default()
        };
        self.step(JobState::FailedAnswerLost, change).await
    }

    async fn paid_for_nothing(&self, record: &JobRecord) -> Result<Paid, JobError> {
        if let Some(paid) = record.summary.paid {
            return Ok(paid);
        }
        let left = self.left_now(record).await?;
        let proven = self
            .desk
            .difference_to(record, left, Rows::Over, Made::ForUs)?;
        match proven {
            Some(paid) => Ok(paid),
            None => self.desk.assumed(record, Rows::Over),
        }
    }

    /// What is left in the account, asked for until the service says: nothing else tells what a lost answer cost.
    pub async fn left_now(&self, record: &JobRecord) -> Result<Option<Amounts>, JobError> {
        if record.balance_before.is_none() {
            return Ok(None);
        }
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            match self.desk.balance(record.summary.query.datasource()).await {
                Ok(heard) => return Ok(heard.left),
                Err(Asked::Job(error)) => return Err(error),
                // It will not say: a key that is not valid any more, an application's token.
                Err(Asked::Call(CallError::Refused { .. })) => return Ok(None),
                Err(Asked::Call(error)) => {
                    wait = wait.max(error.retry_after().unwrap_or_default());
                    let what =
                        "the answer is lost, and the account's balance, which tells what it cost,";
                    let note = sentence::repeated(what, &error, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                }
            }
            self.pause(wait).await;
            wait = pace.next(wait);
        }
    }
}

/// Whether the service puts the file on a server of the analyst's.
pub(super) fn is_uploaded(record: &JobRecord) -> bool {
    !record.summary.query.value(UPLOAD_TO_FTP.wire).is_empty()
}

/// A failed upload is no failed job: the service tries it again every ten minutes (Majestic developer
/// documentation, GetDownloadsList page).
fn upload_note(job: &RemoteJob) -> String {
    let why = match job.last_error.as_str() {
        "" => "no reason given",
        error => error,
    };
    let until = job
        .expires
        .map_or_else(String::new, |at| format!(" until {}", sentence::moment(at)));
    format!(
        "the service could not put the file on the FTP server ({}); it tries again every ten minutes{until}, nothing more is charged. Correct the server if you can",
        crate::model::catalog::without_password(&crate::model::text::one_line(why))
    )
}

/// The service's stages in words, for services that say no more.
pub(super) fn stage_words(status: Option<DownloadStatus>) -> &'static str {
    match status {
        Some(DownloadStatus::AwaitingProcessing) => "queued at the service",
        Some(DownloadStatus::Processing) => "being worked on",
        Some(DownloadStatus::AwaitingUploading) => "made, waiting to be stored",
        Some(DownloadStatus::Uploading) => "being stored",
        Some(DownloadStatus::Error) => "failed",
        Some(_) => "ready",
        None => "in a state that no page names",
    }
}

/// The retrieval that was charged beyond what was granted, as a sentence for the note.
pub(super) fn more_than_granted(paid: &Paid, granted: &Amounts) -> Option<String> {
    paid.amounts.exceeds(granted).map(|(unit, n, limit)| {
        format!(
            "it cost {}, {} were granted: the file has more rows than the price foretold",
            amount_words(unit, n),
            grouped(limit)
        )
    })
}
