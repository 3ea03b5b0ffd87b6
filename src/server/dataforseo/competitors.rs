//! competitors/live: who else is linked to by the domains that refer to a target. The target itself is not told.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::order::{self, Key};
use super::params::Params;
use super::refusal::Refusal;
use super::restrict;
use super::scale::Scale;
use super::selection::Choice;
use super::target::{self, Takes};
use crate::wire::dataforseo::fields::field_type;
use crate::wire::dataforseo::filter::{Cell, FieldType};

/// A domain or host with how many refer to both.
struct Rival {
    name: String,
    rank: u16,
    intersections: u32,
}

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let params = call.params(&[
        "target",
        "main_domain",
        "exclude_large_domains",
        "exclude_internal_backlinks",
        "limit",
        "offset",
        "filters",
        "order_by",
        "rank_scale",
    ])?;
    let index = call.shared.index(false);
    let text = params.text("target")?;
    let text = text.ok_or_else(|| Refusal::field("target"))?;
    let target = target::read(index, text, Takes::All, "target")?;
    params.flag("exclude_internal_backlinks", true)?;
    let by_host = !params.flag("main_domain", true)?;
    let without_large = params.flag("exclude_large_domains", true)?;
    let selections = &call.shared.selections;
    let selection = selections.of(index, &target, Choice::USUAL);
    let mut domains: Vec<u32> = selection.links.iter().map(|link| link.domain).collect();
    domains.dedup();
    let own = target
        .item
        .map(|item| index.domain_of_host(index.hosts(item).start));
    let rival = |(number, intersections): (u32, u32)| {
        let domain = if by_host {
            index.domain_of_host(number)
        } else {
            number
        };
        let is_told = Some(domain) != own && !(without_large && index.is_large(domain));
        is_told.then(|| Rival {
            name: if by_host {
                index.host_name(number)
            } else {
                index.domain_name(domain)
            },
            rank: index.domain_rank(domain),
            intersections,
        })
    };
    let linked = index.linked_by(&domains, by_host);
    let rivals: Vec<Rival> = linked.into_iter().filter_map(rival).collect();
    list(&params, &rivals)
}

fn list(params: &Params<'_>, rivals: &[Rival]) -> Result<Given, Refusal> {
    let limit = params.number("limit", 100, 1..=1_000)?;
    let offset = params.number("offset", 0, 0..=u64::from(u32::MAX))?;
    let scale = Scale::read(params)?;
    let field = |name: &str| Some((name.to_owned(), field_type("competitors", name)?));
    let field: &dyn Fn(&str) -> Option<(String, FieldType)> = &field;
    let filter = restrict::read(params, "filters", field)?;
    let rules = order::read(params, field)?;
    let cell = |at: usize, name: &String| match name.as_str() {
        "target" => Cell::Text(rivals[at].name.clone().into()),
        "rank" => scale.cell(rivals[at].rank),
        _ => Cell::Int(rivals[at].intersections.into()),
    };
    let is_kept = |at: &usize| {
        let filter = filter.as_ref();
        filter.is_none_or(|filter| filter.matches(&|name| cell(*at, name)))
    };
    let mut places: Vec<usize> = (0..rivals.len()).filter(is_kept).collect();
    places.sort_by_key(|&at| {
        let rival = &rivals[at];
        (Reverse((rival.intersections, scale.of(rival.rank))), at)
    });
    order::sort(&mut places, &rules, &|rule, at| {
        Key::of(&rule.name, cell(at, &rule.field))
    });
    let page = places.iter().skip(offset as usize).take(limit as usize);
    let items: Vec<Value> = page
        .map(|&at| {
            json!({
                "type": "backlinks_competitors",
                "target": rivals[at].name,
                "rank": scale.of(rivals[at].rank),
                "intersections": rivals[at].intersections,
            })
        })
        .collect();
    let rows = items.len() as u64;
    let result = json!({
        "total_count": places.len(),
        "items_count": rows,
        "items": if items.is_empty() { Value::Null } else { items.into() },
    });
    Ok(Given {
        result: Some(vec![result]),
        rows,
    })
}
