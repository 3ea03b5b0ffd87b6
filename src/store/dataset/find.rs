//! Finding text: the next row of a ranking whose text holds some words, without regard to case.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError};

use crate::columnar::Cells;
use crate::model::column::{Kind, Value};
use crate::model::rows::{Direction, List};

use super::rank::stop_if;
use super::{Dataset, Held, Ranking};
use crate::store::StoreError;

/// Positions looked at one by one before the whole list is scanned: most searches end nearby.
const NEAR: u64 = 1_024;

/// Which rows of a whole list hold a text; kept for the next `n`.
#[derive(Debug)]
pub(super) struct Hits {
    list: List,
    columns: Vec<usize>,
    needle: String,
    rows: Arc<Vec<bool>>,
}

impl Dataset {
    /// The position of the next hit in any text column, from the row behind `from` on; after the last
    /// row it goes on with the first, so that `from` itself is looked at last.
    pub fn find(
        &self,
        ranking: &Ranking,
        needle: &str,
        from: u64,
        direction: Direction,
        cancel: &AtomicBool,
    ) -> Result<Option<u64>, StoreError> {
        let columns: Vec<usize> = (0..ranking.list().table().columns.len()).collect();
        self.find_in(ranking, &columns, needle, from, direction, cancel)
    }

    /// The same in some columns only; those that are no text are passed over.
    pub fn find_in(
        &self,
        ranking: &Ranking,
        columns: &[usize],
        needle: &str,
        from: u64,
        direction: Direction,
        cancel: &AtomicBool,
    ) -> Result<Option<u64>, StoreError> {
        let table = ranking.list().table().columns;
        let is_text = |c: &usize| table.get(*c).is_some_and(|c| c.kind == Kind::Text);
        let mut columns: Vec<usize> = columns.iter().copied().filter(is_text).collect();
        columns.sort_unstable();
        columns.dedup();
        let (len, needle) = (ranking.len(), Needle::new(needle));
        if len == 0 || needle.is_empty() || columns.is_empty() {
            return Ok(None);
        }
        let position = |step: u64| match direction {
            Direction::Forward => (from % len + step) % len,
            Direction::Backward => (from % len + len - step) % len,
        };
        let near = len.min(NEAR);
        let ids: Vec<u64> = (1..=near)
            .filter_map(|step| ranking.row(position(step)).map(|id| id.0))
            .collect();
        for (chunk, at) in ids.chunks(128).zip((1..).step_by(128)) {
            stop_if(cancel)?;
            let rows = self.rows(ranking.list(), chunk, &columns)?;
            if let Some(hit) = rows.iter().position(|r| needle.is_in_any(&r.cells)) {
                return Ok(Some(position(at + hit as u64)));
            }
        }
        if near == len {
            return Ok(None);
        }
        let hits = self.hits(ranking.list(), &columns, &needle, cancel)?;
        let is_hit = |step: &u64| {
            let row = ranking.row(position(*step)).map(|id| id.0 as usize);
            row.is_some_and(|row| hits.get(row).copied().unwrap_or(false))
        };
        Ok((near + 1..=len).find(is_hit).map(position))
    }

    /// The hits of a whole list, from the last search if it was the same.
    fn hits(
        &self,
        list: &List,
        columns: &[usize],
        needle: &Needle,
        cancel: &AtomicBool,
    ) -> Result<Arc<Vec<bool>>, StoreError> {
        // The links of one domain are looked for among all, once for every domain.
        let whole = match list {
            List::Links { .. } => List::Links { domain: None },
            other => other.clone(),
        };
        let len = self.len_of(&whole) as usize;
        let lock = || self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = lock().as_ref()
            && kept.list == whole
            && kept.columns == columns
            && kept.needle == needle.lower
            && kept.rows.len() == len
        {
            return Ok(Arc::clone(&kept.rows));
        }
        let rows = Arc::new(match &whole {
            List::Links { .. } => self.scan_links(columns, needle, cancel)?,
            held => self.scan_held(held, columns, needle),
        });
        *lock() = Some(Hits {
            list: whole,
            columns: columns.to_vec(),
            needle: needle.lower.clone(),
            rows: Arc::clone(&rows),
        });
        Ok(rows)
    }

    fn scan_held(&self, list: &List, columns: &[usize], needle: &Needle) -> Vec<bool> {
        let mut hits = vec![false; self.len_of(list) as usize];
        let known = |held| columns.iter().filter_map(move |c| Held::known(held, *c));
        for column in self.held(list).into_iter().flat_map(known) {
            needle.mark(column, &mut hits);
        }
        hits
    }

    fn scan_links(
        &self,
        columns: &[usize],
        needle: &Needle,
        cancel: &AtomicBool,
    ) -> Result<Vec<bool>, StoreError> {
        let mut hits = vec![false; self.links() as usize];
        let mut from = 0;
        for part in &self.parts {
            let columns: Vec<usize> = columns.iter().filter_map(|c| part.place(*c)).collect();
            if columns.is_empty() {
                from += part.part.rows();
                continue;
            }
            part.part.scan(&columns, &mut |batch| {
                let to = from + batch.num_rows();
                for column in batch.columns() {
                    needle.mark(column, &mut hits[from..to]);
                }
                from = to;
                Ok(stop_if(cancel).is_ok())
            })?;
            stop_if(cancel)?;
        }
        Ok(hits)
    }
}

/// A text to find, in lower case.
struct Needle {
    lower: String,
    /// First byte in both cases, when all of it is ASCII: then the haystack need not be rewritten.
    ascii: Option<[u8; 2]>,
}

impl Needle {
    fn new(text: &str) -> Self {
        let lower = text.to_lowercase();
        let first = lower.bytes().next().filter(|_| lower.is_ascii());
        Self {
            ascii: first.map(|b| [b, b.to_ascii_uppercase()]),
            lower,
        }
    }

    fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    fn is_in(&self, text: &str) -> bool {
        let Some([low, high]) = self.ascii else {
            return text.to_lowercase().contains(&self.lower);
        };
        let (bytes, needle) = (text.as_bytes(), self.lower.as_bytes());
        let Some(last) = bytes.len().checked_sub(needle.len()) else {
            return false;
        };
        bytes[..=last].iter().enumerate().any(|(at, b)| {
            (*b == low || *b == high) && bytes[at..at + needle.len()].eq_ignore_ascii_case(needle)
        })
    }

    fn is_in_any(&self, cells: &[Value]) -> bool {
        cells
            .iter()
            .any(|cell| matches!(cell, Value::Text(text) if self.is_in(text)))
    }

    /// Marks the rows of a column that hold it.
    fn mark(&self, column: &crate::columnar::Array, hits: &mut [bool]) {
        if let Some(Cells::Text(cells)) = Cells::of(column, Kind::Text) {
            for (hit, cell) in hits.iter_mut().zip(cells.iter()) {
                *hit = *hit || cell.is_some_and(|text| self.is_in(text));
            }
        }
    }
}
