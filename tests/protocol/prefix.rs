//! GetPrefixQueryEstimate, and that every command refuses by the same limit what the estimate says cannot be scanned.

use backtrail::index::Datasource;
use backtrail::server::Running;
use backtrail::wire::majestic::Answer;

use crate::client::{ManualClock, Wanted, call, global, plain, start, target};
use crate::sheets::{NOBODY, ask as ask_both, common_path, item, last_charge, links, refused};

async fn ask(server: &Running, item: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetPrefixQueryEstimate"), ("item", item)];
    params.extend_from_slice(more);
    let answer = ask_both(server, &params).await;
    assert!(answer.tables.is_none());
    assert_eq!(global(&answer, "ChargedAnalysisResUnits"), "100");
    assert!(answer.global("ChargedRetrievalResUnits").is_none());
    assert!(answer.global("RemainingRetrievalResUnits").is_some());
    assert_eq!(last_charge(server), (100, 0));
    answer
}

/// Estimated links, whether it may be scanned; whether counted, counted links, counted addresses.
fn numbers(answer: &Answer) -> [i64; 5] {
    [
        "EstimatedExtBackLinks",
        "RealTimeQueryAllowed",
        "ActualCountsAvailable",
        "ActualExtBackLinks",
        "ActualURLs",
    ]
    .map(|name| answer.global(name).unwrap().int().unwrap())
}

#[tokio::test]
async fn a_path_is_estimated_by_the_links_below_it() {
    let server = plain().await;
    let name = target(&server, 0);
    let all = links(&server, &name);
    let path = common_path(&all);
    let below = |path: &str| {
        let count = all
            .iter()
            .filter(|l| l.target_url.starts_with(path))
            .count();
        i64::try_from(count).unwrap()
    };
    let count = below(&path);
    assert!(count > 20);
    assert_eq!(
        numbers(&ask(&server, &path, &[]).await),
        [count, 1, 0, 0, 0]
    );
    let pages = [
        ("cmd", "GetTopPages"),
        ("Query", path.as_str()),
        ("UsePrefixScan", "1"),
        ("Count", "10000"),
    ];
    let pages = call(&server, &pages)
        .await
        .table("Matches")
        .unwrap()
        .rows
        .len();
    let exact = ask(&server, &path, &[("exactmode", "1")]).await;
    let urls = i64::try_from(pages).unwrap();
    assert_eq!(numbers(&exact), [count, 1, 1, count, urls]);
    let before =
        |answer: &Answer| -> i64 { global(answer, "RemainingAnalysisResUnits").parse().unwrap() };
    let next = ask(&server, &path, &[]).await;
    assert_eq!(before(&exact) - before(&next), 200, "asked in both formats");
    let shorter = &path[..path.len() - 3];
    assert_eq!(
        numbers(&ask(&server, shorter, &[]).await)[0],
        below(shorter)
    );
    let host = path.split('/').nth(2).unwrap();
    let of_host = below(&format!("https://{host}/")) + below(&format!("http://{host}/"));
    assert_eq!(numbers(&ask(&server, host, &[]).await)[0], of_host);
    for (kind, expected) in [("1", all.len()), ("2", usize::try_from(of_host).unwrap())] {
        let answer = ask(&server, &path, &[("type", kind), ("exactmode", "1")]).await;
        let expected = i64::try_from(expected).unwrap();
        let [estimate, _, counted, actual, urls] = numbers(&answer);
        assert_eq!((estimate, counted, actual), (expected, 1, expected));
        let index = server.index(Datasource::Historic);
        let whole = if kind == "1" { name.as_str() } else { host };
        assert_eq!(urls, index.info(item(&index, whole), 0).indexed_urls);
    }
    assert_eq!(
        numbers(&ask(&server, &path, &[("type", "3")]).await),
        [count, 1, 0, 0, 0]
    );
}

#[tokio::test]
async fn an_estimate_of_nothing_costs_the_same_and_an_impossible_one_nothing() {
    let server = plain().await;
    let name = target(&server, 0);
    for nobody in NOBODY {
        let answer = ask(&server, nobody, &[("exactmode", "1")]).await;
        assert_eq!(numbers(&answer), [0, 1, 1, 0, 0], "{nobody}");
    }
    for (more, word) in [
        (("exactmode", "2"), "'exactmode'"),
        (("type", "4"), "'type'"),
        (("datasource", "stale"), "'datasource'"),
    ] {
        let params = [
            ("cmd", "GetPrefixQueryEstimate"),
            ("item", name.as_str()),
            more,
        ];
        refused(&server, &params, "InvalidParameter", word).await;
    }
    let none = [("cmd", "GetPrefixQueryEstimate")];
    refused(&server, &none, "InvalidParameter", "'item'").await;
}

/// The commands that take a path and answer at once, with the parameter of their item.
const AT_ONCE: [(&str, &str); 6] = [
    ("GetBackLinkData", "item"),
    ("GetRefDomains", "item0"),
    ("GetAnchorText", "item"),
    ("GetTopics", "Item"),
    ("GetTopPages", "Query"),
    ("GetLinkProfile", "item0"),
];

#[tokio::test]
async fn what_the_estimate_forbids_is_refused_everywhere_and_the_rest_is_answered() {
    let wanted = Wanted {
        links: Some(90_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let name = target(&server, 0);
    let (wide, narrow) = (format!("www.{name}"), format!("blog.{name}"));
    let all = links(&server, &name);
    let of = |host: &str| {
        let count = all
            .iter()
            .filter(|l| l.target_url.split('/').nth(2) == Some(host))
            .count();
        i64::try_from(count).unwrap()
    };
    assert!(of(&wide) > 20_000 && of(&narrow) < 20_000 && of(&narrow) > 0);
    let answer = ask(&server, &wide, &[("exactmode", "1")]).await;
    assert_eq!(numbers(&answer), [of(&wide), 0, 0, 0, 0]);
    let answer = ask(&server, &narrow, &[]).await;
    assert_eq!(numbers(&answer)[..2], [of(&narrow), 1]);
    for (command, parameter) in AT_ONCE {
        let params = [
            ("cmd", command),
            (parameter, wide.as_str()),
            ("UsePrefixScan", "1"),
        ];
        let code = "RealTimePrefixQueryNotPossible";
        refused(&server, &params, code, "20,000").await;
        let params = [
            ("cmd", command),
            (parameter, narrow.as_str()),
            ("UsePrefixScan", "1"),
        ];
        let charges = server.charges().len();
        let answer = call(&server, &params).await;
        assert_eq!(answer.code, "OK", "{command}");
        assert_eq!(server.charges().len(), charges + 1);
    }
}

#[tokio::test]
async fn a_download_of_too_wide_a_path_is_refused_too() {
    let wanted = Wanted {
        links: Some(90_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let name = target(&server, 0);
    let (wide, narrow) = (format!("www.{name}"), format!("blog.{name}"));
    let order = |path| {
        [
            ("cmd", "DownloadBackLinks"),
            ("Query", path),
            ("UsePrefixScan", "1"),
        ]
    };
    let code = "RealTimePrefixQueryNotPossible";
    refused(&server, &order(&wide), code, "20,000").await;
    let answer = call(&server, &order(&narrow)).await;
    assert_eq!(answer.code, "QueuedForProcessing");
}
