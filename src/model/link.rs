//! The columns of a backlink under their own names, as Majestic's bulk downloads and link answers and DataForSEO's
//! backlinks/live deliver them. Each dataset fills those that its answer has; the others stay empty.
//!
//! The providers share a column only where both mean the same by it: the two addresses, the anchor text, the days
//! of first and last visit and whether the link is lost.

use super::column::{Column, EXTRA_COLUMN, Kind, Table, column, count, joined};
use super::metrics::TYPE;

/// Column of the source's registrable domain, by which links are grouped.
pub const SOURCE_DOMAIN: usize = 22;

/// Column of the source's domain by ICANN rules, where another reading groups the links.
pub const ICANN_DOMAIN: &str = "icann_domain";

/// The 22 of the download in its order, what we derive, then what only Majestic's answers have.
#[rustfmt::skip]
const MAJESTIC: &[Column] = &[
    column("target_url", &["target"], "Target URL", &["Target URL", "TargetURL", "url_to"], Kind::Text, (20, 2, 4), "Page the link points to."),
    column("target_acrank", &[], "Target ACRank", &["Target ACRank"], Kind::Int, (6, 0, 20), "ACRank of the target page, 0 to 15."),
    column("source_url", &["source"], "Source URL", &["Source URL", "SourceURL", "url_from"], Kind::Text, (24, 4, 0), "Page that carries the link."),
    column("source_acrank", &["acrank"], "ACRank", &["Source ACRank", "ACRank"], Kind::Int, (6, 0, 19), "ACRank of the source page, 0 to 15."),
    column("anchor_text", &["anchor"], "Anchor text", &["Anchor Text", "AnchorText", "anchor"], Kind::Text, (14, 3, 1), "Text of the link, as the provider stores it."),
    column("source_crawl_date", &["last_seen", "crawled"], "Last crawl", &["Source Crawl Date", "Date", "last_seen"], Kind::Date, (10, 0, 6), "Day the source page was last crawled."),
    column("first_found_date", &["first_seen", "first"], "First seen", &["Source First Found Date", "FirstIndexedDate", "first_seen"], Kind::Date, (10, 0, 5), "Day the link was first found."),
    column("nofollow", &["flag_nofollow"], "NoFollow", &["FlagNoFollow"], Kind::Flag, (8, 0, 7), "The link asks not to be followed."),
    column("image", &["flag_image"], "Image", &["FlagImageLink", "FlagImages"], Kind::Flag, (5, 0, 12), "The link is an image."),
    column("redirect", &["flag_redirect"], "Redirect", &["FlagRedirect"], Kind::Flag, (8, 0, 13), "The link is a redirect."),
    column("frame", &["flag_frame"], "Frame", &["FlagFrame"], Kind::Flag, (5, 0, 16), "The link is a frame."),
    column("deleted", &["lost", "old_crawl", "flag_deleted"], "Lost", &["FlagOldCrawl", "FlagDeleted", "is_lost"], Kind::Flag, (4, 0, 8), "The link was gone at the last crawl (FlagOldCrawl in downloads, FlagDeleted elsewhere)."),
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
    column("source_domain", &["domain"], "Source domain", &[], Kind::Text, (18, 1, 11), "Registrable domain of the source, derived from its address: by ICANN rules, or DataForSEO's main domain, which private suffixes part too."),
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
];

