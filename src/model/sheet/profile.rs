//! The columns of a cell of a link profile: how many links have these two flows, as Majestic's GetLinkProfile answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("item", &["target"], "Item", &["Item"], Kind::Text, (24, 3, 3), "What was asked about."),
    column("counted", &[], "Counted", &["DataType"], Kind::Text, (10, 0, 4), "What is counted: Links or RefDomains."),
    column("citation_flow", &["cf"], "CF", &["CitationFlow"], Kind::Int, (3, 0, 1), "CitationFlow of the sources, 0 to 100."),
    column("trust_flow", &["tf"], "TF", &["TrustFlow"], Kind::Int, (3, 0, 1), "TrustFlow of the sources, 0 to 100."),
    column("value", &[], "Value", &["Value"], Kind::Int, (9, 0, 0), "How many links, or referring domains, have these two."),
    EXTRA_COLUMN,
];

/// Every column of such a cell.
pub static PROFILE: Table = Table {
    name: "profile",
    columns: COLUMNS,
};
