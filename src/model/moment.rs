//! Time stamps: seconds of UTC, as a provider writes them and as they are shown.

use super::column::{date_text, parse_date};

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// The moment that a text names, in seconds since 1970-01-01 00:00 UTC: `2021-10-16 16:46:16 +00:00`,
/// `2021-10-16T16:46:16Z`, `2021-10-16T16:46`, or a day alone for its beginning. Without an offset it is UTC.
pub fn parse(text: &str) -> Option<i64> {
    let (day, rest) = text.trim().split_at_checked(10)?;
    let midnight = i64::from(parse_date(day)?) * DAY;
    if rest.is_empty() {
        return Some(midnight);
    }
    let rest = rest.strip_prefix([' ', 'T'])?;
    let ends = rest.find([' ', '+', '-', 'Z']).unwrap_or(rest.len());
    let (clock, offset) = rest.split_at(ends);
    Some(midnight + seconds_of_day(clock)? - offset_of(offset.trim())?)
}

/// `16:46:16` or `16:46`, a fraction of a second aside.
fn seconds_of_day(clock: &str) -> Option<i64> {
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let (hours, rest) = clock.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
    let digits = fraction.bytes().all(|b| b.is_ascii_digit());
    let (hours, minutes, seconds) = (two(hours)?, two(minutes)?, two(seconds)?);
    let known = digits && hours < 24 && minutes < 60 && seconds < 60;
    known.then_some((hours * 60 + minutes) * 60 + seconds)
}

/// `Z`, `+00:00` or nothing; in seconds.
fn offset_of(text: &str) -> Option<i64> {
    if text.is_empty() || text == "Z" {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    Some(sign * (two(hours)? * 60 + two(minutes)?) * 60)
}

fn two(digits: &str) -> Option<i64> {
    let is_two = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| is_two)
}

/// `2021-10-16T16:46:16Z`; empty for a moment outside the calendar.
pub fn text(seconds: i64) -> String {
    written(seconds, 'T', true).map_or_else(String::new, |text| text + "Z")
}

/// `2021-10-16 16:46`, in UTC, for a cell of a list.
pub fn short(seconds: i64) -> String {
    written(seconds, ' ', false).unwrap_or_default()
}

/// `2021-10-16 16:46:16 UTC`, in full.
pub fn full(seconds: i64) -> String {
    written(seconds, ' ', true).map_or_else(String::new, |text| text + " UTC")
}

fn written(seconds: i64, between: char, to_the_second: bool) -> Option<String> {
    let day = i32::try_from(seconds.div_euclid(DAY)).ok().map(date_text)?;
    let within = seconds.rem_euclid(DAY);
    let (hours, minutes, rest) = (within / 3_600, within / 60 % 60, within % 60);
    let clock = match to_the_second {
        true => format!("{hours:02}:{minutes:02}:{rest:02}"),
        false => format!("{hours:02}:{minutes:02}"),
    };
    (!day.is_empty()).then(|| format!("{day}{between}{clock}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_go_both_ways() {
        for (written, same) in [
            ("2021-10-16 16:46:16 +00:00", "2021-10-16T16:46:16Z"),
            ("2021-10-16T16:46:16Z", "2021-10-16T16:46:16Z"),
            ("2021-10-16 18:46:16 +02:00", "2021-10-16T16:46:16Z"),
            ("2021-10-16T16:46", "2021-10-16T16:46:00Z"),
            ("2021-10-16 16:46:16.250Z", "2021-10-16T16:46:16Z"),
            ("1969-12-31", "1969-12-31T00:00:00Z"),
            ("1969-12-31 23:59:59 -00:30", "1970-01-01T00:29:59Z"),
        ] {
            let seconds = parse(written).unwrap();
            assert_eq!(text(seconds), same, "{written}");
            assert_eq!(parse(same), Some(seconds));
        }
        assert_eq!(
            full(parse("2024-02-29 01:02:03 +00:00").unwrap()),
            "2024-02-29 01:02:03 UTC"
        );
        assert_eq!(short(0), "1970-01-01 00:00");
        assert_eq!(text(i64::MAX), "");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2021-10-16x",
            "2021-10-16 24:00:00",
            "2021-10-16 16",
            "2021-10-16 16:60",
            "2021-10-16 16:46:16 UTC",
            "2021-10-16 16:46:16 +0000",
            "2021-13-16 16:46:16",
            "2021-10-16 1:46",
            "+021-10-16",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
