//! The journal's own backup: taken while it is sound, and put in its place where the file cannot be opened any more.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{Journal, JournalError};
use crate::store::private;

/// How far the journal may be ahead of its backup.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A journal that was put back from its backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was taken.
    pub taken: Timestamp,
    /// Where the damaged file lies now, if there was one.
    pub set_aside: Option<PathBuf>,
    /// What was wrong with it.
    pub why: String,
}

impl std::fmt::Display for Restored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the journal was damaged ({}) and is restored from its backup of {}: jobs, requests and charges after that \
             time may be missing, and the limits do not count them. ",
            self.why,
            self.taken.strftime("%Y-%m-%d %H:%M:%S UTC"),
        )?;
        if let Some(kept) = &self.set_aside {
            write!(f, "The damaged file is kept as {}. ", kept.display())?;
        }
        f.write_str("Compare with the service's own account before you spend")
    }
}

/// Where the backup lies.
pub(in crate::store) fn place(journal: &Path) -> PathBuf {
    journal.with_file_name("journal.backup.db")
}

/// What is wrong with a journal that holds nothing at all though there is a backup of it: SQLite would begin it anew
/// without a word, and its limits with it. `None`: it holds something, or never did.
pub(in crate::store) fn lost(journal: &Path) -> Option<&'static str> {
    if !place(journal).exists() {
        return None;
    }
    match fs::metadata(journal) {
        Ok(meta) if meta.len() == 0 => Some("the file is empty"),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Some("the file is gone"),
        _ => None,
    }
}

/// Journals up to this size are looked through at every start; larger ones once a day, when their backup is due.
const LOOKED_THROUGH: u64 = 8 * 1024 * 1024;

impl Journal {
    /// The journal, unless SQLite finds it damaged.
    pub(in crate::store) fn sound_at_start(self, path: &Path) -> Result<Self, JournalError> {
        let is_small = fs::metadata(path).is_ok_and(|meta| meta.len() <= LOOKED_THROUGH);
        if is_small || is_due(path, &place(path)) {
            self.is_whole()?;
        }
        Ok(self)
    }

    /// SQLite's own quick look at every page.
    ///
    /// # Errors
    /// [`JournalError::Damaged`] with what it found first.
    pub(in crate::store) fn is_whole(&self) -> Result<(), JournalError> {
        look_through(&self.lock())
    }

    /// Takes a backup if the journal is a day ahead of the last, or there is none. The file is whole or not there.
    pub(in crate::store) fn back_up(&self, journal: &Path) -> Result<(), JournalError> {
        let backup = place(journal);
        let failed = |why: io::Error| JournalError::unreadable("the backup", why);
        if !is_due(journal, &backup) {
            return Ok(());
        }
        let beside = private::beside(&backup);
        if let Err(why) = fs::remove_file(&beside)
            && why.kind() != io::ErrorKind::NotFound
        {
            return Err(failed(why));
        }
        let connection = self.lock();
        // An empty table of jobs has nothing that a backup would keep.
        let jobs: i64 = connection.query_row(
            "SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM ledger)",
            [],
            |row| row.get(0),
        )?;
        if jobs == 0 {
            return Ok(());
        }
        // A damaged journal must not take the place of a sound backup.
        look_through(&connection)?;
        private::create_empty(&beside).map_err(failed)?;
        let path = beside.to_string_lossy();
        connection.execute("VACUUM INTO ?1", params![path])?;
        drop(connection);
        fs::File::open(&beside)
            .and_then(|file| file.sync_all())
            .map_err(failed)?;
        private::publish(&beside, &backup).map_err(failed)
    }
}

/// Whether the journal was written a day after its backup was. Both times are the file system's.
fn is_due(journal: &Path, backup: &Path) -> bool {
    let Some(last) = written(backup) else {
        return true;
    };
    let now = [written(journal), written(&with_end(journal, "-wal"))];
    let newest = now.into_iter().flatten().max();
    newest.is_some_and(|newest| newest.duration_since(last).is_ok_and(|ahead| ahead >= DAY))
}

fn written(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// Sets a damaged journal aside with all that belongs to it, and puts its backup in its place. `None`: there is no
/// backup that can be opened, and nothing was touched. The caller is alone on the data folder.
pub(in crate::store) fn restore(journal: &Path, why: &str) -> io::Result<Option<Restored>> {
    let backup = place(journal);
    let Some(taken) = written(&backup).filter(|_| is_sound(&backup)) else {
        return Ok(None);
    };
    let taken = Timestamp::try_from(taken).map_err(io::Error::other)?;
    let set_aside = (1..)
        .map(|n| journal.with_file_name(format!("journal.damaged-{n}.db")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| journal.with_extension("damaged"));
    let copy = private::beside(journal);
    private::create_empty(&copy)?;
    fs::copy(&backup, &copy)?;
    fs::File::open(&copy)?.sync_all()?;
    let mut is_kept = false;
    for end in ["-wal", "-shm", ""] {
        let from = with_end(journal, end);
        if from.exists() {
            fs::rename(from, with_end(&set_aside, end))?;
            is_kept = true;
        }
    }
    private::publish(&copy, journal)?;
    Ok(Some(Restored {
        taken,
        set_aside: is_kept.then_some(set_aside),
        why: why.to_owned(),
    }))
}

fn is_sound(path: &Path) -> bool {
    Connection::open(path).is_ok_and(|connection| look_through(&connection).is_ok())
}

/// SQLite's own quick look at every page.
fn look_through(connection: &Connection) -> Result<(), JournalError> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    match said.as_str() {
        "ok" => Ok(()),
        _ => Err(JournalError::Damaged(crate::model::text::one_line(&said))),
    }
}
