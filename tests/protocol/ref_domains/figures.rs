//! Every figure counted again from the links, and the same in every answer that tells it.

use std::collections::{BTreeSet, HashMap, HashSet};

use backtrail::index::{Datasource, LinkRecord};
use backtrail::model::column::date_text;
use backtrail::wire::majestic::Table;

use super::{ask, ask_info, attribute, by_domain, column, links, number, results, text};
use crate::client::{call, plain, target};

#[tokio::test]
async fn cross_matched_items_equal_a_recount_of_both_lists() {
    let server = plain().await;
    let items = [
        target(&server, 0),
        target(&server, 1),
        format!("www.{}", target(&server, 2)),
    ];
    let names: Vec<&str> = items.iter().map(String::as_str).collect();
    for source in [Datasource::Fresh, Datasource::Historic] {
        let index = server.index(source);
        let word = if source == Datasource::Fresh {
            "fresh"
        } else {
            "historic"
        };
        let lists: Vec<_> = items.iter().map(|i| by_domain(links(&index, i))).collect();
        for at_least in [1, 2, 3] {
            let least = at_least.to_string();
            let more = [
                ("Count", "100000"),
                ("MinMatches", &least),
                ("datasource", word),
            ];
            let answer = ask(&server, &names, &more).await;
            let table = results(&answer);
            let union: BTreeSet<&String> = lists.iter().flat_map(|l| l.keys()).collect();
            let expected: BTreeSet<&String> = union
                .into_iter()
                .filter(|d| lists.iter().filter(|l| l.contains_key(*d)).count() >= at_least)
                .collect();
            let domains = column(table, "Domain");
            assert!(!domains.is_empty());
            assert_eq!(domains.iter().collect::<BTreeSet<_>>(), expected);
            assert_eq!(domains.len(), expected.len(), "a domain stands twice");
            assert_eq!(
                attribute(table, "TotalMatchedDomains"),
                domains.len() as i64
            );
            for (row, domain) in domains.iter().enumerate() {
                check_matches(table, row, domain, &items, &lists);
            }
            let request = answer.table("Request").unwrap();
            for (n, list) in lists.iter().enumerate() {
                assert_eq!(number(request, n, "TotalRefDomains"), list.len() as i64);
            }
        }
    }
}

fn check_matches(
    table: &Table,
    row: usize,
    domain: &str,
    items: &[String],
    lists: &[HashMap<String, Vec<LinkRecord>>],
) {
    assert_eq!(number(table, row, "Position"), row as i64 + 1);
    let (mut matches, mut matched) = (0, 0);
    for (item, list) in items.iter().zip(lists) {
        let links = list.get(domain).map_or(&[][..], Vec::as_slice);
        matches += i64::from(!links.is_empty());
        matched += links.len() as i64;
        let day = |day: Option<i32>| day.map_or_else(String::new, date_text);
        let cell = |what: &str| text(table, row, &format!("{what}_{item}"));
        assert_eq!(cell("BackLinks"), links.len().to_string());
        assert_eq!(
            cell("FirstLinkDate"),
            day(links.iter().map(|l| l.first_found).min())
        );
        assert_eq!(
            cell("LastLinkDate"),
            day(links.iter().map(|l| l.last_seen).max())
        );
    }
    assert_eq!(number(table, row, "Matches"), matches);
    assert_eq!(number(table, row, "MatchedLinks"), matched);
}

/// Columns that GetRefDomainInfo has too.
const OF_DOMAINS: [&str; 15] = [
    "RefDomains",
    "ExtBackLinks",
    "AlexaRank",
    "IndexedURLs",
    "CrawledURLs",
    "FirstCrawled",
    "LastSuccessfulCrawl",
    "IP",
    "SubNet",
    "CountryCode",
    "TLD",
    "CitationFlow",
    "TrustFlow",
    "TopicalTrustFlow_Topic_0",
    "TopicalTrustFlow_Value_0",
];

/// Columns that GetIndexItemInfo has too.
const OF_ITEMS: [&str; 18] = [
    "RefDomains",
    "ExtBackLinks",
    "IndexedURLs",
    "CrawledURLs",
    "CitationFlow",
    "TrustFlow",
    "Title",
    "OutDomainsExternal",
    "OutLinksExternal",
    "OutLinksInternal",
    "OutLinksPages",
    "Language",
    "LanguageDesc",
    "LanguageConfidence",
    "LanguagePageRatios",
    "LanguageTotalPages",
    "TopicalTrustFlow_Topic_0",
    "TopicalTrustFlow_Value_0",
];

#[tokio::test]
async fn figures_of_domains_equal_a_recount() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let item = target(&server, 3);
    let answer = ask(&server, &[&item], &[("Count", "400")]).await;
    let table = results(&answer);
    let domains = column(table, "Domain");
    assert!(domains.len() > 100);
    for (row, domain) in domains.iter().enumerate() {
        let links = links(&index, domain);
        let from: HashSet<&String> = links.iter().map(|l| &l.source_domain).collect();
        assert_eq!(number(table, row, "RefDomains"), from.len() as i64);
        assert_eq!(number(table, row, "ExtBackLinks"), links.len() as i64);
        let (ip, net) = (text(table, row, "IP"), text(table, row, "SubNet"));
        assert_eq!(net, format!("{}.0", ip.rsplit_once('.').unwrap().0));
        let found = text(table, row, &format!("FirstLinkDate_{item}"));
        assert!(text(table, row, "FirstCrawled") <= found);
        let count = |name| number(table, row, name);
        let external = count("OutLinksExternal");
        let all = external + count("OutLinksInternal");
        let share = if all == 0 { 0 } else { external * 100 / all };
        assert_eq!(count("LinkSaturation"), share);
    }
}

#[tokio::test]
async fn every_answer_tells_the_same_of_a_domain() {
    let server = plain().await;
    let item = target(&server, 3);
    let answer = ask(&server, &[&item], &[("Count", "100")]).await;
    let table = results(&answer);
    let domains = column(table, "Domain");
    assert_eq!(domains.len(), 100);
    let info = ask_info(&server, &domains, &[]).await;
    let info = info.table("DomainsInfo").unwrap();
    let names: Vec<String> = (0..domains.len()).map(|n| format!("item{n}")).collect();
    let mut params = vec![("cmd", "GetIndexItemInfo"), ("items", "100")];
    let items = domains.iter().map(String::as_str);
    params.extend(names.iter().map(String::as_str).zip(items));
    let overview = call(&server, &params).await;
    let overview = results(&overview);
    for (row, domain) in domains.iter().enumerate() {
        let wanted = |column| text(table, row, column);
        for same in OF_DOMAINS {
            assert_eq!(text(info, row, same), wanted(same), "{same} of {domain}");
        }
        for same in OF_ITEMS {
            let told = text(overview, row, same);
            assert_eq!(told, wanted(same), "{same} of {domain}");
        }
        assert_eq!(text(info, row, "Status"), "Found");
        let degrees = |name: &str| text(info, row, name).parse::<f64>().unwrap().abs();
        assert!(degrees("Latitude") <= 90.0 && degrees("Longitude") <= 180.0);
    }
}
