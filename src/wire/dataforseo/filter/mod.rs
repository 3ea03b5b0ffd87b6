//! The language of `filters` and `backlinks_filters` (DataForSEO documentation, Filters page): conditions
//! `[field, operator, value]`, joined by `"and"` and `"or"`, nested.
//!
//! ```json
//! [["first_seen",">","2017-10-23 11:31:45 +00:00"],"and",[["anchor","like","%seo%"],"or",["text_pre","like","%seo%"]]]
//! ```
//!
//! Where a chain mixes the two words it is evaluated from left to right: precedence is not documented. A condition
//! with a negative operator holds wherever its positive one does not, also where there is no value.

mod cell;
#[cfg(test)]
mod compiled_examples;
#[cfg(test)]
mod compiled_maps;
#[cfg(test)]
mod compiled_tests;
mod condition;
mod like;
mod read;

use serde_json::Value;
use thiserror::Error;

use crate::model::catalog::dataforseo::MOST_CONDITIONS;

pub use cell::Cell;
pub use condition::{Condition, Operator};
pub use read::read;

/// What a field holds, which decides the operators that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// `bool`
    Bool,
    /// `num`
    Num,
    /// `str`
    Str,
    /// `time`
    Time,
    /// `array.str`
    ArrayStr,
    /// `array.num`
    ArrayNum,
}

impl FieldType {
    /// Its name in `available_filters`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Num => "num",
            Self::Str => "str",
            Self::Time => "time",
            Self::ArrayStr => "array.str",
            Self::ArrayNum => "array.num",
        }
    }

    /// The operators it takes.
    pub fn operators(self) -> &'static [Operator] {
        use Operator as O;
        match self {
            Self::Bool => &[O::Equal, O::Unequal],
            Self::Num => &[
                O::Below,
                O::AtMost,
                O::Above,
                O::AtLeast,
                O::Equal,
                O::Unequal,
                O::In,
                O::NotIn,
            ],
            Self::Str => &[
                O::Equal,
                O::Unequal,
                O::In,
                O::NotIn,
                O::Like,
                O::NotLike,
                O::ILike,
                O::NotILike,
                O::Regex,
                O::NotRegex,
                O::Match,
                O::NotMatch,
            ],
            Self::Time => &[O::Below, O::Above],
            Self::ArrayStr | Self::ArrayNum => &[O::Has, O::HasNot],
        }
    }
}

/// A filter whose fields are known as `F`: their names, or whatever finds their values faster.
#[derive(Clone, Debug)]
pub enum Filter<F = String> {
    /// One condition.
    Condition(Condition<F>),
    /// All of them hold.
    All(Vec<Self>),
    /// Any of them holds.
    Any(Vec<Self>),
}

/// Why a value is no filter. The service answers 40501 and names only the parameter.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FilterError {
    /// Neither a condition nor a chain.
    #[error("write [field, operator, value], or several of them with \"and\" or \"or\" between")]
    Shape,
    /// More than [`MOST_CONDITIONS`].
    #[error("a filter has at most {MOST_CONDITIONS} conditions, this one has {0}")]
    TooMany(usize),
    /// No such field, or one that cannot be filtered by.
    #[error("there is no field `{0}` to filter by")]
    Field(String),
    /// No such operator, or not for this type.
    #[error("`{field}` is {kind}, which takes no `{operator}`")]
    Operator {
        /// The field.
        field: String,
        /// Its type's name.
        kind: &'static str,
        /// What was written.
        operator: String,
    },
    /// A value of another type.
    #[error("`{field}` is {kind}: {value} is none")]
    Value {
        /// The field.
        field: String,
        /// Its type's name.
        kind: &'static str,
        /// What was written.
        value: String,
    },
}

impl<F> Filter<F> {
    /// Whether a row is kept; `cell` gives the row's value of a field.
    pub fn matches<'a>(&self, cell: &dyn Fn(&F) -> Cell<'a>) -> bool {
        match self {
            Self::Condition(condition) => condition.holds(&cell(&condition.field)),
            Self::All(parts) => parts.iter().all(|part| part.matches(cell)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(cell)),
        }
    }

    /// Conditions in the whole tree.
    pub fn conditions(&self) -> usize {
        match self {
            Self::Condition(_) => 1,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::conditions).sum(),
        }
    }

    /// As it is sent; `name` gives the name of a field.
    pub fn to_json(&self, name: &dyn Fn(&F) -> String) -> Value {
        let (parts, word) = match self {
            Self::Condition(condition) => {
                let operator = condition.operator.word();
                return Value::Array(vec![
                    name(&condition.field).into(),
                    operator.into(),
                    condition.value.clone(),
                ]);
            }
            Self::All(parts) => (parts, "and"),
            Self::Any(parts) => (parts, "or"),
        };
        let mut chain = Vec::new();
        for part in parts {
            if !chain.is_empty() {
                chain.push(Value::from(word));
            }
            chain.push(part.to_json(name));
        }
        Value::Array(chain)
    }
}

#[cfg(test)]
mod tests;
