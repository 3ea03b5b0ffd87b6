//! Which domains stand at an address, and by which addresses a domain is reached.
//!
//! Every domain stands at one address, that of its main host: an index keeps only the first it was told. Some are
//! reached by others in turn as well (round-robin DNS), which are drawn on the same network.

use crate::index::dice::{Dice, Stream};
use crate::index::lookup::Index;

/// Of a thousand domains, how many have several addresses.
const ROUND_ROBIN: u32 = 60;

/// Numbers of domains are the world's own; see [`Index::domain_number`].
impl Index {
    /// All addresses of a domain, that of its main host first; more than one where it uses round-robin DNS.
    pub fn domain_ips(&self, domain: u32) -> Vec<u32> {
        let population = &self.world().population;
        let main = self.domain_ip(domain);
        let mut dice = Dice::of(population.seed(), Stream::Domain, u64::from(domain), 11);
        // A link farm has as few addresses as it can do with.
        let several = !population.is_farm(domain) && dice.chance(ROUND_ROBIN);
        let more = if several { 1 + dice.below(3) } else { 0 };
        let step = 1 + dice.below(60);
        let other = |n: u32| {
            // From 1 to 254, and none twice: the steps together are shorter than the network.
            let last = (main % 256 + 253 + n * step) % 254 + 1;
            (main & !255) | last
        };
        std::iter::once(main).chain((1..=more).map(other)).collect()
    }

    /// Every domain that stands on the network of 256 addresses around this one, with its address, by rising number.
    pub fn hosted_beside(&self, ip: u32) -> Vec<(u32, u32)> {
        (0..self.world().population.domains())
            .map(|domain| (domain, self.domain_ip(domain)))
            .filter(|(_, other)| other >> 8 == ip >> 8)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::index::recount::VIEWS;

    #[test]
    fn some_domains_are_reached_by_several_addresses_of_one_network() {
        let index = &VIEWS[1];
        let mut several = 0;
        for domain in 0..index.world().population().domains() {
            let ips = index.domain_ips(domain);
            assert_eq!(ips[0], index.domain_ip(domain));
            assert!(ips.iter().all(|ip| ip >> 8 == ips[0] >> 8), "{ips:?}");
            assert!(
                ips.iter().all(|ip| (1..=254).contains(&(ip & 255))),
                "{ips:?}"
            );
            assert_eq!(ips.iter().collect::<HashSet<_>>().len(), ips.len());
            several += usize::from(ips.len() > 1);
        }
        assert!(several > 100, "{several}");
    }

    #[test]
    fn a_network_has_every_domain_on_it() {
        let index = &VIEWS[1];
        let domains = index.world().population().domains();
        for domain in (0..domains).step_by(311) {
            let ip = index.domain_ip(domain);
            let beside = index.hosted_beside(ip);
            assert!(beside.contains(&(domain, ip)));
            let on_it = (0..domains).filter(|&other| index.domain_ip(other) >> 8 == ip >> 8);
            assert!(beside.iter().map(|hosted| hosted.0).eq(on_it));
        }
        assert!(index.hosted_beside(1).is_empty());
    }
}
