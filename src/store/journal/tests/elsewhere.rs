//! What a balance fell by without us.

use super::*;

fn hear(store: &Store, analysis: i64, time: &str) {
    let left = Amounts::new(analysis, 0, 0);
    store
        .journal()
        .record_balance(ACCOUNT, left, None, at(time))
        .unwrap();
}

fn elsewhere(store: &Store, time: &str) -> (i64, i64) {
    let budget = store.journal().budget(ACCOUNT, at(time)).unwrap();
    let elsewhere = budget.elsewhere;
    (elsewhere.last.analysis, elsewhere.today.analysis)
}

#[test]
fn a_fall_that_nobody_here_caused_was_spent_elsewhere() {
    let (_dir, store) = store();
    hear(&store, 1_000, "2026-11-20T23:00:00Z");
    assert_eq!(elsewhere(&store, "2026-11-20T23:00:01Z"), (0, 0));
    hear(&store, 960, "2026-11-21T09:00:00Z");
    assert_eq!(elsewhere(&store, "2026-11-21T09:00:01Z"), (40, 40));
    // Units were added: that hides no fall.
    hear(&store, 5_000, "2026-11-21T09:10:00Z");
    hear(&store, 4_990, "2026-11-21T09:20:00Z");
    assert_eq!(elsewhere(&store, "2026-11-21T09:20:01Z"), (10, 50));
    // Asked twice in one breath is one reading.
    hear(&store, 4_990, "2026-11-21T09:20:02Z");
    assert_eq!(elsewhere(&store, "2026-11-21T09:20:03Z"), (10, 50));
    hear(&store, 4_990, "2026-11-22T09:20:00Z");
    assert_eq!(
        elsewhere(&store, "2026-11-22T09:20:01Z"),
        (0, 0),
        "another day"
    );
}

#[test]
fn what_is_ours_or_may_be_ours_is_not_elsewhere() {
    let (_dir, store) = store();
    let id = reserve(&store, 300).unwrap();
    hear(&store, 1_000, "2026-11-21T09:59:00Z");
    let sent = JobChange {
        sent_at: Some(now()),
        ..JobChange::default()
    };
    step(&store, id, JobState::Sent, sent);
    hear(&store, 700, "2026-11-21T10:01:00Z");
    assert_eq!(
        elsewhere(&store, "2026-11-21T10:02:00Z"),
        (0, 0),
        "in flight"
    );
    let settled = JobChange {
        paid: Some(paid(250, 0)),
        ..JobChange::default()
    };
    let journal = store.journal();
    journal
        .step(id, JobState::Waiting, &settled, at("2026-11-21T10:03:00Z"))
        .unwrap();
    assert_eq!(elsewhere(&store, "2026-11-21T10:04:00Z"), (50, 50));
}
