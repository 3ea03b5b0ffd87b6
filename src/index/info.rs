//! Everything a summary of one item shows, each value computed from the world.

use crate::index::dates::Datasource;
use crate::index::item::{ItemId, ItemKind, Place};
use crate::index::metrics::Ranks;
use crate::index::record::{PagePlace, Topic};
use crate::index::tally::{
    DomainCount, LanguageCount, LanguageShare, Occurrences, ReservedCount, Tally,
};
use crate::index::vocabulary::{TOPICS, topic_name};
use crate::index::world::World;

/// The summary of an item, with the columns of the Majestic developer
/// documentation, GetIndexItemInfo page, that describe the item; prices are not
/// among them. Dates are days since 1970-01-01.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemInfo {
    /// Kind of the item.
    pub kind: ItemKind,
    /// Links from other registrable domains, lost ones included.
    pub ext_back_links: i64,
    /// Registrable domains these come from.
    pub ref_domains: i64,
    /// Distinct IPv4 addresses of the linking hosts.
    pub ref_ips: i64,
    /// Distinct /24 networks of the linking hosts.
    pub ref_subnets: i64,
    /// From educational suffixes of any country.
    pub edu: ReservedCount,
    /// From governmental suffixes of any country.
    pub gov: ReservedCount,
    /// From `.edu` exactly.
    pub edu_exact: ReservedCount,
    /// From `.gov` exactly.
    pub gov_exact: ReservedCount,
    /// 0–15 for a URL, -1 otherwise.
    pub acrank: i64,
    /// Known URLs under the item.
    pub indexed_urls: i64,
    /// Fetched URLs under the item.
    pub crawled_urls: i64,
    /// Whether a URL was fetched; false for other kinds.
    pub crawled: bool,
    /// When a URL was fetched.
    pub last_crawl_date: Option<i32>,
    /// Result of that; empty for other kinds.
    pub last_crawl_result: &'static str,
    /// Whether a URL redirects.
    pub redirects: bool,
    /// Result at the end of the redirect.
    pub final_redirect_result: &'static str,
    /// Where it redirects to; empty if it does not.
    pub redirect_to: String,
    /// The address a fetched page or home page names as its own.
    pub canonical_url: String,
    /// Registrable domains linked to, by links that stand.
    pub out_domains_external: i64,
    /// Links to them.
    pub out_links_external: i64,
    /// Links within the host: the navigation of every fetched page.
    pub out_links_internal: i64,
    /// Fetched pages with links.
    pub out_links_pages: i64,
    /// When a URL that was never fetched was last seen in a link.
    pub last_seen: Option<i32>,
    /// More than a tenth of the referring domains (and at least 20) stand on one
    /// /24, or the item itself is part of a link farm.
    pub affected_by_anti_spam: bool,
    /// Title of the page or home page, raw.
    pub title: String,
    /// Languages of the item's fetched pages (the first [`LANGUAGE_SAMPLE`] of
    /// each host), the most frequent first.
    pub languages: Vec<LanguageShare>,
    /// Pages these were counted over.
    pub language_total_pages: i64,
    /// Languages of the referring pages, once for each link.
    pub ref_languages: Vec<LanguageShare>,
    /// Links these were counted over.
    pub ref_language_total_pages: i64,
    /// IPv4 address of the registrable domain's main host.
    pub root_domain_ip: u32,
    /// Occurrences of links.
    pub non_unique: Occurrences,
    /// Referring domains by kind of link.
    pub ref_domain_types: DomainCount,
    /// CitationFlow, 0–100.
    pub citation_flow: u8,
    /// TrustFlow, 0–100.
    pub trust_flow: u8,
    /// Equal to TrustFlow.
    pub trust_metric: u8,
    /// Leading topics, the strongest first; at most as many as asked for.
    pub topics: Vec<Topic>,
    /// Number of topics with any value.
    pub topics_known: i64,
    /// When the earliest link was found.
    pub first_link_date: Option<i32>,
    /// When the latest link was seen.
    pub last_link_date: Option<i32>,
}

/// Pages of each host whose language is looked at.
pub const LANGUAGE_SAMPLE: u32 = 2_000;

impl ItemInfo {
    /// What is known from the links alone; the rest is left empty.
    fn of_links(kind: ItemKind, tally: &Tally) -> Self {
        Self {
            kind,
            ext_back_links: tally.links,
            ref_domains: tally.ref_domains,
            ref_ips: tally.ref_ips,
            ref_subnets: tally.ref_subnets,
            edu: tally.edu,
            gov: tally.gov,
            edu_exact: tally.edu_exact,
            gov_exact: tally.gov_exact,
            ref_languages: tally.languages.shares(),
            ref_language_total_pages: tally.languages.total(),
            non_unique: tally.occurrences,
            ref_domain_types: tally.domains,
            first_link_date: tally.first,
            last_link_date: tally.last,
            ..Self::default()
        }
    }
}

