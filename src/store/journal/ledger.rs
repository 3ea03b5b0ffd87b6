//! Charges and balances, and the budget worked out from them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::jobs::{self, JobRecord, source, source_name};
use super::{Journal, JournalError, RequestId, elsewhere, immediate, moment};
use crate::model::catalog::entry;
use crate::model::charge::Charge;
use crate::model::job::{JobId, JobState};
use crate::model::money::{Amounts, Budget, Paid, Price};

/// A charge to be written.
pub(super) struct NewCharge<'a> {
    pub account: &'a str,
    pub job: Option<JobId>,
    pub command: &'a str,
    pub target: &'a str,
    pub tag: Option<&'a str>,
    pub estimate: Option<Price>,
    /// The page it is of, where pages are paid one by one.
    pub page: Option<RequestId>,
}

impl Journal {
    /// Writes down what the provider says is left, with the day the earliest subscription lapses.
    pub fn record_balance(
        &self,
        account: &str,
        left: Amounts,
        lapses: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        transaction.execute(
            "INSERT INTO balances (account, at, analysis, retrieval, items, usd, lapses)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                account,
                moment::stored(now),
                left.analysis,
                left.retrieval,
                left.items,
                left.usd,
                lapses.map(moment::stored)
            ],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The account as last heard, what is held for its open jobs, and what was spent since midnight UTC.
    ///
    /// What jobs paid that were sent after the balance was heard is taken off it: it cannot be in it yet.
    pub fn budget(&self, account: &str, now: Timestamp) -> Result<Budget, JournalError> {
        let mut connection = self.lock();
        // One view of all the tables: another process may be settling.
        let transaction = connection.transaction()?;
        budget(&transaction, account, now)
    }

    /// The ledger, oldest first, from a time on.
    pub fn ledger(&self, since: Option<Timestamp>) -> Result<Vec<Charge>, JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT l.*, j.state AS job_state, j.paid_analysis, j.paid_retrieval, j.paid_items, j.paid_usd,
                    coalesce(p.state = 'lost', 0) AS page_lost
             FROM ledger l LEFT JOIN jobs j ON j.id = l.job LEFT JOIN pages p ON p.request = l.page
             WHERE l.at >= ?1 ORDER BY l.at, l.id",
        )?;
        let mut rows = statement.query([since.map_or(i64::MIN, moment::stored)])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(line(row)?);
        }
        Ok(lines)
    }
}

/// Writes the part of what a job paid, for a page or as a whole, that the ledger does not hold yet.
pub(super) fn settle(
    connection: &Connection,
    (job, page): (&JobRecord, Option<RequestId>),
    paid: Paid,
    already: Amounts,
    estimate: Option<Price>,
    now: Timestamp,
) -> Result<(), JournalError> {
    let amounts = paid.amounts - already;
    if amounts.is_zero() {
        return Ok(());
    }
    let charge = NewCharge {
        account: &job.account,
        job: Some(job.summary.id),
        command: &job.summary.query.command,
        target: &job.summary.query.target.item,
        tag: job.summary.tag.as_deref(),
        estimate,
        page,
    };
    write(connection, &charge, &Paid { amounts, ..paid }, now)
}

pub(super) fn write(
    connection: &Connection,
    charge: &NewCharge<'_>,
    paid: &Paid,
    now: Timestamp,
) -> Result<(), JournalError> {
    let estimate = charge
        .estimate
        .map(|price| serde_json::to_string(&price))
        .transpose()
        .map_err(|e| JournalError::unreadable("the estimate to be stored", e))?;
    connection.execute(
        "INSERT INTO ledger (at, account, job, command, target, tag, analysis, retrieval, items, usd, source, estimate, page)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            // A day that was begun stays begun, though the clock be moved back.
            never_back(connection, charge.account, now)?,
            charge.account,
            charge.job.map(|j| j.0),
            charge.command,
            charge.target,
            charge.tag,
            paid.amounts.analysis,
            paid.amounts.retrieval,
            paid.amounts.items,
            paid.amounts.usd,
            source_name(paid.source),
            estimate,
            charge.page.map(|page| page.0)
        ],
    )?;
    Ok(())
}

/// The budget inside a transaction.
pub(super) fn budget(
    connection: &Connection,
    account: &str,
    now: Timestamp,
) -> Result<Budget, JournalError> {
    let balance = connection
        .query_row(
            "SELECT analysis, retrieval, items, usd, at, lapses FROM balances
             WHERE account = ?1 ORDER BY id DESC LIMIT 1",
            [account],
            |row| Ok((amounts(row)?, row.get::<_, i64>(4)?, row.get(5)?)),
        )
        .optional()?;
    let newest = moment::read(never_back(connection, account, now)?)?;
    let mut budget = Budget {
        held: held(connection, account)?,
        spent_today: spent(connection, account, moment::midnight(newest))?,
        spent_month: spent(connection, account, moment::first_of_month(newest))?,
        elsewhere: elsewhere::heard(connection, account, moment::midnight(newest))?,
        ..Budget::default()
    };
    if let Some((left, at, lapses)) = balance {
        budget.left = Some(left - spent_unheard(connection, account, at)?);
        budget.as_of = Some(moment::read(at)?);
        budget.lapses = moment::read_opt(lapses)?;
    }
    Ok(budget)
}

