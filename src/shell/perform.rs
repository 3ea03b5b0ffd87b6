//! Effects into tasks. Nothing here waits: every effect is handed to a task that answers with an action.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::access::Connector;
use super::around::Around;
use super::copying::Copying;
use super::counting::Counting;
use super::exports::Exports;
use super::fault::caught;
use super::imports::Imports;
use super::lists::{Cancel, Lists, Request, Waiting};
use super::remembering::Remembering;
use super::running::{Running, Work};
use super::themes::ThemeReader;
use super::{browser, names};
use crate::app::action::Action;
use crate::app::budget::NO_SERVICE;
use crate::app::effect::{Effect, Wanted};
use crate::config::ClipboardOptions;
use crate::jobs::Runner;
use crate::model::catalog::Provider;
use crate::model::job::JobId;
use crate::model::money::Limits;
use crate::model::report::Report;
use crate::model::rows::{DatasetId, List, RowId};
use crate::store::{Haste, Store, StoreError, second_pass};

/// Reads the clock; injected, so that tests tell the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Whose runner does something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whose {
    /// That of the account with a provider.
    Provider(Provider),
    /// That of a job's account.
    Job(JobId),
}

/// Performs effects.
#[derive(Clone)]
pub(super) struct Performer {
    pub(super) store: Store,
    pub(super) runners: Vec<Runner>,
    pub(super) lists: Lists,
    pub(super) actions: mpsc::Sender<Action>,
    pub(super) running: Running,
    pub(super) exports: Exports,
    pub(super) copying: Copying,
    /// How text is copied.
    pub(super) clipboard: ClipboardOptions,
    pub(super) counting: Counting,
    pub(super) imports: Imports,
    pub(super) clock: Clock,
    /// The limits that bind now.
    pub(super) limits: Arc<Mutex<Limits>>,
    /// Where limits are kept, if anywhere.
    pub(super) settings_file: Option<PathBuf>,
    /// What makes clients of accounts that are typed in, and where these are kept.
    pub(super) access: Option<(Connector, PathBuf)>,
    /// What reads themes that are not built in.
    pub(super) themes: ThemeReader,
    /// How far what others change was seen.
    pub(super) around: Around,
    /// What the screen remembers and is not written yet.
    pub(super) remembering: Remembering,
}

impl Performer {
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn perform(&self, effect: Effect) {
        if let Effect::PriceFromCache(_) = effect {
            // Others may have spent from the account since the balance was heard; asking is free.
            self.refresh_budget(false);
        }
        match effect {
            Effect::PriceFromCache(_)
            | Effect::LookUpPrice(_)
            | Effect::Submit { .. }
            | Effect::ListDownloads
            | Effect::Adopt(_)
            | Effect::Attach { .. }
            | Effect::DeleteRemote(_) => self.with_service(effect),
            Effect::Cancel(job) => self.with_runner(Whose::Job(job), move |runner| async move {
                runner.cancel(job);
                None
            }),
            Effect::Reconcile(job) => self.with_runner(Whose::Job(job), move |runner| async move {
                runner.reconcile(job);
                None
            }),
            Effect::ReadLedger
            | Effect::ReadDoubt(_)
            | Effect::Resolve { .. }
            | Effect::SetLimit(_) => self.on_money(effect),
            Effect::RefreshBudget => self.refresh_budget(true),
            Effect::Rank { .. }
            | Effect::Read { .. }
            | Effect::Find { .. }
            | Effect::StopFinding(_)
            | Effect::Tally { .. }
            | Effect::Picture { .. }
            | Effect::StopTally(_) => self.on_lists(effect),
            Effect::FindRows { .. } | Effect::CountMarked { .. } => self.on_marks(effect),
            Effect::ReadRow { dataset, list, row } => {
                self.blocking(Work::Read, move |p| Some(p.read_row(&dataset, list, row)));
            }
            Effect::ReadSparks { dataset, rows } => self.read_sparks(dataset, rows),
            Effect::ReadDomainNames {
                dataset,
                filter,
                wanted,
            } => self.blocking(Work::Read, move |p| {
                Some(p.domain_names(dataset, &filter, &wanted))
            }),
            Effect::CountDomains(dataset) => {
                self.blocking(Work::Other, move |p| Some(p.count_domains(dataset)))
            }
            Effect::CountTable { .. } | Effect::StopCounting => self.on_counting(effect),
            Effect::OpenDataset(id) => self.blocking(Work::Read, move |p| {
                Some(Action::DatasetOpened(p.facts(&id).map(Box::new)))
            }),
            Effect::Export(order) => self.export(*order),
            Effect::StopExport => self.exports.stop(),
            Effect::TryAccess(_)
            | Effect::KeepAccess(_)
            | Effect::CheckPath(_)
            | Effect::CompletePath(_)
            | Effect::ReadOverview(_) => self.guide(effect),
            Effect::Copy(text) => self.blocking(Work::Other, move |p| Some(p.copy(&text))),
            Effect::CopyRows(order) => {
                let current = self.copying.announce(order.number);
                self.blocking(Work::Export, move |p| p.copy_rows(&order, &current));
            }
            Effect::OpenInBrowser(address) => {
                self.blocking(Work::Other, move |_| Some(browser::open(&address)));
            }
            Effect::ReadTheme(name) => self.read_theme(name),
            Effect::Quit | Effect::Suspend | Effect::Mouse(_) | Effect::GoOn(_) => {}
        }
    }

