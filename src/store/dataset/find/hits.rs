//! What is known of the rows that hold a text, block by block.

use crate::columnar::SCAN_ROWS;
use crate::model::rows::List;

/// Rows of a block.
pub(super) const BLOCK: u64 = SCAN_ROWS as u64;

/// Rows of a list that hold a text: a bit each, of the blocks that were read.
#[derive(Debug)]
pub(in crate::store::dataset) struct Hits {
    list: List,
    columns: Vec<usize>,
    needle: String,
    rows: u64,
    blocks: Vec<Option<Box<[u64]>>>,
}

impl Hits {
    /// What is known from before, if it was the same search.
    pub(super) fn go_on(
        kept: Option<Self>,
        list: List,
        columns: &[usize],
        needle: &str,
        rows: u64,
    ) -> Self {
        let is_same = |kept: &Self| {
            kept.list == list
                && kept.columns == columns
                && kept.needle == needle
                && kept.rows == rows
        };
        kept.filter(is_same).unwrap_or_else(|| Self {
            columns: columns.to_vec(),
            needle: needle.to_owned(),
            rows,
            blocks: vec![None; rows.div_ceil(BLOCK) as usize],
            list,
        })
    }

    pub(super) fn knows(&self, block: usize) -> bool {
        self.blocks.get(block).is_some_and(Option::is_some)
    }

    /// The hits of a block, counted from its first row.
    pub(super) fn learn(&mut self, block: usize, found: &[u32]) {
        let mut bits = vec![0u64; (BLOCK / 64) as usize];
        for row in found {
            if let Some(word) = bits.get_mut(*row as usize / 64) {
                *word |= 1 << (row % 64);
            }
        }
        if let Some(known) = self.blocks.get_mut(block) {
            *known = Some(bits.into());
        }
    }

    /// Whether a row is a hit; false where its block was not read.
    pub(super) fn is_hit(&self, row: u64) -> bool {
        let block = self.blocks.get((row / BLOCK) as usize);
        let Some(Some(bits)) = block else {
            return false;
        };
        let at = row % BLOCK;
        bits.get((at / 64) as usize)
            .is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}
