//! GetIndexItemInfo: every documented column, in order, with its type, and counted again by other code.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use backtrail::index::{Datasource, Index, ItemKind, LinkRecord};
use backtrail::server::Running;
use serde_json::{Map, Value};

use crate::client::{body, call, plain};

/// Columns in documented order; `n` is a number in JSON, `t` text.
const COLUMNS: &str = "ItemNum n,Item t,ResultCode t,Status t,ExtBackLinks n,RefDomains n,AnalysisResUnitsCost n,\
ACRank n,ItemType n,IndexedURLs n,GetTopBackLinksAnalysisResUnitsCost n,DownloadBacklinksAnalysisResUnitsCost n,\
DownloadRefDomainBacklinksAnalysisResUnitsCost n,RefIPs n,RefSubNets n,RefDomainsEDU n,ExtBackLinksEDU n,\
RefDomainsGOV n,ExtBackLinksGOV n,RefDomainsEDU_Exact n,ExtBackLinksEDU_Exact n,RefDomainsGOV_Exact n,\
ExtBackLinksGOV_Exact n,CrawledFlag t,LastCrawlDate t,LastCrawlResult t,RedirectFlag t,FinalRedirectResult t,\
OutDomainsExternal t,OutLinksExternal t,OutLinksInternal t,OutLinksPages t,LastSeen t,AffectedByAntiSpamAlgo n,\
Title t,RedirectTo t,Language t,LanguageDesc t,LanguageConfidence t,LanguagePageRatios t,LanguageTotalPages n,\
RefLanguage t,RefLanguageDesc t,RefLanguageConfidence t,RefLanguagePageRatios t,RefLanguageTotalPages n,\
CrawledURLs n,RootDomainIPAddress t,TotalNonUniqueLinks t,NonUniqueLinkTypeHomepages t,NonUniqueLinkTypeIndirect t,\
NonUniqueLinkTypeDeleted t,NonUniqueLinkTypeNoFollow t,NonUniqueLinkTypeProtocolHTTPS t,NonUniqueLinkTypeFrame t,\
NonUniqueLinkTypeImageLink t,NonUniqueLinkTypeRedirect t,NonUniqueLinkTypeTextLink t,RefDomainTypeLive t,\
RefDomainTypeFollow t,RefDomainTypeHomepageLink t,RefDomainTypeDirect t,RefDomainTypeProtocolHTTPS t,CanonicalURL t,\
CitationFlow n,TrustFlow n,TrustMetric n,TopicalTrustFlow_Topic_0 t,TopicalTrustFlow_Value_0 n,\
TopicalTrustFlow_Topic_1 t,TopicalTrustFlow_Value_1 n,TopicalTrustFlow_Topic_2 t,TopicalTrustFlow_Value_2 n";

/// Columns that say the same for every item this world knows: all are found, and every page that has a link
/// to it was fetched, so that none has only been seen in links.
const CONSTANT: [&str; 4] = [
    "ResultCode",
    "Status",
    "GetTopBackLinksAnalysisResUnitsCost",
    "LastSeen",
];

async fn rows(
    server: &Running,
    items: &[String],
    more: &[(&str, &str)],
) -> (Value, Vec<Map<String, Value>>) {
    let mut params: Vec<(String, String)> = vec![
        ("cmd".into(), "GetIndexItemInfo".into()),
        ("app_api_key".into(), "demo".into()),
        ("items".into(), items.len().to_string()),
    ];
    params.extend(
        items
            .iter()
            .enumerate()
            .map(|(n, item)| (format!("item{n}"), item.clone())),
    );
    let mut params: Vec<(&str, &str)> = params
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    params.extend_from_slice(more);
    let text = body(server, &params).await;
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["Code"], "OK", "{text}");
    let data = answer["DataTables"]["Results"]["Data"].as_array().unwrap();
    let rows = data
        .iter()
        .map(|row| row.as_object().unwrap().clone())
        .collect();
    (answer, rows)
}

