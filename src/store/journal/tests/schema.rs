//! The file: its versions and who may read it.

use super::*;

#[test]
fn a_later_schema_is_refused_untouched() {
    let (dir, store) = store();
    drop(store);
    let path = dir.path().join("data/journal.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = Store::open(&dir.path().join("data")).unwrap_err();
    assert!(error.to_string().contains("99"), "{error}");
    let connection = rusqlite::Connection::open(&path).unwrap();
    let version: i64 = connection
        .pragma_query_value(None, "user_version", |r| r.get(0))
        .unwrap();
    assert_eq!(version, 99);
}

#[test]
fn an_older_schema_is_brought_up_with_what_it_holds() {
    let (dir, store) = store();
    let id = reserve(&store, 1).unwrap();
    drop(store);
    let path = dir.path().join("data/journal.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "ALTER TABLE ledger DROP COLUMN page; ALTER TABLE jobs DROP COLUMN cause;
             ALTER TABLE jobs DROP COLUMN granted_usd; ALTER TABLE jobs DROP COLUMN paid_usd;
             ALTER TABLE jobs DROP COLUMN before_usd; ALTER TABLE ledger DROP COLUMN usd;
             ALTER TABLE balances DROP COLUMN usd; DROP TABLE prices; DROP TABLE pages;
             ALTER TABLE ledger DROP COLUMN estimate;
             INSERT INTO ledger (at, account, job, command, target, tag, analysis, retrieval, items, source)
             VALUES (1795000000000000, 'endpoint+key', 1, 'GetBackLinkData', 'example.com', 'client', 7, 8, 9, 'assumed');
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    let store = Store::open(&dir.path().join("data")).unwrap();
    assert_eq!(store.journal().job(id).unwrap().cause, None);
    let line = store.journal().ledger(None).unwrap().remove(0);
    assert_eq!(line.paid.amounts, Amounts::new(7, 8, 9));
    assert_eq!((line.estimate, line.drift()), (None, None));
    let change = JobChange {
        cause: Some(FailureCause::Funds),
        ..JobChange::default()
    };
    let journal = store.journal();
    journal
        .step(id, JobState::FailedUncharged, &change, now())
        .unwrap();
    assert_eq!(journal.job(id).unwrap().cause, Some(FailureCause::Funds));
}

#[test]
fn a_file_that_is_no_journal_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("journal.db"), vec![7u8; 8192]).unwrap();
    assert!(Store::open(dir.path()).is_err());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, store) = store();
    reserve(&store, 1).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let data = dir.path().join("data");
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(store.datasets_dir()), 0o700);
    for file in ["journal.db", "journal.db-wal"] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
}
