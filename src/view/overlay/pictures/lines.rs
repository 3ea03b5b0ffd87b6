//! Figures over time: a strip each, one below the other with a scale of its own, so that they are told apart without
//! colour. Where nothing is known nothing is drawn.

use ratatui::layout::Rect;

use super::Shown;
use super::signs::compact;
use crate::app::mouse::Spot;
use crate::config::Role;
use crate::model::picture::{Lines, Series};
use crate::view::widgets::Pen;

/// Cells of the numbers beside a strip.
const BESIDE: u16 = 6;

/// Lines of a strip below its title, at the least and at the most.
const STRIP: (u16, u16) = (3, 8);

/// Points of a cell: across and down.
const POINTS: (usize, usize) = (2, 4);

pub(super) fn draw(pen: &mut Pen, shown: &Shown, lines: &Lines) {
    let plot = shown.places.plot;
    let height = plot.height.saturating_sub(1);
    let fit = (height / (STRIP.0 + 1)).max(1);
    let count = u16::try_from(lines.series.len()).unwrap_or(u16::MAX);
    let strips = count.clamp(1, fit);
    let each = (height / strips).min(STRIP.1 + 1);
    let chosen = u16::try_from(shown.sheet.number).unwrap_or(u16::MAX);
    let first = (chosen + 1).saturating_sub(strips);
    for strip in 0..strips {
        let at = usize::from(first + strip);
        let Some(series) = lines.series.get(at) else {
            break;
        };
        let place = Rect::new(plot.x, plot.y + strip * each, plot.width, each);
        one(pen, shown, (lines, series), (place, at));
    }
    let y = plot.y + strips * each;
    let x = plot.x + BESIDE;
    let room = plot.width.saturating_sub(BESIDE);
    if y < plot.bottom() {
        pen.text(x, y, room, &lines.text(0), Role::Dim);
        let last = lines.text(lines.places.saturating_sub(1));
        pen.text_right(x, y, room, &last, Role::Dim);
        let hidden = usize::from(count.saturating_sub(strips));
        if hidden > 0 && room > 40 {
            let text = format!("{strips} of {count} figures");
            let middle = room / 2 - 8;
            pen.text(x + middle, y, room - middle, &text, Role::Dim);
        }
    }
}

fn one(
    pen: &mut Pen,
    shown: &Shown,
    (lines, series): (&Lines, &Series),
    (place, number): (Rect, usize),
) {
    let here = number == shown.sheet.number;
    let sign = if here { shown.signs.here } else { " " };
    let role = if here {
        Role::HeaderCurrent
    } else {
        Role::Header
    };
    pen.text(
        place.x,
        place.y,
        place.width,
        &format!("{sign} {}", series.title),
        role,
    );
    let Some((least, most)) = series.ends() else {
        return;
    };
    // From nothing where all is above it: heights can be compared then.
    let least = least.min(0);
    let strip = Rect::new(
        place.x + BESIDE,
        place.y + 1,
        place.width.saturating_sub(BESIDE),
        place.height.saturating_sub(1),
    );
    if strip.width == 0 || strip.height == 0 {
        return;
    }
    pen.text_right(place.x, strip.y, BESIDE - 1, &compact(most), Role::Dim);
    if strip.height > 1 {
        let bottom = strip.bottom() - 1;
        pen.text_right(place.x, bottom, BESIDE - 1, &compact(least), Role::Dim);
    }
    let mut raster = Raster::new((usize::from(strip.width), usize::from(strip.height)));
    let (across, down) = raster.points();
    let places = lines.places.max(2) - 1;
    let x = |at: usize| at * (across - 1) / places;
    let span = (most as f64 - least as f64).max(1.0);
    let y = |value: i64| {
        let share = (value as f64 - least as f64) / span;
        (down - 1) - (share * (down - 1) as f64).round() as usize
    };
    for (first, run) in series.runs() {
        let mut before = None;
        for (at, value) in (first..).zip(run) {
            let point = (x(at), y(value));
            raster.line(before.unwrap_or(point), point);
            before = Some(point);
        }
    }
    let role = if here { Role::Chart1 } else { Role::Chart2 };
    for (line, text) in (0u16..).zip(raster.lines(shown.signs.braille)) {
        pen.text(strip.x, strip.y + line, strip.width, &text, role);
    }
    let cell_of = |at: usize| {
        let cell = u16::try_from(x(at) / POINTS.0).unwrap_or(0);
        strip.x + cell.min(strip.width - 1)
    };
    for at in 0..lines.places {
        // A point is reached up to where the next one stands.
        let (from, to) = (cell_of(at), cell_of(at + 1));
        let place = Rect::new(from, strip.y, (to - from).max(1), strip.height);
        pen.spot(place, Spot::Number(at, number));
    }
    if here {
        let cell = cell_of(shown.sheet.mark);
        pen.wash(Rect::new(cell, strip.y, 1, strip.height), Role::Cursor);
    }
}

