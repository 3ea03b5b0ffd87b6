//! Who may ask what: keys, cookies, applications with tokens, plans.

use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, json};

use crate::client::{call, first, global, http, order, plain, target, until, with_accounts};

const TOKEN: [(&str, &str); 2] = [
    ("accesstoken", "demo-token"),
    ("privatekey", "demo-private"),
];

async fn raw(server: &Running, path: &str, params: &[(&str, &str)]) -> String {
    let url = format!("{}/{path}", server.url());
    let answer = http().post(url).form(params).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.text().await.unwrap()
}

async fn ask(server: &Running, who: &[(&str, &str)], what: &[(&str, &str)]) -> Answer {
    let params: Vec<_> = who.iter().chain(what).copied().collect();
    json::decode(raw(server, "api/json", &params).await.as_bytes()).unwrap()
}

#[tokio::test]
async fn a_wrong_key_has_empty_variables_in_xml() {
    let server = plain().await;
    let text = raw(
        &server,
        "api_command",
        &[("cmd", "GetSubscriptionInfo"), ("app_api_key", "WRONG")],
    )
    .await;
    let start = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Result Code=\"FailedRequestViaAPI\" \
        ErrorMessage=\"API Key does not appear to be correct: API_KEY - &#39;WRONG&#39;\" \
        FullError=\"Majestic12.SearchIndexReportResponse+ResponseException: API Key does not appear";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("&#13;&#10;   at Majestic12."));
    assert!(text.ends_with("\n\t\t<GlobalVars/>\n</Result>\n"), "{text}");
}

#[tokio::test]
async fn a_token_spends_what_its_user_has() {
    let server = plain().await;
    let info = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "1"),
        ("item0", "a.example"),
    ];
    assert_eq!(ask(&server, &TOKEN, &info).await.code, "OK");
    let left = call(&server, &[("cmd", "GetSubscriptionInfo")]).await;
    assert_eq!(global(&left, "TotalIndexItemInfoResUnits"), "499999");
    for (token, private) in [
        ("demo-token", "WRONG"),
        ("WRONG", "demo-private"),
        ("", "demo-private"),
        ("demo-token", ""),
        ("demo", "demo"),
    ] {
        let who = [("accesstoken", token), ("privatekey", private)];
        let refused = ask(&server, &who, &info).await;
        assert_eq!(refused.code, "FailedRequestViaAPI");
        assert!(
            refused
                .error_message
                .contains("does not appear to be correct")
        );
        assert!(refused.globals.is_empty() && refused.tables.is_none());
    }
    // A key, where there is one, is what counts.
    let both = [("app_api_key", "WRONG"), TOKEN[0], TOKEN[1]];
    let refused = ask(&server, &both, &info).await;
    assert!(refused.error_message.contains("API_KEY - 'WRONG'"));
    assert_eq!(server.charges().len(), 1);
}

#[tokio::test]
async fn an_application_may_do_less() {
    let server = plain().await;
    let reduced = ask(&server, &TOKEN, &[("cmd", "GetSubscriptionInfo")]).await;
    assert_eq!(reduced.code, "OK");
    assert!(reduced.tables.is_none());
    assert_eq!(global(&reduced, "TotalAnalysisResUnits"), "97000000");
    assert_eq!(global(&reduced, "IndexType"), "0");
    assert!(reduced.global("StandardReportBacklinksShown").is_none());
    assert!(reduced.global("MaxGetIndexInfoBatchCount").is_none());
    let analyse = [("cmd", "AnalyseIndexItem"), ("items", "1")];
    assert_eq!(
        ask(&server, &TOKEN, &analyse).await.code,
        "FailedRequestViaAPI"
    );

    let job = global(&order(&server, &target(&server, 3), &[]).await, "JobID");
    let _row = until(&server, &job, "4").await;
    let all = ask(&server, &TOKEN, &[("cmd", "GetDownloadsList")]).await;
    assert_eq!(all.code, "InvalidParameter");
    assert!(all.error_message.contains("'DownloadJobID'"));
    let named = [("cmd", "GetDownloadsList"), ("DownloadJobID", job.as_str())];
    let one = ask(&server, &TOKEN, &named).await;
    assert_eq!(first(&one, "Downloads", "JobID").text(), job);
}

#[tokio::test]
async fn a_cookie_counts_for_get_and_where_nothing_else_is_said() {
    let server = plain().await;
    let cookie = |request: reqwest::RequestBuilder| async {
        let request = request.header("cookie", "x=1; app_api_key=demo");
        let text = request.send().await.unwrap().text().await.unwrap();
        json::decode(text.as_bytes()).unwrap().code
    };
    let url = format!("{}/api/json", server.url());
    let get = |more: &str| http().get(format!("{url}?cmd=GetDownloadsList{more}"));
    assert_eq!(cookie(get("")).await, "OK");
    assert_eq!(
        cookie(get("&app_api_key=WRONG")).await,
        "FailedRequestViaAPI"
    );
    assert_eq!(
        cookie(get("&accesstoken=WRONG")).await,
        "FailedRequestViaAPI"
    );
    let post = http().post(&url).form(&[("cmd", "GetDownloadsList")]);
    assert_eq!(cookie(post).await, "FailedRequestViaAPI");
}

#[tokio::test]
async fn plans_without_the_api_or_the_historic_index_are_held_to() {
    let server = with_accounts(
        r#"
        [[account]]
        key = "NOAPI"
        user_id = 7
        api_access = false
        [[account.subscription]]
        items = 5
        [[account]]
        key = "FRESH"
        user_id = 8
        historic = false
        [[account.subscription]]
        items = 5
        [[application]]
        private_key = "APP"
        [[application.token]]
        access_token = "OF7"
        user_id = 7
        "#,
    )
    .await;
    let info = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "1"),
        ("item0", "a.example"),
    ];
    let refused = ask(&server, &[("app_api_key", "NOAPI")], &info).await;
    assert_eq!(refused.error_message, "Enterprise API access required");
    assert_eq!(refused.code, "FailedRequestViaAPI");
    assert!(refused.global("UniqueIndexID").is_some() && refused.global("ServerName").is_some());
    let of_user = [("accesstoken", "OF7"), ("privatekey", "APP")];
    assert_eq!(ask(&server, &of_user, &info).await.code, "OK");

    let fresh = [("app_api_key", "FRESH")];
    let default = ask(&server, &fresh, &info).await;
    assert_eq!(
        (
            default.code.as_str(),
            global(&default, "IndexType").as_str()
        ),
        ("OK", "1")
    );
    let historic = [&info[..], &[("DataSource", "Historic")]].concat();
    let refused = ask(&server, &fresh, &historic).await;
    assert_eq!(refused.code, "FailedRequestViaAPI");
    assert!(refused.error_message.contains("historic"));
    assert_eq!(global(&refused, "IndexType"), "1");
    let list = [("cmd", "GetDownloadsList"), ("datasource", "historic")];
    assert_eq!(ask(&server, &fresh, &list).await.code, "OK");
    let users: Vec<_> = server.charges().iter().map(|c| c.user_id).collect();
    assert_eq!(users, [7, 8]);
}
