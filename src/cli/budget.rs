//! `budget`: what is left, held and spent, what of it lapses when, and how old the indexes are. The balance is asked
//! for; that is free.

use super::desk::Desk;
use super::failure::Failure;
use super::jobs::moment;
use super::ledger::{self, BudgetArgs};
use super::limits;
use super::reception::Reception;
use super::records::{Records, text};
use super::service::{self, Service};
use super::verdict;
use crate::model::catalog::Provider;
use crate::model::catalog::dataforseo::BACKLINKS;
use crate::model::column::Value;
use crate::model::dollars::{dollars, plain};
use crate::model::money::{Amounts, Budget, Lapse, USD};
use crate::model::text::one_line;

const COLUMNS: [&str; 13] = [
    "of",
    "allowance",
    "left",
    "held",
    "free",
    "spent_today",
    "as_of",
    "lapses",
    "provider",
    "spent_month",
    "elsewhere_last",
    "elsewhere_today",
    "elsewhere_since",
];

/// Runs the command for every account that is known, or the one of --provider. Where a service cannot be asked, the
/// last answer is printed and the failure told.
pub async fn run(desk: &Desk, args: &BudgetArgs) -> Result<(), Failure> {
    if args.ledger {
        return ledger::run(desk, args);
    }
    if args.limits {
        return limits::run(desk);
    }
    let mut table = Records::new(COLUMNS);
    let mut worst = Ok(());
    let services = service::need_any(desk)?;
    let mut is_empty = true;
    for service in &services {
        match one(desk, service).await? {
            (Some(budget), outcome) => {
                is_empty = false;
                add(&mut table, &budget, service.provider());
                tell_elsewhere(desk, &budget, service.provider());
                worst = outcome.and(worst);
            }
            (None, outcome) => worst = outcome.and(worst),
        }
    }
    if !is_empty {
        desk.deliver(&table)?;
    }
    worst
}

/// An account as it was heard, or as it was last heard with the failure to hear it anew.
async fn one(
    desk: &Desk,
    service: &Service,
) -> Result<(Option<Budget>, Result<(), Failure>), Failure> {
    let mut reception = Reception::open(desk, service, desk.open_store()?).await?;
    let runner = reception.runner.clone();
    let asked = reception
        .unless_interrupted(
            "stopped; nothing was sent that costs",
            runner.refresh_budget(),
        )
        .await;
    let last = runner.budget().map_err(|why| verdict::of(&why));
    if runner.is_balance_unwritten() {
        desk.talk.insist(&format!(
            "{}: what was heard of the account could not be written down, so it is known only here",
            service.provider().name()
        ));
    }
    if asked.is_ok() {
        match service.provider() {
            Provider::Majestic => tell_indexes(desk, service).await,
            Provider::DataForSeo => tell_prices(desk, service, &reception)?,
        }
    }
    reception.close().await;
    match asked {
        Ok(budget) => Ok((Some(budget), Ok(()))),
        Err(failure) => {
            let last = Some(last?).filter(|last| last.as_of.is_some());
            if last.is_some() {
                desk.talk.insist(&format!(
                    "{}: the balance below is the last one heard",
                    service.provider().name()
                ));
            }
            Ok((last, Err(failure)))
        }
    }
}

/// Says what others took from the account.
fn tell_elsewhere(desk: &Desk, budget: &Budget, provider: Provider) {
    if !budget.elsewhere.today.is_zero() {
        desk.talk.insist(&format!(
            "{}: spent elsewhere today (the balance fell by more than this data folder paid): {}",
            provider.name(),
            budget.elsewhere.today
        ));
    }
}

/// Says who was asked and what a row costs there.
fn tell_prices(desk: &Desk, service: &Service, reception: &Reception) -> Result<(), Failure> {
    let rates = reception.runner.rates(&BACKLINKS);
    let rates = rates.map_err(|why| verdict::of(&why))?;
    let sandbox = if service.is_sandbox() {
        " (the sandbox: nothing is charged)"
    } else {
        ""
    };
    desk.talk.say(&format!(
        "{} at {}{sandbox}: {} a request and {} a row, {}",
        service.name,
        service.host,
        dollars(rates.rate.per_request),
        dollars(rates.rate.per_result),
        rates.source_words()
    ));
    Ok(())
}

