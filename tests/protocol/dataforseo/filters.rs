//! What the server filters and orders is what a reader of all rows would.

use fastrand::Rng;
use serde_json::{Value, json};

use super::{all, three};
use crate::client::plain;

/// A field to filter by, its type, and how its value is found.
fn value<'a>(row: &'a Value, path: &str) -> &'a Value {
    if let Some(found) = row.get(path) {
        return found;
    }
    path.split_once('.')
        .map_or(&Value::Null, |(object, key)| &row[object][key])
}

/// One condition by the book, over a row as it was sent.
fn holds(row: &Value, condition: &[Value]) -> bool {
    let [field, operator, wanted] = condition else {
        panic!("no condition")
    };
    let found = value(row, field.as_str().unwrap());
    let operator = operator.as_str().unwrap();
    if let Some(positive) = match operator {
        "<>" => Some("="),
        "has_not" => Some("has"),
        other => other.strip_prefix("not_"),
    } {
        return !holds(row, &[field.clone(), positive.into(), wanted.clone()]);
    }
    let text = found.as_str();
    match operator {
        "=" => found == wanted,
        "in" => wanted.as_array().unwrap().contains(found),
        "has" => found.as_array().is_some_and(|all| all.contains(wanted)),
        "like" => {
            text.is_some_and(|text| text.contains(wanted.as_str().unwrap().trim_matches('%')))
        }
        "ilike" => {
            let wanted = wanted.as_str().unwrap().trim_matches('%').to_lowercase();
            text.is_some_and(|text| text.to_lowercase().contains(&wanted))
        }
        "regex" => {
            let wanted = wanted.as_str().unwrap().trim_start_matches('^');
            text.is_some_and(|text| text.starts_with(wanted))
        }
        // Times of one form compare like their texts.
        _ if wanted.is_string() => text.is_some_and(|text| match operator {
            "<" => text < wanted.as_str().unwrap(),
            _ => text > wanted.as_str().unwrap(),
        }),
        _ => found.as_i64().is_some_and(|n| {
            let than = wanted.as_i64().unwrap();
            match operator {
                "<" => n < than,
                "<=" => n <= than,
                ">" => n > than,
                _ => n >= than,
            }
        }),
    }
}

fn passes(row: &Value, filter: &Value) -> bool {
    let parts = filter.as_array().unwrap();
    if parts[0].is_string() {
        return holds(row, parts);
    }
    let mut all = parts.iter().step_by(2).map(|part| passes(row, part));
    if parts.get(1) == Some(&json!("or")) {
        all.any(|p| p)
    } else {
        all.all(|p| p)
    }
}

/// A condition on a field that some row has.
fn condition(rng: &mut Rng, rows: &[Value], fields: &[(&str, &str)]) -> Value {
    let (path, kind) = fields[rng.usize(..fields.len())];
    let found = (0..50)
        .map(|_| value(&rows[rng.usize(..rows.len())], path))
        .find(|v| !v.is_null());
    let Some(found) = found else {
        return json!([path, "=", null]);
    };
    let pick = |rng: &mut Rng, operators: &[&'static str]| operators[rng.usize(..operators.len())];
    match kind {
        "bool" => json!([path, pick(rng, &["=", "<>"]), found]),
        "num" if rng.bool() => json!([path, pick(rng, &["in", "not_in"]), [found, 3, -7]]),
        "num" => json!([path, pick(rng, &["<", "<=", ">", ">=", "=", "<>"]), found]),
        "time" => json!([path, pick(rng, &["<", ">"]), found]),
        "array" => json!([path, pick(rng, &["has", "has_not"]), found[0]]),
        _ => {
            let text = found.as_str().unwrap();
            let plain: String = text
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || " -".contains(*c))
                .collect();
            let some: String = text
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric())
                .take(6)
                .collect();
            match rng.u8(..5) {
                0 => json!([path, pick(rng, &["=", "<>"]), text]),
                1 => json!([path, pick(rng, &["in", "not_in"]), [text, plain]]),
                2 => json!([path, pick(rng, &["like", "not_like"]), format!("%{some}%")]),
                3 => json!([
                    path,
                    pick(rng, &["ilike", "not_ilike"]),
                    format!("%{}%", some.to_uppercase())
                ]),
                _ => json!([path, pick(rng, &["regex", "not_regex"]), format!("^{some}")]),
            }
        }
    }
}

fn tree(rng: &mut Rng, rows: &[Value], fields: &[(&str, &str)]) -> Value {
    let word = |rng: &mut Rng| json!(if rng.bool() { "and" } else { "or" });
    let pair = |rng: &mut Rng| {
        let (a, b) = (condition(rng, rows, fields), condition(rng, rows, fields));
        json!([a, word(rng), b])
    };
    match rng.u8(..3) {
        0 => condition(rng, rows, fields),
        1 => pair(rng),
        _ => {
            let (a, b) = (pair(rng), pair(rng));
            json!([a, word(rng), b])
        }
    }
}

