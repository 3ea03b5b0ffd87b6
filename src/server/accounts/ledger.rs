//! What every account has left, and the append-only log of charges from which that is known again
//! after a restart. A line of the log is a charge; nothing else moves a balance.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Account, Plan, Subscription};
use crate::model::money::Amounts;
use crate::server::error::ServeError;
use crate::server::home::private_log;

/// One charge to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub user_id: i64,
    /// The command that caused it.
    pub command: String,
    /// The job it was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What was taken.
    pub amounts: Amounts,
}

/// Why a charge was not made. Nothing was taken.
#[derive(Debug, Error)]
pub(in crate::server) enum Short {
    #[error("not enough {unit} units: {wanted} needed, {left} left")]
    Units {
        unit: &'static str,
        wanted: i64,
        left: i64,
    },
    #[error("the account log cannot be written: {0}; nothing was charged")]
    Log(#[from] std::io::Error),
}

/// All accounts with their charges.
pub(in crate::server) struct Ledger {
    accounts: Vec<Account>,
    charges: Vec<Charge>,
    paid: HashMap<String, Amounts>,
    log: File,
}

impl Ledger {
    /// Opens the log and takes again what it says was taken.
    pub(in crate::server) fn open(path: &Path, accounts: Vec<Account>) -> Result<Self, ServeError> {
        let state = |source| ServeError::State {
            path: path.to_owned(),
            source,
        };
        let mut log = private_log(path).map_err(state)?;
        let text = std::fs::read_to_string(path).map_err(state)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        if whole < text.len() {
            // A line that was being written when the server was killed: its charge was never answered.
            log.set_len(whole as u64).map_err(state)?;
            log.flush().map_err(state)?;
        }
        let mut ledger = Self {
            accounts,
            charges: Vec::new(),
            paid: HashMap::new(),
            log,
        };
        for (at, line) in text[..whole].lines().enumerate() {
            let charge = serde_json::from_str(line).map_err(|e| ServeError::Damaged {
                path: path.to_owned(),
                line: at + 1,
                reason: e.to_string(),
            })?;
            ledger.book(charge);
        }
        Ok(ledger)
    }

    /// The account with this key.
    pub(in crate::server) fn user(&self, key: &str) -> Option<i64> {
        self.accounts
            .iter()
            .find(|a| a.key == key)
            .map(|a| a.user_id)
    }

    /// What an account may use.
    pub(in crate::server) fn plan(&self, user_id: i64) -> Plan {
        self.accounts
            .iter()
            .find(|a| a.user_id == user_id)
            .map_or(Plan::FULL, |a| a.plan)
    }

    /// The subscriptions of an account.
    pub(in crate::server) fn subscriptions(&self, user_id: i64) -> &[Subscription] {
        self.accounts
            .iter()
            .find(|a| a.user_id == user_id)
            .map_or(&[], |a| &a.subscriptions)
    }

    /// The largest `StandardReportBacklinksShown` of the subscriptions of an account that hold.
    pub(in crate::server) fn report_backlinks(&self, user_id: i64, now: Timestamp) -> i64 {
        let holding = self.subscriptions(user_id).iter().filter(|s| s.holds(now));
        holding.map(|s| s.report_backlinks).max().unwrap_or(0)
    }

    /// What is left in all its subscriptions together.
    pub(in crate::server) fn balance(&self, user_id: i64, now: Timestamp) -> Amounts {
        self.subscriptions(user_id)
            .iter()
            .fold(Amounts::ZERO, |sum, s| sum + s.left(now))
    }

    /// Every charge, oldest first.
    pub(in crate::server) fn charges(&self) -> &[Charge] {
        &self.charges
    }

    /// What was charged for a job so far.
    pub(in crate::server) fn paid_for(&self, job: &str) -> Amounts {
        self.paid.get(job).copied().unwrap_or_default()
    }

    /// Charges all of it, or nothing. A charge of nothing leaves no line.
    pub(in crate::server) fn charge(&mut self, charge: Charge) -> Result<(), Short> {
        if charge.amounts.is_zero() {
            return Ok(());
        }
        let left = self.balance(charge.user_id, charge.at);
        if let Some((unit, wanted, left)) = charge.amounts.exceeds(&left) {
            return Err(Short::Units { unit, wanted, left });
        }
        let mut line = serde_json::to_vec(&charge).map_err(std::io::Error::from)?;
        line.push(b'\n');
        self.log.write_all(&line)?;
        self.book(charge);
        Ok(())
    }

    /// Takes from the subscription that lapses first, then from the next.
    fn book(&mut self, charge: Charge) {
        if let Some(account) = self
            .accounts
            .iter_mut()
            .find(|a| a.user_id == charge.user_id)
        {
            let mut by_expiry: Vec<_> = account.subscriptions.iter_mut().collect();
            by_expiry.sort_by_key(|s| s.window.at(charge.at).1);
            let mut due = charge.amounts;
            for subscription in by_expiry {
                due = due - subscription.take(due, charge.at);
            }
        }
        if let Some(job) = &charge.job {
            let paid = self.paid.entry(job.clone()).or_default();
            *paid = *paid + charge.amounts;
        }
        self.charges.push(charge);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::accounts::Window;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn account() -> Account {
        let once = |expires| Window::Once {
            starts: Timestamp::UNIX_EPOCH,
            expires: at(expires),
        };
        Account {
            user_id: 7,
            key: "K".into(),
            plan: Plan::FULL,
            subscriptions: vec![
                Subscription::new(Amounts::new(100, 0, 10), once("2027-06-01T00:00:00Z")),
                Subscription::new(Amounts::new(50, 5, 0), once("2027-01-01T00:00:00Z")),
            ],
            login: None,
        }
    }

    fn charge(analysis: i64, retrieval: i64) -> Charge {
        Charge {
            at: at("2026-11-21T00:00:00Z"),
            user_id: 7,
            command: "X".into(),
            job: Some("J".into()),
            amounts: Amounts::new(analysis, retrieval, 0),
        }
    }

    #[test]
    fn charges_take_from_what_lapses_first_and_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.log");
        let now = at("2026-11-21T00:00:00Z");
        let mut ledger = Ledger::open(&path, vec![account()]).unwrap();
        ledger.charge(charge(60, 5)).unwrap();
        let left = |l: &Ledger| {
            let s = l.subscriptions(7);
            (s[0].left(now), s[1].left(now))
        };
        let expected = (Amounts::new(90, 0, 10), Amounts::new(0, 0, 0));
        assert_eq!(left(&ledger), expected);
        let refused = ledger.charge(charge(1, 1)).unwrap_err().to_string();
        assert!(refused.contains("retrieval"), "{refused}");
        drop(ledger);
        let torn = b"{\"at\":\"2026";
        private_log(&path).unwrap().write_all(torn).unwrap();
        let mut ledger = Ledger::open(&path, vec![account()]).unwrap();
        assert_eq!(left(&ledger), expected);
        assert_eq!(ledger.paid_for("J"), Amounts::new(60, 5, 0));
        ledger.charge(charge(1, 0)).unwrap();
        drop(ledger);
        assert_eq!(
            Ledger::open(&path, vec![account()])
                .unwrap()
                .charges()
                .len(),
            2
        );
    }

    #[test]
    fn a_damaged_log_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.log");
        std::fs::write(&path, "{}\n").unwrap();
        let error = Ledger::open(&path, vec![account()]).err().unwrap();
        assert!(
            matches!(error, ServeError::Damaged { line: 1, .. }),
            "{error}"
        );
    }
}
