//! Lying bars: the most frequent values, each with its rows and share.

use super::canvas::{At, Canvas, cut};
use crate::model::column::{Value, grouped};
use crate::model::picture::{Bars, Basis};
use crate::store::number;

/// Bars that are drawn.
const MOST: usize = 20;

/// Where bars begin, and how long the longest is.
const FROM: f64 = 230.0;
const LONG: f64 = 250.0;

/// Letters of a name.
const LETTERS: usize = 34;

/// From one bar to the next.
const STEP: f64 = 17.0;

pub(super) fn draw(canvas: &mut Canvas, bars: &Bars, basis: &Basis) {
    let shown = bars.bars.len().min(MOST);
    let top = bars
        .bars
        .iter()
        .map(|bar| bar.rows)
        .max()
        .unwrap_or(0)
        .max(1);
    let sums = bars.sums();
    for (at, bar) in bars.bars.iter().take(MOST).enumerate() {
        let y = at as f64 * STEP;
        let name = match &bar.value {
            Value::Null => "(none)".to_owned(),
            Value::Text(text) if text.is_empty() => "(none)".to_owned(),
            Value::Text(text) => cut(text, LETTERS),
            other => cut(&other.told(), LETTERS),
        };
        canvas.text((FROM - 6.0, y + 12.0), At::End, &name);
        let long = (bar.rows as f64 / top as f64 * LONG).max(0.5);
        canvas.mark((FROM, y + 2.0), (long, STEP - 5.0), 0.75);
        let mut text = format!("{} · {}", number(bar.rows), percent(basis.share(bar.rows)));
        if bars.cumulated {
            text.push_str(&format!(" · Σ {}", percent(basis.share(sums[at]))));
        }
        canvas.text((FROM + long + 5.0, y + 12.0), At::Start, &text);
    }
    canvas.rule((FROM, 0.0), (FROM, shown as f64 * STEP));
    let below = shown as f64 * STEP + 14.0;
    let distinct = grouped(i64::try_from(bars.distinct).unwrap_or(i64::MAX));
    let text = format!("{shown} of {distinct} values of {}", bars.axis.title);
    canvas.text((0.0, below), At::Start, &text);
    canvas.reach(below + 6.0);
}

/// `12.3%`
pub(super) fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}
