//! Finding text: with every letter, there and back, around both ends.

use backtrail::app::effect::Pane;
use backtrail::app::{Action, Effect};
use backtrail::model::rows::{Direction, Generation};

use crate::world::World;

/// The search that was asked for last: text, first row, direction.
fn sought(world: &mut World) -> (String, u64, Direction) {
    let effects = world.take();
    let [
        Effect::Find {
            pane: Pane::Domains,
            needle,
            from,
            direction,
            ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    (needle.clone(), *from, *direction)
}

fn found(world: &mut World, needle: &str, position: Option<u64>) {
    world.act(Action::Found {
        pane: Pane::Domains,
        generation: world.state.domains.list.generation,
        needle: needle.to_owned(),
        position,
    });
}

fn cursor(world: &World) -> u64 {
    world.state.domains.list.cursor
}

#[test]
fn the_cursor_goes_to_the_next_hit_with_every_letter() {
    let mut world = World::with_rows();
    world.keys("j j /");
    world.type_text("q");
    assert_eq!(sought(&mut world), ("q".into(), 3, Direction::Forward));
    found(&mut world, "q", Some(10));
    assert_eq!(cursor(&world), 10);
    world.type_text("u");
    assert_eq!(
        sought(&mut world),
        ("qu".into(), 3, Direction::Forward),
        "from where it began, not from the last hit"
    );
    found(&mut world, "q", Some(20));
    assert_eq!(
        cursor(&world),
        10,
        "an answer to the text before is dropped"
    );
    found(&mut world, "qu", Some(600));
    assert_eq!(cursor(&world), 600);
    world.serve();
    assert!(world.state.domains.list.current().is_some());
    world.keys("left");
    assert!(
        world.take().is_empty(),
        "the same text is not looked for again"
    );
    world.keys("enter");
    assert!(world.take().is_empty() && world.state.search.is_none());
    assert_eq!(cursor(&world), 600);
    world.keys("n");
    assert_eq!(sought(&mut world), ("qu".into(), 601, Direction::Forward));
    found(&mut world, "qu", Some(700));
    world.serve();
    world.keys("N");
    assert_eq!(sought(&mut world), ("qu".into(), 699, Direction::Backward));
    found(&mut world, "qu", Some(600));
    assert_eq!((cursor(&world), world.told()), (600, ""));
}

#[test]
fn esc_takes_the_cursor_back() {
    let mut world = World::with_rows();
    world.keys("j j j /");
    world.type_text("quiet");
    found(&mut world, "quiet", Some(500));
    let height = 40;
    assert!(world.state.domains.list.top + height > 500);
    world.keys("esc");
    let list = &world.state.domains.list;
    assert_eq!((list.cursor, list.top, list.needle.as_str()), (3, 0, ""));
    found(&mut world, "quiet", Some(500));
    assert_eq!(cursor(&world), 3, "a late answer moves nothing");
    world.keys("/ x enter / y backspace");
    world.take();
    assert_eq!(cursor(&world), 3, "an emptied line is back where it began");
    world.keys("esc n");
    assert_eq!(sought(&mut world).0, "x", "the search before is kept");
}

#[test]
fn what_is_not_there_leaves_the_cursor_where_it_was() {
    let mut world = World::with_rows();
    world.keys("j /");
    world.type_text("ab");
    found(&mut world, "ab", Some(90));
    world.type_text("c");
    found(&mut world, "abc", None);
    assert_eq!(cursor(&world), 1);
    let said = world.state.search.as_ref().unwrap().said.clone();
    assert_eq!(said.unwrap(), "`abc` is not in this list");
    world.keys("enter");
    assert_eq!(world.told(), "`abc` is not in this list");
}

#[test]
fn going_around_an_end_is_told() {
    let mut world = World::with_rows();
    world.keys("G /");
    world.serve();
    world.type_text("z");
    found(&mut world, "z", Some(4));
    let said = world.state.search.as_ref().unwrap().said.clone();
    assert_eq!(said.unwrap(), "`z`: from the top again");
    world.keys("enter N");
    found(&mut world, "z", Some(900));
    assert_eq!(world.told(), "`z`: from the bottom again");
    world.keys("n");
    found(&mut world, "z", Some(900));
    assert_eq!(world.told(), "`z` is nowhere else in this list");
}

#[test]
fn a_search_whose_ranking_was_replaced_is_asked_again() {
    let mut world = World::with_rows();
    world.keys("/ z enter");
    world.take();
    let old = world.state.domains.list.generation;
    world.keys("R");
    assert!(
        matches!(world.take().as_slice(), [Effect::Rank { .. }]),
        "it waits for the new ranking"
    );
    world.act(Action::Found {
        pane: Pane::Domains,
        generation: old,
        needle: "z".into(),
        position: Some(77),
    });
    assert_eq!(cursor(&world), 0, "places of the old ranking mean nothing");
    let generation = Generation(old.0 + 1);
    world.effects.push(Effect::Rank {
        pane: Pane::Domains,
        generation,
        view: world.state.domains.list.view.clone().unwrap(),
        keep: None,
        anew: true,
    });
    world.serve();
    assert_eq!(sought(&mut world).0, "z");
    found(&mut world, "z", Some(77));
    assert_eq!(cursor(&world), 77);
}

#[test]
fn pasted_text_is_looked_for() {
    let mut world = World::with_rows();
    world.keys("/");
    world.act(Action::Paste("quiet harbour\nand more".into()));
    assert_eq!(sought(&mut world).0, "quiet harbour");
}
