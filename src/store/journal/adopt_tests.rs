//! Passwords, answers that were not read, adopted downloads, and what a settled job holds.

use super::tests::{ACCOUNT, at, contains, now, paid, quote, reserve, step, store};
use super::*;
use crate::model::catalog::{Quote, majestic};
use crate::model::money::{Amounts, Limits, Paid, PaidSource};
use crate::model::query::Query;
use crate::model::target::Target;
use crate::store::Store;

fn ftp_job(store: &Store) -> JobId {
    let target = Target::parse("example.com").unwrap();
    let mut query = Query::new(&majestic::DOWNLOAD_BACK_LINKS, target);
    let address = "ftp://user:hush-4242@h.example//in/";
    query.set("upload-to-ftp", address).unwrap();
    let quote = Quote::new(query, None);
    let job = NewJob {
        quote: &quote,
        granted: Amounts::ZERO,
        account: ACCOUNT,
        tag: None,
        now: now(),
    };
    let limits = Limits::default();
    store.journal().reserve(job, &limits, false).unwrap()
}

#[test]
fn a_password_is_kept_until_it_is_sent_and_then_nowhere() {
    let (dir, store) = store();
    let journal = store.journal();
    let id = ftp_job(&store);
    let query = journal.job(id).unwrap().summary.query;
    assert!(query.params().iter().any(|(_, v)| v.contains("hush-4242")));
    let record = RequestRecord {
        command: query.command.clone(),
        params: query.params(),
        job: Some(id),
        account: ACCOUNT.into(),
        at: now(),
    };
    let request = journal.record_request(&record).unwrap();
    assert_eq!(
        journal.request(request).unwrap().record.params,
        query.shown_params()
    );
    step(&store, id, JobState::Sent, JobChange::default());
    journal.forget_secrets(id).unwrap();
    let after = journal.job(id).unwrap().summary.query;
    assert_eq!(after.params(), query.shown_params());
    assert!(after.is_delivered_elsewhere());
    journal.forget_secrets(id).unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        let bytes = std::fs::read(dir.path().join("data").join(name)).unwrap_or_default();
        assert!(!contains(&bytes, b"hush-4242"), "the password is in {name}");
    }
    let origin = crate::store::Origin::Query {
        query: Box::new(query),
        job: id,
        figures: None,
    };
    let dataset = store.create_dataset(origin).unwrap();
    let manifest = store.datasets_dir().join(&dataset.0).join("manifest.json");
    let text = std::fs::read_to_string(manifest).unwrap();
    assert!(text.contains("user:***@") && !text.contains("hush-4242"));
    assert!(matches!(
        journal.forget_secrets(JobId(99)),
        Err(JournalError::NoSuchJob(JobId(99)))
    ));
}

#[test]
fn the_last_answer_to_a_job_is_found_among_its_requests() {
    let (_dir, store) = store();
    let journal = store.journal();
    let id = reserve(&store, 1).unwrap();
    assert_eq!(journal.latest_answer(id).unwrap(), None);
    let command = quote().query.command;
    let record = |command: &str| RequestRecord {
        command: command.into(),
        params: vec![("a".into(), "b".into())],
        job: Some(id),
        account: ACCOUNT.into(),
        at: now(),
    };
    let request = |command: &str, body: Option<&[u8]>| {
        let request = journal.record_request(&record(command)).unwrap();
        if let Some(body) = body {
            let answer = journal.record_answer(request, "ok", Some(200), body, now());
            answer.unwrap();
        }
        request
    };
    request(&command, Some(b"first"));
    let second = request(&command, Some(b"second"));
    request(&command, None);
    request("GetSubscriptionInfo", Some(b"balance"));
    let found = journal.latest_answer(id).unwrap().unwrap();
    let expected = StoredAnswer {
        request: second,
        body: b"second".to_vec(),
        status: Some(200),
        outcome: "ok".into(),
        params: vec![("a".into(), "b".into())],
    };
    assert_eq!(found, expected);
}

#[test]
fn an_adopted_download_is_ready_costs_nothing_and_is_one_job() {
    let (_dir, store) = store();
    let journal = store.journal();
    let quote = Quote {
        price: crate::model::money::Price::Exact(Amounts::ZERO),
        ..quote()
    };
    let adopted = |account, remote_id| AdoptedJob {
        quote: &quote,
        account,
        remote_id,
        location: Some("http://localhost/f.gz"),
        size: Some(77),
        expires: Some(at("2026-11-28T10:00:00Z")),
        now: now(),
    };
    let id = journal.adopt(&adopted(ACCOUNT, "R1")).unwrap();
    let job = journal.job(id).unwrap();
    assert_eq!(job.summary.state, JobState::Ready);
    assert_eq!(job.summary.remote_id.as_deref(), Some("R1"));
    assert_eq!(job.remote_file.as_deref(), Some("http://localhost/f.gz"));
    assert_eq!((job.remote_size, job.granted), (Some(77), Amounts::ZERO));
    assert_eq!(job.summary.expires, Some(at("2026-11-28T10:00:00Z")));
    let nothing = Paid {
        amounts: Amounts::ZERO,
        source: PaidSource::Assumed,
    };
    assert_eq!(job.summary.paid, Some(nothing));
    assert_eq!(journal.adopt(&adopted(ACCOUNT, "R1")).unwrap(), id);
    assert_ne!(journal.adopt(&adopted("another", "R1")).unwrap(), id);
    assert_eq!(journal.job_of_remote(ACCOUNT, "R1").unwrap(), Some(id));
    assert_eq!(journal.job_of_remote(ACCOUNT, "R2").unwrap(), None);
    let budget = journal.budget(ACCOUNT, now()).unwrap();
    assert_eq!(
        (budget.held, budget.spent_today),
        (Amounts::ZERO, Amounts::ZERO)
    );
    assert!(journal.ledger(None).unwrap().is_empty());
    let dataset = crate::model::rows::DatasetId("d".into());
    let change = JobChange {
        dataset: Some(dataset.clone()),
        ..JobChange::default()
    };
    step(&store, id, JobState::Downloading, change);
    assert_eq!(journal.job_of_dataset(&dataset).unwrap(), Some(id));
    let other = crate::model::rows::DatasetId("e".into());
    assert_eq!(journal.job_of_dataset(&other).unwrap(), None);
}

#[test]
fn a_settled_job_holds_nothing_while_its_file_comes() {
    let (_dir, store) = store();
    let journal = store.journal();
    let held = || journal.budget(ACCOUNT, now()).unwrap().held;
    let id = reserve(&store, 600).unwrap();
    step(&store, id, JobState::Sent, JobChange::default());
    step(&store, id, JobState::Waiting, JobChange::default());
    step(&store, id, JobState::Ready, JobChange::default());
    assert_eq!(
        held(),
        Amounts::new(600, 0, 0),
        "made, and its price not known"
    );
    let settled = JobChange {
        paid: Some(paid(500, 0)),
        ..JobChange::default()
    };
    step(&store, id, JobState::Elsewhere, settled);
    assert_eq!(held(), Amounts::ZERO);
    step(&store, id, JobState::Parsing, JobChange::default());
    assert_eq!(held(), Amounts::ZERO);
    let direct = reserve(&store, 100).unwrap();
    step(&store, direct, JobState::Sent, JobChange::default());
    assert_eq!(held(), Amounts::new(100, 0, 0));
    let reported = JobChange {
        paid: Some(paid(60, 0)),
        ..JobChange::default()
    };
    step(&store, direct, JobState::Parsing, reported);
    assert_eq!(held(), Amounts::ZERO);
}
