//! Majestic's functions, after its developer documentation.

use super::{Entry, Opt, OptKind, PriceRule, Provider};

/// Which of the two indexes is asked. Always sent: the default depends on the plan.
const DATASOURCE: Opt = Opt {
    wire: "datasource",
    flag: "datasource",
    title: "Index",
    kind: OptKind::Choice(&[("historic", "historic"), ("fresh", "fresh")]),
    default: "historic",
    about: "historic: five years and more, rebuilt about monthly; fresh: the last months, rebuilt several times a day.",
};

const SKIP_COST: Opt = Opt {
    wire: "SkipIfAnalysisCostGreaterThan",
    flag: "skip-cost",
    title: "Skip above",
    kind: OptKind::Int {
        min: 1,
        max: 1_000_000_000_000,
    },
    default: "1000000",
    about: "The service refuses the job, uncharged, if its analysis cost is greater than this.",
};

/// The bulk download of each referring domain's best links.
pub static DOWNLOAD_REF_DOMAIN_BACK_LINKS: Entry = Entry {
    provider: Provider::Majestic,
    command: "DownloadRefDomainBackLinks",
    name: "download",
    title: "Download: best links of every referring domain",
    subject: "item",
    options: &[
        DATASOURCE,
        Opt {
            wire: "MaxSourceURLsPerRefDomain",
            flag: "per-domain",
            title: "Links per domain",
            kind: OptKind::Int { min: 1, max: 10 },
            default: "10",
            about: "At most so many links from each referring domain, the best first.",
        },
        Opt {
            wire: "Mode",
            flag: "mode",
            title: "Deleted links",
            kind: OptKind::Choice(&[("0", "included"), ("1", "left out")]),
            default: "0",
            about: "Whether links that were gone at the last crawl come too.",
        },
        SKIP_COST,
    ],
    price: PriceRule::RefDomainDownload {
        base: 50_000,
        per_domain: 20,
    },
    queued: true,
    offered: true,
    about: "A file with up to ten links from every referring domain, made by a job on the service's side.",
};

/// Counts and price figures of items; each costs one IndexItemInfo unit.
pub static GET_INDEX_ITEM_INFO: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetIndexItemInfo",
    name: "info",
    title: "Counts and price figures",
    subject: "item0",
    options: &[
        DATASOURCE,
        Opt {
            wire: "DesiredTopics",
            flag: "topics",
            title: "Topics",
            kind: OptKind::Int { min: 0, max: 30 },
            default: "3",
            about: "How many topics come for each item; capped at 30, 20 or 10 by the kind of item.",
        },
    ],
    price: PriceRule::ItemUnits,
    queued: false,
    offered: false,
    about: "Counts, flows and what a download would cost, for up to 100 items.",
};

/// Balances and dates of the asked index. Free.
pub static GET_SUBSCRIPTION_INFO: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetSubscriptionInfo",
    name: "budget",
    title: "Balances",
    subject: "",
    options: &[DATASOURCE],
    price: PriceRule::Free,
    queued: false,
    offered: false,
    about: "What is left in each allowance and when it lapses.",
};

/// The account's download jobs. Free.
pub static GET_DOWNLOADS_LIST: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetDownloadsList",
    name: "remote-jobs",
    title: "Download jobs on the service's side",
    subject: "DownloadJobID",
    options: &[],
    price: PriceRule::Free,
    queued: false,
    offered: false,
    about: "State, size and address of the account's downloads.",
};

/// Removes download jobs from the service. Free.
pub static DELETE_DOWNLOADS: Entry = Entry {
    provider: Provider::Majestic,
    command: "DeleteDownloads",
    name: "remote-delete",
    title: "Delete downloads on the service's side",
    subject: "DownloadJobIDs",
    options: &[],
    price: PriceRule::Free,
    queued: false,
    offered: false,
    about: "Deletes finished downloads and stops running ones.",
};

/// Every entry.
pub static ENTRIES: [&Entry; 5] = [
    &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
    &GET_INDEX_ITEM_INFO,
    &GET_SUBSCRIPTION_INFO,
    &GET_DOWNLOADS_LIST,
    &DELETE_DOWNLOADS,
];

/// The entry of a command, its name compared without case.
pub fn entry(command: &str) -> Option<&'static Entry> {
    ENTRIES
        .into_iter()
        .find(|e| e.command.eq_ignore_ascii_case(command))
}
