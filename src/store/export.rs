//! Rows of a ranking written out: for spreadsheets, for programs, for the eye.

mod forms;

use std::io::Write;

use super::{Dataset, Ranking, StoreError};
use crate::model::column::{Column, Kind, Value};
use crate::model::rows::Row;
use crate::model::text::one_line;
use forms::{Aligned, Csv, Form, Json};

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

/// Before the rows of several answers: whom each is about.
static ABOUT: Column = Column {
    id: "target",
    aliases: &[],
    title: "Target",
    wires: &[],
    kind: Kind::Text,
    width: 18,
    grow: 1,
    rank: 0,
    about: "Whom the answer is about.",
};

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

    fn read(&self, rows: std::ops::Range<u64>, columns: &[usize]) -> Result<Vec<Row>, StoreError> {
        let mut rows = self.dataset.read(self.ranking, rows, columns)?;
        if let Some(about) = self.about {
            for row in &mut rows {
                row.cells.insert(0, Value::Text(about.to_owned()));
            }
        }
        Ok(rows)
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
    let table = first.ranking.list().table().columns;
    let own = columns
        .iter()
        .map(|c| table.get(*c).ok_or(StoreError::NoSuchColumn(*c)));
    let about = first.about.map(|_| Ok(&ABOUT));
    let heads = about
        .into_iter()
        .chain(own)
        .collect::<Result<Vec<_>, _>>()?;
    let mut form: Box<dyn Form + '_> = match format {
        Format::Table => Box::new(Aligned {
            titles: titles(pieces, &heads),
            heads: &heads,
            widths: Vec::new(),
        }),
        Format::Csv => Box::new(Csv { heads: &heads }),
        Format::Jsonl | Format::Json => Box::new(Json {
            heads: &heads,
            array: format == Format::Json,
            written: 0,
        }),
    };
    let mut begun = first.read(0..CHUNK.min(first.rows()), columns)?;
    let of_first = begun.len();
    // A table makes room for the rows of all.
    for piece in pieces.iter().skip(1).filter(|_| format == Format::Table) {
        begun.extend(piece.read(0..CHUNK.min(piece.rows()), columns)?);
    }
    form.begin(&begun, out).map_err(StoreError::Export)?;
    begun.truncate(of_first);
    form.rows(&begun, out).map_err(StoreError::Export)?;
    for (at, piece) in pieces.iter().enumerate() {
        let mut from = if at == 0 { CHUNK.min(piece.rows()) } else { 0 };
        while from < piece.rows() {
            let to = (from + CHUNK).min(piece.rows());
            let chunk = piece.read(from..to, columns)?;
            form.rows(&chunk, out).map_err(StoreError::Export)?;
            from = to;
        }
    }
    form.end(out)
        .and_then(|()| out.flush())
        .map_err(StoreError::Export)?;
    Ok(pieces.iter().map(Piece::rows).sum())
}

/// The heads of a table: what the answers call a column, where all do and it differs from the column's own title.
fn titles(pieces: &[Piece<'_>], heads: &[&'static Column]) -> Vec<String> {
    let label = |head: &Column| {
        let mut labels = pieces
            .iter()
            .map(|p| p.dataset.manifest().labels.get(head.id));
        let first = labels.next()??;
        labels
            .all(|other| other == Some(first))
            .then(|| one_line(first))
    };
    let title = |head: &&'static Column| label(head).unwrap_or_else(|| head.title.to_owned());
    heads.iter().map(title).collect()
}
