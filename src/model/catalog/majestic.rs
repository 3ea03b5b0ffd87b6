//! Majestic's functions, after its developer documentation: one file a group, one table of all.

mod anchors;
mod bulk;
mod change;
mod free;
mod keywords;
mod links;
mod options;
mod overview;
mod pages;
mod ref_domains;
mod sites;

use super::Entry;

pub use anchors::{BY_MODE, GET_ANCHOR_TEXT, GET_TOPICS};
pub use bulk::{DOWNLOAD_BACK_LINKS, DOWNLOAD_REF_DOMAIN_BACK_LINKS};
pub use change::{
    GET_BACK_LINKS_HISTORY, GET_NEW_LOST_BACK_LINK_CALENDAR, GET_NEW_LOST_BACK_LINKS,
};
pub use free::{DELETE_DOWNLOADS, GET_DOWNLOADS_LIST, GET_SUBSCRIPTION_INFO};
pub use keywords::{GET_KEYWORD_INFO, SEARCH_BY_KEYWORD};
pub use links::{GET_BACK_LINK_DATA, GET_TOP_BACK_LINKS, LEVELS};
pub use options::{NOTIFY_URL, PUBLIC_LOCATION, UPLOAD_TO_FTP};
pub use overview::GET_INDEX_ITEM_INFO;
pub use pages::{GET_LINK_PROFILE, GET_TOP_PAGES};
pub use ref_domains::{GET_REF_DOMAIN_INFO, GET_REF_DOMAINS};
pub use sites::{
    GET_HOSTED_DOMAINS, GET_PREFIX_QUERY_ESTIMATE, GET_RELATED_SITES, SUBMIT_URLS_TO_CRAWL,
};

/// Every entry that this program speaks, in the order of the form.
pub static ENTRIES: [&Entry; 23] = [
    &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
    &DOWNLOAD_BACK_LINKS,
    &GET_BACK_LINK_DATA,
    &GET_REF_DOMAINS,
    &GET_INDEX_ITEM_INFO,
    &GET_ANCHOR_TEXT,
    &GET_TOPICS,
    &GET_TOP_PAGES,
    &GET_LINK_PROFILE,
    &GET_BACK_LINKS_HISTORY,
    &GET_NEW_LOST_BACK_LINKS,
    &GET_NEW_LOST_BACK_LINK_CALENDAR,
    &GET_HOSTED_DOMAINS,
    &GET_RELATED_SITES,
    &SEARCH_BY_KEYWORD,
    &GET_KEYWORD_INFO,
    &GET_PREFIX_QUERY_ESTIMATE,
    &SUBMIT_URLS_TO_CRAWL,
    &GET_TOP_BACK_LINKS,
    &GET_REF_DOMAIN_INFO,
    &GET_SUBSCRIPTION_INFO,
    &GET_DOWNLOADS_LIST,
    &DELETE_DOWNLOADS,
];

/// The entry of a command, its name compared without case.
pub fn entry(command: &str) -> Option<&'static Entry> {
    super::named(&ENTRIES, command)
}

/// The entries that a form offers, in its order.
pub fn offered() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.into_iter().filter(|e| e.offered)
}
