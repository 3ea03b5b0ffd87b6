use serde_json::json;

use super::tests::{now, quote, store};
use super::{JournalError, NewPage, PageEnd, PageRecord, PageState};
use crate::model::catalog::dataforseo::{PriceList, Rate};
use crate::model::charge::{Charge, Verdict};
use crate::model::job::{JobId, JobState};
use crate::model::money::{Amounts, Limits, Paid, PaidSource};
use crate::store::{JobChange, NewJob, Store};

fn reserved(store: &Store, usd: i64) -> JobId {
    let new = NewJob {
        quote: &quote(),
        granted: Amounts::money(usd),
        account: "seo",
        tag: None,
        now: now(),
    };
    store
        .journal()
        .reserve(new, &Limits::default(), false)
        .unwrap()
}

fn held(usd: i64, source: PaidSource) -> PageEnd {
    PageEnd {
        state: PageState::Held,
        rows: 10,
        paid: Some(Paid {
            amounts: Amounts::money(usd),
            source,
        }),
        token: Some("t".into()),
        ..PageEnd::uncharged()
    }
}

/// Writes a page down.
fn begin(store: &Store, job: JobId, number: u64) -> PageRecord {
    let task = json!({"target": "a.com", "limit": 10});
    let page = NewPage {
        job,
        chain: job,
        number,
        command: "backlinks/backlinks/live",
        task: &task,
        label: "client",
        account: "seo",
        now: now(),
    };
    store.journal().begin_page(&page).unwrap()
}

#[test]
fn pages_are_paid_one_by_one_and_never_twice() {
    let (_dir, store) = store();
    let journal = store.journal();
    let job = reserved(&store, 100_000);
    journal
        .record_balance("seo", Amounts::money(1_000_000), None, now())
        .unwrap();
    let sent = JobChange {
        sent_at: Some(now()),
        ..JobChange::default()
    };
    journal.step(job, JobState::Sent, &sent, now()).unwrap();
    let first = begin(&store, job, 1);
    assert!(
        first.tag.starts_with("client#") && first.tag.len() == 39,
        "{}",
        first.tag
    );
    assert_eq!(first.task["tag"], first.tag.as_str());
    let end = held(24_360, PaidSource::Reported);
    for _twice in 0..2 {
        let summary = journal.settle_page(first.request, &end, now()).unwrap();
        assert_eq!(summary.paid.unwrap().amounts, Amounts::money(24_360));
    }
    let second = begin(&store, job, 2);
    let later = now() + jiff::SignedDuration::from_secs(1);
    let assumed = held(24_000, PaidSource::Assumed);
    let paid = journal
        .settle_page(second.request, &assumed, later)
        .unwrap()
        .paid
        .unwrap();
    assert_eq!(paid.amounts, Amounts::money(48_360));
    assert_eq!(paid.source, PaidSource::Assumed);
    let refused = begin(&store, job, 3);
    journal
        .settle_page(refused.request, &PageEnd::uncharged(), later)
        .unwrap();

    let pages = journal.pages(job).unwrap();
    assert_eq!(pages, journal.pages_of(job).unwrap());
    let states: Vec<_> = pages.iter().map(|p| (p.number, p.state, p.cost)).collect();
    assert_eq!(
        states,
        [
            (1, PageState::Held, 24_360),
            (2, PageState::Held, 24_000),
            (3, PageState::Uncharged, 0)
        ]
    );
    let lines = journal.ledger(None).unwrap();
    assert_eq!(lines.len(), 2);
    let sum: Amounts = lines.iter().map(|line| line.paid.amounts).sum();
    assert_eq!(sum, Amounts::money(48_360));
    let budget = journal.budget("seo", later).unwrap();
    assert_eq!(budget.held, Amounts::money(100_000 - 48_360));
    assert_eq!(
        budget.left,
        Some(Amounts::money(1_000_000 - 24_000)),
        "what came after it was heard"
    );
    assert_eq!(budget.spent_today, Amounts::money(48_360));
}

#[test]
fn the_last_price_list_of_an_account_is_kept() {
    let (_dir, store) = store();
    let journal = store.journal();
    assert_eq!(journal.prices("seo").unwrap(), None);
    let list = |per_request| PriceList {
        heard: now(),
        functions: [(
            "summary".to_owned(),
            Rate {
                per_request,
                per_result: 36,
            },
        )]
        .into(),
    };
    journal.keep_prices("seo", &list(1)).unwrap();
    journal.keep_prices("seo", &list(2)).unwrap();
    assert_eq!(journal.prices("seo").unwrap(), Some(list(2)));
    assert_eq!(journal.prices("other").unwrap(), None);
}

#[test]
fn a_page_in_doubt_is_settled_by_hand_and_rows_held_wait_to_be_read() {
    for (verdict, cost, state) in [
        (Verdict::Accepted(None), 0, PageState::Lost),
        (
            Verdict::Accepted(Some(Amounts::money(500))),
            500,
            PageState::Lost,
        ),
        (Verdict::Dismissed, 0, PageState::Uncharged),
    ] {
        let (_dir, store) = store();
        let journal = store.journal();
        let job = reserved(&store, 100_000);
        let none = JobChange::default();
        journal.step(job, JobState::Sent, &none, now()).unwrap();
        let first = begin(&store, job, 1);
        let end = held(24_360, PaidSource::Reported);
        journal.settle_page(first.request, &end, now()).unwrap();
        begin(&store, job, 2);
        journal
            .step(job, JobState::ChargeUnknown, &none, now())
            .unwrap();
        let expected = journal.in_doubt(job).unwrap();
        // No rates were kept with this quote: what is held is the most.
        assert_eq!(expected, Amounts::money(100_000 - 24_360));
        let summary = journal.resolve_doubt(job, verdict, now()).unwrap();
        assert_eq!(summary.state, JobState::ChargeUnknown, "its rows are read");
        let cost = match verdict {
            Verdict::Accepted(None) => expected.usd,
            _ => cost,
        };
        assert_eq!(summary.paid.unwrap().amounts, Amounts::money(24_360 + cost));
        let pages = journal.pages_of(job).unwrap();
        assert_eq!((pages[1].state, pages[1].cost), (state, cost));
        let lines = journal.ledger(None).unwrap();
        let lost = |line: &Charge| line.job_state == Some(JobState::FailedAnswerLost);
        let is_lost: Vec<bool> = lines.iter().map(lost).collect();
        match state {
            PageState::Lost => assert_eq!(is_lost, [false, true], "only the page is lost"),
            _ => assert_eq!(is_lost, [false]),
        }
        assert_eq!(journal.check().unwrap(), Vec::<String>::new());
        let again = journal.resolve_doubt(job, verdict, now());
        assert!(matches!(again, Err(JournalError::NoDoubt { .. })));
    }
}