    fn refresh_budget(&self, tells_trouble: bool) {
        // Without a service there is no account to ask about; the budget line says so.
        for runner in &self.runners {
            let whose = Whose::Provider(runner.provider());
            self.with_runner(whose, move |runner| async move {
                Some(match runner.refresh_budget().await {
                    Ok(budget) => Action::Report(Report::Budget(Box::new(budget))),
                    Err(_) if !tells_trouble => return None,
                    Err(error) => Action::Trouble(error.to_string()),
                })
            });
        }
    }

    /// Lists keep the order of their requests: a request is announced here and now, its work done elsewhere.
    fn on_lists(&self, effect: Effect) {
        match effect {
            Effect::Rank {
                pane,
                generation,
                view,
                keep,
                anew,
            } => {
                let cancel = self.lists.announce(pane, generation);
                let request = Request {
                    pane,
                    generation,
                    view,
                    keep,
                    anew,
                };
                self.long(Work::Rank, cancel, move |lists, waiting| {
                    lists.rank(&request, waiting);
                    None
                });
            }
            Effect::Read {
                pane,
                generation,
                range,
                columns,
            } => self.blocking(Work::Read, move |p| {
                p.lists.read(pane, generation, range, columns)
            }),
            Effect::Find {
                pane,
                generation,
                needle,
                from,
                direction,
            } => {
                let cancel = self.lists.announce_find(pane);
                self.long(Work::Find, cancel, move |lists, waiting| {
                    lists.find(pane, generation, (needle, direction), from, waiting)
                });
            }
            Effect::StopFinding(pane) => drop(self.lists.announce_find(pane)),
            Effect::Tally {
                pane,
                generation,
                field,
            } => {
                let cancel = self.lists.announce_tally(pane);
                self.long(Work::Tally, cancel, move |lists, waiting| {
                    lists.tally(pane, generation, field, waiting)
                });
            }
            Effect::Picture {
                pane,
                generation,
                name,
            } => {
                let cancel = self.lists.announce_tally(pane);
                self.long(Work::Tally, cancel, move |lists, waiting| {
                    lists.picture(pane, generation, name, waiting)
                });
            }
            Effect::StopTally(pane) => drop(self.lists.announce_tally(pane)),
            _ => {}
        }
    }

    fn on_counting(&self, effect: Effect) {
        if let Effect::CountTable { dataset, sheet } = effect {
            let cancel = self.counting.announce();
            self.blocking(Work::Tally, move |p| p.count_table(dataset, sheet, &cancel));
        } else {
            self.counting.stop();
        }
    }

