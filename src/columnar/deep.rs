//! Columns that hold several values a cell lie in several columns of a file, one a value. They are read by the
//! library's own reader: few lists have them, and they are never gone through by the million.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::Range;

use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::reader::{ChunkReader, Length};

use super::bytes::{read_at, read_some_at};

/// A file that several threads read, each from places of its own.
#[derive(Debug)]
pub(super) struct Shared {
    file: File,
    len: u64,
}

impl Shared {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        Ok(Self {
            len: file.metadata()?.len(),
            file: file.try_clone()?,
        })
    }

    /// The metadata of a part, with where its pages lie.
    pub(super) fn metadata(&self) -> Result<ArrowReaderMetadata, ParquetError> {
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Optional);
        ArrowReaderMetadata::load(self, options)
    }

    /// A reader of some rows of one column of a row group, given as ascending ranges that do not touch.
    pub(super) fn reader(
        self,
        metadata: &ArrowReaderMetadata,
        (group, column): (usize, usize),
        wanted: &[Range<usize>],
        batch: usize,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        let rows = metadata.metadata().row_group(group).num_rows();
        let rows = usize::try_from(rows)?;
        let selection = RowSelection::from_consecutive_ranges(wanted.iter().cloned(), rows);
        let mask = ProjectionMask::roots(metadata.parquet_schema(), [column]);
        ParquetRecordBatchReaderBuilder::new_with_metadata(self, metadata.clone())
            .with_row_groups(vec![group])
            .with_projection(mask)
            .with_row_selection(selection)
            .with_batch_size(batch)
            .build()
    }
}

impl Length for Shared {
    fn len(&self) -> u64 {
        self.len
    }
}

impl ChunkReader for Shared {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let file = self.file.try_clone()?;
        Ok(BufReader::new(From { file, at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = start.checked_add(length as u64);
        if end.is_none_or(|end| end > self.len) {
            let why = format!("{length} bytes from {start} on are not there");
            return Err(ParquetError::EOF(why));
        }
        Ok(read_at(&self.file, start, length)?)
    }
}

/// A file from a place on.
#[derive(Debug)]
pub(super) struct From {
    file: File,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = read_some_at(&self.file, buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}
