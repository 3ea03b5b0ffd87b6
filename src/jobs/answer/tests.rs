//! Answers of every command that is not of links or domains alone, in both formats, whole and broken.

mod named;
mod plain;

use super::{AnswerFault, Taken, take};
use crate::model::catalog::Entry;
use crate::model::query::Query;
use crate::store::Grid;
use crate::wire::majestic::{Answer, body};

/// A question about some targets, as the form would ask it.
fn query(entry: &'static Entry, targets: &[&str]) -> Query {
    let targets = targets.iter().map(|text| entry.takes.read(text).unwrap());
    Query::about_all(entry, targets.collect()).remove(0)
}

fn taken(query: &Query, answer: Answer) -> Result<Taken, AnswerFault> {
    take(query, answer, jiff::Timestamp::UNIX_EPOCH)
}

/// What a body in either format brings.
fn read(query: &Query, text: &str) -> Result<Taken, AnswerFault> {
    let format = body::format_of(text.as_bytes()).unwrap();
    taken(query, body::decode(text.as_bytes(), format).unwrap())
}

/// The cells of one column of a grid, by the provider's name.
fn cells<'a>(grid: &'a Grid, column: &str) -> Vec<&'a str> {
    let at = grid.columns.iter().position(|c| c == column).unwrap();
    grid.rows.iter().map(|row| row[at].as_str()).collect()
}

/// What is said beside the rows.
fn said(taken: &Taken, name: &str) -> Option<String> {
    let found = taken.rows.globals.iter().find(|(n, _)| n == name);
    found.map(|(_, text)| text.clone())
}

/// A body of a success in XML around its tables; the rows use the signs of the format themselves.
fn xml(globals: &str, tables: &str) -> String {
    let count = tables.matches("<DataTable ").count();
    let tables = match count {
        0 => String::new(),
        n => format!("\t<DataTables Count=\"{n}\">\n{tables}\t</DataTables>\n"),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Result Code=\"OK\" ErrorMessage=\"\" FullError=\"\">\n\t\t<GlobalVars {globals}/>\n{tables}</Result>\n"
    )
}

/// A table in XML.
fn xml_table(name: &str, extra: &str, headers: &str, rows: &[&str]) -> String {
    let lines: String = rows
        .iter()
        .map(|r| format!("\t\t\t<Row>{r}</Row>\n"))
        .collect();
    format!(
        "\t\t<DataTable Name=\"{name}\" RowsCount=\"{}\" Headers=\"{headers}\" {extra}>\n{lines}\t\t</DataTable>\n",
        rows.len()
    )
}

/// A body of a success in JSON: globals and tables as they stand.
fn json(globals: &str, tables: &str) -> String {
    let tables = match tables {
        "" => String::new(),
        tables => format!(",\"DataTables\":{{{tables}}}"),
    };
    let globals = match globals {
        "" => String::new(),
        globals => format!(",{globals}"),
    };
    format!("{{\"Code\":\"OK\",\"ErrorMessage\":\"\",\"FullError\":\"\"{globals}{tables}}}")
}
