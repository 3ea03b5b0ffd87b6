//! The service's two date-time spellings. Neither names a zone; both are read as UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// `YYYY-MM-DD hh:mm:ss`: index and server dates, subscriptions.
pub fn index_text(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// Reads `YYYY-MM-DD hh:mm:ss`.
pub fn parse_index(text: &str) -> Option<Timestamp> {
    parse("%Y-%m-%d %H:%M:%S", text)
}

/// `DD/MM/YYYY hh:mm:ss`: Created, Expires and LastUpdated of GetDownloadsList.
pub fn download_text(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%d/%m/%Y %H:%M:%S")
        .to_string()
}

/// Reads `DD/MM/YYYY hh:mm:ss`.
pub fn parse_download(text: &str) -> Option<Timestamp> {
    parse("%d/%m/%Y %H:%M:%S", text)
}

/// `DD_Mon_YY`: the day in a download's file name.
pub fn file_name_day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%d_%b_%y").to_string()
}

/// `YYYYMMDDhhmmss`: the digits of UniqueIndexID.
pub fn index_digits(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y%m%d%H%M%S")
        .to_string()
}

fn parse(format: &str, text: &str) -> Option<Timestamp> {
    DateTime::strptime(format, text.trim())
        .ok()?
        .to_zoned(TimeZone::UTC)
        .ok()
        .map(|z| z.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_go_both_ways() {
        let at = parse_index("2026-11-20 04:05:06").unwrap();
        assert_eq!(index_text(at), "2026-11-20 04:05:06");
        assert_eq!(download_text(at), "20/11/2026 04:05:06");
        assert_eq!(parse_download("20/11/2026 04:05:06"), Some(at));
        assert_eq!(file_name_day(at), "20_Nov_26");
        assert_eq!(index_digits(at), "20261120040506");
        assert_eq!(parse_index("2026-13-20 04:05:06"), None);
        assert_eq!(parse_download(""), None);
    }
}
