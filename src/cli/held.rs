//! Answers from links that are held: tables counted from them cost nothing, and that is said before anything is priced.

use std::sync::atomic::AtomicBool;

use super::desk::Desk;
use super::failure::Failure;
use super::gaps;
use super::headline::{Headline, number};
use super::jobs::moment;
use super::sheet::{self, Sheet as Piece};
use crate::model::catalog;
use crate::model::column::grouped;
use crate::model::computed::{Reach, answers, computed, differences, gives_tables, known_behind};
use crate::model::query::Query;
use crate::model::rows::{List, Sheet, SortKey};
use crate::store::{Dataset, Haste, Manifest, Store, StoreError, compute};

fn failed(why: StoreError) -> Failure {
    Failure::Failed(why.to_string())
}

/// A table of a dataset's links, counted unless it is there; none where they give no such table.
pub fn table(
    desk: &Desk,
    store: &Store,
    dataset: &Manifest,
    sheet: Sheet,
) -> Result<Option<Dataset>, Failure> {
    let never = AtomicBool::new(false);
    if store.counted(dataset, sheet).is_none() && dataset.rows > 0 {
        desk.talk.progress(&format!(
            "counting {} of {} links",
            sheet.nouns().1,
            number(dataset.rows)
        ));
    }
    let id = compute(store, &dataset.id, sheet, Haste::Awaited, &never, &|_| {}).map_err(failed)?;
    id.map(|id| store.dataset(&id).map_err(failed)).transpose()
}

/// The order in which a table is shown where none is asked for.
pub fn order(dataset: &Manifest, list: &List) -> Vec<SortKey> {
    let sheet = match list {
        List::Sheet(sheet) if dataset.computed.is_some() => *sheet,
        _ => return Vec::new(),
    };
    computed(sheet).map_or_else(Vec::new, |computed| computed.keys())
}

/// What differs from the provider's own count, in one sentence.
pub fn tell(desk: &Desk, table: &Manifest) {
    let Some(from) = &table.computed else {
        return;
    };
    let known = table.links_known().map(grouped);
    let known = known.map_or_else(String::new, |known| format!(" of {known} known"));
    let names: Vec<&str> = differences(table.sheet).map(|d| d.name).collect();
    desk.talk.insist(&format!(
        "counted here from the {} links held{known}; the provider's own count differs by {}: README.md, \"Tables from links held\"",
        number(from.links),
        names.join(", ")
    ));
}

/// The dataset with links of a question's target that answers it best: the newest with all of them, else that with the most.
fn held(store: &Store, query: &Query) -> Result<Option<(Sheet, Manifest)>, Failure> {
    let mut targets = query.targets();
    let target = targets.next().filter(|_| targets.next().is_none());
    let (Some(sheet), Some(target)) = (answers(query), target) else {
        return Ok(None);
    };
    let provider = query.provider().name();
    let is_it = |held: &Manifest| {
        let entry = held.command.as_deref().and_then(catalog::entry);
        held.rows > 0
            && held.provider.as_deref() == Some(provider)
            && held.target.as_ref() == Some(target)
            && entry.is_some_and(gives_tables)
    };
    let found = store.datasets().map_err(failed)?.into_iter().filter(is_it);
    Ok(found.max_by_key(reach).map(|found| (sheet, found)))
}

fn reach(held: &Manifest) -> Reach {
    let entry = held.command.as_deref().and_then(catalog::entry);
    let known = entry.and_then(|entry| known_behind(entry, held.rows, held.links_known()));
    let asked_with = |wire: &str| {
        let found = held.params.iter().find(|(name, _)| name == wire);
        found.map(|(_, value)| value.clone())
    };
    let known = known.filter(|_| held.complete);
    Reach::of(held.rows, known, held.created, &asked_with)
}

/// `43,813 of 43,813 links known`
fn share(held: &Manifest) -> String {
    match held.links_known() {
        Some(known) => format!("{} of {} links known", number(held.rows), grouped(known)),
        None => format!("{} links", number(held.rows)),
    }
}

/// Says what is held that answers questions for nothing, before their price.
pub fn offer(desk: &Desk, store: &Store, queries: &[Query]) -> Result<(), Failure> {
    for query in queries {
        if let Some((sheet, from)) = held(store, query)? {
            desk.talk.insist(&format!(
                "{} of {} are held in {}, fetched {}: {} from them cost nothing, with --held or `backtrail show {} --view {}`",
                share(&from),
                query.title(),
                from.id,
                moment(from.created),
                sheet.title().to_lowercase(),
                from.id,
                sheet.table().name
            ));
        }
    }
    Ok(())
}

/// Answers questions from links held, and sends nothing.
pub fn answer(desk: &Desk, queries: &[Query]) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let mut pieces = Vec::new();
    for query in queries {
        let title = query.title();
        let none = || {
            let why = match answers(query) {
                Some(_) => format!("no links of {title} are held that answer this; nothing was sent"),
                None => "--held answers anchors, topics, pages, profile, history and calendar of Majestic from links held, and nothing else; nothing was sent".to_owned(),
            };
            Failure::Usage(why)
        };
        let (sheet, from) = held(&store, query)?.ok_or_else(none)?;
        desk.talk.insist(&format!(
            "from {}: {} of {title}, fetched {}",
            from.id,
            share(&from),
            moment(from.created)
        ));
        let dataset = table(desk, &store, &from, sheet)?.ok_or_else(none)?;
        let list = List::Sheet(sheet);
        let order = order(dataset.manifest(), &list);
        let never = AtomicBool::new(false);
        let ranking = dataset.rank(&list, None, &order, &never).map_err(failed)?;
        let head = Headline {
            manifest: dataset.manifest(),
            list: &list,
            filter: None,
        };
        desk.talk.say(&head.rows(ranking.len(), &order));
        tell(desk, dataset.manifest());
        gaps::tell(desk, dataset.manifest());
        pieces.push(Piece {
            about: (queries.len() > 1).then_some(title),
            dataset,
            ranking,
            filter: String::new(),
            order,
        });
    }
    sheet::deliver(desk, &desk.outlet(), &pieces, &[], None)
}
