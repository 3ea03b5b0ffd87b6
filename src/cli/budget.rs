//! `budget`: what is left, held and spent, what of it lapses when, and how old the indexes are. The balance is asked
//! for; that is free.

use super::desk::Desk;
use super::failure::Failure;
use super::jobs::moment;
use super::reception::Reception;
use super::records::{Records, text};
use super::service::{self, Service};
use super::verdict;
use crate::model::column::Value;
use crate::model::money::{Budget, Lapse};
use crate::model::text::one_line;

const COLUMNS: [&str; 8] = [
    "of",
    "allowance",
    "left",
    "held",
    "free",
    "spent_today",
    "as_of",
    "lapses",
];

/// Runs the command. Where the service cannot be asked, the last answer is printed and the failure told.
pub async fn run(desk: &Desk) -> Result<(), Failure> {
    let service = service::need(desk)?;
    let mut reception = Reception::open(desk, &service, desk.open_store()?).await?;
    let runner = reception.runner.clone();
    let asked = reception
        .unless_interrupted(
            "stopped; nothing was sent that costs",
            runner.refresh_budget(),
        )
        .await;
    let last = runner.budget().map_err(|why| verdict::of(&why));
    if asked.is_ok() {
        tell_indexes(desk, &service).await;
    }
    reception.close().await;
    match asked {
        Ok(budget) => desk.deliver(&records(&budget)),
        Err(failure) => {
            let last = last?;
            if last.as_of.is_some() {
                desk.talk.insist("the balance below is the last one heard");
                desk.deliver(&records(&last))?;
            }
            Err(failure)
        }
    }
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

/// The account in three rows, one an allowance, then three for each subscription that still holds units.
fn records(budget: &Budget) -> Records {
    let mut records = Records::new(COLUMNS);
    let left = budget.left.map(|amounts| amounts.units());
    let free = budget.free().map(|amounts| amounts.units());
    let known = |amounts: Option<[(&'static str, i64); 3]>, at: usize| {
        amounts.map_or(Value::Null, |named| Value::Int(named[at].1))
    };
    let held = budget.held.units();
    let spent = budget.spent_today.units();
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
        ]);
    }
    for (number, lapse) in budget.lapsing.iter().enumerate() {
        add_subscription(&mut records, number + 1, lapse, budget);
    }
    records
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
        ]);
    }
}
