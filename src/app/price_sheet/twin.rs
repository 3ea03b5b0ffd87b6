//! The same query, bought before or under way: paying for it twice is never what somebody meant to do.

use super::PriceSheet;
use crate::app::budget::day;
use crate::app::command::{Command, key_of};
use crate::app::state::State;
use crate::model::catalog::{Provider, Quote};
use crate::model::column::{DATAFORSEO, grouped};
use crate::model::job::{JobState, JobSummary};

/// The sentence about a job with an equal query, if there is one whose rows would be the same.
pub(super) fn find(sheet: &PriceSheet, state: &State) -> Option<String> {
    let several = sheet.quotes.len() > 1;
    sheet.quotes.iter().find_map(|quote| {
        let why = of_one(quote, state)?;
        Some(if several {
            format!("{}: {why}", quote.query.title())
        } else {
            why
        })
    })
}

fn of_one(quote: &Quote, state: &State) -> Option<String> {
    let job = state.queue.jobs.iter().find(|job| {
        let is_held = job.state == JobState::Done && !is_outdated(quote, job);
        let tells = !job.state.is_final() || job.paid_for_nothing().is_some();
        is_held && job.query.covers(&quote.query) || tells && job.query.asks_the_same(&quote.query)
    })?;
    let key = |command| key_of(&state.keymap, command);
    let (leave, jobs) = (key(Command::Back), key(Command::PaneJobs));
    let id = job.id;
    if let Some(paid_for_nothing) = job.paid_for_nothing() {
        return Some(paid_for_nothing);
    }
    Some(match job.state {
        JobState::Done => format!(
            "held already: job {id}, {}; {leave}, then {jobs}, opens the jobs",
            held(state, job)
        ),
        JobState::ChargeUnknown => format!(
            "job {id} asked the same, and whether it was charged is not known; {leave}, then {jobs} and {}, asks what \
             became of it",
            key(Command::Reconcile)
        ),
        under_way => format!(
            "under way already: job {id} asks the same and is `{}`; {leave}, then {jobs}, shows it",
            under_way.title()
        ),
    })
}

/// Whether the figures of this price are of an index younger than the job.
fn is_outdated(quote: &Quote, job: &JobSummary) -> bool {
    let bought = job.created.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let figures = quote.figures.as_ref();
    figures.is_some_and(|figures| figures.index_date > bought)
}

/// What is held: `43,813 rows of the historic index of 2026-10-05, bought 2026-11-21`.
fn held(state: &State, job: &JobSummary) -> String {
    let rows = match &job.held {
        Some(held) => held.rows,
        None => i64::try_from(job.progress.rows).unwrap_or(i64::MAX),
    };
    let rows = grouped(rows);
    let open = state
        .dataset
        .as_ref()
        .filter(|facts| Some(&facts.id) == job.dataset.as_ref());
    let source = open.map_or_else(
        || match job.query.provider() {
            // Its answers name no index.
            Provider::DataForSeo => Provider::DataForSeo.title().to_owned(),
            Provider::Majestic => format!("the {} index", job.query.datasource()),
        },
        |facts| match facts.provider.as_str() {
            DATAFORSEO => crate::model::text::one_line(&facts.source),
            _ => format!("the {}", crate::model::text::one_line(&facts.source)),
        },
    );
    format!("{rows} rows of {source}, bought {}", day(job.created))
}
