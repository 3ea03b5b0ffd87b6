//! `show --picture`: the numbers of a picture, with what they are of on standard error; or the picture itself, as SVG.

use std::ffi::OsStr;
use std::sync::atomic::AtomicBool;

use super::derived::Basis;
use super::desk::Desk;
use super::failure::Failure;
use super::filter;
use super::headline::number;
use super::records::{Records, text};
use super::second_pass;
use super::show::{failed, filter_text, holding, reads, tell_unfilled};
use super::show_args::{LIST, ShowArgs};
use crate::model::column::grouped;
use crate::model::picture::{Drawn, Grain, Name, Picture, RULE};
use crate::model::rows::List;
use crate::model::text::one_line;
use crate::store::{Dataset, Store, picture_document};

/// Values that are printed where no limit is named.
const MOST_VALUES: usize = 100_000;

/// Prints the numbers of a picture, or which pictures there are.
pub(super) fn run(
    desk: &Desk,
    store: &Store,
    dataset: Dataset,
    args: &ShowArgs,
    wanted: &str,
) -> Result<(), Failure> {
    let Some(name) = Name::named(wanted).filter(|_| wanted != LIST) else {
        return list_all(desk, &dataset, args);
    };
    let list = match &args.view {
        Some(list) => list.clone(),
        None => lists(&dataset)
            .into_iter()
            .find(|list| dataset.pictures(list).contains(&name))
            .ok_or_else(|| missing(name, "this dataset"))?,
    };
    let dataset = holding(desk, store, dataset, &list)?;
    let filter_text = filter_text(desk, args, &dataset, &list);
    let filter = filter::read(desk, &list, &filter_text)?;
    let filter = filter.as_ref();
    let dataset = second_pass::ready(desk, store, dataset, &reads(&list, filter))?;
    let running = AtomicBool::new(false);
    let ranking = dataset.rank(&list, filter, &[], &running).map_err(failed)?;
    let most = args.limit.map_or(MOST_VALUES, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    let counted = dataset.picture_of(&ranking, &filter_text, (name, most), &running);
    let picture = counted.map_err(failed)?;
    let picture = picture.ok_or_else(|| missing(name, &format!("its {}", list.noun())))?;
    tell_unfilled(desk, dataset.manifest(), &list, filter);
    let basis = Basis {
        dataset: &dataset,
        ranking: &ranking,
        filter: &filter_text,
        order: &[],
    };
    if is_drawn(desk) {
        desk.talk.say(&picture.basis.line());
        return basis.deliver_drawn(desk, ("picture", name.id()), &picture_document(&picture));
    }
    deliver(desk, &basis, &picture, args.limit)
}

/// Whether the output's name asks for a drawing, and no form is named.
fn is_drawn(desk: &Desk) -> bool {
    let output = desk.common.output.as_deref();
    let ending = output.and_then(|file| file.extension());
    let is_svg = |ending: &OsStr| ending.eq_ignore_ascii_case("svg");
    desk.common.format.is_none() && ending.is_some_and(is_svg)
}

/// The lists of a dataset that may be drawn, the fullest first.
fn lists(dataset: &Dataset) -> Vec<List> {
    let manifest = dataset.manifest();
    let mut lists = Vec::new();
    if dataset.links() > 0 {
        lists.push(List::Links { domain: None });
    }
    if dataset.domains() > 0 {
        lists.push(List::Domains);
    }
    if dataset.items() > 0 {
        lists.push(List::Sheet(manifest.sheet));
    }
    lists
}

fn missing(name: Name, of: &str) -> Failure {
    Failure::Usage(format!(
        "--picture: {of} cannot show `{}`: no row fills the columns that it is drawn from; --picture list names those that can be shown",
        name.id()
    ))
}

fn list_all(desk: &Desk, dataset: &Dataset, args: &ShowArgs) -> Result<(), Failure> {
    let mut records = Records::new(["picture", "title", "view"]);
    let lists = args
        .view
        .clone()
        .map_or_else(|| lists(dataset), |list| vec![list]);
    for list in lists {
        for name in dataset.pictures(&list) {
            let view = list.table().name;
            records.push(vec![text(name.id()), text(name.title()), text(view)]);
        }
    }
    desk.deliver(&records)
}

fn deliver(
    desk: &Desk,
    basis: &Basis<'_>,
    picture: &Picture,
    limit: Option<u64>,
) -> Result<(), Failure> {
    desk.talk.say(&picture.basis.line());
    if let Drawn::Grid(grid) = &picture.drawn {
        let regions = grid.regions();
        let count = |n: u64| {
            let share = picture.basis.share(n) * 100.0;
            format!(
                "{} ({share:.1}%)",
                grouped(i64::try_from(n).unwrap_or(i64::MAX))
            )
        };
        desk.talk.say(&format!(
            "{RULE}: {} trusted, {} cited more than trusted",
            count(regions.trusted),
            count(regions.cited)
        ));
    }
    let mut records = Records::new(picture.heads().iter().map(|head| one_line(head)));
    let most = limit.and_then(|limit| usize::try_from(limit).ok());
    let rows = picture.table(Grain::FINEST);
    let printed = rows.len().min(most.unwrap_or(usize::MAX)) as u64;
    let all = match &picture.drawn {
        Drawn::Bars(bars) => bars.distinct,
        _ => rows.len() as u64,
    };
    if printed < all {
        let what = picture
            .heads()
            .first()
            .map(|head| one_line(head))
            .unwrap_or_default();
        desk.talk.insist(&format!(
            "the first {} of {} values of {what} are printed, the others are not; --limit {all} prints all",
            number(printed),
            number(all)
        ));
    }
    for row in rows.into_iter().take(most.unwrap_or(usize::MAX)) {
        records.push(row);
    }
    basis.deliver(desk, ("picture", picture.name.id()), &records)
}
