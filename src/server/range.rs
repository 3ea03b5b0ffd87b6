//! Which part of a file a request asks for (RFC 9110, sections 13.1.5 and 14.2). Pure.

use std::ops::Range;

/// What to send of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// These bytes; never empty.
    Bytes(Range<u64>),
    /// The range lies outside the file.
    Outside,
}

/// Reads the headers `Range` and `If-Range` for a file of `size` bytes with this strong tag.
///
/// A range that cannot be understood, several ranges, and a range of another version mean the whole file.
pub(super) fn part(range: Option<&str>, if_range: Option<&str>, etag: &str, size: u64) -> Part {
    if if_range.is_some_and(|tag| tag.trim() != etag) {
        return Part::Whole;
    }
    let Some(spec) = range.and_then(bytes_spec) else {
        return Part::Whole;
    };
    let Some((first, last)) = spec.split_once('-') else {
        return Part::Whole;
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => from_to(first, last, size),
        (Some(first), None) if last.trim().is_empty() => from_to(first, u64::MAX, size),
        (None, Some(length)) if first.trim().is_empty() => suffix(length, size),
        _ => Part::Whole,
    }
}

fn bytes_spec(header: &str) -> Option<&str> {
    let (unit, spec) = header.split_once('=')?;
    unit.trim().eq_ignore_ascii_case("bytes").then_some(spec)
}

/// Digits only: `+5` and `-5` are numbers to Rust, not to HTTP. What no `u64` holds lies past every file.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

fn from_to(first: u64, last: u64, size: u64) -> Part {
    if first >= size {
        Part::Outside
    } else {
        Part::Bytes(first..last.saturating_add(1).min(size))
    }
}

fn suffix(length: u64, size: u64) -> Part {
    if length == 0 || size == 0 {
        Part::Outside
    } else {
        Part::Bytes(size.saturating_sub(length)..size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: &str) -> Part {
        part(Some(range), None, "\"a\"", 100)
    }

    #[test]
    fn single_ranges_are_read() {
        assert_eq!(of("bytes=0-0"), Part::Bytes(0..1));
        assert_eq!(of("bytes=10-19"), Part::Bytes(10..20));
        assert_eq!(of("bytes=90-"), Part::Bytes(90..100));
        assert_eq!(of("bytes=90-1000"), Part::Bytes(90..100));
        assert_eq!(of("Bytes=-5"), Part::Bytes(95..100));
        assert_eq!(of("bytes=-500"), Part::Bytes(0..100));
        assert_eq!(of("bytes=0-99999999999999999999999"), Part::Bytes(0..100));
    }

    #[test]
    fn what_lies_outside_is_said_and_what_is_no_range_ignored() {
        assert_eq!(of("bytes=100-"), Part::Outside);
        assert_eq!(of("bytes=-0"), Part::Outside);
        for ignored in [
            "bytes=5-4",
            "bytes=a-b",
            "bytes=-",
            "bytes=1-2,5-6",
            "lines=1-2",
            "bytes",
            "bytes=+1-2",
        ] {
            assert_eq!(of(ignored), Part::Whole, "{ignored}");
        }
    }

    #[test]
    fn a_range_of_another_version_means_the_whole_file() {
        let with = |tag| part(Some("bytes=1-2"), Some(tag), "\"a\"", 100);
        assert_eq!(with("\"a\""), Part::Bytes(1..3));
        assert_eq!(with("\"b\""), Part::Whole);
        assert_eq!(with("W/\"a\""), Part::Whole);
        assert_eq!(with("Sat, 21 Nov 2026 00:00:00 GMT"), Part::Whole);
    }
}
