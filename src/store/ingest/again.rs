//! A file whose reading was stopped is known again, so that its rows go on where they are.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::fault::IngestError;
use super::raw;
use crate::model::rows::DatasetId;
use crate::store::{Store, lock};

/// The dataset of an imported file into which this very file was read in part, with the name of the raw file there;
/// none if there is no such or another process reads into it. The newest if there are several.
pub fn unfinished(
    store: &Store,
    file: &Path,
    cancel: &AtomicBool,
) -> Result<Option<(DatasetId, String)>, IngestError> {
    let now = raw::glance(file)?;
    for manifest in store.datasets()? {
        let Some(before) = manifest.raw.filter(|_| !manifest.complete) else {
            continue;
        };
        if manifest.source_name.is_none() || !raw::is_same(&before, &now, file, cancel)? {
            continue;
        }
        let lock = store.folder(&manifest.id)?.join("ingest.lock");
        if lock::attempt(&lock)?.is_some() {
            return Ok(Some((manifest.id, before.name)));
        }
    }
    Ok(None)
}
