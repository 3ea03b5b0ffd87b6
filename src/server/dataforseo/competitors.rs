//! competitors/live: who else is linked to by the domains that refer to a target. The target itself is not told.

use serde_json::json;

use super::answer::Given;
use super::dispatch::Call;
use super::listed::Listed;
use super::params::Params;
use super::refusal::Refusal;
use super::scale::Scale;
use super::selection::Choice;
use super::target::{self, Takes};
use crate::index::Linked;
use crate::wire::dataforseo::fields::field_type;
use crate::wire::dataforseo::filter::Cell;

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
    let choice = Choice {
        internal: !params.flag("exclude_internal_backlinks", true)?,
        ..Choice::USUAL
    };
    let by_host = !params.flag("main_domain", true)?;
    let without_large = params.flag("exclude_large_domains", true)?;
    let selections = &call.shared.selections;
    let selection = selections.of(index, &target, choice);
    let mut domains: Vec<u32> = selection.links.iter().map(|link| link.domain).collect();
    domains.dedup();
    let own = target
        .item
        .map(|item| index.domain_of_host(index.hosts(item).start));
    let rival = |Linked {
                     number, domains, ..
                 }| {
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
            intersections: domains,
        })
    };
    let linked = index.linked_by(&domains, by_host);
    let rivals: Vec<Rival> = linked.into_iter().filter_map(rival).collect();
    list(&params, &rivals)
}

fn list(params: &Params<'_>, rivals: &[Rival]) -> Result<Given, Refusal> {
    let scale = Scale::read(params)?;
    let listed = Listed::read(params, &|name| {
        Some((name.to_owned(), field_type("competitors", name)?))
    })?;
    let cell = |at: usize, name: &String| match name.as_str() {
        "target" => Cell::Text(rivals[at].name.clone().into()),
        "rank" => scale.cell(rivals[at].rank),
        _ => Cell::Int(rivals[at].intersections.into()),
    };
    let first = |at: usize| (rivals[at].intersections, scale.of(rivals[at].rank));
    let item = |at: usize| {
        json!({
            "type": "backlinks_competitors",
            "target": rivals[at].name,
            "rank": scale.of(rivals[at].rank),
            "intersections": rivals[at].intersections,
        })
    };
    Ok(listed.answer(json!({}), rivals.len(), &cell, first, item))
}
