//! domain_pages/live: the pages of a domain or host that links lead to, with what was found when they were fetched.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listed::Listed;
use super::listing::{LIST, Shown};
use super::metrics::Metrics;
use super::refusal::Refusal;
use super::selection::CHOICE;
use super::target::Takes;
use crate::index::{Backlink, Index, ItemKind, PagePlace, PageReader, Visit};
use crate::wire::dataforseo::fields::field_type;
use crate::wire::dataforseo::filter::{Cell, FieldType};
use crate::wire::dataforseo::time;

/// A page with its links. What is told of itself is made when it is looked at: most pages of a long list never are.
struct Page {
    place: PagePlace,
    own: OnceCell<Value>,
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
    let listed = Listed::read(&params, &|name| {
        Some((name.to_owned(), field_type("domain_pages", name)?))
    })?;
    let pages = pages(&about);
    let reader = RefCell::new(PageReader::new(shown.index));
    let told = |at: usize| {
        let page: &Page = &pages[at];
        let tell = || own(shown.index, &mut reader.borrow_mut(), page.place);
        page.own.get_or_init(tell)
    };
    let cell = |at: usize, name: &String| match name.strip_prefix("page_summary.") {
        Some(name) => pages[at].metrics.cell(shown.index, name, shown.scale),
        None => own_cell(told(at), name),
    };
    let first = |at: usize| {
        let metrics = &pages[at].metrics;
        (shown.scale.of(metrics.rank), metrics.first)
    };
    let item = |at: usize| {
        let mut item = told(at).clone();
        let mut summary = Map::new();
        shown.put(&mut summary, &pages[at].metrics, &[]);
        item["page_summary"] = summary.into();
        item
    };
    let about = json!({"target": about.target.text});
    Ok(listed.answer(about, pages.len(), &cell, first, item))
}

fn pages(about: &About) -> Vec<Page> {
    let mut groups: BTreeMap<(u32, u32), Vec<&Backlink>> = BTreeMap::new();
    for link in about.links() {
        groups
            .entry((link.target_host, link.target_page))
            .or_default()
            .push(link);
    }
    let page = |((host, page), links): ((u32, u32), Vec<&Backlink>)| Page {
        place: PagePlace { host, page },
        own: OnceCell::new(),
        metrics: Metrics::of(links.into_iter()),
    };
    groups.into_iter().map(page).collect()
}

/// A field of what is told of a page itself.
fn own_cell<'a>(own: &'a Value, name: &str) -> Cell<'a> {
    let value = match name.strip_prefix("meta.") {
        Some(name) => &own["meta"][name],
        None => &own[name],
    };
    let kind = field_type("domain_pages", name).unwrap_or(FieldType::Str);
    Cell::of_json(value, kind)
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
        "content_encoding": of(&|visit| visit.packing.into()),
        "media_type": of(&|visit| visit.media_type.into()),
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
        "charset": visit.encoding,
        "platform_type": null,
        "technologies": null,
    })
}
