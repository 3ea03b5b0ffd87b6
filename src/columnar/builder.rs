//! Rows gathered column by column until they are a batch.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder, UInt32Builder,
};
use arrow_array::{ArrayRef, RecordBatch, new_null_array};
use arrow_schema::{ArrowError, DataType, SchemaRef};

use super::cell::MILLIS;
use super::nesting::{Nesting, TimeBuilder, time_builder};
use crate::model::column::Value;

/// Gathers rows of a schema. Push one cell to every column, then the row is counted by the first column.
#[derive(Debug)]
pub struct RowsBuilder {
    schema: SchemaRef,
    columns: Vec<ColumnBuilder>,
    /// The column whose cells are counted as rows.
    counted: usize,
    /// Bytes of text gathered, so that a batch can be ended before it grows too large.
    text: usize,
}

#[derive(Debug)]
enum ColumnBuilder {
    Text(StringBuilder),
    Int(Int64Builder),
    Share(Float64Builder),
    Date(Date32Builder),
    Flag(BooleanBuilder),
    Id(UInt32Builder),
    Time(TimeBuilder),
    Nested(Box<Nesting>),
    /// Of this type, without a single cell: takes no work and no memory while rows are gathered.
    Nothing(DataType),
}

impl RowsBuilder {
    /// An empty one. Types that no table of ours has are refused.
    pub fn new(schema: SchemaRef) -> Result<Self, ArrowError> {
        Self::with(schema, |_| true)
    }

    /// One whose other columns stay without a cell: they take what is added to them and forget it.
    pub fn with(schema: SchemaRef, is_filled: impl Fn(usize) -> bool) -> Result<Self, ArrowError> {
        let columns: Vec<ColumnBuilder> = schema
            .fields()
            .iter()
            .enumerate()
            .map(|(at, field)| {
                Ok(match field.data_type() {
                    other if !is_filled(at) => ColumnBuilder::Nothing(other.clone()),
                    DataType::Utf8 => ColumnBuilder::Text(StringBuilder::new()),
                    DataType::Int64 => ColumnBuilder::Int(Int64Builder::new()),
                    DataType::Float64 => ColumnBuilder::Share(Float64Builder::new()),
                    DataType::Date32 => ColumnBuilder::Date(Date32Builder::new()),
                    DataType::Boolean => ColumnBuilder::Flag(BooleanBuilder::new()),
                    DataType::UInt32 => ColumnBuilder::Id(UInt32Builder::new()),
                    DataType::Timestamp(..) => ColumnBuilder::Time(time_builder()),
                    other if Nesting::of(other).is_some() => Nesting::of(other).map_or_else(
                        || ColumnBuilder::Nothing(other.clone()),
                        |b| ColumnBuilder::Nested(Box::new(b)),
                    ),
                    other => return Err(ArrowError::SchemaError(format!("no column of {other}"))),
                })
            })
            .collect::<Result<_, ArrowError>>()?;
        let is_counted = |c: &ColumnBuilder| !matches!(c, ColumnBuilder::Nothing(_));
        Ok(Self {
            schema,
            counted: columns.iter().position(is_counted).unwrap_or(0),
            columns,
            text: 0,
        })
    }

    /// Rows gathered.
    #[inline]
    pub fn len(&self) -> usize {
        use arrow_array::builder::ArrayBuilder;
        match self.columns.get(self.counted) {
            Some(ColumnBuilder::Text(b)) => b.len(),
            Some(ColumnBuilder::Int(b)) => b.len(),
            Some(ColumnBuilder::Share(b)) => b.len(),
            Some(ColumnBuilder::Date(b)) => b.len(),
            Some(ColumnBuilder::Flag(b)) => b.len(),
            Some(ColumnBuilder::Id(b)) => b.len(),
            Some(ColumnBuilder::Time(b)) => b.len(),
            Some(ColumnBuilder::Nested(b)) => b.len(),
            Some(ColumnBuilder::Nothing(_)) | None => 0,
        }
    }

    /// Whether nothing is gathered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of text gathered.
    pub fn text_bytes(&self) -> usize {
        self.text
    }

