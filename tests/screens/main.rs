//! What a person sees: snapshots of each pane, and a sweep over sizes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what builds the scenes of a test may fail it"
)]

mod answers;
mod attacks;
mod charges;
mod given;
mod heads;
#[path = "../attacks/list.rs"]
mod list;
mod rows;
mod scene;
mod snapshots;
mod sweep;
mod tables;

use backtrail::app::State;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// Draws a state at its size.
pub fn drawn(state: &State) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(state.size.0, state.size.1)).unwrap();
    terminal
        .draw(|frame| backtrail::view::draw(state, frame))
        .unwrap();
    terminal.backend().buffer().clone()
}

/// The screen as text, blanks at the right taken off.
pub fn text(state: &State) -> String {
    let buffer = drawn(state);
    let (width, height) = state.size;
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
