//! The journal: what was asked, granted, answered and paid. The only authority over money.
//!
//! One SQLite database in WAL mode, shared by every process on the data folder. Each change
//! is one IMMEDIATE transaction, so that two processes never decide on the same balance.

mod adopt;
#[cfg(test)]
mod adopt_tests;
mod ahead;
pub(super) mod backup;
mod check;
mod doubt;
mod elsewhere;
mod figures;
mod jobs;
mod ledger;
mod moment;
mod pages;
#[cfg(test)]
mod pages_tests;
mod prices;
mod requests;
mod schema;
mod secrets;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use thiserror::Error;
use url::Url;

use crate::model::job::{JobId, JobState};
use crate::model::money::LimitPassed;

pub use adopt::AdoptedJob;
pub use ahead::{Ahead, AheadLine};
pub use backup::Restored;
pub use jobs::{JobChange, JobRecord, NewJob};
pub use pages::{NewPage, PageEnd, PageRecord, PageState};
pub use requests::{RequestId, RequestRecord, StoredAnswer, StoredRequest};

/// How long a call waits for another process to end its transaction.
const BUSY: Duration = Duration::from_secs(15);

/// What can go wrong with the journal.
#[derive(Debug, Error)]
pub enum JournalError {
    /// SQLite refused.
    #[error(
        "the journal could not be read or written ({0}); nothing was sent because of it. Check the free space and the rights of the data folder"
    )]
    Sql(rusqlite::Error),
    /// Somebody else writes for longer than is waited.
    #[error(
        "another program keeps the journal locked; nothing was sent because of it. End the other backtrail on this data folder, or try again in a moment"
    )]
    Locked,
    /// The file is no sound database.
    #[error(
        "the journal is damaged ({0}); nothing was sent because of it. `backtrail journal check` tells what is wrong, `backtrail journal restore` puts the last backup in its place and keeps the damaged file"
    )]
    Damaged(String),
    /// Written by a later program.
    #[error(
        "the journal has schema version {found}, this program knows up to {known}; nothing was touched. Use the newer program, or another --data-dir"
    )]
    Newer {
        /// Version of the file.
        found: i64,
        /// Latest version known here.
        known: i64,
    },
    /// Written by an earlier program, and only to be looked at.
    #[error(
        "the journal has schema version {found}, and only version {known} can be looked at; nothing was touched. `backtrail jobs` brings it up where the data folder can be written"
    )]
    Older {
        /// Version of the file.
        found: i64,
        /// Version known here.
        known: i64,
    },
    /// A step that a job may not take.
    #[error(
        "job {job} is {}, it cannot become {}; nothing was changed or charged",
        .from.title(), .to.title()
    )]
    IllegalStep {
        /// Which job.
        job: JobId,
        /// Where it stands.
        from: JobState,
        /// Where it was to go.
        to: JobState,
    },
    /// Nothing about this job is in doubt.
    #[error(
        "job {job} is {}: no charge of it is in doubt that could be accepted or dismissed; nothing was changed",
        .state.title()
    )]
    NoDoubt {
        /// Which job.
        job: JobId,
        /// Where it stands.
        state: JobState,
    },
    /// No such job.
    #[error("there is no job {0} in the journal; `backtrail jobs` lists them")]
    NoSuchJob(JobId),
    /// No such request.
    #[error("there is no request {0} in the journal")]
    NoSuchRequest(i64),
    /// A cell that this program did not write.
    #[error("the journal holds something unreadable in {what}: {why}; nothing was changed")]
    Unreadable {
        /// Table and column.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sql(error),
        }
    }
}

impl JournalError {
    pub(crate) fn unreadable(what: &'static str, why: impl std::fmt::Display) -> Self {
        Self::Unreadable {
            what,
            why: why.to_string(),
        }
    }
}

/// Why a reservation was not made. Nothing was sent.
#[derive(Debug, Error)]
pub enum ReserveError {
    /// A limit or the balance stands against it.
    #[error(transparent)]
    Limit(#[from] LimitPassed),
    /// The journal failed.
    #[error(transparent)]
    Store(#[from] JournalError),
}

impl From<rusqlite::Error> for ReserveError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The open journal.
#[derive(Debug)]
pub struct Journal {
    connection: Mutex<Connection>,
}

impl Journal {
    /// Opens or creates the database. The caller holds the folder's opening lock: the switch to WAL
    /// does not wait for others by itself.
    pub(crate) fn open(path: &Path) -> Result<Self, JournalError> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        schema::refuse_newer(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A lost power supply must not undo a recorded charge.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // A password that is forgotten must not stay in the free space of a page.
        connection.pragma_update(None, "secure_delete", true)?;
        schema::migrate(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Opens the journal of a data folder to be looked at: nothing is created, brought up, backed up or restored.
    pub fn look(data_dir: &Path) -> Result<Self, JournalError> {
        let path = data_dir.join("journal.db");
        let opened = Self::look_while_it_changes(&path);
        match opened {
            // SQLite wants a file beside it, and the disk takes none: then nobody changes it either.
            Err(why) if why.is_of_writing() => {
                match Self::unchanging(&path).unwrap_or_else(|| Self::alone(&path)) {
                    Err(again) if again.is_of_writing() => Err(why),
                    looked => looked,
                }
            }
            opened => opened,
        }
    }

    fn look_while_it_changes(path: &Path) -> Result<Self, JournalError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        schema::refuse_other(&connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Opens a database whose last changes lie beside it on a disk that has no room for the file through which several
    /// share them: what that file would say is kept in memory, and nobody else can open the database meanwhile.
    fn alone(path: &Path) -> Result<Self, JournalError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        let exclusive = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = true;";
        connection.execute_batch(exclusive)?;
        // The changes stay where they lie until there is room again.
        let leave_them = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        connection.set_db_config(leave_them, true)?;
        schema::refuse_other(&connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Opens a database that nobody can change, so that no file is needed beside it. None where there is none, and
    /// where its last changes still lie beside it.
    fn unchanging(path: &Path) -> Option<Result<Self, JournalError>> {
        let mut beside = path.as_os_str().to_owned();
        beside.push("-wal");
        if std::fs::metadata(&beside).is_ok_and(|log| log.len() > 0) {
            return None;
        }
        let mut address = Url::from_file_path(std::path::absolute(path).ok()?).ok()?;
        address.set_query(Some("immutable=1"));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(address.as_str(), flags).ok()?;
        let fits = schema::refuse_other(&connection);
        Some(fits.map(|()| Self {
            connection: Mutex::new(connection),
        }))
    }

    /// A number that is another one after somebody else wrote into the journal.
    pub fn version_of_others(&self) -> Result<i64, JournalError> {
        Ok(self
            .lock()
            .query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// A panic elsewhere cannot leave half a transaction behind (it rolls back), so poison means nothing here.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transaction that holds the write lock from its start.
fn immediate(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}
