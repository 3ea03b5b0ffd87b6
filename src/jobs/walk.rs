//! One job's walk: looks where the journal says it stands, takes the next step, and again. Everything a walk
//! knows is in the journal, so it can be dropped at any await and started anew.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio_util::sync::CancellationToken;

use super::desk::{Desk, hold};
use super::error::JobError;
use super::pages::Reader;
use super::sentence;
use super::settle::{Made, Rows};
use crate::model::catalog::Provider;
use crate::model::job::{FailureCause, JobId, JobState};
use crate::model::money::Paid;
use crate::store::{JobChange, JobLock, JobRecord, StoreError};

/// How long a stop waits for the answer of a request that is on the wire; later it is looked for at the next
/// start.
const PARTING: Duration = Duration::from_secs(5);

/// How much longer it waits for an answer that holds the rows: the service may be silent so long.
const DIRECT_PARTING: Duration = Duration::from_secs(115);
/// What is said while a stop waits for such an answer, wherever it is said.
pub const ON_ITS_WAY: &str = "a call that may be charged is on its way, and its answer is waited for, two minutes at the most; ctrl-c leaves \
     without it, and its job is in doubt then until `backtrail jobs --resume` has asked what became of it";
/// How often it looks whether that answer came.
const GLANCE: Duration = Duration::from_millis(200);

/// What a stage of the walk came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Look again where the job stands.
    Go,
    /// Nothing more happens by itself.
    Rest,
}

/// A walk.
pub(super) struct Walk {
    pub desk: Arc<Desk>,
    pub id: JobId,
    pub cancel: CancellationToken,
    pub poke: Arc<Notify>,
    /// The turn to be charged, while this job has it.
    pub turn: Option<OwnedSemaphorePermit>,
    /// Nobody else works on the job; shared with the thread that reads rows, which may outlast the walk.
    pub lock: Option<Arc<JobLock>>,
    /// Whether it stood somewhere already when this process found it.
    pub resumed: bool,
    /// Reads pages while further ones are fetched.
    pub reader: Option<Reader>,
}

impl Walk {
    /// Walks until the job is final, rests, or everything stops.
    pub async fn run(mut self) {
        let desk = self.desk.clone();
        let id = self.id;
        let stopping = desk.stopping.clone();
        let ended = tokio::select! {
            biased;
            locked = self.wait_for_lock() => match locked {
                Ok(()) => self.stages().await,
                Err(error) => Err(error),
            },
            () = stopping.cancelled() => Ok(()),
        };
        if let Err(error) = ended {
            let sentence = format!("job {id} stopped: {error}. It goes on at the next start");
            let _already_in_trouble = desk.note(id, &sentence).await;
            desk.trouble(sentence).await;
        }
        drop(self);
        if let Some(receiver) = &desk.receiver {
            receiver.forget(id);
        }
        hold(&desk.walks).remove(&id);
        desk.changed.send_modify(|n| *n += 1);
    }

    /// Another process may be at the same job; should it end, this one takes over.
    async fn wait_for_lock(&mut self) -> Result<(), JobError> {
        while self.lock.is_none() {
            match self.desk.setup.store.lock_job(self.id)? {
                Some(lock) => self.lock = Some(Arc::new(lock)),
                None => tokio::time::sleep(self.desk.setup.pace.first).await,
            }
        }
        Ok(())
    }

    async fn stages(&mut self) -> Result<(), JobError> {
        loop {
            let mut record = self.desk.journal().job(self.id)?;
            let state = record.summary.state;
            if state != JobState::Reserved && has_password(&record) {
                // It is not sent again, so nobody needs the password any more.
                self.desk.journal().forget_secrets(self.id)?;
                record = self.desk.journal().job(self.id)?;
            }
            if state.is_final() {
                return Ok(());
            }
            let cancel = self.cancel.clone();
            let desk = self.desk.clone();
            let may_cancel = state.may_become(JobState::Cancelled);
            let on_wire = state == JobState::Reserved;
            let next = tokio::select! {
                biased;
                next = self.stage(&record) => next?,
                () = stop(&desk, &record) => return Ok(()),
                () = cancel.cancelled(), if may_cancel && !on_wire => {
                    self.cancelled().await?;
                    Next::Rest
                }
            };
            self.resumed = false;
            if next == Next::Rest {
                return Ok(());
            }
        }
    }

