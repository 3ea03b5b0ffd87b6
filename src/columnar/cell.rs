//! Cells of Arrow arrays as the values of the trade.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMillisecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, ListArray, MapArray,
    StringArray, TimestampMillisecondArray, new_null_array,
};

use super::layout::data_type;
use crate::model::column::{Kind, Value};
use crate::model::nested::{Counts, Hop};

/// What a moment is divided by to be seconds.
pub(super) const MILLIS: i64 = 1_000;

/// One column of a kind, typed.
#[derive(Debug)]
pub enum Cells<'a> {
    /// Text.
    Text(&'a StringArray),
    /// Whole numbers.
    Int(&'a Int64Array),
    /// Shares.
    Share(&'a Float64Array),
    /// Days since 1970-01-01.
    Date(&'a Date32Array),
    /// Yes or no.
    Flag(&'a BooleanArray),
    /// Milliseconds since 1970-01-01 00:00 UTC.
    Time(&'a TimestampMillisecondArray),
    /// Several texts.
    Texts(&'a ListArray),
    /// Counts by name.
    Counts(&'a MapArray),
    /// Stops on the way to a target.
    Path(&'a ListArray),
}

impl<'a> Cells<'a> {
    /// The array of a column of this kind; `None` if it holds something else.
    pub fn of(array: &'a ArrayRef, kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Text => Self::Text(array.as_string_opt()?),
            Kind::Int => Self::Int(array.as_primitive_opt::<Int64Type>()?),
            Kind::Share => Self::Share(array.as_primitive_opt::<Float64Type>()?),
            Kind::Date => Self::Date(array.as_primitive_opt::<Date32Type>()?),
            Kind::Flag => Self::Flag(array.as_boolean_opt()?),
            Kind::Time => Self::Time(array.as_primitive_opt::<TimestampMillisecondType>()?),
            Kind::Texts => Self::Texts(array.as_list_opt()?),
            Kind::Counts => Self::Counts(array.as_map_opt()?),
            Kind::Path => Self::Path(array.as_list_opt()?),
        })
    }

    /// One cell.
    pub fn value(&self, at: usize) -> Value {
        fn cell<A: Array>(array: &A, at: usize, read: impl FnOnce(&A) -> Value) -> Value {
            if at >= array.len() || array.is_null(at) {
                Value::Null
            } else {
                read(array)
            }
        }
        match self {
            Self::Text(a) => cell(*a, at, |a| Value::Text(a.value(at).to_owned())),
            Self::Int(a) => cell(*a, at, |a| Value::Int(a.value(at))),
            Self::Share(a) => cell(*a, at, |a| Value::Share(a.value(at))),
            Self::Date(a) => cell(*a, at, |a| Value::Date(a.value(at))),
            Self::Flag(a) => cell(*a, at, |a| Value::Flag(a.value(at))),
            Self::Time(a) => cell(*a, at, |a| Value::Time(a.value(at).div_euclid(MILLIS))),
            Self::Texts(a) => cell(*a, at, |a| texts(&a.value(at))),
            Self::Counts(a) => cell(*a, at, |a| {
                let entries = a.value(at);
                counts(entries.column(0), entries.column(1))
            }),
            Self::Path(a) => cell(*a, at, |a| path(&a.value(at))),
        }
    }
}

fn texts(texts: &ArrayRef) -> Value {
    let texts = texts.as_string_opt::<i32>();
    let known = texts.into_iter().flatten().flatten();
    Value::Texts(known.map(str::to_owned).collect())
}

fn counts(names: &ArrayRef, counts: &ArrayRef) -> Value {
    let names = names.as_string_opt::<i32>().into_iter().flatten();
    let counts = counts.as_primitive_opt::<Int64Type>().into_iter().flatten();
    let pairs = names.zip(counts);
    Value::Counts(Counts::new(
        pairs.filter_map(|(name, count)| Some((name?.to_owned(), count?))),
    ))
}

fn path(stops: &ArrayRef) -> Value {
    let Some(stops) = stops.as_struct_opt() else {
        return Value::Null;
    };
    let text = |field: usize, at: usize| {
        let texts = stops.columns().get(field)?.as_string_opt::<i32>()?;
        texts.is_valid(at).then(|| texts.value(at).to_owned())
    };
    let number = |at: usize| {
        let numbers = stops.columns().get(1)?.as_primitive_opt::<Int64Type>()?;
        numbers.is_valid(at).then(|| numbers.value(at))
    };
    let hop = |at: usize| Hop {
        kind: text(0, at),
        status_code: number(at),
        url: text(2, at),
    };
    Value::Path((0..stops.len()).map(hop).collect())
}

/// One cell of an array of this kind; [`Value::Null`] where nothing is known or the array holds something else.
pub fn value(array: &ArrayRef, kind: Kind, at: usize) -> Value {
    Cells::of(array, kind).map_or(Value::Null, |cells| cells.value(at))
}

/// A column of a kind in which nothing is known.
pub fn nothing(kind: Kind, rows: usize) -> ArrayRef {
    new_null_array(&data_type(kind), rows)
}
