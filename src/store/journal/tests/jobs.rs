//! Jobs, what is held for them, and who runs them.

use super::*;

#[test]
fn a_job_is_read_back_as_it_was_written() {
    let (dir, store) = store();
    let id = reserve(&store, 700).unwrap();
    let change = JobChange {
        remote_id: Some("ABC".into()),
        remote_file: Some("http://localhost/f.csv.gz".into()),
        remote_size: Some(12_345),
        expires: Some(at("2026-11-28T10:00:00Z")),
        note: Some("waits".into()),
        balance_before: Some(Amounts::new(1, 2, 3)),
        sent_at: Some(now()),
        ..JobChange::default()
    };
    step(&store, id, JobState::Sent, change.clone());
    let again = Store::open(&dir.path().join("data")).unwrap();
    let job = again.journal().job(id).unwrap();
    assert_eq!(job.summary.query, quote().query);
    assert_eq!(job.summary.created, now());
    assert_eq!(job.summary.remote_id, change.remote_id);
    assert_eq!(job.summary.expires, change.expires);
    assert_eq!(job.remote_file, change.remote_file);
    assert_eq!(job.remote_size, Some(12_345));
    assert_eq!(job.balance_before, change.balance_before);
    assert_eq!(job.sent_at, Some(now()));
    assert_eq!(job.summary.tag.as_deref(), Some("client"));
    assert_eq!(job.granted, Amounts::new(700, 0, 0));
    again
        .journal()
        .annotate(id, &JobChange::default(), now())
        .unwrap();
    assert_eq!(
        again.journal().job(id).unwrap(),
        job,
        "nothing given, nothing changed"
    );
    let second = reserve(&again, 1).unwrap();
    let ids: Vec<_> = store
        .journal()
        .jobs()
        .unwrap()
        .iter()
        .map(|j| j.summary.id)
        .collect();
    assert_eq!(ids, [second, id]);
}

#[test]
fn an_illegal_step_changes_nothing() {
    let (_dir, store) = store();
    let id = reserve(&store, 10).unwrap();
    let change = JobChange {
        paid: Some(paid(10, 0)),
        ..JobChange::default()
    };
    let refusal = store
        .journal()
        .step(id, JobState::Done, &change, now())
        .unwrap_err();
    assert!(matches!(
        refusal,
        JournalError::IllegalStep {
            from: JobState::Reserved,
            to: JobState::Done,
            ..
        }
    ));
    assert_eq!(
        store.journal().job(id).unwrap().summary.state,
        JobState::Reserved
    );
    assert!(store.journal().ledger(None).unwrap().is_empty());
    let missing = store.journal().job(JobId(99)).unwrap_err();
    assert!(matches!(missing, JournalError::NoSuchJob(JobId(99))));
}

