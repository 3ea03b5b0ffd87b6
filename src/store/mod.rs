//! What is at rest: the journal, and a folder for each dataset.
//!
//! A data folder may be open in several processes at once. Folders are 0700 and files 0600; every
//! file is written beside its place, synced and renamed, so that a crash leaves the old or the new.

mod computed;
mod dataset;
mod domain_table;
mod enrich;
mod export;
mod export_file;
mod filter;
mod folders;
mod gap;
mod ingest;
pub mod journal;
mod lock;
mod looking;
mod manifest;
mod private;
mod purchase;
mod remembered;
mod second_pass;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;

use crate::columnar::PartError;
use crate::model::job::JobId;
use crate::model::rows::DatasetId;

pub use computed::{CountedFrom, compute, table_id};
pub use dataset::{Awaited, Dataset, Finding, Listener, Ranking};
pub use enrich::enrich;
#[cfg(test)]
pub(crate) use export::export;
pub use export::{
    Asked, Derived, Export, Figure, MANIFEST, Piece, Written, coverage, export_records, figures,
    manifest_name, number, order_text, picture_document, summed,
};
pub use export_file::ExportFile;
pub use filter::filter;
pub use folders::dataset_names;
pub use gap::Gap;
pub use ingest::{
    AnswerRows, Grid, IngestError, IngestOptions, IngestOutcome, Page, PageFault, Pages, Published,
    Write, held, ingest, ingest_answer, ingest_answer_with, ingest_pages, ingest_pages_with,
    ingest_with, is_readable, try_head, unfinished,
};
pub use journal::{
    AdoptedJob, Ahead, AheadLine, JobChange, JobRecord, Journal, JournalError, NewJob, NewPage,
    PageEnd, PageRecord, PageState, RequestId, RequestRecord, ReserveError, Restored, StoredAnswer,
    StoredRequest,
};
pub use lock::JobLock;
pub use manifest::{BadSample, MANIFEST_FILE, Manifest, Origin, PartEntry, RawFile, SCHEMA};
pub use purchase::Purchase;
pub use second_pass::{Haste, second_pass};

/// What can go wrong at rest. Nothing was charged by it.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("{what} {path}: {source}. Check that the folder exists, is yours and has space left", path = .path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal is damaged, and somebody else has it open.
    #[error(
        "the journal is damaged ({0}), and another backtrail has it open; nothing was touched or sent. End the other one, then start again: the last backup is restored"
    )]
    DamagedInUse(String),
    /// No such dataset.
    #[error("there is no dataset `{0}`; `backtrail datasets` lists them")]
    NoSuchDataset(DatasetId),
    /// A manifest that cannot be read.
    #[error("the manifest {path} cannot be read: {why}; the raw answer beside it is untouched", path = .path.display())]
    Manifest {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Written by a later program.
    #[error("{path} has schema version {found}, this program knows up to {known}; nothing was touched. Use the newer program", path = .path.display())]
    NewerDataset {
        /// Which manifest.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The latest version known here.
        known: u32,
    },
    /// A part that cannot be read or written.
    #[error("{0}; the raw answer is kept, `backtrail import` reads it again")]
    Part(#[from] PartError),
    /// A part does not fit the manifest or the list's columns.
    #[error("the rows of {path} are not what its manifest says ({why}); the raw answer is kept, `backtrail import` reads it again", path = .path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
    /// A row that the dataset does not have.
    #[error("row {row} is beyond the {rows} rows held")]
    NoSuchRow {
        /// Asked for.
        row: u64,
        /// Held.
        rows: u64,
    },
    /// A filter that means nothing.
    #[error("the filter: {0}")]
    Filter(#[from] crate::model::filter::Mistake),
    /// A column that the list does not have.
    #[error("there is no column {0} in this list")]
    NoSuchColumn(usize),
    /// Rows are being read into the dataset by somebody else.
    #[error(
        "rows are still being read into {0}; nothing was changed. Try again when that has ended"
    )]
    Busy(DatasetId),
    /// The caller gave up.
    #[error("stopped before the end; nothing was changed")]
    Cancelled,
    /// The place an export goes to refused.
    #[error("the rows could not be written: {0}. Check the free space, then try again")]
    Export(std::io::Error),
}

impl StoreError {
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }
}

/// An open data folder. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    journal: Journal,
    restored: Option<Restored>,
    is_anew: bool,
    backup_trouble: Option<String>,
    root: PathBuf,
    datasets: PathBuf,
    /// As long as it is held, nobody puts another journal in the place of this one. None where nothing can be written.
    _in_use: Option<JobLock>,
}

/// How long another process may take to open the folder.
const OPENING: Duration = Duration::from_secs(15);

/// Opens the journal; where its file is no database any more, its backup takes its place.
fn open_journal(
    data_dir: &Path,
    path: &Path,
) -> Result<(Journal, Option<Restored>, JobLock), StoreError> {
    let locks = data_dir.join("locks");
    let opening = lock::within(&locks.join("open.lock"), OPENING)?;
    let _opening = opening.ok_or(JournalError::Locked)?;
    let in_use = locks.join("in_use.lock");
    if let Some(why) = journal::backup::lost(path) {
        let restored = put_backup_back(&in_use, path, why.to_owned())?;
        let (journal, held) = open_restored(&in_use, path)?;
        return Ok((journal, Some(restored), held));
    }
    private::create_empty(path).map_err(StoreError::io("cannot create", path))?;
    let opened = Journal::open(path).and_then(|journal| journal.sound_at_start(path));
    let why = match opened {
        Ok(journal) => {
            let held = lock::share(&in_use)?.ok_or(JournalError::Locked)?;
            return Ok((journal, None, held));
        }
        Err(JournalError::Damaged(why)) => why,
        Err(error) => return Err(error.into()),
    };
    let restored = put_backup_back(&in_use, path, why)?;
    let (journal, held) = open_restored(&in_use, path)?;
    Ok((journal, Some(restored), held))
}