/// What DataForSEO says of a link beyond the columns it shares. Times stand beside the days of the shared columns.
#[rustfmt::skip]
const DATAFORSEO: &[Column] = &[
    column("rank", &["link_rank"], "Rank", &["rank"], Kind::Int, (4, 0, 2), "DataForSEO's rank that the link passes: 0 to 1,000, or 0 to 100 where that scale was asked for."),
    column("page_from_rank", &["page_rank"], "Page rank", &["page_from_rank"], Kind::Int, (9, 0, 3), "DataForSEO's rank of the source page."),
    column("domain_from_rank", &["domain_rank"], "Domain rank", &["domain_from_rank"], Kind::Int, (11, 0, 4), "DataForSEO's rank of the source's domain."),
    column("backlink_spam_score", &["spam"], "Spam", &["backlink_spam_score"], Kind::Int, (4, 0, 9), "Spam score of the link, 0 to 100."),
    column("dofollow", &[], "Dofollow", &["dofollow"], Kind::Flag, (8, 0, 7), "The link does not ask not to be followed."),
    column("item_type", &[], "Kind", &["item_type"], Kind::Text, (8, 0, 10), "What the link is: anchor, image, redirect, canonical and so on."),
    column("attributes", &["rel"], "Attributes", &["attributes"], Kind::Texts, (14, 0, 11), "What the link's rel says: nofollow, ugc, sponsored, noopener and so on."),
    column("is_new", &[], "New", &["is_new"], Kind::Flag, (3, 0, 12), "Found at the latest visit only."),
    column("first_seen_time", &[], "First seen at", &["first_seen (time)"], Kind::Time, (16, 0, 41), "When the link was first found, to the second."),
    column("prev_seen", &[], "Seen before", &["prev_seen"], Kind::Time, (16, 0, 42), "The visit before the latest; empty for a new link."),
    column("last_seen_time", &[], "Last seen at", &["last_seen (time)"], Kind::Time, (16, 0, 43), "The latest visit, to the second."),
    column("domain_from", &["source_host"], "Source host", &["domain_from"], Kind::Text, (18, 1, 44), "Host of the source page, www. kept."),
    column(ICANN_DOMAIN, &[], "ICANN domain", &[], Kind::Text, (18, 1, 45), "Domain of the source by ICANN rules alone, where source_domain follows private suffixes such as blogspot.com too."),
    column("url_from_https", &[], "Source https", &["url_from_https"], Kind::Flag, (12, 0, 46), "The source page is fetched by https."),
    column("domain_to", &["target_host"], "Target host", &["domain_to"], Kind::Text, (18, 1, 47), "Host that is linked to."),
    column("url_to_https", &[], "Target https", &["url_to_https"], Kind::Flag, (12, 0, 48), "The target is fetched by https."),
    column("tld_from", &[], "Source TLD", &["tld_from"], Kind::Text, (10, 0, 49), "Public suffix of the source's host, private ones too."),
    column("domain_from_platform_type", &["platform"], "Platform", &["domain_from_platform_type"], Kind::Texts, (14, 0, 13), "Kinds of platform the source's site is: cms, blogs, news and so on."),
    column("domain_from_is_ip", &[], "Source is IP", &["domain_from_is_ip"], Kind::Flag, (12, 0, 50), "The source's host is a bare address."),
    column("domain_from_ip", &[], "Source IP", &["domain_from_ip"], Kind::Text, (15, 0, 51), "Address of the source's host."),
    column("domain_from_country", &[], "Country", &["domain_from_country"], Kind::Text, (7, 0, 14), "Country of the source's host; WW is worldwide."),
    column("page_from_external_links", &[], "Page ext links", &["page_from_external_links"], Kind::Int, (14, 0, 15), "Outgoing links on the source page."),
    column("page_from_internal_links", &[], "Page int links", &["page_from_internal_links"], Kind::Int, (14, 0, 52), "Internal links on the source page."),
    column("page_from_size", &[], "Page size", &["page_from_size"], Kind::Int, (9, 0, 53), "Bytes of the source page."),
    column("page_from_encoding", &[], "Page encoding", &["page_from_encoding"], Kind::Text, (13, 0, 54), "Character encoding of the source page."),
    column("page_from_language", &[], "Page language", &["page_from_language"], Kind::Text, (13, 0, 17), "Language code of the source page."),
    column("page_from_title", &[], "Page title", &["page_from_title"], Kind::Text, (20, 2, 18), "Title of the source page."),
    column("page_from_status_code", &[], "Page status", &["page_from_status_code"], Kind::Int, (11, 0, 55), "HTTP status of the source page."),
    column("original", &[], "Original", &["original"], Kind::Flag, (8, 0, 56), "The link was there when the page was first visited."),
    column("alt", &[], "Alt", &["alt"], Kind::Text, (14, 1, 57), "Alternative text of the image."),
    column("image_url", &[], "Image URL", &["image_url"], Kind::Text, (20, 1, 58), "Address of the image that links."),
    column("text_pre", &[], "Text before", &["text_pre"], Kind::Text, (18, 1, 19), "Text before the link."),
    column("text_post", &[], "Text after", &["text_post"], Kind::Text, (18, 1, 20), "Text behind the link."),
    column("semantic_location", &["location"], "Location", &["semantic_location"], Kind::Text, (10, 0, 16), "HTML element around the link: article, footer, nav and so on."),
    column("links_count", &[], "Same links", &["links_count"], Kind::Int, (10, 0, 59), "Identical links on the page, of which this row is one."),
    column("group_count", &[], "In group", &["group_count"], Kind::Int, (8, 0, 60), "Links of the group that this row stands for, where they were asked for in groups."),
    column("is_broken", &[], "Broken", &["is_broken"], Kind::Flag, (6, 0, 21), "The target answers with an error."),
    column("url_to_status_code", &[], "Target status", &["url_to_status_code"], Kind::Int, (13, 0, 61), "HTTP status of the target; empty where it was not fetched."),
    column("url_to_spam_score", &[], "Target spam", &["url_to_spam_score"], Kind::Int, (11, 0, 62), "Spam score of the target page, 0 to 100."),
    column("url_to_redirect_target", &[], "Redirects to", &["url_to_redirect_target"], Kind::Text, (20, 1, 63), "Where the target redirects to."),
    column("page_from_keywords_count_top_3", &[], "Keywords top 3", &["ranked_keywords_info.page_from_keywords_count_top_3"], Kind::Int, (14, 0, 64), "Keywords for which the source page is among the first 3 results."),
    column("page_from_keywords_count_top_10", &[], "Keywords top 10", &["ranked_keywords_info.page_from_keywords_count_top_10"], Kind::Int, (15, 0, 65), "Keywords for which the source page is among the first 10 results."),
    column("page_from_keywords_count_top_100", &[], "Keywords top 100", &["ranked_keywords_info.page_from_keywords_count_top_100"], Kind::Int, (16, 0, 66), "Keywords for which the source page is among the first 100 results."),
    column("is_indirect_link", &["indirect"], "Indirect", &["is_indirect_link"], Kind::Flag, (8, 0, 22), "The link reaches the target through a redirect or a canonical address."),
    column("indirect_link_path", &[], "Indirect path", &["indirect_link_path"], Kind::Path, (24, 1, 67), "The stops on that way: what each is, its HTTP status and its address."),
    TYPE,
];

const PIECES: &[&[Column]] = &[MAJESTIC, DATAFORSEO, &[EXTRA_COLUMN]];

static COLUMNS: [Column; count(PIECES)] = joined(PIECES);

/// Every column of a link.
pub static LINKS: Table = Table {
    name: "links",
    columns: &COLUMNS,
};
