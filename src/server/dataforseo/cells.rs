//! The fields of a backlink item: one table, by which items are written, filtered and ordered.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};

use super::scale::Scale;
use crate::index::{ATTRIBUTES, Backlink, COUNTRIES, KINDS, LinkReader, PLATFORMS, SEMANTICS};
use crate::wire::dataforseo::fields::field_type;
use crate::wire::dataforseo::filter::{Cell, FieldType};

/// The rows of a call.
pub(super) struct View<'a> {
    pub reader: LinkReader<'a>,
    pub links: &'a [Backlink],
    pub scale: Scale,
    /// Size of the group of each link; empty without groups.
    pub groups: Vec<u32>,
}

/// Reads one field of the link at a place.
pub(super) type Read = fn(&View<'_>, &Backlink, usize) -> Cell<'static>;

/// Every field of an item but `type`, in the order of items.
#[rustfmt::skip]
pub(super) const CELLS: [(&str, Read); 48] = [
    ("domain_from", |v, l, _| text(v.reader.index().host_name(l.source_host))),
    ("url_from", |v, l, _| text(v.reader.index().page_url(l.source()))),
    ("url_from_https", |v, l, _| Cell::Bool(v.reader.index().world().population().is_https(l.source_host))),
    ("domain_to", |v, l, _| text(v.reader.index().host_name(l.target_host))),
    ("url_to", |v, l, _| text(v.reader.index().page_url(l.target()))),
    ("url_to_https", |v, l, _| Cell::Bool(v.reader.index().world().population().is_https(l.target_host))),
    ("tld_from", |v, l, _| Cell::Text(v.reader.index().suffix_text(l.suffix).into())),
    ("is_new", |_, l, _| Cell::Bool(l.is_new())),
    ("is_lost", |_, l, _| Cell::Bool(l.is_lost())),
    ("backlink_spam_score", |_, l, _| Cell::Int(l.spam.into())),
    ("rank", |v, l, _| v.scale.cell(l.rank)),
    ("page_from_rank", |v, l, _| v.scale.cell(l.page_rank)),
    ("domain_from_rank", |v, l, _| v.scale.cell(l.domain_rank)),
    ("domain_from_platform_type", |_, l, _| names(&PLATFORMS, l.platforms)),
    ("domain_from_is_ip", |_, _, _| Cell::Bool(false)),
    ("domain_from_ip", |_, l, _| text(Ipv4Addr::from(l.ip).to_string())),
    ("domain_from_country", |_, l, _| filled(COUNTRIES[usize::from(l.country)])),
    ("page_from_external_links", |v, l, _| Cell::Int(v.reader.page(l).out_links)),
    ("page_from_internal_links", |v, l, _| Cell::Int(v.reader.page(l).internal_links)),
    ("page_from_size", |v, l, _| Cell::Int(v.reader.size(l).into())),
    ("page_from_encoding", |v, l, _| Cell::text(v.reader.encoding(l))),
    ("page_from_language", |v, l, _| Cell::text(v.reader.language(l))),
    ("page_from_title", |v, l, _| Cell::text(v.reader.title(l))),
    ("page_from_status_code", |_, l, _| Cell::Int(l.status.into())),
    ("first_seen", |_, l, _| Cell::Time(l.first.into())),
    ("prev_seen", |_, l, _| time(l.previous)),
    ("last_seen", |_, l, _| Cell::Time(l.last.into())),
    ("item_type", |_, l, _| Cell::Text(KINDS[usize::from(l.kind)].into())),
    ("attributes", |_, l, _| names(&ATTRIBUTES, l.attributes)),
    ("dofollow", |_, l, _| Cell::Bool(!l.is_nofollow())),
    ("original", |v, l, _| Cell::Bool(v.reader.is_original(l))),
    ("alt", |v, l, _| Cell::text(v.reader.alt(l))),
    ("image_url", |v, l, _| Cell::text(v.reader.image_url(l))),
    ("anchor", |v, l, _| Cell::text(v.reader.anchor(l))),
    ("text_pre", |v, l, _| Cell::text(v.reader.around(l).0)),
    ("text_post", |v, l, _| Cell::text(v.reader.around(l).1)),
    ("semantic_location", |_, l, _| filled(SEMANTICS[usize::from(l.semantic)])),
    ("links_count", |_, l, _| Cell::Int(l.occurrences.into())),
    ("group_count", |v, _, at| Cell::Int(v.groups.get(at).copied().unwrap_or(0).into())),
    ("is_broken", |_, l, _| Cell::Bool(l.is_broken())),
    ("url_to_status_code", |_, l, _| Cell::int(Some(l.target_status).filter(|status| *status > 0))),
    ("url_to_spam_score", |v, l, _| Cell::int(v.reader.target_spam(l))),
    ("url_to_redirect_target", |v, l, _| Cell::text(v.reader.redirect_target(l))),
    ("ranked_keywords_info.page_from_keywords_count_top_3", |v, l, _| Cell::Int(v.reader.keywords(l).top_3.into())),
    ("ranked_keywords_info.page_from_keywords_count_top_10", |v, l, _| Cell::Int(v.reader.keywords(l).top_10.into())),
    ("ranked_keywords_info.page_from_keywords_count_top_100", |v, l, _| Cell::Int(v.reader.keywords(l).top_100.into())),
    ("is_indirect_link", |_, l, _| Cell::Bool(l.is_indirect())),
    ("indirect_link_path", |v, l, _| detour(v, l)),
];

fn text(text: String) -> Cell<'static> {
    Cell::Text(Cow::Owned(text))
}

