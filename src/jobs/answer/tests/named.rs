//! Answers whose tables are named by another table: GetLinkProfile and GetBackLinksHistory.

use super::{cells, json, query, read, said, xml, xml_table};
use crate::jobs::answer::AnswerFault;
use crate::model::catalog::majestic::{GET_BACK_LINKS_HISTORY, GET_LINK_PROFILE};
use crate::model::rows::Sheet;

const ITEMS: &str = "OrigItem|Item|Status|ItemType|DataType|MatrixTableName";
const CELLS: &str = "CitationFlow|TrustFlow|Value";

#[test]
fn matrices_are_found_by_their_names_and_become_one_list() {
    let asked = query(&GET_LINK_PROFILE, &["a.example", "b.example"]);
    let items = xml_table(
        "Items",
        "",
        ITEMS,
        &[
            "a.example|a.example|OK|RootDomain|Links|X9",
            "b.example|b.example|OK|RootDomain|Links|RankingMatrix_0",
        ],
    );
    // The order of the tables means nothing.
    let second = xml_table("RankingMatrix_0", "MaxValue=\"5\"", CELLS, &["10|2|5"]);
    let first = xml_table(
        "X9",
        "MaxValue=\"8\" TotalValues=\"11\"",
        CELLS,
        &["0|0|8", "1|0|3"],
    );
    let in_xml = xml("", &format!("{items}{second}{first}"));
    let in_json = json(
        "",
        r#""Items":{"Headers":{},"Data":[{"OrigItem":"a.example","Item":"a.example","Status":"OK","ItemType":"RootDomain","DataType":"Links","MatrixTableName":"X9"},{"OrigItem":"b.example","Item":"b.example","Status":"OK","ItemType":"RootDomain","DataType":"Links","MatrixTableName":"RankingMatrix_0"}]},"RankingMatrix_0":{"Headers":{"MaxValue":"5"},"Data":[{"CitationFlow":"10","TrustFlow":2,"Value":"5"}]},"X9":{"Headers":{"MaxValue":8,"TotalValues":11},"Data":[{"CitationFlow":0,"TrustFlow":0,"Value":8},{"CitationFlow":1,"TrustFlow":0,"Value":3}]}"#,
    );
    for text in [&in_xml, &in_json] {
        let taken = read(&asked, text).unwrap();
        let grid = taken.rows.items.as_ref().unwrap();
        assert_eq!(cells(grid, "Item"), ["a.example", "a.example", "b.example"]);
        assert_eq!(cells(grid, "DataType"), ["Links", "Links", "Links"]);
        assert_eq!(cells(grid, "Value"), ["8", "3", "5"]);
        assert_eq!(cells(grid, "CitationFlow"), ["0", "1", "10"]);
        assert_eq!((taken.rows.sheet, taken.charged_rows), (Sheet::Profile, 3));
        assert_eq!(said(&taken, "X9.TotalValues").as_deref(), Some("11"));
        assert!(taken.notes.is_empty(), "{:?}", taken.notes);
    }
    // One that does not come takes nothing from the other, and is named.
    let half = in_xml.replace("Name=\"X9\"", "Name=\"X8\"");
    let taken = read(&asked, &half).unwrap();
    assert_eq!(
        cells(taken.rows.items.as_ref().unwrap(), "Item"),
        ["b.example"]
    );
    let told = taken.notes.join("; ");
    assert!(
        told.contains("table X9 of a.example (status OK)") && told.contains("X8"),
        "{told}"
    );
    let none = half.replace("Name=\"RankingMatrix_0\"", "Name=\"X7\"");
    let fault = read(&asked, &none).unwrap_err();
    assert!(matches!(fault, AnswerFault::Lacks { table, .. } if table == "X9"));
    let fault = read(&asked, &json("", "")).unwrap_err();
    assert!(matches!(fault, AnswerFault::Lacks { table, .. } if table == "Items"));
}

#[test]
fn an_item_without_a_table_says_its_status() {
    let asked = query(&GET_LINK_PROFILE, &["a.example", "b.example"]);
    let items = xml_table(
        "Items",
        "",
        ITEMS,
        &[
            "a.example|a.example|NotFound|RootDomain|Links| ",
            "b.example|b.example|OK|RootDomain|RefDomains|M",
        ],
    );
    let matrix = xml_table("M", "", CELLS, &["1|1|2"]);
    let taken = read(&asked, &xml("", &format!("{items}{matrix}"))).unwrap();
    assert!(
        taken.notes[0].contains("a.example (status NotFound)"),
        "{:?}",
        taken.notes
    );
    assert!(!taken.is_whole, "rows of the other may have been charged");
    assert_eq!(
        cells(taken.rows.items.as_ref().unwrap(), "DataType"),
        ["RefDomains"]
    );
}

const RESULTS: &str = "OrigItem|Item|ItemType|DataTableName";

