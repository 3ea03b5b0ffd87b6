//! What both lists draw alike: heads, the rows that are on screen, and only those.

mod nothing;
mod titles;
mod working;

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::hit;
use super::widgets::Pen;
use super::widgets::text::cut;
use crate::app::columns::{Fit, Fitted, MARK, SIGN};
use crate::app::list::List;
use crate::app::marking;
use crate::app::state::{Focus, State};
use crate::config::Role;

pub use nothing::{arriving, empty, not_ranked, nothing_offline, nothing_passes};
pub use titles::{
    COMPUTED, applied, brief_source, count, filter, joined, noun, order, part, part_titles, place,
    source, with,
};
pub use working::{awaited, looking, ranked, standing};

/// Draws heads and rows with their marks.
pub fn draw(state: &State, pen: &mut Pen, area: Rect, list: &List) {
    if area.height == 0 {
        return;
    }
    let fit = list.fit(area.width);
    heads(pen, area, list, &fit);
    let focused = state.focus == Focus::from(list.pane);
    let range = list.range();
    for y in area.y + 1..area.bottom() {
        let place = list.top + u64::from(y - area.y - 1);
        if place >= list.total.unwrap_or(0) {
            break;
        }
        let line = Rect::new(area.x, y, area.width, 1);
        row(pen, line, list, &fit.columns, place);
        if range.as_ref().is_some_and(|range| range.contains(&place)) {
            pen.wash(line, Role::Selection);
        }
        if place == list.cursor {
            let role = if focused {
                Role::Cursor
            } else {
                Role::CursorUnfocused
            };
            pen.text(area.x, y, MARK, "▸", Role::Text);
            pen.wash(line, role);
        }
        hit::letters(state, pen, (list, line), (&fit.columns, place));
        let row = list.window.row(place).map(|row| row.id);
        let sign = marking::sign(state, list.pane, (place, row));
        pen.text(area.x + 1, y, 1, sign, Role::Mark);
    }
}

fn heads(pen: &mut Pen, area: Rect, list: &List, fit: &Fit) {
    for (count, x, sign) in away(fit) {
        let text = match sign {
            '‹' => format!("‹ {count}"),
            _ => format!("{count} ›"),
        };
        match sign {
            '‹' => pen.text(area.x + x, area.y, SIGN, &text, Role::Dim),
            _ => pen.text_right(area.x + x, area.y, SIGN, &text, Role::Dim),
        };
    }
    for column in &fit.columns {
        let x = area.x + column.x;
        let about = &list.table.columns[column.index];
        let order = list.order();
        let mut sorted = String::new();
        if let Some(at) = order.iter().position(|key| key.column == column.index) {
            sorted.push(if order[at].descending { '↓' } else { '↑' });
            if order.len() > 1 {
                sorted.push_str(&(at + 1).to_string());
            }
        }
        // A column that was made narrow loses letters of its title before it loses what it is sorted by.
        let room = usize::from(column.width).saturating_sub(sorted.width());
        let title = cut(list.title(column.index), room) + &sorted;
        let role = if column.index == list.column {
            Role::HeaderCurrent
        } else {
            Role::Header
        };
        let (start, used) = if about.is_right_aligned() {
            let used = pen.text_right(x, area.y, column.width, &title, role);
            (x + column.width.saturating_sub(used), used)
        } else {
            (x, pen.text(x, area.y, column.width, &title, role))
        };
        if column.index == list.column {
            // The brackets stand in the gaps beside the column: choosing one moves no other.
            pen.text(start.saturating_sub(1), area.y, 1, "[", Role::HeaderCurrent);
            pen.text(start + used, area.y, 1, "]", Role::HeaderCurrent);
        }
    }
}

/// How many columns are scrolled away at each side, and where that is said.
fn away(fit: &Fit) -> impl Iterator<Item = (usize, u16, char)> {
    let side = |side: Option<(usize, u16)>, sign| side.map(|(count, x)| (count, x, sign));
    [side(fit.left, '‹'), side(fit.right, '›')]
        .into_iter()
        .flatten()
}

fn row(pen: &mut Pen, area: Rect, list: &List, fitted: &[Fitted], place: u64) {
    let Some(row) = list.window.row(place) else {
        pen.text(
            area.x + MARK,
            area.y,
            area.width.saturating_sub(MARK),
            "·",
            Role::Dim,
        );
        return;
    };
    for column in fitted {
        let x = area.x + column.x;
        if let Some(value) = list.window.cell(row, column.index) {
            let about = &list.table.columns[column.index];
            let shown = value.shown();
            let text = cell_text(list, column.index, &shown);
            let role = match list.chosen.is_frozen(column.index) {
                true => Role::Frozen,
                false => Role::Text,
            };
            if about.is_right_aligned() {
                pen.text_right(x, area.y, column.width, text, role);
            } else {
                pen.text(x, area.y, column.width, text, role);
            }
        }
    }
}

/// What is drawn of a cell. What nearly every address begins with says nothing; another scheme stays in sight.
pub(super) fn cell_text<'a>(list: &List, column: usize, shown: &'a str) -> &'a str {
    let is_address = list.table.columns[column].id.ends_with("_url");
    let rest = shown.strip_prefix("https://").filter(|_| is_address);
    rest.unwrap_or(shown)
}
