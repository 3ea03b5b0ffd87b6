//! Ranking: the rows of a list in a wanted order, as a permutation of row ids.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::{ArrayRef, UInt32Array};
use arrow_select::take::take;

use crate::columnar::{Cells, nothing};
use crate::model::column::Kind;
use crate::model::rows::{List, RowId, SortKey};

use super::{Dataset, radix};
use crate::store::StoreError;

/// Below one row in so many, rows are picked from their pages instead of reading whole columns.
const SPARSE: usize = 64;

/// Row ids in the order of a list.
#[derive(Clone, Debug)]
pub struct Ranking {
    list: List,
    pub(super) ids: Ids,
}

/// Which rows, in which order.
#[derive(Clone, Debug)]
pub(super) enum Ids {
    /// The first so many, in order of arrival.
    All(u64),
    /// These. Shared: clones of a ranking are cheap.
    These(Arc<Vec<u32>>),
}

impl Ranking {
    /// What is listed.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// Rows in it.
    pub fn len(&self) -> u64 {
        match &self.ids {
            Ids::All(rows) => *rows,
            Ids::These(ids) => ids.len() as u64,
        }
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a position.
    pub fn row(&self, position: u64) -> Option<RowId> {
        match &self.ids {
            Ids::All(rows) => (position < *rows).then_some(RowId(position)),
            Ids::These(ids) => {
                let at = usize::try_from(position).ok()?;
                ids.get(at).map(|id| RowId(u64::from(*id)))
            }
        }
    }

    /// The position of a row, to put the cursor back where it was.
    pub fn position_of(&self, row: RowId) -> Option<u64> {
        match &self.ids {
            Ids::All(rows) => (row.0 < *rows).then_some(row.0),
            Ids::These(ids) => {
                let wanted = u32::try_from(row.0).ok()?;
                ids.iter().position(|id| *id == wanted).map(|p| p as u64)
            }
        }
    }
}

impl Dataset {
    /// Ranks a list by at most three rules. Unknown cells come last in both directions, ties keep
    /// the order of arrival. Text is read for the sort and let go of again.
    pub fn rank(
        &self,
        list: &List,
        order: &[SortKey],
        cancel: &AtomicBool,
    ) -> Result<Ranking, StoreError> {
        let ids = match list {
            whole @ (List::Items | List::Domains | List::Links { domain: None }) => {
                Ids::All(self.len_of(whole))
            }
            List::Links { domain: Some(row) } => {
                Ids::These(Arc::new(self.postings()?.of(row.0).to_vec()))
            }
        };
        let unsorted = Ranking {
            list: list.clone(),
            ids,
        };
        if order.is_empty() || unsorted.is_empty() {
            return Ok(unsorted);
        }
        let rows = u32::try_from(unsorted.len()).map_err(|_| StoreError::NoSuchRow {
            row: unsorted.len(),
            rows: u64::from(u32::MAX),
        })?;
        let mut places: Vec<u32> = (0..rows).collect();
        for key in order.iter().rev() {
            let codes = self.codes(&unsorted, key, cancel)?;
            radix::sort(&mut places, &codes);
        }
        stop_if(cancel)?;
        if let Ids::These(ids) = &unsorted.ids {
            for place in &mut places {
                *place = ids[*place as usize];
            }
        }
        Ok(Ranking {
            list: list.clone(),
            ids: Ids::These(Arc::new(places)),
        })
    }

    /// For each row of an unsorted ranking a number that orders as its cell does.
    fn codes(
        &self,
        ranking: &Ranking,
        key: &SortKey,
        cancel: &AtomicBool,
    ) -> Result<Vec<u64>, StoreError> {
        let column = ranking
            .list
            .table()
            .columns
            .get(key.column)
            .ok_or(StoreError::NoSuchColumn(key.column))?;
        let arrays = self.arrays(ranking, key.column, column.kind, cancel)?;
        if column.kind == Kind::Text {
            return text_codes(&arrays, key.descending, cancel);
        }
        let mut codes = Vec::with_capacity(ranking.len() as usize);
        for array in &arrays {
            stop_if(cancel)?;
            let cells =
                Cells::of(array, column.kind).ok_or(StoreError::NoSuchColumn(key.column))?;
            number_codes(&cells, key.descending, &mut codes);
        }
        Ok(codes)
    }

