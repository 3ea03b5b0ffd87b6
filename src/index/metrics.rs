//! Flow metrics of hosts and pages.
//!
//! Hosts: CitationFlow is PageRank over the graph of hosts, less what a host has
//! without any link; TrustFlow the same with all teleports on trusted hosts (schools, governments, and a share of
//! the popular); a topic's trust flow the same again with only the trusted hosts
//! of that topic. All three are scaled 0–100 logarithmically; a topic's by the
//! scale of trust, so that it never exceeds it.
//!
//! Pages: a page holds what its host's navigation passes down to it, by its
//! depth, plus what flows in through the links that land on this very page.
//! There are many more pages than hosts, so the scale of pages begins lower.

use crate::index::dice::{Dice, Stream};
use crate::index::flow::{LANES, Rounds, Scale, rank, rank_eight};
use crate::index::population::Population;
use crate::index::sites::SITES;
use crate::index::vocabulary::{Reserved, TOPICS};
use crate::index::web::Web;

const DAMPING: f64 = 0.85;
const ROUNDS: Rounds = Rounds {
    damping: DAMPING,
    tolerance: 1e-5,
    at_most: 40,
};
const TOPIC_ROUNDS: usize = 7;
/// Share of a host's rank its pages hold without links of their own.
const INHERITED: f64 = 0.6;
/// Where the scales begin, in parts of the mean rank.
const FLOOR: Ranks = Ranks {
    citation: 0.02,
    trust: 0.05,
};

/// Citation and trust, side by side.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Ranks {
    /// PageRank.
    pub citation: f64,
    /// PageRank from trusted hosts.
    pub trust: f64,
}

impl std::ops::AddAssign for Ranks {
    fn add_assign(&mut self, other: Self) {
        self.citation += other.citation;
        self.trust += other.trust;
    }
}

/// The metrics of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageMetrics {
    /// CitationFlow, 0–100.
    pub citation_flow: u8,
    /// TrustFlow, 0–100.
    pub trust_flow: u8,
    /// ACRank, 0–15: log2 of the number of referrers to this page, plus one.
    pub acrank: u8,
}

/// Ranks and scores of every host.
#[derive(Debug)]
pub struct HostMetrics {
    citation: Vec<f32>,
    trust: Vec<f32>,
    /// The citation a host has that nobody links to.
    unlinked: f32,
    host_scales: [Scale; 2],
    page_scales: [Scale; 2],
    topics: Vec<[u8; TOPICS]>,
}

impl HostMetrics {
    /// Runs all iterations.
    pub(crate) fn compute(population: &Population, web: &Web) -> Self {
        let nodes = population.hosts() as usize;
        let trusted = trusted_hosts(population);
        let (flows, lanes) = std::thread::scope(|scope| {
            let topical = scope.spawn(|| topical_ranks(population, web, &trusted));
            let even = vec![1.0 / nodes as f64; nodes];
            let citation = rank(web.graph(), &even, ROUNDS);
            let mut teleport = even;
            teleport.fill(0.0);
            for &host in &trusted {
                teleport[host as usize] = 1.0 / trusted.len() as f64;
            }
            let trust = rank(web.graph(), &teleport, ROUNDS);
            ((citation, trust), topical.join().unwrap_or_default())
        });
        let (citation, trust) = flows;
        let pages: u64 = (0..population.hosts())
            .map(|h| u64::from(population.crawled_pages(h)))
            .sum();
        let top = |ranks: &[f64]| ranks.iter().copied().fold(0.0, f64::max);
        let tops = Ranks {
            citation: top(&citation),
            trust: top(&trust),
        };
        let scales = |count: f64| {
            [
                Scale::new(FLOOR.citation / count, tops.citation),
                Scale::new(FLOOR.trust / count, tops.trust),
            ]
        };
        let mut metrics = Self {
            unlinked: citation.iter().copied().fold(1.0, f64::min) as f32,
            citation: citation.iter().map(|&x| x as f32).collect(),
            trust: trust.iter().map(|&x| x as f32).collect(),
            host_scales: scales(nodes as f64),
            page_scales: scales(pages as f64),
            topics: vec![[0; TOPICS]; nodes],
        };
        metrics.score_topics(&lanes);
        metrics
    }

    fn score_topics(&mut self, lanes: &[Vec<[f32; LANES]>]) {
        for (block, ranks) in lanes.iter().enumerate() {
            for (host, values) in ranks.iter().enumerate() {
                for (lane, &value) in values.iter().enumerate() {
                    // Most are nought: their logarithm need not be taken.
                    if value > 0.0 {
                        let bound = f64::from(value).min(f64::from(self.trust[host]));
                        self.topics[host][block * LANES + lane] = self.host_scales[1].score(bound);
                    }
                }
            }
        }
    }

