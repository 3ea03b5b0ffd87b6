//! `budget`: what is left, held and spent. The balance is asked for; that is free.

use super::desk::Desk;
use super::failure::Failure;
use super::jobs::moment;
use super::reception::Reception;
use super::records::{Records, text};
use super::service;
use super::verdict;
use crate::model::column::Value;
use crate::model::money::Budget;

const COLUMNS: [&str; 7] = [
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

fn records(budget: &Budget) -> Records {
    let mut records = Records::new(COLUMNS);
    let left = budget.left.map(|amounts| amounts.named());
    let free = budget.free().map(|amounts| amounts.named());
    let known = |amounts: Option<[(&'static str, i64); 3]>, at: usize| {
        amounts.map_or(Value::Null, |named| Value::Int(named[at].1))
    };
    let held = budget.held.named();
    let spent = budget.spent_today.named();
    for (at, (name, _)) in held.iter().enumerate() {
        records.push(vec![
            text(*name),
            known(left, at),
            Value::Int(held[at].1),
            known(free, at),
            Value::Int(spent[at].1),
            text(budget.as_of.map(moment).unwrap_or_default()),
            text(budget.lapses.map(moment).unwrap_or_default()),
        ]);
    }
    records
}
