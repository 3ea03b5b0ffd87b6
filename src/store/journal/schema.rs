//! The journal's tables and how an older database is brought up to them.

use rusqlite::Connection;

use super::{JournalError, immediate};

/// Each entry brings the database from its index to the next version.
const STEPS: [&str; 5] = [VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5];

/// Times are microseconds since 1970 UTC; amounts stand in three columns, one an allowance.
const VERSION_1: &str = "
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL, tag TEXT, quote TEXT NOT NULL, state TEXT NOT NULL,
  granted_analysis INTEGER NOT NULL, granted_retrieval INTEGER NOT NULL, granted_items INTEGER NOT NULL,
  paid_analysis INTEGER, paid_retrieval INTEGER, paid_items INTEGER, paid_source TEXT,
  before_analysis INTEGER, before_retrieval INTEGER, before_items INTEGER,
  created INTEGER NOT NULL, updated INTEGER NOT NULL, sent_at INTEGER, expires INTEGER,
  remote_id TEXT, remote_file TEXT, remote_size INTEGER,
  dataset TEXT, note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX jobs_by_account ON jobs (account, state);
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL, account TEXT NOT NULL, job INTEGER REFERENCES jobs (id),
  command TEXT NOT NULL, target TEXT NOT NULL, tag TEXT,
  analysis INTEGER NOT NULL, retrieval INTEGER NOT NULL, items INTEGER NOT NULL, source TEXT NOT NULL
);
CREATE INDEX ledger_by_time ON ledger (account, at);
CREATE TABLE balances (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL, at INTEGER NOT NULL,
  analysis INTEGER NOT NULL, retrieval INTEGER NOT NULL, items INTEGER NOT NULL, lapses INTEGER
);
CREATE INDEX balances_by_time ON balances (account, at);
CREATE TABLE requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  unique_id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, account TEXT NOT NULL,
  job INTEGER REFERENCES jobs (id), command TEXT NOT NULL, params TEXT NOT NULL,
  answered INTEGER, outcome TEXT, http_status INTEGER, body BLOB, body_size INTEGER
);
CREATE INDEX requests_by_job ON requests (job);
CREATE TABLE figures (
  account TEXT NOT NULL, item TEXT NOT NULL, datasource TEXT NOT NULL, index_id TEXT NOT NULL,
  looked_up INTEGER NOT NULL, figures TEXT NOT NULL,
  PRIMARY KEY (account, item, datasource, index_id)
);
";

/// Why a job failed uncharged.
const VERSION_2: &str = "ALTER TABLE jobs ADD COLUMN cause TEXT;";

/// Money beside the units, in micro-dollars; price lists of accounts; the pages of purchases that come page by page.
const VERSION_3: &str = "
ALTER TABLE jobs ADD COLUMN granted_usd INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN paid_usd INTEGER;
ALTER TABLE jobs ADD COLUMN before_usd INTEGER;
ALTER TABLE ledger ADD COLUMN usd INTEGER NOT NULL DEFAULT 0;
ALTER TABLE balances ADD COLUMN usd INTEGER NOT NULL DEFAULT 0;
CREATE TABLE prices (
  account TEXT NOT NULL, heard INTEGER NOT NULL, prices TEXT NOT NULL, PRIMARY KEY (account)
);
CREATE TABLE pages (
  request INTEGER PRIMARY KEY REFERENCES requests (id),
  job INTEGER NOT NULL REFERENCES jobs (id), chain INTEGER NOT NULL, number INTEGER NOT NULL,
  tag TEXT NOT NULL, task TEXT NOT NULL,
  state TEXT NOT NULL, remote_id TEXT, rows INTEGER, total INTEGER, cost INTEGER, token TEXT
);
CREATE INDEX pages_by_chain ON pages (chain, number);
";

/// What a charge was expected to cost, as the price in JSON; lines from before have none.
const VERSION_4: &str = "ALTER TABLE ledger ADD COLUMN estimate TEXT;";

/// The request of the page that a charge is of, where a purchase is paid page by page; lines from before have none.
const VERSION_5: &str = "ALTER TABLE ledger ADD COLUMN page INTEGER REFERENCES pages (request);";

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Refuses a database that a later program wrote, before anything in it is touched.
pub(super) fn refuse_newer(connection: &Connection) -> Result<(), JournalError> {
    let (found, known) = (version(connection)?, STEPS.len() as i64);
    if found > known {
        return Err(JournalError::Newer { found, known });
    }
    Ok(())
}

/// Refuses a database of another version than the present one.
pub(super) fn refuse_other(connection: &Connection) -> Result<(), JournalError> {
    refuse_newer(connection)?;
    let (found, known) = (version(connection)?, STEPS.len() as i64);
    if found < known {
        return Err(JournalError::Older { found, known });
    }
    Ok(())
}

/// Brings the database to the present version.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), JournalError> {
    let transaction = immediate(connection)?;
    let from = usize::try_from(version(&transaction)?)
        .map_err(|e| JournalError::unreadable("user_version", e))?;
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", STEPS.len() as i64)?;
    transaction.commit()?;
    Ok(())
}
