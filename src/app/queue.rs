//! 2: the jobs, newest first.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::budget::NO_SERVICE;
use super::command::{self, Command};
use super::dataset;
use super::effect::Effect;
use super::extend;
use super::notices::Notice;
use super::overlay::{Attach, Downloads, doubt};
use super::overlay::{Overlay, Question};
use super::progress::Pace;
use super::state::{Focus, State};
use super::tables;
use crate::model::catalog::Provider;
use crate::model::job::{JobId, JobState, JobSummary, Progress};
use crate::model::rows::DatasetId;

/// The jobs.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// Newest first.
    pub jobs: Vec<JobSummary>,
    /// The job under the cursor.
    pub cursor: usize,
    /// How fast the present step of a job goes.
    pub paces: BTreeMap<JobId, Pace>,
}

impl Queue {
    /// Takes the journal's jobs in any order.
    pub fn new(mut jobs: Vec<JobSummary>) -> Self {
        jobs.sort_by_key(|job| std::cmp::Reverse(job.id));
        Self {
            jobs,
            cursor: 0,
            paces: BTreeMap::new(),
        }
    }

    /// The job under the cursor.
    pub fn current(&self) -> Option<&JobSummary> {
        self.jobs.get(self.cursor)
    }

    /// Puts the cursor on a job, if it is here.
    pub fn select(&mut self, job: JobId) {
        if let Some(at) = self.jobs.iter().position(|j| j.id == job) {
            self.cursor = at;
        }
    }

    /// Whether a job is under way that the next start will take up.
    pub fn is_running(&self) -> bool {
        self.jobs
            .iter()
            .any(|job| !job.state.is_final() && !waits_for_a_person(job.state))
    }

    /// The dataset whose domains a job's answer fills, if it was bought for that.
    pub fn enriches(&self, job: JobId) -> Option<&DatasetId> {
        let job = self.jobs.iter().find(|j| j.id == job)?;
        job.query.enriches.as_ref()
    }

    /// Takes a job's newest account. The cursor stays on its job, or goes to a new one
    /// from the first row.
    pub fn take(&mut self, job: JobSummary) {
        if let Some(old) = self.jobs.iter_mut().find(|old| old.id == job.id) {
            if old.state != job.state {
                self.paces.remove(&job.id);
            }
            *old = job;
            return;
        }
        let at = self.jobs.partition_point(|old| old.id > job.id);
        self.jobs.insert(at, job);
        if at <= self.cursor && self.cursor > 0 {
            self.cursor += 1;
        }
    }

    /// Takes jobs as the journal has them: those that another program works on. Of what is reported here the newer
    /// account stays.
    pub fn see(&mut self, jobs: Vec<JobSummary>) {
        for job in jobs {
            let known = self.jobs.iter().find(|old| old.id == job.id);
            if known.is_none_or(|old| old.updated < job.updated) {
                self.take(job);
            }
        }
    }

    /// A step got further.
    pub fn progress(&mut self, id: JobId, progress: Progress, now: Timestamp) {
        if let Some(job) = self.jobs.iter_mut().find(|job| job.id == id) {
            let pace = self.paces.entry(id).or_default();
            pace.report(now, progress.done);
            job.progress = progress;
        }
    }
}

/// Whether a job stands until somebody does something.
fn waits_for_a_person(state: JobState) -> bool {
    matches!(state, JobState::ChargeUnknown | JobState::Elsewhere)
}

/// A job's newest account came; its end is told.
pub fn heard(state: &mut State, job: JobSummary) {
    let old = state.queue.jobs.iter().find(|old| old.id == job.id);
    let stepped = old.is_some_and(|old| old.state != job.state);
    let summary = job.clone();
    state.queue.take(job);
    if stepped && let Some(notice) = end_of(state, &summary) {
        state.notice = Some(notice);
    }
}

