//! `journal`: whether the record of what was asked and paid is sound, the record as data, and its backup in its place.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::args::Form;
use super::desk::Desk;
use super::failure::Failure;
use super::jobs::moment;
use super::records::{Records, text};
use crate::model::job::FailureCause;
use crate::store::{JobRecord, Journal, JournalError, Store, StoreError, StoredRequest};

/// Arguments of `journal`.
#[derive(Debug, Args)]
pub struct JournalArgs {
    /// What to do.
    #[command(subcommand)]
    pub task: JournalTask,
}

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum JournalTask {
    /// Check the file and what its tables say of each other; exit code 1 if anything is wrong
    Check,
    /// Put the last backup in the place of a journal that is damaged; the damaged file is kept beside it
    Restore,
    /// Write every job, request and charge as JSON lines, without secrets and without the answers' bytes
    Export,
}

/// Runs the command.
pub(super) fn run(desk: &Desk, args: &JournalArgs) -> Result<(), Failure> {
    match args.task {
        JournalTask::Check => check(desk),
        JournalTask::Restore => restore(desk),
        JournalTask::Export => export(desk),
    }
}

fn open(desk: &Desk) -> Result<Journal, JournalError> {
    Journal::look(&desk.places.data)
}

fn failed(why: JournalError) -> Failure {
    Failure::Failed(why.to_string())
}

/// Findings are data; that there are some is a failure.
fn check(desk: &Desk) -> Result<(), Failure> {
    let findings = match open(desk).and_then(|journal| journal.check()) {
        Err(damaged @ JournalError::Damaged(_)) => vec![damaged.to_string()],
        checked => checked.map_err(failed)?,
    };
    let count = findings.len();
    let mut records = Records::new(["finding"]);
    for finding in findings {
        records.push(vec![text(finding)]);
    }
    // A head over nothing says nothing to the eye; data keep their form.
    if count > 0 || desk.form() != Form::Table {
        desk.deliver(&records)?;
    }
    if count == 0 {
        desk.talk
            .say("the journal is sound: the file is whole, and jobs, ledger and requests agree");
        return Ok(());
    }
    let found = match count {
        1 => "1 finding".to_owned(),
        many => format!("{many} findings"),
    };
    Err(Failure::Failed(format!(
        "{found} in the journal; nothing was changed. Compare with the service's own account before you spend"
    )))
}

fn restore(desk: &Desk) -> Result<(), Failure> {
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    match Store::restore_journal(&desk.places.data).map_err(failed)? {
        Some(restored) => desk.talk.insist(&restored.to_string()),
        None => desk
            .talk
            .say("no page of the journal is damaged; nothing was changed"),
    }
    Ok(())
}

fn export(desk: &Desk) -> Result<(), Failure> {
    let journal = open(desk).map_err(failed)?;
    let jobs = journal.jobs().map_err(failed)?;
    let ledger = journal.ledger(None).map_err(failed)?;
    desk.outlet().deliver(|out| {
        let mut line = |kind: &str, mut fields: Json| {
            fields["kind"] = json!(kind);
            writeln!(out, "{fields}")
                .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
        };
        for record in jobs.iter().rev() {
            line("job", job(record))?;
        }
        journal
            .each_request(|stored| {
                line("request", request(&stored))
                    .map_err(|why| JournalError::unreadable("the output", why))
            })
            .map_err(failed)?;
        for charge in &ledger {
            let fields = serde_json::to_value(charge)
                .map_err(|why| Failure::Failed(format!("a charge cannot be written: {why}")))?;
            line("charge", fields)?;
        }
        Ok(())
    })
}

/// A job; passwords in what it asks are stars, though its request be not sent yet.
fn job(record: &JobRecord) -> Json {
    let job = &record.summary;
    json!({
        "job": job.id.0,
        "account": record.account,
        "provider": job.query.provider().name(),
        "command": job.query.command,
        "params": job.query.shown_params(),
        "tag": job.tag,
        "state": job.state.name(),
        "cause": record.cause.map(FailureCause::name),
        "created": moment(job.created),
        "sent": record.sent_at.map(moment),
        "updated": moment(job.updated),
        "price": job.price,
        "granted": record.granted,
        "held": record.holds(),
        "paid": job.paid,
        "balance_before": record.balance_before,
        "remote_id": job.remote_id,
        "dataset": job.dataset,
        "note": job.note,
    })
}

fn request(stored: &StoredRequest) -> Json {
    json!({
        "request": stored.id.0,
        "unique_id": stored.unique_id,
        "at": moment(stored.record.at),
        "account": stored.record.account,
        "job": stored.record.job.map(|job| job.0),
        "command": stored.record.command,
        "params": stored.record.params,
        "answered": stored.answered.map(moment),
        "outcome": stored.outcome,
        "http_status": stored.http_status,
        "answer_bytes": stored.body.as_ref().map(Vec::len),
    })
}
