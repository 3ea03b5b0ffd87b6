//! The layout byte for byte, and what is no answer.

use super::super::answer::{Answer, Cell, Table};
use super::super::json;
use super::{XmlError, decode, encode};

/// One invented answer as the service would lay it out in XML.
const XML: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<Result Code="OK" ErrorMessage="" FullError="">
		<GlobalVars ChargedAnalysisResUnits="1000" ChargedRetrievalResUnits="2" Cmd="GetRefDomains" IndexBuildDate="2024-03-01 04:05:06" IndexType="1" RemainingAnalysisResUnits="999000" RemainingRetrievalResUnits="50000" ServerBuild="2024-02-20 10:11:12" ServerName="LOCAL" ServerVersion="1.0.8800.20000" UniqueIndexID="20240301040506-FRESH"/>
	<DataTables Count="1">
		<DataTable Name="Demo" RowsCount="2" Headers="Position|Title|IP|BackLinks_a.example" TotalMatchedDomains="2">
			<Row>1|Shop || Café &#38; Bar| |12</Row>
			<Row>2| || lead pipe|192.0.2.7|3</Row>
		</DataTable>
	</DataTables>
</Result>
"#;

/// The same answer in JSON.
const JSON: &str = r#"{"Code":"OK","ErrorMessage":"","FullError":"","ChargedAnalysisResUnits":1000,"ChargedRetrievalResUnits":2,"Cmd":"GetRefDomains","IndexBuildDate":"2024-03-01 04:05:06","IndexType":1,"RemainingAnalysisResUnits":999000,"RemainingRetrievalResUnits":50000,"ServerBuild":"2024-02-20 10:11:12","ServerName":"LOCAL","ServerVersion":"1.0.8800.20000","UniqueIndexID":"20240301040506-FRESH","DataTables":{"Demo":{"Headers":{"TotalMatchedDomains":2},"Data":[{"Position":1,"Title":"Shop | Café & Bar","IP":"","BackLinks_a.example":"12"},{"Position":2,"Title":"| lead pipe","IP":"192.0.2.7","BackLinks_a.example":"3"}]}}}"#;

fn written(answer: &Answer) -> String {
    String::from_utf8(encode(answer)).unwrap()
}

fn texts(answer: &Answer) -> Vec<Vec<String>> {
    let table = answer.table("Demo").unwrap();
    let row = |row: &Vec<Cell>| row.iter().map(|c| c.text().into_owned()).collect();
    table.rows.iter().map(row).collect()
}

#[test]
fn one_answer_has_its_bytes_in_both_forms_both_ways() {
    let answer = json::decode(JSON.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(json::encode(&answer)).unwrap(), JSON);
    assert_eq!(written(&answer), XML);
    let from_xml = decode(XML.as_bytes()).unwrap();
    assert_eq!(written(&from_xml), XML);
    assert_eq!(texts(&from_xml), texts(&answer));
    assert_eq!(from_xml.charged(), answer.charged());
    assert_eq!(from_xml.remaining_after(), answer.remaining_after());
    let left = from_xml.remaining_after().unwrap();
    assert_eq!((left.analysis, left.retrieval), (998_000, 49_998));
}

#[test]
fn tables_without_rows_or_columns_keep_their_element() {
    let answer = Answer::ok()
        .with("URLsAdded", 1)
        .with("UniqueIndexID", "x")
        .with_table(Table::new("Downloads", &["JobID", "Status"]))
        .with_table(
            Table::new("SiteExplorerInfo", &[])
                .with("DomainsUsed", 0)
                .with("domainsLeft", 1),
        );
    let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
        <Result Code=\"OK\" ErrorMessage=\"\" FullError=\"\">\n\
        \t\t<GlobalVars UniqueIndexID=\"x\" URLsAdded=\"1\"/>\n\
        \t<DataTables Count=\"2\">\n\
        \t\t<DataTable Name=\"Downloads\" RowsCount=\"0\" Headers=\"JobID|Status\">\n\
        \t\t</DataTable>\n\
        \t\t<DataTable Name=\"SiteExplorerInfo\" RowsCount=\"0\" Headers=\"\" domainsLeft=\"1\" DomainsUsed=\"0\">\n\
        \t\t</DataTable>\n\
        \t</DataTables>\n\
        </Result>\n";
    assert_eq!(written(&answer), text);
    let read = decode(text.as_bytes()).unwrap();
    assert_eq!(read.table("SiteExplorerInfo").unwrap().columns, [""; 0]);
    assert_eq!(
        read.table("Downloads").unwrap().columns,
        ["JobID", "Status"]
    );
    assert_eq!(written(&read), text);
}

#[test]
fn a_failure_has_no_tables_and_its_line_ends_as_references() {
    let answer = Answer::failure("FailedRequestViaAPI", "no 'x'", "A.B()");
    let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
        <Result Code=\"FailedRequestViaAPI\" ErrorMessage=\"no &#39;x&#39;\" \
        FullError=\"Majestic12.SearchIndexReportResponse+ResponseException: no &#39;x&#39;&#13;&#10;   at Majestic12.A.B()\">\n\
        \t\t<GlobalVars/>\n\
        </Result>\n";
    assert_eq!(written(&answer), text);
    assert_eq!(decode(text.as_bytes()).unwrap(), answer);
}

