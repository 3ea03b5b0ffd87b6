//! The columns of a topic: what the links are about, as Majestic's GetTopics answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("topic", &[], "Topic", &["Topic"], Kind::Text, (30, 4, 0), "Path of the topic; empty where the service names none."),
    column("topical_trust_flow", &["tf", "topic_value"], "Topical TF", &["TopicalTrustFlow"], Kind::Int, (10, 0, 1), "Topical TrustFlow of the target in that topic, 0 to 100."),
    column("links", &[], "Links", &["Links"], Kind::Int, (9, 0, 1), "Links from pages of that topic."),
    column("ref_domains", &[], "Ref domains", &["RefDomains"], Kind::Int, (11, 0, 2), "Referring domains of that topic."),
    column("links_from_ref_domains", &[], "Links of these", &["LinksFromRefDomains"], Kind::Int, (14, 0, 4), "Links from referring domains of that topic."),
    column("pages", &[], "Pages", &["Pages"], Kind::Int, (9, 0, 3), "Pages of that topic."),
    EXTRA_COLUMN,
];

/// Every column of a topic.
pub static TOPICS: Table = Table {
    name: "topics",
    columns: COLUMNS,
};
