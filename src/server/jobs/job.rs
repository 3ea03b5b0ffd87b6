//! One download job as it lies at rest.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::order::Order;
use crate::model::money::Amounts;
use crate::server::delivery::{Delivery, Errand, FtpAddress};
use crate::wire::majestic::code::DownloadStatus;
use crate::wire::majestic::{download, time};

/// How long a download can be fetched (Majestic developer documentation, GetDownloadsList page).
const EXPIRES_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::server) struct Job {
    /// 32 upper-case hexadecimal digits.
    pub id: String,
    pub order: Order,
    pub created: Timestamp,
    pub updated: Timestamp,
    /// Number of a [`DownloadStatus`].
    status: i64,
    /// Whether the item is one page, which shows in the file's name.
    pub is_url: bool,
    /// Referring domains when it was accepted.
    pub ref_domains: u64,
    /// Analysis units, charged when it was accepted.
    pub analysis_cost: i64,
    /// The most retrieval units it can cost; kept free in the account until it is done.
    pub rows_bound: i64,
    /// Rows of the file, once it is made; charged then.
    pub rows: Option<i64>,
    /// Bytes of the file, once it is made.
    pub size: u64,
    pub last_error: String,
    /// AnalysisProgressInfo.
    pub progress: String,
    /// What is to be done with the file.
    #[serde(default)]
    pub delivery: Delivery,
}

/// What a job is expected to need.
#[derive(Clone, Copy, Debug)]
pub(in crate::server) struct Expected {
    pub is_url: bool,
    pub ref_domains: u64,
    pub analysis_cost: i64,
    pub rows_bound: i64,
}

impl Job {
    pub(in crate::server) fn new(
        id: String,
        order: Order,
        expected: Expected,
        delivery: Delivery,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            order,
            created: now,
            updated: now,
            status: DownloadStatus::AwaitingProcessing.number(),
            is_url: expected.is_url,
            ref_domains: expected.ref_domains,
            analysis_cost: expected.analysis_cost,
            rows_bound: expected.rows_bound,
            rows: None,
            size: 0,
            last_error: String::new(),
            progress: String::new(),
            delivery,
        }
    }

    pub(in crate::server) fn status(&self) -> DownloadStatus {
        DownloadStatus::from_number(self.status).unwrap_or(DownloadStatus::Error)
    }

    pub(super) fn set_status(&mut self, status: DownloadStatus) {
        self.status = status.number();
    }

    /// Whether work on it is still to be done.
    pub(in crate::server) fn is_open(&self) -> bool {
        match self.status() {
            DownloadStatus::Ready | DownloadStatus::NotificationFailed => false,
            // An upload that failed is tried again.
            DownloadStatus::Error => self.uploads(Errand::is_due),
            _ => true,
        }
    }

    /// Whether its file is whole and published, and being delivered.
    pub(super) fn is_in_delivery(&self) -> bool {
        match self.status() {
            DownloadStatus::Error => self.uploads(Errand::is_due),
            status => status == DownloadStatus::PendingNotification,
        }
    }

    /// Whether it can be fetched from this server: an upload is somewhere else.
    pub(in crate::server) fn is_served(&self) -> bool {
        self.status().has_file() && self.delivery.upload.is_none()
    }

    fn uploads(&self, are: impl FnOnce(&Errand) -> bool) -> bool {
        self.delivery.upload.as_ref().is_some_and(are)
    }

    pub(in crate::server) fn expires(&self) -> Timestamp {
        self.created
            .checked_add(EXPIRES_AFTER)
            .unwrap_or(Timestamp::MAX)
    }

    /// Sets its beginning back by the time it is kept, counted from its last change.
    pub(super) fn lapse(&mut self) {
        let begun = self.updated.checked_sub(EXPIRES_AFTER);
        self.created = begun.unwrap_or(Timestamp::MIN);
    }

    /// What it costs as far as that is known; a failed job costs no more than was charged.
    pub(super) fn cost(&self) -> Amounts {
        Amounts::new(self.analysis_cost, self.rows.unwrap_or(0), 0)
    }

    /// Name of its file: the service's, after the prefix that the upload's address ends in.
    pub(in crate::server) fn file_name(&self) -> String {
        let day = time::file_name_day(self.created);
        let order = &self.order;
        let name = download::file_name(order.fresh, &order.item, self.is_url, &day, &self.id);
        let address = order.upload_to.as_deref().map(FtpAddress::parse);
        let prefix = address.and_then(Result::ok).map(|to| to.prefix);
        let stem = name.strip_suffix(".csv.gz").unwrap_or(&name);
        let extension = order.kind.extension();
        format!("{}{stem}.{extension}.gz", prefix.unwrap_or_default())
    }

    /// Where the file is, empty until it is there: at this server, by the name it is asked under, or under the order's
    /// own prefix if it was uploaded. An upload without a prefix is nowhere that anybody knows.
    pub(in crate::server) fn public_location(&self, base: &str) -> String {
        if !self.status().has_file() {
            return String::new();
        }
        match (&self.delivery.upload, &self.order.public_location) {
            (None, _) => format!("{base}/downloads/{}", self.file_name()),
            (Some(_), Some(prefix)) => format!("{prefix}{}", self.file_name()),
            (Some(_), None) => String::new(),
        }
    }

    /// The description in the service's lists, which cuts it to 64 characters.
    pub(in crate::server) fn description(&self) -> String {
        format!("API Job: {} ({})", self.order.kind.entry().command, self.id)
            .chars()
            .take(64)
            .collect()
    }

    /// Strong: a file never changes once it can be fetched.
    pub(in crate::server) fn etag(&self) -> String {
        format!("\"{}-{}\"", self.id, self.size)
    }
}
