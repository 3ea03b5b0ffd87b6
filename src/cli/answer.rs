//! Answers that hold their rows: written to standard output, with each dataset's name and measure on standard error.

use std::sync::atomic::AtomicBool;

use super::desk::Desk;
use super::failure::Failure;
use super::gaps;
use super::headline::Headline;
use super::sheet::{self, Sheet};
use crate::model::catalog::Brings;
use crate::model::job::{JobState, JobSummary};
use crate::model::rows::List;
use crate::store::{Store, StoreError};

/// Writes the rows of every answer that came. Nothing is written if none did.
pub fn deliver(desk: &Desk, store: &Store, jobs: &[JobSummary]) -> Result<(), Failure> {
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    let running = AtomicBool::new(false);
    let mut sheets = Vec::new();
    let has_rows = |job: &&JobSummary| matches!(job.state, JobState::Done | JobState::Partial);
    for job in jobs.iter().filter(has_rows) {
        let Some(id) = &job.dataset else { continue };
        let dataset = store.dataset(id).map_err(failed)?;
        let list = brought(job);
        let ranking = dataset.rank(&list, None, &[], &running).map_err(failed)?;
        let head = Headline {
            manifest: dataset.manifest(),
            list: &list,
            filter: None,
        };
        let measure = head.rows(ranking.len(), &[]);
        desk.talk.say(&format!("dataset {id}: {measure}"));
        gaps::tell(desk, dataset.manifest());
        sheets.push(Sheet { dataset, ranking });
    }
    if sheets.is_empty() {
        return Ok(());
    }
    sheet::deliver(desk, &sheets, &[], None)
}

/// The list that a function is asked for.
fn brought(job: &JobSummary) -> List {
    match job.query.entry().brings {
        Brings::Sheet(sheet) => List::Sheet(sheet),
        Brings::Domains => List::Domains,
        Brings::Links | Brings::FileOfLinks | Brings::Nothing => List::Links { domain: None },
    }
}
