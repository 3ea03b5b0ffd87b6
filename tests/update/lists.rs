//! Both lists: windows, re-ranking, late answers, searching, following rows that arrive.

use backtrail::app::effect::Pane;
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::job::JobId;
use backtrail::model::report::Report;
use backtrail::model::rows::{DatasetId, Generation, RowId};

use crate::world::{World, facts, setup};

fn published(rows: u64, complete: bool) -> Action {
    Action::Report(Report::Published {
        job: Some(JobId(1)),
        dataset: DatasetId("d1".into()),
        rows,
        domains: rows / 5,
        items: 0,
        complete,
    })
}

#[test]
fn only_a_window_of_rows_is_held() {
    let mut world = World::with_rows();
    world.domains = 1_000;
    assert!(world.state.domains.list.window.rows.len() < 250);
    world.keys("G");
    let effects = world.take();
    let [Effect::Read { range, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert!(range.contains(&999) && range.start > 700, "{range:?}");
    world.effects = effects;
    world.serve();
    assert_eq!(
        world.state.domains.list.current().unwrap().id,
        RowId(0),
        "descending"
    );
    world.keys("g");
    world.serve();
    assert_eq!(world.state.domains.list.top, 0);
}

#[test]
fn small_moves_read_nothing() {
    let mut world = World::with_rows();
    world.keys("j j j k down ctrl-d ctrl-u");
    assert!(world.take().is_empty());
    assert_eq!(world.state.domains.list.cursor, 3);
}

#[test]
fn the_cursor_stays_on_its_record_when_the_list_is_sorted_anew() {
    let mut world = World::with_rows();
    world.keys("ctrl-f j j");
    let record = world.state.domains.list.current().unwrap().id;
    world.keys("} [");
    let effects = world.take();
    let [Effect::Rank { keep, view, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(*keep, Some(record));
    assert!(!view.order[0].descending && view.order[0].column == 1);
    assert_eq!(
        world.state.domains.list.current().unwrap().id,
        record,
        "old rows stay meanwhile"
    );
    world.effects = effects;
    world.serve();
    let list = &world.state.domains.list;
    assert_eq!(list.current().unwrap().id, record);
    assert_eq!(list.cursor, record.0);
}

#[test]
fn late_answers_are_dropped() {
    let mut world = World::with_rows();
    world.keys("]");
    let old = world.state.domains.list.generation;
    world.keys("[");
    let new = world.state.domains.list.generation;
    assert!(new > old);
    let late = |generation| Action::Ranked {
        pane: Pane::Domains,
        generation,
        total: 7,
        of: 7,
        whole: true,
        kept: None,
    };
    world.act(late(old));
    assert_eq!(world.state.domains.list.total, Some(1_000));
    assert!(world.state.domains.list.ranking);
    world.take();
    world.act(late(new));
    assert!(
        matches!(world.take().as_slice(), [Effect::Read { generation, .. }] if *generation == new)
    );
    world.act(Action::RowsRead {
        pane: Pane::Domains,
        generation: Generation(0),
        offset: 0,
        columns: vec![0],
        rows: Vec::new(),
    });
    assert_eq!(
        world.state.domains.list.total,
        Some(1_000),
        "rows of an old ranking changed the list"
    );
}

#[test]
fn rows_that_arrive_are_ranked_when_they_doubled_and_when_whole() {
    let mut setup = setup(Some("example.com"));
    setup.auto_start = true;
    let mut world = World::new(setup);
    world.act(published(100, false));
    assert_eq!(world.take(), [Effect::OpenDataset(DatasetId("d1".into()))]);
    world.act(Action::DatasetOpened(Ok(facts("d1", 100, 20, false))));
    assert_eq!(
        world.state.focus,
        Focus::Domains,
        "the demo's first rows take the focus"
    );
    world.serve();
    let ranked = |world: &mut World| {
        let effects = world.take();
        let found = effects.iter().any(|e| matches!(e, Effect::Rank { .. }));
        world.effects = effects;
        world.serve();
        world.take();
        found
    };
    world.take();
    world.act(published(150, false));
    assert!(!ranked(&mut world), "not yet doubled");
    world.act(published(200, false));
    assert!(ranked(&mut world));
    world.act(published(230, true));
    assert!(ranked(&mut world), "whole");
    assert!(world.state.dataset.as_ref().unwrap().complete);
    world.act(published(230, true));
    assert!(!ranked(&mut world), "nothing new");
}

#[test]
fn a_column_that_did_not_fit_is_read_when_it_is_chosen() {
    let mut world = World::with_rows();
    world.act(Action::Resize(80, 24));
    world.serve();
    world.take();
    assert!(!world.state.domains.list.window.columns.contains(&9));
    for _ in 0..9 {
        world.keys("}");
        world.serve();
    }
    let list = &world.state.domains.list;
    assert!(list.current_cell(9).is_some(), "{:?}", list.window.columns);
}

#[test]
fn a_short_answer_is_not_asked_for_again() {
    let mut world = World::with_rows();
    world.keys("R");
    let Some(Effect::Rank { generation, .. }) = world.take().pop() else {
        panic!()
    };
    world.act(Action::Ranked {
        pane: Pane::Domains,
        generation,
        total: 1_000,
        of: 1_000,
        whole: true,
        kept: None,
    });
    let Some(Effect::Read { range, columns, .. }) = world.take().pop() else {
        panic!()
    };
    world.act(Action::RowsRead {
        pane: Pane::Domains,
        generation,
        offset: range.start,
        columns,
        rows: Vec::new(),
    });
    assert!(world.take().is_empty());
}

#[test]
fn cells_are_copied_and_lists_exported() {
    let mut world = World::with_rows();
    world.keys("y");
    assert_eq!(world.take(), [Effect::Copy("site999.example".into())]);
    world.keys("E");
    let effects = world.take();
    assert!(
        matches!(effects.as_slice(), [Effect::Export(order)] if order.columns.len() == 10),
        "{effects:?}"
    );
}

/// The rows of a first job arrive; the lists show them.
fn arriving() -> World {
    let mut setup = setup(Some("example.com"));
    setup.auto_start = true;
    let mut world = World::new(setup);
    world.act(published(100, false));
    world.act(Action::DatasetOpened(Ok(facts("d1", 100, 20, false))));
    world.serve();
    world.take();
    world
}

fn kept(world: &mut World) -> Option<RowId> {
    let effects = world.take();
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::Rank {
            keep,
            pane: Pane::Domains,
            ..
        } => Some(*keep),
        _ => None,
    });
    world.effects = effects;
    kept.unwrap()
}

#[test]
fn whoever_moves_while_the_list_is_ranked_anew_has_moved() {
    let mut world = arriving();
    world.domains = 2_000;
    world.keys("j");
    world.act(published(400, false));
    let kept = kept(&mut world).unwrap();
    world.keys("j j");
    world.serve();
    let list = &world.state.domains.list;
    let record = (0..2_000).find(|at| list.window.row(*at).is_some_and(|row| row.id == kept));
    assert_eq!(list.cursor, record.unwrap() + 2);
}

#[test]
fn reading_that_was_stopped_says_so_and_no_more_is_waited_for() {
    let mut world = arriving();
    let mut part = facts("d1", 100, 20, false);
    part.stopped = Some("the file is cut".into());
    world.act(Action::ReadingStopped {
        dataset: Some(DatasetId("d1".into())),
        facts: Some(part),
        why: "links.csv: the file is cut".into(),
    });
    assert!(!world.state.dataset.as_ref().unwrap().is_arriving());
    let notice = world.state.notice.as_ref().unwrap();
    assert_eq!(notice.text, "links.csv: the file is cut");
    // Read on, it is arriving again.
    world.act(published(400, false));
    assert!(world.state.dataset.as_ref().unwrap().is_arriving());
}

#[test]
fn nothing_is_left_of_a_file_of_which_nothing_is_held() {
    let mut world = arriving();
    world.act(Action::ReadingStopped {
        dataset: Some(DatasetId("d1".into())),
        facts: None,
        why: "links.csv: it holds no links".into(),
    });
    assert!(world.state.dataset.is_none());
    assert!(world.state.domains.list.view.is_none());
    world.take();
    world.keys("4 R");
    assert_eq!(world.take(), []);
}

#[test]
fn a_part_is_called_one_when_it_is_opened() {
    let mut world = World::new(setup(None));
    let mut part = facts("d1", 100, 20, false);
    part.stopped = Some("the file is cut".into());
    world.act(Action::DatasetOpened(Ok(part)));
    let notice = world.state.notice.as_ref().unwrap();
    assert_eq!(notice.text, "only a part is held here: the file is cut");
}

#[test]
fn a_cursor_that_was_not_moved_stays_on_the_first_row_while_rows_arrive() {
    let mut world = arriving();
    world.domains = 2_000;
    world.act(published(400, false));
    assert_eq!(kept(&mut world), None);
    world.serve();
    assert_eq!(
        (
            world.state.domains.list.cursor,
            world.state.domains.list.top
        ),
        (0, 0)
    );
    assert_eq!(
        world.state.domains.list.current().unwrap().id,
        RowId(1_999),
        "the new leader"
    );
    world.keys("j j");
    world.take();
    world.domains = 4_000;
    world.act(published(900, true));
    assert_eq!(
        kept(&mut world),
        Some(RowId(1_997)),
        "a moved cursor keeps its record"
    );
    world.serve();
    assert_eq!(world.state.domains.list.current().unwrap().id, RowId(1_997));
}

#[test]
fn the_number_of_the_links_pane_goes_between_one_domains_links_and_all() {
    let mut world = World::with_rows();
    world.keys("enter");
    world.serve();
    let name = world.state.links.domain.as_ref().unwrap().1.clone();
    world.keys("j j j 4");
    world.serve();
    assert_eq!(
        (
            world.state.links.domain.as_ref(),
            world.state.links.list.total
        ),
        (None, Some(5_000))
    );
    assert_eq!(world.state.links.other_domain(), Some(name.as_str()));
    world.keys("j j j j j 4");
    world.serve();
    let links = &world.state.links;
    assert_eq!(
        (links.list.total, links.list.cursor),
        (Some(10), 3),
        "the cursor came back"
    );
    assert_eq!(links.domain.as_ref().unwrap().1, name);
    world.keys("4");
    world.serve();
    assert_eq!(world.state.links.list.cursor, 5);
    world.keys("esc j enter");
    world.serve();
    assert_ne!(
        world.state.links.domain.as_ref().unwrap().1,
        name,
        "another domain was opened"
    );
    world.keys("4");
    world.serve();
    assert_eq!(
        world.state.links.list.cursor, 5,
        "all links kept their cursor"
    );
}

#[test]
fn what_is_whole_is_not_made_unfinished_by_a_late_answer() {
    let mut world = arriving();
    world.act(published(230, true));
    world.serve();
    world.act(published(200, false));
    world.act(Action::DatasetOpened(Ok(facts("d1", 200, 40, false))));
    let shown = world.state.dataset.as_ref().unwrap();
    assert!(shown.complete && shown.links_held == 230, "{shown:?}");
}

#[test]
fn what_the_program_was_started_with_is_shown_at_once() {
    let mut world = World::new(setup(None));
    world.act(Action::DatasetOpened(Ok(facts("d7", 100, 20, true))));
    world.serve();
    assert_eq!(world.state.focus, Focus::Domains);
    assert!(world.state.domains.list.current().is_some());

    let mut world = World::new(setup(None));
    world.act(Action::Report(Report::Published {
        job: None,
        dataset: DatasetId("d8".into()),
        rows: 10,
        domains: 2,
        items: 0,
        complete: false,
    }));
    assert_eq!(world.take(), [Effect::OpenDataset(DatasetId("d8".into()))]);
    world.act(Action::DatasetOpened(Ok(facts("d8", 100, 20, false))));
    assert_eq!(world.state.focus, Focus::Domains);
}

#[test]
fn a_chosen_column_says_what_it_means() {
    let mut world = World::with_rows();
    world.keys("} }");
    let notice = world.state.notice.as_ref().unwrap();
    assert_eq!(
        notice.text,
        "Best TF: Highest SourceTrustFlow among the links held."
    );
}

#[test]
fn rows_that_arrive_take_the_focus_from_nobody_who_pressed_a_key() {
    let mut setup = setup(Some("example.com"));
    setup.auto_start = true;
    let mut world = World::new(setup.clone());
    world.keys("2");
    world.act(published(100, false));
    world.act(Action::DatasetOpened(Ok(facts("d1", 100, 20, false))));
    assert_eq!(world.state.focus, Focus::Jobs);
    assert!(
        world
            .state
            .notice
            .as_ref()
            .unwrap()
            .text
            .contains("3 shows them")
    );
    let mut late = World::new(setup);
    late.act(published(100, false));
    late.keys("2");
    late.act(Action::DatasetOpened(Ok(facts("d1", 100, 20, false))));
    assert_eq!(late.state.focus, Focus::Jobs);
}
