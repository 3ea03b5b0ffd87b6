//! Jobs in the journal: reserved, stepped, annotated, read.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::{Journal, JournalError, ReserveError, immediate, ledger, moment, pages};
use crate::model::catalog::{ItemFigures, Quote};
use crate::model::job::{FailureCause, JobId, JobState, JobSummary, Progress};
use crate::model::money::{Amounts, Limits, Paid, PaidSource};
use crate::model::rows::DatasetId;

/// A job that wants its units reserved.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What is asked and at which price.
    pub quote: &'a Quote,
    /// The most it may cost: what is held for it.
    pub granted: Amounts,
    /// Opaque fingerprint of endpoint and key.
    pub account: &'a str,
    /// Label for the ledger, such as a client's name.
    pub tag: Option<&'a str>,
    /// When.
    pub now: Timestamp,
}

/// What becomes different about a job; `None` leaves a field as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobChange {
    /// The service's own number of it.
    pub remote_id: Option<String>,
    /// Address of its file.
    pub remote_file: Option<String>,
    /// Size of that file in bytes.
    pub remote_size: Option<u64>,
    /// When the service removes the file.
    pub expires: Option<Timestamp>,
    /// Where its rows are.
    pub dataset: Option<DatasetId>,
    /// One sentence; an empty text clears it.
    pub note: Option<String>,
    /// Why it failed uncharged.
    pub cause: Option<FailureCause>,
    /// What it has cost in all so far. The ledger gets the difference to what was known before.
    pub paid: Option<Paid>,
    /// The balance before it was sent.
    pub balance_before: Option<Amounts>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

/// All that the journal knows of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct JobRecord {
    /// What the queue shows. Its progress is not kept here and always starts empty.
    pub summary: JobSummary,
    /// Fingerprint of endpoint and key.
    pub account: String,
    /// What is held for it.
    pub granted: Amounts,
    /// What its price rests on.
    pub figures: Option<ItemFigures>,
    /// Address of its file.
    pub remote_file: Option<String>,
    /// Size of that file in bytes.
    pub remote_size: Option<u64>,
    /// The balance before it was sent.
    pub balance_before: Option<Amounts>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Why it failed uncharged.
    pub cause: Option<FailureCause>,
}

impl JobRecord {
    /// What is held for it: what was granted and is not paid, until the service has done its part and its price is
    /// known.
    pub fn holds(&self) -> Amounts {
        let summary = &self.summary;
        let settled = summary.paid.is_some() && ledger::is_made(summary.state);
        if !summary.state.holds_units() || settled {
            return Amounts::ZERO;
        }
        let paid = summary.paid.map_or(Amounts::ZERO, |paid| paid.amounts);
        (self.granted - paid).at_least_zero()
    }

    pub(super) fn apply(&mut self, change: &JobChange) {
        fn set<T: Clone>(field: &mut Option<T>, new: &Option<T>) {
            if new.is_some() {
                field.clone_from(new);
            }
        }
        let summary = &mut self.summary;
        set(&mut summary.remote_id, &change.remote_id);
        set(&mut summary.expires, &change.expires);
        set(&mut summary.dataset, &change.dataset);
        set(&mut summary.paid, &change.paid);
        if let Some(note) = &change.note {
            summary.note.clone_from(note);
        }
        set(&mut self.remote_file, &change.remote_file);
        set(&mut self.remote_size, &change.remote_size);
        set(&mut self.balance_before, &change.balance_before);
        set(&mut self.sent_at, &change.sent_at);
        set(&mut self.cause, &change.cause);
    }
}

