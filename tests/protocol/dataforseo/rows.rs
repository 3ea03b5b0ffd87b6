//! Items: every documented field, in its JSON type, and what fields say of each other.

use backtrail::wire::dataforseo::fields::{BACKLINK, Holds, METRICS};
use backtrail::wire::dataforseo::filter::FieldType;
use serde_json::{Value, json};

use super::{all, result, three};
use crate::client::plain;

/// The value of a path whose segments are keys.
fn at<'a>(item: &'a Value, path: &str) -> &'a Value {
    match path.split_once('.') {
        Some((object, key)) => &item[object][key],
        None => item
            .get(path)
            .unwrap_or_else(|| panic!("no {path} in {item}")),
    }
}

/// Whether a value has the documented type, or is null where the documentation has seen that.
fn fits(value: &Value, holds: Holds) -> bool {
    value.is_null()
        || match holds {
            Holds::One(FieldType::Bool) => value.is_boolean(),
            Holds::One(FieldType::Num) => value.is_i64() || value.is_u64(),
            Holds::One(FieldType::Str) => value.is_string(),
            Holds::One(FieldType::Time) => {
                let text = value.as_str().unwrap_or_default();
                text.len() == 26 && text.ends_with(" +00:00") && text.as_bytes()[10] == b' '
            }
            Holds::One(_) => value
                .as_array()
                .is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_string)),
            Holds::Counts => value
                .as_object()
                .is_some_and(|map| !map.is_empty() && map.values().all(Value::is_u64)),
            Holds::Shown => value.is_array(),
        }
}

/// No number is written with a fraction, but for money and seconds.
fn no_fractions(value: &Value) {
    match value {
        Value::Number(number) => assert!(!number.is_f64(), "{number}"),
        Value::Array(all) => all.iter().for_each(no_fractions),
        Value::Object(map) => map.values().for_each(no_fractions),
        _ => {}
    }
}

#[tokio::test]
async fn every_field_of_a_backlink_is_there_in_its_type() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let rows = all(
        &server,
        "backlinks",
        &json!({"target": large, "backlinks_status_type": "all"}),
    )
    .await;
    assert!(rows.len() > 1_000, "{}", rows.len());
    let mut seen_null = std::collections::HashSet::new();
    let mut seen_value = std::collections::HashSet::new();
    for row in &rows {
        no_fractions(row);
        let keys: Vec<&str> = row
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!((keys[0], keys.len()), ("type", 47));
        for (path, holds) in BACKLINK {
            let value = at(row, path);
            assert!(fits(value, holds), "{path}: {value}");
            if value.is_null() {
                seen_null.insert(path)
            } else {
                seen_value.insert(path)
            };
        }
    }
    let always: Vec<&str> = BACKLINK
        .iter()
        .map(|field| field.0)
        .filter(|path| !seen_value.contains(path))
        .collect();
    assert!(always.is_empty(), "never there: {always:?}");
    let mut nullable: Vec<&str> = seen_null.into_iter().collect();
    nullable.sort_unstable();
    let wanted = [
        "alt",
        "anchor",
        "attributes",
        "domain_from_country",
        "domain_from_platform_type",
        "image_url",
        "indirect_link_path",
        "page_from_encoding",
        "page_from_language",
        "page_from_title",
        "prev_seen",
        "semantic_location",
        "text_post",
        "text_pre",
        "url_to_redirect_target",
        "url_to_spam_score",
        "url_to_status_code",
    ];
    let unexpected: Vec<_> = nullable
        .iter()
        .filter(|path| !wanted.contains(path))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
}

#[tokio::test]
async fn the_fields_of_a_backlink_agree() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let rows = all(
        &server,
        "backlinks",
        &json!({"target": large, "backlinks_status_type": "all"}),
    )
    .await;
    let mut pages = std::collections::HashSet::new();
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        assert!(
            pages.insert(text("url_from")),
            "{} is there twice",
            text("url_from")
        );
        assert_eq!(
            row["url_from_https"],
            text("url_from").starts_with("https://")
        );
        assert!(text("url_from").contains(&format!("://{}/", text("domain_from"))));
        assert!(text("url_to").contains(&format!("://{}/", text("domain_to"))));
        assert!(text("domain_from").ends_with(text("tld_from")));
        assert!(text("domain_to") == large || text("domain_to").ends_with(&format!(".{large}")));
        let nofollow = row["attributes"]
            .as_array()
            .is_some_and(|all| all.contains(&json!("nofollow")));
        assert_eq!(row["dofollow"], !nofollow);
        assert_eq!(row["is_new"], row["prev_seen"].is_null());
        assert!(text("first_seen") <= text("last_seen"));
        if !row["prev_seen"].is_null() {
            assert!(
                text("first_seen") <= text("prev_seen") && text("prev_seen") < text("last_seen")
            );
        }
        assert_eq!(
            row["is_broken"],
            row["url_to_status_code"]
                .as_u64()
                .is_some_and(|code| code >= 400)
        );
        assert_eq!(
            row["is_indirect_link"],
            row["indirect_link_path"].is_array()
        );
        assert_eq!(
            row["url_to_redirect_target"].is_string(),
            row["url_to_status_code"] == 301
        );
        assert_eq!(row["image_url"].is_string(), row["item_type"] == "image");
        for rank in ["rank", "page_from_rank", "domain_from_rank"] {
            assert!(row[rank].as_u64().unwrap() <= 1_000);
        }
        assert!(row["backlink_spam_score"].as_u64().unwrap() <= 100);
        assert!(row["links_count"].as_u64().unwrap() >= 1);
    }
}

