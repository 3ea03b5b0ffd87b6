//! `jobs doubt`, `jobs reconcile`, `jobs accept`, `jobs dismiss`: charges in doubt, shown, and settled by the service's
//! free calls or by hand.

use super::desk::Desk;
use super::failure::Failure;
use super::jobs;
use super::jobs_args::{AcceptArgs, DismissArgs, DoubtArgs, EvidenceArgs};
use super::ledger;
use super::max_cost::MaxCost;
use super::reception::Reception;
use super::records::{Records, text};
use super::service;
use super::verdict;
use crate::jobs::{JobError, doubt, resolve};
use crate::model::catalog::Provider;
use crate::model::charge::{Doubt, Verdict};
use crate::model::column::Value;
use crate::model::job::{JobId, JobState, JobSummary};
use crate::model::money::Amounts;
use crate::store::{JobRecord, Store};

/// The columns of the evidence.
const COLUMNS: [&str; 7] = ["job", "of", "text", "analysis", "retrieval", "items", "usd"];

/// Prints what is known of charges in doubt, and changes nothing.
pub(super) fn show(desk: &Desk, store: &Store, args: &EvidenceArgs) -> Result<(), Failure> {
    let open = match args.jobs.is_empty() {
        true => every(store)?,
        false => in_doubt(desk, store, &args.jobs)?,
    };
    if open.is_empty() {
        desk.talk.say("no charge is in doubt");
    }
    let mut records = Records::new(COLUMNS).wrapping("text");
    for job in &open {
        let id = job.summary.id;
        let known = doubt(store, id).map_err(|why| usage(&why))?;
        for row in evidence(&known) {
            records.push(row);
        }
        desk.talk.say(&format!(
            "job {id}: `backtrail jobs reconcile {id}` asks the free calls again, `jobs accept {id}` takes it for \
             charged, `jobs dismiss {id}` for not charged"
        ));
    }
    desk.deliver(&records)
}

/// A row an event, then what was said last, then what it may have cost, which is held.
fn evidence(known: &Doubt) -> Vec<Vec<Value>> {
    let row = |of: &str, told: &str, amounts: Option<Amounts>| {
        let mut row = vec![Value::Int(known.job.0), text(of), text(told)];
        row.extend(ledger::amounts(amounts));
        row
    };
    let events = known.events.iter().map(|event| row("event", event, None));
    let said = row("said", &known.said, None);
    let held = row("held", "it may have cost this much", Some(known.expected));
    events.chain([said, held]).collect()
}

/// All jobs whose charge is in doubt.
fn every(store: &Store) -> Result<Vec<JobRecord>, Failure> {
    let jobs = store.journal().jobs();
    let mut jobs = jobs.map_err(|why| Failure::Failed(why.to_string()))?;
    jobs.retain(|job| job.summary.state == JobState::ChargeUnknown);
    Ok(jobs)
}

/// Those of the named jobs whose charge is in doubt; of the others that is told.
fn in_doubt(desk: &Desk, store: &Store, named: &[i64]) -> Result<Vec<JobRecord>, Failure> {
    let mut open = Vec::new();
    for id in named.iter().copied().map(JobId) {
        let record = store
            .journal()
            .job(id)
            .map_err(|why| Failure::Usage(why.to_string()))?;
        if record.summary.state == JobState::ChargeUnknown {
            open.push(record);
        } else {
            desk.talk.insist(&format!(
                "job {id} is {}: nothing of it is in doubt",
                record.summary.state.title()
            ));
        }
    }
    Ok(open)
}

/// Asks what became of the jobs, each by its own account.
pub(super) async fn reconcile(desk: &Desk, store: &Store, args: &DoubtArgs) -> Result<(), Failure> {
    let mut open = in_doubt(desk, store, &args.jobs)?;
    let mut ended: Vec<JobSummary> = Vec::new();
    let mut worst = Ok(());
    for service in service::need_any(desk)? {
        let account = service.client.fingerprint();
        let (own, rest): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|job| job.account == account);
        open = rest;
        if own.is_empty() {
            continue;
        }
        let mut reception = Reception::open(desk, &service, store.clone()).await?;
        let mut waited = Ok(());
        for id in own.iter().map(|job| job.summary.id) {
            reception.runner.reconcile(id);
            match reception.wait_for(id).await {
                Ok(job) => {
                    waited = verdict::of_job(&job, store).and(waited);
                    ended.push(job);
                }
                Err(left) => {
                    waited = Err(left);
                    break;
                }
            }
        }
        reception.close().await;
        worst = waited.and(worst);
    }
    for id in open.iter().map(|job| job.summary.id) {
        worst = Err(Failure::Usage(format!(
            "job {id} belongs to an account that is not set up here; nothing was asked"
        )));
    }
    jobs::deliver_bought(desk, store, &ended)?;
    worst
}

/// Takes the charge for made.
pub(super) fn accept(desk: &Desk, store: &Store, args: &AcceptArgs) -> Result<(), Failure> {
    let id = JobId(args.job);
    let known = doubt(store, id).map_err(|why| usage(&why))?;
    let amounts = match &args.amount {
        Some(typed) => Some(fitting(store, id, typed)?),
        None => None,
    };
    let question = format!(
        "Accept {} as charged for job {id}? It becomes one line of the ledger, and nothing is held any more",
        amounts.unwrap_or(known.expected)
    );
    settle(
        desk,
        store,
        id,
        Verdict::Accepted(amounts),
        (&question, args.yes),
    )
}

/// Takes the charge for not made.
pub(super) fn dismiss(desk: &Desk, store: &Store, args: &DismissArgs) -> Result<(), Failure> {
    let id = JobId(args.job);
    let question = format!(
        "Take job {id} for not charged? What is held for it is free again; a charge that was made after all shows as \
         spent elsewhere"
    );
    settle(desk, store, id, Verdict::Dismissed, (&question, args.yes))
}

/// Units are no money, and money is no units.
fn fitting(store: &Store, id: JobId, typed: &MaxCost) -> Result<Amounts, Failure> {
    let record = store.journal().job(id);
    let record = record.map_err(|why| Failure::Usage(why.to_string()))?;
    let in_money = record.summary.query.provider() == Provider::DataForSeo;
    Amounts::of(&typed.0, in_money)
        .map_err(|why| Failure::Usage(format!("job {id}: {why}; nothing was changed")))
}

/// Shows the evidence, asks, and writes it down.
fn settle(
    desk: &Desk,
    store: &Store,
    id: JobId,
    verdict: Verdict,
    (question, yes): (&str, bool),
) -> Result<(), Failure> {
    let known = doubt(store, id).map_err(|why| usage(&why))?;
    let record = store.journal().job(id);
    let record = record.map_err(|why| Failure::Usage(why.to_string()))?;
    if record.summary.state != JobState::ChargeUnknown {
        return Err(Failure::Usage(format!(
            "job {id} is {}: nothing of it is in doubt; nothing was changed",
            record.summary.state.title()
        )));
    }
    for line in known.events.iter().chain([&known.said]) {
        desk.talk.say(line);
    }
    if !yes && !desk.talk.can_ask() {
        return Err(Failure::Limit(format!(
            "{question}: nobody is here to ask, so nothing was changed. Add --yes"
        )));
    }
    if !yes && !desk.talk.ask(question) {
        return Err(Failure::Limit(
            "not confirmed; nothing was changed".to_owned(),
        ));
    }
    let job = resolve(store, id, verdict, &Desk::clock()).map_err(|why| usage(&why))?;
    jobs::deliver_bought(desk, store, &[job])
}

fn usage(why: &JobError) -> Failure {
    Failure::Usage(why.to_string())
}