/// Targets of every kind, and ordinary domains, hosts and pages of the world around them.
fn items(index: &Index) -> Vec<String> {
    let mut items: Vec<String> = index.targets().iter().map(|t| t.item.clone()).collect();
    let first = links(index, &items[0]);
    for link in first.iter().step_by(first.len() / 20) {
        items.push(link.source_domain.clone());
        items.push(link.source_url.clone());
    }
    for link in first.iter().step_by(first.len() / 8) {
        items.push(link.target_url.clone());
    }
    items
}

fn links(index: &Index, item: &str) -> Vec<LinkRecord> {
    let kind = if item.contains("://") {
        ItemKind::Url
    } else if psl::domain_str(item) == Some(item) {
        ItemKind::RootDomain
    } else {
        ItemKind::SubDomain
    };
    let id = index
        .resolve(kind, item)
        .unwrap_or_else(|| panic!("{item} is not known"));
    let mut links = Vec::new();
    index.for_each_ref_domain_link(id, usize::MAX, false, &mut |link| {
        links.push(link.clone());
        ControlFlow::Continue(())
    });
    links
}

fn number(row: &Map<String, Value>, column: &str) -> i64 {
    let value = &row[column];
    value
        .as_i64()
        .or_else(|| value.as_str()?.parse().ok())
        .unwrap_or_else(|| panic!("{column} is {value}"))
}

fn is_home(url: &str) -> bool {
    url.splitn(4, '/').nth(3) == Some("")
}

fn suffix_part(domain: &str, parts: &[&str]) -> bool {
    let suffix = domain.split_once('.').map_or("", |(_, suffix)| suffix);
    suffix
        .split('.')
        .next()
        .is_some_and(|first| parts.contains(&first))
}

#[tokio::test]
async fn every_documented_column_is_there_in_order_with_its_type() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let (answer, rows) = rows(&server, &items(&index), &[]).await;
    let expected: Vec<(&str, &str)> = COLUMNS
        .split(',')
        .map(|c| c.split_once(' ').unwrap())
        .collect();
    assert_eq!(expected.len(), 67 + 6);
    for row in &rows {
        let names: Vec<_> = row.keys().map(String::as_str).collect();
        let wanted: Vec<_> = expected.iter().map(|c| c.0).collect();
        assert_eq!(names, wanted);
        for (name, kind) in &expected {
            let value = &row[*name];
            let empty_topic = name.starts_with("TopicalTrustFlow_Value") && value == "";
            assert!(
                empty_topic || value.is_i64() == (*kind == "n"),
                "{name} is {value}"
            );
            assert!(value.is_i64() || value.is_string(), "{name} is {value}");
        }
    }
    let headers = &answer["DataTables"]["Results"]["Headers"];
    assert_eq!(headers["MaxTopicsRootDomain"], 30);
    assert_eq!(headers["MaxTopicsSubDomain"], 20);
    assert_eq!(headers["MaxTopicsURL"], 10);
    assert_eq!(headers["TopicsCount"], 3);
    let globals: Vec<_> = answer
        .as_object()
        .unwrap()
        .keys()
        .map(|k| k.to_ascii_lowercase())
        .collect();
    assert!(globals[3..globals.len() - 1].is_sorted());
    for global in [
        "FirstBackLinkDate",
        "MostRecentBackLinkDate",
        "IndexBuildDate",
        "ServerBuild",
        "ServerName",
    ] {
        assert!(!answer[global].as_str().unwrap().is_empty(), "{global}");
    }
    assert!(answer.get("ChargedAnalysisResUnits").is_none());
    assert_eq!(
        number(answer.as_object().unwrap(), "QueriedURLsMayExist"),
        0
    );
}

#[tokio::test]
async fn only_the_named_columns_are_constant() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let mut values: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    let mut pages = Vec::new();
    for target in index.targets() {
        let found = links(&index, &target.item);
        let step = (found.len() / 60).max(1);
        pages.extend(
            found
                .iter()
                .step_by(step)
                .map(|link| link.source_url.clone()),
        );
    }
    let all: Vec<String> = items(&index).into_iter().chain(pages).collect();
    for batch in all.chunks(100) {
        for row in rows(&server, batch, &[]).await.1 {
            for (name, value) in row {
                values.entry(name).or_default().insert(value.to_string());
            }
        }
    }
    let constant: HashSet<&str> = values
        .iter()
        .filter(|(_, v)| v.len() == 1)
        .map(|(n, _)| n.as_str())
        .collect();
    assert_eq!(constant, HashSet::from(CONSTANT));
}

