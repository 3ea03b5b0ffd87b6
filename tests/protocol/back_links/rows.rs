//! What the rows say, column by column.

use std::collections::HashMap;

use backtrail::index::{Datasource, ItemKind, LinkRecord};
use backtrail::model::column::date_text;
use serde_json::Value;

use super::{Row, ask, charged, identity, int, links, rows, rows_of};
use crate::client::{body, call, call_xml, plain, target};

/// Columns of a link in documented order; `n` is a number in JSON, `t` text.
const LINK_COLUMNS: &str = "SourceURL t,ACRank n,AnchorText t,Date t,SourceTitle t,SourceOutDomainsExternal t,\
SourceOutLinksExternal t,SourceOutLinksInternal t,SourceLanguage t,SourceLanguageDesc t,SourceLanguageConfidence n,\
FlagRedirect n,FlagFrame n,FlagNoFollow n,FlagImages n,FlagDeleted n,FlagAltText n,FlagMention n,TargetURL t,\
IndirectTargetURL t,IndirectTargetType t,TargetTitle t,TargetLanguage t,TargetLanguageDesc t,\
TargetLanguageConfidence n,LinksAvailableForRootDomain n,DomainID n,FirstIndexedDate t,LastSeenDate t,DateLost t,\
ReasonLost t,LinkType t,LinkSubType t,TargetCitationFlow n,TargetTrustFlow n,TargetTopicalTrustFlow_Topic_0 t,\
TargetTopicalTrustFlow_Value_0 n,SourceCitationFlow n,SourceTrustFlow n,SourceTopicalTrustFlow_Topic_0 t,\
SourceTopicalTrustFlow_Value_0 n";

/// Columns of a domain before its ten topic pairs.
const DOMAIN_COLUMNS: &str = "DomainID n,Domain t,AlexaRank n,RefDomains n,ExtBackLinks n,IndexedURLs n,\
CrawledURLs n,FirstCrawled t,LastSuccessfulCrawl t,IP t,SubNet t,CountryCode t,TLD t,CitationFlow n,TrustFlow n";

fn expect_columns(row: &Value, columns: &[(String, bool)]) {
    let row = row.as_object().unwrap();
    let names: Vec<&str> = row.keys().map(String::as_str).collect();
    let wanted: Vec<&str> = columns.iter().map(|c| c.0.as_str()).collect();
    assert_eq!(names, wanted);
    for (name, is_number) in columns {
        let value = &row[name];
        let no_topic = name.contains("_Value_") && value == "";
        assert!(
            no_topic || (value.is_i64() == *is_number && (value.is_i64() || value.is_string())),
            "{name} is {value}"
        );
    }
}

fn columns(text: &str) -> Vec<(String, bool)> {
    text.split(',')
        .map(|c| c.split_once(' ').unwrap())
        .map(|(name, kind)| (name.to_owned(), kind == "n"))
        .collect()
}

#[tokio::test]
async fn tables_have_their_documented_columns_types_and_attributes() {
    let server = plain().await;
    let item = target(&server, 0);
    let query = [
        ("cmd", "GetBackLinkData"),
        ("app_api_key", "demo"),
        ("item", &item),
        ("Count", "300"),
        ("From", "5"),
        ("ShowDomainInfo", "1"),
        ("ConsumeResourcesForAdditionalProcessing", "1"),
    ];
    let answer: Value = serde_json::from_str(&body(&server, &query).await).unwrap();
    let tables = answer["DataTables"].as_object().unwrap();
    let names: Vec<_> = tables.keys().collect();
    assert_eq!(names, ["BackLinks", "Statistics", "DomainsInfo"]);
    let mut domain_columns = columns(DOMAIN_COLUMNS);
    for n in 0..10 {
        domain_columns.push((format!("TopicalTrustFlow_Topic_{n}"), false));
        domain_columns.push((format!("TopicalTrustFlow_Value_{n}"), true));
    }
    let link_columns = columns(LINK_COLUMNS);
    assert_eq!((link_columns.len(), domain_columns.len()), (41, 35));
    for row in tables["BackLinks"]["Data"].as_array().unwrap() {
        expect_columns(row, &link_columns);
    }
    for row in tables["DomainsInfo"]["Data"].as_array().unwrap() {
        expect_columns(row, &domain_columns);
    }
    let known = server.index(Datasource::Historic).targets()[0].links;
    let lines = links(&server, &item, Datasource::Historic).len();
    let headers = tables["BackLinks"]["Headers"].clone();
    let expected = serde_json::json!({
        "AvailableLines": 50000, "BackLinkItem": item, "BackLinkType": "BackLinks", "Count": 300, "From": 5,
        "Item": item, "ItemType": "RootDomain", "MaxRefDomainTopics": 10, "MaxSourceTopics": 1,
        "MaxTargetTopics": 10, "OrigItem": item, "RefDomainTopicsCount": 10, "SourceTopicsCount": 1,
        "TargetTopicsCount": 1, "TotalBackLinks": known, "TotalLines": lines, "TotalMatches": 300
    });
    assert_eq!(headers, expected);
    assert_eq!(tables["DomainsInfo"]["Headers"], serde_json::json!({}));
    assert_eq!(tables["Statistics"]["Data"][0]["Matches"], lines.min(5_000));
    let globals: Vec<_> = answer.as_object().unwrap().keys().collect();
    assert!(
        globals
            .iter()
            .all(|g| !g.starts_with("Charged") && !g.starts_with("Remaining"))
    );
    assert_eq!(answer["IndexType"], 0);
    assert_eq!(charged(&server), (10_000, 300));
}

