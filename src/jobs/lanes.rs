//! How many files are fetched at once, and which first: the one that the service removes first.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tokio::sync::Notify;

use super::desk::hold;
use crate::model::job::JobId;

/// Files fetched side by side: more would only take the line from each other.
const LANES: usize = 4;

/// Whose turn it is: by the time their file is removed, then by age.
type Rank = (Timestamp, JobId);

/// The lanes of an account. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Lanes {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    queue: Mutex<Queue>,
    moved: Notify,
}

#[derive(Default)]
struct Queue {
    taken: usize,
    waiting: BTreeSet<Rank>,
}

/// A place in the queue or a lane; dropping it gives it up.
pub(super) struct Lane {
    inner: Arc<Inner>,
    rank: Rank,
    is_taken: bool,
}

impl Lanes {
    /// Waits for a lane. May be dropped at any await.
    pub(super) async fn take(&self, job: JobId, expires: Option<Timestamp>) -> Lane {
        let rank = (expires.unwrap_or(Timestamp::MAX), job);
        hold(&self.inner.queue).waiting.insert(rank);
        let mut lane = Lane {
            inner: self.inner.clone(),
            rank,
            is_taken: false,
        };
        loop {
            let moved = self.inner.moved.notified();
            tokio::pin!(moved);
            // From here on no change is missed.
            moved.as_mut().enable();
            if lane.try_take() {
                self.inner.moved.notify_waiters();
                return lane;
            }
            moved.await;
        }
    }
}

impl Lane {
    fn try_take(&mut self) -> bool {
        let mut queue = hold(&self.inner.queue);
        if queue.taken < LANES && queue.waiting.first() == Some(&self.rank) {
            queue.waiting.remove(&self.rank);
            queue.taken += 1;
            self.is_taken = true;
        }
        self.is_taken
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        let mut queue = hold(&self.inner.queue);
        if self.is_taken {
            queue.taken -= 1;
        } else {
            queue.waiting.remove(&self.rank);
        }
        drop(queue);
        self.inner.moved.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[tokio::test]
    async fn the_file_that_goes_first_is_fetched_first() {
        let lanes = Lanes::default();
        let at = |second: i64| Some(Timestamp::from_second(second).unwrap());
        let mut held = Vec::new();
        for job in 0..LANES as i64 {
            held.push(lanes.take(JobId(job), at(1)).await);
        }
        let mut late = Box::pin(lanes.take(JobId(10), None));
        let mut soon = Box::pin(lanes.take(JobId(11), at(7)));
        let mut sooner = Box::pin(lanes.take(JobId(12), at(5)));
        for waiting in [&mut late, &mut soon, &mut sooner] {
            assert!(waiting.now_or_never().is_none(), "every lane is taken");
        }
        held.pop();
        assert!((&mut late).now_or_never().is_none());
        assert!((&mut soon).now_or_never().is_none());
        let first = (&mut sooner).now_or_never().unwrap();
        // Who gives up waiting stands in nobody's way.
        drop(soon);
        drop(first);
        assert!((&mut late).now_or_never().is_some());
    }
}
