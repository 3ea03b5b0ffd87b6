//! What a price rests on: the figures of a look-up.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a GetIndexItemInfo look-up said about a target: the base of its prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFigures {
    /// Referring domains.
    pub ref_domains: i64,
    /// External backlinks.
    pub ext_back_links: i64,
    /// `DownloadRefDomainBacklinksAnalysisResUnitsCost`, the provider's own preview.
    pub listed_cost: i64,
    /// `DownloadBacklinksAnalysisResUnitsCost`, the same for all links; 0 if it was not said.
    #[serde(default)]
    pub listed_links_cost: i64,
    /// `fresh` or `historic`.
    pub datasource: String,
    /// UniqueIndexID: the figures hold for this build of the index.
    pub index_id: String,
    /// IndexBuildDate, `YYYY-MM-DD hh:mm:ss`.
    pub index_date: String,
    /// When it was looked up.
    pub looked_up: Timestamp,
}
