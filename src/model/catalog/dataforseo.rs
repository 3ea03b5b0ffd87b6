//! DataForSEO's Backlinks functions, after its API documentation: one file a group, one table of all.

mod aggregates;
mod backlinks;
mod compile;
mod intersection;
mod json;
mod options;
mod prices;
mod profile;
mod target;
mod task;

use super::Entry;

pub use aggregates::{ANCHORS, REFERRING_DOMAINS};
pub use backlinks::BACKLINKS;
pub use compile::{Compiled, Rows, compile, largest_number};
pub use intersection::DOMAIN_INTERSECTION;
pub use json::{MOST_CONDITIONS, MOST_SORT_RULES, Shape};
pub use prices::{PriceList, Rate, RateSource, Rates, page_size};
pub(in crate::model) use profile::check_days;
pub use profile::{HISTORY, SUMMARY};
pub use target::{Unfit, check as check_targets};
pub use task::{LONGEST_TAG, Page, task};

/// The most rows of one call (documentation of each list function, `limit`).
pub const MOST_ROWS: i64 = 1_000;

/// The largest offset of backlinks/live; rows behind it are reached by token only (documentation of
/// backlinks/live, `offset`).
pub const LAST_OFFSET: i64 = 20_000;

/// Every entry that this program speaks, in the order of the form.
pub static ENTRIES: [&Entry; 6] = [
    &BACKLINKS,
    &REFERRING_DOMAINS,
    &SUMMARY,
    &ANCHORS,
    &HISTORY,
    &DOMAIN_INTERSECTION,
];

/// The entry of a function's path without version and slash, such as `backlinks/summary/live`.
pub fn entry(command: &str) -> Option<&'static Entry> {
    ENTRIES
        .into_iter()
        .find(|e| e.command.eq_ignore_ascii_case(command))
}

/// The function's own name in price lists: `summary` of `backlinks/summary/live`.
pub fn function(command: &str) -> &str {
    command.split('/').nth(1).unwrap_or(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_flags_are_used_once() {
        for (at, entry) in ENTRIES.iter().enumerate() {
            for other in &ENTRIES[at + 1..] {
                assert_ne!(entry.name, other.name);
                assert_ne!(entry.command, other.command);
            }
            for (n, option) in entry.options.iter().enumerate() {
                assert!(option.check(option.default).is_ok(), "{}", option.wire);
                for other in &entry.options[n + 1..] {
                    assert_ne!(option.flag, other.flag, "{}", entry.command);
                    assert_ne!(option.wire, other.wire, "{}", entry.command);
                }
            }
            if let Some(paging) = entry.paging {
                assert!(entry.option(paging.count).is_some(), "{}", entry.command);
                assert!(entry.option(paging.from).is_some(), "{}", entry.command);
            }
        }
    }
}
