//! A charge in doubt, settled by a person: one ledger line, or none, and nothing held any more; in one transaction.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::jobs::{JobChange, JobRecord, load, save};
use super::pages::estimate_of;
use super::{Journal, JournalError, RequestId, immediate, ledger};
use crate::model::charge::Verdict;
use crate::model::job::{FailureCause, JobId, JobState, JobSummary};
use crate::model::money::{Amounts, Paid, PaidSource, Price};

impl Journal {
    /// What is in doubt of a job, at the most: its open page, or all of it.
    pub fn in_doubt(&self, id: JobId) -> Result<Amounts, JournalError> {
        let connection = self.lock();
        let job = load(&connection, id)?;
        let page = open_page(&connection, id)?;
        expected(&connection, &job, page)
    }

    /// Settles a job whose charge is unknown as a person says. One that holds rows stays where it is, to be read to
    /// its end; its doubt is over.
    pub fn resolve_doubt(
        &self,
        id: JobId,
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<JobSummary, JournalError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let mut job = load(&transaction, id)?;
        if job.summary.state != JobState::ChargeUnknown {
            return Err(JournalError::NoDoubt {
                job: id,
                state: job.summary.state,
            });
        }
        let page = open_page(&transaction, id)?;
        if page.is_none() && has_pages(&transaction, id, None)? {
            return Err(JournalError::NoDoubt {
                job: id,
                state: job.summary.state,
            });
        }
        let expected = expected(&transaction, &job, page)?;
        let holds = has_pages(&transaction, id, Some("held"))?;
        let change = match verdict {
            Verdict::Accepted(amounts) => {
                let amounts = amounts.unwrap_or(expected);
                let before = job.summary.paid;
                let already = before.map_or(Amounts::ZERO, |paid| paid.amounts);
                let paid = Paid {
                    amounts: already + amounts,
                    source: PaidSource::Accepted,
                };
                end_page(&transaction, page, "lost", amounts.usd)?;
                let estimate = Some(Price::UpTo(expected));
                ledger::settle(&transaction, (&job, page), paid, already, estimate, now)?;
                JobChange {
                    paid: Some(paid),
                    note: Some(format!(
                        "accepted by hand: {amounts}. There is no answer, and asking again is a new charge"
                    )),
                    ..JobChange::default()
                }
            }
            Verdict::Dismissed => {
                end_page(&transaction, page, "uncharged", 0)?;
                JobChange {
                    cause: Some(FailureCause::NotMade),
                    note: Some(
                        "dismissed by hand as not charged; what was held for it is free. Should it have been charged, the balance tells that as spent elsewhere"
                            .to_owned(),
                    ),
                    ..JobChange::default()
                }
            }
        };
        job.apply(&change);
        job.summary.updated = now;
        if !holds {
            job.summary.state = match verdict {
                Verdict::Accepted(_) => JobState::FailedAnswerLost,
                Verdict::Dismissed => JobState::FailedUncharged,
            };
        }
        save(&transaction, &job)?;
        transaction.commit()?;
        load(&connection, id).map(|job| job.summary)
    }
}

fn open_page(connection: &Connection, id: JobId) -> Result<Option<RequestId>, JournalError> {
    let open = connection
        .query_row(
            "SELECT request FROM pages WHERE job = ?1 AND state = 'open' LIMIT 1",
            [id.0],
            |row| row.get(0).map(RequestId),
        )
        .optional()?;
    Ok(open)
}

/// Whether a job has pages, or pages of a state.
fn has_pages(
    connection: &Connection,
    id: JobId,
    state: Option<&str>,
) -> Result<bool, JournalError> {
    let has = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM pages WHERE job = ?1 AND (?2 IS NULL OR state = ?2))",
        params![id.0, state],
        |row| row.get(0),
    )?;
    Ok(has)
}

fn end_page(
    connection: &Connection,
    page: Option<RequestId>,
    state: &str,
    cost: i64,
) -> Result<(), JournalError> {
    if let Some(page) = page {
        connection.execute(
            "UPDATE pages SET state = ?2, cost = ?3 WHERE request = ?1 AND state = 'open'",
            params![page.0, state, cost],
        )?;
    }
    Ok(())
}

/// What was expected of the page that is open, or of the whole job; where no price was known, what is held for it.
fn expected(
    connection: &Connection,
    job: &JobRecord,
    page: Option<RequestId>,
) -> Result<Amounts, JournalError> {
    let price = match page {
        Some(page) => estimate_of(connection, page)?,
        None => Some(job.summary.price),
    };
    Ok(price
        .and_then(|price| price.ceiling())
        .unwrap_or_else(|| job.holds()))
}
