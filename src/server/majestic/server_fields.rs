//! The global variables that nearly every answer carries: which index was asked, which server answered.

use crate::index::Index;
use crate::wire::majestic::{Answer, time};

const SERVER_BUILD: &str = "2026-11-02 09:00:00";
const SERVER_VERSION: &str = "1.0.9801.16200";

/// `UniqueIndexID`: the digits of the build date and the index's name.
pub(super) fn unique_index_id(index: &Index, fresh: bool) -> String {
    let name = if fresh { "FRESH" } else { "HISTORICAL" };
    format!("{}-{name}", time::index_digits(index.build_date()))
}

/// Adds the fields of the asked index.
pub(super) fn with_index(answer: Answer, index: &Index, fresh: bool) -> Answer {
    answer
        .with("IndexBuildDate", time::index_text(index.build_date()))
        .with("IndexType", i64::from(fresh))
        .with("ServerBuild", SERVER_BUILD)
        .with("ServerName", "BACKTRAIL")
        .with("ServerVersion", SERVER_VERSION)
        .with("UniqueIndexID", unique_index_id(index, fresh))
}

/// Adds the fields of the one machine that keeps the jobs: they are stale whatever index is asked
/// (Majestic developer documentation, GetDownloadsList page).
pub(super) fn with_job_machine(answer: Answer) -> Answer {
    answer
        .with("IndexBuildDate", "2013-02-24 21:47:24")
        .with("IndexType", 1)
        .with("ServerBuild", SERVER_BUILD)
        .with("ServerName", "XSTHEMACHINE")
        .with("ServerVersion", SERVER_VERSION)
        .with("UniqueIndexID", "20130224214724-FRESH")
}
