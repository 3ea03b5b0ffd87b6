//! The columns of a domain on the same address or network, as Majestic's GetHostedDomains answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("domain", &["item"], "Domain", &["Domain"], Kind::Text, (24, 3, 0), "The domain."),
    column("shared", &[], "Shares", &["Shared"], Kind::Text, (7, 0, 1), "What it shares with the target: address, or network of 256 addresses."),
    column("ip", &[], "IP", &["IPAddress"], Kind::Text, (15, 0, 2), "Its address."),
    column("trust_flow", &["tf"], "TF", &["TrustFlow"], Kind::Int, (3, 0, 1), "TrustFlow, 0 to 100."),
    column("citation_flow", &["cf"], "CF", &["CitationFlow"], Kind::Int, (3, 0, 2), "CitationFlow, 0 to 100."),
    column("ref_domains", &[], "Ref domains", &["RefDomains"], Kind::Int, (11, 0, 3), "Referring domains."),
    column("ext_back_links", &[], "Ext backlinks", &["ExtBackLinks"], Kind::Int, (13, 0, 4), "External backlinks."),
    column("topic", &[], "Topic", &["TopicalTrustFlow_Topic_0"], Kind::Text, (18, 2, 5), "Leading topic."),
    column("topic_value", &[], "Topic TF", &["TopicalTrustFlow_Value_0"], Kind::Int, (8, 0, 6), "Topical TrustFlow of that topic."),
    column("topic_1", &[], "Topic 2", &["TopicalTrustFlow_Topic_1"], Kind::Text, (18, 1, 7), "Second topic."),
    column("topic_1_value", &[], "Topic 2 TF", &["TopicalTrustFlow_Value_1"], Kind::Int, (10, 0, 8), "Topical TrustFlow of that topic."),
    column("topic_2", &[], "Topic 3", &["TopicalTrustFlow_Topic_2"], Kind::Text, (18, 1, 9), "Third topic."),
    column("topic_2_value", &[], "Topic 3 TF", &["TopicalTrustFlow_Value_2"], Kind::Int, (10, 0, 10), "Topical TrustFlow of that topic."),
    EXTRA_COLUMN,
];

/// Every column of such a domain.
pub static NEIGHBOURS: Table = Table {
    name: "neighbours",
    columns: COLUMNS,
};
