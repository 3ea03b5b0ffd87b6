//! Cells of Arrow arrays as the values of the trade.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray,
    new_null_array,
};

use super::layout::data_type;
use crate::model::column::{Kind, Value};

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
        }
    }
}

/// One cell of an array of this kind; [`Value::Null`] where nothing is known or the array holds something else.
pub fn value(array: &ArrayRef, kind: Kind, at: usize) -> Value {
    Cells::of(array, kind).map_or(Value::Null, |cells| cells.value(at))
}

/// A column of a kind in which nothing is known.
pub fn nothing(kind: Kind, rows: usize) -> ArrayRef {
    new_null_array(&data_type(kind), rows)
}