#[test]
fn held_and_spent_follow_the_job() {
    let (_dir, store) = store();
    let journal = store.journal();
    journal
        .record_balance(
            ACCOUNT,
            Amounts::new(1_000, 1_000, 5),
            None,
            at("2026-11-21T09:00:00Z"),
        )
        .unwrap();
    let id = reserve(&store, 600).unwrap();
    let other = NewJob {
        quote: &quote(),
        granted: Amounts::new(999, 0, 0),
        account: "another",
        tag: None,
        now: now(),
    };
    journal.reserve(other, &Limits::default(), false).unwrap();
    let budget = journal.budget(ACCOUNT, now()).unwrap();
    assert_eq!(budget.held, Amounts::new(600, 0, 0));
    assert_eq!(budget.spent_today, Amounts::ZERO);

    let sent = JobChange {
        sent_at: Some(now()),
        ..JobChange::default()
    };
    step(&store, id, JobState::Sent, sent);
    let accepted = JobChange {
        paid: Some(paid(500, 0)),
        ..JobChange::default()
    };
    step(&store, id, JobState::Waiting, accepted);
    let budget = journal.budget(ACCOUNT, now()).unwrap();
    assert_eq!(budget.held, Amounts::new(100, 0, 0), "granted less paid");
    assert_eq!(budget.spent_today, Amounts::new(500, 0, 0));
    assert_eq!(
        budget.left,
        Some(Amounts::new(500, 1_000, 5)),
        "sent after the balance was heard"
    );

    let lost = JobChange {
        paid: Some(paid(500, 40)),
        ..JobChange::default()
    };
    step(&store, id, JobState::FailedAnswerLost, lost);
    let ledger = journal.ledger(None).unwrap();
    let amounts: Vec<_> = ledger.iter().map(|l| l.paid.amounts).collect();
    assert_eq!(amounts, [Amounts::new(500, 0, 0), Amounts::new(0, 40, 0)]);
    assert_eq!(ledger[1].job_state, Some(JobState::FailedAnswerLost));
    assert_eq!(ledger[1].tag.as_deref(), Some("client"));

    let tomorrow = journal.budget(ACCOUNT, at("2026-11-22T00:00:00Z")).unwrap();
    assert_eq!(tomorrow.held, Amounts::ZERO, "a final job holds nothing");
    assert_eq!(tomorrow.spent_today, Amounts::ZERO);
    journal
        .record_balance(
            ACCOUNT,
            Amounts::new(500, 960, 5),
            None,
            at("2026-11-21T11:00:00Z"),
        )
        .unwrap();
    let heard = journal.budget(ACCOUNT, now()).unwrap();
    assert_eq!(
        heard.left,
        Some(Amounts::new(500, 960, 5)),
        "a later balance has it all"
    );
}

#[test]
fn a_typed_amount_passes_a_limit_but_not_an_empty_account() {
    let (_dir, store) = store();
    let journal = store.journal();
    let limits = Limits {
        per_job: Ceiling {
            analysis: Some(10),
            ..Ceiling::default()
        },
        ..Limits::default()
    };
    journal
        .record_balance(ACCOUNT, Amounts::new(50, 0, 0), None, now())
        .unwrap();
    let quote = quote();
    let job = |analysis| NewJob {
        quote: &quote,
        granted: Amounts::new(analysis, 0, 0),
        account: ACCOUNT,
        tag: None,
        now: now(),
    };
    assert!(matches!(
        journal.reserve(job(20), &limits, false),
        Err(ReserveError::Limit(LimitPassed::Configured { .. }))
    ));
    assert!(journal.reserve(job(20), &limits, true).is_ok());
    assert!(matches!(
        journal.reserve(job(31), &limits, true),
        Err(ReserveError::Limit(LimitPassed::Exhausted { .. }))
    ));
}

#[test]
fn two_stores_cannot_promise_the_same_units() {
    let dir = tempfile::tempdir().unwrap();
    let first = Store::open(dir.path()).unwrap();
    first
        .journal()
        .record_balance(ACCOUNT, Amounts::new(10, 0, 0), None, now())
        .unwrap();
    let granted: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let store = Store::open(dir.path()).unwrap();
                    (0..8)
                        .filter(|_| match reserve(&store, 1) {
                            Ok(_) => true,
                            Err(ReserveError::Limit(LimitPassed::Exhausted { .. })) => false,
                            Err(other) => panic!("{other}"),
                        })
                        .count()
                })
            })
            .collect();
        workers.into_iter().map(|w| w.join().unwrap()).sum()
    });
    assert_eq!(granted, 10);
    assert_eq!(first.journal().jobs().unwrap().len(), 10);
}

#[test]
fn a_job_is_run_by_one_holder() {
    let (dir, store) = store();
    let id = reserve(&store, 1).unwrap();
    let held = store.lock_job(id).unwrap();
    assert!(held.is_some());
    let other = Store::open(&dir.path().join("data")).unwrap();
    assert!(other.lock_job(id).unwrap().is_none());
    assert!(other.lock_job(JobId(id.0 + 1)).unwrap().is_some());
    drop(held);
    assert!(other.lock_job(id).unwrap().is_some());
}
