//! The export sheet: what is chosen, how much that is, and where it goes; how far one is that is being written.

use backtrail::app::Action;
use insta::assert_snapshot;

use crate::list::steers;
use crate::scene::Scene;
use crate::text;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 50);

fn opened(size: (u16, u16)) -> Scene {
    let mut scene = Scene::listed(size, false);
    scene.state.export.folder = "/home/ana/reports".to_owned();
    scene.keys("e");
    scene
}

#[test]
fn sheet() {
    assert_snapshot!("export_80", text(&opened(SMALL).state));
    assert_snapshot!("export_200", text(&opened(LARGE).state));
}

#[test]
fn a_report_says_how_many_rows_it_holds() {
    let mut scene = opened(SMALL);
    scene.keys("left down 1 2 0 0 down space down space down");
    let shown = text(&scene.state);
    assert_snapshot!("export_report_80", shown);
    assert!(shown.contains("1,200 rows × "), "{shown}");
    scene.keys("up up up space");
    let shown = text(&scene.state);
    assert!(shown.contains("the first 1,000 of"), "{shown}");
}

#[test]
fn one_at_work_shows_how_far_it_is() {
    let mut scene = opened(SMALL);
    scene.keys("enter");
    scene.act(Action::ExportGrows {
        done: 16_384,
        of: 62_400,
    });
    scene.keys("e");
    assert_snapshot!("export_at_work_80", text(&scene.state));
}

#[test]
fn a_hostile_name_and_folder_steer_nothing() {
    let mut scene = opened(LARGE);
    scene.state.export.folder = "/tmp/\u{1b}[31m\u{202e}x".to_owned();
    scene.keys("G");
    scene.act(Action::Paste("a\u{202e}\u{9b}2J日本.csv".to_owned()));
    let shown = text(&scene.state);
    assert!(!shown.chars().any(|c| steers(c) && c != '\n'), "{shown}");
    assert!(shown.contains("日本.csv"), "{shown}");
}
