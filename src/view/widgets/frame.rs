//! The frame of a pane: a box on a wide screen, a title line on a narrow one.

use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Widget};
use unicode_width::UnicodeWidthStr;

use super::Pen;
use crate::app::layout::Layout;
use crate::app::state::{Focus, State};
use crate::config::Role;

/// Draws a pane's frame with its number, its title, what follows the title (the first of its wordings that fits,
/// else the last), and something at the right. Returns the place inside.
pub fn pane(
    state: &State,
    layout: &Layout,
    pen: &mut Pen,
    focus: Focus,
    (more, right): (&[String], &str),
) -> Rect {
    let area = layout.panes[focus as usize];
    let focused = state.focus == focus && state.overlay.is_none();
    let (border, title) = if focused {
        (Role::BorderFocused, Role::TitleFocused)
    } else {
        (Role::Border, Role::Title)
    };
    let inset = u16::from(layout.boxed);
    if inset == 1 {
        outline(pen, area, border);
    } else {
        let rule = "─".repeat(usize::from(area.width));
        pen.text(area.x, area.y, area.width, &rule, border);
    }
    let room = area.width.saturating_sub(2 + 2 * inset);
    let x = area.x + 1 + inset;
    let right_wide = u16::try_from(right.width()).unwrap_or(u16::MAX);
    let least_left = if more.is_empty() { 14 } else { 24 };
    let right_fits = !right.is_empty() && right_wide.saturating_add(least_left) < room;
    let left_room = if right_fits {
        room - right_wide - 4
    } else {
        room
    };
    let mark = if focused { "▸" } else { " " };
    let zoomed = if layout.zoomed { " (zoomed)" } else { "" };
    let name = format!("{mark}{} {}{zoomed}", focus.number(), state.title(focus));
    let left = usize::from(left_room).saturating_sub(name.width() + 4);
    let fits = more.iter().find(|text| text.width() <= left);
    let more = match fits.or(more.last()) {
        Some(more) => format!(" ─ {more} "),
        None => " ".to_owned(),
    };
    // What stands in a frame looks like itself, not like the frame.
    let wide = |text: &str| u16::try_from(text.width()).unwrap_or(u16::MAX);
    let left_wide = wide(&name).saturating_add(wide(&more)).min(left_room);
    pen.clear(Rect::new(x, area.y, left_wide, 1));
    pen.pieces(x, area.y, left_room, &[(&name, title), (&more, Role::Text)]);
    if right_fits {
        let text = format!(" {right} ");
        let used = wide(&text).min(room);
        pen.clear(Rect::new(x + room - used, area.y, used, 1));
        pen.text_right(x, area.y, room, &text, Role::Text);
    }
    layout.inner(focus)
}

/// A box around cells.
pub fn outline(pen: &mut Pen, area: Rect, role: Role) {
    let style = pen.style(role);
    let area = area.intersection(pen.area());
    Block::bordered()
        .border_type(BorderType::Plain)
        .border_style(style)
        .render(area, pen.buffer());
}
