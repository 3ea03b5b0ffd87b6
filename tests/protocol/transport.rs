//! Paths, methods, formats and compression.

use std::io::Read;

use backtrail::wire::majestic::{json, xml};
use flate2::read::GzDecoder;

use crate::client::{ManualClock, Wanted, call, call_xml, first, http, plain, start, target};

const JSON: &str = "application/json;charset=UTF-8";
const XML: &str = "text/xml; charset=utf-8";

#[tokio::test]
async fn every_path_takes_both_methods() {
    let server = plain().await;
    for (path, kind) in [
        ("/api/json", JSON),
        ("/api//json", JSON),
        ("//api/json/", JSON),
        ("/api/xml", XML),
        ("/api//xml", XML),
        ("/api_command", XML),
        ("//api_command", XML),
    ] {
        let url = format!("{}{path}", server.url());
        let all = [
            ("CMD", "getsubscriptioninfo"),
            ("App_Api_Key", "demo"),
            ("AnalysisResUnits", "10000"),
        ];
        let (some, rest) = all.split_at(1);
        for request in [
            http().get(&url).query(&all),
            http().post(&url).form(&all),
            http().post(&url).query(&all),
            http().post(&url).query(some).form(rest),
            // The body wins.
            http()
                .post(&url)
                .query(&[("cmd", "GetEverything"), ("app_api_key", "WRONG")])
                .form(&all),
        ] {
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 200);
            assert_eq!(answer.headers()["content-type"], kind, "{path}");
            assert!(!answer.headers().contains_key("content-encoding"));
            let bytes = answer.bytes().await.unwrap();
            let answer = match kind {
                JSON => json::decode(&bytes).unwrap(),
                _ => xml::decode(&bytes).unwrap(),
            };
            assert_eq!(answer.code, "OK", "{path}: {}", answer.error_message);
            assert_eq!(answer.table("Subscriptions").unwrap().rows.len(), 2);
        }
        let other = http().put(&url).send().await.unwrap();
        assert_eq!(other.status(), 405);
    }
    for path in [
        "/api",
        "/api/yaml",
        "/api_command.php",
        "/json",
        "/api/json/x",
    ] {
        let answer = http()
            .get(format!("{}{path}", server.url()))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    }
}

#[tokio::test]
async fn both_formats_say_the_same() {
    let server = plain().await;
    let item = target(&server, 0);
    let params = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "2"),
        ("item0", item.as_str()),
        ("item1", "forbes..com | \u{1}<&>"),
    ];
    let (in_json, in_xml) = (
        call(&server, &params).await,
        call_xml(&server, &params).await,
    );
    let texts = |answer: &backtrail::wire::majestic::Answer| {
        let table = answer.table("Results").unwrap();
        let rows = table.rows.iter().map(|row| {
            let cells = row.iter().map(|cell| cell.text().into_owned());
            cells.collect::<Vec<_>>()
        });
        (table.columns.clone(), rows.collect::<Vec<_>>())
    };
    let (columns, mut rows) = texts(&in_json);
    let (xml_columns, xml_rows) = texts(&in_xml);
    assert_eq!(columns, xml_columns);
    // XML cannot carry a control character at all.
    rows[1][1] = rows[1][1].replace('\u{1}', "\u{fffd}");
    assert_eq!(rows, xml_rows);
    assert_eq!(in_json.globals.len(), in_xml.globals.len());
    assert_eq!(first(&in_xml, "Results", "ItemType").int(), Some(1));
}

#[tokio::test]
async fn compression_is_for_those_who_ask_and_never_for_files() {
    let server = plain().await;
    let url = format!("{}/api/xml", server.url());
    let params = [("cmd", "GetSubscriptionInfo"), ("app_api_key", "demo")];
    let fetch = async |accepted: Option<&str>| {
        let request = http().get(&url).query(&params);
        let request = match accepted {
            Some(text) => request.header("accept-encoding", text),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let encoding = answer.headers().get("content-encoding").cloned();
        (encoding, answer.bytes().await.unwrap())
    };
    let (none, plain) = fetch(None).await;
    assert!(none.is_none());
    for identity in ["identity", "br", "gzip;q=0"] {
        assert_eq!(
            fetch(Some(identity)).await,
            (None, plain.clone()),
            "{identity}"
        );
    }
    let (encoding, packed) = fetch(Some("gzip;q=1.0,deflate;q=0.6,identity;q=0.3")).await;
    assert_eq!(encoding.unwrap(), "gzip");
    let mut unpacked = Vec::new();
    GzDecoder::new(&packed[..])
        .read_to_end(&mut unpacked)
        .unwrap();
    assert_eq!(unpacked, plain);
    let front = http()
        .get(server.url())
        .header("accept-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert!(!front.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn what_is_not_supported_says_so_as_recorded() {
    let server = plain().await;
    let commands = ["AnalyseIndexItem", "GetLinkedDomains", "GetEverything", ""];
    for command in commands {
        let answer = call_xml(&server, &[("cmd", command), ("item", "a.example")]).await;
        assert_eq!(answer.code, "FailedRequestViaAPI");
        assert_eq!(
            answer.error_message,
            format!("The command '{command}' is not in the list of supported commands.")
        );
        assert!(answer.tables.is_none() && answer.globals.is_empty());
    }
    assert!(server.charges().is_empty());
}

#[tokio::test]
async fn faults_hold_on_every_path() {
    let wanted = Wanted {
        faults: "busy=GetSubscriptionInfo/7",
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    for path in ["api/json", "api/xml", "api_command"] {
        let url = format!("{}/{path}?cmd=getSubscriptionInfo", server.url());
        let answer = http().get(url).send().await.unwrap();
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers()["retry-after"], "7");
    }
}
