//! Waiting for the service to make the file: patient questions to a free list.

use super::error::JobError;
use super::sentence;
use super::settle::{Made, Rows};
use super::walk::{Next, Walk};
use crate::api::RemoteJob;
use crate::model::column::grouped;
use crate::model::job::{FailureCause, JobState};
use crate::model::money::{Amounts, Paid};
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
        let says = if job.progress.is_empty() {
            stage_words(job.status)
        } else {
            job.progress.as_str()
        };
        self.desk.progress(self.id, |p| p.remote = says.to_owned());
        match job.status {
            Some(status) if status.has_file() && !job.location.is_empty() => {
                self.file_there(record, job).await.map(Some)
            }
            Some(DownloadStatus::Error) => self.remote_error(record, job).await.map(Some),
            _ if job.expires.is_some_and(|at| at < self.desk.now()) => {
                let why = "the service's job expired before its file was fetched";
                self.lost(record, why).await.map(Some)
            }
            _ => Ok(None),
        }
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
            remote_file: Some(job.location.clone()),
            remote_size: (job.size > 0).then_some(job.size),
            expires: job.expires,
            paid,
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
                "{why}; the balance did not change, nothing was charged. Press $ to order it again"
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
        let fell = before - now.left;
        Ok(fell.analysis == 0 && fell.retrieval == 0)
    }

    /// Charged, and the answer will not come any more.
    pub async fn lost(&mut self, record: &JobRecord, why: &str) -> Result<Next, JobError> {
        let paid = self.paid_for_nothing(record).await?;
        self.turn = None;
        let change = JobChange {
            paid: Some(paid),
            note: Some(format!(
                "{why}; {}, the answer is lost. Press $ to order it again",
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
        match self
            .desk
            .difference(record, Rows::Unknown, Made::ForUs)
            .await?
        {
            Some(paid) => Ok(paid),
            None => self.desk.assumed(record, Rows::Unknown),
        }
    }
}

/// The service's stages in words, for services that say no more.
fn stage_words(status: Option<DownloadStatus>) -> &'static str {
    match status {
        Some(DownloadStatus::AwaitingProcessing) => "queued at the service",
        Some(DownloadStatus::Processing) => "being worked on",
        Some(DownloadStatus::AwaitingUploading) => "made, waiting to be stored",
        Some(DownloadStatus::Uploading) => "being stored",
        Some(_) => "ready",
        None => "in a state that no page names",
    }
}

/// The retrieval that was charged beyond what was granted, as a sentence for the note.
pub(super) fn more_than_granted(paid: &Paid, granted: &Amounts) -> Option<String> {
    paid.amounts.exceeds(granted).map(|(unit, n, limit)| {
        format!(
            "it cost {} {unit} units, {} were granted: the file has more rows than the price foretold",
            grouped(n),
            grouped(limit)
        )
    })
}
