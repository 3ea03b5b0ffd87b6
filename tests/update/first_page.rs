//! Rankings in two steps: the first page, then the whole, under one number.

use backtrail::app::effect::Pane;
use backtrail::app::listing::cut_short;
use backtrail::app::{Action, Effect};
use backtrail::model::report::Report;
use backtrail::model::rows::{DatasetId, Generation, Row, RowId};

use crate::world::{World, facts};

fn ranked(world: &mut World, generation: Generation, total: u64, whole: bool) {
    world.act(Action::Ranked {
        pane: Pane::Domains,
        generation,
        total,
        of: 1_000,
        whole,
        kept: None,
    });
}

/// Answers the reads of a ranking with rows whose number is their place.
fn read(world: &mut World) {
    for effect in world.take() {
        if let Effect::Read {
            pane,
            generation,
            range,
            columns,
        } = effect
        {
            let row = |id| Row {
                id: RowId(id),
                cells: vec![backtrail::model::column::Value::Null; columns.len()],
            };
            let rows = range.clone().map(row).collect();
            world.act(Action::RowsRead {
                pane,
                generation,
                offset: range.start,
                columns,
                rows,
            });
        }
    }
}

/// A sorted list of which the first 200 rows are here.
fn first_page() -> (World, Generation) {
    let mut world = World::with_rows();
    world.keys("]");
    let generation = world.state.domains.list.generation;
    world.take();
    ranked(&mut world, generation, 200, false);
    read(&mut world);
    (world, generation)
}

#[test]
fn a_first_page_is_read_moved_in_and_becomes_the_whole() {
    let (mut world, generation) = first_page();
    let list = &world.state.domains.list;
    assert_eq!((list.total, list.of, list.whole), (Some(200), 1_000, false));
    assert_eq!(list.current().unwrap().id, RowId(0));
    world.keys("ctrl-f ctrl-f");
    read(&mut world);
    let cursor = world.state.domains.list.cursor;
    assert!(cursor > 0);
    ranked(&mut world, generation, 1_000, true);
    let list = &world.state.domains.list;
    assert_eq!((list.total, list.whole), (Some(1_000), true));
    assert_eq!(list.cursor, cursor, "nothing moves");
    assert_eq!(list.current().unwrap().id, RowId(cursor));
    world.keys("G");
    read(&mut world);
    assert_eq!(world.state.domains.list.current().unwrap().id, RowId(999));
}

#[test]
fn the_end_of_a_first_page_waits_for_the_whole() {
    let (mut world, generation) = first_page();
    world.keys("G");
    read(&mut world);
    assert_eq!(world.state.domains.list.cursor, 199);
    world.keys("j j");
    assert_eq!(
        world.state.domains.list.cursor, 199,
        "the rows that are here stay"
    );
    world.keys("G");
    ranked(&mut world, generation, 1_000, true);
    read(&mut world);
    assert_eq!(
        world.state.domains.list.cursor, 999,
        "the last row was meant"
    );
    assert!(world.state.domains.list.current().is_some());
}

#[test]
fn a_whole_that_overtakes_the_first_rows_is_taken() {
    let mut world = World::with_rows();
    world.keys("]");
    let generation = world.state.domains.list.generation;
    world.take();
    ranked(&mut world, generation, 0, false);
    assert!(world.state.domains.list.ranking, "nothing is no page");
    ranked(&mut world, generation, 200, false);
    ranked(&mut world, generation, 1_000, true);
    read(&mut world);
    let list = &world.state.domains.list;
    assert_eq!((list.total, list.whole), (Some(1_000), true));
    ranked(&mut world, generation, 200, false);
    assert_eq!(
        world.state.domains.list.total,
        Some(1_000),
        "a page after the whole says nothing"
    );
}

#[test]
fn the_whole_of_an_older_ranking_is_dropped() {
    let (mut world, old) = first_page();
    world.keys("[");
    world.take();
    ranked(&mut world, old, 1_000, true);
    let list = &world.state.domains.list;
    assert_eq!(
        (list.total, list.whole, list.ranking),
        (Some(200), false, true)
    );
}

