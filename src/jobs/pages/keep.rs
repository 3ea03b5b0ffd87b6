//! The answers of pages put where they stay, and read into the dataset, each once.

use super::super::error::JobError;
use super::super::walk::{Next, Walk};
use crate::model::job::JobState;
use crate::model::rows::DatasetId;
use crate::store::{JobChange, JobRecord, PageRecord};

/// What keeping pages came to.
#[allow(dead_code)]
pub(super) enum Kept {
    /// Every page is read.
    All,
    /// The reading was stopped; it goes on at the next start.
    Stopped,
    /// A page cannot be read; why.
    Unreadable(String),
}

impl Walk {
    pub(super) async fn keep(
        &mut self,
        _record: &JobRecord,
        _dataset: &DatasetId,
        _pages: &[PageRecord],
    ) -> Result<Kept, JobError> {
        Ok(Kept::All)
    }

    pub(super) async fn unreadable(
        &mut self,
        record: &JobRecord,
        dataset: &DatasetId,
        why: &str,
    ) -> Result<Next, JobError> {
        self.finish(JobState::FailedAnswerKept, record, dataset, why.to_owned())
            .await
    }

    pub(super) async fn finish(
        &mut self,
        to: JobState,
        _record: &JobRecord,
        _dataset: &DatasetId,
        note: String,
    ) -> Result<Next, JobError> {
        let change = JobChange {
            note: Some(note),
            ..JobChange::default()
        };
        self.step(to, change).await
    }
}
