//! `jobs`: what was bought and what is running, from the journal; with `--resume` it is gone on with.

use super::buy;
use super::desk::Desk;
use super::doubt;
use super::failure::Failure;
use super::jobs_args::{JobsArgs, JobsTask};
use super::reception::Reception;
use super::records::{Records, count, text};
use super::remote;
use super::service;
use super::verdict;
use crate::model::catalog::Provider;
use crate::model::column::Value;
use crate::model::dollars::plain;
use crate::model::job::{FailureCause, JobState, JobSummary};
use crate::model::money::Amounts;
use crate::store::{JobRecord, Manifest, Store};

const COLUMNS: [&str; 21] = [
    "job",
    "created",
    "target",
    "targets",
    "command",
    "state",
    "cause",
    "price_analysis",
    "price_retrieval",
    "price_items",
    "paid_analysis",
    "paid_retrieval",
    "paid_items",
    "paid_source",
    "price_usd",
    "paid_usd",
    "dataset",
    "remote_id",
    "expires",
    "tag",
    "note",
];

/// Which columns give way first on a narrow terminal.
const GIVING_WAY: &[&str] = &[
    "remote_id",
    "paid_source",
    "expires",
    "targets",
    "price_usd",
    "price_items",
    "price_retrieval",
    "price_analysis",
    "paid_items",
    "tag",
    "cause",
    "created",
    "command",
    "dataset",
];

/// What is told of jobs that were just waited for.
const WAITED: [&str; 14] = [
    "job",
    "target",
    "state",
    "cause",
    "dataset",
    "rows",
    "domains",
    "items",
    "bad_rows",
    "paid_analysis",
    "paid_retrieval",
    "paid_source",
    "paid_usd",
    "note",
];

/// Runs the command.
pub async fn run(desk: &Desk, args: &JobsArgs) -> Result<(), Failure> {
    let store = desk.open_store()?;
    if let Some(task) = &args.task {
        return match task {
            JobsTask::Remote => remote::list(desk, &store).await,
            JobsTask::Adopt(args) => remote::adopt(desk, &store, args).await,
            JobsTask::Attach(args) => remote::attach(desk, &store, args).await,
            JobsTask::DeleteRemote(args) => remote::delete(desk, &store, args).await,
            JobsTask::Doubt(args) => doubt::show(desk, &store, args),
            JobsTask::Reconcile(args) => doubt::reconcile(desk, &store, args).await,
            JobsTask::Accept(args) => doubt::accept(desk, &store, args),
            JobsTask::Dismiss(args) => doubt::dismiss(desk, &store, args),
        };
    }
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
    let mut worst = Ok(());
    for service in service::need_any(desk)? {
        let mut reception = Reception::open(desk, &service, store.clone()).await?;
        let outcome = wait_for_all(desk, &mut reception, store).await;
        reception.close().await;
        let interrupted = matches!(outcome, Err(Failure::Interrupted(_)));
        if outcome.is_err() {
            tell_failure(desk, std::mem::replace(&mut worst, outcome));
        }
        if interrupted {
            break;
        }
    }
    worst
}

/// Tells a failure that is not the command's own end: that one is told where the program ends.
fn tell_failure(desk: &Desk, outcome: Result<(), Failure>) {
    if let Err(failure) = outcome {
        desk.talk.insist(&failure.to_string());
    }
}

