//! The columns of a referring domain: what is counted from the links held, and what the provider says of the domain
//! itself (Majestic's GetRefDomains, GetRefDomainInfo and table DomainsInfo; DataForSEO's referring_domains/live and
//! domain_intersection/live, and its backlinks/live in passing).

use super::column::{Column, EXTRA_COLUMN, Kind, Table, column, count, joined};
use super::metrics::{BROKEN, LEADING, LOST, REFERRING, TYPE};

/// What is counted from links, and what Majestic says.
#[rustfmt::skip]
const MAJESTIC: &[Column] = &[
    column("domain", &["referring_domain"], "Domain", &["Domain", "RootDomain", "domain"], Kind::Text, (22, 3, 0), "Registrable domain of the sources: by ICANN rules, or DataForSEO's main domain, which private suffixes part too."),
    column("links", &["links_held"], "Links", &[], Kind::Int, (6, 0, 3), "Links held from this domain; the download's cap per domain applies."),
    column("best_source_trust_flow", &["best_tf"], "Best TF", &[], Kind::Int, (7, 0, 1), "Highest SourceTrustFlow among the links held."),
    column("best_source_citation_flow", &["best_cf"], "Best CF", &[], Kind::Int, (7, 0, 2), "Highest SourceCitationFlow among the links held."),
    column("follow_share", &["follow"], "Follow", &[], Kind::Share, (6, 0, 4), "Share of the links held that are not nofollow."),
    column("lost_share", &["lost"], "Lost", &[], Kind::Share, (5, 0, 7), "Share of the links held that were gone at the last crawl."),
    column("first_seen", &["first"], "First seen", &[], Kind::Date, (10, 0, 5), "Earliest first-found day among the links held."),
    column("last_seen", &["last"], "Last seen", &[], Kind::Date, (10, 0, 6), "Latest source crawl day among the links held."),
    column("topic", &[], "Topic", &[], Kind::Text, (18, 2, 8), "Most frequent leading topic of the source pages held."),
    column("tld", &["suffix"], "TLD", &["TLD", "tld_from"], Kind::Text, (6, 0, 9), "Public suffix of the domain."),
    column("trust_flow", &["tf"], "TF", &["TrustFlow"], Kind::Int, (3, 0, 1), "The domain's own TrustFlow; not in a bulk download, empty until fetched."),
    column("citation_flow", &["cf"], "CF", &["CitationFlow"], Kind::Int, (3, 0, 2), "The domain's own CitationFlow; not in a bulk download, empty until fetched."),
    column("ref_domains", &[], "Ref domains", &["RefDomains"], Kind::Int, (11, 0, 12), "Domains that refer to the domain."),
    column("ext_back_links", &[], "Ext backlinks", &["ExtBackLinks"], Kind::Int, (13, 0, 13), "External backlinks of the domain."),
    column("matched_links", &[], "Matched links", &["MatchedLinks"], Kind::Int, (13, 0, 14), "Links from the domain to the items asked about."),
    column("matches", &[], "Matches", &["Matches"], Kind::Int, (7, 0, 3), "How many of the items asked about the domain links to."),
    column("item0_links", &[], "Links 1", &["BackLinks_0"], Kind::Int, (9, 0, 16), "Links from the domain to the first item."),
    column("item1_links", &[], "Links 2", &["BackLinks_1"], Kind::Int, (9, 0, 17), "Links from the domain to the second item."),
    column("item2_links", &[], "Links 3", &["BackLinks_2"], Kind::Int, (9, 0, 18), "Links from the domain to the third item."),
    column("item3_links", &[], "Links 4", &["BackLinks_3"], Kind::Int, (9, 0, 19), "Links from the domain to the fourth item."),
    column("own_topic", &[], "Own topic", &["TopicalTrustFlow_Topic_0"], Kind::Text, (18, 1, 20), "Leading topic of the domain itself."),
    column("own_topic_value", &[], "Topic TF", &["TopicalTrustFlow_Value_0"], Kind::Int, (8, 0, 21), "Topical TrustFlow of that topic."),
    column("country", &[], "Country", &["CountryCode"], Kind::Text, (7, 0, 22), "Country of the domain's address."),
    column("ip", &[], "IP", &["IP"], Kind::Text, (15, 0, 23), "Address of the domain."),
    column("subnet", &[], "Subnet", &["SubNet"], Kind::Text, (15, 0, 24), "Its network, last number 0."),
    column("alexa_rank", &[], "Alexa rank", &["AlexaRank"], Kind::Int, (10, 0, 25), "Rank by traffic; -1 where unknown."),
    column("indexed_urls", &[], "Indexed URLs", &["IndexedURLs"], Kind::Int, (12, 0, 26), "Addresses known under the domain."),
    column("crawled_urls", &[], "Crawled URLs", &["CrawledURLs"], Kind::Int, (12, 0, 27), "Addresses fetched under the domain."),
    column("first_crawled", &[], "First crawled", &["FirstCrawled"], Kind::Date, (13, 0, 28), "Day the domain was first fetched."),
    column("last_successful_crawl", &[], "Last crawled", &["LastSuccessfulCrawl"], Kind::Date, (12, 0, 29), "Day the domain was last fetched with success."),
    column("title", &[], "Title", &["Title"], Kind::Text, (20, 1, 30), "Title of the home page."),
    column("language", &[], "Language", &["Language"], Kind::Text, (8, 0, 31), "Language codes of the domain."),
    column("status", &[], "Status", &["Status"], Kind::Text, (8, 0, 32), "Whether the provider knows the domain."),
    column("item0_first_link", &[], "First link 1", &["FirstLinkDate_0"], Kind::Date, (12, 0, 33), "Day the first link to the first item was found."),
    column("item0_last_link", &[], "Last link 1", &["LastLinkDate_0"], Kind::Date, (12, 0, 34), "Day a link to the first item was last seen."),
    column("item1_first_link", &[], "First link 2", &["FirstLinkDate_1"], Kind::Date, (12, 0, 35), "Day the first link to the second item was found."),
    column("item1_last_link", &[], "Last link 2", &["LastLinkDate_1"], Kind::Date, (12, 0, 36), "Day a link to the second item was last seen."),
    column("item2_first_link", &[], "First link 3", &["FirstLinkDate_2"], Kind::Date, (12, 0, 37), "Day the first link to the third item was found."),
    column("item2_last_link", &[], "Last link 3", &["LastLinkDate_2"], Kind::Date, (12, 0, 38), "Day a link to the third item was last seen."),
    column("item3_first_link", &[], "First link 4", &["FirstLinkDate_3"], Kind::Date, (12, 0, 39), "Day the first link to the fourth item was found."),
    column("item3_last_link", &[], "Last link 4", &["LastLinkDate_3"], Kind::Date, (12, 0, 40), "Day a link to the fourth item was last seen."),
    column("median_source_trust_flow", &["median_tf"], "Med. TF", &[], Kind::Int, (7, 0, 41), "Median SourceTrustFlow of the links held, of two in the middle the lower; counted once all links are here."),
    column("median_source_citation_flow", &["median_cf"], "Med. CF", &[], Kind::Int, (7, 0, 42), "Median SourceCitationFlow of the links held, of two in the middle the lower; counted once all links are here."),
    column("source_pages", &["pages"], "Pages", &[], Kind::Int, (6, 0, 43), "Different source URLs among the links held; counted once all links are here."),
    column("targets", &[], "Targets", &[], Kind::Int, (7, 0, 44), "Different target URLs among the links held; counted once all links are here."),
    column("anchors", &[], "Anchors", &[], Kind::Int, (7, 0, 45), "Different anchor texts among the links held; counted once all links are here."),
];

