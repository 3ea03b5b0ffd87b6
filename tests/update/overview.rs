//! The overview of a target: looking sends nothing, Enter opens what is held, and what is asked goes through the form and
//! the price sheet.

use backtrail::app::overlay::Overlay;
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::catalog::{Provider, majestic};
use backtrail::model::job::JobState;
use backtrail::model::money::{Amounts, Price};
use backtrail::model::overview::{Held, Lacking, Overview, Side};
use backtrail::model::query::Query;
use backtrail::model::rows::DatasetId;
use backtrail::model::target::Target;

use crate::world::{World, facts, job, now, query, setup};

fn known(target: &str) -> Overview {
    let target = Target::parse(target).unwrap();
    let mut again = query("example.com");
    again.set("per-domain", "3").unwrap();
    Overview {
        sides: Provider::ALL
            .map(|provider| Side {
                provider,
                figures: Vec::new(),
                origins: Vec::new(),
            })
            .to_vec(),
        held: vec![Held {
            dataset: DatasetId("d7".into()),
            provider: Provider::Majestic,
            question: "download".into(),
            source: "majestic historic index of 2026-11-20".into(),
            since: now(),
            noun: "links",
            rows: 5,
            known: Some(9),
            complete: true,
            paid: None,
            query: Some(again),
            again: Price::Unknown,
        }],
        lacking: vec![Lacking {
            query: Query::new(&majestic::GET_INDEX_ITEM_INFO, target.clone()),
            price: Price::Exact(Amounts::new(0, 0, 1)),
        }],
        target,
    }
}

fn about(world: &World) -> String {
    match &world.state.overlay {
        Some(Overlay::Overview(sheet)) => sheet.target.item.clone(),
        other => format!("{other:?}"),
    }
}

fn answered(target: &str) -> Action {
    Action::OverviewRead {
        target: Target::parse(target).unwrap(),
        outcome: Ok(Box::new(known(target))),
    }
}

#[test]
fn it_is_about_what_the_screen_is_about() {
    let mut world = World::new(setup(Some("typed.example")));
    world.keys("esc O");
    let target = Target::parse("typed.example").unwrap();
    assert_eq!(world.take(), [Effect::ReadOverview(target)]);
    world.keys("O");
    assert!(world.state.overlay.is_none(), "the same key closes it");

    let mut world = World::with_rows();
    world.keys("j O");
    assert_eq!(
        about(&world),
        "site998.example",
        "the domain under the cursor"
    );
    world.keys("esc 4");
    world.serve();
    world.keys("O");
    assert_eq!(about(&world), "example.com", "the dataset on screen");

    let mut jobs = setup(None);
    jobs.jobs = vec![job(1, JobState::Done)];
    jobs.jobs[0].query = query("bought.example");
    let mut world = World::new(jobs);
    world.keys("esc 2 O");
    assert_eq!(about(&world), "bought.example", "the job under the cursor");
    world.keys("esc 1 esc O");
    assert!(world.state.overlay.is_none());
    assert!(world.told().contains("no target"), "{}", world.told());
}

#[test]
fn a_late_answer_about_somebody_else_is_dropped() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("esc O");
    world.act(answered("other.example"));
    assert!(
        matches!(&world.state.overlay, Some(Overlay::Overview(sheet)) if sheet.known.is_none())
    );
    world.act(answered("example.com"));
    assert!(
        matches!(&world.state.overlay, Some(Overlay::Overview(sheet)) if sheet.known.is_some())
    );
    world.keys("esc");
    world.act(answered("example.com"));
    assert!(
        world.state.overlay.is_none(),
        "nobody waits for it any more"
    );
}

#[test]
fn enter_opens_what_is_held_and_the_price_key_asks_it_again() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("esc O");
    world.act(answered("example.com"));
    world.take();
    world.keys("enter");
    assert_eq!(world.take(), [Effect::OpenDataset(DatasetId("d7".into()))]);
    world.act(Action::DatasetOpened(Ok(facts("d7", 5, 2, true))));
    assert_eq!(world.state.focus, Focus::Domains);

    world.keys("1 esc O");
    world.act(answered("example.com"));
    world.take();
    world.keys("$");
    let asked = world.take();
    let [Effect::PriceFromCache(queries)] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!(
        queries[0].value("MaxSourceURLsPerRefDomain"),
        "3",
        "with its own options"
    );
    assert!(matches!(world.state.overlay, Some(Overlay::Price(_))));
    assert_eq!(world.state.form.target.value(), "example.com");
}

#[test]
fn what_is_not_held_is_asked_through_the_form_and_nothing_is_spent() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("esc O");
    world.act(answered("example.com"));
    world.take();
    world.keys("G enter");
    let asked = world.take();
    assert!(
        matches!(asked.as_slice(), [Effect::PriceFromCache(queries)] if queries[0].command == "GetIndexItemInfo"),
        "{asked:?}"
    );
    assert_eq!(world.state.form.entry.command, "GetIndexItemInfo");
}
