//! A charge in doubt, as a person sees and settles it: what was sent when, what the free calls said, what it may have
//! cost; accepted as charged, or dismissed.

use super::desk::hold;
use super::error::JobError;
use super::runner::Runner;
use super::setup::Clock;
use crate::model::charge::{Doubt, Verdict};
use crate::model::job::{JobId, JobState, JobSummary};
use crate::model::text::one_line;
use crate::store::{Store, StoredRequest};

/// Reads what the journal knows of a job's charge.
pub fn doubt(store: &Store, id: JobId) -> Result<Doubt, JobError> {
    let journal = store.journal();
    let record = journal.job(id)?;
    let mut events = Vec::new();
    if let Some(before) = record.balance_before {
        events.push(format!("balance before it was sent: {before}"));
    }
    events.extend(journal.requests(id)?.iter().map(event));
    Ok(Doubt {
        job: id,
        events,
        said: one_line(&record.summary.note),
        expected: journal.in_doubt(id)?,
    })
}

fn event(stored: &StoredRequest) -> String {
    let at = stored.record.at.strftime("%Y-%m-%d %H:%M:%S UTC");
    let command = one_line(&stored.record.command);
    let answer = match (&stored.outcome, stored.answered) {
        (Some(outcome), Some(answered)) => {
            let status = stored
                .http_status
                .map_or_else(String::new, |status| format!(", HTTP {status}"));
            let bytes = stored.body.as_ref().map_or(0, Vec::len);
            format!(
                "{} at {}{status}, {bytes} bytes kept",
                outcome.replace('_', " "),
                answered.strftime("%H:%M:%S")
            )
        }
        _ => "no answer was written down".to_owned(),
    };
    format!(
        "{at}: {command} (request {} #{}): {answer}",
        stored.id.0,
        &stored.unique_id.chars().take(8).collect::<String>()
    )
}

/// Settles a charge in doubt as a person says, without asking anybody. Another process that works on the job is left
/// to it.
pub fn resolve(
    store: &Store,
    id: JobId,
    verdict: Verdict,
    clock: &Clock,
) -> Result<JobSummary, JobError> {
    let Some(_alone) = store.lock_job(id)? else {
        return Err(JobError::Declined(format!(
            "another backtrail works on job {id}; settle it there, or end that one first"
        )));
    };
    Ok(store.journal().resolve_doubt(id, verdict, clock())?)
}

impl Runner {
    /// Settles a charge in doubt as a person says; the walk that asks what became of it ends.
    pub async fn resolve(&self, id: JobId, verdict: Verdict) -> Result<(), JobError> {
        let desk = &self.desk;
        let record = desk.own_job(id)?;
        let asking = match record.summary.state {
            JobState::ChargeUnknown => hold(&desk.walks).remove(&id),
            _ => None,
        };
        if let Some(task) = asking.and_then(|handle| handle.task) {
            // It only asks free calls, and everything it knows is in the journal.
            task.abort();
            let _ended_either_way = task.await;
        }
        let resolved = resolve(&desk.setup.store, id, verdict, &desk.setup.clock);
        let record = desk.journal().job(id)?;
        desk.tell_job(record.summary.clone()).await;
        desk.tell_budget().await?;
        let here = hold(&desk.walks).contains_key(&id);
        if !here && !record.summary.state.is_at_rest() {
            self.spawn(&record, true);
        }
        resolved.map(drop)
    }
}
