//! What rows are sorted by: for each row a code that orders as its cell does, in the direction wanted.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::rank::{Ids, stop_if};
use super::scan::{Rows, Wanted};
use super::{Awaited, Dataset, ListPart};
use crate::columnar::{Code, Codes, Numbers, for_codes, wide_codes};
use crate::model::column::Kind;
use crate::model::rows::{List, SortKey};
use crate::store::StoreError;

/// Below one row in so many, cells are picked from their pages instead of reading whole columns.
pub(super) const SPARSE: u64 = 64;

impl Dataset {
    /// For each of the rows, which ascend, a code; unknown cells have the largest, in both directions.
    pub(super) fn codes(
        &self,
        list: &List,
        ids: &Ids,
        key: &SortKey,
        awaited: Awaited<'_>,
    ) -> Result<Codes, StoreError> {
        let cancel = awaited.cancel();
        let column = list.table().columns.get(key.column);
        let column = column.ok_or(StoreError::NoSuchColumn(key.column))?;
        if column.kind == Kind::Text {
            return self.text_codes(list, ids, key, awaited);
        }
        let parts = self.parts(list);
        match ids {
            Ids::These(ids) if (ids.len() as u64) * SPARSE < self.len_of(list) => {
                self.picked_codes(list, ids, key, column.kind, cancel)
            }
            Ids::These(ids) => {
                let numbers = self.numbers(parts, key.column, column.kind, cancel)?;
                Ok(Scale::of(&numbers, key.descending).taken(parts, &numbers, ids))
            }
            Ids::All(_) => {
                let numbers = self.numbers(parts, key.column, column.kind, cancel)?;
                Ok(Scale::of(&numbers, key.descending).all(&numbers))
            }
        }
    }

    fn picked_codes(
        &self,
        list: &List,
        ids: &[u32],
        key: &SortKey,
        kind: Kind,
        cancel: &AtomicBool,
    ) -> Result<Codes, StoreError> {
        let wanted = Wanted {
            columns: &[key.column],
            domains: false,
        };
        let mut codes = Vec::with_capacity(ids.len());
        self.scan(list, &Rows::These(ids), wanted, cancel, &mut |batch| {
            let begun = codes.len();
            let known = batch.columns[0]
                .as_ref()
                .map(|array| wide_codes(array, kind, &mut codes));
            match known {
                Some(None) => return Err(StoreError::NoSuchColumn(key.column)),
                Some(Some(())) => {}
                None => codes.resize(begun + batch.len(), u64::MAX),
            }
            Ok(true)
        })?;
        if key.descending {
            let known = codes.iter_mut().filter(|code| **code != u64::MAX);
            known.for_each(|code| *code = u64::MAX - 1 - *code);
        }
        Ok(Codes::U64(codes))
    }
}

/// How the codes of several parts, each above a base of its own, become codes of one scale.
struct Scale {
    base: i64,
    span: u64,
    descending: bool,
}

impl Scale {
    fn of(numbers: &[Arc<Numbers>], descending: bool) -> Self {
        // A part in which nothing is known says nothing of the scale.
        let known = || numbers.iter().filter(|n| !n.is_nothing());
        let base = known().map(|n| n.base()).min().unwrap_or(0);
        let top = |n: &Arc<Numbers>| n.base().abs_diff(base).saturating_add(n.span());
        let span = known().map(top).max().unwrap_or(0).min(u64::MAX - 1);
        Self {
            base,
            span,
            descending,
        }
    }

    fn all(&self, numbers: &[Arc<Numbers>]) -> Codes {
        fn all<T: Code>(scale: &Scale, numbers: &[Arc<Numbers>]) -> Vec<T> {
            let rows = numbers.iter().map(|n| n.codes().len()).sum();
            let mut out = Vec::with_capacity(rows);
            for part in numbers {
                let convert = scale.convert::<T>(part);
                for_codes!(part.codes(), codes => out.extend(codes.iter().map(|c| convert.code(*c))));
            }
            out
        }
        self.sized(
            || all(self, numbers),
            || all(self, numbers),
            || all(self, numbers),
            || all(self, numbers),
        )
    }

    fn taken(&self, parts: &[ListPart], numbers: &[Arc<Numbers>], ids: &[u32]) -> Codes {
        fn taken<T: Code>(
            scale: &Scale,
            parts: &[ListPart],
            numbers: &[Arc<Numbers>],
            mut ids: &[u32],
        ) -> Vec<T> {
            let mut out = Vec::with_capacity(ids.len());
            for (part, numbers) in parts.iter().zip(numbers) {
                let convert = scale.convert::<T>(numbers);
                let (here, later) =
                    ids.split_at(ids.partition_point(|id| u64::from(*id) < part.end()));
                for_codes!(numbers.codes(), codes => out.extend(here.iter().map(|id| {
                    convert.code(codes[(u64::from(*id) - part.first) as usize])
                })));
                ids = later;
            }
            out
        }
        let of = (parts, numbers, ids);
        self.sized(
            || taken(self, of.0, of.1, of.2),
            || taken(self, of.0, of.1, of.2),
            || taken(self, of.0, of.1, of.2),
            || taken(self, of.0, of.1, of.2),
        )
    }

    /// The narrowest codes that hold the scale.
    fn sized(
        &self,
        narrow: impl FnOnce() -> Vec<u8>,
        short: impl FnOnce() -> Vec<u16>,
        middle: impl FnOnce() -> Vec<u32>,
        wide: impl FnOnce() -> Vec<u64>,
    ) -> Codes {
        match self.span {
            0..0xff => Codes::U8(narrow()),
            0xff..0xffff => Codes::U16(short()),
            0xffff..0xffff_ffff => Codes::U32(middle()),
            _ => Codes::U64(wide()),
        }
    }

    fn convert<T: Code>(&self, numbers: &Numbers) -> Convert<T> {
        Convert {
            above: numbers.base().abs_diff(self.base),
            span: self.span,
            descending: self.descending,
            unknown: T::UNKNOWN,
        }
    }
}

/// Codes of one part into codes of the scale.
struct Convert<T> {
    above: u64,
    span: u64,
    descending: bool,
    unknown: T,
}

impl<T: Code> Convert<T> {
    fn code<C: Code>(&self, code: C) -> T {
        if code == C::UNKNOWN {
            return self.unknown;
        }
        let code: u64 = code.into();
        let up = code.saturating_add(self.above).min(self.span);
        let code = if self.descending { self.span - up } else { up };
        T::try_from(code).unwrap_or(self.unknown)
    }
}

/// Sorts the places of rows by all keys, the first one leading.
pub(super) fn sort(rows: u32, keys: &[Codes], cancel: &AtomicBool) -> Result<Vec<u32>, StoreError> {
    let mut places: Vec<u32> = (0..rows).collect();
    for codes in keys.iter().rev() {
        stop_if(cancel)?;
        for_codes!(codes, codes => super::radix::sort(&mut places, codes));
    }
    stop_if(cancel)?;
    Ok(places)
}
