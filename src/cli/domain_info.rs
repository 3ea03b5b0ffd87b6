//! `domain-info`: what the service knows of domains, for themselves or to fill the referring domains of a dataset.

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

use super::answer;
use super::ask;
use super::ask_args::DomainInfoArgs;
use super::buy;
use super::dataset_name;
use super::desk::Desk;
use super::failure::Failure;
use super::targets;
use crate::model::catalog::majestic::GET_REF_DOMAIN_INFO as ENTRY;
use crate::model::column::{Value, grouped};
use crate::model::domain::DOMAINS;
use crate::model::query::Query;
use crate::model::rows::{DatasetId, List};
use crate::model::target::Target;
use crate::model::text::one_line;
use crate::store::{Dataset, Store, StoreError};

/// Runs the command.
pub async fn run(desk: &Desk, args: &DomainInfoArgs) -> Result<(), Failure> {
    let Some(name) = &args.dataset else {
        let targets = targets::read(&desk.talk, &args.about, ENTRY.takes)?;
        let queries = ask::queries(&ENTRY, targets, &args.options, &args.spending)?;
        return ask::buy_and_print(desk, &args.spending, &queries).await;
    };
    let store = desk.open_store()?;
    let id = dataset_name::find(&store, name)?;
    let dataset = store.dataset(&id).map_err(failed)?;
    let held = domains(&dataset)?;
    let targets = wanted(desk, &id, &held, args)?;
    if targets.is_empty() {
        desk.talk.say(&format!(
            "every domain of {id} that was asked for is filled already; --again asks anew. Nothing was sent"
        ));
        return Ok(());
    }
    let mut queries = ask::queries(&ENTRY, targets, &args.options, &args.spending)?;
    for query in &mut queries {
        belong_to(query, &dataset, args).map_err(Failure::Usage)?;
    }
    let bought = buy::run(desk, &store, &args.spending, &queries).await?;
    if !bought.jobs.is_empty() {
        tell_filled(desk, &store, &id)?;
    }
    answer::deliver(desk, &store, &bought.jobs, queries.len())?;
    bought.outcome
}

/// Figures are of the index that the dataset is of, unless another was named.
fn belong_to(query: &mut Query, dataset: &Dataset, args: &DomainInfoArgs) -> Result<(), String> {
    let manifest = dataset.manifest();
    query.enriches = Some(manifest.id.clone());
    if args.options.explicit("datasource").is_none()
        && let Some((_, asked)) = manifest
            .params
            .iter()
            .find(|(name, _)| name == "datasource")
    {
        query.set("datasource", asked)?;
    }
    Ok(())
}

/// A referring domain of the dataset.
struct Held {
    domain: String,
    is_filled: bool,
}

fn domains(dataset: &Dataset) -> Result<Vec<Held>, Failure> {
    let at = |id: &str| DOMAINS.position(id).unwrap_or_default();
    let running = AtomicBool::new(false);
    let ranking = dataset
        .rank(&List::Domains, None, &[], &running)
        .map_err(failed)?;
    // Status tells a domain that was asked for and is not known from one that was never asked for.
    let columns = [at("domain"), at("trust_flow"), at("status")];
    let rows = dataset
        .read(&ranking, 0..ranking.len(), &columns)
        .map_err(failed)?;
    let held = rows.into_iter().filter_map(|row| {
        let mut cells = row.cells.into_iter();
        let Some(Value::Text(domain)) = cells.next() else {
            return None;
        };
        let is_filled = cells.any(|cell| !cell.is_null());
        Some(Held { domain, is_filled })
    });
    Ok(held.collect())
}

/// The domains to ask for, as targets. What the service could only charge for is left out, and told.
fn wanted(
    desk: &Desk,
    id: &DatasetId,
    held: &[Held],
    args: &DomainInfoArgs,
) -> Result<Vec<Target>, Failure> {
    if !args.all && args.domains.is_empty() {
        return Err(Failure::Usage(format!(
            "say which of the {} domains of {id} are to be filled: --domains a,b or --all (those not filled yet); \
             nothing was sent",
            grouped(held.len().try_into().unwrap_or(i64::MAX))
        )));
    }
    let named: HashSet<String> = args
        .domains
        .iter()
        .map(|name| {
            Target::parse(name).map_or_else(|_| name.trim().to_owned(), |target| target.item)
        })
        .collect();
    let is_held = |name: &&String| held.iter().any(|domain| domain.domain == **name);
    if let Some(stranger) = named.iter().find(|name| !is_held(name)) {
        return Err(Failure::Usage(format!(
            "`{}` is no referring domain of {id}; nothing was sent",
            one_line(stranger)
        )));
    }
    let asked = held
        .iter()
        .filter(|domain| args.all || named.contains(&domain.domain))
        .filter(|domain| args.again || !domain.is_filled);
    let (targets, odd): (Vec<_>, Vec<_>) = asked
        .map(|domain| Target::parse(&domain.domain))
        .partition(Result::is_ok);
    if !odd.is_empty() {
        desk.talk.insist(&format!(
            "domains that are no targets and are left out: {}",
            grouped(odd.len().try_into().unwrap_or(i64::MAX))
        ));
    }
    Ok(targets.into_iter().flatten().collect())
}

fn tell_filled(desk: &Desk, store: &Store, id: &DatasetId) -> Result<(), Failure> {
    let dataset = store.dataset(id).map_err(failed)?;
    let held = domains(&dataset)?;
    let filled = held.iter().filter(|domain| domain.is_filled).count();
    let number = |n: usize| grouped(n.try_into().unwrap_or(i64::MAX));
    desk.talk.say(&format!(
        "dataset {id}: {} of {} referring domains are filled; `backtrail show {id}` has their own trust_flow",
        number(filled),
        number(held.len())
    ));
    Ok(())
}

fn failed(why: StoreError) -> Failure {
    Failure::Failed(why.to_string())
}
