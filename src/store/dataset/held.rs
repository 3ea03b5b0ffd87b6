//! A list that is small enough to be held whole: referring domains, items of an overview.

use std::path::Path;

use arrow_array::{Array as _, RecordBatch};

use crate::columnar::{Array, Part, nothing, value};
use crate::model::column::{Table, Value};
use crate::store::StoreError;
use crate::store::manifest::PartEntry;

/// The rows of a list, column by column.
#[derive(Debug)]
pub(in crate::store) struct Held {
    table: &'static Table,
    rows: usize,
    /// None where no row has a cell, so that it takes no memory.
    columns: Vec<Option<Array>>,
}

impl Held {
    /// Reads the rows that a manifest names. Columns that the file does not have are not known.
    pub(in crate::store) fn load(
        folder: &Path,
        entry: &PartEntry,
        table: &'static Table,
    ) -> Result<Self, StoreError> {
        let path = folder.join(&entry.file);
        let part = Part::open(&path)?;
        let damaged = |why: &str| StoreError::Damaged {
            path: path.clone(),
            why: why.to_owned(),
        };
        if part.rows() as u64 != entry.rows {
            return Err(damaged("it has another number of rows"));
        }
        let named = table.columns.first().map_or("", |c| c.id);
        if part.schema().column_with_name(named).is_none() {
            return Err(damaged("it has other columns"));
        }
        let read = |place: Option<usize>| place.map(|at| part.read_column(at)).transpose();
        let columns = table
            .columns
            .iter()
            .map(|column| read(part.place(column)?))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            table,
            rows: part.rows(),
            columns,
        })
    }

    /// Its rows.
    pub(in crate::store) fn rows(&self) -> usize {
        self.rows
    }

    /// The cells of a column; none if no row has one.
    pub(in crate::store) fn known(&self, column: usize) -> Option<&Array> {
        self.columns.get(column).and_then(Option::as_ref)
    }

    /// The cells of a column.
    pub(in crate::store) fn column(&self, column: usize) -> Array {
        match (self.known(column), self.table.columns.get(column)) {
            (Some(array), _) => Array::clone(array),
            (None, Some(column)) => nothing(column.kind, self.rows),
            (None, None) => nothing(crate::model::column::Kind::Text, self.rows),
        }
    }

    /// One cell.
    pub(in crate::store) fn value(&self, row: usize, column: usize) -> Value {
        match (self.known(column), self.table.columns.get(column)) {
            (Some(array), Some(column)) => value(array, column.kind, row),
            _ => Value::Null,
        }
    }
}

/// Ids of the columns of a list that no row fills. Of a list without rows nothing is said.
pub(in crate::store) fn empty_columns(table: &Table, batch: &RecordBatch) -> Vec<&'static str> {
    let rows = batch.num_rows();
    let is_empty = |at: usize| {
        batch
            .columns()
            .get(at)
            .is_none_or(|c| c.null_count() == rows)
    };
    let columns = table.columns.iter().enumerate();
    columns
        .filter(|(at, _)| rows > 0 && is_empty(*at))
        .map(|(_, column)| column.id)
        .collect()
}
