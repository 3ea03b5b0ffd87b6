//! Rows of stored datasets on standard output: which columns, and several datasets as one stream.

use std::io::{self, Write};

use super::args::Form;
use super::desk::Desk;
use super::failure::Failure;
use super::filter::elsewhere;
use crate::model::column::Table;
use crate::model::rows::List;
use crate::model::text::one_line;
use crate::store::{Dataset, Format, Manifest, Ranking, StoreError, export};

/// Columns of a table on a terminal when none are named: those whose rank leaves them in about so many cells.
const TABLE_WIDTH: u16 = 118;

/// Rows of one dataset that are to be written.
pub struct Sheet {
    /// Where they are.
    pub dataset: Dataset,
    /// Which, in their order.
    pub ranking: Ranking,
}

/// Writes sheets one after another as one piece of data: one header, one array. `names` chooses the columns, and
/// `limit` bounds each sheet.
pub fn deliver(
    desk: &Desk,
    sheets: &[Sheet],
    names: &[String],
    limit: Option<u64>,
) -> Result<(), Failure> {
    let form = desk.form();
    let chosen = sheets
        .iter()
        .map(|sheet| columns(sheet.ranking.list(), names, form, sheet.dataset.manifest()))
        .collect::<Result<Vec<_>, _>>()?;
    desk.outlet().deliver(|out| {
        let mut joined = Joined::new(form, out);
        for (sheet, columns) in sheets.iter().zip(&chosen) {
            joined.begin();
            let format = joined.format();
            export(
                &sheet.dataset,
                &sheet.ranking,
                columns,
                format,
                limit,
                &mut joined,
            )
            .map_err(|why: StoreError| Failure::Failed(why.to_string()))?;
        }
        joined
            .end()
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

/// Named columns in their order; else all, or for a table on the screen the most important ones of those that any
/// row fills.
pub fn columns(
    list: &List,
    names: &[String],
    form: Form,
    manifest: &Manifest,
) -> Result<Vec<usize>, Failure> {
    let table = list.table();
    if !names.is_empty() {
        return names.iter().map(|name| named(table, name)).collect();
    }
    if form != Form::Table {
        return Ok((0..table.columns.len()).collect());
    }
    let mut by_rank: Vec<usize> = (0..table.columns.len())
        .filter(|at| !manifest.is_absent(list, table.columns[*at].id))
        .collect();
    by_rank.sort_by_key(|at| table.columns[*at].rank);
    let mut used = 0;
    let mut kept: Vec<usize> = by_rank
        .into_iter()
        .take_while(|at| {
            used += table.columns[*at].width + 2;
            used <= TABLE_WIDTH
        })
        .collect();
    kept.sort_unstable();
    Ok(kept)
}

fn named(table: &'static Table, name: &str) -> Result<usize, Failure> {
    table.position(name.trim()).ok_or_else(|| {
        let known: Vec<_> = table.columns.iter().map(|c| c.id).collect();
        Failure::Usage(format!(
            "--columns: no column `{}` in {}; there are: {}{}",
            one_line(name),
            table.name,
            known.join(", "),
            elsewhere(table, name)
        ))
    })
}

/// Several exports made one: the header of all but the first is left out, and an array is put together from lines.
/// A table keeps every header, because its columns are as wide as its own rows.
struct Joined<'a> {
    form: Form,
    out: &'a mut dyn Write,
    sheets: u64,
    /// The rest of this line is not written.
    skipping: bool,
    at_line_start: bool,
    lines: u64,
}

impl<'a> Joined<'a> {
    fn new(form: Form, out: &'a mut dyn Write) -> Self {
        Self {
            form,
            out,
            sheets: 0,
            skipping: false,
            at_line_start: true,
            lines: 0,
        }
    }

    /// The format that each sheet is exported in.
    fn format(&self) -> Format {
        match self.form {
            Form::Table => Format::Table,
            Form::Csv => Format::Csv,
            Form::Jsonl | Form::Json => Format::Jsonl,
        }
    }

    fn begin(&mut self) {
        self.skipping = self.form == Form::Csv && self.sheets > 0;
        self.sheets += 1;
    }

    fn end(&mut self) -> io::Result<()> {
        if self.form == Form::Json {
            self.out.write_all(match self.lines {
                0 => b"[]\n",
                _ => b"\n]\n",
            })?;
        }
        self.out.flush()
    }

    fn piece(&mut self, piece: &[u8]) -> io::Result<()> {
        let ends = piece.ends_with(b"\n");
        if self.skipping {
            self.skipping = !ends;
            return Ok(());
        }
        if self.form != Form::Json {
            return self.out.write_all(piece);
        }
        if self.at_line_start {
            self.out
                .write_all(if self.lines == 0 { b"[\n" } else { b",\n" })?;
            self.lines += 1;
        }
        self.at_line_start = ends;
        self.out
            .write_all(piece.strip_suffix(b"\n").unwrap_or(piece))
    }
}

impl Write for Joined<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            self.piece(piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sheets, written byte by byte, as a slow exporter might.
    fn joined(form: Form, sheets: &[&str]) -> String {
        let mut out = Vec::new();
        let mut joined = Joined::new(form, &mut out);
        for sheet in sheets {
            joined.begin();
            for byte in sheet.as_bytes() {
                joined.write_all(&[*byte]).unwrap();
            }
        }
        joined.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn several_sheets_are_one_piece_of_data() {
        assert_eq!(
            joined(Form::Csv, &["a,b\n1,2\n", "a,b\n3,4\n"]),
            "a,b\n1,2\n3,4\n"
        );
        assert_eq!(joined(Form::Jsonl, &["{1}\n", "{2}\n"]), "{1}\n{2}\n");
        assert_eq!(
            joined(Form::Json, &["{1}\n{2}\n", "{3}\n"]),
            "[\n{1},\n{2},\n{3}\n]\n"
        );
        assert_eq!(joined(Form::Json, &[""]), "[]\n");
        assert_eq!(joined(Form::Table, &["a\n1\n", "a\n2\n"]), "a\n1\na\n2\n");
    }
}
