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

#[test]
fn what_is_reached_already_counts_when_it_is_begun_again() {
    let mut world = demo();
    world.keys("1 esc k l");
    world.keys("3 :");
    world.type_text("tour");
    world.keys("enter");
    assert_eq!(
        step(&world),
        Some(Step::Price),
        "the form asks something else than the demo did by itself"
    );
    world.keys("esc 1 k h");
    world.keys(": t o u r enter");
    assert_eq!(
        step(&world),
        Some(Step::Ask),
        "that is the demo's own question"
    );
    let mut live = World::new(setup(Some("example.com")));
    app::start(&mut live.state);
    backtrail::app::tour::begin(&mut live.state);
    let words = backtrail::app::tour::note(&live.state).unwrap();
    assert!(!words.contains("demo"), "{words}");
    live.keys("1");
    assert_eq!(
        step(&live),
        Some(Step::Price),
        "a question stands in the form"
    );
}

#[test]
fn where_nobody_can_be_asked_it_says_so() {
    let mut none = setup(None);
    none.header_host = String::new();
    let mut world = World::new(none);
    world.keys("esc : t o u r enter");
    assert_eq!(step(&world), None);
    assert!(world.told().contains(":connect"), "{}", world.told());
}

#[test]
fn every_note_fits_into_its_lines_and_names_a_filter_of_the_list() {
    let mut world = demo();
    world.act(Action::DatasetOpened(Ok(facts("d1", 5_000, 1_000, true))));
    world.serve();
    for is_demo in [true, false] {
        for focus in [Focus::Domains, Focus::Links] {
            world.state.focus = focus;
            for at in Step::ALL {
                backtrail::app::tour::begin(&mut world.state);
                world.state.tour.as_mut().unwrap().step = at;
                let words = backtrail::app::tour::note(&world.state).unwrap();
                let lines = backtrail::app::wrap::wrap(&words, 78);
                assert!(lines.len() <= 2, "{at:?}: {lines:?}");
                let filter = match focus {
                    Focus::Links => "tf>=20",
                    _ => "best_tf>=20",
                };
                assert!(at != Step::Filter || words.contains(filter), "{words}");
            }
        }
        if is_demo {
            world.state.asked_by_itself = None;
        }
    }
}

#[test]
fn an_answer_without_rows_leads_on_to_another_one() {
    let mut world = demo();
    world.domains = 0;
    world.act(Action::DatasetOpened(Ok(facts("d1", 0, 0, true))));
    world.serve();
    world.state.focus = Focus::Domains;
    world.state.tour.as_mut().unwrap().step = Step::Domains;
    let words = backtrail::app::tour::note(&world.state).unwrap();
    assert!(words.contains("no rows. 2 goes to the jobs"), "{words}");
    world.state.focus = Focus::Jobs;
    let words = backtrail::app::tour::note(&world.state).unwrap();
    assert!(words.contains("opens its answer"), "{words}");
    assert!(backtrail::app::wrap::wrap(&words, 78).len() <= 2);
}
