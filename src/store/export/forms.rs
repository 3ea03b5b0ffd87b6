//! The forms that rows are written in.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::heads::Head;
use crate::columnar::ParquetStream;
use crate::model::column::{EXTRA, Value};
use crate::model::rows::Row;

/// One way of writing rows.
pub(super) trait Form {
    /// What stands before the rows; the first of them are known, to make room.
    fn begin(&mut self, first: &[Row], out: &mut dyn Write) -> io::Result<()>;
    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()>;
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// The column of what no other column holds is an object in itself; anything else in it stays text.
fn object(cell: &Value, head: &Head) -> Option<serde_json::Map<String, serde_json::Value>> {
    match cell {
        Value::Text(text) if head.id == EXTRA => serde_json::from_str(text).ok(),
        _ => None,
    }
}

pub(super) struct Json<'a> {
    pub heads: &'a [Head],
    pub array: bool,
    pub written: u64,
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
                out.write_all(if at == 0 { b"" } else { b"," })?;
                serde_json::to_writer(&mut *out, &head.id)?;
                out.write_all(b":")?;
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
pub(super) struct Aligned<'a> {
    pub heads: &'a [Head],
    pub widths: Vec<usize>,
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
        self.widths = self.heads.iter().map(|h| h.title.width()).collect();
        for row in first {
            for (width, cell) in self.widths.iter_mut().zip(&row.cells) {
                *width = (*width).max(cell.told().width());
            }
        }
        let titles: Vec<&str> = self.heads.iter().map(|h| h.title.as_str()).collect();
        self.line(&titles, out)
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

/// One Parquet file.
pub(super) struct Columns(Option<ParquetStream>);

impl Columns {
    pub fn new(heads: &[Head]) -> io::Result<Self> {
        let columns = heads.iter().map(|head| (head.id.as_str(), head.kind));
        let stream = ParquetStream::new(columns).map_err(io::Error::other)?;
        Ok(Self(Some(stream)))
    }
}

impl Form for Columns {
    fn begin(&mut self, _: &[Row], _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let Some(stream) = &mut self.0 else {
            return Ok(());
        };
        let cells = rows.iter().map(|row| row.cells.as_slice());
        out.write_all(&stream.add(cells).map_err(io::Error::other)?)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self.0.take() {
            Some(stream) => out.write_all(&stream.end().map_err(io::Error::other)?),
            None => Ok(()),
        }
    }
}
