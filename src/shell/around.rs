//! What others changed meanwhile: another explorer, a command, the analyst's editor. It is looked for when a key comes
//! and before anything is bought, never by a clock: an idle screen stays idle.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::perform::Performer;
use super::running::Work;
use crate::app::action::Action;
use crate::config::Settings;
use crate::jobs::Runner;
use crate::model::job::JobSummary;
use crate::model::money::Limits;
use crate::model::report::Report;

/// A burst of keys looks once.
const BETWEEN: Duration = Duration::from_secs(1);

/// How far everything was seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Around(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    looked: Option<Instant>,
    journal: Option<i64>,
    settings: Option<Stamp>,
}

/// By what a file is known to be another.
type Stamp = Option<(SystemTime, u64)>;

fn stamp(file: &Path) -> Stamp {
    let meta = fs::metadata(file).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

impl Around {
    fn seen<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether it is time to look again; then that is taken down.
    fn is_due(&self) -> bool {
        self.seen(|seen| {
            let is_due = seen.looked.is_none_or(|at| at.elapsed() >= BETWEEN);
            if is_due {
                seen.looked = Some(Instant::now());
            }
            is_due
        })
    }

    fn journal_moved(&self, version: i64) -> bool {
        self.seen(|seen| seen.journal.replace(version) != Some(version))
    }

    fn settings_moved(&self, stamp: Stamp) -> bool {
        self.seen(|seen| seen.settings.replace(stamp) != Some(stamp))
    }
}

impl Performer {
    /// Looks, if that is due; what is new comes as actions.
    pub(super) fn look_around(&self) {
        if self.around.is_due() {
            self.blocking(Work::Other, |p| {
                p.heed_limits();
                p.hear_journal();
                None
            });
        }
    }

    /// The limits as the settings have them now. A file that cannot be read leaves them as they were, and is told.
    pub(super) fn heed_limits(&self) {
        if let Some(news) = self
            .settings_file
            .as_deref()
            .and_then(|file| self.new_limits(file))
        {
            self.tell(news);
        }
    }

    fn new_limits(&self, file: &Path) -> Option<Action> {
        // Held from the look to the end: whoever looks meanwhile, before a purchase, waits until the new ones bind.
        let mut held = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = stamp(file);
        if !self.around.settings_moved(stamp) {
            return None;
        }
        let limits = match limits_in(file, stamp) {
            Ok(limits) => limits,
            Err(why) => {
                return Some(Action::Trouble(format!(
                    "{} cannot be read any more: {why}; the limits stay as they were",
                    file.display()
                )));
            }
        };
        if *held == limits {
            return None;
        }
        *held = limits;
        for runner in &self.runners {
            runner.set_limits(limits);
        }
        Some(Action::LimitsRead(limits))
    }

    /// Jobs and balances, where another program wrote into the journal.
    fn hear_journal(&self) {
        let Ok(version) = self.store.journal().version_of_others() else {
            return;
        };
        if !self.around.journal_moved(version) {
            return;
        }
        for runner in &self.runners {
            if let Ok(budget) = runner.budget() {
                self.tell(Action::Report(Report::Budget(Box::new(budget))));
            }
        }
        let jobs: Vec<JobSummary> = self.runners.iter().flat_map(jobs_of).collect();
        self.tell(Action::JobsSeen(jobs));
    }
}

/// A file that is not there limits nothing.
fn limits_in(file: &Path, stamp: Stamp) -> Result<Limits, String> {
    let text = match stamp {
        Some(_) => fs::read_to_string(file).map_err(|why| why.to_string())?,
        None => String::new(),
    };
    let settings = Settings::from_toml(&text).map_err(|why| why.to_string())?;
    Ok(settings.limits)
}

fn jobs_of(runner: &Runner) -> Vec<JobSummary> {
    runner.jobs().unwrap_or_default()
}
