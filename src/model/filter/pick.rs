//! Filters that are written by the program: the rows with one value.

use crate::model::column::{Kind, Table, Value};
use crate::model::rows::Field;
use crate::model::text::is_invisible;

/// The filter that lets through the rows of `table` with exactly this value of a column; of a column whose cells hold
/// several values, those that have this one among them.
pub fn for_value(table: &'static Table, field: Field, value: &Value) -> String {
    let name = field.name(table);
    if let (Kind::Path, Value::Text(text)) = (field.column_in(table).kind, value) {
        return format!("{name}.type=={}", quoted(text));
    }
    match value {
        Value::Null => format!("{name} is null"),
        Value::Flag(true) => name,
        Value::Flag(false) => format!("{name}=no"),
        Value::Share(share) => format!("{name}={share}"),
        Value::Text(text) => format!("{name}=={}", quoted(text)),
        other => format!("{name}={}", other.plain()),
    }
}

/// A text in quotes; what does not show or would steer a terminal is written by its number.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() || is_invisible(c) => {
                quoted.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
