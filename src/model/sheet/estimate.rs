//! The columns of how much lies under a path, as Majestic's GetPrefixQueryEstimate answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("item", &["target"], "Path", &["Item"], Kind::Text, (30, 4, 0), "The beginning of addresses that was asked about."),
    column("allowed", &[], "Allowed", &["RealTimeQueryAllowed"], Kind::Flag, (7, 0, 1), "Questions about this path are answered; they are refused where it is too wide."),
    column("estimated_links", &[], "Est. backlinks", &["EstimatedExtBackLinks"], Kind::Int, (14, 0, 2), "External backlinks of everything under it, as estimated."),
    column("actual_links", &[], "Ext backlinks", &["ActualExtBackLinks"], Kind::Int, (13, 0, 3), "External backlinks of everything under it, where they were counted."),
    column("actual_urls", &[], "URLs", &["ActualURLs"], Kind::Int, (9, 0, 4), "Addresses under it, where they were counted."),
    column("counted", &[], "Counted", &["ActualCountsAvailable"], Kind::Flag, (7, 0, 5), "The two were counted."),
    EXTRA_COLUMN,
];

/// Every column of an estimate.
pub static ESTIMATES: Table = Table {
    name: "estimates",
    columns: COLUMNS,
};
