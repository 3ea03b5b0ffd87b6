//! What is known of a registrable domain as a whole: what an answer says of every referring domain.
//!
//! The counts that take a walk over all links of a domain are worked out when first asked for and kept by the view,
//! 28 bytes a domain.

use std::sync::OnceLock;

use crate::index::dates::{Datasource, EARLIEST_DAY};
use crate::index::dice::{Dice, Stream};
use crate::index::item::{ItemId, Place};
use crate::index::lookup::Index;
use crate::index::names::domain_name;
use crate::index::population::Population;
use crate::index::record::{PagePlace, Topic};
use crate::index::sites::SITES;
use crate::index::tally::LanguageShare;
use crate::index::vocabulary::SUFFIXES;
use crate::index::web::edge_link;
use crate::index::world::World;

/// Most topics that are told of a domain.
pub const DOMAIN_TOPICS: usize = 10;

/// A registrable domain. Dates are days since 1970-01-01.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainFacts {
    /// Its number in the world.
    pub number: u32,
    /// Its name in ASCII.
    pub domain: String,
    /// Rank by visitors, from 1; -1 where nobody counted them. Drawn: popular domains have small ones.
    pub alexa_rank: i64,
    /// Registrable domains with links to it, lost ones included.
    pub ref_domains: i64,
    /// Their links.
    pub ext_back_links: i64,
    /// Known URLs under it.
    pub indexed_urls: i64,
    /// Fetched URLs under it.
    pub crawled_urls: i64,
    /// When a page of it was first fetched: never after the day one of its links was found.
    pub first_crawled: i32,
    /// When a page of it was last fetched with success.
    pub last_successful_crawl: i32,
    /// IPv4 address of its main host.
    pub ip: u32,
    /// ISO 3166 code of the country it is at home in.
    pub country: &'static str,
    /// Degrees north and east of its address: the country's middle, moved a little by network.
    pub position: (f64, f64),
    /// Its public suffix.
    pub tld: &'static str,
    /// CitationFlow, 0–100.
    pub citation_flow: u8,
    /// TrustFlow, 0–100.
    pub trust_flow: u8,
    /// Leading topics, the strongest first, at most [`DOMAIN_TOPICS`].
    pub topics: Vec<Topic>,
}

impl DomainFacts {
    /// The network of the address: its last octet is 0.
    pub fn subnet(&self) -> u32 {
        self.ip & !255
    }
}

/// What stands on the pages of a domain.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainContent {
    /// Title of its home page, raw.
    pub title: String,
    /// Registrable domains it links to, by links that stand.
    pub out_domains_external: i64,
    /// Links to them.
    pub out_links_external: i64,
    /// Links within its hosts.
    pub out_links_internal: i64,
    /// Fetched pages with links.
    pub out_links_pages: i64,
    /// Languages of its fetched pages, the most frequent first.
    pub languages: Vec<LanguageShare>,
    /// Pages these were counted over.
    pub language_total_pages: i64,
}

/// Counts over all links to and from a domain, as one view knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DomainCounts {
    /// Registrable domains with links to it, lost ones included.
    pub ref_domains: u32,
    /// Their links.
    pub ext_back_links: u32,
    /// See [`DomainFacts::first_crawled`].
    pub first_crawled: i32,
    /// See [`DomainFacts::last_successful_crawl`].
    pub last_successful_crawl: i32,
}

/// The counts of all domains, each worked out when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct CountCache(OnceLock<Box<[OnceLock<DomainCounts>]>>);

impl CountCache {
    fn of(&self, domain: u32, domains: u32, count: impl FnOnce() -> DomainCounts) -> DomainCounts {
        let all = self
            .0
            .get_or_init(|| (0..domains).map(|_| OnceLock::new()).collect());
        match all.get(domain as usize) {
            Some(cell) => *cell.get_or_init(count),
            None => count(),
        }
    }
}

/// Numbers of domains are the world's own: [`Index::domain_number`] and [`Index::domain_of`] give them out, and no
/// other number may be asked about.
impl Index {
    /// The number of the domain of exactly this name, in ASCII and lower case.
    pub fn domain_number(&self, name: &str) -> Option<u32> {
        let world = self.world();
        world.names.domain(&world.population, name)
    }

    /// The domain a page belongs to.
    pub fn domain_of(&self, page: PagePlace) -> u32 {
        self.world().population.domain_of(page.host)
    }

    /// All that is known of the domain of this name.
    pub fn domain_facts(&self, name: &str) -> Option<DomainFacts> {
        self.domain_number(name)
            .map(|number| self.domain_facts_of(number))
    }

    /// All that is known of a domain.
    pub fn domain_facts_of(&self, domain: u32) -> DomainFacts {
        let world = self.world();
        let population = &world.population;
        let counts = self.domain_counts(domain);
        let (citation_flow, trust_flow) = self.domain_flows(domain);
        let (indexed_urls, crawled_urls) = self.domain_pages(domain);
        let ip = self.domain_ip(domain);
        let country = population.country(domain);
        DomainFacts {
            number: domain,
            domain: domain_name(population, domain),
            alexa_rank: alexa_rank(population, domain),
            ref_domains: i64::from(counts.ref_domains),
            ext_back_links: i64::from(counts.ext_back_links),
            indexed_urls,
            crawled_urls,
            first_crawled: counts.first_crawled,
            last_successful_crawl: counts.last_successful_crawl,
            ip,
            country,
            position: crate::index::places::position(country, ip),
            tld: self.domain_tld(domain),
            citation_flow,
            trust_flow,
            topics: self.domain_topics(domain, DOMAIN_TOPICS),
        }
    }

