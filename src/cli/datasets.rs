//! `datasets`: what is stored.

use super::args::DatasetsArgs;
use super::check;
use super::desk::Desk;
use super::failure::Failure;
use super::in_part;
use super::jobs::moment;
use super::records::{Records, count, text};
use crate::model::column::Value;
use crate::model::dollars::plain;
use crate::store::{Gap, Manifest, StoreError};

const COLUMNS: [&str; 15] = [
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
    "note",
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
    let mut records = Records::new(COLUMNS).giving_way(&[
        "paid_source",
        "bad_rows",
        "items",
        "source",
        "created",
    ]);
    let jobs = store.journal().jobs();
    let jobs = jobs.map_err(|why| Failure::Failed(why.to_string()))?;
    for manifest in &held {
        let in_part = in_part::sentence(manifest, &jobs);
        let gap = || match store.gap(manifest) {
            Some(Gap::Arriving) => Some("rows are being read into it".to_owned()),
            Some(Gap::Stopped(why)) => Some(why),
            None => None,
        };
        let is_whole = manifest.complete && in_part.is_none();
        records.push(row(manifest, is_whole, in_part.or_else(gap)));
    }
    desk.deliver(&records)
}

fn row(manifest: &Manifest, is_whole: bool, note: Option<String>) -> Vec<Value> {
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
        Value::Flag(is_whole),
        text(manifest.source()),
        paid.map_or(Value::Null, |paid| Value::Int(paid.analysis)),
        paid.map_or(Value::Null, |paid| Value::Int(paid.retrieval)),
        paid.map_or(Value::Null, |paid| text(plain(paid.usd))),
        text(manifest.cost.map_or("", |paid| paid.source.title())),
        text(note.unwrap_or_default()),
    ]
}
