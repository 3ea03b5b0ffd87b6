//! Purchases that come page by page: each page is a request of its own, written down before it is sent.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::jobs::{JobChange, JobRecord, load, save};
use super::requests::{insert, random_name};
use super::{Journal, JournalError, RequestId, immediate, ledger, moment};
use crate::model::catalog::Quote;
use crate::model::job::{HeldRows, JobId, JobSummary};
use crate::model::money::{Amounts, Paid, Price};
use crate::model::rows::DatasetId;

/// What became of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// Written down, and perhaps sent; what it came to is not known yet.
    Open,
    /// Carried out; its answer is kept.
    Held,
    /// Refused or never made: not charged.
    Uncharged,
    /// Charged, and its answer is lost or brings no rows.
    Lost,
}

impl PageState {
    const ALL: [Self; 4] = [Self::Open, Self::Held, Self::Uncharged, Self::Lost];

    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Held => "held",
            Self::Uncharged => "uncharged",
            Self::Lost => "lost",
        }
    }
}

/// A page that is about to be asked for.
#[derive(Clone, Debug)]
pub struct NewPage<'a> {
    /// The purchase that it is part of.
    pub job: JobId,
    /// The purchase that its dataset began with.
    pub chain: JobId,
    /// Its number in that dataset, counted from 1.
    pub number: u64,
    /// The function.
    pub command: &'a str,
    /// The task without its tag.
    pub task: &'a Value,
    /// The analyst's own label, before our name of the request in the tag.
    pub label: &'a str,
    /// Fingerprint of endpoint and login.
    pub account: &'a str,
    /// When.
    pub now: Timestamp,
}

/// What is known of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRecord {
    /// Its request.
    pub request: RequestId,
    /// The purchase that it is part of.
    pub job: JobId,
    /// The purchase that its dataset began with.
    pub chain: JobId,
    /// Its number in that dataset, counted from 1.
    pub number: u64,
    /// Its tag: a label, `#`, and a name that no other request has.
    pub tag: String,
    /// The task as sent.
    pub task: Value,
    /// When it was written down.
    pub at: Timestamp,
    /// Whether its answer, or that there is none, is written down.
    pub is_answered: bool,
    /// What became of it.
    pub state: PageState,
    /// Rows that it brought.
    pub rows: i64,
    /// What it cost, in micro-dollars.
    pub cost: i64,
    /// What leads on to the next page.
    pub token: Option<String>,
    /// Rows that match in all, as the answer says.
    pub total: Option<i64>,
}

/// What a page came to.
#[derive(Clone, Debug, PartialEq)]
pub struct PageEnd {
    /// What became of it.
    pub state: PageState,
    /// The service's id of the task.
    pub remote_id: Option<String>,
    /// Rows that it brought.
    pub rows: i64,
    /// Rows that match in all.
    pub total: Option<i64>,
    /// What it cost, and how that is known.
    pub paid: Option<Paid>,
    /// What leads on to the next page.
    pub token: Option<String>,
}

impl PageEnd {
    /// A page that cost nothing and brought nothing.
    pub fn uncharged() -> Self {
        Self {
            state: PageState::Uncharged,
            remote_id: None,
            rows: 0,
            total: None,
            paid: None,
            token: None,
        }
    }
}

impl Journal {
    /// Writes a page down with its request; call it before sending.
    pub fn begin_page(&self, page: &NewPage<'_>) -> Result<PageRecord, JournalError> {
        let name = random_name()?;
        let tag = format!("{}#{name}", page.label);
        let mut task = page.task.clone();
        if let Some(task) = task.as_object_mut() {
            task.insert("tag".to_owned(), Value::from(tag.as_str()));
        }
        let sent = task.to_string();
        let shown = serde_json::to_string(&[("task", &sent)])
            .map_err(|e| JournalError::unreadable("the task to be stored", e))?;
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let by = (page.account, Some(page.job.0), page.command);
        let request = insert(&transaction, &name, page.now, by, &shown)?;
        transaction.execute(
            "INSERT INTO pages (request, job, chain, number, tag, task, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                request.0,
                page.job.0,
                page.chain.0,
                i64::try_from(page.number).unwrap_or(i64::MAX),
                tag,
                sent,
                PageState::Open.name()
            ],
        )?;
        transaction.commit()?;
        Ok(PageRecord {
            request,
            job: page.job,
            chain: page.chain,
            number: page.number,
            tag,
            task,
            at: page.now,
            is_answered: false,
            state: PageState::Open,
            rows: 0,
            cost: 0,
            token: None,
            total: None,
        })
    }

    /// Writes down what a page came to, and with it what its job has paid, in one transaction: no page is paid for
    /// twice in the ledger. A page that is settled already stays as it is.
    pub fn settle_page(
        &self,
        request: RequestId,
        end: &PageEnd,
        now: Timestamp,
    ) -> Result<JobSummary, JournalError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let job: i64 = transaction
            .query_row(
                "SELECT job FROM pages WHERE request = ?1",
                [request.0],
                |row| row.get(0),
            )
            .optional()?
            .ok_or(JournalError::NoSuchRequest(request.0))?;
        let changed = transaction.execute(
            "UPDATE pages SET state = ?2, remote_id = ?3, rows = ?4, total = ?5, cost = ?6, token = ?7
             WHERE request = ?1 AND state = 'open'",
            params![
                request.0,
                end.state.name(),
                end.remote_id,
                end.rows,
                end.total,
                end.paid.map_or(0, |paid| paid.amounts.usd),
                end.token
            ],
        )?;
        let id = JobId(job);
        let mut record = load(&transaction, id)?;
        if let Some(page) = end.paid.filter(|_| changed > 0) {
            let before = record.summary.paid;
            let already = before.map_or(Amounts::ZERO, |paid| paid.amounts);
            let paid = Paid {
                amounts: already + page.amounts,
                // One page that is assumed makes the sum assumed.
                source: before.map_or(page.source, |paid| paid.source.weaker(page.source)),
            };
            record.apply(&JobChange {
                paid: Some(paid),
                ..JobChange::default()
            });
            record.summary.updated = now;
            save(&transaction, &record)?;
            let line = Paid {
                amounts: paid.amounts,
                source: page.source,
            };
            let estimate = estimate_of(&transaction, request)?;
            let of = (&record, Some(request));
            ledger::settle(&transaction, of, line, already, estimate, now)?;
        }
        transaction.commit()?;
        load(&connection, id).map(|job| job.summary)
    }

    /// Every page of a dataset in the order they were asked for, by the job that it began with.
    pub fn pages(&self, chain: JobId) -> Result<Vec<PageRecord>, JournalError> {
        self.pages_where("p.chain = ?1", &chain.0)
    }

    /// The job that a dataset began with.
    pub fn first_job_of(&self, dataset: &DatasetId) -> Result<Option<JobId>, JournalError> {
        let id: Option<i64> = self.lock().query_row(
            "SELECT min(id) FROM jobs WHERE dataset = ?1",
            [&dataset.0],
            |row| row.get(0),
        )?;
        Ok(id.map(JobId))
    }

    /// Every page of a job in the order they were asked for.
    pub fn pages_of(&self, job: JobId) -> Result<Vec<PageRecord>, JournalError> {
        self.pages_where("p.job = ?1", &job.0)
    }

    fn pages_where(
        &self,
        condition: &str,
        value: &dyn rusqlite::ToSql,
    ) -> Result<Vec<PageRecord>, JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare(&format!(
            "SELECT p.*, r.at, r.answered IS NOT NULL AS is_answered FROM pages p JOIN requests r ON r.id = p.request
             WHERE {condition} ORDER BY p.request"
        ))?;
        let mut rows = statement.query([value])?;
        let mut pages = Vec::new();
        while let Some(row) = rows.next()? {
            pages.push(read(row)?);
        }
        Ok(pages)
    }
}

