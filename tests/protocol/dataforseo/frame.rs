//! The frame: credentials, paths, bodies, tasks.

use std::io::Read;

use backtrail::wire::dataforseo::{Envelope, TaskId, VERSION};
use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::{get, post, task};
use crate::client::{http, plain, target};

fn refusal(code: i64, message: &str) -> String {
    format!(
        r#"{{"version":"{VERSION}","status_code":{code},"status_message":"{message}","time":"0 sec.","cost":0,"tasks_count":0,"tasks_error":0,"tasks":null}}"#
    )
}

#[tokio::test]
async fn bad_credentials_and_unknown_paths_have_the_recorded_bodies() {
    let server = plain().await;
    let url = |path: &str| format!("{}/v3/{path}", server.url());
    let unauthorized = refusal(
        40_100,
        "You are not authorized to access this resource. See your login details here: https://app.dataforseo.com/api-access",
    );
    for request in [
        http().get(url("appendix/user_data")),
        http()
            .get(url("appendix/user_data"))
            .basic_auth("demo", Some("wrong")),
        http()
            .get(url("appendix/user_data"))
            .basic_auth("nobody", Some("demo")),
        http().get(url("appendix/user_data")).bearer_auth("demo"),
        http()
            .get(url("appendix/user_data"))
            .header("authorization", "Basic ####"),
        http().post(url("backlinks/summary/live")).body("[]"),
        http().get(url("nothing")),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.text().await.unwrap(), unauthorized);
    }
    let not_found = refusal(40_400, "Not Found.");
    for request in [
        http().get(url("")),
        http().get(url("nothing")),
        http().post(url("serp/google/organic/live")).body("[{}]"),
        http().get(url("backlinks/summary/live")),
        http().post(url("appendix/user_data")).body("[{}]"),
    ] {
        let answer = request
            .basic_auth("demo", Some("demo"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404);
        assert_eq!(answer.text().await.unwrap(), not_found);
    }
    assert!(server.tasks().is_empty());
}

#[tokio::test]
async fn a_known_api_without_such_a_function_is_an_invalid_path() {
    let server = plain().await;
    let sent = json!([{"target": "a.example"}]);
    for path in [
        "backlinks/nothing/live",
        "backlinks/summary",
        "backlinks/summary/task_post",
        "backlinks/summary/live.xml",
        "backlinks/summary/live.html",
    ] {
        let (status, body) = post(&server, path, &sent).await;
        assert_eq!((status, &body["tasks_error"]), (200, &json!(1)));
        let task = &body["tasks"][0];
        assert_eq!(task["status_code"], 40_402, "{path}");
        assert_eq!(task["status_message"], "Invalid Path.");
        assert_eq!((&task["cost"], &task["result"]), (&json!(0), &Value::Null));
    }
}

