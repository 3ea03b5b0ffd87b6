//! Help: its pages, and looking for words in them.

use backtrail::app::docs::{Line, TOPICS};
use backtrail::app::overlay::Overlay;
use backtrail::app::overlay::help::{Page, shown};
use backtrail::app::{Action, Effect};
use backtrail::model::job::JobState;
use backtrail::model::rows::Sheet;

use crate::world::World;

fn page(world: &World) -> Page {
    match &world.state.overlay {
        Some(Overlay::Help { page, .. }) => *page,
        other => panic!("no help: {other:?}"),
    }
}

fn top(world: &World) -> usize {
    match &world.state.overlay {
        Some(Overlay::Help { top, .. }) => *top,
        other => panic!("no help: {other:?}"),
    }
}

fn lines(world: &World) -> Vec<Line> {
    match &world.state.overlay {
        Some(Overlay::Help { page, reader, .. }) => shown(&world.state, *page, reader, 88),
        other => panic!("no help: {other:?}"),
    }
}

fn texts(world: &World) -> String {
    let texts: Vec<String> = lines(world).iter().map(|line| line.text()).collect();
    texts.join("\n")
}

#[test]
fn pages_are_turned_around_the_ends() {
    let mut world = World::with_rows();
    world.act(Action::Resize(80, 24));
    world.keys("?");
    assert_eq!(page(&world), Page::Keys);
    world.keys("tab");
    assert_eq!(page(&world), Page::Filters);
    world.keys("shift-tab h");
    assert_eq!(page(&world), Page::Contents);
    for _ in 0..=TOPICS.len() {
        world.keys("right");
    }
    assert_eq!(page(&world), Page::Contents);
    world.keys("left");
    assert_eq!(page(&world).id(), "glossary");
    world.keys("G");
    assert!(top(&world) > 0);
    world.keys("tab");
    assert_eq!(top(&world), 0);
}

#[test]
fn the_list_of_pages_leads_to_them() {
    let mut world = World::with_rows();
    world.keys("? left j j j enter");
    assert_eq!(page(&world).id(), TOPICS[3].id);
    world.keys("esc");
    assert!(world.state.overlay.is_none());
    world.keys("? left");
    world.keys("/");
    world.type_text("trustflow");
    let found = texts(&world);
    assert!(
        found.contains("glossary") && !found.contains("exports"),
        "{found}"
    );
    world.keys("down up enter");
    assert_ne!(page(&world), Page::Contents);
    assert!(texts(&world).to_lowercase().contains("trustflow"));
}

#[test]
fn typing_narrows_a_page_and_enter_goes_there() {
    let mut world = World::with_rows();
    world.keys("?");
    let all = lines(&world).len();
    world.keys("/");
    world.type_text("browser row");
    let few = lines(&world);
    assert!(!few.is_empty() && few.len() < all / 4, "{few:#?}");
    assert!(matches!(few[0], Line::Heading(_)));
    assert!(texts(&world).contains("in the browser"));
    world.keys("enter");
    assert_eq!(lines(&world).len(), all);
    let first = top(&world);
    assert!(first > 0);
    world.keys("/ ctrl-u");
    world.type_text("links");
    world.keys("enter");
    let first = top(&world);
    world.keys("n n");
    let third = top(&world);
    assert!(third > first);
    world.keys("N N");
    assert_eq!(top(&world), first);
    world.keys("esc");
    assert_eq!(top(&world), 0, "the first esc forgets the search");
    world.keys("esc");
    assert!(world.state.overlay.is_none());
}

#[test]
fn what_is_on_another_page_is_told_and_gone_to() {
    let mut world = World::with_rows();
    world.keys("? /");
    world.type_text("OpenApps");
    let told = texts(&world);
    assert!(
        told.contains("Nothing on this page") && told.contains("services"),
        "{told}"
    );
    world.keys("enter");
    assert_eq!(page(&world).id(), "services");
    world.keys("esc");
    assert_eq!(page(&world).id(), "services", "esc forgot the search alone");
}

#[test]
fn keys_in_the_pages_are_those_in_effect() {
    let mut world = World::with_rows();
    let own = "[everywhere]\nprice = [\"f7\"]\npalette = []\n";
    world.state.keymap = backtrail::config::Keymap::from_toml(Some(own)).unwrap();
    world.keys("? left j j enter");
    assert_eq!(page(&world).id(), "start");
    let text = texts(&world);
    assert!(
        text.contains("`f7` opens the price sheet") && text.contains("`:palette` any"),
        "{text}"
    );
}

/// Every sheet that a key opens, and keys that open help over it: one that writes nothing also where a line is typed.
#[test]
fn help_opens_over_every_sheet_and_leads_back_to_it() {
    for (opens, helps) in [
        (":", "f1"),
        ("F", "? f1"),
        ("p", "? f1"),
        ("e", "? f1"),
        ("$", "? f1"),
        ("B", "? f1"),
        ("O", "? f1"),
        ("q", "? f1"),
        ("!", "? f1"),
        ("c", "? f1"),
        ("Y", "? f1"),
        ("L", "f1"),
        (": l i m i t enter", "f1"),
        (": c o n n e c t enter", "? f1"),
        ("#", "f1"),
        ("t", "? f1"),
    ] {
        for help in helps.split(' ') {
            let mut world = World::with_rows();
            world.state.queue.jobs[0].state = JobState::Downloading;
            let facts = world.state.dataset.as_mut().unwrap();
            facts.tables = vec![(Sheet::Anchors, None)];
            world.keys(opens);
            let Some(sheet) = &world.state.overlay else {
                panic!("{opens} opens nothing");
            };
            let (kind, before) = (std::mem::discriminant(sheet), format!("{sheet:?}"));
            world.keys(help);
            assert!(
                matches!(world.state.overlay, Some(Overlay::Help { .. })),
                "{help} over {opens}: {:?}",
                world.state.overlay
            );
            assert_eq!(world.state.sheet().map(std::mem::discriminant), Some(kind));
            world.keys("j esc");
            let after = world.state.overlay.as_ref().unwrap();
            assert_eq!(format!("{after:?}"), before, "{help} over {opens}");
        }
    }
}

#[test]
fn a_picture_that_is_counted_under_help_is_there_when_help_is_left() {
    let mut world = World::with_rows();
    world.keys("p ?");
    let effects = world.take();
    let Some(Effect::Picture {
        pane,
        generation,
        name,
    }) = effects.first()
    else {
        panic!("{effects:?}");
    };
    world.act(Action::Pictured {
        pane: *pane,
        generation: *generation,
        name: *name,
        picture: Err("the disk is gone".to_owned()),
    });
    assert!(matches!(world.state.overlay, Some(Overlay::Help { .. })));
    world.keys("?");
    let Some(Overlay::Pictures(sheet)) = &world.state.overlay else {
        panic!("{:?}", world.state.overlay);
    };
    assert!(matches!(&sheet.counted, Some(Err(why)) if why == "the disk is gone"));
}
