//! GetTopPages, against the item's links counted again and each page's own summary.

use std::collections::{BTreeMap, BTreeSet};

use backtrail::index::{Datasource, ItemKind, LinkRecord};
use backtrail::model::column::date_text;
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};

use crate::client::{ManualClock, Wanted, call, plain, start, target};
use crate::sheets::{
    NOBODY, Row, ask as ask_both, attribute, attributes, check_types, common_path, int, item,
    last_charge, links, refused, rows, said, sum,
};

async fn ask(server: &Running, query: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetTopPages"), ("Query", query)];
    params.extend_from_slice(more);
    ask_both(server, &params).await
}

fn table(answer: &Answer) -> &Table {
    answer.table("Matches").unwrap()
}

fn by_page(links: &[LinkRecord]) -> BTreeMap<&str, Vec<&LinkRecord>> {
    let mut pages: BTreeMap<&str, Vec<&LinkRecord>> = BTreeMap::new();
    for link in links {
        pages.entry(&link.target_url).or_default().push(link);
    }
    pages
}

fn size(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}

/// The figures of a row equal those of the page's own summary and of its links.
fn check_row(server: &Running, row: &Row, links: &[&LinkRecord]) {
    let index = server.index(Datasource::Historic);
    let url = row["URL"].as_str();
    let info = index.info(item(&index, url), 3);
    let ips: BTreeSet<u32> = links.iter().map(|l| l.source_ip).collect();
    let domains: BTreeSet<&str> = links.iter().map(|l| l.source_domain.as_str()).collect();
    assert_eq!(int(row, "RefDomains"), size(domains.len()), "{url}");
    assert_eq!(int(row, "RefIPs"), size(ips.len()));
    assert_eq!(int(row, "ExtBackLinks"), size(links.len()));
    assert_eq!(int(row, "RefDomains"), info.ref_domains);
    assert_eq!(int(row, "RefIPs"), info.ref_ips);
    assert_eq!(int(row, "ExtBackLinks"), info.ext_back_links);
    assert_eq!(int(row, "ACRank"), info.acrank);
    assert_eq!(int(row, "TrustFlow"), i64::from(info.trust_flow));
    assert_eq!(int(row, "CitationFlow"), i64::from(info.citation_flow));
    assert_eq!(row["Title"], info.title);
    assert_eq!(row["LastCrawlResult"], info.last_crawl_result);
    let language = info.languages.first();
    assert_eq!(row["Language"], language.map_or("", |l| l.language.code()));
    for n in 0..3 {
        let topic = info.topics.get(n);
        assert_eq!(
            row[&format!("TopicalTrustFlow_Topic_{n}")],
            topic.map_or("", |t| t.0)
        );
        let value = topic.map_or(String::new(), |t| t.1.to_string());
        assert_eq!(row[&format!("TopicalTrustFlow_Value_{n}")], value);
    }
    let outgoing = ["OutDomainsExternal", "OutLinksExternal", "OutLinksInternal"];
    if info.crawled {
        assert_eq!(row["FlagPageData"], "True");
        assert_eq!(row["Date"], date_text(info.last_crawl_date.unwrap()));
        let expected = [
            info.out_domains_external,
            info.out_links_external,
            info.out_links_internal,
        ];
        assert_eq!(outgoing.map(|column| int(row, column)), expected);
    } else {
        assert_eq!(row["FlagPageData"], "False");
        let first = links.iter().map(|l| l.first_found).min();
        assert_eq!(row["Date"], first.map(date_text).unwrap_or_default());
        assert_eq!(outgoing.map(|column| row[column].as_str()), [""; 3]);
    }
}

