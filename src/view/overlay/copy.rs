//! What is copied, and how, with its first row and its size.

use ratatui::layout::Rect;

use super::sheet;
use crate::app::copying::CopyForm;
use crate::app::export::on_screen;
use crate::app::listing::list;
use crate::app::marking::marks;
use crate::app::mouse::Spot;
use crate::app::overlay::CopySheet;
use crate::app::overlay::copy::What;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::column::bytes;
use crate::view::list::count;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, copy: &CopySheet) {
    let inner = sheet(state, pen, (76, 13), "Copy");
    let mut y = inner.y;
    for (at, what) in What::ALL.into_iter().enumerate() {
        let here = what == copy.what;
        let mark = if here { "▸" } else { " " };
        let text = format!("{mark} {}", words(state, copy, what));
        if y < inner.bottom() {
            let place = Rect::new(inner.x, y, inner.width, 1);
            pen.spot(place, Spot::Row(at, 0));
            pen.text(inner.x, y, inner.width, &text, Role::Text);
            if here {
                pen.wash(place, Role::Cursor);
            }
        }
        y += 1;
    }
    y += 1;
    let mut x = inner.x;
    let room = |x: u16| inner.right().saturating_sub(x);
    x += pen.text(x, y, room(x), "as ", Role::Dim);
    for (at, form) in CopyForm::ALL.into_iter().enumerate() {
        let (text, role) = match form == copy.form {
            true => (format!("[{}]", form.title()), Role::HeaderCurrent),
            false => (format!(" {} ", form.title()), Role::Text),
        };
        let used = pen.text(x, y, room(x), &text, role);
        pen.spot(Rect::new(x, y, used, 1), Spot::Tab(at));
        x += used + 1;
    }
    let below = Rect::new(
        inner.x,
        y + 2,
        inner.width,
        inner.bottom().saturating_sub(y + 2),
    );
    preview(pen, below, copy);
}

/// What would be copied, with how much of it there is.
fn words(state: &State, copy: &CopySheet, what: What) -> String {
    let own = list(state, copy.pane);
    match what {
        What::Cell => format!("cell    {}", own.title(own.column)),
        What::Row => format!("row     {} columns", on_screen(state, copy.pane).len()),
        What::Marked => {
            let marks = marks(state, copy.pane);
            let all = marks.count();
            let here = marks.here(own.generation).unwrap_or(all);
            let beside = match all - here.min(all) {
                0 => String::new(),
                beside => format!("; {} more are not in this list", count(beside)),
            };
            format!(
                "marked  {} of {} rows{beside}",
                count(here),
                count(own.total.unwrap_or(0))
            )
        }
    }
}

fn preview(pen: &mut Pen, area: Rect, copy: &CopySheet) {
    let mut lines = Vec::new();
    let role = match &copy.written {
        None => {
            lines.push("reading …".to_owned());
            Role::Dim
        }
        Some(Err(why)) => {
            lines.extend(wrap(why, usize::from(area.width).max(1)));
            Role::Warn
        }
        Some(Ok(written)) => {
            pen.text(area.x, area.y, area.width, &written.first, Role::Text);
            lines.push(String::new());
            let rows = match written.rows {
                1 => "1 row".to_owned(),
                rows => format!("{} rows", count(rows)),
            };
            let size = format!("{rows}, {} bytes", bytes(written.bytes));
            let way = match written.to_file {
                true => ": too much for the clipboard, it becomes a file in the working folder",
                false => " to the terminal's clipboard",
            };
            lines.extend(wrap(
                &format!("{size}{way}"),
                usize::from(area.width).max(1),
            ));
            Role::Dim
        }
    };
    pen.lines(area, &lines, role);
}
