//! The line in which a row's number is typed, in the place of notices.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::app::listing::list;
use crate::app::overlay::GoTo;
use crate::app::state::State;
use crate::config::Role;
use crate::view::list::count;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, goto: &GoTo) {
    let line = state.layout().notice;
    pen.clear(Rect::new(line.x, line.y, line.width, 1));
    let (x, room) = (line.x + 1, line.width.saturating_sub(2));
    let used = pen.text(x, line.y, room, "row ", Role::Key);
    let total = list(state, goto.pane).total.unwrap_or(0);
    let (said, role) = match &goto.said {
        Some(said) => (said.clone(), Role::Warn),
        None => (
            format!("of {}, or a share such as 50%", count(total)),
            Role::Dim,
        ),
    };
    let said_wide = u16::try_from(said.width()).unwrap_or(u16::MAX);
    let kept = said_wide
        .saturating_add(2)
        .min(room.saturating_sub(used) * 3 / 4);
    let typed = room.saturating_sub(used + kept);
    pen.input(x + used, line.y, typed, &goto.line, true);
    pen.text(
        x + used + typed + 1,
        line.y,
        kept.saturating_sub(1),
        &said,
        role,
    );
}
