//! A file whose reading was stopped is known again, so that its rows go on where they are.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::fault::IngestError;
use super::raw;
use crate::model::rows::DatasetId;
use crate::model::text::one_line;
use crate::store::{Manifest, RawFile, Store, lock};

/// The dataset of an imported file that holds every row of this very file; none if there is no such. One of whose rows
/// some could not be read does not count: the file may be read with other limits.
pub fn held(
    store: &Store,
    file: &Path,
    cancel: &AtomicBool,
) -> Result<Option<DatasetId>, IngestError> {
    let is_whole = |manifest: &Manifest| manifest.complete && manifest.bad_rows == 0;
    let is_it = |before: &RawFile, now: &RawFile| raw::is_held(before, now, file, cancel);
    let found = imported(store, file, is_it, is_whole, |_| Ok(true))?;
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
    let is_it = |before: &RawFile, now: &RawFile| raw::is_same(before, now, file, cancel);
    let begun = imported(store, file, is_it, |manifest| !manifest.complete, is_free)?;
    match begun {
        None => empty(store, file, is_free),
        begun => Ok(begun),
    }
}

/// A dataset that was made for a file of this name, and of which no more is known: reading was stopped before it began.
fn empty(
    store: &Store,
    file: &Path,
    is_free: impl Fn(&DatasetId) -> Result<bool, IngestError>,
) -> Result<Option<(DatasetId, String)>, IngestError> {
    let Some(name) = file.file_name() else {
        return Ok(None);
    };
    let name = one_line(&name.to_string_lossy());
    for manifest in store.datasets()? {
        let is_empty = manifest.raw.is_none() && !manifest.complete && manifest.parts.is_empty();
        let is_its = is_empty && manifest.source_name.as_ref() == Some(&name);
        if is_its && is_free(&manifest.id)? {
            return Ok(Some((manifest.id, name)));
        }
    }
    Ok(None)
}

fn imported(
    store: &Store,
    file: &Path,
    is_it: impl Fn(&RawFile, &RawFile) -> Result<bool, IngestError>,
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
        if is_it(&before, &now)? && is_free(&manifest.id)? {
            return Ok(Some((manifest.id, before.name)));
        }
    }
    Ok(None)
}
