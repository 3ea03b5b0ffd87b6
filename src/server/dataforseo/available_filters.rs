//! backlinks/available_filters: by which fields each function filters, and backlinks/index: what the index holds.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::refusal::Refusal;
use crate::index::{ATTRIBUTES, COUNTRIES, KINDS, PLATFORMS, SEMANTICS};
use crate::wire::dataforseo::fields::{Field, Holds, METRICS, fields, is_numbered};
use crate::wire::dataforseo::filter::FieldType;

/// Functions that filter.
const FUNCTIONS: [&str; 9] = [
    "backlinks",
    "domain_pages",
    "anchors",
    "referring_domains",
    "domain_intersection",
    "page_intersection",
    "referring_networks",
    "domain_pages_summary",
    "competitors",
];
/// Months of the history of the index.
const MONTHS: i64 = 12;

pub(super) fn answer(_: &Call<'_>) -> Result<Given, Refusal> {
    let of_function = |name: &&str| {
        let prefix = if is_numbered(name) { "1." } else { "" };
        let mut types = Map::new();
        list(&mut types, prefix, &fields(name)?);
        if *name == "domain_pages" {
            list(&mut types, "page_summary.", &METRICS);
        }
        Some(((*name).to_owned(), types.into()))
    };
    let all: Map<String, Value> = FUNCTIONS.iter().filter_map(of_function).collect();
    Ok(Given::free(vec![all.into()]))
}

/// Adds the paths of fields with their types.
fn list(types: &mut Map<String, Value>, prefix: &str, fields: &[Field]) {
    for (field, holds) in fields {
        match holds {
            Holds::One(kind) => {
                types.insert(format!("{prefix}{field}"), kind.name().into());
            }
            Holds::Counts => {
                for key in keys(field).iter().filter(|key| !key.is_empty()) {
                    let num = FieldType::Num.name();
                    types.insert(format!("{prefix}{field}.{key}"), num.into());
                }
            }
            Holds::Shown => {}
        }
    }
}

/// The keys a map may have; those of a map of suffixes are not listed, and may be any.
fn keys(map: &str) -> &'static [&'static str] {
    match map {
        "referring_links_types" => &KINDS,
        "referring_links_attributes" => &ATTRIBUTES,
        "referring_links_platform_types" => &PLATFORMS,
        "referring_links_semantic_locations" => &SEMANTICS,
        "referring_links_countries" => &COUNTRIES,
        _ => &[],
    }
}

/// Totals of the world, and of it as it was on the first day of each of the last months.
pub(super) fn index(call: &Call<'_>) -> Result<Given, Refusal> {
    let index = call.shared.index(false);
    let totals = index.totals(index.build_date().as_second());
    let built = index
        .build_date()
        .to_zoned(TimeZone::UTC)
        .date()
        .first_of_month();
    let month = |back: i64| {
        let day = built.checked_sub(back.months()).unwrap_or(built);
        let at = day
            .to_zoned(TimeZone::UTC)
            .map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
        let then = index.totals(at.as_second());
        json!({
            "date": day.to_string(),
            "total_backlinks": then.links,
            "total_pages": then.pages,
            "total_domains": then.domains,
        })
    };
    let history: Vec<Value> = (0..MONTHS).rev().map(month).collect();
    Ok(Given::free(vec![json!({
        "total_backlinks": totals.links,
        "total_pages": totals.pages,
        "total_domains": totals.domains,
        "index_history": history,
    })]))
}
