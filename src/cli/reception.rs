//! The runner of jobs as a headless command holds it: started, listened to, and stopped in good order.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc;

use super::desk::Desk;
use super::failure::Failure;
use super::interrupts::Interrupts;
use super::service::Service;
use super::talk::Talk;
use super::verdict;
use crate::jobs::{JobError, NotifySetup, ON_ITS_WAY, Runner, RunnerSetup};
use crate::model::catalog::Provider;
use crate::model::column::grouped;
use crate::model::job::{JobId, JobState, JobSummary, Progress};
use crate::model::report::Report;
use crate::store::{JobRecord, Store};

/// Reports that may wait to be told.
const REPORTS: usize = 64;

/// How long closing may take before it is explained.
const SILENCE: Duration = Duration::from_millis(250);

/// A running runner with somebody to listen to its reports.
pub struct Reception {
    /// The runner.
    pub runner: Runner,
    /// The account's jobs as they stood before the runner went on with them, newest first. One that ends at once would
    /// seem never to have been unfinished, and be bought again or not be told.
    pub earlier: Vec<JobSummary>,
    /// Signals of the person.
    pub interrupts: Interrupts,
    talk: Talk,
}

impl Reception {
    /// Starts the runner, which goes on with unfinished jobs of this account at once.
    pub async fn open(desk: &Desk, service: &Service, store: Store) -> Result<Self, Failure> {
        let interrupts = Interrupts::new()
            .map_err(|why| Failure::Failed(format!("signals cannot be heard: {why}")))?;
        let (sender, receiver) = mpsc::channel(REPORTS);
        let setup = RunnerSetup {
            store,
            client: service.client.clone(),
            reports: sender,
            clock: Desk::clock(),
            limits: desk.settings.limits,
            pace: service.pace(),
            notify: notify(desk)?,
        };
        let talk = desk.talk.clone();
        let earlier = jobs_of(&setup.store, &service.client.fingerprint())?;
        if !setup.store.is_looked_at() {
            for sentence in may_be_sent(&earlier) {
                talk.say(&sentence);
            }
        }
        tokio::spawn(listen(receiver, talk.clone()));
        let runner = Runner::start(setup)
            .await
            .map_err(|why| verdict::of(&why))?;
        Ok(Self {
            runner,
            earlier: earlier.into_iter().map(|job| job.summary).collect(),
            interrupts,
            talk,
        })
    }

    /// Waits for a job, or for the person to leave; then the job goes on at the next start.
    pub async fn wait_for(&mut self, job: JobId) -> Result<JobSummary, Failure> {
        let finished = tokio::select! {
            finished = self.runner.finished(job) => Some(finished),
            () = self.interrupts.next() => None,
        };
        match finished {
            Some(finished) => finished.map_err(|why| verdict::of(&why)),
            None => Err(Failure::Interrupted(format!(
                "stopped; job {job} is not lost and nothing is bought twice: the next `backtrail jobs --resume`, \
                 or the same command again, goes on with it"
            ))),
        }
    }

    /// Does something that the person may break off; `left` says what that means.
    pub async fn unless_interrupted<T>(
        &mut self,
        left: &str,
        work: impl Future<Output = Result<T, JobError>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            done = work => done.map_err(|why| verdict::of(&why)),
            () = self.interrupts.next() => Err(Failure::Interrupted(left.to_owned())),
        }
    }

    /// Asks a question; leaving is an answer, too.
    pub async fn ask(&mut self, question: String) -> Result<bool, Failure> {
        let talk = self.talk.clone();
        let answer = tokio::task::spawn_blocking(move || talk.ask(&question));
        tokio::select! {
            yes = answer => Ok(yes.unwrap_or(false)),
            () = self.interrupts.next() => Err(Failure::Interrupted("stopped; nothing was sent".to_owned())),
        }
    }

    /// Stops the runner at a safe point. An answer that is on its way may be paid for already, so it is waited for, but
    /// not in silence and not against the person's will.
    pub async fn close(mut self) {
        let mut closing = std::pin::pin!(self.runner.shutdown());
        tokio::select! {
            () = &mut closing => return,
            () = self.interrupts.next() => return,
            () = tokio::time::sleep(SILENCE) => {}
        }
        self.talk.insist(ON_ITS_WAY);
        tokio::select! {
            () = closing => {}
            () = self.interrupts.next() => {}
        }
    }
}

/// Every job of an account, newest first.
fn jobs_of(store: &Store, account: &str) -> Result<Vec<JobRecord>, Failure> {
    let jobs = store.journal().jobs();
    let mut jobs = jobs.map_err(|why| Failure::Failed(why.to_string()))?;
    jobs.retain(|job| job.account == account);
    Ok(jobs)
}

