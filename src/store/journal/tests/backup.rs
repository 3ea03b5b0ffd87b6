//! The backup, and what is put back from it.

use std::fs::{self, File, FileTimes};
use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::store::StoreError;

/// A data folder that was opened twice, the second time with something to keep.
fn backed_up() -> (tempfile::TempDir, PathBuf) {
    let (dir, store) = store();
    reserve(&store, 7).unwrap();
    drop(store);
    let data = dir.path().join("data");
    drop(Store::open(&data).unwrap());
    assert!(data.join("journal.backup.db").exists());
    (dir, data)
}

fn damage(data: &Path) {
    let _none_left = fs::remove_file(data.join("journal.db-wal"));
    let path = data.join("journal.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..512].fill(7);
    fs::write(&path, bytes).unwrap();
}

#[test]
fn an_empty_journal_is_not_backed_up_and_a_used_one_once_a_day() {
    let (dir, store) = store();
    let data = dir.path().join("data");
    drop(store);
    drop(Store::open(&data).unwrap());
    let backup = data.join("journal.backup.db");
    assert!(!backup.exists());
    let (_dir, data) = backed_up();
    let backup = data.join("journal.backup.db");
    let kept = || {
        let copy = rusqlite::Connection::open(&backup).unwrap();
        let count = copy.query_row("SELECT count(*) FROM jobs", [], |row| row.get::<_, i64>(0));
        count.unwrap()
    };
    let store = Store::open(&data).unwrap();
    reserve(&store, 8).unwrap();
    drop(store);
    drop(Store::open(&data).unwrap());
    assert_eq!(kept(), 1, "not a day later");
    let old = fs::metadata(&backup).unwrap().modified().unwrap() - Duration::from_secs(90_000);
    let file = File::options().append(true).open(&backup).unwrap();
    file.set_times(FileTimes::new().set_modified(old)).unwrap();
    drop(Store::open(&data).unwrap());
    assert_eq!(kept(), 2);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&backup).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_damaged_journal_is_set_aside_and_its_backup_takes_its_place() {
    let (_dir, data) = backed_up();
    damage(&data);
    let store = Store::open(&data).unwrap();
    let told = store.found().join("\n");
    assert!(told.contains("after that time may be missing"), "{told}");
    assert!(data.join("journal.damaged-1.db").exists(), "{told}");
    assert_eq!(store.journal().jobs().unwrap().len(), 1);
    assert_eq!(store.journal().check().unwrap(), Vec::<String>::new());
    drop(store);
    assert!(Store::open(&data).unwrap().found().is_empty(), "told once");
}

#[test]
fn damage_behind_the_first_page_is_found_at_the_start() {
    let (_dir, data) = backed_up();
    let _none_left = fs::remove_file(data.join("journal.db-wal"));
    let path = data.join("journal.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..12_288].fill(0xAA);
    fs::write(&path, bytes).unwrap();
    let store = Store::open(&data).unwrap();
    assert!(store.found()[0].contains("restored from its backup"));
    assert_eq!(store.journal().jobs().unwrap().len(), 1);
}

/// A journal that is looked through once a day only, with its middle damaged just after that.
fn damaged_in_its_middle() -> (tempfile::TempDir, PathBuf) {
    let (dir, data) = backed_up();
    let path = data.join("journal.db");
    let large = rusqlite::Connection::open(&path).unwrap();
    large
        .execute_batch(
            "CREATE TABLE filler (bytes BLOB); INSERT INTO filler VALUES (zeroblob(12000000));
             PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    drop(large);
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..12_288].fill(0xAA);
    fs::write(&path, bytes).unwrap();
    (dir, data)
}

#[test]
fn a_large_journal_is_looked_through_once_a_day() {
    let (_dir, data) = damaged_in_its_middle();
    assert!(Store::open(&data).unwrap().found().is_empty());
    let backup = data.join("journal.backup.db");
    let old = fs::metadata(&backup).unwrap().modified().unwrap() - Duration::from_secs(90_000);
    let file = File::options().append(true).open(&backup).unwrap();
    file.set_times(FileTimes::new().set_modified(old)).unwrap();
    let store = Store::open(&data).unwrap();
    assert!(store.found()[0].contains("restored from its backup"));
    assert_eq!(store.journal().jobs().unwrap().len(), 1);
}

#[test]
fn the_backup_is_put_back_on_request_where_a_page_is_damaged() {
    let (_dir, data) = damaged_in_its_middle();
    let other = Store::open(&data).unwrap();
    let refused = Store::restore_journal(&data).unwrap_err();
    assert!(matches!(refused, StoreError::DamagedInUse(_)), "{refused}");
    drop(other);
    let restored = Store::restore_journal(&data).unwrap().unwrap();
    assert!(restored.set_aside.unwrap().exists());
    assert!(
        Store::restore_journal(&data).unwrap().is_none(),
        "whole now"
    );
    assert_eq!(
        Store::open(&data).unwrap().journal().jobs().unwrap().len(),
        1
    );
}

#[test]
fn nothing_is_put_back_under_another_process_or_from_a_damaged_backup() {
    let (_dir, data) = backed_up();
    let other = Store::open(&data).unwrap();
    damage(&data);
    let refused = Store::open(&data).unwrap_err();
    assert!(matches!(refused, StoreError::DamagedInUse(_)), "{refused}");
    drop(other);
    damage(&data);
    fs::write(data.join("journal.backup.db"), b"no database").unwrap();
    let refused = Store::open(&data).unwrap_err().to_string();
    assert!(refused.contains("no sound backup"), "{refused}");
    assert!(!data.join("journal.damaged-1.db").exists());
}

#[test]
fn a_journal_that_is_empty_or_gone_is_restored_and_told() {
    let empty = |path: &Path| fs::write(path, "").unwrap();
    let gone = |path: &Path| fs::remove_file(path).unwrap();
    for (lose, why) in [
        (&empty as &dyn Fn(&Path), "(the file is empty)"),
        (&gone, "(the file is gone)"),
    ] {
        let (_dir, data) = backed_up();
        for end in ["-wal", "-shm"] {
            let _none_left = fs::remove_file(data.join(format!("journal.db{end}")));
        }
        lose(&data.join("journal.db"));
        let store = Store::open(&data).unwrap();
        let told = store.found().join("\n");
        assert!(
            told.contains(why) && told.contains("restored from its backup"),
            "{told}"
        );
        let kept = data.join("journal.damaged-1.db").exists();
        assert_eq!(told.contains("is kept as"), kept, "{told}");
        assert_eq!(store.journal().jobs().unwrap().len(), 1);
        drop(store);
        assert!(Store::open(&data).unwrap().found().is_empty(), "told once");

        lose(&data.join("journal.db"));
        assert!(Store::restore_journal(&data).unwrap().is_some());
        assert!(Store::restore_journal(&data).unwrap().is_none());
    }
}

#[test]
fn a_folder_that_lost_its_journal_and_has_no_backup_says_so_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert!(store.found().is_empty(), "a new folder never had one");
    let name = "f.csv".to_owned();
    store
        .create_dataset(crate::store::Origin::File { name })
        .unwrap();
    drop(store);
    assert!(Store::open(dir.path()).unwrap().found().is_empty());
    for end in ["", "-wal", "-shm"] {
        let _none_left = fs::remove_file(dir.path().join(format!("journal.db{end}")));
    }
    let told = Store::open(dir.path()).unwrap().found().join("\n");
    assert!(
        told.contains("limits count nothing that was spent before"),
        "{told}"
    );
    assert!(Store::open(dir.path()).unwrap().found().is_empty());
}

#[test]
fn a_backup_that_cannot_be_taken_is_told_and_stops_nothing() {
    let (dir, store) = store();
    reserve(&store, 7).unwrap();
    drop(store);
    let data = dir.path().join("data");
    fs::create_dir_all(data.join("journal.backup.db.part/in the way")).unwrap();
    let store = Store::open(&data).unwrap();
    let told = &store.found()[0];
    assert!(told.contains("backup was not taken"), "{told}");
    assert_eq!(store.journal().jobs().unwrap().len(), 1);
}

#[test]
fn a_locked_journal_is_a_sentence() {
    let (dir, store) = store();
    let path = dir.path().join("data/journal.db");
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.journal().lock().busy_timeout(Duration::ZERO).unwrap();
    let refused = reserve(&store, 1).unwrap_err().to_string();
    assert!(
        refused.contains("another program keeps the journal locked"),
        "{refused}"
    );
}

#[test]
fn a_journal_is_looked_at_where_no_file_can_stand_beside_it() {
    let (_dir, data) = backed_up();
    for end in ["-wal", "-shm"] {
        let _none_left = fs::remove_file(data.join(format!("journal.db{end}")));
    }
    // Root may write anywhere; a folder in its place stands for a file that the disk does not take.
    fs::create_dir(data.join("journal.db-shm")).unwrap();
    let journal = Journal::look(&data).unwrap();
    assert_eq!(journal.jobs().unwrap().len(), 1);
    assert_eq!(journal.check().unwrap(), Vec::<String>::new());
    assert!(Journal::look(&data.join("nowhere")).is_err());
}