/// What is granted to open jobs and may still be charged: nothing once the service has made the file or the
/// answer and its price is known, for then the rest of what was granted is free again.
pub(super) fn held(connection: &Connection, account: &str) -> Result<Amounts, JournalError> {
    let mut statement = connection.prepare(
        "SELECT max(granted_analysis - coalesce(paid_analysis, 0), 0),
                max(granted_retrieval - coalesce(paid_retrieval, 0), 0),
                max(granted_items - coalesce(paid_items, 0), 0),
                max(granted_usd - coalesce(paid_usd, 0), 0), state, paid_source IS NOT NULL
         FROM jobs WHERE account = ?1",
    )?;
    let mut rows = statement.query([account])?;
    let mut held = Amounts::ZERO;
    while let Some(row) = rows.next()? {
        let state: String = row.get(4)?;
        let state = JobState::from_name(&state)
            .ok_or_else(|| JournalError::unreadable("jobs.state", format!("`{state}`")))?;
        let settled = row.get(5)? && is_made(state);
        if state.holds_units() && !settled {
            held = held + amounts(row)?;
        }
    }
    Ok(held)
}

/// Whether the service has done its part, so that nothing further is charged.
pub(super) fn is_made(state: JobState) -> bool {
    matches!(
        state,
        JobState::Ready | JobState::Elsewhere | JobState::Downloading | JobState::Parsing
    )
}

/// The newest time that the ledger or the balances of an account know, or now: the days and months of the limits
/// never begin anew because a clock was moved back.
fn never_back(connection: &Connection, account: &str, now: Timestamp) -> rusqlite::Result<i64> {
    let newest: Option<i64> = connection.query_row(
        "SELECT max(at) FROM (SELECT max(at) AS at FROM ledger WHERE account = ?1
         UNION ALL SELECT max(at) FROM balances WHERE account = ?1)",
        [account],
        |row| row.get(0),
    )?;
    let now = moment::stored(now);
    Ok(newest.map_or(now, |newest| newest.max(now)))
}

fn spent(connection: &Connection, account: &str, since: i64) -> Result<Amounts, JournalError> {
    let sum = connection.query_row(
        "SELECT coalesce(sum(analysis), 0), coalesce(sum(retrieval), 0), coalesce(sum(items), 0),
                coalesce(sum(usd), 0)
         FROM ledger WHERE account = ?1 AND at >= ?2",
        params![account, since],
        amounts,
    )?;
    Ok(sum)
}

/// What jobs paid that were sent after the balance was heard. A purchase of several pages is paid page by page, and
/// each answer tells its cost at once.
fn spent_unheard(
    connection: &Connection,
    account: &str,
    heard: i64,
) -> Result<Amounts, JournalError> {
    let sum = connection.query_row(
        "SELECT coalesce(sum(l.analysis), 0), coalesce(sum(l.retrieval), 0), coalesce(sum(l.items), 0),
                coalesce(sum(l.usd), 0)
         FROM ledger l JOIN jobs j ON j.id = l.job
         WHERE l.account = ?1 AND (j.sent_at > ?2 OR (l.usd <> 0 AND l.at > ?2))",
        params![account, heard],
        amounts,
    )?;
    Ok(sum)
}

pub(super) fn amounts(row: &Row<'_>) -> rusqlite::Result<Amounts> {
    Ok(Amounts {
        usd: row.get(3)?,
        ..Amounts::new(row.get(0)?, row.get(1)?, row.get(2)?)
    })
}

fn line(row: &Row<'_>) -> Result<Charge, JournalError> {
    let name: String = row.get("source")?;
    let state: Option<String> = row.get("job_state")?;
    let job_state = state.as_deref().and_then(JobState::from_name);
    // Other pages of the job may be held.
    let is_lost: bool = row.get("page_lost")?;
    let estimate: Option<String> = row.get("estimate")?;
    let command: String = row.get("command")?;
    let by_page = entry(&command).is_some_and(|entry| entry.paging.is_some());
    Ok(Charge {
        at: moment::read(row.get("at")?)?,
        account: row.get("account")?,
        job: row.get::<_, Option<i64>>("job")?.map(JobId),
        job_state: if is_lost {
            Some(JobState::FailedAnswerLost)
        } else {
            job_state
        },
        target: row.get("target")?,
        tag: row.get("tag")?,
        estimate: estimate
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|e| JournalError::unreadable("ledger.estimate", e))?,
        paid: Paid {
            amounts: Amounts {
                analysis: row.get("analysis")?,
                retrieval: row.get("retrieval")?,
                items: row.get("items")?,
                usd: row.get("usd")?,
            },
            source: source(&name)?,
        },
        in_all: jobs::amounts(row, "paid")?.filter(|_| !by_page),
        command,
    })
}
