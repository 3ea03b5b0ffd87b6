//! Help: the one table of commands with its effective keys.

use super::sheet;
use crate::app::overlay::help::{KEYS, Line, area, lines};
use crate::app::state::State;
use crate::app::update::context_of;
use crate::config::Role;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, top: usize) {
    let place = area(state.size);
    let inner = sheet(state, pen, (place.width, place.height), "Keys");
    let all = lines(&state.keymap, inner.width, context_of(state.focus));
    let keys = u16::try_from(KEYS).unwrap_or(20).min(inner.width / 2);
    for (y, line) in (inner.y..inner.bottom()).zip(all.iter().skip(top)) {
        match line {
            Line::Heading(text) => {
                pen.text(inner.x, y, inner.width, text, Role::Title);
            }
            Line::Row(names, text) => {
                pen.text(inner.x, y, keys, names, Role::Key);
                let x = inner.x + keys + 1;
                pen.text(x, y, inner.right().saturating_sub(x), text, Role::Text);
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