#[tokio::test]
async fn parameters_choose_which_links_exist() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let every = json!({"target": large, "backlinks_status_type": "all"});
    let rows = all(&server, "backlinks", &every).await;
    for status in ["live", "lost"] {
        let some = all(
            &server,
            "backlinks",
            &json!({"target": large, "backlinks_status_type": status}),
        )
        .await;
        assert!(some.len() > 50 && some.iter().all(|row| row["is_lost"] == (status == "lost")));
    }
    let direct = all(
        &server,
        "backlinks",
        &json!({"target": large, "include_indirect_links": false}),
    )
    .await;
    assert!(direct.iter().all(|row| row["is_indirect_link"] == false) && direct.len() < rows.len());
    let main = all(
        &server,
        "backlinks",
        &json!({"target": large, "include_subdomains": false}),
    )
    .await;
    let own = [large.clone(), format!("www.{large}")];
    assert!(
        main.iter()
            .all(|row| own.iter().any(|own| row["domain_to"] == own.as_str()))
            && main.len() < direct.len()
    );
}

#[tokio::test]
async fn every_field_of_an_aggregate_is_there_in_its_type() {
    let server = plain().await;
    let [large, ..] = three(&server);
    for (function, item, label) in [
        ("referring_domains", "backlinks_referring_domain", "domain"),
        ("anchors", "backlinks_anchor", "anchor"),
        ("domain_pages_summary", "backlinks_page_summary", "url"),
        (
            "referring_networks",
            "backlinks_referring_network",
            "network_address",
        ),
    ] {
        let rows = all(&server, function, &json!({"target": large})).await;
        assert!(rows.len() > 20);
        for row in &rows {
            no_fractions(row);
            assert_eq!(row["type"], item);
            assert!(row[label].is_string() || (label == "anchor" && row[label].is_null()));
            for (name, holds) in METRICS {
                if name == "backlinks_spam_score" && label == "network_address" {
                    assert!(row.get(name).is_none());
                    continue;
                }
                assert!(
                    fits(at(row, name), holds),
                    "{function} {name}: {}",
                    row[name]
                );
            }
        }
    }
}

#[tokio::test]
async fn a_summary_has_its_fields_in_order_and_its_rank_on_either_scale() {
    let server = plain().await;
    let [_, middle, _] = three(&server);
    let summary = result(
        &server,
        "summary",
        &json!({"target": middle, "rank_scale": "one_hundred"}),
    )
    .await;
    no_fractions(&summary);
    let keys: Vec<&str> = summary
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let start = [
        "target",
        "first_seen",
        "lost_date",
        "rank",
        "backlinks",
        "backlinks_spam_score",
        "crawled_pages",
        "info",
    ];
    assert_eq!(keys[..8], start);
    let info: Vec<&str> = summary["info"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        info,
        [
            "server",
            "cms",
            "platform_type",
            "ip_address",
            "country",
            "is_ip",
            "target_spam_score"
        ]
    );
    let thousand = result(&server, "summary", &json!({"target": middle})).await;
    let scaled = (thousand["rank"].as_f64().unwrap() / 636.62).sin() * 100.0;
    assert_eq!(summary["rank"].as_i64().unwrap(), scaled.round() as i64);
}

#[tokio::test]
async fn links_within_the_domain_come_only_when_they_are_asked_for() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let usual = json!({"target": large});
    let without = json!({"target": large, "exclude_internal_backlinks": true});
    let with = json!({"target": large, "exclude_internal_backlinks": false});
    let outside = all(&server, "backlinks", &usual).await;
    assert_eq!(outside, all(&server, "backlinks", &without).await);
    let own = format!(".{large}");
    let is_internal = |row: &Value| {
        row["domain_from"]
            .as_str()
            .is_some_and(|d| d.ends_with(&own))
    };
    assert!(!outside.iter().any(is_internal));
    let every = all(&server, "backlinks", &with).await;
    let (internal, others): (Vec<Value>, Vec<Value>) = every.into_iter().partition(is_internal);
    assert!(!internal.is_empty() && others.len() == outside.len());
    for link in &internal {
        let (from, to) = (&link["domain_from"], link["domain_to"].as_str().unwrap());
        assert!(
            from != to && to.strip_prefix("www.").unwrap_or(to) == large,
            "{link}"
        );
    }
    let host = internal[0]["domain_from"].as_str().unwrap();
    let below = json!({"target": host, "exclude_internal_backlinks": false});
    let below = all(&server, "backlinks", &below).await;
    assert!(
        !below
            .iter()
            .any(|row| row["domain_from"].as_str().unwrap().ends_with(&own))
    );
}
