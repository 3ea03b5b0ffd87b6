//! From what went wrong in a room below to the exit code and the sentence.

use super::failure::Failure;
use crate::api::CallError;
use crate::jobs::JobError;
use crate::model::job::{FailureCause, JobState, JobSummary};
use crate::model::money::LimitPassed;
use crate::store::{PageState, Store};

/// The failure for something that a runner did not do.
pub fn of(why: &JobError) -> Failure {
    let sentence = why.to_string();
    match why {
        JobError::Limit(LimitPassed::Exhausted { .. })
        | JobError::Uncharged(CallError::Refused { .. }) => Failure::Refused(sentence),
        JobError::Limit(LimitPassed::Configured { .. } | LimitPassed::Floor { .. })
        | JobError::Ceiling { .. } => Failure::Limit(sentence),
        JobError::Unfit(_) => Failure::Usage(sentence),
        JobError::MayBeCharged(_) => Failure::ChargeUnknown(sentence),
        _ => Failure::Failed(sentence),
    }
}

/// How a job that ended, or rests, counts for the command that waited for it.
pub fn of_job(job: &JobSummary, store: &Store) -> Result<(), Failure> {
    let mut sentence = format!("job {} ({})", job.id, job.state.title());
    if !job.note.is_empty() {
        sentence.push_str(": ");
        sentence.push_str(&job.note);
    }
    if !job.state.is_final() {
        sentence.push_str(". `backtrail jobs --resume` goes on with it without buying it again");
    }
    match job.state {
        // Delivered where the person asked for it: that is what the command was to do.
        JobState::Done | JobState::Elsewhere => Ok(()),
        JobState::ChargeUnknown => Err(Failure::ChargeUnknown(sentence)),
        JobState::Partial if stopped_at_grant(job, store) => Err(Failure::Limit(sentence)),
        JobState::Partial | JobState::FailedUncharged if was_refused(job, store) => {
            Err(Failure::Refused(sentence))
        }
        _ => Err(Failure::Failed(sentence)),
    }
}

/// Whether a purchase ended because the granted amount pays no further page.
fn stopped_at_grant(job: &JobSummary, store: &Store) -> bool {
    let Ok(record) = store.journal().job(job.id) else {
        return false;
    };
    let pages = store.journal().pages_of(job.id).unwrap_or_default();
    record.cause.is_none() && pages.iter().all(|page| page.state != PageState::Lost)
}

/// Whether the service or its account said no; the journal keeps the cause.
fn was_refused(job: &JobSummary, store: &Store) -> bool {
    let cause = store.journal().job(job.id).ok().and_then(|job| job.cause);
    cause.is_some_and(FailureCause::is_refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart_by_who_refused() {
        let configured = LimitPassed::Configured {
            which: "per_job",
            unit: "analysis",
            need: "2".to_owned(),
            limit: "1".to_owned(),
        };
        let exhausted = LimitPassed::Exhausted {
            unit: "analysis",
            need: "2".to_owned(),
            free: "1".to_owned(),
        };
        let refused = CallError::Refused {
            code: "FailedRequestViaAPI".to_owned(),
            message: "no".to_owned(),
            full: String::new(),
        };
        let unreachable = CallError::NotSent {
            host: "h".to_owned(),
            reason: "refused".to_owned(),
        };
        for (error, code) in [
            (JobError::Limit(configured), 3),
            (JobError::Limit(exhausted), 4),
            (JobError::Uncharged(refused), 4),
            (JobError::Uncharged(unreachable.clone()), 1),
            (JobError::MayBeCharged(unreachable), 5),
        ] {
            assert_eq!(of(&error).code(), code, "{error}");
        }
    }
}
