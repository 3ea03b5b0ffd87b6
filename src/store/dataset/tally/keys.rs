//! Keys of values: equal where the values are.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use arrow_array::Array as _;
use hashbrown::DefaultHashBuilder;

use crate::columnar::{Array, Cells};
use crate::model::column::Kind;

/// The key of what is not known. Texts never have it, their keys have this bit.
pub(in crate::store::dataset) const UNKNOWN: u128 = 0;
const KNOWN: u128 = 1;

/// Makes the keys of one count. Texts are hashed to 127 bits by two functions with secrets drawn anew each time, so
/// that nobody can write two texts that count as one.
#[derive(Debug)]
pub(in crate::store::dataset) struct Hasher {
    one: RandomState,
    other: DefaultHashBuilder,
}

impl Hasher {
    pub(in crate::store::dataset) fn new() -> Self {
        Self {
            one: RandomState::new(),
            other: DefaultHashBuilder::default(),
        }
    }

    fn text(&self, text: &str) -> u128 {
        let (one, other) = (self.one.hash_one(text), self.other.hash_one(text));
        (u128::from(one) << 64 | u128::from(other)) | KNOWN
    }

    /// A key for each cell of a column; none if it holds something else. A column without cells is unknown.
    pub(in crate::store::dataset) fn keys(
        &self,
        cells: Option<&Array>,
        kind: Kind,
        rows: usize,
    ) -> Option<Vec<u128>> {
        let Some(array) = cells else {
            return Some(vec![UNKNOWN; rows]);
        };
        let number = |n: u64| u128::from(n) << 64 | KNOWN;
        Some(match Cells::of(array, kind)? {
            Cells::Text(a) if a.null_count() == 0 => {
                (0..a.len()).map(|at| self.text(a.value(at))).collect()
            }
            Cells::Text(a) => keys(a.iter(), |text| self.text(text)),
            Cells::Int(a) => keys(a.iter(), |n| number(n.cast_unsigned())),
            Cells::Share(a) => keys(a.iter(), |share| number(share.to_bits())),
            Cells::Date(a) => keys(a.iter(), |day| number(i64::from(day).cast_unsigned())),
            Cells::Flag(a) => keys(a.iter(), |set| number(u64::from(set))),
            Cells::Time(a) => keys(a.iter(), |at| number(at.cast_unsigned())),
            // Counted by their elements, each of which has a key.
            Cells::Texts(_) | Cells::Counts(_) | Cells::Path(_) => return None,
        })
    }
}

fn keys<T>(cells: impl Iterator<Item = Option<T>>, key: impl Fn(T) -> u128) -> Vec<u128> {
    cells.map(|cell| cell.map_or(UNKNOWN, &key)).collect()
}
