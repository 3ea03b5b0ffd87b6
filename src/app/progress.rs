//! How fast long work goes, and when it may be done: worked out from what it reported and when. Nothing here looks at a
//! clock, and nothing moves between two reports.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::model::column::grouped;
use crate::model::far::{Far, Step};

/// Reports that are looked back on.
const REPORTS: usize = 40;

/// A rate over less than this is no rate, in milliseconds.
const LEAST_SPAN: i64 = 1_000;

/// Reports older than this say nothing of the rate now, in milliseconds.
const LONGEST_SPAN: i64 = 10_000;

/// What moves while something really does; every terminal has these.
const PHASES: [&str; 4] = ["|", "/", "-", "\\"];

/// What work is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of a file.
    Bytes,
    /// Rows of a list, by what they are called.
    Rows(&'static str),
}

/// The dated reports of one piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    reports: VecDeque<(Timestamp, u64)>,
    phase: usize,
}

impl Pace {
    /// It came so far. Work that begins again, or another step of it, has no pace yet.
    pub fn report(&mut self, at: Timestamp, done: u64) {
        let last = self.reports.back().copied();
        if last.is_some_and(|(before, so_far)| done < so_far || at < before) {
            self.reports.clear();
        } else if last.is_some_and(|(_, so_far)| done == so_far) {
            // Nothing moved; that time passes is told by the next one that did.
            return;
        }
        self.phase = self.phase.wrapping_add(1);
        self.reports.push_back((at, done));
        while self.reports.len() > REPORTS || self.reports.len() > 2 && self.is_old(at) {
            self.reports.pop_front();
        }
    }

    fn is_old(&self, now: Timestamp) -> bool {
        let second = self.reports.get(1);
        second.is_some_and(|(at, _)| millis(*at, now) >= LONGEST_SPAN)
    }

    /// How much is done in a second; none before it can be told.
    pub fn rate(&self) -> Option<u64> {
        let (from, before) = self.reports.front()?;
        let (to, done) = self.reports.back()?;
        let span = millis(*from, *to);
        if span < LEAST_SPAN {
            return None;
        }
        let span = u128::try_from(span).ok()?;
        let rate = u128::from(done - before) * 1_000 / span;
        u64::try_from(rate).ok().filter(|rate| *rate > 0)
    }

    /// Seconds until a total is reached at this rate.
    pub fn left(&self, total: u64) -> Option<u64> {
        let (_, done) = self.reports.back()?;
        let rate = self.rate()?;
        Some(total.saturating_sub(*done).div_ceil(rate))
    }

    /// A sign that turns with every report.
    pub fn sign(&self) -> &'static str {
        PHASES[self.phase % PHASES.len()]
    }

    /// Whether anything was reported.
    pub fn moves(&self) -> bool {
        !self.reports.is_empty()
    }
}

/// How far work over the rows of a list is, and how fast it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// How far.
    pub far: Far,
    /// How fast.
    pub pace: Pace,
}

impl Gone {
    /// It came so far. Another step than before has no pace yet.
    pub fn report(gone: &mut Option<Self>, far: Far, at: Timestamp) {
        let before = gone.take().filter(|gone| gone.far.step == far.step);
        let mut pace = before.map_or_else(Pace::default, |gone| gone.pace);
        pace.report(at, far.read);
        *gone = Some(Self { far, pace });
    }

    /// How far, how fast and how long, in ever fewer words. Where all rows are read several times it says which time
    /// it is, and the time left is that of all of them.
    pub fn said(&self, noun: &'static str) -> Vec<String> {
        let Far {
            done,
            rows,
            pass,
            passes,
            ..
        } = self.far;
        let unit = match self.far.step {
            Step::Values => Unit::Rows("values"),
            _ => Unit::Rows(noun),
        };
        let rate = self.pace.rate();
        let left = self.pace.left(self.far.whole());
        let left = left.filter(|_| self.far.left() > 0);
        let mut wordings = worded((unit, done, rows), (rate, left));
        if passes > 1 {
            wordings.truncate(2);
            for text in &mut wordings {
                *text = format!("pass {pass} of {passes}, {text}");
            }
            let of_all = (unit, self.far.read, self.far.whole());
            wordings.extend(worded(of_all, (rate, left)).drain(2..));
        }
        wordings
    }
}

fn millis(from: Timestamp, to: Timestamp) -> i64 {
    to.as_millisecond().saturating_sub(from.as_millisecond())
}

/// How far work is, how fast it goes and when it may be done, in ever fewer words. A total of 0 is not known, and that
/// is said instead of guessed.
pub fn said(unit: Unit, done: u64, total: u64, pace: &Pace) -> Vec<String> {
    let left = pace.left(total).filter(|_| total > done);
    worded((unit, done, total), (pace.rate(), left))
}

fn worded(
    (unit, done, total): (Unit, u64, u64),
    (rate, left): (Option<u64>, Option<u64>),
) -> Vec<String> {
    let (so_far, of) = match total {
        0 => (
            format!("{}, of how many is not known", amount(unit, done)),
            amount(unit, done),
        ),
        _ => (of_total(unit, done.min(total), total), share(done, total)),
    };
    let rate = rate.map(|rate| format!("{}/s", amount(unit, rate)));
    let left = left.map(|seconds| format!("{} left", time(seconds)));
    let join = |parts: &[&Option<String>]| {
        let parts: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
        parts.join(" · ")
    };
    let (so_far, of) = (Some(so_far), Some(of));
    vec![
        join(&[&so_far, &rate, &left]),
        join(&[&so_far, &left]),
        join(&[&of, &left]),
        join(&[&of]),
    ]
}

/// How much of a whole, which is not nothing.
fn share(done: u64, total: u64) -> String {
    let percent = u128::from(done.min(total)) * 100 / u128::from(total.max(1));
    format!("{percent}%")
}

