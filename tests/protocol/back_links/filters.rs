//! The parameter `Filters` against a filter by hand.

use std::collections::HashSet;

use super::{Row, ask, identity, int, process, rows, rows_of};
use crate::client::{plain, target};

/// Every predicate with values of its own kind: name, column of the link or of its domain.
fn predicates() -> Vec<(&'static str, &'static str, &'static [&'static str])> {
    const COMPARE: &[&str] = &["gt", "ge", "lt", "le", "eq", "ne"];
    const TEXT: &[&str] = &["eq", "ne", "contains"];
    vec![
        ("ACRank", "ACRank", COMPARE),
        ("TrustFlow", "SourceTrustFlow", COMPARE),
        ("SourceTrustFlow", "SourceTrustFlow", COMPARE),
        ("CitationFlow", "SourceCitationFlow", COMPARE),
        ("SourceCitationFlow", "SourceCitationFlow", COMPARE),
        ("TargetTrustFlow", "TargetTrustFlow", COMPARE),
        ("TargetCitationFlow", "TargetCitationFlow", COMPARE),
        ("DomainTrustFlow", "domain TrustFlow", COMPARE),
        ("DomainCitationFlow", "domain CitationFlow", COMPARE),
        ("OutDomainsExternal", "SourceOutDomainsExternal", COMPARE),
        ("ExternalOutlinks", "SourceOutLinksExternal", COMPARE),
        ("InternalOutlinks", "SourceOutLinksInternal", COMPARE),
        ("FirstIndexed", "FirstIndexedDate", COMPARE),
        ("FirstSeen", "FirstIndexedDate", COMPARE),
        ("LastSeen", "LastSeenDate", COMPARE),
        ("Date", "Date", COMPARE),
        ("DateLost", "DateLost", COMPARE),
        ("AnchorText", "AnchorText", TEXT),
        ("SourceUrl", "SourceURL", TEXT),
        ("SourceTitle", "SourceTitle", TEXT),
        ("TargetUrl", "TargetURL", TEXT),
        ("TargetTitle", "TargetTitle", TEXT),
        ("Topic", "SourceTopicalTrustFlow_Topic_0", TEXT),
        ("TargetTopic", "TargetTopicalTrustFlow_Topic_0", TEXT),
        ("DomainTopic", "domain TopicalTrustFlow_Topic_0", TEXT),
        ("Language", "SourceLanguage", TEXT),
        ("TargetLanguage", "TargetLanguage", TEXT),
        ("RefDomain", "domain Domain", TEXT),
        ("TLD", "domain TLD", TEXT),
        ("Country", "domain CountryCode", TEXT),
        ("LinkType", "LinkType", TEXT),
        ("LinkSubType", "LinkSubType", TEXT),
    ]
}

