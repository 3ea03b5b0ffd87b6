//! The columns of a period: how a target stood at a time, as DataForSEO's history/live answers.

use super::column::{Column, EXTRA_COLUMN, Kind, Table, column, count, joined};
use super::metrics::{BROKEN, LEADING, REFERRING, SITE, TYPE};

#[rustfmt::skip]
const DATE: Column =
    column("date", &["month"], "Date", &["date"], Kind::Time, (16, 0, 0), "The moment that the row describes: the first day of a month.");

/// What came and went since the period before.
#[rustfmt::skip]
const CHANGES: [Column; 4] = [
    column("new_backlinks", &[], "New links", &["new_backlinks"], Kind::Int, (9, 0, 5), "Links that are new since the month before; 0 before May 2021."),
    column("lost_backlinks", &[], "Lost links", &["lost_backlinks"], Kind::Int, (10, 0, 6), "Links that were lost since the month before; 0 before May 2021."),
    column("new_referring_domains", &[], "New hosts", &["new_referring_domains"], Kind::Int, (9, 0, 7), "Referring hosts that are new since the month before; 0 before May 2021."),
    column("lost_referring_domains", &[], "Lost hosts", &["lost_referring_domains"], Kind::Int, (10, 0, 7), "Referring hosts that were lost since the month before; 0 before May 2021."),
];

const PIECES: &[&[Column]] = &[
    &[DATE],
    &LEADING,
    &CHANGES,
    &SITE,
    &BROKEN,
    &REFERRING,
    &[TYPE, EXTRA_COLUMN],
];

static COLUMNS: [Column; count(PIECES)] = joined(PIECES);

/// Every column of a period.
pub static PERIODS: Table = Table {
    name: "periods",
    columns: &COLUMNS,
};
