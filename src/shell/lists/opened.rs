//! The dataset that is open, shared by both lists, details and exports.

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::rows::DatasetId;
use crate::store::{Dataset, Store, StoreError};

/// Datasets that are kept open: one with links, and a table beside it.
const KEPT: usize = 2;

/// The datasets that were opened last, the newest first. Clones share them.
#[derive(Clone)]
pub(super) struct Opened {
    store: Store,
    last: Arc<Mutex<Vec<Arc<Dataset>>>>,
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
        let known = last.iter().position(|dataset| dataset.manifest().id == *id);
        let known = known.map(|at| last.remove(at));
        let dataset = match known.map(|dataset| (dataset.newer(), dataset)) {
            Some((Ok(None), dataset)) => dataset,
            Some((Ok(Some(newer)), _)) => Arc::new(newer),
            // Its folder may be gone or damaged: opening it says what it is.
            Some((Err(_), _)) | None => Arc::new(self.store.dataset(id)?),
        };
        last.truncate(KEPT - 1);
        last.insert(0, Arc::clone(&dataset));
        Ok(dataset)
    }
}
