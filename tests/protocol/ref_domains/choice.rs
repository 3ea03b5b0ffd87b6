//! Which rows come and in which order: orders, pages, topics, depth and prefixes.

use backtrail::index::{Datasource, LinkRecord};
use backtrail::server::Running;
use backtrail::wire::majestic::Table;

use super::{ask, attribute, by_domain, column, links, number, results, text};
use crate::client::{ManualClock, Wanted, plain, start, target};

/// Orders and the column each of them goes by. Order 8, the IP, is not one of texts.
const ORDERS: [(&str, &str); 13] = [
    ("0", "Matches"),
    ("1", "AlexaRank"),
    ("2", "RefDomains"),
    ("3", "ExtBackLinks"),
    ("4", "IndexedURLs"),
    ("5", "CrawledURLs"),
    ("6", "FirstCrawled"),
    ("7", "LastSuccessfulCrawl"),
    ("9", "CountryCode"),
    ("10", "TLD"),
    ("11", "MatchedLinks"),
    ("12", "CitationFlow"),
    ("13", "TrustFlow"),
];

#[tokio::test]
async fn orders_are_kept() {
    let server = plain().await;
    let item = target(&server, 1);
    let usual = whole(&server, &item, &[]).await;
    for (code, name) in ORDERS {
        for (dir, descending) in [("0", false), ("1", true)] {
            let more = [
                ("Count", "100000"),
                ("OrderBy1", code),
                ("OrderDir1", dir),
                ("OrderBy2", "12"),
                ("OrderDir2", "0"),
            ];
            let answer = ask(&server, &[&item], &more).await;
            let table = results(&answer);
            assert_eq!(table.rows.len(), usual.len());
            check_order(table, name, descending);
        }
    }
    let more = [("OrderBy1", "2"), ("OrderDir1", "1")];
    assert_eq!(whole(&server, &item, &more).await, usual);
    let mut addresses = Vec::new();
    let more = [("Count", "100000"), ("OrderBy1", "8"), ("OrderDir1", "0")];
    for ip in column(results(&ask(&server, &[&item], &more).await), "IP") {
        addresses.push(ip.parse::<std::net::Ipv4Addr>().unwrap());
    }
    assert!(addresses.is_sorted() && addresses.len() == usual.len());
}

/// All domains of an item.
async fn whole(server: &Running, item: &str, more: &[(&str, &str)]) -> Vec<String> {
    let mut params = vec![("Count", "100000")];
    params.extend_from_slice(more);
    column(results(&ask(server, &[item], &params).await), "Domain")
}

/// Rows go by a column, equal ones by rising CitationFlow; an unknown rank is the last of all.
fn check_order(table: &Table, name: &str, descending: bool) {
    let key = |row: usize| {
        let shown = text(table, row, name);
        match shown.parse::<i64>() {
            Ok(-1) => (i64::MAX, String::new()),
            Ok(n) => (n, String::new()),
            Err(_) => (0, shown),
        }
    };
    for row in 1..table.rows.len() {
        let order = key(row - 1).cmp(&key(row));
        let order = if descending { order.reverse() } else { order };
        assert!(order.is_le(), "{name} {descending}: row {row}");
        let flow = |row: usize| number(table, row, "CitationFlow");
        assert!(
            order.is_lt() || flow(row - 1) <= flow(row),
            "{name} {descending}: row {row}"
        );
    }
}

#[tokio::test]
async fn pages_join() {
    let server = plain().await;
    let item = target(&server, 1);
    let all = whole(&server, &item, &[]).await;
    assert!(all.len() > 140);
    let mut joined = Vec::new();
    for from in (0..all.len() + 70).step_by(70) {
        let more = [("Count", "70"), ("From", &*from.to_string())];
        let answer = ask(&server, &[&item], &more).await;
        let table = results(&answer);
        assert_eq!(attribute(table, "TotalMatchedDomains"), all.len() as i64);
        if !table.rows.is_empty() {
            assert_eq!(number(table, 0, "Position"), from as i64 + 1);
        }
        joined.extend(column(table, "Domain"));
    }
    assert_eq!(joined, all);
}

