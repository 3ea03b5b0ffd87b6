//! What the journal must never get wrong.

mod backup;
mod check;
mod doubt;
mod elsewhere;
mod jobs;
mod ledger;
mod schema;

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