#[tokio::test]
async fn rows_are_the_links_of_the_asked_index() {
    let server = plain().await;
    let item = target(&server, 1);
    for (name, view) in [
        ("historic", Datasource::Historic),
        ("fresh", Datasource::Fresh),
    ] {
        let answer = ask(&server, &item, &[("Count", "50000"), ("datasource", name)]).await;
        let rows = rows(&answer);
        let mut links: HashMap<_, _> = links(&server, &item, view)
            .into_iter()
            .map(|l| ((l.source_url.clone(), l.target_url.clone()), l))
            .collect();
        assert!(rows.len() > 500 && rows.len() == links.len());
        let mut of_domain: HashMap<String, i64> = HashMap::new();
        for link in links.values() {
            *of_domain.entry(link.source_domain.clone()).or_default() += 1;
        }
        let ranks: Vec<i64> = rows.iter().map(|r| int(r, "ACRank")).collect();
        assert!(ranks.is_sorted_by(|a, b| a >= b));
        for row in &rows {
            let link = links.remove(&identity(row)).expect("a link, once");
            expect_row(row, &link);
            assert_eq!(
                int(row, "LinksAvailableForRootDomain"),
                of_domain[&link.source_domain]
            );
        }
    }
}

fn expect_row(row: &Row, link: &LinkRecord) {
    let lost = link.date_lost.map_or_else(String::new, date_text);
    let anchor = link.anchor.to_lowercase();
    let texts = [
        ("Date", date_text(link.source_crawl_date)),
        ("FirstIndexedDate", date_text(link.first_found)),
        ("LastSeenDate", date_text(link.last_seen)),
        ("DateLost", lost),
        (
            "SourceTopicalTrustFlow_Topic_0",
            link.source_topic.0.to_owned(),
        ),
        (
            "TargetTopicalTrustFlow_Topic_0",
            link.target_topic.0.to_owned(),
        ),
        ("SourceLanguage", link.source_language.0.code().to_owned()),
        (
            "SourceLanguageDesc",
            link.source_language.0.name().to_owned(),
        ),
    ];
    for (column, expected) in texts {
        assert_eq!(row[column], expected, "{column}");
    }
    let shown = &row["AnchorText"];
    match shown
        .strip_suffix("...")
        .filter(|cut| cut.chars().count() > 99)
    {
        Some(cut) => assert!(anchor.trim().starts_with(cut) && shown.chars().count() < 120),
        None => assert_eq!(shown, anchor.trim()),
    }
    let flag = i64::from;
    let numbers = [
        ("ACRank", i64::from(link.source_acrank)),
        ("FlagRedirect", flag(link.redirect)),
        ("FlagFrame", flag(link.frame)),
        ("FlagNoFollow", flag(link.nofollow)),
        ("FlagImages", flag(link.image)),
        ("FlagDeleted", flag(link.deleted)),
        ("FlagAltText", 0),
        ("FlagMention", 0),
        ("DomainID", -1),
        ("SourceCitationFlow", i64::from(link.source_cf)),
        ("SourceTrustFlow", i64::from(link.source_tf)),
        ("TargetCitationFlow", i64::from(link.target_cf)),
        ("TargetTrustFlow", i64::from(link.target_tf)),
        (
            "SourceLanguageConfidence",
            i64::from(link.source_language.1),
        ),
    ];
    for (column, expected) in numbers {
        assert_eq!(int(row, column), expected, "{column}");
    }
    let kind = match (link.redirect, link.frame, link.image) {
        (true, ..) => "Redirect",
        (_, true, _) => "Frame",
        (_, _, true) => "ImageLink",
        _ => "TextLink",
    };
    assert_eq!(row["LinkType"], kind);
    assert!(row["LinkSubType"].starts_with(&format!("{kind}_")));
    assert_eq!(row["IndirectTargetURL"].is_empty(), !link.indirect);
    assert_eq!(row["ReasonLost"].is_empty(), !link.deleted);
}