/// When DataForSEO found the first link; the day of the same name is counted from links held.
#[rustfmt::skip]
const FIRST: Column =
    column("first_link_seen", &[], "First link", &["first_seen (time)"], Kind::Time, (16, 0, 6), "When the first link from the domain was found.");

/// What DataForSEO says of a source's host beside each link; of several hosts of a domain that of the first link held.
#[rustfmt::skip]
const OF_LINKS: [Column; 5] = [
    column("domain_from_rank", &["domain_rank"], "Domain rank", &["domain_from_rank"], Kind::Int, (11, 0, 1), "DataForSEO's rank of the domain, as its first link held tells it."),
    column("domain_from_platform_type", &["platform"], "Platform", &["domain_from_platform_type"], Kind::Texts, (14, 0, 11), "Kinds of platform the site is, as its first link held tells it."),
    column("domain_from_country", &[], "Country", &["domain_from_country"], Kind::Text, (7, 0, 10), "Country of the host of the first link held; WW is worldwide."),
    column("domain_from_ip", &[], "IP", &["domain_from_ip"], Kind::Text, (15, 0, 26), "Address of the host of the first link held."),
    column("domain_from_is_ip", &[], "Is IP", &["domain_from_is_ip"], Kind::Flag, (5, 0, 27), "The host of the first link held is a bare address."),
];

