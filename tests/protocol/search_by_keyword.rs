//! SearchByKeyword.

use backtrail::index::{Datasource, ItemKind};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};
use jiff::SignedDuration;

use crate::client::{ManualClock, Wanted, call, global, start};
use crate::sheets::{
    ask as ask_both, attribute, attributes, charges, check_columns, refused, whole,
};

const COMMAND: (&str, &str) = ("cmd", "SearchByKeyword");

const COLUMNS: &str = "RankID n,Item t,Title t,SearchScore n,ScoreInTitle n,ScoreInURL n,ScoreInAnchor n,\
ScoreOther n,ScoreMultiplier t,CitationFlow n,TrustFlow n,RefDomains n,ExtBackLinks n,TopicalTrustFlow_Topic_0 t,\
TopicalTrustFlow_Value_0 n,TopicalTrustFlow_Topic_1 t,TopicalTrustFlow_Value_1 n,TopicalTrustFlow_Topic_2 t,\
TopicalTrustFlow_Value_2 n";

/// A server, and its clock: three calls a second go.
async fn server() -> (Running, std::sync::Arc<ManualClock>) {
    let clock = ManualClock::new();
    (start(&Wanted::default(), clock.clone()).await, clock)
}

fn number(table: &Table, row: usize, column: &str) -> i64 {
    table.cell(row, column).unwrap().int().unwrap()
}

fn results(answer: &Answer) -> &Table {
    answer.table("Results").unwrap()
}

#[tokio::test]
async fn pages_and_domains_are_found_with_the_parts_of_their_score() {
    let (server, clock) = server().await;
    let index = server.index(Datasource::Historic);
    for (scope, kind) in [("2", ItemKind::Url), ("0", ItemKind::RootDomain)] {
        let params = [
            COMMAND,
            ("query", "Harbour"),
            ("scope", scope),
            ("count", "100"),
        ];
        clock.advance(SignedDuration::from_secs(1));
        let answer = ask_both(&server, &params).await;
        let table = results(&answer);
        check_columns(table, COLUMNS);
        assert_eq!(
            attributes(table),
            [
                "Count",
                "From",
                "GeoTarget",
                "GeoTargetSource",
                "Matches",
                "MatchesAfterFilter",
                "MaxTargetTopics",
                "MaxTargetTopicsRootDomains",
                "MaxTargetTopicsSubDomains",
                "MaxTargetTopicsURLs",
                "Query",
                "Scope",
                "TargetTopicsCount",
            ]
        );
        assert_eq!(attribute(table, "Query"), "Harbour");
        assert_eq!(attribute(table, "Scope"), scope);
        assert_eq!(table.rows.len(), 100);
        assert!(whole(table, "Matches") > 100);
        let mut last = i64::MAX;
        let mut by_part = [0; 4];
        for row in 0..table.rows.len() {
            let number = |column: &str| number(table, row, column);
            assert_eq!(number("RankID"), row as i64);
            let parts = ["ScoreInTitle", "ScoreInURL", "ScoreInAnchor", "ScoreOther"].map(number);
            assert_eq!(number("SearchScore"), parts.iter().sum::<i64>());
            assert!(number("SearchScore") <= last);
            last = number("SearchScore");
            for (count, part) in by_part.iter_mut().zip(parts) {
                *count += usize::from(part > 0);
            }
            let item = table.cell(row, "Item").unwrap().text();
            let id = index.resolve(kind, &item).unwrap();
            let info = index.info(id, 3);
            assert_eq!(number("RefDomains"), info.ref_domains, "{item}");
            assert_eq!(number("ExtBackLinks"), info.ext_back_links, "{item}");
            assert_eq!(number("CitationFlow"), i64::from(info.citation_flow));
            assert_eq!(number("TrustFlow"), i64::from(info.trust_flow));
            let title = table.cell(row, "Title").unwrap().text().to_lowercase();
            if scope == "2" {
                assert_eq!(title.contains("harbour"), parts[0] > 0, "{title}");
                assert_eq!(item.contains("harbour"), parts[1] > 0, "{item}");
            }
        }
        assert!(by_part.iter().all(|n| *n > 0), "{by_part:?}");
    }
}

