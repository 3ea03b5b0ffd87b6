//! The columns of a backlink, as Majestic's bulk download delivers them, under their own names.

use super::column::{Kind, Table, column};

/// Column of the source's registrable domain, by which links are grouped.
pub const SOURCE_DOMAIN: usize = 22;

/// Every column of a link: the 22 of the download in its order, then what we derive.
#[rustfmt::skip]
pub static LINKS: Table = Table {
    name: "links",
    columns: &[
        column("target_url", &["target"], "Target URL", "Target URL", Kind::Text, (20, 2, 4), "Page the link points to."),
        column("target_acrank", &[], "Target ACRank", "Target ACRank", Kind::Int, (6, 0, 20), "ACRank of the target page, 0 to 15."),
        column("source_url", &["source"], "Source URL", "Source URL", Kind::Text, (24, 4, 0), "Page that carries the link."),
        column("source_acrank", &["acrank"], "ACRank", "Source ACRank", Kind::Int, (6, 0, 19), "ACRank of the source page, 0 to 15."),
        column("anchor_text", &["anchor"], "Anchor text", "Anchor Text", Kind::Text, (14, 3, 1), "Text of the link, as the provider stores it."),
        column("source_crawl_date", &["last_seen", "crawled"], "Last crawl", "Source Crawl Date", Kind::Date, (10, 0, 6), "Day the source page was last crawled."),
        column("first_found_date", &["first_seen", "first"], "First seen", "Source First Found Date", Kind::Date, (10, 0, 5), "Day the link was first found."),
        column("nofollow", &["flag_nofollow"], "NoFollow", "FlagNoFollow", Kind::Flag, (8, 0, 7), "The link asks not to be followed."),
        column("image", &["flag_image"], "Image", "FlagImageLink", Kind::Flag, (5, 0, 12), "The link is an image."),
        column("redirect", &["flag_redirect"], "Redirect", "FlagRedirect", Kind::Flag, (8, 0, 13), "The link is a redirect."),
        column("frame", &["flag_frame"], "Frame", "FlagFrame", Kind::Flag, (5, 0, 16), "The link is a frame."),
        column("deleted", &["lost", "old_crawl", "flag_deleted"], "Lost", "FlagOldCrawl", Kind::Flag, (4, 0, 8), "The link was gone at the last crawl (FlagOldCrawl in downloads, FlagDeleted elsewhere)."),
        column("alt_text", &["flag_alt_text"], "Alt text", "FlagAltText", Kind::Flag, (8, 0, 17), "The anchor is the image's alternative text."),
        column("mention", &["flag_mention"], "Mention", "FlagMention", Kind::Flag, (7, 0, 18), "The address is mentioned without a link."),
        column("source_citation_flow", &["cf"], "CF", "SourceCitationFlow", Kind::Int, (3, 0, 3), "CitationFlow of the source page, 0 to 100."),
        column("source_trust_flow", &["tf"], "TF", "SourceTrustFlow", Kind::Int, (3, 0, 2), "TrustFlow of the source page, 0 to 100."),
        column("target_citation_flow", &[], "Target CF", "TargetCitationFlow", Kind::Int, (9, 0, 15), "CitationFlow of the target page."),
        column("target_trust_flow", &[], "Target TF", "TargetTrustFlow", Kind::Int, (9, 0, 14), "TrustFlow of the target page."),
        column("source_topic", &["topic"], "Topic", "SourceTopicalTrustFlow_Topic_0", Kind::Text, (16, 1, 9), "Leading topic of the source page."),
        column("source_topic_value", &["topic_value"], "Topic TF", "SourceTopicalTrustFlow_Value_0", Kind::Int, (8, 0, 10), "Topical TrustFlow of that topic."),
        column("target_topic", &[], "Target topic", "TargetTopicalTrustFlow_Topic_0", Kind::Text, (16, 1, 21), "Leading topic of the target page."),
        column("target_topic_value", &[], "Target topic TF", "TargetTopicalTrustFlow_Value_0", Kind::Int, (15, 0, 22), "Topical TrustFlow of that topic."),
        column("source_domain", &["domain"], "Source domain", "", Kind::Text, (18, 1, 11), "Registrable domain of the source (ICANN rules); derived from Source URL."),
    ],
};
