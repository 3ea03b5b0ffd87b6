//! How far a person lets a file of their own go before it is taken for a trap.

use crate::store::IngestOptions;

/// Guards as they were set; what was not set is as usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guards {
    /// How many times its size a file may unpack to.
    pub max_ratio: Option<u64>,
    /// The most that one row may be long, in bytes.
    pub max_row: Option<u64>,
}

impl Guards {
    /// Settings of an import under these guards.
    pub fn options(self) -> IngestOptions<'static> {
        let usual = IngestOptions::default();
        IngestOptions {
            max_ratio: self.max_ratio.unwrap_or(usual.max_ratio),
            max_row: self.max_row.unwrap_or(usual.max_row),
            ..usual
        }
    }
}