impl Journal {
    /// Reserves units for a job and writes it down as [`JobState::Reserved`]: reads the account's
    /// balance, holds and spending, checks the limits and inserts in one transaction, so that two
    /// processes cannot promise the same units. `confirmed` (the amount was typed) passes the
    /// configured limits, never an exhausted balance.
    pub fn reserve(
        &self,
        job: NewJob<'_>,
        limits: &Limits,
        confirmed: bool,
    ) -> Result<JobId, ReserveError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let granted = job.granted.at_least_zero();
        let budget = ledger::budget(&transaction, job.account, job.now)?;
        if let Err(passed) = limits.check(&granted, &budget)
            && !(confirmed && passed.can_be_confirmed())
        {
            return Err(passed.into());
        }
        let job = NewJob { granted, ..job };
        let id = insert(&transaction, &job, JobState::Reserved)?;
        transaction.commit()?;
        Ok(id)
    }

    /// Takes a job one legal step further, with what becomes different about it. When `paid` is
    /// set, the ledger line is written in the same transaction.
    pub fn step(
        &self,
        id: JobId,
        to: JobState,
        change: &JobChange,
        now: Timestamp,
    ) -> Result<JobSummary, JournalError> {
        self.change(id, Some(to), change, now)
    }

    /// Writes down something about a job that stays where it is.
    pub fn annotate(
        &self,
        id: JobId,
        change: &JobChange,
        now: Timestamp,
    ) -> Result<JobSummary, JournalError> {
        self.change(id, None, change, now)
    }

    fn change(
        &self,
        id: JobId,
        to: Option<JobState>,
        change: &JobChange,
        now: Timestamp,
    ) -> Result<JobSummary, JournalError> {
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let mut job = load(&transaction, id)?;
        let from = job.summary.state;
        if let Some(to) = to {
            if !from.may_become(to) {
                return Err(JournalError::IllegalStep { job: id, from, to });
            }
            job.summary.state = to;
        }
        let paid_before = job.summary.paid;
        job.apply(change);
        job.summary.updated = now;
        save(&transaction, &job)?;
        if let Some(paid) = change.paid {
            let already = paid_before.map_or(Amounts::ZERO, |p| p.amounts);
            // The first line of a job says what was expected of it; later ones correct that line.
            let estimate = paid_before.is_none().then_some(job.summary.price);
            ledger::settle(&transaction, (&job, None), paid, already, estimate, now)?;
        }
        transaction.commit()?;
        load(&connection, id).map(|job| job.summary)
    }

    /// One job.
    pub fn job(&self, id: JobId) -> Result<JobRecord, JournalError> {
        load(&self.lock(), id)
    }

    /// Every job, newest first.
    pub fn jobs(&self) -> Result<Vec<JobRecord>, JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare("SELECT * FROM jobs ORDER BY id DESC")?;
        let mut rows = statement.query([])?;
        let mut jobs = Vec::new();
        while let Some(row) = rows.next()? {
            jobs.push(read(row)?);
        }
        pages::tell_held(&connection, &mut jobs)?;
        Ok(jobs)
    }
}

pub(super) fn stored_quote(quote: &Quote) -> Result<String, JournalError> {
    serde_json::to_string(quote).map_err(|e| JournalError::unreadable("the quote to be stored", e))
}

pub(super) fn insert(
    connection: &Connection,
    job: &NewJob<'_>,
    state: JobState,
) -> Result<JobId, JournalError> {
    connection.execute(
        "INSERT INTO jobs (account, tag, quote, state, granted_analysis, granted_retrieval,
           granted_items, granted_usd, created, updated) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
        params![
            job.account,
            job.tag,
            stored_quote(job.quote)?,
            state.name(),
            job.granted.analysis,
            job.granted.retrieval,
            job.granted.items,
            job.granted.usd,
            moment::stored(job.now)
        ],
    )?;
    Ok(JobId(connection.last_insert_rowid()))
}

pub(super) fn load(connection: &Connection, id: JobId) -> Result<JobRecord, JournalError> {
    let found = connection
        .query_row("SELECT * FROM jobs WHERE id = ?1", [id.0], |row| {
            Ok(read(row))
        })
        .optional()?;
    let mut job = found.ok_or(JournalError::NoSuchJob(id))??;
    pages::tell_held(connection, std::slice::from_mut(&mut job))?;
    Ok(job)
}