/// Says who was asked and how old its indexes are: each answer names the index that was asked for only, so that both
/// are asked. Free; what cannot be learnt is left out.
async fn tell_indexes(desk: &Desk, service: &Service) {
    let mut known = Vec::new();
    for datasource in ["fresh", "historic"] {
        let params = [("datasource".to_owned(), datasource.to_owned())];
        let asked = service.client.call("GetSubscriptionInfo", &params).await;
        let built = asked.and_then(|raw| raw.decode()).ok().and_then(|answer| {
            let built = answer.global("IndexBuildDate")?.text();
            Some(one_line(&built))
        });
        if let Some(built) = built.filter(|built| !built.is_empty()) {
            known.push(format!("{datasource} index of {built}"));
        }
    }
    let sandbox = if service.is_sandbox() {
        " (the sandbox: no units are taken)"
    } else {
        ""
    };
    let indexes = if known.is_empty() {
        "it does not say how old its indexes are".to_owned()
    } else {
        known.join(", ")
    };
    desk.talk.say(&format!(
        "{} at {}{sandbox}: {indexes}",
        service.name, service.host
    ));
}

/// Units: the account in three rows, one an allowance, then three for each subscription that still holds units.
/// From which reading of the balance on `elsewhere_last` counts.
fn since(budget: &Budget) -> Value {
    text(budget.elsewhere.since.map(moment).unwrap_or_default())
}

/// Money: one row.
fn add(records: &mut Records, budget: &Budget, provider: Provider) {
    if provider == Provider::DataForSeo {
        let data = |usd: i64| text(plain(usd));
        let known = |amounts: Option<Amounts>| amounts.map_or(Value::Null, |a| data(a.usd));
        records.push(vec![
            text("account"),
            text(USD),
            known(budget.left),
            data(budget.held.usd),
            known(budget.free()),
            data(budget.spent_today.usd),
            text(budget.as_of.map(moment).unwrap_or_default()),
            text(""),
            text(provider.name()),
            data(budget.spent_month.usd),
            data(budget.elsewhere.last.usd),
            data(budget.elsewhere.today.usd),
            since(budget),
        ]);
        return;
    }
    let left = budget.left.map(|amounts| amounts.units());
    let free = budget.free().map(|amounts| amounts.units());
    let known = |amounts: Option<[(&'static str, i64); 3]>, at: usize| {
        amounts.map_or(Value::Null, |named| Value::Int(named[at].1))
    };
    let held = budget.held.units();
    let spent = budget.spent_today.units();
    let month = budget.spent_month.units();
    let others = [budget.elsewhere.last, budget.elsewhere.today].map(|amounts| amounts.units());
    for (at, (name, _)) in held.iter().enumerate() {
        records.push(vec![
            text("account"),
            text(*name),
            known(left, at),
            Value::Int(held[at].1),
            known(free, at),
            Value::Int(spent[at].1),
            text(budget.as_of.map(moment).unwrap_or_default()),
            text(budget.lapses.map(moment).unwrap_or_default()),
            text(provider.name()),
            Value::Int(month[at].1),
            Value::Int(others[0][at].1),
            Value::Int(others[1][at].1),
            since(budget),
        ]);
    }
    for (number, lapse) in budget.lapsing.iter().enumerate() {
        add_subscription(records, number + 1, lapse, budget);
    }
}

fn add_subscription(records: &mut Records, number: usize, lapse: &Lapse, budget: &Budget) {
    for (name, left) in lapse.left.units() {
        records.push(vec![
            text(format!("subscription {number}")),
            text(name),
            Value::Int(left),
            Value::Null,
            Value::Null,
            Value::Null,
            text(budget.as_of.map(moment).unwrap_or_default()),
            text(moment(lapse.expires)),
            text(Provider::Majestic.name()),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
        ]);
    }
}
