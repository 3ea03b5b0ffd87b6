//! A list read whole: for filling figures into the table of domains, which goes through all of it.

use arrow_array::{Array as _, RecordBatch};

use super::{Dataset, ListPart};
use crate::columnar::{Array, nothing, value};
use crate::model::column::{Table, Value};
use crate::model::rows::List;
use crate::store::StoreError;

/// The rows of a list, column by column.
#[derive(Debug)]
pub(in crate::store) struct Held {
    table: &'static Table,
    rows: usize,
    /// None where no row has a cell, so that it takes no memory.
    columns: Vec<Option<Array>>,
}

impl Dataset {
    /// Reads a list of domains or items whole; none where there is no such list, and for links.
    pub(in crate::store) fn held(&self, list: &List) -> Result<Option<Held>, StoreError> {
        let part = match list {
            List::Links { .. } => None,
            List::Domains | List::Sheet(_) => self.parts(list).first(),
        };
        part.map(|part| Held::load(part, list.table())).transpose()
    }
}

impl Held {
    fn load(part: &ListPart, table: &'static Table) -> Result<Self, StoreError> {
        let read = |place: Option<usize>| place.map(|at| part.part.read_column(at)).transpose();
        let columns = (0..table.columns.len()).map(|column| read(part.place(column)));
        Ok(Self {
            table,
            rows: part.part.rows(),
            columns: columns.collect::<Result<_, _>>()?,
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
