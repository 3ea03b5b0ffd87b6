//! Requests and their raw answers: written before they are sent, kept before they are read.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Journal, JournalError, immediate, moment};
use crate::model::catalog::{Opt, entry, without_password};
use crate::model::job::JobId;

/// Parameters that authenticate; they never reach the disk.
const SECRETS: [&str; 6] = [
    "app_api_key",
    "accesstoken",
    "privatekey",
    "password",
    "api_key",
    "key",
];

/// Number of a request in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub i64);

/// A request that is about to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestRecord {
    /// The provider's command.
    pub command: String,
    /// Its parameters. Authentication is dropped should it stand among them.
    pub params: Vec<(String, String)>,
    /// The job it serves.
    pub job: Option<JobId>,
    /// Fingerprint of endpoint and key.
    pub account: String,
    /// When.
    pub at: Timestamp,
}

/// A request as kept, with what came back.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRequest {
    /// Its number.
    pub id: RequestId,
    /// A random name of 32 hexadecimal digits, unique over all data folders.
    pub unique_id: String,
    /// What was sent.
    pub record: RequestRecord,
    /// When the answer came or was given up.
    pub answered: Option<Timestamp>,
    /// What became of it, in the caller's words.
    pub outcome: Option<String>,
    /// HTTP status, if there was one.
    pub http_status: Option<u16>,
    /// The answer's bytes as they came.
    pub body: Option<Vec<u8>>,
}

/// The last answer to what a job asked.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAnswer {
    /// The request that it answers.
    pub request: RequestId,
    /// Its bytes as they came.
    pub body: Vec<u8>,
    /// HTTP status, if there was one.
    pub status: Option<u16>,
    /// What became of it, in the caller's words.
    pub outcome: String,
    /// The parameters of the request, without passwords.
    pub params: Vec<(String, String)>,
}

/// Writes a request under its name, with account, job and command.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    unique_id: &str,
    at: Timestamp,
    (account, job, command): (&str, Option<i64>, &str),
    params: &str,
) -> Result<RequestId, JournalError> {
    transaction.execute(
        "INSERT INTO requests (unique_id, at, account, job, command, params)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![unique_id, moment::stored(at), account, job, command, params],
    )?;
    Ok(RequestId(transaction.last_insert_rowid()))
}

impl Journal {
    /// Writes a request down; call it before sending. Passwords in its addresses become stars.
    pub fn record_request(&self, request: &RequestRecord) -> Result<RequestId, JournalError> {
        let params = serde_json::to_string(&open_params(request))
            .map_err(|e| JournalError::unreadable("the parameters to be stored", e))?;
        let unique_id = random_name()?;
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let job = request.job.map(|j| j.0);
        let by = (request.account.as_str(), job, request.command.as_str());
        let id = insert(&transaction, &unique_id, request.at, by, &params)?;
        transaction.commit()?;
        Ok(id)
    }

    /// Keeps what came back, compressed; call it before reading the answer.
    pub fn record_answer(
        &self,
        id: RequestId,
        outcome: &str,
        http_status: Option<u16>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), JournalError> {
        let packed = pack(body).map_err(|e| JournalError::unreadable("the answer", e))?;
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        let changed = transaction.execute(
            "UPDATE requests SET answered = ?2, outcome = ?3, http_status = ?4, body = ?5, body_size = ?6
             WHERE id = ?1",
            params![
                id.0,
                moment::stored(now),
                outcome,
                http_status,
                packed,
                i64::try_from(body.len()).unwrap_or(i64::MAX)
            ],
        )?;
        if changed == 0 {
            return Err(JournalError::NoSuchRequest(id.0));
        }
        transaction.commit()?;
        Ok(())
    }

    /// The last answer to the call that a job is, which the free calls beside it are not. A walk that died between
    /// the answer and its reading goes on from here.
    pub fn latest_answer(&self, job: JobId) -> Result<Option<StoredAnswer>, JournalError> {
        let command = self.job(job)?.summary.query.command;
        let stored = self
            .lock()
            .query_row(
                "SELECT * FROM requests WHERE job = ?1 AND command = ?2 AND body IS NOT NULL
                 ORDER BY id DESC LIMIT 1",
                params![job.0, command],
                |row| Ok(read(row)),
            )
            .optional()?
            .transpose()?;
        Ok(stored.and_then(|request| {
            Some(StoredAnswer {
                request: request.id,
                body: request.body?,
                status: request.http_status,
                outcome: request.outcome.unwrap_or_default(),
                params: request.record.params,
            })
        }))
    }

    /// One request with its answer.
    pub fn request(&self, id: RequestId) -> Result<StoredRequest, JournalError> {
        self.lock()
            .query_row("SELECT * FROM requests WHERE id = ?1", [id.0], |row| {
                Ok(read(row))
            })
            .optional()?
            .ok_or(JournalError::NoSuchRequest(id.0))?
    }

    /// Hands every request over, oldest first.
    pub fn each_request(
        &self,
        mut take: impl FnMut(StoredRequest) -> Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare("SELECT * FROM requests ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(read(row)?)?;
        }
        Ok(())
    }

    /// The requests of a job, oldest first.
    pub fn requests(&self, job: JobId) -> Result<Vec<StoredRequest>, JournalError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare("SELECT * FROM requests WHERE job = ?1 ORDER BY id")?;
        let mut rows = statement.query([job.0])?;
        let mut requests = Vec::new();
        while let Some(row) = rows.next()? {
            requests.push(read(row)?);
        }
        Ok(requests)
    }
}

/// The parameters that may reach the disk.
fn open_params(request: &RequestRecord) -> Vec<(&str, String)> {
    let entry = entry(&request.command);
    let has_password = |name: &str| {
        entry
            .and_then(|entry| entry.option(name))
            .is_some_and(Opt::may_be_secret)
    };
    let open = request
        .params
        .iter()
        .filter(|(name, _)| !SECRETS.iter().any(|s| s.eq_ignore_ascii_case(name)));
    open.map(|(name, value)| match has_password(name) {
        true => (name.as_str(), without_password(value)),
        false => (name.as_str(), value.clone()),
    })
    .collect()
}

fn read(row: &Row<'_>) -> Result<StoredRequest, JournalError> {
    let params: String = row.get("params")?;
    let body: Option<Vec<u8>> = row.get("body")?;
    Ok(StoredRequest {
        id: RequestId(row.get("id")?),
        unique_id: row.get("unique_id")?,
        record: RequestRecord {
            command: row.get("command")?,
            params: serde_json::from_str(&params)
                .map_err(|e| JournalError::unreadable("requests.params", e))?,
            job: row.get::<_, Option<i64>>("job")?.map(JobId),
            account: row.get("account")?,
            at: moment::read(row.get("at")?)?,
        },
        answered: moment::read_opt(row.get("answered")?)?,
        outcome: row.get("outcome")?,
        http_status: row.get("http_status")?,
        body: body
            .map(|b| unpack(&b))
            .transpose()
            .map_err(|e| JournalError::unreadable("requests.body", e))?,
    })
}

fn pack(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body)?;
    encoder.finish()
}

fn unpack(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut body)?;
    Ok(body)
}

/// A name that no other request has.
pub(super) fn random_name() -> Result<String, JournalError> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| JournalError::unreadable("the system's random numbers", e))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
