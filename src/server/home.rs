//! The folder in which a server keeps its account log, jobs and files: the given one, kept,
//! or one of its own in the temporary folder, which goes when the server goes.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::server::error::ServeError;

/// The folder of one running server.
pub(super) struct Home {
    path: PathBuf,
    temporary: bool,
    /// Held as long as the server lives, so that two servers never share a folder.
    _lock: File,
}

impl Home {
    /// Opens the state folder, or a temporary one.
    pub(super) fn open(state: Option<&Path>) -> Result<Self, ServeError> {
        let path = match state {
            Some(path) => path.to_owned(),
            None => std::env::temp_dir().join(format!("backtrail-serve-{}", random_id()?)),
        };
        let broken = |source| ServeError::State {
            path: path.clone(),
            source,
        };
        for folder in ["", "jobs", "work", "downloads"] {
            private_folder(&path.join(folder)).map_err(broken)?;
        }
        let lock = File::create(path.join("lock")).map_err(broken)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ServeError::StateInUse(path)),
            Err(TryLockError::Error(source)) => return Err(broken(source)),
        }
        Ok(Self {
            path,
            temporary: state.is_none(),
            _lock: lock,
        })
    }

    /// The append-only account log.
    pub(super) fn log(&self) -> PathBuf {
        self.path.join("accounts.log")
    }

    /// The append-only log of tasks.
    pub(super) fn tasks(&self) -> PathBuf {
        self.path.join("tasks.log")
    }

    /// Where the records of jobs lie.
    pub(super) fn jobs(&self) -> PathBuf {
        self.path.join("jobs")
    }

    /// The record of a job.
    pub(super) fn job(&self, id: &str) -> PathBuf {
        self.jobs().join(format!("{id}.json"))
    }

    /// The file of a job while it is made; its name ends like that of most files, whatever this one holds.
    pub(super) fn work(&self, id: &str) -> PathBuf {
        self.path.join("work").join(format!("{id}.csv.gz"))
    }

    /// The file of a job once it is published. Named by job: an item may be longer than a file name.
    pub(super) fn download(&self, id: &str) -> PathBuf {
        self.path.join("downloads").join(format!("{id}.csv.gz"))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if self.temporary {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// 32 upper-case hexadecimal digits: the shape of a job's id, and its secret.
pub(super) fn random_id() -> Result<String, ServeError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| ServeError::Random(e.to_string()))?;
    Ok(bytes.iter().map(|b| format!("{b:02X}")).collect())
}

/// Writes a file whole: beside its place, then renamed into it.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = private_file(&beside)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(beside, path)
}

/// Creates an empty file that only its owner may read.
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    owner_only(&mut options);
    options.open(path)
}

/// Opens a log for adding to its end, readable by its owner only.
pub(super) fn private_log(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.append(true).create(true);
    owner_only(&mut options);
    options.open(path)
}

#[cfg(unix)]
fn owner_only(options: &mut fs::OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn owner_only(_: &mut fs::OpenOptions) {}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}
