//! From an answer to bytes, laid out as recorded answers are: LF, tabs, two tabs before `GlobalVars`, attributes
//! sorted without case, decimal references.

use std::fmt::Write as _;

use super::super::answer::{Answer, Cell, Table, sorted};
use super::cells::guarded;

/// Writes an answer. Names of variables become attribute names as they are.
pub fn encode(answer: &Answer) -> Vec<u8> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Result");
    attribute(&mut out, "Code", &answer.code);
    attribute(&mut out, "ErrorMessage", &answer.error_message);
    attribute(&mut out, "FullError", &answer.full_error);
    out.push_str(">\n\t\t<GlobalVars");
    variables(&mut out, &answer.globals);
    out.push_str("/>\n");
    if let Some(tables) = &answer.tables {
        // Writing into memory cannot fail.
        let _written = writeln!(out, "\t<DataTables Count=\"{}\">", tables.len());
        for table in tables {
            put_table(&mut out, table);
        }
        out.push_str("\t</DataTables>\n");
    }
    out.push_str("</Result>\n");
    out.into_bytes()
}

fn put_table(out: &mut String, table: &Table) {
    out.push_str("\t\t<DataTable");
    attribute(out, "Name", &table.name);
    attribute(out, "RowsCount", &table.rows.len().to_string());
    out.push_str(" Headers=\"");
    for (n, column) in table.columns.iter().enumerate() {
        put_cell(out, n, column);
    }
    out.push('"');
    variables(out, &table.attributes);
    out.push_str(">\n");
    for row in &table.rows {
        out.push_str("\t\t\t<Row>");
        for (n, cell) in row.iter().enumerate() {
            put_cell(out, n, &cell.text());
        }
        out.push_str("</Row>\n");
    }
    out.push_str("\t\t</DataTable>\n");
}

fn put_cell(out: &mut String, n: usize, value: &str) {
    if n > 0 {
        out.push('|');
    }
    escape(out, &guarded(value));
}

fn variables(out: &mut String, variables: &[(String, Cell)]) {
    for (name, value) in sorted(variables) {
        attribute(out, name, &value.text());
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// What recorded answers write as references they write in decimal: markup, tab and line ends, and of the C1
/// controls only U+0091 to U+0094; the others and U+007F stand raw.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' | '"' | '\'' | '<' | '>' | '\t' | '\n' | '\r' | '\u{91}'..='\u{94}' => {
                let _written = write!(out, "&#{};", u32::from(c));
            }
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// Characters that no XML 1.0 document may hold, not even as references.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') && !matches!(c, '\t' | '\n' | '\r')
}
