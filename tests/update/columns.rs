//! Columns: hidden, moved, frozen, resized, scrolled, remembered.

use backtrail::app::State;
use backtrail::app::effect::Pane;
use backtrail::app::overlay::Overlay;
use backtrail::config::Session;
use backtrail::model::domain::DOMAINS;

use crate::world::{World, setup};

/// The ids of the columns on screen in pane 3.
fn seen(world: &World) -> Vec<&'static str> {
    let list = &world.state.domains.list;
    let focus = backtrail::app::Focus::Domains;
    let width = world.state.layout().inner(focus).width;
    let fitted = list.fitted(width);
    fitted.iter().map(|f| DOMAINS.columns[f.index].id).collect()
}

fn here(world: &World) -> &'static str {
    DOMAINS.columns[world.state.domains.list.column].id
}

const FIRST: [&str; 7] = [
    "domain",
    "links",
    "best_source_trust_flow",
    "best_source_citation_flow",
    "follow_share",
    "first_seen",
    "last_seen",
];

#[test]
fn a_hidden_column_goes_and_nothing_else_moves() {
    let mut world = World::with_rows();
    assert_eq!(seen(&world)[..6], FIRST[..6]);
    world.keys("} H");
    assert_eq!(seen(&world)[..2], ["domain", "best_source_trust_flow"]);
    assert_eq!(here(&world), "best_source_trust_flow", "the one beside it");
    assert!(
        world.told().contains("Links is hidden; c lists all"),
        "{}",
        world.told()
    );
    world.serve();
    let list = &world.state.domains.list;
    assert!(
        list.window.columns.contains(&1),
        "what Enter needs is read whatever is shown"
    );
    // Stepping passes over what is hidden.
    world.keys("{ }");
    assert_eq!(here(&world), "best_source_trust_flow");
}

#[test]
fn the_last_column_stays() {
    let mut world = World::with_rows();
    for _ in 0..20 {
        world.keys("H");
    }
    assert_eq!(seen(&world).len(), 1);
    assert!(
        world.told().contains("only column left"),
        "{}",
        world.told()
    );
}

#[test]
fn columns_are_moved_among_those_that_are_shown() {
    let mut world = World::with_rows();
    world.keys("} H alt-l");
    assert_eq!(
        seen(&world)[..3],
        [
            "domain",
            "best_source_citation_flow",
            "best_source_trust_flow"
        ]
    );
    world.keys("alt-h alt-h alt-h");
    assert_eq!(seen(&world)[..2], ["best_source_trust_flow", "domain"]);
    assert!(world.told().contains("is the first column"));
}

#[test]
fn frozen_columns_stay_while_the_others_scroll_and_are_read() {
    let mut world = World::with_rows();
    world.state.size = (80, 24);
    world.keys("f");
    assert!(
        world.told().contains("up to Domain stay in view"),
        "{}",
        world.told()
    );
    for _ in 0..7 {
        world.keys("}");
    }
    world.serve();
    let (now, column) = (seen(&world), here(&world));
    assert_eq!(now[0], "domain");
    assert!(now.contains(&column) && !now.contains(&"links"), "{now:?}");
    let read = &world.state.domains.list.window.columns;
    for id in &now {
        assert!(
            read.contains(&DOMAINS.position(id).unwrap()),
            "{id} is not read"
        );
    }
    let fit = world.state.domains.list.fit(78);
    assert!(fit.left.is_some(), "{fit:?}");
    // One step back stays in view: nothing scrolls under the eye.
    world.keys("{");
    assert_eq!(seen(&world), now);
    for _ in 0..9 {
        world.keys("{");
    }
    world.keys("f");
    assert!(world.told().contains("no column is held in view"));
}

#[test]
fn a_width_is_the_analysts_own_and_no_choice_of_columns() {
    let mut world = World::with_rows();
    let width = |world: &World| {
        let list = &world.state.domains.list;
        list.fitted(76).iter().find(|f| f.index == 1).unwrap().width
    };
    let before = width(&world);
    world.keys("} w w");
    assert_eq!(width(&world), before + 4);
    world.keys("W");
    assert_eq!(width(&world), before + 2);
    assert!(!world.state.domains.list.chosen.is_own());
    assert!(
        world.told().contains("Links: 8 cells wide"),
        "{}",
        world.told()
    );
}

