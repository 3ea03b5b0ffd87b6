//! Which columns the answers have, in which order and with which types, and what the rows of GetRefDomainInfo are.

use backtrail::index::Datasource;
use backtrail::wire::majestic::{Cell, Table};
use serde_json::Value;

use super::{ask_info, column, links, number};
use crate::client::{body, call, call_xml, global, plain, target};

/// Columns of GetRefDomains before those of the items; `n` is a number in JSON, `t` text.
const REF_DOMAINS: &str = "Position n,Domain t,RefDomains n,AlexaRank n,Matches n,MatchedLinks n,ExtBackLinks n,\
IndexedURLs n,CrawledURLs n,FirstCrawled t,LastSuccessfulCrawl t,IP t,SubNet t,CountryCode t,TLD t,CitationFlow n,\
TrustFlow n,Title t,OutDomainsExternal t,OutLinksExternal t,OutLinksInternal t,OutLinksPages t,Language t,\
LanguageDesc t,LanguageConfidence t,LanguagePageRatios t,LanguageTotalPages n,LinkSaturation n,\
TopicalTrustFlow_Topic_0 t,TopicalTrustFlow_Value_0 t";

/// Columns of GetRefDomainInfo before the topics.
const REF_DOMAIN_INFO: &str = "RowID n,OriginalItem t,Status t,RootDomain t,AlexaRank n,RefDomains n,ExtBackLinks n,\
IndexedURLs n,CrawledURLs n,FirstCrawled t,LastSuccessfulCrawl t,IP t,SubNet t,CountryCode t,TLD t,Latitude t,\
Longitude t,CitationFlow n,TrustFlow n";

fn columns(list: &str) -> Vec<(String, bool)> {
    list.split(',')
        .map(|c| c.split_once(' ').unwrap())
        .map(|(name, kind)| (name.to_owned(), kind == "n"))
        .collect()
}

/// Names and types of every row as they stand in the body.
fn check_columns(table: &Value, expected: &[(String, bool)]) {
    let rows = table["Data"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        let row = row.as_object().unwrap();
        let names: Vec<_> = row.keys().collect();
        let wanted: Vec<_> = expected.iter().map(|c| &c.0).collect();
        assert_eq!(names, wanted);
        for (name, is_number) in expected {
            let value = &row[name];
            let no_topic = name.starts_with("TopicalTrustFlow_Value") && value == "";
            assert!(
                no_topic || (value.is_i64() == *is_number && value.is_string() != *is_number),
                "{name} is {value}"
            );
        }
    }
}

#[tokio::test]
async fn columns_stand_in_their_order_with_their_types() {
    let server = plain().await;
    let (first, second) = (target(&server, 0), target(&server, 1));
    let params = [
        ("cmd", "getrefdomains"),
        ("app_api_key", "demo"),
        ("datasource", "fresh"),
        ("item0", &first),
        ("item1", &second),
        ("Count", "3000"),
    ];
    let answer: Value = serde_json::from_str(&body(&server, &params).await).unwrap();
    assert_eq!(answer["Code"], "OK");
    assert_eq!(answer["Cmd"], "GetRefDomains");
    assert_eq!(answer["IndexType"], 1);
    let results = &answer["DataTables"]["Results"];
    let mut expected = columns(REF_DOMAINS);
    assert_eq!(expected.len(), 30);
    for item in [&first, &second] {
        for what in ["BackLinks", "FirstLinkDate", "LastLinkDate"] {
            expected.push((format!("{what}_{item}"), false));
        }
    }
    check_columns(results, &expected);
    let attributes: Vec<_> = results["Headers"].as_object().unwrap().keys().collect();
    assert_eq!(
        attributes,
        [
            "AnalysisDepth",
            "ColumnsForGlobalInfo",
            "ColumnsPerRequestedDomain",
            "MaxRefDomainTopics",
            "RefDomainTopicsCount",
            "TotalConsideredDomains",
            "TotalMatchedDomains"
        ]
    );
    assert_eq!(results["Headers"]["ColumnsForGlobalInfo"], 17);
    assert_eq!(results["Headers"]["AnalysisDepth"], 100_000);
    assert_eq!(results["Headers"]["TotalConsideredDomains"], 10_000);
    let request = &answer["DataTables"]["Request"]["Data"];
    assert_eq!(request.as_array().unwrap().len(), 2);
    assert_eq!(request[1]["ID"], 1);
    assert_eq!(request[1]["OriginalRequest"], second.as_str());
    assert_eq!(request[1]["UsedRootDomain"], second.as_str());
    assert_eq!(request[1]["PrefixScanMode"], 0);

    let params = [
        ("cmd", "GetRefDomainInfo"),
        ("app_api_key", "demo"),
        ("items", "2"),
        ("item0", &first),
        ("item1", "nobody.example"),
    ];
    let answer: Value = serde_json::from_str(&body(&server, &params).await).unwrap();
    assert_eq!(answer["Cmd"], "GetRefDomainInfo");
    assert_eq!(answer["IndexType"], 0);
    assert_eq!(answer["ChargedAnalysisResUnits"], 1_000);
    assert_eq!(answer["ChargedRetrievalResUnits"], 2);
    let mut expected = columns(REF_DOMAIN_INFO);
    for n in 0..10 {
        expected.push((format!("TopicalTrustFlow_Topic_{n}"), false));
        expected.push((format!("TopicalTrustFlow_Value_{n}"), true));
    }
    check_columns(&answer["DataTables"]["DomainsInfo"], &expected);
    let missing = &answer["DataTables"]["DomainsInfo"]["Data"][1];
    assert_eq!(missing["Status"], "NotFound");
    assert_eq!(missing["AlexaRank"], -1);
    assert_eq!(missing["RefDomains"], 0);
    assert_eq!(missing["IP"], "");
}

