//! The columns of a period: how a target stood at a time, as Majestic's GetBackLinksHistory and DataForSEO's
//! history/live answer.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column, count, joined};
use crate::model::metrics::{BROKEN, LEADING, REFERRING, SITE, TYPE};

#[rustfmt::skip]
const DATE: Column =
    column("date", &["month"], "Date", &["Date", "date"], Kind::Time, (16, 0, 0), "The moment that the row describes: a day, or the first day of a month.");

/// What came and went since the period before.
#[rustfmt::skip]
const CHANGES: [Column; 4] = [
    column("new_backlinks", &[], "New links", &["new_backlinks"], Kind::Int, (9, 0, 5), "Links that are new since the month before; 0 before May 2021."),
    column("lost_backlinks", &[], "Lost links", &["lost_backlinks"], Kind::Int, (10, 0, 6), "Links that were lost since the month before; 0 before May 2021."),
    column("new_referring_domains", &[], "New hosts", &["new_referring_domains"], Kind::Int, (9, 0, 7), "Referring hosts that are new since the month before; 0 before May 2021."),
    column("lost_referring_domains", &[], "Lost hosts", &["lost_referring_domains"], Kind::Int, (10, 0, 7), "Referring hosts that were lost since the month before; 0 before May 2021."),
];

/// What Majestic says: one row of its table is one of these.
#[rustfmt::skip]
const MAJESTIC: &[Column] = &[
    column("item", &["target"], "Item", &["OrigItem"], Kind::Text, (20, 2, 1), "What was asked about."),
    column("total_links", &["links"], "Links", &["TotalLinks"], Kind::Int, (9, 0, 1), "Links first found in the period (Majestic)."),
    column("ref_domains", &[], "Ref domains", &["RefDomains"], Kind::Int, (11, 0, 2), "Referring domains first found in the period (Majestic)."),
    column("text_links", &[], "Text", &["TextLink"], Kind::Int, (8, 0, 3), "Of the links, texts."),
    column("image_links", &[], "Image", &["ImageLink"], Kind::Int, (8, 0, 4), "Of the links, images."),
    column("redirects", &[], "Redirect", &["Redirect"], Kind::Int, (8, 0, 5), "Of the links, redirects."),
    column("frames", &[], "Frame", &["Frame"], Kind::Int, (8, 0, 6), "Of the links, frames."),
    column("alt_text_links", &[], "Alt text", &["AltText"], Kind::Int, (8, 0, 5), "Of the links, images with a text."),
    column("nofollow_links", &[], "Nofollow", &["NoFollow"], Kind::Int, (8, 0, 7), "Of the links, nofollow."),
    column("mentions", &[], "Mention", &["Mention"], Kind::Int, (8, 0, 8), "Mentions without a link."),
    column("deleted_links", &[], "Deleted", &["Deleted"], Kind::Int, (8, 0, 8), "Of the links, gone at the last crawl."),
];

const PIECES: &[&[Column]] = &[
    &[DATE],
    MAJESTIC,
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
