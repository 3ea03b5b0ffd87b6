//! What costs nothing: balances and download jobs.

use super::options::DATASOURCE;
use crate::model::catalog::{Brings, Entry, PriceRule, Provider, Standing, Subject, Takes};

/// Balances and dates of the asked index. Free.
pub static GET_SUBSCRIPTION_INFO: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetSubscriptionInfo",
    name: "budget",
    title: "Balances",
    subject: Subject::Nothing,
    takes: Takes::Items,
    options: &[DATASOURCE],
    price: PriceRule::Free,
    brings: Brings::Nothing,
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "An application's token sees a reduced set.",
    offered: false,
    about: "What is left in each allowance and when it lapses.",
};

/// The account's download jobs. Free.
pub static GET_DOWNLOADS_LIST: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetDownloadsList",
    name: "remote-jobs",
    title: "Download jobs on the service's side",
    subject: Subject::One("DownloadJobID"),
    takes: Takes::Items,
    options: &[],
    price: PriceRule::Free,
    brings: Brings::Nothing,
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "An application's token must name the job.",
    offered: false,
    about: "State, size and address of the account's downloads.",
};

/// Removes download jobs from the service. Free.
pub static DELETE_DOWNLOADS: Entry = Entry {
    provider: Provider::Majestic,
    command: "DeleteDownloads",
    name: "remote-delete",
    title: "Delete downloads on the service's side",
    subject: Subject::One("DownloadJobIDs"),
    takes: Takes::Items,
    options: &[],
    price: PriceRule::Free,
    brings: Brings::Nothing,
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: false,
    about: "Deletes finished downloads and stops running ones.",
};
