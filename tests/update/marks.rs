//! Marks and ranges in every list: set, kept through sorting and filtering, counted, looked up where they are many.

use backtrail::app::effect::{Marking, Pane};
use backtrail::app::marking;
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::rows::{Generation, RowId};

use crate::world::World;

fn marked(world: &World, pane: Pane) -> Vec<u64> {
    let rows = marking::marks(&world.state, pane).rows();
    rows.iter().map(|row| row.0).collect()
}

fn told(world: &World, pane: Pane) -> String {
    marking::told(&world.state, pane).unwrap_or_default().0
}

fn filter(world: &mut World, text: &str) {
    world.keys("& ctrl-u");
    world.type_text(text);
    world.keys("enter");
    world.serve();
}

#[test]
fn marks_stay_on_their_rows_through_sorting_and_filtering() {
    let mut world = World::with_rows();
    // Descending: the first rows are 999, 998, …
    world.keys("space space j space");
    assert_eq!(marked(&world, Pane::Domains), [996, 998, 999]);
    world.keys("[");
    world.serve();
    assert_eq!(marked(&world, Pane::Domains), [996, 998, 999]);
    assert_eq!(told(&world, Pane::Domains), "3 marked");
    world.keys("g");
    world.serve();
    world.keys("space");
    filter(&mut world, "links>1");
    assert_eq!(marked(&world, Pane::Domains), [0, 996, 998, 999]);
    assert_eq!(told(&world, Pane::Domains), "4 marked, 3 not in this list");
    // What is marked here counts here, without asking again.
    world.keys("j space");
    assert!(world.take().is_empty());
    assert_eq!(told(&world, Pane::Domains), "5 marked, 3 not in this list");
    world.keys("U");
    world.serve();
    assert_eq!(told(&world, Pane::Domains), "5 marked");
}

#[test]
fn links_are_marked_in_a_domains_list_and_in_that_of_all() {
    let mut world = World::with_rows();
    world.keys("enter");
    world.serve();
    assert_eq!(world.state.focus, Focus::Links);
    world.keys("space");
    assert_eq!(marked(&world, Pane::Links), [9]);
    assert!(marked(&world, Pane::Domains).is_empty());
    world.keys("4");
    world.serve();
    assert_eq!(marked(&world, Pane::Links), [9], "the same links");
    world.keys("space");
    assert_eq!(marked(&world, Pane::Links), [9, 4_999]);
    world.keys("4");
    world.serve();
    assert_eq!(told(&world, Pane::Links), "2 marked, 1 not in this list");
    world.act(Action::DatasetOpened(Ok(crate::world::facts(
        "d2", 10, 2, true,
    ))));
    assert_eq!(
        marked(&world, Pane::Links),
        [9, 4_999],
        "not asked for: it is not shown"
    );
}

#[test]
fn a_range_on_screen_is_marked_at_once() {
    let mut world = World::with_rows();
    world.keys("j v j j");
    let list = &world.state.domains.list;
    assert_eq!(list.range(), Some(1..4));
    assert_eq!(told(&world, Pane::Domains), "range of 3");
    let sign = |place| marking::sign(&world.state, Pane::Domains, (place, None));
    assert_eq!([sign(0), sign(1), sign(3), sign(4)], ["", "+", "+", ""]);
    world.keys("v");
    assert!(world.take().is_empty());
    assert_eq!(marked(&world, Pane::Domains), [996, 997, 998]);
    assert_eq!(world.state.domains.list.range(), None);
    // Upwards, ended by the key that marks.
    world.keys("G");
    world.serve();
    world.keys("v k space");
    assert_eq!(marked(&world, Pane::Domains), [0, 1, 996, 997, 998]);
    world.keys("v k esc");
    assert_eq!(marked(&world, Pane::Domains).len(), 5);
    assert_eq!(
        world.state.focus,
        Focus::Domains,
        "esc gave the range up and nothing else"
    );
    world.keys("esc");
    assert_eq!(world.state.focus, Focus::Jobs);
}

