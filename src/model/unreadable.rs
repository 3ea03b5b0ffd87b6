//! Values that their column cannot hold: the cell stays empty, and the value is kept beside the row under a name that
//! says what it could not be read as.

use super::column::{Column, Kind};

/// What a cell of a kind would be.
fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "number",
        Kind::Share => "share",
        Kind::Date => "day",
        Kind::Time => "time",
        Kind::Flag => "yes or no",
        Kind::Texts => "list of texts",
        Kind::Counts => "counts by name",
        Kind::Path => "path",
    }
}

/// What it could not be read as: `unreadable as number`.
pub fn why(kind: Kind) -> String {
    format!("unreadable as {}", wanted(kind))
}

/// The name that such a value is kept under: `rank (unreadable as number)`.
pub fn name(wire: &str, kind: Kind) -> String {
    format!("{wire} ({})", why(kind))
}

/// Whether a value under this name is one that the column could not hold.
pub fn is_of(name: &str, column: &Column) -> bool {
    let wires = column.wires.iter();
    wires
        .into_iter()
        .any(|wire| name == self::name(wire, column.kind))
}
