//! A whole column of numbers, as narrow as its values allow: a flow of 0 to 100 takes one byte a row.
//!
//! Numbers, days, flags and shares alike become codes that order as they do; [`Numbers::UNKNOWN`] of each width stands
//! behind every known value. Sorting and filtering work on the codes.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float64Type, Int64Type, TimestampMillisecondType, UInt32Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use parquet::file::statistics::Statistics;

use super::cell::MILLIS;
use super::{Part, PartError};
use crate::model::column::{Kind, Value};

/// Rows decoded at a time.
const BATCH: usize = 16_384;

/// The codes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the widths say it")]
pub enum Codes {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    U64(Vec<u64>),
}

/// A code; its largest means that nothing is known.
pub trait Code: Copy + Ord + Into<u64> + TryFrom<u64> + Send + Sync {
    /// Nothing is known.
    const UNKNOWN: Self;
}

impl Code for u8 {
    const UNKNOWN: Self = Self::MAX;
}
impl Code for u16 {
    const UNKNOWN: Self = Self::MAX;
}
impl Code for u32 {
    const UNKNOWN: Self = Self::MAX;
}
impl Code for u64 {
    const UNKNOWN: Self = Self::MAX;
}

/// Runs the same for every width of codes.
macro_rules! for_codes {
    ($codes:expr, $name:ident => $what:expr) => {
        match $codes {
            $crate::columnar::Codes::U8($name) => $what,
            $crate::columnar::Codes::U16($name) => $what,
            $crate::columnar::Codes::U32($name) => $what,
            $crate::columnar::Codes::U64($name) => $what,
        }
    };
}

pub(crate) use for_codes;

impl Codes {
    /// Rows.
    pub fn len(&self) -> usize {
        for_codes!(self, codes => codes.len())
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        for_codes!(self, codes => std::mem::size_of_val(codes.as_slice()))
    }

    /// The code of a row; none if nothing is known.
    pub fn get(&self, row: usize) -> Option<u64> {
        fn known<C: Code>(codes: &[C], row: usize) -> Option<u64> {
            codes
                .get(row)
                .filter(|code| **code != C::UNKNOWN)
                .map(|code| (*code).into())
        }
        for_codes!(self, codes => known(codes, row))
    }
}

/// A whole column of numbers.
#[derive(Clone, Debug)]
pub struct Numbers {
    kind: Kind,
    /// What code 0 stands for; of shares always 0.
    base: i64,
    /// No code is larger, but that of the unknown.
    span: u64,
    is_nothing: bool,
    codes: Codes,
}

impl Numbers {
    /// Reads a column of a part. In text nothing is known; of cells that hold several values it is known how many.
    pub fn read(part: &Part, column: usize, kind: Kind) -> Result<Self, PartError> {
        // Where the file does not say between which numbers its own lie, they may be any.
        let (base, span) = match bounds(part, column, kind) {
            _ if kind == Kind::Share => (0, u64::MAX - 1),
            Some((least, most)) => (least, most.abs_diff(least)),
            None => (i64::MIN, u64::MAX - 1),
        };
        // One code is left for the unknown.
        let codes = if span < u64::from(u8::MAX) {
            Codes::U8(narrow(part, column, kind, (base, span))?)
        } else if span < u64::from(u16::MAX) {
            Codes::U16(narrow(part, column, kind, (base, span))?)
        } else if span < u64::from(u32::MAX) {
            Codes::U32(narrow(part, column, kind, (base, span))?)
        } else {
            Codes::U64(narrow(part, column, kind, (base, span))?)
        };
        Ok(Self {
            kind,
            base,
            span,
            is_nothing: false,
            codes,
        })
    }

    /// A column in which nothing is known.
    pub fn nothing(kind: Kind, rows: usize) -> Self {
        Self {
            kind,
            base: 0,
            span: 0,
            is_nothing: true,
            codes: Codes::U8(vec![u8::MAX; rows]),
        }
    }

    /// The codes.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// What code 0 stands for.
    pub fn base(&self) -> i64 {
        self.base
    }

    /// Whether nothing is known in any row.
    pub fn is_nothing(&self) -> bool {
        self.is_nothing
    }

    /// No known code is larger.
    pub fn span(&self) -> u64 {
        self.span
    }

