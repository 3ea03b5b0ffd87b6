//! What calls cost, and what is left.

use backtrail::server::Running;
use backtrail::wire::dataforseo::usd;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{get, post, task, three};
use crate::client::{Clock, ManualClock, Wanted, http, start};

async fn balance(server: &Running) -> i64 {
    let data = get(server, "appendix/user_data").await;
    micro(&data["tasks"][0]["result"][0]["money"]["balance"])
}

fn micro(value: &Value) -> i64 {
    usd::from_dollars(value.as_f64().unwrap())
}

async fn listed(server: &Running, more: &Value) -> Vec<Value> {
    let mut sent = json!({"datetime_from": "2026-11-21 00:00:00 +00:00", "datetime_to": "2026-11-22 00:00:00 +00:00"});
    for (key, value) in more.as_object().unwrap() {
        sent[key] = value.clone();
    }
    let (_, body) = post(server, "backlinks/id_list", &json!([sent])).await;
    assert_eq!(
        (&body["status_code"], &body["cost"]),
        (&json!(20_000), &json!(0))
    );
    body["tasks"][0]["result"].as_array().unwrap().clone()
}

/// Function, what is sent to it, and the rows it is charged for where they are known.
fn calls([large, middle, small]: &[String; 3]) -> Vec<(&'static str, Value, Option<i64>)> {
    vec![
        ("summary", json!({"target": large}), Some(1)),
        ("summary", json!({"target": "nobody-ever-saw.com"}), Some(1)),
        (
            "backlinks",
            json!({"target": large, "limit": 1_000}),
            Some(1_000),
        ),
        (
            "backlinks",
            json!({"target": "nobody-ever-saw.com"}),
            Some(0),
        ),
        (
            "backlinks",
            json!({"target": middle, "filters": ["rank", ">", 5_000]}),
            Some(0),
        ),
        (
            "backlinks",
            json!({"target": large, "limit": 7, "offset": 3}),
            Some(7),
        ),
        ("anchors", json!({"target": large}), Some(100)),
        ("referring_domains", json!({"target": small}), None),
        ("bulk_ranks", json!({"targets": [large, small]}), Some(2)),
        (
            "history",
            json!({"target": large, "date_from": "2026-01-01", "date_to": "2026-08-11"}),
            Some(8),
        ),
        (
            "timeseries_summary",
            json!({"target": large, "date_to": "2026-08-11"}),
            Some(92),
        ),
        ("backlinks", json!({"target": large, "limit": 0}), None),
    ]
}