#[test]
fn characters_are_written_as_recorded() {
    let mut table = Table::new("T", &["a"]);
    table.rows.push(vec![
        "&\"'<>\t\n\r\u{91}\u{94}\u{85}\u{9b}\u{7f}é😀\0\u{1b}\u{fffe}".into(),
    ]);
    let text = written(&Answer::ok().with_table(table));
    let row = "<Row>&#38;&#34;&#39;&#60;&#62;&#9;&#10;&#13;&#145;&#148;\u{85}\u{9b}\u{7f}é😀\u{fffd}\u{fffd}\u{fffd}</Row>";
    assert!(text.contains(row), "{text}");
}

/// The invented answer with another layout.
fn laid_out(change: impl Fn(&str) -> String) -> Vec<u8> {
    change(XML).into_bytes()
}

#[test]
fn every_layout_is_read() {
    let wanted = decode(XML.as_bytes()).unwrap();
    let one_line = |xml: &str| xml.split(['\n', '\t']).collect::<String>();
    for (name, bytes) in [
        ("byte-order mark", laid_out(|xml| format!("\u{feff}{xml}"))),
        ("CRLF", laid_out(|xml| xml.replace('\n', "\r\n"))),
        ("one line", laid_out(one_line)),
        (
            "no declaration",
            laid_out(|xml| {
                one_line(xml).replacen("<?xml version=\"1.0\" encoding=\"utf-8\"?>", "", 1)
            }),
        ),
        (
            "capital encoding",
            laid_out(|xml| xml.replacen("utf-8", "UTF-8", 1)),
        ),
        (
            "other indentation",
            laid_out(|xml| xml.replace('\t', "    ")),
        ),
        (
            "hexadecimal",
            laid_out(|xml| xml.replace("&#38;", "&#x26;")),
        ),
        ("named", laid_out(|xml| xml.replace("&#38;", "&amp;"))),
        (
            "CDATA",
            laid_out(|xml| xml.replace("&#38;", "<![CDATA[&]]>")),
        ),
        (
            "comments",
            laid_out(|xml| xml.replace("<Row>", "<!-- a | b --><Row><!-- c -->")),
        ),
        (
            "single quotes",
            laid_out(|xml| xml.replace("Name=\"Demo\"", "Name='Demo'")),
        ),
        (
            "split end tags",
            laid_out(|xml| xml.replace("</Row>", "</Row >")),
        ),
        (
            "elements of later years",
            laid_out(|xml| {
                xml.replace(
                    "\t<DataTables",
                    "<New a=\"1\">x &#38; <b/></New><DataTables",
                )
            }),
        ),
    ] {
        assert_eq!(decode(&bytes).as_ref(), Ok(&wanted), "{name}");
    }
    let lost_spaces = laid_out(|xml| xml.replace("| |12", "| |").replace("\u{fffd}", ""));
    assert_eq!(
        decode(&lost_spaces)
            .unwrap()
            .table("Demo")
            .unwrap()
            .cell(0, "BackLinks_a.example"),
        Some(&"".into())
    );
}

