//! The first rows by text, without ordering or holding the rest.

use std::cmp::Ordering;
use std::sync::{Mutex, PoisonError};

use arrow_array::Array as _;

use super::rank::Ids;
use super::scan::{Rows, Wanted};
use super::{Awaited, Dataset, spread};
use crate::model::rows::{List, SortKey};
use crate::store::StoreError;

/// Rows of a piece of work.
const PIECE: u64 = 1 << 18;

/// Bytes of text that are held of a piece, and of all pieces: where a page takes more, there is none.
const ROOM: usize = 16 << 20;

impl Dataset {
    /// The first rows by text, in their order; none where their texts are too long to be held. Nothing is held of the
    /// others.
    pub(super) fn first_texts(
        &self,
        list: &List,
        ids: &Ids,
        key: &SortKey,
        count: usize,
        awaited: Awaited<'_>,
    ) -> Result<Option<Vec<u32>>, StoreError> {
        let all = Mutex::new(Firsts::new(count, key.descending, ROOM));
        let pieces = ids.len().div_ceil(PIECE) as usize;
        awaited.pass();
        spread::over(pieces, awaited.cancel(), &|piece| {
            let from = piece as u64 * PIECE;
            let to = (from + PIECE).min(ids.len());
            let rows = match ids {
                Ids::All(_) => Rows::Range(from..to),
                Ids::These(ids) => Rows::These(&ids[from as usize..to as usize]),
            };
            let mut firsts = Firsts::new(count, key.descending, ROOM);
            let wanted = Wanted {
                columns: &[key.column],
                domains: false,
            };
            self.scan(list, &rows, wanted, awaited, &mut |batch| {
                for at in 0..batch.len() {
                    let texts = batch.texts(0).filter(|texts| texts.is_valid(at));
                    firsts.add(texts.map(|texts| texts.value(at)), batch.row(at) as u32);
                }
                Ok(!firsts.is_too_much)
            })?;
            all.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .join(firsts);
            Ok(())
        })?;
        Ok(all
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .rows())
    }
}

/// The first rows by text of those that were added in order of arrival.
struct Firsts {
    count: usize,
    descending: Direction,
    known: Vec<(String, u32)>,
    /// Bytes of them, and how many there may be.
    bytes: usize,
    room: usize,
    /// There were more even in the first so many: nothing is held any more.
    is_too_much: bool,
    /// No text added from now on comes before the first so many unless it comes before this one.
    is_full: bool,
    unknown: Vec<u32>,
}

/// Which texts come first.
#[derive(Clone, Copy)]
struct Direction(bool);

impl Direction {
    fn compare(self, a: &(String, u32), b: &(String, u32)) -> Ordering {
        let texts = match self.0 {
            true => b.0.cmp(&a.0),
            false => a.0.cmp(&b.0),
        };
        texts.then(a.1.cmp(&b.1))
    }
}

impl Firsts {
    fn new(count: usize, descending: bool, room: usize) -> Self {
        Self {
            count,
            descending: Direction(descending),
            known: Vec::new(),
            bytes: 0,
            room,
            is_too_much: false,
            is_full: false,
            unknown: Vec::new(),
        }
    }

    fn add(&mut self, text: Option<&str>, row: u32) {
        if self.is_too_much {
            return;
        }
        let Some(text) = text else {
            if self.unknown.len() < self.count {
                self.unknown.push(row);
            }
            return;
        };
        // After a cut the last of those kept stands at the end of the first so many.
        let limit = self.known.get(self.count - 1).filter(|_| self.is_full);
        if let Some((last, _)) = limit {
            let is_before = if self.descending.0 {
                text > last.as_str()
            } else {
                text < last.as_str()
            };
            if !is_before {
                return;
            }
        }
        self.bytes += text.len();
        self.known.push((text.to_owned(), row));
        if self.known.len() >= 4 * self.count || self.bytes > self.room {
            self.cut();
        }
    }

    /// Lets go of all behind the first so many.
    fn cut(&mut self) {
        let direction = self.descending;
        self.known.sort_unstable_by(|a, b| direction.compare(a, b));
        self.known.truncate(self.count);
        self.is_full = self.known.len() == self.count;
        self.bytes = self.known.iter().map(|(text, _)| text.len()).sum();
        if self.bytes > self.room {
            self.is_too_much = true;
            self.known = Vec::new();
        }
    }

    /// The first so many of both.
    fn join(&mut self, other: Self) {
        self.is_too_much |= other.is_too_much;
        if self.is_too_much {
            self.known = Vec::new();
            return;
        }
        self.known.extend(other.known);
        self.cut();
        self.unknown.extend(other.unknown);
        self.unknown.sort_unstable();
        self.unknown.truncate(self.count);
    }

    /// The rows in their order.
    fn rows(mut self) -> Option<Vec<u32>> {
        self.cut();
        let known = self.known.into_iter().map(|(_, row)| row);
        let rows = known.chain(self.unknown).take(self.count);
        (!self.is_too_much).then(|| rows.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_text_is_held_than_there_is_room_for() {
        let long = |n: u32| format!("{:03}{}", n % 50, "x".repeat(97));
        for descending in [false, true] {
            let mut all = Firsts::new(4, descending, 1_000);
            for piece in 0..10 {
                let mut firsts = Firsts::new(4, descending, 1_000);
                for row in piece * 100..(piece + 1) * 100 {
                    firsts.add((row % 7 > 0).then(|| long(row)).as_deref(), row);
                    assert!(firsts.bytes <= 1_000);
                }
                all.join(firsts);
            }
            let mut rows: Vec<(String, u32)> = (0..1_000)
                .filter(|row| row % 7 > 0)
                .map(|row| (long(row), row))
                .collect();
            rows.sort_by(|a, b| Direction(descending).compare(a, b));
            let expected: Vec<u32> = rows.iter().take(4).map(|(_, row)| *row).collect();
            assert_eq!(all.rows(), Some(expected));
        }
        let mut firsts = Firsts::new(4, false, 1_000);
        (0..4).for_each(|row| firsts.add(Some(&"x".repeat(300)), row));
        assert!(firsts.is_too_much && firsts.known.is_empty());
        let mut all = Firsts::new(4, false, 1_000);
        all.join(firsts);
        assert_eq!(all.rows(), None);
    }
}