#[tokio::test]
async fn costs_add_up_to_the_fall_of_the_balance_and_every_paid_call_is_listed_once() {
    let folder = tempfile::tempdir().unwrap();
    let wanted = Wanted {
        state: Some(folder.path()),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let before = balance(&server).await;
    let mut paid: Vec<(String, i64)> = Vec::new();
    for (function, sent, rows) in calls(&three(&server)) {
        let mut sent = sent;
        sent["tag"] = json!(format!("call {}", paid.len()));
        let task = task(&server, function, &sent).await;
        let cost = micro(&task["cost"]);
        if let Some(rows) = rows {
            assert_eq!(cost, 24_000 + 36 * rows, "{function} {sent}");
        }
        paid.push((task["id"].as_str().unwrap().to_owned(), cost));
    }
    let sum: i64 = paid.iter().map(|(_, cost)| cost).sum();
    assert_eq!(paid.last().unwrap().1, 0);
    assert_eq!(before - balance(&server).await, sum);
    let list = listed(&server, &json!({"include_metadata": true})).await;
    let pairs: Vec<_> = list
        .iter()
        .map(|row| (row["id"].as_str().unwrap().to_owned(), micro(&row["cost"])))
        .collect();
    assert_eq!(pairs, paid);
    for (at, row) in list.iter().enumerate() {
        assert_eq!(row["metadata"]["tag"], format!("call {at}"));
        assert!(row["url"].as_str().unwrap().starts_with(&server.url()));
    }
    let newest = listed(&server, &json!({"sort": "desc", "limit": 2, "offset": 1})).await;
    assert_eq!(newest[0]["id"], paid[paid.len() - 2].0);
    assert_eq!((newest.len(), &newest[0]["metadata"]), (2, &Value::Null));
    let (_, errors) = post(
        &server,
        "backlinks/errors",
        &json!([{"filtered_function": "backlinks/live"}]),
    )
    .await;
    let errors = errors["tasks"][0]["result"].as_array().unwrap().clone();
    assert_eq!(
        (errors.len(), &errors[0]["error_code"]),
        (1, &json!(40_501))
    );
    server.stop().await;
    let again = start(&wanted, ManualClock::new()).await;
    assert_eq!(before - balance(&again).await, sum);
    assert_eq!(listed(&again, &json!({})).await.len(), paid.len());
}

#[tokio::test]
async fn the_price_list_says_what_is_charged() {
    let server = start(&Wanted::default(), ManualClock::new()).await;
    let data = get(&server, "appendix/user_data").await;
    let data = &data["tasks"][0]["result"][0];
    let price = &data["price"]["backlinks"]["referring_domains"]["live"]["priority_normal"];
    let wanted = json!([{"cost_type": "per_result", "cost": 0.000_036}, {"cost_type": "per_request", "cost": 0.024}]);
    assert_eq!(*price, wanted);
    assert_eq!(
        data["price"]["backlinks"]["id_list"]["priority_normal"][0]["cost"],
        0
    );
    assert_eq!(
        (&data["login"], &data["money"]["total"]),
        (&json!("demo"), &json!(1_000))
    );
    assert_eq!(data["backlinks_subscription_expiry_date"], Value::Null);
}

#[tokio::test]
async fn a_purse_runs_dry_and_a_day_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.toml");
    let account = |key: &str, id: u32, more: &str| {
        format!(
            "[[account]]\nkey = \"{key}\"\nuser_id = {id}\n[account.dataforseo]\nlogin = \"{key}\"\npassword = \"p\"\n{more}\n"
        )
    };
    let text = account("poor", 7, "deposit = 0.05")
        + &account("thrifty", 8, "deposit = 1\ndaily_limit = 0.03");
    std::fs::write(&file, text).unwrap();
    let clock = ManualClock::new();
    let wanted = Wanted {
        accounts: Some(&file),
        ..Wanted::default()
    };
    let server = start(&wanted, clock.clone()).await;
    let ask = async |login: &str, limit: u32| {
        let target = &three(&server)[0];
        let sent = json!([{"target": target, "limit": limit}]);
        let url = format!("{}/v3/backlinks/backlinks/live", server.url());
        let request = http()
            .post(url)
            .basic_auth(login, Some("p"))
            .body(sent.to_string());
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        let code = body["tasks"][0]["status_code"].as_i64();
        (
            status,
            code.unwrap_or(body["status_code"].as_i64().unwrap()),
            micro(&body["cost"]),
        )
    };
    assert_eq!(ask("poor", 722).await, (200, 20_000, 49_992));
    assert_eq!(ask("poor", 1).await, (200, 40_210, 0));
    assert_eq!(ask("thrifty", 100).await, (200, 20_000, 27_600));
    assert_eq!(ask("thrifty", 1).await, (200, 40_203, 0));
    clock.advance(SignedDuration::from_hours(12));
    assert_eq!(clock.now().to_string(), "2026-11-22T00:00:00Z");
    assert_eq!(ask("thrifty", 166).await, (200, 20_000, 29_976));
    assert_eq!(ask("nobody", 1).await.0, 401);
    assert_eq!(ask("thrifty", 1_000).await.1, 40_203);
}

#[tokio::test]
async fn nothing_left_is_a_payment_that_is_required() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.toml");
    let text = "[[account]]\nkey = \"k\"\nuser_id = 7\n[account.dataforseo]\nlogin = \"demo\"\npassword = \"demo\"\ndeposit = 0\n";
    std::fs::write(&file, text).unwrap();
    let wanted = Wanted {
        accounts: Some(&file),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let (status, body) = post(
        &server,
        "backlinks/summary/live",
        &json!([{"target": "a.com"}]),
    )
    .await;
    assert_eq!(
        (status, &body["status_code"], &body["tasks"]),
        (402, &json!(40_200), &Value::Null)
    );
    assert_eq!(balance(&server).await, 0);
}
