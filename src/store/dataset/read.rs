//! Reading rows: a screenful of a ranking, or one link in full.

use std::ops::Range;

use crate::columnar::Cells;
use crate::model::column::{Column, Value};
use crate::model::rows::{List, Row, RowId};

use super::{Dataset, LinkPart, Ranking};
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
        match list {
            List::Items | List::Domains => self.held_rows(list, ids, columns),
            List::Links { .. } => self.link_rows(ids, columns, table),
        }
    }

    fn held_rows(
        &self,
        list: &List,
        ids: &[u64],
        columns: &[usize],
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.len_of(list);
        ids.iter()
            .map(|id| {
                let held = self.held(list).filter(|_| *id < rows);
                let held = held.ok_or(StoreError::NoSuchRow { row: *id, rows })?;
                let cells = columns.iter().map(|c| held.value(*id as usize, *c));
                Ok(Row {
                    id: RowId(*id),
                    cells: cells.collect(),
                })
            })
            .collect()
    }

    /// Groups the rows by part and reads each part's once, in file order.
    fn link_rows(
        &self,
        ids: &[u64],
        columns: &[usize],
        table: &[Column],
    ) -> Result<Vec<Row>, StoreError> {
        let mut wanted: Vec<(u64, usize)> = ids.iter().copied().zip(0..).collect();
        wanted.sort_unstable();
        let mut rows: Vec<Row> = ids
            .iter()
            .map(|id| Row {
                id: RowId(*id),
                cells: Vec::new(),
            })
            .collect();
        let mut rest = wanted.as_slice();
        while let Some((id, _)) = rest.first() {
            let (part, _) = self.locate(*id)?;
            let end = part.first() + part.entry.rows;
            let (here, later) = rest.split_at(rest.partition_point(|(id, _)| *id < end));
            read_part(part, here, columns, table, &mut rows)?;
            rest = later;
        }
        Ok(rows)
    }
}

fn read_part(
    part: &LinkPart,
    wanted: &[(u64, usize)],
    columns: &[usize],
    table: &[Column],
    rows: &mut [Row],
) -> Result<(), StoreError> {
    let mut offsets: Vec<usize> = wanted
        .iter()
        .map(|(id, _)| (id - part.first()) as usize)
        .collect();
    offsets.dedup();
    let places: Vec<Option<usize>> = columns.iter().map(|c| part.place(*c)).collect();
    let mut in_file: Vec<usize> = places.iter().copied().flatten().collect();
    in_file.sort_unstable();
    in_file.dedup();
    if in_file.is_empty() {
        for (_, place) in wanted {
            rows[*place].cells = vec![Value::Null; columns.len()];
        }
        return Ok(());
    }
    let batch = part.part.rows_at(&offsets, &in_file)?;
    let cells: Vec<Option<Cells<'_>>> = columns
        .iter()
        .zip(&places)
        .map(|(column, place)| {
            let at = in_file.binary_search(&(*place)?).ok()?;
            Cells::of(batch.column(at), table[*column].kind)
        })
        .collect();
    for (id, place) in wanted {
        let offset = (id - part.first()) as usize;
        let at = offsets.partition_point(|o| *o < offset);
        rows[*place].cells = cells
            .iter()
            .map(|c| c.as_ref().map_or(Value::Null, |c| c.value(at)))
            .collect();
    }
    Ok(())
}
