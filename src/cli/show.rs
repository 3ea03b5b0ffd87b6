//! `show`: rows of a stored dataset, ranked and printed. No service, no network, no job.

use std::sync::atomic::AtomicBool;

use super::args::{Form, Rows, ShowArgs};
use super::dataset_name;
use super::desk::Desk;
use super::failure::Failure;
use super::gaps;
use crate::model::column::{Table, grouped};
use crate::model::rows::{List, SortKey, parse_order};
use crate::store::{Format, Manifest, export};

/// Columns of a table on a terminal when none are named: those whose rank leaves them in about so many cells.
const TABLE_WIDTH: u16 = 118;

/// Runs the command.
pub fn run(desk: &Desk, args: &ShowArgs) -> Result<(), Failure> {
    let list = match args.view {
        Rows::Domains => List::Domains,
        Rows::Links => List::Links { domain: None },
    };
    let table = list.table();
    let order =
        parse_order(table, &args.sort).map_err(|why| Failure::Usage(format!("--sort: {why}")))?;
    let columns = columns(table, &args.columns, desk.form())?;
    let store = desk.open_store()?;
    let id = dataset_name::find(&store, &args.dataset)?;
    let failed = |why: crate::store::StoreError| Failure::Failed(why.to_string());
    let dataset = store.dataset(&id).map_err(failed)?;
    let running = AtomicBool::new(false);
    let ranking = dataset.rank(&list, &order, &running).map_err(failed)?;
    let limit = args.limit.unwrap_or(u64::MAX).min(ranking.len());
    desk.talk.say(&headline(
        dataset.manifest(),
        args.view,
        limit,
        table,
        &order,
    ));
    gaps::tell(desk, dataset.manifest());
    let format = format(desk.form());
    desk.outlet().deliver(|out| {
        export(&dataset, &ranking, &columns, format, Some(limit), out)
            .map(drop)
            .map_err(failed)
    })
}

fn format(form: Form) -> Format {
    match form {
        Form::Table => Format::Table,
        Form::Csv => Format::Csv,
        Form::Jsonl => Format::Jsonl,
        Form::Json => Format::Json,
    }
}

/// Named columns in their order; else all, or for a table on the screen the most important ones.
fn columns(table: &Table, names: &[String], form: Form) -> Result<Vec<usize>, Failure> {
    if !names.is_empty() {
        return names
            .iter()
            .map(|name| {
                table.position(name.trim()).ok_or_else(|| {
                    let known: Vec<_> = table.columns.iter().map(|c| c.id).collect();
                    Failure::Usage(format!(
                        "--columns: no column `{}` in {}; there are: {}",
                        crate::model::text::one_line(name),
                        table.name,
                        known.join(", ")
                    ))
                })
            })
            .collect();
    }
    if form != Form::Table {
        return Ok((0..table.columns.len()).collect());
    }
    let mut by_rank: Vec<usize> = (0..table.columns.len()).collect();
    by_rank.sort_by_key(|at| table.columns[*at].rank);
    let mut used = 0;
    let mut kept: Vec<usize> = by_rank
        .into_iter()
        .take_while(|at| {
            used += table.columns[*at].width + 2;
            used <= TABLE_WIDTH
        })
        .collect();
    kept.sort_unstable();
    Ok(kept)
}

/// `20 of 15,312 domains held (of 15,312 known), by best_source_trust_flow desc, majestic historic index of 2026-11-20`
fn headline(
    manifest: &Manifest,
    rows: Rows,
    limit: u64,
    table: &Table,
    order: &[SortKey],
) -> String {
    let (held, known) = match rows {
        Rows::Domains => (manifest.domains, manifest.domains_known()),
        Rows::Links => (manifest.rows, manifest.links_known()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::domain::DOMAINS;
    use crate::model::link::LINKS;

    #[test]
    fn columns_are_chosen_by_name_or_by_room() {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let chosen = columns(&DOMAINS, &names(&["tld", "domain"]), Form::Csv).unwrap();
        assert_eq!(chosen, [9, 0]);
        let why = columns(&DOMAINS, &names(&["nope"]), Form::Csv).unwrap_err();
        assert!(why.code() == 2 && why.to_string().contains("best_source_trust_flow"));
        let all = columns(&LINKS, &[], Form::Jsonl).unwrap();
        assert_eq!(all.len(), LINKS.columns.len());
        let shown = columns(&LINKS, &[], Form::Table).unwrap();
        let width: u16 = shown.iter().map(|at| LINKS.columns[*at].width + 2).sum();
        assert!(width <= TABLE_WIDTH && shown.len() > 5);
        assert!(shown.is_sorted());
    }
}
