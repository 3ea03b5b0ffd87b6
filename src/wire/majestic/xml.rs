//! The XML form: `Result` with `GlobalVars` as attributes and `DataTables` of rows whose cells stand between
//! pipes. Written byte for byte as recorded answers are laid out; read in any layout that XML allows.
//!
//! Everything is text here: whether a cell is a number only its reader knows.
//!
//! # What this form cannot carry
//!
//! - A cell of one lone space comes back empty, because an empty cell is written as one space.
//! - A space at a cell's edge right beside a pipe is lost: pipes at an edge get a guard space there, which is
//!   taken off again.
//! - Characters that XML forbids (U+0000–U+001F but tab, line feed and carriage return; U+FFFE, U+FFFF) are
//!   written as U+FFFD, so that the answer stays well-formed and shows that something stood there.

mod attributes;
mod cells;
mod read;
mod said;
#[cfg(test)]
mod tests;
mod write;

use thiserror::Error;

pub use read::decode;
pub use write::encode;

/// Why bytes are no answer.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum XmlError {
    /// A page for people.
    #[error("the answer is an HTML page, not the service's XML")]
    Page,
    /// Not XML at all.
    #[error("the answer is no XML: it does not begin with <")]
    NotXml,
    /// It ends before it is whole.
    #[error("the XML answer ends early ({0})")]
    Cut(String),
    /// Not UTF-8 from this byte on.
    #[error("the XML answer is no UTF-8 from byte {0} on")]
    NotUtf8(usize),
    /// Declares a document type; none of the service's answers does, so nothing of it is read.
    #[error(
        "the XML answer brings a document type declaration, which no answer has; it was not read"
    )]
    DocumentType,
    /// Refers to an entity that XML itself does not define.
    #[error("the XML answer refers to the entity &{0}; which XML does not define")]
    Entity(String),
    /// Not well-formed.
    #[error("the XML answer is not well-formed ({0})")]
    Syntax(String),
    /// XML of another shape.
    #[error("the answer is XML of another shape: {0}")]
    Shape(String),
    /// Nested far deeper than any answer.
    #[error("the XML answer is nested deeper than {0} levels")]
    TooDeep(usize),
    /// More cells than any answer has.
    #[error("the XML answer has more than {0} cells")]
    TooLarge(usize),
    /// A name that stands twice where it may stand once: which of the two is meant nobody knows.
    #[error("the XML answer names {name} twice in {place}")]
    Repeated {
        /// The name.
        name: String,
        /// Where.
        place: String,
    },
    /// A count that differs from what is counted: rows of a table, or tables.
    #[error("{place} says that it has {said}, and has {found}")]
    Count {
        /// Whose count.
        place: String,
        /// What it says, as it says it.
        said: String,
        /// What was counted.
        found: usize,
    },
    /// A row with more or fewer cells than the table has columns.
    #[error("row {row} of table {table} has {cells} cells for {columns} columns")]
    Cells {
        /// Name of the table.
        table: String,
        /// Number of the row, from 1.
        row: usize,
        /// Cells found.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
}