#[tokio::test]
async fn counts_equal_a_recount_of_the_links() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let items = items(&index);
    let (answer, rows) = rows(&server, &items, &[("datasource", "historic")]).await;
    let mut last_seen = None;
    for (item, row) in items.iter().zip(&rows) {
        let links = links(&index, item);
        last_seen = last_seen.max(links.iter().map(|l| l.last_seen).max());
        assert_eq!(row["Item"], item.as_str());
        check_sources(row, &links);
        check_types(row, &links);
        let (ext, known) = (number(row, "ExtBackLinks"), number(row, "IndexedURLs"));
        let download = (ext + known).max(25_000);
        assert_eq!(number(row, "AnalysisResUnitsCost"), ext);
        assert_eq!(
            number(row, "DownloadBacklinksAnalysisResUnitsCost"),
            download
        );
        let by_domain = 50_000 + 20 * number(row, "RefDomains");
        assert_eq!(
            number(row, "DownloadRefDomainBacklinksAnalysisResUnitsCost"),
            download.min(by_domain)
        );
    }
    let last = backtrail::model::column::date_text(last_seen.unwrap());
    assert_eq!(answer["MostRecentBackLinkDate"], last.as_str());
}

fn check_sources(row: &Map<String, Value>, links: &[LinkRecord]) {
    let count = |keep: &dyn Fn(&LinkRecord) -> bool| {
        let kept: Vec<_> = links.iter().filter(|l| keep(l)).collect();
        let domains: HashSet<_> = kept.iter().map(|l| &l.source_domain).collect();
        (
            i64::try_from(domains.len()).unwrap(),
            i64::try_from(kept.len()).unwrap(),
        )
    };
    let (domains, all) = count(&|_| true);
    assert_eq!(
        (number(row, "RefDomains"), number(row, "ExtBackLinks")),
        (domains, all)
    );
    let nets: HashSet<u32> = links.iter().map(|l| l.source_ip >> 8).collect();
    let ips: HashSet<u32> = links.iter().map(|l| l.source_ip).collect();
    assert_eq!(number(row, "RefIPs"), i64::try_from(ips.len()).unwrap());
    assert_eq!(
        number(row, "RefSubNets"),
        i64::try_from(nets.len()).unwrap()
    );
    let reserved: [Kind<'_>; 4] = [
        ("EDU", &|l| suffix_part(&l.source_domain, &["edu", "ac"])),
        ("GOV", &|l| suffix_part(&l.source_domain, &["gov"])),
        ("EDU_Exact", &|l| l.source_domain.ends_with(".edu")),
        ("GOV_Exact", &|l| l.source_domain.ends_with(".gov")),
    ];
    for (name, keep) in reserved {
        let named = (
            number(row, &format!("RefDomains{name}")),
            number(row, &format!("ExtBackLinks{name}")),
        );
        assert_eq!(named, count(keep), "{name}");
    }
    let types: [Kind<'_>; 5] = [
        ("Live", &|l| !l.deleted),
        ("Follow", &|l| !l.nofollow),
        ("HomepageLink", &|l| is_home(&l.source_url)),
        ("Direct", &|l| !l.indirect),
        ("ProtocolHTTPS", &|l| l.source_url.starts_with("https://")),
    ];
    for (name, keep) in types {
        assert_eq!(
            number(row, &format!("RefDomainType{name}")),
            count(keep).0,
            "{name}"
        );
    }
}

