//! The most frequent values, each with its bar, count and share; of networks also the share of all up to it.

use ratatui::layout::Rect;

use super::{Shown, percent, value};
use crate::app::mouse::Spot;
use crate::config::Role;
use crate::model::column::grouped;
use crate::model::picture::Bars;
use crate::view::widgets::Pen;

/// Cells of a count.
const COUNT: u16 = 12;

/// Cells of a share.
const SHARE: u16 = 8;

pub(super) fn draw(pen: &mut Pen, shown: &Shown, bars: &Bars) {
    let plot = shown.places.plot;
    let basis = &shown.picture.basis;
    let shares = SHARE * (1 + u16::from(bars.cumulated));
    let room = plot.width.saturating_sub(COUNT + shares + 2);
    let name = (room * 45 / 100).max(room.min(12));
    let bar = room.saturating_sub(name + 1);
    let fit = shown.places.lines();
    let top = shown
        .sheet
        .top
        .max((shown.sheet.mark + 1).saturating_sub(fit));
    heads(pen, plot, shown, bars, (name, bar));
    let most = bars
        .bars
        .iter()
        .map(|bar| bar.rows)
        .max()
        .unwrap_or(1)
        .max(1);
    let sums = bars.sums();
    let all = bars.bars.iter().enumerate().skip(top).take(fit);
    for (y, (at, own)) in (plot.y + 1..).zip(all) {
        let place = Rect::new(plot.x, y, plot.width, 1);
        pen.spot(place, Spot::Row(at, top));
        let here = at == shown.sheet.mark;
        let sign = if here { shown.signs.here } else { " " };
        let text = format!("{sign} {}", value(&own.value));
        let role = match own.value.is_null() {
            true => Role::Dim,
            false => Role::Text,
        };
        pen.text(plot.x, y, name, &text, role);
        let cells = own.rows as f64 / most as f64 * f64::from(bar);
        let cells = (cells.round() as usize).max(usize::from(own.rows > 0));
        let drawn = shown.signs.lying.repeat(cells.min(usize::from(bar)));
        pen.text(plot.x + name + 1, y, bar, &drawn, Role::Chart1);
        let mut x = plot.x + name + 1 + bar;
        let count = grouped(i64::try_from(own.rows).unwrap_or(i64::MAX));
        pen.text_right(x, y, COUNT, &count, Role::Text);
        x += COUNT;
        pen.text_right(x, y, SHARE, &percent(basis.share(own.rows)), Role::Text);
        if bars.cumulated {
            let share = percent(basis.share(sums[at]));
            pen.text_right(x + SHARE, y, SHARE, &share, Role::Text);
        }
        if here {
            pen.wash(place, Role::Cursor);
        }
    }
}

fn heads(pen: &mut Pen, plot: Rect, shown: &Shown, bars: &Bars, (name, bar): (u16, u16)) {
    let number = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let held = u64::try_from(bars.bars.len()).unwrap_or(u64::MAX);
    let noun = if bars.distinct == 1 {
        "value"
    } else {
        "values"
    };
    let values = match held < bars.distinct {
        true => format!("{} of {} {noun}", number(held), number(bars.distinct)),
        false => format!("{} {noun}", number(bars.distinct)),
    };
    let title = format!("  {}", bars.axis.title);
    pen.text(plot.x, plot.y, name, &title, Role::Header);
    pen.text(plot.x + name + 1, plot.y, bar, &values, Role::Dim);
    let x = plot.x + name + 1 + bar;
    let basis = &shown.picture.basis;
    pen.text_right(x, plot.y, COUNT, &basis.unit, Role::Header);
    pen.text_right(x + COUNT, plot.y, SHARE, "share", Role::Header);
    if bars.cumulated {
        pen.text_right(x + COUNT + SHARE, plot.y, SHARE, "to here", Role::Header);
    }
}
