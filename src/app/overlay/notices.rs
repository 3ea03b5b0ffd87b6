//! Everything that was told, the newest first, to be read again.

use super::Overlay;
use crate::app::budget::{clock, day};
use crate::app::command::Command;
use crate::app::layout;
use crate::app::notices::Told;
use crate::app::state::State;
use crate::app::wrap::wrap;

/// One line of the list: when and how often, at the first line of a notice; its text; whether something failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it was told, in the first line.
    pub when: String,
    /// A part of it.
    pub text: String,
    /// Whether something failed.
    pub trouble: bool,
}

/// Cells for the time.
pub const WHEN: u16 = 15;

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (110, size.1.saturating_sub(2)))
}

/// Every line, broken to the sheet's width.
pub fn lines(state: &State, width: u16) -> Vec<Line> {
    let room = usize::from(width.saturating_sub(WHEN)).max(8);
    let mut lines = Vec::new();
    for told in state.notices.all.iter().rev() {
        let mut when = when(state, told);
        for text in wrap(&text(told), room) {
            lines.push(Line {
                when: std::mem::take(&mut when),
                text,
                trouble: told.notice.trouble,
            });
        }
    }
    lines
}

/// The time of today; of another day, the day.
fn when(state: &State, told: &Told) -> String {
    match day(told.at) == day(state.now) {
        true => clock(told.at),
        false => day(told.at),
    }
}

fn text(told: &Told) -> String {
    let sign = if told.notice.trouble {
        "✗ failed: "
    } else {
        ""
    };
    let times = match told.times {
        1 => String::new(),
        times => format!(" ×{times}"),
    };
    format!("{sign}{}{times}", told.notice.text)
}

/// Opens the list.
pub fn open(state: &mut State) {
    state.overlay = Some(Overlay::Notices { top: 0 });
}

/// Scrolls or closes the list.
pub(super) fn update(state: &mut State, command: Option<Command>) {
    let area = area(state.size);
    let page = usize::from(area.height.saturating_sub(2)).max(1);
    let last = lines(state, area.width.saturating_sub(4)).len();
    let last = last.saturating_sub(page);
    let Some(Overlay::Notices { top }) = &mut state.overlay else {
        return;
    };
    match command {
        Some(Command::Down) => *top += 1,
        Some(Command::Up) => *top = top.saturating_sub(1),
        Some(Command::Top) => *top = 0,
        Some(Command::Bottom) => *top = last,
        Some(Command::HalfDown) => *top += page / 2,
        Some(Command::HalfUp) => *top = top.saturating_sub(page / 2),
        Some(Command::PageDown) => *top += page,
        Some(Command::PageUp) => *top = top.saturating_sub(page),
        Some(Command::Back | Command::Notices | Command::Quit | Command::Open) => {
            state.overlay = None;
            return;
        }
        _ => {}
    }
    *top = (*top).min(last);
}
