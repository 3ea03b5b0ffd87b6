//! Domains that refer to several targets.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{all, result, three};
use crate::client::{plain, target};

fn blocks(row: &Value) -> &serde_json::Map<String, Value> {
    row["domain_intersection"].as_object().unwrap()
}

fn name(row: &Value) -> String {
    let found = blocks(row).values().find(|block| !block.is_null()).unwrap();
    found["target"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn blocks_are_the_rows_of_referring_domains() {
    let server = plain().await;
    let targets = [0, 1, 2].map(|at| target(&server, at));
    let mut lists: Vec<BTreeMap<String, Value>> = Vec::new();
    for target in &targets {
        let rows = all(&server, "referring_domains", &json!({"target": target})).await;
        lists.push(
            rows.into_iter()
                .map(|row| (row["domain"].as_str().unwrap().to_owned(), row))
                .collect(),
        );
    }
    let numbered = json!({"1": targets[0], "2": targets[1], "7": targets[2]});
    for mode in ["all", "partial"] {
        let sent = json!({"targets": numbered, "intersection_mode": mode});
        let rows = all(&server, "domain_intersection", &sent).await;
        let mut names: Vec<String> = lists.iter().flat_map(|list| list.keys().cloned()).collect();
        names.sort();
        names.dedup();
        let all_of_them = names
            .iter()
            .filter(|name| lists.iter().all(|list| list.contains_key(*name)))
            .count();
        assert_eq!(
            rows.len(),
            if mode == "all" {
                all_of_them
            } else {
                names.len()
            }
        );
        assert!(rows.len() > 3, "{}", rows.len());
        for row in &rows {
            let name = name(row);
            let mut count = 0;
            for ((key, block), list) in blocks(row).iter().zip(&lists) {
                assert!(numbered[key].is_string());
                match list.get(&name) {
                    None => assert!(block.is_null()),
                    Some(wanted) => {
                        count += 1;
                        let mut wanted = wanted.clone();
                        wanted["type"] = json!("backlinks_domain_intersection");
                        let (own, other) =
                            (block.as_object().unwrap(), wanted.as_object().unwrap());
                        assert_eq!(own.len(), other.len());
                        for (key, value) in other.iter().filter(|(key, _)| *key != "domain") {
                            assert_eq!(own[key], *value, "{key}");
                        }
                    }
                }
            }
            assert_eq!(row["summary"], json!({"intersections_count": count}));
        }
        let counts: Vec<_> = rows
            .iter()
            .map(|row| row["summary"]["intersections_count"].as_u64())
            .collect();
        assert!(counts.is_sorted_by(|a, b| a >= b));
    }
    let echo = result(
        &server,
        "domain_intersection",
        &json!({"targets": numbered, "limit": 1}),
    )
    .await;
    assert_eq!(echo["targets"], numbered);
}

#[tokio::test]
async fn blocks_are_filtered_ordered_and_left_out_by_number() {
    let server = plain().await;
    let [large, middle, small] = three(&server);
    let base = json!({"targets": {"1": large, "2": middle}, "intersection_mode": "partial"});
    let rows = all(&server, "domain_intersection", &base).await;
    let with = |key: &str, value: Value| {
        let mut sent = base.clone();
        sent[key] = value;
        sent
    };
    let filter = json!([["1.rank", ">", "100"], "and", ["2.backlinks", ">=", 1]]);
    let kept = all(&server, "domain_intersection", &with("filters", filter)).await;
    let wanted: Vec<&Value> = rows
        .iter()
        .filter(|row| {
            blocks(row)["1"]["rank"].as_u64() > Some(100)
                && blocks(row)["2"]["backlinks"].as_u64() >= Some(1)
        })
        .collect();
    assert_eq!(kept.iter().collect::<Vec<_>>(), wanted);
    assert!(!kept.is_empty());
    let sorted = all(
        &server,
        "domain_intersection",
        &with("order_by", json!(["2.rank,desc", "1.target,asc"])),
    )
    .await;
    assert!(
        sorted
            .windows(2)
            .all(|w| blocks(&w[0])["2"]["rank"].as_u64() >= blocks(&w[1])["2"]["rank"].as_u64())
    );
    let others: Vec<String> = all(&server, "referring_domains", &json!({"target": small}))
        .await
        .iter()
        .map(|row| row["domain"].as_str().unwrap().to_owned())
        .collect();
    let left = all(
        &server,
        "domain_intersection",
        &with("exclude_targets", json!([small])),
    )
    .await;
    let wanted: Vec<&Value> = rows
        .iter()
        .filter(|row| !others.contains(&name(row)))
        .collect();
    assert_eq!(left.iter().collect::<Vec<_>>(), wanted);
    assert!(left.len() < rows.len());
    let none = all(
        &server,
        "domain_intersection",
        &with(
            "exclude_targets",
            json!([
                format!("https://www.{small}/*"),
                format!("http://{small}/*")
            ]),
        ),
    )
    .await;
    assert!(none.len() < rows.len() && none.len() >= left.len());
    for wrong in [
        json!({"targets": {"1": large}, "filters": ["2.rank", ">", 1]}),
        json!({"targets": {"1": large}, "filters": ["rank", ">", 1]}),
    ] {
        let refused = super::task(&server, "domain_intersection", &wrong).await;
        assert_eq!(refused["status_message"], "Invalid Field: 'filters'.");
    }
}

#[tokio::test]
async fn pages_that_lead_to_several_targets_are_told_with_their_links() {
    let server = plain().await;
    let targets = [0, 1].map(|at| target(&server, at));
    let mut lists: Vec<BTreeMap<String, Value>> = Vec::new();
    for target in &targets {
        let rows = all(&server, "backlinks", &json!({"target": target})).await;
        let by_page = |row: Value| (row["url_from"].as_str().unwrap().to_owned(), row);
        lists.push(rows.into_iter().map(by_page).collect());
    }
    let numbered = json!({"1": targets[0], "2": targets[1]});
    let sent =
        json!({"targets": numbered, "intersection_mode": "partial", "filters": ["2.rank", ">", 0]});
    let rows = all(&server, "page_intersection", &sent).await;
    let with_rank = lists[1]
        .values()
        .filter(|row| row["rank"].as_u64() > Some(0));
    assert_eq!(rows.len(), with_rank.count());
    for row in &rows {
        let links = row["page_intersection"].as_object().unwrap();
        let page = links["2"][0]["url_from"].as_str().unwrap();
        let mut count = 0;
        for (number, list) in ["1", "2"].into_iter().zip(&lists) {
            let Some(wanted) = list.get(page) else {
                assert!(links[number].is_null());
                continue;
            };
            count += 1;
            let mut wanted = wanted.clone();
            for left_out in ["image_url", "ranked_keywords_info"] {
                wanted.as_object_mut().unwrap().shift_remove(left_out);
            }
            assert_eq!(links[number], json!([wanted]));
        }
        assert_eq!(row["summary"]["intersections_count"], count);
    }
    let both = all(&server, "page_intersection", &json!({"targets": numbered})).await;
    let shared = lists[0]
        .keys()
        .filter(|page| lists[1].contains_key(*page))
        .count();
    assert_eq!(both.len(), shared);
}

#[tokio::test]
async fn competitors_share_as_many_domains_as_are_counted_for_both() {
    let server = plain().await;
    let targets = [1, 2].map(|at| target(&server, at));
    let mut domains: Vec<Vec<String>> = Vec::new();
    for target in &targets {
        let rows = all(&server, "referring_domains", &json!({"target": target})).await;
        domains.push(
            rows.iter()
                .map(|row| row["domain"].as_str().unwrap().to_owned())
                .collect(),
        );
    }
    let sent = json!({"target": targets[0], "exclude_large_domains": false});
    let rivals = all(&server, "competitors", &sent).await;
    let other = rivals
        .iter()
        .find(|row| row["target"] == targets[1].as_str())
        .unwrap();
    let shared = domains[0]
        .iter()
        .filter(|name| domains[1].contains(name))
        .count() as u64;
    // The world at large also knows links that only name an address, which are not told one by one.
    let counted = other["intersections"].as_u64().unwrap();
    assert!(
        counted >= shared && counted <= shared + shared / 10 + 1,
        "{counted} {shared}"
    );
    assert!(
        rivals
            .iter()
            .all(|row| row["target"] != targets[0].as_str())
    );
    let counts: Vec<_> = rivals
        .iter()
        .map(|row| row["intersections"].as_u64())
        .collect();
    assert!(counts.is_sorted_by(|a, b| a >= b));
    let small = all(&server, "competitors", &json!({"target": targets[0]})).await;
    assert!(small.len() < rivals.len() && !small.is_empty());
    let some = json!({"target": targets[0], "exclude_large_domains": false, "filters": ["intersections", ">", 3], "order_by": ["target,asc"]});
    let some = all(&server, "competitors", &some).await;
    assert_eq!(
        some.len(),
        rivals
            .iter()
            .filter(|row| row["intersections"].as_u64() > Some(3))
            .count()
    );
}
