//! The account in full: what is left, what is held, and when each subscription's units lapse.

use super::Overlay;
use crate::app::command::Command;
use crate::app::state::State;

/// A command on the sheet: it is read and closed.
pub(super) fn update(state: &mut State, command: Option<Command>) {
    let lines = state.budget.lapsing.len();
    let Some(Overlay::Balance { top }) = &mut state.overlay else {
        return;
    };
    match command {
        Some(Command::Down) => *top += 1,
        Some(Command::Up) => *top = top.saturating_sub(1),
        Some(Command::Back | Command::Balance | Command::Quit | Command::Open) => {
            state.overlay = None;
            return;
        }
        _ => {}
    }
    *top = (*top).min(lines.saturating_sub(1));
}
