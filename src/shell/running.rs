//! What background tasks are at work on, for the trace of latencies.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A kind of work that takes noticeable time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub(super) enum Work {
    Import,
    Rank,
    Read,
    Find,
    Tally,
    Export,
    Other,
}

const NAMES: [(Work, &str); 7] = [
    (Work::Import, "import"),
    (Work::Rank, "rank"),
    (Work::Read, "read"),
    (Work::Find, "find"),
    (Work::Tally, "tally"),
    (Work::Export, "export"),
    (Work::Other, "other"),
];

/// How many tasks of each kind there are. Clones count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Running {
    counts: Arc<[AtomicUsize; NAMES.len()]>,
}

/// A task that is counted until this is dropped, however it ends.
pub(super) struct Task {
    running: Running,
    work: Work,
}

impl Running {
    /// Counts a task.
    pub(super) fn begin(&self, work: Work) -> Task {
        self.counts[work as usize].fetch_add(1, Ordering::Relaxed);
        Task {
            running: self.clone(),
            work,
        }
    }

    /// The kinds at work, joined by `+`; empty when there is none.
    pub(super) fn names(&self) -> String {
        let at_work = |work: Work| self.counts[work as usize].load(Ordering::Relaxed) > 0;
        let names = NAMES.iter().filter(|(work, _)| at_work(*work));
        names.map(|(_, name)| *name).collect::<Vec<_>>().join("+")
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.running.counts[self.work as usize].fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_at_work_is_named_until_it_ends() {
        let running = Running::default();
        let import = running.begin(Work::Import);
        let ranks = [running.begin(Work::Rank), running.begin(Work::Rank)];
        assert_eq!(running.names(), "import+rank");
        drop(import);
        assert_eq!(running.names(), "rank");
        drop(ranks);
        assert_eq!(running.names(), "");
        for (at, (work, _)) in NAMES.iter().enumerate() {
            assert_eq!(*work as usize, at);
        }
    }
}
