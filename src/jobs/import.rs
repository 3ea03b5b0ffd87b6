//! A file that is here already: its bytes join a dataset's raw folder, so that they stay as long as the rows do.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use crate::model::rows::DatasetId;
use crate::store::{
    IngestError, IngestOptions, IngestOutcome, Origin, Published, Store, StoreError, ingest_with,
    unfinished,
};

/// Bytes copied between two looks at the stop flag.
const CHUNK: usize = 1 << 20;

/// Why a file was not taken. No provider was involved, so nothing is said of charges.
#[derive(Debug, Error)]
pub enum ImportError {
    /// It cannot be read or copied.
    #[error("{path} cannot be taken over ({source}). Check the path and the free space", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The caller gave up.
    #[error("stopped. Import the file again to have it whole")]
    Cancelled,
    /// Its rows cannot be read.
    #[error(transparent)]
    Rows(#[from] IngestError),
    /// The data folder failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a local file (`.csv`, `.csv.gz`, Parquet) into a dataset of its own and reads its rows, telling the dataset's
/// name before the first row and whatever was published since. Blocks. After an error the dataset stays with the rows
/// before it; a file of which nothing can be held leaves none. The same file again goes on in the dataset of a reading
/// that was stopped.
pub fn import(
    store: &Store,
    file: &Path,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(&DatasetId, Published),
) -> Result<(DatasetId, IngestOutcome), ImportError> {
    import_with(store, file, IngestOptions::default(), cancel, on)
}

/// [`import`] with settings. The file is copied into the dataset while it is read, whatever they say of that.
pub fn import_with(
    store: &Store,
    file: &Path,
    options: IngestOptions<'_>,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(&DatasetId, Published),
) -> Result<(DatasetId, IngestOutcome), ImportError> {
    let failed = |source| ImportError::File {
        path: file.to_owned(),
        source,
    };
    // Before a dataset is made: a wrong path is the most frequent mistake.
    let from = File::open(file).map_err(failed)?;
    if !from.metadata().map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("it is no file")));
    }
    let name = file.file_name().map_or_else(
        || "import".to_owned(),
        |name| crate::model::text::one_line(&name.to_string_lossy()),
    );
    if let Some((id, kept)) = unfinished(store, file, cancel).map_err(stopped)? {
        let options = IngestOptions {
            keep_as: Some(&kept),
            ..options
        };
        match read_into(store, &id, file, cancel, on, &options) {
            // Alike at its ends only: another file after all.
            Err(ImportError::Rows(IngestError::Unlike { .. })) => {}
            read => return read.map(|outcome| (id, outcome)),
        }
    }
    let id = store.create_dataset(Origin::File { name: name.clone() })?;
    let options = IngestOptions {
        keep_as: Some(&name),
        ..options
    };
    let read = read_into(store, &id, file, cancel, on, &options);
    read.map(|outcome| (id, outcome))
}

/// Reads a file into a dataset; one that holds nothing afterwards goes.
fn read_into(
    store: &Store,
    id: &DatasetId,
    file: &Path,
    cancel: &AtomicBool,
    on: &mut dyn FnMut(&DatasetId, Published),
    options: &IngestOptions<'_>,
) -> Result<IngestOutcome, ImportError> {
    let mut tell = |published| on(id, published);
    let error = match ingest_with(store, id, file, cancel, &mut tell, options) {
        Ok(outcome) => return Ok(outcome),
        Err(error) => error,
    };
    let manifest = store.manifest(id)?;
    let holds = manifest.rows + manifest.domains + manifest.items > 0;
    // One that another process fills is not ours to delete.
    if holds || matches!(error, IngestError::Busy(_)) {
        return Err(error.into());
    }
    store.delete_dataset(id)?;
    Err(stopped(error))
}

