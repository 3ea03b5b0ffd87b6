//! The file: fetched into the dataset's folder, continued after every interruption, checked before it is used.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::arrive::RAW_ANSWERS;
use super::desk::{Desk, PROGRESS_EVERY};
use super::error::JobError;
use super::sentence;
use super::settle::Rows;
use super::verify::{self, Verdict};
use super::walk::{Next, Walk};
use crate::api::download::LONGEST;
use crate::api::file_on_disk;
use crate::api::{DownloadError, FileRequest};
use crate::model::catalog::majestic::{PUBLIC_LOCATION, UPLOAD_TO_FTP};
use crate::model::job::JobState;
use crate::model::rows::DatasetId;
use crate::store::{JobChange, JobRecord, Origin};

/// Name of a bought file of links in its dataset.
const RAW: &str = "answer.csv.gz";

/// Name of the file of an answer that was queued: the packed body in the form that was asked for (Majestic developer
/// documentation, GetTopBackLinks page).
const RAW_QUEUED_ANSWER: &str = "answer.gz";

/// Bytes that a file may have beyond twice its listed size before it is taken for endless.
const SLACK: u64 = 16 << 20;

/// The public location that was typed for a job.
fn typed(record: &JobRecord) -> Option<&str> {
    let typed = record.summary.query.value(PUBLIC_LOCATION.wire);
    (!typed.is_empty()).then_some(typed)
}

