//! Passwords of deliveries: kept in what a job asks until it is sent, and nowhere else.

use rusqlite::{OptionalExtension, params};

use super::jobs::stored_quote;
use super::{Journal, JournalError, immediate};
use crate::model::catalog::{Opt, Quote, without_password};
use crate::model::job::JobId;

impl Journal {
    /// Puts stars in place of the passwords in what a job asks; call it when the request is sent and will not be
    /// sent again. The bytes are gone from the database files too.
    pub fn forget_secrets(&self, id: JobId) -> Result<(), JournalError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let stored: String = transaction
            .query_row("SELECT quote FROM jobs WHERE id = ?1", [id.0], |row| {
                row.get(0)
            })
            .optional()?
            .ok_or(JournalError::NoSuchJob(id))?;
        let mut quote: Quote =
            serde_json::from_str(&stored).map_err(|e| JournalError::unreadable("jobs.quote", e))?;
        let entry = quote.query.entry();
        for (name, value) in &mut quote.query.options {
            if entry.option(name).is_some_and(Opt::may_be_secret) {
                *value = without_password(value);
            }
        }
        let starred = stored_quote(&quote)?;
        if starred == stored {
            return Ok(());
        }
        transaction.execute(
            "UPDATE jobs SET quote = ?2 WHERE id = ?1",
            params![id.0, starred],
        )?;
        transaction.commit()?;
        // The log of the database still has the page as it was.
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}
