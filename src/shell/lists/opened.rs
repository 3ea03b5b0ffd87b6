//! The dataset that is open, shared by both lists, details and exports.

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::rows::DatasetId;
use crate::store::{Dataset, Store, StoreError};

/// The dataset that was opened last. Clones share it.
#[derive(Clone)]
pub(super) struct Opened {
    store: Store,
    last: Arc<Mutex<Option<Arc<Dataset>>>>,
}

impl Opened {
    pub(super) fn new(store: Store) -> Self {
        Self {
            store,
            last: Arc::default(),
        }
    }

    /// A dataset as it is published now. What was loaded of it before stays loaded, and whoever reads the one from
    /// before is not held up: a newer one stands beside it.
    pub(super) fn get(&self, id: &DatasetId) -> Result<Arc<Dataset>, StoreError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.as_ref().filter(|dataset| dataset.manifest().id == *id);
        let dataset = match known.map(|dataset| (dataset, dataset.newer())) {
            Some((dataset, Ok(None))) => return Ok(Arc::clone(dataset)),
            Some((_, Ok(Some(newer)))) => newer,
            // Its folder may be gone or damaged: opening it says what it is.
            Some((_, Err(_))) | None => self.store.dataset(id)?,
        };
        let dataset = Arc::new(dataset);
        *last = Some(Arc::clone(&dataset));
        Ok(dataset)
    }
}
