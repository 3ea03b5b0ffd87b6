//! What every login has left, and the append-only log of its tasks from which that is known again after a restart. A
//! line of the log is a task with what it cost, so that the list of past tasks and the balance cannot differ.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::{Account, Login};
use crate::server::error::ServeError;
use crate::server::home::private_log;

/// A task that was set, carried out or refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastTask {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub user_id: i64,
    /// The path that was called, without a host.
    pub path: String,
    /// When it was set.
    pub posted: Timestamp,
    /// When it was done.
    pub done: Timestamp,
    /// Its status.
    pub status: i64,
    /// The same in words.
    pub message: String,
    /// Micro-dollars it cost.
    pub cost: i64,
    /// What was sent.
    pub data: Value,
}

/// Why a task was not charged. Nothing was taken.
#[derive(Debug, Error)]
pub(in crate::server) enum Empty {
    #[error("less is left than it costs")]
    Funds,
    #[error("more than may be spent in a day")]
    Day,
    #[error("the log of tasks cannot be written: {0}")]
    Log(#[from] std::io::Error),
}

/// All logins with their tasks.
pub(in crate::server) struct Purse {
    logins: Vec<(i64, Login)>,
    tasks: Vec<PastTask>,
    spent: HashMap<i64, i64>,
    spent_on: HashMap<(i64, Date), i64>,
    log: File,
}

impl Purse {
    /// Opens the log and takes again what it says was taken.
    pub(in crate::server) fn open(path: &Path, accounts: &[Account]) -> Result<Self, ServeError> {
        let state = |source| ServeError::State {
            path: path.to_owned(),
            source,
        };
        let log = private_log(path).map_err(state)?;
        let text = std::fs::read_to_string(path).map_err(state)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        if whole < text.len() {
            // A line that was being written when the server was killed: its task was never answered.
            log.set_len(whole as u64).map_err(state)?;
        }
        let login = |account: &Account| Some((account.user_id, account.login.clone()?));
        let mut purse = Self {
            logins: accounts.iter().filter_map(login).collect(),
            tasks: Vec::new(),
            spent: HashMap::new(),
            spent_on: HashMap::new(),
            log,
        };
        for (at, line) in text[..whole].lines().enumerate() {
            let task = serde_json::from_str(line).map_err(|e| ServeError::Damaged {
                path: path.to_owned(),
                line: at + 1,
                reason: e.to_string(),
            })?;
            purse.book(task);
        }
        Ok(purse)
    }

    /// The account of these credentials.
    pub(in crate::server) fn user(&self, name: &str, password: &str) -> Option<i64> {
        let known = self
            .logins
            .iter()
            .find(|(_, login)| login.is(name, password));
        known.map(|(user_id, _)| *user_id)
    }

    /// What is known of a login.
    pub(in crate::server) fn login(&self, user_id: i64) -> Option<&Login> {
        let known = self.logins.iter().find(|(id, _)| *id == user_id);
        known.map(|(_, login)| login)
    }

    /// Micro-dollars left.
    pub(in crate::server) fn balance(&self, user_id: i64) -> i64 {
        let spent = self.spent.get(&user_id).copied().unwrap_or_default();
        self.login(user_id).map_or(0, |login| login.deposit) - spent
    }

    /// Micro-dollars spent on the day of a moment.
    pub(in crate::server) fn spent_on(&self, user_id: i64, at: Timestamp) -> i64 {
        let spent = self.spent_on.get(&(user_id, day(at)));
        spent.copied().unwrap_or_default()
    }

    /// Every task, the oldest first.
    pub(in crate::server) fn tasks(&self) -> &[PastTask] {
        &self.tasks
    }

    /// Whether a login can pay so much now.
    pub(in crate::server) fn affords(
        &self,
        user_id: i64,
        cost: i64,
        at: Timestamp,
    ) -> Result<(), Empty> {
        let limit = self.login(user_id).and_then(|login| login.daily_limit);
        if cost > self.balance(user_id) {
            return Err(Empty::Funds);
        }
        match limit {
            Some(limit) if self.spent_on(user_id, at) + cost > limit => Err(Empty::Day),
            _ => Ok(()),
        }
    }

    /// Writes a task down and takes what it costs: all of it, or nothing.
    pub(in crate::server) fn settle(&mut self, task: PastTask) -> Result<(), Empty> {
        if task.cost > 0 {
            self.affords(task.user_id, task.cost, task.done)?;
        }
        let mut line = serde_json::to_vec(&task).map_err(std::io::Error::from)?;
        line.push(b'\n');
        self.log.write_all(&line)?;
        self.book(task);
        Ok(())
    }

    fn book(&mut self, task: PastTask) {
        *self.spent.entry(task.user_id).or_default() += task.cost;
        let today = (task.user_id, day(task.done));
        *self.spent_on.entry(today).or_default() += task.cost;
        self.tasks.push(task);
    }
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::accounts::Plan;

    fn account(deposit: i64, daily_limit: Option<i64>) -> Account {
        let mut login = Login::demo();
        (login.deposit, login.daily_limit) = (deposit, daily_limit);
        Account {
            user_id: 7,
            key: "K".into(),
            plan: Plan::FULL,
            subscriptions: Vec::new(),
            login: Some(login),
        }
    }

    fn task(cost: i64, at: &str) -> PastTask {
        let at = at.parse().unwrap();
        PastTask {
            id: "x".into(),
            user_id: 7,
            path: "/v3/backlinks/summary/live".into(),
            posted: at,
            done: at,
            status: 20_000,
            message: "Ok.".into(),
            cost,
            data: Value::Null,
        }
    }

    #[test]
    fn a_task_is_paid_once_and_known_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tasks.log");
        let mut purse = Purse::open(&path, &[account(50_000, None)]).unwrap();
        let noon = "2026-11-21T12:00:00Z";
        purse.settle(task(24_036, noon)).unwrap();
        assert!(matches!(
            purse.settle(task(25_965, noon)),
            Err(Empty::Funds)
        ));
        purse.settle(task(0, noon)).unwrap();
        drop(purse);
        let torn = b"{\"id\":\"y";
        private_log(&path).unwrap().write_all(torn).unwrap();
        let mut purse = Purse::open(&path, &[account(50_000, None)]).unwrap();
        assert_eq!((purse.balance(7), purse.tasks().len()), (25_964, 2));
        purse.settle(task(25_964, noon)).unwrap();
        assert_eq!(purse.balance(7), 0);
        assert_eq!(purse.user("demo", "demo"), Some(7));
        for (name, password) in [
            ("demo", "dem"),
            ("demo", "demo2"),
            ("", ""),
            ("dem", "demo"),
        ] {
            assert_eq!(purse.user(name, password), None);
        }
    }

    #[test]
    fn a_day_has_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tasks.log");
        let mut purse = Purse::open(&path, &[account(1_000_000, Some(50_000))]).unwrap();
        purse.settle(task(30_000, "2026-11-21T23:59:59Z")).unwrap();
        let refused = purse.settle(task(20_001, "2026-11-21T23:59:59Z"));
        assert!(matches!(refused, Err(Empty::Day)));
        purse.settle(task(50_000, "2026-11-22T00:00:00Z")).unwrap();
        assert_eq!(purse.balance(7), 920_000);
    }
}
