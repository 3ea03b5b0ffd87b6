//! The figures that DataForSEO's Backlinks API repeats in every list of its own: what it calls the fields of a
//! referring domain, an anchor, a period or a summary (its documentation, Backlinks API, pages of these functions).

use super::column::{Column, Kind, column};

/// Rank, links and spam score; before them stands what the row is about.
#[rustfmt::skip]
pub(in crate::model) const LEADING: [Column; 3] = [
    column("rank", &[], "Rank", &["rank"], Kind::Int, (4, 0, 1), "DataForSEO's rank: 0 to 1,000, or 0 to 100 where that scale was asked for."),
    column("backlinks", &[], "Backlinks", &["backlinks"], Kind::Int, (9, 0, 2), "Links counted by DataForSEO."),
    column("backlinks_spam_score", &["spam"], "Spam", &["backlinks_spam_score"], Kind::Int, (4, 0, 5), "Mean spam score of these links, 0 to 100."),
];

/// When the links were found and lost. A list that works out a day of the same name has its own column instead.
#[rustfmt::skip]
pub(in crate::model) const SEEN: [Column; 2] = [
    column("first_seen", &[], "First seen", &["first_seen"], Kind::Time, (16, 0, 6), "When the first of these links was found."),
    LOST,
];

/// When the last of the links was lost.
#[rustfmt::skip]
pub(in crate::model) const LOST: Column =
    column("lost_date", &[], "Lost", &["lost_date"], Kind::Time, (16, 0, 7), "When the last of these links was lost; empty while one is live.");

/// What is broken.
#[rustfmt::skip]
pub(in crate::model) const BROKEN: [Column; 2] = [
    column("broken_backlinks", &[], "Broken links", &["broken_backlinks"], Kind::Int, (12, 0, 17), "Links to pages that answer with an error."),
    column("broken_pages", &[], "Broken pages", &["broken_pages"], Kind::Int, (12, 0, 18), "Pages among the targets that answer with an error."),
];

/// Who refers, and what the links are. A nofollow counter counts those with at least one nofollow link.
#[rustfmt::skip]
pub(in crate::model) const REFERRING: [Column; 14] = [
    column("referring_domains", &["ref_hosts"], "Ref hosts", &["referring_domains"], Kind::Int, (9, 0, 8), "Referring hosts, sub-domains apart (DataForSEO's referring_domains)."),
    column("referring_domains_nofollow", &[], "Ref hosts nf", &["referring_domains_nofollow"], Kind::Int, (12, 0, 19), "Referring hosts with a nofollow link."),
    column("referring_main_domains", &[], "Ref domains", &["referring_main_domains"], Kind::Int, (11, 0, 4), "Referring main domains (DataForSEO's referring_main_domains)."),
    column("referring_main_domains_nofollow", &[], "Ref domains nf", &["referring_main_domains_nofollow"], Kind::Int, (14, 0, 20), "Referring main domains with a nofollow link."),
    column("referring_ips", &[], "Ref IPs", &["referring_ips"], Kind::Int, (7, 0, 9), "Distinct referring addresses."),
    column("referring_subnets", &[], "Ref subnets", &["referring_subnets"], Kind::Int, (11, 0, 10), "Distinct referring networks."),
    column("referring_pages", &[], "Ref pages", &["referring_pages"], Kind::Int, (9, 0, 3), "Pages that carry the links: the sum of each map of links that was not cut."),
    column("referring_pages_nofollow", &[], "Ref pages nf", &["referring_pages_nofollow"], Kind::Int, (12, 0, 21), "Referring pages with a nofollow link."),
    column("referring_links_tld", &[], "by TLD", &["referring_links_tld"], Kind::Counts, (14, 1, 22), "Referring pages by public suffix, private ones too; the most frequent ones."),
    column("referring_links_types", &[], "by type", &["referring_links_types"], Kind::Counts, (18, 1, 11), "Referring pages by the kind of their strongest link: anchor, image, redirect and so on."),
    column("referring_links_attributes", &[], "by attribute", &["referring_links_attributes"], Kind::Counts, (14, 1, 12), "Referring pages by attribute of their links, such as nofollow; a page may count for several."),
    column("referring_links_platform_types", &[], "by platform", &["referring_links_platform_types"], Kind::Counts, (14, 1, 14), "Referring pages by kind of platform; a page may count for several."),
    column("referring_links_semantic_locations", &[], "by location", &["referring_links_semantic_locations"], Kind::Counts, (14, 1, 15), "Referring pages by the HTML element around the link; (none) where there is no such."),
    column("referring_links_countries", &[], "by country", &["referring_links_countries"], Kind::Counts, (14, 1, 13), "Referring pages by country of the host: WW is worldwide, (none) not known."),
];

/// What a site is, and what lies on it.
#[rustfmt::skip]
pub(in crate::model) const SITE: [Column; 10] = [
    column("crawled_pages", &[], "Crawled pages", &["crawled_pages"], Kind::Int, (13, 0, 23), "Pages fetched on the target."),
    column("server", &[], "Server", &["info.server"], Kind::Text, (10, 0, 30), "HTTP server of the target."),
    column("cms", &[], "CMS", &["info.cms"], Kind::Text, (10, 0, 31), "Content management system of the target."),
    column("platform_type", &[], "Platform", &["info.platform_type"], Kind::Texts, (14, 0, 32), "Kinds of platform the target is."),
    column("ip_address", &[], "IP address", &["info.ip_address"], Kind::Text, (15, 0, 33), "Address of the target."),
    column("country", &[], "Country", &["info.country"], Kind::Text, (7, 0, 34), "Country of the target's host."),
    column("is_ip", &[], "Is IP", &["info.is_ip"], Kind::Flag, (5, 0, 35), "The target is a bare address."),
    column("target_spam_score", &[], "Own spam", &["info.target_spam_score"], Kind::Int, (8, 0, 16), "Spam score of the target itself, 0 to 100."),
    column("internal_links_count", &[], "Internal links (sum)", &["internal_links_count"], Kind::Int, (20, 0, 24), "Internal links on all pages fetched."),
    column("external_links_count", &[], "External links (sum)", &["external_links_count"], Kind::Int, (20, 0, 25), "External links on all pages fetched."),
];

/// Which kind of row the provider says it is.
#[rustfmt::skip]
pub(in crate::model) const TYPE: Column =
    column("type", &[], "Row type", &["type"], Kind::Text, (14, 0, 98), "What DataForSEO calls a row of this kind.");
