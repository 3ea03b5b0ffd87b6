//! History, time series, and the calls for many targets at once.

use serde_json::{Value, json};

use super::{all, get, result, three};
use crate::client::plain;

fn number(row: &Value, key: &str) -> i64 {
    row[key]
        .as_i64()
        .unwrap_or_else(|| panic!("no {key} in {row}"))
}

#[tokio::test]
async fn each_month_is_the_one_before_with_what_came_and_went() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let links = all(
        &server,
        "backlinks",
        &json!({"target": large, "backlinks_status_type": "all"}),
    )
    .await;
    let result = result(&server, "history", &json!({"target": large})).await;
    assert_eq!(
        (&result["date_from"], &result["date_to"]),
        (&Value::Null, &Value::Null)
    );
    let months = result["items"].as_array().unwrap();
    assert_eq!(result["items_count"], months.len());
    assert!(months.len() > 60, "{}", months.len());
    for pair in months.windows(2) {
        let (before, month) = (&pair[0], &pair[1]);
        let date = month["date"].as_str().unwrap();
        assert!(before["date"].as_str().unwrap() < date && date.ends_with("-01 00:00:00 +00:00"));
        if date < "2021-05" {
            assert_eq!(
                number(month, "new_backlinks") + number(month, "lost_referring_domains"),
                0
            );
            continue;
        }
        for (what, new, lost) in [
            ("backlinks", "new_backlinks", "lost_backlinks"),
            (
                "referring_domains",
                "new_referring_domains",
                "lost_referring_domains",
            ),
        ] {
            assert_eq!(
                number(month, what),
                number(before, what) + number(month, new) - number(month, lost),
                "{what} {date}"
            );
        }
    }
    let last = months.last().unwrap();
    assert_eq!(last["date"], "2026-10-01 00:00:00 +00:00");
    let known = links
        .iter()
        .filter(|link| link["first_seen"].as_str() <= last["date"].as_str());
    assert!(number(last, "referring_pages") <= known.count() as i64);
    assert_eq!(last["type"], "backlinks_history");
    assert!(last.get("first_seen").is_none() && last["info"].is_object());
}

#[tokio::test]
async fn a_series_tells_the_same_as_history_and_its_changes() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let sent = json!({"target": large, "date_from": "2024-01-31", "date_to": "2024-12-30"});
    let standing = result(&server, "timeseries_summary", &sent).await;
    let changes = result(&server, "timeseries_new_lost_summary", &sent).await;
    let (standing, changes) = (
        standing["items"].as_array().unwrap(),
        changes["items"].as_array().unwrap(),
    );
    assert_eq!((standing.len(), changes.len()), (12, 12));
    for (pair, change) in standing.windows(2).zip(&changes[1..]) {
        assert_eq!(pair[1]["date"], change["date"]);
        for what in ["backlinks", "referring_domains", "referring_main_domains"] {
            let by =
                number(change, &format!("new_{what}")) - number(change, &format!("lost_{what}"));
            assert_eq!(
                number(&pair[1], what),
                number(&pair[0], what) + by,
                "{what}"
            );
        }
    }
    let months = result(
        &server,
        "history",
        &json!({"target": large, "date_from": "2024-02-01", "date_to": "2024-12-01"}),
    )
    .await;
    // The last second of a month and the first of the next are the same here: no visit lies between.
    for (month, end) in months["items"].as_array().unwrap().iter().zip(standing) {
        for what in [
            "referring_ips",
            "referring_subnets",
            "referring_domains_nofollow",
            "referring_main_domains",
        ] {
            let (a, b) = (number(month, what), number(end, what));
            assert!((a - b).abs() <= 1, "{what}: {a} {b}");
        }
    }
    let days = result(&server, "timeseries_summary", &json!({"target": large, "date_from": "2026-01-30", "date_to": "2026-02-02", "group_range": "day"})).await;
    assert_eq!(
        (&days["items_count"], &days["group_range"]),
        (&json!(4), &json!("day"))
    );
}

#[tokio::test]
async fn many_targets_at_once_are_as_one_by_one() {
    let server = plain().await;
    let [large, middle, small] = three(&server);
    let targets = json!([large, "nobody-ever-saw.com", middle, small]);
    let bulk = async |function: &str| {
        result(&server, function, &json!({"targets": targets})).await["items"].clone()
    };
    let (ranks, links, spam, domains) = (
        bulk("bulk_ranks").await,
        bulk("bulk_backlinks").await,
        bulk("bulk_spam_score").await,
        bulk("bulk_referring_domains").await,
    );
    for (at, target) in targets.as_array().unwrap().iter().enumerate() {
        for list in [&ranks, &links, &spam, &domains] {
            assert_eq!(list[at]["target"], *target);
        }
        if at == 1 {
            assert_eq!(
                (
                    number(&ranks[1], "rank"),
                    number(&links[1], "backlinks"),
                    number(&domains[1], "referring_domains")
                ),
                (0, 0, 0)
            );
            continue;
        }
        let summary = result(&server, "summary", &json!({"target": target})).await;
        assert_eq!(ranks[at]["rank"], summary["rank"]);
        assert_eq!(links[at]["backlinks"], summary["backlinks"]);
        assert_eq!(spam[at]["spam_score"], summary["info"]["target_spam_score"]);
        for key in [
            "referring_domains",
            "referring_main_domains",
            "referring_domains_nofollow",
            "referring_main_domains_nofollow",
        ] {
            assert_eq!(domains[at][key], summary[key]);
        }
    }
}