/// The end of a job, for whoever looks elsewhere.
fn end_of(state: &State, job: &JobSummary) -> Option<Notice> {
    let name = format!("job {} ({})", job.id, job.query.title());
    match job.state {
        JobState::Done => {
            let open = state.dataset.as_ref().map(|facts| &facts.id);
            let coming = state.opening.as_ref().map(|opening| &opening.id);
            let id = job.dataset.as_ref();
            let fills = job.query.enriches.is_some();
            if fills || id.is_none() || id == open || id == coming {
                return None;
            }
            let key = |command| command::key_of(&state.keymap, command);
            let here =
                state.focus == Focus::Jobs && state.queue.current().map(|j| j.id) == Some(job.id);
            let way = if here {
                format!("{} opens its rows", key(Command::Open))
            } else {
                format!(
                    "{} in the jobs ({}) opens its rows",
                    key(Command::Open),
                    key(Command::PaneJobs)
                )
            };
            Some(Notice::info(format!("{name} is done: {way}")))
        }
        JobState::Elsewhere => Some(Notice::info(format!(
            "{name} was delivered elsewhere: {} in the jobs ({}) takes its file",
            command::key_of(&state.keymap, Command::Attach),
            command::key_of(&state.keymap, Command::PaneJobs)
        ))),
        JobState::Partial
        | JobState::FailedUncharged
        | JobState::FailedAnswerKept
        | JobState::FailedAnswerLost
        | JobState::ChargeUnknown => {
            let title = job.state.title();
            let text = match job.note.starts_with(title) {
                true => format!("{name}: {}", job.note),
                false => format!("{name}: {title}. {}", job.note),
            };
            Some(Notice::trouble(text.trim_end()))
        }
        _ => None,
    }
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    let page = usize::from(state.layout().inner(Focus::Jobs).height / 4).max(1);
    let queue = &mut state.queue;
    let last = queue.jobs.len().saturating_sub(1);
    match command {
        Command::Down => queue.cursor += 1,
        Command::Up => queue.cursor = queue.cursor.saturating_sub(1),
        Command::Top => queue.cursor = 0,
        Command::Bottom => queue.cursor = last,
        Command::HalfDown | Command::PageDown => queue.cursor += page,
        Command::HalfUp | Command::PageUp => queue.cursor = queue.cursor.saturating_sub(page),
        Command::Back => state.focus = Focus::Form,
        Command::Open => return open(state),
        Command::Extend => {
            let dataset = queue.current().and_then(|job| job.dataset.clone());
            return extend::open(state, dataset);
        }
        Command::CancelJob => ask_cancel(state),
        Command::Reconcile => return reconcile(state),
        Command::Doubt => return doubt::open(state),
        Command::Attach => attach(state),
        Command::Downloads => return list_downloads(state),
        Command::DeleteRemote => ask_delete(state),
        _ => {}
    }
    state.queue.cursor = state.queue.cursor.min(last);
    Vec::new()
}

fn open(state: &mut State) -> Vec<Effect> {
    let Some(job) = state.queue.current() else {
        return Vec::new();
    };
    match job.dataset.clone() {
        Some(id) if state.dataset.as_ref().is_some_and(|d| d.id == id) => {
            state.focus = Focus::Domains;
            tables::to_own_list(state)
        }
        Some(id) => dataset::open(state, id, true),
        None if job.state == JobState::ChargeUnknown => doubt::open(state),
        None => {
            state.notice = Some(Notice::info(format!("job {} has no rows yet", job.id)));
            Vec::new()
        }
    }
}

fn ask_cancel(state: &mut State) {
    let Some(job) = state.queue.current() else {
        return;
    };
    if job.state.is_final() {
        let text = format!("job {} is over: {}", job.id, job.state.title());
        state.notice = Some(Notice::info(text));
    } else if !job.can_be_stopped() {
        let text = format!(
            "job {} cannot be cancelled while it is `{}`: only its answer says whether it was charged",
            job.id,
            job.state.title()
        );
        state.notice = Some(Notice::info(text));
    } else {
        state.overlay = Some(Overlay::Ask(Question::Cancel(job.id)));
    }
}

/// Whether a file from elsewhere may join a job: it waits for one, or the one it had was lost.
pub fn takes_file(job: &JobSummary) -> bool {
    matches!(
        job.state,
        JobState::Elsewhere | JobState::FailedAnswerKept | JobState::FailedAnswerLost
    ) && job.query.entry().queued()
}

fn attach(state: &mut State) {
    let Some(job) = state.queue.current() else {
        return;
    };
    if takes_file(job) {
        state.overlay = Some(Overlay::Attach(Attach::new(job.id)));
        return;
    }
    let text = format!(
        "job {} is `{}`: only a download that was delivered elsewhere, or whose file was lost, takes a file",
        job.id,
        job.state.title()
    );
    state.notice = Some(Notice::info(text));
}

fn list_downloads(state: &mut State) -> Vec<Effect> {
    if state.is_offline() {
        state.notice = Some(Notice::info(NO_SERVICE));
        return Vec::new();
    }
    if !state.can_ask(Provider::Majestic) {
        let text = "only Majestic keeps downloads in the account, and no account with it is set up: nothing was asked";
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    state.overlay = Some(Overlay::Downloads(Downloads::default()));
    vec![Effect::ListDownloads]
}

fn ask_delete(state: &mut State) {
    let Some(job) = state.queue.current() else {
        return;
    };
    if job.remote_id.is_some() && job.query.entry().queued() {
        let running = !job.state.is_final();
        state.overlay = Some(Overlay::Ask(Question::DeleteRemote(job.id, running)));
    } else {
        let text = format!("job {} has no download at the service", job.id);
        state.notice = Some(Notice::info(text));
    }
}

fn reconcile(state: &mut State) -> Vec<Effect> {
    let Some(job) = state.queue.current() else {
        return Vec::new();
    };
    if job.state == JobState::ChargeUnknown {
        let text = format!("asking the service what became of job {} (free)", job.id);
        let effect = Effect::Reconcile(job.id);
        state.notice = Some(Notice::info(text));
        return vec![effect];
    }
    let key = command::key_of(&state.keymap, Command::Reconcile);
    let text = format!("{key} is for jobs whose charge is unknown");
    state.notice = Some(Notice::info(text));
    Vec::new()
}
