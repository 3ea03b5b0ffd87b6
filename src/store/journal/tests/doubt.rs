//! A charge in doubt, settled by hand.

use super::*;
use crate::model::charge::Verdict;
use crate::model::money::Price;

fn in_doubt(store: &Store) -> JobId {
    let quote = Quote {
        price: Price::UpTo(Amounts::new(50, 9, 0)),
        ..quote()
    };
    let job = NewJob {
        quote: &quote,
        granted: Amounts::new(60, 9, 0),
        account: ACCOUNT,
        tag: None,
        now: now(),
    };
    let journal = store.journal();
    let id = journal.reserve(job, &Limits::default(), false).unwrap();
    step(store, id, JobState::Sent, JobChange::default());
    step(store, id, JobState::ChargeUnknown, JobChange::default());
    assert_eq!(
        journal.budget(ACCOUNT, now()).unwrap().held,
        Amounts::new(60, 9, 0)
    );
    id
}

#[test]
fn accepted_is_one_line_and_nothing_held() {
    for (typed, charged) in [
        (None, Amounts::new(50, 9, 0)),
        (Some(Amounts::new(70, 0, 0)), Amounts::new(70, 0, 0)),
    ] {
        let (_dir, store) = store();
        let id = in_doubt(&store);
        let journal = store.journal();
        let verdict = Verdict::Accepted(typed);
        let job = journal.resolve_doubt(id, verdict, now()).unwrap();
        assert_eq!(job.state, JobState::FailedAnswerLost);
        let lines = journal.ledger(None).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].paid.amounts, charged);
        assert_eq!(lines[0].paid.source, PaidSource::Accepted);
        assert_eq!(lines[0].drift().is_some(), typed.is_some());
        assert_eq!(journal.budget(ACCOUNT, now()).unwrap().held, Amounts::ZERO);
        let again = journal.resolve_doubt(id, verdict, now()).unwrap_err();
        assert!(matches!(again, JournalError::NoDoubt { .. }), "{again}");
        assert_eq!(journal.ledger(None).unwrap().len(), 1);
        assert_eq!(journal.check().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn dismissed_charges_nothing_and_frees_what_was_held() {
    let (_dir, store) = store();
    let id = in_doubt(&store);
    let journal = store.journal();
    let job = journal
        .resolve_doubt(id, Verdict::Dismissed, now())
        .unwrap();
    assert_eq!(job.state, JobState::FailedUncharged);
    assert!(journal.ledger(None).unwrap().is_empty());
    assert_eq!(journal.budget(ACCOUNT, now()).unwrap().held, Amounts::ZERO);
    let waiting = reserve(&store, 1).unwrap();
    let refused = journal.resolve_doubt(waiting, Verdict::Dismissed, now());
    assert!(matches!(refused, Err(JournalError::NoDoubt { .. })));
}
