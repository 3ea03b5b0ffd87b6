//! Aggregates are what a reader of the links would count.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{all, result, three};
use crate::client::plain;

/// The registrable domain of a host.
fn domain(host: &str) -> String {
    psl::domain_str(host).unwrap().to_owned()
}

fn network(ip: &str) -> String {
    ip.rsplit_once('.').unwrap().0.to_owned()
}

/// The map of counts as it is sent: the largest first, equal ones by key.
fn map(counts: BTreeMap<String, u64>) -> Value {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if counts.is_empty() {
        return Value::Null;
    }
    counts
        .into_iter()
        .map(|(key, count)| (key, json!(count)))
        .collect::<Map<_, _>>()
        .into()
}

fn counted(rows: &[&Value], key: &str) -> Value {
    let mut counts = BTreeMap::new();
    for row in rows {
        let names: Vec<String> = match &row[key] {
            Value::Array(all) => all
                .iter()
                .map(|name| name.as_str().unwrap().to_owned())
                .collect(),
            Value::String(name) => vec![name.clone()],
            _ if matches!(key, "attributes" | "domain_from_platform_type") => vec![],
            _ => vec![String::new()],
        };
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    map(counts)
}

/// The metric block of some links, counted again.
fn recount(rows: &[&Value]) -> Value {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    let set = |rows: &mut dyn Iterator<Item = String>| rows.collect::<BTreeSet<_>>().len();
    let nofollow: Vec<&&Value> = rows.iter().filter(|row| row["dofollow"] == false).collect();
    let broken: Vec<&&Value> = rows.iter().filter(|row| row["is_broken"] == true).collect();
    let links = |rows: &[&&Value]| {
        rows.iter()
            .map(|row| row["links_count"].as_u64().unwrap())
            .sum::<u64>()
    };
    let spam: u64 = rows
        .iter()
        .map(|row| row["backlink_spam_score"].as_u64().unwrap())
        .sum();
    json!({
        "rank": rows.iter().map(|row| row["rank"].as_u64().unwrap()).max(),
        "backlinks": links(&rows.iter().collect::<Vec<_>>()),
        "first_seen": rows.iter().map(|row| text(row, "first_seen")).min(),
        "backlinks_spam_score": (spam as f64 / rows.len() as f64).round() as u64,
        "broken_backlinks": links(&broken),
        "broken_pages": set(&mut broken.iter().map(|row| text(row, "url_to"))),
        "referring_domains": set(&mut rows.iter().map(|row| text(row, "domain_from"))),
        "referring_domains_nofollow": set(&mut nofollow.iter().map(|row| text(row, "domain_from"))),
        "referring_main_domains": set(&mut rows.iter().map(|row| domain(&text(row, "domain_from")))),
        "referring_main_domains_nofollow": set(&mut nofollow.iter().map(|row| domain(&text(row, "domain_from")))),
        "referring_ips": set(&mut rows.iter().map(|row| text(row, "domain_from_ip"))),
        "referring_subnets": set(&mut rows.iter().map(|row| network(&text(row, "domain_from_ip")))),
        "referring_pages": rows.len(),
        "referring_pages_nofollow": nofollow.len(),
        "referring_links_tld": counted(rows, "tld_from"),
        "referring_links_types": counted(rows, "item_type"),
        "referring_links_attributes": counted(rows, "attributes"),
        "referring_links_platform_types": counted(rows, "domain_from_platform_type"),
        "referring_links_semantic_locations": counted(rows, "semantic_location"),
        "referring_links_countries": counted(rows, "domain_from_country"),
    })
}

/// Holds an aggregate against its links, key by key and map by map in order.
fn agrees(row: &Value, links: &[&Value], without: &[&str]) {
    for (key, wanted) in recount(links).as_object().unwrap() {
        if !without.contains(&key.as_str()) {
            assert_eq!(row[key].to_string(), wanted.to_string(), "{key} of {row}");
        }
    }
    let lost = links.iter().all(|link| link["is_lost"] == true);
    assert_eq!(row["lost_date"].is_string(), lost);
}

#[tokio::test]
async fn aggregates_equal_a_recount_of_the_links() {
    let server = plain().await;
    let [_, middle, _] = three(&server);
    for more in [
        json!({}),
        json!({"backlinks_status_type": "all"}),
        json!({"backlinks_status_type": "lost", "include_subdomains": false}),
        json!({"include_indirect_links": false, "rank_scale": "one_hundred"}),
        json!({"exclude_internal_backlinks": false}),
    ] {
        let mut sent = more.clone();
        sent["target"] = middle.as_str().into();
        let links = all(&server, "backlinks", &sent).await;
        sent["internal_list_limit"] = json!(1_000);
        let mut groups: BTreeMap<(&str, String), Vec<&Value>> = BTreeMap::new();
        for link in &links {
            let text = |key: &str| link[key].as_str().unwrap();
            for (function, label) in [
                ("referring_domains", domain(text("domain_from"))),
                ("anchors", link["anchor"].to_string()),
                ("domain_pages_summary", text("url_to").to_owned()),
                ("referring_networks", text("domain_from_ip").to_owned()),
            ] {
                groups.entry((function, label)).or_default().push(link);
            }
        }
        for (function, label) in [
            ("referring_domains", "domain"),
            ("anchors", "anchor"),
            ("domain_pages_summary", "url"),
            ("referring_networks", "network_address"),
        ] {
            let rows = all(&server, function, &sent).await;
            assert_eq!(
                rows.len(),
                groups.keys().filter(|key| key.0 == function).count(),
                "{function}"
            );
            let without: &[&str] = if function == "referring_networks" {
                &["backlinks_spam_score"]
            } else {
                &[]
            };
            for row in &rows {
                let label = match &row[label] {
                    Value::String(text) if function != "anchors" => text.clone(),
                    other => other.to_string(),
                };
                agrees(row, &groups[&(function, label)], without);
            }
        }
        let summary = result(&server, "summary", &sent).await;
        agrees(&summary, &links.iter().collect::<Vec<_>>(), &["rank"]);
    }
}

#[tokio::test]
async fn maps_add_up_to_the_pages_and_are_cut_where_it_was_asked_for() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let whole = result(
        &server,
        "summary",
        &json!({"target": large, "internal_list_limit": 1_000}),
    )
    .await;
    let sum = |map: &Value| {
        map.as_object()
            .unwrap()
            .values()
            .map(|n| n.as_u64().unwrap())
            .sum::<u64>()
    };
    for map in ["types", "semantic_locations", "tld", "countries"] {
        assert_eq!(
            sum(&whole[format!("referring_links_{map}")]),
            whole["referring_pages"].as_u64().unwrap(),
            "{map}"
        );
    }
    assert_eq!(
        whole["referring_links_attributes"]["nofollow"],
        whole["referring_pages_nofollow"]
    );
    assert!(whole["backlinks"].as_u64() >= whole["referring_pages"].as_u64());
    let usual = result(&server, "summary", &json!({"target": large})).await;
    let short = result(
        &server,
        "summary",
        &json!({"target": large, "internal_list_limit": 2}),
    )
    .await;
    for map in ["tld", "countries", "types"] {
        let key = format!("referring_links_{map}");
        let entries = |of: &Value| {
            of[&key]
                .as_object()
                .unwrap()
                .iter()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(entries(&short), entries(&whole)[..2]);
        assert_eq!(
            entries(&usual),
            entries(&whole)[..entries(&whole).len().min(10)]
        );
    }
    assert!(whole["referring_links_tld"].as_object().unwrap().len() > 10);
}

#[tokio::test]
async fn filters_of_links_restrict_what_is_counted() {
    let server = plain().await;
    let [_, middle, _] = three(&server);
    let filter = json!([
        ["dofollow", "=", "false"],
        "or",
        ["item_type", "=", "image"]
    ]);
    let links = all(
        &server,
        "backlinks",
        &json!({"target": middle, "filters": filter}),
    )
    .await;
    let sent = json!({"target": middle, "backlinks_filters": filter, "internal_list_limit": 1_000});
    let summary = result(&server, "summary", &sent).await;
    agrees(&summary, &links.iter().collect::<Vec<_>>(), &["rank"]);
    let domains = all(&server, "referring_domains", &sent).await;
    assert!(domains.len() > 5);
    for row in &domains {
        let of: Vec<&Value> = links
            .iter()
            .filter(|link| row["domain"] == domain(link["domain_from"].as_str().unwrap()).as_str())
            .collect();
        agrees(row, &of, &[]);
    }
    let metrics = json!([
        ["referring_links_types.image", ">", 0],
        "and",
        ["backlinks", ">=", "2"]
    ]);
    let mut filtered = sent.clone();
    filtered["filters"] = metrics;
    let kept = all(&server, "referring_domains", &filtered).await;
    let wanted = domains.iter().filter(|row| {
        row["referring_links_types"]["image"].is_u64() && row["backlinks"].as_u64() >= Some(2)
    });
    assert_eq!(kept, wanted.cloned().collect::<Vec<_>>());
    assert!(!kept.is_empty());
}