#[tokio::test]
async fn topics_and_depth_choose_among_all_rows() {
    let server = plain().await;
    let item = target(&server, 0);
    let answer = ask(&server, &[&item], &[("Count", "100000")]).await;
    let all = results(&answer);
    let rows: Vec<(String, String, i64)> = (0..all.rows.len())
        .map(|row| {
            let topic = text(all, row, "TopicalTrustFlow_Topic_0");
            (
                text(all, row, "Domain"),
                topic,
                number(all, row, "AlexaRank"),
            )
        })
        .collect();
    for (filter, begins) in [
        ("Computers", "Computers/"),
        ("computers/internet", "Computers/Internet/"),
        ("Arts/Music", "Arts/Music"),
    ] {
        let more = [("Count", "100000"), ("FilterTopic", filter)];
        let answer = ask(&server, &[&item], &more).await;
        let expected: Vec<&String> = rows
            .iter()
            .filter(|r| r.1.starts_with(begins))
            .map(|r| &r.0)
            .collect();
        assert!(!expected.is_empty() && expected.len() < rows.len());
        assert_eq!(
            column(results(&answer), "Domain")
                .iter()
                .collect::<Vec<_>>(),
            expected
        );
        assert_eq!(
            attribute(results(&answer), "TotalMatchedDomains"),
            expected.len() as i64
        );
    }
    let mut ranks: Vec<i64> = rows
        .iter()
        .map(|r| if r.2 == -1 { i64::MAX } else { r.2 })
        .collect();
    ranks.sort_unstable();
    let more = [("Count", "100000"), ("AnalysisDepth", "40")];
    let answer = ask(&server, &[&item], &more).await;
    let table = results(&answer);
    assert_eq!(attribute(table, "AnalysisDepth"), 40);
    assert_eq!(attribute(table, "TotalConsideredDomains"), 40);
    let mut kept: Vec<i64> = (0..table.rows.len())
        .map(|row| number(table, row, "AlexaRank"))
        .collect();
    kept.sort_unstable();
    assert_eq!(kept, ranks[..40]);
}

#[tokio::test]
async fn a_prefix_refers_to_what_lies_under_it_and_may_be_too_wide() {
    let wanted = Wanted {
        links: Some(90_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let index = server.index(Datasource::Historic);
    let domain = target(&server, 0);
    let all = links(&index, &domain);
    let link = all
        .iter()
        .find(|l| l.target_url.matches('/').count() > 3)
        .unwrap();
    let cut = link.target_url.rfind('/').unwrap();
    let prefix = link.target_url[..=cut].to_owned();
    let prefix = prefix.as_str();
    let answer = ask(
        &server,
        &[prefix],
        &[("Count", "100000"), ("UsePrefixScan", "1")],
    )
    .await;
    let table = results(&answer);
    let under: Vec<LinkRecord> = all
        .into_iter()
        .filter(|l| l.target_url.starts_with(prefix))
        .collect();
    let expected = by_domain(under);
    assert!(expected.len() > 1);
    assert_eq!(table.rows.len(), expected.len());
    for (row, domain) in column(table, "Domain").iter().enumerate() {
        let links = number(table, row, "MatchedLinks");
        assert_eq!(links, expected[domain].len() as i64);
        assert_eq!(
            text(table, row, &format!("BackLinks_{prefix}")),
            links.to_string()
        );
    }
    let request = answer.table("Request").unwrap();
    assert_eq!(number(request, 0, "PrefixScanMode"), 1);
    assert_eq!(number(request, 0, "TotalRefDomains"), expected.len() as i64);
    let charges = server.charges().len();
    let wide = format!("www.{domain}");
    assert!(links(&index, &wide).len() > 20_000);
    let answer = ask(&server, &[&wide], &[("UsePrefixScan", "1")]).await;
    assert_eq!(answer.code, "RealTimePrefixQueryNotPossible");
    assert!(
        answer.error_message.contains("20,000"),
        "{}",
        answer.error_message
    );
    assert_eq!(server.charges().len(), charges);
}
