//! Paging by offset and by token.

use serde_json::{Value, json};

use super::{all, result, task, three};
use crate::client::plain;

/// Follows tokens to the end.
async fn by_token(server: &backtrail::server::Running, sent: &Value) -> Vec<Value> {
    let (mut rows, mut tokens) = (Vec::new(), Vec::new());
    let mut sent = sent.clone();
    loop {
        let page = result(server, "backlinks", &sent).await;
        let Value::Array(items) = &page["items"] else {
            assert_eq!(
                (&page["items_count"], &page["search_after_token"]),
                (&json!(0), &Value::Null)
            );
            break;
        };
        rows.extend(items.iter().cloned());
        let token = page["search_after_token"].as_str().unwrap().to_owned();
        assert!(!tokens.contains(&token));
        sent["search_after_token"] = token.as_str().into();
        tokens.push(token);
        assert!(rows.len() as u64 <= page["total_count"].as_u64().unwrap());
    }
    rows
}

#[tokio::test]
async fn offsets_and_tokens_give_the_same_rows() {
    let server = plain().await;
    let [_, middle, _] = three(&server);
    for more in [
        json!({}),
        json!({"order_by": ["domain_from,desc"]}),
        json!({"filters": ["dofollow", "=", true], "order_by": ["first_seen,asc", "rank,desc"]}),
        json!({"mode": "one_per_anchor"}),
        json!({"custom_mode": {"field": "tld_from", "value": 7}, "backlinks_status_type": "all"}),
        json!({"order_by": ["alt,asc"]}),
    ] {
        let mut sent = more;
        sent["target"] = middle.as_str().into();
        let wanted = all(&server, "backlinks", &sent).await;
        assert!(wanted.len() > 60, "{}", wanted.len());
        sent["limit"] = json!(wanted.len() / 3 + 1);
        let found = by_token(&server, &sent).await;
        assert_eq!(found.len(), wanted.len(), "{sent}");
        assert_eq!(found, wanted, "{sent}");
        let mut pages: Vec<&str> = found
            .iter()
            .map(|row| row["url_from"].as_str().unwrap())
            .collect();
        pages.sort_unstable();
        pages.dedup();
        assert_eq!(pages.len(), found.len());
        // A token after an offset goes on from there.
        sent["offset"] = json!(5);
        assert_eq!(by_token(&server, &sent).await, wanted[5..], "{sent}");
    }
}

#[tokio::test]
async fn a_token_is_good_for_its_own_request_only() {
    let server = plain().await;
    let [_, middle, small] = three(&server);
    let sent = json!({"target": middle, "limit": 5, "filters": ["rank", ">", 1], "tag": "a"});
    let first = result(&server, "backlinks", &sent).await;
    let mut next = sent.clone();
    next["search_after_token"] = first["search_after_token"].clone();
    // The tag says nothing about rows.
    next["tag"] = json!("b");
    assert_eq!(result(&server, "backlinks", &next).await["items_count"], 5);
    for (name, value) in [
        ("limit", json!(6)),
        ("target", json!(small)),
        ("filters", json!(["rank", ">", 2])),
        ("order_by", json!(["rank,desc"])),
        ("backlinks_status_type", json!("all")),
        ("offset", json!(1)),
        ("search_after_token", json!("bm90aGluZw==")),
    ] {
        let mut other = next.clone();
        other[name] = value;
        let refused = task(&server, "backlinks", &other).await;
        assert_eq!(
            refused["status_message"], "Invalid Field: 'search_after_token'.",
            "{name}"
        );
        assert_eq!(refused["cost"], 0);
    }
}
