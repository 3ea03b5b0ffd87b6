//! What both lists draw alike: heads, the rows that are on screen, and only those.

use ratatui::layout::Rect;

use super::widgets::Pen;
use crate::app::action::DatasetFacts;
use crate::app::columns::{Fitted, GAP, MARK};
use crate::app::layout::Layout;
use crate::app::list::List;
use crate::app::state::{Focus, State};
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::column::grouped;
use crate::model::rows::RowId;
use crate::model::text::one_line;

/// Draws heads and rows; `marked` says which rows carry a mark.
pub fn draw(state: &State, pen: &mut Pen, area: Rect, list: &List, marked: &dyn Fn(RowId) -> bool) {
    if area.height == 0 {
        return;
    }
    let fitted = list.fitted(area.width);
    heads(pen, area, list, &fitted);
    let focused = state.focus == Focus::from(list.pane);
    for y in area.y + 1..area.bottom() {
        let place = list.top + u64::from(y - area.y - 1);
        if place >= list.total.unwrap_or(0) {
            break;
        }
        let line = Rect::new(area.x, y, area.width, 1);
        row(pen, line, list, &fitted, place);
        if place == list.cursor {
            let role = if focused {
                Role::Cursor
            } else {
                Role::CursorUnfocused
            };
            pen.text(area.x, y, MARK, "▸", Role::Text);
            pen.wash(line, role);
        }
        if list.window.row(place).is_some_and(|row| marked(row.id)) {
            pen.text(area.x + 1, y, 1, "*", Role::Key);
        }
    }
}

fn heads(pen: &mut Pen, area: Rect, list: &List, fitted: &[Fitted]) {
    let mut x = area.x + MARK;
    for column in fitted {
        let about = &list.table.columns[column.index];
        let mut title = list.title(column.index).to_owned();
        if let Some(key) = list.order().iter().find(|key| key.column == column.index) {
            title.push(if key.descending { '↓' } else { '↑' });
        }
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
        x += column.width + GAP;
    }
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
    let mut x = area.x + MARK;
    for column in fitted {
        if let Some(value) = list.window.cell(row, column.index) {
            let about = &list.table.columns[column.index];
            let shown = value.shown();
            let text = if about.id.ends_with("_url") {
                // What nearly every address begins with says nothing; another scheme stays in sight.
                shown.strip_prefix("https://").unwrap_or(&shown)
            } else {
                &shown
            };
            if about.is_right_aligned() {
                pen.text_right(x, area.y, column.width, text, Role::Text);
            } else {
                pen.text(x, area.y, column.width, text, Role::Text);
            }
        }
        x += column.width + GAP;
    }
}

/// The order in words: `Best TF ↓`.
pub fn order(list: &List) -> Option<String> {
    let Some(key) = list.order().first() else {
        return list.view.as_ref().map(|_| "as delivered".to_owned());
    };
    let title = list.title(key.column);
    Some(format!(
        "{title} {}",
        if key.descending { '↓' } else { '↑' }
    ))
}

/// Whether rows are still coming, or the order is being worked out.
pub fn standing(list: &List, facts: &DatasetFacts) -> Option<String> {
    if !facts.complete {
        Some("arriving".to_owned())
    } else if list.ranking && list.total.is_some() {
        Some("ranking …".to_owned())
    } else {
        None
    }
}

/// Each wording as one text.
pub fn joined(wordings: &[&[Option<String>]]) -> Vec<String> {
    let join = |parts: &&[Option<String>]| {
        let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
        parts.join(" · ")
    };
    wordings.iter().map(join).collect()
}

/// Where the numbers come from, where no breadcrumb says it: in full, and in few words.
pub fn source(layout: &Layout, facts: &DatasetFacts) -> (Option<String>, Option<String>) {
    if layout.crumb.height > 0 {
        return (None, None);
    }
    let full = one_line(&facts.source);
    (Some(full.clone()), Some(brief_source(&full)))
}

/// `historic 2026-10-05` of `majestic historic index of 2026-10-05`; the provider's name stands in the head.
pub fn brief_source(source: &str) -> String {
    match source.split_once(" index of ") {
        Some((index, day)) => format!("{} {day}", index.split(' ').next_back().unwrap_or(index)),
        None => source.to_owned(),
    }
}

/// Where the cursor stands: `37 / 12,400`.
pub fn place(list: &List) -> String {
    match list.total {
        Some(total) if total > 0 => format!("{} / {}", count(list.cursor + 1), count(total)),
        _ => String::new(),
    }
}

/// A count with its thousands set apart.
pub fn count(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A sentence where rows would be.
pub fn empty(pen: &mut Pen, area: Rect, text: &str) {
    pen.lines(area, &wrap(text, usize::from(area.width)), Role::Dim);
}
