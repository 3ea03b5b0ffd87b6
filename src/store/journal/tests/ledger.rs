//! The ledger: what was expected beside what was paid, and whose day it is.

use super::*;
use crate::model::charge::Drift;
use crate::model::money::Price;

fn priced(analysis: i64) -> Quote {
    Quote {
        price: Price::Exact(Amounts::new(analysis, 0, 0)),
        ..quote()
    }
}

fn reserve_at(
    store: &Store,
    analysis: i64,
    limits: &Limits,
    now: Timestamp,
) -> Result<JobId, ReserveError> {
    let quote = priced(analysis);
    let job = NewJob {
        quote: &quote,
        granted: Amounts::new(analysis, 0, 0),
        account: ACCOUNT,
        tag: None,
        now,
    };
    store.journal().reserve(job, limits, false)
}

fn pay(store: &Store, id: JobId, analysis: i64, now: Timestamp) {
    let journal = store.journal();
    journal
        .step(id, JobState::Sent, &JobChange::default(), now)
        .unwrap();
    let change = JobChange {
        paid: Some(paid(analysis, 0)),
        ..JobChange::default()
    };
    journal.step(id, JobState::Waiting, &change, now).unwrap();
}

#[test]
fn a_charge_stands_beside_its_estimate_and_a_correction_ends_the_drift() {
    let (_dir, store) = store();
    let id = reserve_at(&store, 100, &Limits::default(), now()).unwrap();
    pay(&store, id, 130, now());
    let line = store.journal().ledger(None).unwrap().remove(0);
    assert_eq!(line.estimate, Some(Price::Exact(Amounts::new(100, 0, 0))));
    assert_eq!(line.drift(), Some(Drift::Over));
    let corrected = JobChange {
        paid: Some(paid(100, 0)),
        ..JobChange::default()
    };
    store.journal().annotate(id, &corrected, now()).unwrap();
    let lines = store.journal().ledger(None).unwrap();
    assert_eq!(lines[1].paid.amounts, Amounts::new(-30, 0, 0));
    assert_eq!(lines[1].estimate, None);
    assert_eq!((lines[0].drift(), lines[1].drift()), (None, None));
}

#[test]
fn a_clock_moved_back_begins_no_new_day_and_no_new_month() {
    let day = |per_day| Limits {
        per_day: Ceiling {
            analysis: per_day,
            ..Ceiling::default()
        },
        ..Limits::default()
    };
    let (_dir, store) = store();
    let today = at("2026-12-01T00:30:00Z");
    let before = at("2026-11-30T23:30:00Z");
    let first = reserve_at(&store, 80, &day(Some(100)), today).unwrap();
    pay(&store, first, 80, today);
    // The clock goes back over midnight and over the month: what was spent stays spent.
    let budget = store.journal().budget(ACCOUNT, before).unwrap();
    assert_eq!(budget.spent_today, Amounts::new(80, 0, 0));
    let again = reserve_at(&store, 21, &day(Some(100)), before);
    assert!(matches!(again, Err(ReserveError::Limit(_))), "{again:?}");
    let fits = reserve_at(&store, 20, &day(Some(100)), before).unwrap();
    pay(&store, fits, 20, before);
    let budget = store.journal().budget(ACCOUNT, today).unwrap();
    assert_eq!(
        budget.spent_today,
        Amounts::new(100, 0, 0),
        "counted to the day that was begun"
    );
    assert_eq!(budget.spent_month, Amounts::new(100, 0, 0));
    let later = store.journal().budget(ACCOUNT, at("2026-12-02T00:00:00Z"));
    let later = later.unwrap();
    assert_eq!(later.spent_today, Amounts::ZERO);
    assert_eq!(later.spent_month, Amounts::new(100, 0, 0));
    let next = store.journal().budget(ACCOUNT, at("2027-01-01T00:00:00Z"));
    assert_eq!(next.unwrap().spent_month, Amounts::ZERO);
}
