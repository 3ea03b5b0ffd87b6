//! Reading rows: a screenful of a ranking, or one link in full.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::columnar::Cells;
use crate::model::column::{Column, Value};
use crate::model::rows::{List, Row, RowId};

use super::{Dataset, ListPart, Ranking, spread};
use crate::store::StoreError;

impl Dataset {
    /// The rows at some positions of a ranking, cells in the order of `columns`. A range that
    /// reaches beyond the end gives what there is. Only the columns asked for are read.
    pub fn read(
        &self,
        ranking: &Ranking,
        range: Range<u64>,
        columns: &[usize],
    ) -> Result<Vec<Row>, StoreError> {
        let ids: Vec<u64> = range
            .map_while(|position| ranking.row(position).map(|id| id.0))
            .collect();
        self.rows(ranking.list(), &ids, columns)
    }

    /// Every column of one row of a list, in the order of the list's table.
    pub fn row(&self, list: &List, row: RowId) -> Result<Vec<Value>, StoreError> {
        let columns: Vec<usize> = (0..list.table().columns.len()).collect();
        let rows = self.rows(list, &[row.0], &columns)?;
        let first = rows.into_iter().next().map(|row| row.cells);
        first.ok_or(StoreError::NoSuchRow {
            row: row.0,
            rows: self.len_of(list),
        })
    }

    /// Every column of one link, in the order of [`LINKS`].
    ///
    /// [`LINKS`]: crate::model::link::LINKS
    pub fn link(&self, row: RowId) -> Result<Vec<Value>, StoreError> {
        self.row(&List::Links { domain: None }, row)
    }

    /// The name of a referring domain.
    pub fn domain_name(&self, domain: RowId) -> Result<String, StoreError> {
        let rows = self.rows(&List::Domains, &[domain.0], &[0])?;
        Ok(rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| cell.plain().into_owned())
            .collect())
    }

    /// Rows by their ids, in the order given.
    pub(super) fn rows(
        &self,
        list: &List,
        ids: &[u64],
        columns: &[usize],
    ) -> Result<Vec<Row>, StoreError> {
        let table = list.table().columns;
        if let Some(unknown) = columns.iter().find(|c| **c >= table.len()) {
            return Err(StoreError::NoSuchColumn(*unknown));
        }
        let mut wanted: Vec<(u64, usize)> = ids.iter().copied().zip(0..).collect();
        wanted.sort_unstable();
        let mut rows: Vec<Row> = ids
            .iter()
            .map(|id| Row {
                id: RowId(*id),
                cells: vec![Value::Null; columns.len()],
            })
            .collect();
        let pieces = self.pieces(list, &wanted, columns)?;
        let never = AtomicBool::new(false);
        let read = |at: usize| pieces[at].read(table);
        let cells = match pieces.len() * wanted.len() < WORTH_A_THREAD {
            true => (0..pieces.len()).map(read).collect::<Result<_, _>>()?,
            false => spread::over(pieces.len(), &never, &read)?,
        };
        for (piece, cells) in pieces.iter().zip(cells) {
            for ((_, row), cell) in piece.wanted.iter().zip(cells) {
                rows[*row].cells[piece.cell] = cell;
            }
        }
        Ok(rows)
    }

    /// The cells that are to be read: by part and column, where anything is known.
    fn pieces<'a>(
        &'a self,
        list: &List,
        wanted: &'a [(u64, usize)],
        columns: &[usize],
    ) -> Result<Vec<Piece<'a>>, StoreError> {
        let mut pieces = Vec::new();
        let mut rest = wanted;
        for part in self.parts(list) {
            let (here, later) = rest.split_at(rest.partition_point(|(id, _)| *id < part.end()));
            rest = later;
            if here.is_empty() {
                continue;
            }
            let mut rows: Vec<usize> = here
                .iter()
                .map(|(id, _)| (id - part.first) as usize)
                .collect();
            rows.dedup();
            let rows: Arc<[usize]> = rows.into();
            for (cell, column) in columns.iter().enumerate() {
                if let Some(place) = part.place(*column) {
                    pieces.push(Piece {
                        part,
                        wanted: here,
                        rows: Arc::clone(&rows),
                        column: *column,
                        place,
                        cell,
                    });
                }
            }
        }
        match rest.first() {
            Some((row, _)) => Err(StoreError::NoSuchRow {
                row: *row,
                rows: self.len_of(list),
            }),
            None => Ok(pieces),
        }
    }
}

/// Cells read below which another thread costs more than it brings.
const WORTH_A_THREAD: usize = 64;

/// Some cells of one column of one part.
struct Piece<'a> {
    part: &'a ListPart,
    /// The ids, ascending, and which of the rows asked for they are.
    wanted: &'a [(u64, usize)],
    /// The same as rows of the part, each once.
    rows: Arc<[usize]>,
    column: usize,
    place: usize,
    /// Which of the columns asked for it is.
    cell: usize,
}

impl Piece<'_> {
    fn read(&self, table: &[Column]) -> Result<Vec<Value>, StoreError> {
        let array = self.part.part.rows_at(&self.rows, self.place)?;
        let kind = table[self.column].kind;
        let cells = Cells::of(&array, kind).ok_or(StoreError::NoSuchColumn(self.column))?;
        let mut at = 0;
        let value = |(id, _): &(u64, usize)| {
            let row = (id - self.part.first) as usize;
            while self.rows.get(at).is_some_and(|r| *r < row) {
                at += 1;
            }
            cells.value(at)
        };
        Ok(self.wanted.iter().map(value).collect())
    }
}
