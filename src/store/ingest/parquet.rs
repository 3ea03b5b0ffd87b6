//! Links out of a Parquet file, ours or another program's with our column names or a provider's.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;

use super::Limits;
use super::fault::IngestError;
use crate::columnar::{check, data_type, decoded, value};
use crate::model::column::{Kind, Value, date_text};

/// Rows read at a time.
const ROWS: usize = 1_024;

/// Rows of these that are turned into text at a time, each as long as a row may be.
const HELD: usize = 64;

/// Room that a cell keeps for the next.
const CELL_ROOM: usize = 4 << 10;

/// The rows of a file, as text by its own names.
pub(super) struct Rows {
    path: PathBuf,
    names: Vec<String>,
    reader: ParquetRecordBatchReader,
    /// What was read, and its first row that is not held as text.
    batch: Option<RecordBatch>,
    from: usize,
    rows: Vec<Row>,
    /// Of `rows`: how many there are, and how many were handed out.
    held: usize,
    next: usize,
    passed: u64,
    total: u64,
    /// Bytes of text so far, and the most of all rows and of one.
    unpacked: u64,
    limit: u64,
    max_row: u64,
}

/// A row or what is wrong with it, and its number.
type Numbered<'a> = (Result<&'a Vec<String>, String>, u64);

/// A row as text.
#[derive(Clone)]
struct Row {
    cells: Vec<String>,
    /// Bytes of its cells, also of those that are left out because there are too many.
    bytes: u64,
}

impl Rows {
    pub(super) fn open(path: &Path, limits: Limits) -> Result<Self, IngestError> {
        let file = File::open(path).map_err(IngestError::raw(path))?;
        let size = file.metadata().map_err(IngestError::raw(path))?.len();
        let damaged = |why: String| IngestError::Parquet {
            path: path.to_owned(),
            row: 0,
            why,
        };
        let metadata = decoded(|| metadata(&file))
            .map_err(|why| damaged(why.to_owned()))?
            .map_err(damaged)?;
        let fields = metadata.schema().fields();
        let names = fields.iter().map(|f| f.name().clone()).collect();
        let total = metadata.metadata().file_metadata().num_rows();
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
            .with_batch_size(ROWS)
            .build();
        Ok(Self {
            path: path.to_owned(),
            names,
            reader: reader.map_err(|e| damaged(e.to_string()))?,
            batch: None,
            from: 0,
            rows: Vec::new(),
            held: 0,
            next: 0,
            passed: 0,
            total: u64::try_from(total).unwrap_or_default(),
            unpacked: 0,
            limit: size.saturating_mul(limits.max_ratio).max(limits.free_bytes),
            max_row: limits.max_row,
        })
    }

    /// The names of its columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// How much of it was handed out, of a thousand. What the file says of its rows need not be so.
    pub(super) fn thousandths(&self) -> u64 {
        (self.passed.saturating_mul(1_000) / self.total.max(1)).min(1_000)
    }

    /// The next row, or what is wrong with it as a whole, and its number, from 1; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Numbered<'_>>, IngestError> {
        while self.next == self.held {
            if !self.read_on()? {
                return Ok(None);
            }
        }
        let row = self.rows.get(self.next);
        self.next += 1;
        self.passed += 1;
        let (max_row, passed) = (self.max_row, self.passed);
        Ok(row.map(|row| match row.bytes > max_row {
            true => (Err(format!("it is longer than {max_row} bytes")), passed),
            false => (Ok(&row.cells), passed),
        }))
    }

    /// Turns further rows into text; false at the end.
    fn read_on(&mut self) -> Result<bool, IngestError> {
        if let Some(batch) = self.batch.take_if(|batch| self.from < batch.num_rows()) {
            self.hold(&batch);
            self.batch = Some(batch);
            if self.unpacked > self.limit {
                self.held = self.next;
                return Err(IngestError::TooLarge {
                    path: self.path.clone(),
                    limit: self.limit,
                });
            }
            return Ok(true);
        }
        let (path, passed) = (&self.path, self.passed);
        let damaged = |why: String| IngestError::Parquet {
            path: path.clone(),
            row: passed,
            why,
        };
        let reader = &mut self.reader;
        let batch = decoded(|| reader.next()).map_err(|why| damaged(why.to_owned()))?;
        let Some(batch) = batch else {
            return Ok(false);
        };
        let batch = batch.map_err(|why| damaged(why.to_string()))?;
        self.batch = Some(batch);
        self.from = 0;
        Ok(true)
    }

    fn hold(&mut self, batch: &RecordBatch) {
        self.held = (batch.num_rows() - self.from).min(HELD);
        self.next = 0;
        if self.rows.is_empty() {
            let empty = Row {
                cells: vec![String::new(); self.names.len()],
                bytes: 0,
            };
            self.rows.resize(HELD, empty);
        }
        self.rows.iter_mut().for_each(|row| row.bytes = 0);
        for (at, column) in batch.columns().iter().enumerate() {
            for (row, held) in self.rows.iter_mut().take(self.held).enumerate() {
                let room = self.max_row.saturating_sub(held.bytes);
                if let Some(cell) = held.cells.get_mut(at) {
                    cell.clear();
                    cell.shrink_to(CELL_ROOM);
                    held.bytes += write(column, self.from + row, cell, room);
                }
            }
        }
        self.from += self.held;
        let rows = self.rows.iter().take(self.held);
        // Between cells stands a comma, so that rows of nothing do not come without end.
        self.unpacked += rows
            .map(|row| row.bytes + self.names.len() as u64)
            .sum::<u64>();
    }
}