    /// Does work over a list whose reports go the way of its answer.
    fn long(
        &self,
        work: Work,
        cancel: Cancel,
        run: impl FnOnce(&Lists, Waiting<'_>) -> Option<Action> + Send + 'static,
    ) {
        self.blocking(work, move |p| {
            let tell = |action| p.tell(action);
            let waiting = Waiting {
                cancel: &cancel,
                tell: &tell,
            };
            run(&p.lists, waiting)
        });
    }

    fn read_row(&self, dataset: &DatasetId, list: List, row: RowId) -> Action {
        match self.lists.open(dataset).and_then(|d| d.row(&list, row)) {
            Ok(cells) => Action::RowRead { list, row, cells },
            Err(error) => Action::Trouble(error.to_string()),
        }
    }

    fn read_sparks(&self, dataset: DatasetId, rows: Vec<RowId>) {
        self.blocking(Work::Read, move |p| {
            let never = AtomicBool::new(false);
            let opened = p.lists.open(&dataset);
            let read =
                opened.and_then(|opened| Ok((opened.last_month(), opened.sparks(&rows, &never)?)));
            Some(match read {
                Ok((last, sparks)) => Action::SparksRead {
                    dataset,
                    last,
                    sparks,
                },
                Err(error) => Action::Trouble(error.to_string()),
            })
        });
    }

    fn domain_names(&self, dataset: DatasetId, filter: &str, wanted: &Wanted) -> Action {
        let opened = self.lists.open(&dataset);
        match opened.and_then(|opened| names::wanted(&opened, filter, wanted)) {
            Ok(names) => Action::DomainNames { dataset, names },
            Err(error) => Action::Trouble(error.to_string()),
        }
    }

    /// Beside whoever leaves: what is not written by then is counted another time.
    fn count_domains(&self, dataset: DatasetId) -> Action {
        let never = AtomicBool::new(false);
        let outcome = match second_pass(&self.store, &dataset, Haste::Aside, &never) {
            Ok(_) => Ok(true),
            Err(StoreError::Busy(_)) => Ok(false),
            Err(error) => Err(format!(
                "the figures of the domains are not counted: {error}"
            )),
        };
        Action::DomainsCounted { dataset, outcome }
    }

    /// Answers from a task; waits while the loop has much to take. The loop has ended when nobody listens: there
    /// is no one left to tell.
    pub(super) fn tell(&self, action: Action) {
        let _ = self.actions.blocking_send(action);
    }

    /// The runner of an account; the first where it is nobody's or of an account that is not asked now, so that it
    /// can say so.
    fn runner(&self, whose: Whose) -> Option<Runner> {
        let own = |runner: &&Runner| match whose {
            Whose::Provider(provider) => runner.provider() == provider,
            Whose::Job(job) => {
                let record = self.store.journal().job(job);
                record.is_ok_and(|record| record.account == runner.account())
            }
        };
        let found = self.runners.iter().find(own);
        found.or(self.runners.first()).cloned()
    }

    pub(super) fn with_runner<F, T>(&self, whose: Whose, work: F)
    where
        F: FnOnce(Runner) -> T + Send + 'static,
        T: Future<Output = Option<Action>> + Send,
    {
        let actions = self.actions.clone();
        let runner = self.runner(whose);
        tokio::spawn(async move {
            let action = match runner {
                Some(runner) => work(runner).await,
                None => Some(Action::Trouble(NO_SERVICE.to_owned())),
            };
            if let Some(action) = action {
                // The loop has ended when nobody listens: there is no one left to tell.
                let _ = actions.send(action).await;
            }
        });
    }

    pub(super) fn blocking(
        &self,
        work: Work,
        task: impl FnOnce(&Self) -> Option<Action> + Send + 'static,
    ) {
        // It answers when it has ended; nobody waits for it.
        drop(self.begin(work, task));
    }

    /// [`Self::blocking`], for work that is waited for when the explorer ends.
    pub(super) fn begin(
        &self,
        work: Work,
        task: impl FnOnce(&Self) -> Option<Action> + Send + 'static,
    ) -> JoinHandle<()> {
        let performer = self.clone();
        let at_work = self.running.begin(work);
        tokio::task::spawn_blocking(move || {
            let action = caught(|| task(&performer));
            let action = action.unwrap_or_else(|why| Some(Action::Trouble(why)));
            drop(at_work);
            if let Some(action) = action {
                performer.tell(action);
            }
        })
    }
}
