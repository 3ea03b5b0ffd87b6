//! The whole world: who lives in it, the links to the targets, the web around
//! them and the metrics computed on all of it. Both views share one.

use crate::index::dice::mix;
use crate::index::links::SiteLinks;
use crate::index::metrics::{HostMetrics, PageMetrics, Ranks};
use crate::index::names::NameTable;
use crate::index::population::Population;
use crate::index::referrers::draw_site_links;
use crate::index::sites::{SITES, SitePages, link_budgets};
use crate::index::web::{Web, edge_target_page};

/// The most links to targets that a world is built with: more would need more domains than there are invented names.
pub const MOST_LINKS: u64 = 200_000_000;

/// The world behind an index, for whoever wants to count for themselves.
#[derive(Debug)]
pub struct World {
    pub(crate) population: Population,
    pub(crate) names: NameTable,
    pub(crate) site_pages: Vec<SitePages>,
    pub(crate) site_links: Vec<SiteLinks>,
    pub(crate) site_metrics: Vec<Vec<PageMetrics>>,
    pub(crate) web: Web,
    pub(crate) metrics: HostMetrics,
}

impl World {
    /// Builds the world of `seed` in which the historic view knows at least
    /// `links` links to the targets.
    pub fn build(seed: u64, links: u64) -> Self {
        let links = links.clamp(100, MOST_LINKS);
        // What was found after the historic view was built comes on top.
        let drawn = links + links / 25 + 40;
        let budgets = link_budgets(drawn);
        let mut population = Population::build(seed, links);
        let site_pages: Vec<SitePages> = (0_u32..)
            .zip(budgets)
            .map(|(site, budget)| SitePages::build(&population, site, budget))
            .collect();
        for pages in &site_pages {
            for page in 0..pages.len() {
                let (host, number) = pages.place(page);
                population.discover(host, number);
            }
        }
        let mut site_links = Vec::with_capacity(SITES.len());
        for ((site, budget), pages) in (0_u32..).zip(budgets).zip(&site_pages) {
            site_links.push(draw_site_links(&mut population, site, pages, budget));
        }
        let web = Web::build(&population, drawn, &site_links, &site_pages);
        let metrics = HostMetrics::compute(&population, &web);
        let mut world = Self {
            names: NameTable::build(&population),
            population,
            site_pages,
            site_links,
            site_metrics: Vec::new(),
            web,
            metrics,
        };
        world.score_target_pages();
        world.score_source_pages();
        world
    }

    /// Domains and hosts.
    pub fn population(&self) -> &Population {
        &self.population
    }

    /// The graph of hosts.
    pub fn web(&self) -> &Web {
        &self.web
    }

    /// Ranks and scores of hosts.
    pub fn metrics(&self) -> &HostMetrics {
        &self.metrics
    }

    /// The links to every target site, in the order of the sites' domains.
    pub fn site_links(&self) -> &[SiteLinks] {
        &self.site_links
    }

    /// Number of links to the targets, of both views together.
    pub fn links_to_targets(&self) -> u64 {
        self.site_links.iter().map(|s| s.links().len() as u64).sum()
    }

    /// Bytes the world holds in memory.
    pub fn bytes(&self) -> u64 {
        self.population.bytes()
            + self.names.bytes()
            + self.web.bytes()
            + self.metrics.bytes()
            + self.site_pages.iter().map(SitePages::bytes).sum::<u64>()
            + self.site_links.iter().map(SiteLinks::bytes).sum::<u64>()
    }

    /// A digest of everything stored: equal worlds have equal digests.
    pub fn digest(&self) -> u64 {
        let mut digest = 0_u64;
        let mut take = |value: u64| digest = mix(digest.rotate_left(5) ^ value);
        self.population.digest(&mut take);
        self.metrics.digest(&mut take);
        self.web
            .graph()
            .sources
            .iter()
            .for_each(|&s| take(u64::from(s)));
        for link in self.site_links.iter().flat_map(SiteLinks::links) {
            take((u64::from(link.source_host) << 32) | u64::from(link.source_page));
            take((u64::from(link.target_page) << 32) | u64::from(link.flags));
            let dates = link.dates;
            for date in [dates.first, dates.last, dates.crawled, dates.lost] {
                take(u64::from(date));
            }
            let scores = [
                link.source_acrank,
                link.source_cf,
                link.source_tf,
                link.occurrences,
            ];
            take(u64::from(u32::from_le_bytes(scores)));
        }
        digest
    }

    /// The metrics of any page.
    pub(crate) fn page_metrics(&self, host: u32, page: u32) -> PageMetrics {
        let site = self.population.domain_of(host) as usize;
        if let Some(pages) = self.site_pages.get(site) {
            if let Some(own) = pages.at(host, page) {
                return self.site_metrics[site][own as usize];
            }
            return self
                .metrics
                .page(&self.population, host, page, Ranks::default(), 0);
        }
        let (mut landed, mut referrers) = (Ranks::default(), 0);
        for &source in self.web.graph().sources_of(host) {
            if edge_target_page(&self.population, source, host) == page {
                landed += self.metrics.given(&self.web, source);
                referrers += 1;
            }
        }
        self.metrics
            .page(&self.population, host, page, landed, referrers)
    }