impl World {
    /// Summarises `item` as `view` knows it, given the count of its links.
    pub(crate) fn info(
        &self,
        item: ItemId,
        view: Datasource,
        tally: &Tally,
        topics: usize,
    ) -> ItemInfo {
        let population = &self.population;
        let hosts = self.hosts_of(item);
        let is_url = matches!(item.0, Place::Page(..));
        let main = match item.0 {
            // What a summary of a path says of one page is that of the first under it.
            Place::Page(host, page) | Place::Under { host, page, .. } => PagePlace { host, page },
            _ => PagePlace {
                host: hosts.start,
                page: 0,
            },
        };
        let fetch = self.fetch(item, main, view);
        let (citation_flow, trust_flow, acrank) = self.flows(item);
        let languages = self.languages(item, fetch.crawled);
        let outgoing = self.outgoing(item, view);
        let mut all_topics = self.topics(item, trust_flow);
        let topics_known = all_topics.len() as i64;
        all_topics.truncate(topics);
        let (indexed_urls, crawled_urls) = self.page_counts(item);
        let crowded = tally.crowded_subnet >= 20 && tally.crowded_subnet * 10 > tally.ref_domains;
        ItemInfo {
            acrank,
            indexed_urls,
            crawled_urls,
            crawled: is_url && fetch.crawled,
            last_crawl_date: fetch.last_crawl_date,
            last_crawl_result: fetch.last_crawl_result,
            redirects: fetch.redirects,
            final_redirect_result: if fetch.redirects {
                "DownloadedSuccessfully"
            } else {
                ""
            },
            redirect_to: fetch.redirect_to,
            canonical_url: fetch.canonical_url,
            out_domains_external: outgoing.domains,
            out_links_external: outgoing.external,
            out_links_internal: outgoing.internal,
            out_links_pages: outgoing.pages,
            last_seen: if is_url && !fetch.crawled {
                tally.last
            } else {
                None
            },
            affected_by_anti_spam: crowded || population.is_farm(self.domain_of(item)),
            title: if fetch.crawled && !fetch.redirects {
                self.title(main)
            } else {
                String::new()
            },
            languages: languages.shares(),
            language_total_pages: languages.total(),
            root_domain_ip: population.ip(population.hosts_of(self.domain_of(item)).start),
            citation_flow,
            trust_flow,
            trust_metric: trust_flow,
            topics: all_topics,
            topics_known,
            ..ItemInfo::of_links(item.kind(), tally)
        }
    }

    /// CitationFlow, TrustFlow and ACRank. A domain has the ranks of all its
    /// hosts together.
    pub(crate) fn flows(&self, item: ItemId) -> (u8, u8, i64) {
        if let Place::Page(host, page) | Place::Under { host, page, .. } = item.0 {
            let metrics = self.page_metrics(host, page);
            let acrank = if item.is_prefix() {
                -1
            } else {
                i64::from(metrics.acrank)
            };
            return (metrics.citation_flow, metrics.trust_flow, acrank);
        }
        let mut ranks = Ranks::default();
        for host in self.hosts_of(item) {
            ranks += self.metrics.ranks(host);
        }
        let (citation, trust) = self.metrics.score(ranks);
        (citation, trust, -1)
    }

    /// All topics with a value, the strongest first; a domain has the best value
    /// any of its hosts has.
    pub(crate) fn topics(&self, item: ItemId, trust_flow: u8) -> Vec<Topic> {
        let mut values = [0_u8; TOPICS];
        for host in self.hosts_of(item) {
            let of_host = match item.0 {
                Place::Page(..) | Place::Under { .. } => self.page_topics(host, trust_flow),
                _ => *self.metrics.topics(host),
            };
            for (value, other) in values.iter_mut().zip(of_host) {
                *value = (*value).max(other);
            }
        }
        let mut topics: Vec<Topic> = (0_u8..)
            .zip(values)
            .filter(|topic| topic.1 > 0)
            .map(|(topic, value)| (topic_name(topic), value))
            .collect();
        topics.sort_by_key(|topic| std::cmp::Reverse(topic.1));
        topics
    }

    pub(crate) fn languages(&self, item: ItemId, crawled: bool) -> LanguageCount {
        let mut count = LanguageCount::default();
        if let Place::Page(host, page) = item.0 {
            if crawled {
                count.add(&self.population, host, page);
            }
            return count;
        }
        let mut covered = self.pages(item);
        for host in self.hosts_of(item) {
            let crawled = 0..self.population.crawled_pages(host);
            let wanted = crawled.filter(|&page| covered.has(&self.population, host, page));
            for page in wanted.take(LANGUAGE_SAMPLE as usize) {
                count.add(&self.population, host, page);
            }
        }
        count
    }
}