#[tokio::test]
async fn pages_stand_by_their_referring_domains_with_the_figures_of_each() {
    let server = plain().await;
    let name = target(&server, 2);
    let links = links(&server, &name);
    let pages = by_page(&links);
    let answer = ask(&server, &name, &[("Count", "10000")]).await;
    let got = rows(table(&answer));
    let total: i64 = attribute(table(&answer), "TotalMatches").parse().unwrap();
    let index = server.index(Datasource::Historic);
    assert_eq!(total, index.info(item(&index, &name), 0).indexed_urls);
    assert_eq!(size(got.len()), total.min(10_000));
    assert!(got.len() > pages.len() && pages.len() > 20);
    assert_eq!(sum(&got, "ExtBackLinks"), size(links.len()));
    let urls: BTreeSet<&str> = got.iter().map(|row| row["URL"].as_str()).collect();
    assert_eq!(urls.len(), got.len());
    assert!(pages.keys().all(|url| urls.contains(url)));
    let order: Vec<_> = got
        .iter()
        .map(|row| (-int(row, "RefDomains"), -int(row, "ExtBackLinks")))
        .collect();
    assert!(order.is_sorted());
    let step = got.len() / 60 + 1;
    let looked_at = got.iter().take(60).chain(got.iter().step_by(step));
    let (mut fetched, mut others) = (0, 0);
    for row in looked_at.chain(got.iter().rev().take(20)) {
        let of_page = pages.get(row["URL"].as_str());
        check_row(&server, row, of_page.map_or(&[], Vec::as_slice));
        *if row["FlagPageData"] == "True" {
            &mut fetched
        } else {
            &mut others
        } += 1;
    }
    assert!(fetched > 60 && others > 0, "{fetched} {others}");
}

#[tokio::test]
async fn columns_and_variables_stand_as_documented() {
    let server = plain().await;
    let name = target(&server, 2);
    let params = [
        ("cmd", "GetTopPages"),
        ("Query", name.as_str()),
        ("Count", "300"),
    ];
    let columns = "URL t,Title t,ACRank n,TrustFlow n,CitationFlow n,RefDomains n,RefIPs n,ExtBackLinks n,\
OutDomainsExternal t,OutLinksExternal t,OutLinksInternal t,Language t,LanguageDesc t,LanguageConfidence n,\
LastCrawlResult t,Date t,FlagPageData t,TopicalTrustFlow_Topic_0 t,TopicalTrustFlow_Value_0 e,\
TopicalTrustFlow_Topic_1 t,TopicalTrustFlow_Value_1 e,TopicalTrustFlow_Topic_2 t,TopicalTrustFlow_Value_2 e";
    check_types(&server, &params, "Matches", columns).await;
    let answer = ask(&server, &name, &[("StartDoc", "3"), ("From", "7")]).await;
    assert_eq!(
        attributes(table(&answer)),
        [
            "Count",
            "MaxTopics",
            "Query",
            "StartDoc",
            "TopicsCount",
            "TotalMatches"
        ]
    );
    assert_eq!(attribute(table(&answer), "Count"), "10");
    assert_eq!(attribute(table(&answer), "StartDoc"), "3");
    assert_eq!(attribute(table(&answer), "Query"), name);
    let names: Vec<&str> = answer
        .tables
        .as_ref()
        .unwrap()
        .iter()
        .map(|t| t.name.as_str())
        .collect();
    assert_eq!(names, ["Matches", "DomainInfo"]);
    let summary = rows(answer.table("DomainInfo").unwrap());
    assert_eq!(summary.len(), 1);
    let index = server.index(Datasource::Historic);
    let facts = index.domain_facts(&name).unwrap();
    assert_eq!(summary[0]["Domain"], name);
    assert_eq!(int(&summary[0], "RefDomains"), facts.ref_domains);
    assert_eq!(int(&summary[0], "ExtBackLinks"), facts.ext_back_links);
    assert_eq!(int(&summary[0], "TrustFlow"), i64::from(facts.trust_flow));
}

#[tokio::test]
async fn parts_join_and_older_clients_say_from() {
    let server = plain().await;
    let name = format!("www.{}", target(&server, 3));
    let whole = rows(table(&ask(&server, &name, &[("Count", "10000")]).await));
    // Some of the pages are linked to and some are not, and one part holds both.
    assert!(whole.len() > 40 && int(&whole[whole.len() - 1], "ExtBackLinks") == 0);
    let step = whole.len() / 7 + 1;
    for parameter in ["StartDoc", "From"] {
        let mut joined = Vec::new();
        for from in (0..whole.len() + step).step_by(step) {
            let more = [
                ("Count", &*step.to_string()),
                (parameter, &*from.to_string()),
            ];
            joined.extend(rows(table(&ask(&server, &name, &more).await)));
        }
        assert_eq!(joined, whole, "{parameter}");
    }
}

