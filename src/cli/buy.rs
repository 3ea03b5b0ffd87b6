//! One path for everything that is bought: checked here, priced together, agreed to once, then ordered and waited
//! for one after another. What was asked before is gone on with, and never bought twice by accident.

use super::ask_args::Spending;
use super::desk::Desk;
use super::failure::Failure;
use super::max_cost::Allowance;
use super::purchase::Purchase;
use super::reception::Reception;
use super::service;
use super::verdict;
use crate::model::catalog::Quote;
use crate::model::job::{JobId, JobState, JobSummary};
use crate::model::money::Amounts;
use crate::model::query::Query;
use crate::store::Store;

/// What came of a command: the jobs that ended or rest, and how the command ends.
pub struct Bought {
    /// The jobs that were waited for, in the order of the questions.
    pub jobs: Vec<JobSummary>,
    /// How it ends.
    pub outcome: Result<(), Failure>,
}

/// A question and what becomes of it.
pub(super) enum Step {
    /// An earlier run's job asks it: that is gone on with.
    GoOn(Box<JobSummary>),
    /// It is ordered.
    Order(Box<Quote>),
}

/// Buys the answers to all queries, or says why not. Data is left to the caller.
pub async fn run(
    desk: &Desk,
    store: &Store,
    spending: &Spending,
    queries: &[Query],
) -> Result<Bought, Failure> {
    for query in queries {
        query
            .check()
            .map_err(|why| Failure::Usage(format!("{why}; nothing was sent")))?;
    }
    warn(desk, queries);
    let provider = queries
        .first()
        .map_or_else(Default::default, Query::provider);
    let service = service::need(desk, provider)?;
    let mut reception = Reception::open(desk, &service, store.clone()).await?;
    let purchase = Purchase { desk, spending };
    let mut jobs = Vec::new();
    let outcome = all(&purchase, &mut reception, store, queries, &mut jobs).await;
    reception.close().await;
    Ok(Bought { jobs, outcome })
}

/// What must be known before anything is spent on such a function.
fn warn(desk: &Desk, queries: &[Query]) {
    let Some(query) = queries.first() else {
        return;
    };
    let entry = query.entry();
    for warning in entry.warnings() {
        desk.talk.say(&format!("warning: {warning}"));
    }
    if let crate::model::catalog::Standing::Deprecated { instead } = entry.standing
        && let Some(better) = crate::model::catalog::entry(instead)
    {
        desk.talk.say(&format!(
            "`backtrail {} {}` asks {instead} instead",
            better.name, query.target
        ));
    }
}

async fn all(
    purchase: &Purchase<'_>,
    reception: &mut Reception,
    store: &Store,
    queries: &[Query],
    jobs: &mut Vec<JobSummary>,
) -> Result<(), Failure> {
    let mut allowance = Allowance::new(purchase.spending.max_cost);
    if purchase.spending.dry_run {
        let quotes = reception.runner.quotes_from_cache(queries);
        let quotes = quotes.map_err(|why| verdict::of(&why))?;
        purchase.tell_prices(&quotes);
        purchase.check(&quotes, &allowance)?;
        purchase.desk.talk.say("--dry-run: nothing was sent");
        return Ok(());
    }
    let steps = plan(purchase, reception, &mut allowance, queries).await?;
    for (at, step) in steps.iter().enumerate() {
        let outcome = one(purchase, reception, &mut allowance, step).await;
        let outcome = outcome.and_then(|job| {
            tell_end(purchase.desk, &job);
            let verdict = verdict::of_job(&job, store);
            jobs.push(job);
            verdict
        });
        if outcome.is_err() {
            tell_rest(purchase.desk, &queries[at + 1..]);
            return outcome;
        }
    }
    Ok(())
}

/// What is gone on with, and what is agreed to be bought, in the order of the queries.
async fn plan(
    purchase: &Purchase<'_>,
    reception: &mut Reception,
    allowance: &mut Allowance,
    queries: &[Query],
) -> Result<Vec<Step>, Failure> {
    let earlier = reception.earlier.clone();
    let unfinished = |query: &Query| {
        let mut jobs = earlier.iter().filter(|job| !job.state.is_final());
        jobs.find(|job| job.query.asks_the_same(query))
    };
    let new: Vec<Query> = queries
        .iter()
        .filter(|query| unfinished(query).is_none())
        .cloned()
        .collect();
    for query in &new {
        tell_held(purchase.desk, &earlier, query);
    }
    let known = reception.runner.quotes_from_cache(&new);
    let known = known.map_err(|why| verdict::of(&why))?;
    let agreed = match known.is_empty() {
        true => known,
        false => purchase.agree(reception, allowance, known).await?,
    };
    let mut agreed = agreed.into_iter();
    let step = |query: &Query| match unfinished(query) {
        Some(job) => Some(Step::GoOn(Box::new(job.clone()))),
        None => agreed.next().map(|quote| Step::Order(Box::new(quote))),
    };
    Ok(queries.iter().filter_map(step).collect())
}

