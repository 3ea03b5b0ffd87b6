//! Spending: only the price sheet does it, and only when told to.

use backtrail::app::action::Refusal;
use backtrail::app::effect::Purchase;
use backtrail::app::input::Key;
use backtrail::app::overlay::Overlay;
use backtrail::app::price_sheet::Verdict;
use backtrail::app::{Action, Effect, Setup};
use backtrail::model::catalog::Quote;
use backtrail::model::job::JobState;
use backtrail::model::money::{Amounts, Ceiling, Limits, Paid, PaidSource};
use backtrail::model::report::Report;
use backtrail::model::rows::DatasetId;
use proptest::prelude::*;

use crate::world::{World, facts, job, priced, query, quote, setup};

/// What the only effect buys, without a typed amount.
pub fn purchases(effects: &[Effect]) -> &[Purchase] {
    match effects {
        [
            Effect::Submit {
                purchases,
                confirmed: false,
            },
        ] => purchases,
        other => panic!("{other:?}"),
    }
}

/// So many jobs were started, the next one was refused.
pub fn refused(started: usize, reason: &str, can_be_confirmed: bool) -> Action {
    Action::Submitted {
        started,
        refused: Some(Refusal {
            reason: reason.into(),
            can_be_confirmed,
        }),
    }
}

pub fn sheet_with(setup: Setup, ref_domains: Option<i64>) -> World {
    let mut world = World::new(setup);
    world.keys("$");
    let Some(Effect::PriceFromCache(queries)) = world.take().pop() else {
        panic!()
    };
    let answer = |query| match ref_domains {
        Some(n) => quote(query, n),
        None => Quote::new(query, None),
    };
    world.act(priced(queries.into_iter().map(answer).collect()));
    world
}

fn sheet(ref_domains: Option<i64>) -> World {
    sheet_with(setup(Some("example.com")), ref_domains)
}

pub fn verdict(world: &World) -> Verdict {
    match &world.state.overlay {
        Some(Overlay::Price(sheet)) => sheet.verdict(&world.state),
        other => panic!("no sheet: {other:?}"),
    }
}

#[test]
fn enter_spends_the_price_once() {
    let mut world = sheet(Some(15_000));
    world.keys("enter enter enter");
    let effects = world.take();
    let bought = purchases(&effects);
    assert_eq!(bought.len(), 1);
    assert_eq!(bought[0].granted, Amounts::new(350_000, 90_000, 0));
}

#[test]
fn escape_leaves_it_unspent() {
    let mut world = sheet(Some(15_000));
    world.keys("esc");
    assert!(world.take().is_empty());
    assert!(
        world
            .state
            .notice
            .as_ref()
            .unwrap()
            .text
            .contains("nothing was spent")
    );
}

#[test]
fn an_unknown_price_is_looked_up_or_bounded() {
    let mut world = sheet(None);
    assert_eq!(verdict(&world), Verdict::NeedsCeiling);
    world.keys("enter");
    assert!(world.take().is_empty());
    world.keys("i i");
    assert_eq!(
        world.take(),
        [Effect::LookUpPrice(vec![query("example.com")])]
    );
    world.act(priced(vec![quote(query("example.com"), 10)]));
    assert!(matches!(verdict(&world), Verdict::Ready { .. }));

    let mut world = sheet(None);
    world.type_text("300000");
    world.keys("enter");
    world.type_text("50000");
    world.keys("enter");
    let effects = world.take();
    let bought = &purchases(&effects)[0];
    assert_eq!(bought.granted, Amounts::new(300_000, 50_000, 0));
    let skip = bought.quote.query.number("SkipIfAnalysisCostGreaterThan");
    assert_eq!(skip, Some(300_000), "the ceiling binds at the service too");
}

#[test]
fn a_failed_look_up_says_so_and_can_be_tried_again() {
    let mut world = sheet(None);
    world.keys("i");
    world.take();
    world.act(Action::Priced {
        quotes: Vec::new(),
        trouble: Some("no answer; nothing was charged".into()),
    });
    let Some(Overlay::Price(sheet)) = &world.state.overlay else {
        panic!()
    };
    assert!(
        sheet
            .trouble
            .as_ref()
            .unwrap()
            .contains("nothing was charged")
    );
    world.keys("i");
    assert_eq!(world.take().len(), 1);
}

