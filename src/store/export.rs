//! Rows of a ranking written out: for spreadsheets, for programs, for the eye.

mod forms;
mod heads;

use std::io::Write;

use super::{Dataset, Ranking, StoreError};
use crate::model::rows::Row;
use forms::{Aligned, Columns, Csv, Form, Json};
use heads::{Head, arranged, heads};

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
    /// One Parquet file; several values of a cell stay lists, maps and structs.
    Parquet,
}

impl Format {
    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "table" => Self::Table,
            "csv" => Self::Csv,
            "jsonl" => Self::Jsonl,
            "json" => Self::Json,
            "parquet" => Self::Parquet,
            _ => return None,
        })
    }
}

/// Rows that are written.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Where they are.
    pub dataset: &'a Dataset,
    /// Which, in their order.
    pub ranking: &'a Ranking,
    /// How many at the most; all if none is given.
    pub limit: Option<u64>,
    /// Whom they are about, where that is a column of its own.
    pub about: Option<&'a str>,
}

impl Piece<'_> {
    fn rows(&self) -> u64 {
        let all = self.ranking.len();
        self.limit.map_or(all, |limit| limit.min(all))
    }

    fn read(
        &self,
        rows: std::ops::Range<u64>,
        columns: &[usize],
        heads: &[Head],
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.dataset.read(self.ranking, rows, columns)?;
        Ok(arranged(rows, heads, self.about))
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
    let piece = Piece {
        dataset,
        ranking,
        limit,
        about: None,
    };
    export_all(&[piece], columns, format, out)
}

/// Writes rows of one or several answers as one piece of data: one header, one array. All are of the same list, and
/// all or none say whom they are about. Says how many rows were written.
pub fn export_all(
    pieces: &[Piece<'_>],
    columns: &[usize],
    format: Format,
    out: &mut dyn Write,
) -> Result<u64, StoreError> {
    let Some(first) = pieces.first() else {
        return Ok(0);
    };
    let heads = heads(pieces, columns)?;
    let mut form: Box<dyn Form + '_> = match format {
        Format::Table => Box::new(Aligned {
            heads: &heads,
            widths: Vec::new(),
        }),
        Format::Csv => Box::new(Csv { heads: &heads }),
        Format::Jsonl | Format::Json => Box::new(Json {
            heads: &heads,
            array: format == Format::Json,
            written: 0,
        }),
        Format::Parquet => Box::new(Columns::new(&heads).map_err(StoreError::Export)?),
    };
    let mut begun = first.read(0..CHUNK.min(first.rows()), columns, &heads)?;
    let of_first = begun.len();
    // A table makes room for the rows of all.
    for piece in pieces.iter().skip(1).filter(|_| format == Format::Table) {
        begun.extend(piece.read(0..CHUNK.min(piece.rows()), columns, &heads)?);
    }
    form.begin(&begun, out).map_err(StoreError::Export)?;
    begun.truncate(of_first);
    form.rows(&begun, out).map_err(StoreError::Export)?;
    for (at, piece) in pieces.iter().enumerate() {
        let mut from = if at == 0 { CHUNK.min(piece.rows()) } else { 0 };
        while from < piece.rows() {
            let to = (from + CHUNK).min(piece.rows());
            let chunk = piece.read(from..to, columns, &heads)?;
            form.rows(&chunk, out).map_err(StoreError::Export)?;
            from = to;
        }
    }
    form.end(out)
        .and_then(|()| out.flush())
        .map_err(StoreError::Export)?;
    Ok(pieces.iter().map(Piece::rows).sum())
}