async fn wait_for_all(
    desk: &Desk,
    reception: &mut Reception,
    store: &Store,
) -> Result<(), Failure> {
    let mut jobs = reception.earlier.clone();
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
        if ended.state == JobState::Elsewhere {
            desk.talk.insist(&buy::elsewhere(&ended));
        }
        if let Err(failure) = verdict::of_job(&ended, store) {
            let before = std::mem::replace(&mut worst, Err(failure));
            tell_failure(desk, before);
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
    let mut records = Records::new(COLUMNS).giving_way(GIVING_WAY);
    let now = (Desk::clock())();
    for job in &jobs {
        if let Some(soon) = job.summary.expires_soon(now) {
            desk.talk.insist(&format!(
                "the service's file of job {} {soon}; `backtrail jobs --resume` fetches what can be fetched",
                job.summary.id
            ));
        }
        records.push(row(job));
    }
    desk.deliver(&records)
}

fn row(record: &JobRecord) -> Vec<Value> {
    let job = &record.summary;
    let price = job.price.ceiling();
    let paid = job.paid.map(|paid| paid.amounts);
    let in_units = job.query.provider() == Provider::Majestic;
    let each = |amounts: Option<Amounts>| {
        let named = amounts.filter(|_| in_units).map(|amounts| amounts.units());
        [0, 1, 2].map(|at| named.map_or(Value::Null, |named| Value::Int(named[at].1)))
    };
    let [price_analysis, price_retrieval, price_items] = each(price);
    let [paid_analysis, paid_retrieval, paid_items] = each(paid);
    vec![
        Value::Int(job.id.0),
        text(moment(job.created)),
        text(job.query.target.item.clone()),
        Value::Int(i64::try_from(job.query.targets().count()).unwrap_or(i64::MAX)),
        text(job.query.command.clone()),
        text(job.state.name()),
        text(record.cause.map_or("", FailureCause::name)),
        price_analysis,
        price_retrieval,
        price_items,
        paid_analysis,
        paid_retrieval,
        paid_items,
        text(job.paid.map_or("", |paid| paid.source.title())),
        money(price),
        money(paid),
        text(job.dataset.as_ref().map_or("", |id| &id.0)),
        text(job.remote_id.clone().unwrap_or_default()),
        text(job.expires.map(moment).unwrap_or_default()),
        text(record.summary.tag.clone().unwrap_or_default()),
        text(job.note.clone()),
    ]
}

/// Writes what became of jobs that were waited for; nothing if there is none.
pub fn deliver_bought(desk: &Desk, store: &Store, jobs: &[JobSummary]) -> Result<(), Failure> {
    if jobs.is_empty() {
        return Ok(());
    }
    let mut records =
        Records::new(WAITED).giving_way(&["paid_source", "bad_rows", "domains", "items", "cause"]);
    for job in jobs {
        records.push(waited(job, store));
    }
    desk.deliver(&records)
}

fn waited(job: &JobSummary, store: &Store) -> Vec<Value> {
    let cause = store.journal().job(job.id).ok().and_then(|job| job.cause);
    let dataset = job.dataset.as_ref();
    let held = dataset.and_then(|id| store.dataset(id).ok());
    let manifest = held.as_ref().map(|dataset| dataset.manifest());
    let held = |n: fn(&Manifest) -> u64| manifest.map_or(Value::Null, |m| count(n(m)));
    let paid = |amount: fn(&Amounts) -> i64| {
        let in_units = job.query.provider() == Provider::Majestic;
        let paid = job.paid.as_ref().filter(|_| in_units);
        paid.map_or(Value::Null, |paid| Value::Int(amount(&paid.amounts)))
    };
    vec![
        Value::Int(job.id.0),
        text(job.query.target.item.clone()),
        text(job.state.name()),
        text(cause.map_or("", FailureCause::name)),
        dataset.map_or(Value::Null, |id| text(id.0.clone())),
        held(|manifest| manifest.rows),
        held(|manifest| manifest.domains),
        held(|manifest| manifest.items),
        held(|manifest| manifest.bad_rows),
        paid(|amounts| amounts.analysis),
        paid(|amounts| amounts.retrieval),
        text(job.paid.map_or("", |paid| paid.source.title())),
        money(job.paid.map(|paid| paid.amounts)),
        text(job.note.clone()),
    ]
}

/// Dollars as a plain decimal, so that no digit is lost in a number of JSON; nothing where only units are paid.
pub fn money(amounts: Option<Amounts>) -> Value {
    match amounts {
        Some(amounts) if amounts.usd != 0 => text(plain(amounts.usd)),
        _ => Value::Null,
    }
}

/// A moment to the second, UTC.
pub fn moment(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
