//! Holding the two formats of one answer against each other.

use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Cell, Table};

use crate::client::{call, call_xml};

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

/// The answer to a call, which must be a success and say the same in both formats. XML names the columns of an empty
/// table too, which JSON cannot.
pub async fn same_in_both(server: &Running, params: &[(&str, &str)]) -> Answer {
    let (json, xml) = (call(server, params).await, call_xml(server, params).await);
    assert_eq!(json.code, "OK", "{}", json.error_message);
    let globals = |answer: &Answer| -> Vec<(String, String)> {
        let told = answer.globals.iter();
        told.filter(|(name, _)| !name.starts_with("Remaining"))
            .map(|(name, cell)| (name.clone(), cell.text().into_owned()))
            .collect()
    };
    assert_eq!(globals(&json), globals(&xml));
    let names = |answer: &Answer| -> Vec<String> {
        let tables = answer.tables.iter().flatten();
        tables.map(|table| table.name.clone()).collect()
    };
    assert_eq!(names(&json), names(&xml));
    assert_eq!(json.tables.is_some(), xml.tables.is_some());
    for (table, other) in json
        .tables
        .iter()
        .flatten()
        .zip(xml.tables.iter().flatten())
    {
        assert!(table.columns == other.columns || table.rows.is_empty());
        let attributes = |table: &Table| -> Vec<(String, String)> {
            let all = table.attributes.iter();
            all.map(|(name, cell)| (name.clone(), in_both(cell)))
                .collect()
        };
        assert_eq!(attributes(table), attributes(other), "{}", table.name);
        let told = |table: &Table| -> Vec<Vec<String>> {
            let row = |row: &Vec<Cell>| row.iter().map(in_both).collect();
            table.rows.iter().map(row).collect()
        };
        assert_eq!(told(table), told(other), "{}", table.name);
    }
    json
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

/// The names of a table's attributes.
pub fn attribute_names(table: &Table) -> Vec<&str> {
    let all = table.attributes.iter();
    all.map(|(name, _)| name.as_str()).collect()
}

/// An attribute of a table.
pub fn attribute(table: &Table, name: &str) -> Cell {
    let found = table.attributes.iter().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("no {name}")).1.clone()
}

/// Analysis, retrieval and item units of every charge, in their order.
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

/// Asks for what cannot be answered: a refusal with this code that says this, and nothing charged.
pub async fn refused(server: &Running, params: &[(&str, &str)], code: &str, says: &str) {
    let before = server.charges().len();
    for answer in [call(server, params).await, call_xml(server, params).await] {
        assert_eq!(answer.code, code, "{params:?}: {}", answer.error_message);
        assert!(
            answer.error_message.contains(says),
            "{params:?}: {}",
            answer.error_message
        );
        assert!(answer.tables.is_none());
    }
    assert_eq!(server.charges().len(), before, "{params:?}");
}
