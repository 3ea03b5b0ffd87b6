//! Charges that are written down before they are made: of calls that are no jobs, such as price look-ups.

use jiff::Timestamp;

use super::ledger::{self, NewCharge};
use super::{Journal, JournalError, ReserveError, immediate};
use crate::model::money::{Amounts, Limits, Paid, PaidSource, Price};

/// A call that is about to be charged.
#[derive(Clone, Copy, Debug)]
pub struct Ahead<'a> {
    /// Fingerprint of endpoint and key.
    pub account: &'a str,
    /// The provider's command.
    pub command: &'a str,
    /// What is asked about.
    pub target: &'a str,
    /// The ledger's label.
    pub tag: Option<&'a str>,
    /// What it costs.
    pub amounts: Amounts,
    /// When.
    pub now: Timestamp,
}

/// A line of the ledger that was written ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AheadLine(i64);

impl Journal {
    /// Checks the limits and writes the charge as assumed, in one transaction: two processes cannot pass a limit
    /// together, and a program that is killed before the answer has not forgotten it.
    pub fn charge_ahead(
        &self,
        ahead: Ahead<'_>,
        limits: &Limits,
    ) -> Result<AheadLine, ReserveError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let budget = ledger::budget(&transaction, ahead.account, ahead.now)?;
        limits.check(&ahead.amounts, &budget)?;
        let charge = NewCharge {
            account: ahead.account,
            job: None,
            command: ahead.command,
            target: ahead.target,
            tag: ahead.tag,
            estimate: Some(Price::Exact(ahead.amounts)),
            page: None,
        };
        let paid = Paid {
            amounts: ahead.amounts,
            source: PaidSource::Assumed,
        };
        ledger::write(&transaction, &charge, &paid, ahead.now)?;
        let line = AheadLine(transaction.last_insert_rowid());
        transaction.commit()?;
        Ok(line)
    }

    /// Takes a line back whose charge was proven not to have been made.
    pub fn take_back(&self, line: AheadLine) -> Result<(), JournalError> {
        let connection = self.lock();
        connection.execute("DELETE FROM ledger WHERE id = ?1", [line.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ACCOUNT, at, now, store};
    use super::*;
    use crate::model::money::Ceiling;

    fn look_up(at: Timestamp) -> Ahead<'static> {
        Ahead {
            account: ACCOUNT,
            command: "GetIndexItemInfo",
            target: "example.com",
            tag: Some("acme"),
            amounts: Amounts::new(0, 0, 1),
            now: at,
        }
    }

    #[test]
    fn a_look_up_is_a_line_without_a_job() {
        let (_dir, store) = store();
        let journal = store.journal();
        let ahead = look_up(now());
        journal.charge_ahead(ahead, &Limits::default()).unwrap();
        let lines = journal.ledger(Some(now())).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].paid.amounts, ahead.amounts);
        assert_eq!(lines[0].paid.source, PaidSource::Assumed);
        assert_eq!(lines[0].job, None);
        assert_eq!(lines[0].tag.as_deref(), Some("acme"));
        let spent = journal.budget(ACCOUNT, now()).unwrap().spent_today;
        assert_eq!(spent, ahead.amounts);
        let later = at("2026-11-21T10:00:01Z");
        assert!(journal.ledger(Some(later)).unwrap().is_empty());
    }

    #[test]
    fn what_was_not_charged_is_taken_back_and_limits_bind_before() {
        let (_dir, store) = store();
        let journal = store.journal();
        let limits = Limits {
            per_day: Ceiling {
                items: Some(2),
                ..Ceiling::default()
            },
            ..Limits::default()
        };
        let first = journal.charge_ahead(look_up(now()), &limits).unwrap();
        let second = journal.charge_ahead(look_up(now()), &limits).unwrap();
        assert_ne!(first, second);
        assert!(journal.charge_ahead(look_up(now()), &limits).is_err());
        journal.take_back(first).unwrap();
        assert_eq!(journal.ledger(None).unwrap().len(), 1);
        journal.charge_ahead(look_up(now()), &limits).unwrap();
    }
}
