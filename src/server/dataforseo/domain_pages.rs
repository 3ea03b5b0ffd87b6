//! domain_pages/live: the pages of a domain or host that links lead to, with what was found when they were fetched.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listing::{LIST, Shown};
use super::metrics::Metrics;
use super::order::{self, Key};
use super::refusal::Refusal;
use super::restrict;
use super::selection::CHOICE;
use super::target::Takes;
use crate::index::{Backlink, Index, ItemKind, PagePlace, PageReader, Visit};
use crate::wire::dataforseo::fields::field_type;
use crate::wire::dataforseo::filter::{Cell, FieldType};
use crate::wire::dataforseo::time;

/// A page: what is told of itself, and its links.
struct Page {
    own: Value,
    metrics: Metrics,
}

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec!["target", "backlinks_filters"];
    taken.extend(LIST);
    taken.extend(
        CHOICE
            .iter()
            .filter(|name| **name != "include_indirect_links"),
    );
    let params = call.params(&taken)?;
    let shown = Shown::read(call, &params)?;
    let about = About::read(call, &params, Takes::All)?;
    if about.target.kind == ItemKind::Url {
        return Err(Refusal::field("target"));
    }
    let limit = params.number("limit", 100, 1..=1_000)?;
    let offset = params.number("offset", 0, 0..=u64::from(u32::MAX))?;
    let field = |name: &str| Some((name.to_owned(), field_type("domain_pages", name)?));
    let field: &dyn Fn(&str) -> Option<(String, FieldType)> = &field;
    let filter = restrict::read(&params, "filters", field)?;
    let rules = order::read(&params, field)?;
    let pages = pages(shown.index, &about);
    let cell = |at: usize, name: &String| match name.strip_prefix("page_summary.") {
        Some(name) => pages[at].metrics.cell(shown.index, name, shown.scale),
        None => own_cell(&pages[at].own, name),
    };
    let mut places: Vec<usize> = (0..pages.len())
        .filter(|&at| {
            filter
                .as_ref()
                .is_none_or(|f| f.matches(&|name| cell(at, name)))
        })
        .collect();
    places.sort_by_key(|&at| {
        let metrics = &pages[at].metrics;
        (Reverse((shown.scale.of(metrics.rank), metrics.first)), at)
    });
    order::sort(&mut places, &rules, &|rule, at| {
        Key::of(&rule.name, cell(at, &rule.field))
    });
    let page = places.iter().skip(offset as usize).take(limit as usize);
    let items: Vec<Value> = page
        .map(|&at| {
            let mut item = pages[at].own.clone();
            let mut summary = Map::new();
            shown.put(&mut summary, &pages[at].metrics, &[]);
            item["page_summary"] = summary.into();
            item
        })
        .collect();
    let rows = items.len() as u64;
    let result = json!({
        "target": about.target.text,
        "total_count": places.len(),
        "items_count": rows,
        "items": if items.is_empty() { Value::Null } else { items.into() },
    });
    Ok(Given {
        result: Some(vec![result]),
        rows,
    })
}

fn pages(index: &Index, about: &About) -> Vec<Page> {
    let mut groups: BTreeMap<(u32, u32), Vec<&Backlink>> = BTreeMap::new();
    for link in about.links() {
        groups
            .entry((link.target_host, link.target_page))
            .or_default()
            .push(link);
    }
    let mut reader = PageReader::new(index);
    groups
        .into_iter()
        .map(|((host, page), links)| Page {
            own: own(index, &mut reader, PagePlace { host, page }),
            metrics: Metrics::of(links.into_iter()),
        })
        .collect()
}

/// A field of what is told of a page itself.
fn own_cell<'a>(own: &Value, name: &str) -> Cell<'a> {
    let value = match name.strip_prefix("meta.") {
        Some(name) => &own["meta"][name],
        None => &own[name],
    };
    let kind = field_type("domain_pages", name).unwrap_or(FieldType::Str);
    match Cell::of_json(value, kind) {
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Texts(texts) => Cell::Texts(
            texts
                .into_iter()
                .map(|text| text.into_owned().into())
                .collect(),
        ),
        Cell::Null => Cell::Null,
        Cell::Bool(on) => Cell::Bool(on),
        Cell::Int(number) => Cell::Int(number),
        Cell::Time(second) => Cell::Time(second),
        Cell::Json(value) => Cell::Json(value),
    }
}

fn own(index: &Index, reader: &mut PageReader<'_>, place: PagePlace) -> Value {
    let visit = index.visit(reader, place);
    let of = |read: &dyn Fn(&Visit) -> Value| visit.as_ref().map_or(Value::Null, read);
    let moment = |second: u32| {
        let at = jiff::Timestamp::from_second(second.into()).unwrap_or_default();
        Value::from(time::text(at))
    };
    let host = index.host_name(place.host);
    let is_page = visit.as_ref().is_some_and(|visit| visit.status == 200);
    json!({
        "type": "backlinks_domain_page",
        "main_domain": index.domain_name(index.domain_of_host(place.host)),
        "domain": host,
        "tld": psl::suffix_str(&host),
        "page": index.page_url(place),
        "ip": Ipv4Addr::from(index.world().population().ip(place.host)).to_string(),
        "first_visited": of(&|visit| moment(visit.first)),
        "prev_visited": of(&|visit| moment(visit.previous)),
        "fetch_time": of(&|visit| moment(visit.last)),
        "status_code": of(&|visit| visit.status.into()),
        "location": of(&|visit| visit.location.clone().into()),
        "size": of(&|visit| visit.size.into()),
        "encoded_size": of(&|visit| visit.encoded_size.into()),
        "content_encoding": of(&|_| "gzip".into()),
        "media_type": of(&|_| "text/html".into()),
        "server": index.server_name(place.host),
        "meta": visit.as_ref().filter(|_| is_page).map(|visit| meta(index, place, visit)),
    })
}

/// What stands in the head and the headings of a page.
fn meta(index: &Index, place: PagePlace, visit: &Visit) -> Value {
    let heading: Vec<&str> = visit.title.as_deref().into_iter().collect();
    json!({
        "title": visit.title,
        "canonical": index.page_url(place),
        "internal_links_count": visit.internal_links,
        "external_links_count": visit.external_links,
        "images_count": visit.images,
        "words_count": visit.words,
        "page_spam_score": index.domain_spam(place.host),
        "social_media_tags": null,
        "h1": if heading.is_empty() { Value::Null } else { json!(heading) },
        "h2": null,
        "h3": null,
        "images_alt": null,
        "powered_by": null,
        "language": visit.language,
        "charset": "utf-8",
        "platform_type": null,
        "technologies": null,
    })
}
