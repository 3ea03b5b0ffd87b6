//! Every pane in every state, at every layout: a table of what is shown and of the key that goes on.

use backtrail::app::effect::Pane;
use backtrail::app::facts::DatasetFacts;
use backtrail::app::{Action, State, start};
use backtrail::model::rows::DatasetId;

use crate::given::{facts, jobs, setup};
use crate::scene::Scene;
use crate::text;

/// Nothing was asked yet.
fn nothing(size: (u16, u16)) -> Scene {
    let mut setup = setup(Some("example.com"));
    setup.size = size;
    Scene::new(setup)
}

/// Nobody can be asked.
fn offline(size: (u16, u16)) -> Scene {
    let mut setup = setup(None);
    setup.size = size;
    (setup.header_host, setup.service) = (String::new(), "offline".into());
    setup.providers.clear();
    Scene::new(setup)
}

/// A dataset was asked for.
fn opening(size: (u16, u16)) -> Scene {
    let mut setup = setup(Some("example.com"));
    (setup.size, setup.jobs) = (size, jobs());
    let mut scene = Scene::new(setup);
    start(&mut scene.state);
    scene
}

fn holding(size: (u16, u16), change: impl FnOnce(&mut DatasetFacts)) -> Scene {
    let mut scene = opening(size);
    let mut facts = facts();
    (facts.links_held, facts.domains_held) = (0, 0);
    (facts.bad_rows, facts.complete) = (0, false);
    change(&mut facts);
    scene.state.opening = None;
    scene.act(Action::DatasetOpened(Ok(facts)));
    none_of(&mut scene, Pane::Domains);
    scene
}

/// The ranking of a list finds no row.
fn none_of(scene: &mut Scene, pane: Pane) {
    let generation = backtrail::app::listing::list(&scene.state, pane).generation;
    scene.act(Action::Ranked {
        pane,
        generation,
        total: 0,
        of: 0,
        whole: true,
        kept: None,
    });
}

/// A file is read and no row is here yet.
fn arriving(size: (u16, u16)) -> Scene {
    let mut scene = holding(size, |facts| facts.id = DatasetId("file".into()));
    let begin = scene.state.now;
    for (seconds, done) in [(0, 0), (4, 12_400_000)] {
        scene.act(Action::Clock(
            begin + jiff::SignedDuration::from_secs(seconds),
        ));
        scene.act(Action::FileGrows {
            dataset: DatasetId("file".into()),
            done,
            total: 80_100_000,
        });
    }
    scene
}

/// The reading failed before the first row.
fn failed(size: (u16, u16)) -> Scene {
    holding(size, |facts| {
        facts.stopped = Some("the file ends within its 1st row".into());
    })
}

/// The filter lets no row through.
fn nothing_passes(size: (u16, u16)) -> Scene {
    let mut scene = Scene::listed(size, false);
    scene
        .keys("&")
        .type_text("domain=nobody")
        .keys("enter")
        .serve();
    scene
}

/// All there is, with wide text, and three things told.
fn full(size: (u16, u16)) -> Scene {
    let mut scene = Scene::listed(size, true);
    scene.keys("enter").serve().keys("enter").serve();
    scene.act(Action::Trouble(
        "the disk is full: nothing was exported".into(),
    ));
    for rows in [12, 13] {
        scene.act(Action::Notice(format!("{rows} rows written")));
    }
    scene
}

type Built = (&'static str, fn((u16, u16)) -> Scene);

const STATES: [Built; 7] = [
    ("nothing", nothing),
    ("offline", offline),
    ("opening", opening),
    ("arriving", arriving),
    ("failed", failed),
    ("nothing_passes", nothing_passes),
    ("full", full),
];

/// Sizes of the layouts, and the panes that are focused one after the other to see all of it.
const LAYOUTS: [(&str, (u16, u16), &[u8]); 4] = [
    ("80", (80, 24), &[1, 2, 3, 4, 5]),
    ("100", (100, 30), &[1, 3, 5]),
    ("140_low", (140, 18), &[3, 5]),
    ("200", (200, 50), &[3]),
];

fn focused(scene: &mut Scene, pane: u8) -> String {
    let told = scene.state.notice.clone();
    scene.keys(&format!("alt-{pane}"));
    let links = scene.state.dataset.as_ref().map(|facts| facts.links_held);
    if links == Some(0) {
        // What is not there is not ranked.
        none_of(scene, Pane::Links);
    } else {
        scene.serve();
    }
    scene.state.notice = told;
    text(&scene.state)
}

#[test]
fn every_pane_in_every_state_at_every_layout() {
    for (state, build) in STATES {
        for (layout, size, panes) in LAYOUTS {
            let mut scene = build(size);
            let shown = panes.iter().map(|pane| focused(&mut scene, *pane));
            let shown: Vec<String> = shown.collect();
            insta::assert_snapshot!(format!("state_{state}_{layout}"), shown.join("\n"));
        }
    }
}

/// What a pane without rows says ends in what to do: it names a key, or the command that brings rows.
#[test]
fn a_pane_without_rows_names_the_next_key() {
    for (state, build) in &STATES[..6] {
        for pane in 1..=5 {
            let mut scene = build((80, 24));
            let shown = focused(&mut scene, pane);
            let body: Vec<&str> = shown.lines().skip(3).take(19).collect();
            let body = body.join(" ");
            if has_rows(&scene.state, pane) {
                continue;
            }
            let named = [
                "1 ",
                "2 ",
                "3 ",
                "4 ",
                "$ ",
                "B ",
                "U ",
                "R ",
                "esc ",
                "enter ",
                "`backtrail",
            ];
            let words = format!(" {body}");
            let names = |key: &&str| {
                words.contains(&format!(" {key}")) || words.contains(&format!("({})", key.trim()))
            };
            assert!(named.iter().any(names), "{state}, pane {pane}:\n{shown}");
        }
    }
}

fn has_rows(state: &State, pane: u8) -> bool {
    match pane {
        1 => true,
        2 => !state.queue.jobs.is_empty(),
        3 => state.domains.list.total.unwrap_or(0) > 0,
        4 => state.links.list.total.unwrap_or(0) > 0,
        _ => !state.detail.cells.is_empty(),
    }
}

#[test]
fn zoomed_moved_and_told_of() {
    let mut scene = full((120, 40));
    scene.keys("4 z");
    insta::assert_snapshot!("zoomed_120", text(&scene.state));
    scene.keys("z 3 > > > > > > - - - -").serve();
    insta::assert_snapshot!("moved_120", text(&scene.state));
    let mut told = full((80, 24));
    insta::assert_snapshot!("notices_line_80", text(&told.state));
    told.keys("!");
    insta::assert_snapshot!("notices_80", text(&told.state));
}
