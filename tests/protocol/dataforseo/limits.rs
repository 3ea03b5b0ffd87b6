//! How often and how many at once.

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::json;

use super::{get, post};
use crate::client::{ManualClock, Wanted, http, start, target};

#[tokio::test]
async fn forty_calls_at_once_are_thirty_and_ten_refusals() {
    let wanted = Wanted {
        faults: "hang=summary:before",
        ..Wanted::default()
    };
    let server = Arc::new(start(&wanted, ManualClock::new()).await);
    let sent = json!([{"target": target(&server, 9)}]);
    let mut held = Vec::new();
    for at in 1..=40 {
        let (caller, sent) = (server.clone(), sent.clone());
        let call =
            tokio::spawn(async move { post(&caller, "backlinks/summary/live", &sent).await });
        if at <= 30 {
            // The next begins once this one is held.
            while waiting(&http(), &server.url()).await < at {
                tokio::task::yield_now().await;
            }
        }
        held.push(call);
    }
    let late = join_all(held.drain(30..)).await;
    for call in late {
        let (status, body) = call.unwrap();
        assert_eq!(status, 200);
        assert_eq!(body["tasks"][0]["status_code"], 40_209, "{body}");
        assert_eq!(
            body["tasks"][0]["status_message"],
            "Too many simultaneous queries."
        );
        assert_eq!(body["cost"], 0);
    }
    assert_eq!(server.release("hang"), 1);
    for call in join_all(held).await {
        assert_eq!(call.unwrap().1["tasks"][0]["status_code"], 20_000);
    }
    let (_, after) = post(&server, "backlinks/summary/live", &sent).await;
    assert_eq!(after["tasks"][0]["status_code"], 20_000);
    assert_eq!(
        server.tasks().iter().filter(|task| task.cost > 0).count(),
        31
    );
}

/// Calls that are held by faults.
async fn waiting(http: &reqwest::Client, url: &str) -> u64 {
    let gates = http.get(format!("{url}/admin/gates")).send().await.unwrap();
    let gates: serde_json::Value = serde_json::from_slice(&gates.bytes().await.unwrap()).unwrap();
    gates[0]["waiting"].as_u64().unwrap()
}

#[tokio::test]
async fn a_free_function_has_a_limit_of_its_own_until_the_next_minute() {
    let clock = ManualClock::new();
    let server = start(&Wanted::default(), clock.clone()).await;
    for (path, most) in [
        ("appendix/user_data", 6),
        ("appendix/errors", 10),
        ("appendix/status", 10),
    ] {
        for _ in 0..most {
            assert_eq!(get(&server, path).await["status_code"], 20_000);
        }
        let refused = get(&server, path).await;
        assert_eq!(refused["status_code"], 40_202, "{path}");
        assert_eq!(
            refused["status_message"],
            "The rate-limit per minute has been exceeded."
        );
    }
    assert_eq!(
        get(&server, "backlinks/available_filters").await["status_code"],
        20_000
    );
    clock.advance(SignedDuration::from_secs(60));
    let data = get(&server, "appendix/user_data").await;
    let rates = &data["tasks"][0]["result"][0]["rates"];
    assert_eq!(rates["statistics"]["minute"]["total"], 1);
    assert_eq!(rates["statistics"]["day"]["total"], 31);
    assert_eq!(rates["limits"]["minute"]["total"], 2_000);
}

#[tokio::test]
async fn faults_refuse_and_break_off() {
    let wanted = Wanted {
        faults: "refuse=anchors/50303,drop=summary,busy=history/9",
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let sent = json!([{"target": target(&server, 9)}]);
    let (_, refused) = post(&server, "backlinks/anchors/live", &sent).await;
    assert_eq!(refused["tasks"][0]["status_code"], 50_303);
    let url = |function: &str| format!("{}/v3/backlinks/{function}/live", server.url());
    let ask = |function: &str| {
        http()
            .post(url(function))
            .basic_auth("demo", Some("demo"))
            .body(sent.to_string())
            .send()
    };
    let broken = match ask("summary").await {
        Ok(answer) => answer.bytes().await.err(),
        Err(error) => Some(error),
    };
    assert!(broken.is_some());
    let busy = ask("history").await.unwrap();
    assert_eq!(
        (busy.status().as_u16(), &busy.headers()["retry-after"]),
        (503, &"9".parse().unwrap())
    );
    let tasks = server.tasks();
    let costs: Vec<_> = tasks.iter().map(|task| (task.status, task.cost)).collect();
    assert_eq!(costs, [(50_303, 0), (20_000, 24_036)]);
    server.release("all");
    assert_eq!(ask("summary").await.unwrap().status(), 200);
}
