//! Files that are read in while the explorer shows what there is of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::explorer::OpenWhat;
use super::perform::Performer;
use super::running::Work;
use super::signals;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::jobs::{Guards, import_with};
use crate::model::report::Report;
use crate::model::rows::DatasetId;
use crate::store::{Published, held};

/// How long putting rows in order may take before it is explained.
const SILENCE: Duration = Duration::from_secs(1);

/// How often it is told how far a file is read.
const TOLD_EVERY: Duration = Duration::from_millis(200);

/// The files that are read in, so that they can be stopped. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports {
    stop: Arc<AtomicBool>,
    task: Arc<Mutex<Option<JoinHandle<()>>>>,
    /// What stopped them last.
    said: Arc<Mutex<Option<String>>>,
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Imports {
    /// Stops them where they are, with their rows and domains published, and says on standard error what is held.
    /// Nobody may wait for their answers any more.
    pub(super) async fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        let Some(mut task) = lock(&self.task).take() else {
            return;
        };
        if tokio::time::timeout(SILENCE, &mut task).await.is_err() {
            tell("the rows that were read are put in order; ctrl-c leaves without it");
            tokio::select! {
                // Whether it failed it has said itself.
                _ended = &mut task => {}
                _ = signals::asked_to_leave() => return,
            }
        }
        if let Some(said) = lock(&self.said).take() {
            tell(&said);
        }
    }
}

/// Says something where the screen was.
pub(super) fn tell(sentence: &str) {
    // Without a terminal to say it on there is nobody to tell.
    drop(writeln!(std::io::stderr(), "backtrail: {sentence}"));
}

/// The first is shown as it comes. Files behind it are read in after it, one by one, and named when they are held.
pub(super) fn open_first(
    performer: &Performer,
    open: Vec<OpenWhat>,
    reports: &mpsc::Sender<Report>,
) {
    let mut files = Vec::new();
    let mut is_shown = false;
    for what in open {
        match what {
            OpenWhat::File(path, guards) => files.push((path, guards)),
            OpenWhat::Dataset(id) => {
                is_shown = true;
                performer.perform(Effect::OpenDataset(id));
            }
        }
    }
    if files.is_empty() {
        return;
    }
    let reports = reports.clone();
    let task = performer.begin(Work::Import, move |p| {
        p.import_all(&files, is_shown, &reports);
        None
    });
    *lock(&performer.imports.task) = Some(task);
}

impl Performer {
    fn import_all(
        &self,
        files: &[(PathBuf, Guards)],
        is_shown: bool,
        reports: &mpsc::Sender<Report>,
    ) {
        for (at, (path, guards)) in files.iter().enumerate() {
            let is_first = at == 0 && !is_shown;
            for action in if is_first {
                self.import(path, *guards, reports)
            } else {
                vec![self.import_aside(path, *guards)]
            } {
                self.tell(action);
            }
            if self.imports.stop.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    /// Ingests a file, saying what has become readable as it goes.
    fn import(&self, path: &Path, guards: Guards, reports: &mpsc::Sender<Report>) -> Vec<Action> {
        let stop = &self.imports.stop;
        if let Ok(Some(id)) = held(&self.store, path, stop) {
            let said = format!("{} is held already: nothing was read", path.display());
            return vec![self.opened(&id), Action::Notice(said)];
        }
        let mut filled = None;
        let mut told: Option<Instant> = None;
        let options = guards.options();
        let said = import_with(
            &self.store,
            path,
            options,
            stop,
            &mut |dataset, published| {
                filled = Some(dataset.clone());
                let dataset = dataset.clone();
                let Published {
                    rows,
                    domains,
                    items,
                    bytes_read,
                    bytes_total,
                } = published;
                if told.is_none_or(|at| at.elapsed() >= TOLD_EVERY) {
                    told = Some(Instant::now());
                    // A full channel may drop it: the next one says more.
                    let _ = self.actions.try_send(Action::FileGrows {
                        dataset: dataset.clone(),
                        done: bytes_read,
                        total: bytes_total,
                    });
                }
                // Only a beat: a full channel may drop it, the end of the import opens the dataset anyway.
                let _ = reports.try_send(Report::Published {
                    job: None,
                    dataset,
                    rows,
                    domains,
                    items,
                    complete: false,
                });
            },
        );
        vec![match said {
            Ok((id, _)) => self.opened(&id),
            Err(error) => {
                let why = format!("{}: {error}", path.display());
                *lock(&self.imports.said) = Some(why.clone());
                let facts = filled.as_ref().and_then(|id| self.facts(id).ok());
                Action::ReadingStopped {
                    dataset: filled,
                    facts: facts.map(Box::new),
                    why,
                }
            }
        }]
    }

    fn opened(&self, id: &DatasetId) -> Action {
        Action::DatasetOpened(self.facts(id).map(Box::new))
    }

    /// Ingests a file while another one is looked at.
    fn import_aside(&self, path: &Path, guards: Guards) -> Action {
        let (name, stop) = (path.display(), &self.imports.stop);
        if let Ok(Some(id)) = held(&self.store, path, stop) {
            return Action::Notice(format!(
                "{name} is held already; `backtrail open {id}` shows it"
            ));
        }
        match import_with(&self.store, path, guards.options(), stop, &mut |_, _| {}) {
            Ok((id, _)) => {
                Action::Notice(format!("{name} is read in; `backtrail open {id}` shows it"))
            }
            Err(error) => {
                let why = format!("{name}: {error}");
                *lock(&self.imports.said) = Some(why.clone());
                Action::Trouble(why)
            }
        }
    }
}
