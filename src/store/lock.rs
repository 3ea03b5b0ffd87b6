//! Locks between processes: the operating system lets go of them when their holder ends, even by SIGKILL.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

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

/// The same, waiting a moment: who only asks whether somebody holds it holds it that long.
pub(super) fn soon(path: &Path) -> Result<Option<JobLock>, StoreError> {
    for _ in 0..20 {
        if let Some(lock) = attempt(path)? {
            return Ok(Some(lock));
        }
        thread::sleep(Duration::from_millis(5));
    }
    attempt(path)
}

/// Takes a lock, waiting for its holder as long as `most`; `None`: it is held still.
pub(super) fn within(path: &Path, most: Duration) -> Result<Option<JobLock>, StoreError> {
    let begun = Instant::now();
    loop {
        match attempt(path)? {
            Some(lock) => return Ok(Some(lock)),
            None if begun.elapsed() >= most => return Ok(None),
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Holds a file as one of several; `None`: somebody has it for himself.
pub(super) fn share(path: &Path) -> Result<Option<JobLock>, StoreError> {
    let file = private::open_lock(path).map_err(StoreError::io("cannot open", path))?;
    match file.try_lock_shared() {
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
