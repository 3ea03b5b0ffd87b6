//! The sentences a job's note is made of: what happened, whether anything was charged, what to do next.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::pages::words;
use crate::api::CallError;
use crate::model::job::FailureCause;
use crate::model::money::Paid;
use crate::wire::majestic::code::PREFIX_TOO_LARGE;

/// What to do after a failed call.
pub(super) fn hint(error: &CallError) -> &'static str {
    match error {
        CallError::NotSent { .. } => "Check the network and the service's address, then ask again",
        CallError::Refused { message, .. } if message.contains("API Key") => {
            "Correct the key (BACKTRAIL_MAJESTIC_KEY or the settings) and start again"
        }
        CallError::Refused { message, .. } if is_about_an_application(message) => {
            "Correct the application's token and private key (BACKTRAIL_MAJESTIC_ACCESS_TOKEN, BACKTRAIL_MAJESTIC_PRIVATE_KEY or the settings) and start again"
        }
        CallError::Refused { code, .. } if code.parse::<i64>().is_ok() => {
            words::advice(code.parse().unwrap_or_default())
        }
        CallError::Refused { code, .. } if code == PREFIX_TOO_LARGE => {
            "The path is too wide to be asked about at once: `estimate` (Size of a path, 100 analysis units) says how much lies under one; ask about a longer path, or download the whole site's links"
        }
        CallError::Refused { .. } => "Change the query as the service says, then ask again",
        CallError::NoAnswer { .. }
        | CallError::HttpStatus { .. }
        | CallError::NotAnswer { .. }
        | CallError::UnknownCode { .. } => {
            "Try again later; if it stays, check the service's address"
        }
    }
}

fn is_about_an_application(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["private key", "access token", "accesstoken"]
        .iter()
        .any(|name| message.contains(name))
}

/// The cause of a job that failed by a call which charged nothing.
pub(super) fn cause(error: &CallError) -> FailureCause {
    match error {
        CallError::Refused { .. } => FailureCause::Refused,
        CallError::NotSent { .. }
        | CallError::NoAnswer { .. }
        | CallError::HttpStatus { .. }
        | CallError::NotAnswer { .. }
        | CallError::UnknownCode { .. } => FailureCause::Unreachable,
    }
}

/// The note while a free call is repeated.
pub(super) fn repeated(what: &str, error: &dyn std::fmt::Display, next: Timestamp) -> String {
    format!(
        "{what}: {error}; nothing more is charged by asking again, next try at {} UTC",
        clock(next)
    )
}

/// What a job has cost, for the end of a sentence.
pub(super) fn charged(paid: &Paid) -> String {
    if paid.amounts.is_zero() {
        format!("nothing was charged ({})", paid.source.title())
    } else {
        format!("{} were charged ({})", paid.amounts, paid.source.title())
    }
}

/// A time of day.
pub(super) fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%H:%M:%S").to_string()
}

/// A day and time.
pub(super) fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%d %H:%M UTC")
        .to_string()
}
