//! The months beside the referring domains: a sign each, as high as the links that were first found in it.

use ratatui::layout::Rect;

use super::widgets::Pen;
use crate::app::effect::Pane;
use crate::app::sparks::width;
use crate::app::state::{Focus, State};
use crate::config::Role;
use crate::model::picture::month_text;

/// Heights, and the same where few signs are there: the height as a number.
const SIGNS: [[&str; 9]; 2] = [
    [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    [".", "1", "2", "3", "4", "5", "6", "7", "8"],
];

/// Parts the months' place from the list's; none of it where they are not shown.
pub(super) fn part(state: &State, area: Rect) -> (Rect, Rect) {
    let cells = width(state, area.width);
    let list = Rect::new(area.x, area.y, area.width - cells, area.height);
    let beside = Rect::new(list.right(), area.y, cells, area.height);
    (list, beside)
}

pub(super) fn draw(state: &State, pen: &mut Pen, area: Rect) {
    if area.width < 3 || area.height == 0 {
        return;
    }
    let own = &state.domains.list;
    let (x, room) = (area.x + 2, area.width - 2);
    let head = match state.sparks.last {
        0 => "First seen".to_owned(),
        last => format!("First seen, to {}", month_text(last)),
    };
    pen.text(x, area.y, room, &head, Role::Header);
    let signs = &SIGNS[usize::from(state.options.ascii)];
    for y in area.y + 1..area.bottom() {
        let place = own.top + u64::from(y - area.y - 1);
        let Some(row) = own.window.row(place) else {
            continue;
        };
        let spark = state.sparks.of(row.id);
        let text: String = match spark {
            Some(spark) => spark.heights().map(|height| signs[height.min(8)]).concat(),
            None => "…".to_owned(),
        };
        pen.text(x, y, room, &text, Role::Chart1);
        if place == own.cursor {
            let role = match state.focus == Focus::from(Pane::Domains) {
                true => Role::Cursor,
                false => Role::CursorUnfocused,
            };
            pen.wash(Rect::new(area.x, y, area.width, 1), role);
        }
    }
}
