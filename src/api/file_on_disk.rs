//! The two files of an unfinished fetch: the bytes so far (`NAME.part`) and beside them what identifies the
//! remote file (`NAME.part.json`), so that a later process continues only what is still the same.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;

use super::error::DownloadError;

/// Bytes that stay free for the journal and the manifest.
const SPARE: u64 = 16 << 20;

/// What identifies the remote file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Where it was fetched from.
    pub url: String,
    /// Strong ETag, or Last-Modified where there is none: what `If-Range` takes. Empty: cannot be continued.
    pub validator: String,
    /// Size of the whole file, 0 if it was not said.
    pub total: u64,
}

/// Path of the unfinished bytes of a file.
pub fn part_path(file: &Path) -> PathBuf {
    with_suffix(file, ".part")
}

fn identity_path(file: &Path) -> PathBuf {
    with_suffix(file, ".part.json")
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Bytes of the unfinished file; 0 if there is none.
pub async fn held(file: &Path) -> u64 {
    tokio::fs::metadata(part_path(file))
        .await
        .map_or(0, |m| m.len())
}

/// What the unfinished bytes are of; the default if it is not known (any more).
pub async fn identity(file: &Path) -> Identity {
    match tokio::fs::read(identity_path(file)).await {
        Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
        Err(_) => Identity::default(),
    }
}

/// Empties the unfinished file and notes what will fill it. The note is removed first and written last, so
/// that a crash between leaves bytes without identity, which are started over.
pub async fn start_over(file: &Path, identity: &Identity) -> Result<File, DownloadError> {
    let note = identity_path(file);
    remove(&note).await?;
    let part = part_path(file);
    let opened = private()
        .truncate(true)
        .write(true)
        .create(true)
        .open(&part)
        .await;
    let opened = opened.map_err(|e| failure(&part, e))?;
    let text = serde_json::to_vec(identity).map_err(|e| failure(&note, e.into()))?;
    let beside = with_suffix(&note, ".new");
    let mut out = private()
        .truncate(true)
        .write(true)
        .create(true)
        .open(&beside)
        .await
        .map_err(|e| failure(&beside, e))?;
    out.write_all(&text)
        .await
        .map_err(|e| failure(&beside, e))?;
    out.sync_all().await.map_err(|e| failure(&beside, e))?;
    tokio::fs::rename(&beside, &note)
        .await
        .map_err(|e| failure(&note, e))?;
    Ok(opened)
}

/// Opens the unfinished file at its end.
pub async fn go_on(file: &Path) -> Result<File, DownloadError> {
    let part = part_path(file);
    private()
        .append(true)
        .open(&part)
        .await
        .map_err(|e| failure(&part, e))
}

/// Whether so many more bytes find room beside a file, and a little is left for what must be written down about them.
pub async fn has_room(file: &Path, to_come: u64) -> Result<(), DownloadError> {
    match lack_of_room(file, to_come).await {
        Some(lack) => Err(DownloadError::NoRoom {
            path: file.to_owned(),
            to_come,
            spare: SPARE,
            free: lack.free,
        }),
        None => Ok(()),
    }
}

/// Too little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Bytes that are needed.
    pub need: u64,
    /// Bytes that are free.
    pub free: u64,
}

/// What is lacking for so many more bytes beside a file, and for what must be written down about them.
pub async fn lack_of_room(file: &Path, to_come: u64) -> Option<Lack> {
    lack(free(file).await?, to_come)
}

fn lack(free: u64, to_come: u64) -> Option<Lack> {
    let need = to_come.saturating_add(SPARE);
    (free < need).then_some(Lack { need, free })
}

/// Bytes that are free where a file is; none where the system does not say.
#[cfg(unix)]
async fn free(file: &Path) -> Option<u64> {
    let folder = file.parent()?.to_owned();
    let look = move || {
        let told = rustix::fs::statvfs(&folder).ok()?;
        Some(told.f_bavail.saturating_mul(told.f_frsize))
    };
    tokio::task::spawn_blocking(look).await.ok().flatten()
}

/// Bytes that are free where a file is; none where the system does not say.
#[cfg(not(unix))]
async fn free(_: &Path) -> Option<u64> {
    None
}

/// Throws the unfinished bytes away.
pub async fn discard(file: &Path) -> Result<(), DownloadError> {
    remove(&identity_path(file)).await?;
    remove(&part_path(file)).await
}

/// Gives the finished file its name.
pub async fn finish(file: &Path) -> Result<(), DownloadError> {
    let part = part_path(file);
    tokio::fs::rename(&part, file)
        .await
        .map_err(|e| failure(file, e))?;
    sync_folder(file).await;
    remove(&identity_path(file)).await
}

/// Makes the rename itself durable where the system can; elsewhere the file is found as `.part` again.
async fn sync_folder(file: &Path) {
    if let Some(folder) = file.parent()
        && let Ok(folder) = File::open(folder).await
    {
        let _unsupported_on_some_systems = folder.sync_all().await;
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    options.mode(0o600);
    options
}

async fn remove(path: &Path) -> Result<(), DownloadError> {
    match tokio::fs::remove_file(path).await {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(failure(path, e)),
        _ => Ok(()),
    }
}

/// A write that failed: a full disk is told apart, because freeing room lets the fetch go on.
pub fn failure(path: &Path, source: std::io::Error) -> DownloadError {
    let path = path.to_owned();
    match source.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            DownloadError::DiskFull { path }
        }
        _ => DownloadError::Disk { path, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_little_stays_free_beside_what_is_to_come() {
        let need = SPARE + 100;
        assert_eq!(lack(need, 100), None);
        let lacking = Lack {
            need,
            free: need - 1,
        };
        assert_eq!(lack(need - 1, 100), Some(lacking));
        let told = DownloadError::NoRoom {
            path: "f.csv".into(),
            to_come: 89_982,
            spare: SPARE,
            free: 1_822_720,
        };
        let told = told.to_string();
        for words in ["89,982 bytes are to come", "16,777,216 more", "1,822,720"] {
            assert!(told.contains(words), "{told}");
        }
    }
}
