//! Bulk downloads: a job on the service's side makes a file.

use super::options::{
    DATASOURCE, DELETED, NOTIFY_URL, PREFIX_SCAN, PUBLIC_LOCATION, SKIP_COST, UPLOAD_TO_FTP,
};
use crate::model::catalog::parameter::number;
use crate::model::catalog::{Brings, Entry, PriceRule, Provider, Standing, Subject, Takes};

/// The bulk download of each referring domain's best links.
pub static DOWNLOAD_REF_DOMAIN_BACK_LINKS: Entry = Entry {
    provider: Provider::Majestic,
    command: "DownloadRefDomainBackLinks",
    name: "download",
    title: "Download: best links of every referring domain",
    subject: Subject::One("item"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        number(
            "MaxSourceURLsPerRefDomain",
            "per-domain",
            "Links per domain",
            (1, 10),
            "10",
            "At most so many links from each referring domain, the best first.",
        ),
        DELETED,
        SKIP_COST,
        NOTIFY_URL,
        UPLOAD_TO_FTP,
        PUBLIC_LOCATION,
    ],
    price: PriceRule::RefDomainDownload {
        base: 50_000,
        per_domain: 20,
    },
    brings: Brings::FileOfLinks,
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "A file with up to ten links from every referring domain, made by a job on the service's side.",
};

/// The bulk download of all links.
pub static DOWNLOAD_BACK_LINKS: Entry = Entry {
    provider: Provider::Majestic,
    command: "DownloadBackLinks",
    name: "download-all",
    title: "Download: all links",
    subject: Subject::One("Query"),
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        PREFIX_SCAN,
        SKIP_COST,
        NOTIFY_URL,
        UPLOAD_TO_FTP,
        PUBLIC_LOCATION,
    ],
    price: PriceRule::LinkDownload { least: 25_000 },
    brings: Brings::FileOfLinks,
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "A file with every link to the target, made by a job on the service's side.",
};
