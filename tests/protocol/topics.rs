//! GetTopics, against the item's links counted again.

use std::collections::{BTreeMap, BTreeSet};

use backtrail::index::{Datasource, LinkRecord};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};

use crate::client::{ManualClock, Wanted, global, plain, start, target};
use crate::sheets::{
    NOBODY, Row, ask as ask_both, attribute, attributes, check_types, common_path, int, item,
    last_charge, links, refused, rows, said, sum,
};

async fn ask(server: &Running, item: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetTopics"), ("Item", item)];
    params.extend_from_slice(more);
    ask_both(server, &params).await
}

fn table(answer: &Answer) -> &Table {
    answer.table("Topics").unwrap()
}

/// Links by page topic, then domains, their links and the pages these lead to by domain topic.
#[derive(Default)]
struct Counts<'a> {
    links: i64,
    domains: BTreeSet<&'a str>,
    domain_links: i64,
    pages: BTreeSet<&'a str>,
}

fn counted<'a>(server: &Running, links: &'a [LinkRecord]) -> BTreeMap<&'static str, Counts<'a>> {
    let index = server.index(Datasource::Historic);
    let mut topics: BTreeMap<&'static str, Counts<'a>> = BTreeMap::new();
    for link in links {
        topics.entry(link.source_topic.0).or_default().links += 1;
        let facts = index.domain_facts(&link.source_domain).unwrap();
        let topic = facts.topics.first().map_or("", |topic| topic.0);
        let count = topics.entry(topic).or_default();
        count.domains.insert(&link.source_domain);
        count.domain_links += 1;
        count.pages.insert(&link.target_url);
    }
    topics.remove("");
    topics
}

fn check(server: &Running, got: &[Row], links: &[LinkRecord]) {
    let expected = counted(server, links);
    let size = |n: usize| i64::try_from(n).unwrap();
    for row in got {
        let nothing = Counts::default();
        let count = expected.get(row["Topic"].as_str()).unwrap_or(&nothing);
        assert_eq!(int(row, "Links"), count.links);
        assert_eq!(int(row, "RefDomains"), size(count.domains.len()));
        assert_eq!(int(row, "LinksFromRefDomains"), count.domain_links);
        assert_eq!(int(row, "Pages"), size(count.pages.len()));
    }
    let names: BTreeSet<&str> = got.iter().map(|row| row["Topic"].as_str()).collect();
    assert_eq!(names.len(), got.len());
    assert!(expected.keys().all(|topic| names.contains(topic)));
    let with_topic = links
        .iter()
        .filter(|l| !l.source_topic.0.is_empty())
        .count();
    assert!(with_topic > 0);
    assert_eq!(sum(got, "Links"), size(with_topic));
}

#[tokio::test]
async fn topics_are_counted_over_the_links() {
    let server = plain().await;
    let name = target(&server, 2);
    let answer = ask(&server, &name, &[]).await;
    let got = rows(table(&answer));
    assert!(got.len() > 5);
    check(&server, &got, &links(&server, &name));
    let index = server.index(Datasource::Historic);
    let info = index.info(item(&index, &name), 32);
    let values: BTreeMap<&str, i64> = info.topics.iter().map(|t| (t.0, t.1.into())).collect();
    for row in &got {
        let value = values.get(row["Topic"].as_str()).copied().unwrap_or(0);
        assert_eq!(int(row, "TopicalTrustFlow"), value);
    }
    assert_eq!(global(&answer, "Cmd"), "GetTopics");
    assert_eq!(
        attributes(table(&answer)),
        ["Count", "From", "SortBy", "SortOrder", "TotalResults"]
    );
    let params = [("cmd", "GetTopics"), ("Item", name.as_str())];
    let columns = "Topic t,Links n,TopicalTrustFlow n,LinksFromRefDomains n,RefDomains n,Pages n";
    check_types(&server, &params, "Topics", columns).await;
}

#[tokio::test]
async fn a_path_has_the_topics_of_the_links_below_it() {
    let server = plain().await;
    let name = target(&server, 0);
    let all = links(&server, &name);
    let path = common_path(&all);
    let below: Vec<LinkRecord> = all
        .into_iter()
        .filter(|l| l.target_url.starts_with(&path))
        .collect();
    let answer = ask(&server, &path, &[("UsePrefixScan", "1")]).await;
    check(&server, &rows(table(&answer)), &below);
}

