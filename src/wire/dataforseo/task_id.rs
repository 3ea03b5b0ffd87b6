//! Ids of tasks: `MMDDhhmm-AAAA-FFFF-0000-xxxxxxxxxxxx`, in the shape of a UUID without being one.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// When, by whom, what, and twelve hexadecimal digits that make it unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TaskId {
    /// Month, day, hour, minute as eight decimal digits (UTC).
    pub moment: u32,
    /// Number of the account, its last four digits.
    pub account: u16,
    /// Code of the function.
    pub function: u16,
    /// 48 bits.
    pub unique: u64,
}

impl TaskId {
    /// The id of a task that is set now.
    pub fn new(at: Timestamp, account: i64, function: u16, unique: u64) -> Self {
        let at = at.to_zoned(TimeZone::UTC);
        let part = |n: i8| u32::from(n.unsigned_abs());
        let day = part(at.month()) * 100 + part(at.day());
        Self {
            moment: day * 10_000 + part(at.hour()) * 100 + part(at.minute()),
            account: account.rem_euclid(10_000) as u16,
            function,
            unique: unique & 0xFFFF_FFFF_FFFF,
        }
    }

    /// Reads an id.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        let [moment, account, function, "0000", unique] = parts[..] else {
            return None;
        };
        let decimal = |part: &str, length: usize| {
            let digits = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u32>().ok()).flatten()
        };
        if unique.len() != 12 || !unique.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        Some(Self {
            moment: decimal(moment, 8)?,
            account: decimal(account, 4)?.try_into().ok()?,
            function: decimal(function, 4)?.try_into().ok()?,
            unique: u64::from_str_radix(unique, 16).ok()?,
        })
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            moment,
            account,
            function,
            unique,
        } = self;
        write!(
            f,
            "{moment:08}-{account:04}-{function:04}-0000-{unique:012x}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_and_read() {
        let at = "2026-04-05T06:07:08Z".parse().unwrap();
        let id = TaskId::new(at, 171_535, 269, 0xFFFF_00AB_CDEF_0123);
        assert_eq!(id.to_string(), "04050607-1535-0269-0000-00abcdef0123");
        assert_eq!(TaskId::parse(&id.to_string()), Some(id));
        for wrong in [
            "",
            "04050607-1535-0269-0001-00abcdef0123",
            "4050607-1535-0269-0000-00abcdef0123",
            "04050607-1535-0269-0000-+0abcdef0123",
        ] {
            assert_eq!(TaskId::parse(wrong), None, "{wrong}");
        }
    }
}
