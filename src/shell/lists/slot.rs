//! What stands of one list: its rankings, and the requests that may still change it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::model::rows::{DatasetId, Generation, View};
use crate::store::{Dataset, Ranking};

/// A list as it was ranked.
#[derive(Clone)]
pub(super) struct Ranked {
    /// The request that it answers.
    pub(super) generation: Generation,
    /// What was asked for.
    pub(super) view: View,
    /// The dataset as it was then.
    pub(super) dataset: Arc<Dataset>,
    /// The rows.
    pub(super) ranking: Arc<Ranking>,
}

/// Tells a task that nobody waits for its answer any more.
pub(in crate::shell) type Cancel = Arc<AtomicBool>;

#[derive(Default)]
struct Standing {
    newest: Generation,
    /// The newest was refused, and there is nothing before it.
    nothing: bool,
    /// The first page of the newest, until its whole is there.
    first: Option<Ranked>,
    whole: Option<Ranked>,
    ranking: Cancel,
    finding: Cancel,
    counting: Cancel,
    marking: Cancel,
}

/// One list.
#[derive(Default)]
pub(super) struct Slot {
    standing: Mutex<Standing>,
    changed: Condvar,
}

impl Slot {
    /// Held for a few assignments only: the loop comes by here.
    fn lock(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks a ranking as the newest and stops the one before it, with the searches and counts in it.
    pub(super) fn announce(&self, generation: Generation) -> Cancel {
        let mut standing = self.lock();
        standing.newest = generation;
        standing.nothing = false;
        standing.finding.store(true, Ordering::Relaxed);
        standing.counting.store(true, Ordering::Relaxed);
        standing.marking.store(true, Ordering::Relaxed);
        let cancel = supersede(&mut standing.ranking);
        self.changed.notify_all();
        cancel
    }

    /// Marks a search as the newest and stops the one before it.
    pub(super) fn announce_find(&self) -> Cancel {
        let cancel = supersede(&mut self.lock().finding);
        self.changed.notify_all();
        cancel
    }

    /// Marks a count as the newest and stops the one before it.
    pub(super) fn announce_tally(&self) -> Cancel {
        let cancel = supersede(&mut self.lock().counting);
        self.changed.notify_all();
        cancel
    }

    /// Marks a look at marked rows as the newest and stops the one before it.
    pub(super) fn announce_marking(&self) -> Cancel {
        let cancel = supersede(&mut self.lock().marking);
        self.changed.notify_all();
        cancel
    }

    /// Puts a ranking up to be read; false if a newer one was asked for meanwhile.
    pub(super) fn put(&self, ranked: Ranked) -> bool {
        let mut standing = self.lock();
        if standing.newest != ranked.generation {
            return false;
        }
        if ranked.ranking.is_whole() {
            standing.first = None;
            standing.whole = Some(ranked);
        } else {
            standing.first = Some(ranked);
        }
        self.changed.notify_all();
        true
    }

    /// Lets go of rankings of other datasets than this one in all lists. Nothing of that, and false, if the request
    /// for it is no longer the newest of its own list.
    pub(super) fn only(
        slots: &[Self; 2],
        own: usize,
        generation: Generation,
        dataset: &DatasetId,
    ) -> bool {
        // Freed when the locks are no longer held.
        let mut gone = Vec::new();
        // Both are held at once, so that nothing newer comes between; in this order only, or two could wait for each
        // other.
        let mut held = slots.each_ref().map(Self::lock);
        if held[own].newest != generation {
            return false;
        }
        for standing in &mut held {
            let Standing { first, whole, .. } = &mut **standing;
            for ranked in [first, whole] {
                gone.extend(ranked.take_if(|ranked| ranked.view.dataset != *dataset));
            }
        }
        true
    }

    /// The first page that is shown of an earlier ranking whose whole never came.
    pub(super) fn unfinished(&self) -> Option<Ranked> {
        self.lock().first.clone()
    }

    /// Lets what is shown stand under this number; false if a newer ranking was asked for meanwhile.
    pub(super) fn stay(&self, generation: Generation) -> bool {
        let mut standing = self.lock();
        if standing.newest != generation {
            return false;
        }
        let Standing {
            first,
            whole,
            nothing,
            ..
        } = &mut *standing;
        match (first, whole) {
            // The rows of an earlier ranking must not be read for those behind the first page.
            (Some(first), _) => {
                first.generation = generation;
                *nothing = true;
            }
            (None, Some(whole)) => whole.generation = generation,
            (None, None) => *nothing = true,
        }
        self.changed.notify_all();
        true
    }

    /// What can be read now under this number.
    pub(super) fn readable(&self, generation: Generation) -> Option<Ranked> {
        let standing = self.lock();
        [&standing.whole, &standing.first]
            .into_iter()
            .flatten()
            .find(|ranked| ranked.generation == generation)
            .cloned()
    }

    /// The whole ranking that shows this, if it is there.
    pub(super) fn showing(&self, view: &View) -> Option<Ranked> {
        self.lock().whole.clone().filter(|r| r.view == *view)
    }

    /// Waits for the whole ranking under this number. None when a newer one was asked for, there is none, or the
    /// caller is no longer waited for.
    pub(super) fn whole(&self, generation: Generation, cancel: &AtomicBool) -> Option<Ranked> {
        let mut standing = self.lock();
        loop {
            if cancel.load(Ordering::Relaxed) || standing.newest != generation || standing.nothing {
                return None;
            }
            let here = standing.whole.as_ref();
            if let Some(whole) = here.filter(|whole| whole.generation == generation) {
                return Some(whole.clone());
            }
            standing = self
                .changed
                .wait(standing)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn supersede(cancel: &mut Cancel) -> Cancel {
    cancel.store(true, Ordering::Relaxed);
    *cancel = Cancel::default();
    Arc::clone(cancel)
}
