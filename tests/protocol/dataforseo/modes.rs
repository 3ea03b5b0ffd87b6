//! Links in groups, and targets without any.

use serde_json::{Value, json};

use super::{all, result, three};
use crate::client::plain;

#[tokio::test]
async fn modes_keep_the_first_of_each_group() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let rows = all(&server, "backlinks", &json!({"target": large})).await;
    for (sent, key, most) in [
        (json!({"mode": "one_per_anchor"}), "anchor", 1),
        (
            json!({"custom_mode": {"field": "tld_from", "value": 3}}),
            "tld_from",
            3,
        ),
        (
            json!({"custom_mode": {"field": "domain_from", "value": 2}, "mode": "one_per_domain"}),
            "domain_from",
            2,
        ),
        (
            json!({"custom_mode": {"field": "page_from_status_code", "value": 5}}),
            "page_from_status_code",
            5,
        ),
    ] {
        let mut sizes: std::collections::HashMap<String, usize> = Default::default();
        let mut expected: Vec<&Value> = Vec::new();
        for row in &rows {
            let size = sizes.entry(row[key].to_string()).or_default();
            *size += 1;
            if *size <= most {
                expected.push(&row["url_from"]);
            }
        }
        let mut sent = sent;
        sent["target"] = large.as_str().into();
        let kept = all(&server, "backlinks", &sent).await;
        assert_eq!(
            kept.iter().map(|row| &row["url_from"]).collect::<Vec<_>>(),
            expected,
            "{sent}"
        );
        assert!(
            kept.iter()
                .all(|row| row["group_count"] == sizes[&row[key].to_string()])
        );
    }
}

#[tokio::test]
async fn one_per_domain_is_a_row_for_each_referring_domain_and_modes_come_back() {
    let server = plain().await;
    let [large, ..] = three(&server);
    let domains = all(&server, "referring_domains", &json!({"target": large})).await;
    let one = all(
        &server,
        "backlinks",
        &json!({"target": large, "mode": "one_per_domain"}),
    )
    .await;
    assert_eq!(one.len(), domains.len());
    let echo = result(
        &server,
        "backlinks",
        &json!({"target": large, "limit": 1, "mode": "as_is"}),
    )
    .await;
    assert_eq!(
        (&echo["mode"], &echo["custom_mode"]),
        (&json!("as_is"), &Value::Null)
    );
    let custom = json!({"field": "anchor", "value": 1});
    let echo = result(
        &server,
        "backlinks",
        &json!({"target": large, "limit": 1, "mode": "as_is", "custom_mode": custom}),
    )
    .await;
    assert_eq!(
        (&echo["mode"], &echo["custom_mode"]),
        (&Value::Null, &custom)
    );
}

#[tokio::test]
async fn a_target_nobody_knows_has_nothing() {
    let server = plain().await;
    for function in ["backlinks", "anchors", "referring_domains"] {
        let none = result(&server, function, &json!({"target": "nobody-ever-saw.com"})).await;
        assert_eq!(
            (&none["total_count"], &none["items_count"], &none["items"]),
            (&json!(0), &json!(0), &Value::Null)
        );
    }
    let task = super::task(
        &server,
        "summary",
        &json!({"target": "https://nobody-ever-saw.com/x"}),
    )
    .await;
    assert_eq!(
        (&task["status_code"], &task["result"]),
        (&json!(20_000), &Value::Null)
    );
    assert_eq!(
        (&task["result_count"], task["cost"].to_string()),
        (&json!(0), "0.024036".to_owned())
    );
}