#[tokio::test]
async fn what_belongs_to_a_link_farm_counts_half() {
    let (server, _) = server().await;
    let index = server.index(Datasource::Historic);
    let farm = index.domain_name(index.world().population().domains() - 1);
    let answer = ask_both(&server, &[COMMAND, ("query", &farm), ("scope", "0")]).await;
    let table = results(&answer);
    assert_eq!(table.cell(0, "Item").unwrap().text(), farm);
    assert_eq!(table.cell(0, "ScoreMultiplier").unwrap().text(), "0.500");
    let honest = index.domain_name(20);
    let answer = call(&server, &[COMMAND, ("query", &honest), ("scope", "0")]).await;
    let table = results(&answer);
    assert_eq!(table.cell(0, "Item").unwrap().text(), honest);
    assert_eq!(table.cell(0, "ScoreMultiplier").unwrap().text(), "1.000");
}

#[tokio::test]
async fn rows_cost_a_retrieval_and_an_item_unit_each() {
    let (server, clock) = server().await;
    let mut expected = Vec::new();
    for (query, more, rows) in [
        ("guide", vec![], 10),
        ("guide", vec![("count", "3"), ("from", "8")], 3),
        ("guide", vec![("count", "999999999999")], 100),
        ("guide", vec![("from", "1000"), ("datasource", "fresh")], 0),
        ("nobody has these words", vec![], 0),
        ("|", vec![], 0),
        ("\u{1b}[", vec![], 0),
    ] {
        clock.advance(SignedDuration::from_secs(1));
        let params: Vec<_> = [COMMAND, ("query", query)]
            .into_iter()
            .chain(more)
            .collect();
        let answer = call(&server, &params).await;
        assert_eq!(answer.code, "OK", "{}", answer.error_message);
        assert!(answer.charged().is_none());
        assert_eq!(global(&answer, "IndexType"), "0");
        let came = results(&answer).rows.len() as i64;
        assert!(
            came == rows || params.contains(&("from", "1000")),
            "{query}"
        );
        expected.push(("SearchByKeyword".to_owned(), 1_000, came, came));
    }
    assert_eq!(charges(&server), expected);
}

#[tokio::test]
async fn a_page_of_hits_goes_on_where_the_one_before_ended() {
    let (server, _) = server().await;
    let ask = async |from: &str, count: &str| {
        let params = [
            COMMAND,
            ("query", "guide"),
            ("from", from),
            ("count", count),
        ];
        let answer = call(&server, &params).await;
        results(&answer).rows.clone()
    };
    let whole = ask("0", "20").await;
    let parts = [ask("0", "12").await, ask("12", "8").await].concat();
    assert_eq!(whole, parts);
    assert_eq!(whole.len(), 20);
}

#[tokio::test]
async fn the_fourth_call_in_a_second_is_refused_uncharged() {
    let (server, clock) = server().await;
    let ask = async || call(&server, &[COMMAND, ("query", "guide")]).await;
    for _ in 0..3 {
        assert_eq!(ask().await.code, "OK");
        clock.advance(SignedDuration::from_millis(300));
    }
    let params = [COMMAND, ("query", "guide")];
    refused(&server, &params, "FailedRequestViaAPI", "3 a second").await;
    assert_eq!(charges(&server).len(), 3);
    // Other commands and refused parameters do not count.
    let other = [("cmd", "GetKeywordInfo"), ("item0", "guide")];
    assert_eq!(call(&server, &other).await.code, "OK");
    clock.advance(SignedDuration::from_millis(100));
    refused(&server, &[COMMAND], "InvalidParameter", "'query'").await;
    assert_eq!(ask().await.code, "OK");
    assert_eq!(ask().await.code, "FailedRequestViaAPI");
    clock.advance(SignedDuration::from_millis(300));
    assert_eq!(ask().await.code, "OK");
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_uncharged() {
    let (server, _) = server().await;
    let query = ("query", "guide");
    for (params, says) in [
        (vec![COMMAND], "'query'"),
        (vec![COMMAND, ("item", "guide")], "'query'"),
        (vec![COMMAND, query, ("scope", "1")], "'1'"),
        (vec![COMMAND, query, ("scope", "all")], "'all'"),
        (vec![COMMAND, query, ("count", "0")], "'0'"),
        (vec![COMMAND, query, ("from", "1001")], "'1001'"),
        (vec![COMMAND, query, ("from", "-1")], "'-1'"),
    ] {
        refused(&server, &params, "InvalidParameter", says).await;
    }
}
