//! Two processes on one data folder against one limit: never over, whoever comes first.

use std::sync::Barrier;

use backtrail::model::catalog::{Quote, majestic};
use backtrail::model::job::JobState;
use backtrail::model::money::{Amounts, Ceiling, Limits, Paid, PaidSource};
use backtrail::model::query::Query;
use backtrail::model::target::Target;
use backtrail::store::{JobChange, NewJob, ReserveError, Store};
use jiff::Timestamp;

const ROUNDS: i64 = 1_000;
/// What a day may cost: enough for one of both.
const LIMIT: i64 = 100;
const WANTED: i64 = 60;

fn at(round: i64) -> Timestamp {
    // A day a round, so that each begins with nothing spent.
    Timestamp::from_second(1_795_000_000 + round * 86_400).unwrap()
}

/// Reserves once, and settles what it got. Whether it got anything.
fn spends(store: &Store, quote: &Quote, round: i64) -> bool {
    let limits = Limits {
        per_day: Ceiling {
            analysis: Some(LIMIT),
            ..Ceiling::default()
        },
        ..Limits::default()
    };
    let job = NewJob {
        quote,
        granted: Amounts::new(WANTED, 0, 0),
        account: "one",
        tag: None,
        now: at(round),
    };
    let journal = store.journal();
    let id = match journal.reserve(job, &limits, false) {
        Ok(id) => id,
        Err(ReserveError::Limit(_)) => return false,
        Err(error) => panic!("{error}"),
    };
    let sent = JobChange::default();
    journal.step(id, JobState::Sent, &sent, at(round)).unwrap();
    let lost = JobChange {
        paid: Some(Paid {
            amounts: Amounts::new(WANTED, 0, 0),
            source: PaidSource::Reported,
        }),
        ..JobChange::default()
    };
    let end = JobState::FailedAnswerLost;
    journal.step(id, end, &lost, at(round)).unwrap();
    true
}

#[test]
fn a_thousand_rounds_of_two_never_pass_the_limit() {
    let dir = tempfile::tempdir().unwrap();
    let target = Target::parse("example.com").unwrap();
    let quote = Quote::new(Query::new(&majestic::GET_BACK_LINK_DATA, target), None);
    let begin = Barrier::new(2);
    let of_one = || {
        let store = Store::open(dir.path()).unwrap();
        let (begin, quote) = (&begin, &quote);
        move || -> Vec<bool> {
            let round = |round| {
                begin.wait();
                spends(&store, quote, round)
            };
            (0..ROUNDS).map(round).collect()
        }
    };
    let (first, second) = (of_one(), of_one());
    let (first, second) = std::thread::scope(|scope| {
        let (first, second) = (scope.spawn(first), scope.spawn(second));
        (first.join().unwrap(), second.join().unwrap())
    });
    for (round, (one, other)) in first.iter().zip(&second).enumerate() {
        assert!(one != other, "round {round}: {one} and {other}");
    }
    let won = first.iter().filter(|won| **won).count();
    assert!(won > 0 && won < first.len(), "only one of them ever spent");
    let ledger = Store::open(dir.path()).unwrap();
    let lines = ledger.journal().ledger(None).unwrap();
    assert_eq!(lines.len(), first.len(), "a charge a round");
}
