//! Rows as lines of cells, for spreadsheets and programs: CSV in its three profiles, and TSV.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::forms::Form;
use super::heads::Head;
use crate::model::column::Value;
use crate::model::export::Format;
use crate::model::rows::Row;
use crate::model::text::csv_cell;

/// What a spreadsheet tells UTF-8 by.
const MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) struct Csv<'a> {
    pub heads: &'a [Head],
    /// Which of the three.
    pub format: Format,
}

impl Csv<'_> {
    fn writer<'w>(&self, out: &'w mut dyn Write) -> csv::Writer<&'w mut dyn Write> {
        let ends = match self.format {
            Format::CsvExcel => Terminator::CRLF,
            _ => Terminator::Any(b'\n'),
        };
        WriterBuilder::new().terminator(ends).from_writer(out)
    }

    fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.format {
            Format::CsvData => Cow::Borrowed(text),
            _ => csv_cell(text),
        }
    }

    fn cell<'c>(&self, cell: &'c Value) -> Cow<'c, str> {
        match (cell, self.format) {
            // A spreadsheet reads no moment in which a T stands.
            (Value::Time(_), Format::CsvExcel) => {
                let plain = cell.plain();
                Cow::Owned(plain.replace('T', " ").trim_end_matches('Z').to_owned())
            }
            (Value::Text(text), _) => self.text(text),
            _ => cell.plain(),
        }
    }
}

impl Form for Csv<'_> {
    fn begin(&mut self, _: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let names = self.heads.iter().map(|head| self.text(&head.id));
        if self.format == Format::CsvData {
            // By the quotes around its names an import knows that nothing in it was changed.
            let mut writer = WriterBuilder::new()
                .terminator(Terminator::Any(b'\n'))
                .quote_style(QuoteStyle::Always)
                .from_writer(out);
            writer.write_record(names.map(|name| name.as_bytes().to_vec()))?;
            return writer.flush();
        }
        if self.format == Format::CsvExcel {
            out.write_all(MARK)?;
        }
        let names: Vec<Cow<'_, str>> = names.collect();
        let mut writer = self.writer(out);
        writer.write_record(names.iter().map(|name| name.as_bytes()))?;
        writer.flush()
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let mut writer = self.writer(out);
        for row in rows {
            for cell in &row.cells {
                writer.write_field(self.cell(cell).as_bytes())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush()
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A line a row, a tab a column: what would be either in a cell is written with a backslash.
pub(super) struct Tsv<'a> {
    pub heads: &'a [Head],
}

impl Tsv<'_> {
    fn line<'c>(cells: impl Iterator<Item = Cow<'c, str>>, out: &mut dyn Write) -> io::Result<()> {
        let mut line = String::new();
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                line.push('\t');
            }
            for c in cell.chars() {
                match c {
                    '\\' => line.push_str("\\\\"),
                    '\t' => line.push_str("\\t"),
                    '\n' => line.push_str("\\n"),
                    '\r' => line.push_str("\\r"),
                    c => line.push(c),
                }
            }
        }
        line.push('\n');
        out.write_all(line.as_bytes())
    }
}

impl Form for Tsv<'_> {
    fn begin(&mut self, _: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let names = self.heads.iter().map(|h| Cow::Borrowed(h.id.as_str()));
        Self::line(names, out)
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        rows.iter()
            .try_for_each(|row| Self::line(row.cells.iter().map(Value::plain), out))
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
