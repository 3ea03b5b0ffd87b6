//! Everything a job may say to the screen or to a headless command. Rows never travel here: a job
//! appends to its dataset and reports a length.

use super::job::{JobId, JobSummary, Progress};
use super::money::Budget;
use super::rows::DatasetId;

/// One thing said.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// A job came into being or changed its state; the whole of it.
    Job(Box<JobSummary>),
    /// The present step got further.
    Progress {
        /// Which job.
        job: JobId,
        /// How far.
        progress: Progress,
    },
    /// Rows became readable.
    Published {
        /// Which job; none for an import.
        job: Option<JobId>,
        /// Where.
        dataset: DatasetId,
        /// Links held now.
        rows: u64,
        /// Referring domains held now.
        domains: u64,
        /// Items of an overview held now.
        items: u64,
        /// No more will come.
        complete: bool,
    },
    /// Balance, held and spent changed.
    Budget(Box<Budget>),
    /// Something to tell that is not a job's: one sentence.
    Trouble(String),
}
