//! `show`: rows of a stored dataset, or the values of a column, ranked and printed. No service, no network, no job.

use std::sync::atomic::AtomicBool;

use super::args::Form;
use super::count::Wanted;
use super::dataset_name;
use super::derived::Basis;
use super::desk::Desk;
use super::failure::Failure;
use super::filter;
use super::gaps;
use super::headline::Headline;
use super::held;
use super::in_full;
use super::picture;
use super::second_pass::{self, Reads};
use super::sheet::{self, Sheet};
use super::show_args::ShowArgs;
use crate::model::catalog::Brings;
use crate::model::column::Table;
use crate::model::filter::Filter;
use crate::model::rows::{List, SortKey, parse_order, tables};
use crate::model::text::one_line;
use crate::store::{Dataset, Manifest, Store, StoreError};

/// Runs the command.
pub fn run(desk: &Desk, args: &ShowArgs) -> Result<(), Failure> {
    if args.tally.is_none() {
        check_order(args)?;
    }
    let store = desk.open_store()?;
    let id = dataset_name::find(&store, &args.dataset)?;
    let dataset = store.dataset(&id).map_err(failed)?;
    if let Some(wanted) = &args.picture {
        return picture::run(desk, &store, dataset, args, wanted);
    }
    let list = match (&args.view, &args.tally) {
        (Some(list), _) => list.clone(),
        // Whoever counts, counts links, and of them their domains too.
        (None, Some(_)) if dataset.manifest().rows > 0 => List::Links { domain: None },
        (None, _) => main_list(&dataset),
    };
    let dataset = holding(desk, &store, dataset, &list)?;
    let filter = filter::read(desk, &list, &filter_text(desk, args, &dataset, &list))?;
    let filter = filter.as_ref();
    if let Some(column) = &args.tally {
        let wanted = Wanted::read(list.table(), column, &args.sort, args.limit)?;
        let reads = Reads {
            tally: Some(wanted.field),
            ..reads(&list, filter)
        };
        let dataset = second_pass::ready(desk, &store, dataset, &reads)?;
        return tally(desk, &dataset, &list, filter, &wanted);
    }
    let order = match args.sort.is_empty() {
        true => held::order(dataset.manifest(), &list),
        false => order(list.table(), &args.sort)?,
    };
    let reads = Reads {
        names: &args.columns,
        is_whole: desk.form() != Form::Table,
        order: &order,
        ..reads(&list, filter)
    };
    let dataset = second_pass::ready(desk, &store, dataset, &reads)?;
    rows(desk, args, dataset, &list, filter, &order)
}

/// The dataset that holds a list: of a table counted from its links that table.
pub(super) fn holding(
    desk: &Desk,
    store: &Store,
    dataset: Dataset,
    list: &List,
) -> Result<Dataset, Failure> {
    let dataset = match list {
        List::Sheet(sheet) if *sheet != dataset.manifest().sheet || dataset.items() == 0 => {
            let counted = held::table(desk, store, dataset.manifest(), *sheet)?;
            counted.unwrap_or(dataset)
        }
        _ => dataset,
    };
    held::tell(desk, dataset.manifest());
    Ok(dataset)
}

/// The filter that was asked for, or the part of the question's own that the service could not do.
pub(super) fn filter_text(desk: &Desk, args: &ShowArgs, dataset: &Dataset, list: &List) -> String {
    let own = dataset.manifest().filter_of(list);
    if args.filter.is_none() && !own.is_empty() {
        desk.talk.say(&format!(
            "shown through the part of the question's filter that the service could not do, `{}`; --filter '' shows every row",
            one_line(own)
        ));
    }
    args.filter.clone().unwrap_or_else(|| own.to_owned())
}

/// What any answer reads.
pub(super) fn reads<'a>(list: &'a List, filter: Option<&'a Filter>) -> Reads<'a> {
    Reads {
        list,
        names: &[],
        is_whole: false,
        order: &[],
        filter,
        tally: None,
    }
}

pub(super) fn failed(why: StoreError) -> Failure {
    Failure::Failed(why.to_string())
}

