//! What every part of one running server shares.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::index::Index;
use crate::server::accounts::{Application, Purse};
use crate::server::clock::Clock;
use crate::server::dataforseo::{Meter, Selections};
use crate::server::delivery::Doors;
use crate::server::faults::{Fate, Switch};
use crate::server::jobs::Board;
use crate::server::majestic::{KeywordRate, Shape};

/// Jobs that are worked on at a time; others stay queued.
pub(super) const WORKERS: usize = 2;

/// One running server.
pub(super) struct Shared {
    pub address: SocketAddr,
    pub historic: Arc<Index>,
    pub fresh: Arc<Index>,
    pub board: Mutex<Board>,
    /// What is left on the DataForSEO side, and past tasks.
    pub purse: Mutex<Purse>,
    /// Calls of the running minute and those that run.
    pub meter: Mutex<Meter>,
    /// Calls of SearchByKeyword of the running second.
    pub keyword_rate: Mutex<KeywordRate>,
    /// Links of targets asked for of late.
    pub selections: Selections,
    pub applications: Vec<Application>,
    /// How old Majestic's answers look.
    pub shape: Shape,
    /// Where deliveries may go.
    pub doors: Doors,
    pub clock: Arc<dyn Clock>,
    pub faults: Switch,
    pub stop: CancellationToken,
    pub runtime: Handle,
    pub workers: Semaphore,
    pub tasks: Mutex<Vec<JoinHandle<()>>>,
    /// Connections that are open.
    pub connections: watch::Sender<usize>,
    /// Calls that are being carried out.
    pub at_work: watch::Sender<usize>,
}

/// Counts a call for as long as it is carried out, whether anybody waits for its answer or not.
pub(super) struct AtWork(Arc<Shared>);

impl AtWork {
    pub(super) fn on(shared: &Arc<Shared>) -> Self {
        shared.at_work.send_modify(|calls| *calls += 1);
        Self(shared.clone())
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0
            .at_work
            .send_modify(|calls| *calls = calls.saturating_sub(1));
    }
}

impl Shared {
    /// Waits where a fault withholds answers. `None` if the server stopped.
    pub(super) async fn withhold(&self, fate: &Fate, before: bool) -> Option<()> {
        let Some(gate) = fate.hangs(before) else {
            return Some(());
        };
        self.faults.gates.pass(gate, &self.stop).await.then_some(())
    }

    /// Jobs and accounts. Every change to them is at rest before it shows, so they hold after a panic too.
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tasks and dollars. A task is at rest before it counts, so they hold after a panic too.
    pub(super) fn purse(&self) -> MutexGuard<'_, Purse> {
        self.purse.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts of calls.
    pub(super) fn meter(&self) -> MutexGuard<'_, Meter> {
        self.meter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One of the two indexes.
    pub(super) fn index(&self, fresh: bool) -> &Arc<Index> {
        if fresh { &self.fresh } else { &self.historic }
    }

    /// Keeps a task to wait for when the server stops.
    pub(super) fn keep_task(&self, task: JoinHandle<()>) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(task);
    }

    /// The tasks still running.
    pub(super) fn take_tasks(&self) -> Vec<JoinHandle<()>> {
        std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
