//! Small tables of others, such as jobs or charges, in the forms that rows are written in.

use std::io::{self, Write};

use super::about::About;
use super::form;
use super::heads::Head;
use crate::model::column::{Kind, Value};
use crate::model::export::Format;
use crate::model::rows::{Row, RowId};

/// Writes rows under named columns. What the cells of a column hold is told by those that are known.
pub fn export_records(
    columns: &[String],
    rows: &[Vec<Value>],
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let kind = |at: usize| {
        let mut known = rows.iter().filter_map(|row| row.get(at)?.kind());
        known.next().unwrap_or(Kind::Text)
    };
    let names = columns.iter().enumerate();
    let heads: Vec<Head> = names
        .map(|(at, name)| Head::own(name, kind(at), at))
        .collect();
    let rows = rows.iter().enumerate().map(|(at, cells)| Row {
        id: RowId(at as u64),
        cells: cells.clone(),
    });
    let rows: Vec<Row> = rows.collect();
    let about = About::default();
    let mut form = form(format, &heads, &about)?;
    form.begin(&rows, out)?;
    form.rows(&rows, out)?;
    form.end(out)
}
