//! `datasets`: what is stored.

use super::args::DatasetsArgs;
use super::check;
use super::desk::Desk;
use super::failure::Failure;
use super::jobs::moment;
use super::records::{Records, count, text};
use crate::model::column::Value;
use crate::model::dollars::plain;
use crate::store::{Manifest, StoreError};

const COLUMNS: [&str; 14] = [
    "dataset",
    "created",
    "about",
    "command",
    "rows",
    "domains",
    "items",
    "bad_rows",
    "complete",
    "source",
    "paid_analysis",
    "paid_retrieval",
    "paid_usd",
    "paid_source",
];

/// Runs the command.
pub fn run(desk: &Desk, args: &DatasetsArgs) -> Result<(), Failure> {
    if let Some(name) = &args.check {
        return check::run(desk, name);
    }
    let store = desk.open_store()?;
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    let mut held = store.datasets().map_err(failed)?;
    held.sort_by_key(|manifest| std::cmp::Reverse(manifest.created));
    if held.is_empty() {
        desk.talk.say("no dataset yet");
    }
    for damaged in store.damaged_datasets().map_err(failed)? {
        desk.talk.insist(&damaged.to_string());
    }
    let mut records = Records::new(COLUMNS);
    for manifest in &held {
        records.push(row(manifest));
    }
    desk.deliver(&records)
}

fn row(manifest: &Manifest) -> Vec<Value> {
    let paid = manifest.cost.map(|paid| paid.amounts);
    vec![
        text(manifest.id.0.clone()),
        text(moment(manifest.created)),
        text(manifest.title()),
        text(manifest.command.clone().unwrap_or_default()),
        count(manifest.rows),
        count(manifest.domains),
        count(manifest.items),
        count(manifest.bad_rows),
        Value::Flag(manifest.complete),
        text(manifest.source()),
        paid.map_or(Value::Null, |paid| Value::Int(paid.analysis)),
        paid.map_or(Value::Null, |paid| Value::Int(paid.retrieval)),
        paid.map_or(Value::Null, |paid| text(plain(paid.usd))),
        text(manifest.cost.map_or("", |paid| paid.source.title())),
    ]
}