fn open_restored(in_use: &Path, path: &Path) -> Result<(Journal, JobLock), StoreError> {
    let journal = Journal::open(path)?;
    let held = lock::share(in_use)?.ok_or(JournalError::Locked)?;
    Ok((journal, held))
}

/// Whether rows were taken in here before, by a journal that is not here any more.
fn is_begun_anew(datasets: &Path, journal: &Path) -> bool {
    let is_held = std::fs::metadata(journal).is_ok_and(|meta| meta.len() > 0);
    let mut folders = std::fs::read_dir(datasets).into_iter().flatten();
    !is_held && !journal::backup::place(journal).exists() && folders.any(|folder| folder.is_ok())
}

/// Sets a damaged journal aside for its backup. The caller holds the opening lock.
fn put_backup_back(in_use: &Path, path: &Path, why: String) -> Result<Restored, StoreError> {
    // Whoever has it open would go on writing into the file that is set aside.
    let Some(_alone) = lock::attempt(in_use)? else {
        return Err(StoreError::DamagedInUse(why));
    };
    let restored = journal::backup::restore(path, &why)
        .map_err(StoreError::io("cannot restore the backup of", path))?;
    let none = || JournalError::Damaged(format!("{why}; there is no sound backup"));
    Ok(restored.ok_or_else(none)?)
}

impl Store {
    /// Opens a data folder, creating what is missing.
    pub fn open(data_dir: &Path) -> Result<Self, StoreError> {
        let datasets = data_dir.join("datasets");
        for folder in [data_dir, &datasets, &data_dir.join("locks")] {
            private::create_dir(folder).map_err(StoreError::io("cannot create", folder))?;
        }
        let path = data_dir.join("journal.db");
        let is_anew = is_begun_anew(&datasets, &path);
        let (journal, restored, in_use) = open_journal(data_dir, &path)?;
        // Beside the opening lock: a large journal must not keep others from opening theirs.
        let backing_up = lock::attempt(&data_dir.join("locks").join("backup.lock"))?;
        // Without a backup the work can still be done; that it is missing is told.
        let backup_trouble = backing_up
            .and_then(|_alone| journal.back_up(&path).err())
            .map(|why| format!("the journal's backup was not taken: {why}"));
        let root = data_dir.to_owned();
        Ok(Self {
            inner: Arc::new(Inner {
                journal,
                restored,
                is_anew,
                backup_trouble,
                root,
                datasets,
                _in_use: Some(in_use),
            }),
        })
    }

    /// Puts the journal's backup in its place where any page of the journal is damaged, however large it is; a start
    /// does so by itself for what it finds. `None`: it is whole, and nothing was changed.
    ///
    /// # Errors
    /// Where there is no sound backup, where somebody else has the journal open, and where it cannot be read at all.
    pub fn restore_journal(data_dir: &Path) -> Result<Option<Restored>, StoreError> {
        let locks = data_dir.join("locks");
        let opening = lock::within(&locks.join("open.lock"), OPENING)?;
        let _opening = opening.ok_or(JournalError::Locked)?;
        let path = data_dir.join("journal.db");
        let put_back = |why| put_backup_back(&locks.join("in_use.lock"), &path, why).map(Some);
        if let Some(why) = journal::backup::lost(&path) {
            return put_back(why.to_owned());
        }
        match Journal::look(data_dir).and_then(|journal| journal.is_whole()) {
            Ok(()) => Ok(None),
            Err(JournalError::Damaged(why)) => put_back(why),
            Err(error) => Err(error.into()),
        }
    }

    /// What was found wrong with the journal when the folder was opened, and what was done about it: to be told, because
    /// charges may be missing.
    pub fn found(&self) -> Vec<String> {
        let restored = self.inner.restored.as_ref().map(ToString::to_string);
        let anew = self.inner.is_anew.then(|| {
            "the journal of this data folder is gone, and there is no backup of it: a new one was begun. The datasets are \
             as they were; the limits count nothing that was spent before, and the ledger names none of it. Compare with \
             the service's own account before you spend"
                .to_owned()
        });
        let trouble = self.inner.backup_trouble.clone();
        restored.into_iter().chain(anew).chain(trouble).collect()
    }

    /// The data folder.
    pub fn root(&self) -> &Path {
        &self.inner.root
    }

    /// The journal.
    pub fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    /// Where the datasets are.
    pub fn datasets_dir(&self) -> &Path {
        &self.inner.datasets
    }

    /// Takes a job for this process until the lock is dropped or the process ends, however it ends.
    /// `None`: another holds it.
    pub fn lock_job(&self, id: JobId) -> Result<Option<JobLock>, StoreError> {
        let path = self.inner.root.join("locks").join(format!("job-{id}.lock"));
        lock::attempt(&path)
    }
}
