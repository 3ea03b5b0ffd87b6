//! backlinks/live: links, one for each referring page.

use serde_json::{Map, Value, json};

use super::answer::Given;
use super::cells::{self, Read, View};
use super::dispatch::Call;
use super::grouping::Grouping;
use super::order::{self, Key, Rule};
use super::params::Params;
use super::refusal::Refusal;
use super::restrict;
use super::scale::Scale;
use super::selection::{CHOICE, Choice};
use super::target::{self, Takes};
use crate::index::LinkReader;
use crate::model::catalog::dataforseo::bounds::LAST_OFFSET;
use crate::wire::dataforseo::time;
use crate::wire::dataforseo::token::{SearchAfter, Token};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec![
        "target",
        "limit",
        "offset",
        "filters",
        "order_by",
        "rank_scale",
    ];
    taken.extend(["mode", "custom_mode", "search_after_token"]);
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let index = call.shared.index(false);
    let text = params
        .text("target")?
        .ok_or_else(|| Refusal::field("target"))?;
    let target = target::read(index, text, Takes::All, "target")?;
    let limit = params.limit(100)?;
    let offset = params.number("offset", 0, 0..=LAST_OFFSET.unsigned_abs())?;
    let choice = Choice::read(&params)?;
    let filter = restrict::read(&params, "filters", &cells::field)?;
    let rules = order::read(&params, &cells::field)?;
    let grouping = Grouping::read(&params)?;
    let request = raw_request(call, &params);
    let skipped = skipped(&params, &request, offset)?;
    let selection = call.shared.selections.of(index, &target, choice);
    let mut view = View {
        reader: LinkReader::new(index),
        links: &selection.links,
        scale: Scale::read(&params)?,
        groups: Vec::new(),
    };
    let mut places = restrict::passing(&view, filter.as_ref());
    arrange(&view, &mut places, &rules);
    let places = grouping.apply(&mut view, places);
    let page: Vec<usize> = places
        .iter()
        .copied()
        .skip(skipped as usize)
        .take(limit as usize)
        .collect();
    let token = page.last().map(|&last| Token {
        current_offset: offset,
        raw_request: request,
        search_after_data: SearchAfter {
            version: 1,
            search_after_values: after(&view, &rules, last),
            token_real_offset: skipped + page.len() as u64,
        },
    });
    let items: Vec<Value> = page.iter().map(|&at| view.item(at)).collect();
    let about = json!({
        "target": text,
        "mode": if params.raw("custom_mode").is_some() { None } else { params.raw("mode") },
        "custom_mode": params.raw("custom_mode"),
        "total_count": places.len(),
    });
    let token = token.map(|token| token.encode());
    Ok(Given::items(about, items).with("search_after_token", token.into()))
}

/// Places in the order of the rules, then `rank`, then `last_seen`, the highest first; then by page.
fn arrange(view: &View<'_>, places: &mut [usize], rules: &[Rule<Read>]) {
    places.sort_by_key(|&at| {
        let link = &view.links[at];
        (std::cmp::Reverse((view.scale.of(link.rank), link.last)), at)
    });
    order::sort(places, rules, &|rule, at| {
        Key::of(&rule.name, view.cell(rule.field, at))
    });
}

/// The request as its token tells it: everything but the token, and who asks.
fn raw_request(call: &Call<'_>, params: &Params<'_>) -> Map<String, Value> {
    let mut request = params.all().clone();
    request.shift_remove("search_after_token");
    request.shift_remove("tag");
    request.sort_keys();
    request.insert("aid".to_owned(), call.setting.user_id.into());
    request
}

/// Rows before the first of the answer. A token of another request is refused.
fn skipped(params: &Params<'_>, request: &Map<String, Value>, offset: u64) -> Result<u64, Refusal> {
    let Some(text) = params.text("search_after_token")? else {
        return Ok(offset);
    };
    Token::decode(text)
        .filter(|token| token.raw_request == *request)
        .map(|token| token.search_after_data.token_real_offset)
        .ok_or_else(|| Refusal::field("search_after_token"))
}

/// What the last row has in the fields that the rows are ordered by.
fn after(view: &View<'_>, rules: &[Rule<Read>], at: usize) -> Map<String, Value> {
    let mut values = Map::new();
    for rule in rules {
        let value = match Key::of(&rule.name, view.cell(rule.field, at)) {
            Key::Nothing => Value::Null,
            Key::Number(number) => number.into(),
            Key::Text(text) => text.into(),
        };
        values.insert(rule.name.clone(), value);
    }
    if let Some(link) = view.links.get(at) {
        if rules.is_empty() {
            values.insert("rank".to_owned(), view.scale.of(link.rank).into());
        }
        let seen = jiff::Timestamp::from_second(link.last.into()).unwrap_or_default();
        values.insert("last_seen".to_owned(), time::text(seen).into());
    }
    values
}
