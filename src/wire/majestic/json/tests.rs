//! The recorded order of an answer, and what is no answer.

use super::super::answer::{Answer, Cell, Table};
use super::{JsonError, decode, encode};

fn sample() -> Answer {
    let mut table = Table::new("Results", &["Domain", "Links"]).with("TotalMatches", 2);
    table.rows.push(vec!["a | b".into(), 12.into()]);
    table.rows.push(vec!["".into(), "3".into()]);
    Answer::ok()
        .with("URLsAdded", 1)
        .with("UniqueIndexID", "x-FRESH")
        .with_table(table)
}

#[test]
fn the_wire_form_is_flat_compact_and_sorted() {
    let text = String::from_utf8(encode(&sample())).unwrap();
    assert_eq!(
        text,
        r#"{"Code":"OK","ErrorMessage":"","FullError":"","UniqueIndexID":"x-FRESH","URLsAdded":1,"DataTables":{"Results":{"Headers":{"TotalMatches":2},"Data":[{"Domain":"a | b","Links":12},{"Domain":"","Links":"3"}]}}}"#
    );
}

#[test]
fn an_answer_may_have_no_tables_or_none_in_them() {
    let bare = r#"{"Code":"OK","ErrorMessage":"","FullError":"","URLsAdded":1}"#;
    assert_eq!(encode(&Answer::ok().with("URLsAdded", 1)), bare.as_bytes());
    let empty = Answer::ok().with_table(Table::new("Downloads", &["JobID"]));
    let text = r#"{"Code":"OK","ErrorMessage":"","FullError":"","DataTables":{"Downloads":{"Headers":{},"Data":[]}}}"#;
    assert_eq!(encode(&empty), text.as_bytes());
    let read = decode(text.as_bytes()).unwrap();
    assert_eq!(
        read.table("Downloads").unwrap().columns,
        [""; 0],
        "an empty table reveals no columns"
    );
}

#[test]
fn numbers_are_numbers_in_either_spelling() {
    let answer = decode(&encode(&sample())).unwrap();
    let table = answer.table("Results").unwrap();
    assert_eq!(table.cell(0, "Links").and_then(Cell::int), Some(12));
    assert_eq!(table.cell(1, "Links").and_then(Cell::int), Some(3));
    assert_eq!(table.cell(1, "Domain").and_then(Cell::int), None);
}

