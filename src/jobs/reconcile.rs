//! A request that was sent and brought no usable answer: what the service's free calls tell about it. It is
//! never sent again; it becomes a job found, a proven nothing, or stays unknown with the evidence beside it.

use std::collections::HashSet;

use jiff::SignedDuration;

use super::desk::Asked;
use super::error::JobError;
use super::evidence::{Evidence, pick};
use super::sentence;
use super::settle::{own, quiet};
use super::walk::{Next, Walk};
use crate::api::RawAnswer;
use crate::model::job::{FailureCause, JobState};
use crate::model::money::Paid;
use crate::store::{JobChange, JobRecord};

/// The outcome of a request that is proven unsent.
const NOT_SENT: &str = "not_sent";

impl Walk {
    /// Found as sent: the process ended between sending and the next step.
    pub async fn unanswered(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        if let Some(next) = self.kept_answer(record).await? {
            return Ok(next);
        }
        let change = JobChange {
            note: Some("the program ended before the answer came; it may have been charged and is not sent again, the service's free lists are asked what became of it".to_owned()),
            ..JobChange::default()
        };
        self.step(JobState::ChargeUnknown, change).await
    }

    /// The answer may lie in the journal, unread.
    async fn kept_answer(&mut self, record: &JobRecord) -> Result<Option<Next>, JobError> {
        let Some(last) = self.desk.journal().latest_answer(self.id)? else {
            return Ok(None);
        };
        if last.outcome == NOT_SENT {
            let sentence = "the service could not be reached; nothing was sent or charged. You can order it again";
            return self
                .fail_uncharged(FailureCause::Unreachable, sentence.to_owned())
                .await
                .map(Some);
        }
        let Some(status) = last.status else {
            return Ok(None);
        };
        let client = &self.desk.setup.client;
        let raw = RawAnswer::kept(status, last.body.into(), client.host(), client.format());
        let read = tokio::task::spawn_blocking(move || raw.decode())
            .await
            .map_err(|e| JobError::Task(e.to_string()))?;
        self.arrived(record, read).await.map(Some)
    }

    /// Asks until the matter is settled or time can settle nothing more.
    pub async fn charge_unknown(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            match self.evidence(record).await {
                Err(Asked::Job(error)) => return Err(error),
                Err(Asked::Call(error)) => {
                    wait = wait.max(error.retry_after().unwrap_or_default());
                    let what = "sent, and it may have been charged; the service's free lists";
                    let note = sentence::repeated(what, &error, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                }
                Ok(evidence) => {
                    if let Some(next) = self.judge(record, evidence).await? {
                        return Ok(next);
                    }
                }
            }
            self.pause(wait).await;
            wait = pace.next(wait);
        }
    }

    async fn evidence(&self, record: &JobRecord) -> Result<Evidence, Asked> {
        let listed = match self.lists(record) {
            true => Some(self.desk.remote_jobs(None).await.map_err(Asked::Call)?),
            false => None,
        };
        let heard = self.desk.balance(record.summary.query.datasource()).await?;
        let journal = self.desk.journal().jobs()?;
        let known: HashSet<_> = journal
            .iter()
            .filter_map(|j| j.summary.remote_id.clone())
            .collect();
        let is_listed = listed.is_some();
        let (found, unnamed, ended) = pick(record, listed.unwrap_or_default(), &known);
        let fell = record.balance_before.zip(heard.left);
        Ok(Evidence {
            found,
            unnamed,
            ended,
            is_listed,
            fell: fell.map(|(before, left)| own(record, before - left)),
            quiet: quiet(record, &journal),
        })
    }

    /// Whether the service's list can tell of this job: a call that answers directly leaves nothing there, unless
    /// the answer was queued, and an application must name the job it asks about.
    fn lists(&self, record: &JobRecord) -> bool {
        record.summary.query.entry().may_be_queued() && !self.desk.setup.client.is_openapp()
    }

    /// What the evidence comes to; `None`: ask again later.
    async fn judge(
        &mut self,
        record: &JobRecord,
        evidence: Evidence,
    ) -> Result<Option<Next>, JobError> {
        if let Some(job) = evidence.found {
            let change = JobChange {
                remote_id: Some(job.id),
                note: Some(
                    "the answer was lost, the job was found in the service's list".to_owned(),
                ),
                ..JobChange::default()
            };
            return self.step(JobState::Waiting, change).await.map(Some);
        }
        let settled = self.doubt_is_over(record) && evidence.unnamed == 0;
        if settled && evidence.fell.is_some_and(|f| f.is_zero()) {
            let sentence = format!(
                "sent, but {} and the balance did not change: nothing was charged. You can order it again",
                evidence.list_words()
            );
            return self
                .fail_uncharged(FailureCause::NotMade, sentence)
                .await
                .map(Some);
        }
        if let Some(paid) = evidence.proves_charge(record, settled) {
            return self.charged_in_vain(paid).await.map(Some);
        }
        let next = if settled {
            "Reconcile asks again, or settle it by hand (headless: backtrail jobs reconcile, accept or dismiss); it is never sent again by itself"
        } else {
            "It is asked again by itself"
        };
        let note = format!(
            "sent without a usable answer, it may have been charged: {}, {}. {next}",
            evidence.list_words(),
            evidence.balance_words()
        );
        self.desk.note(self.id, &note).await?;
        if settled {
            self.turn = None;
            return Ok(Some(Next::Rest));
        }
        Ok(None)
    }

    /// The balance proves the charge of a call whose answer is not to be had any more.
    async fn charged_in_vain(&mut self, paid: Paid) -> Result<Next, JobError> {
        self.turn = None;
        let change = JobChange {
            paid: Some(paid),
            note: Some(format!(
                "charged, answer lost: no usable answer came, and {}. Asking again is a new charge",
                sentence::charged(&paid)
            )),
            ..JobChange::default()
        };
        self.step(JobState::FailedAnswerLost, change).await
    }

    /// Whether an unanswered request can no longer come to be charged.
    pub(super) fn doubt_is_over(&self, record: &JobRecord) -> bool {
        let Some(sent) = record.sent_at else {
            return true;
        };
        let doubt =
            SignedDuration::try_from(self.desk.setup.pace.doubt).unwrap_or(SignedDuration::MAX);
        self.desk.now().duration_since(sent) >= doubt
    }
}