fn rows(
    desk: &Desk,
    args: &ShowArgs,
    dataset: Dataset,
    list: &List,
    filter: Option<&Filter>,
    order: &[SortKey],
) -> Result<(), Failure> {
    let running = AtomicBool::new(false);
    let ranking = dataset
        .rank(list, filter, order, &running)
        .map_err(failed)?;
    if let Some(place) = args.row {
        let basis = Basis {
            dataset: &dataset,
            ranking: &ranking,
            filter: filter.map_or("", Filter::text),
            order,
        };
        return in_full::deliver(desk, &basis, place);
    }
    let limit = args.limit.unwrap_or(u64::MAX).min(ranking.len());
    let manifest = dataset.manifest();
    let head = Headline {
        manifest,
        list,
        filter: filter.map(|filter| (filter.text(), ranking.len())),
    };
    desk.talk.say(&head.rows(limit, order));
    if ranking.is_empty() && filter.is_none() {
        desk.talk.say(&format!(
            "this dataset holds no {}; it answers {}",
            list.noun(),
            manifest.command.as_deref().unwrap_or("a file of links")
        ));
    }
    tell_unfilled(desk, manifest, list, filter);
    gaps::tell(desk, manifest);
    let sheet = Sheet {
        dataset,
        ranking,
        about: None,
        filter: filter.map_or_else(String::new, |filter| filter.text().to_owned()),
        order: order.to_vec(),
    };
    sheet::deliver(desk, &desk.outlet(), &[sheet], &args.columns, args.limit)
}

fn tally(
    desk: &Desk,
    dataset: &Dataset,
    list: &List,
    filter: Option<&Filter>,
    wanted: &Wanted,
) -> Result<(), Failure> {
    let running = AtomicBool::new(false);
    let ranking = dataset.rank(list, filter, &[], &running).map_err(failed)?;
    let tally = dataset
        .tally_part(
            &ranking,
            (wanted.field, wanted.part),
            wanted.most(),
            &running,
        )
        .map_err(failed)?;
    tell_unfilled(desk, dataset.manifest(), list, filter);
    gaps::tell(desk, dataset.manifest());
    let head = Headline {
        manifest: dataset.manifest(),
        list,
        filter: filter.map(|filter| (filter.text(), ranking.len())),
    };
    let basis = Basis {
        dataset,
        ranking: &ranking,
        filter: filter.map_or("", Filter::text),
        order: &[],
    };
    wanted.deliver(desk, &head, &basis, tally)
}

/// What the filter asks for that no row has, and what it does not reach.
pub(super) fn tell_unfilled(
    desk: &Desk,
    manifest: &Manifest,
    list: &List,
    filter: Option<&Filter>,
) {
    let is_of_links = manifest.brings() == Some(Brings::Links);
    if *list == List::Domains && is_of_links && !manifest.filter.is_empty() {
        desk.talk.insist(&format!(
            "these are the domains of all links held; `{}`, which the service could not do, is applied to the links alone: `--view links`",
            manifest.filter
        ));
    }
    let sentences = filter.map(|filter| filter::unfilled(manifest, list, filter));
    for sentence in sentences.unwrap_or_default() {
        desk.talk.insist(&sentence);
    }
}

/// A column that no list has is named before anything is opened.
fn check_order(args: &ShowArgs) -> Result<(), Failure> {
    if let Some(list) = &args.view {
        return order(list.table(), &args.sort).map(drop);
    }
    let of_some = tables().any(|table| parse_order(table, &args.sort).is_ok());
    match of_some {
        true => Ok(()),
        false => order(List::Domains.table(), &args.sort).map(drop),
    }
}

/// What is looked at first: what was asked for, where the answer itself held it; of a file the referring domains.
fn main_list(dataset: &Dataset) -> List {
    let manifest = dataset.manifest();
    if dataset.items() > 0 || manifest.item_table.is_some() {
        return List::Sheet(manifest.sheet);
    }
    match manifest.brings() {
        Some(Brings::Links) => List::Links { domain: None },
        _ => List::Domains,
    }
}

fn order(table: &'static Table, text: &str) -> Result<Vec<SortKey>, Failure> {
    parse_order(table, text).map_err(|why| {
        let names = text.split(',').filter_map(|part| part.split(':').next());
        let elsewhere: String = names.map(|name| filter::elsewhere(table, name)).collect();
        Failure::Usage(format!("--sort: {why}{elsewhere}"))
    })
}
