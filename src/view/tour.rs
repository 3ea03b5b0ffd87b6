//! The tour's note: lines of its own below everything else, so that it hides nothing.

use ratatui::layout::Rect;

use super::widgets::Pen;
use crate::app::command::{Command, key_of};
use crate::app::state::State;
use crate::app::tour::{Step, lines, note};
use crate::app::wrap::wrap;
use crate::config::Role;

pub(super) fn draw(state: &State, pen: &mut Pen) {
    let (Some(tour), Some(text)) = (&state.tour, note(state)) else {
        return;
    };
    let rows = lines(state);
    if rows == 0 {
        return;
    }
    let width = state.size.0;
    let y = state.size.1;
    pen.text(
        0,
        y,
        width,
        &"─".repeat(usize::from(width)),
        Role::BorderFocused,
    );
    let title = format!(" Tour, step {} of {} ", tour.step.number(), Step::ALL.len());
    pen.text(1, y, width.saturating_sub(2), &title, Role::TitleFocused);
    let esc = format!(" {} leaves it ", key_of(&state.keymap, Command::Back));
    pen.text_right(0, y, width.saturating_sub(2), &esc, Role::Dim);
    let place = Rect::new(1, y + 1, width.saturating_sub(2), rows.saturating_sub(1));
    let lines = wrap(&text, usize::from(place.width).max(1));
    pen.lines(place, &lines, Role::Text);
}
