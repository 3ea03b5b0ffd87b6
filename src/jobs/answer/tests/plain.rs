//! Answers whose tables have fixed names, and those without tables.

use super::{cells, json, query, read, said, taken, xml, xml_table};
use crate::jobs::answer::AnswerFault;
use crate::model::catalog::Entry;
use crate::model::catalog::majestic::*;
use crate::model::money::Amounts;
use crate::model::rows::Sheet;
use crate::wire::majestic::{Answer, Table};

const ANCHORS: &str = "AnchorText|RefDomains|TotalLinks|DeletedLinks|NoFollowLinks|EstimatedLinkCitationFlow|EstimatedLinkTrustFlow|TopicalTrustFlow_Topic_0|TopicalTrustFlow_Value_0";

#[test]
fn anchor_texts_come_in_both_formats_with_numbers_as_texts_and_blanks_for_numbers() {
    let query = query(&GET_ANCHOR_TEXT, &["example.com"]);
    let table = xml_table(
        "AnchorText",
        "CanReturnURLs=\"1\" TotalResults=\"629\"",
        ANCHORS,
        &[
            "Shop || Caf&#233;|12|40|3|9|0|74| | ",
            " |1|1|0|0|0|0|Arts/Music|7",
        ],
    );
    let row = r#"{"AnchorText":"Shop | Café","RefDomains":"12","TotalLinks":40,"DeletedLinks":3,"NoFollowLinks":9,"EstimatedLinkCitationFlow":0,"EstimatedLinkTrustFlow":"74","TopicalTrustFlow_Topic_0":"","TopicalTrustFlow_Value_0":""},{"AnchorText":"","RefDomains":1,"TotalLinks":1,"DeletedLinks":0,"NoFollowLinks":0,"EstimatedLinkCitationFlow":0,"EstimatedLinkTrustFlow":0,"TopicalTrustFlow_Topic_0":"Arts/Music","TopicalTrustFlow_Value_0":7}"#;
    let body = format!(
        r#""AnchorText":{{"Headers":{{"CanReturnURLs":1,"TotalResults":629}},"Data":[{row}]}}"#
    );
    for text in [xml("", &table), json("", &body)] {
        let taken = read(&query, &text).unwrap();
        assert_eq!(taken.rows.sheet, Sheet::Anchors);
        assert_eq!((taken.rows.known_rows, taken.charged_rows), (Some(629), 2));
        assert_eq!(taken.charged, None, "no figure is said");
        let grid = taken.rows.items.as_ref().unwrap();
        assert_eq!(cells(grid, "AnchorText"), ["Shop | Café", ""]);
        assert_eq!(cells(grid, "EstimatedLinkTrustFlow"), ["74", "0"]);
        assert_eq!(cells(grid, "TopicalTrustFlow_Value_0"), ["", "7"]);
        assert_eq!(
            said(&taken, "AnchorText.CanReturnURLs").as_deref(),
            Some("1")
        );
    }
}

#[test]
fn the_mode_of_the_question_says_what_came() {
    let mut asked = query(&GET_ANCHOR_TEXT, &["example.com"]);
    asked.set("mode", "1").unwrap();
    let domains = xml_table(
        "RefDomains",
        "TotalResults=\"41\"",
        "Domain|RefDomains|TotalLinks|DeletedLinks|NoFollowLinks",
        &["a.example|900|7|1|2"],
    );
    let taken = read(&asked, &xml("", &domains)).unwrap();
    let grid = taken.rows.domains.as_ref().unwrap();
    assert_eq!(
        cells(grid, "MatchedLinks"),
        ["7"],
        "its links with the text"
    );
    assert_eq!(
        (taken.rows.known_domains, taken.charged_rows),
        (Some(41), 1)
    );
    assert!(taken.rows.links.is_none() && taken.rows.items.is_none());

    asked.set("mode", "2").unwrap();
    let links = r#""BackLinks":{"Headers":{"TotalBackLinks":2812912800,"TotalResults":"9"},"Data":[{"SourceURL":"http://a.example/","AnchorText":"shop"}]}"#;
    let taken = read(&asked, &json("", links)).unwrap();
    assert_eq!(
        cells(taken.rows.links.as_ref().unwrap(), "AnchorText"),
        ["shop"]
    );
    assert_eq!((taken.rows.known_links, taken.charged_rows), (Some(9), 1));

    // What another mode would bring is not what was asked for.
    let fault = read(&asked, &xml("", &domains)).unwrap_err();
    assert!(matches!(fault, AnswerFault::Lacks { table, .. } if table == "BackLinks"));
}

