//! A data folder that cannot be written: on a read-only disk, or where nothing is free. What is held there is still
//! shown; whatever would be written down fails, and so nothing is sent.

use std::path::Path;
use std::sync::Arc;

use rusqlite::ErrorCode;

use super::journal::JournalError;
use super::{Inner, Journal, Store, StoreError};

impl JournalError {
    /// Whether the disk refuses to be written, and may be readable nevertheless.
    pub(crate) fn is_of_writing(&self) -> bool {
        let Self::Sql(error) = self else {
            return false;
        };
        matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::ReadOnly
                    | ErrorCode::CannotOpen
                    | ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::PermissionDenied
            )
        )
    }
}

impl StoreError {
    fn is_of_writing(&self) -> bool {
        match self {
            Self::Io { .. } => true,
            Self::Journal(error) => error.is_of_writing(),
            _ => false,
        }
    }
}

impl Store {
    /// Opens a data folder; where it cannot be written, to be looked at. Says why it cannot be written then.
    pub fn open_or_look(data_dir: &Path) -> Result<(Self, Option<StoreError>), StoreError> {
        match Self::open(data_dir) {
            Ok(store) => Ok((store, None)),
            Err(why) if why.is_of_writing() => match Self::look(data_dir) {
                Ok(store) => Ok((store, Some(why))),
                Err(other @ (JournalError::Older { .. } | JournalError::Newer { .. })) => {
                    Err(other.into())
                }
                Err(_) => Err(why),
            },
            Err(why) => Err(why),
        }
    }

    /// Whether it was opened only to be looked at.
    pub fn is_looked_at(&self) -> bool {
        self.inner._in_use.is_none()
    }

    /// The folder as it lies there, if there is one.
    fn look(data_dir: &Path) -> Result<Self, JournalError> {
        let journal = Journal::look(data_dir)?;
        Ok(Self {
            inner: Arc::new(Inner {
                journal,
                restored: None,
                is_anew: false,
                backup_trouble: None,
                // Nobody can put another in its place where nothing can be written.
                _in_use: None,
                root: data_dir.to_owned(),
                datasets: data_dir.join("datasets"),
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::dataforseo::PriceList;
    use crate::store::Origin;

    fn origin() -> Origin {
        Origin::File {
            name: "f.csv".to_owned(),
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_looked_at_and_takes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (store, why) = Store::open_or_look(dir.path()).unwrap();
        assert!(why.is_none());
        let dataset = store.create_dataset(origin()).unwrap();
        drop(store);
        // Root may write anywhere; a lock that cannot be opened stands for a disk that cannot be written.
        let lock = dir.path().join("locks/open.lock");
        std::fs::remove_file(&lock).unwrap();
        std::fs::create_dir(&lock).unwrap();
        let (store, why) = Store::open_or_look(dir.path()).unwrap();
        assert!(why.unwrap().to_string().contains("open.lock"));
        assert!(store.manifest(&dataset).is_ok());
        assert!(store.journal().jobs().unwrap().is_empty());
        let prices = PriceList {
            heard: jiff::Timestamp::UNIX_EPOCH,
            functions: std::collections::BTreeMap::new(),
        };
        let refused = store.journal().keep_prices("a", &prices).unwrap_err();
        assert!(
            refused.to_string().contains("nothing was sent"),
            "{refused}"
        );
        drop(store);

        std::fs::remove_dir(&lock).unwrap();
        assert!(Store::open_or_look(&dir.path().join("journal.db")).is_err());
    }

    #[test]
    fn what_lies_beside_the_journal_is_seen_where_no_file_finds_room() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path()).unwrap());
        let path = dir.path().join("journal.db");
        let left = rusqlite::Connection::open(&path).unwrap();
        let keep = rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        left.set_db_config(keep, true).unwrap();
        left.execute_batch(
            "INSERT INTO balances (account, at, analysis, retrieval, items) VALUES ('a', 1, 7, 0, 0)",
        )
        .unwrap();
        drop(left);
        let beside = |end: &str| dir.path().join(format!("journal.db{end}"));
        assert!(std::fs::metadata(beside("-wal")).unwrap().len() > 0);
        // A folder in its place stands for a file that finds no room.
        let _not_there = std::fs::remove_file(beside("-shm"));
        std::fs::create_dir(beside("-shm")).unwrap();
        let (store, why) = Store::open_or_look(dir.path()).unwrap();
        assert!(why.is_some() && store.is_looked_at());
        let now = jiff::Timestamp::UNIX_EPOCH;
        let budget = store.journal().budget("a", now).unwrap();
        assert_eq!(budget.left.map(|left| left.analysis), Some(7));
        let written = store
            .journal()
            .record_balance("a", budget.left.unwrap(), None, now);
        assert!(written.unwrap_err().is_of_writing());
        drop(store);
        assert!(
            std::fs::metadata(beside("-wal")).unwrap().len() > 0,
            "the changes stay where they are"
        );
    }
}
