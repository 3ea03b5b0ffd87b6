//! Answers that hold their rows: written to standard output, with each dataset's name and measure on standard error.

use std::sync::atomic::AtomicBool;

use super::desk::Desk;
use super::failure::Failure;
use super::filter;
use super::gaps;
use super::headline::Headline;
use super::sheet::{self, Sheet};
use crate::model::job::{JobState, JobSummary};
use crate::model::rows::{self, List};
use crate::store::{Store, StoreError};

/// Writes the rows of every answer that came. Nothing is written if none did. `calls` is how many were asked for: of
/// several, rows that do not name what they are about get a column that does.
pub fn deliver(
    desk: &Desk,
    store: &Store,
    jobs: &[JobSummary],
    calls: usize,
) -> Result<(), Failure> {
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    let running = AtomicBool::new(false);
    let mut sheets = Vec::new();
    let has_rows = |job: &&JobSummary| matches!(job.state, JobState::Done | JobState::Partial);
    for job in jobs.iter().filter(has_rows) {
        let Some(id) = &job.dataset else { continue };
        let dataset = store.dataset(id).map_err(failed)?;
        let list = job.query.brings().list();
        let is_apart = calls > 1 && list != List::Sheet(rows::Sheet::Items);
        let text = job.query.list_filter();
        let filter = filter::read(desk, &list, &text)?;
        let filter = filter.as_ref();
        let ranking = dataset.rank(&list, filter, &[], &running).map_err(failed)?;
        let head = Headline {
            manifest: dataset.manifest(),
            list: &list,
            filter: filter.map(|filter| (filter.text(), ranking.len())),
        };
        let measure = head.rows(ranking.len(), &[]);
        desk.talk.say(&format!("dataset {id}: {measure}"));
        gaps::tell(desk, dataset.manifest());
        sheets.push(Sheet {
            dataset,
            ranking,
            about: is_apart.then(|| job.query.title()),
            filter: text,
            order: Vec::new(),
        });
    }
    if sheets.is_empty() {
        return Ok(());
    }
    let is_whole = jobs.len() == calls && jobs.iter().all(|job| job.state == JobState::Done);
    let file = sheet::deliver_bought(desk, is_whole, &sheets, &[], None)?;
    if let (false, Some(file)) = (is_whole, file) {
        desk.talk.insist(&format!(
            "not all that was asked for is here: the rows so far are in {}, and nothing was written under the name without .part",
            file.display()
        ));
    }
    Ok(())
}
