//! Locks between processes: the operating system lets go of them when their holder ends, even by SIGKILL.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::{StoreError, private};

/// A held lock; dropping it lets go.
#[derive(Debug)]
pub struct JobLock {
    _file: File,
}

/// Takes a lock if nobody else holds it.
pub(super) fn attempt(path: &Path) -> Result<Option<JobLock>, StoreError> {
    let file = private::open_lock(path).map_err(StoreError::io("cannot open", path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(JobLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(StoreError::io("cannot lock", path)(error)),
    }
}

/// Takes a lock, waiting for its holder.
pub(super) fn wait(path: &Path) -> Result<JobLock, StoreError> {
    let file = private::open_lock(path).map_err(StoreError::io("cannot open", path))?;
    file.lock().map_err(StoreError::io("cannot lock", path))?;
    Ok(JobLock { _file: file })
}
