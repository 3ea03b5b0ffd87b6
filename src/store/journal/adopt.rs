//! Jobs found by what the service or a dataset calls them, and downloads made elsewhere that become jobs.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::jobs::{JobChange, NewJob, insert, load, save};
use super::{Journal, JournalError, immediate};
use crate::model::catalog::Quote;
use crate::model::job::{JobId, JobState};
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::model::rows::DatasetId;

/// A download that was made elsewhere and becomes a job.
#[derive(Clone, Debug)]
pub struct AdoptedJob<'a> {
    /// What is in it, as far as that is known; its price is nothing, for it is paid.
    pub quote: &'a Quote,
    /// Fingerprint of endpoint and key.
    pub account: &'a str,
    /// The service's own number of it.
    pub remote_id: &'a str,
    /// Address of its file, if the service names one.
    pub location: Option<&'a str>,
    /// Size of that file in bytes.
    pub size: Option<u64>,
    /// When the service removes it.
    pub expires: Option<Timestamp>,
    /// When it was adopted.
    pub now: Timestamp,
}

impl Journal {
    /// Makes a job of a download that is there already: it is [`JobState::Ready`], cost nothing here and holds
    /// nothing. A download that is a job of the account already stays that job.
    pub fn adopt(&self, job: &AdoptedJob<'_>) -> Result<JobId, JournalError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        if let Some(known) = find_remote(&transaction, job.account, job.remote_id)? {
            return Ok(known);
        }
        let new = NewJob {
            quote: job.quote,
            granted: Amounts::ZERO,
            account: job.account,
            tag: None,
            now: job.now,
        };
        let id = insert(&transaction, &new, JobState::Ready)?;
        let mut record = load(&transaction, id)?;
        record.apply(&JobChange {
            remote_id: Some(job.remote_id.to_owned()),
            remote_file: job.location.map(str::to_owned),
            remote_size: job.size,
            expires: job.expires,
            paid: Some(Paid {
                amounts: Amounts::ZERO,
                source: PaidSource::Assumed,
            }),
            ..JobChange::default()
        });
        save(&transaction, &record)?;
        transaction.commit()?;
        Ok(id)
    }

    /// The newest job of an account that the service knows by this number.
    pub fn job_of_remote(
        &self,
        account: &str,
        remote_id: &str,
    ) -> Result<Option<JobId>, JournalError> {
        find_remote(&self.lock(), account, remote_id)
    }

    /// The job whose rows are in a dataset.
    pub fn job_of_dataset(&self, dataset: &DatasetId) -> Result<Option<JobId>, JournalError> {
        let id = self
            .lock()
            .query_row(
                "SELECT id FROM jobs WHERE dataset = ?1 ORDER BY id DESC LIMIT 1",
                [&dataset.0],
                |row| row.get(0).map(JobId),
            )
            .optional()?;
        Ok(id)
    }
}

fn find_remote(
    connection: &Connection,
    account: &str,
    remote_id: &str,
) -> Result<Option<JobId>, JournalError> {
    let id = connection
        .query_row(
            "SELECT id FROM jobs WHERE account = ?1 AND remote_id = ?2 ORDER BY id DESC LIMIT 1",
            params![account, remote_id],
            |row| row.get(0).map(JobId),
        )
        .optional()?;
    Ok(id)
}
