//! Upright bars: how many have a number of which span; what came above, what went below the axis, by month.

use super::WIDTH;
use super::canvas::{At, Canvas, short};
use crate::model::picture::{Bins, Months, month_text};

/// The highest bar.
const HIGH: f64 = 140.0;

/// Months of a step, so that few enough steps are drawn.
const STEPS: [usize; 8] = [1, 3, 6, 12, 24, 60, 120, 1_200];

/// Room beside the first and the last bar.
const EDGE: f64 = 16.0;

/// Steps that have room for their numbers.
const MOST: usize = 22;

pub(super) fn bins(canvas: &mut Canvas, bins: &Bins) {
    let all = bins.bins();
    let top = all.iter().map(|(.., count)| *count).max().unwrap_or(0);
    let step = WIDTH / all.len().max(1) as f64;
    let base = HIGH + 20.0;
    for (at, (first, _, count)) in all.iter().enumerate() {
        let (x, high) = (at as f64 * step, height(*count, top));
        canvas.mark((x + 1.0, base - high), (step - 2.0, high), 0.75);
        if *count > 0 {
            canvas.text(
                (x + step / 2.0, base - high - 3.0),
                At::Middle,
                &short(*count),
            );
        }
        canvas.text(
            (x + step / 2.0, base + 13.0),
            At::Middle,
            &first.to_string(),
        );
    }
    canvas.rule((0.0, base), (WIDTH, base));
    let median = bins.median();
    let median = median.map_or_else(String::new, |median| format!(", median {median}"));
    let text = format!(
        "{} from each value on, {} to a bar{median}",
        bins.axis.title,
        bins.width()
    );
    canvas.text((0.0, base + 30.0), At::Start, &text);
    canvas.reach(base + 36.0);
}

pub(super) fn months(canvas: &mut Canvas, months: &Months) {
    let fits = |step: &usize| months.steps(*step).len() <= MOST;
    let step = STEPS.into_iter().find(fits).unwrap_or(STEPS[7]);
    let all = months.steps(step);
    let has_lost = months.lost.is_some();
    let counts = all.iter().flat_map(|(_, found, lost)| [*found, *lost]);
    let top = counts.max().unwrap_or(0);
    // Names at the ends reach beyond their bars.
    let wide = (WIDTH - 2.0 * EDGE) / all.len().max(1) as f64;
    let deepest = all.iter().map(|(.., lost)| *lost).max().unwrap_or(0);
    let base = HIGH + 20.0;
    for (at, (span, found, lost)) in all.iter().enumerate() {
        let x = EDGE + at as f64 * wide;
        let (up, down) = (height(*found, top), height(*lost, top));
        let middle = x + wide / 2.0;
        canvas.mark((x + 1.0, base - up), (wide - 2.0, up), 0.75);
        if *found > 0 {
            canvas.text((middle, base - up - 3.0), At::Middle, &short(*found));
        }
        if has_lost && *lost > 0 {
            canvas.hollow((x + 1.5, base + 16.0), (wide - 3.0, down));
            canvas.text((middle, base + down + 28.0), At::Middle, &short(*lost));
        }
        // Every second name has room.
        if at % 2 == 0 || all.len() < MOST / 2 {
            let name = match step % 12 {
                0 => (span.0.div_euclid(12)).to_string(),
                _ => month_text(span.0),
            };
            canvas.text((middle, base + 12.0), At::Middle, &name);
        }
    }
    canvas.rule((0.0, base), (WIDTH, base));
    let below = match has_lost {
        true => base + height(deepest, top) + 48.0,
        false => base + 30.0,
    };
    let what = match has_lost {
        true => "filled above: first seen; hollow below: lost",
        false => "first seen",
    };
    let length = match step {
        1 => "a month to a bar".to_owned(),
        12 => "a year to a bar".to_owned(),
        n if n % 12 == 0 => format!("{} years to a bar, by the first", n / 12),
        n => format!("{n} months to a bar, by the first"),
    };
    canvas.text((0.0, below), At::Start, &format!("{what}; {length}"));
    canvas.reach(below + 6.0);
}

/// As high as its share of the highest; what there is is seen.
fn height(count: u64, top: u64) -> f64 {
    match (count, top) {
        (0, _) | (_, 0) => 0.0,
        _ => (count as f64 / top as f64 * HIGH).max(1.0),
    }
}