#[tokio::test]
async fn titles_languages_and_outgoing_links_are_those_of_the_pages_own_summary() {
    let server = plain().await;
    let item = target(&server, 1);
    let all = rows(&ask(&server, &item, &[("Count", "400")]).await);
    for row in all.iter().step_by(23) {
        for (column, prefix) in [("SourceURL", "Source"), ("TargetURL", "Target")] {
            let params = [
                ("cmd", "GetIndexItemInfo"),
                ("items", "1"),
                ("item0", row[column].as_str()),
            ];
            let info = call(&server, &params).await;
            let info = rows_of(info.table("Results").unwrap()).remove(0);
            let of_page = |name: &str| row[&format!("{prefix}{name}")].clone();
            for name in ["Title", "Language", "LanguageDesc"] {
                assert_eq!(of_page(name), info[name], "{name} of {}", row[column]);
            }
            for name in ["CitationFlow", "TrustFlow"] {
                assert_eq!(of_page(name), info[name], "{name} of {}", row[column]);
            }
            if prefix == "Source" {
                for name in ["OutDomainsExternal", "OutLinksExternal", "OutLinksInternal"] {
                    assert_eq!(of_page(name), info[name], "{name} of {}", row[column]);
                }
                assert_eq!(row["ACRank"], info["ACRank"]);
            }
        }
    }
}

#[tokio::test]
async fn domains_are_numbered_as_they_appear_and_summed_up() {
    let server = plain().await;
    let item = target(&server, 0);
    let answer = ask(&server, &item, &[("Count", "500"), ("ShowDomainInfo", "1")]).await;
    let domains = rows_of(answer.table("DomainsInfo").unwrap());
    let index = server.index(Datasource::Historic);
    let mut next = 0;
    for row in rows(&answer) {
        let id = int(&row, "DomainID");
        assert!(id <= next);
        next = next.max(id + 1);
        let domain = &domains[usize::try_from(id).unwrap()]["Domain"];
        let host = row["SourceURL"].split('/').nth(2).unwrap();
        assert!(host == domain || host.ends_with(&format!(".{domain}")));
    }
    assert_eq!(i64::try_from(domains.len()).unwrap(), next);
    for (n, row) in domains.iter().enumerate() {
        assert_eq!(row["DomainID"], n.to_string());
        let id = index.resolve(ItemKind::RootDomain, &row["Domain"]).unwrap();
        let info = index.info(id, 10);
        for (column, expected) in [
            ("RefDomains", info.ref_domains),
            ("ExtBackLinks", info.ext_back_links),
            ("IndexedURLs", info.indexed_urls),
            ("CrawledURLs", info.crawled_urls),
            ("CitationFlow", i64::from(info.citation_flow)),
            ("TrustFlow", i64::from(info.trust_flow)),
        ] {
            assert_eq!(int(row, column), expected, "{column} of {}", row["Domain"]);
        }
        assert!(row["SubNet"].ends_with(".0") && row["CountryCode"].len() == 2);
        assert_eq!(
            row["TLD"],
            psl::suffix_str(&row["Domain"]).unwrap(),
            "of {}",
            row["Domain"]
        );
        for (n, (topic, value)) in info.topics.iter().enumerate() {
            assert_eq!(row[&format!("TopicalTrustFlow_Topic_{n}")], *topic);
            assert_eq!(
                row[&format!("TopicalTrustFlow_Value_{n}")],
                value.to_string()
            );
        }
    }
}

#[tokio::test]
async fn both_formats_hold_the_same_tables() {
    let server = plain().await;
    let item = target(&server, 0);
    let params = [
        ("cmd", "GetBackLinkData"),
        ("item", item.as_str()),
        ("Count", "2000"),
        ("ShowDomainInfo", "1"),
        ("ConsumeResourcesForAdditionalProcessing", "1"),
    ];
    let json = call(&server, &params).await;
    let xml = call_xml(&server, &params).await;
    for name in ["BackLinks", "Statistics", "DomainsInfo"] {
        let (json, xml) = (json.table(name).unwrap(), xml.table(name).unwrap());
        assert_eq!(json.columns, xml.columns);
        assert_eq!(json.rows.len(), xml.rows.len());
        for (json, xml) in rows_of(json).iter().zip(rows_of(xml)) {
            for (column, text) in json {
                // What XML cannot carry: control characters, and blanks at an edge beside a pipe.
                if !text.contains(char::is_control) {
                    assert_eq!(text.trim(), xml[column].trim(), "{column}");
                }
            }
        }
    }
}
