//! Lists of aggregates: rows with one text of their own and a metric block.

use serde_json::{Map, Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::metrics::Metrics;
use super::order::{self, Key};
use super::params::Params;
use super::refusal::Refusal;
use super::restrict;
use super::scale::Scale;
use crate::index::Index;
use crate::wire::dataforseo::fields::{METRICS, field_type};
use crate::wire::dataforseo::filter::{Cell, FieldType};

/// The parameters that every list takes.
pub(super) const LIST: [&str; 6] = [
    "limit",
    "offset",
    "filters",
    "order_by",
    "internal_list_limit",
    "rank_scale",
];

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its own text.
    pub label: Option<String>,
    pub metrics: Metrics,
}

/// What tells one list from another.
pub(super) struct Kind {
    /// The function, whose fields these are.
    pub function: &'static str,
    /// `type` of its items.
    pub item: &'static str,
    /// Name of their own text.
    pub label: &'static str,
    /// Whether `backlinks_spam_score` is among the metrics.
    pub with_spam: bool,
}

/// How metrics are shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub index: &'a Index,
    pub scale: Scale,
    /// Most entries of a map.
    pub most: usize,
}

impl<'a> Shown<'a> {
    pub(super) fn read(call: &Call<'a>, params: &Params<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            index: call.shared.index(false),
            scale: Scale::read(params)?,
            most: params.number("internal_list_limit", 10, 1..=1_000)? as usize,
        })
    }

    /// Puts the metrics into an item, but for those that are left out.
    pub(super) fn put(&self, item: &mut Map<String, Value>, metrics: &Metrics, left_out: &[&str]) {
        for (name, _) in METRICS {
            if !left_out.contains(&name) {
                let value = metrics.json(self.index, name, self.scale, self.most);
                item.insert(name.to_owned(), value);
            }
        }
    }

    fn cell(&self, kind: &Kind, entry: &Entry, name: &str) -> Cell<'static> {
        if name == kind.label {
            Cell::text(entry.label.clone())
        } else {
            entry.metrics.cell(self.index, name, self.scale)
        }
    }
}

/// Filters, orders and cuts the entries, and writes those that are left. Entries come in an order that says what comes
/// first of what is equal.
pub(super) fn answer(
    shown: Shown<'_>,
    params: &Params<'_>,
    kind: &Kind,
    target: Option<&str>,
    entries: &[Entry],
) -> Result<Given, Refusal> {
    let limit = params.number("limit", 100, 1..=1_000)?;
    let offset = params.number("offset", 0, 0..=u64::from(u32::MAX))?;
    let field = |name: &str| {
        let known = field_type(kind.function, name)?;
        let is_shown = kind.with_spam || name != "backlinks_spam_score";
        is_shown.then(|| (name.to_owned(), known))
    };
    let field: &dyn Fn(&str) -> Option<(String, FieldType)> = &field;
    let filter = restrict::read(params, "filters", field)?;
    let rules = order::read(params, field)?;
    let mut places: Vec<usize> = (0..entries.len())
        .filter(|&at| {
            let cell = |name: &String| shown.cell(kind, &entries[at], name);
            filter.as_ref().is_none_or(|filter| filter.matches(&cell))
        })
        .collect();
    places.sort_by_key(|&at| {
        let metrics = &entries[at].metrics;
        (
            std::cmp::Reverse((shown.scale.of(metrics.rank), metrics.first)),
            at,
        )
    });
    order::sort(&mut places, &rules, &|rule, at| {
        Key::of(&rule.name, shown.cell(kind, &entries[at], &rule.name))
    });
    let items: Vec<Value> = places
        .iter()
        .skip(offset as usize)
        .take(limit as usize)
        .map(|&at| item(shown, kind, &entries[at]))
        .collect();
    let rows = items.len() as u64;
    let mut result = Map::new();
    if let Some(target) = target {
        result.insert("target".to_owned(), target.into());
    }
    result.insert("total_count".to_owned(), places.len().into());
    result.insert("items_count".to_owned(), rows.into());
    let items = if items.is_empty() {
        Value::Null
    } else {
        json!(items)
    };
    result.insert("items".to_owned(), items);
    Ok(Given {
        result: Some(vec![result.into()]),
        rows,
    })
}

fn item(shown: Shown<'_>, kind: &Kind, entry: &Entry) -> Value {
    let mut item = Map::new();
    item.insert("type".to_owned(), kind.item.into());
    item.insert(kind.label.to_owned(), entry.label.clone().into());
    let left_out: &[&str] = if kind.with_spam {
        &[]
    } else {
        &["backlinks_spam_score"]
    };
    shown.put(&mut item, &entry.metrics, left_out);
    item.into()
}