#[tokio::test]
async fn a_body_is_an_array_an_object_with_numbers_or_nothing() {
    let server = plain().await;
    let sent = json!({"target": target(&server, 9), "tag": "mine", "limit": null});
    for body in [json!([sent]), json!({"0": sent})] {
        let (_, body) = post(&server, "backlinks/anchors/live", &body).await;
        let task = &body["tasks"][0];
        assert_eq!(task["status_code"], 20_000, "{body}");
        let echo = json!({"api": "backlinks", "function": "anchors", "target": sent["target"], "tag": "mine"});
        assert_eq!(task["data"].to_string(), echo.to_string());
    }
    for (body, code) in [
        ("", 40_502),
        ("[]", 40_502),
        ("{", 40_503),
        ("7", 40_503),
        ("[7]", 40_503),
        (r#"{"target":"a.com"}"#, 40_503),
    ] {
        let url = format!("{}/v3/backlinks/summary/live", server.url());
        let request = http().post(url).basic_auth("demo", Some("demo")).body(body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let answer = Envelope::decode(&answer.bytes().await.unwrap()).unwrap();
        assert_eq!((answer.status_code, answer.tasks), (code, None), "{body}");
    }
}

#[tokio::test]
async fn only_the_first_task_runs() {
    let server = plain().await;
    let one = json!({"target": target(&server, 9), "tag": "a"});
    let (_, body) = post(
        &server,
        "backlinks/summary/live",
        &json!([one, one, {"target": 5}]),
    )
    .await;
    assert_eq!(
        (&body["tasks_count"], &body["tasks_error"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(body["cost"].to_string(), "0.024036");
    let tasks = body["tasks"].as_array().unwrap();
    let codes: Vec<_> = tasks
        .iter()
        .map(|t| t["status_code"].as_i64().unwrap())
        .collect();
    assert_eq!(codes, [20_000, 40_000, 40_000]);
    assert_eq!(
        tasks[1]["status_message"],
        "You can set only one task at a time."
    );
    let keys: Vec<_> = tasks[1]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "id",
            "status_code",
            "status_message",
            "time",
            "cost",
            "result_count",
            "path",
            "data",
            "result"
        ]
    );
    let ids: Vec<_> = tasks
        .iter()
        .map(|t| TaskId::parse(t["id"].as_str().unwrap()).unwrap())
        .collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
    assert_eq!(
        (ids[0].moment, ids[0].account, ids[0].function),
        (11_211_200, 1, 265)
    );
    assert_eq!(
        tasks[0]["path"],
        json!(["v3", "backlinks", "summary", "live"])
    );
}

/// Function, what is sent to it, and the field that the refusal names.
#[rustfmt::skip]
const REFUSED: [(&str, &str, &str); 27] = [
    ("backlinks", r#"{}"#, "target"),
    ("backlinks", r#"{"target": ""}"#, "target"),
    ("backlinks", r#"{"target": "https://"}"#, "target"),
    ("summary", r#"{"target": 5}"#, "target"),
    ("history", r#"{"target": "https://a.com/"}"#, "target"),
    ("backlinks", r#"{"limit": 0}"#, "limit"),
    ("anchors", r#"{"limit": 1001}"#, "limit"),
    ("anchors", r#"{"limit": "5"}"#, "limit"),
    ("anchors", r#"{"limit": 5.5}"#, "limit"),
    ("backlinks", r#"{"offset": 20001}"#, "offset"),
    ("backlinks", r#"{"mode": "all"}"#, "mode"),
    ("backlinks", r#"{"custom_mode": {"field": "domain", "value": 1}}"#, "custom_mode"),
    ("backlinks", r#"{"custom_mode": {"field": "anchor", "value": 0}}"#, "custom_mode"),
    ("backlinks", r#"{"filters": ["nothing", "=", 1]}"#, "filters"),
    ("referring_domains", r#"{"filters": ["anchor", "=", "x"]}"#, "filters"),
    ("referring_domains", r#"{"backlinks_filters": ["backlinks", ">", 1]}"#, "backlinks_filters"),
    ("backlinks", r#"{"order_by": ["rank,up"]}"#, "order_by"),
    ("backlinks", r#"{"order_by": ["rank", "rank", "rank", "rank"]}"#, "order_by"),
    ("backlinks", r#"{"search_after_token": "x"}"#, "search_after_token"),
    ("summary", r#"{"internal_list_limit": 0}"#, "internal_list_limit"),
    ("summary", r#"{"backlinks_status_type": "dead"}"#, "backlinks_status_type"),
    ("summary", r#"{"include_subdomains": "yes"}"#, "include_subdomains"),
    ("summary", r#"{"rank_scale": "ten"}"#, "rank_scale"),
    ("history", r#"{"date_from": "2018-12-31"}"#, "date_from"),
    ("history", r#"{"date_from": "2026-01-01", "date_to": "2025-12-31"}"#, "date_to"),
    ("domain_intersection", r#"{"targets": {"0": "a.com"}}"#, "targets"),
    ("bulk_ranks", r#"{"targets": []}"#, "targets"),
];

#[tokio::test]
async fn a_refusal_names_the_field_and_costs_nothing() {
    let server = plain().await;
    let target = target(&server, 9);
    for (function, wrong, field) in REFUSED {
        let mut sent: Value = serde_json::from_str(wrong).unwrap();
        let is_bulk = function.starts_with("bulk") || function == "domain_intersection";
        if sent.get("target").is_none() && field != "target" && !is_bulk {
            sent["target"] = target.as_str().into();
        }
        let task = task(&server, function, &sent).await;
        assert_eq!(task["status_code"], 40_501, "{function} {sent}");
        assert_eq!(
            task["status_message"],
            format!("Invalid Field: '{field}'."),
            "{function} {sent}"
        );
        assert_eq!(
            (&task["cost"], &task["time"]),
            (&json!(0), &json!("0 sec."))
        );
    }
    let long = task(
        &server,
        "summary",
        &json!({"target": target, "tag": "x".repeat(256)}),
    )
    .await;
    assert_eq!(long["status_message"], "Invalid Field: 'tag'.");
    let unknown = task(&server, "summary", &json!({"target": target, "limits": 1})).await;
    assert_eq!(unknown["status_code"], 40_506);
    assert!(
        unknown["status_message"]
            .as_str()
            .unwrap()
            .contains("'limits'")
    );
    assert!(server.tasks().iter().all(|task| task.cost == 0));
}

#[tokio::test]
async fn the_compact_form_leaves_out_what_is_empty() {
    let server = plain().await;
    let sent = json!({"target": target(&server, 9), "limit": 3});
    let (_, whole) = post(&server, "backlinks/backlinks/live", &json!([sent])).await;
    let (_, compact) = post(&server, "backlinks/backlinks/live.ai", &sent).await;
    let keys: Vec<_> = compact
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys, ["id", "status_code", "status_message", "items"]);
    let (long, short) = (&whole["tasks"][0]["result"][0]["items"], &compact["items"]);
    assert_eq!(short.as_array().unwrap().len(), 3);
    let mut left_out = 0;
    for (long, short) in long
        .as_array()
        .unwrap()
        .iter()
        .zip(short.as_array().unwrap())
    {
        for (key, value) in long.as_object().unwrap() {
            let is_empty = value.is_null() || value == 0 || value == false || value == "";
            left_out += usize::from(is_empty);
            match short.get(key) {
                None => assert!(is_empty, "{key}"),
                Some(kept) => assert!(!is_empty && (kept == value || value.is_object()), "{key}"),
            }
        }
    }
    assert!(left_out > 10, "{left_out}");
    let summary = json!({"target": target(&server, 9)});
    let (_, summary) = post(&server, "backlinks/summary/live.ai", &summary).await;
    assert_eq!(summary["items"][0]["target"], target(&server, 9));
    let data = get(&server, "appendix/user_data.ai").await;
    assert_eq!(data["items"], json!([]));
}

#[tokio::test]
async fn answers_are_packed_for_whoever_asks() {
    let server = plain().await;
    let url = format!("{}/v3/appendix/errors", server.url());
    let ask = || http().get(&url).basic_auth("demo", Some("demo"));
    let packed = ask()
        .header("accept-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.headers()["x-ratelimit-limit"], "2000");
    assert_eq!(packed.headers()["x-ratelimit-remaining"], "1999");
    let mut text = String::new();
    GzDecoder::new(&packed.bytes().await.unwrap()[..])
        .read_to_string(&mut text)
        .unwrap();
    let answer = Envelope::decode(text.as_bytes()).unwrap();
    let rows = answer.task().unwrap().result.as_ref().unwrap();
    assert_eq!(
        rows.len(),
        backtrail::wire::dataforseo::status::STATUSES.len()
    );
    assert!(
        rows.iter()
            .all(|row| row["code"].is_i64() && row["message"].is_string())
    );
}
