//! Keys, commands, charges and balances.

use serde_json::{Value, json};

use crate::client::{
    ManualClock, Wanted, body, call, first, global, http, order, plain, start, target, until,
};
use backtrail::model::money::Amounts;

#[tokio::test]
async fn a_wrong_key_is_answered_as_recorded() {
    let server = plain().await;
    let text = body(
        &server,
        &[("cmd", "GetSubscriptionInfo"), ("app_api_key", "WRONG")],
    )
    .await;
    let answer: Value = serde_json::from_str(&text).unwrap();
    let answer = answer.as_object().unwrap();
    let keys: Vec<_> = answer.keys().collect();
    assert_eq!(keys, ["Code", "ErrorMessage", "FullError"]);
    assert_eq!(answer["Code"], "FailedRequestViaAPI");
    assert_eq!(
        answer["ErrorMessage"],
        "API Key does not appear to be correct: API_KEY - 'WRONG'"
    );
    let trace = answer["FullError"].as_str().unwrap();
    assert!(trace.starts_with("Majestic12.SearchIndexReportResponse+ResponseException: API Key"));
    assert!(trace.contains("\r\n   at Majestic12."));
    assert!(server.charges().is_empty());
}

#[tokio::test]
async fn an_unknown_command_is_answered_as_recorded() {
    let server = plain().await;
    let answer = call(&server, &[("cmd", "GetEverything")]).await;
    assert_eq!(answer.code, "FailedRequestViaAPI");
    assert_eq!(
        answer.error_message,
        "The command 'GetEverything' is not in the list of supported commands."
    );
    assert!(answer.tables.is_none());
}

