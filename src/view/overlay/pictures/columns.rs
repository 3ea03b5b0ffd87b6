//! Columns that stand on an axis, and those that hang below it.

use ratatui::layout::Rect;

use super::Shown;
use super::signs::compact;
use crate::app::mouse::Spot;
use crate::app::overlay::pictures::grain_of;
use crate::config::Role;
use crate::model::picture::{Bins, Months, month_text};
use crate::view::widgets::Pen;

/// Cells of the numbers beside the plot.
const BESIDE: u16 = 5;

/// One column: what stands, what hangs, and what is written below where there is room.
struct Column {
    up: u64,
    down: u64,
    name: Option<String>,
}

pub(super) fn bins(pen: &mut Pen, shown: &Shown, bins: &Bins) {
    let columns: Vec<Column> = bins
        .bins()
        .into_iter()
        .map(|(first, _, up)| Column {
            up,
            down: 0,
            name: Some(first.to_string()),
        })
        .collect();
    draw(pen, shown, &columns, false);
}

pub(super) fn months(pen: &mut Pen, shown: &Shown, months: &Months) {
    let grain = grain_of(shown.sheet, (pen.area().width, pen.area().height));
    let steps = months.steps(grain.months).into_iter();
    let mut year = i32::MIN;
    let columns = steps.map(|((first, _), up, down)| {
        // A year is named where it begins.
        let own = first.div_euclid(12);
        let is_new = own != year;
        year = own;
        let text = month_text(first);
        Column {
            up,
            down,
            name: is_new.then(|| text.chars().take(4).collect()),
        }
    });
    let columns: Vec<Column> = columns.collect();
    draw(pen, shown, &columns, months.lost.is_some());
}

/// Lines above and below the axis, by what stands and hangs: both have the same scale.
fn parted(height: u16, up: u64, down: u64, hangs: bool) -> (u16, u16) {
    if !hangs || height < 4 {
        return (height, 0);
    }
    let share = down as f64 / (up as f64 + down as f64).max(1.0);
    let below = (f64::from(height) * share).round() as u16;
    let below = below.clamp(1, height - 2);
    (height - below, below)
}

fn draw(pen: &mut Pen, shown: &Shown, columns: &[Column], hangs: bool) {
    let plot = shown.places.plot;
    let room = plot.width.saturating_sub(BESIDE);
    let count = u16::try_from(columns.len()).unwrap_or(u16::MAX).max(1);
    let wide = (room / count).clamp(1, 8);
    // A line of names, and one for the axis.
    let height = plot.height.saturating_sub(2);
    let most = |of: fn(&Column) -> u64| columns.iter().map(of).max().unwrap_or(0);
    let (most_up, most_down) = (most(|c| c.up), most(|c| c.down));
    let (above, below) = parted(height, most_up, most_down, hangs);
    let a_line = [(most_up, above), (most_down, below)]
        .map(|(most, lines)| most as f64 / f64::from(lines.max(1)));
    let a_line = a_line[0].max(a_line[1]).max(f64::MIN_POSITIVE);
    let axis = plot.y + above;
    let beside = |pen: &mut Pen, y: u16, n: f64| {
        let text = compact(n.round() as i64);
        pen.text_right(plot.x, y, BESIDE - 1, &text, Role::Dim);
    };
    beside(pen, plot.y, a_line * f64::from(above));
    pen.text_right(plot.x, axis, BESIDE - 1, "0", Role::Dim);
    if below > 0 {
        beside(pen, axis + below, a_line * f64::from(below));
    }
    let line = shown
        .signs
        .axis
        .repeat(usize::from((wide * count).min(room)));
    pen.text(plot.x + BESIDE, axis, room, &line, Role::Dim);
    let mut free = 0;
    for (at, column) in columns.iter().enumerate() {
        let offset = u16::try_from(at).unwrap_or(u16::MAX).saturating_mul(wide);
        if offset >= room {
            break;
        }
        let x = plot.x + BESIDE + offset;
        // A blank keeps wide columns apart.
        let cells = if wide > 2 { wide - 1 } else { wide };
        let place = Rect::new(x, plot.y, cells, above);
        stand(pen, shown, place, column.up as f64 / a_line);
        hang(
            pen,
            shown,
            Rect::new(x, axis + 1, cells, below),
            column.down as f64 / a_line,
        );
        let y = axis + below + 1;
        if let Some(name) = column.name.as_deref().filter(|_| offset >= free) {
            let used = pen.text(x, y, room - offset, name, Role::Dim);
            free = offset + used + 1;
        }
        // What stands is the first number of a mark, what hangs the second.
        pen.spot(Rect::new(x, plot.y, cells, above + 1), Spot::Number(at, 0));
        if below > 0 {
            let place = Rect::new(x, axis + 1, cells, below);
            pen.spot(place, Spot::Number(at, 1));
        }
        if at == shown.sheet.mark {
            let sign = shown.signs.at.repeat(usize::from(cells));
            pen.text(x, axis, cells, &sign, Role::Text);
            let (top, lines) = match shown.sheet.number {
                0 => (plot.y, above + 1),
                _ => (axis, below + 1),
            };
            pen.wash(Rect::new(x, top, cells, lines), Role::Cursor);
        }
    }
}

/// A column of so many lines and parts of one; what is there at all is seen.
fn stand(pen: &mut Pen, shown: &Shown, place: Rect, lines: f64) {
    let eighths = (lines * 8.0).round() as u32;
    let eighths = if lines > 0.0 { eighths.max(1) } else { 0 };
    let signs = &shown.signs.eighths;
    for line in 0..place.height {
        let full = eighths.saturating_sub(u32::from(line) * 8).min(8);
        if full == 0 {
            break;
        }
        let sign = signs[full as usize - 1].repeat(usize::from(place.width));
        let y = place.bottom() - 1 - line;
        pen.text(place.x, y, place.width, &sign, Role::Chart1);
    }
}

fn hang(pen: &mut Pen, shown: &Shown, place: Rect, lines: f64) {
    let whole = if lines > 0.0 {
        (lines.round() as u16).max(1)
    } else {
        0
    };
    for line in 0..whole.min(place.height) {
        let sign = shown.signs.down.repeat(usize::from(place.width));
        pen.text(place.x, place.y + line, place.width, &sign, Role::Chart2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_the_axis_have_room() {
        assert_eq!(parted(10, 100, 0, false), (10, 0));
        assert_eq!(parted(10, 100, 0, true), (9, 1));
        assert_eq!(parted(10, 100, 100, true), (5, 5));
        assert_eq!(parted(10, 0, 100, true), (2, 8));
        assert_eq!(parted(3, 1, 1, true), (3, 0));
        assert_eq!(parted(0, 1, 1, true), (0, 0));
        assert_eq!(parted(10, 0, u64::MAX, true), (2, 8));
    }
}