const LINK_FIELDS: [(&str, &str); 24] = [
    ("domain_from", "str"),
    ("url_from", "str"),
    ("url_from_https", "bool"),
    ("url_to", "str"),
    ("tld_from", "str"),
    ("is_new", "bool"),
    ("backlink_spam_score", "num"),
    ("rank", "num"),
    ("page_from_rank", "num"),
    ("domain_from_platform_type", "array"),
    ("domain_from_ip", "str"),
    ("domain_from_country", "str"),
    ("page_from_external_links", "num"),
    ("page_from_size", "num"),
    ("page_from_title", "str"),
    ("first_seen", "time"),
    ("prev_seen", "time"),
    ("item_type", "str"),
    ("attributes", "array"),
    ("anchor", "str"),
    ("semantic_location", "str"),
    ("links_count", "num"),
    ("url_to_status_code", "num"),
    (
        "ranked_keywords_info.page_from_keywords_count_top_100",
        "num",
    ),
];

const DOMAIN_FIELDS: [(&str, &str); 10] = [
    ("domain", "str"),
    ("rank", "num"),
    ("backlinks", "num"),
    ("first_seen", "time"),
    ("backlinks_spam_score", "num"),
    ("referring_pages", "num"),
    ("referring_pages_nofollow", "num"),
    ("referring_links_types.anchor", "num"),
    ("referring_links_semantic_locations.article", "num"),
    ("referring_links_tld.com", "num"),
];

#[tokio::test]
async fn filters_keep_what_a_reader_of_all_rows_would() {
    let server = plain().await;
    let [_, middle, small] = three(&server);
    for (function, target, label, fields) in [
        ("backlinks", &middle, "url_from", &LINK_FIELDS[..]),
        ("referring_domains", &small, "domain", &DOMAIN_FIELDS[..]),
    ] {
        let base =
            json!({"target": target, "backlinks_status_type": "all", "rank_scale": "one_hundred"});
        let rows = all(&server, function, &base).await;
        let mut rng = Rng::with_seed(11);
        let mut some = 0;
        for _ in 0..70 {
            let filter = tree(&mut rng, &rows, fields);
            let mut sent = base.clone();
            sent["filters"] = filter.clone();
            let kept = all(&server, function, &sent).await;
            let wanted: Vec<&Value> = rows
                .iter()
                .filter(|row| passes(row, &filter))
                .map(|row| &row[label])
                .collect();
            assert_eq!(
                kept.iter().map(|row| &row[label]).collect::<Vec<_>>(),
                wanted,
                "{function} {filter}"
            );
            some += usize::from(!kept.is_empty() && kept.len() < rows.len());
        }
        assert!(some > 30, "{some}");
    }
}

#[tokio::test]
async fn rows_come_in_the_order_that_was_asked_for() {
    let server = plain().await;
    let [_, middle, _] = three(&server);
    let reversed = |row: &Value, key: &str| -> String {
        let text = row[key].as_str().unwrap_or_default();
        text.rsplit('.').flat_map(|label| [label, "."]).collect()
    };
    let rows = all(&server, "backlinks", &json!({"target": middle})).await;
    let usual = |row: &Value| {
        (
            row["rank"].as_i64(),
            row["last_seen"].as_str().unwrap().to_owned(),
        )
    };
    assert!(rows.windows(2).all(|w| usual(&w[0]) >= usual(&w[1])));
    let by_domain = all(
        &server,
        "backlinks",
        &json!({"target": middle, "order_by": ["domain_from,asc", "page_from_rank,desc"]}),
    )
    .await;
    assert_eq!(by_domain.len(), rows.len());
    assert!(by_domain.windows(2).all(|w| {
        let key = |row: &Value| {
            (
                reversed(row, "domain_from"),
                -row["page_from_rank"].as_i64().unwrap(),
            )
        };
        key(&w[0]) <= key(&w[1])
    }));
    for function in ["anchors", "referring_domains"] {
        let rows = all(&server, function, &json!({"target": middle})).await;
        let usual = |row: &Value| {
            (
                row["rank"].as_i64(),
                row["first_seen"].as_str().unwrap().to_owned(),
            )
        };
        assert!(
            rows.windows(2).all(|w| usual(&w[0]) >= usual(&w[1])),
            "{function}"
        );
        let sorted = all(
            &server,
            function,
            &json!({"target": middle, "order_by": ["backlinks,desc", "rank,asc"]}),
        )
        .await;
        let key = |row: &Value| (-row["backlinks"].as_i64().unwrap(), row["rank"].as_i64());
        assert!(
            sorted.windows(2).all(|w| key(&w[0]) <= key(&w[1])),
            "{function}"
        );
        assert_eq!(sorted.len(), rows.len());
    }
}
