//! The tour: offered once, goes on by what is reached, left by esc, and never in the way.

use backtrail::app::tour::Step;
use backtrail::app::{self, Action, Effect, Focus};
use backtrail::model::job::JobState;
use backtrail::model::report::Report;
use backtrail::model::rows::DatasetId;

use crate::world::{World, all_started, facts, job, priced, quote, setup};

fn demo() -> World {
    let mut demo = setup(Some("example.com"));
    demo.auto_start = true;
    let mut world = World::new(demo);
    world.effects = app::start(&mut world.state);
    world
}

fn step(world: &World) -> Option<Step> {
    world.state.tour.as_ref().map(|tour| tour.step)
}

#[test]
fn it_is_offered_once_and_remembered() {
    let world = demo();
    assert_eq!(step(&world), Some(Step::Ask));
    assert!(world.state.session.tour_seen);
    let mut again = setup(Some("example.com"));
    again.auto_start = true;
    again.session = world.state.session.clone();
    let mut again = World::new(again);
    app::start(&mut again.state);
    assert_eq!(step(&again), None);
    let mut live = World::new(setup(Some("example.com")));
    app::start(&mut live.state);
    assert_eq!(step(&live), None, "only the demo has one");
}

#[test]
fn six_steps_are_reached_by_doing_them() {
    let mut world = demo();
    world.act(Action::Report(Report::Job(Box::new(job(
        1,
        JobState::Done,
    )))));
    world.act(Action::DatasetOpened(Ok(facts("d1", 5_000, 1_000, true))));
    world.serve();
    assert_eq!(
        step(&world),
        Some(Step::Ask),
        "what comes by itself is no step"
    );
    world.keys("1 esc");
    assert_eq!(step(&world), None, "esc in a pane leaves it");
    assert_eq!(world.state.focus, Focus::Form, "and goes nowhere");
    backtrail::app::tour::begin(&mut world.state);
    world.keys("k l");
    assert_eq!(step(&world), Some(Step::Price), "another question");
    world.keys("h");
    backtrail::app::tour::begin(&mut world.state);
    world.keys("j ctrl-u");
    world.type_text("rival");
    assert_eq!(step(&world), Some(Step::Ask), "that is no target yet");
    world.type_text(".com");
    assert_eq!(step(&world), Some(Step::Price));
    world.keys("$");
    assert_eq!(step(&world), Some(Step::Buy));
    world.keys("esc");
    assert_eq!(
        step(&world),
        Some(Step::Buy),
        "esc closes the sheet, not the tour"
    );
    world.keys("$");
    let query = world.state.form.queries().unwrap().remove(0);
    world.act(priced(vec![quote(query, 1_500)]));
    world.keys("enter");
    let bought = world
        .take()
        .into_iter()
        .any(|effect| matches!(effect, Effect::Submit { .. }));
    assert!(bought, "{:?}", world.state.overlay);
    assert_eq!(step(&world), Some(Step::Buy), "a wish is no purchase");
    world.act(Action::Report(Report::Job(Box::new(job(
        2,
        JobState::Reserved,
    )))));
    assert_eq!(step(&world), Some(Step::Domains));
    world.act(all_started(1));
    world.keys("3");
    world.serve();
    assert_eq!(step(&world), Some(Step::Links));
    world.keys("enter");
    world.serve();
    assert_eq!(step(&world), Some(Step::Filter));
    world.keys("&");
    world.type_text("tf>=20");
    world.keys("enter");
    world.serve();
    assert_eq!(step(&world), None);
    assert!(
        world.told().contains("that was the tour"),
        "{}",
        world.told()
    );
    assert_eq!(
        world.state.dataset.as_ref().map(|d| &d.id),
        Some(&DatasetId("d1".into()))
    );
}

#[test]
fn its_note_takes_lines_of_its_own_and_gives_them_back() {
    let mut world = demo();
    assert_eq!(
        (world.state.screen, world.state.size),
        ((120, 40), (120, 37))
    );
    world.act(Action::Resize(80, 24));
    assert_eq!(world.state.size, (80, 21));
    world.act(Action::Resize(80, 12));
    assert_eq!(world.state.size, (80, 12), "too low for a note");
    world.act(Action::Resize(80, 24));
    world.keys("2 esc");
    assert_eq!(world.state.size, (80, 24));
}