#[tokio::test]
async fn items_of_every_kind_are_reduced_to_their_root_domain() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let domain = target(&server, 0);
    let url = links(&index, &domain)[0].target_url.clone();
    let items = vec![
        domain.clone(),
        format!("blog.{domain}"),
        url,
        format!("nothing-here.{domain}"),
        "forbes..com".to_owned(),
    ];
    let answer = ask_info(&server, &items, &[]).await;
    let table = answer.table("DomainsInfo").unwrap();
    assert_eq!(column(table, "OriginalItem"), items);
    assert_eq!(column(table, "RowID"), ["0", "1", "2", "3", "4"]);
    assert_eq!(
        column(table, "Status"),
        ["Found", "Found", "Found", "Found", "NotFound"]
    );
    let roots = column(table, "RootDomain");
    assert!(roots[..4].iter().all(|root| *root == domain));
    assert_eq!(table.rows[0][4..], table.rows[2][4..]);
    let fresh = ask_info(&server, &items, &[("datasource", "fresh")]).await;
    assert_eq!(global(&fresh, "IndexType"), "1");
    assert_eq!(global(&answer, "IndexType"), "0");
    let fresh = fresh.table("DomainsInfo").unwrap();
    assert_ne!(
        number(fresh, 0, "ExtBackLinks"),
        number(table, 0, "ExtBackLinks")
    );
}

/// What both formats can carry of a text: XML has no control characters but line breaks and tabs, and loses blanks
/// beside a bar at an edge.
fn in_both(cell: &Cell) -> String {
    let carried = |c: char| match c {
        '\t' | '\n' | '\r' => c,
        c if c < ' ' => '\u{fffd}',
        c => c,
    };
    let text: String = cell.text().chars().map(carried).collect();
    text.trim().to_owned()
}

/// XML names the columns of an empty table too, which JSON cannot.
#[tokio::test]
async fn both_formats_tell_the_same_rows() {
    let server = plain().await;
    let item = target(&server, 2);
    let calls = [
        vec![
            ("cmd", "GetRefDomains"),
            ("item0", &*item),
            ("Count", "200"),
        ],
        vec![
            ("cmd", "GetRefDomains"),
            ("item0", "no | one"),
            ("item1", "&"),
        ],
        vec![
            ("cmd", "GetRefDomainInfo"),
            ("items", "2"),
            ("item0", &*item),
            ("item1", "a<|>\u{9b}&"),
        ],
    ];
    for params in calls {
        let (json, xml) = (
            call(&server, &params).await,
            call_xml(&server, &params).await,
        );
        assert_eq!(json.code, "OK", "{}", json.error_message);
        for table in json.tables.iter().flatten() {
            let other = xml.table(&table.name).unwrap();
            assert!(table.columns == other.columns || table.rows.is_empty());
            let told = |table: &Table| -> Vec<Vec<String>> {
                let row = |row: &Vec<Cell>| row.iter().map(in_both).collect();
                table.rows.iter().map(row).collect()
            };
            assert_eq!(told(table), told(other));
        }
    }
    let none = [("cmd", "GetRefDomains"), ("item0", "no | one")];
    let none = call_xml(&server, &none).await;
    let mut expected: Vec<_> = columns(REF_DOMAINS).into_iter().map(|c| c.0).collect();
    for what in ["BackLinks", "FirstLinkDate", "LastLinkDate"] {
        expected.push(format!("{what}_no | one"));
    }
    assert_eq!(none.table("Results").unwrap().columns, expected);
}
