//! The world around the targets: which host links to which, drawn host by host
//! and kept by target only. A host's outgoing links are drawn again when asked.

use crate::index::dates::draw_dates;
use crate::index::dice::{Dice, Stream};
use crate::index::flow::Graph;
use crate::index::links::{Link, SiteLinks, flag};
use crate::index::population::Population;
use crate::index::referrers::Manner;
use crate::index::sites::{SITES, SitePages};
use crate::index::vocabulary::TOPICS;

/// Host-to-host links drawn for every link to a target; a few fall together.
const DENSITY: f64 = 2.0;

/// The hosts that `host` links to, without the targets: rising, each once.
pub(crate) fn out_links(population: &Population, mean: f64, host: u32, found: &mut Vec<u32>) {
    found.clear();
    let domain = population.domain_of(host);
    let mut dice = Dice::of(population.seed(), Stream::OutLinks, u64::from(host), 0);
    let count = (mean * (0.4 + 0.26 * f64::from(dice.burst(40))) + dice.unit()) as u32;
    for _ in 0..count {
        let linked = if population.is_farm(domain) && !dice.chance(60) {
            let farm = population.farm_of(domain);
            farm.start + dice.below(farm.len() as u32)
        } else {
            draw_neighbour(population, domain, &mut dice)
        };
        let hosts = population.hosts_of(linked);
        let local = if dice.chance(750) {
            0
        } else {
            dice.zipf(hosts.len() as u32)
        };
        if linked != domain {
            found.push(hosts.start + local);
        }
    }
    found.sort_unstable();
    found.dedup();
}

/// A domain to link to: one of the same topic, or any, the popular ones first.
fn draw_neighbour(population: &Population, domain: u32, dice: &mut Dice) -> u32 {
    let honest = population.farms_from();
    let topics = TOPICS as u32;
    if dice.chance(4) {
        return honest + dice.below(population.domains() - honest);
    }
    let linked = if dice.chance(420) {
        dice.zipf(honest / topics) * topics + u32::from(population.community(domain))
    } else {
        dice.zipf(honest)
    };
    // The targets are linked to by links of their own.
    if (linked as usize) < SITES.len() {
        linked + topics
    } else {
        linked
    }
}

/// Links between hosts, those to the targets included.
#[derive(Debug)]
pub struct Web {
    graph: Graph,
    mean: f64,
    around: u64,
}

impl Web {
    /// Draws the world around `links` links to the targets.
    pub(crate) fn build(
        population: &Population,
        links: u64,
        site_links: &[SiteLinks],
        site_pages: &[SitePages],
    ) -> Self {
        let hosts = population.hosts();
        let mean = DENSITY * links.max(2_000) as f64 / f64::from(hosts);
        let mut offsets = vec![0_u32; hosts as usize + 2];
        let mut out_degree = vec![0_u32; hosts as usize];
        let mut found = Vec::new();
        let mut around = 0_u64;
        for host in 0..hosts {
            out_links(population, mean, host, &mut found);
            out_degree[host as usize] = found.len() as u32;
            around += found.len() as u64;
            found
                .iter()
                .for_each(|&target| offsets[target as usize + 2] += 1);
        }
        each_site_edge(site_links, site_pages, |source, target| {
            out_degree[source as usize] += 1;
            offsets[target as usize + 2] += 1;
        });
        for node in 2..offsets.len() {
            offsets[node] += offsets[node - 1];
        }
        // Shifted by one, the offsets serve as cursors while filling.
        let mut sources = vec![0_u32; offsets[offsets.len() - 1] as usize];
        let mut place = |source: u32, target: u32| {
            let cursor = &mut offsets[target as usize + 1];
            sources[*cursor as usize] = source;
            *cursor += 1;
        };
        for host in 0..hosts {
            out_links(population, mean, host, &mut found);
            found.iter().for_each(|&target| place(host, target));
        }
        each_site_edge(site_links, site_pages, place);
        offsets.pop();
        Self {
            graph: Graph {
                offsets,
                sources,
                out_degree,
            },
            mean,
            around,
        }
    }

    /// The graph of hosts.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Host-to-host links that do not lead to a target.
    pub fn links_around(&self) -> u64 {
        self.around
    }

    /// Hosts `host` links to, the targets' own hosts not among them.
    pub fn out_links(&self, population: &Population, host: u32) -> Vec<u32> {
        let mut found = Vec::new();
        out_links(population, self.mean, host, &mut found);
        found
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> u64 {
        4 * (self.graph.offsets.len() + self.graph.sources.len() + self.graph.out_degree.len())
            as u64
    }
}

/// Every pair of hosts between which links to a target run, each once.
fn each_site_edge(
    site_links: &[SiteLinks],
    site_pages: &[SitePages],
    mut take: impl FnMut(u32, u32),
) {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (links, pages) in site_links.iter().zip(site_pages) {
        for at in 0..links.group_count() {
            let Some((_, group)) = links.group(at) else {
                continue;
            };
            pairs.clear();
            pairs.extend(
                group
                    .iter()
                    .map(|l| (l.source_host, pages.place(l.target_page).0)),
            );
            pairs.sort_unstable();
            pairs.dedup();
            pairs
                .iter()
                .for_each(|&(source, target)| take(source, target));
        }
    }
}

/// The page of `target` that the link from host `source` goes to.
#[inline]
pub(crate) fn edge_target_page(population: &Population, source: u32, target: u32) -> u32 {
    let mut dice = Dice::of(
        population.seed(),
        Stream::EdgeLink,
        u64::from(source),
        u64::from(target),
    );
    if dice.chance(560) {
        0
    } else {
        dice.zipf(population.crawled_pages(target))
    }
}

/// The page of `source` that carries the link to host `target`.
#[inline]
pub(crate) fn edge_source_page(population: &Population, source: u32, target: u32) -> u32 {
    let mut dice = Dice::of(
        population.seed(),
        Stream::EdgeLink,
        u64::from(source),
        !u64::from(target),
    );
    if dice.chance(120) {
        0
    } else {
        dice.zipf(population.crawled_pages(source))
    }
}

/// The link between two hosts of the world around, without its flows. Its
/// target page is counted on the target host.
pub(crate) fn edge_link(population: &Population, source: u32, target: u32) -> Link {
    let subject = (u64::from(source) << 32) | u64::from(target);
    let mut habits = Dice::of(
        population.seed(),
        Stream::Domain,
        u64::from(population.domain_of(source)),
        9,
    );
    let mut dice = Dice::of(population.seed(), Stream::EdgeLink, subject, 1 << 50);
    let mut manner = Manner::of(population, population.domain_of(source), &mut habits);
    let source_page = edge_source_page(population, source, target);
    let mut flags = manner.flags(&mut dice, false);
    if source_page == 0 {
        flags &= !flag::REDIRECT;
    }
    Link {
        source_host: source,
        source_page,
        target_page: edge_target_page(population, source, target),
        dates: draw_dates(&mut dice, 0),
        flags,
        source_acrank: 0,
        source_cf: 0,
        source_tf: 0,
        occurrences: if dice.chance(850) {
            1
        } else {
            1 + dice.below(4) as u8
        },
    }
}