/// The figures of domain_intersection/live, each by the number of the target.
#[rustfmt::skip]
const BY_TARGET: &[Column] = &[
    column("intersections_count", &["intersections"], "Intersections", &["summary.intersections_count"], Kind::Int, (13, 0, 2), "How many of the targets asked about the domain links to, as DataForSEO counts them."),
    column("target_rank", &[], "Ranks", &["N.rank"], Kind::Counts, (18, 0, 4), "DataForSEO's rank of the domain's links, by the number of the target asked about: target_rank.1 is that to the first."),
    column("target_backlinks", &[], "Links by target", &["N.backlinks"], Kind::Counts, (18, 0, 3), "Links of the domain, by the number of the target asked about: target_backlinks.1 is that to the first."),
    column("target_backlinks_spam_score", &[], "Spam by target", &["N.backlinks_spam_score"], Kind::Counts, (18, 0, 41), "Mean spam score of the links, by the number of the target asked about: target_backlinks_spam_score.1 is that to the first."),
    column("target_broken_backlinks", &[], "Broken by target", &["N.broken_backlinks"], Kind::Counts, (18, 0, 42), "Links to broken pages, by the number of the target asked about: target_broken_backlinks.1 is that to the first."),
    column("target_broken_pages", &[], "Broken pages by t.", &["N.broken_pages"], Kind::Counts, (18, 0, 43), "Broken pages linked to, by the number of the target asked about: target_broken_pages.1 is that to the first."),
    column("target_referring_domains", &[], "Hosts by target", &["N.referring_domains"], Kind::Counts, (18, 0, 44), "Hosts that link, by the number of the target asked about: target_referring_domains.1 is that to the first."),
    column("target_referring_domains_nofollow", &[], "Hosts nf by target", &["N.referring_domains_nofollow"], Kind::Counts, (18, 0, 45), "Hosts with a nofollow link, by the number of the target asked about: target_referring_domains_nofollow.1 is that to the first."),
    column("target_referring_main_domains", &[], "Domains by target", &["N.referring_main_domains"], Kind::Counts, (18, 0, 46), "Main domains that link, by the number of the target asked about: target_referring_main_domains.1 is that to the first."),
    column("target_referring_main_domains_nofollow", &[], "Domains nf by t.", &["N.referring_main_domains_nofollow"], Kind::Counts, (18, 0, 47), "Main domains with a nofollow link, by the number of the target asked about: target_referring_main_domains_nofollow.1 is that to the first."),
    column("target_referring_ips", &[], "IPs by target", &["N.referring_ips"], Kind::Counts, (18, 0, 48), "Addresses that link, by the number of the target asked about: target_referring_ips.1 is that to the first."),
    column("target_referring_subnets", &[], "Subnets by target", &["N.referring_subnets"], Kind::Counts, (18, 0, 49), "Networks that link, by the number of the target asked about: target_referring_subnets.1 is that to the first."),
    column("target_referring_pages", &[], "Pages by target", &["N.referring_pages"], Kind::Counts, (18, 0, 50), "Pages that link, by the number of the target asked about: target_referring_pages.1 is that to the first."),
    column("target_referring_pages_nofollow", &[], "Pages nf by target", &["N.referring_pages_nofollow"], Kind::Counts, (18, 0, 51), "Pages with a nofollow link, by the number of the target asked about: target_referring_pages_nofollow.1 is that to the first."),
    column("target_links_tld", &[], "by target, tld", &["N.referring_links_tld"], Kind::Counts, (18, 0, 52), "Referring pages by target and public suffix: names begin with the number of the target."),
    column("target_links_types", &[], "by target, types", &["N.referring_links_types"], Kind::Counts, (18, 0, 53), "Referring pages by target and kind: names begin with the number of the target."),
    column("target_links_attributes", &[], "by target, attributes", &["N.referring_links_attributes"], Kind::Counts, (18, 0, 54), "Referring pages by target and attribute: names begin with the number of the target."),
    column("target_links_platform_types", &[], "by target, platform", &["N.referring_links_platform_types"], Kind::Counts, (18, 0, 55), "Referring pages by target and kind of platform: names begin with the number of the target."),
    column("target_links_semantic_locations", &[], "by target, semantic", &["N.referring_links_semantic_locations"], Kind::Counts, (18, 0, 56), "Referring pages by target and HTML element around the link: names begin with the number of the target."),
    column("target_links_countries", &[], "by target, countries", &["N.referring_links_countries"], Kind::Counts, (18, 0, 57), "Referring pages by target and country: names begin with the number of the target."),
];

