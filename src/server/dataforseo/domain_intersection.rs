//! domain_intersection/live: registrable domains that refer to several targets.
//!
//! By our reading of the documentation `all` are those that refer to every target, `partial` those that refer to at
//! least one; `intersections_count` says to how many.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listing::{LIST, Shown};
use super::metrics::Metrics;
use super::order::{self, Key};
use super::params::Params;
use super::refusal::Refusal;
use super::restrict;
use super::selection::CHOICE;
use super::target::{self, Takes, Target};
use crate::index::{Index, ItemKind};
use crate::wire::dataforseo::fields::field_type;
use crate::wire::dataforseo::filter::{Cell, FieldType};

/// Most targets.
const MOST_TARGETS: usize = 20;
/// Most targets whose referring domains are left out.
const MOST_EXCLUDED: usize = 10;

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
    let targets = targets(shown.index, &params)?;
    let in_all = params.word("intersection_mode", &["all", "partial"])? == "all";
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
    let least = if in_all { targets.len() } else { 1 };
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

/// The targets by their numbers, `"1"` to `"20"`.
fn targets(index: &Index, params: &Params<'_>) -> Result<Vec<(String, Target)>, Refusal> {
    let wrong = || Refusal::field("targets");
    let map = params
        .raw("targets")
        .and_then(Value::as_object)
        .ok_or_else(wrong)?;
    if map.is_empty() || map.len() > MOST_TARGETS {
        return Err(wrong());
    }
    let mut targets = Vec::new();
    for (number, text) in map {
        let known: Option<usize> = number
            .parse()
            .ok()
            .filter(|n| (1..=MOST_TARGETS).contains(n));
        let (Some(at), Some(text)) = (known, text.as_str()) else {
            return Err(wrong());
        };
        targets.push((
            at,
            number.clone(),
            target::read(index, text, Takes::All, "targets")?,
        ));
    }
    targets.sort_by_key(|(at, ..)| *at);
    Ok(targets
        .into_iter()
        .map(|(_, number, target)| (number, target))
        .collect())
}

/// The domains that refer to a target that is to be left out. The address of a page may end in `*`.
fn excluded(call: &Call<'_>, params: &Params<'_>) -> Result<HashSet<u32>, Refusal> {
    let texts = params.texts("exclude_targets")?.unwrap_or_default();
    if texts.len() > MOST_EXCLUDED {
        return Err(Refusal::field("exclude_targets"));
    }
    let index = call.shared.index(false);
    let mut domains = HashSet::new();
    for text in texts {
        let target = match text.split_once('*') {
            Some((beginning, "")) if beginning.contains("://") => Target {
                text: text.to_owned(),
                name: beginning.to_owned(),
                kind: ItemKind::Url,
                item: index.resolve_prefix(beginning),
            },
            Some(_) => return Err(Refusal::field("exclude_targets")),
            None => target::read(index, text, Takes::All, "exclude_targets")?,
        };
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
    let limit = params.number("limit", 100, 1..=1_000)?;
    let offset = params.number("offset", 0, 0..=u64::from(u32::MAX))?;
    let field = |path: &str| {
        let (number, name) = path.split_once('.')?;
        let at = numbers.iter().position(|known| *known == number)?;
        let kind = field_type("domain_intersection", name)?;
        Some(((at, name.to_owned()), kind))
    };
    let field: &dyn Fn(&str) -> Option<(Path, FieldType)> = &field;
    let filter = restrict::read(params, "filters", field)?;
    let rules = order::read(params, field)?;
    let cell = |row: &Row, (at, name): &Path| match &row.metrics[*at] {
        Some(_) if name == "target" => Cell::Text(row.name.clone().into()),
        Some(metrics) => metrics.cell(shown.index, name, shown.scale),
        None => Cell::Null,
    };
    let mut places: Vec<usize> = (0..rows.len())
        .filter(|&at| {
            filter
                .as_ref()
                .is_none_or(|f| f.matches(&|path| cell(&rows[at], path)))
        })
        .collect();
    places.sort_by_key(|&at| {
        let row = &rows[at];
        let ranks: Vec<i64> = row
            .metrics
            .iter()
            .map(|m| m.as_ref().map_or(-1, |m| shown.scale.of(m.rank)))
            .collect();
        (Reverse((row.intersections(), ranks)), at)
    });
    order::sort(&mut places, &rules, &|rule, at| {
        Key::of(&rule.name, cell(&rows[at], &rule.field))
    });
    let page = places.iter().skip(offset as usize).take(limit as usize);
    let items: Vec<Value> = page.map(|&at| item(shown, numbers, &rows[at])).collect();
    let count = items.len() as u64;
    let result = json!({
        "targets": params.raw("targets"),
        "total_count": places.len(),
        "items_count": count,
        "items": if items.is_empty() { Value::Null } else { items.into() },
    });
    Ok(Given {
        result: Some(vec![result]),
        rows: count,
    })
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
