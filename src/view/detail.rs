//! 5: one link in full: our title, the value, the provider's own name.

use ratatui::layout::Rect;

use super::widgets::{Pen, frame};
use crate::app::command::{Command, key_of};
use crate::app::layout::Layout;
use crate::app::state::{Focus, State};
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::column::{Kind, Value};
use crate::model::link::LINKS;

/// Cells for our titles.
const TITLE: u16 = 17;

/// Cells for the provider's names; they give way on a narrow pane.
const WIRE: u16 = 31;

struct Field {
    title: &'static str,
    value: Vec<String>,
    wire: &'static str,
}

/// Draws the link.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let detail = &state.detail;
    let place = detail
        .place
        .map_or_else(String::new, |(at, total)| format!("{at} of {total}"));
    let area = frame::pane(state, layout, pen, Focus::Detail, (&place, ""));
    if detail.cells.is_empty() {
        let text = if detail.row.is_some() {
            "reading …".to_owned()
        } else {
            let key = key_of(&state.keymap, Command::Open);
            format!("{key} on a backlink shows it in full.")
        };
        pen.lines(area, &wrap(&text, usize::from(area.width)), Role::Dim);
        return;
    }
    let wire = if area.width >= 66 { WIRE } else { 0 };
    let room = area.width.saturating_sub(TITLE + 2 + wire);
    let fields: Vec<Field> = LINKS
        .columns
        .iter()
        .zip(&detail.cells)
        .map(|(column, value)| Field {
            title: column.title,
            value: value_lines(
                column.kind,
                value,
                usize::from(room),
                wire == 0,
                column.wire,
            ),
            wire: if column.wire.is_empty() {
                "(derived)"
            } else {
                column.wire
            },
        })
        .collect();
    fields_in(state, pen, area, &fields, (room, wire));
}

/// The value broken to its room. Where the provider's name has no column of its own, it stands below.
fn value_lines(kind: Kind, value: &Value, room: usize, below: bool, wire: &str) -> Vec<String> {
    let text = match (kind, value) {
        (_, Value::Null) => "–".to_owned(),
        (Kind::Flag, Value::Flag(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        _ => value.shown(),
    };
    let mut lines = wrap(&text, room.max(4));
    if lines.is_empty() {
        lines.push("(empty)".to_owned());
    }
    if below && !wire.is_empty() {
        lines.push(format!("({wire})"));
    }
    lines
}

/// Draws the fields around the selected one; how far they are scrolled follows from it alone.
fn fields_in(state: &State, pen: &mut Pen, area: Rect, fields: &[Field], (room, wire): (u16, u16)) {
    let cursor = state.detail.cursor.min(fields.len().saturating_sub(1));
    let above: usize = fields[..cursor].iter().map(|f| f.value.len()).sum();
    let total: usize = fields.iter().map(|f| f.value.len()).sum();
    let height = usize::from(area.height);
    let own = fields.get(cursor).map_or(1, |f| f.value.len());
    let middle = (above + own / 2).saturating_sub(height / 2);
    let top = middle.min(total.saturating_sub(height)).min(above);
    let mut line = 0;
    for (at, field) in fields.iter().enumerate() {
        for (part, text) in field.value.iter().enumerate() {
            if line >= top && line < top + height {
                let y = area.y + u16::try_from(line - top).unwrap_or(0);
                let row = Rect::new(area.x, y, area.width, 1);
                field_line(pen, row, field, (part, text), (room, wire));
                if at == cursor {
                    pen.text(row.x, y, 1, "▸", Role::Text);
                    if state.focus == Focus::Detail {
                        pen.wash(row, Role::Cursor);
                    }
                }
            }
            line += 1;
        }
    }
}

fn field_line(
    pen: &mut Pen,
    row: Rect,
    field: &Field,
    (part, text): (usize, &str),
    (room, wire): (u16, u16),
) {
    let first = part == 0;
    if first {
        pen.text(row.x + 2, row.y, TITLE - 1, field.title, Role::Dim);
    }
    let own_name = wire == 0 && !first && part + 1 == field.value.len();
    let role = if own_name { Role::Dim } else { Role::Text };
    pen.text(row.x + 2 + TITLE, row.y, room, text, role);
    if first && wire > 0 {
        let x = row.right().saturating_sub(wire - 1);
        pen.text(x, row.y, wire - 1, field.wire, Role::Dim);
    }
}
