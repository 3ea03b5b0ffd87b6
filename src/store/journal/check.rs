//! Whether the journal is sound: as a database, and in what its tables say of each other. Only reads.

use rusqlite::Connection;

use super::{JobRecord, Journal, JournalError, ledger};
use crate::model::money::Amounts;

/// A rule of ours, as the rows that break it: each answers one sentence.
struct Invariant {
    name: &'static str,
    sql: &'static str,
}

const INVARIANTS: [Invariant; 6] = [
    Invariant {
        name: "what a job paid is the sum of its lines in the ledger",
        sql: "SELECT 'job ' || j.id || ' paid ' || coalesce(paid_analysis, 0) || '+' || coalesce(paid_retrieval, 0) || '+' ||
                coalesce(paid_items, 0) || ' units and $' || printf('%.6f', coalesce(paid_usd, 0) / 1e6) || ', its ledger says ' ||
                coalesce(sum(l.analysis), 0) || '+' || coalesce(sum(l.retrieval), 0) || '+' || coalesce(sum(l.items), 0) ||
                ' and $' || printf('%.6f', coalesce(sum(l.usd), 0) / 1e6)
              FROM jobs j LEFT JOIN ledger l ON l.job = j.id GROUP BY j.id
              HAVING coalesce(paid_analysis, 0) <> coalesce(sum(l.analysis), 0)
                OR coalesce(paid_retrieval, 0) <> coalesce(sum(l.retrieval), 0)
                OR coalesce(paid_items, 0) <> coalesce(sum(l.items), 0)
                OR coalesce(paid_usd, 0) <> coalesce(sum(l.usd), 0)",
    },
    Invariant {
        name: "what a job paid is the sum of its pages",
        sql: "SELECT 'job ' || j.id || ' paid $' || printf('%.6f', coalesce(paid_usd, 0) / 1e6) || ', its pages cost $' ||
                printf('%.6f', sum(coalesce(p.cost, 0)) / 1e6)
              FROM jobs j JOIN pages p ON p.job = j.id GROUP BY j.id
              HAVING coalesce(paid_usd, 0) <> sum(coalesce(p.cost, 0))",
    },
    Invariant {
        name: "every line of the ledger and every request of a job has its job",
        sql: "SELECT 'ledger line ' || l.id || ' names job ' || l.job || ', which is not there'
              FROM ledger l LEFT JOIN jobs j ON j.id = l.job WHERE l.job IS NOT NULL AND j.id IS NULL
              UNION ALL SELECT 'request ' || r.id || ' names job ' || r.job || ', which is not there'
              FROM requests r LEFT JOIN jobs j ON j.id = r.job WHERE r.job IS NOT NULL AND j.id IS NULL",
    },
    Invariant {
        name: "no request without an answer is nobody's",
        sql: "SELECT 'request ' || id || ' (' || command || ') was written down, has no answer and belongs to no job: it may have been charged'
              FROM requests r WHERE answered IS NULL AND job IS NULL
                AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.account = r.account AND l.command = r.command AND l.at >= r.at - 60000000)",
    },
    Invariant {
        name: "no page is open whose job is over",
        sql: "SELECT 'page ' || p.number || ' of job ' || p.job || ' is open, and the job is ' || j.state
              FROM pages p JOIN jobs j ON j.id = p.job
              WHERE p.state = 'open' AND j.state IN ('done', 'partial', 'cancelled', 'failed_uncharged', 'failed_answer_kept', 'failed_answer_lost')",
    },
    Invariant {
        name: "nothing that is granted is negative",
        sql: "SELECT 'job ' || id || ' is granted less than nothing' FROM jobs
              WHERE granted_analysis < 0 OR granted_retrieval < 0 OR granted_items < 0 OR granted_usd < 0",
    },
];

impl Journal {
    /// Every finding, one sentence each; none where all is well.
    pub fn check(&self) -> Result<Vec<String>, JournalError> {
        let mut findings = {
            let connection = self.lock();
            let mut findings = integrity(&connection)?;
            for invariant in &INVARIANTS {
                let broken = texts(&connection, invariant.sql)?;
                findings.extend(
                    broken
                        .into_iter()
                        .map(|what| format!("{what} (rule: {})", invariant.name)),
                );
            }
            findings
        };
        // What no query sees: cells that this program cannot read.
        let jobs = match self.jobs() {
            Ok(jobs) => jobs,
            Err(why) => {
                findings.push(why.to_string());
                return Ok(findings);
            }
        };
        if let Err(why) = self.ledger(None) {
            findings.push(why.to_string());
        }
        let mut accounts: Vec<&str> = jobs.iter().map(|job| job.account.as_str()).collect();
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts {
            let held = ledger::held(&self.lock(), account)?;
            let sum: Amounts = jobs
                .iter()
                .filter(|job| job.account == account)
                .map(JobRecord::holds)
                .sum();
            if held != sum {
                findings.push(format!(
                    "{held} are held, the unsettled jobs hold {sum} (rule: held is the sum of what is unsettled)"
                ));
            }
        }
        Ok(findings)
    }
}

/// What SQLite itself finds.
fn integrity(connection: &Connection) -> Result<Vec<String>, JournalError> {
    let mut said = texts(connection, "PRAGMA integrity_check(20)")?;
    said.retain(|line| line != "ok");
    Ok(said)
}

fn texts(connection: &Connection, sql: &str) -> Result<Vec<String>, JournalError> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
