//! What was told, to be read again.

use super::sheet;
use crate::app::overlay::notices::{WHEN, area, lines};
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::view::list::count;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, top: usize) {
    let place = area(state.size);
    let told = u64::try_from(state.notices.all.len()).unwrap_or(u64::MAX);
    let title = match told {
        0 => "What was told".to_owned(),
        _ => format!("What was told, newest first: {}", count(told)),
    };
    let inner = sheet(state, pen, (place.width, place.height), &title);
    let all = lines(state, inner.width);
    if all.is_empty() {
        let text = "Nothing was told yet. What happens while you work stands here with its time.";
        pen.lines(
            inner,
            &wrap(text, usize::from(inner.width).max(1)),
            Role::Dim,
        );
    }
    for (y, line) in (inner.y..inner.bottom()).zip(all.iter().skip(top)) {
        let role = if line.trouble { Role::Bad } else { Role::Text };
        pen.text(inner.x, y, WHEN.saturating_sub(1), &line.when, Role::Dim);
        let x = inner.x + WHEN;
        pen.text(x, y, inner.right().saturating_sub(x), &line.text, role);
    }
    let left = all.len().saturating_sub(top + usize::from(inner.height));
    if left > 0 && inner.height > 2 {
        let text = format!(" {left} more lines below ");
        pen.text_right(inner.x, inner.bottom(), inner.width, &text, Role::Dim);
    }
}
