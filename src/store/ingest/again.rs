//! A file whose reading was stopped is known again, so that its rows go on where they are.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::fault::IngestError;
use super::raw;
use crate::model::rows::DatasetId;
use crate::store::{Manifest, Store, lock};

/// The dataset of an imported file that holds every row of this very file; none if there is no such. One of whose rows
/// some could not be read does not count: the file may be read with other limits.
pub fn held(
    store: &Store,
    file: &Path,
    cancel: &AtomicBool,
) -> Result<Option<DatasetId>, IngestError> {
    let is_whole = |manifest: &Manifest| manifest.complete && manifest.bad_rows == 0;
    let found = imported(store, file, cancel, is_whole, |_| Ok(true))?;
    Ok(found.map(|(id, _)| id))
}

/// The dataset of an imported file into which this very file was read in part, with the name of the raw file there;
/// none if there is no such or another process reads into it. The newest if there are several.
pub fn unfinished(
    store: &Store,
    file: &Path,
    cancel: &AtomicBool,
) -> Result<Option<(DatasetId, String)>, IngestError> {
    let is_free = |id: &DatasetId| {
        let lock = store.folder(id)?.join("ingest.lock");
        Ok(lock::attempt(&lock)?.is_some())
    };
    imported(store, file, cancel, |manifest| !manifest.complete, is_free)
}

fn imported(
    store: &Store,
    file: &Path,
    cancel: &AtomicBool,
    is_wanted: impl Fn(&Manifest) -> bool,
    is_free: impl Fn(&DatasetId) -> Result<bool, IngestError>,
) -> Result<Option<(DatasetId, String)>, IngestError> {
    let now = raw::glance(file)?;
    for manifest in store.datasets()? {
        if manifest.source_name.is_none() || !is_wanted(&manifest) {
            continue;
        }
        let Some(before) = manifest.raw else {
            continue;
        };
        if raw::is_same(&before, &now, file, cancel)? && is_free(&manifest.id)? {
            return Ok(Some((manifest.id, before.name)));
        }
    }
    Ok(None)
}
