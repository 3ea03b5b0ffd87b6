//! What was paid and what may be paid: the ledger, the limits, charges in doubt.

use backtrail::app::overlay::Overlay;
use backtrail::app::overlay::doubt::Stage;
use backtrail::app::{Action, Effect};
use backtrail::model::catalog::dataforseo;
use backtrail::model::charge::{Charge, Doubt, Verdict};
use backtrail::model::job::{JobId, JobState};
use backtrail::model::money::{Amounts, LimitChange, Limits, Paid, PaidSource, Price};
use backtrail::model::report::Report;

use crate::world::{World, job, now, setup};

fn charge(target: &str, analysis: i64) -> Charge {
    Charge {
        at: now(),
        account: "a".into(),
        job: None,
        job_state: None,
        command: "GetBackLinkData".into(),
        target: target.into(),
        tag: None,
        estimate: Some(Price::Exact(Amounts::new(5, 0, 0))),
        paid: Paid {
            amounts: Amounts::new(analysis, 0, 0),
            source: PaidSource::Reported,
        },
        in_all: None,
    }
}

#[test]
fn the_ledger_filters_by_what_is_typed() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("2 L");
    assert_eq!(world.take(), [Effect::ReadLedger]);
    let charges = vec![charge("first.com", 5), charge("second.com", 9)];
    world.act(Action::LedgerRead(Ok(charges)));
    let shown = |world: &World| -> Vec<String> {
        let Some(Overlay::Ledger(sheet)) = &world.state.overlay else {
            panic!("no ledger")
        };
        sheet.shown().iter().map(|c| c.target.clone()).collect()
    };
    assert_eq!(shown(&world), ["second.com", "first.com"], "newest first");
    world.type_text("drift");
    assert_eq!(shown(&world), ["second.com"]);
    world.keys("esc");
    assert_eq!(shown(&world).len(), 2, "the first esc empties the filter");
    world.keys("esc");
    assert!(world.state.overlay.is_none() && world.take().is_empty());
}

#[test]
fn a_limit_is_typed_and_holds_once_it_is_kept() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("2 :");
    world.type_text("limit");
    world.keys("enter");
    world.type_text("limit per_day analysis=5_000");
    world.keys("enter");
    let change = LimitChange::read("per_day analysis 5000").unwrap();
    assert_eq!(world.take(), [Effect::SetLimit(change)]);
    assert_eq!(world.state.limits, Limits::default(), "not kept yet");
    let wanted = Limits::default().with(change);
    let answer = Ok((wanted, "kept".to_owned()));
    world.act(Action::LimitSet(Box::new(answer)));
    assert_eq!(world.state.limits, wanted);
    world.type_text("per_week usd=1");
    world.keys("enter");
    assert!(world.take().is_empty());
    let Some(Overlay::Limits(sheet)) = &world.state.overlay else {
        panic!("no sheet")
    };
    assert!(sheet.said.as_ref().unwrap().trouble);
    world.act(Action::LimitSet(Box::new(Err("no".to_owned()))));
    assert_eq!(world.state.limits, wanted);
    world.keys("esc");
    assert!(world.state.overlay.is_none());
}

#[test]
fn jobs_of_another_program_are_shown_and_the_newer_account_stays() {
    let mut world = World::new(setup(Some("example.com")));
    let seen = |state, second| {
        let mut job = job(7, state);
        job.updated = jiff::Timestamp::from_second(second).unwrap();
        job
    };
    let limits = Limits::default().with(LimitChange::read("per_day analysis 5000").unwrap());
    world.act(Action::LimitsRead(limits));
    assert_eq!(world.state.limits, limits);
    world.act(Action::JobsSeen(vec![seen(JobState::Waiting, 10)]));
    assert_eq!(world.state.queue.jobs.len(), 1);
    world.act(Action::JobsSeen(vec![seen(JobState::ChargeUnknown, 20)]));
    world.act(Action::JobsSeen(vec![seen(JobState::Waiting, 15)]));
    assert_eq!(world.state.queue.jobs[0].state, JobState::ChargeUnknown);
}

fn doubtful(in_money: bool) -> World {
    let mut setup = setup(Some("example.com"));
    let mut unknown = job(2, JobState::ChargeUnknown);
    if in_money {
        let target = unknown.query.target.clone();
        unknown.query = backtrail::model::query::Query::new(&dataforseo::BACKLINKS, target);
    }
    setup.jobs = vec![job(1, JobState::Done), unknown];
    let mut world = World::new(setup);
    world.keys("2 u");
    assert_eq!(world.take(), [Effect::ReadDoubt(JobId(2))]);
    let expected = if in_money {
        Amounts::money(24_036)
    } else {
        Amounts::new(50, 9, 0)
    };
    world.act(Action::DoubtRead(Ok(Doubt {
        job: JobId(2),
        events: vec!["sent".into()],
        said: "the service lists no such job".into(),
        expected,
    })));
    world
}

fn resolved(verdict: Verdict) -> Effect {
    Effect::Resolve {
        job: JobId(2),
        verdict,
    }
}

#[test]
fn a_charge_in_doubt_is_asked_about_accepted_or_dismissed() {
    let mut world = doubtful(false);
    world.keys("r");
    assert_eq!(world.take(), [Effect::Reconcile(JobId(2))]);
    world.keys("x n esc");
    assert!(world.state.overlay.is_none() && world.take().is_empty());

    let mut world = doubtful(false);
    world.keys("a enter");
    let expected = Verdict::Accepted(Some(Amounts::new(50, 9, 0)));
    assert_eq!(world.take(), [resolved(expected)]);

    let mut world = doubtful(true);
    world.keys("a ctrl-u");
    world.type_text("analysis=5");
    world.keys("enter");
    assert!(world.take().is_empty(), "money is no units");
    world.keys("ctrl-u");
    world.type_text("usd=0.5");
    world.keys("enter");
    let typed = Verdict::Accepted(Some(Amounts::money(500_000)));
    assert_eq!(world.take(), [resolved(typed)]);

    let mut world = doubtful(false);
    world.keys("x y");
    assert_eq!(world.take(), [resolved(Verdict::Dismissed)]);
}

#[test]
fn the_sheet_follows_its_job_and_closes_when_nothing_is_in_doubt() {
    let mut world = doubtful(false);
    let report = |state| Action::Report(Report::Job(Box::new(job(2, state))));
    world.act(report(JobState::ChargeUnknown));
    assert_eq!(world.take(), [Effect::ReadDoubt(JobId(2))]);
    world.act(report(JobState::Waiting));
    assert!(world.state.overlay.is_none());
    world.keys("u");
    assert!(world.state.overlay.is_none(), "nothing is in doubt");

    let mut world = doubtful(false);
    world.keys("esc enter");
    let Some(Overlay::Doubt(sheet)) = &world.state.overlay else {
        panic!("enter leads there too")
    };
    assert!(matches!(sheet.stage, Stage::Shown));
}
