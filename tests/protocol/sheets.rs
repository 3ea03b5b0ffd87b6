//! What the tests of the answers about a whole item have in common: asking in both formats, and the item's links as the
//! index itself holds them.

use std::collections::HashMap;
use std::ops::ControlFlow;

use backtrail::index::{Datasource, Index, ItemId, ItemKind, LinkRecord};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Cell, Table};
use serde_json::Value;

use crate::client::{body, call, call_xml, global};

/// A row as texts by column.
pub type Row = HashMap<String, String>;

/// A call that succeeds in both formats, which say the same; one charge is made for each.
pub async fn ask(server: &Running, params: &[(&str, &str)]) -> Answer {
    let answer = call(server, params).await;
    assert_eq!(answer.code, "OK", "{}", answer.error_message);
    let mut other = call_xml(server, params).await;
    assert_eq!(other.code, "OK");
    for (_, value) in &answer.globals {
        assert!(matches!(value, Cell::Int(_)) || value.int().is_none());
    }
    // The balance is that before each call.
    other
        .globals
        .retain(|(name, _)| !name.starts_with("Remaining"));
    for (name, value) in &other.globals {
        assert_eq!(global(&answer, name), value.text(), "{name}");
    }
    same_tables(&answer, &other);
    answer
}

fn same_tables(json: &Answer, xml: &Answer) {
    let (Some(json), Some(xml)) = (&json.tables, &xml.tables) else {
        assert!(json.tables.is_none() && xml.tables.is_none());
        return;
    };
    assert_eq!(json.len(), xml.len());
    for (json, xml) in json.iter().zip(xml) {
        assert_eq!(json.name, xml.name);
        let texts = |values: &[(String, Cell)]| -> Vec<(String, String)> {
            let pairs = values.iter().filter(|(name, _)| name != "RowsCount");
            pairs
                .map(|(name, cell)| (name.clone(), carried(&cell.text())))
                .collect()
        };
        assert_eq!(texts(&json.attributes), texts(&xml.attributes));
        assert_eq!(json.rows.len(), xml.rows.len());
        if !json.rows.is_empty() {
            assert_eq!(json.columns, xml.columns);
        }
        for (json, xml) in rows(json).iter().zip(&rows(xml)) {
            for (column, text) in json {
                assert_eq!(carried(text), carried(&xml[column]), "{column}");
            }
        }
    }
}

/// A text as XML can carry it: without the control characters that it has no way to write, and without blanks at an
/// edge, which it loses beside a bar.
fn carried(text: &str) -> String {
    let has_no_place = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    text.replace(has_no_place, "\u{fffd}").trim().to_owned()
}

/// The rows of a table.
pub fn rows(table: &Table) -> Vec<Row> {
    let row = |cells: &Vec<Cell>| {
        let texts = cells.iter().map(|c| c.text().into_owned());
        table.columns.iter().cloned().zip(texts).collect()
    };
    table.rows.iter().map(row).collect()
}

/// A number of a row.
pub fn int(row: &Row, column: &str) -> i64 {
    let text = row
        .get(column)
        .unwrap_or_else(|| panic!("no {column} in {row:?}"));
    text.parse()
        .unwrap_or_else(|_| panic!("{column} is {text:?}"))
}

/// The sum of a column.
pub fn sum(rows: &[Row], column: &str) -> i64 {
    rows.iter().map(|row| int(row, column)).sum()
}

/// A variable of a table.
pub fn attribute(table: &Table, name: &str) -> String {
    let found = table.attributes.iter().find(|(n, _)| n == name);
    let (_, cell) = found.unwrap_or_else(|| panic!("no {name}"));
    cell.text().into_owned()
}

/// A variable of a table that is a number.
pub fn whole(table: &Table, name: &str) -> i64 {
    let text = attribute(table, name);
    text.parse()
        .unwrap_or_else(|_| panic!("{name} is {text:?}"))
}

/// Names of a table's variables.
pub fn attributes(table: &Table) -> Vec<&str> {
    table.attributes.iter().map(|(n, _)| n.as_str()).collect()
}

/// Analysis and retrieval units of the last charge.
pub fn last_charge(server: &Running) -> (i64, i64) {
    let charges = server.charges();
    let last = charges.last().expect("a charge");
    (last.amounts.analysis, last.amounts.retrieval)
}

/// Command with analysis, retrieval and item units of every charge, in their order.
pub fn charges(server: &Running) -> Vec<(String, i64, i64, i64)> {
    let charge = |charge: &backtrail::server::Charge| {
        let amounts = charge.amounts;
        (
            charge.command.clone(),
            amounts.analysis,
            amounts.retrieval,
            amounts.items,
        )
    };
    server.charges().iter().map(charge).collect()
}

