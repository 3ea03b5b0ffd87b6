//! `download`: price, ask, buy, wait, and say what came. One target after another.

use super::args::DownloadArgs;
use super::desk::Desk;
use super::entry_options::{EntryOptions, Named};
use super::failure::Failure;
use super::max_cost::{Allowance, MaxCost};
use super::purchase::Purchase;
use super::reception::Reception;
use super::records::{Records, count, text};
use super::service;
use super::verdict;
use crate::model::catalog::majestic;
use crate::model::column::Value;
use crate::model::job::{FailureCause, JobState, JobSummary};
use crate::model::money::Amounts;
use crate::model::query::{Query, SKIP_LIMIT};
use crate::model::target::Target;
use crate::store::Store;

const COLUMNS: [&str; 12] = [
    "job",
    "target",
    "state",
    "cause",
    "dataset",
    "rows",
    "domains",
    "bad_rows",
    "paid_analysis",
    "paid_retrieval",
    "paid_source",
    "note",
];

/// Runs the command.
pub async fn run(desk: &Desk, args: &DownloadArgs) -> Result<(), Failure> {
    let queries = queries(&args.targets, &args.options, args.spending.max_cost)?;
    let service = service::need(desk)?;
    let store = desk.open_store()?;
    let mut reception = Reception::open(desk, &service, store.clone()).await?;
    let mut records = Records::new(COLUMNS);
    let mut allowance = Allowance::new(args.spending.max_cost);
    let mut outcome = Ok(());
    for (at, query) in queries.iter().enumerate() {
        let purchase = Purchase {
            desk,
            spending: &args.spending,
            tag: args.tag.as_deref(),
        };
        outcome = one(
            &purchase,
            &mut reception,
            &mut allowance,
            query,
            &store,
            &mut records,
        )
        .await;
        if outcome.is_err() {
            tell_rest(desk, &queries[at + 1..]);
            break;
        }
    }
    reception.close().await;
    if !records.is_empty() {
        desk.deliver(&records)?;
    }
    outcome
}

async fn one(
    purchase: &Purchase<'_>,
    reception: &mut Reception,
    allowance: &mut Allowance,
    query: &Query,
    store: &Store,
    records: &mut Records,
) -> Result<(), Failure> {
    if purchase.spending.dry_run {
        let quote = reception
            .runner
            .quote_from_cache(query)
            .map_err(|why| verdict::of(&why))?;
        purchase.tell_price(&quote);
        purchase.check(&quote, allowance)?;
        purchase.desk.talk.say("--dry-run: nothing was sent");
        return Ok(());
    }
    let unfinished = unfinished(reception, query)?;
    let job = match unfinished {
        Some(job) => {
            purchase.desk.talk.say(&format!(
                "job {} asks the same and is {}: going on with it, nothing new is bought",
                job.id,
                job.state.title()
            ));
            if job.state == JobState::ChargeUnknown {
                reception.runner.reconcile(job.id);
            }
            job.id
        }
        None => purchase.make(reception, allowance, query).await?,
    };
    let summary = reception.wait_for(job).await?;
    records.push(row(&summary, store));
    tell_end(purchase.desk, &summary);
    verdict::of_job(&summary, store)
}

/// A job of an earlier run that asks exactly this. Buying it again would be paying twice.
fn unfinished(reception: &Reception, query: &Query) -> Result<Option<JobSummary>, Failure> {
    let jobs = reception.runner.jobs().map_err(|why| verdict::of(&why))?;
    Ok(jobs
        .into_iter()
        .find(|job| !job.state.is_final() && job.query.asks_the_same(query)))
}

fn queries<E: Named>(
    targets: &[String],
    options: &EntryOptions<E>,
    max_cost: Option<MaxCost>,
) -> Result<Vec<Query>, Failure> {
    // Whoever names the most that analysis may cost means it for the service's own limit too.
    let skip_limit = max_cost.and_then(|max| max.0.analysis).unwrap_or(0);
    let usage = |why: String| Failure::Usage(format!("{why}; nothing was sent"));
    targets
        .iter()
        .map(|target| {
            let target = Target::parse(target).map_err(|why| usage(why.to_string()))?;
            let mut query = Query::new(&majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS, target);
            if query
                .number(SKIP_LIMIT)
                .is_some_and(|limit| limit < skip_limit)
            {
                query
                    .set(SKIP_LIMIT, &skip_limit.to_string())
                    .map_err(usage)?;
            }
            options.apply(&mut query).map_err(usage)?;
            Ok(query)
        })
        .collect()
}

fn tell_rest(desk: &Desk, rest: &[Query]) {
    if !rest.is_empty() {
        let names: Vec<_> = rest.iter().map(|query| query.target.display()).collect();
        desk.talk.insist(&format!(
            "not started, nothing spent on: {}",
            names.join(", ")
        ));
    }
}

fn tell_end(desk: &Desk, job: &JobSummary) {
    let paid = match &job.paid {
        Some(paid) => format!("paid {} ({})", paid.amounts, paid.source.title()),
        None if job.state == JobState::FailedUncharged => "nothing was charged".to_owned(),
        None => "what was paid is not settled".to_owned(),
    };
    desk.talk.say(&format!(
        "job {} {}: {}, {paid}",
        job.id,
        job.query.target.display(),
        job.state.title()
    ));
    if job.state == JobState::Done && !job.note.is_empty() {
        desk.talk.insist(&job.note);
    }
}

fn row(job: &JobSummary, store: &Store) -> Vec<Value> {
    let cause = store.journal().job(job.id).ok().and_then(|job| job.cause);
    let dataset = job.dataset.as_ref();
    let held = dataset.and_then(|id| store.dataset(id).ok());
    let manifest = held.as_ref().map(|dataset| dataset.manifest());
    let held = |n: Option<u64>| n.map_or(Value::Null, count);
    let paid = |amount: fn(&Amounts) -> i64| {
        job.paid
            .as_ref()
            .map_or(Value::Null, |paid| Value::Int(amount(&paid.amounts)))
    };
    vec![
        Value::Int(job.id.0),
        text(job.query.target.item.clone()),
        text(job.state.name()),
        text(cause.map_or("", FailureCause::name)),
        dataset.map_or(Value::Null, |id| text(id.0.clone())),
        held(manifest.map(|m| m.rows)),
        held(manifest.map(|m| m.domains)),
        held(manifest.map(|m| m.bad_rows)),
        paid(|amounts| amounts.analysis),
        paid(|amounts| amounts.retrieval),
        text(job.paid.map_or("", |paid| paid.source.title())),
        text(job.note.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::entry_options::Download;
    use clap::Args;

    fn skip_limit(flags: &[&str], max_cost: Option<&str>) -> String {
        let command = EntryOptions::<Download>::augment_args(clap::Command::new("download"));
        let matches = command.get_matches_from([&["download"], flags].concat());
        let options = clap::FromArgMatches::from_arg_matches(&matches).unwrap();
        let max_cost = max_cost.map(|text| text.parse().unwrap());
        let queries = queries::<Download>(&["example.com".to_owned()], &options, max_cost).unwrap();
        queries[0].value(SKIP_LIMIT).to_owned()
    }

    #[test]
    fn the_most_that_analysis_may_cost_is_the_services_limit_too() {
        assert_eq!(skip_limit(&[], None), "1000000");
        assert_eq!(skip_limit(&[], Some("analysis=3000000")), "3000000");
        assert_eq!(skip_limit(&[], Some("analysis=5,retrieval=9")), "1000000");
        assert_eq!(
            skip_limit(&["--skip-cost", "7"], Some("analysis=3000000")),
            "7"
        );
    }
}