    /// The cell of a row.
    pub fn value(&self, row: usize) -> Value {
        match self.codes.get(row) {
            None => Value::Null,
            Some(code) => self.of_code(code),
        }
    }

    /// The cell that a code stands for.
    pub fn of_code(&self, code: u64) -> Value {
        let number = self.base.wrapping_add_unsigned(code);
        match self.kind {
            Kind::Int | Kind::Texts | Kind::Counts | Kind::Path => Value::Int(number),
            Kind::Time => Value::Time(number),
            Kind::Date => Value::Date(number as i32),
            Kind::Flag => Value::Flag(number != 0),
            Kind::Share => Value::Share(share_of(code)),
            Kind::Text => Value::Null,
        }
    }

    /// The codes of whole numbers from `least` to `most`; none if no value can lie between.
    pub fn between(&self, least: i64, most: i64) -> Option<Range<u64>> {
        if most < least || most < self.base {
            return None;
        }
        let from = if least > self.base {
            least.abs_diff(self.base)
        } else {
            0
        };
        Some(from..most.abs_diff(self.base).saturating_add(1))
    }
}

#[cfg(test)]
impl Numbers {
    /// From cells, as from a file that holds them.
    pub(crate) fn from_cells(kind: Kind, cells: &[Option<i64>]) -> Self {
        let known = || cells.iter().flatten().copied();
        let (Some(base), Some(last)) = (known().min(), known().max()) else {
            return Self::nothing(kind, cells.len());
        };
        let span = last.abs_diff(base);
        let code =
            |cell: &Option<i64>| cell.map_or(u64::MAX, |n| n.abs_diff(base).min(u64::MAX - 1));
        let all = || cells.iter().map(code);
        let codes = match span {
            0..0xff => Codes::U8(all().map(|c| u8::try_from(c).unwrap_or(u8::MAX)).collect()),
            0xff..0xffff => Codes::U16(
                all()
                    .map(|c| u16::try_from(c).unwrap_or(u16::MAX))
                    .collect(),
            ),
            _ => Codes::U64(all().collect()),
        };
        Self {
            kind,
            base,
            span,
            is_nothing: false,
            codes,
        }
    }
}

/// Between which numbers the file says that a column's lie.
fn bounds(part: &Part, column: usize, kind: Kind) -> Option<(i64, i64)> {
    if kind == Kind::Flag {
        return Some((0, 1));
    }
    if kind.is_nested() {
        return Some((0, i64::from(MOST_ELEMENTS)));
    }
    let mut bounds: Option<(i64, i64)> = None;
    for statistics in part.statistics(column) {
        let (least, most) = match statistics? {
            Statistics::Int64(s) => (s.min_opt().copied(), s.max_opt().copied()),
            // Of 32 bits are days, which have a sign, and row numbers, which have none.
            Statistics::Int32(s) if kind == Kind::Date => (
                s.min_opt().map(|n| i64::from(*n)),
                s.max_opt().map(|n| i64::from(*n)),
            ),
            Statistics::Int32(s) => {
                let unsigned = |n: &i32| i64::from(n.cast_unsigned());
                (s.min_opt().map(unsigned), s.max_opt().map(unsigned))
            }
            _ => return None,
        };
        statistics.and_then(Statistics::null_count_opt)?;
        // A row group without a cell has neither.
        let (Some(least), Some(most)) = (least, most) else {
            continue;
        };
        let (least, most) = match kind {
            Kind::Time => (least.div_euclid(MILLIS), most.div_euclid(MILLIS)),
            _ => (least, most),
        };
        let (a, b) = bounds.unwrap_or((least, most));
        bounds = Some((a.min(least), b.max(most)));
    }
    bounds
}

/// The codes of a column whose numbers lie within `span` above `base`.
fn narrow<C: Code>(
    part: &Part,
    column: usize,
    kind: Kind,
    (base, span): (i64, u64),
) -> Result<Vec<C>, PartError> {
    let mut codes: Vec<C> = Vec::with_capacity(part.rows());
    let mut is_beyond = false;
    let mut push = |cell: Option<i64>| {
        let code = match cell {
            None => C::UNKNOWN,
            Some(number) => {
                let above = number.wrapping_sub(base).cast_unsigned();
                is_beyond |= above > span;
                // The largest of 64 bits is taken for the one before it: its own code means the unknown.
                C::try_from(above.min(u64::MAX - 1)).unwrap_or(C::UNKNOWN)
            }
        };
        codes.push(code);
    };
    let mut is_other = false;
    let all = 0..part.rows();
    part.scan_column(column, std::slice::from_ref(&all), BATCH, &mut |array| {
        is_other = cells(&array, kind, &mut push).is_none();
        Ok(!is_other)
    })?;
    if is_other {
        return Err(part.bad("a column holds something else than its kind"));
    }
    if is_beyond {
        return Err(part.bad("a column holds a number beyond those it says it holds"));
    }
    Ok(codes)
}

