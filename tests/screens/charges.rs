//! Ledger, limits and a charge in doubt, with names from outside that are hostile.

use backtrail::app::Action;
use backtrail::model::charge::{Charge, Doubt};
use backtrail::model::job::{JobId, JobState};
use backtrail::model::money::{Amounts, Ceiling, Elsewhere, Limits, Paid, PaidSource, Price};

use crate::given::{job, now, setup};
use crate::scene::Scene;

fn charge(id: i64, target: &str, analysis: i64, source: PaidSource) -> Charge {
    Charge {
        at: now(),
        account: "a".into(),
        job: Some(JobId(id)),
        job_state: Some(if id == 2 {
            JobState::FailedAnswerLost
        } else {
            JobState::Done
        }),
        command: "GetBackLinkData".into(),
        target: target.into(),
        tag: Some("acme \u{202e}live".into()),
        estimate: Some(Price::Exact(Amounts::new(5_000, 60, 0))),
        paid: Paid {
            amounts: Amounts::new(analysis, 60, 0),
            source,
        },
        in_all: None,
    }
}

/// A scene with a job in doubt, limits, and others at the account.
fn scene(size: (u16, u16)) -> Scene {
    let mut given = setup(Some("example.com"));
    given.size = size;
    given.limits = Limits {
        per_day: Ceiling {
            analysis: Some(5_000_000),
            ..Ceiling::default()
        },
        per_month: Ceiling {
            retrieval: Some(1_000_000),
            ..Ceiling::default()
        },
        ..Limits::default()
    };
    given.budget.spent_month = Amounts::new(900_000, 70_000, 3);
    given.budget.elsewhere = Elsewhere {
        last: Amounts::new(500, 0, 0),
        today: Amounts::new(12_500, 40, 0),
        since: Some(now()),
    };
    given.jobs = vec![job(2, "example.com", JobState::ChargeUnknown)];
    Scene::new(given)
}

pub fn ledger(size: (u16, u16)) -> Scene {
    let mut scene = scene(size);
    scene.keys("2 L");
    scene.act(Action::LedgerRead(Ok(vec![
        charge(1, "example.com", 5_000, PaidSource::Reported),
        charge(
            2,
            "rtl\u{202e}moc.\u{1b}[31m.example",
            5_200,
            PaidSource::Accepted,
        ),
    ])));
    scene
}

pub fn limits(size: (u16, u16)) -> Scene {
    let mut scene = scene(size);
    scene.keys("2 : l i m i t enter");
    scene
}

pub fn balance(size: (u16, u16)) -> Scene {
    let mut scene = scene(size);
    scene.keys("2 B");
    scene
}

pub fn doubt(size: (u16, u16)) -> Scene {
    let mut scene = scene(size);
    scene.keys("2 u");
    scene.act(Action::DoubtRead(Ok(Doubt {
        job: JobId(2),
        events: vec![
            "balance before it was sent: 9,650,000 analysis + 4,000,000 retrieval".into(),
            "2026-11-21 14:00:00 UTC: GetBackLinkData (request 7 #0a1b2c3d): no answer at 14:00:31, 0 bytes kept".into(),
        ],
        said: "sent without a usable answer, it may have been charged: such a call leaves nothing in the service's list, the balance did not change so far".into(),
        expected: Amounts::new(5_000, 60, 0),
    })));
    scene
}
