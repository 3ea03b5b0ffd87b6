//! What a link is, as either provider says it, in bits.

use arrow_array::Array as _;

use crate::columnar::Cells;
use crate::model::column::Kind;
use crate::model::link::LINKS;
use crate::store::dataset::scan::Batch;

pub(super) const DELETED: u8 = 1;
pub(super) const NOFOLLOW: u8 = 2;
pub(super) const IMAGE: u8 = 4;
pub(super) const REDIRECT: u8 = 8;
pub(super) const FRAME: u8 = 16;
pub(super) const MENTION: u8 = 32;
pub(super) const ALT_TEXT: u8 = 64;

/// A link of none of these kinds is a text.
pub(super) const NO_TEXT: u8 = IMAGE | REDIRECT | FRAME | MENTION;

/// How a cell says it.
#[derive(Clone, Copy)]
enum Says {
    Yes,
    No,
    This(&'static str),
}

/// Which columns say it. DataForSEO says some of it in other words.
const SOURCES: [(&str, u8, Says); 10] = [
    ("deleted", DELETED, Says::Yes),
    ("nofollow", NOFOLLOW, Says::Yes),
    ("dofollow", NOFOLLOW, Says::No),
    ("image", IMAGE, Says::Yes),
    ("item_type", IMAGE, Says::This("image")),
    ("redirect", REDIRECT, Says::Yes),
    ("item_type", REDIRECT, Says::This("redirect")),
    ("frame", FRAME, Says::Yes),
    ("mention", MENTION, Says::Yes),
    ("alt_text", ALT_TEXT, Says::Yes),
];

/// Reads some of the bits.
pub(super) struct Flags {
    sources: Vec<(usize, u8, Says)>,
}

impl Flags {
    /// Those of `bits` that any link says.
    pub(super) fn of(bits: u8, is_filled: impl Fn(&str) -> bool) -> Self {
        let place = |id: &str| LINKS.columns.iter().position(|c| c.id == id);
        let wanted = SOURCES
            .iter()
            .filter(|(id, bit, _)| bits & bit != 0 && is_filled(id));
        let sources = wanted.filter_map(|(id, bit, says)| Some((place(id)?, *bit, *says)));
        Self {
            sources: sources.collect(),
        }
    }

    /// The columns of links that it reads, in their order.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.sources.iter().map(|(column, ..)| *column)
    }

    /// The bits of each row of a batch, whose columns from `first` on are [`Self::columns`].
    pub(super) fn read(&self, batch: &Batch<'_>, first: usize) -> Vec<u8> {
        let mut all = vec![0u8; batch.len()];
        for (place, (_, bit, says)) in (first..).zip(&self.sources) {
            let Some(Some(array)) = batch.columns.get(place) else {
                continue;
            };
            let kind = match says {
                Says::Yes | Says::No => Kind::Flag,
                Says::This(_) => Kind::Text,
            };
            match (Cells::of(array, kind), says) {
                (Some(Cells::Flag(cells)), says) => {
                    let wanted = matches!(says, Says::Yes);
                    for (row, bits) in all.iter_mut().enumerate().take(cells.len()) {
                        let is_set = cells.is_valid(row) && cells.value(row) == wanted;
                        *bits |= bit * u8::from(is_set);
                    }
                }
                (Some(Cells::Text(cells)), Says::This(word)) => {
                    for (row, bits) in all.iter_mut().enumerate().take(cells.len()) {
                        let is_set = cells.is_valid(row) && cells.value(row) == *word;
                        *bits |= bit * u8::from(is_set);
                    }
                }
                _ => {}
            }
        }
        all
    }
}