    /// What lands on the pages of the targets: each referring host's share goes
    /// in equal parts to the links it has to the site.
    fn score_target_pages(&mut self) {
        for (links, pages) in self.site_links.iter().zip(&self.site_pages) {
            let mut landed = vec![(Ranks::default(), 0_u32); pages.len() as usize];
            let mut hosts: Vec<(u32, u32)> = Vec::new();
            let mut targets: Vec<u32> = Vec::new();
            for at in 0..links.group_count() {
                let Some((_, group)) = links.group(at) else {
                    continue;
                };
                hosts.clear();
                hosts.extend(group.iter().map(|l| (l.source_host, 1)));
                hosts.sort_unstable();
                hosts.dedup_by(|next, kept| {
                    kept.0 == next.0 && {
                        kept.1 += next.1;
                        true
                    }
                });
                for link in group {
                    let Ok(place) = hosts.binary_search_by_key(&link.source_host, |h| h.0) else {
                        continue;
                    };
                    let given = self.metrics.given(&self.web, link.source_host);
                    let part = f64::from(hosts[place].1);
                    landed[link.target_page as usize].0 += Ranks {
                        citation: given.citation / part,
                        trust: given.trust / part,
                    };
                }
                targets.clear();
                targets.extend(group.iter().map(|l| l.target_page));
                targets.sort_unstable();
                targets.dedup();
                targets
                    .iter()
                    .for_each(|&page| landed[page as usize].1 += 1);
            }
            let score = |(page, &(landed, referrers)): (u32, &(Ranks, u32))| {
                let (host, number) = pages.place(page);
                self.metrics
                    .page(&self.population, host, number, landed, referrers)
            };
            self.site_metrics
                .push((0_u32..).zip(&landed).map(score).collect());
        }
    }

    /// Scores the source page of every link, domain by domain, and puts each
    /// referring domain's links into their final order: best page first.
    fn score_source_pages(&mut self) {
        let mut site_links = std::mem::take(&mut self.site_links);
        let mut cursors = vec![0_usize; site_links.len()];
        let mut landings = Landings::default();
        for domain in 0..self.population.domains() {
            landings.forget();
            for (links, cursor) in site_links.iter_mut().zip(&mut cursors) {
                let Some((referrer, group)) = links.group_mut(*cursor) else {
                    continue;
                };
                if referrer != domain {
                    continue;
                }
                *cursor += 1;
                for link in group.iter_mut() {
                    let page = landings.metrics(self, link.source_host, link.source_page);
                    link.source_cf = page.citation_flow;
                    link.source_tf = page.trust_flow;
                    link.source_acrank = page.acrank;
                }
                group.sort_by_key(|l| (u8::MAX - l.source_tf, u8::MAX - l.source_cf));
            }
        }
        self.site_links = site_links;
    }
}

/// What lands on one page: its number, what flows in, over how many links.
type Landing = (u32, Ranks, u32);

/// What lands on the pages of the hosts of one domain, worked out once a host.
#[derive(Default)]
struct Landings {
    by_host: Vec<(u32, Vec<Landing>)>,
}

impl Landings {
    fn forget(&mut self) {
        self.by_host.clear();
    }

    fn metrics(&mut self, world: &World, host: u32, page: u32) -> PageMetrics {
        if (world.population.domain_of(host) as usize) < SITES.len() {
            return world.page_metrics(host, page);
        }
        let known = self.by_host.iter().position(|entry| entry.0 == host);
        let at = known.unwrap_or_else(|| {
            self.by_host.push((host, landings_of(world, host)));
            self.by_host.len() - 1
        });
        let pages = &self.by_host[at].1;
        let (landed, referrers) = match pages.binary_search_by_key(&page, |entry| entry.0) {
            Ok(found) => (pages[found].1, pages[found].2),
            Err(_) => (Ranks::default(), 0),
        };
        world
            .metrics
            .page(&world.population, host, page, landed, referrers)
    }
}

fn landings_of(world: &World, host: u32) -> Vec<Landing> {
    let mut landings: Vec<Landing> = world
        .web
        .graph()
        .sources_of(host)
        .iter()
        .map(|&source| {
            let page = edge_target_page(&world.population, source, host);
            (page, world.metrics.given(&world.web, source), 1)
        })
        .collect();
    landings.sort_by_key(|entry| entry.0);
    landings.dedup_by(|next, kept| {
        let same = kept.0 == next.0;
        if same {
            kept.1 += next.1;
            kept.2 += next.2;
        }
        same
    });
    landings
}