    async fn stage(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        if record.summary.query.provider() == Provider::DataForSeo {
            return self.paged(record).await;
        }
        match record.summary.state {
            JobState::Reserved => self.reserved(record).await,
            JobState::Sent => self.unanswered(record).await,
            JobState::ChargeUnknown => self.charge_unknown(record).await,
            JobState::Waiting => self.waiting(record).await,
            JobState::Ready => self.ready(record).await,
            JobState::Downloading => self.downloading(record).await,
            JobState::Parsing => self.parsing(record).await,
            JobState::Elsewhere
            | JobState::Done
            | JobState::Partial
            | JobState::Cancelled
            | JobState::FailedUncharged
            | JobState::FailedAnswerKept
            | JobState::FailedAnswerLost => Ok(Next::Rest),
        }
    }

    /// Waits, or less long if somebody asks for it.
    pub async fn pause(&self, wait: Duration) {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = self.poke.notified() => {}
        }
    }

    /// Puts an answer from the journal where it stays, again and again while the disk refuses: what was paid for is
    /// not given up.
    pub async fn stored<T: Send + 'static>(
        &self,
        put: impl Fn() -> Result<T, StoreError> + Clone + Send + 'static,
    ) -> Result<T, JobError> {
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            let done = tokio::task::spawn_blocking(put.clone()).await;
            match done.map_err(|e| JobError::Task(e.to_string()))? {
                Err(error @ StoreError::Io { .. }) => {
                    let what = "the answer is in the journal and not yet in its dataset";
                    let note = sentence::repeated(what, &error, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                    self.pause(wait).await;
                    wait = pace.next(wait);
                }
                done => return Ok(done?),
            }
        }
    }

    /// The job's step.
    pub async fn step(&self, to: JobState, change: JobChange) -> Result<Next, JobError> {
        self.desk.step(self.id, to, &change).await?;
        Ok(Next::Go)
    }

    /// Ends the job as proven uncharged; its units are free again.
    pub async fn fail_uncharged(
        &mut self,
        cause: FailureCause,
        sentence: String,
    ) -> Result<Next, JobError> {
        self.turn = None;
        let change = JobChange {
            note: Some(sentence),
            cause: Some(cause),
            ..JobChange::default()
        };
        self.step(JobState::FailedUncharged, change).await
    }

    /// Stops a job for good. What the service was charged for stays there and in the ledger.
    pub async fn cancelled(&mut self) -> Result<(), JobError> {
        let record = self.desk.journal().job(self.id)?;
        if !record.summary.state.may_become(JobState::Cancelled) {
            return Ok(());
        }
        let mut change = JobChange::default();
        let note = if record.summary.state == JobState::Reserved {
            "cancelled before it was sent; nothing was charged".to_owned()
        } else {
            let paid = match record.summary.paid {
                Some(paid) => paid,
                None => match self
                    .desk
                    .difference(&record, Rows::Unknown, Made::ForUs)
                    .await?
                {
                    Some(paid) => paid,
                    None => self.desk.assumed(&record, Rows::Unknown)?,
                },
            };
            change.paid = Some(paid);
            cancelled_note(&record, &paid)
        };
        change.note = Some(note);
        self.turn = None;
        self.step(JobState::Cancelled, change).await?;
        self.desk.journal().forget_secrets(self.id)?;
        Ok(())
    }
}

/// Whether the journal still has a password of it.
fn has_password(record: &JobRecord) -> bool {
    let query = &record.summary.query;
    query.params() != query.shown_params()
}

/// What stays after a job was cancelled that may have been charged.
fn cancelled_note(record: &JobRecord, paid: &Paid) -> String {
    let charged = sentence::charged(paid);
    if record.summary.remote_id.is_none() {
        return format!("cancelled; {charged}. What came of the answer is kept");
    }
    let until = record
        .summary
        .expires
        .map_or_else(String::new, |at| format!(" until {}", sentence::moment(at)));
    format!(
        "cancelled; {charged}. The service keeps its job{until}; the same query again brings it without a new charge while it is kept"
    )
}

/// Ends when everything stops. A request on the wire gets a moment for its answer; a direct one gets longer, because
/// an order is found again in the service's list and a direct answer nowhere.
async fn stop(desk: &Desk, record: &JobRecord) {
    desk.stopping.cancelled().await;
    if record.summary.query.provider() == Provider::DataForSeo {
        let until = std::time::Instant::now() + DIRECT_PARTING;
        while desk.page_on_wire(record) && std::time::Instant::now() < until {
            tokio::time::sleep(GLANCE).await;
        }
        return;
    }
    if record.summary.state != JobState::Reserved {
        return;
    }
    tokio::time::sleep(PARTING).await;
    let id = record.summary.id;
    let is_on_wire = || {
        let job = desk.journal().job(id);
        job.is_ok_and(|job| job.summary.state == JobState::Sent)
    };
    let until = std::time::Instant::now() + DIRECT_PARTING;
    while !record.summary.query.entry().queued()
        && is_on_wire()
        && std::time::Instant::now() < until
    {
        tokio::time::sleep(GLANCE).await;
    }
}
