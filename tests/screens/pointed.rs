//! What is drawn on a cell is what a click there means.

use backtrail::app::mouse::{Mouse, Pointed, Spot};
use backtrail::app::overlay::Overlay;
use backtrail::app::{Action, Effect, Focus, State, update};
use backtrail::view::spot::Spots;
use ratatui::style::Modifier;

use crate::scene::Scene;
use crate::sweep::scenes;
use crate::{drawn, text};

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
    Spots::of(&scene.state).at(x, y)
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
    assert_eq!(
        Spots::of(&scene.state).at(x - 1, y),
        None,
        "between two keys"
    );
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
        scene.act(Action::Resize(size.0, size.1));
        for pane in ["1", "2", "5"] {
            scene.keys(pane).serve();
            let spots = Spots::of(&scene.state);
            for x in 0..size.0 {
                for y in 0..size.1 {
                    match spots.at(x, y) {
                        Some(Spot::Field(n)) => assert!(n < scene.state.form.fields()),
                        Some(Spot::Job(n)) => assert!(n < scene.state.queue.jobs.len()),
                        Some(Spot::Line(n)) => assert!(n < scene.state.detail.cells.len()),
                        Some(Spot::Key(_)) | None => {}
                        Some(other) => panic!("{other:?} lies over no pane"),
                    }
                }
            }
        }
    }
}

/// What a click on a cell does to a state: how it is then, and what must be done.
fn clicked(state: &State, (x, y): (u16, u16), spot: Spot) -> (State, Vec<Effect>) {
    let mut state = state.clone();
    let mouse = Mouse {
        what: Pointed::Down,
        x,
        y,
        spot: Some(spot),
    };
    let effects = update(&mut state, Action::Mouse(mouse));
    (state, effects)
}

/// On every sheet of the sweep: the entry that is clicked stays under the pointer, so that the next click is on it, too;
/// and whatever is clicked, however often, nothing is spent.
#[test]
fn a_click_on_a_sheet_goes_to_what_is_drawn_there_and_never_spends() {
    let mut rows = 0;
    let pictures = crate::pictures::scenes((80, 24));
    for mut scene in scenes().into_iter().chain(pictures) {
        for size in [(60, 20), (80, 24), (200, 50)] {
            scene.act(Action::Resize(size.0, size.1));
            let Some(sheet) = &scene.state.overlay else {
                continue;
            };
            // The pages of help have no look of their own for the chosen one, and a click on it leaves their list.
            let is_help = matches!(sheet, Overlay::Help { .. });
            let kind = std::mem::discriminant(sheet);
            let (spots, seen) = (Spots::of(&scene.state), drawn(&scene.state));
            let cells = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
            for (x, y) in cells.filter(|(x, _)| x % 7 == 3) {
                let Some(spot) = spots.at(x, y) else {
                    continue;
                };
                let (after, effects) = clicked(&scene.state, (x, y), spot);
                let (_, again) = clicked(&after, (x, y), spot);
                for effect in effects.iter().chain(&again) {
                    let spends = matches!(effect, Effect::Submit { .. } | Effect::LookUpPrice(_));
                    assert!(
                        !spends,
                        "{effect:?} at {x}, {y} of {:?}",
                        scene.state.overlay
                    );
                }
                let was_here = seen[(x, y)].modifier.contains(Modifier::REVERSED);
                let is_entry = matches!(spot, Spot::Row(..) | Spot::Number(..));
                let stays = after.overlay.as_ref().map(std::mem::discriminant) == Some(kind);
                if is_entry && !was_here && !is_help && stays {
                    rows += 1;
                    assert_eq!(
                        Spots::of(&after).at(x, y).map(of),
                        Some(of(spot)),
                        "{x}, {y} of {:?}",
                        after.overlay
                    );
                }
            }
        }
    }
    assert!(rows > 100, "{rows} entries were clicked");
}

/// Which entry it is, wherever its list begins.
fn of(spot: Spot) -> Spot {
    match spot {
        Spot::Row(at, _) => Spot::Row(at, 0),
        spot => spot,
    }
}

#[test]
fn marks_of_a_picture_are_where_they_are_drawn() {
    let mut scene = crate::pictures::flows_on_screen(LARGE);
    let lowest = at(&scene, (0, 0), "TF below CF/2");
    let count = crate::pictures::marks(&scene);
    assert_eq!(lowest, Some(Spot::Row(count - 1, 0)));
    assert_eq!(
        at(&scene, (0, 0), "TF at least CF/2"),
        Some(Spot::Row(count - 2, 0))
    );
    let chooser = at(&scene, (0, 0), "CitationFlow");
    assert!(
        matches!(chooser, Some(Spot::Tab(at)) if at > 0),
        "{chooser:?}"
    );
    scene.keys("?");
    assert_eq!(
        Spots::of(&scene.state).at(20, 10),
        None,
        "help lies over it"
    );
}
