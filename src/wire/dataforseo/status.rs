//! Status codes of calls and tasks with their texts (DataForSEO documentation, `appendix/errors` page).
//!
//! The texts may be extended by the service: a client goes by the number.

/// Done.
pub const OK: i64 = 20_000;
/// Second and later tasks of a live call.
pub const ONE_TASK: i64 = 40_000;
/// Bad credentials (HTTP 401).
pub const UNAUTHORIZED: i64 = 40_100;
/// Done, without rows; it may be charged.
pub const NO_RESULTS: i64 = 40_102;
/// Nothing left on the account (HTTP 402).
pub const PAYMENT_REQUIRED: i64 = 40_200;
/// Too many calls in this minute.
pub const RATE_LIMIT: i64 = 40_202;
/// The limit of the day is spent.
pub const COST_LIMIT: i64 = 40_203;
/// More calls at once than are allowed.
pub const SIMULTANEOUS: i64 = 40_209;
/// Less left than the call costs.
pub const INSUFFICIENT_FUNDS: i64 = 40_210;
/// Unknown path (HTTP 404).
pub const NOT_FOUND: i64 = 40_400;
/// A known API, but no such function or form.
pub const INVALID_PATH: i64 = 40_402;
/// A parameter is missing, of another type or out of range.
pub const INVALID_FIELD: i64 = 40_501;
/// No body, or no task in it.
pub const EMPTY_BODY: i64 = 40_502;
/// The body is no JSON of the expected form.
pub const INVALID_BODY: i64 = 40_503;
/// A parameter that the function does not have.
pub const UNKNOWN_FIELD: i64 = 40_506;
/// Something broke.
pub const INTERNAL: i64 = 50_000;

/// Every code with its text.
pub const STATUSES: [(i64, &str); 48] = [
    (OK, "Ok."),
    (20_100, "Task Created."),
    (ONE_TASK, "You can set only one task at a time."),
    (40_001, "The task with this id was set by another client."),
    (
        40_002,
        "The task with this id belongs to another search engine.",
    ),
    (
        40_003,
        "The task with this id belongs to another search type.",
    ),
    (40_004, "The task with this id belongs to another function."),
    (
        40_005,
        "The task with this id belongs to another device type.",
    ),
    (40_006, "You can set no more than 100 tasks at a time."),
    (
        UNAUTHORIZED,
        "You are not authorized to access this resource. See your login details here: https://app.dataforseo.com/api-access",
    ),
    (40_101, "Internal SE Server Error."),
    (NO_RESULTS, "No Search Results."),
    (
        40_103,
        "Task execution failed, please try to resubmit the task.",
    ),
    (40_104, "Please verify your account before using the API."),
    (40_106, "Task completed with partial results."),
    (PAYMENT_REQUIRED, "Payment Required."),
    (40_201, "Your account is blocked for suspicious activity."),
    (RATE_LIMIT, "The rate-limit per minute has been exceeded."),
    (
        COST_LIMIT,
        "The cost limit has been exceeded. You can modify your cost limit in the user panel https://app.dataforseo.com/api-settings/api-limits .",
    ),
    (
        40_204,
        "Access denied. Visit Plans and Subscriptions to activate your subscription and get access to this API: https://app.dataforseo.com/backlinks-subscription .",
    ),
    (
        40_205,
        "The limit of duplicate tasks per hour has been exceeded.",
    ),
    (
        40_206,
        "The limit of duplicate tasks per day has been exceeded.",
    ),
    (40_207, "Access denied. Your IP is not whitelisted."),
    (SIMULTANEOUS, "Too many simultaneous queries."),
    (INSUFFICIENT_FUNDS, "Insufficient Funds."),
    (NOT_FOUND, "Not Found."),
    (40_401, "Task Not Found."),
    (INVALID_PATH, "Invalid Path."),
    (40_403, "Results Expired."),
    (
        40_404,
        "No Prepared Data Found. Please Contact Our Support Team.",
    ),
    (40_408, "Target URL Is Invalid."),
    (INVALID_FIELD, "Invalid Field."),
    (EMPTY_BODY, "POST Data Is Empty."),
    (INVALID_BODY, "POST Data Is Invalid."),
    (40_504, "Too Many Intersecting Keywords."),
    (40_505, "You are using old data."),
    (UNKNOWN_FIELD, "Unknown Fields in POST Data."),
    (40_601, "Task Handed."),
    (40_602, "Task In Queue."),
    (INTERNAL, "Internal Error."),
    (50_001, "Error While Checking the Balance."),
    (50_100, "Not Implemented."),
    (50_301, "3rd Party API Service Unavailable."),
    (50_302, "API Temporarily Unavailable."),
    (
        50_303,
        "Update in progress. Please try after a few minutes.",
    ),
    (
        50_304,
        "This function temporarily unavailable. Please contact support for more information.",
    ),
    (50_401, "Internal Error - Timeout."),
    (50_402, "Target Page Timeout."),
];

/// The text of a code; empty for one that is not listed.
pub fn text(code: i64) -> &'static str {
    STATUSES
        .iter()
        .find(|(listed, _)| *listed == code)
        .map_or("", |(_, text)| text)
}

/// The text for a parameter that was refused.
pub fn invalid_field(name: &str) -> String {
    format!("Invalid Field: '{name}'.")
}

/// The text for a parameter that there is not.
pub fn unknown_field(name: &str) -> String {
    format!("Unknown Fields in POST Data: '{name}'.")
}

/// Whether the task was carried out. One without rows was, and may have been charged.
pub fn is_success(code: i64) -> bool {
    (OK..OK + 10_000).contains(&code) || code == NO_RESULTS
}

/// Whether the service turned the task away before it cost anything. Of codes from 50000 on, and of those that are
/// not listed, nobody knows that.
pub fn is_refusal(code: i64) -> bool {
    (40_000..50_000).contains(&code) && code != NO_RESULTS && !text(code).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_listed_once_and_in_order() {
        assert!(STATUSES.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(STATUSES.iter().all(|(_, text)| {
            text.ends_with(|c: char| c == '.' || text.contains("app.dataforseo"))
        }));
        assert_eq!(text(SIMULTANEOUS), "Too many simultaneous queries.");
        assert_eq!(text(12), "");
        assert!(is_success(20_100) && is_success(NO_RESULTS) && !is_success(ONE_TASK));
        assert!(is_refusal(INVALID_FIELD) && !is_refusal(INTERNAL) && !is_refusal(49_999));
    }
}
