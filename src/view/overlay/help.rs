//! Help: the one table of commands with its effective keys, and what filters are written in.

use super::sheet;
use crate::app::overlay::help::{Line, Page, area, left, lines};
use crate::app::state::State;
use crate::config::Role;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, page: Page, top: usize) {
    let place = area(state.size);
    let title = match page {
        Page::Keys => "Keys",
        Page::Filters => "What filters are written in",
    };
    let inner = sheet(state, pen, (place.width, place.height), title);
    let all = lines(state, page, inner.width);
    let keys = u16::try_from(left(page, inner.width)).unwrap_or(20);
    for (y, line) in (inner.y..inner.bottom()).zip(all.iter().skip(top)) {
        match line {
            Line::Heading(text) => {
                pen.text(inner.x, y, inner.width, text, Role::Title);
            }
            Line::Row(names, text) => {
                let room = if text.is_empty() { inner.width } else { keys };
                pen.text(inner.x, y, room, names, Role::Key);
                let x = inner.x + keys + 1;
                pen.text(x, y, inner.right().saturating_sub(x), text, Role::Text);
            }
            Line::Text(text) => {
                pen.text(inner.x, y, inner.width, text, Role::Text);
            }
            Line::Blank => {}
        }
    }
    let left = all.len().saturating_sub(top + usize::from(inner.height));
    if left > 0 && inner.height > 2 {
        let text = format!(" {left} more lines below ");
        pen.text_right(inner.x, inner.bottom(), inner.width, &text, Role::Dim);
    }
}