/// Orders what is agreed, or goes on with what was begun, and waits for it.
pub(super) async fn one(
    purchase: &Purchase<'_>,
    reception: &mut Reception,
    allowance: &mut Allowance,
    step: &Step,
) -> Result<JobSummary, Failure> {
    let (id, granted) = match step {
        Step::GoOn(job) => (go_on(purchase.desk, reception, job), None),
        Step::Order(quote) => {
            let (id, granted) = purchase.order(reception, allowance, quote).await?;
            (id, Some(granted))
        }
    };
    let job = reception.wait_for(id).await?;
    // What an answer says it cost is known exactly, so that the rest is free for the next target.
    if let (Some(granted), Some(paid)) = (granted, &job.paid)
        && job.state.is_final()
    {
        allowance.give_back(Amounts::money(granted.usd - paid.amounts.usd));
    }
    Ok(job)
}

/// A job of an earlier run that asks exactly this. Buying it again would be paying twice.
fn go_on(desk: &Desk, reception: &Reception, job: &JobSummary) -> JobId {
    desk.talk.say(&format!(
        "job {} asks the same and is {}: going on with it, nothing new is bought",
        job.id,
        job.state.title()
    ));
    if job.state == JobState::ChargeUnknown {
        reception.runner.reconcile(job.id);
    }
    job.id
}

/// An answer to the same question that is held may be all that is wanted.
fn tell_held(desk: &Desk, earlier: &[JobSummary], query: &Query) {
    let told = |job: &&JobSummary| {
        let is_held = job.state == JobState::Done && job.query.covers(query);
        is_held || job.paid_for_nothing().is_some() && job.query.asks_the_same(query)
    };
    let Some(job) = earlier.iter().filter(told).max_by_key(|job| job.id) else {
        return;
    };
    if let Some(paid_for_nothing) = job.paid_for_nothing() {
        desk.talk.say(&paid_for_nothing);
    } else if let Some(dataset) = &job.dataset {
        desk.talk.say(&format!(
            "held already: job {} asked this for {} on {}; `backtrail show {dataset}` shows its rows, and this \
             command buys them again",
            job.id,
            query.title(),
            job.created.strftime("%Y-%m-%d")
        ));
    }
}

fn tell_rest(desk: &Desk, rest: &[Query]) {
    if !rest.is_empty() {
        let names: Vec<_> = rest.iter().map(Query::title).collect();
        desk.talk.insist(&format!(
            "not started, nothing spent on: {}",
            names.join(", ")
        ));
    }
}

/// Says how a job ended and what it cost.
pub(super) fn tell_end(desk: &Desk, job: &JobSummary) {
    let paid = match &job.paid {
        Some(paid) => format!("paid {} ({})", paid.amounts, paid.source.title()),
        None if job.state == JobState::FailedUncharged => "nothing was charged".to_owned(),
        None => "what was paid is not settled".to_owned(),
    };
    let dataset = match &job.dataset {
        Some(dataset) => format!(", dataset {dataset}"),
        None => String::new(),
    };
    desk.talk.say(&format!(
        "job {} {}: {}, {paid}{dataset}",
        job.id,
        job.query.title(),
        job.state.title()
    ));
    if job.state == JobState::Done && !job.note.is_empty() {
        desk.talk.say(&job.note);
    }
    if job.state == JobState::Elsewhere {
        desk.talk.insist(&elsewhere(job));
    }
}

/// Where a job's file is that only the person can fetch, and what to do with it.
pub fn elsewhere(job: &JobSummary) -> String {
    if !job.note.is_empty() {
        return format!("job {}: {}", job.id, job.note);
    }
    format!(
        "job {0}: the service put its file where this program cannot fetch it. Fetch it there, then \
         `backtrail jobs attach {0} FILE` reads it",
        job.id
    )
}
