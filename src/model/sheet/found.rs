//! The columns of what a keyword finds, as Majestic's SearchByKeyword answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("item", &["url"], "Item", &["Item"], Kind::Text, (28, 4, 0), "Page or domain that was found."),
    column("search_score", &["score"], "Score", &["SearchScore"], Kind::Int, (7, 0, 1), "The service's score: the sum of the four parts."),
    column("trust_flow", &["tf"], "TF", &["TrustFlow"], Kind::Int, (3, 0, 1), "TrustFlow, 0 to 100."),
    column("citation_flow", &["cf"], "CF", &["CitationFlow"], Kind::Int, (3, 0, 2), "CitationFlow, 0 to 100."),
    column("title", &[], "Title", &["Title"], Kind::Text, (20, 2, 3), "Its title."),
    column("ref_domains", &[], "Ref domains", &["RefDomains"], Kind::Int, (11, 0, 4), "Referring domains."),
    column("ext_back_links", &[], "Ext backlinks", &["ExtBackLinks"], Kind::Int, (13, 0, 5), "External backlinks."),
    column("score_title", &[], "by title", &["ScoreInTitle"], Kind::Int, (8, 0, 6), "Of the score, for its title."),
    column("score_url", &[], "by URL", &["ScoreInURL"], Kind::Int, (8, 0, 7), "Of the score, for its address."),
    column("score_anchor", &[], "by anchors", &["ScoreInAnchor"], Kind::Int, (10, 0, 8), "Of the score, for the anchor texts of links to it."),
    column("score_other", &[], "other", &["ScoreOther"], Kind::Int, (8, 0, 9), "Of the score, for the rest."),
    column("score_multiplier", &[], "Multiplier", &["ScoreMultiplier"], Kind::Text, (10, 0, 10), "What the service multiplied by."),
    column("rank_id", &[], "Place", &["RankID"], Kind::Int, (5, 0, 11), "Place among the hits, from 0."),
    column("topic", &[], "Topic", &["TopicalTrustFlow_Topic_0"], Kind::Text, (18, 2, 12), "Leading topic."),
    column("topic_value", &[], "Topic TF", &["TopicalTrustFlow_Value_0"], Kind::Int, (8, 0, 13), "Topical TrustFlow of that topic."),
    column("topic_1", &[], "Topic 2", &["TopicalTrustFlow_Topic_1"], Kind::Text, (18, 1, 14), "Second topic."),
    column("topic_1_value", &[], "Topic 2 TF", &["TopicalTrustFlow_Value_1"], Kind::Int, (10, 0, 15), "Topical TrustFlow of that topic."),
    column("topic_2", &[], "Topic 3", &["TopicalTrustFlow_Topic_2"], Kind::Text, (18, 1, 16), "Third topic."),
    column("topic_2_value", &[], "Topic 3 TF", &["TopicalTrustFlow_Value_2"], Kind::Int, (10, 0, 17), "Topical TrustFlow of that topic."),
    EXTRA_COLUMN,
];

/// Every column of a hit.
pub static FOUND: Table = Table {
    name: "found",
    columns: COLUMNS,
};
