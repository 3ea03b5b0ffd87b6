//! Whole columns of numbers in memory: those that lists were last sorted and filtered by.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Dataset, ListPart, spread};
use crate::columnar::Numbers;
use crate::model::column::Kind;
use crate::store::StoreError;

/// Bytes of columns that are kept: at 5 million links some ten of them.
const MOST_BYTES: usize = 96 << 20;

/// Columns by part and place in it.
#[derive(Debug, Default)]
pub(super) struct Kept {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    columns: HashMap<(u64, usize), (Arc<Numbers>, u64)>,
    bytes: usize,
    uses: u64,
}

impl Kept {
    fn get(&self, key: (u64, usize)) -> Option<Arc<Numbers>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.uses += 1;
        let now = inner.uses;
        let (numbers, used) = inner.columns.get_mut(&key)?;
        *used = now;
        Some(Arc::clone(numbers))
    }

    /// Keeps a column, and lets go of those that were not used for longest.
    fn put(&self, key: (u64, usize), numbers: &Arc<Numbers>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.uses += 1;
        let now = inner.uses;
        let bytes = numbers.codes().bytes();
        if let Some((old, _)) = inner.columns.insert(key, (Arc::clone(numbers), now)) {
            inner.bytes -= old.codes().bytes();
        }
        inner.bytes += bytes;
        while inner.bytes > MOST_BYTES && inner.columns.len() > 1 {
            let oldest = inner.columns.iter().min_by_key(|(_, (_, used))| *used);
            let Some(oldest) = oldest.map(|(key, _)| *key) else {
                break;
            };
            if let Some((old, _)) = inner.columns.remove(&oldest) {
                inner.bytes -= old.codes().bytes();
            }
        }
    }

    /// Lets go of the columns of parts that are no longer open.
    pub(super) fn retain(&self, is_open: impl Fn(u64) -> bool) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.columns.retain(|(part, _), _| is_open(*part));
        inner.bytes = inner.columns.values().map(|(n, _)| n.codes().bytes()).sum();
    }
}

impl Dataset {
    /// A column of numbers of one part, kept for the next time.
    pub(super) fn numbers_of(
        &self,
        part: &ListPart,
        column: usize,
        kind: Kind,
    ) -> Result<Arc<Numbers>, StoreError> {
        let Some(place) = part.place(column) else {
            return Ok(Arc::new(Numbers::nothing(kind, part.part.rows())));
        };
        let key = (part.part.id(), place);
        if let Some(numbers) = self.kept.get(key) {
            return Ok(numbers);
        }
        let numbers = Arc::new(Numbers::read(&part.part, place, kind)?);
        self.kept.put(key, &numbers);
        Ok(numbers)
    }

    /// A column of numbers of some parts, read by two threads.
    pub(super) fn numbers(
        &self,
        parts: &[ListPart],
        column: usize,
        kind: Kind,
        cancel: &std::sync::atomic::AtomicBool,
    ) -> Result<Vec<Arc<Numbers>>, StoreError> {
        spread::over(parts.len(), cancel, &|at| {
            self.numbers_of(&parts[at], column, kind)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_goes() {
        let kept = Kept::default();
        let third = Arc::new(Numbers::nothing(Kind::Int, MOST_BYTES * 2 / 5));
        kept.put((1, 0), &third);
        kept.put((2, 0), &third);
        assert!(kept.get((1, 0)).is_some());
        kept.put((3, 0), &third);
        assert!(kept.get((2, 0)).is_none());
        assert!(kept.get((1, 0)).is_some() && kept.get((3, 0)).is_some());
        kept.retain(|part| part == 3);
        assert!(kept.get((1, 0)).is_none() && kept.get((3, 0)).is_some());
        let huge = Arc::new(Numbers::nothing(Kind::Int, MOST_BYTES + 1));
        kept.put((4, 0), &huge);
        assert!(kept.get((4, 0)).is_some(), "the last used is always kept");
        assert!(kept.get((3, 0)).is_none());
    }
}
