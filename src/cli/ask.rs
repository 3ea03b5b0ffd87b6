//! One function asked about targets: the command of every catalog entry.

use super::answer;
use super::ask_args::{AskArgs, Spending};
use super::buy;
use super::desk::Desk;
use super::entry_options::{EntryOptions, Named};
use super::failure::Failure;
use super::held;
use super::jobs;
use super::max_cost::MaxCost;
use super::targets;
use crate::model::catalog::{Entry, Provider};
use crate::model::query::{Query, SKIP_LIMIT};
use crate::model::target::Target;

/// Runs the command.
pub async fn run<E: Named>(desk: &Desk, args: &AskArgs<E>) -> Result<(), Failure> {
    let entry = args.options.entry();
    let targets = targets::read(&desk.talk, &args.about, entry.takes)?;
    let queries = queries(entry, targets, &args.options, &args.spending)?;
    if args.held {
        return held::answer(desk, &queries);
    }
    held::offer(desk, &desk.open_store()?, &queries)?;
    buy_and_print(desk, &args.spending, &queries).await
}

/// Buys what is asked and writes what came: rows where the answer holds them, else the jobs.
pub async fn buy_and_print(
    desk: &Desk,
    spending: &Spending,
    queries: &[Query],
) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let bought = buy::run(desk, &store, spending, queries).await?;
    let is_queued = queries.first().is_some_and(|query| query.entry().queued());
    if is_queued {
        jobs::deliver_bought(desk, &store, &bought.jobs)?;
    } else {
        answer::deliver(desk, &store, &bought.jobs, queries.len())?;
    }
    bought.outcome
}

/// The queries of one function about targets, with what was given of its options.
pub fn queries<E: Named>(
    entry: &'static Entry,
    targets: Vec<Target>,
    options: &EntryOptions<E>,
    spending: &Spending,
) -> Result<Vec<Query>, Failure> {
    let usage = |why: String| Failure::Usage(format!("{why}; nothing was sent"));
    // Targets of one call are matched against each other: splitting them would answer another question.
    let most = entry.subject.most();
    if entry.subject.matches_targets() && targets.len() > most {
        return Err(usage(format!(
            "{} matches at most {most} targets against each other, not {}",
            entry.command,
            targets.len()
        )));
    }
    binds(entry, spending).map_err(usage)?;
    let mut queries = Query::about_all(entry, targets);
    for query in &mut queries {
        follow_max_cost(query, spending).map_err(usage)?;
        options.apply(query).map_err(usage)?;
    }
    Ok(queries)
}

/// A bound in what the provider does not charge would bind nothing.
fn binds(entry: &Entry, spending: &Spending) -> Result<(), String> {
    let Some(MaxCost(most)) = spending.max_cost else {
        return Ok(());
    };
    let in_units = most.analysis.or(most.retrieval).or(most.items).is_some();
    match entry.provider {
        Provider::Majestic if !in_units => Err(
            "--max-cost usd=X binds nothing here: Majestic charges analysis, retrieval and items"
                .to_owned(),
        ),
        Provider::DataForSeo if most.usd.is_none() => Err(
            "--max-cost binds nothing here without usd=X: DataForSEO charges dollars".to_owned(),
        ),
        _ => Ok(()),
    }
}

/// Whoever names the most that analysis may cost means it for the service's own limit too.
fn follow_max_cost(query: &mut Query, spending: &Spending) -> Result<(), String> {
    let most = spending
        .max_cost
        .and_then(|max| max.0.analysis)
        .unwrap_or(0);
    match query.number(SKIP_LIMIT) {
        Some(limit) if limit < most => query.set(SKIP_LIMIT, &most.to_string()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::entry_options::{Download, RefDomains};
    use clap::{Args, FromArgMatches};

    fn spending(max_cost: Option<&str>) -> Spending {
        Spending {
            yes: false,
            max_cost: max_cost.map(|text| text.parse().unwrap()),
            dry_run: false,
            tag: None,
        }
    }

    fn asked<E: Named>(
        targets: &[&str],
        flags: &[&str],
        max_cost: Option<&str>,
    ) -> Result<Vec<Query>, Failure> {
        let command = EntryOptions::<E>::augment_args(clap::Command::new("ask"));
        let matches = command.get_matches_from([&["ask"], flags].concat());
        let options = EntryOptions::<E>::from_arg_matches(&matches).unwrap();
        let targets = targets.iter().map(|t| Target::parse(t).unwrap()).collect();
        queries(options.entry(), targets, &options, &spending(max_cost))
    }

    #[test]
    fn the_most_that_analysis_may_cost_is_the_services_limit_too() {
        let skip_limit = |flags: &[&str], max_cost| {
            let queries = asked::<Download>(&["example.com"], flags, max_cost).unwrap();
            queries[0].value(SKIP_LIMIT).to_owned()
        };
        assert_eq!(skip_limit(&[], None), "1000000");
        assert_eq!(skip_limit(&[], Some("analysis=3000000")), "3000000");
        assert_eq!(skip_limit(&[], Some("analysis=5,retrieval=9")), "1000000");
        assert_eq!(
            skip_limit(&["--skip-cost", "7"], Some("analysis=3000000")),
            "7"
        );
    }

    #[test]
    fn targets_that_are_matched_are_never_split() {
        let five = ["a.com", "b.com", "c.com", "d.com", "e.com"];
        let why = asked::<RefDomains>(&five, &[], None).unwrap_err();
        assert!(
            why.code() == 2 && why.to_string().contains("at most 4"),
            "{why}"
        );
        assert_eq!(asked::<RefDomains>(&five[..4], &[], None).unwrap().len(), 1);
        assert_eq!(asked::<Download>(&five, &[], None).unwrap().len(), 5);
    }
}
