//! How it looks: each theme on one screen, and everything with ASCII alone.

use backtrail::app::Action;
use backtrail::config::theme::BUILTIN;
use backtrail::config::{Depth, Theme};
use insta::assert_snapshot;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::given::{jobs, setup};
use crate::scene::Scene;
use crate::sweep::scenes;
use crate::{drawn, text};

/// How a cell looks, in words.
fn look(cell: &Cell) -> String {
    let mut words = Vec::new();
    for (is_on, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::UNDERLINED, "underline"),
        (Modifier::REVERSED, "reverse"),
    ] {
        if cell.modifier.contains(is_on) {
            words.push(word.to_owned());
        }
    }
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg.to_string().to_lowercase()));
    }
    words.join(" ")
}

/// The looks of a screen: a letter a cell, and what the letters stand for. Blanks that look like nothing stay blanks.
fn looks(buffer: &Buffer) -> String {
    let mut known = vec![String::new()];
    let mut grid = String::new();
    for line in buffer.content.chunks(usize::from(buffer.area.width)) {
        let mut letters = String::new();
        for cell in line {
            let look = look(cell);
            let at = known.iter().position(|k| *k == look).unwrap_or_else(|| {
                known.push(look);
                known.len() - 1
            });
            letters.push(match at {
                0 if cell.symbol() == " " => ' ',
                0 => '.',
                at => char::from(b'a' + u8::try_from(at - 1).unwrap()),
            });
        }
        grid.push_str(letters.trim_end());
        grid.push('\n');
    }
    let legend = known.iter().enumerate().skip(1);
    let legend = legend.map(|(at, look)| {
        let letter = char::from(b'a' + u8::try_from(at - 1).unwrap());
        format!("{letter}  {look}\n")
    });
    grid + &legend.collect::<String>()
}

/// Panes, marks, a typed filter and a trouble on one screen.
fn screen(theme: Theme) -> Scene {
    let mut setup = setup(Some("example.com"));
    setup.jobs = jobs();
    let mut scene = Scene::listed((120, 40), false);
    scene.state.theme = theme;
    scene.keys("space j j space");
    scene.act(Action::Trouble(
        "the disk is full; nothing was charged".into(),
    ));
    scene
}

#[test]
fn every_theme_on_one_screen() {
    for (name, _) in BUILTIN {
        let scene = screen(Theme::builtin(name).unwrap());
        assert_snapshot!(format!("theme_{name}"), looks(&drawn(&scene.state)));
    }
    let dark = Theme::builtin("dark").unwrap();
    for (name, depth) in [("256", Depth::Indexed), ("16", Depth::Sixteen)] {
        let scene = screen(dark.clone().reduced(depth));
        assert_snapshot!(format!("theme_dark_{name}"), looks(&drawn(&scene.state)));
    }
}

#[test]
fn a_ground_of_the_theme_is_the_grounds_of_every_cell() {
    let mut scene = screen(Theme::builtin("high-contrast").unwrap());
    for keys in ["", "?", "esc $", "esc"] {
        scene.keys(keys);
        for cell in drawn(&scene.state).content() {
            assert_ne!(cell.bg, Color::Reset, "{keys}: {cell:?}");
        }
    }
}

#[test]
fn marks_and_ranges_look_like_themselves() {
    let mut scene = Scene::listed((80, 24), false);
    scene.state.theme = Theme::builtin("dark").unwrap();
    scene.keys("space j j v j j");
    let seen = drawn(&scene.state);
    let of = |sign: &str| seen.content().iter().find(|cell| cell.symbol() == sign);
    assert_eq!(look(of("*").unwrap()), "bold #d9a3f0");
    let ground = Color::Rgb(0x4a, 0x3f, 0x68);
    let is_ranged = |cell: &&Cell| cell.bg == ground;
    let ranged = seen.content().iter().filter(is_ranged).count();
    assert!(ranged > 100, "the rows of the range: {ranged} cells");
    scene.keys("esc");
    let after = drawn(&scene.state);
    assert_eq!(after.content().iter().filter(is_ranged).count(), 0);
}

#[test]
fn hits_frozen_columns_and_turning_signs_look_like_themselves() {
    let dark = || Theme::builtin("dark").unwrap();
    let count = |scene: &Scene, wanted: &str| {
        let seen = drawn(&scene.state);
        let all = seen.content().iter();
        all.filter(|cell| look(cell).starts_with(wanted)).count()
    };
    let mut scene = Scene::listed((120, 40), false);
    scene.state.theme = dark();
    let (frozen, hit) = ("#c5ccda", "bold underline #e8c06a");
    assert_eq!((count(&scene, frozen), count(&scene, hit)), (0, 0));
    scene.keys("/ e");
    let found = count(&scene, hit);
    assert!(found > 20, "the letters that are typed: {found} cells");
    scene.keys("esc");
    assert_eq!(count(&scene, hit), 0);
    scene.keys("f").serve();
    let cells = count(&scene, frozen);
    assert!(cells > 100, "a column that stays: {cells} cells");
    scene.keys("f : e x p");
    let found = count(&scene, hit);
    assert!(found >= 3, "letters of a command: {found} cells");
    let mut at_work = crate::paced::downloading((80, 24));
    at_work.state.theme = dark();
    at_work.keys("j");
    assert_eq!(count(&at_work, "#7fd1e6"), 1, "the sign that turns");
}

#[test]
fn the_terminals_ground_changes_the_look_and_nothing_else() {
    let mut scene = Scene::listed((80, 24), false);
    let before = text(&scene.state);
    let light = Theme::builtin("light").unwrap();
    scene.act(Action::Themed(Box::new(light.clone())));
    assert_eq!(scene.state.theme, light);
    assert_eq!(text(&scene.state), before);
}

#[test]
fn screens_in_ascii() {
    for (name, size) in [("80", (80, 24)), ("200", (200, 50))] {
        let mut scene = Scene::listed(size, false);
        scene.state.options.ascii = true;
        assert_snapshot!(format!("ascii_{name}"), text(&scene.state));
        let mut hostile = Scene::listed(size, true);
        hostile.state.options.ascii = true;
        hostile.keys("enter").serve();
        assert_snapshot!(format!("ascii_hostile_{name}"), text(&hostile.state));
    }
}

/// Every scene of the sweep, whoever draws in it: no cell holds more than ASCII, and each stands where it stood.
#[test]
fn an_ascii_screen_holds_ascii_and_no_column_moves() {
    for mut scene in scenes() {
        for size in [(20, 5), (60, 20), (80, 24), (120, 40), (200, 50)] {
            scene.act(Action::Resize(size.0, size.1));
            scene.serve();
            scene.state.options.ascii = false;
            let full = drawn(&scene.state);
            scene.state.options.ascii = true;
            let ascii = drawn(&scene.state);
            for (before, after) in full.content().iter().zip(ascii.content()) {
                let shown = after.symbol();
                assert!(
                    shown.is_ascii() && shown.len() == 1,
                    "{shown:?} at {size:?}"
                );
                let printable = |c: u8| (b' '..=b'~').contains(&c);
                assert!(shown.bytes().all(printable), "{shown:?}");
                // What was ASCII is as it was, but for blanks that a twin of two or three letters takes.
                if before.symbol().is_ascii() && before.symbol() != " " {
                    assert_eq!(before.symbol(), shown, "{size:?}");
                }
                assert_eq!((before.fg, before.bg), (after.fg, after.bg));
            }
        }
    }
}