#[test]
fn the_skip_limit_of_the_service_stops_enter() {
    let mut world = sheet(Some(50_000));
    assert_eq!(
        verdict(&world),
        Verdict::Skips {
            target: None,
            cost: 1_050_000,
            limit: 1_000_000
        }
    );
    world.keys("enter");
    assert!(world.take().is_empty());
}

#[test]
fn a_limit_is_passed_only_by_typing_the_amount() {
    let mut setup = setup(Some("example.com"));
    let per_job = Ceiling {
        analysis: Some(100_000),
        ..Ceiling::default()
    };
    setup.limits = Limits {
        per_job,
        ..Limits::default()
    };
    let mut world = sheet_with(setup, Some(15_000));
    assert!(matches!(
        verdict(&world),
        Verdict::NeedsAmount {
            amount: 350_000,
            ..
        }
    ));
    world.keys("enter 3 5 0 0 0 enter");
    assert!(world.take().is_empty());
    world.keys("0 enter");
    assert!(matches!(
        world.take().as_slice(),
        [Effect::Submit {
            confirmed: true,
            ..
        }]
    ));
}

#[test]
fn what_the_account_does_not_hold_cannot_be_spent() {
    let mut setup = setup(Some("example.com"));
    setup.budget.left = Some(Amounts::new(349_999, 1_000_000, 0));
    let mut world = sheet_with(setup.clone(), Some(15_000));
    assert!(matches!(verdict(&world), Verdict::Never(_)));
    world.keys("enter");
    assert!(world.take().is_empty());
    let mut world = sheet_with(setup, None);
    world.keys("i");
    assert!(
        world.take().is_empty(),
        "no item unit is left for a look-up"
    );
}

#[test]
fn the_journals_refusal_has_the_last_word() {
    let mut world = sheet(Some(15_000));
    world.keys("enter");
    world.take();
    world.act(refused(0, "over the day's limit", true));
    world.keys("enter");
    assert!(world.take().is_empty());
    world.type_text("350000");
    world.keys("enter");
    assert!(matches!(
        world.take().as_slice(),
        [Effect::Submit {
            confirmed: true,
            ..
        }]
    ));
    world.act(refused(0, "no units", false));
    world.type_text("350000");
    world.keys("enter");
    assert!(world.take().is_empty());
}

#[test]
fn a_price_for_another_query_is_dropped() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("$");
    world.take();
    world.act(priced(vec![quote(query("other.example"), 1)]));
    assert!(matches!(verdict(&world), Verdict::Wait(_)));
}

/// A world with something in every pane.
fn full_world() -> World {
    let mut world = World::new(setup(Some("example.com")));
    let mut done = job(1, JobState::Done);
    done.dataset = Some(DatasetId("d1".into()));
    world.act(Action::Report(Report::Job(Box::new(done))));
    world.act(Action::Report(Report::Job(Box::new(job(
        2,
        JobState::ChargeUnknown,
    )))));
    world.keys("2 j enter");
    world.act(Action::DatasetOpened(Ok(facts("d1", 5_000, 1_000, true))));
    world.serve();
    world.take();
    world
}

fn spends(effect: &Effect) -> bool {
    matches!(effect, Effect::LookUpPrice(_) | Effect::Submit { .. })
}

