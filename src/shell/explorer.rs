//! The explorer put together: store, jobs, state and terminal.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::mpsc;

use super::access::Connector;
use super::around::Around;
use super::copying::Copying;
use super::counting::Counting;
use super::exports::Exports;
use super::ground::Grounds;
use super::imports::{Imports, open_first, tell};
use super::job_control::JobControl;
use super::lists::Lists;
use super::perform::{Clock, Performer};
use super::remembering::{Remembering, recall};
use super::run::{Loop, LoopError, Outcome};
use super::running::Running;
use super::themes::OwnThemes;
use super::trace::Trace;
use super::{signals, terminal};
use crate::api::Client;
use crate::app::overlay::connect;
use crate::app::{self, Action, Setup, State};
use crate::config::{Keymap, Options, Session, Settings, Theme};
use crate::jobs::{Guards, JobError, NotifySetup, ON_ITS_WAY, Pace, Runner, RunnerSetup};
use crate::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use crate::model::catalog::{Provider, SkipEffect};
use crate::model::job::JobSummary;
use crate::model::money::Budget;
use crate::model::query::{Query, SKIP_LIMIT};
use crate::model::report::Report;
use crate::model::rows::DatasetId;
use crate::model::target::Target;
use crate::store::{Store, StoreError};

/// A file or a dataset to show at the start.
#[derive(Clone, Debug)]
pub enum OpenWhat {
    /// A file of links; it is ingested first, under these guards.
    File(PathBuf, Guards),
    /// A stored dataset.
    Dataset(DatasetId),
}

/// Everything the explorer needs.
pub struct ExplorerSetup {
    /// What is at rest.
    pub store: Store,
    /// The services, at most one account a provider; none when only files are looked at.
    pub clients: Vec<Client>,
    /// Limits and the like.
    pub settings: Settings,
    /// Keys.
    pub keymap: Keymap,
    /// Colours.
    pub theme: Theme,
    /// Those that take its place once the terminal told its background.
    pub grounds: Option<Grounds>,
    /// Themes of a person's own.
    pub themes: OwnThemes,
    /// What else the settings say of the screen, of exports and of copying.
    pub options: Options,
    /// The service's name in the header.
    pub service: String,
    /// Its host in the header.
    pub host: String,
    /// Target to fill the form with.
    pub form_target: Option<String>,
    /// Fetch the form's target at once (the demo, on the demo account).
    pub auto_download: bool,
    /// What to show first.
    pub open: Vec<OpenWhat>,
    /// Where the service may tell that a file is ready.
    pub notify: Option<NotifySetup>,
    /// Where the latencies of keys and frames are written, if they are measured.
    pub trace: Option<PathBuf>,
    /// Tells the time.
    pub clock: Clock,
    /// What is wrong with the files that were read before, a sentence each.
    pub told: Vec<String>,
    /// The settings file in which limits are kept that are changed here; none: for this session.
    pub settings_file: Option<PathBuf>,
    /// What makes clients of accounts that are typed in, and the settings file in which they are kept.
    pub access: Option<(Connector, PathBuf)>,
    /// Whether nothing is known and nothing held: the demo, a key or a file is offered.
    pub first_run: bool,
    /// The path that was typed on the first screen, and why it could not be opened.
    pub refused: Option<(String, String)>,
}

