//! The columns of an anchor text: who links with it, as DataForSEO's anchors/live answers.

use super::column::{Column, EXTRA_COLUMN, Kind, Table, column, count, joined};
use super::metrics::{BROKEN, LEADING, REFERRING, SEEN, TYPE};

#[rustfmt::skip]
const ANCHOR: Column =
    column("anchor", &["anchor_text"], "Anchor text", &["anchor"], Kind::Text, (30, 4, 0), "Text of the links; empty for links without text.");

const PIECES: &[&[Column]] = &[
    &[ANCHOR],
    &LEADING,
    &SEEN,
    &BROKEN,
    &REFERRING,
    &[TYPE, EXTRA_COLUMN],
];

static COLUMNS: [Column; count(PIECES)] = joined(PIECES);

/// Every column of an anchor text.
pub static ANCHORS: Table = Table {
    name: "anchors",
    columns: &COLUMNS,
};
