//! The mouse on a real terminal: buttons and dragging are heard, motion alone is not, and it can be left alone.

use vt100::{MouseProtocolEncoding, MouseProtocolMode};

use crate::screen::Screen;

/// Where a word stands, counted from 1 as a terminal tells it.
fn place(shown: &str, word: &str) -> (usize, usize) {
    let found = shown.lines().enumerate().find_map(|(y, line)| {
        let at = line.find(word)?;
        Some((line[..at].chars().count() + 1, y + 1))
    });
    found.unwrap_or_else(|| panic!("`{word}` is not there:\n{shown}"))
}

fn click(screen: &mut Screen, (x, y): (usize, usize)) {
    screen.keys(&format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m"));
}

#[test]
fn a_click_sorts_chooses_and_presses_keys() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), &["demo", "--links", "20000"], 24, 80);
    screen.wait_for("Referring domains");
    screen.keys("3");
    screen.wait("all rows", |s| {
        let heard = s.mouse_protocol_mode() == MouseProtocolMode::ButtonMotion
            && s.mouse_protocol_encoding() == MouseProtocolEncoding::Sgr;
        let shown = s.contents();
        heard && shown.contains("Best TF↓") && !shown.contains("more arriving")
    });
    let head = place(&screen.text(), "Links");
    click(&mut screen, head);
    screen.wait_for("[Links↓]");
    click(&mut screen, head);
    screen.wait_for("[Links↑]");
    click(&mut screen, (10, head.1 + 3));
    screen.wait("the third row", |s| s.contents().contains(" 3 / "));
    let help = place(&screen.text(), "? help");
    click(&mut screen, help);
    screen.wait_for("more lines below");
    screen.keys("h");
    screen.wait_for("Pages of help");
    let page = place(&screen.text(), "glossary");
    click(&mut screen, page);
    screen.wait_for("▸ glossary");
    click(&mut screen, page);
    screen.wait("the page", |s| !s.contents().contains("Pages of help"));
    screen.keys("\u{3}");
    screen.end();
}

#[test]
fn a_mouse_that_is_not_wanted_is_left_to_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("settings.toml");
    std::fs::write(&settings, "mouse = false\n").unwrap();
    let settings = settings.to_str().unwrap();
    let arguments = ["demo", "--links", "20000", "--config", settings];
    let mut screen = Screen::start(home.path(), &arguments, 24, 80);
    screen.wait_for("Best TF↓");
    screen.wait("the terminal's own mouse", |s| {
        s.mouse_protocol_mode() == MouseProtocolMode::None
    });
    screen.keys("\u{3}");
    screen.end();
}