/// Why the explorer could not start or go on.
#[derive(Debug, Error)]
pub enum ShellError {
    /// Standard output is no terminal.
    #[error(
        "the explorer needs a terminal ({0}); for scripts there are `backtrail download` and `backtrail show`"
    )]
    Terminal(std::io::Error),
    /// The trace of latencies.
    #[error("the latencies cannot be written to {path}: {source}", path = .path.display())]
    Trace {
        /// Where to.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The data folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The jobs.
    #[error(transparent)]
    Jobs(#[from] JobError),
    /// The screen.
    #[error(transparent)]
    Loop(#[from] LoopError),
}

/// Room for what background tasks have to say before the loop takes it; they wait when it is full.
const WAITING: usize = 256;

/// How long leaving may take before it is explained.
const SILENCE: Duration = Duration::from_secs(1);

/// Runs the explorer until the analyst leaves.
pub async fn run(mut setup: ExplorerSetup) -> Result<Outcome, ShellError> {
    let grounds = setup.grounds.take();
    let size = crossterm::terminal::size().map_err(ShellError::Terminal)?;
    let (mut explorer, runners) = assemble(setup, size).await?;
    let outcome = {
        let mut guard = terminal::Guard::take().map_err(ShellError::Terminal)?;
        let leave = async {
            if signals::asked_to_leave().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        // Without it ctrl-z does nothing, which is no reason not to begin.
        explorer.job_control = JobControl::new().ok();
        let events = crossterm::event::EventStream::new();
        let mut events = explorer.asking(events, grounds, &mut std::io::stdout());
        if let Some(theme) = events.wait().await {
            explorer.state.theme = theme;
        }
        explorer.run(&mut guard.terminal, events, leave).await
    };
    for name in explorer.end_exports() {
        tell(&format!(
            "the export to {name} was not finished and nothing of it was kept; export it again"
        ));
    }
    if let Some(why) = explorer.write_remembered() {
        tell(&why);
    }
    explorer.stop_importing().await;
    leave(runners).await;
    Ok(outcome?)
}

/// Lets the jobs come to a safe point. An answer that is on its way may be paid for already, so it is waited for, but
/// not in silence and not against the analyst's will.
async fn leave(runners: Vec<Runner>) {
    let all = futures_util::future::join_all(runners.into_iter().map(Runner::shutdown));
    let mut leaving = std::pin::pin!(all);
    tokio::select! {
        _ = &mut leaving => return,
        () = tokio::time::sleep(SILENCE) => {}
    }
    tell(ON_ITS_WAY);
    tokio::select! {
        _ = &mut leaving => {}
        _ = signals::asked_to_leave() => {}
    }
}

/// Puts the loop together without touching a terminal.
pub async fn assemble(
    setup: ExplorerSetup,
    size: (u16, u16),
) -> Result<(Loop, Vec<Runner>), ShellError> {
    let trace = setup.trace.as_deref().map(trace_to).transpose()?;
    let (report_sender, reports) = mpsc::channel(WAITING);
    let (action_sender, actions) = mpsc::channel(WAITING);
    let sandbox = setup.clients.iter().any(Client::is_sandbox);
    let runners = start_all(&setup, &report_sender).await?;
    let jobs = jobs_in_view(&setup, &runners)?;
    let budget = budget_with(Provider::Majestic, &runners)?;
    let money = budget_with(Provider::DataForSeo, &runners)?;
    let majestic = with(Provider::Majestic, &runners).cloned();
    let providers = runners.iter().map(Runner::provider).collect();
    let at_once = setup.auto_download && jobs.is_empty();
    let auto_target = setup.form_target.clone().filter(|_| at_once);
    let (session, forgotten) = recall(&setup.store);
    let resume = to_resume(&setup, &session);
    let mut state = State::new(Setup {
        keymap: setup.keymap,
        theme: setup.theme,
        themes: setup.themes.names,
        options: setup.options,
        size,
        service: setup.service,
        header_host: setup.host,
        sandbox,
        limits: setup.settings.limits,
        form_target: setup.form_target,
        auto_start: setup.auto_download,
        jobs,
        providers,
        budget,
        money,
        session,
        resume,
        now: (setup.clock)(),
    });
    state.export.folder = working_folder();
    tell_first(&mut state, &setup.store, setup.told, forgotten);
    state.overlay = setup.first_run.then(connect::first);
    if let Some((path, why)) = setup.refused {
        connect::refused(&mut state, setup.first_run, path, &why);
    }
    let performer = Performer {
        running: Running::default(),
        exports: Exports::default(),
        copying: Copying::default(),
        clipboard: setup.options.clipboard,
        counting: Counting::default(),
        lists: Lists::new(setup.store.clone()),
        store: setup.store,
        runners: runners.clone(),
        actions: action_sender,
        imports: Imports::default(),
        clock: setup.clock,
        limits: Arc::new(Mutex::new(setup.settings.limits)),
        settings_file: setup.settings_file,
        access: setup.access,
        themes: setup.themes.read,
        around: Around::default(),
        remembering: Remembering::default(),
    };
    open_first(&performer, setup.open, &report_sender);
    if let (Some(runner), Some(target)) = (majestic, auto_target) {
        tokio::spawn(fetch_at_once(runner, target, report_sender));
    }
    Ok((
        Loop::new(state, performer, actions, reports, trace),
        runners,
    ))
}

/// The runner of the account with a provider.
fn with(provider: Provider, runners: &[Runner]) -> Option<&Runner> {
    runners.iter().find(|runner| runner.provider() == provider)
}

fn budget_with(provider: Provider, runners: &[Runner]) -> Result<Budget, JobError> {
    let budget = with(provider, runners).map(Runner::budget).transpose();
    budget.map(Option::unwrap_or_default)
}

/// The dataset that was on screen the last time and is still there, unless something else is to be shown.
fn to_resume(setup: &ExplorerSetup, session: &Session) -> Option<DatasetId> {
    let opened = session.opened.iter().filter(|_| setup.open.is_empty());
    let mut known = opened.map(|name| DatasetId(name.clone()));
    known.find(|id| setup.store.manifest(id).is_ok())
}

/// The jobs of the accounts. What was bought stays in view without a service; beside an opened file it would only be in
/// the way.
fn jobs_in_view(setup: &ExplorerSetup, runners: &[Runner]) -> Result<Vec<JobSummary>, ShellError> {
    let mut jobs = Vec::new();
    for runner in runners {
        jobs.extend(runner.jobs()?);
    }
    if runners.is_empty() && setup.open.is_empty() {
        jobs = held_jobs(&setup.store)?;
    }
    tell_rows(&setup.store, &mut jobs);
    Ok(jobs)
}

/// Tells what was found before anything was drawn; each can be read again. What is wrong with the data folder stands in
/// the line in the end.
fn tell_first(state: &mut State, store: &Store, told: Vec<String>, forgotten: Option<String>) {
    let known = forgotten.into_iter().map(Action::Notice);
    let told = told.into_iter().chain(about_folder(store));
    for action in known.chain(told.map(Action::Trouble)) {
        // Nothing is open yet that it could have an effect on.
        drop(app::update(state, action));
    }
}

/// A runner for each account.
async fn start_all(
    setup: &ExplorerSetup,
    reports: &mpsc::Sender<Report>,
) -> Result<Vec<Runner>, JobError> {
    let mut runners = Vec::with_capacity(setup.clients.len());
    for client in &setup.clients {
        let is_majestic = client.provider() == Provider::Majestic;
        let started = Runner::start(RunnerSetup {
            store: setup.store.clone(),
            client: client.clone(),
            reports: reports.clone(),
            clock: setup.clock.clone(),
            limits: setup.settings.limits,
            pace: Pace::of(client),
            // Only Majestic tells when a file is ready.
            notify: setup.notify.clone().filter(|_| is_majestic),
        });
        runners.push(started.await?);
    }
    Ok(runners)
}

fn trace_to(path: &Path) -> Result<Trace, ShellError> {
    Trace::create(path).map_err(|source| ShellError::Trace {
        path: path.to_owned(),
        source,
    })
}

/// The folder that exports go to; empty where the system does not say.
fn working_folder() -> String {
    std::env::current_dir().map_or_else(|_| String::new(), |folder| folder.display().to_string())
}

/// What is to be told of the data folder itself: a journal put back from its backup, begun anew, or without one; a disk
/// that takes nothing.
fn about_folder(store: &Store) -> Option<String> {
    let mut found = store.found();
    if store.is_looked_at() {
        found.push(
            "the data folder cannot be written (a full or a read-only disk): what it holds is only shown, and nothing is bought"
                .to_owned(),
        );
    }
    (!found.is_empty()).then(|| found.join(". "))
}

/// Jobs whose manifests are read when the explorer starts; older ones tell their rows when they are opened.
const TOLD: usize = 100;

/// Tells the newest jobs how many rows their datasets hold; those that come page by page know it from the journal.
fn tell_rows(store: &Store, jobs: &mut [JobSummary]) {
    jobs.sort_by_key(|job| std::cmp::Reverse(job.id));
    let silent = jobs
        .iter_mut()
        .filter(|job| job.held.is_none() && job.progress.rows == 0);
    for job in silent.take(TOLD) {
        let manifest = job.dataset.as_ref().and_then(|id| store.manifest(id).ok());
        if let Some(manifest) = manifest {
            let rows = [manifest.rows, manifest.items, manifest.domains];
            job.progress.rows = rows.into_iter().find(|rows| *rows > 0).unwrap_or(0);
        }
    }
}

fn held_jobs(store: &Store) -> Result<Vec<JobSummary>, StoreError> {
    let records = store.journal().jobs()?;
    Ok(records.into_iter().map(|record| record.summary).collect())
}

/// The demo's first download: priced and bought through the ordinary path, on the demo account.
async fn fetch_at_once(runner: Runner, target: String, reports: mpsc::Sender<Report>) {
    let bought = async {
        let target = Target::parse(&target).map_err(|e| e.to_string())?;
        let query = Query::new(&DOWNLOAD_REF_DOMAIN_BACK_LINKS, target);
        let mut quote = runner
            .look_up_price(&query)
            .await
            .map_err(|e| e.to_string())?;
        let granted = quote.price.ceiling().ok_or("the price is unknown")?;
        if let SkipEffect::Refuses { cost, .. } = quote.skip_effect() {
            // A demo of a larger world than usual: its largest target costs more than the service lets pass unasked.
            quote.query.set(SKIP_LIMIT, &cost.to_string())?;
        }
        runner
            .submit(&quote, granted, false, None)
            .await
            .map_err(|e| e.to_string())
    };
    if let Err(trouble) = bought.await {
        let _ = reports.send(Report::Trouble(trouble)).await;
    }
}