#[test]
fn a_first_page_is_not_ranked_anew_while_rows_arrive_and_nothing_is_sought_in_it() {
    let (mut world, generation) = first_page();
    world.act(Action::DatasetOpened(Ok(facts("d1", 90_000, 18_000, true))));
    let effects = world.take();
    let again = effects.iter().any(|e| {
        matches!(
            e,
            Effect::Rank {
                pane: Pane::Domains,
                ..
            }
        )
    });
    assert!(!again, "{effects:?}");
    world.keys("/ x enter");
    assert!(
        world
            .take()
            .iter()
            .all(|e| !matches!(e, Effect::Find { .. })),
        "the hit may lie behind the first page"
    );
    ranked(&mut world, generation, 1_000, true);
    let effects = world.take();
    assert!(
        effects.iter().any(|e| matches!(e, Effect::Rank { .. })),
        "{effects:?}"
    );
}

#[test]
fn while_rows_arrive_the_list_knows_of_how_many_it_is() {
    let mut world = World::showing(*facts("d1", 100, 20, false));
    world.act(Action::Report(Report::Published {
        job: None,
        dataset: DatasetId("d1".into()),
        rows: 150,
        domains: 30,
        items: 0,
        complete: false,
    }));
    let (held, list) = (
        world.state.dataset.as_ref().unwrap().domains_held,
        &world.state.domains.list,
    );
    assert_eq!(
        (held, list.of),
        (30, 1_000),
        "the ranking's number, not that of the last beat"
    );
}

fn refuse(world: &mut World) {
    world.act(Action::RankRefused {
        pane: Pane::Domains,
        generation: world.state.domains.list.generation,
        why: "a part is damaged".into(),
    });
}

fn counts(world: &mut World) -> usize {
    let effects = world.take();
    let is_count = |effect: &&Effect| matches!(effect, Effect::Tally { .. });
    effects.iter().filter(is_count).count()
}

const CUT_SHORT: &str = "only the first page of this list is here; R ranks it anew";

#[test]
fn a_first_page_that_stays_one_is_not_counted_until_it_is_ranked_anew() {
    let (mut world, _) = first_page();
    world.keys("F");
    refuse(&mut world);
    assert_eq!(counts(&mut world), 0);
    let said = cut_short(&world.state, Pane::Domains);
    assert_eq!(said.as_deref(), Some(CUT_SHORT));
    world.keys("R");
    assert_eq!(cut_short(&world.state, Pane::Domains), None);
    world.serve();
    assert!(world.state.domains.list.whole);
    assert_eq!(counts(&mut world), 1, "the sheet waited for it");
}

#[test]
fn nothing_is_sought_in_a_first_page_that_stays_one() {
    let (mut world, _) = first_page();
    world.keys("/ x enter");
    refuse(&mut world);
    assert!(world.state.domains.list.seek.is_none());
    assert!(world.told().ends_with("a part is damaged"));
    world.keys("n");
    assert_eq!(world.told(), CUT_SHORT);
    world.keys("/ y");
    let said = world.state.search.as_ref().unwrap().said.clone();
    assert_eq!(said.as_deref(), Some(CUT_SHORT));
    world.keys("enter");
    assert_eq!(world.told(), CUT_SHORT);
    assert!(world.take().is_empty());
}

#[test]
fn a_whole_list_whose_next_ranking_was_refused_is_counted_and_searched() {
    let mut world = World::with_rows();
    world.keys("R F");
    assert_eq!(counts(&mut world), 0, "it may be another in a moment");
    refuse(&mut world);
    assert_eq!(counts(&mut world), 1);
    world.keys("esc");
    assert_eq!(world.take(), [Effect::StopTally(Pane::Domains)]);
    world.keys("/ x");
    let effects = world.take();
    assert!(matches!(effects.as_slice(), [Effect::Find { .. }]));
}

#[test]
fn a_first_page_that_was_answered_is_shown_though_the_rest_fails() {
    let mut world = World::with_rows();
    world.keys("R");
    let generation = world.state.domains.list.generation;
    world.take();
    ranked(&mut world, generation, 200, false);
    let effects = world.take();
    refuse(&mut world);
    world.effects.extend(effects);
    read(&mut world);
    let list = &world.state.domains.list;
    assert_eq!((list.total, list.whole), (Some(200), false));
    assert!(list.is_cut_short());
}
