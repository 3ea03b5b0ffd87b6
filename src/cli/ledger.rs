//! `budget --ledger`: every charge of this data folder, and what they come to. Works offline.

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::desk::Desk;
use super::failure::Failure;
use super::jobs::{moment, money};
use super::records::{Records, text};
use crate::model::catalog::Provider;
use crate::model::charge::{Charge, Drift, sum};
use crate::model::column::Value;
use crate::model::job::JobState;
use crate::model::money::{Amounts, Price};

/// Arguments of `budget`.
#[derive(Debug, Args)]
pub struct BudgetArgs {
    /// List every charge with what it was expected to cost, and their sum; asks no service
    #[arg(long)]
    pub ledger: bool,
    /// List each limit with what is used of it: paid and held, or left of what must stay; asks no service
    #[arg(long, conflicts_with = "ledger")]
    pub limits: bool,
    /// Only charges since this day (UTC)
    #[arg(long, value_name = "DAY", requires = "ledger")]
    pub since: Option<Date>,
    /// Only charges with this label
    #[arg(long, value_name = "TAG", requires = "ledger")]
    pub tag: Option<String>,
}

const COLUMNS: [&str; 19] = [
    "of",
    "at",
    "provider",
    "command",
    "target",
    "tag",
    "job",
    "state",
    "estimate",
    "estimate_analysis",
    "estimate_retrieval",
    "estimate_items",
    "estimate_usd",
    "analysis",
    "retrieval",
    "items",
    "usd",
    "source",
    "drift",
];

/// Prints the charges, and below them one row `sum`.
pub(super) fn run(desk: &Desk, args: &BudgetArgs) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let since = args.since.map(midnight).transpose()?;
    let read = store.journal().ledger(since);
    let mut charges = read.map_err(|why| Failure::Failed(why.to_string()))?;
    if let Some(tag) = &args.tag {
        charges.retain(|charge| charge.tag.as_ref() == Some(tag));
    }
    let asked = desk.common.provider;
    charges.retain(|charge| asked.is_none() || charge.provider() == asked);
    let mut records = Records::new(COLUMNS).giving_way(&[
        "drift",
        "estimate_usd",
        "estimate_items",
        "estimate_retrieval",
        "estimate_analysis",
        "estimate",
        "state",
        "source",
    ]);
    for charge in &charges {
        records.push(row(charge));
    }
    let total = sum(&charges);
    records.push(sum_row(total));
    let drifted = charges.iter().filter(|c| c.drift().is_some()).count();
    let drift = match drifted {
        0 => String::new(),
        n => format!("; {n} differ from their estimate (column drift)"),
    };
    let noun = if charges.len() == 1 {
        "charge"
    } else {
        "charges"
    };
    let whose = asked.map_or_else(String::new, |provider| format!(" of {}", provider.title()));
    desk.talk
        .say(&format!("{} {noun}{whose}: {total}{drift}", charges.len()));
    desk.deliver(&records)
}

fn midnight(day: Date) -> Result<Timestamp, Failure> {
    day.to_zoned(TimeZone::UTC)
        .map(|at| at.timestamp())
        .map_err(|why| Failure::Usage(format!("--since {day}: {why}")))
}

fn row(charge: &Charge) -> Vec<Value> {
    let kind = match charge.estimate {
        Some(Price::Exact(_)) => "exact",
        Some(Price::UpTo(_)) => "at most",
        Some(Price::Unknown) => "unknown",
        None => "",
    };
    let expected = charge.estimate.and_then(|price| price.ceiling());
    let mut row = vec![
        text("charge"),
        text(moment(charge.at)),
        text(charge.provider().map_or("", Provider::name)),
        text(charge.command.clone()),
        text(charge.target.clone()),
        text(charge.tag.clone().unwrap_or_default()),
        charge.job.map_or(Value::Null, |job| Value::Int(job.0)),
        text(charge.job_state.map_or("", JobState::name)),
        text(kind),
    ];
    row.extend(amounts(expected));
    row.extend(amounts(Some(charge.paid.amounts)));
    row.push(text(charge.paid.source.title()));
    row.push(text(charge.drift().map_or("", Drift::name)));
    row
}

fn sum_row(total: Amounts) -> Vec<Value> {
    let mut row = vec![text("sum")];
    row.extend(std::iter::repeat_n(Value::Null, 12));
    row.extend(amounts(Some(total)));
    row.extend([Value::Null, Value::Null]);
    row
}

/// In each allowance; dollars as a decimal.
pub(super) fn amounts(amounts: Option<Amounts>) -> [Value; 4] {
    let unit = |n: fn(&Amounts) -> i64| amounts.as_ref().map_or(Value::Null, |a| Value::Int(n(a)));
    [
        unit(|a| a.analysis),
        unit(|a| a.retrieval),
        unit(|a| a.items),
        money(amounts),
    ]
}