pub(super) fn save(connection: &Connection, job: &JobRecord) -> Result<(), JournalError> {
    let summary = &job.summary;
    let paid = summary.paid.map(|p| p.amounts);
    let size = job
        .remote_size
        .map(i64::try_from)
        .transpose()
        .map_err(|e| JournalError::unreadable("the size of the file", e))?;
    connection.execute(
        "UPDATE jobs SET state = :state, updated = :updated, remote_id = :remote_id,
           remote_file = :remote_file, remote_size = :remote_size, expires = :expires,
           dataset = :dataset, note = :note, sent_at = :sent_at, cause = :cause,
           paid_analysis = :paid_a, paid_retrieval = :paid_r, paid_items = :paid_i, paid_usd = :paid_u, paid_source = :paid_source,
           before_analysis = :before_a, before_retrieval = :before_r, before_items = :before_i,
           before_usd = :before_u
         WHERE id = :id",
        named_params! {
            ":id": summary.id.0,
            ":state": summary.state.name(),
            ":updated": moment::stored(summary.updated),
            ":remote_id": summary.remote_id,
            ":remote_file": job.remote_file,
            ":remote_size": size,
            ":expires": summary.expires.map(moment::stored),
            ":dataset": summary.dataset.as_ref().map(|d| &d.0),
            ":note": summary.note,
            ":sent_at": job.sent_at.map(moment::stored),
            ":cause": job.cause.map(FailureCause::name),
            ":paid_a": paid.map(|p| p.analysis),
            ":paid_r": paid.map(|p| p.retrieval),
            ":paid_i": paid.map(|p| p.items),
            ":paid_u": paid.map(|p| p.usd),
            ":paid_source": summary.paid.map(|p| source_name(p.source)),
            ":before_a": job.balance_before.map(|b| b.analysis),
            ":before_r": job.balance_before.map(|b| b.retrieval),
            ":before_i": job.balance_before.map(|b| b.items),
            ":before_u": job.balance_before.map(|b| b.usd),
        },
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<JobRecord, JournalError> {
    let quote: String = row.get("quote")?;
    let quote: Quote =
        serde_json::from_str(&quote).map_err(|e| JournalError::unreadable("jobs.quote", e))?;
    let state: String = row.get("state")?;
    let state = JobState::from_name(&state)
        .ok_or_else(|| JournalError::unreadable("jobs.state", format!("`{state}`")))?;
    let paid = match row.get::<_, Option<String>>("paid_source")? {
        Some(name) => Some(Paid {
            amounts: amounts(row, "paid")?.unwrap_or_default(),
            source: source(&name)?,
        }),
        None => None,
    };
    let size: Option<i64> = row.get("remote_size")?;
    let cause = row
        .get::<_, Option<String>>("cause")?
        .map(|name| {
            FailureCause::from_name(&name)
                .ok_or_else(|| JournalError::unreadable("jobs.cause", format!("`{name}`")))
        })
        .transpose()?;
    Ok(JobRecord {
        summary: JobSummary {
            id: JobId(row.get("id")?),
            query: quote.query,
            state,
            progress: Progress::default(),
            created: moment::read(row.get("created")?)?,
            updated: moment::read(row.get("updated")?)?,
            price: quote.price,
            paid,
            dataset: row.get::<_, Option<String>>("dataset")?.map(DatasetId),
            remote_id: row.get("remote_id")?,
            expires: moment::read_opt(row.get("expires")?)?,
            note: row.get("note")?,
            tag: row.get("tag")?,
            held: None,
        },
        account: row.get("account")?,
        granted: amounts(row, "granted")?.unwrap_or_default(),
        figures: quote.figures,
        remote_file: row.get("remote_file")?,
        remote_size: size
            .map(u64::try_from)
            .transpose()
            .map_err(|e| JournalError::unreadable("jobs.remote_size", e))?,
        balance_before: amounts(row, "before")?,
        sent_at: moment::read_opt(row.get("sent_at")?)?,
        cause,
    })
}

pub(super) fn amounts(row: &Row<'_>, prefix: &str) -> Result<Option<Amounts>, JournalError> {
    let of = |name: &str| row.get::<_, Option<i64>>(format!("{prefix}_{name}").as_str());
    Ok(match (of("analysis")?, of("retrieval")?, of("items")?) {
        (Some(analysis), Some(retrieval), Some(items)) => Some(Amounts {
            usd: of("usd")?.unwrap_or(0),
            ..Amounts::new(analysis, retrieval, items)
        }),
        _ => None,
    })
}

/// Name of a source of knowledge in the database.
pub(super) fn source_name(source: PaidSource) -> &'static str {
    match source {
        PaidSource::Reported => "reported",
        PaidSource::BalanceDifference => "balance_difference",
        PaidSource::Assumed => "assumed",
        PaidSource::Accepted => "accepted",
    }
}

/// The source with this name.
pub(super) fn source(name: &str) -> Result<PaidSource, JournalError> {
    match name {
        "reported" => Ok(PaidSource::Reported),
        "balance_difference" => Ok(PaidSource::BalanceDifference),
        "assumed" => Ok(PaidSource::Assumed),
        "accepted" => Ok(PaidSource::Accepted),
        other => Err(JournalError::unreadable(
            "a paid source",
            format!("`{other}`"),
        )),
    }
}
