//! What the journal must never get wrong.

use std::path::Path;

use jiff::Timestamp;

use super::*;
use crate::model::catalog::{ItemFigures, Quote, majestic};
use crate::model::job::FailureCause;
use crate::model::money::{Amounts, Ceiling, Limits, Paid, PaidSource};
use crate::model::query::Query;
use crate::model::target::Target;
use crate::store::Store;

pub(super) const ACCOUNT: &str = "endpoint+key";

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn now() -> Timestamp {
    at("2026-11-21T10:00:00Z")
}

pub(super) fn quote() -> Quote {
    let target = Target::parse("example.com").unwrap();
    Quote::new(
        Query::new(&majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS, target),
        None,
    )
}

pub(super) fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data")).unwrap();
    (dir, store)
}

pub(super) fn reserve(store: &Store, analysis: i64) -> Result<JobId, ReserveError> {
    let quote = quote();
    let job = NewJob {
        quote: &quote,
        granted: Amounts::new(analysis, 0, 0),
        account: ACCOUNT,
        tag: Some("client"),
        now: now(),
    };
    store.journal().reserve(job, &Limits::default(), false)
}

pub(super) fn paid(analysis: i64, retrieval: i64) -> Paid {
    Paid {
        amounts: Amounts::new(analysis, retrieval, 0),
        source: PaidSource::Reported,
    }
}

pub(super) fn step(store: &Store, id: JobId, to: JobState, change: JobChange) {
    let summary = store.journal().step(id, to, &change, now()).unwrap();
    assert_eq!(summary.state, to);
}

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
            "ALTER TABLE jobs DROP COLUMN cause;
             ALTER TABLE jobs DROP COLUMN granted_usd; ALTER TABLE jobs DROP COLUMN paid_usd;
             ALTER TABLE jobs DROP COLUMN before_usd; ALTER TABLE ledger DROP COLUMN usd;
             ALTER TABLE balances DROP COLUMN usd; DROP TABLE prices; DROP TABLE pages;
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    let store = Store::open(&dir.path().join("data")).unwrap();
    assert_eq!(store.journal().job(id).unwrap().cause, None);
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

#[test]
fn requests_keep_the_raw_answer_and_never_the_key() {
    let (dir, store) = store();
    let id = reserve(&store, 1).unwrap();
    let record = RequestRecord {
        command: "GetIndexItemInfo".into(),
        params: vec![
            ("item0".into(), "example.com".into()),
            ("App_API_Key".into(), "secret-7711".into()),
        ],
        job: Some(id),
        account: ACCOUNT.into(),
        at: now(),
    };
    let journal = store.journal();
    let request = journal.record_request(&record).unwrap();
    let second = journal.record_request(&record).unwrap();
    assert_eq!(
        journal.request(request).unwrap().body,
        None,
        "sent, not answered"
    );
    let body = b"\xff\x00{broken".repeat(1000);
    journal
        .record_answer(request, "unreadable", Some(200), &body, now())
        .unwrap();
    let kept = journal.request(request).unwrap();
    assert_eq!(kept.body.as_deref(), Some(&body[..]));
    assert_eq!(kept.http_status, Some(200));
    assert_eq!(kept.outcome.as_deref(), Some("unreadable"));
    assert_eq!(kept.record.params, record.params[..1]);
    let both = journal.requests(id).unwrap();
    assert_eq!((both[0].id, both[1].id), (request, second));
    assert_ne!(both[0].unique_id, both[1].unique_id);
    assert!(matches!(
        journal.record_answer(RequestId(77), "", None, b"", now()),
        Err(JournalError::NoSuchRequest(77))
    ));
    for name in ["journal.db", "journal.db-wal"] {
        let bytes = std::fs::read(dir.path().join("data").join(name)).unwrap_or_default();
        assert!(!contains(&bytes, b"secret-7711"), "the key is in {name}");
    }
}

pub(super) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

#[test]
fn a_look_up_is_a_line_without_a_job() {
    let (_dir, store) = store();
    let journal = store.journal();
    let cost = Paid {
        amounts: Amounts::new(0, 0, 1),
        source: PaidSource::Assumed,
    };
    journal
        .record_charge(
            ACCOUNT,
            None,
            "GetIndexItemInfo",
            "example.com",
            &cost,
            now(),
            None,
        )
        .unwrap();
    let lines = journal.ledger(Some(now())).unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].paid, cost);
    assert_eq!(lines[0].job, None);
    assert_eq!(
        journal.budget(ACCOUNT, now()).unwrap().spent_today,
        cost.amounts
    );
    let later = at("2026-11-21T10:00:01Z");
    assert!(journal.ledger(Some(later)).unwrap().is_empty());
}

#[test]
fn figures_are_kept_by_index_build_and_the_newest_is_read() {
    let (_dir, store) = store();
    let figures = |index: &str, looked_up: &str, ref_domains| ItemFigures {
        ref_domains,
        ext_back_links: 5,
        listed_cost: 0,
        listed_links_cost: 0,
        datasource: "fresh".into(),
        index_id: index.into(),
        index_date: String::new(),
        looked_up: at(looked_up),
    };
    let journal = store.journal();
    let keep = |f: &ItemFigures| journal.cache_figures(ACCOUNT, "example.com", f).unwrap();
    keep(&figures("B", "2026-11-21T10:00:00Z", 2));
    keep(&figures("A", "2026-11-20T10:00:00Z", 1));
    keep(&figures("B", "2026-11-21T10:00:00Z", 3));
    let read = |item, source| {
        journal
            .cached_figures(ACCOUNT, item, source)
            .unwrap()
            .map(|f| f.ref_domains)
    };
    assert_eq!(read("example.com", "fresh"), Some(3));
    assert_eq!(read("example.com", "historic"), None);
    assert_eq!(read("example.org", "fresh"), None);
    let other = journal
        .cached_figures("another", "example.com", "fresh")
        .unwrap();
    assert_eq!(other, None);
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
