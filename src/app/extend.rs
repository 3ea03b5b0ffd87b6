//! Going on with what is held in part: the price sheet for the rows behind those that an earlier purchase brought.

use super::budget::NO_SERVICE;
use super::effect::Effect;
use super::notices::Notice;
use super::price_sheet;
use super::state::State;
use crate::model::job::{JobState, JobSummary};
use crate::model::query::Query;
use crate::model::rows::DatasetId;

/// The newest job that brought rows of a dataset, and the question for the rows behind all of them. None where there
/// are none, or somebody is bringing them.
pub fn rest<'a>(state: &'a State, dataset: &DatasetId) -> Option<(&'a JobSummary, Query)> {
    let jobs = &state.queue.jobs;
    let of_it = |job: &&JobSummary| {
        let goes_on = job.query.continues.as_ref().map(|c| &c.dataset);
        job.dataset.as_ref().or(goes_on) == Some(dataset)
    };
    if jobs.iter().filter(of_it).any(|job| !job.state.is_final()) {
        return None;
    }
    let brought = |job: &&JobSummary| matches!(job.state, JobState::Partial | JobState::Done);
    let job = jobs.iter().filter(of_it).find(brought)?;
    Some((job, job.rest()?))
}

/// Opens the price sheet for what is behind the rows of a dataset.
pub fn open(state: &mut State, dataset: Option<DatasetId>) -> Vec<Effect> {
    let found = dataset.as_ref().and_then(|dataset| rest(state, dataset));
    let Some((job, query)) = found else {
        let text = "nothing is known to be behind these rows that could be bought: only answers that come page by page \
                    are extended";
        state.notice = Some(Notice::info(text));
        return Vec::new();
    };
    if state.is_offline() {
        state.notice = Some(Notice::info(NO_SERVICE));
        return Vec::new();
    }
    let tag = job.tag.clone();
    price_sheet::open_for(state, vec![query], tag)
}
