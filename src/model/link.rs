//! The columns of a backlink under their own names, as Majestic's bulk downloads and link answers deliver them.
//! Each dataset fills those that its answer has; the others stay empty.

use super::column::{Kind, Table, column};

/// Column of the source's registrable domain, by which links are grouped.
pub const SOURCE_DOMAIN: usize = 22;

/// Every column of a link: the 22 of the download in its order, what we derive, then what only answers have.
#[rustfmt::skip]
pub static LINKS: Table = Table {
    name: "links",
    columns: &[
        column("target_url", &["target"], "Target URL", &["Target URL", "TargetURL"], Kind::Text, (20, 2, 4), "Page the link points to."),
        column("target_acrank", &[], "Target ACRank", &["Target ACRank"], Kind::Int, (6, 0, 20), "ACRank of the target page, 0 to 15."),
        column("source_url", &["source"], "Source URL", &["Source URL", "SourceURL"], Kind::Text, (24, 4, 0), "Page that carries the link."),
        column("source_acrank", &["acrank"], "ACRank", &["Source ACRank", "ACRank"], Kind::Int, (6, 0, 19), "ACRank of the source page, 0 to 15."),
        column("anchor_text", &["anchor"], "Anchor text", &["Anchor Text", "AnchorText"], Kind::Text, (14, 3, 1), "Text of the link, as the provider stores it."),
        column("source_crawl_date", &["last_seen", "crawled"], "Last crawl", &["Source Crawl Date", "Date"], Kind::Date, (10, 0, 6), "Day the source page was last crawled."),
        column("first_found_date", &["first_seen", "first"], "First seen", &["Source First Found Date", "FirstIndexedDate"], Kind::Date, (10, 0, 5), "Day the link was first found."),
        column("nofollow", &["flag_nofollow"], "NoFollow", &["FlagNoFollow"], Kind::Flag, (8, 0, 7), "The link asks not to be followed."),
        column("image", &["flag_image"], "Image", &["FlagImageLink", "FlagImages"], Kind::Flag, (5, 0, 12), "The link is an image."),
        column("redirect", &["flag_redirect"], "Redirect", &["FlagRedirect"], Kind::Flag, (8, 0, 13), "The link is a redirect."),
        column("frame", &["flag_frame"], "Frame", &["FlagFrame"], Kind::Flag, (5, 0, 16), "The link is a frame."),
        column("deleted", &["lost", "old_crawl", "flag_deleted"], "Lost", &["FlagOldCrawl", "FlagDeleted"], Kind::Flag, (4, 0, 8), "The link was gone at the last crawl (FlagOldCrawl in downloads, FlagDeleted elsewhere)."),
        column("alt_text", &["flag_alt_text"], "Alt text", &["FlagAltText"], Kind::Flag, (8, 0, 17), "The anchor is the image's alternative text."),
        column("mention", &["flag_mention"], "Mention", &["FlagMention"], Kind::Flag, (7, 0, 18), "The address is mentioned without a link."),
        column("source_citation_flow", &["cf"], "CF", &["SourceCitationFlow"], Kind::Int, (3, 0, 3), "CitationFlow of the source page, 0 to 100."),
        column("source_trust_flow", &["tf"], "TF", &["SourceTrustFlow"], Kind::Int, (3, 0, 2), "TrustFlow of the source page, 0 to 100."),
        column("target_citation_flow", &[], "Target CF", &["TargetCitationFlow"], Kind::Int, (9, 0, 15), "CitationFlow of the target page."),
        column("target_trust_flow", &[], "Target TF", &["TargetTrustFlow"], Kind::Int, (9, 0, 14), "TrustFlow of the target page."),
        column("source_topic", &["topic"], "Topic", &["SourceTopicalTrustFlow_Topic_0"], Kind::Text, (16, 1, 9), "Leading topic of the source page."),
        column("source_topic_value", &["topic_value"], "Topic TF", &["SourceTopicalTrustFlow_Value_0"], Kind::Int, (8, 0, 10), "Topical TrustFlow of that topic."),
        column("target_topic", &[], "Target topic", &["TargetTopicalTrustFlow_Topic_0"], Kind::Text, (16, 1, 21), "Leading topic of the target page."),
        column("target_topic_value", &[], "Target topic TF", &["TargetTopicalTrustFlow_Value_0"], Kind::Int, (15, 0, 22), "Topical TrustFlow of that topic."),
        column("source_domain", &["domain"], "Source domain", &[], Kind::Text, (18, 1, 11), "Registrable domain of the source (ICANN rules); derived from Source URL."),
        column("last_seen_date", &[], "Last seen", &["LastSeenDate"], Kind::Date, (10, 0, 23), "Day the link was last seen live."),
        column("date_lost", &[], "Date lost", &["DateLost"], Kind::Date, (10, 0, 24), "Day the link was found missing."),
        column("reason_lost", &[], "Reason lost", &["ReasonLost"], Kind::Text, (16, 1, 25), "Crawl result at which the link was found missing."),
        column("link_type", &[], "Link type", &["LinkType"], Kind::Text, (10, 0, 26), "TextLink, ImageLink, Redirect or Frame."),
        column("link_sub_type", &[], "Link sub-type", &["LinkSubType"], Kind::Text, (20, 0, 27), "The finer kind of link."),
        column("source_title", &["title"], "Source title", &["SourceTitle"], Kind::Text, (20, 2, 28), "Title of the source page."),
        column("source_language", &["language"], "Language", &["SourceLanguage"], Kind::Text, (8, 0, 29), "Language code of the source page."),
        column("source_out_domains", &[], "Out domains", &["SourceOutDomainsExternal"], Kind::Int, (11, 0, 30), "Domains that the source page links to."),
        column("source_out_links", &[], "Out links", &["SourceOutLinksExternal"], Kind::Int, (9, 0, 31), "External links on the source page."),
        column("source_internal_links", &[], "Internal links", &["SourceOutLinksInternal"], Kind::Int, (14, 0, 32), "Internal links on the source page."),
        column("indirect_target_url", &[], "Indirect URL", &["IndirectTargetURL"], Kind::Text, (20, 1, 33), "Address between source and target: a redirect or a canonical one."),
        column("indirect_target_type", &[], "Indirect type", &["IndirectTargetType"], Kind::Text, (16, 0, 34), "How that address leads to the target."),
        column("target_title", &[], "Target title", &["TargetTitle"], Kind::Text, (20, 1, 35), "Title of the target page."),
        column("target_language", &[], "Target language", &["TargetLanguage"], Kind::Text, (15, 0, 36), "Language code of the target page."),
        column("links_available", &[], "Links available", &["LinksAvailableForRootDomain"], Kind::Int, (15, 0, 37), "Links that the provider has of this referring domain; empty if it does not say."),
        column("domain_topic", &[], "Domain topic", &["RefDomainTopicalTrustFlow_Topic_0"], Kind::Text, (16, 1, 38), "Leading topic of the referring domain."),
        column("domain_topic_value", &[], "Domain topic TF", &["RefDomainTopicalTrustFlow_Value_0"], Kind::Int, (15, 0, 39), "Topical TrustFlow of that topic."),
        column("level", &[], "Level", &["BackLinkType"], Kind::Text, (10, 0, 40), "Which level of the target the row was listed for: URL, SubDomain or RootDomain."),
        column("extra", &[], "Other columns", &[], Kind::Text, (13, 1, 99), "Columns that this program does not know, as one JSON object of name and text."),
    ],
};