/// Adds a code for each cell of an array, so wide that any number fits; none if it holds something else.
pub fn wide_codes(array: &ArrayRef, kind: Kind, codes: &mut Vec<u64>) -> Option<()> {
    let shift = if kind == Kind::Share { 0 } else { i64::MIN };
    let code = |n: i64| n.wrapping_sub(shift).cast_unsigned().min(u64::MAX - 1);
    cells(array, kind, &mut |cell| {
        codes.push(cell.map_or(u64::MAX, code))
    })
}

/// Hands on the cells of an array as numbers; none if it holds something else.
fn cells(array: &ArrayRef, kind: Kind, push: &mut impl FnMut(Option<i64>)) -> Option<()> {
    match (kind, array.as_primitive_opt::<UInt32Type>()) {
        (Kind::Int, Some(a)) => each(a, push),
        (Kind::Int, None) => each(array.as_primitive_opt::<Int64Type>()?, push),
        (Kind::Date, _) => each(array.as_primitive_opt::<Date32Type>()?, push),
        (Kind::Time, _) => {
            let moments = array.as_primitive_opt::<TimestampMillisecondType>()?;
            let moments = moments.iter();
            moments.for_each(|cell| push(cell.map(|millis| millis.div_euclid(MILLIS))));
        }
        (Kind::Texts | Kind::Path, _) => {
            let lists = array.as_list_opt::<i32>()?;
            lengths(
                lists.len(),
                |at| lists.is_valid(at).then(|| lists.value_length(at)),
                push,
            );
        }
        (Kind::Counts, _) => {
            let maps = array.as_map_opt()?;
            lengths(
                maps.len(),
                |at| maps.is_valid(at).then(|| maps.value_length(at)),
                push,
            );
        }
        (Kind::Flag, _) => {
            let flags = array.as_boolean_opt()?;
            flags.iter().for_each(|cell| push(cell.map(i64::from)));
        }
        (Kind::Share, _) => {
            let shares = array.as_primitive_opt::<Float64Type>()?;
            shares
                .iter()
                .for_each(|cell| push(cell.map(|s| code_of(s).cast_signed())));
        }
        (Kind::Text, _) => (0..array.len()).for_each(|_| push(None)),
    }
    Some(())
}

/// Of more values than this it is only known that they are as many.
const MOST_ELEMENTS: i32 = u16::MAX as i32 - 2;

fn lengths(rows: usize, length: impl Fn(usize) -> Option<i32>, push: &mut impl FnMut(Option<i64>)) {
    (0..rows).for_each(|at| push(length(at).map(|n| i64::from(n.min(MOST_ELEMENTS)))));
}

fn each<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, push: &mut impl FnMut(Option<i64>))
where
    T::Native: Into<i64>,
{
    if array.null_count() == 0 {
        array.values().iter().for_each(|n| push(Some((*n).into())));
    } else {
        array.iter().for_each(|n| push(n.map(Into::into)));
    }
}

/// The code of a share: codes order as `f64::total_cmp` does.
fn code_of(share: f64) -> u64 {
    let bits = share.to_bits();
    let code = if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    };
    code.min(u64::MAX - 1)
}

fn share_of(code: u64) -> f64 {
    f64::from_bits(if code >> 63 == 1 {
        code & !(1 << 63)
    } else {
        !code
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_keep_their_order_as_codes() {
        let shares = [
            f64::NEG_INFINITY,
            -1.5,
            -0.0,
            0.0,
            0.25,
            0.3,
            1.0,
            f64::INFINITY,
        ];
        for pair in shares.windows(2) {
            assert!(code_of(pair[0]) < code_of(pair[1]), "{pair:?}");
        }
        for share in shares {
            assert_eq!(share_of(code_of(share)).to_bits(), share.to_bits());
        }
    }
}
