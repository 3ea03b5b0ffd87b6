//! What the terminal can do, and files of one's own that are broken.

use std::path::Path;

use vt100::Color;

use crate::screen::Screen;

/// ctrl-c, which leaves wherever the keys go.
const LEAVE: &str = "\u{3}";

/// The colour of a text on screen, by its first letter.
fn colour_of(screen: &vt100::Screen, text: &str) -> Option<Color> {
    let (rows, cols) = screen.size();
    let (rows, cols) = (rows.get(), cols.get());
    for row in 0..rows {
        for col in 0..cols {
            let letters: String = (col..cols)
                .filter_map(|col| Some(screen.cell(row, col)?.contents()))
                .take(text.chars().count())
                .collect();
            if letters == text {
                return screen.cell(row, col).map(vt100::Cell::fgcolor);
            }
        }
    }
    None
}

fn is_coloured(screen: &vt100::Screen) -> bool {
    let (rows, cols) = screen.size();
    let (rows, cols) = (rows.get(), cols.get());
    (0..rows).any(|row| {
        (0..cols).any(|col| {
            let cell = screen.cell(row, col);
            cell.is_some_and(|cell| {
                (cell.fgcolor(), cell.bgcolor()) != (Color::Default, Color::Default)
            })
        })
    })
}

/// A home in which something is held: the explorer begins with its panes.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let rows = "Target URL,Source URL\nhttp://t.example/,http://a.example/\n";
    std::fs::write(home.path().join("rows.csv"), rows).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_backtrail"));
    command.args(["import", "rows.csv", "--quiet"]);
    command.current_dir(home.path());
    command.env("BACKTRAIL_DATA_DIR", home.path().join("data"));
    command.env("HOME", home.path());
    assert!(command.output().unwrap().status.success());
    home
}

fn settings(home: &Path, text: &str) -> String {
    let file = home.join("settings.toml");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_terminal_that_cannot_place_text_is_told_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    for term in ["dumb", ""] {
        let screen = Screen::start_in(home.path(), &[("TERM", term)], &[]);
        let (code, said) = screen.end_saying();
        let said = said.replace('\n', "");
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("TERM=xterm-256color backtrail"), "{said}");
    }
}

#[test]
fn a_locale_without_letters_gets_ascii() {
    let home = home();
    for (environment, arguments) in [
        (("LANG", "C"), &[] as &[&str]),
        (("LANG", ""), &[]),
        (("LANG", "C.UTF-8"), &["--ascii"]),
    ] {
        let mut screen = Screen::start_in(home.path(), &[environment], arguments);
        let text = screen.wait_for(">1 Query");
        assert!(text.is_ascii(), "{text}");
        screen.keys(LEAVE);
        assert_eq!(screen.end(), 0);
    }
    let mut screen = Screen::start_in(
        home.path(),
        &[("LC_ALL", "en_US.UTF-8"), ("LANG", "C")],
        &[],
    );
    screen.wait_for("▸1 Query");
    screen.keys(LEAVE);
    assert_eq!(screen.end(), 0);
}

#[test]
fn no_color_is_no_colour() {
    let home = home();
    let mut screen = Screen::start_in(home.path(), &[("NO_COLOR", "1")], &["--theme", "dark"]);
    screen.wait_for("▸1 Query");
    screen.wait("no colour", |screen| !is_coloured(screen));
    screen.keys(LEAVE);
    assert_eq!(screen.end(), 0);
    let mut screen = Screen::start_in(home.path(), &[("NO_COLOR", "")], &["--theme", "dark"]);
    screen.wait_for("▸1 Query");
    screen.wait("colours", is_coloured);
    screen.keys(LEAVE);
    assert_eq!(screen.end(), 0);
}

/// The answer comes as bytes of the keyboard, keys before and behind it: the look follows it, and the keys are typed.
#[test]
fn the_look_follows_the_terminals_answer_and_no_key_is_lost() {
    let home = home();
    for (answer, red, green, blue) in [
        ("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", 0x0b, 0x5c, 0xad),
        ("\u{1b}]11;rgb:1e1e/1e1e/1e1e\u{7}", 0x7f, 0xd1, 0xe6),
    ] {
        let environment = [("COLORTERM", "truecolor")];
        let mut screen = Screen::start_in(home.path(), &environment, &[]);
        screen.wait("the explorer", vt100::Screen::alternate_screen);
        screen.keys(&format!("abc{answer}def"));
        screen.wait_for("abcdef");
        screen.wait("the look", |screen| {
            colour_of(screen, "1 Query") == Some(Color::Rgb(red, green, blue))
        });
        screen.keys(LEAVE);
        assert_eq!(screen.end(), 0);
    }
}

#[test]
fn broken_settings_leave_the_explorer_offline_and_are_named() {
    let home = home();
    let file = settings(home.path(), "mouse = true\ncolour = 1\n");
    let environment = [("BACKTRAIL_MAJESTIC_KEY", "5EC2E7")];
    let mut screen = Screen::start_in(home.path(), &environment, &["--config", &file]);
    let text = screen.wait_for("no service is asked");
    for part in [
        "line 2",
        "colour",
        "no service: nothing can be asked or spent",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    screen.keys("\u{1b}");
    screen.wait("the sentence gone", |s| !s.contents().contains("line 2"));
    screen.keys("!");
    let again = screen.wait_for("line 2");
    assert!(!again.contains("5EC2E7"));
    screen.keys(LEAVE);
    assert_eq!(screen.end(), 0);
}

#[test]
fn broken_keys_and_themes_leave_the_built_in_ones_and_are_named() {
    let home = home();
    let file = settings(home.path(), "theme = \"mine\"\n");
    std::fs::create_dir(home.path().join("themes")).unwrap();
    std::fs::write(
        home.path().join("themes/mine.toml"),
        "title = \"\"\nkey = \"pink\"\n",
    )
    .unwrap();
    std::fs::write(home.path().join("keys.toml"), "[list]\nexprot = [\"x\"]\n").unwrap();
    let mut screen = Screen::start_in(home.path(), &[], &["--config", &file]);
    screen.wait_for("exprot");
    screen.keys("\u{1b}");
    screen.wait("the sentence gone", |s| !s.contents().contains("exprot"));
    screen.keys("!");
    let told = screen.wait("both", |screen| {
        let text = screen.contents();
        text.contains("exprot") && text.contains("`pink`")
    });
    assert!(told.contains("mine.toml"), "{told}");
    screen.keys(LEAVE);
    assert_eq!(screen.end(), 0);
}

#[test]
fn a_theme_that_the_command_line_names_must_be_there() {
    let home = tempfile::tempdir().unwrap();
    let screen = Screen::start_in(home.path(), &[], &["--theme", "nonesuch"]);
    let (code, said) = screen.end_saying();
    assert_eq!(code, 2);
    assert!(
        said.contains("nonesuch") && said.contains("high-contrast"),
        "{said}"
    );
}
