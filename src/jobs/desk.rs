//! What every walk shares: the setup, who is at work, whose turn it is to be charged, and the way to tell.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::JobError;
use super::keeping::Unwritten;
use super::lanes::Lanes;
use super::notify::{NotifyError, Receiver};
use super::rate::Rate;
use super::setup::RunnerSetup;
use crate::api::{CallError, RemoteJob, Subscription, remote_job};
use crate::model::job::{JobId, JobState, JobSummary, Progress};
use crate::model::money::{Amounts, Budget, Lapse, Limits};
use crate::model::report::Report;
use crate::store::{JobChange, Journal, RequestId, RequestRecord};
use crate::wire::majestic::Answer;

/// The least time between two progress reports of a job.
pub(super) const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// The outcome of a request whose answer came, whatever it says.
const ARRIVED: &str = "arrived";

/// How a walk is reached from outside.
pub(super) struct Handle {
    /// Asks it to stop for good.
    pub cancel: CancellationToken,
    /// Ends its present wait.
    pub poke: Arc<Notify>,
    /// The task.
    pub task: Option<JoinHandle<()>>,
}

/// How far a job's step is, and what was told of it.
#[derive(Default)]
struct Told {
    progress: Progress,
    at: Option<std::time::Instant>,
    behind: bool,
}

/// Shared by all walks of an account.
pub(super) struct Desk {
    pub setup: RunnerSetup,
    /// The limits that bind now: the analyst may change them.
    limits: Mutex<Limits>,
    pub account: String,
    /// Held from a job's first balance call to its settling, because the answers of queued jobs name no
    /// charge: two balances tell one job's cost only if no other job is charged between them. Fetching and
    /// reading the file need no turn.
    pub turn: Arc<Semaphore>,
    /// Files are fetched a few at a time.
    pub lanes: Lanes,
    /// Some commands are called so many times a second at the most.
    pub rate: Rate,
    /// Every walk, running or about to.
    pub walks: Arc<Mutex<HashMap<JobId, Handle>>>,
    /// Ends all walks; jobs go on at the next start.
    pub stopping: CancellationToken,
    /// Counts changes, for those who wait for one.
    pub changed: watch::Sender<u64>,
    progress: Mutex<HashMap<JobId, Told>>,
    index: Mutex<HashMap<String, String>>,
    /// The subscriptions as last heard.
    lapsing: Mutex<Vec<Lapse>>,
    /// The balance as last heard, where the journal could not take it.
    pub unwritten: Mutex<Option<Unwritten>>,
    /// Where the service may tell that a file is ready.
    pub receiver: Option<Receiver>,
}

/// A failed exchange: on the wire, or before it at rest.
pub(super) enum Asked {
    Call(CallError),
    Job(JobError),
}

impl<E: Into<JobError>> From<E> for Asked {
    fn from(error: E) -> Self {
        Self::Job(error.into())
    }
}

