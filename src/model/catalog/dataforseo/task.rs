//! The task object that a call posts, and which page of a purchase comes next.

use serde_json::{Map, Value};

use super::prices::{caps_offset, is_deep};
use super::{LAST_OFFSET, page_size};
use crate::model::catalog::{OptKind, Subject};
use crate::model::query::Query;
use crate::model::target::Target;

/// The longest label of an analyst: the service takes 255 characters, and `#` with our own name of the request is
/// 33 of them (documentation of every function, `tag`).
const LONGEST_TAG: usize = 222;

/// Whether the service takes an analyst's label.
pub fn check_tag(tag: &str) -> Result<(), String> {
    match tag.chars().count() {
        n if n > LONGEST_TAG => Err(format!(
            "the tag has {n} characters and goes with every task: at most {LONGEST_TAG} are taken"
        )),
        _ => Ok(()),
    }
}

/// One page of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The most rows of it.
    pub limit: i64,
    /// Rows that are passed over.
    pub offset: i64,
    /// The token that it goes on after.
    pub token: Option<String>,
}

impl Page {
    /// The first page of a query; none where the function has no pages.
    pub fn first(query: &Query) -> Option<Self> {
        query.entry().paging?;
        let token = query.value("search_after_token");
        Some(Self {
            limit: page_size(query),
            offset: query.number("offset").unwrap_or(0),
            token: (!token.is_empty()).then(|| token.to_owned()),
        })
    }

    /// The page that a posted task asked for.
    pub fn of_task(task: &Value) -> Option<Self> {
        let number = |name: &str| task.get(name).and_then(Value::as_i64);
        let token = task.get("search_after_token").and_then(Value::as_str);
        Some(Self {
            limit: number("limit")?,
            offset: number("offset").unwrap_or(0),
            token: token.map(str::to_owned),
        })
    }

    /// The page behind this one, which brought `rows` rows and `token`, where `wanted` more are wanted. None behind
    /// the last: fewer rows than asked for, no token where one is needed, or the same again.
    pub fn next(&self, query: &Query, rows: i64, token: Option<&str>, wanted: i64) -> Option<Self> {
        if wanted <= 0 || rows < self.limit {
            return None;
        }
        let behind = self.offset.saturating_add(rows);
        // A first page that is no page of this size, as an earlier purchase of fewer rows began with, is gone on
        // behind by offset.
        let first = self.token.is_none() && query.number("offset").unwrap_or(0) == self.offset;
        let by_token = self.token.is_some()
            || (first && is_deep(query) && self.limit == page_size(query))
            || (caps_offset(query.entry()) && behind > LAST_OFFSET);
        if by_token {
            // Everything but the token must be as it was, the number of rows too.
            let token = token.filter(|token| !token.is_empty())?;
            return (self.token.as_deref() != Some(token)).then(|| Self {
                token: Some(token.to_owned()),
                ..self.clone()
            });
        }
        Some(Self {
            limit: wanted.min(super::MOST_ROWS),
            offset: behind,
            token: None,
        })
    }
}

/// The task for a query, or for one page of it. Values are of the documented JSON types; what is not chosen is left
/// out.
pub fn task(query: &Query, page: Option<&Page>, tag: &str) -> Value {
    let entry = query.entry();
    let mut task = Map::new();
    match entry.subject {
        Subject::One(name) => {
            task.insert(name.to_owned(), Value::from(query.target.item.as_str()));
        }
        Subject::Keyed { name, .. } => {
            task.insert(name.to_owned(), keyed(query.targets()));
        }
        Subject::Nothing | Subject::Numbered { .. } => {}
    }
    for option in entry.options {
        let text = query.value(option.wire);
        let of_page = entry
            .paging
            .is_some_and(|paging| [paging.count, paging.from].contains(&option.wire));
        // With a group of its own the service ignores the mode.
        let ignored = option.wire == "mode" && !query.value("custom_mode").is_empty();
        if text.is_empty() || of_page || ignored || option.wire == "search_after_token" {
            continue;
        }
        if let Some(value) = typed(&option.kind, text) {
            task.insert(option.wire.to_owned(), value);
        }
    }
    if let Some(page) = page {
        task.insert("limit".to_owned(), Value::from(page.limit));
        if page.offset > 0 {
            task.insert("offset".to_owned(), Value::from(page.offset));
        }
        if let Some(token) = &page.token {
            task.insert("search_after_token".to_owned(), Value::from(token.as_str()));
        }
    }
    task.insert("tag".to_owned(), Value::from(tag));
    Value::Object(task)
}

