//! The value of one field of one row.

use std::borrow::Cow;

use serde_json::Value;

use super::FieldType;
use crate::wire::dataforseo::time;

/// The value of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// None.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer: all numbers of items are.
    Int(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list of texts.
    Texts(Vec<Cow<'a, str>>),
    /// A moment, in seconds since 1970.
    Time(i64),
    /// Anything that is only shown.
    Json(Value),
}

impl<'a> Cell<'a> {
    /// A text that is there or not.
    pub fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// An integer that is there or not.
    pub fn int(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Null, |number| Self::Int(number.into()))
    }

    /// What stands in JSON where a field of this type does.
    pub fn of_json(value: &'a Value, kind: FieldType) -> Self {
        match (kind, value) {
            (_, Value::Null) => Self::Null,
            (FieldType::Bool, Value::Bool(on)) => Self::Bool(*on),
            (FieldType::Num, Value::Number(n)) => n
                .as_i64()
                .or_else(|| n.as_f64().map(|x| x as i64))
                .map_or(Self::Null, Self::Int),
            (FieldType::Time, Value::String(text)) => {
                time::parse(text).map_or(Self::Null, |at| Self::Time(at.as_second()))
            }
            (FieldType::Str, Value::String(text)) => Self::Text(text.as_str().into()),
            (FieldType::ArrayStr, Value::Array(items)) => Self::Texts(
                items
                    .iter()
                    .filter_map(|item| item.as_str().map(Cow::Borrowed))
                    .collect(),
            ),
            _ => Self::Json(value.clone()),
        }
    }

    /// As it stands in an item.
    pub fn to_json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(on) => on.into(),
            Self::Int(number) => number.into(),
            Self::Text(text) => text.into_owned().into(),
            Self::Texts(texts) => texts.into_iter().map(Cow::into_owned).collect(),
            Self::Time(second) => {
                jiff::Timestamp::from_second(second).map_or(Value::Null, |at| time::text(at).into())
            }
            Self::Json(value) => value,
        }
    }
}
