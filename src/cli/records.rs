//! Small tables of our own (jobs, balances, results of a command), in every output format.

mod narrow;

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::{Map, Value as Json};
use unicode_width::UnicodeWidthStr;

use super::args::Form;
use super::failure::Failure;
use super::output::Outlet;
use super::schema;
use crate::model::column::Value;
use crate::store::export_records;

/// Rows under named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    /// A column, and what a table says in it where nothing is known.
    unknown: Option<(usize, &'static str)>,
    /// Columns that give way on a narrow terminal, the first of them first; the others give way after them.
    giving_way: &'static [&'static str],
    /// The column whose text goes on in the next line where there is no room for it.
    wrapped: Option<&'static str>,
}

impl Records {
    /// No rows yet.
    pub fn new<S: Into<String>>(columns: impl IntoIterator<Item = S>) -> Self {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            unknown: None,
            giving_way: &[],
            wrapped: None,
        }
    }

    /// Where a terminal has no room for all of it, these columns give way first, in this order.
    pub fn giving_way(mut self, columns: &'static [&'static str]) -> Self {
        self.giving_way = columns;
        self
    }

    /// Where a terminal has no room for it, the text of this column goes on in the next line.
    pub fn wrapping(mut self, column: &'static str) -> Self {
        self.wrapped = Some(column);
        self
    }

    /// In a table, cells of this column in which nothing is known say so; elsewhere they stay empty.
    pub fn marking_unknown(mut self, column: usize, mark: &'static str) -> Self {
        self.unknown = Some((column, mark));
        self
    }

    /// Adds a row, one cell a column.
    pub fn push(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// How many rows there are.
    pub fn len(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Lines for the eye, and the columns for which a terminal of this width has no room.
    pub fn lines(&self, room: Option<usize>) -> Result<(Vec<String>, Vec<String>), Failure> {
        let (shown, left_out) = match room.and_then(|room| self.narrowed(room)) {
            Some((narrowed, left_out)) => (Cow::Owned(narrowed), left_out),
            None => (Cow::Borrowed(self), Vec::new()),
        };
        let mut out = Vec::new();
        let written = shown.write_table(&mut out);
        written.map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))?;
        let text = String::from_utf8_lossy(&out);
        Ok((text.lines().map(str::to_owned).collect(), left_out))
    }

    /// Writes them where the common flags say.
    pub fn deliver(&self, outlet: &Outlet, form: Form, envelope: bool) -> Result<(), Failure> {
        outlet.deliver(|out| self.write_as(out, form, envelope))
    }

    /// Writes them in a form.
    pub fn write_as(&self, out: &mut dyn Write, form: Form, envelope: bool) -> Result<(), Failure> {
        let written = match envelope {
            true => self.write_enveloped(out, form),
            false => self.write(out, form),
        };
        written.map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    }

    fn write_enveloped(&self, out: &mut dyn Write, form: Form) -> io::Result<()> {
        let (before, behind) = schema::around(&schema::head(&self.columns, &[]), form);
        out.write_all(before.as_bytes())?;
        self.write(out, form)?;
        out.write_all(behind.as_bytes())
    }

    fn write(&self, out: &mut dyn Write, form: Form) -> io::Result<()> {
        match form {
            Form::Table => self.write_table(out),
            Form::Jsonl => self
                .rows
                .iter()
                .try_for_each(|row| writeln!(out, "{}", Json::Object(self.object(row)))),
            Form::Json => {
                let all = self.rows.iter().map(|row| Json::Object(self.object(row)));
                serde_json::to_writer_pretty(&mut *out, &Json::Array(all.collect()))?;
                writeln!(out)
            }
            _ => export_records(&self.columns, &self.rows, form, out),
        }
    }

    fn object(&self, row: &[Value]) -> Map<String, Json> {
        let cells = row
            .iter()
            .map(|v| serde_json::to_value(v).unwrap_or(Json::Null));
        self.columns.iter().cloned().zip(cells).collect()
    }

    fn write_table(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().enumerate().map(|cell| self.told(cell)).collect())
            .collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| {
                let cells = shown.iter().map(|row| row[at].width());
                cells.chain([self.columns[at].width()]).max().unwrap_or(0)
            })
            .collect();
        let right: Vec<bool> = (0..self.columns.len())
            .map(|at| {
                let mut known = self
                    .rows
                    .iter()
                    .map(|row| &row[at])
                    .filter(|c| !c.is_null());
                let first = known.next();
                first.is_some_and(|c| matches!(c, Value::Int(_) | Value::Share(_)))
            })
            .collect();
        write_aligned(out, &self.columns, &widths, &right)?;
        shown
            .iter()
            .try_for_each(|row| write_aligned(out, row, &widths, &right))
    }

    fn told(&self, (at, cell): (usize, &Value)) -> String {
        match self.unknown {
            Some((column, mark)) if column == at && cell.is_null() => mark.to_owned(),
            _ => cell.told(),
        }
    }
}

fn write_aligned(
    out: &mut dyn Write,
    cells: &[String],
    widths: &[usize],
    right: &[bool],
) -> io::Result<()> {
    let mut line = String::new();
    for (at, ((cell, width), right)) in cells.iter().zip(widths).zip(right).enumerate() {
        let gap = " ".repeat(width.saturating_sub(cell.width()));
        if at > 0 {
            line.push_str("  ");
        }
        if *right {
            line.push_str(&gap);
            line.push_str(cell);
        } else {
            line.push_str(cell);
            line.push_str(&gap);
        }
    }
    writeln!(out, "{}", line.trim_end())
}

/// A cell of text that may be missing.
pub fn text(text: impl Into<String>) -> Value {
    let text = text.into();
    if text.is_empty() {
        Value::Null
    } else {
        Value::Text(text)
    }
}

/// A cell with a count.
pub fn count(n: u64) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Records {
        let mut records = Records::new(["name", "n"]);
        records.push(vec![text("=日本"), Value::Int(1_234)]);
        records.push(vec![text("a\u{1b}[31m"), Value::Null]);
        records
    }

    fn written(form: Form) -> String {
        let mut out = Vec::new();
        sample().write(&mut out, form).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_is_aligned_and_safe() {
        assert_eq!(
            written(Form::Table),
            "name        n\n=日本   1,234\na [31m\n"
        );
    }

    #[test]
    fn a_table_tells_no_from_not_known() {
        let mut records = Records::new(["flag"]).marking_unknown(0, "(not known)");
        for cell in [Value::Flag(true), Value::Flag(false), Value::Null] {
            records.push(vec![cell]);
        }
        let written = |form| {
            let mut out = Vec::new();
            records.write(&mut out, form).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Form::Table), "flag\nyes\nno\n(not known)\n");
        assert_eq!(written(Form::Csv), "flag\ntrue\nfalse\n\"\"\n");
    }

    #[test]
    fn data_formats_keep_types() {
        assert_eq!(written(Form::Csv), "name,n\n'=日本,1234\na\u{1b}[31m,\n");
        let lines: Vec<Json> = written(Form::Jsonl)
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(lines[0]["n"], 1_234);
        assert!(lines[1]["n"].is_null());
        let all: Json = serde_json::from_str(&written(Form::Json)).unwrap();
        assert_eq!(all.as_array().unwrap().len(), 2);
    }
}
