//! A file that is here already: its bytes join a dataset's raw folder, so that they stay as long as the rows do.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use crate::model::rows::DatasetId;
use crate::store::{IngestError, IngestOutcome, Origin, Published, Store, StoreError, ingest};

/// Bytes copied between two looks at the stop flag.
const CHUNK: usize = 1 << 20;

/// Why a file was not taken. No provider was involved and nothing was charged.
#[derive(Debug, Error)]
pub enum ImportError {
    /// It cannot be read or copied.
    #[error("{path} cannot be taken over ({source}); nothing was charged. Check the path and the free space", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The caller gave up.
    #[error("stopped; nothing was charged. Import the file again to have it whole")]
    Cancelled,
    /// Its rows cannot be read.
    #[error(transparent)]
    Rows(#[from] IngestError),
    /// The data folder failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a local file (`.csv`, `.csv.gz`) into a dataset of its own and reads its rows, telling the dataset's
/// name before the first row and whatever was published since. Blocks. After an error in the rows the dataset
/// stays with those before it; a file that cannot even be copied leaves none.
pub fn import(
    store: &Store,
    file: &Path,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(&DatasetId, Published),
) -> Result<(DatasetId, IngestOutcome), ImportError> {
    let failed = |source| ImportError::File {
        path: file.to_owned(),
        source,
    };
    // Before a dataset is made: a wrong path is the most frequent mistake.
    let mut from = File::open(file).map_err(failed)?;
    if !from.metadata().map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("it is no file")));
    }
    let name = file.file_name().map_or_else(
        || "import".to_owned(),
        |name| crate::model::text::one_line(&name.to_string_lossy()),
    );
    let id = store.create_dataset(Origin::File { name: name.clone() })?;
    let raw = store.raw_path(&id, &name);
    if let Err(error) = copy(&mut from, &raw, cancel).map_err(failed) {
        store.delete_dataset(&id)?;
        return Err(error);
    }
    if cancel.load(Ordering::Relaxed) {
        store.delete_dataset(&id)?;
        return Err(ImportError::Cancelled);
    }
    let outcome = ingest(store, &id, &raw, cancel, &mut |published| {
        on(&id, published)
    })?;
    Ok((id, outcome))
}

/// Copies in pieces, private to the user, written beside and renamed; stops early when asked.
pub(super) fn copy(from: &mut File, to: &Path, cancel: &AtomicBool) -> io::Result<()> {
    use std::io::{Read, Write};
    let mut beside = to.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&beside)?;
    let mut buffer = vec![0; CHUNK];
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Ok(());
        }
        let n = from.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        out.write_all(&buffer[..n])?;
    }
    out.sync_all()?;
    fs::rename(&beside, to)
}
