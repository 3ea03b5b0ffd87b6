//! From an answer to bytes, compact and in the recorded order.

use super::super::answer::{Answer, Cell, Table, sorted};

/// Writes an answer, compact, in the recorded order: code and messages, globals sorted without case, tables.
/// Names are those of the answer and must differ within one object, as [`super::decode`] demands.
pub fn encode(answer: &Answer) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    out.push(b'{');
    member(&mut out, true, "Code");
    text(&mut out, &answer.code);
    member(&mut out, false, "ErrorMessage");
    text(&mut out, &answer.error_message);
    member(&mut out, false, "FullError");
    text(&mut out, &answer.full_error);
    for (name, value) in sorted(&answer.globals) {
        member(&mut out, false, name);
        cell(&mut out, value);
    }
    if let Some(tables) = &answer.tables {
        member(&mut out, false, "DataTables");
        out.push(b'{');
        for (n, table) in tables.iter().enumerate() {
            member(&mut out, n == 0, &table.name);
            put_table(&mut out, table);
        }
        out.push(b'}');
    }
    out.push(b'}');
    out
}

fn put_table(out: &mut Vec<u8>, table: &Table) {
    out.extend_from_slice(b"{\"Headers\":{");
    for (n, (name, value)) in sorted(&table.attributes).into_iter().enumerate() {
        member(out, n == 0, name);
        cell(out, value);
    }
    out.extend_from_slice(b"},\"Data\":[");
    // The names stand in every row; they are escaped once.
    let names: Vec<Vec<u8>> = table.columns.iter().enumerate().map(prefix).collect();
    for (n, row) in table.rows.iter().enumerate() {
        out.extend_from_slice(if n == 0 { b"{" } else { b",{" });
        for (name, value) in names.iter().zip(row) {
            out.extend_from_slice(name);
            cell(out, value);
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
}

fn prefix((n, name): (usize, &String)) -> Vec<u8> {
    let mut prefix = Vec::new();
    member(&mut prefix, n == 0, name);
    prefix
}

fn member(out: &mut Vec<u8>, is_first: bool, name: &str) {
    if !is_first {
        out.push(b',');
    }
    text(out, name);
    out.push(b':');
}

fn cell(out: &mut Vec<u8>, cell: &Cell) {
    match cell {
        Cell::Text(value) => text(out, value),
        Cell::Int(n) => out.extend_from_slice(n.to_string().as_bytes()),
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    // Writing a text into memory cannot fail.
    let _written = serde_json::to_writer(out, text);
}
