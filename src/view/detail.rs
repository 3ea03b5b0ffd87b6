//! 5: one row in full: our title, the value, the provider's own name.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::list::count;
use super::widgets::{Pen, frame};
use crate::app::command::{Command, key_of};
use crate::app::detail::{Line, lines, place};
use crate::app::layout::Layout;
use crate::app::mouse::Spot;
use crate::app::state::{Focus, State};
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::column::{Kind, Value};
use crate::model::text::marked;

/// Cells for our titles.
const TITLE: u16 = 17;

/// A value and the provider's name are not read across more cells than this.
const WIDEST: u16 = 110;

struct Field {
    title: String,
    value: Vec<String>,
    wire: String,
}

/// Draws the row.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let detail = &state.detail;
    let place = place(state)
        .map(|(at, total)| vec![format!("{} of {}", count(at), count(total))])
        .unwrap_or_default();
    let area = frame::pane(state, layout, pen, Focus::Detail, (&place, ""));
    if detail.cells.is_empty() {
        let text = if detail.row.is_some() {
            format!(
                "Reading the row … {} goes back.",
                key_of(&state.keymap, Command::Back)
            )
        } else {
            let key = key_of(&state.keymap, Command::Open);
            let domains = key_of(&state.keymap, Command::PaneDomains);
            let full = key_of(&state.keymap, Command::InFull);
            format!(
                "{key} on a backlink, or {full} on any row, shows it in full. {domains} is the list."
            )
        };
        pen.lines(area, &wrap(&text, usize::from(area.width)), Role::Dim);
        return;
    }
    let area = Rect::new(area.x, area.y, area.width.min(WIDEST), area.height);
    let room = area.width.saturating_sub(TITLE + 2);
    let fields = fields(state, room);
    fields_in(state, pen, area, &fields, room);
}

/// The value broken to its room; of several values each on lines of its own. The provider's name stands at the right of its last line, or below it.
fn value_lines(line: &Line, marks: bool, room: usize) -> Vec<String> {
    let (kind, value, wire) = (line.kind, &line.value, &line.wire);
    let text = match (kind, value) {
        (_, Value::Null) => "–".to_owned(),
        (_, Value::Text(_)) if marks => marked(&value.plain()),
        _ if marks && kind.is_nested() => marked(&value.plain()),
        (Kind::Flag, Value::Flag(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        (Kind::Time, _) => value.told(),
        _ => value.shown(),
    };
    let mut lines = match kind.is_nested() && !value.is_null() && !marks {
        true => (value.elements().iter())
            .flat_map(|element| wrap(element, room.max(4)))
            .collect(),
        false => wrap(&text, room.max(4)),
    };
    if lines.is_empty() {
        lines.push("(empty)".to_owned());
    }
    let last = lines.last().map_or(0, |line| line.width());
    if !wire.is_empty() && last + 2 + wire.width() > room {
        lines.push(String::new());
    }
    lines
}

/// The fields, their values broken to this room.
fn fields(state: &State, room: u16) -> Vec<Field> {
    let field = |line: Line| Field {
        value: value_lines(&line, state.detail.marks, usize::from(room)),
        title: line.title,
        wire: line.wire,
    };
    lines(state).into_iter().map(field).collect()
}

/// Lines scrolled away: half a page at a time, so that most moves of the cursor leave every line where it is.
fn scrolled(fields: &[Field], cursor: usize, height: usize) -> usize {
    let above: usize = fields[..cursor].iter().map(|f| f.value.len()).sum();
    let total: usize = fields.iter().map(|f| f.value.len()).sum();
    let own = fields.get(cursor).map_or(1, |f| f.value.len());
    let step = (height / 2).max(1);
    let below = (above + own).saturating_sub(height);
    let top = below.div_ceil(step) * step;
    top.min(total.saturating_sub(height)).min(above)
}

/// Draws the fields around the selected one; how far they are scrolled follows from it alone.
fn fields_in(state: &State, pen: &mut Pen, area: Rect, fields: &[Field], room: u16) {
    let cursor = state.detail.cursor.min(fields.len().saturating_sub(1));
    let height = usize::from(area.height);
    let top = scrolled(fields, cursor, height);
    let mut line = 0;
    for (at, field) in fields.iter().enumerate() {
        for (part, text) in field.value.iter().enumerate() {
            if line >= top && line < top + height {
                let y = area.y + u16::try_from(line - top).unwrap_or(0);
                let row = Rect::new(area.x, y, area.width, 1);
                pen.spot(row, Spot::Line(at));
                field_line(pen, row, field, (part, text), room);
                if at == cursor {
                    let mark = if part == 0 { "▸" } else { " " };
                    pen.text(row.x, y, 1, mark, Role::Text);
                    if state.focus == Focus::Detail {
                        pen.wash(row, Role::Cursor);
                    }
                }
            }
            line += 1;
        }
    }
}

fn field_line(pen: &mut Pen, row: Rect, field: &Field, (part, text): (usize, &str), room: u16) {
    if part == 0 {
        pen.text(row.x + 2, row.y, TITLE - 1, &field.title, Role::Dim);
    }
    let x = row.x + 2 + TITLE;
    pen.text(x, row.y, room, text, Role::Text);
    if part + 1 == field.value.len() {
        pen.text_right(x, row.y, room, &field.wire, Role::Dim);
    }
}
