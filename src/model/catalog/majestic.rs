//! Majestic's functions, after its developer documentation: one file a group, one table of all.

mod bulk;
mod free;
mod later;
mod links;
mod options;
mod overview;
mod ref_domains;

use super::Entry;

pub use bulk::{DOWNLOAD_BACK_LINKS, DOWNLOAD_REF_DOMAIN_BACK_LINKS};
pub use free::{DELETE_DOWNLOADS, GET_DOWNLOADS_LIST, GET_SUBSCRIPTION_INFO};
pub use later::LATER;
pub use links::{GET_BACK_LINK_DATA, GET_TOP_BACK_LINKS, LEVELS};
pub use options::{NOTIFY_URL, PUBLIC_LOCATION, UPLOAD_TO_FTP};
pub use overview::GET_INDEX_ITEM_INFO;
pub use ref_domains::{GET_REF_DOMAIN_INFO, GET_REF_DOMAINS};

/// Every entry that this program speaks, in the order of the form.
pub static ENTRIES: [&Entry; 10] = [
    &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
    &DOWNLOAD_BACK_LINKS,
    &GET_BACK_LINK_DATA,
    &GET_REF_DOMAINS,
    &GET_INDEX_ITEM_INFO,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_spoken_yet_is_not_offered() {
        for entry in LATER {
            assert!(!entry.offered && super::entry(entry.command).is_none());
        }
    }
}