    /// The name of a domain, in ASCII.
    pub fn domain_name(&self, domain: u32) -> String {
        domain_name(&self.world().population, domain)
    }

    /// Rank by visitors, -1 where unknown.
    pub fn domain_alexa_rank(&self, domain: u32) -> i64 {
        alexa_rank(&self.world().population, domain)
    }

    /// CitationFlow and TrustFlow of a domain.
    pub fn domain_flows(&self, domain: u32) -> (u8, u8) {
        let (citation, trust, _) = self.world().flows(ItemId(Place::Domain(domain)));
        (citation, trust)
    }

    /// Known and fetched URLs under a domain.
    pub fn domain_pages(&self, domain: u32) -> (i64, i64) {
        self.world().page_counts(ItemId(Place::Domain(domain)))
    }

    /// IPv4 address of a domain's main host.
    pub fn domain_ip(&self, domain: u32) -> u32 {
        let population = &self.world().population;
        population.ip(population.hosts_of(domain).start)
    }

    /// ISO 3166 code of the country a domain is at home in.
    pub fn domain_country(&self, domain: u32) -> &'static str {
        self.world().population.country(domain)
    }

    /// The public suffix of a domain.
    pub fn domain_tld(&self, domain: u32) -> &'static str {
        SUFFIXES[self.world().population.suffix(domain) as usize].text
    }

    /// The leading topics of a domain, the strongest first.
    pub fn domain_topics(&self, domain: u32, most: usize) -> Vec<Topic> {
        // Of a domain's topics none is derived from its TrustFlow: each host has its own.
        let mut topics = self.world().topics(ItemId(Place::Domain(domain)), 0);
        topics.truncate(most);
        topics
    }

    /// The leading topic of a domain; empty if it has none.
    pub fn domain_leading_topic(&self, domain: u32) -> &'static str {
        self.domain_topics(domain, 1)
            .first()
            .map_or("", |topic| topic.0)
    }

    /// Counts over all links of a domain. The first question about a domain walks its links.
    pub fn domain_counts(&self, domain: u32) -> DomainCounts {
        let world = self.world();
        let view = self.datasource();
        self.domain_cache()
            .of(domain, world.population.domains(), || {
                let (ref_domains, ext_back_links) = self.inbound(domain);
                let (first_crawled, last_successful_crawl) = world.crawl_days(domain, view);
                DomainCounts {
                    ref_domains,
                    ext_back_links,
                    first_crawled,
                    last_successful_crawl,
                }
            })
    }

    /// What stands on the pages of a domain; walks its outgoing links and samples its pages every time.
    pub fn domain_content(&self, domain: u32) -> DomainContent {
        let world = self.world();
        let item = ItemId(Place::Domain(domain));
        let outgoing = world.outgoing(item, self.datasource());
        let languages = world.languages(item, true);
        let home = PagePlace {
            host: world.population.hosts_of(domain).start,
            page: 0,
        };
        DomainContent {
            title: world.title(home),
            out_domains_external: outgoing.domains,
            out_links_external: outgoing.external,
            out_links_internal: outgoing.internal,
            out_links_pages: outgoing.pages,
            languages: languages.shares(),
            language_total_pages: languages.total(),
        }
    }

    /// Referring domains and links of a domain. Those of targets are counted beforehand.
    fn inbound(&self, domain: u32) -> (u32, u32) {
        if (domain as usize) < SITES.len() {
            let item = ItemId(Place::Domain(domain));
            return (
                self.ref_domain_count(item) as u32,
                self.external_links(item) as u32,
            );
        }
        self.world().inbound_around(domain, self.datasource())
    }
}

impl World {
    /// Referring domains and links of a domain of the world around, without the flows of their pages.
    fn inbound_around(&self, domain: u32, view: Datasource) -> (u32, u32) {
        let population = &self.population;
        let mut sources: Vec<u32> = Vec::new();
        let mut links = 0;
        for target in population.hosts_of(domain) {
            for &source in self.web.graph().sources_of(target) {
                let from = population.domain_of(source);
                let known = from != domain
                    && edge_link(population, source, target)
                        .dates
                        .seen(view)
                        .is_some();
                if known {
                    links += 1;
                    sources.push(from);
                }
            }
        }
        sources.sort_unstable();
        sources.dedup();
        (sources.len() as u32, links)
    }

    /// When the domain was first and last fetched: its home page is fetched every few weeks, and the pages with its
    /// links were fetched when these were found and looked at.
    fn crawl_days(&self, domain: u32, view: Datasource) -> (i32, i32) {
        let population = &self.population;
        let hosts = population.hosts_of(domain);
        let mut dice = Dice::of(population.seed(), Stream::Seen, u64::from(domain), 1 << 46);
        let span = (Datasource::Historic.build_day() - EARLIEST_DAY - 400) as u32;
        let mut first = EARLIEST_DAY + dice.below(span) as i32;
        let mut last = self.fetch_day(hosts.start, 0, view);
        self.for_each_out(domain, hosts, &mut |out| {
            first = first.min(out.dates.found());
            if let Some(seen) = out.dates.seen(view) {
                last = last.max(seen.crawled);
            }
        });
        (first, last)
    }
}

/// Most domains are in nobody's count of visitors, link farms never.
fn alexa_rank(population: &Population, domain: u32) -> i64 {
    let mut dice = Dice::of(population.seed(), Stream::Seen, u64::from(domain), 1 << 47);
    if population.is_farm(domain) || !dice.chance(550) {
        return -1;
    }
    let popularity = f64::from(domain) + 1.0;
    1 + (popularity * (8.0 + 30.0 * dice.unit())) as i64
}
