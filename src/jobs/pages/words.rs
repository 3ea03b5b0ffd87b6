//! What notes of such a purchase say: what happened, whether anything was charged, what to do next.

use jiff::Timestamp;

use super::super::sentence;
use crate::api::CallError;
use crate::model::column::grouped;
use crate::model::dollars::dollars;
use crate::model::job::{FailureCause, JobId};
use crate::model::query::Query;
use crate::store::JobRecord;
use crate::wire::dataforseo::status;

/// What to do where a purchase stopped before its end.
const GOES_ON: &str = ". The same again goes on at the next page";

/// The note of a purchase that stopped, once a later job has bought more of the same; none where it says so already.
pub(super) fn gone_on_with(note: &str, job: JobId) -> Option<String> {
    let before = note.split_once(GOES_ON)?;
    Some(format!(
        "{}; job {job} went on from there{}",
        before.0, before.1
    ))
}

/// All is held.
pub(super) fn whole(rows: i64, wanted: i64, total: Option<i64>, query: &Query) -> String {
    let from = query.number("offset").unwrap_or(0);
    match total {
        Some(there) if rows < (there - from).min(wanted) => format!(
            "the service gave {} rows and leads on no further, though it counts {}; nothing more was charged",
            grouped(rows),
            grouped(there)
        ),
        _ => String::new(),
    }
}

/// The granted amount pays no further page.
pub(super) fn granted_is_used(
    record: &JobRecord,
    rows: i64,
    wanted: i64,
    total: Option<i64>,
) -> String {
    let paid = record.summary.paid.map_or(0, |paid| paid.amounts.usd);
    let there = total.map_or(wanted, |total| total.min(wanted));
    format!(
        "stopped at the granted amount: {} of {} rows are held, {} of {} are paid{GOES_ON}",
        grouped(rows),
        grouped(there),
        dollars(paid),
        dollars(record.granted.usd)
    )
}

/// Stopped by the analyst between two pages.
pub(super) fn stopped_by_person(record: &JobRecord) -> String {
    match record.summary.paid {
        Some(paid) => format!(
            "stopped between two pages; {}{GOES_ON}",
            sentence::charged(&paid)
        ),
        None => "cancelled before it was sent; nothing was charged".to_owned(),
    }
}

/// The service is busy; nothing was charged.
pub(super) fn busy(error: &CallError, next: Timestamp) -> String {
    format!(
        "{error}; nothing was charged by that, it is asked again at {} UTC",
        sentence::clock(next)
    )
}

/// Sent, and it may have been charged.
pub(super) fn doubt(why: &str) -> String {
    format!(
        "{why}. The page may have been charged; it is not sent again, the service's free list of tasks is asked what became of it"
    )
}

/// Refused, and not charged.
pub(super) fn refused(error: &CallError, code: Option<i64>) -> String {
    format!(
        "{error}; nothing was charged for it. {}",
        code.map_or_else(|| sentence::hint(error), advice)
    )
}

/// The service says that it failed, and that it charged.
pub(super) fn in_vain(error: &CallError, cost: i64) -> String {
    format!(
        "{error}; {} were charged (reported) and no rows came. The answer is in the journal; asking again is a new charge",
        dollars(cost)
    )
}

/// The service gave a page twice.
pub(super) fn repeated(number: u64, cost: i64) -> String {
    format!(
        "page {number} holds the very rows of the page before it: it is left out, {} were charged for it (reported), and no further page is bought",
        dollars(cost)
    )
}

/// What to do after a refusal with one of the service's codes.
pub(in crate::jobs) fn advice(code: i64) -> &'static str {
    match code {
        status::UNAUTHORIZED => {
            "Correct login and API password (BACKTRAIL_DATAFORSEO_LOGIN, BACKTRAIL_DATAFORSEO_PASSWORD or the settings; the API password is not the dashboard's) and start again"
        }
        status::PAYMENT_REQUIRED | status::INSUFFICIENT_FUNDS => {
            "Add funds to the account, then ask again"
        }
        status::RATE_LIMIT => {
            "Too many calls in this minute, of all programs that use the account: wait for the next minute, then ask again"
        }
        status::SIMULTANEOUS => {
            "Too many calls at once, of all programs that use the account: ask again when some have ended"
        }
        status::COST_LIMIT => {
            "The account's own limit of the day is spent: it begins anew at 00:00 UTC, or can be raised in the service's panel"
        }
        40_104 | 40_201 | 40_204 | 40_207 => {
            "The account may not use this: see the service's panel or its support"
        }
        40_205 | 40_206 => "The same was asked too often: wait an hour or a day",
        status::NOT_FOUND | status::INVALID_PATH => {
            "Check the service's address (BACKTRAIL_DATAFORSEO_URL, --dataforseo-url or the settings)"
        }
        40_404 => "The sandbox has no prepared data for this call: ask the live service",
        50_100 => "The service does not offer this",
        40_103 | 50_000.. => "Asking again later may work, and is a new request",
        _ => "Change the query as the service says, then ask again",
    }
}

/// The cause of a job that failed by a refusal.
pub(super) fn cause(code: Option<i64>) -> FailureCause {
    match code {
        None => FailureCause::Unreachable,
        Some(status::PAYMENT_REQUIRED | status::INSUFFICIENT_FUNDS | status::COST_LIMIT) => {
            FailureCause::Funds
        }
        Some(40_103 | 50_000..) => FailureCause::NotMade,
        Some(_) => FailureCause::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_what_was_charged_and_what_to_do() {
        for (code, cause_is, names) in [
            (
                40_100,
                FailureCause::Refused,
                "BACKTRAIL_DATAFORSEO_PASSWORD",
            ),
            (40_200, FailureCause::Funds, "Add funds"),
            (40_210, FailureCause::Funds, "Add funds"),
            (40_203, FailureCause::Funds, "00:00 UTC"),
            (40_501, FailureCause::Refused, "Change the query"),
            (40_404, FailureCause::Refused, "sandbox"),
            (40_400, FailureCause::Refused, "address"),
            (40_202, FailureCause::Refused, "next minute"),
            (50_303, FailureCause::NotMade, "later"),
            (50_401, FailureCause::NotMade, "later"),
        ] {
            let error = CallError::Refused {
                code: code.to_string(),
                message: status::text(code).to_owned(),
                full: String::new(),
            };
            let note = refused(&error, Some(code));
            assert!(
                note.contains("nothing was charged") && note.contains(names),
                "{note}"
            );
            assert_eq!(cause(Some(code)), cause_is, "{code}");
            let free = crate::jobs::JobError::Uncharged(error).to_string();
            assert!(
                free.contains("nothing was charged") && free.contains(names),
                "of a free call it is the same: {free}"
            );
        }
    }
}
