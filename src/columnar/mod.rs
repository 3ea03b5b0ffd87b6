//! Rows in columns: Arrow arrays in memory, Parquet parts at rest, and the slices read from them.
//!
//! The layout is public: any other engine can read the parts. It is chosen for what a screen asks
//! most and analytical layouts do worst, a few rows scattered over millions: no large dictionaries,
//! one large row group a part, data pages of 16 KiB and at most 4,096 rows, an offset index that is
//! loaded once, column by column, when it is needed.

mod builder;
mod bytes;
mod cell;
mod column;
mod deep;
mod fault;
mod guard;
mod layout;
mod nesting;
mod numbers;
mod pages;
mod part;
mod stream;
mod writer;

#[cfg(test)]
mod tests;

pub use builder::RowsBuilder;
pub use cell::{Cells, nothing, value};
pub use fault::PartError;
pub(crate) use guard::decoded;
pub use guard::hush_decoders;
pub(crate) use layout::data_type;
pub use layout::{PAGE_ROWS, PART_ROWS, schema, schema_of};
pub(crate) use numbers::for_codes;
pub use numbers::{Code, Codes, Numbers, wide_codes};
pub(crate) use part::check;
pub use part::{Part, SCAN_ROWS};
pub use stream::{ParquetStream, StreamError};
pub use writer::{PartFile, PartWriter};

/// An array of one column, shared.
pub type Array = arrow_array::ArrayRef;