fn any_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "j",
        "k",
        "h",
        "l",
        "g",
        "G",
        "ctrl-d",
        "ctrl-u",
        "enter",
        "esc",
        "tab",
        "shift-tab",
        "1",
        "2",
        "3",
        "4",
        "5",
        "B",
        "?",
        "q",
        "space",
        "c",
        "r",
        "{",
        "}",
        "[",
        "]",
        "/",
        "n",
        "N",
        "y",
        "o",
        "e",
        "R",
        "i",
        "0",
        "9",
        "backspace",
        "a",
        ".",
        "up",
        "down",
        "left",
        "right",
        "f1",
        "x",
        "*",
        "M",
        "d",
        "E",
        "A",
        "D",
        "ctrl-n",
        "$",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is pressed, nothing is spent before the price key (or Enter at the form's end) opened a
    /// sheet and then the look-up key or Enter was pressed on it.
    #[test]
    fn nothing_is_spent_but_by_the_sheet(keys in prop::collection::vec(any_key(), 0..120)) {
        let mut world = full_world();
        for name in keys {
            let sheet_was_open = matches!(world.state.overlay, Some(Overlay::Price(_)));
            world.act(Action::Key(Key::parse(name).unwrap()));
            let spent = world.effects.iter().any(spends);
            prop_assert!(!spent || (sheet_was_open && matches!(name, "i" | "enter")), "{name} spent");
            for effect in world.take() {
                if let Effect::PriceFromCache(queries) = effect {
                    let quotes = queries.into_iter().map(|query| quote(query, 15_000));
                    world.act(priced(quotes.collect()));
                } else if let Effect::ReadDomainNames { dataset, .. } = effect {
                    let names = vec!["a.example".to_owned(), "b.example".to_owned()];
                    world.act(Action::DomainNames { dataset, names });
                } else {
                    world.effects.push(effect);
                    world.serve();
                    world.effects.clear();
                }
            }
        }
    }

    /// Without the sheet there is no way at all.
    #[test]
    fn nothing_is_spent_without_the_sheet(keys in prop::collection::vec(any_key(), 0..120)) {
        let mut world = full_world();
        for name in keys {
            world.act(Action::Key(Key::parse(name).unwrap()));
            if matches!(world.state.overlay, Some(Overlay::Price(_))) {
                world.act(Action::Key(Key::parse("esc").unwrap()));
            }
            prop_assert!(!world.take().iter().any(spends), "{name} spent");
        }
    }
}

#[test]
fn a_job_that_is_not_the_sheets_leaves_it_open() {
    let mut world = sheet(Some(15_000));
    world.keys("enter");
    let mut other = job(9, JobState::Reserved);
    other.query = query("other.example");
    world.act(Action::Report(Report::Job(Box::new(other))));
    assert!(world.state.overlay.is_some());
}

fn beside(state: JobState) -> World {
    let mut setup = setup(Some("example.com"));
    let mut same = job(3, state);
    same.progress.rows = 43_813;
    setup.jobs = vec![same];
    sheet_with(setup, Some(15_000))
}

fn why(world: &World) -> String {
    match verdict(world) {
        Verdict::NeedsAmount { why, .. } => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_held_already_is_bought_again_only_by_typing_the_amount() {
    let mut world = beside(JobState::Done);
    assert!(why(&world).starts_with("held already: job 3, 43,813 rows of the historic index"));
    world.keys("enter");
    assert!(world.take().is_empty());
    world.type_text("350000");
    world.keys("enter");
    let effects = world.take();
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::Submit {
                confirmed: false,
                ..
            }]
        ),
        "buying twice passes no limit: {effects:?}"
    );
}

#[test]
fn what_is_under_way_is_not_bought_twice_by_mistake() {
    assert!(why(&beside(JobState::Downloading)).contains("under way already: job 3"));
    assert!(why(&beside(JobState::ChargeUnknown)).contains("r, asks what became of it"));
    assert!(matches!(
        verdict(&beside(JobState::FailedUncharged)),
        Verdict::Ready { .. }
    ));
}

#[test]
fn what_was_charged_and_lost_is_named_before_it_is_bought_again() {
    let mut world = beside(JobState::FailedAnswerLost);
    assert!(
        matches!(verdict(&world), Verdict::Ready { .. }),
        "nothing was charged"
    );
    let mut lost = world.state.queue.jobs[0].clone();
    lost.paid = Some(Paid {
        amounts: Amounts::new(468_060, 90, 0),
        source: PaidSource::BalanceDifference,
    });
    world.act(Action::Report(Report::Job(Box::new(lost))));
    let told = why(&world);
    assert!(told.starts_with("job 3 asked the same on"), "{told}");
    assert!(
        told.contains("468,060 analysis") && told.contains("its answer is lost"),
        "{told}"
    );
}

#[test]
fn an_older_index_or_another_query_does_not_count_as_held() {
    let mut old = job(3, JobState::Done);
    old.created = "2026-11-19T23:00:00Z".parse().unwrap();
    let mut other = job(4, JobState::Done);
    other.query.set("datasource", "fresh").unwrap();
    let mut setup = setup(Some("example.com"));
    setup.jobs = vec![old, other];
    let world = sheet_with(setup, Some(15_000));
    assert!(matches!(verdict(&world), Verdict::Ready { .. }));
}
