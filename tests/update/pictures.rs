//! Pictures: asked for, walked through, dropped when late, made a filter.

use std::collections::BTreeMap;

use backtrail::app::effect::Pane;
use backtrail::app::overlay::{Overlay, PictureSheet};
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::picture::{
    Axis, Basis, Bins, Drawn, Grid, Lost, LostBy, Months, Name, Picture,
};
use backtrail::model::rows::{DatasetId, Generation, List};

use crate::world::{World, facts};

fn sheet(world: &World) -> &PictureSheet {
    match &world.state.overlay {
        Some(Overlay::Pictures(sheet)) => sheet,
        other => panic!("{other:?}"),
    }
}

/// What was asked to be counted.
fn asked(world: &mut World) -> (Pane, Generation, Name) {
    let effects = world.take();
    let [
        Effect::Picture {
            pane,
            generation,
            name,
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    (*pane, *generation, *name)
}

fn axis(name: &str) -> Axis {
    Axis {
        title: name.to_owned(),
        name: name.to_owned(),
    }
}

fn drawn(name: Name) -> Drawn {
    match name {
        Name::Flows => {
            let mut grid = Grid::new(axis("source_citation_flow"), axis("source_trust_flow"));
            for (x, y, count) in [(0, 0, 9), (50, 50, 3), (90, 50, 2), (60, 0, 1)] {
                assert!(grid.add(x, y, count));
            }
            Drawn::Grid(grid)
        }
        Name::Months => {
            let counts = BTreeMap::from([(24_000, 3), (24_001, 0), (24_003, 5)]);
            let by = LostBy {
                says: "deleted".to_owned(),
                seen: "source_crawl_date".to_owned(),
                ..LostBy::default()
            };
            let gone = BTreeMap::from([(24_002, 4)]);
            let months = Months::of(axis("first_found_date"), &counts, Some((by, &gone)));
            assert!(matches!(&months.lost, Some(Lost { counts, .. }) if counts.len() == 4));
            Drawn::Months(months)
        }
        _ => {
            let mut bins = Bins::new(axis("source_trust_flow"));
            for number in [3, 3, 22] {
                assert!(bins.add(number));
            }
            Drawn::Bins(bins)
        }
    }
}

fn answer(world: &mut World, (pane, generation, name): (Pane, Generation, Name)) {
    let picture = Picture {
        name,
        list: List::Links { domain: None },
        basis: Basis {
            noun: "links".to_owned(),
            unit: "links".to_owned(),
            ..Basis::default()
        },
        drawn: drawn(name),
    };
    world.act(Action::Pictured {
        pane,
        generation,
        name,
        picture: Ok(Box::new(picture)),
    });
}

/// All links on screen with the first picture asked for.
fn links() -> World {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    world.take();
    world
}

fn shown(name: Name) -> World {
    let mut world = links();
    world.keys("p");
    for _ in 0..Name::ALL.len() {
        let now = asked(&mut world);
        if now.2 == name {
            answer(&mut world, now);
            return world;
        }
        world.keys("l");
    }
    panic!("{name:?} is not offered");
}

#[test]
fn a_list_offers_what_its_columns_tell_and_asks_for_the_first() {
    let mut world = links();
    world.keys("p");
    let names = sheet(&world).names.clone();
    let expected = [
        Name::Flows,
        Name::Trust,
        Name::Citation,
        Name::Months,
        Name::Topics,
        Name::Anchors,
        Name::Suffixes,
    ];
    assert_eq!(names, expected);
    let first = asked(&mut world);
    assert_eq!((first.0, first.2), (Pane::Links, Name::Flows));
    assert_eq!(first.1, world.state.links.list.generation);
    world.keys("l p right h");
    let names: Vec<Name> = world
        .take()
        .iter()
        .map(|effect| match effect {
            Effect::Picture { name, .. } => *name,
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [Name::Trust, Name::Citation, Name::Months, Name::Citation];
    assert_eq!(names, expected);
    world.keys("h h h");
    assert_eq!(sheet(&world).name(), Some(Name::Suffixes), "around the end");
}

#[test]
fn a_late_picture_is_dropped() {
    let mut world = links();
    world.keys("p");
    let first = asked(&mut world);
    world.keys("l");
    let second = asked(&mut world);
    answer(&mut world, first);
    assert!(sheet(&world).counted.is_none(), "another was chosen");
    answer(&mut world, (second.0, second.1.next(), second.2));
    assert!(sheet(&world).counted.is_none(), "of another ranking");
    answer(&mut world, (Pane::Domains, second.1, second.2));
    assert!(sheet(&world).counted.is_none(), "of another list");
    answer(&mut world, second);
    assert!(sheet(&world).picture().is_some());
    world.keys("esc");
    answer(&mut world, second);
    assert!(world.state.overlay.is_none());
}

#[test]
fn what_cannot_be_counted_is_said() {
    let mut world = links();
    world.keys("p");
    let (pane, generation, name) = asked(&mut world);
    world.act(Action::Pictured {
        pane,
        generation,
        name,
        picture: Err("the disk \u{1b}[31m is gone".to_owned()),
    });
    let said = sheet(&world).counted.clone();
    assert!(matches!(said, Some(Err(why)) if why == "the disk  [31m is gone"));
    world.keys("enter j } t");
    assert!(world.take().is_empty());
    world.keys("R");
    assert_eq!(asked(&mut world).2, name);
}

#[test]
fn a_mark_becomes_the_filter_beside_the_one_in_force() {
    let mut world = shown(Name::Trust);
    assert_eq!(sheet(&world).mark, 0, "the largest");
    world.keys("j j j j enter");
    assert!(world.state.overlay.is_none());
    let first = "source_trust_flow>=20 and source_trust_flow<=24";
    assert_eq!(world.asked().filter, first);
    assert_eq!(world.told(), format!("filtered by {first}"));
    assert_eq!(world.state.focus, Focus::Links);
    world.serve();
    world.take();
    world.keys("p");
    let again = asked(&mut world);
    assert_eq!(again.2, Name::Trust, "the picture that was looked at last");
    answer(&mut world, again);
    world.keys("G enter");
    assert_eq!(
        world.asked().filter,
        format!("{first} and source_trust_flow=100")
    );
}

#[test]
fn a_grid_is_walked_by_its_lines() {
    let mut world = shown(Name::Flows);
    let at = |world: &World| sheet(world).marks(world.state.size)[sheet(world).mark].clone();
    assert_eq!(at(&world).numbers, [Some(9)], "the largest");
    world.keys("k");
    assert_eq!(at(&world).numbers, [Some(3)], "the nearest above");
    world.keys("}");
    assert_eq!(at(&world).numbers, [Some(2)]);
    world.keys("j");
    assert_eq!(at(&world).numbers, [Some(1)]);
    world.keys("j");
    assert_eq!(at(&world).numbers, [Some(14)], "those that are trusted");
    world.keys("j j j k k {");
    assert_eq!(at(&world).numbers, [Some(9)]);
    world.keys("g");
    assert_eq!(at(&world).numbers, [Some(3)]);
    world.keys("t G");
    assert!(sheet(&world).as_table);
    assert_eq!(at(&world).numbers, [Some(1)]);
    world.keys("tab");
    assert!(!sheet(&world).as_table);
}

#[test]
fn both_sides_of_a_month_lead_to_their_rows() {
    let mut world = shown(Name::Months);
    assert_eq!(sheet(&world).mark, 3, "the latest");
    world.keys("k } enter");
    assert_eq!(
        world.asked().filter,
        "deleted and source_crawl_date=2000-03"
    );
    let mut world = shown(Name::Months);
    world.keys("enter");
    assert_eq!(world.asked().filter, "first_found_date=2000-04");
}

#[test]
fn a_mark_is_copied_with_its_numbers() {
    let mut world = shown(Name::Months);
    world.keys("k y");
    let effects = world.take();
    assert!(
        matches!(effects.as_slice(), [Effect::Copy(text)] if text.as_str() == "2000-03 0 4"),
        "{effects:?}"
    );
}

#[test]
fn nothing_is_opened_where_there_is_nothing_to_draw() {
    let mut empty = *facts("d1", 5_000, 1_000, true);
    let columns = backtrail::model::domain::DOMAINS.columns.iter();
    empty.absent = columns.map(|c| format!("domains.{}", c.id)).collect();
    let mut world = World::showing(empty);
    world.keys("p");
    assert!(world.state.overlay.is_none());
    assert!(world.told().contains("nothing to draw"), "{}", world.told());
    let mut world = World::with_rows();
    world.keys("&");
    world.type_text("domain=nobody");
    world.keys("enter");
    world.serve();
    world.keys("p");
    assert_eq!(world.told(), "there are no rows to draw");
}

#[test]
fn another_dataset_closes_the_picture_and_panes_lead_out_of_it() {
    let mut world = shown(Name::Trust);
    world.act(Action::DatasetOpened(Ok(facts("d2", 9, 5, true))));
    assert!(
        world.state.overlay.is_none()
            || world.state.dataset.as_ref().unwrap().id == DatasetId("d1".into())
    );
    let mut world = shown(Name::Trust);
    world.keys("3");
    assert!(world.state.overlay.is_none());
    assert_eq!(world.state.focus, Focus::Domains);
    let mut world = shown(Name::Trust);
    world.keys("q");
    assert!(world.state.overlay.is_none());
}

#[test]
fn a_list_that_is_ranked_anew_is_drawn_anew() {
    let mut world = links();
    world.keys("&");
    world.type_text("tf>=20");
    world.keys("enter p");
    let waits = world.take();
    let is_picture = |effect: &Effect| matches!(effect, Effect::Picture { .. });
    assert!(!waits.iter().any(is_picture), "{waits:?}");
    world.effects = waits;
    world.serve();
    assert!(world.effects.iter().any(is_picture), "{:?}", world.effects);
}

#[test]
fn a_smaller_screen_keeps_the_cursor_on_a_mark() {
    let mut world = shown(Name::Flows);
    world.keys("G");
    for size in [(80, 24), (30, 6), (200, 50), (120, 40)] {
        world.act(Action::Resize(size.0, size.1));
        world.keys("j k");
        let marks = sheet(&world).marks(size).len();
        assert!(sheet(&world).mark < marks, "{size:?}");
    }
}

#[test]
fn a_region_becomes_the_filter_of_its_rows() {
    let cited = "source_citation_flow>2*source_trust_flow and source_trust_flow>=0 and source_citation_flow<=100";
    for keys in ["G enter", "t G enter", "j j j enter"] {
        let mut world = shown(Name::Flows);
        world.keys(keys);
        assert_eq!(world.asked().filter, cited, "{keys}");
        assert_eq!(world.told(), format!("filtered by {cited}"));
    }
    let mut world = shown(Name::Flows);
    world.keys("j enter");
    assert!(
        world
            .asked()
            .filter
            .starts_with("source_citation_flow<=2*source_trust_flow and "),
        "{}",
        world.asked().filter
    );
    let mut world = shown(Name::Trust);
    let marks = sheet(&world).marks(world.state.size).len();
    assert_eq!(marks, 21, "only a grid has regions");
    world.keys("G enter");
    assert_eq!(world.asked().filter, "source_trust_flow=100");
}

#[test]
fn a_click_goes_to_a_mark_and_on_it_makes_it_the_filter() {
    use backtrail::app::mouse::{Mouse, Pointed, Spot};
    let click = |world: &mut World, spot| {
        let (what, x, y) = (Pointed::Down, 0, 0);
        let spot = Some(spot);
        world.act(Action::Mouse(Mouse { what, x, y, spot }));
    };
    let mut world = shown(Name::Flows);
    click(&mut world, Spot::Row(1, 0));
    assert_eq!(sheet(&world).mark, 1);
    click(&mut world, Spot::Row(1, 0));
    assert!(world.asked().filter.contains("source_citation_flow"));
    let mut world = shown(Name::Months);
    click(&mut world, Spot::Number(2, 1));
    assert_eq!((sheet(&world).mark, sheet(&world).number), (2, 1));
    click(&mut world, Spot::Number(2, 1));
    assert_eq!(
        world.asked().filter,
        "deleted and source_crawl_date=2000-03"
    );
    let mut world = shown(Name::Trust);
    click(&mut world, Spot::Tab(3));
    assert_eq!(sheet(&world).name(), Some(Name::Months));
    assert_eq!(asked(&mut world).2, Name::Months);
}
