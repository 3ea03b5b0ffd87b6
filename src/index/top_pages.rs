//! The pages of an item, the most linked to first.
//!
//! Pages that nobody links to follow those with links, host after host in the order they were found, so that any part
//! of the list costs one walk over the links and no metrics of pages that are not shown.

use std::collections::{HashMap, HashSet};

use crate::index::item::{ItemId, Place};
use crate::index::lookup::Index;
use crate::index::metrics::PageMetrics;
use crate::index::record::{PagePlace, Topic};

/// A page with the links to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopPage {
    /// Which page.
    pub place: PagePlace,
    /// Registrable domains with links to it, lost ones included.
    pub ref_domains: i64,
    /// Distinct IPv4 addresses of the linking hosts.
    pub ref_ips: i64,
    /// Their links.
    pub ext_back_links: i64,
    /// When the earliest of them was found, in days since 1970-01-01.
    pub first_found: Option<i32>,
}

/// What a single page is like.
#[derive(Clone, Debug, PartialEq)]
pub struct PageStanding {
    /// Its flows and rank.
    pub metrics: PageMetrics,
    /// Its topics, the strongest first.
    pub topics: Vec<Topic>,
    /// When it was last fetched, in days since 1970-01-01; none if it never was.
    pub fetched: Option<i32>,
    /// What that gave; empty if it never was.
    pub result: &'static str,
}

/// Links to a page that are being counted.
#[derive(Default)]
struct Count {
    last_domain: Option<u32>,
    domains: i64,
    links: i64,
    first: Option<i32>,
    ips: Vec<u32>,
}

impl Index {
    /// A part of the pages of an item, by referring domains, then links, then in the order they were found; those
    /// without links last.
    pub fn top_pages(&self, item: ItemId, from: usize, count: usize) -> Vec<TopPage> {
        if count == 0 {
            return Vec::new();
        }
        let linked = self.linked_pages(item);
        let mut wanted: Vec<TopPage> = linked.iter().skip(from).take(count).copied().collect();
        let skip = from.saturating_sub(linked.len());
        if wanted.len() < count {
            let known: HashSet<PagePlace> = linked.iter().map(|page| page.place).collect();
            self.unlinked_pages(item, &known, skip, count - wanted.len(), &mut wanted);
        }
        wanted
    }

    fn linked_pages(&self, item: ItemId) -> Vec<TopPage> {
        let population = &self.world().population;
        let mut counts: HashMap<PagePlace, Count> = HashMap::new();
        self.for_each_link(item, &mut |domain, found, seen| {
            let place = PagePlace {
                host: found.target_host,
                page: found.target_page,
            };
            let count = counts.entry(place).or_default();
            if count.last_domain.replace(domain) != Some(domain) {
                count.domains += 1;
            }
            count.links += 1;
            count.first = Some(count.first.map_or(seen.first, |day| day.min(seen.first)));
            count.ips.push(population.ip(found.link.source_host));
        });
        let mut pages: Vec<TopPage> = counts
            .into_iter()
            .map(|(place, mut count)| {
                count.ips.sort_unstable();
                count.ips.dedup();
                TopPage {
                    place,
                    ref_domains: count.domains,
                    ref_ips: i64::try_from(count.ips.len()).unwrap_or(i64::MAX),
                    ext_back_links: count.links,
                    first_found: count.first,
                }
            })
            .collect();
        pages.sort_unstable_by_key(|page| {
            let links = (page.ref_domains, page.ext_back_links);
            (std::cmp::Reverse(links), page.place.host, page.place.page)
        });
        pages
    }

    fn unlinked_pages(
        &self,
        item: ItemId,
        linked: &HashSet<PagePlace>,
        skip: usize,
        count: usize,
        into: &mut Vec<TopPage>,
    ) {
        let world = self.world();
        let population = &world.population;
        let mut covered = world.pages(item);
        let places = world.hosts_of(item).flat_map(|host| {
            (0..population.known_pages(host)).map(move |page| PagePlace { host, page })
        });
        let unlinked = places.filter(|place| {
            !linked.contains(place) && covered.has(population, place.host, place.page)
        });
        into.extend(unlinked.skip(skip).take(count).map(|place| TopPage {
            place,
            ref_domains: 0,
            ref_ips: 0,
            ext_back_links: 0,
            first_found: None,
        }));
    }

    /// Known and fetched pages of an item.
    pub fn page_counts(&self, item: ItemId) -> (i64, i64) {
        self.world().page_counts(item)
    }

    /// What a page is like apart from what stands on it, with the figures of its own summary.
    pub fn page_standing(&self, place: PagePlace, topics: usize) -> PageStanding {
        let world = self.world();
        let item = ItemId(Place::Page(place.host, place.page));
        let metrics = world.page_metrics(place.host, place.page);
        let fetch = world.fetch(item, place, self.datasource());
        let mut about = world.topics(item, metrics.trust_flow);
        about.truncate(topics);
        PageStanding {
            metrics,
            topics: about,
            fetched: fetch.last_crawl_date,
            result: fetch.last_crawl_result,
        }
    }

    /// The registrable domain an item belongs to.
    pub fn domain_of_item(&self, item: ItemId) -> u32 {
        self.world().domain_of(item)
    }
}