fn check_types(row: &Map<String, Value>, links: &[LinkRecord]) {
    let times = |keep: &dyn Fn(&LinkRecord) -> bool| -> i64 {
        links
            .iter()
            .filter(|l| keep(l))
            .map(|l| i64::from(l.occurrences))
            .sum()
    };
    assert_eq!(number(row, "TotalNonUniqueLinks"), times(&|_| true));
    let types: [Kind<'_>; 9] = [
        ("Homepages", &|l| is_home(&l.source_url)),
        ("Indirect", &|l| l.indirect),
        ("Deleted", &|l| l.deleted),
        ("NoFollow", &|l| l.nofollow),
        ("ProtocolHTTPS", &|l| l.source_url.starts_with("https://")),
        ("Frame", &|l| l.frame),
        ("ImageLink", &|l| l.image),
        ("Redirect", &|l| l.redirect),
        ("TextLink", &|l| !l.frame && !l.image && !l.redirect),
    ];
    for (name, keep) in types {
        assert_eq!(
            number(row, &format!("NonUniqueLinkType{name}")),
            times(keep),
            "{name}"
        );
    }
    let mut languages: BTreeMap<&str, i64> = BTreeMap::new();
    for link in links {
        *languages.entry(link.source_language.0.code()).or_default() += 1;
    }
    let listed: HashSet<&str> = row["RefLanguage"]
        .as_str()
        .unwrap()
        .split(',')
        .filter(|l| !l.is_empty())
        .collect();
    assert_eq!(listed, languages.keys().copied().collect());
    assert_eq!(
        number(row, "RefLanguageTotalPages"),
        i64::try_from(links.len()).unwrap()
    );
}

#[tokio::test]
async fn topics_are_capped_by_kind_and_all_can_be_added() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let root = index.targets()[0].item.clone();
    let page = links(&index, &root)[0].target_url.clone();
    let more = [("DesiredTopics", "50"), ("AddAllTopics", "1")];
    let (answer, both) = rows(&server, &[root.clone(), page.clone()], &more).await;
    assert_eq!(
        answer["DataTables"]["Results"]["Headers"]["TopicsCount"],
        30
    );
    assert_eq!(both[1]["TopicalTrustFlow_Topic_10"], "");
    assert_ne!(both[0]["TopicalTrustFlow_Topic_0"], "");
    let all = both[0]["TrustCategories"].as_str().unwrap();
    let first = format!("{}=", both[0]["TopicalTrustFlow_Topic_0"].as_str().unwrap());
    assert!(all.starts_with(&first), "{all}");
    let shares: f64 = all
        .split(',')
        .map(|t| t.split(['=', '%']).nth(1).unwrap().parse::<f64>().unwrap())
        .sum();
    assert!((shares - 100.0).abs() < 0.5, "{shares}");
    let (answer, _) = rows(&server, &[page], &more).await;
    assert_eq!(
        answer["DataTables"]["Results"]["Headers"]["TopicsCount"],
        10
    );
    let (answer, none) = rows(&server, &[root], &[("DesiredTopics", "0")]).await;
    assert_eq!(answer["DataTables"]["Results"]["Headers"]["TopicsCount"], 0);
    assert!(!none[0].contains_key("TopicalTrustFlow_Topic_0"));
}

#[tokio::test]
async fn a_batch_counts_what_it_asked_and_costs_its_items() {
    let server = plain().await;
    let params = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "4"),
        ("item0", "nobody.example"),
        ("item1", "www.nobody.example"),
        ("item2", "http://nobody.example/"),
        ("item3", "velmoriahaven.com"),
    ];
    let answer = call(&server, &params).await;
    for (name, count) in [
        ("QueriedRootDomains", 2),
        ("QueriedRootDomainsNotFound", 1),
        ("QueriedSubDomains", 1),
        ("QueriedSubDomainsNotFound", 1),
        ("QueriedURLs", 1),
        ("QueriedURLsNotFound", 1),
    ] {
        assert_eq!(answer.global(name).unwrap().int(), Some(count), "{name}");
    }
    let table = answer.table("Results").unwrap();
    let types: Vec<_> = (0..4)
        .map(|row| table.cell(row, "ItemType").unwrap().int().unwrap())
        .collect();
    assert_eq!(types, [1, 2, 3, 1]);
    assert_eq!(table.cell(0, "ACRank").unwrap().int(), Some(-1));
    let charges = server.charges();
    assert_eq!(charges.len(), 1);
    assert_eq!(
        charges[0].amounts,
        backtrail::model::money::Amounts::new(0, 0, 4)
    );
    assert_eq!(charges[0].command, "GetIndexItemInfo");
}
