//! page_intersection/live: pages that lead to several targets.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::answer::Given;
use super::cells::{self, Read, View};
use super::dispatch::Call;
use super::listed::Listed;
use super::params::Params;
use super::refusal::Refusal;
use super::scale::Scale;
use super::selection::{CHOICE, Choice, Selection};
use super::several;
use crate::index::{LinkReader, PagePlace};
use crate::wire::dataforseo::filter::Cell;

/// Fields of a link that are not told here.
const LEFT_OUT: [&str; 2] = ["image_url", "ranked_keywords_info"];

/// A field of the link to one of the targets.
type Path = (usize, Read);

/// A page: the place of its link to each target.
struct Row(Vec<Option<usize>>);

impl Row {
    fn intersections(&self) -> usize {
        self.0.iter().flatten().count()
    }
}

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec!["targets", "exclude_targets", "intersection_mode"];
    taken.extend(["limit", "offset", "filters", "order_by", "rank_scale"]);
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let index = call.shared.index(false);
    let targets = several::targets(index, &params)?;
    let least = several::least(&params, targets.len())?;
    let (choice, scale) = (Choice::read(&params)?, Scale::read(&params)?);
    let mut excluded: HashSet<PagePlace> = HashSet::new();
    for target in several::excluded(index, &params)? {
        let selection = call.shared.selections.of(index, &target, choice);
        excluded.extend(selection.links.iter().map(|link| link.source()));
    }
    let selections: Vec<Arc<Selection>> = targets
        .iter()
        .map(|(_, target)| call.shared.selections.of(index, target, choice))
        .collect();
    let mut pages: BTreeMap<(u32, u32), Row> = BTreeMap::new();
    for (at, selection) in selections.iter().enumerate() {
        for (place, link) in selection.links.iter().enumerate() {
            if !excluded.contains(&link.source()) {
                let page = (link.source_host, link.source_page);
                let row = pages
                    .entry(page)
                    .or_insert_with(|| Row(vec![None; targets.len()]));
                row.0[at] = Some(place);
            }
        }
    }
    let rows: Vec<Row> = pages
        .into_values()
        .filter(|row| row.intersections() >= least)
        .collect();
    let views: Vec<View<'_>> = selections
        .iter()
        .map(|selection| View {
            reader: LinkReader::new(index),
            links: &selection.links,
            scale,
            groups: Vec::new(),
        })
        .collect();
    let numbers: Vec<&str> = targets.iter().map(|(number, _)| number.as_str()).collect();
    list(&params, &numbers, &views, &rows)
}

fn list(
    params: &Params<'_>,
    numbers: &[&str],
    views: &[View<'_>],
    rows: &[Row],
) -> Result<Given, Refusal> {
    let listed = Listed::read(params, &|path| {
        let (at, name) = several::field(path, numbers)?;
        let is_told = !LEFT_OUT.contains(&name.split('.').next().unwrap_or(name));
        let (read, kind) = cells::field(name).filter(|_| is_told)?;
        Some(((at, read), kind))
    })?;
    let cell = |at: usize, (number, read): &Path| {
        let place = rows[at].0[*number];
        place.map_or(Cell::Null, |place| views[*number].cell(*read, place))
    };
    let first = |at: usize| {
        let placed = rows[at].0.iter().zip(views);
        let rank = |(place, view): (&Option<usize>, &View<'_>)| {
            place.map_or(-1, |place| view.scale.of(view.links[place].rank))
        };
        let ranks: Vec<i64> = placed.map(rank).collect();
        (rows[at].intersections(), ranks)
    };
    Ok(listed.answer(
        json!({"targets": params.raw("targets")}),
        rows.len(),
        &cell,
        first,
        |at| item(numbers, views, &rows[at]),
    ))
}

fn item(numbers: &[&str], views: &[View<'_>], row: &Row) -> Value {
    let mut links = Map::new();
    for ((number, view), place) in numbers.iter().zip(views).zip(&row.0) {
        let link = place.map(|place| {
            let mut link = view.item(place);
            if let Value::Object(link) = &mut link {
                LEFT_OUT.iter().for_each(|name| {
                    link.shift_remove(*name);
                });
            }
            json!([link])
        });
        links.insert((*number).to_owned(), link.unwrap_or(Value::Null));
    }
    json!({"page_intersection": links, "summary": {"intersections_count": row.intersections()}})
}
