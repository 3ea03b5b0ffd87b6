//! The first screen: the demo, a key, or a file; a key is in no dump of anything.

use backtrail::app::effect::Next;
use backtrail::app::overlay::Overlay;
use backtrail::app::overlay::connect::{self, Stage};
use backtrail::app::{Action, Effect};
use backtrail::model::access::{AccessKind, Tried};

use crate::world::{World, setup};

const KEY: &str = "SENTINEL-0123456789";

fn first() -> World {
    let mut none = setup(None);
    none.header_host = String::new();
    let mut world = World::new(none);
    world.state.overlay = Some(connect::first());
    world
}

fn said(world: &World) -> String {
    match &world.state.overlay {
        Some(Overlay::Connect(sheet)) => sheet.said.clone(),
        other => panic!("{other:?}"),
    }
}

fn stage(world: &World) -> Stage {
    match &world.state.overlay {
        Some(Overlay::Connect(sheet)) => sheet.stage.clone(),
        other => panic!("{other:?}"),
    }
}

/// The key is nowhere but on the line, and that shows it to nobody.
fn is_silent(world: &World) {
    assert!(!format!("{:?}", world.state).contains("SENTINEL"));
    assert!(!format!("{:?}", world.effects).contains("SENTINEL"));
}

fn typed() -> World {
    let mut world = first();
    world.keys("a enter");
    world.act(Action::Paste(format!("  {KEY}\n")));
    is_silent(&world);
    world.keys("enter");
    is_silent(&world);
    world
}

#[test]
fn a_letter_or_the_cursor_chooses_and_esc_leads_to_the_empty_screen() {
    let mut world = first();
    world.keys("d");
    assert_eq!(world.take(), [Effect::GoOn(Next::Demo)]);
    world.keys("j j enter");
    assert!(matches!(stage(&world), Stage::File));
    world.keys("esc esc");
    assert!(world.state.overlay.is_none());
    assert!(world.take().is_empty());
}

#[test]
fn a_key_is_tried_kept_and_gone_on_with() {
    let mut world = typed();
    let asked = world.take();
    let [Effect::TryAccess(access)] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!(
        (access.kind, access.text(0)),
        (AccessKind::MajesticKey, KEY)
    );
    assert!(matches!(stage(&world), Stage::Trying));
    world.keys("enter s esc");
    assert!(
        world.take().is_empty(),
        "nothing is begun while it is being tried"
    );
    world.act(Action::AccessTried(Tried::Accepted("5 left".into())));
    world.keys("enter");
    let kept = world.take();
    assert!(matches!(kept.as_slice(), [Effect::KeepAccess(access)] if access.text(0) == KEY));
    world.act(Action::AccessKept(Ok("/s.toml".into())));
    is_silent(&world);
    world.keys("enter");
    assert_eq!(world.take(), [Effect::GoOn(Next::Connected)]);
}

#[test]
fn a_refused_key_is_not_kept_and_an_untried_one_only_on_purpose() {
    let mut world = typed();
    world.take();
    world.act(Action::AccessTried(Tried::Refused(
        "no; nothing was charged".into(),
    )));
    world.keys("s");
    assert!(
        world.take().is_empty(),
        "what was refused is kept by no key"
    );
    world.keys("enter");
    assert!(matches!(stage(&world), Stage::Typing), "it is typed again");
    world.keys("enter");
    world.take();
    world.act(Action::AccessTried(Tried::Unheard("no network".into())));
    world.keys("enter");
    assert!(
        matches!(world.take().as_slice(), [Effect::TryAccess(_)]),
        "enter tries again"
    );
    world.act(Action::AccessTried(Tried::Unheard("no network".into())));
    world.keys("s");
    assert!(matches!(world.take().as_slice(), [Effect::KeepAccess(_)]));
    world.act(Action::AccessKept(Err("the disk is full".into())));
    let Some(Overlay::Connect(sheet)) = &world.state.overlay else {
        panic!("left")
    };
    assert_eq!(sheet.said, "the disk is full");
}

#[test]
fn both_parts_of_an_account_are_needed_and_an_answer_for_nobody_is_dropped() {
    let mut world = first();
    world.keys("a G j j enter");
    world.type_text("me@h.example");
    world.keys("enter enter");
    assert!(world.take().is_empty());
    let Some(Overlay::Connect(sheet)) = &world.state.overlay else {
        panic!("left")
    };
    assert!(sheet.said.contains("API password"), "{}", sheet.said);
    world.act(Action::AccessTried(Tried::Accepted("5 left".into())));
    assert!(matches!(stage(&world), Stage::Typing));
    world.keys("esc esc esc");
    world.act(Action::AccessKept(Ok("/s.toml".into())));
    assert!(world.state.overlay.is_none());
}

#[test]
fn what_could_not_be_opened_after_all_brings_the_screen_back_with_the_path() {
    let mut world = first();
    world.state.overlay = None;
    let path = "/home/me/\u{1b}set".to_owned();
    connect::refused(&mut world.state, true, path, "it is damaged\u{1b}[2J.");
    assert!(matches!(stage(&world), Stage::File));
    assert!(said(&world).contains("Nothing was opened") && !said(&world).contains('\u{1b}'));
    world.keys("x");
    assert_eq!(said(&world), "", "what is typed is another path");
    world.keys("esc");
    assert!(matches!(stage(&world), Stage::Choose));
}

#[test]
fn a_path_is_completed_and_checked_before_anything_is_opened() {
    let mut world = first();
    world.keys("o");
    world.type_text("lin");
    world.keys("tab");
    assert_eq!(world.take(), [Effect::CompletePath("lin".into())]);
    world.act(Action::PathCompleted {
        typed: "lin".into(),
        completed: "links.csv".into(),
        choices: vec!["links.csv".into()],
    });
    world.keys("enter");
    assert_eq!(world.take(), [Effect::CheckPath("links.csv".into())]);
    world.act(Action::PathChecked {
        path: "links.csv".into(),
        outcome: Err("there is no file links.csv".into()),
    });
    assert!(world.take().is_empty());
    assert!(matches!(stage(&world), Stage::File));
    assert_eq!(
        said(&world),
        "there is no file links.csv. Nothing was opened: type another path, or esc goes back"
    );
    world.act(Action::PathChecked {
        path: "links.csv".into(),
        outcome: Ok("/home/me/links.csv".into()),
    });
    let whole = Next::File("/home/me/links.csv".into());
    assert_eq!(world.take(), [Effect::GoOn(whole)]);
}
