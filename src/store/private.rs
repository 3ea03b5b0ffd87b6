//! Files that only their owner may read, and writing that a crash cannot halve.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Creates a folder and those above it; what exists stays as it is.
pub(super) fn create_dir(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates an empty file unless it exists; SQLite would create it readable for others.
pub(super) fn create_empty(path: &Path) -> io::Result<()> {
    owner_only().append(true).create(true).open(path).map(drop)
}

/// Opens a file to lock, creating it.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    owner_only().append(true).create(true).open(path)
}

/// Creates or empties a file for writing.
pub(super) fn create(path: &Path) -> io::Result<File> {
    owner_only()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)
}

/// Puts a whole file in its place: written beside, synced, renamed, and the folder synced.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let mut file = create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    publish(&beside, path)
}

/// Where a file is written before it takes its place.
pub(super) fn beside(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Renames a synced file into its place and syncs the folder.
pub(super) fn publish(beside: &Path, path: &Path) -> io::Result<()> {
    fs::rename(beside, path)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Creates a folder that must not exist yet.
pub(super) fn claim_dir(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
