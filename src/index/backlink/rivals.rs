//! Who else is linked to by those that link to a target.

use std::collections::HashMap;

use crate::index::lookup::Index;

/// The rank from which a domain counts as one of the very large, 0–1000.
const LARGE: u16 = 900;

/// A domain or host that some domains link to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its number.
    pub number: u32,
    /// How many of them.
    pub domains: u32,
    /// How many links of theirs.
    pub links: u32,
}

impl Index {
    /// What these domains link to by links that stand: every domain but their own, or every host if `by_host`. By
    /// number.
    pub fn linked_by(&self, domains: &[u32], by_host: bool) -> Vec<Linked> {
        let world = self.world();
        let mut counts: HashMap<u32, (u32, u32)> = HashMap::new();
        let mut linked: Vec<u32> = Vec::new();
        for &domain in domains {
            linked.clear();
            let hosts = world.population.hosts_of(domain);
            world.for_each_out(domain, hosts, &mut |out| {
                let seen = out.dates.seen(self.datasource());
                if out.domain != domain && seen.is_some_and(|seen| seen.lost.is_none()) {
                    linked.push(if by_host { out.linked_host } else { out.domain });
                }
            });
            linked.sort_unstable();
            for links in linked.chunk_by(|a, b| a == b) {
                let count = counts.entry(links[0]).or_default();
                count.0 += 1;
                count.1 += links.len() as u32;
            }
        }
        let counted = |(number, (domains, links))| Linked {
            number,
            domains,
            links,
        };
        let mut counts: Vec<Linked> = counts.into_iter().map(counted).collect();
        counts.sort_unstable_by_key(|linked| linked.number);
        counts
    }

    /// Whether a domain is one of the very large, which everybody links to.
    pub fn is_large(&self, domain: u32) -> bool {
        let world = self.world();
        world.population.is_platform(domain) || self.domain_rank(domain) >= LARGE
    }

    /// The rank of a domain, 0–1000.
    pub fn domain_rank(&self, domain: u32) -> u16 {
        super::traits::DomainTraits::of(self.world(), domain).rank
    }

    /// The registrable domain of a host.
    pub fn domain_of_host(&self, host: u32) -> u32 {
        self.world().population.domain_of(host)
    }
}
