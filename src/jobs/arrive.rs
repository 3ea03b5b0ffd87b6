//! An answer arrived and lies in the journal: what it means for its job. The same after a call and after a crash,
//! so that nothing that came is asked for again.

use super::desk::Desk;
use super::error::JobError;
use super::sentence;
use super::trouble::{self, Kind, Rule};
use super::walk::{Next, Walk};
use crate::api::{CallError, RawAnswer, remote_job};
use crate::model::catalog::Provider;
use crate::model::job::{JobId, JobState};
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::model::rows::DatasetId;
use crate::model::wire_format::WireFormat;
use crate::store::{JobChange, JobRecord, Store, StoreError};
use crate::wire::majestic::{Answer, code};

/// Names of an answer in its dataset, by its form.
pub(super) const RAW_ANSWERS: [&str; 2] = ["answer.json", "answer.xml"];

impl Walk {
    /// What a call came to.
    pub async fn arrived(
        &mut self,
        record: &JobRecord,
        read: Result<Answer, CallError>,
    ) -> Result<Next, JobError> {
        let direct = !record.summary.query.entry().queued();
        match read {
            Ok(answer) if direct && answer.code != code::QUEUED => {
                self.answered(record, answer.charged()).await
            }
            Ok(answer) => self.accepted(record, &answer).await,
            Err(error) => match trouble::charged(Provider::Majestic, Kind::of(&error)) {
                Rule::Uncharged => {
                    let sentence =
                        format!("{error}; nothing was charged. {}", sentence::hint(&error));
                    self.fail_uncharged(sentence::cause(&error), sentence).await
                }
                // Unread, but here: it is kept where its rows would be, and what is wrong with it is told there.
                Rule::Kept if direct => self.answered(record, None).await,
                Rule::Kept | Rule::Doubt | Rule::Charged | Rule::Again => self.doubt(&error).await,
            },
        }
    }

    /// Sent, and no usable answer.
    async fn doubt(&mut self, error: &CallError) -> Result<Next, JobError> {
        let change = JobChange {
            note: Some(format!(
                "{error}. It may have been charged; it is not sent again, the service's free calls are asked what became of it"
            )),
            ..JobChange::default()
        };
        self.step(JobState::ChargeUnknown, change).await
    }

    /// The service took the job.
    async fn accepted(&mut self, record: &JobRecord, answer: &Answer) -> Result<Next, JobError> {
        let Some(remote) = remote_job::accepted(answer) else {
            return self
                .doubt(&CallError::NotAnswer {
                    host: self.desk.setup.client.host(),
                    reason: format!("a success ({}) without a JobID", answer.code),
                })
                .await;
        };
        let mut known = record.clone();
        known.summary.remote_id = Some(remote.clone());
        let note = self.desk.same_remote_job(&known)?.map(|twin| {
            format!("the service answered with the job it made for our job {twin}: no new charge is expected")
        });
        let change = JobChange {
            remote_id: Some(remote),
            note,
            ..JobChange::default()
        };
        self.step(JobState::Waiting, change).await
    }

    /// The answer itself holds the rows: its bytes go where they stay, then they are read. What it says it cost is
    /// written down before that.
    async fn answered(
        &mut self,
        record: &JobRecord,
        charged: Option<Amounts>,
    ) -> Result<Next, JobError> {
        let paid = charged.map(|amounts| self.desk.reported(amounts));
        if paid.is_some() {
            self.turn = None;
        }
        let store = self.desk.setup.store.clone();
        let dataset = self.desk.dataset_of(record)?;
        let (id, asked) = (self.id, self.desk.setup.client.format());
        let held = dataset.clone();
        self.stored(move || keep(&store, id, &held, asked)).await?;
        let change = JobChange {
            dataset: Some(dataset),
            paid,
            note: Some(String::new()),
            ..JobChange::default()
        };
        self.step(JobState::Parsing, change).await
    }
}

impl Desk {
    /// What an answer says it cost. The sandbox prints figures though it takes nothing (Majestic developer
    /// documentation, sandbox page).
    pub fn reported(&self, amounts: Amounts) -> Paid {
        let free = self.setup.client.is_sandbox();
        Paid {
            amounts: if free { Amounts::ZERO } else { amounts },
            source: PaidSource::Reported,
        }
    }
}

/// Copies the answer's bytes from the journal into the dataset. Blocks.
fn keep(
    store: &Store,
    job: JobId,
    dataset: &DatasetId,
    asked: WireFormat,
) -> Result<(), StoreError> {
    let Some(answer) = store.journal().latest_answer(job)? else {
        return Ok(());
    };
    let raw = RawAnswer::kept(200, answer.body.into(), String::new(), asked);
    let name = match raw.format() {
        WireFormat::Json => RAW_ANSWERS[0],
        WireFormat::Xml => RAW_ANSWERS[1],
    };
    store.write_raw(dataset, name, &raw.body).map(drop)
}
