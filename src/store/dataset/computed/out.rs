//! The rows of a computed table on their way out: gathered, and handed on piece by piece.

use arrow_array::{Array as _, RecordBatch};

use super::Told;
use crate::columnar::{PartError, RowsBuilder, schema};
use crate::model::column::{Table, Value};
use crate::store::StoreError;

/// Rows of a piece.
const PIECE: usize = 64 * 1024;

/// Bytes of text of a piece.
const PIECE_TEXT: usize = 16 << 20;

/// Takes pieces of rows.
pub(super) type Take<'a> = &'a mut dyn FnMut(RecordBatch) -> Result<(), StoreError>;

/// Gathers rows.
pub(super) struct Out<'a> {
    table: &'static Table,
    /// The columns that the rows have.
    filled: Vec<usize>,
    rows: RowsBuilder,
    /// Those of them that no row filled so far.
    empty: Vec<usize>,
    any: bool,
    take: Take<'a>,
}

/// A batch that could not be built.
fn unbuilt(table: &Table) -> impl FnOnce(arrow_schema::ArrowError) -> StoreError {
    let of = PartError::of("count", std::path::Path::new(table.name));
    move |error| of(error).into()
}

impl<'a> Out<'a> {
    /// Rows of a table with these columns.
    pub(super) fn new(
        table: &'static Table,
        ids: &[&str],
        take: Take<'a>,
    ) -> Result<Self, StoreError> {
        let columns = 0..table.columns.len();
        let filled: Vec<usize> = columns
            .filter(|at| ids.contains(&table.columns[*at].id))
            .collect();
        let rows = RowsBuilder::with(schema(table, &[]), |at| filled.contains(&at));
        Ok(Self {
            table,
            rows: rows.map_err(unbuilt(table))?,
            empty: filled.clone(),
            filled,
            any: false,
            take,
        })
    }

    /// The position of a column.
    pub(super) fn place(&self, id: &str) -> usize {
        let columns = self.table.columns.iter();
        let place = columns.take_while(|column| column.id != id);
        place.count()
    }

    /// The builder of the row that comes next: every column of the table is to be given one cell.
    pub(super) fn rows(&mut self) -> &mut RowsBuilder {
        &mut self.rows
    }

    /// A row from its cells, by the ids of their columns.
    pub(super) fn add(&mut self, cells: &[(&str, Value)]) -> Result<(), StoreError> {
        for at in &self.filled {
            let id = self.table.columns[*at].id;
            let cell = cells.iter().find(|(name, _)| *name == id);
            self.rows
                .value(*at, cell.map_or(&Value::Null, |(_, value)| value));
        }
        self.end_row()
    }

    /// Every cell of a row is there.
    pub(super) fn end_row(&mut self) -> Result<(), StoreError> {
        let is_full = self.rows.len() >= PIECE || self.rows.text_bytes() >= PIECE_TEXT;
        if is_full { self.piece() } else { Ok(()) }
    }

    fn piece(&mut self) -> Result<(), StoreError> {
        let batch = self.rows.finish().map_err(unbuilt(self.table))?;
        let rows = batch.num_rows();
        self.any |= rows > 0;
        self.empty
            .retain(|at| batch.column(*at).null_count() == rows);
        let batch = batch.project(&self.filled).map_err(unbuilt(self.table))?;
        (self.take)(batch)
    }

    /// Hands out the last rows.
    pub(super) fn done(mut self, notes: Vec<String>) -> Result<Told, StoreError> {
        if !self.any || !self.rows.is_empty() {
            self.piece()?;
        }
        let columns = self.table.columns.iter().enumerate();
        let is_empty = |at: &usize| !self.filled.contains(at) || self.empty.contains(at);
        let absent = columns
            .filter(|(at, _)| self.any && is_empty(at))
            .map(|(_, column)| column.id);
        Ok(Told {
            absent: absent.collect(),
            notes,
        })
    }
}
