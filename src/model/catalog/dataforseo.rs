//! DataForSEO's Backlinks functions, after its API documentation: one file a group, one table of all.

mod aggregates;
mod backlinks;
pub mod bounds;
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
pub use bounds::{LAST_OFFSET, MOST_CONDITIONS, MOST_ROWS, MOST_SORT_RULES};
pub use compile::{Compiled, Rows, compile, largest_number};
pub use intersection::DOMAIN_INTERSECTION;
pub use json::{OPERATORS, Shape};
pub use prices::{PriceList, Rate, RateSource, Rates, page_size};
pub(in crate::model) use profile::check_days;
pub use profile::{HISTORY, SUMMARY};
pub use target::{Unfit, check as check_targets};
pub use task::{Page, check_tag, task};

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
    super::named(&ENTRIES, command)
}

/// The function's own name in price lists: `summary` of `backlinks/summary/live`.
pub fn function(command: &str) -> &str {
    command.split('/').nth(1).unwrap_or(command)
}
