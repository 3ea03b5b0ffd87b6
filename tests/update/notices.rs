//! What is told: nothing is lost, trouble stands before what is only to be known, and all can be read again.

use backtrail::app::Action;
use backtrail::app::overlay::{Overlay, notices};
use backtrail::model::report::Report;

use crate::world::{World, setup};

fn world() -> World {
    World::new(setup(Some("example.com")))
}

fn tell(world: &mut World, text: &str) {
    world.act(Action::Notice(text.into()));
}

fn lines(world: &World) -> Vec<String> {
    let lines = notices::lines(&world.state, 100);
    lines.into_iter().map(|line| line.text).collect()
}

#[test]
fn notices_that_arrive_together_are_counted_and_kept() {
    let mut world = world();
    for text in ["one", "two", "three"] {
        tell(&mut world, text);
    }
    assert_eq!((world.told(), world.state.notices.beside), ("three", 2));
    world.keys("!");
    assert_eq!((world.told(), world.state.notices.beside), ("", 0));
    assert_eq!(lines(&world), ["three", "two", "one"]);
}

#[test]
fn trouble_is_not_displaced_by_what_is_only_to_be_known() {
    let mut world = world();
    world.act(Action::Report(Report::Trouble("the disk is full".into())));
    tell(&mut world, "12 rows written");
    assert_eq!(
        (world.told(), world.state.notices.beside),
        ("the disk is full", 1)
    );
    world.act(Action::Trouble("the service is gone".into()));
    assert_eq!(
        world.told(),
        "the service is gone",
        "other trouble takes its place"
    );
    world.keys("2");
    assert_eq!(world.told(), "");
    tell(&mut world, "13 rows written");
    assert_eq!(
        (world.told(), world.state.notices.beside),
        ("13 rows written", 0)
    );
    world.keys("!");
    assert_eq!(lines(&world)[1], "✗ failed: the service is gone");
}

#[test]
fn the_same_told_again_is_counted_and_is_the_newest() {
    let mut world = world();
    for text in ["a", "b", "a", "a"] {
        tell(&mut world, text);
    }
    assert_eq!(lines(&world), ["a ×3", "b"]);
    for n in 0..400 {
        tell(&mut world, &format!("notice {n}"));
    }
    assert_eq!(world.state.notices.all.len(), 300);
    assert_eq!(lines(&world)[0], "notice 399");
}

#[test]
fn what_a_key_was_answered_with_was_seen_by_whoever_pressed_it() {
    let mut world = world();
    world.act(Action::Resize(80, 24));
    world.keys("2 z");
    assert!(world.told().contains("one pane at a time"));
    tell(&mut world, "a job is done");
    assert_eq!(
        (world.told(), world.state.notices.beside),
        ("a job is done", 0)
    );
    tell(&mut world, "another job is done");
    assert_eq!(world.state.notices.beside, 1);
}

#[test]
fn the_list_scrolls_to_its_end_and_closes() {
    let mut world = world();
    for n in 0..60 {
        tell(&mut world, &format!("notice {n} {}", "long ".repeat(40)));
    }
    world.keys("2 ! G");
    let Some(Overlay::Notices { top }) = world.state.overlay else {
        panic!("{:?}", world.state.overlay);
    };
    let area = notices::area(world.state.size);
    let all = notices::lines(&world.state, area.width - 4).len();
    assert!(all > 120, "they are broken to the sheet");
    assert_eq!(top, all - usize::from(area.height - 2));
    world.keys("g k");
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Notices { top: 0 })
    ));
    world.keys("!");
    assert!(world.state.overlay.is_none());
}