/// Sets a flag when it goes: a dropped walk stops the thread that works for it.
pub(super) struct StopOnDrop(pub Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Desk {
    /// The dataset of a job, made if there is none.
    pub fn dataset_of(&self, record: &JobRecord) -> Result<DatasetId, JobError> {
        Ok(self.setup.store.create_dataset(Origin::Query {
            query: Box::new(record.summary.query.clone()),
            job: record.summary.id,
            figures: record.figures.clone(),
        })?)
    }

    /// Where a job's raw answer is, or is to be put.
    pub fn raw_path(&self, record: &JobRecord, dataset: &DatasetId) -> PathBuf {
        let store = &self.setup.store;
        if record.summary.query.entry().queued() {
            return store.raw_path(dataset, RAW);
        }
        let mut bodies = RAW_ANSWERS
            .map(|name| store.raw_path(dataset, name))
            .into_iter();
        bodies
            .find(|path| path.exists())
            .unwrap_or_else(|| store.raw_path(dataset, RAW_QUEUED_ANSWER))
    }
}

/// What one attempt to fetch came to.
enum Attempt {
    /// The file is here under its name.
    Here,
    /// Nothing of use is here; why, and whether the service may still have it.
    Useless(String),
    /// Go on after a wait, for this reason.
    Later(String, Duration),
    /// It is where nothing is fetched from.
    Elsewhere(String),
    /// It is not to be had any more.
    Lost(String),
    /// Everything stops.
    Stopped,
}

impl Walk {
    /// The service has the file. One that only the analyst can reach is waited for; for any other a dataset is
    /// made. The store gives a job that made one before the same again, so that a crash here leaves nothing behind.
    pub async fn ready(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        if let Some(why) = self.out_of_reach(record) {
            return self.elsewhere(record, &why).await;
        }
        let dataset = self.desk.dataset_of(record)?;
        let change = JobChange {
            dataset: Some(dataset),
            ..JobChange::default()
        };
        self.step(JobState::Downloading, change).await
    }

    /// Why this program cannot fetch the file, if it cannot.
    fn out_of_reach(&self, record: &JobRecord) -> Option<String> {
        let query = &record.summary.query;
        if query.is_delivered_elsewhere() {
            let to = query.shown_params().into_iter();
            let to = to
                .filter(|(name, _)| name == UPLOAD_TO_FTP.wire)
                .map(|(_, v)| v);
            let to: String = to.collect();
            return Some(format!(
                "the service put the file on your FTP server ({to})"
            ));
        }
        let location = record.remote_file.as_deref().unwrap_or_default();
        if location.trim().is_empty() {
            return Some("the service names no address of the file".to_owned());
        }
        let refused = self.desk.setup.client.refuses_file(location, typed(record));
        refused.map(|refused| DownloadError::from(refused).to_string())
    }

    /// Settled, and nothing more happens by itself.
    async fn elsewhere(&mut self, record: &JobRecord, why: &str) -> Result<Next, JobError> {
        let paid = match record.summary.paid {
            Some(paid) => paid,
            None => self.settle(record, Rows::Unknown).await?.0,
        };
        self.turn = None;
        let change = JobChange {
            paid: Some(paid),
            note: Some(format!(
                "{why}; {}. Fetch it there and attach it: `a` in the jobs, or backtrail jobs attach {} FILE",
                sentence::charged(&paid),
                self.id
            )),
            ..JobChange::default()
        };
        self.step(JobState::Elsewhere, change).await
    }

    /// Fetches until the file is here or cannot be had. A damaged file is fetched once more, because that is
    /// free; damaged again, it is kept and read as far as it goes.
    pub async fn downloading(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let raw = self.raw_path(record)?;
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        let mut again = false;
        let mut address = record.clone();
        loop {
            match self.attempt(&address, &raw, again).await? {
                Attempt::Here => {
                    let change = JobChange {
                        note: Some(String::new()),
                        ..JobChange::default()
                    };
                    return self.step(JobState::Parsing, change).await;
                }
                Attempt::Useless(why) => {
                    again = true;
                    self.desk
                        .note(
                            self.id,
                            &format!("{why}; it is fetched once more, which is free"),
                        )
                        .await?;
                }
                Attempt::Later(why, least) => {
                    wait = wait.max(least);
                    if self.expired(&address) {
                        let why = format!("{why}; the service has removed the file meanwhile");
                        return self.lost(record, &why).await;
                    }
                    let note = sentence::repeated("the file", &why, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                    self.pause(wait).await;
                    wait = pace.next(wait);
                }
                Attempt::Elsewhere(why) => return self.elsewhere(record, &why).await,
                Attempt::Lost(why) => match self.moved(&address).await {
                    Some(location) => address.remote_file = Some(location),
                    None => return self.lost(record, &why).await,
                },
                Attempt::Stopped => return Ok(Next::Rest),
            }
        }
    }

    /// Path of the job's file, once it has a dataset.
    pub fn raw_path(&self, record: &JobRecord) -> Result<PathBuf, JobError> {
        let dataset: &DatasetId = record.summary.dataset.as_ref().ok_or_else(|| {
            JobError::Task(format!(
                "job {} has no dataset to put its file into",
                self.id
            ))
        })?;
        Ok(self.desk.raw_path(record, dataset))
    }

    fn expired(&self, record: &JobRecord) -> bool {
        record
            .summary
            .expires
            .is_some_and(|at| at < self.desk.now())
    }

    async fn attempt(
        &mut self,
        record: &JobRecord,
        raw: &Path,
        again: bool,
    ) -> Result<Attempt, JobError> {
        if tokio::fs::try_exists(raw).await.unwrap_or(false) {
            return Ok(Attempt::Here);
        }
        let Some(url) = record.remote_file.as_deref() else {
            return Ok(Attempt::Lost(
                "the service named no address of the file".to_owned(),
            ));
        };
        let listed = record.remote_size.filter(|size| *size > 0);
        let request = FileRequest {
            url,
            to: raw,
            also_from: typed(record),
            // A listed size that contradicts the transfer twice is the list's mistake; gzip has the last word.
            size: listed.filter(|_| !again),
            most: listed.map_or(LONGEST, |size| size.saturating_mul(2).saturating_add(SLACK)),
        };
        let desk = self.desk.clone();
        let id = self.id;
        let mut on_progress = move |done, total| {
            desk.progress(id, |p| {
                p.done = done;
                p.total = total;
            });
        };
        let _lane = self.desk.lanes.take(self.id, record.summary.expires).await;
        let mut fetch = std::pin::pin!(self.desk.setup.client.fetch(request, &mut on_progress));
        let fetched = loop {
            tokio::select! {
                fetched = &mut fetch => break fetched,
                () = tokio::time::sleep(PROGRESS_EVERY) => self.desk.catch_up(id),
            }
        };
        match fetched {
            Ok(_) => self.check(raw, again).await,
            // What came is kept and read as far as it goes; its reading tells what is wrong with it.
            Err(DownloadError::Endless(_)) => Ok(self.finished(raw).await),
            Err(error) => Ok(self.judge_failure(record, error, again)),
        }
    }

    /// The bytes are all here: are they whole?
    async fn check(&self, raw: &Path, again: bool) -> Result<Attempt, JobError> {
        let stop = Arc::new(AtomicBool::new(false));
        let _guard = StopOnDrop(stop.clone());
        let part = file_on_disk::part_path(raw);
        let lock = self.lock.clone();
        let verdict = tokio::task::spawn_blocking(move || {
            let _held_while_reading = lock;
            verify::gzip(&part, &stop)
        })
        .await
        .map_err(|e| JobError::Task(e.to_string()))?;
        let verdict = match verdict {
            Ok(verdict) => verdict,
            Err(error) => {
                return Ok(Attempt::Later(
                    error.to_string(),
                    self.desk.setup.pace.longest,
                ));
            }
        };
        match verdict {
            Verdict::Stopped => Ok(Attempt::Stopped),
            Verdict::Damaged(why) if !again => {
                let discarded = file_on_disk::discard(raw).await;
                let why = format!("the file came damaged ({why})");
                Ok(match discarded {
                    Ok(()) => Attempt::Useless(why),
                    Err(error) => Attempt::Later(error.to_string(), self.desk.setup.pace.longest),
                })
            }
            Verdict::Whole | Verdict::Swollen | Verdict::Damaged(_) => Ok(self.finished(raw).await),
        }
    }

    async fn finished(&self, raw: &Path) -> Attempt {
        match file_on_disk::finish(raw).await {
            Ok(()) => Attempt::Here,
            Err(error) => Attempt::Later(error.to_string(), self.desk.setup.pace.longest),
        }
    }

    fn judge_failure(&self, record: &JobRecord, error: DownloadError, again: bool) -> Attempt {
        let why = error.to_string();
        let longest = self.desk.setup.pace.longest;
        match error {
            DownloadError::Refused(_) => Attempt::Elsewhere(why),
            DownloadError::Gone(_) => Attempt::Lost(match record.summary.expires {
                Some(at) => format!("{why}; it was kept until {}", sentence::moment(at)),
                None => why,
            }),
            DownloadError::Interrupted { retry_after, .. } => {
                Attempt::Later(why, retry_after.unwrap_or_default())
            }
            DownloadError::WrongSize { .. } if !again => Attempt::Useless(why),
            DownloadError::WrongSize { .. } => Attempt::Later(why, longest),
            DownloadError::DiskFull { .. } | DownloadError::NoRoom { .. } => Attempt::Later(
                format!("{why}; free some space and it goes on by itself"),
                longest,
            ),
            DownloadError::Disk { .. } | DownloadError::Endless(_) => Attempt::Later(why, longest),
        }
    }

    /// Where the service's list says the file is now, if that is elsewhere.
    async fn moved(&self, record: &JobRecord) -> Option<String> {
        let remote = record.summary.remote_id.as_deref()?;
        let listed = self.desk.remote_jobs(Some(remote)).await.ok()?;
        let job = listed.into_iter().find(|job| job.id == remote)?;
        let elsewhere =
            !job.location.is_empty() && Some(&job.location) != record.remote_file.as_ref();
        elsewhere.then_some(job.location)
    }
}
