//! Purchases whose answer holds the rows itself and costs money: page by page, each its own request.
//!
//! What stands in the journal decides where a walk goes on: a page that was answered is kept and read, one that was
//! sent and not answered is looked for in the service's free list, and only behind pages that are settled comes the
//! next one. So a walk can end at any await, and no page is paid for twice.

mod account;
mod ask;
mod keep;
mod missing;
mod plan;
mod repeated;
pub(in crate::jobs) mod words;

use super::desk::Desk;
use super::error::JobError;
use super::walk::{Next, Walk};
use crate::api::{CallError, DataForSeoClient};
use crate::model::job::{FailureCause, JobId, JobState};
use crate::store::{JobChange, JobRecord, PageRecord, PageState};
use ask::Asked;
use keep::Unfed;
use plan::Step;

pub(in crate::jobs) use keep::Reader;

impl Walk {
    /// One stage of a purchase that comes page by page.
    pub async fn paged(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        match record.summary.state {
            JobState::Reserved => self.begin(record).await,
            JobState::Sent => self.go_through(record).await,
            JobState::ChargeUnknown => self.missing(record).await,
            _ => Ok(Next::Rest),
        }
    }

    /// Nothing was sent yet; from here on something may be.
    async fn begin(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        if self.cancel.is_cancelled() {
            self.cancelled().await?;
            return Ok(Next::Rest);
        }
        let change = JobChange {
            sent_at: Some(self.desk.now()),
            dataset: record
                .summary
                .query
                .continues
                .as_ref()
                .map(|c| c.dataset.clone()),
            ..JobChange::default()
        };
        self.step(JobState::Sent, change).await
    }

    /// Page after page, until the last, the granted amount, or trouble. Rows are read while the next page is fetched.
    async fn go_through(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let chain = self.chain(record)?;
        let mut wait = self.desk.setup.pace.first;
        loop {
            if let Some(open) = open_page(&self.desk.journal().pages_of(self.id)?) {
                let asked = self.take_up(record, open).await?;
                match self.after(record, asked, &mut wait).await? {
                    Some(next) => return Ok(next),
                    None => continue,
                }
            }
            let mut pages = self.desk.journal().pages(chain)?;
            pages.retain(|page| page.state == PageState::Held);
            match self.feed(record, &pages).await {
                Ok(()) => {}
                Err(Unfed::Unreadable(why)) => return self.unreadable(&why).await,
                Err(Unfed::Job(error)) => return Err(error),
            }
            let now = self.desk.journal().job(self.id)?;
            let page = match plan::next(&now, &pages, &self.desk.rates(&now.summary.query)?) {
                Step::Ask(page) => page,
                Step::Whole(note) => return self.finish(JobState::Done, &now, note).await,
                Step::Stop(note) => return self.finish(JobState::Partial, &now, note).await,
            };
            if self.desk.stopping.is_cancelled() {
                return Ok(Next::Rest);
            }
            if self.cancel.is_cancelled() {
                let note = words::stopped_by_person(&now);
                return self.refused(&now, FailureCause::NotMade, note).await;
            }
            let number = pages.last().map_or(0, |page| page.number) + 1;
            let asked = self.ask(&now, chain, number, page.as_ref()).await?;
            if let Some(next) = self.after(record, asked, &mut wait).await? {
                return Ok(next);
            }
        }
    }

    /// The job that the dataset of a job began with, or will begin with.
    fn chain(&self, record: &JobRecord) -> Result<JobId, JobError> {
        let continued = record.summary.query.continues.as_ref();
        let first = match continued {
            Some(continued) => self.desk.journal().first_job_of(&continued.dataset)?,
            None => None,
        };
        Ok(first.unwrap_or(self.id))
    }

    /// What a page came to: `None` goes on.
    async fn after(
        &mut self,
        record: &JobRecord,
        asked: Asked,
        wait: &mut std::time::Duration,
    ) -> Result<Option<Next>, JobError> {
        let pace = self.desk.setup.pace;
        match asked {
            Asked::Held => {
                *wait = pace.first;
                self.desk.note(self.id, "").await?;
                Ok(None)
            }
            Asked::Busy(busy) => {
                let pause = busy.pause(self.desk.now(), *wait);
                *wait = pace.next(*wait);
                let note = words::busy(&busy.error, self.desk.after(pause));
                self.desk.note(self.id, &note).await?;
                self.rest_a_while(pause).await;
                Ok(None)
            }
            Asked::Refused(cause, note) => {
                let now = self.desk.journal().job(self.id)?;
                self.refused(&now, cause, note).await.map(Some)
            }
            Asked::InVain(note) => {
                let now = self.desk.journal().job(self.id)?;
                let to = self.lost_state(record)?;
                self.finish(to, &now, note).await.map(Some)
            }
            Asked::Unknown(error) => self.doubtful(&error).await.map(Some),
        }
    }

    /// Waits, or less long if somebody asks for it, cancels or leaves.
    async fn rest_a_while(&self, pause: std::time::Duration) {
        let stopping = self.desk.stopping.clone();
        tokio::select! {
            () = self.pause(pause) => {}
            () = self.cancel.cancelled() => {}
            () = stopping.cancelled() => {}
        }
    }

    /// Sent, and no usable answer.
    async fn doubtful(&mut self, error: &CallError) -> Result<Next, JobError> {
        let change = JobChange {
            note: Some(words::doubt(&error.to_string())),
            ..JobChange::default()
        };
        self.step(JobState::ChargeUnknown, change).await
    }

    /// No page comes any more, and the last was not charged: that is the end of the purchase, in part where rows are
    /// held.
    async fn refused(
        &mut self,
        record: &JobRecord,
        cause: FailureCause,
        note: String,
    ) -> Result<Next, JobError> {
        if self.holds_pages(record)? {
            return self
                .finish_because(JobState::Partial, record, note, Some(cause))
                .await;
        }
        self.fail_uncharged(cause, note).await
    }

    /// Whether this job holds a page.
    pub(super) fn holds_pages(&self, record: &JobRecord) -> Result<bool, JobError> {
        let pages = self.desk.journal().pages_of(record.summary.id)?;
        Ok(pages.iter().any(|page| page.state == PageState::Held))
    }

    /// Where a job stands that paid for a page without rows.
    fn lost_state(&self, record: &JobRecord) -> Result<JobState, JobError> {
        Ok(match self.holds_pages(record)? {
            true => JobState::Partial,
            false => JobState::FailedAnswerLost,
        })
    }

    fn dataforseo(&self) -> Result<DataForSeoClient, JobError> {
        self.desk.dataforseo().cloned()
    }
}

impl Desk {
    /// The client of the second provider.
    pub(super) fn dataforseo(&self) -> Result<&DataForSeoClient, JobError> {
        self.setup.client.dataforseo().ok_or_else(|| {
            JobError::Unfit("this account is with Majestic, not with DataForSEO".to_owned())
        })
    }

    /// Whether a page of a job is on the wire.
    pub fn page_on_wire(&self, record: &JobRecord) -> bool {
        let id = record.summary.id;
        let is_sent = self
            .journal()
            .job(id)
            .is_ok_and(|job| job.summary.state == JobState::Sent);
        let pages = self.journal().pages_of(id).unwrap_or_default();
        is_sent
            && pages
                .iter()
                .any(|page| page.state == PageState::Open && !page.is_answered)
    }
}

/// The page of a job whose outcome is not written down yet; there is one at the most.
fn open_page(pages: &[PageRecord]) -> Option<&PageRecord> {
    pages.iter().find(|page| page.state == PageState::Open)
}
