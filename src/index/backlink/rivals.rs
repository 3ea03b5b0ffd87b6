//! Who else is linked to by those that link to a target.

use std::collections::HashMap;

use crate::index::lookup::Index;

/// The rank from which a domain counts as one of the very large, 0–1000.
const LARGE: u16 = 900;

impl Index {
    /// How many of these domains link to each other domain by links that stand; to each other host if `by_host`. By
    /// number.
    pub fn linked_by(&self, domains: &[u32], by_host: bool) -> Vec<(u32, u32)> {
        let world = self.world();
        let mut counts: HashMap<u32, u32> = HashMap::new();
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
            linked.dedup();
            for number in &linked {
                *counts.entry(*number).or_default() += 1;
            }
        }
        let mut counts: Vec<(u32, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
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