fn filled(text: &'static str) -> Cell<'static> {
    Cell::text(Some(text).filter(|text| !text.is_empty()))
}

fn time(second: u32) -> Cell<'static> {
    if second > 0 {
        Cell::Time(second.into())
    } else {
        Cell::Null
    }
}

/// The names of the bits that are set; nothing if none is.
fn names(all: &'static [&'static str], bits: u8) -> Cell<'static> {
    let set = all
        .iter()
        .enumerate()
        .filter(|(at, _)| bits & (1 << at) != 0);
    let names: Vec<Cow<'static, str>> = set.map(|(_, name)| Cow::Borrowed(*name)).collect();
    if names.is_empty() {
        Cell::Null
    } else {
        Cell::Texts(names)
    }
}

fn detour(view: &View<'_>, link: &Backlink) -> Cell<'static> {
    view.reader
        .detour(link)
        .map_or(Cell::Null, |(status, url)| {
            Cell::Json(json!([{"type": "redirect", "status_code": status, "url": url}]))
        })
}

/// A field by name, with its type.
pub(super) fn field(name: &str) -> Option<(Read, FieldType)> {
    let kind = field_type("backlinks", name)?;
    let (_, read) = CELLS.iter().find(|(known, _)| *known == name)?;
    Some((*read, kind))
}

impl View<'_> {
    /// A field of the link at a place.
    pub(super) fn cell(&self, read: Read, at: usize) -> Cell<'static> {
        self.links
            .get(at)
            .map_or(Cell::Null, |link| read(self, link, at))
    }

    /// The item of the link at a place.
    pub(super) fn item(&self, at: usize) -> Value {
        let mut item = Map::with_capacity(CELLS.len() + 1);
        item.insert("type".to_owned(), "backlink".into());
        for (name, read) in CELLS {
            put(&mut item, name, self.cell(read, at).to_json());
        }
        item.into()
    }
}

/// Puts a field in, one with a dot into its object.
pub(super) fn put(item: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((object, name)) = name.split_once('.') else {
        item.insert(name.to_owned(), value);
        return;
    };
    let inner = item.entry(object).or_insert_with(|| Map::new().into());
    if let Value::Object(inner) = inner {
        put(inner, name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::dataforseo::fields::BACKLINK;

    #[test]
    fn every_field_is_read_in_the_order_of_items() {
        let read: Vec<&str> = CELLS.iter().map(|cell| cell.0).collect();
        let wanted: Vec<&str> = BACKLINK.iter().map(|field| field.0).collect();
        assert_eq!(read, wanted);
    }
}
