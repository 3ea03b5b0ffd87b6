//! The columns of a related site, as Majestic's GetRelatedSites answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("domain", &["item"], "Domain", &["Domain"], Kind::Text, (24, 3, 0), "The site."),
    column("trust_flow", &["tf"], "TF", &["TrustFlow"], Kind::Int, (3, 0, 1), "TrustFlow, 0 to 100."),
    column("citation_flow", &["cf"], "CF", &["CitationFlow"], Kind::Int, (3, 0, 2), "CitationFlow, 0 to 100."),
    column("instances", &[], "Instances", &["Instances"], Kind::Int, (9, 0, 3), "How often both are linked together."),
    column("unique_contexts", &[], "Contexts", &["UniqueContexts"], Kind::Int, (8, 0, 4), "Different contexts of that."),
    column("title", &[], "Title", &["Title"], Kind::Text, (20, 2, 5), "Title of its home page."),
    column("topic", &[], "Topic", &["PrimaryTopicName"], Kind::Text, (18, 2, 6), "Its leading topic."),
    column("topic_value", &[], "Topic TF", &["PrimaryTopicValue"], Kind::Int, (8, 0, 7), "Topical TrustFlow of that topic."),
    EXTRA_COLUMN,
];

/// Every column of a related site.
pub static RELATED: Table = Table {
    name: "related",
    columns: COLUMNS,
};
