//! The numbers of a picture as a table.

use ratatui::layout::Rect;

use super::{Shown, percent, value};
use crate::app::mouse::Spot;
use crate::app::overlay::pictures::grain_of;
use crate::config::Role;
use crate::model::column::Value;
use crate::model::picture::Mark;
use crate::view::widgets::Pen;

/// Cells of a number.
const NUMBER: u16 = 13;

pub(super) fn draw(pen: &mut Pen, shown: &Shown) {
    let plot = shown.places.plot;
    let grain = grain_of(shown.sheet, (pen.area().width, pen.area().height));
    let heads = shown.picture.heads();
    let mut rows = shown.picture.table(grain);
    let regions = shown.picture.regions().into_iter();
    rows.extend(regions.map(|region| region_row(shown, region, heads.len())));
    let names = shown.marks.first().map_or(1, |mark| mark.names.len());
    let fit = shown.places.lines();
    let top = shown
        .sheet
        .top
        .max((shown.sheet.mark + 1).saturating_sub(fit));
    // Of many numbers those around the chosen one are shown.
    let numbers = heads.len().saturating_sub(names);
    let room = plot.width.saturating_sub(2);
    let least = 12 * u16::try_from(names).unwrap_or(1);
    let shows = usize::from(room.saturating_sub(least) / NUMBER).clamp(1, numbers.max(1));
    let from = (shown.sheet.number + 1).saturating_sub(shows);
    let of = |at: usize| at < names || (names + from..names + from + shows).contains(&at);
    let shown_numbers = u16::try_from(shows).unwrap_or(1) * NUMBER;
    let name = room.saturating_sub(shown_numbers) / u16::try_from(names).unwrap_or(1).max(1);
    let line = |pen: &mut Pen, y: u16, sign: &str, cells: &[String], role: Role| {
        pen.text(plot.x, y, 2, sign, role);
        let mut x = plot.x + 2;
        for (at, cell) in cells.iter().enumerate().filter(|(at, _)| of(*at)) {
            if at < names {
                pen.text(x, y, name.saturating_sub(1), cell, role);
                x += name;
            } else {
                pen.text_right(x, y, NUMBER, cell, role);
                x += NUMBER;
            }
        }
    };
    line(pen, plot.y, "", &heads, Role::Header);
    let all = rows.iter().enumerate().skip(top).take(fit);
    for (y, (at, row)) in (plot.y + 1..).zip(all) {
        let place = Rect::new(plot.x, y, plot.width, 1);
        pen.spot(place, Spot::Row(at, top));
        let here = at == shown.sheet.mark;
        let cells: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(at, cell)| told(cell, at < names))
            .collect();
        let sign = if here { shown.signs.here } else { "" };
        line(pen, y, sign, &cells, Role::Text);
        if here {
            pen.wash(place, Role::Cursor);
        }
    }
}

/// A region below the buckets: its name stands in the place of the flows.
fn region_row(shown: &Shown, region: Mark, cells: usize) -> Vec<Value> {
    let number = region.numbers.first().copied().flatten().unwrap_or(0);
    let share = u64::try_from(number).map_or(0.0, |n| shown.picture.basis.share(n));
    let mut row = region.names;
    row.resize(cells.saturating_sub(2), Value::Text(String::new()));
    row.extend([Value::Int(number), Value::Share(share)]);
    row
}

fn told(cell: &Value, is_name: bool) -> String {
    match cell {
        Value::Text(text) if text.is_empty() => String::new(),
        Value::Share(share) => percent(*share),
        Value::Null if !is_name => "–".to_owned(),
        cell => value(cell),
    }
}
