//! The columns of what is to be visited, as Majestic's SubmitURLsToCrawl answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("item", &["url"], "First address", &["Item"], Kind::Text, (30, 4, 0), "The first of the addresses that were sent."),
    column("sent", &[], "Sent", &["URLsSent"], Kind::Int, (7, 0, 1), "How many addresses were sent."),
    column("added", &[], "Added", &["URLsAdded"], Kind::Int, (7, 0, 2), "How many the service took."),
    EXTRA_COLUMN,
];

/// Every column of a request to visit.
pub static CRAWLS: Table = Table {
    name: "crawls",
    columns: COLUMNS,
};
