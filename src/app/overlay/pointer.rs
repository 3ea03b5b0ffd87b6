//! The pointer on what lies over the panes: a click goes to the entry that it is on, and on the one under the cursor it
//! does what enter does there. A line that is typed in is only gone to, a choice that is gone to twice is turned. Beside
//! the sheet a click does nothing, and nowhere does it spend.

use super::connect::Stage;
use super::{Overlay, copy, palette, take};
use crate::app::command::{self, Command};
use crate::app::effect::Effect;
use crate::app::input::{Code, Key};
use crate::app::mouse::Spot;
use crate::app::price_sheet;
use crate::app::state::State;

/// Whether a click on a key of the footer does what the key does: not where that would spend.
pub(in crate::app) fn may_press(state: &mut State, key: Key) -> bool {
    let Some(overlay @ Overlay::Price(_)) = &state.overlay else {
        return true;
    };
    let id = state.keymap.command(overlay.context().id(), key);
    price_sheet::may_click(state, id.and_then(command::by_id))
}

/// A click on what lies over the panes.
pub(in crate::app) fn click(state: &mut State, spot: Option<Spot>) -> Vec<Effect> {
    match spot {
        Some(Spot::Row(at, top)) => on_row(state, at, top),
        Some(Spot::Tab(at)) => on_tab(state, at),
        Some(Spot::Number(mark, number)) => on_number(state, mark, number),
        Some(Spot::Key(_) | Spot::Field(_) | Spot::Job(_) | Spot::Line(_)) | None => Vec::new(),
    }
}

/// The wheel scrolls as the arrows do, wherever the pointer is.
pub(in crate::app) fn wheel(state: &mut State, command: Command, turn: u16) -> Vec<Effect> {
    let turn = match &mut state.overlay {
        Some(Overlay::Palette(sheet)) => {
            sheet.scroll(command, usize::from(turn));
            return Vec::new();
        }
        // Few choices, and some go around their ends.
        Some(Overlay::Copy(_) | Overlay::Export(_) | Overlay::Connect(_) | Overlay::Price(_)) => 1,
        _ => turn,
    };
    let arrow = match command {
        Command::Up => Key::plain(Code::Up),
        _ => Key::plain(Code::Down),
    };
    let turns = (0..turn).flat_map(|_| take(state, arrow, Some(command)));
    turns.collect()
}

fn on_row(state: &mut State, at: usize, top: usize) -> Vec<Effect> {
    let was_elsewhere = match &mut state.overlay {
        Some(Overlay::Export(sheet)) => {
            sheet.point(at);
            return Vec::new();
        }
        Some(Overlay::Copy(sheet)) => {
            if sheet.point(at) {
                return copy::order(state, false).into_iter().collect();
            }
            false
        }
        Some(Overlay::Connect(sheet)) if matches!(sheet.stage, Stage::Typing | Stage::File) => {
            sheet.line = at;
            return Vec::new();
        }
        Some(Overlay::Palette(sheet)) => {
            let elsewhere = sheet.choose(at, top);
            if elsewhere && sheet.choices.is_some() {
                palette::chosen(state);
            }
            elsewhere
        }
        Some(overlay) => overlay.go_to(at, top),
        None => return Vec::new(),
    };
    match was_elsewhere {
        true => Vec::new(),
        false => take(state, Key::plain(Code::Enter), Some(Command::Open)),
    }
}

fn on_tab(state: &mut State, at: usize) -> Vec<Effect> {
    match &mut state.overlay {
        Some(Overlay::Pictures(sheet)) => {
            sheet.show(at);
            Vec::new()
        }
        Some(Overlay::Copy(sheet)) => {
            sheet.take_form(at);
            copy::order(state, false).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn on_number(state: &mut State, mark: usize, number: usize) -> Vec<Effect> {
    let Some(Overlay::Pictures(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    let was_elsewhere = (sheet.mark, sheet.number) != (mark, number);
    (sheet.mark, sheet.number) = (mark, number);
    match was_elsewhere {
        true => Vec::new(),
        false => take(state, Key::plain(Code::Enter), Some(Command::Open)),
    }
}

impl Overlay {
    /// The cursor goes to an entry; false if it was there, or if there is none to go to.
    fn go_to(&mut self, at: usize, first: usize) -> bool {
        let cursor = match self {
            Self::Help { reader, .. } => &mut reader.cursor,
            Self::Tally(sheet) => {
                sheet.top = first;
                &mut sheet.cursor
            }
            Self::Pictures(sheet) => {
                sheet.top = first;
                &mut sheet.mark
            }
            Self::Downloads(sheet) => {
                sheet.top = first;
                &mut sheet.cursor
            }
            Self::Overview(sheet) => {
                sheet.top = first;
                &mut sheet.cursor
            }
            Self::Columns(sheet) => &mut sheet.cursor,
            Self::Tables(sheet) => &mut sheet.cursor,
            Self::Connect(sheet) => &mut sheet.cursor,
            _ => return true,
        };
        std::mem::replace(cursor, at) != at
    }
}