/// The first of the wordings that fits, else the last.
pub fn fitting(wordings: Vec<String>, room: usize) -> String {
    use unicode_width::UnicodeWidthStr;
    let last = wordings.last().cloned().unwrap_or_default();
    let fits = wordings.into_iter().find(|text| text.width() <= room);
    fits.unwrap_or(last)
}

/// `12.4 of 80.1 MB`, the unit once where it is the same.
fn of_total(unit: Unit, done: u64, total: u64) -> String {
    match unit {
        Unit::Rows(noun) => format!("{} of {} {noun}", count(done), count(total)),
        Unit::Bytes => {
            let (some, all) = (bytes(done), bytes(total));
            match (some.split_once(' '), all.split_once(' ')) {
                (Some((number, one)), Some((_, other))) if one == other => {
                    format!("{number} of {all}")
                }
                _ => format!("{some} of {all}"),
            }
        }
    }
}

fn amount(unit: Unit, n: u64) -> String {
    match unit {
        Unit::Rows(noun) => format!("{} {noun}", count(n)),
        Unit::Bytes => bytes(n),
    }
}

fn count(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A size in a few cells.
pub fn bytes(n: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", n / unit, n % unit * 10 / unit);
    match n {
        0..=999 => format!("{n} B"),
        1_000..=999_999 => format!("{} kB", tenths(1_000)),
        1_000_000..=999_999_999 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

/// A span of time in its two largest units.
pub fn time(seconds: u64) -> String {
    let pair = |large: u64, one: &str, small: u64, other: &str| match small {
        0 => format!("{large} {one}"),
        _ => format!("{large} {one} {small} {other}"),
    };
    match seconds {
        0..=59 => format!("{seconds} s"),
        60..=3_599 => pair(seconds / 60, "min", seconds % 60, "s"),
        3_600..=86_399 => pair(seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
        _ => pair(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + millis).unwrap()
    }

    fn pace(reports: &[(i64, u64)]) -> Pace {
        let mut pace = Pace::default();
        for (millis, done) in reports {
            pace.report(at(*millis), *done);
        }
        pace
    }

    #[test]
    fn a_download_tells_how_far_how_fast_and_how_long() {
        let pace = pace(&[(0, 0), (2_000, 6_200_000), (4_000, 12_400_000)]);
        let said = said(Unit::Bytes, 12_400_000, 80_100_000, &pace);
        assert_eq!(said[0], "12.4 of 80.1 MB · 3.1 MB/s · 22 s left");
        assert_eq!(said[3], "15%");
        assert_eq!(fitting(said, 26), "15% · 22 s left");
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        let early = pace(&[(0, 100), (400, 200)]);
        assert_eq!(
            (early.rate(), early.left(1_000)),
            (None, None),
            "too early to say"
        );
        let none = said(Unit::Bytes, 5_000, 0, &pace(&[(0, 0), (2_000, 5_000)]));
        assert_eq!(none[0], "5.0 kB, of how many is not known · 2.5 kB/s");
        assert_eq!(none[3], "5.0 kB");
        let rows = said(Unit::Rows("links"), 1_200, 30_000_000, &Pace::default());
        assert_eq!(rows[0], "1,200 of 30,000,000 links");
    }

    #[test]
    fn rows_that_are_read_several_times_are_told_a_pass_at_a_time() {
        let far = |done, pass, read| Far {
            step: Step::Sort,
            done,
            rows: 5_000,
            pass,
            passes: 3,
            read,
        };
        let mut gone = None;
        Gone::report(&mut gone, far(1_000, 1, 1_000), at(0));
        Gone::report(&mut gone, far(2_000, 2, 7_000), at(2_000));
        let said = gone.clone().unwrap().said("links");
        assert_eq!(
            said[0],
            "pass 2 of 3, 2,000 of 5,000 links · 3,000 links/s · 3 s left"
        );
        assert_eq!(said[1], "pass 2 of 3, 2,000 of 5,000 links · 3 s left");
        assert_eq!(
            (said[2].as_str(), said[3].as_str()),
            ("46% · 3 s left", "46%")
        );
        let values = Far {
            step: Step::Values,
            passes: 1,
            ..far(10, 1, 10)
        };
        Gone::report(&mut gone, values, at(2_100));
        let said = gone.unwrap().said("links");
        assert_eq!(
            said[0], "10 of 5,000 values",
            "another step has no pace yet"
        );
    }

    #[test]
    fn another_step_has_no_pace_yet_and_an_old_one_is_forgotten() {
        let again = pace(&[(0, 0), (5_000, 500), (5_100, 10)]);
        assert_eq!(again.rate(), None);
        // Fast a minute ago, slow now.
        let slow = pace(&[
            (0, 0),
            (1_000, 1_000_000),
            (61_000, 1_000_060),
            (71_000, 1_000_160),
        ]);
        assert_eq!(slow.rate(), Some(10));
        let back = pace(&[(5_000, 5), (4_000, 9)]);
        assert_eq!(back.rate(), None, "a clock that was put back");
    }

    #[test]
    fn the_sign_turns_only_when_something_moved() {
        let mut moving = pace(&[(0, 1)]);
        let first = moving.sign();
        moving.report(at(5_000), 1);
        assert_eq!(moving.sign(), first);
        moving.report(at(6_000), 2);
        assert_ne!(moving.sign(), first);
        assert!(!Pace::default().moves());
    }

    #[test]
    fn times_are_told_in_two_units() {
        let told = [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (61, "1 min 1 s"),
            (7_260, "2 h 1 min"),
            (90_000, "1 d 1 h"),
        ];
        for (seconds, text) in told {
            assert_eq!(time(seconds), text);
        }
    }
}