#[test]
fn a_range_of_millions_is_looked_up_behind_the_screen() {
    let mut world = World::with_rows();
    world.domains = 30_000_000;
    world.keys("R");
    world.serve();
    world.keys("j v G v");
    let mut effects = world.take();
    effects.retain(|effect| matches!(effect, Effect::FindRows { .. }));
    let [
        Effect::FindRows {
            generation,
            range,
            how,
            ..
        },
        ..,
    ] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!((range.clone(), *how), (1..30_000_000, Marking::Add));
    assert!(
        world.told().contains("looking up 29,999,999 rows"),
        "{}",
        world.told()
    );
    assert_eq!(marking::marks(&world.state, Pane::Domains).count(), 0);
    world.act(Action::RowsFound {
        pane: Pane::Domains,
        generation: *generation,
        how: *how,
        rows: backtrail::model::rowset::RowSet::range(0..29_999_999).into(),
    });
    assert_eq!(told(&world, Pane::Domains), "29,999,999 marked");
    assert!(
        world.state.domains.list.window.rows.len() < 400,
        "no row of them came"
    );
}

#[test]
fn rows_looked_up_in_a_list_that_was_ranked_anew_are_not_marked_and_that_is_told() {
    let mut world = World::with_rows();
    world.domains = 100_000;
    world.keys("R");
    world.serve();
    world.keys("j v G v");
    let mut asked = world.take();
    asked.retain(|effect| matches!(effect, Effect::FindRows { .. }));
    world.keys("[");
    assert!(
        world.told().contains("nothing was marked"),
        "{}",
        world.told()
    );
    let Effect::FindRows {
        generation, how, ..
    } = asked[0]
    else {
        panic!("{asked:?}")
    };
    world.act(Action::RowsFound {
        pane: Pane::Domains,
        generation,
        how,
        rows: backtrail::model::rowset::RowSet::range(0..5).into(),
    });
    assert!(marked(&world, Pane::Domains).is_empty());
    world.serve();
    world.keys("v j [");
    assert!(
        world.told().contains("v begins a range again"),
        "{}",
        world.told()
    );
    assert_eq!(world.state.domains.list.range(), None);
}

#[test]
fn all_rows_of_a_filtered_list_are_marked_and_turned_around() {
    let mut world = World::with_rows();
    world.domains = 1_000;
    filter(&mut world, "links>1");
    world.keys("* M");
    let effects = world.take();
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::ReadDomainNames { .. })),
        "{effects:?}"
    );
    assert_eq!(told(&world, Pane::Domains), "37 marked");
    world.keys("U");
    world.serve();
    assert_eq!(
        told(&world, Pane::Domains),
        "37 marked",
        "they stay marked, and no others are"
    );
    world.keys("I");
    assert_eq!(marking::marks(&world.state, Pane::Domains).count(), 963);
    assert!(!marking::marks(&world.state, Pane::Domains).has(RowId(3)));
    world.keys("*");
    assert_eq!(marking::marks(&world.state, Pane::Domains).count(), 0);
    world.keys("*");
    assert_eq!(marking::marks(&world.state, Pane::Domains).count(), 1_000);
}

#[test]
fn a_filtered_list_longer_than_the_screen_is_looked_up() {
    let mut world = World::with_rows();
    world.keys("4 4");
    world.serve();
    // One domain's links of a list that is longer than what is read of it.
    world.links = 3_000;
    world.keys("3 enter");
    world.serve();
    world.keys("*");
    let effects = world.take();
    let found = effects.iter().find_map(|effect| match effect {
        Effect::FindRows { range, .. } => Some(range.clone()),
        _ => None,
    });
    assert_eq!(found, Some(0..3_000));
    world.effects = effects;
    world.serve();
    assert_eq!(marking::marks(&world.state, Pane::Links).count(), 3_000);
}

#[test]
fn a_count_of_another_ranking_means_nothing() {
    let mut world = World::with_rows();
    world.keys("space");
    filter(&mut world, "links>1");
    world.act(Action::MarkedCounted {
        pane: Pane::Domains,
        generation: Generation(0),
        here: 1,
    });
    assert_eq!(told(&world, Pane::Domains), "1 marked, 1 not in this list");
}
