//! What a person sees: snapshots of each pane, and a sweep over sizes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what builds the scenes of a test may fail it"
)]

mod answers;
mod attacks;
mod books;
mod bytes;
mod charges;
mod columns;
mod export;
mod given;
mod guides;
mod heads;
#[path = "../attacks/list.rs"]
mod list;
mod looks;
mod paced;
mod pictures;
mod pointed;
mod rows;
mod scene;
mod sizes;
mod snapshots;
mod states;
mod sweep;
mod tables;

use backtrail::app::State;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// Draws a state at its size.
pub fn drawn(state: &State) -> Buffer {
    let (width, height) = terminal_of(state);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal
        .draw(|frame| backtrail::view::draw(state, frame))
        .unwrap();
    let mut buffer = terminal.backend().buffer().clone();
    for cell in &mut buffer.content {
        if let Some(letters) = without_own_mark(cell.symbol()) {
            cell.set_symbol(&letters);
        }
    }
    buffer
}

/// A cell that is read from right to left without the mark that keeps it to its column. Only there one may stand.
fn without_own_mark(symbol: &str) -> Option<String> {
    let letters = symbol.trim_matches('\u{200e}');
    let is_turned = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}');
    let is_own = letters.len() < symbol.len() && letters.starts_with(is_turned);
    is_own.then(|| letters.to_owned())
}

/// The tour's note lies below what everything else is laid out on.
fn terminal_of(state: &State) -> (u16, u16) {
    match state.tour {
        Some(_) => state.screen,
        None => state.size,
    }
}

/// The screen as text, blanks at the right taken off.
pub fn text(state: &State) -> String {
    let buffer = drawn(state);
    let (width, height) = terminal_of(state);
    let mut text = String::new();
    for y in 0..height {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..width {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                line.push_str(symbol);
            }
            let wide = unicode_width::UnicodeWidthStr::width(symbol);
            skip = wide.max(skip).saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
