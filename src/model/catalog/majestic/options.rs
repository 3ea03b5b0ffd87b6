//! Parameters that several functions share.

use crate::model::catalog::parameter::{choice, number, option, text};
use crate::model::catalog::{Opt, OptKind};

const NO_YES: OptKind = OptKind::Choice(&[("0", "no"), ("1", "yes")]);

/// A switch that is off by default.
pub(super) const fn switch(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, NO_YES, "0", about)
}

/// Which of the two indexes is asked. Always sent: the default depends on the plan.
pub(super) const DATASOURCE: Opt = choice(
    "datasource",
    "datasource",
    "Index",
    &[("historic", "historic"), ("fresh", "fresh")],
    "historic",
    "historic: five years and more, rebuilt about monthly; fresh: the last months, rebuilt several times a day.",
);

/// Where only one of them answers.
pub(super) const FRESH_ONLY: Opt = choice(
    "datasource",
    "datasource",
    "Index",
    &[("fresh", "fresh")],
    "fresh",
    "This function answers from the fresh index only.",
);

pub(super) const DELETED: Opt = choice(
    "Mode",
    "mode",
    "Deleted links",
    &[("0", "included"), ("1", "left out")],
    "0",
    "Whether links that were gone at the last crawl come too.",
);

pub(super) const PREFIX_SCAN: Opt = switch(
    "UsePrefixScan",
    "prefix-scan",
    "Path (URL*)",
    "Takes the target as the beginning of addresses: everything under that path. The service refuses one that is too wide.",
);

/// The first row of a page.
pub(super) const FROM_ROW: Opt = number(
    "From",
    "from",
    "From row",
    (0, 1_000_000_000),
    "0",
    "The first row, counted from 0.",
);

pub(super) const FILTER_TOPIC: Opt = text(
    "FilterTopic",
    "topic",
    "Topic",
    "Only rows of this topic, such as Computers/Internet.",
);

pub(super) const SKIP_COST: Opt = number(
    "SkipIfAnalysisCostGreaterThan",
    "skip-cost",
    "Skip above",
    (1, 1_000_000_000_000),
    "1000000",
    "The service refuses the job, uncharged, if its analysis cost is greater than this.",
);

/// Called by the service when the file is ready.
pub const NOTIFY_URL: Opt = Opt {
    wire: "NotifyURL",
    flag: "notify-url",
    title: "Notify URL",
    kind: OptKind::Address(&["http", "https"]),
    default: "",
    about: "The service calls this address when the file is ready and expects OK; %%DOWNLOAD_FILE%% and %%DOWNLOAD_FILE_LOCATION%% are filled in.",
};

/// Where the service puts the file, with the password in it.
pub const UPLOAD_TO_FTP: Opt = Opt {
    wire: "UploadToFTP",
    flag: "upload-to-ftp",
    title: "Upload to FTP",
    kind: OptKind::Address(&["ftp"]),
    default: "",
    about: "ftp://user:password@host/folder/ (a second slash before the folder makes it absolute): the service puts the file there instead of keeping it.",
};

/// Where the uploaded file can be fetched.
pub const PUBLIC_LOCATION: Opt = Opt {
    wire: "PublicDownloadLocation",
    flag: "public-location",
    title: "Public location",
    kind: OptKind::Address(&["http", "https"]),
    default: "",
    about: "Address at which the folder of the upload can be fetched; that host is then allowed for this job.",
};
