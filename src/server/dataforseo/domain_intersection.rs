//! domain_intersection/live: registrable domains that refer to several targets.
//!
//! `intersections_count` says to how many.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listed::Listed;
use super::listing::{LIST, Shown};
use super::metrics::Metrics;
use super::params::Params;
use super::refusal::Refusal;
use super::selection::CHOICE;
use super::several;
use crate::wire::dataforseo::fields::field_type;
use crate::wire::dataforseo::filter::Cell;

/// A referring domain with what it has for each target.
struct Row {
    domain: u32,
    name: String,
    metrics: Vec<Option<Metrics>>,
}

impl Row {
    fn intersections(&self) -> usize {
        self.metrics.iter().flatten().count()
    }
}

/// A field of one target's block: its place and its name.
type Path = (usize, String);

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec![
        "targets",
        "exclude_targets",
        "intersection_mode",
        "backlinks_filters",
    ];
    taken.extend(LIST);
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let shown = Shown::read(call, &params)?;
    let targets = several::targets(shown.index, &params)?;
    let least = several::least(&params, targets.len())?;
    let excluded = excluded(call, &params)?;
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    for (at, (_, target)) in targets.iter().enumerate() {
        let about = About::of(call, &params, target.clone())?;
        for (domain, links) in about.by_domain() {
            if excluded.contains(&domain) {
                continue;
            }
            let row = rows.entry(domain).or_insert_with(|| Row {
                domain,
                name: String::new(),
                metrics: vec![None; targets.len()],
            });
            row.metrics[at] = Some(Metrics::of(links));
        }
    }
    let mut rows: Vec<Row> = rows
        .into_values()
        .filter(|row| row.intersections() >= least)
        .collect();
    for row in &mut rows {
        row.name = shown.index.domain_name(row.domain);
    }
    let numbers: Vec<&str> = targets.iter().map(|(number, _)| number.as_str()).collect();
    list(shown, &params, &numbers, &rows)
}

/// The domains that refer to a target that is to be left out.
fn excluded(call: &Call<'_>, params: &Params<'_>) -> Result<HashSet<u32>, Refusal> {
    let mut domains = HashSet::new();
    for target in several::excluded(call.shared.index(false), params)? {
        let about = About::of(call, params, target)?;
        domains.extend(about.by_domain().map(|(domain, _)| domain));
    }
    Ok(domains)
}

fn list(
    shown: Shown<'_>,
    params: &Params<'_>,
    numbers: &[&str],
    rows: &[Row],
) -> Result<Given, Refusal> {
    let listed = Listed::read(params, &|path| {
        let (at, name) = several::field(path, numbers)?;
        Some((
            (at, name.to_owned()),
            field_type("domain_intersection", name)?,
        ))
    })?;
    let cell = |at: usize, (number, name): &Path| match &rows[at].metrics[*number] {
        Some(_) if name == "target" => Cell::Text(rows[at].name.clone().into()),
        Some(metrics) => metrics.cell(shown.index, name, shown.scale),
        None => Cell::Null,
    };
    let first = |at: usize| {
        let row = &rows[at];
        let rank = |m: &Option<Metrics>| m.as_ref().map_or(-1, |m| shown.scale.of(m.rank));
        let ranks: Vec<i64> = row.metrics.iter().map(rank).collect();
        (row.intersections(), ranks)
    };
    Ok(listed.answer(
        json!({"targets": params.raw("targets")}),
        rows.len(),
        &cell,
        first,
        |at| item(shown, numbers, &rows[at]),
    ))
}

fn item(shown: Shown<'_>, numbers: &[&str], row: &Row) -> Value {
    let block = |metrics: &Metrics| {
        let mut block = Map::new();
        block.insert("type".to_owned(), "backlinks_domain_intersection".into());
        block.insert("target".to_owned(), row.name.as_str().into());
        shown.put(&mut block, metrics, &[]);
        Value::from(block)
    };
    let blocks = numbers.iter().zip(&row.metrics);
    let blocks: Map<String, Value> = blocks
        .map(|(number, metrics)| {
            (
                (*number).to_owned(),
                metrics.as_ref().map_or(Value::Null, block),
            )
        })
        .collect();
    json!({
        "domain_intersection": blocks,
        "summary": {"intersections_count": row.intersections()},
    })
}
