//! A subscription: allowances that hold for a while and may come again.

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use crate::model::money::Amounts;

/// `StandardReportBacklinksShown` of the documentation's sample, which holds unless an account's file says otherwise.
pub(super) const REPORT_BACKLINKS: i64 = 20_000;

/// Allowances for a stretch of time. What is left in it lapses with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::server) struct Subscription {
    /// What it gives in each of its windows.
    pub grant: Amounts,
    /// When it holds.
    pub window: Window,
    /// Most backlinks that GetTopBackLinks shows for each level (`StandardReportBacklinksShown`).
    pub report_backlinks: i64,
    /// Spent in the window that began at `since`.
    spent: Amounts,
    since: Timestamp,
}

/// When a subscription holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) enum Window {
    /// Once.
    Once {
        starts: Timestamp,
        expires: Timestamp,
    },
    /// Anew at the start of every calendar month (UTC) or year.
    Every(Period),
}

/// How often a subscription begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::server) enum Period {
    Monthly,
    Yearly,
}

impl Window {
    /// Start and end of the window that a moment lies in, or of the only one.
    pub(in crate::server) fn at(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let period = match self {
            Self::Once { starts, expires } => return (starts, expires),
            Self::Every(period) => period,
        };
        let today = now.to_zoned(TimeZone::UTC).date();
        let (first, span) = match period {
            Period::Monthly => (today.first_of_month(), 1.month()),
            Period::Yearly => (date(today.year(), 1, 1), 1.year()),
        };
        let moment = |day: jiff::civil::Date| {
            day.to_zoned(TimeZone::UTC)
                .map_or(now, |zoned| zoned.timestamp())
        };
        let next = first.checked_add(span).unwrap_or(first);
        (moment(first), moment(next))
    }
}

impl Subscription {
    pub(in crate::server) fn new(grant: Amounts, window: Window) -> Self {
        Self {
            grant,
            window,
            report_backlinks: REPORT_BACKLINKS,
            spent: Amounts::ZERO,
            since: Timestamp::MIN,
        }
    }

    /// The same with another `StandardReportBacklinksShown`.
    pub(super) fn showing(self, report_backlinks: i64) -> Self {
        Self {
            report_backlinks,
            ..self
        }
    }

    /// Whether it holds at a moment.
    pub(in crate::server) fn holds(&self, now: Timestamp) -> bool {
        let (starts, expires) = self.window.at(now);
        (starts..expires).contains(&now)
    }

    /// What is left in it; nothing outside its window.
    pub(in crate::server) fn left(&self, now: Timestamp) -> Amounts {
        let (starts, _) = self.window.at(now);
        if !self.holds(now) {
            Amounts::ZERO
        } else if self.since == starts {
            self.grant - self.spent
        } else {
            self.grant
        }
    }

    /// Takes as much of `wanted` as is left, and says how much that was.
    pub(super) fn take(&mut self, wanted: Amounts, now: Timestamp) -> Amounts {
        let left = self.left(now);
        let taken = Amounts::new(
            wanted.analysis.min(left.analysis),
            wanted.retrieval.min(left.retrieval),
            wanted.items.min(left.items),
        );
        let (starts, _) = self.window.at(now);
        if self.since != starts {
            self.since = starts;
            self.spent = Amounts::ZERO;
        }
        self.spent = self.spent + taken;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_gives_anew_and_what_was_left_lapses() {
        let mut plan = Subscription::new(Amounts::new(100, 10, 5), Window::Every(Period::Monthly));
        let november = at("2026-11-21T10:00:00Z");
        assert_eq!(
            plan.take(Amounts::new(70, 20, 0), november),
            Amounts::new(70, 10, 0)
        );
        assert_eq!(plan.left(november), Amounts::new(30, 0, 5));
        assert_eq!(plan.left(at("2026-12-01T00:00:00Z")), plan.grant);
        assert_eq!(
            plan.window.at(november),
            (at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z"))
        );
        assert_eq!(
            Window::Every(Period::Yearly).at(november).1,
            at("2027-01-01T00:00:00Z")
        );
    }

    #[test]
    fn nothing_is_left_outside_the_window() {
        let (starts, expires) = (at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"));
        let plan = Subscription::new(Amounts::new(1, 1, 1), Window::Once { starts, expires });
        assert_eq!(plan.left(at("2025-12-31T23:59:59Z")), Amounts::ZERO);
        assert_eq!(plan.left(starts), plan.grant);
        assert_eq!(plan.left(expires), Amounts::ZERO);
    }
}