#[tokio::test]
async fn orders_are_kept_in_both_directions() {
    let server = plain().await;
    let name = target(&server, 2);
    for spelling in [
        None,
        Some("trustflow&links"),
        Some("trust&flowlinks"),
        Some("TopicalTrustFlow&Links"),
    ] {
        let more: Vec<_> = spelling.map(|s| ("SortBy", s)).into_iter().collect();
        let answer = ask(&server, &name, &more).await;
        assert_eq!(
            attribute(table(&answer), "SortBy"),
            "topicaltrustflow&links"
        );
        assert_eq!(attribute(table(&answer), "SortOrder"), "desc");
        let keys: Vec<_> = rows(table(&answer))
            .iter()
            .map(|r| {
                (
                    -int(r, "TopicalTrustFlow"),
                    -int(r, "Links"),
                    r["Topic"].clone(),
                )
            })
            .collect();
        assert!(keys.is_sorted());
    }
    for (order, column) in [
        ("links", "Links"),
        ("pages", "Pages"),
        ("RefDomains", "RefDomains"),
        ("linksfromrefdomains", "LinksFromRefDomains"),
    ] {
        for (direction, sign) in [("desc", -1), ("ASC", 1)] {
            let answer = ask(
                &server,
                &name,
                &[("SortBy", order), ("SortOrder", direction)],
            )
            .await;
            assert_eq!(attribute(table(&answer), "SortBy"), order.to_lowercase());
            assert_eq!(
                attribute(table(&answer), "SortOrder"),
                direction.to_lowercase()
            );
            let keys: Vec<_> = rows(table(&answer))
                .iter()
                .map(|r| (sign * int(r, column), r["Topic"].clone()))
                .collect();
            assert!(keys.is_sorted(), "{order} {direction}");
        }
    }
    for (direction, is_falling) in [("desc", true), ("asc", false)] {
        let answer = ask(
            &server,
            &name,
            &[("SortBy", "topic"), ("SortOrder", direction)],
        )
        .await;
        let mut names: Vec<_> = rows(table(&answer))
            .iter()
            .map(|r| r["Topic"].clone())
            .collect();
        if is_falling {
            names.reverse();
        }
        assert!(names.is_sorted());
    }
}

#[tokio::test]
async fn pages_join_and_the_first_row_is_number_0() {
    let server = plain().await;
    let name = target(&server, 2);
    let answer = ask(&server, &name, &[]).await;
    assert_eq!(attribute(table(&answer), "Count"), "100");
    assert_eq!(attribute(table(&answer), "From"), "0");
    let whole = rows(table(&answer));
    let mut joined = Vec::new();
    for from in (0..whole.len() + 4).step_by(4) {
        let from = from.to_string();
        let answer = ask(&server, &name, &[("Count", "4"), ("From", &from)]).await;
        assert_eq!(attribute(table(&answer), "From"), from);
        assert_eq!(
            attribute(table(&answer), "TotalResults"),
            whole.len().to_string()
        );
        joined.extend(rows(table(&answer)));
    }
    assert_eq!(joined, whole);
}

#[tokio::test]
async fn a_thousand_and_the_rows() {
    let server = plain().await;
    let name = target(&server, 2);
    for (more, cost) in [
        (&[("Count", "3")][..], (1_000, 3)),
        (&[("Count", "0")], (1_000, 0)),
        (&[("From", "99999")], (1_000, 0)),
    ] {
        let answer = ask(&server, &name, more).await;
        assert_eq!(said(&answer), cost);
        assert_eq!(last_charge(&server), cost);
    }
    let before =
        |answer: &Answer| -> i64 { global(answer, "RemainingAnalysisResUnits").parse().unwrap() };
    let first = ask(&server, &name, &[("Count", "1")]).await;
    let next = ask(&server, &name, &[("Count", "1")]).await;
    // Each is asked in both formats.
    assert_eq!(before(&first) - before(&next), 2_000);
    for nobody in NOBODY {
        let answer = ask(&server, nobody, &[]).await;
        assert!(table(&answer).rows.is_empty());
        assert_eq!(said(&answer), (1_000, 0));
        assert_eq!(last_charge(&server), (1_000, 0));
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
        (("SortBy", "trust"), "trustflow&links, topic, links, pages"),
        (("SortOrder", "up"), "'SortOrder'"),
        (("Count", "-1"), "'Count'"),
        (("From", "-1"), "'From'"),
        (("UsePrefixScan", "2"), "'UsePrefixScan'"),
        (("datasource", "stale"), "'datasource'"),
    ] {
        let params = [("cmd", "GetTopics"), ("Item", name.as_str()), more];
        refused(&server, &params, "InvalidParameter", word).await;
    }
    refused(
        &server,
        &[("cmd", "GetTopics")],
        "InvalidParameter",
        "'Item'",
    )
    .await;
    let wide = format!("www.{name}");
    let params = [
        ("cmd", "GetTopics"),
        ("Item", wide.as_str()),
        ("UsePrefixScan", "1"),
    ];
    refused(&server, &params, "RealTimePrefixQueryNotPossible", "20,000").await;
}
