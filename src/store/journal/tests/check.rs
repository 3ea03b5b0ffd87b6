//! Each rule finds what breaks it.

use super::*;

#[test]
fn every_broken_rule_is_found_and_a_sound_journal_has_none() {
    let (dir, store) = store();
    let id = reserve(&store, 100).unwrap();
    step(&store, id, JobState::Sent, JobChange::default());
    let settled = JobChange {
        paid: Some(paid(60, 4)),
        ..JobChange::default()
    };
    step(&store, id, JobState::FailedAnswerLost, settled);
    let open = reserve(&store, 100).unwrap();
    step(&store, open, JobState::Sent, JobChange::default());
    assert_eq!(store.journal().check().unwrap(), Vec::<String>::new());
    let path = dir.path().join("data/journal.db");
    let other = rusqlite::Connection::open(path).unwrap();
    for (harm, mend, part) in [
        (
            "UPDATE ledger SET analysis = 61",
            "UPDATE ledger SET analysis = 60",
            "its ledger says 61+4",
        ),
        (
            "PRAGMA foreign_keys = off; UPDATE ledger SET job = 77",
            "UPDATE ledger SET job = 1",
            "names job 77",
        ),
        (
            "INSERT INTO requests (unique_id, at, account, command, params) VALUES ('x', 1, 'a', 'GetIndexItemInfo', '[]')",
            "DELETE FROM requests",
            "belongs to no job",
        ),
        (
            "UPDATE jobs SET granted_analysis = -1 WHERE id = 2",
            "UPDATE jobs SET granted_analysis = 100 WHERE id = 2",
            "less than nothing",
        ),
        (
            "UPDATE jobs SET state = 'lost' WHERE id = 2",
            "UPDATE jobs SET state = 'sent' WHERE id = 2",
            "jobs.state",
        ),
    ] {
        other.execute_batch(harm).unwrap();
        let findings = store.journal().check().unwrap();
        assert!(
            findings.iter().any(|f| f.contains(part)),
            "{harm}: {findings:?}"
        );
        other.execute_batch(mend).unwrap();
    }
    assert_eq!(store.journal().check().unwrap(), Vec::<String>::new());
}
