//! GetTopBackLinks.

use std::collections::{BTreeMap, HashSet};

use backtrail::index::{Datasource, ItemKind};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};

use super::{Row, attribute, charged, int, links, rows_of};
use crate::client::{call, global, plain, target};

async fn top(server: &Running, url: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetTopBackLinks"), ("URL", url)];
    params.extend_from_slice(more);
    let answer = call(server, &params).await;
    assert_eq!(answer.code, "OK", "{}", answer.error_message);
    answer
}

/// The page most links to an item go to.
fn favourite(server: &Running, item: &str) -> String {
    let mut pages: BTreeMap<String, usize> = BTreeMap::new();
    for link in links(server, item, Datasource::Historic) {
        *pages.entry(link.target_url).or_default() += 1;
    }
    pages.into_iter().max_by_key(|p| p.1).unwrap().0
}

const LEVELS: [(&str, &str); 4] = [
    ("MaxSourceURLs", "300"),
    ("GetSubDomainData", "1"),
    ("GetRootDomainData", "1"),
    ("ShowDomainInfo", "1"),
];

fn check_attributes(table: &Table, about: &str, known: u64) {
    let text = |attribute: &str| {
        let found = table.attributes.iter().find(|(n, _)| n == attribute);
        found.unwrap().1.text().into_owned()
    };
    assert_eq!(text("BackLinkItem"), about);
    assert_eq!(text("BackLinkType"), table.name);
    assert_eq!(text("AvailableLines"), "50000");
    assert_eq!(text("TotalBackLinks"), known.to_string());
    assert_eq!(attribute(table, "TotalMatches"), 300);
    assert!((300..=50_000).contains(&attribute(table, "TotalLines")));
}

#[tokio::test]
async fn top_links_come_level_by_level_with_shared_domain_ids() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let item = target(&server, 0);
    let page = favourite(&server, &item);
    let host = page.split('/').nth(2).unwrap();
    let answer = top(&server, &page, &LEVELS).await;
    let tables = answer.tables.iter().flatten();
    let names: Vec<_> = tables.map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["URL", "SubDomain", "RootDomain", "DomainsInfo"]);
    let mut next = 0;
    for (name, about, kind) in [
        ("URL", page.as_str(), ItemKind::Url),
        ("SubDomain", host, ItemKind::SubDomain),
        ("RootDomain", item.as_str(), ItemKind::RootDomain),
    ] {
        let table = answer.table(name).unwrap();
        let id = index.resolve(kind, about).unwrap();
        check_attributes(table, about, index.external_links(id));
        let rows = rows_of(table);
        assert_eq!(rows.len(), 300);
        assert!(rows.is_sorted_by(|a, b| int(a, "ACRank") >= int(b, "ACRank")));
        for row in &rows {
            assert_eq!((int(row, "FlagDeleted"), row["DateLost"].as_str()), (0, ""));
            assert!(row["TargetURL"] == page || name != "URL");
            assert!(row["TargetURL"].contains(&format!("//{host}/")) || name == "RootDomain");
            let id = int(row, "DomainID");
            assert!(id <= next);
            next = next.max(id + 1);
        }
    }
    let domains = answer.table("DomainsInfo").unwrap();
    assert_eq!(domains.rows.len() as i64, next);
}

#[tokio::test]
async fn every_level_is_charged_and_balances_are_those_from_before() {
    let server = plain().await;
    let page = favourite(&server, &target(&server, 0));
    let answer = top(&server, &page, &LEVELS).await;
    for (name, expected) in [
        ("AnalysisMode", "AnalyseAllBackLinks"),
        ("ChargedAnalysisResUnits", "15000"),
        ("ChargedRetrievalResUnits", "900"),
        ("RemainingStandardReports", "0"),
        ("RemainingDetailedReportsPerPeriod", "0"),
    ] {
        assert_eq!(global(&answer, name), expected, "{name}");
    }
    assert_eq!(charged(&server), (15_000, 900));
    let after = top(&server, &page, &[("MaxSourceURLs", "0")]).await;
    assert!(after.table("URL").unwrap().rows.is_empty() && after.table("DomainsInfo").is_none());
    for (name, cost) in [
        ("RemainingAnalysisResUnits", 15_000),
        ("RemainingRetrievalResUnits", 900),
    ] {
        let number = |answer: &Answer| global(answer, name).parse::<i64>().unwrap();
        assert_eq!(number(&after), number(&answer) - cost, "{name}");
    }
    assert_eq!(charged(&server), (20_000, 900));
}

#[tokio::test]
async fn the_cap_of_a_domain_is_applied_to_the_lines_that_were_chosen() {
    let server = plain().await;
    let item = target(&server, 0);
    let level = [
        ("GetUrlData", "0"),
        ("GetRootDomainData", "1"),
        ("MaxSourceURLs", "200"),
    ];
    let all = top(&server, &item, &level).await;
    let all = rows_of(all.table("RootDomain").unwrap());
    assert_eq!(all.len(), 200);
    let mut params = level.to_vec();
    params.push(("MaxSourceURLsPerRefDomain", "1"));
    let capped = top(&server, &item, &params).await;
    assert_eq!(global(&capped, "ChargedAnalysisResUnits"), "5000");
    let rows = rows_of(capped.table("RootDomain").unwrap());
    assert_eq!(
        global(&capped, "ChargedRetrievalResUnits"),
        rows.len().to_string()
    );
    let mut seen = HashSet::new();
    let expected: Vec<Row> = all
        .into_iter()
        .filter(|row| {
            let host = row["SourceURL"].split('/').nth(2).unwrap();
            seen.insert(psl::domain_str(host).unwrap().to_owned())
        })
        .collect();
    assert!(!rows.is_empty() && rows.len() < 200, "{}", rows.len());
    assert_eq!(rows, expected);
    let most = top(
        &server,
        &item,
        &[("GetRootDomainData", "1"), ("MaxSourceURLs", "50000")],
    )
    .await;
    let root = most.table("RootDomain").unwrap();
    assert!(root.rows.len() > 2_000 && root.rows.len() <= 20_000);
    for unknown in ["nobody.example", "forbes..com", "http://", "\u{1b}"] {
        let before = charged(&server);
        let answer = top(&server, unknown, &[]).await;
        assert!(answer.table("URL").unwrap().rows.is_empty());
        assert_eq!(
            charged(&server),
            (before.0 + 5_000, before.1),
            "{unknown:?}"
        );
    }
}