#[test]
fn what_is_chosen_is_remembered_for_the_next_start() {
    let mut world = World::with_rows();
    world.keys("} H alt-l { f w");
    let shown = seen(&world);
    let kept = world.state.session.to_toml().unwrap();
    let mut next = setup(Some("example.com"));
    next.session = Session::from_toml(&kept).unwrap();
    let mut again = World::new(next);
    let facts = crate::world::facts("d1", 5_000, 1_000, true);
    again.act(backtrail::app::Action::DatasetOpened(Ok(facts)));
    again.serve();
    again.keys("3");
    assert_eq!(seen(&again), shown);
    assert_eq!(
        again.state.domains.list.chosen,
        world.state.domains.list.chosen
    );
    again.keys("c r esc");
    assert!(
        again.state.session.columns.is_empty(),
        "as built in nothing is kept"
    );
    assert_eq!(seen(&again)[..6], FIRST[..6]);
}

/// The id of the column under the cursor of the sheet.
fn on_sheet(state: &State) -> &'static str {
    match &state.overlay {
        Some(Overlay::Columns(sheet)) => DOMAINS.columns[sheet.order[sheet.cursor]].id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_sheet_changes_the_list_behind_it_at_once() {
    let mut world = World::with_rows();
    world.keys("c");
    assert_eq!(on_sheet(&world.state), "domain");
    world.keys("j space");
    assert!(!seen(&world).contains(&"links"));
    world.keys("space");
    assert!(seen(&world).contains(&"links"));
    world.keys("K");
    assert_eq!(seen(&world)[..2], ["links", "domain"]);
    assert_eq!(on_sheet(&world.state), "links", "the cursor goes with it");
    world.keys("alt-j j f");
    assert_eq!(
        world.state.domains.list.chosen.frozen(&Default::default()),
        3
    );
    world.keys("w W W f");
    assert_eq!(
        world.state.domains.list.chosen.frozen(&Default::default()),
        0
    );
    world.keys("enter");
    assert_eq!(here(&world), "best_source_trust_flow");
    assert!(world.state.overlay.is_none());
    world.keys("c esc");
    assert!(world.state.overlay.is_none());
}

#[test]
fn a_column_is_found_by_title_or_the_providers_name_and_chosen() {
    let mut world = World::with_rows();
    world.keys("c /");
    world.type_text("Last S");
    assert_eq!(on_sheet(&world.state), "last_seen");
    world.keys("enter enter");
    assert_eq!(here(&world), "last_seen");
    world.keys("c /");
    world.type_text("refdomains");
    world.keys("enter");
    assert_eq!(on_sheet(&world.state), "ref_domains");
    world.keys("enter");
    assert!(
        world
            .told()
            .contains("no row of this dataset fills Ref domains"),
        "{}",
        world.told()
    );
    assert_eq!(here(&world), "last_seen");
    world.keys("space");
    assert!(world.told().contains("no row of this dataset fills"));
    assert!(!seen(&world).contains(&"ref_domains"));
}

#[test]
fn a_hidden_column_that_is_chosen_in_the_sheet_is_shown() {
    let mut world = World::with_rows();
    world.keys("} H c k k enter");
    assert_eq!(here(&world), "domain");
    world.keys("c /");
    world.type_text("links");
    world.keys("enter enter");
    assert_eq!(here(&world), "links");
    assert!(seen(&world).contains(&"links"));
}

#[test]
fn an_export_of_what_is_shown_takes_the_chosen_columns_in_their_order() {
    let mut world = World::with_rows();
    world.state.size = (80, 24);
    world.keys("} H alt-l");
    let columns = backtrail::app::export::on_screen(&world.state, Pane::Domains);
    assert_eq!(columns[..3], [0, 3, 2]);
    assert!(!columns.contains(&1));
    assert_eq!(columns.len(), 9, "those that are scrolled away, too");
}

#[test]
fn both_panes_remember_their_own_columns() {
    let mut world = World::with_rows();
    world.keys("} H 4 4");
    world.serve();
    world.keys("} H");
    let names: Vec<&String> = world.state.session.columns.keys().collect();
    assert_eq!(names, ["domains", "links"]);
    assert!(world.state.links.list.chosen.is_own());
}
