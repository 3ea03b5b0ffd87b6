//! `filters` and `backlinks_filters`.

use super::cells::{self, Read, View};
use super::params::Params;
use super::refusal::Refusal;
use crate::wire::dataforseo::filter::{self, FieldType, Filter};

/// Reads a filter; every refusal names the parameter.
pub(super) fn read<F>(
    params: &Params<'_>,
    name: &str,
    field: &dyn Fn(&str) -> Option<(F, FieldType)>,
) -> Result<Option<Filter<F>>, Refusal> {
    let Some(value) = params.raw(name) else {
        return Ok(None);
    };
    filter::read(value, field).map_err(|_| Refusal::field(name))
}

/// The places of the links that pass a filter.
pub(super) fn passing(view: &View<'_>, filter: Option<&Filter<Read>>) -> Vec<usize> {
    let all = 0..view.links.len();
    match filter {
        None => all.collect(),
        Some(filter) => all
            .filter(|&at| filter.matches(&|read| view.cell(*read, at)))
            .collect(),
    }
}

/// Reads `backlinks_filters`.
pub(super) fn backlinks_filters(params: &Params<'_>) -> Result<Option<Filter<Read>>, Refusal> {
    read(params, "backlinks_filters", &cells::field)
}
