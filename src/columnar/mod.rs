//! Rows in columns: Arrow arrays in memory, Parquet parts at rest, and the slices read from them.
//!
//! The layout is public: any other engine can read the parts. It is chosen for what a screen asks
//! most and analytical layouts do worst, a few rows scattered over millions: no dictionary on text
//! of high cardinality, one large row group a part, data pages of 256 rows, an offset index that is
//! loaded once.

mod builder;
mod cell;
mod fault;
mod layout;
mod part;
mod writer;

#[cfg(test)]
mod tests;

pub use builder::RowsBuilder;
pub use cell::{Cells, nothing, value};
pub use fault::PartError;
pub use layout::{PAGE_ROWS, PART_ROWS, schema};
pub use part::Part;
pub use writer::{PartFile, PartWriter};

/// An array of one column, shared.
pub type Array = arrow_array::ArrayRef;