    /// The cells of a column for the rows of an unsorted ranking, in pieces.
    fn arrays(
        &self,
        ranking: &Ranking,
        column: usize,
        kind: Kind,
        cancel: &AtomicBool,
    ) -> Result<Vec<ArrayRef>, StoreError> {
        if !matches!(ranking.list, List::Links { .. }) {
            let held = self.held(&ranking.list);
            return Ok(held.iter().map(|h| h.column(column)).collect());
        }
        let mut arrays = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            stop_if(cancel)?;
            let place = part.place(column);
            let whole = || match (kind, place) {
                (_, None) => Ok(nothing(kind, part.part.rows())),
                (Kind::Text, Some(place)) => part.part.read_column(place),
                (_, Some(place)) => part.part.column(place),
            };
            let Ids::These(ids) = &ranking.ids else {
                arrays.push(whole()?);
                continue;
            };
            let from = ids.partition_point(|id| u64::from(*id) < part.first());
            let to = ids.partition_point(|id| u64::from(*id) < part.first() + part.entry.rows);
            let offsets = ids[from..to].iter().map(|id| id - part.first() as u32);
            if from == to {
                continue;
            }
            let Some(place) = place else {
                arrays.push(nothing(kind, to - from));
                continue;
            };
            if (to - from) * SPARSE < part.part.rows() {
                let rows: Vec<usize> = offsets.map(|o| o as usize).collect();
                let batch = part.part.rows_at(&rows, &[place])?;
                arrays.push(Arc::clone(batch.column(0)));
            } else {
                let places = UInt32Array::from_iter_values(offsets);
                let taken = take(&whole()?, &places, None);
                arrays.push(taken.map_err(|e| self.damaged(&part.entry, &e.to_string()))?);
            }
        }
        Ok(arrays)
    }
}

pub(super) fn stop_if(cancel: &AtomicBool) -> Result<(), StoreError> {
    if cancel.load(Ordering::Relaxed) {
        Err(StoreError::Cancelled)
    } else {
        Ok(())
    }
}

/// Behind every known cell, whatever the direction.
const UNKNOWN: u64 = u64::MAX;

fn number_codes(cells: &Cells<'_>, descending: bool, codes: &mut Vec<u64>) {
    let mut push = |code: Option<u64>| {
        codes.push(match code {
            None => UNKNOWN,
            Some(code) if descending => (UNKNOWN - 1).saturating_sub(code),
            Some(code) => code.min(UNKNOWN - 1),
        });
    };
    const SIGN: u64 = 1 << 63;
    match cells {
        Cells::Int(a) => a
            .iter()
            .for_each(|v| push(v.map(|v| v.cast_unsigned() ^ SIGN))),
        Cells::Date(a) => a
            .iter()
            .for_each(|v| push(v.map(|v| i64::from(v).cast_unsigned() ^ SIGN))),
        Cells::Flag(a) => a.iter().for_each(|v| push(v.map(u64::from))),
        Cells::Share(a) => a.iter().for_each(|v| push(v.map(share_code))),
        Cells::Text(a) => a.iter().for_each(|_| push(None)),
    }
}

/// Orders as `f64::total_cmp` does.
fn share_code(share: f64) -> u64 {
    let bits = share.to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

fn text_codes(
    arrays: &[ArrayRef],
    descending: bool,
    cancel: &AtomicBool,
) -> Result<Vec<u64>, StoreError> {
    let mut texts: Vec<(&str, u32)> = Vec::new();
    let mut rows = 0u32;
    for array in arrays {
        let Some(Cells::Text(cells)) = Cells::of(array, Kind::Text) else {
            rows += array.len() as u32;
            continue;
        };
        for cell in cells.iter() {
            if let Some(text) = cell {
                texts.push((text, rows));
            }
            rows += 1;
        }
    }
    stop_if(cancel)?;
    texts.sort_unstable_by(|a, b| a.0.cmp(b.0));
    stop_if(cancel)?;
    let mut codes = vec![UNKNOWN; rows as usize];
    let (mut code, mut last) = (0u64, None);
    for (text, row) in texts {
        if last != Some(text) {
            code += 1;
            last = Some(text);
        }
        codes[row as usize] = if descending { UNKNOWN - 1 - code } else { code };
    }
    Ok(codes)
}