#[test]
fn missing_parts_are_missing_only() {
    let bare = decode(br#"<Result Code="QueuedForProcessing"/>"#).unwrap();
    assert_eq!(bare, Answer::queued());
    let empty =
        decode(br#"<Result Code="OK"><GlobalVars/><DataTables Count="0"/></Result>"#).unwrap();
    assert_eq!(empty.tables, Some(vec![]));
    let uncounted = br#"<Result Code="OK"><DataTables><DataTable Name="T" Headers="a"><Row>1</Row></DataTable></DataTables></Result>"#;
    assert_eq!(decode(uncounted).unwrap().table("T").unwrap().rows.len(), 1);
}

/// What is wrong with the invented answer after a change.
fn error(from: &str, to: &str) -> XmlError {
    assert!(XML.contains(from), "{from}");
    decode(XML.replacen(from, to, 1).as_bytes()).unwrap_err()
}

#[test]
fn wrong_counts_and_cells_are_errors() {
    let count = error("RowsCount=\"2\"", "RowsCount=\"3\"");
    assert_eq!(
        count.to_string(),
        "table Demo says that it has 3, and has 2"
    );
    assert!(matches!(
        error("RowsCount=\"2\"", "RowsCount=\"1\""),
        XmlError::Count { found: 2, .. }
    ));
    assert!(matches!(
        error("RowsCount=\"2\"", "RowsCount=\"many\""),
        XmlError::Count { .. }
    ));
    assert!(matches!(
        error("<DataTables Count=\"1\"", "<DataTables Count=\"2\""),
        XmlError::Count { found: 1, .. }
    ));
    let cells = |row, cells| XmlError::Cells {
        table: "Demo".to_owned(),
        row,
        cells,
        columns: 4,
    };
    assert_eq!(error("|12</Row>", "|12|13</Row>"), cells(1, 5));
    assert_eq!(error("|192.0.2.7|3", "|192.0.2.7"), cells(2, 3));
    assert_eq!(
        error("| |12", "||12"),
        cells(1, 2),
        "a doubled pipe is text"
    );
    assert_eq!(
        error(
            "Headers=\"Position|Title|IP|BackLinks_a.example\"",
            "Headers=\"\""
        ),
        XmlError::Cells {
            table: "Demo".to_owned(),
            row: 1,
            cells: 4,
            columns: 0
        }
    );
}

#[test]
fn names_that_repeat_are_errors() {
    let repeated = |name: &str, place: &str| XmlError::Repeated {
        name: name.to_owned(),
        place: place.to_owned(),
    };
    assert_eq!(
        error("Position|Title", "Title|Title"),
        repeated("Title", "Headers of table Demo")
    );
    assert_eq!(
        error("IndexType=\"1\"", "IndexType=\"1\" IndexType=\"0\""),
        repeated("IndexType", "GlobalVars")
    );
    assert_eq!(
        error(" TotalMatched", " Name=\"x\" TotalMatched"),
        repeated("Name", "DataTable")
    );
    assert_eq!(
        error(
            "\t<DataTables Count=\"1\">",
            "<GlobalVars/><DataTables Count=\"1\">"
        ),
        repeated("GlobalVars", "Result")
    );
    let twice = "<DataTables Count=\"2\"><DataTable Name=\"Demo\" RowsCount=\"0\" Headers=\"\"/>";
    assert_eq!(
        error("<DataTables Count=\"1\">", twice),
        repeated("Demo", "DataTables")
    );
}

#[test]
fn a_document_type_is_refused_before_anything_is_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>\
        <Result Code=\"&b;\"/>";
    assert_eq!(decode(bomb.as_bytes()), Err(XmlError::DocumentType));
    assert_eq!(
        decode(b"<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><Result Code=\"OK\"/>"),
        Err(XmlError::DocumentType)
    );
    assert_eq!(
        decode(b"<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"a\""),
        Err(XmlError::DocumentType)
    );
    assert_eq!(error("&#38;", "&b;"), XmlError::Entity("b".to_owned()));
    assert_eq!(
        error("LOCAL", "&nbsp;"),
        XmlError::Entity("nbsp".to_owned())
    );
}

#[test]
fn what_is_no_answer_says_what_it_is() {
    for page in [
        "<!DOCTYPE html><html></html>",
        "\u{feff} <HTML>",
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C\"><html/>",
        "<?xml version=\"1.0\"?><html/>",
    ] {
        assert_eq!(decode(page.as_bytes()), Err(XmlError::Page), "{page}");
    }
    assert_eq!(decode(b"{\"Code\":\"OK\"}"), Err(XmlError::NotXml));
    assert_eq!(decode(b"\xff\xfe<\0"), Err(XmlError::NotUtf8(0)));
    assert!(matches!(decode(b""), Err(XmlError::Cut(_))));
    assert!(matches!(
        decode(b"<?xml version=\"1.0\"?>"),
        Err(XmlError::Cut(_))
    ));
    assert!(matches!(decode(b"<feed/>"), Err(XmlError::Shape(_))));
    assert!(matches!(decode(b"<Result/>"), Err(XmlError::Shape(_))));
    assert!(matches!(
        error("</DataTable>", "</Table>"),
        XmlError::Syntax(_)
    ));
    assert!(matches!(error("&#38;", "&"), XmlError::Syntax(_)));
    assert!(matches!(error("&#38;", "&#xd800;"), XmlError::Syntax(_)));
    assert!(matches!(error("&#38;", "<b/>"), XmlError::Shape(_)));
    assert!(matches!(
        error("<DataTable Name=\"Demo\"", "<DataTable"),
        XmlError::Shape(_)
    ));
    assert!(matches!(
        error("\t\t\t<Row>1", "lost text<Row>1"),
        XmlError::Shape(_)
    ));
    assert!(matches!(
        decode(format!("{XML}<Result Code=\"OK\"/>").as_bytes()),
        Err(XmlError::Shape(_))
    ));
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = format!(
        "<Result Code=\"OK\">{}{}</Result>",
        "<a>".repeat(200),
        "</a>".repeat(200)
    );
    assert!(matches!(decode(deep.as_bytes()), Err(XmlError::TooDeep(_))));
    let endless = format!("<Result Code=\"OK\">{}", "<a>".repeat(1_000_000));
    assert!(matches!(
        decode(endless.as_bytes()),
        Err(XmlError::TooDeep(_))
    ));
}

#[test]
fn sentences_repeat_no_control_character() {
    let said = error("&#38;", "&\u{1b}[2J;").to_string();
    assert!(!said.contains('\u{1b}'), "{said:?}");
}