#[test]
fn what_stands_beside_the_rows_is_kept_with_the_dataset() {
    let asked = query(&GET_TOP_PAGES, &["example.com"]);
    let matches = xml_table(
        "Matches",
        "TotalMatches=\"2\"",
        "URL|TrustFlow|FlagPageData|Date",
        &[
            "http://example.com/|17|True|2024-05-01",
            "http://example.com/x|0|False| ",
        ],
    );
    let info = xml_table("DomainInfo", "", "Domain|RefDomains", &["example.com|812"]);
    let more = xml_table("Pages", "", "A", &["1", "2"]);
    let text = xml(
        "ChargedAnalysisResUnits=\"5000\" ChargedRetrievalResUnits=\"2\"",
        &format!("{matches}{info}{more}"),
    );
    let taken = read(&asked, &text).unwrap();
    assert_eq!(taken.charged, Some(Amounts::new(5_000, 2, 0)));
    assert_eq!((taken.rows.known_rows, taken.charged_rows), (Some(2), 2));
    assert_eq!(
        said(&taken, "DomainInfo.RefDomains").as_deref(),
        Some("812")
    );
    assert!(
        taken.notes[0].contains("Pages of 2 rows"),
        "{:?}",
        taken.notes
    );
}

/// Commands of one table, its name, a head with a row, and the variable that counts the rows.
#[rustfmt::skip]
fn of_one_table() -> Vec<(&'static Entry, &'static str, &'static str, &'static str, &'static str, Sheet, i64)> {
    vec![
        (&GET_TOPICS, "Topics", "Topic|Links|TopicalTrustFlow", "Arts/Music|12|41", "TotalResults", Sheet::Topics, 1),
        (&GET_NEW_LOST_BACK_LINK_CALENDAR, "Calendar", "Date|NewLinks|LostLinks", "2024-05-01|3|1", "", Sheet::Days, 0),
        (&SEARCH_BY_KEYWORD, "Results", "RankID|Item|ScoreMultiplier", "0|http://a.example/|1.000", "Matches", Sheet::Found, 1),
        (&GET_KEYWORD_INFO, "Keywords", "Item|Keyword|WordCount", "0|garden shed|2", "", Sheet::Keywords, 1),
        (&GET_RELATED_SITES, "Domains", "Domain|Title|TrustFlow", "a.example|A || B|9", "TotalLines", Sheet::Related, 1),
    ]
}

#[test]
fn every_command_of_one_table_brings_its_sheet_or_names_the_table_that_is_not_there() {
    for (entry, table, headers, row, count, sheet, charged) in of_one_table() {
        let asked = query(entry, &["a.example"]);
        let extra = match count {
            "" => String::new(),
            name => format!("{name}=\"77\""),
        };
        let in_xml = xml("", &xml_table(table, &extra, headers, &[row]));
        let members: Vec<String> = headers
            .split('|')
            .zip(row.replace("||", "\u{1}").split('|'))
            .map(|(name, cell)| format!("\"{name}\":\"{}\"", cell.replace('\u{1}', "|")))
            .collect();
        let attributes = match count {
            "" => String::new(),
            name => format!("\"{name}\":77"),
        };
        let data = format!(
            "\"{table}\":{{\"Headers\":{{{attributes}}},\"Data\":[{{{}}}]}}",
            members.join(",")
        );
        let in_json = json("", &data);
        let mut grids = Vec::new();
        for text in [&in_xml, &in_json] {
            let taken = read(&asked, text).unwrap();
            assert_eq!(taken.rows.sheet, sheet);
            assert_eq!(taken.charged_rows, charged, "{}", entry.command);
            let known = (!count.is_empty()).then_some(77);
            assert_eq!(taken.rows.known_rows, known, "{}", entry.command);
            grids.push(taken.rows.items.unwrap());
        }
        assert_eq!(grids[0], grids[1], "{}", entry.command);
        let renamed = in_xml.replace(&format!("Name=\"{table}\""), "Name=\"Other\"");
        for text in [renamed, json("", "")] {
            let fault = read(&asked, &text).unwrap_err();
            assert!(fault.to_string().contains(table), "{fault}");
        }
    }
}