/// Points in cells.
struct Raster {
    cells: (usize, usize),
    points: Vec<bool>,
}

impl Raster {
    fn new(cells: (usize, usize)) -> Self {
        let points = vec![false; cells.0 * POINTS.0 * cells.1 * POINTS.1];
        Self { cells, points }
    }

    fn points(&self) -> (usize, usize) {
        (self.cells.0 * POINTS.0, self.cells.1 * POINTS.1)
    }

    fn set(&mut self, x: usize, y: usize) {
        let across = self.points().0;
        if let Some(point) = self.points.get_mut(y * across + x) {
            *point = true;
        }
    }

    /// A straight line, its ends among it.
    fn line(&mut self, from: (usize, usize), to: (usize, usize)) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        let between = |a: usize, b: usize, step: usize| {
            let share = step as f64 / steps as f64;
            (a as f64 + (b as f64 - a as f64) * share).round() as usize
        };
        for step in 0..=steps {
            self.set(between(from.0, to.0, step), between(from.1, to.1, step));
        }
    }

    fn is_set(&self, x: usize, y: usize) -> bool {
        let across = self.points().0;
        self.points.get(y * across + x).copied().unwrap_or(false)
    }

    /// A line of text for each line of cells.
    fn lines(&self, braille: bool) -> Vec<String> {
        let cell = |column: usize, line: usize| {
            let (x, y) = (column * POINTS.0, line * POINTS.1);
            let at = |across: usize, down: usize| self.is_set(x + across, y + down);
            match braille {
                true => braille_of(&at),
                false => plain_of(&at),
            }
        };
        let line = |line: usize| (0..self.cells.0).map(|column| cell(column, line)).collect();
        (0..self.cells.1).map(line).collect()
    }
}

/// The sign of eight points; a blank where none is set.
fn braille_of(at: &dyn Fn(usize, usize) -> bool) -> char {
    const BITS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
    let mut bits = 0;
    for (across, column) in BITS.iter().enumerate() {
        for (down, bit) in column.iter().enumerate() {
            bits |= bit * u32::from(at(across, down));
        }
    }
    match bits {
        0 => ' ',
        bits => char::from_u32(0x2800 + bits).unwrap_or(' '),
    }
}

/// The same with what every terminal has: whether points are high, low or both.
fn plain_of(at: &dyn Fn(usize, usize) -> bool) -> char {
    let any = |lines: [usize; 2]| lines.iter().any(|down| at(0, *down) || at(1, *down));
    match (any([0, 1]), any([2, 3])) {
        (true, true) => '|',
        (true, false) => '\'',
        (false, true) => '.',
        (false, false) => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_become_signs() {
        let mut raster = Raster::new((2, 1));
        assert_eq!(raster.lines(true), ["  "]);
        raster.line((0, 3), (3, 0));
        assert_eq!(raster.lines(true), ["⡠⠊"]);
        assert_eq!(raster.lines(false), [".'"]);
        raster.line((0, 0), (0, 3));
        assert_eq!(raster.lines(false), ["|'"]);
    }
}
