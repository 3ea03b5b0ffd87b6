//! The rows of a list function: those that match, in their order, and of these the page that was asked for.

use std::cmp::Reverse;

use serde_json::Value;

use super::answer::Given;
use super::order::{self, Key, Rule};
use super::params::Params;
use super::refusal::Refusal;
use super::restrict;
use crate::wire::dataforseo::filter::{Cell, FieldType, Filter};

/// What is asked of the rows, by whatever reads their fields.
pub(super) struct Listed<F> {
    limit: usize,
    offset: usize,
    filter: Option<Filter<F>>,
    rules: Vec<Rule<F>>,
}

impl<F> Listed<F> {
    /// Reads `limit`, `offset`, `filters` and `order_by`.
    pub(super) fn read(
        params: &Params<'_>,
        field: &dyn Fn(&str) -> Option<(F, FieldType)>,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            limit: params.limit(100)? as usize,
            offset: params.number("offset", 0, 0..=u64::from(u32::MAX))? as usize,
            filter: restrict::read(params, "filters", field)?,
            rules: order::read(params, field)?,
        })
    }

    /// The answer about so many rows: `cell` reads a field of a row, `first` is what the rules leave equal goes by, the
    /// greatest first and then as the rows stand. `about` is what the answer says before its counts.
    pub(super) fn answer<'c, K: Ord>(
        &self,
        about: Value,
        rows: usize,
        cell: &dyn Fn(usize, &F) -> Cell<'c>,
        first: impl Fn(usize) -> K,
        item: impl FnMut(usize) -> Value,
    ) -> Given {
        let passes = |at: &usize| {
            let filter = self.filter.as_ref();
            filter.is_none_or(|filter| filter.matches(&|field| cell(*at, field)))
        };
        let mut places: Vec<usize> = (0..rows).filter(passes).collect();
        places.sort_by_cached_key(|&at| (Reverse(first(at)), at));
        order::sort(&mut places, &self.rules, &|rule, at| {
            Key::of(&rule.name, cell(at, &rule.field))
        });
        let page = places.iter().skip(self.offset).take(self.limit);
        let items = page.copied().map(item).collect();
        let mut about = about;
        about["total_count"] = places.len().into();
        Given::items(about, items)
    }
}
