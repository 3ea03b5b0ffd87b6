//! Times in the journal: whole microseconds since 1970-01-01 UTC, so that SQL can compare them.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::JournalError;

/// A time as it is stored.
pub(super) fn stored(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A stored time.
pub(super) fn read(micros: i64) -> Result<Timestamp, JournalError> {
    Timestamp::from_microsecond(micros).map_err(|e| JournalError::unreadable("a time", e))
}

/// A stored time that may be missing.
pub(super) fn read_opt(micros: Option<i64>) -> Result<Option<Timestamp>, JournalError> {
    micros.map(read).transpose()
}

/// Midnight UTC at or before a time, as stored.
pub(super) fn midnight(now: Timestamp) -> i64 {
    begin(now.to_zoned(TimeZone::UTC).date(), now)
}

/// The begin of the month, UTC, at or before a time, as stored.
pub(super) fn first_of_month(now: Timestamp) -> i64 {
    begin(now.to_zoned(TimeZone::UTC).date().first_of_month(), now)
}

fn begin(day: Date, now: Timestamp) -> i64 {
    day.to_datetime(Time::midnight())
        .to_zoned(TimeZone::UTC)
        .map_or_else(|_| stored(now), |z| stored(z.timestamp()))
}