/// What stopped an import of which nothing is held.
fn stopped(error: IngestError) -> ImportError {
    match error {
        IngestError::Cancelled => ImportError::Cancelled,
        other => other.into(),
    }
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fmt::Write as _;

    use super::*;
    use crate::store::{Gap, Write, held};

    fn csv(rows: usize) -> String {
        let mut text = "Source URL,Target URL\n".to_owned();
        for row in 0..rows {
            writeln!(
                text,
                "https://h{}.example/{row},https://t.example/",
                row % 7
            )
            .unwrap();
        }
        text
    }

    /// Imports into small parts, until so many of them are there.
    fn read(
        store: &Store,
        file: &Path,
        most: u32,
    ) -> Result<(DatasetId, IngestOutcome), ImportError> {
        let parts = Cell::new(0);
        let before = |write: Write| {
            parts.set(parts.get() + u32::from(write == Write::Part));
            match parts.get() > most {
                true => Err(io::Error::other("crash")),
                false => Ok(()),
            }
        };
        let options = IngestOptions {
            first_part: 20,
            largest_part: 100,
            before: Some(&before),
            ..IngestOptions::default()
        };
        let no = AtomicBool::new(false);
        import_with(store, file, options, &no, &mut |_, _| {})
    }

    #[test]
    fn an_import_that_was_stopped_goes_on_in_its_dataset() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let file = dir.path().join("links.csv");
        fs::write(&file, csv(900)).unwrap();
        assert!(read(&store, &file, 3).is_err());
        let [begun] = store.datasets().unwrap().try_into().unwrap();
        assert!(begun.rows > 0 && begun.rows < 900 && !begun.complete);
        let part = store.dataset(&begun.id).unwrap();
        let rows = |dataset: &crate::store::Dataset, most: u64| -> Vec<_> {
            let ids = (0..most).map(crate::model::rows::RowId);
            ids.map(|row| dataset.link(row).unwrap()).collect()
        };
        let before = rows(&part, begun.rows);
        // Another name is no other file.
        let renamed = dir.path().join("renamed.csv");
        fs::rename(&file, &renamed).unwrap();
        let (id, outcome) = read(&store, &renamed, u32::MAX).unwrap();
        assert_eq!((&id, outcome.rows), (&begun.id, 900));
        let whole = store.dataset(&id).unwrap();
        assert_eq!(rows(&whole, begun.rows), before, "row ids stay");
        let sources: std::collections::HashSet<String> = rows(&whole, 900)
            .iter()
            .map(|cells| format!("{cells:?}"))
            .collect();
        assert_eq!(sources.len(), 900, "every row once");
        let raw = whole.manifest().raw.clone().unwrap();
        let kept = fs::read(store.raw_path(&id, &raw.name)).unwrap();
        assert_eq!(kept, csv(900).into_bytes());
        // What is whole is known, and taken anew if that is wanted all the same.
        let no = AtomicBool::new(false);
        assert_eq!(held(&store, &renamed, &no).unwrap(), Some(id.clone()));
        let (other, _) = read(&store, &renamed, u32::MAX).unwrap();
        assert_ne!(other, id);
    }

    #[test]
    fn a_dataset_that_was_only_begun_is_taken_for_the_file_of_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let file = dir.path().join("links.csv");
        fs::write(&file, csv(90)).unwrap();
        let begun = |name: &str| {
            let name = name.to_owned();
            store.create_dataset(Origin::File { name }).unwrap()
        };
        let (other, its) = (begun("other.csv"), begun("links.csv"));
        let (id, outcome) = read(&store, &file, u32::MAX).unwrap();
        assert_eq!((&id, outcome.rows), (&its, 90));
        assert!(store.manifest(&other).unwrap().raw.is_none());
    }

    #[test]
    fn a_file_is_held_where_every_row_of_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let file = dir.path().join("links.csv");
        let no = AtomicBool::new(false);
        let known = || held(&store, &file, &no).unwrap();
        fs::write(&file, csv(90)).unwrap();
        assert_eq!(known(), None);
        assert!(read(&store, &file, 1).is_err());
        assert_eq!(known(), None, "held in part");
        let (id, _) = read(&store, &file, u32::MAX).unwrap();
        assert_eq!(known(), Some(id));
        let other = csv(90).replace("/89,", "/98,");
        fs::write(&file, other).unwrap();
        assert_eq!(known(), None, "as long, but another");
        fs::write(&file, csv(90) + "one field\n").unwrap();
        read(&store, &file, u32::MAX).unwrap();
        assert_eq!(known(), None, "a row of it could not be read");
    }

    #[test]
    fn an_import_that_is_asked_to_stop_leaves_the_domains_of_all_its_links() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let file = dir.path().join("links.csv");
        fs::write(&file, csv(9_000)).unwrap();
        let options = || IngestOptions {
            first_part: 20,
            largest_part: 2_000,
            ..IngestOptions::default()
        };
        let stop = AtomicBool::new(false);
        let read = import_with(&store, &file, options(), &stop, &mut |_, published| {
            stop.store(published.rows > 0, Ordering::Relaxed);
        });
        let Err(ImportError::Rows(IngestError::Cancelled)) = read else {
            panic!("{read:?}");
        };
        let [manifest] = store.datasets().unwrap().try_into().unwrap();
        assert!(manifest.rows < 9_000 && !manifest.complete);
        let covered = manifest.domain_table.as_ref().map(|t| t.first_row);
        assert_eq!(covered, Some(manifest.rows));
        let why = store.gap(&manifest);
        assert!(
            matches!(&why, Some(Gap::Stopped(why)) if why.contains("again")),
            "{why:?}"
        );
    }

    #[test]
    fn a_file_that_is_only_alike_at_its_ends_gets_a_dataset_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let file = dir.path().join("links.csv");
        let text = csv(9_000);
        fs::write(&file, &text).unwrap();
        assert!(read(&store, &file, 70).is_err());
        let [begun] = store.datasets().unwrap().try_into().unwrap();
        let mut other = text.into_bytes();
        let known = 64 * 1024;
        let end = other.len() - known;
        other[known..end].fill(b'x');
        fs::write(&file, &other).unwrap();
        let (id, outcome) = read(&store, &file, u32::MAX).unwrap();
        assert_ne!(id, begun.id);
        assert!(outcome.rows < begun.rows, "{} {}", outcome.rows, begun.rows);
        let now = store.manifest(&begun.id).unwrap();
        assert_eq!((now.rows, now.complete), (begun.rows, false));
        assert!(now.trouble.unwrap().contains("no longer gives"));
    }
}
