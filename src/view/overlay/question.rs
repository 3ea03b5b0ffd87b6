//! A question.

use super::sheet;
use crate::app::overlay::Question;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, question: Question) {
    let width = 64.min(state.size.0);
    let lines = wrap(&question.text(), usize::from(width.saturating_sub(4)));
    let height = u16::try_from(lines.len() + 4).unwrap_or(u16::MAX);
    let inner = sheet(state, pen, (width, height), "Sure? y/n");
    let y = pen.lines(inner, &lines, Role::Text);
    if y < inner.bottom() {
        let y = (y + 1).min(inner.bottom().saturating_sub(1));
        let pieces = [
            ("y", Role::Key),
            (" yes   ", Role::Text),
            ("n", Role::Key),
            (" no", Role::Text),
        ];
        pen.pieces(inner.x, y, inner.width, &pieces);
    }
}
