//! `show`: rows of a stored dataset, ranked and printed. No service, no network, no job.

use std::sync::atomic::AtomicBool;

use super::args::{Rows, ShowArgs};
use super::dataset_name;
use super::desk::Desk;
use super::failure::Failure;
use super::gaps;
use super::sheet::{self, Sheet};
use crate::model::column::{Table, grouped};
use crate::model::rows::{List, SortKey, parse_order};
use crate::store::{Dataset, Manifest, StoreError};

/// Runs the command.
pub fn run(desk: &Desk, args: &ShowArgs) -> Result<(), Failure> {
    check_order(args)?;
    let store = desk.open_store()?;
    let id = dataset_name::find(&store, &args.dataset)?;
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    let dataset = store.dataset(&id).map_err(failed)?;
    let list = args.view.map_or_else(|| main_list(&dataset), list);
    let order = order(list.table(), &args.sort)?;
    let running = AtomicBool::new(false);
    let ranking = dataset.rank(&list, &order, &running).map_err(failed)?;
    let limit = args.limit.unwrap_or(u64::MAX).min(ranking.len());
    let manifest = dataset.manifest();
    desk.talk.say(&headline(manifest, &list, limit, &order));
    if ranking.is_empty() {
        desk.talk.say(&format!(
            "this dataset holds no {}; it answers {}",
            list.table().name,
            manifest.command.as_deref().unwrap_or("a file of links")
        ));
    }
    gaps::tell(desk, manifest);
    let sheet = Sheet { dataset, ranking };
    sheet::deliver(desk, &[sheet], &args.columns, Some(limit))
}

/// A column that no list has is named before anything is opened.
fn check_order(args: &ShowArgs) -> Result<(), Failure> {
    let all = [Rows::Items, Rows::Links, Rows::Domains];
    let asked = args.view.map_or(all.to_vec(), |rows| vec![rows]);
    let mut outcome = Ok(());
    for rows in asked {
        outcome = order(list(rows).table(), &args.sort).map(drop);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn list(rows: Rows) -> List {
    match rows {
        Rows::Domains => List::Domains,
        Rows::Links => List::Links { domain: None },
        Rows::Items => List::Items,
    }
}

/// What is looked at first: items of an overview, else the referring domains.
pub fn main_list(dataset: &Dataset) -> List {
    if dataset.items() > 0 {
        List::Items
    } else {
        List::Domains
    }
}

fn order(table: &Table, text: &str) -> Result<Vec<SortKey>, Failure> {
    parse_order(table, text).map_err(|why| Failure::Usage(format!("--sort: {why}")))
}

/// `20 of 15,312 domains held (of 15,312 known), by best_source_trust_flow desc, majestic historic index of 2026-11-20`
pub fn headline(manifest: &Manifest, list: &List, limit: u64, order: &[SortKey]) -> String {
    let table = list.table();
    let (held, known) = match list {
        List::Items => (manifest.items, None),
        List::Domains => (manifest.domains, manifest.domains_known()),
        List::Links { .. } => (manifest.rows, manifest.links_known()),
    };
    let number = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let mut text = format!("{} of {} {} held", number(limit), number(held), table.name);
    if let Some(known) = known {
        text.push_str(&format!(" (of {} known)", grouped(known)));
    }
    let keys = order.iter().map(|key| {
        let direction = if key.descending { "desc" } else { "asc" };
        format!("{} {direction}", table.columns[key.column].id)
    });
    let order = keys.collect::<Vec<_>>().join(", ");
    if order.is_empty() {
        text.push_str(", as delivered");
    } else {
        text.push_str(&format!(", by {order}"));
    }
    format!("{text}, {}", manifest.source())
}
