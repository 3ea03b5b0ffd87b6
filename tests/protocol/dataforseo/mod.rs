//! DataForSEO's side of the server: what any client of the Backlinks API would see.

mod aggregates;
mod filters;
mod frame;
mod intersections;
mod limits;
mod modes;
mod money;
mod over_time;
mod paging;
mod rows;
mod samples;

use backtrail::server::Running;
use serde_json::{Value, json};

use crate::client::{http, target};

/// A POST by the built-in account: HTTP status and body.
pub async fn post(server: &Running, path: &str, body: &Value) -> (u16, Value) {
    let url = format!("{}/v3/{path}", server.url());
    let request = http().post(url).basic_auth("demo", Some("demo"));
    let answer = request.body(body.to_string()).send().await.unwrap();
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["content-type"], "application/json");
    (
        status,
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap(),
    )
}

/// A GET by the built-in account.
pub async fn get(server: &Running, path: &str) -> Value {
    let url = format!("{}/v3/{path}", server.url());
    let request = http().get(url).basic_auth("demo", Some("demo"));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

/// The only task of a live call.
pub async fn task(server: &Running, function: &str, task: &Value) -> Value {
    let (status, body) = post(
        server,
        &format!("backlinks/{function}/live"),
        &json!([task]),
    )
    .await;
    assert_eq!(
        (status, &body["status_code"]),
        (200, &json!(20_000)),
        "{body}"
    );
    assert_eq!(body["tasks_count"], 1);
    assert_eq!(body["cost"], body["tasks"][0]["cost"]);
    body["tasks"][0].clone()
}

/// The only result of a live call that succeeds.
pub async fn result(server: &Running, function: &str, sent: &Value) -> Value {
    let mut task = task(server, function, sent).await;
    assert_eq!(task["status_code"], 20_000, "{task}");
    assert_eq!(task["result_count"], 1);
    task["result"][0].take()
}

/// The rows of a list: all of them, page by page.
pub async fn all(server: &Running, function: &str, sent: &Value) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    loop {
        let mut page = sent.clone();
        page["limit"] = json!(1_000);
        page["offset"] = json!(rows.len());
        let result = result(server, function, &page).await;
        let total = result["total_count"].as_u64().unwrap() as usize;
        if let Value::Array(items) = &result["items"] {
            assert_eq!(result["items_count"], items.len());
            rows.extend(items.iter().cloned());
        }
        if rows.len() >= total {
            assert_eq!(rows.len(), total);
            return rows;
        }
    }
}

/// A target with some thousand links, one with some hundred, and one with fewer.
pub fn three(server: &Running) -> [String; 3] {
    [target(server, 1), target(server, 4), target(server, 9)]
}