    /// Adds a text to a column. A column of another type takes nothing, and the batch then fails to close.
    #[inline]
    pub fn text(&mut self, column: usize, cell: Option<&str>) {
        self.text += cell.map_or(0, str::len);
        if let Some(ColumnBuilder::Text(b)) = self.columns.get_mut(column) {
            b.append_option(cell);
        }
    }

    /// Adds a whole number.
    #[inline]
    pub fn int(&mut self, column: usize, cell: Option<i64>) {
        if let Some(ColumnBuilder::Int(b)) = self.columns.get_mut(column) {
            b.append_option(cell);
        }
    }

    /// Adds a share.
    #[inline]
    pub fn share(&mut self, column: usize, cell: Option<f64>) {
        if let Some(ColumnBuilder::Share(b)) = self.columns.get_mut(column) {
            b.append_option(cell);
        }
    }

    /// Adds a day since 1970-01-01.
    #[inline]
    pub fn date(&mut self, column: usize, cell: Option<i32>) {
        if let Some(ColumnBuilder::Date(b)) = self.columns.get_mut(column) {
            b.append_option(cell);
        }
    }

    /// Adds a yes or no.
    #[inline]
    pub fn flag(&mut self, column: usize, cell: Option<bool>) {
        if let Some(ColumnBuilder::Flag(b)) = self.columns.get_mut(column) {
            b.append_option(cell);
        }
    }

    /// Adds a row number.
    #[inline]
    pub fn id(&mut self, column: usize, cell: u32) {
        if let Some(ColumnBuilder::Id(b)) = self.columns.get_mut(column) {
            b.append_value(cell);
        }
    }

    /// Adds a cell of the trade; one that is of another type than its column is left empty.
    pub fn value(&mut self, column: usize, cell: &Value) {
        match self.columns.get_mut(column) {
            Some(ColumnBuilder::Text(_)) => self.text(column, text_of(cell)),
            Some(ColumnBuilder::Int(b)) => b.append_option(match cell {
                Value::Int(n) => Some(*n),
                _ => None,
            }),
            Some(ColumnBuilder::Share(b)) => b.append_option(match cell {
                Value::Share(share) => Some(*share),
                _ => None,
            }),
            Some(ColumnBuilder::Date(b)) => b.append_option(match cell {
                Value::Date(day) => Some(*day),
                _ => None,
            }),
            Some(ColumnBuilder::Flag(b)) => b.append_option(match cell {
                Value::Flag(yes) => Some(*yes),
                _ => None,
            }),
            Some(ColumnBuilder::Time(b)) => b.append_option(match cell {
                Value::Time(seconds) => seconds.checked_mul(MILLIS),
                _ => None,
            }),
            Some(ColumnBuilder::Nested(b)) => self.text += b.append(cell),
            Some(ColumnBuilder::Id(_) | ColumnBuilder::Nothing(_)) | None => {}
        }
    }

    /// The gathered rows as a batch; the builder is empty again. Columns of unequal length are an error.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let rows = self.len();
        self.text = 0;
        let arrays = self
            .columns
            .iter_mut()
            .map(|column| -> ArrayRef {
                match column {
                    ColumnBuilder::Text(b) => {
                        // The next rows will be about as long: room for them at once, not by and by.
                        let room = StringBuilder::with_capacity(rows, b.values_slice().len());
                        Arc::new(std::mem::replace(b, room).finish())
                    }
                    ColumnBuilder::Int(b) => Arc::new(b.finish()),
                    ColumnBuilder::Share(b) => Arc::new(b.finish()),
                    ColumnBuilder::Date(b) => Arc::new(b.finish()),
                    ColumnBuilder::Flag(b) => Arc::new(b.finish()),
                    ColumnBuilder::Id(b) => Arc::new(b.finish()),
                    ColumnBuilder::Time(b) => Arc::new(b.finish()),
                    ColumnBuilder::Nested(b) => b.finish(),
                    ColumnBuilder::Nothing(kind) => new_null_array(kind, rows),
                }
            })
            .collect();
        RecordBatch::try_new(self.schema.clone(), arrays)
    }
}

fn text_of(cell: &Value) -> Option<&str> {
    match cell {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
