//! Faults that strike single calls: what they do to an answer, whether the call was carried out, and which calls.

use std::time::Duration;

use backtrail::server::{Faults, Running};
use jiff::SignedDuration;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::client::{
    ManualClock, Wanted, body, call, global, http, listed, order, plain, start, target, until,
};

async fn with(faults: &str) -> Running {
    let wanted = Wanted {
        faults,
        ..Wanted::default()
    };
    start(&wanted, ManualClock::new()).await
}

/// A paid call of Majestic's: one IndexItemInfo unit.
async fn info(server: &Running) -> reqwest::Result<Response> {
    let item = target(server, 0);
    let params = [
        ("app_api_key", "demo"),
        ("cmd", "GetIndexItemInfo"),
        ("items", "1"),
        ("item0", &item),
    ];
    let url = format!("{}/api/json", server.url());
    http().get(url).query(&params).send().await
}

/// A paid call of DataForSEO's.
async fn summary(server: &Running) -> reqwest::Result<Response> {
    let url = format!("{}/v3/backlinks/summary/live", server.url());
    let request = http().post(url).basic_auth("demo", Some("demo"));
    let sent = json!([{"target": target(server, 0)}]);
    request.body(sent.to_string()).send().await
}

/// How many calls were charged, on both sides.
fn charged(server: &Running) -> (usize, usize) {
    let tasks = server.tasks();
    let paid = tasks.iter().filter(|task| task.cost > 0).count();
    (server.charges().len(), paid)
}

async fn read(answer: Response) -> Value {
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

fn wait(answer: &Response) -> Option<&str> {
    let header = answer.headers().get("retry-after");
    header.map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn statuses_come_before_the_charge_or_after_it() {
    let server = with(
        "status=GetIndexItemInfo/429:7@1,gateway=GetIndexItemInfo/502@2,busy=summary/9@1,gateway=summary/504:3@2",
    )
    .await;
    let turned = |answer: Response| (answer.status().as_u16(), wait(&answer).map(str::to_owned));
    let told = |code, seconds: Option<&str>| (code, seconds.map(str::to_owned));
    assert_eq!(turned(info(&server).await.unwrap()), told(429, Some("7")));
    assert_eq!(
        turned(summary(&server).await.unwrap()),
        told(503, Some("9"))
    );
    assert_eq!(charged(&server), (0, 0));
    assert_eq!(turned(info(&server).await.unwrap()), told(502, None));
    assert_eq!(
        turned(summary(&server).await.unwrap()),
        told(504, Some("3"))
    );
    assert_eq!(charged(&server), (1, 1));
    assert_eq!(turned(info(&server).await.unwrap()), told(200, None));
}

#[tokio::test]
async fn a_call_is_refused_by_the_protocols_own_means() {
    let server = with("refuse=GetIndexItemInfo/FailedRequest,refuse=summary/40203").await;
    let refused = read(info(&server).await.unwrap()).await;
    assert_eq!(refused["Code"], "FailedRequest");
    let refused = read(summary(&server).await.unwrap()).await;
    assert_eq!(refused["tasks"][0]["status_code"], 40_203);
    assert_eq!(charged(&server), (0, 0));
}

#[tokio::test]
async fn answers_break_off_end_early_and_come_in_pieces() {
    let whole = {
        let server = plain().await;
        info(&server).await.unwrap().bytes().await.unwrap()
    };
    let server = with(
        "cut=GetIndexItemInfo/40@1,short=GetIndexItemInfo/40@2,slow=GetIndexItemInfo/200:1@3,flip=GetIndexItemInfo/2@4,drop=GetIndexItemInfo@5",
    )
    .await;
    assert!(info(&server).await.unwrap().bytes().await.is_err());
    let short = info(&server).await.unwrap();
    assert_eq!(short.headers()["content-length"], "40");
    assert_eq!(short.bytes().await.unwrap(), whole[..40]);
    let slow = info(&server).await.unwrap();
    let length = slow.bytes().await.unwrap().len();
    assert_eq!(length, whole.len());
    let mut flipped = info(&server).await.unwrap().bytes().await.unwrap().to_vec();
    flipped[2] ^= 0x10;
    assert_eq!(flipped[..40], whole[..40]);
    let dropped = info(&server).await;
    assert!(match dropped {
        Ok(answer) => answer.bytes().await.is_err(),
        Err(_) => true,
    });
    assert_eq!(charged(&server), (5, 0));
}

#[tokio::test]
async fn pages_and_other_types_come_after_the_charge() {
    let server = with("page=any@1,types=any@2").await;
    let page = summary(&server).await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let kind = page.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("text/html"), "{kind}");
    let other = read(summary(&server).await.unwrap()).await;
    assert_eq!(other["status_code"], "20000");
    assert_eq!(charged(&server), (0, 2));
}

#[tokio::test]
async fn a_share_of_the_calls_is_struck_and_the_same_ones_each_time() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let server = with("status=GetSubscriptionInfo/503@40%").await;
        let mut struck = Vec::new();
        for _ in 0..50 {
            let url = format!("{}/api/json", server.url());
            let params = [("app_api_key", "demo"), ("cmd", "GetSubscriptionInfo")];
            let answer = http().get(url).query(&params).send().await.unwrap();
            struck.push(answer.status() == StatusCode::SERVICE_UNAVAILABLE);
        }
        seen.push(struck);
    }
    assert_eq!(seen[0], seen[1]);
    let count = seen[0].iter().filter(|struck| **struck).count();
    assert!((8..=32).contains(&count), "{count}");
}

