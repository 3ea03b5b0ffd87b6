//! The tables that the links of a dataset give: which one is listed in pane 3.

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::state::{Focus, State};
use crate::app::{layout, tables};

pub use crate::app::tables::open;

/// The sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TablesSheet {
    /// The line under the cursor: what the dataset lists itself, then its tables.
    pub cursor: usize,
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (100, 24))
}

/// A command on the sheet.
pub(super) fn update(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    let Some(Overlay::Tables(sheet)) = state.overlay else {
        return Vec::new();
    };
    let given = state
        .dataset
        .as_ref()
        .map_or(&[][..], |facts| &facts.tables);
    let last = given.len();
    let chosen = sheet.cursor.checked_sub(1);
    let chosen = chosen.and_then(|at| given.get(at)).map(|(sheet, _)| *sheet);
    let mut cursor = sheet.cursor;
    match command {
        Some(Command::Down) => cursor += 1,
        Some(Command::Up) => cursor = cursor.saturating_sub(1),
        Some(Command::Top | Command::HalfUp | Command::PageUp) => cursor = 0,
        Some(Command::Bottom | Command::HalfDown | Command::PageDown) => cursor = last,
        // What is being counted is waited for, or stopped.
        Some(Command::Open) if state.tables.counting.is_some() => {}
        Some(Command::Open) => match chosen {
            Some(sheet) => return tables::count(state, sheet),
            None => {
                state.overlay = None;
                state.focus = Focus::Domains;
                return tables::to_own_list(state);
            }
        },
        Some(Command::Back | Command::Quit | Command::Tables) => {
            let stopped = tables::stop(state);
            if stopped.is_none() {
                state.overlay = None;
            }
            return stopped.into_iter().collect();
        }
        _ => {}
    }
    if let Some(Overlay::Tables(sheet)) = &mut state.overlay {
        sheet.cursor = cursor.min(last);
    }
    Vec::new()
}