#[test]
fn what_only_says_figures_becomes_one_row() {
    let estimate = query(&GET_PREFIX_QUERY_ESTIMATE, &["https://a.example/blog/"]);
    let crawl = query(
        &SUBMIT_URLS_TO_CRAWL,
        &["http://a.example/1", "http://a.example/2"],
    );
    for text in [
        xml(
            "ActualCountsAvailable=\"0\" ActualURLs=\"0\" ActualExtBackLinks=\"0\" EstimatedExtBackLinks=\"2812912800\" RealTimeQueryAllowed=\"0\" ChargedAnalysisResUnits=\"100\"",
            "",
        ),
        json(
            r#""ActualCountsAvailable":0,"ActualURLs":0,"ActualExtBackLinks":0,"EstimatedExtBackLinks":"2812912800","RealTimeQueryAllowed":0,"ChargedAnalysisResUnits":100"#,
            "",
        ),
    ] {
        let taken = read(&estimate, &text).unwrap();
        assert_eq!(taken.rows.sheet, Sheet::Estimates);
        assert_eq!(taken.charged_rows, 0);
        let grid = taken.rows.items.as_ref().unwrap();
        assert_eq!(cells(grid, "Item"), ["https://a.example/blog/"]);
        assert_eq!(cells(grid, "EstimatedExtBackLinks"), ["2812912800"]);
        assert_eq!(cells(grid, "RealTimeQueryAllowed"), ["0"]);
        assert_eq!(
            cells(grid, "ActualURLs"),
            [""],
            "not counted is not nothing"
        );
        assert_eq!(cells(grid, "ActualExtBackLinks"), [""]);
        assert!(taken.is_whole);
        assert!(
            matches!(read(&crawl, &text), Err(AnswerFault::LacksFigure { figure, .. }) if figure == "URLsAdded")
        );
    }
    let taken = read(&crawl, &json(r#""URLsAdded":"1""#, "")).unwrap();
    let grid = taken.rows.items.as_ref().unwrap();
    assert_eq!(
        (cells(grid, "URLsSent"), cells(grid, "URLsAdded")),
        (vec!["2"], vec!["1"])
    );
    assert_eq!(taken.rows.sheet, Sheet::Crawls);
}

#[test]
fn neighbours_of_both_tables_are_one_list_that_says_what_is_shared() {
    let asked = query(&GET_HOSTED_DOMAINS, &["example.com"]);
    let on_ip = xml_table(
        "DomainsOnIP",
        "IP=\"192.0.2.7\" TotalDomains=\"5\"",
        "Domain|IPAddress|RefDomains",
        &["a.example|192.0.2.7|3"],
    );
    let on_net = xml_table(
        "DomainsOnSubnet",
        "TotalDomains=\"9\"",
        "Domain|TrustFlow|IPAddress",
        &["b.example|12|192.0.2.9"],
    );
    let taken = read(&asked, &xml("", &format!("{on_net}{on_ip}"))).unwrap();
    let grid = taken.rows.items.as_ref().unwrap();
    assert_eq!(cells(grid, "Domain"), ["a.example", "b.example"]);
    assert_eq!(cells(grid, "Shared"), ["address", "network"]);
    assert_eq!(cells(grid, "IPAddress"), ["192.0.2.7", "192.0.2.9"]);
    assert_eq!(
        (cells(grid, "RefDomains"), cells(grid, "TrustFlow")),
        (vec!["3", ""], vec!["", "12"])
    );
    assert_eq!((taken.rows.known_rows, taken.charged_rows), (Some(14), 2));
    assert_eq!(said(&taken, "DomainsOnIP.IP").as_deref(), Some("192.0.2.7"));

    let taken = read(&asked, &xml("", &on_ip)).unwrap();
    assert!(
        taken.notes[0].contains("DomainsOnSubnet"),
        "{:?}",
        taken.notes
    );
    let fault = read(&asked, &xml("", "")).unwrap_err();
    assert!(matches!(fault, AnswerFault::Lacks { table, .. } if table == "DomainsOnIP"));
}

#[test]
fn a_domain_of_several_addresses_names_the_one_to_ask_about() {
    let asked = query(&GET_HOSTED_DOMAINS, &["example.com"]);
    let empty = xml_table("DomainsOnIP", "", "Domain|IPAddress", &[]);
    let tables =
        r#""DomainsOnIP":{"Headers":{},"Data":[]},"DomainsOnSubnet":{"Headers":{},"Data":[]}"#;
    for text in [
        xml("RecommendedIP=\"192.0.2.44\"", &empty),
        xml("RecommendedIP=\"192.0.2.44\"", ""),
        json(r#""RecommendedIP":"192.0.2.44""#, tables),
    ] {
        let taken = read(&asked, &text).unwrap();
        assert!(taken.rows.items.as_ref().unwrap().rows.is_empty());
        let told = taken.rows.notes.join(" ");
        assert!(told.contains("`backtrail neighbours 192.0.2.44`"), "{told}");
    }
    let hostile = json(r#""RecommendedIP":"1; rm -rf ~""#, "");
    let told = read(&asked, &hostile).unwrap().rows.notes.join(" ");
    assert!(!told.contains("backtrail neighbours"), "{told}");
}

#[test]
fn lost_links_are_links_of_these_days() {
    let asked = query(&GET_NEW_LOST_BACK_LINKS, &["example.com"]);
    let links = r#""BackLinks":{"Headers":{"TotalBackLinks":900,"TotalLines":12},"Data":[{"SourceURL":"http://a.example/","TargetURL":"http://example.com/"}]}"#;
    let taken = read(&asked, &json("", links)).unwrap();
    assert_eq!((taken.rows.known_links, taken.charged_rows), (Some(12), 1));
    assert!(
        read(&asked, &json("", ""))
            .unwrap_err()
            .to_string()
            .contains("BackLinks")
    );
}

#[test]
fn an_overview_prices_each_item_as_it_was_asked() {
    let query = query(&GET_INDEX_ITEM_INFO, &["a.example", "b.example"]);
    let mut table = Table::new(
        "Results",
        &[
            "ItemNum",
            "Item",
            "RefDomains",
            "ExtBackLinks",
            "DownloadBacklinksAnalysisResUnitsCost",
        ],
    );
    table.rows = vec![
        vec![
            1.into(),
            "B.example".into(),
            4.into(),
            "9".into(),
            25_000.into(),
        ],
        vec![
            0.into(),
            "a.example".into(),
            "".into(),
            "".into(),
            "".into(),
        ],
    ];
    let answer = Answer::ok().with_table(table);
    let taken = taken(&query, answer).unwrap();
    assert_eq!(
        taken.figures.len(),
        1,
        "a row without counts prices nothing"
    );
    assert_eq!(taken.figures[0].0, "b.example");
    assert_eq!(taken.figures[0].1.listed_links_cost, 25_000);
    assert_eq!(taken.charged_rows, 0);
    assert_eq!(taken.rows.items.unwrap().rows.len(), 2);
}
