//! `jobs`: what was bought and what is running, from the journal; with `--resume` it is gone on with.

use super::args::JobsArgs;
use super::desk::Desk;
use super::failure::Failure;
use super::reception::Reception;
use super::records::{Records, text};
use super::service;
use super::verdict;
use crate::model::column::Value;
use crate::model::job::{FailureCause, JobState};
use crate::model::money::Amounts;
use crate::store::{JobRecord, Store};

const COLUMNS: [&str; 16] = [
    "job",
    "created",
    "target",
    "command",
    "state",
    "cause",
    "price_analysis",
    "price_retrieval",
    "paid_analysis",
    "paid_retrieval",
    "paid_source",
    "dataset",
    "remote_id",
    "expires",
    "tag",
    "note",
];

/// Runs the command.
pub async fn run(desk: &Desk, args: &JobsArgs) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let outcome = if args.resume {
        resume(desk, &store).await
    } else {
        Ok(())
    };
    list(desk, &store)?;
    outcome
}

/// Waits for everything that is unfinished; the worst end is the command's.
async fn resume(desk: &Desk, store: &Store) -> Result<(), Failure> {
    let service = service::need(desk)?;
    let mut reception = Reception::open(desk, &service, store.clone()).await?;
    let outcome = wait_for_all(desk, &mut reception, store).await;
    reception.close().await;
    outcome
}

async fn wait_for_all(
    desk: &Desk,
    reception: &mut Reception,
    store: &Store,
) -> Result<(), Failure> {
    let mut jobs = reception.runner.jobs().map_err(|why| verdict::of(&why))?;
    jobs.retain(|job| !job.state.is_final());
    if jobs.is_empty() {
        desk.talk.say("nothing is unfinished");
    }
    let mut worst = Ok(());
    for job in jobs.iter().rev() {
        if job.state == JobState::ChargeUnknown {
            reception.runner.reconcile(job.id);
        }
        let ended = reception.wait_for(job.id).await?;
        if let Err(failure) = verdict::of_job(&ended, store) {
            desk.talk.insist(&failure.to_string());
            worst = Err(failure);
        }
    }
    worst
}

fn list(desk: &Desk, store: &Store) -> Result<(), Failure> {
    let jobs = store
        .journal()
        .jobs()
        .map_err(|why| Failure::Failed(why.to_string()))?;
    if jobs.is_empty() {
        desk.talk.say("no job yet");
    }
    let mut records = Records::new(COLUMNS);
    for job in &jobs {
        records.push(row(job));
    }
    desk.deliver(&records)
}

fn row(record: &JobRecord) -> Vec<Value> {
    let job = &record.summary;
    let price = job.price.ceiling();
    let paid = job.paid.map(|paid| paid.amounts);
    let analysis =
        |amounts: Option<Amounts>| amounts.map_or(Value::Null, |a| Value::Int(a.analysis));
    let retrieval =
        |amounts: Option<Amounts>| amounts.map_or(Value::Null, |a| Value::Int(a.retrieval));
    vec![
        Value::Int(job.id.0),
        text(moment(job.created)),
        text(job.query.target.item.clone()),
        text(job.query.command.clone()),
        text(job.state.name()),
        text(record.cause.map_or("", FailureCause::name)),
        analysis(price),
        retrieval(price),
        analysis(paid),
        retrieval(paid),
        text(job.paid.map_or("", |paid| paid.source.title())),
        text(job.dataset.as_ref().map_or("", |id| &id.0)),
        text(job.remote_id.clone().unwrap_or_default()),
        text(job.expires.map(moment).unwrap_or_default()),
        text(record.tag.clone().unwrap_or_default()),
        text(job.note.clone()),
    ]
}

/// A moment to the second, UTC.
pub fn moment(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
