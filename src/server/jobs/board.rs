//! All jobs, at rest one file each, and the ledger they are charged to: whatever must agree
//! with each other is changed under one lock.
//!
//! A job's record is written before its charge, and the charge names the job. So a server that was
//! killed between the two knows, when it starts again, what is still owed, and owes it once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::job::{Expected, Job};
use super::order::Order;
use crate::model::money::Amounts;
use crate::server::accounts::{Charge, Ledger, Short};
use crate::server::delivery::Delivery;
use crate::server::error::ServeError;
use crate::server::home::{Home, random_id, write_whole};
use crate::wire::majestic::code::DownloadStatus;

/// Jobs and accounts.
pub(in crate::server) struct Board {
    home: Home,
    pub ledger: Ledger,
    jobs: BTreeMap<String, Job>,
    running: BTreeMap<String, CancellationToken>,
}

/// Why a job could not be changed.
#[derive(Debug, thiserror::Error)]
pub(in crate::server) enum Change {
    #[error("the job was deleted")]
    Gone,
    #[error(transparent)]
    Short(#[from] Short),
    #[error("the job's record cannot be written: {0}")]
    Record(#[from] std::io::Error),
    #[error(transparent)]
    Random(#[from] ServeError),
}

impl Board {
    /// Reads what an earlier server left, and charges what it still owed.
    pub(in crate::server) fn open(
        home: Home,
        ledger: Ledger,
        now: Timestamp,
    ) -> Result<Self, ServeError> {
        let mut board = Self {
            home,
            ledger,
            jobs: BTreeMap::new(),
            running: BTreeMap::new(),
        };
        let folder = board.home.jobs();
        let state = |source| ServeError::State {
            path: folder.clone(),
            source,
        };
        for entry in std::fs::read_dir(&folder).map_err(state)? {
            let path = entry.map_err(state)?.path();
            if path.extension().is_some_and(|e| e == "json") {
                let bytes = std::fs::read(&path).map_err(state)?;
                let job: Job = serde_json::from_slice(&bytes).map_err(|e| ServeError::Damaged {
                    path: path.clone(),
                    line: e.line(),
                    reason: e.to_string(),
                })?;
                board.jobs.insert(job.id.clone(), job);
            }
        }
        board.sweep(now);
        let unsettled: Vec<_> = board.jobs.keys().cloned().collect();
        for id in unsettled {
            let settled = board.settle(&id, now);
            if settled.is_err() && board.ledger.paid_for(&id).is_zero() {
                // Its units lapsed while no server ran. It was never answered, so nobody waits for it.
                board.forget(&id);
            }
        }
        Ok(board)
    }

    /// Where files lie.
    pub(in crate::server) fn home(&self) -> &Home {
        &self.home
    }

    /// A job.
    pub(in crate::server) fn job(&self, id: &str) -> Option<&Job> {
        self.jobs.get(id)
    }

    /// The job whose file has this name.
    pub(in crate::server) fn job_of_file(&self, name: &str) -> Option<&Job> {
        self.jobs.values().find(|job| job.file_name() == name)
    }

    /// The jobs of an account, oldest first.
    pub(in crate::server) fn jobs_of(&self, user_id: i64) -> Vec<&Job> {
        let mut jobs: Vec<_> = self
            .jobs
            .values()
            .filter(|job| job.order.user_id == user_id)
            .collect();
        jobs.sort_by_key(|job| job.created);
        jobs
    }

    /// Ids of the jobs on which work is to be done.
    pub(in crate::server) fn open_jobs(&self) -> Vec<String> {
        let open = self.jobs.values().filter(|job| job.is_open());
        open.map(|job| job.id.clone()).collect()
    }

    /// The job of an equal order that is not failed.
    pub(in crate::server) fn same_order(&self, order: &Order) -> Option<&Job> {
        let is_alive = |job: &Job| job.status() != DownloadStatus::Error || job.is_open();
        self.jobs
            .values()
            .find(|job| job.order == *order && is_alive(job))
    }

    /// What an account can spend: its balance without what its unfinished jobs may still cost.
    pub(in crate::server) fn free(&self, user_id: i64, now: Timestamp) -> Amounts {
        let held = self
            .jobs_of(user_id)
            .into_iter()
            .filter(|job| job.is_open())
            .map(|job| job.rows.unwrap_or(job.rows_bound) - self.ledger.paid_for(&job.id).retrieval)
            .sum();
        (self.ledger.balance(user_id, now) - Amounts::new(0, held, 0)).at_least_zero()
    }

    /// Takes a new job on and charges its analysis.
    ///
    /// The retrieval units it can cost at most must be free, so that a job never ends without the means to pay for its rows.
    pub(in crate::server) fn accept(
        &mut self,
        order: Order,
        expected: Expected,
        delivery: Delivery,
        now: Timestamp,
    ) -> Result<String, Change> {
        let need = Amounts::new(expected.analysis_cost, expected.rows_bound, 0);
        let free = self.free(order.user_id, now);
        if let Some((unit, wanted, left)) = need.exceeds(&free) {
            return Err(Short::Units { unit, wanted, left }.into());
        }
        let id = random_id()?;
        let job = Job::new(id.clone(), order, expected, delivery, now);
        self.save(&job)?;
        self.jobs.insert(id.clone(), job);
        if let Err(error) = self.settle(&id, now) {
            self.forget(&id);
            return Err(error);
        }
        Ok(id)
    }

    /// Charges what a job costs by now and was not charged yet.
    pub(in crate::server) fn settle(&mut self, id: &str, now: Timestamp) -> Result<(), Change> {
        let job = self.jobs.get(id).ok_or(Change::Gone)?;
        let charge = Charge {
            at: now,
            user_id: job.order.user_id,
            command: job.order.kind.entry().command.to_owned(),
            job: Some(id.to_owned()),
            amounts: (job.cost() - self.ledger.paid_for(id)).at_least_zero(),
        };
        Ok(self.ledger.charge(charge)?)
    }

    /// Changes a job and its state, at rest first.
    pub(in crate::server) fn advance(
        &mut self,
        id: &str,
        status: DownloadStatus,
        now: Timestamp,
        change: impl FnOnce(&mut Job),
    ) -> Result<(), Change> {
        let mut job = self.jobs.get(id).ok_or(Change::Gone)?.clone();
        job.set_status(status);
        job.updated = now;
        change(&mut job);
        self.save(&job)?;
        self.jobs.insert(id.to_owned(), job);
        Ok(())
    }

    /// Makes a job as old as one that expires now.
    pub(super) fn lapse(&mut self, id: &str) -> Result<(), Change> {
        let (now, status) = {
            let job = self.jobs.get(id).ok_or(Change::Gone)?;
            (job.updated, job.status())
        };
        self.advance(id, status, now, Job::lapse)
    }

    /// Notes how far a job is; worth no place at rest.
    pub(in crate::server) fn note_progress(&mut self, id: &str, text: String, now: Timestamp) {
        if let Some(job) = self.jobs.get_mut(id) {
            job.progress = text;
            job.updated = now;
        }
    }

    /// Notes that a job is worked on, and how to stop that.
    pub(super) fn running(&mut self, id: &str, stop: CancellationToken) {
        self.running.insert(id.to_owned(), stop);
    }

    /// Deletes a job with its file; work on it stops.
    pub(in crate::server) fn forget(&mut self, id: &str) -> Option<Job> {
        let job = self.jobs.remove(id)?;
        if let Some(stop) = self.running.remove(id) {
            stop.cancel();
        }
        for path in [
            self.home.work(id),
            self.home.download(id),
            self.home.job(id),
        ] {
            // What is left behind unreadable is found by nobody: files are served by job.
            let _ = std::fs::remove_file(path);
        }
        Some(job)
    }

    /// Deletes what has expired. Called before every look at jobs, so that no timer is needed.
    pub(in crate::server) fn sweep(&mut self, now: Timestamp) {
        let expired: Vec<_> = self
            .jobs
            .values()
            .filter(|job| job.expires() <= now)
            .map(|job| job.id.clone())
            .collect();
        for id in expired {
            self.forget(&id);
        }
    }

    fn save(&self, job: &Job) -> Result<(), std::io::Error> {
        let bytes = serde_json::to_vec(job)?;
        write_whole(&self.home.job(&job.id), &bytes)
    }
}