    /// The ranks of a host: what it has because of links and of being trusted.
    #[inline]
    pub fn ranks(&self, host: u32) -> Ranks {
        Ranks {
            citation: f64::from(self.citation[host as usize] - self.unlinked),
            trust: f64::from(self.trust[host as usize]),
        }
    }

    /// What flows along each of the `out_degree` links of `host`.
    #[inline]
    pub(crate) fn given(&self, web: &Web, host: u32) -> Ranks {
        let at = host as usize;
        let degree = f64::from(web.graph().out_degree[host as usize].max(1));
        Ranks {
            citation: f64::from(self.citation[at]) / degree,
            trust: f64::from(self.trust[at]) / degree,
        }
    }

    /// CitationFlow and TrustFlow of the ranks of a host or domain.
    #[inline]
    pub fn score(&self, ranks: Ranks) -> (u8, u8) {
        let [citation, trust] = &self.host_scales;
        (citation.score(ranks.citation), trust.score(ranks.trust))
    }

    /// The citation of the ranks of a host or domain on the scale 0–1000.
    #[inline]
    pub(crate) fn fine(&self, ranks: Ranks) -> u16 {
        self.host_scales[0].fine(ranks.citation)
    }

    /// Topical trust flow of a host, 0–100 for every topic.
    pub fn topics(&self, host: u32) -> &[u8; TOPICS] {
        &self.topics[host as usize]
    }

    /// The metrics of a page on which `landed` flows in through `referrers` links.
    #[inline]
    pub(crate) fn page(
        &self,
        population: &Population,
        host: u32,
        page: u32,
        landed: Ranks,
        referrers: u32,
    ) -> PageMetrics {
        let whole = self.ranks(host);
        let share = INHERITED * depth_share(page, population.crawled_pages(host));
        let own = |whole: f64, landed: f64| (share * whole + DAMPING * landed).min(whole);
        let [citation, trust] = &self.page_scales;
        PageMetrics {
            citation_flow: citation.score(own(whole.citation, landed.citation)),
            trust_flow: trust.score(own(whole.trust, landed.trust)),
            acrank: acrank(referrers),
        }
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> u64 {
        (self.citation.len() * (8 + TOPICS)) as u64
    }

    /// Feeds everything stored to `take`, for a digest.
    pub(crate) fn digest(&self, take: &mut dyn FnMut(u64)) {
        self.citation
            .iter()
            .chain(&self.trust)
            .for_each(|x| take(u64::from(x.to_bits())));
        self.topics
            .iter()
            .flatten()
            .for_each(|&t| take(u64::from(t)));
    }
}

/// The part of a host's rank that page `page` of `pages` holds by its place in
/// the navigation: the home page a third, the others less the later they were
/// found.
fn depth_share(page: u32, pages: u32) -> f64 {
    if page == 0 {
        return 0.35;
    }
    0.65 / (f64::from(page) * (f64::from(pages).ln() + 0.58))
}

/// ACRank of a page that so many referrers link to.
pub(crate) fn acrank(referrers: u32) -> u8 {
    (referrers + 1).ilog2().min(15) as u8
}

/// The main hosts of schools, governments and a share of the popular domains.
fn trusted_hosts(population: &Population) -> Vec<u32> {
    let domains = population.domains();
    let trusted = |&domain: &u32| {
        let mut dice = Dice::of(population.seed(), Stream::Domain, u64::from(domain), 7);
        let reserved = population.reserved(domain) != Reserved::No && domain < domains / 2;
        reserved || (domain < domains / 50 + 64 && dice.chance(300))
    };
    (SITES.len() as u32..population.farms_from())
        .filter(trusted)
        .map(|domain| population.hosts_of(domain).start)
        .collect()
}

fn topical_ranks(population: &Population, web: &Web, trusted: &[u32]) -> Vec<Vec<[f32; LANES]>> {
    let weight = 1.0 / trusted.len().max(1) as f32;
    (0..TOPICS / LANES)
        .map(|block| {
            let mut teleport = vec![[0.0; LANES]; population.hosts() as usize];
            for &host in trusted {
                let topic = population.community(population.domain_of(host)) as usize;
                if topic / LANES == block {
                    teleport[host as usize][topic % LANES] = weight;
                }
            }
            rank_eight(web.graph(), &teleport, DAMPING as f32, TOPIC_ROUNDS)
        })
        .collect()
}
