//! The rankings behind the two lists. Ranking and reading run on blocking threads; the newest request of a
//! list cancels the one before it, and an answer carries the number of its request.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::action::Action;
use crate::app::effect::Pane;
use crate::model::rows::{DatasetId, Direction, Generation, RowId, View};
use crate::store::{Dataset, Ranking, Store, StoreError};

/// A list as it was ranked last.
#[derive(Clone)]
struct Ranked {
    generation: Generation,
    dataset: Arc<Dataset>,
    ranking: Arc<Ranking>,
}

#[derive(Default)]
struct Slot {
    newest: Generation,
    cancel: Arc<AtomicBool>,
    ranked: Option<Ranked>,
    finding: Arc<AtomicBool>,
}

/// Both lists.
#[derive(Clone)]
pub(super) struct Lists {
    store: Store,
    opened: Arc<Mutex<Option<Arc<Dataset>>>>,
    slots: Arc<[Mutex<Slot>; 2]>,
}

impl Lists {
    pub(super) fn new(store: Store) -> Self {
        Self {
            store,
            opened: Arc::default(),
            slots: Arc::default(),
        }
    }

    /// A dataset as it is published now. The one that was opened last is kept, with all that was loaded of it,
    /// as long as nothing new was published.
    pub(super) fn open(&self, id: &DatasetId) -> Result<Arc<Dataset>, StoreError> {
        let manifest = self.store.manifest(id)?;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(dataset) = opened.as_ref().filter(|d| *d.manifest() == manifest) {
            return Ok(Arc::clone(dataset));
        }
        let dataset = Arc::new(self.store.dataset(id)?);
        *opened = Some(Arc::clone(&dataset));
        Ok(dataset)
    }

    fn slot<T>(&self, pane: Pane, with: impl FnOnce(&mut Slot) -> T) -> T {
        let at = match pane {
            Pane::Domains => 0,
            Pane::Links => 1,
        };
        with(
            &mut self.slots[at]
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Marks a ranking as the newest and stops the one before it. Called in the order of the keys, before the
    /// work is handed to a thread.
    pub(super) fn announce(&self, pane: Pane, generation: Generation) -> Arc<AtomicBool> {
        self.slot(pane, |slot| {
            slot.cancel.store(true, Ordering::Relaxed);
            slot.cancel = Arc::default();
            slot.newest = generation;
            slot.cancel.clone()
        })
    }

    /// Ranks a list. Nothing is answered when a newer request has come meanwhile.
    pub(super) fn rank(
        &self,
        pane: Pane,
        generation: Generation,
        view: &View,
        keep: Option<RowId>,
        cancel: &AtomicBool,
    ) -> Option<Action> {
        let ranked = self.open(&view.dataset).and_then(|dataset| {
            dataset
                .rank(&view.list, &view.order, cancel)
                .map(|r| (dataset, r))
        });
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        match ranked {
            Err(error) => Some(Action::Trouble(error.to_string())),
            Ok((dataset, ranking)) => {
                let kept = keep.and_then(|row| ranking.position_of(row));
                let total = ranking.len();
                let ranked = Ranked {
                    generation,
                    dataset,
                    ranking: Arc::new(ranking),
                };
                self.slot(pane, |slot| {
                    if slot.newest == generation {
                        slot.ranked = Some(ranked);
                    }
                });
                Some(Action::Ranked {
                    pane,
                    generation,
                    total,
                    kept,
                })
            }
        }
    }

    fn ranked(&self, pane: Pane, generation: Generation) -> Option<Ranked> {
        self.slot(pane, |slot| {
            slot.ranked.clone().filter(|r| r.generation == generation)
        })
    }

    /// Reads rows of a ranking that still stands.
    pub(super) fn read(
        &self,
        pane: Pane,
        generation: Generation,
        range: Range<u64>,
        columns: Vec<usize>,
    ) -> Option<Action> {
        let ranked = self.ranked(pane, generation)?;
        let offset = range.start;
        Some(
            match ranked.dataset.read(&ranked.ranking, range, &columns) {
                Ok(rows) => Action::RowsRead {
                    pane,
                    generation,
                    offset,
                    columns,
                    rows,
                },
                Err(error) => Action::Trouble(error.to_string()),
            },
        )
    }

    /// Searches a ranking that still stands; a newer search stops an older one.
    pub(super) fn find(
        &self,
        pane: Pane,
        generation: Generation,
        needle: String,
        from: u64,
        direction: Direction,
        cancel: &AtomicBool,
    ) -> Option<Action> {
        let ranked = self.ranked(pane, generation)?;
        let found = ranked
            .dataset
            .find(&ranked.ranking, &needle, from, direction, cancel);
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        Some(match found {
            Ok(position) => Action::Found {
                pane,
                generation,
                needle,
                position,
            },
            Err(error) => Action::Trouble(error.to_string()),
        })
    }

    /// Marks a search as the newest and stops the one before it.
    pub(super) fn announce_find(&self, pane: Pane) -> Arc<AtomicBool> {
        self.slot(pane, |slot| {
            slot.finding.store(true, Ordering::Relaxed);
            slot.finding = Arc::default();
            slot.finding.clone()
        })
    }
}
