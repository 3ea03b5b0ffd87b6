//! Lists of aggregates: rows with one text of their own and a metric block.

use serde_json::{Map, Value, json};

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listed::Listed;
use super::metrics::Metrics;
use super::params::Params;
use super::refusal::Refusal;
use super::scale::Scale;
use super::selection::CHOICE;
use super::target::Takes;
use crate::index::Index;
use crate::model::catalog::dataforseo::bounds::MOST_ENTRIES;
use crate::wire::dataforseo::fields::{METRICS, field_type};
use crate::wire::dataforseo::filter::Cell;

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
            most: params.number("internal_list_limit", 10, 1..=MOST_ENTRIES.unsigned_abs())?
                as usize,
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

/// What a list about one target is asked with.
pub(super) struct Asked<'a> {
    pub params: Params<'a>,
    pub shown: Shown<'a>,
    pub about: About,
}

impl<'a> Asked<'a> {
    /// Reads what all such lists take; `own` are parameters that a function has besides.
    pub(super) fn read(call: &Call<'a>, own: &[&'static str]) -> Result<Self, Refusal> {
        let taken = ["target", "backlinks_filters"];
        let taken = [&taken, own, &LIST, &CHOICE].concat();
        let params = call.params(&taken)?;
        Ok(Self {
            shown: Shown::read(call, &params)?,
            about: About::read(call, &params, Takes::All)?,
            params,
        })
    }

    /// The entries that match, in their order, and of these a page. They come in an order that says what comes first of
    /// what is equal.
    pub(super) fn answer(&self, kind: &Kind, entries: &[Entry]) -> Result<Given, Refusal> {
        let listed = Listed::read(&self.params, &|name| {
            let known = field_type(kind.function, name)?;
            let is_shown = kind.with_spam || name != "backlinks_spam_score";
            is_shown.then(|| (name.to_owned(), known))
        })?;
        let shown = self.shown;
        let first = |at: usize| {
            let metrics = &entries[at].metrics;
            (shown.scale.of(metrics.rank), metrics.first)
        };
        Ok(listed.answer(
            json!({"target": self.about.target.text}),
            entries.len(),
            &|at, name: &String| shown.cell(kind, &entries[at], name),
            first,
            |at| item(shown, kind, &entries[at]),
        ))
    }
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