#[test]
fn series_are_turned_into_one_row_a_period_and_item() {
    let asked = query(&GET_BACK_LINKS_HISTORY, &["a.example", "b.example"]);
    let results = xml_table(
        "Results",
        "",
        RESULTS,
        &[
            "a.example|a.example|RootDomain|H_7",
            "b.example|b.example|RootDomain|H_8",
        ],
    );
    let first = xml_table(
        "H_7",
        "",
        "Element|2024-04|2024-05|2024-06",
        &["TotalLinks|10|20|30", "RefDomains|1|2| ", "Sparkle|x| |z"],
    );
    // Another item knows another month and other elements.
    let second = xml_table(
        "H_8",
        "",
        "Element|2024-06|2024-05",
        &["ImageLink|6|5", "TotalLinks|66|55"],
    );
    let in_xml = xml("", &format!("{second}{results}{first}"));
    // In JSON a missing cell is a missing member: May of the second element, and June of the third.
    let in_json = json(
        "",
        r#""Results":{"Headers":{},"Data":[{"OrigItem":"a.example","Item":"a.example","ItemType":"RootDomain","DataTableName":"H_7"},{"OrigItem":"b.example","Item":"b.example","ItemType":"RootDomain","DataTableName":"H_8"}]},"H_7":{"Headers":{},"Data":[{"Element":"TotalLinks","2024-04":10,"2024-05":"20","2024-06":30},{"Element":"RefDomains","2024-04":1,"2024-05":2},{"Element":"Sparkle","2024-04":"x","2024-06":"z"}]},"H_8":{"Headers":{},"Data":[{"Element":"ImageLink","2024-06":6,"2024-05":5},{"Element":"TotalLinks","2024-06":66,"2024-05":55}]}"#,
    );
    for text in [in_xml, in_json] {
        let taken = read(&asked, &text).unwrap();
        let grid = taken.rows.items.as_ref().unwrap();
        assert_eq!(
            cells(grid, "Date"),
            [
                "2024-04-01",
                "2024-05-01",
                "2024-06-01",
                "2024-05-01",
                "2024-06-01"
            ]
        );
        assert_eq!(
            cells(grid, "OrigItem"),
            [
                "a.example",
                "a.example",
                "a.example",
                "b.example",
                "b.example"
            ]
        );
        assert_eq!(cells(grid, "TotalLinks"), ["10", "20", "30", "55", "66"]);
        assert_eq!(cells(grid, "RefDomains"), ["1", "2", "", "", ""]);
        assert_eq!(cells(grid, "ImageLink"), ["", "", "", "5", "6"]);
        assert_eq!(
            cells(grid, "Sparkle"),
            ["x", "", "z", "", ""],
            "an unknown element shifts nothing"
        );
        assert_eq!((taken.rows.sheet, taken.charged_rows), (Sheet::Periods, 0));
        let told =
            "2 of the figures in the series of a.example did not come: their cells are empty";
        assert_eq!(taken.notes, [told]);
    }
}

#[test]
fn a_missing_period_is_told() {
    let asked = query(&GET_BACK_LINKS_HISTORY, &["a.example"]);
    let results = xml_table("Results", "", "Item|DataTableName", &["a.example|S"]);
    for (heads, told) in [
        ("2023-11|2023-12|2024-01", None),
        (
            "2023-12|2024-02|2024-03",
            Some("lacks periods once, first before 2024-02"),
        ),
        (
            "2023-10|2023-12|2024-02",
            Some("lacks periods 2 times, first before 2023-12"),
        ),
        ("2024-02-28|2024-02-29|2024-03-01", None),
        (
            "2024-02-27|2024-02-29|2024-03-01",
            Some("first before 2024-02-29"),
        ),
    ] {
        let series = xml_table("S", "", &format!("Element|{heads}"), &["TotalLinks|1|2|3"]);
        let taken = read(&asked, &xml("", &format!("{results}{series}"))).unwrap();
        match told {
            None => assert_eq!(taken.notes, Vec::<String>::new(), "{heads}"),
            Some(words) => assert!(taken.notes[0].contains(words), "{:?}", taken.notes),
        }
    }
}

#[test]
fn days_are_periods_too_and_other_columns_are_none() {
    let asked = query(&GET_BACK_LINKS_HISTORY, &["a.example"]);
    let results = xml_table("Results", "", "Item|DataTableName", &["a.example|S"]);
    let series = xml_table(
        "S",
        "",
        "Element|2024-05-31|Unit|2024-06-01|2024-13",
        &["TotalLinks|3|links|4|9", "Date|7|what|8|9"],
    );
    let taken = read(&asked, &xml("", &format!("{results}{series}"))).unwrap();
    let grid = taken.rows.items.as_ref().unwrap();
    assert_eq!(
        cells(grid, "Date"),
        ["2024-05-31", "2024-06-01"],
        "an element takes no column of ours"
    );
    assert_eq!(cells(grid, "Date (element)"), ["7", "8"]);
    assert_eq!(cells(grid, "TotalLinks"), ["3", "4"]);
    assert_eq!(said(&taken, "S.TotalLinks.Unit").as_deref(), Some("links"));
    assert_eq!(
        said(&taken, "S.TotalLinks.2024-13").as_deref(),
        Some("9"),
        "no month, and not lost"
    );
}

#[test]
fn a_series_that_does_not_come_is_named() {
    let asked = query(&GET_BACK_LINKS_HISTORY, &["a.example", "b.example"]);
    let results = xml_table(
        "Results",
        "",
        RESULTS,
        &[
            "a.example|a.example|RootDomain|H_0",
            "b.example|b.example|RootDomain|H_1",
        ],
    );
    let series = xml_table("H_1", "", "Element|2024-05", &["TotalLinks|1"]);
    let taken = read(&asked, &xml("", &format!("{results}{series}"))).unwrap();
    assert_eq!(
        cells(taken.rows.items.as_ref().unwrap(), "OrigItem"),
        ["b.example"]
    );
    assert!(
        taken.notes[0].contains("H_0 of a.example"),
        "{:?}",
        taken.notes
    );
    let fault = read(&asked, &xml("", &results)).unwrap_err();
    assert!(matches!(fault, AnswerFault::Lacks { table, .. } if table == "H_0"));
}