#[tokio::test]
async fn what_is_new_since_a_day_is_the_sum_of_the_days() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let from = json!({"targets": [large], "date_from": "2026-01-01"});
    let new = result(&server, "bulk_new_lost_backlinks", &from).await["items"][0].clone();
    let days = result(
        &server,
        "timeseries_new_lost_summary",
        &json!({"target": large, "date_from": "2026-01-01", "group_range": "day"}),
    )
    .await;
    let sum = |key: &str| {
        days["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|day| number(day, key))
            .sum::<i64>()
    };
    assert_eq!(
        (
            number(&new, "new_backlinks"),
            number(&new, "lost_backlinks")
        ),
        (sum("new_backlinks"), sum("lost_backlinks"))
    );
    let new = result(&server, "bulk_new_lost_referring_domains", &from).await["items"][0].clone();
    let net = |row: i64, lost: i64| row - lost;
    assert_eq!(
        net(
            number(&new, "new_referring_domains"),
            number(&new, "lost_referring_domains")
        ),
        net(sum("new_referring_domains"), sum("lost_referring_domains"))
    );
}

#[tokio::test]
async fn the_index_and_its_filters_are_told() {
    let server = plain().await;
    let index = get(&server, "backlinks/index").await["tasks"][0]["result"][0].clone();
    let history = index["index_history"].as_array().unwrap();
    assert_eq!(history.len(), 12);
    assert!(
        history
            .windows(2)
            .all(|w| w[0]["date"].as_str() < w[1]["date"].as_str()
                && number(&w[0], "total_backlinks") <= number(&w[1], "total_backlinks"))
    );
    assert!(number(&index, "total_backlinks") >= number(&history[11], "total_backlinks"));
    let filters =
        get(&server, "backlinks/available_filters").await["tasks"][0]["result"][0].clone();
    for (function, path, kind) in [
        ("backlinks", "rank", "num"),
        ("backlinks", "attributes", "array.str"),
        ("anchors", "referring_links_types.anchor", "num"),
        ("referring_domains", "first_seen", "time"),
        ("domain_intersection", "1.rank", "num"),
    ] {
        assert_eq!(filters[function][path], kind, "{function} {path}");
    }
}

#[tokio::test]
async fn pages_of_a_domain_carry_the_block_of_their_summary() {
    let server = plain().await;
    let [_, middle, _] = three(&server);
    let pages = all(&server, "domain_pages", &json!({"target": middle})).await;
    let blocks = all(&server, "domain_pages_summary", &json!({"target": middle})).await;
    assert_eq!(pages.len(), blocks.len());
    assert!(pages.len() > 5);
    for (page, block) in pages.iter().zip(&blocks) {
        assert_eq!(
            (&page["type"], &page["page"]),
            (&json!("backlinks_domain_page"), &block["url"])
        );
        for (key, value) in page["page_summary"].as_object().unwrap() {
            assert_eq!(*value, block[key], "{key}");
        }
        let times = ["first_visited", "prev_visited", "fetch_time"].map(|key| page[key].as_str());
        assert!(times.is_sorted());
        assert_eq!(page["meta"].is_object(), page["status_code"] == 200);
        assert_eq!(page["location"].is_string(), page["status_code"] == 301);
    }
    let sent = json!({"target": middle, "filters": [["page_summary.backlinks", ">", 1], "and", ["status_code", "=", 200]],
        "order_by": ["page_summary.backlinks,desc", "meta.words_count,asc"]});
    let some = all(&server, "domain_pages", &sent).await;
    let kept = |page: &&Value| {
        number(&page["page_summary"], "backlinks") > 1 && page["status_code"] == 200
    };
    assert_eq!(some.len(), pages.iter().filter(kept).count());
    let key = |page: &Value| {
        (
            -number(&page["page_summary"], "backlinks"),
            number(&page["meta"], "words_count"),
        )
    };
    assert!(!some.is_empty() && some.windows(2).all(|w| key(&w[0]) <= key(&w[1])));
    let bulk = json!({"targets": [middle, pages[0]["page"]]});
    let bulk = result(&server, "bulk_pages_summary", &bulk).await;
    let whole = result(&server, "summary", &json!({"target": middle})).await;
    let items = bulk["items"].as_array().unwrap();
    for key in [
        "backlinks",
        "rank",
        "referring_links_tld",
        "referring_pages",
    ] {
        assert_eq!(items[0][key], whole[key], "{key}");
    }
    let page = result(&server, "summary", &json!({"target": pages[0]["page"]})).await;
    assert_eq!(items[1]["backlinks"], page["backlinks"]);
    // A referring page counts for one page of the domain, and for each of them where that is the target.
    assert!(number(&items[1], "backlinks") >= number(&pages[0]["page_summary"], "backlinks"));
    assert_eq!(items[1]["main_domain_rank"], items[0]["main_domain_rank"]);
}