/// A lock whose data cannot be left half changed: poison means nothing.
pub(super) fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    pub fn new(setup: RunnerSetup) -> Self {
        Self {
            account: setup.client.fingerprint(),
            limits: Mutex::new(setup.limits),
            setup,
            turn: Arc::new(Semaphore::new(1)),
            lanes: Lanes::default(),
            rate: Rate::default(),
            walks: Arc::default(),
            stopping: CancellationToken::new(),
            changed: watch::Sender::new(0),
            progress: Mutex::default(),
            index: Mutex::default(),
            lapsing: Mutex::default(),
            unwritten: Mutex::default(),
            receiver: None,
        }
    }

    /// Begins to take notifications, if that is wanted.
    pub async fn receive(&self) -> Result<Option<Receiver>, JobError> {
        let Some(notify) = &self.setup.notify else {
            return Ok(None);
        };
        let walks = self.walks.clone();
        let hint = move |job: JobId| {
            if let Some(handle) = hold(&walks).get(&job) {
                handle.poke.notify_one();
            }
        };
        let least = self.setup.pace.first;
        let listening = Receiver::listen(notify, least, self.stopping.clone(), hint);
        let receiver = listening.await.map_err(|source| NotifyError {
            address: notify.listen,
            source,
        })?;
        Ok(Some(receiver))
    }

    /// The limits that bind now.
    pub fn limits(&self) -> Limits {
        *hold(&self.limits)
    }

    /// Binds what is bought from now on by other limits.
    pub fn set_limits(&self, limits: Limits) {
        *hold(&self.limits) = limits;
    }

    pub fn now(&self) -> Timestamp {
        (self.setup.clock)()
    }

    pub fn journal(&self) -> &Journal {
        self.setup.store.journal()
    }

    /// When a wait that begins now will be over.
    pub fn after(&self, wait: Duration) -> Timestamp {
        let wait = jiff::SignedDuration::try_from(wait).unwrap_or(jiff::SignedDuration::ZERO);
        self.now().saturating_add(wait).unwrap_or(Timestamp::MAX)
    }

    pub async fn tell(&self, report: Report) {
        // A closed channel means that nobody listens any more; the journal has it all.
        let _nobody_listens = self.setup.reports.send(report).await;
    }

    pub async fn trouble(&self, sentence: String) {
        self.tell(Report::Trouble(sentence)).await;
    }

    /// Tells the whole of a job.
    pub async fn tell_job(&self, summary: JobSummary) {
        let summary = self.with_progress(summary);
        self.tell(Report::Job(Box::new(summary))).await;
        self.changed.send_modify(|n| *n += 1);
    }

    pub async fn tell_budget(&self) -> Result<(), JobError> {
        self.tell(Report::Budget(Box::new(self.budget()?))).await;
        Ok(())
    }

    /// Takes a job a step further: first in the journal, then to whoever listens.
    pub async fn step(&self, id: JobId, to: JobState, change: &JobChange) -> Result<(), JobError> {
        let summary = self.journal().step(id, to, change, self.now())?;
        if let Some(told) = hold(&self.progress).get_mut(&id) {
            told.progress = Progress {
                rows: told.progress.rows,
                ..Progress::default()
            };
            told.behind = false;
        }
        let settled = change.paid.is_some() || to.is_final();
        self.tell_job(summary).await;
        if settled {
            self.tell_budget().await?;
        }
        Ok(())
    }

    /// Changes what is known of a job that stays where it is.
    pub async fn annotate(&self, id: JobId, change: &JobChange) -> Result<(), JobError> {
        let summary = self.journal().annotate(id, change, self.now())?;
        self.tell_job(summary).await;
        Ok(())
    }

    /// Changes a job's note; says nothing if it stands there already.
    pub async fn note(&self, id: JobId, note: &str) -> Result<(), JobError> {
        if self.journal().job(id)?.summary.note == note {
            return Ok(());
        }
        let change = JobChange {
            note: Some(note.to_owned()),
            ..JobChange::default()
        };
        self.annotate(id, &change).await
    }

    pub fn with_progress(&self, mut summary: JobSummary) -> JobSummary {
        if let Some(told) = hold(&self.progress).get(&summary.id) {
            summary.progress = told.progress.clone();
        }
        summary
    }

    /// Notes how far a step is and tells it, unless it was told a moment ago. Never waits: the next one
    /// says more.
    pub fn progress(&self, job: JobId, change: impl FnOnce(&mut Progress)) {
        let mut all = hold(&self.progress);
        let told = all.entry(job).or_default();
        let remote = told.progress.remote.clone();
        change(&mut told.progress);
        told.behind = true;
        let due = told.at.is_none_or(|at| at.elapsed() >= PROGRESS_EVERY);
        if due || told.progress.remote != remote {
            self.tell_progress(job, told);
        }
    }

    /// Tells what was held back, so that a transfer that stands still does not look younger than it is.
    pub fn catch_up(&self, job: JobId) {
        if let Some(told) = hold(&self.progress).get_mut(&job)
            && told.behind
        {
            self.tell_progress(job, told);
        }
    }

    fn tell_progress(&self, job: JobId, told: &mut Told) {
        let progress = told.progress.clone();
        let report = Report::Progress { job, progress };
        told.behind = self.setup.reports.try_send(report).is_err();
        told.at = Some(std::time::Instant::now());
    }

    /// One journalled exchange: the question is written down before it is sent, the answer before it is read.
    pub async fn exchange(
        &self,
        job: Option<JobId>,
        command: &str,
        params: &[(String, String)],
    ) -> Result<Answer, Asked> {
        let id = self.record(job, command, params)?;
        self.send(id, command, params).await
    }

    /// Writes a question down.
    pub fn record(
        &self,
        job: Option<JobId>,
        command: &str,
        params: &[(String, String)],
    ) -> Result<RequestId, JobError> {
        Ok(self.journal().record_request(&RequestRecord {
            command: command.to_owned(),
            params: params.to_vec(),
            job,
            account: self.account.clone(),
            at: self.now(),
        })?)
    }

    /// Sends a question that is written down, and keeps what comes back before it is read. Answers can be large:
    /// packing and reading them keeps no other task waiting.
    pub async fn send(
        &self,
        id: RequestId,
        command: &str,
        params: &[(String, String)],
    ) -> Result<Answer, Asked> {
        let called = self.setup.client.call(command, params).await;
        let store = self.setup.store.clone();
        let now = self.now();
        let kept = tokio::task::spawn_blocking(move || {
            let keep = |outcome: &str, status: Option<u16>, body: &[u8]| {
                store
                    .journal()
                    .record_answer(id, outcome, status, body, now)
            };
            match called {
                Err(error) => {
                    keep(error.outcome(), None, error.to_string().as_bytes())?;
                    Err(Asked::Call(error))
                }
                Ok(raw) => {
                    keep(ARRIVED, Some(raw.status), &raw.body)?;
                    raw.decode().map_err(Asked::Call)
                }
            }
        });
        kept.await
            .map_err(|e| Asked::Job(JobError::Task(e.to_string())))?
    }

    /// Asks for the balances: free, so it may be repeated and is not journalled, but what it says is. An
    /// application's token may be told none.
    pub async fn balance(&self, datasource: &str) -> Result<Subscription, Asked> {
        let params = [("datasource".to_owned(), datasource.to_owned())];
        // What belongs to no index asks about the account alone.
        let params = match datasource.is_empty() {
            true => &params[..0],
            false => &params[..],
        };
        let raw = self.setup.client.call("GetSubscriptionInfo", params).await;
        let answer = raw.and_then(|raw| raw.decode()).map_err(Asked::Call)?;
        let heard = Subscription::read(&answer);
        match heard.left {
            Some(left) => {
                self.keep_balance(left, heard.lapses)?;
                *hold(&self.lapsing) = lapsing(&heard);
            }
            None if self.setup.client.is_openapp() => {}
            None => {
                return Err(Asked::Call(CallError::NotAnswer {
                    host: self.setup.client.host(),
                    reason: "GetSubscriptionInfo without its totals".to_owned(),
                }));
            }
        }
        self.learn_index(datasource, &heard.index_id);
        self.tell_budget().await?;
        Ok(heard)
    }

    /// The account as last heard, with what is held and spent.
    pub fn budget(&self) -> Result<Budget, JobError> {
        let mut budget = self.journal().budget(&self.account, self.now())?;
        budget.provider = self.setup.client.provider();
        budget.lapsing.clone_from(&hold(&self.lapsing));
        self.add_unwritten(&mut budget);
        Ok(budget)
    }

    /// Lists download jobs on the service's side: all, or the one with a number. Free.
    pub async fn remote_jobs(&self, id: Option<&str>) -> Result<Vec<RemoteJob>, CallError> {
        let params = id.map(remote_job::one).unwrap_or_default();
        let answer = self
            .setup
            .client
            .call(remote_job::LIST, &params)
            .await?
            .decode()?;
        remote_job::read(&answer).ok_or_else(|| CallError::NotAnswer {
            host: self.setup.client.host(),
            reason: "GetDownloadsList without its table".to_owned(),
        })
    }

    /// Remembers which build of an index the service answers from.
    pub fn learn_index(&self, datasource: &str, id: &str) {
        if !id.is_empty() && !datasource.is_empty() {
            hold(&self.index).insert(datasource.to_owned(), id.to_owned());
        }
    }

    /// The build of an index, if it was heard of since the start.
    pub fn known_index(&self, datasource: &str) -> Option<String> {
        hold(&self.index).get(datasource).cloned()
    }
}

/// The subscriptions that still hold something, the next to end first.
fn lapsing(heard: &Subscription) -> Vec<Lapse> {
    let held = heard
        .rows
        .iter()
        .filter(|row| row.left.exceeds(&Amounts::ZERO).is_some());
    let mut lapsing: Vec<Lapse> = held
        .filter_map(|row| {
            Some(Lapse {
                expires: row.expires?,
                left: row.left,
            })
        })
        .collect();
    lapsing.sort_by_key(|lapse| lapse.expires);
    lapsing
}
