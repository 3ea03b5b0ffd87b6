//! When links were found, seen, fetched and lost, and what of that each of the
//! two views of the world knows.
//!
//! `Historic` knows every link found up to its build date. `Fresh` is built
//! later and knows the links that were seen, or found lost, within the
//! [`FRESH_WINDOW`] days before its own build date.

use jiff::Timestamp;

use crate::index::dice::{Dice, Stream};

/// A view of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Datasource {
    /// Links seen lately; the later build date.
    Fresh,
    /// Every link ever found; the earlier build date.
    Historic,
}

/// Days a link stays in the fresh view after it was last seen or found lost.
pub const FRESH_WINDOW: i32 = 120;

/// 2006-06-06, the first day any link was found.
pub(crate) const EARLIEST_DAY: i32 = 13_305;
/// 2026-10-05, the day the historic view was built.
const HISTORIC_DAY: i32 = 20_731;
/// 2026-11-19, the day the fresh view was built: the end of the world's time.
const FRESH_DAY: i32 = 20_776;

impl Datasource {
    /// The day this view was built, in days since 1970-01-01.
    pub fn build_day(self) -> i32 {
        match self {
            Self::Fresh => FRESH_DAY,
            Self::Historic => HISTORIC_DAY,
        }
    }

    /// The moment this view was built: a fixed day, at a time the seed decides.
    pub fn build_date(self, seed: u64) -> Timestamp {
        let mut dice = Dice::of(seed, Stream::Date, self.build_day() as u64, 0);
        let second = i64::from(self.build_day()) * 86_400 + i64::from(dice.below(86_400));
        Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// The dates of a link as known at the end of the world's time, in days since
/// 2006-06-06; see [`Dates::seen`] for calendar days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    pub(crate) first: u16,
    pub(crate) last: u16,
    pub(crate) crawled: u16,
    /// Plus one; 0 for a link that still stands.
    pub(crate) lost: u16,
}

/// The dates of a link as one view knows them, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When the link was found.
    pub first: i32,
    /// When the link was last seen.
    pub last: i32,
    /// When the source page was last fetched.
    pub crawled: i32,
    /// When the link was found missing.
    pub lost: Option<i32>,
}

impl Dates {
    /// When the link was found, in days since 1970-01-01.
    pub fn found(self) -> i32 {
        EARLIEST_DAY + i32::from(self.first)
    }

    /// What `view` knows of the link; `None` if it does not know the link.
    #[inline]
    pub fn seen(self, view: Datasource) -> Option<Seen> {
        let day = |offset: u16| EARLIEST_DAY + i32::from(offset);
        let mut seen = Seen {
            first: day(self.first),
            last: day(self.last),
            crawled: day(self.crawled),
            lost: self.lost.checked_sub(1).map(day),
        };
        match view {
            Datasource::Fresh => {
                let newest = seen.lost.map_or(seen.last, |lost| lost.max(seen.last));
                (newest >= FRESH_DAY - FRESH_WINDOW).then_some(seen)
            }
            Datasource::Historic => {
                if seen.first > HISTORIC_DAY {
                    return None;
                }
                seen.lost = seen.lost.filter(|&lost| lost <= HISTORIC_DAY);
                if seen.last > HISTORIC_DAY {
                    // An earlier visit, at a distance that varies like the real one.
                    seen.last = (HISTORIC_DAY - seen.last * 7 % 29).max(seen.first);
                }
                if seen.lost.is_none() {
                    seen.crawled = seen.last;
                }
                seen.crawled = seen.crawled.min(HISTORIC_DAY);
                Some(seen)
            }
        }
    }
}

/// Dates of a link that cannot be older than day `start` (since 2006-06-06).
/// Seven in ten still stand and were visited lately; the others are lost, or
/// have not been looked at for long.
pub(crate) fn draw_dates(dice: &mut Dice, start: u16) -> Dates {
    let end = (FRESH_DAY - EARLIEST_DAY) as u32;
    let start = u32::from(start);
    let age = if start == 0 {
        1.0 - dice.unit().sqrt()
    } else {
        dice.unit() * dice.unit()
    };
    let first = if start == 0 {
        end - (age * f64::from(end)) as u32
    } else {
        start + (age * f64::from(end - start)) as u32
    };
    let span = end - first;
    let (last, crawled, lost) = match dice.below(100) {
        0..=71 => {
            let last = end - dice.below(100).min(span);
            (last, last, 0)
        }
        72..=86 => {
            let lost = first + dice.below(span + 1);
            let last = lost - dice.below(60).min(lost - first);
            (last, (lost + dice.below(40)).min(end), lost + 1)
        }
        _ => {
            let last = first + dice.below(span + 1);
            (last, last, 0)
        }
    };
    Dates {
        first: first as u16,
        last: last as u16,
        crawled: crawled as u16,
        lost: lost as u16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_know_dates_in_order_and_within_their_time() {
        let mut dice = Dice::of(4, Stream::Link, 0, 0);
        let (mut fresh, mut historic, mut lost) = (0, 0, 0);
        for _ in 0..20_000 {
            let start = if dice.chance(500) { 0 } else { 4_000 };
            let dates = draw_dates(&mut dice, start);
            for view in [Datasource::Fresh, Datasource::Historic] {
                let Some(seen) = dates.seen(view) else {
                    continue;
                };
                let end = view.build_day();
                assert!(EARLIEST_DAY <= seen.first && seen.first <= seen.last);
                assert!(seen.last <= seen.crawled && seen.crawled <= end, "{seen:?}");
                if let Some(day) = seen.lost {
                    lost += 1;
                    assert!(seen.last <= day && day <= seen.crawled);
                }
                match view {
                    Datasource::Fresh => fresh += 1,
                    Datasource::Historic => historic += 1,
                }
            }
        }
        assert!(
            fresh > 13_000 && fresh < historic && historic < 20_000,
            "{fresh} {historic}"
        );
        assert!(lost > 2_000, "{lost}");
    }

    #[test]
    fn build_dates_are_fixed_days() {
        assert_eq!(
            Datasource::Fresh.build_date(1).to_string().get(..10),
            Some("2026-11-19")
        );
        assert_eq!(
            Datasource::Historic.build_date(1).to_string().get(..10),
            Some("2026-10-05")
        );
        assert_ne!(
            Datasource::Fresh.build_date(1),
            Datasource::Fresh.build_date(2)
        );
    }
}