#[test]
fn scalars_keep_what_they_say() {
    let of = |value: &str| {
        let answer = decode(format!(r#"{{"Code":"OK","X":{value}}}"#).as_bytes()).unwrap();
        answer.global("X").unwrap().clone()
    };
    assert_eq!(of("9223372036854775807"), Cell::Int(i64::MAX));
    for text in [
        "9223372036854775808",
        "123456789012345678901234567890",
        "1.000",
        "-1e400",
    ] {
        assert_eq!(of(text), Cell::Text(text.to_owned()));
    }
    assert_eq!(of("null"), Cell::Text(String::new()));
    assert_eq!(of("true"), Cell::Text("True".to_owned()));
    assert_eq!(of("false"), Cell::Text("False".to_owned()));
    assert_eq!(
        of(r#""\u00e9\ud83d\ude00\/\n""#),
        Cell::Text("é😀/\n".to_owned())
    );
}

#[test]
fn indented_bodies_of_earlier_years_are_read() {
    let text = "\u{feff}{\r\n\t\"Code\" : \"OK\",\r\n\t\"ErrorMessage\" : \"\",\r\n\t\"FullError\" : \"\",\r\n\t\"A\" : 1,\r\n\
        \t\"DataTables\" : {\r\n\t\t\"T\" : {\r\n\t\t\t\"Headers\" : {\r\n\t\t\t},\r\n\t\t\t\"Data\" : [\r\n\
        \t\t\t\t{ \"a\" : 1, \"b\" : \"\" },\r\n\t\t\t\t{ \"a\" : \"2\", \"b\" : \"x\" }\r\n\t\t\t]\r\n\t\t\t}\r\n\t}\r\n}\r\n";
    let answer = decode(text.as_bytes()).unwrap();
    let table = answer.table("T").unwrap();
    assert_eq!(table.columns, ["a", "b"]);
    assert_eq!(table.cell(1, "a").and_then(Cell::int), Some(2));
    assert_eq!(answer.global("A").and_then(Cell::int), Some(1));
}

#[test]
fn rows_may_differ_in_order_and_columns() {
    let text = r#"{"Code":"OK","DataTables":{"T":{"Data":[{"a":1,"b":2},{"b":3,"a":4},{"c":5}],"Headers":{}}}}"#;
    let answer = decode(text.as_bytes()).unwrap();
    let table = answer.table("T").unwrap();
    assert_eq!(table.columns, ["a", "b", "c"]);
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let texts: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|r| r.iter().map(|c| c.text().into_owned()).collect())
        .collect();
    assert_eq!(
        texts,
        [row(["1", "2", ""]), row(["4", "3", ""]), row(["", "", "5"])]
    );
}

fn error(text: &str) -> JsonError {
    decode(text.as_bytes()).unwrap_err()
}

#[test]
fn what_is_no_answer_is_a_typed_error() {
    assert_eq!(error("<html>"), JsonError::Page);
    assert_eq!(error("\u{feff}\n<!DOCTYPE HTML>"), JsonError::Page);
    assert!(matches!(error("<Result/>"), JsonError::Syntax(_)));
    assert!(matches!(error(""), JsonError::Cut(_)));
    assert!(matches!(
        decode(&encode(&sample())[..60]),
        Err(JsonError::Cut(_))
    ));
    for number in ["-", "1.", "1e", "1e+", "-0."] {
        let error = error(&format!("{{\"Code\":\"OK\",\n\"X\":{number}"));
        assert!(matches!(error, JsonError::Cut(_)), "{number}: {error:?}");
    }
    assert!(matches!(error("{\"Code\":x,\"X\":-"), JsonError::Syntax(_)));
    let broken = decode(b"{\"Code\":\"\xff\",\"X\":\"a\\ud800b\\udc00\"}").unwrap();
    assert_eq!(broken.code, "\u{fffd}");
    assert_eq!(broken.global("X").unwrap().text(), "a\u{fffd}b\u{fffd}");
    for text in [
        "NaN",
        "Infinity",
        "-Infinity",
        "01",
        "+1",
        "'a'",
        "undefined",
        "\"a\nb\"",
    ] {
        let error = error(&format!(r#"{{"Code":"OK","X":{text}}}"#));
        assert!(matches!(error, JsonError::Syntax(_)), "{text}: {error:?}");
    }
    assert!(matches!(
        error("{\"Code\":\"OK\"} {}"),
        JsonError::Syntax(_)
    ));
    for text in [
        "[]",
        "{}",
        "7",
        r#"{"Code":"OK","X":[1]}"#,
        r#"{"Code":{}}"#,
        r#"{"Code":"OK","DataTables":[]}"#,
        r#"{"Code":"OK","DataTables":{"T":3}}"#,
        r#"{"Code":"OK","DataTables":{"T":{"Data":3}}}"#,
        r#"{"Code":"OK","DataTables":{"T":{"Data":[3]}}}"#,
        r#"{"Code":"OK","DataTables":{"T":{"Data":[{"a":[]}]}}}"#,
        r#"{"Code":"OK","DataTables":{"T":{"Headers":[]}}}"#,
    ] {
        assert!(
            matches!(error(text), JsonError::Shape(_)),
            "{text}: {:?}",
            error(text)
        );
    }
}

#[test]
fn names_that_repeat_are_errors() {
    for (text, place) in [
        (r#"{"Code":"OK","a":1,"a":2}"#, "the answer"),
        (
            r#"{"Code":"OK","DataTables":{"a":{},"a":{}}}"#,
            "DataTables",
        ),
        (
            r#"{"Code":"OK","DataTables":{"T":{"Headers":{"a":1,"a":1}}}}"#,
            "Headers of table T",
        ),
        (
            r#"{"Code":"OK","DataTables":{"T":{"Data":[{"a":1,"a":1}]}}}"#,
            "a row of table T",
        ),
        (
            r#"{"Code":"OK","DataTables":{"T":{"Data":[{"a":1,"b":1},{"b":1,"\u0061":2,"a":3}]}}}"#,
            "a row of table T",
        ),
    ] {
        let wanted = JsonError::Repeated {
            name: "a".to_owned(),
            place: place.to_owned(),
        };
        assert_eq!(error(text), wanted);
    }
    assert!(matches!(
        error(r#"{"Code":"OK","Code":"OK"}"#),
        JsonError::Repeated { .. }
    ));
}

#[test]
fn deep_nesting_is_an_error() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!(r#"{{"Code":{}1{}}}"#, open.repeat(200), close.repeat(200));
        assert!(matches!(error(&deep), JsonError::TooDeep(_)));
        let endless = format!(r#"{{"Code":{}"#, open.repeat(1_000_000));
        assert!(matches!(error(&endless), JsonError::TooDeep(_)));
    }
    let in_a_text = format!(r#"{{"Code":"OK","X":"\"\\{}"}}"#, "[".repeat(200));
    assert!(decode(in_a_text.as_bytes()).is_ok());
}

#[test]
fn sentences_repeat_no_control_character() {
    let said = error("{\"Code\":\"OK\",\"\\u001b[2J\":[]}").to_string();
    assert!(!said.contains('\u{1b}'), "{said:?}");
}
