//! The JSON form: one flat object, globals beside `Code`, tables keyed by name, where `Headers`
//! holds a table's variables and the column names stand in every row.
//!
//! A body is read layer by layer, each layer an object whose members are still raw: so a name that repeats is
//! seen, and a number that no 64 bits hold stays the text it was.

mod read;
#[cfg(test)]
mod tests;
mod write;

use thiserror::Error;

pub use read::decode;
pub use write::encode;

/// Why bytes are no answer.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum JsonError {
    /// A page for people.
    #[error("the answer is an HTML page, not JSON")]
    Page,
    /// It ends before it is whole.
    #[error("the JSON answer ends early ({0})")]
    Cut(String),
    /// Not JSON: a cut body, `NaN`, half of a surrogate pair.
    #[error("the answer is no JSON ({0})")]
    Syntax(String),
    /// JSON of another shape.
    #[error("the answer is JSON of another shape: {0}")]
    Shape(String),
    /// A name that stands twice in one object: which of the two is meant nobody knows.
    #[error("the JSON answer names {name} twice in {place}")]
    Repeated {
        /// The name.
        name: String,
        /// Where.
        place: String,
    },
    /// Nested far deeper than any answer.
    #[error("the JSON answer is nested deeper than {0} levels")]
    TooDeep(usize),
    /// More cells than any answer has.
    #[error("the JSON answer has more than {0} cells")]
    TooLarge(usize),
}
