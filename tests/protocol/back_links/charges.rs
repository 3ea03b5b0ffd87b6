//! What costs nothing, and what costs although nothing comes.

use super::{ask, attribute, charged};
use crate::client::{call, plain, target};

#[tokio::test]
async fn answers_without_rows_cost_the_analysis_only() {
    let server = plain().await;
    let item = target(&server, 0);
    let answer = ask(&server, &item, &[("Count", "0"), ("ShowDomainInfo", "1")]).await;
    let table = answer.table("BackLinks").unwrap();
    assert!(table.rows.is_empty() && attribute(table, "TotalLines") > 5_000);
    assert_eq!(attribute(table, "TotalMatches"), 0);
    assert!(answer.table("DomainsInfo").unwrap().rows.is_empty());
    assert_eq!(charged(&server), (5_000, 0));
    for (n, item) in [
        "nobody.example",
        "forbes..com",
        "luc.edu  _",
        "mashable.comIthenextweb.com",
        "\u{1b}[2J",
        "http://",
    ]
    .into_iter()
    .enumerate()
    {
        let answer = ask(&server, item, &[]).await;
        let table = answer.table("BackLinks").unwrap();
        assert!(table.rows.is_empty(), "{item}");
        assert_eq!(attribute(table, "TotalBackLinks"), 0);
        assert_eq!(charged(&server), (5_000 * (n as i64 + 2), 0), "{item}");
    }
    let many = ask(
        &server,
        &item,
        &[("Count", "99999999999"), ("From", "7999999999")],
    )
    .await;
    let table = many.table("BackLinks").unwrap();
    assert_eq!(attribute(table, "Count"), 50_000);
    assert!(table.rows.is_empty());
}

#[tokio::test]
async fn impossible_parameters_are_refused_uncharged() {
    let server = plain().await;
    let item = target(&server, 0);
    let extra = ("ConsumeResourcesForAdditionalProcessing", "1");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("Count", "-1")], "'Count'"),
        (&[("Count", "ten")], "'Count'"),
        (&[("From", "-1")], "'From'"),
        (&[("Mode", "2")], "'Mode'"),
        (&[("ShowDomainInfo", "yes")], "'ShowDomainInfo'"),
        (&[("MaxSourceURLsPerRefDomain", "2")], "-1, 1, 3, 10"),
        (&[("MaxSourceURLsPerRefDomain", "0")], "-1, 1, 3, 10"),
        (&[("MaxSameSourceURLs", "x")], "'MaxSameSourceURLs'"),
        (&[("datasource", "stale")], "'datasource'"),
        (&[extra, ("FilteringDepth", "7")], "5000, 10000"),
        (&[extra, ("SortBy1", "Nothing")], "AnchorText, DateDeleted"),
        (&[extra, ("SortBy2", "Nothing")], "'SortBy2'"),
        (
            &[extra, ("SortBy1", "LastSeen"), ("SortDir1", "up")],
            "'SortDir1'",
        ),
        (&[extra, ("Filters", "TrustFlow(10)")], "at character 11"),
        (
            &[extra, ("Filters", r#"TrustFlow("gt","10") or"#)],
            "at character 22",
        ),
        (
            &[extra, ("Filters", r#"Trust("gt","10")"#)],
            "known are ACRank",
        ),
        (&[extra, ("Filters", r#"NoFollow("gt","1")"#)], "eq, ne"),
        (&[("item", "")], "'item'"),
    ];
    for (params, word) in cases {
        let mut all = vec![("cmd", "GetBackLinkData")];
        all.extend_from_slice(params);
        if params[0].0 != "item" {
            all.push(("item", &item));
        }
        let answer = call(&server, &all).await;
        assert_eq!(answer.code, "InvalidParameter", "{params:?}");
        assert!(
            answer.error_message.contains(word)
                && answer.error_message.contains("Nothing was charged"),
            "{params:?}: {}",
            answer.error_message
        );
        assert!(answer.tables.is_none());
    }
    let levels = [("GetUrlData", "0")];
    for params in [
        &levels[..],
        &[("MaxSourceURLs", "-1")],
        &[("GetRootDomainData", "2")],
    ] {
        let mut all = vec![("cmd", "GetTopBackLinks"), ("URL", item.as_str())];
        all.extend_from_slice(params);
        assert_eq!(
            call(&server, &all).await.code,
            "InvalidParameter",
            "{params:?}"
        );
    }
    let answer = call(&server, &[("cmd", "GetTopBackLinks"), ("item", "a.com")]).await;
    assert!(answer.error_message.contains("'URL'"));
    assert!(server.charges().is_empty());
}