/// What a file says of itself, once that holds. Text is read as views: a batch takes the memory of the pages it stands
/// on, however often its cells repeat a long text of a dictionary.
fn metadata(file: &File) -> Result<ArrowReaderMetadata, String> {
    let text = |why: ParquetError| why.to_string();
    let found = ArrowReaderMetadata::load(file, ArrowReaderOptions::new()).map_err(text)?;
    let fields = found.schema().fields();
    if let Some(other) = fields.iter().find(|f| !is_plain(f.data_type())) {
        return Err(format!(
            "`{}` holds {}, which no cell can be",
            other.name(),
            other.data_type()
        ));
    }
    for group in found.metadata().row_groups() {
        check(group, found.parquet_schema().num_columns())?;
    }
    let as_view = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => {
            Arc::new(Field::clone(field).with_data_type(DataType::Utf8View))
        }
        _ => Arc::clone(field),
    };
    let fields: Vec<Arc<Field>> = fields.iter().map(as_view).collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    ArrowReaderMetadata::try_new(Arc::clone(found.metadata()), options).map_err(text)
}

fn is_plain(kind: &DataType) -> bool {
    use DataType as T;
    kind_of(kind).is_some()
        || matches!(
            kind,
            T::Utf8
                | T::LargeUtf8
                | T::Utf8View
                | T::Boolean
                | T::Int8
                | T::Int16
                | T::Int32
                | T::Int64
                | T::UInt8
                | T::UInt16
                | T::UInt32
                | T::UInt64
                | T::Float64
                | T::Date32
        )
}

/// The kind of column that only a file of ours has.
fn kind_of(found: &DataType) -> Option<Kind> {
    let ours = [Kind::Time, Kind::Texts, Kind::Counts, Kind::Path];
    ours.into_iter().find(|kind| data_type(*kind) == *found)
}

/// A cell as a file of text has it, and its bytes; left out where there is no room for them.
fn write(column: &ArrayRef, row: usize, cell: &mut String, room: u64) -> u64 {
    use std::fmt::Write;
    if column.is_null(row) {
        return 0;
    }
    macro_rules! number {
        ($kind:ty) => {{
            let value = column.as_primitive::<$kind>().value(row);
            // Writing into a text cannot fail.
            let _written = write!(cell, "{value}");
        }};
    }
    match column.data_type() {
        DataType::Utf8View => {
            let text = column.as_string_view().value(row);
            if text.len() as u64 > room {
                return text.len() as u64;
            }
            cell.push_str(text);
        }
        DataType::Boolean => cell.push(if column.as_boolean().value(row) {
            '1'
        } else {
            '0'
        }),
        DataType::Date32 => {
            let day = column.as_primitive::<Date32Type>().value(row);
            match date_text(day) {
                // Said as it is, so that it is counted as a cell that cannot be read.
                text if text.is_empty() => cell.push_str(&format!("day {day}")),
                text => cell.push_str(&text),
            }
        }
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float64 => number!(Float64Type),
        other => {
            let found = kind_of(other).map_or(Value::Null, |kind| value(column, kind, row));
            let text = found.plain();
            if text.len() as u64 > room {
                return text.len() as u64;
            }
            cell.push_str(&text);
        }
    }
    cell.len() as u64
}
