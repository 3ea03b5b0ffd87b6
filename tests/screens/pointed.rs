//! What is drawn on a cell is what a click there means.

use backtrail::app::Focus;
use backtrail::app::mouse::Spot;
use backtrail::view::spot::spot;

use crate::scene::Scene;
use crate::text;

const LARGE: (u16, u16) = (200, 50);

/// Where words stand on the screen, from a column and a row on.
fn place(scene: &Scene, (from, row): (u16, u16), words: &str) -> (u16, u16) {
    let lines = text(&scene.state);
    for (y, line) in lines.lines().enumerate().skip(usize::from(row)) {
        let chars: Vec<char> = line.chars().collect();
        let words: Vec<char> = words.chars().collect();
        let found = (usize::from(from)..chars.len()).find(|x| chars[*x..].starts_with(&words));
        if let Some(x) = found {
            return (x as u16, y as u16);
        }
    }
    panic!("`{words}` is not there:\n{}", text(&scene.state));
}

fn at(scene: &Scene, from: (u16, u16), words: &str) -> Option<Spot> {
    let (x, y) = place(scene, from, words);
    spot(&scene.state, x, y)
}

#[test]
fn fields_jobs_lines_and_keys_are_where_they_are_drawn() {
    let mut scene = Scene::listed(LARGE, false);
    scene.keys("d").serve();
    assert_eq!(at(&scene, (0, 0), "Links per domain"), Some(Spot::Field(3)));
    assert_eq!(at(&scene, (0, 0), "Ask "), Some(Spot::Field(0)));
    assert_eq!(
        at(&scene, (0, 0), "root domain"),
        None,
        "what was recognised is no field"
    );
    assert_eq!(at(&scene, (0, 0), "4 example.org"), Some(Spot::Job(1)));
    assert_eq!(at(&scene, (0, 0), "1 example.com   "), Some(Spot::Job(4)));
    assert_eq!(
        at(&scene, (0, 0), "Price: at most"),
        None,
        "the job in full is no row"
    );
    let detail = scene.state.layout().inner(Focus::Detail);
    assert_eq!(
        at(&scene, (detail.x, detail.y), "Best TF"),
        Some(Spot::Line(2))
    );
    let key = |name: &str| Some(Spot::Key(backtrail::app::input::Key::parse(name).unwrap()));
    assert_eq!(at(&scene, (0, 0), "? help"), key("?"));
    assert_eq!(at(&scene, (0, 0), "esc back"), key("esc"));
    let (x, y) = place(&scene, (0, 0), "esc back");
    assert_eq!(spot(&scene.state, x - 1, y), None, "between two keys");
    scene.keys("3");
    assert_eq!(at(&scene, (0, 0), "sort"), key("]"), "the first of a pair");
}

#[test]
fn what_lies_under_a_sheet_is_not_there() {
    let mut scene = Scene::listed(LARGE, false);
    scene.keys("q");
    assert_eq!(at(&scene, (0, 0), "Links per domain"), None);
    let yes = backtrail::app::input::Key::parse("y").unwrap();
    assert_eq!(at(&scene, (0, LARGE.1 - 1), "y yes"), Some(Spot::Key(yes)));
}

/// Whatever the size, each cell can be clicked, and what is found exists.
#[test]
fn every_cell_of_every_size_can_be_clicked() {
    let mut scene = Scene::listed((80, 24), true);
    scene.keys("d").serve();
    for size in [
        (30, 6),
        (40, 8),
        (80, 24),
        (90, 20),
        (120, 13),
        (120, 24),
        (200, 50),
    ] {
        scene.act(backtrail::app::Action::Resize(size.0, size.1));
        for pane in ["1", "2", "5"] {
            scene.keys(pane).serve();
            for x in 0..size.0 {
                for y in 0..size.1 {
                    match spot(&scene.state, x, y) {
                        Some(Spot::Field(n)) => assert!(n < scene.state.form.fields()),
                        Some(Spot::Job(n)) => assert!(n < scene.state.queue.jobs.len()),
                        Some(Spot::Line(n)) => assert!(n < scene.state.detail.cells.len()),
                        Some(Spot::Key(_)) | None => {}
                    }
                }
            }
        }
    }
}
