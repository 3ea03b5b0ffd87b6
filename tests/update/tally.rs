//! Tallies: asked for, chosen, dropped when late, made a filter.

use backtrail::app::effect::Pane;
use backtrail::app::overlay::{Overlay, TallySheet};
use backtrail::app::state::Opening;
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::column::Value;
use backtrail::model::domain::DOMAINS;
use backtrail::model::job::JobState;
use backtrail::model::link::LINKS;
use backtrail::model::report::Report;
use backtrail::model::rows::{DatasetId, Field, Generation, Of};
use backtrail::model::tally::{Tally, TallyRow};

use crate::world::{World, facts, job};

fn sheet(world: &World) -> &TallySheet {
    match &world.state.overlay {
        Some(Overlay::Tally(sheet)) => sheet,
        other => panic!("{other:?}"),
    }
}

/// What was asked to be counted.
fn asked(world: &mut World) -> (Pane, Generation, Field) {
    let effects = world.take();
    let [
        Effect::Tally {
            pane,
            generation,
            field,
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    (*pane, *generation, *field)
}

fn answer(
    world: &mut World,
    (pane, generation, field): (Pane, Generation, Field),
    values: &[Value],
) {
    let rows = values.len() as u64;
    let value = |(n, value): (usize, &Value)| TallyRow {
        value: value.clone(),
        rows: rows - n as u64,
        domains: 1,
    };
    let tally = Tally {
        field,
        rows: 1_000,
        domains: 400,
        distinct: rows,
        values: values.iter().enumerate().map(value).collect(),
    };
    world.act(Action::Tallied {
        pane,
        generation,
        field,
        tally: Ok(Box::new(tally)),
    });
}

fn texts(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|t| Value::Text((*t).to_owned())).collect()
}

fn links() -> World {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    world.take();
    world
}

#[test]
fn help_opens_over_a_tally_and_leads_back_to_it() {
    let mut world = links();
    world.keys("F");
    let first = asked(&mut world);
    for key in ["?", "f1"] {
        world.keys(key);
        assert!(matches!(world.state.overlay, Some(Overlay::Help { .. })));
        world.keys("& j esc");
        assert_eq!(sheet(&world).field(), Some(first.2));
    }
    world.keys("?");
    answer(&mut world, first, &texts(&["com", "org"]));
    world.keys("?");
    assert_eq!(sheet(&world).rows().len(), 2, "counted under help");
    world.keys("j ? q");
    assert_eq!(sheet(&world).cursor, 1);
    world.keys("?");
    world.act(Action::DatasetOpened(Ok(facts("d1", 9_000, 2_000, true))));
    world.keys("esc esc");
    assert!(world.state.overlay.is_none());
}

#[test]
fn help_over_a_tally_of_a_dataset_that_is_left_leads_back_to_the_lists() {
    let mut world = links();
    world.keys("F ?");
    let mut other = job(2, JobState::Done);
    other.dataset = Some(DatasetId("d2".into()));
    world.act(Action::Report(Report::Job(Box::new(other))));
    world.state.opening = Some(Opening {
        id: DatasetId("d2".into()),
        follow: true,
    });
    world.act(Action::DatasetOpened(Ok(facts("d2", 10, 5, true))));
    assert!(matches!(world.state.overlay, Some(Overlay::Help { .. })));
    world.keys("esc");
    assert!(world.state.overlay.is_none());
}

#[test]
fn keys_that_mean_the_same_everywhere_lead_out_of_a_tally() {
    for (key, focus) in [
        ("1", Focus::Form),
        ("3", Focus::Domains),
        ("5", Focus::Detail),
        ("tab", Focus::Detail),
    ] {
        let mut world = links();
        world.keys("F");
        world.keys(key);
        assert!(world.state.overlay.is_none(), "{key}");
        assert_eq!(world.state.focus, focus, "{key}");
    }
    let mut world = links();
    world.keys("F B");
    assert!(matches!(world.state.overlay, Some(Overlay::Balance { .. })));
}

#[test]
fn what_is_told_on_a_tally_goes_with_the_next_key() {
    let mut world = links();
    world.keys("F");
    let first = asked(&mut world);
    answer(&mut world, first, &texts(&["5"]));
    world.keys("y");
    assert_eq!(world.take(), [Effect::Copy("5".into())]);
    world.act(Action::Notice("copied".into()));
    assert_eq!(world.told(), "copied");
    world.keys("j");
    assert_eq!(world.told(), "");
}

#[test]
fn the_chosen_column_is_counted_and_others_are_a_key_away() {
    let mut world = World::with_rows();
    for _ in 0..9 {
        world.keys("}");
    }
    world.serve();
    world.take();
    world.keys("F");
    let first = asked(&mut world);
    let tld = DOMAINS.position("tld").unwrap();
    assert_eq!(
        (first.0, first.2),
        (
            Pane::Domains,
            Field {
                of: Of::Row,
                column: tld
            }
        )
    );
    assert!(sheet(&world).counted.is_none());
    answer(&mut world, first, &texts(&["com", "org", "de"]));
    assert_eq!(sheet(&world).rows().len(), 3);
    world.keys("j j j");
    assert_eq!(sheet(&world).cursor, 2);
    world.keys("left");
    let second = asked(&mut world);
    assert_eq!(second.2.column, tld - 1);
    assert!(
        sheet(&world).rows().is_empty(),
        "figures of another column are gone"
    );
    answer(&mut world, first, &texts(&["late"]));
    assert!(
        sheet(&world).counted.is_none(),
        "late figures of another column are dropped"
    );
    answer(&mut world, second, &texts(&["Business"]));
    assert_eq!((sheet(&world).rows().len(), sheet(&world).cursor), (1, 0));
    world.keys("R");
    assert_eq!(asked(&mut world), second, "counted again");
    world.keys("esc");
    assert!(world.state.overlay.is_none());
}

#[test]
fn links_are_counted_by_columns_of_their_domains_too() {
    let mut world = links();
    world.keys("F");
    asked(&mut world);
    let fields = sheet(&world).fields.clone();
    let of_domain = |id: &str| Field {
        of: Of::Domain,
        column: DOMAINS.position(id).unwrap(),
    };
    assert!(fields.contains(&of_domain("tld")) && fields.contains(&of_domain("topic")));
    assert!(
        !fields.contains(&of_domain("domain")),
        "a link names its domain itself"
    );
    assert!(
        !fields.contains(&of_domain("country")),
        "nothing fills it here"
    );
    let at = sheet(&world).at;
    for _ in 0..=at {
        world.keys("left");
    }
    assert_eq!(
        sheet(&world).field(),
        Some(of_domain("tld")),
        "around the first column to the last"
    );
    world.keys("right");
    assert_eq!(sheet(&world).at, 0);
    let extra = LINKS.position("extra").unwrap();
    assert!(
        fields
            .iter()
            .all(|f| f.of == Of::Domain || f.column != extra)
    );
}

#[test]
fn a_value_becomes_the_filter_beside_the_one_in_force() {
    let mut world = links();
    world.keys("&");
    world.type_text("tf>=20 or cf>=20");
    world.keys("enter");
    world.serve();
    for _ in 0..4 {
        world.keys("}");
    }
    world.serve();
    world.keys("F");
    let asked = asked(&mut world);
    assert_eq!(asked.2.column, LINKS.position("anchor_text").unwrap());
    assert_eq!(
        (sheet(&world).filter.as_str(), sheet(&world).of),
        ("tf>=20 or cf>=20", 5_000)
    );
    answer(
        &mut world,
        asked,
        &[Value::Text("say \"hi\" \u{1b}[31m".into()), Value::Null],
    );
    world.keys("enter");
    let filter = world.asked().filter;
    assert!(
        filter.starts_with("(tf>=20 or cf>=20) and anchor_text"),
        "{filter}"
    );
    assert!(!filter.chars().any(char::is_control), "{filter}");
    assert!(world.state.overlay.is_none());
    backtrail::model::filter::check(&LINKS, &filter).unwrap();
    world.serve();
    world.keys("& up");
    let line = world.state.filtering.as_ref().unwrap();
    assert_eq!(
        line.input.value(),
        filter,
        "it can be edited and called back"
    );
}

#[test]
fn a_list_that_is_ranked_anew_is_counted_anew() {
    let mut world = World::with_rows();
    world.keys("F");
    let first = asked(&mut world);
    world.act(Action::Report(backtrail::model::report::Report::Trouble(
        "x".into(),
    )));
    assert!(world.take().is_empty(), "asked once");
    let held = world.state.domains.list.ranked_at;
    let effects = world.state.domains.list.rank(held);
    world.effects = effects;
    world.act(Action::Resize(120, 40));
    answer(&mut world, first, &texts(&["com"]));
    assert_eq!(
        sheet(&world).rows().len(),
        1,
        "its rows were those on screen when it was asked"
    );
    world.keys("R");
    world.serve();
    let second = asked(&mut world);
    assert!(second.1 > first.1, "of the new ranking");
}

#[test]
fn what_cannot_be_counted_is_said() {
    let mut world = World::with_rows();
    world.keys("F");
    let (pane, generation, field) = asked(&mut world);
    world.act(Action::Tallied {
        pane,
        generation,
        field,
        tally: Err("a part is damaged\u{1b}[2J".into()),
    });
    let said = sheet(&world).counted.clone().unwrap().unwrap_err();
    assert_eq!(said, "a part is damaged [2J");
    world.keys("enter j F");
    assert!(world.state.overlay.is_none() && world.take().is_empty());
    world.keys("&");
    world.type_text("domain=nobody");
    world.keys("enter");
    world.serve();
    world.keys("F");
    assert_eq!(world.told(), "there are no rows to count");
}