/// The most that a page was expected to cost when it was asked for, by the rates that its job was bought at.
pub(super) fn estimate_of(
    connection: &Connection,
    request: RequestId,
) -> Result<Option<Price>, JournalError> {
    let (task, quote): (String, String) = connection.query_row(
        "SELECT p.task, j.quote FROM pages p JOIN jobs j ON j.id = p.job WHERE p.request = ?1",
        [request.0],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let quote: Quote =
        serde_json::from_str(&quote).map_err(|e| JournalError::unreadable("jobs.quote", e))?;
    let task: Value =
        serde_json::from_str(&task).map_err(|e| JournalError::unreadable("pages.task", e))?;
    let rows = task.get("limit").and_then(Value::as_i64);
    Ok(match (quote.rates, rows) {
        (Some(rates), Some(rows)) => Some(Price::UpTo(Amounts::money(rates.rate.cost(1, rows)))),
        // A call without pages costs what the whole purchase was said to cost.
        _ => Some(quote.price),
    })
}

/// Tells jobs what their datasets hold by now: the rows of every page of a chain, whichever job bought it.
pub(super) fn tell_held(
    connection: &Connection,
    jobs: &mut [JobRecord],
) -> Result<(), JournalError> {
    let mut of_job = connection.prepare(
        "SELECT p.chain FROM requests r JOIN pages p ON p.request = r.id WHERE r.job = ?1 LIMIT 1",
    )?;
    let mut of_chain = connection.prepare(
        "SELECT rows, total FROM pages WHERE chain = ?1 AND state = 'held' ORDER BY request",
    )?;
    for job in jobs {
        let summary = &mut job.summary;
        if !summary.query.comes_in_pages() {
            continue;
        }
        let chain: Option<i64> = of_job
            .query_row([summary.id.0], |row| row.get(0))
            .optional()?;
        let Some(chain) = chain else { continue };
        let mut held = HeldRows::default();
        let mut rows = of_chain.query([chain])?;
        while let Some(row) = rows.next()? {
            held.rows += row.get::<_, Option<i64>>(0)?.unwrap_or(0);
            held.total = row.get::<_, Option<i64>>(1)?.or(held.total);
        }
        summary.held = Some(held);
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<PageRecord, JournalError> {
    let task: String = row.get("task")?;
    let state: String = row.get("state")?;
    let number: i64 = row.get("number")?;
    Ok(PageRecord {
        request: RequestId(row.get("request")?),
        job: JobId(row.get("job")?),
        chain: JobId(row.get("chain")?),
        number: u64::try_from(number).map_err(|e| JournalError::unreadable("pages.number", e))?,
        tag: row.get("tag")?,
        task: serde_json::from_str(&task).map_err(|e| JournalError::unreadable("pages.task", e))?,
        at: moment::read(row.get("at")?)?,
        is_answered: row.get("is_answered")?,
        state: PageState::ALL
            .into_iter()
            .find(|known| known.name() == state)
            .ok_or_else(|| JournalError::unreadable("pages.state", format!("`{state}`")))?,
        rows: row.get::<_, Option<i64>>("rows")?.unwrap_or(0),
        cost: row.get::<_, Option<i64>>("cost")?.unwrap_or(0),
        token: row.get("token")?,
        total: row.get("total")?,
    })
}
