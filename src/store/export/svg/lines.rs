//! Figures over time, one under the other, each on its own scale with its least, greatest and last value. What is missing
//! stays a gap.

use super::WIDTH;
use super::canvas::{At, Canvas, cut};
use crate::model::column::grouped;
use crate::model::picture::Lines;

/// Figures that are drawn.
const MOST: usize = 8;

/// From one figure to the next, and how high its line goes.
const STEP: f64 = 84.0;
const HIGH: f64 = 50.0;

/// Letters of a figure's name.
const LETTERS: usize = 50;

pub(super) fn draw(canvas: &mut Canvas, lines: &Lines) {
    let told = lines.series.iter().filter(|series| series.ends().is_some());
    let all = told.clone().count();
    let across = WIDTH / lines.places.saturating_sub(1).max(1) as f64;
    for (at, series) in told.take(MOST).enumerate() {
        let Some((least, greatest)) = series.ends() else {
            continue;
        };
        let top = at as f64 * STEP;
        let base = top + 20.0 + HIGH;
        let span = (greatest as f64 - least as f64).max(1.0);
        let y = |value: i64| base - (value as f64 - least as f64) / span * HIGH;
        for (first, run) in series.runs() {
            let points = run.iter().enumerate();
            let points: Vec<(f64, f64)> = points
                .map(|(at, value)| ((first + at) as f64 * across, y(*value)))
                .collect();
            canvas.path(&points);
        }
        canvas.rule((0.0, base), (WIDTH, base));
        canvas.text((0.0, top + 12.0), At::Start, &cut(&series.title, LETTERS));
        let last = series.values.iter().rev().flatten().next();
        let last = last.map_or_else(String::new, |last| format!(", last {}", grouped(*last)));
        let text = format!("{} to {}{last}", grouped(least), grouped(greatest));
        canvas.text((WIDTH, top + 12.0), At::End, &text);
    }
    let below = all.min(MOST) as f64 * STEP + 6.0;
    canvas.text((0.0, below), At::Start, &lines.text(0));
    let end = lines.places.saturating_sub(1);
    canvas.text((WIDTH, below), At::End, &lines.text(end));
    if all > MOST {
        let text = format!("{MOST} of {all} figures");
        canvas.text((WIDTH / 2.0, below), At::Middle, &text);
    }
    canvas.reach(below + 8.0);
}
