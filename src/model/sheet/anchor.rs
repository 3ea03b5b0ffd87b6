//! The columns of an anchor text: who links with it, as Majestic's GetAnchorText and DataForSEO's anchors/live
//! answer.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column, count, joined};
use crate::model::metrics::{BROKEN, LEADING, REFERRING, SEEN, TYPE};

#[rustfmt::skip]
const ANCHOR: Column =
    column("anchor", &["anchor_text"], "Anchor text", &["AnchorText", "anchor"], Kind::Text, (30, 4, 0), "Text of the links; empty for links without text.");

/// What Majestic says.
#[rustfmt::skip]
const MAJESTIC: &[Column] = &[
    column("ref_domains", &[], "Ref domains", &["RefDomains"], Kind::Int, (11, 0, 1), "Referring domains that use the text (Majestic)."),
    column("total_links", &["links"], "Links", &["TotalLinks"], Kind::Int, (9, 0, 2), "Links with the text (Majestic)."),
    column("deleted_links", &[], "Deleted", &["DeletedLinks"], Kind::Int, (8, 0, 4), "Of these, gone at the last crawl."),
    column("nofollow_links", &[], "Nofollow", &["NoFollowLinks"], Kind::Int, (8, 0, 3), "Of these, nofollow."),
    column("trust_flow", &["tf"], "TF", &["EstimatedLinkTrustFlow"], Kind::Int, (3, 0, 3), "TrustFlow of these links as Majestic estimates it."),
    column("citation_flow", &["cf"], "CF", &["EstimatedLinkCitationFlow"], Kind::Int, (3, 0, 4), "CitationFlow of these links as Majestic estimates it."),
    column("topic", &[], "Topic", &["TopicalTrustFlow_Topic_0"], Kind::Text, (18, 2, 26), "Leading topic."),
    column("topic_value", &[], "Topic TF", &["TopicalTrustFlow_Value_0"], Kind::Int, (8, 0, 27), "Topical TrustFlow of that topic."),
    column("topic_1", &[], "Topic 2", &["TopicalTrustFlow_Topic_1"], Kind::Text, (18, 1, 28), "Second topic."),
    column("topic_1_value", &[], "Topic 2 TF", &["TopicalTrustFlow_Value_1"], Kind::Int, (10, 0, 29), "Topical TrustFlow of that topic."),
    column("topic_2", &[], "Topic 3", &["TopicalTrustFlow_Topic_2"], Kind::Text, (18, 1, 30), "Third topic."),
    column("topic_2_value", &[], "Topic 3 TF", &["TopicalTrustFlow_Value_2"], Kind::Int, (10, 0, 31), "Topical TrustFlow of that topic."),
];

const PIECES: &[&[Column]] = &[
    &[ANCHOR],
    MAJESTIC,
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
