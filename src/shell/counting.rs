//! Counting a table from links held, behind the screen: at most one at a time, the newest.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::perform::Performer;
use crate::app::action::Action;
use crate::app::facts::DatasetFacts;
use crate::model::rows::{DatasetId, Sheet};
use crate::store::{Haste, StoreError, compute};

/// Parts of the links after each of which it is told how far the counting is.
const TOLD: u64 = 50;

/// What stops the table that is being counted. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Counting {
    now: Arc<Mutex<Option<Arc<AtomicBool>>>>,
}

impl Counting {
    /// A table is to be counted; the one before it is stopped.
    pub(super) fn announce(&self) -> Arc<AtomicBool> {
        let next = Arc::new(AtomicBool::new(false));
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = now.replace(Arc::clone(&next)) {
            before.store(true, Ordering::Relaxed);
        }
        next
    }

    /// Nobody waits for it any more.
    pub(super) fn stop(&self) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = now.take() {
            now.store(true, Ordering::Relaxed);
        }
    }
}

impl Performer {
    /// Counts a table, or finds it counted; nothing is told of one that was stopped.
    pub(super) fn count_table(
        &self,
        dataset: DatasetId,
        sheet: Sheet,
        cancel: &AtomicBool,
    ) -> Option<Action> {
        let outcome = match self.counted(&dataset, sheet, cancel) {
            Err(StoreError::Cancelled) if cancel.load(Ordering::Relaxed) => return None,
            Err(error) => Err(format!("the table is not counted: {error}")),
            Ok(table) => Ok(table.map(Box::new)),
        };
        Some(Action::TableCounted {
            dataset,
            sheet,
            outcome,
        })
    }

    fn counted(
        &self,
        dataset: &DatasetId,
        sheet: Sheet,
        cancel: &AtomicBool,
    ) -> Result<Option<DatasetFacts>, StoreError> {
        let links = self.store.manifest(dataset)?.rows;
        let (step, told) = ((links / TOLD).max(1), AtomicU64::new(0));
        let progress = |done: u64| {
            if told.swap(done / step, Ordering::Relaxed) != done / step {
                self.tell(Action::TableGrows {
                    dataset: dataset.clone(),
                    sheet,
                    done,
                });
            }
        };
        let table = compute(&self.store, dataset, sheet, Haste::Aside, cancel, &progress)?;
        let facts = table.map(|id| self.facts(&id)).transpose();
        facts.map_err(|_| StoreError::NoSuchDataset(dataset.clone()))
    }
}
