//! The months beside the referring domains: read only for the rows on screen, once, and only where they are shown.

use backtrail::app::{Action, Effect};
use backtrail::config::Keymap;
use backtrail::model::picture::Spark;
use backtrail::model::rows::{DatasetId, RowId};

use crate::world::{World, facts};

fn world() -> World {
    let mut world = World::with_rows();
    world.state.keymap = Keymap::from_toml(Some("[list]\nsparks = [\"S\"]\n")).unwrap();
    world
}

fn asked(world: &mut World) -> Vec<RowId> {
    let effects = world.take();
    let mut asked = effects.into_iter().filter_map(|effect| match effect {
        Effect::ReadSparks { rows, .. } => Some(rows),
        _ => None,
    });
    let first = asked.next().unwrap_or_default();
    assert!(asked.next().is_none(), "asked once");
    first
}

fn answer(world: &mut World, dataset: &str, rows: &[RowId]) {
    let mut spark = Spark::default();
    spark.add(24_320, 24_321);
    world.act(Action::SparksRead {
        dataset: DatasetId(dataset.to_owned()),
        last: 24_321,
        sparks: rows.iter().map(|row| (*row, spark)).collect(),
    });
}

#[test]
fn only_the_rows_on_screen_are_read_and_each_once() {
    let mut world = world();
    assert!(asked(&mut world).is_empty(), "not without being asked for");
    world.keys("S");
    let first = asked(&mut world);
    let height = world
        .state
        .layout()
        .list_rows(backtrail::app::Focus::Domains);
    assert_eq!(first.len(), usize::from(height));
    world.keys("j k");
    assert!(asked(&mut world).is_empty(), "on their way");
    answer(&mut world, "d1", &first);
    assert!(world.state.sparks.of(first[0]).is_some());
    world.keys("j k");
    assert!(asked(&mut world).is_empty(), "here");
    world.keys("ctrl-f");
    world.serve();
    let more = asked(&mut world);
    assert!(!more.is_empty() && more.iter().all(|row| !first.contains(row)));
    world.keys("S ctrl-f");
    world.serve();
    assert!(asked(&mut world).is_empty(), "sent away");
}

#[test]
fn columns_give_way_and_come_back() {
    let mut world = world();
    let pane = backtrail::app::effect::Pane::Domains;
    let room = world.state.list_width(pane);
    world.keys("S");
    assert_eq!(world.state.list_width(pane), room - 26);
    world.act(Action::Resize(60, 20));
    assert_eq!(world.state.list_width(pane), 58, "no room for months");
    world.act(Action::Resize(120, 40));
    world.keys("S");
    assert_eq!(world.state.list_width(pane), room);
    world.act(Action::Resize(300, 40));
    assert!(world.state.list_width(pane) > 170, "sent away for good");
}

#[test]
fn months_of_another_dataset_are_dropped() {
    let mut world = world();
    world.keys("S");
    let rows = asked(&mut world);
    answer(&mut world, "d9", &rows);
    assert!(world.state.sparks.of(rows[0]).is_none());
}

#[test]
fn where_no_links_are_held_it_is_said() {
    let mut without = *facts("d1", 0, 1_000, true);
    without.command = "GetRefDomains".to_owned();
    let mut world = World::showing(without);
    world.state.keymap = Keymap::from_toml(Some("[list]\nsparks = [\"S\"]\n")).unwrap();
    world.keys("S");
    assert!(asked(&mut world).is_empty());
    assert!(
        world.told().contains("whose links are held"),
        "{}",
        world.told()
    );
}