fn holds(cell: &str, operator: &str, value: &str, is_text: bool) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    if is_text {
        let cell = cell.to_lowercase();
        return match operator {
            "contains" => cell.contains(&value.to_lowercase()),
            "eq" => cell == value.to_lowercase(),
            _ => cell != value.to_lowercase(),
        };
    }
    if cell.is_empty() {
        return operator == "ne";
    }
    let order = match (cell.parse::<i64>(), value.parse::<i64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => cell.cmp(value),
    };
    match operator {
        "gt" => order == Greater,
        "ge" => order != Less,
        "lt" => order == Less,
        "le" => order != Greater,
        "eq" => order == Equal,
        _ => order != Equal,
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[tokio::test]
async fn every_predicate_keeps_what_a_filter_by_hand_keeps() {
    let server = plain().await;
    let item = target(&server, 3);
    let answer = process(&server, &item, &[("ShowDomainInfo", "1")]).await;
    let all = rows(&answer);
    let domains = rows_of(answer.table("DomainsInfo").unwrap());
    assert!(all.len() > 500, "{}", all.len());
    let cell = |row: &Row, column: &str| match column.strip_prefix("domain ") {
        Some(column) => domains[int(row, "DomainID") as usize][column].clone(),
        None => row[column].clone(),
    };
    for (name, column, operators) in predicates() {
        let is_text = operators.contains(&"contains");
        let mut known: Vec<String> = all.iter().map(|r| cell(r, column)).collect();
        known.retain(|text| !text.is_empty());
        known.sort_by_key(|text| (text.parse().unwrap_or(0_i64), text.clone()));
        let middle = known[known.len() / 2].clone();
        for operator in operators {
            // Two letters from inside the text.
            let value: String = match *operator {
                "contains" => middle.chars().skip(1).take(2).collect(),
                _ => middle.clone(),
            };
            let filter = format!("{name}(\"{operator}\",{})", quoted(&value));
            let got = process(&server, &item, &[("Filters", &filter)]).await;
            let expected: Vec<_> = all
                .iter()
                .filter(|row| holds(&cell(row, column), operator, &value, is_text))
                .map(identity)
                .collect();
            let found: Vec<_> = rows(&got).iter().map(identity).collect();
            assert_eq!(found, expected, "{filter}");
            let statistics = got.table("Statistics").unwrap();
            assert_eq!(
                statistics.cell(0, "Matches").unwrap().int(),
                i64::try_from(expected.len()).ok(),
                "{filter}"
            );
        }
    }
}

#[tokio::test]
async fn flags_short_forms_and_conjunctions_filter_too() {
    let server = plain().await;
    let item = target(&server, 1);
    let all = rows(&process(&server, &item, &[]).await);
    let text_link = |r: &Row| r["LinkType"] == "TextLink";
    type Keep<'a> = &'a dyn Fn(&Row) -> bool;
    let cases: [(&str, Keep<'_>); 15] = [
        (r#"NoFollow("1")"#, &|r| r["FlagNoFollow"] == "1"),
        (r#"NoFollow("0")"#, &|r| r["FlagNoFollow"] == "0"),
        (r#"NoFollow("eq","false")"#, &|r| r["FlagNoFollow"] == "0"),
        (r#"nofollow("NE","False")"#, &|r| r["FlagNoFollow"] == "1"),
        (r#"Deleted("true")"#, &|r| r["FlagDeleted"] == "1"),
        (r#"ImageLink("1")"#, &|r| r["FlagImages"] == "1"),
        (r#"Redirect("1")"#, &|r| r["FlagRedirect"] == "1"),
        (r#"Frame("1")"#, &|r| r["FlagFrame"] == "1"),
        (r#"TextLink("1")"#, &text_link),
        (r#"TextLink("0")"#, &|r| !text_link(r)),
        (r#"Indirect("1")"#, &|r| !r["IndirectTargetURL"].is_empty()),
        (r#"ACRank("3")"#, &|r| r["ACRank"] == "3"),
        (r#"TargetUrlLength("gt","40")"#, &|r| {
            r["TargetURL"].chars().count() > 40
        }),
        (
            r#"TopicalTrustFlow("ge","12") AND NoFollow("eq","false") and FirstIndexed("gt","2020-01-31")"#,
            &|r| {
                r["SourceTopicalTrustFlow_Value_0"].parse().unwrap_or(0) >= 12
                    && r["FlagNoFollow"] == "0"
                    && r["FirstIndexedDate"].as_str() > "2020-01-31"
            },
        ),
        (
            r#" TotalOutlinks ( "lt" , "20" ) and AnchorText("ne","") "#,
            &|r| {
                int(r, "SourceOutLinksExternal") + int(r, "SourceOutLinksInternal") < 20
                    && !r["AnchorText"].is_empty()
            },
        ),
    ];
    for (filter, keep) in cases {
        let found = rows(&process(&server, &item, &[("Filters", filter)]).await);
        let expected: Vec<Row> = all.iter().filter(|r| keep(r)).cloned().collect();
        assert!(!found.is_empty() && found.len() < all.len(), "{filter}");
        assert_eq!(found, expected, "{filter}");
    }
}

#[tokio::test]
async fn depth_filter_caps_and_order_follow_each_other() {
    let server = plain().await;
    let item = target(&server, 0);
    let all = rows(&process(&server, &item, &[]).await);
    assert!(all.len() > 6_000, "{}", all.len());
    let params = [
        ("FilteringDepth", "5000"),
        ("Filters", r#"NoFollow("0")"#),
        ("MaxSourceURLsPerRefDomain", "1"),
        ("SortBy1", "SourceUrl"),
        ("SortDir1", "asc"),
        ("ConsumeResourcesForAdditionalProcessing", "1"),
        ("Count", "50000"),
    ];
    let answer = ask(&server, &item, &params).await;
    let mut expected: Vec<Row> = all.into_iter().take(5_000).collect();
    expected.retain(|r| r["FlagNoFollow"] == "0");
    let statistics = rows_of(answer.table("Statistics").unwrap());
    assert_eq!(statistics[0]["LinesConsidered"], "5000");
    assert_eq!(statistics[0]["Matches"], expected.len().to_string());
    let mut seen = HashSet::new();
    expected.retain(|row| {
        let host = row["SourceURL"].split('/').nth(2).unwrap();
        seen.insert(psl::domain_str(host).unwrap().to_owned())
    });
    expected.sort_by(|a, b| a["SourceURL"].cmp(&b["SourceURL"]));
    assert_eq!(rows(&answer), expected);
}
