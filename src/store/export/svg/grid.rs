//! TrustFlow against CitationFlow: shades with their numbers, and the line that parts the two regions.

use super::bars::percent;
use super::canvas::{At, Canvas, short};
use crate::model::picture::{Basis, Grid, RULE};
use crate::store::number;

/// Values of a cell, each way.
const EACH: usize = 5;

/// Cells each way.
const CELLS: usize = 21;

/// Where cells begin, and how large they are.
const LEFT: f64 = 40.0;
const TOP: f64 = 18.0;
const WIDE: f64 = 28.0;
const HIGH: f64 = 15.0;

pub(super) fn draw(canvas: &mut Canvas, grid: &Grid, basis: &Basis) {
    let buckets = grid.buckets((EACH, EACH));
    let top = buckets.iter().map(|bucket| bucket.count).max().unwrap_or(0);
    let most = (top.max(1) as f64).ln_1p();
    let bottom = TOP + CELLS as f64 * HIGH;
    for bucket in buckets.iter().filter(|bucket| bucket.count > 0) {
        let x = LEFT + (bucket.x.0 / EACH) as f64 * WIDE;
        let y = bottom - (bucket.y.0 / EACH + 1) as f64 * HIGH;
        // Light enough for the number that stands on it.
        let shade = 0.08 + 0.42 * (bucket.count as f64).ln_1p() / most;
        canvas.mark((x, y), (WIDE, HIGH), shade);
        let text = short(bucket.count);
        canvas.text((x + WIDE / 2.0, y + HIGH - 4.0), At::Middle, &text);
    }
    let right = LEFT + CELLS as f64 * WIDE;
    canvas.rule((LEFT, bottom), (right, bottom));
    canvas.rule((LEFT, TOP), (LEFT, bottom));
    let per = |values: f64, cell: f64| values / EACH as f64 * cell;
    let end = (LEFT + per(100.0, WIDE), bottom - per(50.0, HIGH));
    canvas.rule((LEFT, bottom), end);
    for value in (0..=100).step_by(20) {
        let at = f64::from(value);
        let x = LEFT + per(at, WIDE);
        canvas.text((x, bottom + 13.0), At::Start, &value.to_string());
        let y = bottom - per(at, HIGH);
        canvas.text((LEFT - 4.0, y - 3.0), At::End, &value.to_string());
    }
    canvas.text(
        (right, bottom + 27.0),
        At::End,
        &format!("{} →", grid.x.title),
    );
    canvas.text((0.0, 11.0), At::Start, &format!("↑ {}", grid.y.title));
    let regions = grid.regions();
    let share = |n: u64| format!("{} ({})", number(n), percent(basis.share(n)));
    let text = format!(
        "above the line {}, below {}. {RULE}",
        share(regions.trusted),
        share(regions.cited)
    );
    canvas.text((0.0, bottom + 45.0), At::Start, &text);
    canvas.reach(bottom + 51.0);
}