#[tokio::test]
async fn somebody_else_spends_from_the_same_account() {
    let server = with("spend=GetSubscriptionInfo/700@2,spend=summary/5000@1").await;
    let left = async || {
        let answer = call(&server, &[("cmd", "GetSubscriptionInfo")]).await;
        global(&answer, "TotalAnalysisResUnits")
            .parse::<i64>()
            .unwrap()
    };
    let first = left().await;
    assert_eq!(left().await, first - 700);
    assert_eq!(left().await, first - 700);
    summary(&server).await.unwrap();
    let costs: Vec<i64> = server.tasks().iter().map(|task| task.cost).collect();
    assert_eq!((costs.len(), costs[0]), (2, 5_000));
}

#[tokio::test]
async fn jobs_fail_and_files_lapse() {
    let server = with("fail=job@1,expire=job@2").await;
    let failed = order(&server, &target(&server, 0), &[]).await;
    let failed = global(&failed, "JobID");
    while listed(&server, &failed).await.unwrap()("Status") != "5" {
        tokio::task::yield_now().await;
    }
    let lapsed = order(&server, &target(&server, 1), &[]).await;
    let lapsed = global(&lapsed, "JobID");
    while listed(&server, &lapsed).await.is_some() {
        tokio::task::yield_now().await;
    }
    let retrieval: i64 = server.charges().iter().map(|c| c.amounts.retrieval).sum();
    assert!(retrieval > 0, "the rows of the lapsed file were charged");
}

#[tokio::test]
async fn a_file_is_another_one_at_every_call() {
    let server = with("etag=file,flip=file/0@2").await;
    let made = order(&server, &target(&server, 0), &[]).await;
    let row = until(&server, &global(&made, "JobID"), "4").await;
    let get = async || {
        http()
            .get(row("PublicDownloadLocation"))
            .send()
            .await
            .unwrap()
    };
    let (first, second) = (get().await, get().await);
    assert_ne!(first.headers()["etag"], second.headers()["etag"]);
    let (first, second) = (first.bytes().await.unwrap(), second.bytes().await.unwrap());
    assert_eq!(first[0] ^ 0x10, second[0]);
    assert_eq!(first[1..], second[1..]);
}

#[tokio::test]
async fn faults_are_replaced_while_the_server_runs() {
    let server = with("status=GetIndexItemInfo/500,skew=3600").await;
    assert_eq!(info(&server).await.unwrap().status().as_u16(), 500);
    let admin = async |spec: &str| {
        let url = format!("{}/admin/faults", server.url());
        http()
            .post(url)
            .query(&[("spec", spec)])
            .send()
            .await
            .unwrap()
    };
    let wrong = admin("smoke").await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    assert!(wrong.text().await.unwrap().contains("smoke"));
    assert_eq!(info(&server).await.unwrap().status().as_u16(), 500);
    let gates = read(admin("page=GetIndexItemInfo").await).await;
    assert_eq!(gates[0]["gate"], "page=GetIndexItemInfo");
    let answer = info(&server).await.unwrap();
    assert!(answer.text().await.unwrap().contains("<html>"));
    assert_eq!(server.release("page"), 1);
    assert_eq!(read(info(&server).await.unwrap()).await["Code"], "OK");
    server.set_faults(Faults::default());
    assert!(
        body(&server, &[("cmd", "GetSubscriptionInfo")])
            .await
            .contains("Code")
    );
}

#[tokio::test]
async fn a_wrong_clock_is_ahead_of_the_right_one() {
    let right = ManualClock::new();
    let wanted = Wanted {
        faults: "skew=-86400",
        ..Wanted::default()
    };
    let server = start(&wanted, right.clone()).await;
    info(&server).await.unwrap();
    let noon: jiff::Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
    assert_eq!(server.charges()[0].at, noon);
    right.advance(SignedDuration::try_from(Duration::from_secs(60)).unwrap());
    server.set_faults(Faults::default());
    info(&server).await.unwrap();
    let right: jiff::Timestamp = "2026-11-21T12:01:00Z".parse().unwrap();
    assert_eq!(server.charges()[1].at, right);
}