#[tokio::test]
async fn an_exact_address_is_there_or_not() {
    let server = plain().await;
    let name = target(&server, 2);
    let links = links(&server, &name);
    let url = links[links.len() / 2].target_url.as_str();
    let answer = ask(&server, url, &[]).await;
    let got = rows(table(&answer));
    assert_eq!(got.len(), 1);
    assert_eq!(got[0]["URL"], url);
    check_row(&server, &got[0], &by_page(&links)[url]);
    assert_eq!(attribute(table(&answer), "TotalMatches"), "1");
    assert_eq!(said(&answer), (5_000, 1));
    let summary = rows(answer.table("DomainInfo").unwrap());
    assert_eq!(summary[0]["Domain"], name);
    let unlinked = rows(table(&ask(&server, &name, &[("Count", "10000")]).await));
    let last = unlinked.last().unwrap();
    assert_eq!(int(last, "ExtBackLinks"), 0);
    let answer = ask(&server, &last["URL"], &[]).await;
    assert_eq!(rows(table(&answer))[0], *last);
    let missing = format!("{url}-no-such-page");
    assert!(
        server
            .index(Datasource::Historic)
            .resolve(ItemKind::Url, &missing)
            .is_none()
    );
    let answer = ask(&server, &missing, &[]).await;
    assert!(table(&answer).rows.is_empty());
    assert_eq!(attribute(table(&answer), "TotalMatches"), "0");
    assert!(answer.table("DomainInfo").unwrap().rows.is_empty());
    assert_eq!(last_charge(&server), (5_000, 0));
}

#[tokio::test]
async fn a_path_has_the_pages_below_it() {
    let server = plain().await;
    let name = target(&server, 0);
    let all = links(&server, &name);
    let path = common_path(&all);
    let host = path.split('/').nth(2).unwrap();
    let more = [("Count", "10000"), ("UsePrefixScan", "1")];
    let got = rows(table(&ask(&server, &path, &more).await));
    let whole = rows(table(&ask(&server, host, &[("Count", "10000")]).await));
    let expected: Vec<Row> = whole
        .into_iter()
        .filter(|r| r["URL"].starts_with(&path))
        .collect();
    assert!(expected.len() > 3);
    assert_eq!(got, expected);
}

#[tokio::test]
async fn five_thousand_and_the_rows() {
    let server = plain().await;
    let name = target(&server, 2);
    for (more, cost) in [
        (&[][..], (5_000, 10)),
        (&[("Count", "3")], (5_000, 3)),
        (&[("Count", "0")], (5_000, 0)),
        (&[("StartDoc", "99999999")], (5_000, 0)),
    ] {
        let answer = ask(&server, &name, more).await;
        assert_eq!(said(&answer), cost);
        assert_eq!(last_charge(&server), cost);
        assert!(
            attribute(table(&answer), "TotalMatches")
                .parse::<i64>()
                .unwrap()
                > 20
        );
        assert_eq!(answer.table("DomainInfo").unwrap().rows.len(), 1);
    }
    let large = target(&server, 0);
    let answer = call(
        &server,
        &[
            ("cmd", "GetTopPages"),
            ("Query", &large),
            ("Count", "99999999"),
        ],
    )
    .await;
    assert_eq!(attribute(table(&answer), "Count"), "10000");
    assert_eq!(last_charge(&server), (5_000, 10_000));
    for nobody in NOBODY {
        let answer = ask(&server, nobody, &[]).await;
        assert!(table(&answer).rows.is_empty(), "{nobody}");
        assert_eq!(last_charge(&server), (5_000, 0));
    }
}

#[tokio::test]
async fn impossible_parameters_are_refused_uncharged() {
    let wanted = Wanted {
        links: Some(90_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let name = target(&server, 0);
    for (more, word) in [
        (("Count", "-1"), "'Count'"),
        (("StartDoc", "-1"), "'StartDoc'"),
        (("From", "x"), "'From'"),
        (("UsePrefixScan", "2"), "'UsePrefixScan'"),
        (("datasource", "stale"), "'datasource'"),
    ] {
        let params = [("cmd", "GetTopPages"), ("Query", name.as_str()), more];
        refused(&server, &params, "InvalidParameter", word).await;
    }
    let params = [("cmd", "GetTopPages"), ("item", name.as_str())];
    refused(&server, &params, "InvalidParameter", "'Query'").await;
    let wide = format!("www.{name}");
    let params = [
        ("cmd", "GetTopPages"),
        ("Query", wide.as_str()),
        ("UsePrefixScan", "1"),
    ];
    refused(&server, &params, "RealTimePrefixQueryNotPossible", "20,000").await;
}
