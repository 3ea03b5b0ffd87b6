//! The line of commands and the pages of help as they are seen; and every key that a screen names, pressed.

use backtrail::app::input::Key;
use backtrail::app::{self, Action, State};
use backtrail::config::Keymap;
use insta::assert_snapshot;

use crate::charges;
use crate::given::{jobs, setup};
use crate::scene::Scene;
use crate::text;

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const LARGE: (u16, u16) = (200, 50);

fn typed(size: (u16, u16), line: &str) -> Scene {
    let mut scene = Scene::listed(size, false);
    scene.keys("4").serve().keys(":").type_text(line);
    scene
}

#[test]
fn palette() {
    assert_snapshot!("palette_80", text(&typed(SMALL, "").state));
    assert_snapshot!("palette_found_120", text(&typed(MIDDLE, "srt").state));
    assert_snapshot!(
        "palette_typed_200",
        text(&typed(LARGE, "limit per_day usd=5").state)
    );
    let mut wrong = typed(SMALL, "sort anhcor");
    wrong.keys("enter");
    assert_snapshot!("palette_wrong_80", text(&wrong.state));
    let mut choices = typed(SMALL, "sort source_");
    choices.keys("tab tab tab");
    assert_snapshot!("palette_choices_80", text(&choices.state));
}

#[test]
fn pages() {
    let mut contents = Scene::listed(SMALL, false);
    contents.keys("? left j j");
    assert_snapshot!("help_contents_80", text(&contents.state));
    let mut topic = Scene::listed(SMALL, false);
    topic.keys(": h e l p space m o n e y enter");
    assert_snapshot!("help_money_80", text(&topic.state));
    topic.act(Action::Resize(LARGE.0, LARGE.1));
    assert_snapshot!("help_money_200", text(&topic.state));
    let mut found = Scene::listed(SMALL, false);
    found.keys("? / m e t r i c s");
    assert_snapshot!("help_found_80", text(&found.state));
    found.keys("ctrl-u o p e n a p p s");
    assert_snapshot!("help_elsewhere_80", text(&found.state));
}

/// What leads to where one is already.
const STAYS: [&str; 2] = [
    // The pane in which one types.
    "alt-1 in typing",
    // Every charge is on screen.
    "down in ledger",
];

/// The keys in the last line of a screen: the first word of each offer, and one beside it that is a key alone.
fn offered(state: &State) -> Vec<Key> {
    let screen = text(state);
    let last = screen.lines().last().unwrap_or_default();
    let mut keys = Vec::new();
    for offer in last.split("  ").map(str::trim).filter(|o| !o.is_empty()) {
        let words: Vec<&str> = offer.split(' ').collect();
        let pair = words.len() > 2 && (words[1].chars().count() == 1 || words[1].contains('-'));
        for word in words.iter().take(1 + usize::from(pair)) {
            // Between the first and the last of several there are others.
            let ends = word.split('…').filter_map(|word| Key::parse(word).ok());
            keys.extend(ends);
        }
    }
    keys
}

#[test]
fn every_key_in_the_last_line_does_something() {
    let mut queue = setup(Some("example.com"));
    queue.jobs = jobs();
    queue.size = LARGE;
    let mut queue = Scene::new(queue);
    queue.keys("2 j");
    let mut links = Scene::listed(LARGE, false);
    links.keys("4").serve().keys("j j");
    let mut detail = Scene::listed(LARGE, false);
    detail.keys("4").serve().keys("j enter").serve().keys("j");
    let mut domains = Scene::listed(LARGE, false);
    domains.keys("j j");
    let mut form = Scene::new(setup(Some("example.com")));
    form.act(Action::Resize(LARGE.0, LARGE.1));
    form.keys("down");
    let mut typing = Scene::new(setup(Some("example.com")));
    typing.act(Action::Resize(LARGE.0, LARGE.1));
    typing.keys("enter");
    let mut help = Scene::listed(LARGE, false);
    help.keys("? G k");
    let mut searched = Scene::listed(LARGE, false);
    searched.keys("? / l i s t enter");
    let mut tally = Scene::listed(LARGE, false);
    tally.keys("4").serve().keys("} } F").serve().keys("j");
    let mut again = typed(LARGE, "limit per_day usd=5");
    again.keys("enter : s o");
    let scenes = [
        ("form", form),
        ("typing", typing),
        ("jobs", queue),
        ("domains", domains),
        ("links", links),
        ("row", detail),
        ("help", help),
        ("found", searched),
        ("tally", tally),
        ("palette", again),
        ("limits", charges::limits(LARGE)),
        ("ledger", charges::ledger(LARGE)),
        ("balance", charges::balance(LARGE)),
        ("doubt", charges::doubt(LARGE)),
        ("price", Scene::priced(LARGE, Some(15_000))),
        ("no price", Scene::priced(LARGE, None)),
    ];
    let mut idle = Vec::new();
    for (name, scene) in scenes {
        let keys = offered(&scene.state);
        assert!(!keys.is_empty(), "{name}: {}", text(&scene.state));
        for key in keys {
            let mut state = scene.state.clone();
            let effects = app::update(&mut state, Action::Key(key));
            let same = format!("{state:?}") == format!("{:?}", scene.state);
            let told = format!("{key} in {name}");
            if effects.is_empty() && same && !STAYS.contains(&told.as_str()) {
                idle.push(told);
            }
        }
    }
    assert!(idle.is_empty(), "keys that do nothing: {idle:?}");
}

/// With other keys, what an empty pane says next names these.
#[test]
fn empty_panes_name_the_keys_in_effect() {
    let own = "[everywhere]\nprice = [\"f7\"]\nopen = [\"f8\"]\npane_jobs = [\"f6\"]\n";
    let mut given = setup(Some("example.com"));
    given.keymap = Keymap::from_toml(Some(own)).unwrap();
    given.size = LARGE;
    let mut scene = Scene::new(given);
    scene.keys("down");
    let screen = text(&scene.state);
    assert!(screen.contains("f7"), "{screen}");
    assert!(!screen.contains("$ shows"), "{screen}");
    scene.keys("f7");
    assert!(
        scene.state.overlay.is_some(),
        "the key that is named opens the price sheet"
    );
    scene.keys("esc f6");
    let screen = text(&scene.state);
    assert!(screen.contains("f7") || screen.contains("f8"), "{screen}");
    scene.keys("3");
    assert!(!text(&scene.state).contains("(no key)"));
}
