//! Rows of rankings written out: for spreadsheets, for programs, for the eye.

mod about;
mod beside;
mod coverage;
mod delimited;
mod derived;
mod eye;
mod forms;
mod heads;
mod html;
mod markdown;
mod records;
mod svg;
#[cfg(test)]
mod tests;

use std::io::Write;

use jiff::Timestamp;

use super::{Dataset, Manifest, Purchase, Ranking, StoreError};
use crate::model::export::Format;
use crate::model::rows::{List, Row, SortKey};
use about::About;
use beside::Summed;
use delimited::{Csv, Tsv};
use eye::Eye;
use forms::{Aligned, Columns, Form, Json};
use heads::{Head, arranged, heads};
use html::Html;
use markdown::Markdown;

pub use beside::{MANIFEST, Written, manifest_name};
pub use coverage::{coverage, number, order_text};
pub use derived::{Derived, summed};
pub use records::export_records;
pub use svg::{figures, picture_document};

/// Rows read and written at a time.
const CHUNK: u64 = 16_384;

/// What was asked of rows that are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The filter as it was typed; empty where every row passes.
    pub filter: &'a str,
    /// The order; empty where rows stand as delivered.
    pub order: &'a [SortKey],
    /// How many rows there are without the marks, where only marked ones are written.
    pub marked_of: Option<u64>,
    /// How they were bought, beyond what their dataset says.
    pub purchase: Option<&'a Purchase>,
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
    /// How they came about.
    pub asked: Asked<'a>,
}

impl Piece<'_> {
    /// Whether all rows that were asked for are held.
    fn is_complete(&self) -> bool {
        self.dataset.manifest().complete
            && !self.asked.purchase.is_some_and(|bought| bought.in_part)
    }

    /// What was bought later and filled into the rows' domains.
    fn enriched_by(&self) -> &[Manifest] {
        let bought = self
            .asked
            .purchase
            .map(|bought| bought.enriched_by.as_slice());
        bought.unwrap_or_default()
    }

    /// The referring domain whose links alone are listed, where they are.
    fn domain(&self) -> Option<String> {
        match self.ranking.list() {
            List::Links { domain: Some(row) } => self.dataset.domain_name(*row).ok(),
            _ => None,
        }
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

/// Rows of one or several answers as one piece of data: one header, one array. All are of the same list, and all or
/// none say whom they are about.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// The rows.
    pub pieces: &'a [Piece<'a>],
    /// Positions of their columns.
    pub columns: &'a [usize],
    /// How they are written.
    pub format: Format,
    /// When.
    pub at: Timestamp,
    /// Pictures of the same rows, for a report.
    pub figures: &'a [Figure],
}

/// A picture of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Inline SVG.
    pub svg: String,
    /// What it is read against, in a line.
    pub caption: String,
}

impl Export<'_> {
    /// How many rows of each piece are written.
    fn shares(&self) -> Vec<u64> {
        let wanted = self.pieces.first().and_then(|piece| piece.limit);
        let mut left = self.format.bound(wanted).unwrap_or(u64::MAX);
        let several = self.pieces.len() > 1 && wanted.is_some();
        if several {
            // Each has its own limit; what a form holds at all binds their sum.
            left = self.format.bound(Some(u64::MAX)).unwrap_or(u64::MAX);
        }
        let share = |piece: &Piece<'_>| {
            let rows = piece.ranking.len().min(piece.limit.unwrap_or(u64::MAX));
            let rows = rows.min(left);
            left -= rows;
            rows
        };
        self.pieces.iter().map(share).collect()
    }

    /// How many rows are asked for; the form may hold fewer.
    pub fn wanted(&self) -> u64 {
        let pieces = self.pieces.iter();
        let rows = pieces.map(|piece| piece.ranking.len().min(piece.limit.unwrap_or(u64::MAX)));
        rows.sum()
    }

    /// How many rows are written.
    pub fn rows(&self) -> u64 {
        self.shares().iter().sum()
    }

    /// Writes them. `going` hears after each so many how many there are, and answers whether to go on.
    pub fn write(
        &self,
        out: &mut dyn Write,
        going: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Written, StoreError> {
        let (shares, heads) = (self.shares(), heads(self.pieces, self.columns)?);
        let about = About::of(self, &shares, &heads);
        let mut out = Summed::new(out);
        let mut form = form(self.format, &heads, &about).map_err(StoreError::Export)?;
        let first =
            |piece: &Piece<'_>, rows: u64| piece.read(0..CHUNK.min(rows), self.columns, &heads);
        let mut begun = Vec::new();
        // A table makes room for the rows of all.
        let needed = match self.format {
            Format::Table => self.pieces.len(),
            _ => 0,
        };
        for (piece, rows) in self.pieces.iter().zip(&shares).take(needed) {
            begun.extend(first(piece, *rows)?);
        }
        form.begin(&begun, &mut out).map_err(StoreError::Export)?;
        drop(begun);
        let mut done = 0;
        for (piece, rows) in self.pieces.iter().zip(&shares) {
            let mut from = 0;
            while from < *rows {
                let to = (from + CHUNK).min(*rows);
                let chunk = piece.read(from..to, self.columns, &heads)?;
                form.rows(&chunk, &mut out).map_err(StoreError::Export)?;
                done += to - from;
                from = to;
                if !going(done) {
                    return Err(StoreError::Cancelled);
                }
            }
        }
        form.end(&mut out)
            .and_then(|()| out.flush())
            .map_err(StoreError::Export)?;
        Ok(out.written(done))
    }
}

/// The writer of a form.
fn form<'a>(
    format: Format,
    heads: &'a [Head],
    about: &'a About<'a>,
) -> std::io::Result<Box<dyn Form + 'a>> {
    Ok(match format {
        Format::Table => Box::new(Aligned {
            heads,
            widths: Vec::new(),
        }),
        Format::Csv | Format::CsvExcel | Format::CsvData => Box::new(Csv { heads, format }),
        Format::Tsv => Box::new(Tsv { heads }),
        Format::Jsonl | Format::Json => Box::new(Json {
            heads,
            array: format == Format::Json,
            written: 0,
        }),
        Format::Parquet => Box::new(Columns::new(heads)?),
        Format::Markdown => Box::new(Markdown {
            heads,
            about,
            eye: Eye::default(),
        }),
        Format::Html => Box::new(Html {
            heads,
            about,
            eye: Eye::default(),
        }),
    })
}

/// Writes the first `limit` rows of a ranking; says how many were written.
#[cfg(test)]
pub(crate) fn export(
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
        asked: Asked::default(),
    };
    let export = Export {
        pieces: &[piece],
        columns,
        format,
        at: Timestamp::UNIX_EPOCH,
        figures: &[],
    };
    Ok(export.write(out, &mut |_| true)?.rows)
}
