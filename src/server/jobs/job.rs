//! One download job as it lies at rest.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::model::money::Amounts;
use crate::wire::majestic::code::DownloadStatus;
use crate::wire::majestic::{download, time};

/// How long a download can be fetched (Majestic developer documentation, GetDownloadsList page).
const EXPIRES_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Command name of the only kind of job there is.
pub(super) const COMMAND: &str = "DownloadRefDomainBackLinks";

/// What was ordered: every parameter except authentication and notification. Two equal orders are one job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::server) struct Order {
    pub user_id: i64,
    /// As it was sent.
    pub item: String,
    pub fresh: bool,
    pub max_per_domain: usize,
    pub live_only: bool,
    pub skip_above: i64,
    pub public_location: Option<String>,
}

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
        !self.status().has_file() && self.status() != DownloadStatus::Error
    }

    pub(in crate::server) fn expires(&self) -> Timestamp {
        self.created
            .checked_add(EXPIRES_AFTER)
            .unwrap_or(Timestamp::MAX)
    }

    /// What it costs as far as that is known; a failed job costs no more than was charged.
    pub(super) fn cost(&self) -> Amounts {
        Amounts::new(self.analysis_cost, self.rows.unwrap_or(0), 0)
    }

    pub(in crate::server) fn file_name(&self) -> String {
        let day = time::file_name_day(self.created);
        download::file_name(
            self.order.fresh,
            &self.order.item,
            self.is_url,
            &day,
            &self.id,
        )
    }

    /// The description in the service's lists, which cuts it to 64 characters.
    pub(in crate::server) fn description(&self) -> String {
        format!("API Job: {COMMAND} ({})", self.id)
            .chars()
            .take(64)
            .collect()
    }

    /// Strong: a file never changes once it can be fetched.
    pub(in crate::server) fn etag(&self) -> String {
        format!("\"{}-{}\"", self.id, self.size)
    }
}