fn keyed<'a>(targets: impl Iterator<Item = &'a Target>) -> Value {
    let pairs = targets
        .enumerate()
        .map(|(n, target)| ((n + 1).to_string(), Value::from(target.item.as_str())));
    Value::Object(pairs.collect())
}

/// A wire value as JSON of its type; none where nothing of it is sent.
fn typed(kind: &OptKind, text: &str) -> Option<Value> {
    let plain = || Value::from(text);
    Some(match kind {
        OptKind::Choice(_) => match text {
            "true" => Value::from(true),
            "false" => Value::from(false),
            _ => plain(),
        },
        OptKind::Int { .. } => text.parse::<i64>().map_or_else(|_| plain(), Value::from),
        OptKind::Json(shape) => return shape.sent(text),
        OptKind::Text | OptKind::Date | OptKind::Address(_) => plain(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::dataforseo::{BACKLINKS, DOMAIN_INTERSECTION, REFERRING_DOMAINS};

    fn query(entry: &'static crate::model::catalog::Entry, options: &[(&str, &str)]) -> Query {
        let targets = ["a.com", "b.com"]
            .map(|t| Target::parse(t).unwrap())
            .to_vec();
        let mut query = Query::about_all(entry, targets).remove(0);
        for (name, text) in options {
            query.set(name, text).unwrap();
        }
        query
    }

    #[test]
    fn values_have_their_documented_types() {
        let links = query(
            &BACKLINKS,
            &[
                ("limit", "2500"),
                ("filters", r#"["rank",">",80]"#),
                ("order-by", "rank"),
                ("custom-mode", "domain_from:3"),
                ("exclude-internal", "no"),
            ],
        );
        let page = Page::first(&links);
        assert_eq!(
            task(&links, page.as_ref(), "client#01"),
            serde_json::json!({
                "target": "a.com", "custom_mode": {"field": "domain_from", "value": 3},
                "filters": ["rank", ">", 80], "order_by": ["rank,desc"],
                "backlinks_status_type": "live", "include_subdomains": true,
                "exclude_internal_backlinks": false, "rank_scale": "one_thousand",
                "limit": 1000, "tag": "client#01"
            })
        );
        let both = query(&DOMAIN_INTERSECTION, &[("exclude", "c.com")]);
        let sent = task(&both, Page::first(&both).as_ref(), "#01");
        assert_eq!(
            sent["targets"],
            serde_json::json!({"1": "a.com", "2": "b.com"})
        );
        assert_eq!(sent["exclude_targets"], serde_json::json!(["c.com"]));
        assert_eq!(sent["internal_list_limit"], 10);
    }

    /// The pages of a purchase as limit, offset and token.
    fn pages(query: &Query, total: i64) -> Vec<(i64, i64, bool)> {
        let wanted = query.number("limit").unwrap();
        let mut page = Page::first(query);
        let mut delivered = 0;
        let mut seen = Vec::new();
        while let Some(here) = page {
            seen.push((here.limit, here.offset, here.token.is_some()));
            let rows = here.limit.min(total - delivered);
            delivered += rows;
            let token = format!("t{delivered}");
            page = here.next(query, rows, Some(&token), wanted - delivered);
        }
        seen
    }

    #[test]
    fn pages_go_by_offset_and_beyond_its_end_by_token() {
        let links = |limit: &str| query(&BACKLINKS, &[("limit", limit)]);
        assert_eq!(
            pages(&links("2500"), 9_999),
            [
                (1_000, 0, false),
                (1_000, 1_000, false),
                (500, 2_000, false)
            ]
        );
        assert_eq!(pages(&links("2500"), 1_200).len(), 2);
        let reached = pages(&links("21000"), 99_999);
        assert_eq!((reached.len(), reached[20]), (21, (1_000, 20_000, false)));
        let deep = pages(&links("25500"), 99_999);
        assert_eq!(
            (deep.len(), deep[0], deep[25]),
            (26, (981, 0, false), (981, 0, true))
        );
        let domains = pages(&query(&REFERRING_DOMAINS, &[("limit", "30000")]), 99_999);
        assert_eq!(domains[29], (1_000, 29_000, false));
    }

    #[test]
    fn an_empty_or_repeated_token_is_the_end() {
        let deep = query(&BACKLINKS, &[("limit", "25000")]);
        let first = Page::first(&deep).unwrap();
        assert_eq!(first.next(&deep, 1_000, None, 24_000), None);
        assert_eq!(first.next(&deep, 1_000, Some(""), 24_000), None);
        let second = first.next(&deep, 1_000, Some("t"), 24_000).unwrap();
        assert_eq!(second.next(&deep, 1_000, Some("t"), 23_000), None);
        assert_eq!(
            Page::of_task(&task(&deep, Some(&second), "#x")),
            Some(second)
        );
    }
}