#[tokio::test]
async fn names_have_no_case_and_strangers_are_ignored() {
    let server = plain().await;
    let url = format!("{}/api//json", server.url());
    let query = [
        ("CMD", "getsubscriptioninfo"),
        ("APP_API_KEY", "demo"),
        ("UseResUnits", "1"),
        ("DataSource", "FRESH"),
    ];
    let text = http()
        .get(url)
        .query(&query)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["Code"], "OK");
    assert_eq!(answer["IndexType"], 1);
    assert!(
        answer["UniqueIndexID"]
            .as_str()
            .unwrap()
            .ends_with("-FRESH")
    );
    let cookie = http()
        .get(format!("{}/api/json?cmd=GetSubscriptionInfo", server.url()))
        .header("cookie", "a=b; app_api_key=demo");
    assert!(
        cookie
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .starts_with(r#"{"Code":"OK""#)
    );
    let missing = http()
        .get(format!("{}/nothing/here", server.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(missing.status(), 404);
    assert!(
        missing.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
}

#[tokio::test]
async fn the_subscription_tells_balances_and_their_end() {
    let server = plain().await;
    let text = body(
        &server,
        &[("cmd", "GetSubscriptionInfo"), ("app_api_key", "demo")],
    )
    .await;
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["TotalAnalysisResUnits"], 97_000_000);
    assert_eq!(answer["TotalRetrievalResUnits"], 19_200_000);
    assert_eq!(answer["TotalIndexItemInfoResUnits"], 500_000);
    assert_eq!(answer["SubscriptionIsActive"], 1);
    assert_eq!(answer["IndexType"], 0);
    let tables = answer["DataTables"].as_object().unwrap();
    let names: Vec<_> = tables.keys().collect();
    assert_eq!(names, ["Subscriptions", "SiteExplorerInfo", "IndexInfo"]);
    let rows = tables["Subscriptions"]["Data"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["Starts"], "2026-11-01 00:00:00");
    assert_eq!(rows[0]["Expires"], "2026-12-01 00:00:00");
    assert_eq!(rows[1]["Expires"], "2027-01-01 00:00:00");
    let sum: i64 = rows
        .iter()
        .map(|r| r["AnalysisResUnits"].as_i64().unwrap())
        .sum();
    assert_eq!(sum, 97_000_000);
    assert!(tables["SiteExplorerInfo"]["Headers"]["DomainsUsed"].is_i64());
    assert!(tables["IndexInfo"]["Data"][0]["MostRecentBackLinkDate"].is_string());
}

#[tokio::test]
async fn a_malformed_item_is_ok_and_costs_like_any_other() {
    let server = plain().await;
    for item in [
        "forbes..com",
        "luc.edu  _",
        "nobody.example",
        "http://",
        "\u{1b}[2J",
    ] {
        let answer = call(
            &server,
            &[("cmd", "GetIndexItemInfo"), ("items", "1"), ("item0", item)],
        )
        .await;
        assert_eq!(answer.code, "OK", "{item}");
        assert_eq!(first(&answer, "Results", "Status").text(), "NotFound");
        assert_eq!(first(&answer, "Results", "Item").text(), item);
        assert_eq!(first(&answer, "Results", "ExtBackLinks").int(), Some(0));
    }
    let items: i64 = server.charges().iter().map(|c| c.amounts.items).sum();
    assert_eq!(items, 5);
    let queued = order(&server, "forbes..com", &[]).await;
    let row = until(&server, &global(&queued, "JobID"), "4").await;
    assert!(row("FileSize").parse::<u64>().unwrap() > 0);
    let charges = server.charges();
    assert_eq!(charges[5].amounts, Amounts::new(50_000, 0, 0));
    assert_eq!(charges.len(), 6);
}

#[tokio::test]
async fn refused_calls_cost_nothing() {
    let server = plain().await;
    let info = |more: &[(&'static str, &'static str)]| {
        let mut params = vec![("cmd", "GetIndexItemInfo")];
        params.extend_from_slice(more);
        params
    };
    for params in [
        info(&[]),
        info(&[("items", "0")]),
        info(&[("items", "101")]),
        info(&[("items", "2"), ("item0", "a.com")]),
        info(&[("items", "1"), ("item0", "a.com"), ("datasource", "stale")]),
        info(&[
            ("items", "1"),
            ("item0", "a.com"),
            ("DesiredTopics", "many"),
        ]),
        vec![("cmd", "DownloadRefDomainBackLinks")],
        vec![
            ("cmd", "DownloadRefDomainBackLinks"),
            ("item", "a.com"),
            ("MaxSourceURLsPerRefDomain", "11"),
        ],
        vec![
            ("cmd", "DownloadRefDomainBackLinks"),
            ("item", "a.com"),
            ("Mode", "2"),
        ],
        vec![
            ("cmd", "DownloadRefDomainBackLinks"),
            ("item", "a.com"),
            ("NotifyURL", "http://192.0.2.1/"),
        ],
        vec![
            ("cmd", "DownloadRefDomainBackLinks"),
            ("item", "a.com"),
            ("UploadToFTP", "ftp://192.0.2.1/"),
        ],
        vec![("cmd", "DeleteDownloads")],
    ] {
        let answer = call(&server, &params).await;
        assert_eq!(answer.code, "InvalidParameter", "{params:?}");
        assert!(
            answer.error_message.contains('\''),
            "{}",
            answer.error_message
        );
        assert!(answer.global("IndexType").is_some());
    }
    assert!(server.charges().is_empty());
}

#[tokio::test]
async fn units_run_out_without_a_charge() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.toml");
    let text = r#"
        [[account]]
        key = "POOR"
        user_id = 7
        [[account.subscription]]
        analysis = 60000
        retrieval = 3
        items = 2
    "#;
    std::fs::write(&file, text).unwrap();
    let wanted = Wanted {
        accounts: Some(&file),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let code = async |more: &[(&str, &str)]| {
        let mut params = vec![("app_api_key", "POOR")];
        params.extend_from_slice(more);
        let text = body(&server, &params).await;
        let answer: Value = serde_json::from_str(&text).unwrap();
        answer["Code"].as_str().unwrap().to_owned()
    };
    let two = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "2"),
        ("item0", "a.com"),
        ("item1", "b.com"),
    ];
    assert_eq!(code(&two).await, "OK");
    assert_eq!(code(&two).await, "FailedRequestViaAPI");
    let mut failover = two.to_vec();
    failover.push(("EnableResourceUnitFailover", "1"));
    assert_eq!(code(&failover).await, "OK");
    assert_eq!(code(&failover).await, "FailedRequestViaAPI");
    let large = target(&server, 0);
    let download = [
        ("cmd", "DownloadRefDomainBackLinks"),
        ("item", large.as_str()),
    ];
    assert_eq!(code(&download).await, "FailedRequestViaAPI");
    let charges = server.charges();
    let amounts: Vec<_> = charges.iter().map(|c| c.amounts).collect();
    assert_eq!(amounts, [Amounts::new(0, 0, 2), Amounts::new(600, 2, 0)]);
    assert!(charges.iter().all(|c| c.user_id == 7));
}

#[tokio::test]
async fn the_front_door_names_targets_and_account() {
    let server = plain().await;
    let text = http()
        .get(server.url())
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let front: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(front["accounts"]["majestic"]["key"], "demo");
    let targets = front["targets"].as_array().unwrap();
    assert!(targets.len() >= 12);
    let links: Vec<_> = targets
        .iter()
        .map(|t| t["links"].as_u64().unwrap())
        .collect();
    assert!(links.is_sorted_by(|a, b| a >= b));
    let charges = http()
        .get(format!("{}/admin/charges", server.url()))
        .send()
        .await
        .unwrap();
    let charges: Value = serde_json::from_str(&charges.text().await.unwrap()).unwrap();
    assert_eq!(charges, json!([]));
}
