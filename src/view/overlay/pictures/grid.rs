//! CitationFlow to the right, TrustFlow upwards: shades where many rows are counted, numbers in a matrix.

use ratatui::layout::Rect;

use super::signs::{SHADES, compact, shade, shade_starts};
use super::{Shown, said};
use crate::app::mouse::Spot;
use crate::app::overlay::pictures::{LEGEND, grain_of};
use crate::config::Role;
use crate::model::column::grouped;
use crate::model::picture::{Bucket, Grid, SIDE};
use crate::view::widgets::Pen;

/// Cells of the numbers beside the plot.
const BESIDE: u16 = 5;

pub(super) fn draw(pen: &mut Pen, shown: &Shown, grid: &Grid) {
    let plot = shown.places.plot;
    let grain = grain_of(shown.sheet, (pen.area().width, pen.area().height));
    let buckets = grid.buckets((grain.x, grain.y));
    let (across, high) = (SIDE.div_ceil(grain.x), SIDE.div_ceil(grain.y));
    let width = usize::from(plot.width.saturating_sub(BESIDE)) / across.max(1);
    let most = buckets.iter().map(|bucket| bucket.count).max().unwrap_or(0);
    let starts = shade_starts(most);
    let mut at = 0;
    for (line, row) in (0u16..).zip(buckets.chunks(across.max(1))) {
        let y = plot.y + line;
        if y >= plot.bottom() {
            break;
        }
        let first = row.first().map_or(0, |bucket| bucket.y.0);
        if grain.y >= 4 || first.is_multiple_of(10) {
            pen.text_right(plot.x, y, BESIDE - 1, &first.to_string(), Role::Dim);
        }
        for (column, bucket) in (0u16..).zip(row) {
            let cells = u16::try_from(width).unwrap_or(1).max(1);
            let place = Rect::new(plot.x + BESIDE + column * cells, y, cells, 1);
            let here = bucket.count > 0 && at == shown.sheet.mark;
            if bucket.count > 0 {
                pen.spot(place, Spot::Row(at, 0));
                at += 1;
            }
            cell(
                pen,
                shown,
                grid,
                bucket,
                (place, shade(&starts, bucket.count)),
            );
            if here {
                pen.wash(place, Role::Cursor);
            }
        }
    }
    let below = plot.y + u16::try_from(high).unwrap_or(plot.height);
    names(
        pen,
        Rect::new(plot.x, below, plot.width, 1),
        (grain.x, width.max(1)),
    );
    let fit = plot.bottom().saturating_sub(below + 1).min(LEGEND);
    let area = Rect::new(plot.x, below + 1, plot.width, fit);
    if fit > 0 {
        let text = legend(shown, grid, starts);
        pen.text(area.x, area.y, area.width, &text, Role::Text);
    }
    let first = shown.marks.len() - shown.picture.regions().len().min(shown.marks.len());
    regions(pen, shown, area, first);
}

/// The regions below, each in a line that the cursor can be on.
fn regions(pen: &mut Pen, shown: &Shown, area: Rect, first: usize) {
    let lines = shown.marks.iter().enumerate().skip(first);
    for (y, (at, region)) in (area.y + 1..area.bottom()).zip(lines) {
        let place = Rect::new(area.x, y, area.width, 1);
        pen.spot(place, Spot::Row(at, 0));
        let here = at == shown.sheet.mark;
        let sign = if here { shown.signs.here } else { " " };
        let text = format!("{sign} {}", said(shown, region));
        pen.text(place.x, y, place.width, &text, Role::Text);
        if here {
            pen.wash(place, Role::Cursor);
        }
    }
}

fn cell(pen: &mut Pen, shown: &Shown, grid: &Grid, bucket: &Bucket, (place, shade): (Rect, usize)) {
    let signs = shown.signs;
    if bucket.count == 0 {
        // The line at which TrustFlow is half of CitationFlow.
        let half = (bucket.x.0 + bucket.x.1) / 4;
        if !grid.is_matrix && (bucket.y.0..=bucket.y.1).contains(&half) {
            let text = signs.line.repeat(usize::from(place.width));
            pen.text(place.x, place.y, place.width, &text, Role::Dim);
        }
        return;
    }
    let role = [
        Role::Dim,
        Role::Chart1,
        Role::Chart1,
        Role::Chart2,
        Role::Chart2,
    ][shade];
    let sign = signs.shades[shade];
    if grid.is_matrix {
        let number = compact(i64::try_from(bucket.count).unwrap_or(i64::MAX));
        pen.text(place.x, place.y, 1, sign, role);
        let room = place.width.saturating_sub(1);
        pen.text_right(place.x, place.y, room, &number, Role::Text);
    } else {
        let text = sign.repeat(usize::from(place.width));
        pen.text(place.x, place.y, place.width, &text, role);
    }
}

/// CitationFlow below the plot, so far apart that the numbers do not touch.
fn names(pen: &mut Pen, area: Rect, (step, width): (usize, usize)) {
    let mut free = 0;
    let apart = [10, 20, 25, 50, 100];
    let apart = apart
        .iter()
        .find(|apart| **apart * width / step.max(1) >= 5);
    for value in (0..SIDE).step_by(apart.copied().unwrap_or(100)) {
        let x = u16::try_from(value / step.max(1) * width).unwrap_or(u16::MAX);
        let name = value.to_string();
        if x >= free && x.saturating_add(BESIDE + 3) <= area.width.saturating_add(2) {
            let room = area.width.saturating_sub(BESIDE + x);
            let used = pen.text(area.x + BESIDE + x, area.y, room, &name, Role::Dim);
            free = x + used + 1;
        }
    }
}

/// How it is read: the axes and the shades.
fn legend(shown: &Shown, grid: &Grid, starts: [u64; SHADES]) -> String {
    let signs = shown.signs;
    let mut axes = format!("up {}, right {}", grid.y.title, grid.x.title);
    if !grid.is_matrix {
        axes.push_str(&format!(", {} TF = CF/2", signs.line));
    }
    let mut shades = Vec::new();
    for (sign, start) in signs.shades.iter().zip(starts) {
        if shades.last().is_none_or(|(_, last)| *last < start) {
            shades.push((*sign, start));
        }
    }
    let shades = shades.iter().map(|(sign, start)| {
        let start = grouped(i64::try_from(*start).unwrap_or(i64::MAX));
        format!("{sign}{start}+")
    });
    let shades: Vec<String> = shades.collect();
    format!(
        "{axes} · {}: {}",
        shown.picture.basis.unit,
        shades.join(" ")
    )
}
