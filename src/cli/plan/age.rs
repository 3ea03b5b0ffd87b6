//! How old an answer must be before it is bought anew. Days and weeks are those of the calendar (UTC), so that a plan
//! that runs every seventh night at about the same minute is not put off by that minute.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// An age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// So many days of the calendar later.
    Days(i64),
    /// So many hours later.
    Hours(i64),
}

/// What is asked once is not asked again on the same day.
impl Default for Age {
    fn default() -> Self {
        Self::Days(1)
    }
}

impl Age {
    /// Reads `7d`, `2w` or `12h`.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let wrong = || {
            format!(
                "`{text}` is no age: write days, weeks or hours, such as 7d, 2w or 12h; 0d buys every time"
            )
        };
        let unit = text.chars().last().ok_or_else(wrong)?;
        let number: i64 = text[..text.len() - unit.len_utf8()]
            .parse()
            .map_err(|_| wrong())?;
        if !(0..=100_000).contains(&number) {
            return Err(wrong());
        }
        match unit {
            'd' => Ok(Self::Days(number)),
            'w' => Ok(Self::Days(7 * number)),
            'h' => Ok(Self::Hours(number)),
            _ => Err(wrong()),
        }
    }

    /// Whether an answer of then is not old enough now to be bought anew.
    pub fn is_fresh(self, then: Timestamp, now: Timestamp) -> bool {
        match self {
            Self::Hours(hours) => now.as_second() - then.as_second() < hours * 3_600,
            Self::Days(days) => {
                let date = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
                let between = date(now)
                    .since(date(then))
                    .map(|span| i64::from(span.get_days()));
                between.is_ok_and(|between| between < days)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar_and_hours_are_counted() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let week = Age::read("7d").unwrap();
        assert_eq!(Age::read("1w").unwrap(), week);
        let begun = at("2026-11-15T03:00:10Z");
        assert!(week.is_fresh(begun, at("2026-11-21T23:59:59Z")));
        assert!(!week.is_fresh(begun, at("2026-11-22T03:00:00Z")));
        let hours = Age::read("12h").unwrap();
        assert!(hours.is_fresh(begun, at("2026-11-15T15:00:09Z")));
        assert!(!hours.is_fresh(begun, at("2026-11-15T15:00:10Z")));
        assert!(!Age::read("0d").unwrap().is_fresh(begun, begun));
        assert!(Age::default().is_fresh(begun, at("2026-11-15T23:00:00Z")));
        for wrong in ["", "d", "7", "-1d", "7m", "x7d", "7 days", "日"] {
            assert!(Age::read(wrong).is_err(), "{wrong}");
        }
    }
}
