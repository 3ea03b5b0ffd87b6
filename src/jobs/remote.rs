//! Downloads in the account, whoever made them: listed and deleted. All of it is free.

use std::collections::HashMap;

use super::desk::Desk;
use super::error::JobError;
use super::poll::stage_words;
use super::runner::Runner;
use super::sentence;
use crate::api::{CallError, RemoteJob, remote_job};
use crate::model::job::{JobId, JobState, RemoteDownload};
use crate::model::text::one_line;
use crate::store::{JobChange, JobRecord};

impl Runner {
    /// The downloads in the account, as the service lists them. Free.
    pub async fn remote_downloads(&self) -> Result<Vec<RemoteDownload>, JobError> {
        let desk = &self.desk;
        if desk.setup.client.is_openapp() {
            return Err(JobError::Declined(
                "an application's token cannot list the account's downloads, it must name the one it means (backtrail jobs adopt JOBID)".to_owned(),
            ));
        }
        let listed = desk.remote_jobs(None).await.map_err(JobError::Uncharged)?;
        let jobs = desk.journal().jobs()?.into_iter();
        let ours: HashMap<String, JobId> = jobs
            .filter(|job| job.account == desk.account)
            .filter_map(|job| Some((job.summary.remote_id?, job.summary.id)))
            .collect();
        let listed = listed.into_iter();
        Ok(listed.map(|job| described(&ours, job)).collect())
    }

    /// Deletes a job's download at the service. Free; what is held here stays.
    pub async fn delete_remote(&self, id: JobId) -> Result<(), JobError> {
        let desk = &self.desk;
        let record = desk.own_job(id)?;
        let state = record.summary.state;
        if !state.is_final() && state != JobState::Elsewhere {
            return Err(JobError::Declined(format!(
                "job {id} is {} and needs its download; cancel it first",
                state.title()
            )));
        }
        let remote = record.summary.remote_id.clone().ok_or_else(|| {
            JobError::Declined(format!("job {id} left no download at the service"))
        })?;
        desk.delete(&remote).await?;
        let gone = "its download was deleted at the service";
        let note = match record.summary.note.as_str() {
            "" => gone.to_owned(),
            note => format!("{note}; {gone}"),
        };
        let change = JobChange {
            note: Some(note),
            ..JobChange::default()
        };
        desk.annotate(id, &change).await
    }
}

impl Desk {
    /// A job of this account.
    pub fn own_job(&self, id: JobId) -> Result<JobRecord, JobError> {
        let record = self.journal().job(id)?;
        match record.account == self.account {
            true => Ok(record),
            false => Err(JobError::Declined(format!(
                "job {id} belongs to another account or service"
            ))),
        }
    }

    /// Ends a job whose file is elsewhere and will not be attached.
    pub async fn give_up(&self, record: &JobRecord) {
        let charged = record
            .summary
            .paid
            .as_ref()
            .map_or_else(String::new, |paid| format!("; {}", sentence::charged(paid)));
        let change = JobChange {
            note: Some(format!("cancelled{charged}. The file is where it was put")),
            ..JobChange::default()
        };
        let ended = self.step(record.summary.id, JobState::Cancelled, &change);
        if let Err(error) = ended.await {
            self.trouble(error.to_string()).await;
        }
    }

    async fn delete(&self, remote: &str) -> Result<(), JobError> {
        let params = remote_job::delete(&[remote.to_owned()]);
        let client = &self.setup.client;
        let asked = client.call(remote_job::DELETE, &params).await;
        let answer = asked
            .and_then(|raw| raw.decode())
            .map_err(JobError::Uncharged)?;
        let deleted = remote_job::read_deletions(&answer).ok_or_else(|| {
            JobError::Uncharged(CallError::NotAnswer {
                host: client.host(),
                reason: "DeleteDownloads without its table".to_owned(),
            })
        })?;
        match deleted.into_iter().find(|one| one.id == remote) {
            Some(one) if one.is_done() => Ok(()),
            Some(one) => Err(JobError::Declined(format!(
                "the service did not delete {remote}: {}",
                one.result
            ))),
            None => Err(JobError::Declined(format!(
                "the service says nothing of {remote}; it may have removed it before"
            ))),
        }
    }
}

fn described(ours: &HashMap<String, JobId>, job: RemoteJob) -> RemoteDownload {
    let stage = stage_words(job.status);
    RemoteDownload {
        ours: ours.get(&job.id).copied(),
        status: match job.last_error.as_str() {
            "" => stage.to_owned(),
            error => format!("{stage}: {}", one_line(error)),
        },
        description: job.description,
        created: job.created,
        expires: job.expires,
        size: job.size,
        location: one_line(&job.location),
        remote_id: job.id,
    }
}
