//! Times as the service writes them: `2021-10-16 16:46:16 +00:00`, always UTC; and bare dates.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// `YYYY-MM-DD hh:mm:ss +00:00`.
pub fn text(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    at.strftime("%Y-%m-%d %H:%M:%S +00:00").to_string()
}

/// Reads what [`text`] writes; also with a `T`, another offset (`+02:00`, `Z`), none, or without a time of day.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    if rest.is_empty() {
        return midnight(date(day)?);
    }
    let clock = rest.strip_prefix([' ', 'T'])?;
    let (clock, offset) = clock.split_at_checked(8)?;
    let local = DateTime::strptime("%Y-%m-%d %H:%M:%S", format!("{day} {clock}")).ok()?;
    let at = local.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let offset = match offset.trim() {
        "" | "Z" | "+00:00" => return Some(at),
        offset => offset,
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let ahead = jiff::SignedDuration::from_secs(hours * 3_600 + minutes * 60);
    match offset.as_bytes()[0] {
        b'+' => at.checked_sub(ahead).ok(),
        b'-' => at.checked_add(ahead).ok(),
        _ => None,
    }
}

/// `YYYY-MM-DD`, the parameters of history and time series.
pub fn date(text: &str) -> Option<Date> {
    let well_formed = text.len() == 10 && text.is_ascii();
    well_formed.then(|| text.parse().ok()).flatten()
}

/// The first moment of a day.
pub fn midnight(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_the_same_moment() {
        let at = parse("2021-10-16 16:46:16 +00:00").unwrap();
        assert_eq!(text(at), "2021-10-16 16:46:16 +00:00");
        for same in [
            "2021-10-16T16:46:16+00:00",
            "2021-10-16 16:46:16",
            "2021-10-16T16:46:16Z",
            "2021-10-16 18:46:16 +02:00",
            "2021-10-16 11:16:16 -05:30",
        ] {
            assert_eq!(parse(same), Some(at), "{same}");
        }
        assert_eq!(
            text(parse("2021-01-15").unwrap()),
            "2021-01-15 00:00:00 +00:00"
        );
        for wrong in [
            "",
            "yesterday",
            "2021-13-01",
            "2021-10-16 16",
            "2021-10-16 16:46:16 é",
            "2021-1-15",
            "0é21-10-161",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
