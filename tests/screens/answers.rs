//! The lists of Majestic's other answers, each under its own columns, and one row of some in full.

use backtrail::model::catalog::{Brings, Entry, majestic};
use backtrail::model::rows::Sheet;
use insta::assert_snapshot;

use crate::given::answer;
use crate::scene::Scene;
use crate::text;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 50);

/// Every function that brings a sheet and is asked in the form.
fn sheets() -> impl Iterator<Item = (&'static Entry, Sheet)> {
    majestic::offered().filter_map(|entry| match entry.brings {
        // An overview has scenes of its own.
        Brings::Sheet(sheet) if sheet != Sheet::Items => Some((entry, sheet)),
        _ => None,
    })
}

#[test]
fn each_sheet_is_listed_under_its_own_head() {
    for (entry, sheet) in sheets() {
        for (size, width) in [(SMALL, 80), (LARGE, 200)] {
            let scene = Scene::showing(size, false, answer(entry.command));
            let shown = text(&scene.state);
            assert!(shown.contains(sheet.title()), "{shown}");
            assert_snapshot!(format!("sheet_{}_{width}", entry.name), shown);
        }
    }
}

#[test]
fn one_row_in_full() {
    for (name, command) in [("anchor", "GetAnchorText"), ("page", "GetTopPages")] {
        for (size, width) in [(SMALL, 80), (LARGE, 200)] {
            let mut scene = Scene::showing(size, false, answer(command));
            scene.keys("j d").serve();
            assert_snapshot!(format!("sheet_{name}_in_full_{width}"), text(&scene.state));
        }
    }
}

#[test]
fn what_came_depends_on_the_mode() {
    let mut links = answer("GetAnchorText");
    links.mode = "2".to_owned();
    (links.items_held, links.rows_known) = (0, None);
    (links.links_held, links.domains_held) = (9, 7);
    let scene = Scene::showing(SMALL, false, links);
    let shown = text(&scene.state);
    assert!(shown.contains("Referring domains"), "{shown}");
}

#[test]
fn an_answer_without_rows_says_what_to_ask_instead() {
    let mut facts = answer("GetHostedDomains");
    (facts.items_held, facts.rows_known) = (0, None);
    facts.notes = vec!["ask about 192.0.2.44\u{1b}[2J instead".to_owned()];
    let mut scene = Scene::showing(SMALL, false, facts);
    scene.state.domains.list.total = Some(0);
    let shown = text(&scene.state);
    assert!(shown.contains("No neighbours: the answer about"), "{shown}");
    assert!(shown.contains("ask about 192.0.2.44"), "{shown}");
}
