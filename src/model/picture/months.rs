//! What was first seen in which month, and what was lost.

use super::Axis;

/// Months from the first to the last, counted from the year 0.
pub type Span = (i32, i32);

/// Months that a calendar of four digits has.
const CALENDAR: std::ops::RangeInclusive<i32> = 12..=119_999;

/// How rows tell that they are lost, by names in filters; an empty name is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LostBy {
    /// The day of the loss.
    pub day: String,
    /// What says that a row without one is lost: a filter.
    pub says: String,
    /// The day that stands for the loss of such a row.
    pub seen: String,
}

/// What was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// How it is told.
    pub by: LostBy,
    /// How many, by month.
    pub counts: Vec<u64>,
}

/// Counts by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Months {
    /// The day when a row was first seen.
    pub found: Axis,
    /// The first month.
    pub first: i32,
    /// How many were first seen, by month.
    pub counts: Vec<u64>,
    /// How many were lost, by month; none where rows do not tell it.
    pub lost: Option<Lost>,
}

impl Months {
    /// From counts by month.
    pub fn of(
        found: Axis,
        seen: &std::collections::BTreeMap<i32, u64>,
        lost: Option<(LostBy, &std::collections::BTreeMap<i32, u64>)>,
    ) -> Self {
        let gone = lost.as_ref().map(|(_, gone)| *gone);
        let ends = |of: &std::collections::BTreeMap<i32, u64>| {
            let first = of.first_key_value().map(|(month, _)| *month);
            first.zip(of.last_key_value().map(|(month, _)| *month))
        };
        let spans = [ends(seen), gone.and_then(ends)];
        let spans = || spans.iter().flatten();
        let first = spans().map(|(first, _)| *first).min();
        let last = spans().map(|(_, last)| *last).max();
        let months = first
            .zip(last)
            .map_or(0..0, |(first, last)| first..last + 1);
        let counted = |of: &std::collections::BTreeMap<i32, u64>| {
            let count = |month| of.get(&month).copied().unwrap_or(0);
            months.clone().map(count).collect::<Vec<u64>>()
        };
        Self {
            found,
            first: months.start,
            counts: counted(seen),
            lost: lost.map(|(by, gone)| Lost {
                by,
                counts: counted(gone),
            }),
        }
    }

    /// The months in steps of so many, each with what was first seen and lost in it. Steps begin with a whole year where
    /// they are as long as a year or parts of one.
    pub fn steps(&self, step: usize) -> Vec<(Span, u64, u64)> {
        let step = i32::try_from(step.max(1)).unwrap_or(i32::MAX);
        let mut steps: Vec<(Span, u64, u64)> = Vec::new();
        for (at, found) in (0i32..).zip(&self.counts) {
            let month = self.first + at;
            let first = month - month.rem_euclid(step);
            let lost = self.lost.as_ref();
            let lost = lost.map_or(0, |lost| lost.counts[at as usize]);
            match steps.last_mut() {
                Some((span, all, gone)) if span.0 == first => {
                    *all += found;
                    *gone += lost;
                }
                _ => steps.push(((first, first.saturating_add(step - 1)), *found, lost)),
            }
        }
        steps
    }

    /// The filter of what was first seen in some months.
    pub fn found_filter(&self, span: Span) -> String {
        in_months(&self.found.name, span)
    }

    /// The filter of what was lost in some months; empty where rows do not tell it.
    pub fn lost_filter(&self, span: Span) -> String {
        let Some(Lost { by, .. }) = &self.lost else {
            return String::new();
        };
        let by_day = (!by.day.is_empty()).then(|| in_months(&by.day, span));
        let seen = (!by.seen.is_empty()).then(|| {
            let mut pieces = Vec::new();
            if !by.day.is_empty() {
                pieces.push(format!("{} is null", by.day));
            }
            pieces.push(by.says.clone());
            pieces.push(in_months(&by.seen, span));
            pieces.join(" and ")
        });
        match (by_day, seen) {
            (Some(day), Some(seen)) => format!("({day} or {seen})"),
            (one, other) => one.or(other).unwrap_or_default(),
        }
    }
}

/// The filter of the days of some months; months beyond the calendar stand for its ends.
fn in_months(name: &str, (first, last): Span) -> String {
    let [first, last] =
        [first, last].map(|month| month_text(month.clamp(*CALENDAR.start(), *CALENDAR.end())));
    if first == last {
        format!("{name}={first}")
    } else {
        format!("{name}>={first} and {name}<={last}")
    }
}

/// The month of a day since 1970-01-01; none where it has no year of four digits.
pub fn month_of(day: i32) -> Option<i32> {
    // Days of a civil calendar, whose years begin in March.
    let days = i64::from(day) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = era * 4_800 + year_of_era * 12 + from_march + 2;
    i32::try_from(month).ok().filter(|m| CALENDAR.contains(m))
}

/// `2024-05`.
pub fn month_text(month: i32) -> String {
    format!(
        "{:04}-{:02}",
        month.div_euclid(12),
        month.rem_euclid(12) + 1
    )
}
