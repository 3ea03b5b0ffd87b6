//! Rows as one Parquet file that goes wherever bytes go: into a file, a pipe, a buffer.

use std::sync::Arc;

use arrow_schema::{ArrowError, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use thiserror::Error;

use super::RowsBuilder;
use super::layout::data_type;
use crate::model::column::{Kind, Value};

/// Rows of one row group.
const GROUP: usize = 131_072;

/// Why rows could not be written.
#[derive(Debug, Error)]
#[error(transparent)]
pub enum StreamError {
    /// A cell of another type than its column, or a column twice.
    Rows(#[from] ArrowError),
    /// The file cannot be put together.
    File(#[from] ParquetError),
}

/// A file of which only what is not handed out yet is in memory.
pub struct ParquetStream {
    rows: RowsBuilder,
    file: ArrowWriter<Vec<u8>>,
    in_group: usize,
}

impl std::fmt::Debug for ParquetStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetStream")
            .field("in_group", &self.in_group)
            .finish_non_exhaustive()
    }
}

impl ParquetStream {
    /// A file with these columns: name and kind of each.
    pub fn new<'a>(
        columns: impl IntoIterator<Item = (&'a str, Kind)>,
    ) -> Result<Self, StreamError> {
        let fields = columns
            .into_iter()
            .map(|(name, kind)| Field::new(name, data_type(kind), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_created_by("backtrail".to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        Ok(Self {
            rows: RowsBuilder::new(Arc::clone(&schema))?,
            file: ArrowWriter::try_new(Vec::new(), schema, Some(properties))?,
            in_group: 0,
        })
    }

    /// Adds rows, each a cell a column, and gives the bytes that are ready.
    pub fn add<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a [Value]>,
    ) -> Result<Vec<u8>, StreamError> {
        for cells in rows {
            for (column, cell) in cells.iter().enumerate() {
                self.rows.value(column, cell);
            }
            self.in_group += 1;
        }
        if !self.rows.is_empty() {
            self.file.write(&self.rows.finish()?)?;
        }
        if self.in_group >= GROUP {
            self.file.flush()?;
            self.in_group = 0;
        }
        Ok(std::mem::take(self.file.inner_mut()))
    }

    /// Ends the file and gives its last bytes.
    pub fn end(self) -> Result<Vec<u8>, StreamError> {
        Ok(self.file.into_inner()?)
    }
}
