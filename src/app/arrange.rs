//! How the screen is divided, changed by its reader: splits that are moved, a pane that takes the whole body.

use super::command::{Command, key_of};
use super::layout::{Mode, Seam};
use super::notices::Notice;
use super::state::State;

/// Columns that a key moves a split by; rows are moved by one.
const STEP: u16 = 2;

/// The focused pane takes the whole body, or gives it back.
pub fn zoom(state: &mut State) {
    let mode = state.layout().mode;
    if !state.zoomed && matches!(mode, Mode::Narrow | Mode::TooSmall) {
        let text = "one pane at a time is shown on a terminal of this size: it has all the room";
        state.notice = Some(Notice::info(text));
        return;
    }
    state.zoomed = !state.zoomed;
}

/// Going out led nowhere: a pane that has taken the place of others gives it back.
pub fn went_nowhere(state: &mut State) {
    if state.layout().zoomed {
        state.zoomed = false;
    }
}

/// Moves the split beside the focused pane by a step.
pub fn step(state: &mut State, command: Command) {
    let upright = matches!(command, Command::SplitLeft | Command::SplitRight);
    let layout = state.layout();
    let Some(seam) = layout.seam_of(state.focus, upright).copied() else {
        let text = match layout.zoomed {
            true => {
                let key = key_of(&state.keymap, Command::Zoom);
                format!("a zoomed pane has no split beside it; {key} shows the others")
            }
            false if upright => "no panes stand side by side here".to_owned(),
            false => "no panes stand one above the other here".to_owned(),
        };
        state.notice = Some(Notice::info(text));
        return;
    };
    let by = if upright { STEP } else { 1 };
    let back = matches!(command, Command::SplitLeft | Command::SplitUp);
    let to = match back {
        true => seam.at.saturating_sub(by),
        false => seam.at.saturating_add(by),
    };
    if !put(state, &seam, to) {
        let text = "a pane keeps its least size: the split goes no further this way";
        state.notice = Some(Notice::info(text));
    }
}

/// Moves a split to a column or row of the screen, as far as its panes let it; false if it stays.
pub fn put(state: &mut State, seam: &Seam, to: u16) -> bool {
    let to = to.clamp(seam.bounds.0, seam.bounds.1);
    let (start, length) = seam.span;
    state
        .session
        .splits
        .put(seam.split, to.saturating_sub(start), length);
    to != seam.at
}

/// Puts the splits of this layout back.
pub fn reset(state: &mut State) {
    for seam in state.layout().seams {
        state.session.splits.forget(seam.split);
    }
}
