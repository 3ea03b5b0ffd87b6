//! Reading a part: whole columns for ranking, a few rows for a screen.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, new_empty_array};
use arrow_schema::SchemaRef;
use arrow_select::concat::{concat, concat_batches};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder, RowSelection, RowSelectionPolicy,
};
use parquet::file::metadata::PageIndexPolicy;

use super::PartError;
use super::layout::data_type;
use crate::model::column::Column;

/// Rows of a batch when a column is read from end to end.
const SCAN_ROWS: usize = 16_384;

/// An open part: its metadata and page index are loaded once, columns that were asked for are kept.
#[derive(Debug)]
pub struct Part {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    rows: usize,
    kept: Mutex<Vec<Option<ArrayRef>>>,
}

impl Part {
    /// Opens a part and loads its metadata.
    pub fn open(path: &Path) -> Result<Self, PartError> {
        let file = File::open(path).map_err(PartError::of("open", path))?;
        let options = ArrowReaderOptions::new()
            .with_column_index_policy(PageIndexPolicy::Skip)
            .with_offset_index_policy(PageIndexPolicy::Optional);
        let metadata =
            ArrowReaderMetadata::load(&file, options).map_err(PartError::of("read", path))?;
        let rows = metadata.metadata().file_metadata().num_rows();
        let rows = usize::try_from(rows).map_err(PartError::of("read", path))?;
        let columns = metadata.schema().fields().len();
        Ok(Self {
            path: path.to_owned(),
            metadata,
            rows,
            kept: Mutex::new(vec![None; columns]),
        })
    }

    /// Its rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Its columns.
    pub fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// The place of a column of ours in this file: none if it was written before there was such a column, or if no
    /// row has a cell in it. A column that holds something else than its kind is an error.
    pub fn place(&self, column: &Column) -> Result<Option<usize>, PartError> {
        let Some((place, field)) = self.schema().column_with_name(column.id) else {
            return Ok(None);
        };
        if *field.data_type() != data_type(column.kind) {
            let why = format!("`{}` holds {}", column.id, field.data_type());
            return Err(PartError::of("read", &self.path)(why));
        }
        Ok(Some(place).filter(|place| !self.is_empty_column(*place)))
    }

    /// Whether the file itself says that no row has a cell in a column.
    fn is_empty_column(&self, column: usize) -> bool {
        let groups = self.metadata.metadata().row_groups();
        groups.iter().all(|group| {
            let statistics = group.columns().get(column).and_then(|c| c.statistics());
            let nulls = statistics.and_then(|s| s.null_count_opt());
            nulls.map(u64::cast_signed) == Some(group.num_rows())
        })
    }

    /// A column from end to end. It is kept for the next time, so ask only for narrow ones.
    pub fn column(&self, column: usize) -> Result<ArrayRef, PartError> {
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Some(array)) = lock().get(column) {
            return Ok(Arc::clone(array));
        }
        let array = self.read_column(column)?;
        if let Some(place) = lock().get_mut(column) {
            *place = Some(Arc::clone(&array));
        }
        Ok(array)
    }

    /// A column from end to end, not kept: for text.
    pub fn read_column(&self, column: usize) -> Result<ArrayRef, PartError> {
        let mut chunks: Vec<ArrayRef> = Vec::new();
        self.scan(&[column], &mut |batch| {
            chunks.push(Arc::clone(batch.column(0)));
            Ok(true)
        })?;
        let chunks: Vec<&dyn arrow_array::Array> = chunks.iter().map(AsRef::as_ref).collect();
        match chunks.as_slice() {
            [] => self.empty(column),
            chunks => concat(chunks).map_err(PartError::of("read", &self.path)),
        }
    }

    fn empty(&self, column: usize) -> Result<ArrayRef, PartError> {
        let field = self.schema().fields().get(column).ok_or_else(|| {
            PartError::of("read", &self.path)(format!("it has no column {column}"))
        })?;
        Ok(new_empty_array(field.data_type()))
    }

    /// Goes through some columns batch by batch, in their order in the file, until `take` says false.
    pub fn scan(
        &self,
        columns: &[usize],
        take: &mut dyn FnMut(&RecordBatch) -> Result<bool, PartError>,
    ) -> Result<(), PartError> {
        for batch in self.reader(columns, None, SCAN_ROWS)? {
            let batch = batch.map_err(PartError::of("read", &self.path))?;
            if !take(&batch)? {
                break;
            }
        }
        Ok(())
    }

    /// Some rows of some columns. `rows` ascend without repetition; the batch's columns stand in the
    /// order of the file, whatever the order of `columns`.
    pub fn rows_at(&self, rows: &[usize], columns: &[usize]) -> Result<RecordBatch, PartError> {
        let ascending = rows.windows(2).all(|pair| pair[0] < pair[1]);
        if !ascending || rows.last().is_some_and(|last| *last >= self.rows) {
            return Err(PartError::of("read", &self.path)(format!(
                "rows out of order or beyond the {} it has",
                self.rows
            )));
        }
        let selection =
            RowSelection::from_consecutive_ranges(rows.iter().map(|r| *r..*r + 1), self.rows);
        let reader = self.reader(columns, Some(selection), rows.len().max(1))?;
        let schema = reader.schema();
        let batches: Vec<RecordBatch> = reader
            .collect::<Result<_, _>>()
            .map_err(PartError::of("read", &self.path))?;
        match batches.as_slice() {
            [one] => Ok(one.clone()),
            many => concat_batches(&schema, many).map_err(PartError::of("read", &self.path)),
        }
    }

    /// The file is opened anew each time: handles of one opening share their place, and several
    /// threads read at once.
    fn reader(
        &self,
        columns: &[usize],
        selection: Option<RowSelection>,
        batch: usize,
    ) -> Result<ParquetRecordBatchReader, PartError> {
        let known = self.schema().fields().len();
        if let Some(unknown) = columns.iter().find(|c| **c >= known) {
            return Err(PartError::of("read", &self.path)(format!(
                "it has no column {unknown}"
            )));
        }
        let file = File::open(&self.path).map_err(PartError::of("open", &self.path))?;
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        let mask = ProjectionMask::leaves(builder.parquet_schema(), columns.iter().copied());
        let mut builder = builder.with_projection(mask).with_batch_size(batch);
        if let Some(selection) = selection {
            builder = builder
                .with_row_selection(selection)
                .with_row_selection_policy(RowSelectionPolicy::Selectors);
        }
        builder.build().map_err(PartError::of("read", &self.path))
    }
}

#[cfg(test)]
impl Part {
    /// Rows of each data page of a column, as the offset index says.
    pub(super) fn page_rows(&self, column: usize) -> Option<Vec<usize>> {
        let index = self.metadata.metadata().page_index_for_row_group(0);
        let mut starts: Vec<usize> = index
            .page_locations(column)?
            .iter()
            .map(|p| p.first_row_index as usize)
            .collect();
        starts.push(self.rows);
        Some(starts.windows(2).map(|w| w[1] - w[0]).collect())
    }
}