/// What the runner goes on with by itself though something of it may cost yet: said before, because a command may have
/// been given for something else.
fn may_be_sent(jobs: &[JobRecord]) -> Vec<String> {
    let may_cost = |job: &&JobRecord| {
        let state = job.summary.state;
        let by_page = job.summary.query.provider() == Provider::DataForSeo;
        state == JobState::Reserved || by_page && state == JobState::Sent
    };
    let sentence = |job: &JobRecord| {
        format!(
            "job {} ({}) of an earlier run is unfinished and is gone on with now: of what was granted for it ({}) the rest \
             may be spent; `backtrail jobs` lists it",
            job.summary.id,
            job.summary.query.title(),
            job.granted
        )
    };
    jobs.iter().rev().filter(may_cost).map(sentence).collect()
}

/// Empties the channel for as long as the runner lives, so that no job waits for a reader.
async fn listen(mut reports: mpsc::Receiver<Report>, talk: Talk) {
    let mut notes: HashMap<JobId, String> = HashMap::new();
    while let Some(report) = reports.recv().await {
        match report {
            Report::Job(job) => {
                // What keeps a job waiting may last for days: it is said, not only shown for a moment.
                let known = notes.get(&job.id).map_or("", String::as_str);
                // What is tried again and again (the list of tasks while nobody knows what was charged; the file, its
                // rows) says the same with another time: told once.
                let is_new = match job.state {
                    JobState::Waiting | JobState::Sent => known != job.note,
                    JobState::ChargeUnknown | JobState::Downloading | JobState::Parsing => {
                        known.is_empty()
                    }
                    _ => false,
                };
                if is_new && !job.note.is_empty() {
                    talk.say(&standing(&job));
                    notes.insert(job.id, job.note.clone());
                } else if !job.state.is_final() {
                    talk.progress(&standing(&job));
                }
            }
            Report::Progress { job, progress } => {
                talk.progress(&format!("job {job}: {}", measure(&progress)));
            }
            Report::Published {
                rows,
                domains,
                items,
                ..
            } => talk.progress(&published(rows, domains, items)),
            Report::Budget(_) => {}
            Report::Trouble(sentence) => talk.insist(&sentence),
        }
    }
}

/// Where the service may tell that a file is ready: both places or none.
pub fn notify(desk: &Desk) -> Result<Option<NotifySetup>, Failure> {
    match (desk.common.notify_listen, &desk.common.notify_public) {
        (None, None) => Ok(None),
        (Some(listen), Some(public)) if matches!(public.scheme(), "http" | "https") => {
            Ok(Some(NotifySetup {
                listen,
                public: public.clone(),
            }))
        }
        (Some(_), Some(_)) => Err(Failure::Usage(
            "--notify-public takes an http:// or https:// address; nothing was sent".to_owned(),
        )),
        _ => Err(Failure::Usage(
            "--notify-listen ADDR and --notify-public URL go together: where notifications are taken, and how the service reaches that place; nothing was sent"
                .to_owned(),
        )),
    }
}

fn published(rows: u64, domains: u64, items: u64) -> String {
    let number = |n: u64| grouped(n.try_into().unwrap_or(i64::MAX));
    if items > 0 {
        return format!("{} items read", number(items));
    }
    format!("{} rows of {} domains read", number(rows), number(domains))
}

fn standing(job: &JobSummary) -> String {
    let note = match job.note.as_str() {
        "" => String::new(),
        note => format!(": {note}"),
    };
    let state = match job.state {
        JobState::Waiting => "the service is working on it",
        other => other.title(),
    };
    format!("job {} {}: {state}{note}", job.id, job.query.title())
}

fn measure(progress: &Progress) -> String {
    let mut parts = Vec::new();
    if let Some(percent) = (progress.done.saturating_mul(100)).checked_div(progress.total) {
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        parts.push(format!(
            "{}% of {:.1} MB",
            percent.min(100),
            megabytes(progress.total)
        ));
    }
    if progress.rows > 0 {
        parts.push(format!(
            "{} rows",
            grouped(progress.rows.try_into().unwrap_or(i64::MAX))
        ));
    }
    if !progress.remote.is_empty() {
        parts.push(progress.remote.clone());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_measured_by_what_is_known() {
        let progress = Progress {
            done: 500_000,
            total: 2_000_000,
            rows: 1_234,
            remote: String::new(),
        };
        assert_eq!(measure(&progress), "25% of 2.0 MB, 1,234 rows");
        let remote = Progress {
            remote: "Analysed 3 of 7".to_owned(),
            ..Progress::default()
        };
        assert_eq!(measure(&remote), "Analysed 3 of 7");
    }
}