/// What an answer says was charged.
pub fn said(answer: &Answer) -> (i64, i64) {
    let one = |name: &str| global(answer, name).parse().unwrap();
    (
        one("ChargedAnalysisResUnits"),
        one("ChargedRetrievalResUnits"),
    )
}

/// Expects a refusal that names a word and costs nothing.
pub async fn refused(server: &Running, params: &[(&str, &str)], code: &str, word: &str) {
    let charges = server.charges().len();
    let answer = call(server, params).await;
    assert_eq!(answer.code, code, "{params:?}");
    assert!(
        answer.error_message.contains(word) && answer.error_message.contains("Nothing was charged"),
        "{params:?}: {}",
        answer.error_message
    );
    assert!(answer.tables.is_none());
    assert_eq!(server.charges().len(), charges);
}

/// Names and types of every row of a table as they stand in the JSON body: `n` for a number, `t` for text, `e` for a
/// number that may be empty.
pub async fn check_types(server: &Running, params: &[(&str, &str)], table: &str, columns: &str) {
    let mut all = vec![("app_api_key", "demo")];
    all.extend_from_slice(params);
    let body: Value = serde_json::from_str(&body(server, &all).await).unwrap();
    let rows = body["DataTables"][table]["Data"].as_array().unwrap();
    assert!(!rows.is_empty());
    let expected: Vec<(&str, &str)> = columns
        .split(',')
        .map(|c| c.split_once(' ').unwrap())
        .collect();
    for row in rows {
        let row = row.as_object().unwrap();
        let names: Vec<_> = row.keys().map(String::as_str).collect();
        assert_eq!(names, expected.iter().map(|c| c.0).collect::<Vec<_>>());
        for (name, kind) in &expected {
            let value = &row[*name];
            let fits = match *kind {
                "n" => value.is_i64(),
                "t" => value.is_string(),
                _ => value.is_i64() || value == "",
            };
            assert!(fits, "{name} is {value}");
        }
    }
    for (name, value) in body["DataTables"][table]["Headers"].as_object().unwrap() {
        let looks_like_a_number = value.as_str().is_some_and(|t| t.parse::<i64>().is_ok());
        assert!(!looks_like_a_number, "{name}");
    }
}

/// Columns and JSON types of a list such as `Position n,Domain t`: `n` is a number, `t` text. A value of a topic that
/// is not there is empty text.
pub fn check_columns(table: &Table, list: &str) {
    let expected: Vec<(&str, bool)> = list
        .split(',')
        .map(|column| column.split_once(' ').unwrap())
        .map(|(name, kind)| (name, kind == "n"))
        .collect();
    let names: Vec<&str> = expected.iter().map(|column| column.0).collect();
    assert_eq!(table.columns, names);
    assert!(!table.rows.is_empty());
    for row in &table.rows {
        for ((name, is_number), cell) in expected.iter().zip(row) {
            let is_none = name.contains("Value") && *cell == Cell::from("");
            assert!(
                is_none || matches!(cell, Cell::Int(_)) == *is_number,
                "{name} is {cell:?}"
            );
        }
    }
}

/// An item as the index knows it.
pub fn item(index: &Index, text: &str) -> ItemId {
    let kind = if text.contains("://") {
        ItemKind::Url
    } else if psl::domain_str(text) == Some(text) {
        ItemKind::RootDomain
    } else {
        ItemKind::SubDomain
    };
    index.resolve(kind, text).unwrap()
}

/// All links to an item in the historic index.
pub fn links(server: &Running, text: &str) -> Vec<LinkRecord> {
    let index = server.index(Datasource::Historic);
    let mut links = Vec::new();
    index.for_each_ref_domain_link(item(&index, text), usize::MAX, false, &mut |link| {
        links.push(link.clone());
        ControlFlow::Continue(())
    });
    links
}

/// The beginning of addresses, cut after a slash, under which most of the links lie without being all of them.
pub fn common_path(links: &[LinkRecord]) -> String {
    let mut places: HashMap<String, usize> = HashMap::new();
    for link in links {
        let url = &link.target_url;
        let end = url.rfind('/').unwrap() + 1;
        if url[..end].split('/').count() > 4 {
            *places.entry(url[..end].to_owned()).or_default() += 1;
        }
    }
    let most = places
        .into_iter()
        .max_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    most.expect("a path").0
}

/// What is asked about but not known, or is no item at all.
pub const NOBODY: [&str; 6] = [
    "nobody.example",
    "forbes..com",
    "luc.edu  _",
    "mashable.comIthenextweb.com",
    "\u{1b}[2J",
    "http://",
];