const PIECES: &[&[Column]] = &[
    MAJESTIC,
    &LEADING,
    &[FIRST, LOST],
    &BROKEN,
    &REFERRING,
    &OF_LINKS,
    BY_TARGET,
    &[TYPE, EXTRA_COLUMN],
];

static COLUMNS: [Column; count(PIECES)] = joined(PIECES);

/// Every column of a referring domain. What an answer does not hold stays empty until it is fetched.
pub static DOMAINS: Table = Table {
    name: "domains",
    columns: &COLUMNS,
};

/// A figure that is counted when all links of a domain are here, in a pass of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Later {
    /// Its column of [`DOMAINS`].
    pub id: &'static str,
    /// The column of the links that it is counted from.
    pub of: &'static str,
    /// The median of that column; else how many different values it has.
    pub is_median: bool,
}

impl Later {
    /// Every such figure.
    pub const ALL: [Self; 5] = [
        Self::median("median_source_trust_flow", "source_trust_flow"),
        Self::median("median_source_citation_flow", "source_citation_flow"),
        Self::different("source_pages", "source_url"),
        Self::different("targets", "target_url"),
        Self::different("anchors", "anchor_text"),
    ];

    const fn median(id: &'static str, of: &'static str) -> Self {
        Self {
            id,
            of,
            is_median: true,
        }
    }

    const fn different(id: &'static str, of: &'static str) -> Self {
        Self {
            id,
            of,
            is_median: false,
        }
    }

    /// Whether the column of the domains at this position is one.
    pub fn is_at(column: usize) -> bool {
        let column = DOMAINS.columns.get(column);
        column.is_some_and(|column| Self::ALL.iter().any(|later| later.id == column.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::link::LINKS;

    #[test]
    fn later_figures_are_columns_of_both_tables() {
        for later in Later::ALL {
            let id = |table: &Table, name: &str| table.columns.iter().any(|c| c.id == name);
            assert!(id(&DOMAINS, later.id) && id(&LINKS, later.of), "{later:?}");
            assert!(DOMAINS.position(later.id).is_some_and(Later::is_at));
        }
        assert!(!Later::is_at(0));
    }
}
