//! The sheet on which is said how a list is written out, and how far the one is that is being written.

use ratatui::layout::Rect;

use super::sheet;
use crate::app::export::{AtWork, Columns, Rows, filled, on_screen, rows};
use crate::app::listing::list;
use crate::app::marking;
use crate::app::mouse::Spot;
use crate::app::overlay::ExportSheet;
use crate::app::overlay::export::Line;
use crate::app::progress::{self, Unit};
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::export::Format;
use crate::view::list::count;
use crate::view::widgets::Pen;

const SIZE: (u16, u16) = (78, 20);

/// Cells of a line's name.
const NAME: u16 = 10;

pub(super) fn draw(state: &State, pen: &mut Pen, shown: &ExportSheet) {
    let inner = sheet(state, pen, SIZE, &title(state, shown));
    if let Some(now) = &state.export.at_work {
        return at_work(pen, inner, now);
    }
    let mut y = inner.y;
    for (at, line) in Line::ALL.into_iter().enumerate() {
        if y >= inner.bottom() {
            return;
        }
        let place = Rect::new(inner.x, y, inner.width, 1);
        pen.spot(place, Spot::Row(at, 0));
        let (name, text) = (name(line), text(state, shown, line));
        let is_here = shown.line == line;
        let mark = if is_here { "▸ " } else { "  " };
        pen.text(inner.x, y, NAME + 2, &format!("{mark}{name}"), Role::Title);
        let (x, room) = (inner.x + NAME + 2, inner.width.saturating_sub(NAME + 2));
        match line {
            Line::File => pen.input(x, y, room, &shown.name, is_here),
            _ => drop(pen.text(x, y, room, &text, Role::Text)),
        }
        if is_here && line != Line::File {
            pen.wash(place, Role::Cursor);
        }
        y += 1;
    }
    y = put(pen, inner, y + 1, &summary(state, shown), Role::Text);
    if let Some(said) = &shown.said {
        y = put(pen, inner, y, &format!("✗ {}", said.text), Role::Bad);
    }
    put(pen, inner, y + 1, shown.choice.format.about(), Role::Dim);
}

fn title(state: &State, shown: &ExportSheet) -> String {
    let name = state.title(shown.pane.into());
    match state.export.at_work {
        Some(_) => "Being written".to_owned(),
        None => format!("Export: {name}"),
    }
}

fn at_work(pen: &mut Pen, inner: Rect, now: &AtWork) {
    let share = (now.done * 100).checked_div(now.of).unwrap_or(0).min(100);
    let said = progress::said(Unit::Rows("rows"), now.done, now.of, &now.pace);
    let said = said.first().map_or("", String::as_str);
    let text = format!(
        "{said}, {share}%, to {}. It appears under its name when it is whole; what is stopped leaves nothing.",
        now.file
    );
    put(pen, inner, inner.y, &text, Role::Text);
}

fn name(line: Line) -> &'static str {
    match line {
        Line::Format => "Format",
        Line::Rows => "Rows",
        Line::Columns => "Columns",
        Line::Manifest => "Manifest",
        Line::File => "File",
    }
}

fn text(state: &State, shown: &ExportSheet, line: Line) -> String {
    let (pane, choice) = (shown.pane, &shown.choice);
    let number = |n: Option<u64>| n.map_or_else(|| "being ranked".to_owned(), count);
    match line {
        Line::Format => {
            let all = Format::OFFERED;
            let at = all.iter().position(|format| *format == choice.format);
            let at = at.map_or(1, |at| at + 1);
            format!("{} ({at} of {})", choice.format.title(), all.len())
        }
        Line::Rows => {
            let rows = number(rows(state, pane, choice));
            match choice.rows {
                Rows::All if shown.view.filter.is_empty() => format!("all: {rows}"),
                Rows::All => format!("all that pass the filter: {rows}"),
                Rows::Marked => match marking::told(state, pane) {
                    Some((told, _)) => format!("marked: {rows} ({told})"),
                    None => "marked: none is".to_owned(),
                },
                Rows::First => format!("the first {}, in the order on screen", count(choice.first)),
            }
        }
        Line::Columns => match choice.columns {
            Columns::Filled => format!("all that are filled: {}", filled(state, pane).len()),
            Columns::Shown => format!("as on screen: {}", on_screen(state, pane).len()),
        },
        Line::Manifest => match choice.manifest {
            true => "beside the file: source, filter, order, measure, cost, SHA-256",
            false => "none",
        }
        .to_owned(),
        Line::File => String::new(),
    }
}

/// Rows × columns, and where they go.
fn summary(state: &State, shown: &ExportSheet) -> String {
    let (pane, choice) = (shown.pane, &shown.choice);
    let columns = match choice.columns {
        Columns::Filled => filled(state, pane).len(),
        Columns::Shown => on_screen(state, pane).len(),
    };
    let rows = match rows(state, pane, choice) {
        None => "rows once they are ranked".to_owned(),
        Some(all) => {
            let wanted = (choice.rows == Rows::First).then_some(choice.first);
            let held = choice.format.bound(wanted).unwrap_or(u64::MAX).min(all);
            match held < all {
                true => format!("the first {} of {} rows", count(held), count(all)),
                false => format!("{} rows", count(held)),
            }
        }
    };
    let order = list(state, pane);
    let order = order.order_text(order.order());
    let name = shown.name.value();
    let place = match (name.starts_with('/'), state.export.folder.as_str()) {
        (true, _) => name.to_owned(),
        (false, "") => format!("{name} in the working folder"),
        (false, folder) => format!("{}/{name}", folder.trim_end_matches('/')),
    };
    format!(
        "{rows} × {columns} columns, {order}, to {place}. A file that is there is never written over: a number is added."
    )
}

/// Lines of text from a height on; returns where the next one goes.
fn put(pen: &mut Pen, area: Rect, y: u16, text: &str, role: Role) -> u16 {
    let height = area.bottom().saturating_sub(y);
    let place = Rect::new(area.x, y.min(area.bottom()), area.width, height);
    pen.lines(place, &wrap(text, usize::from(area.width).max(1)), role)
}
