//! The log: a file in the data folder, never the terminal, which may belong to the explorer.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;

/// A log longer than this is set aside (one generation) when a command starts.
const LONGEST: u64 = 8 * 1024 * 1024;

/// Starts to log into `backtrail.log` in `folder`. The log ends when the guard is dropped.
///
/// `BACKTRAIL_LOG` overrides the level that `-v` chooses, in the notation of `tracing`'s filters.
pub fn start(folder: &Path, verbose: u8) -> io::Result<WorkerGuard> {
    let file = open(folder)?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let level = match verbose {
        0 => "warn,backtrail=info",
        1 => "info,backtrail=debug",
        _ => "debug,backtrail=trace",
    };
    let filter = EnvFilter::try_from_env("BACKTRAIL_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    // Only the first call of a process can succeed; a second one keeps the first log.
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer)
        .with_ansi(false)
        .try_init();
    started.map_err(io::Error::other).map(|()| guard)
}

fn open(folder: &Path) -> io::Result<File> {
    create_private(folder)?;
    let path = folder.join("backtrail.log");
    if std::fs::metadata(&path).is_ok_and(|meta| meta.len() > LONGEST) {
        std::fs::rename(&path, folder.join("backtrail.old.log"))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Creates a folder, and what is missing above it, for its owner alone.
pub fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_is_set_aside() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("new/deep");
        let first = open(&folder).unwrap();
        first.set_len(LONGEST + 1).unwrap();
        let second = open(&folder).unwrap();
        assert_eq!(second.metadata().unwrap().len(), 0);
        assert!(folder.join("backtrail.old.log").exists());
    }

    #[cfg(unix)]
    #[test]
    fn it_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("data");
        let file = open(&folder).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
