//! Rows of a ranking written out: for spreadsheets, for programs, for the eye.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Dataset, Ranking, StoreError};
use crate::model::column::{Column, EXTRA, Kind, Value};
use crate::model::rows::Row;
use crate::model::text::{csv_cell, one_line};

/// Rows read and written at a time.
const CHUNK: u64 = 16_384;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for the eye; safe for a terminal.
    Table,
    /// Comma separated with a header of column ids; text that a spreadsheet would run is defused.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array of objects.
    Json,
}

impl Format {
    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "table" => Self::Table,
            "csv" => Self::Csv,
            "jsonl" => Self::Jsonl,
            "json" => Self::Json,
            _ => return None,
        })
    }
}

/// Writes the first `limit` rows of a ranking (all if none is given); says how many were written.
pub fn export(
    dataset: &Dataset,
    ranking: &Ranking,
    columns: &[usize],
    format: Format,
    limit: Option<u64>,
    out: &mut dyn Write,
) -> Result<u64, StoreError> {
    let table = ranking.list().table().columns;
    let heads = columns
        .iter()
        .map(|c| table.get(*c).ok_or(StoreError::NoSuchColumn(*c)))
        .collect::<Result<Vec<_>, _>>()?;
    let rows = limit.map_or(ranking.len(), |limit| limit.min(ranking.len()));
    let mut form: Box<dyn Form + '_> = match format {
        Format::Table => Box::new(Aligned {
            titles: titles(dataset, &heads),
            heads: &heads,
            widths: Vec::new(),
        }),
        Format::Csv => Box::new(Csv { heads: &heads }),
        Format::Jsonl => Box::new(Json {
            heads: &heads,
            array: false,
            written: 0,
        }),
        Format::Json => Box::new(Json {
            heads: &heads,
            array: true,
            written: 0,
        }),
    };
    let mut from = 0;
    while from < rows || from == 0 {
        let to = (from + CHUNK).min(rows);
        let chunk = dataset.read(ranking, from..to, columns)?;
        if from == 0 {
            form.begin(&chunk, out).map_err(StoreError::Export)?;
        }
        form.rows(&chunk, out).map_err(StoreError::Export)?;
        if to == rows {
            break;
        }
        from = to;
    }
    form.end(out)
        .and_then(|()| out.flush())
        .map_err(StoreError::Export)?;
    Ok(rows)
}

/// The heads of a table: what the answer calls a column, where it differs from the column's own title.
fn titles(dataset: &Dataset, heads: &[&'static Column]) -> Vec<String> {
    let labels = &dataset.manifest().labels;
    let title = |head: &&'static Column| match labels.get(head.id) {
        Some(label) => one_line(label),
        None => head.title.to_owned(),
    };
    heads.iter().map(title).collect()
}

/// One way of writing rows.
trait Form {
    /// What stands before the rows; the first of them are known, to make room.
    fn begin(&mut self, first: &[Row], out: &mut dyn Write) -> io::Result<()>;
    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()>;
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

struct Csv<'a> {
    heads: &'a [&'static Column],
}

impl Form for Csv<'_> {
    fn begin(&mut self, _: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.heads.iter().map(|c| c.id))?;
        writer.flush()
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        for row in rows {
            for (cell, head) in row.cells.iter().zip(self.heads) {
                let plain = cell.plain();
                if head.kind == Kind::Text {
                    writer.write_field(csv_cell(&plain))?;
                } else {
                    writer.write_field(plain.as_bytes())?;
                }
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush()
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The column of what no other column holds is an object in itself; anything else in it stays text.
fn object(cell: &Value, head: &Column) -> Option<serde_json::Map<String, serde_json::Value>> {
    match cell {
        Value::Text(text) if head.id == EXTRA => serde_json::from_str(text).ok(),
        _ => None,
    }
}

struct Json<'a> {
    heads: &'a [&'static Column],
    array: bool,
    written: u64,
}

impl Form for Json<'_> {
    fn begin(&mut self, _: &[Row], out: &mut dyn Write) -> io::Result<()> {
        if self.array {
            out.write_all(b"[")?;
        }
        Ok(())
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        for row in rows {
            if self.array {
                out.write_all(if self.written == 0 { b"\n" } else { b",\n" })?;
            }
            out.write_all(b"{")?;
            for (at, (cell, head)) in row.cells.iter().zip(self.heads).enumerate() {
                write!(out, "{}\"{}\":", if at == 0 { "" } else { "," }, head.id)?;
                match object(cell, head) {
                    Some(object) => serde_json::to_writer(&mut *out, &object)?,
                    None => serde_json::to_writer(&mut *out, cell)?,
                }
            }
            out.write_all(if self.array { b"}" } else { b"}\n" })?;
            self.written += 1;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.array {
            out.write_all(if self.written == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        Ok(())
    }
}

/// Columns as wide as their first rows need.
struct Aligned<'a> {
    heads: &'a [&'static Column],
    titles: Vec<String>,
    widths: Vec<usize>,
}

impl Aligned<'_> {
    fn line<S: AsRef<str>>(&self, cells: &[S], out: &mut dyn Write) -> io::Result<()> {
        let mut line = String::new();
        for (at, ((cell, head), width)) in
            cells.iter().zip(self.heads).zip(&self.widths).enumerate()
        {
            let cell = cell.as_ref();
            let room = " ".repeat(width.saturating_sub(cell.width()));
            if at > 0 {
                line.push_str("  ");
            }
            if head.is_right_aligned() {
                line.push_str(&room);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&room);
            }
        }
        writeln!(out, "{}", line.trim_end())
    }
}

impl Form for Aligned<'_> {
    fn begin(&mut self, first: &[Row], out: &mut dyn Write) -> io::Result<()> {
        self.widths = self.titles.iter().map(|t| t.width()).collect();
        for row in first {
            for (width, cell) in self.widths.iter_mut().zip(&row.cells) {
                *width = (*width).max(cell.told().width());
            }
        }
        self.line(&self.titles, out)
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        for row in rows {
            let cells: Vec<String> = row.cells.iter().map(Value::told).collect();
            self.line(&cells, out)?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
