//! Which domains stand at an address, and by which addresses a domain is reached.
//!
//! Most domains have one address, that of their main host. Some are reached by several in turn (round-robin DNS):
//! these are drawn on the same network, so that a domain with many addresses stands at each of them.

use crate::index::dice::{Dice, Stream};
use crate::index::lookup::Index;
use crate::index::population::Population;

/// Of a thousand domains, how many have several addresses.
const ROUND_ROBIN: u32 = 60;

/// A domain at one of its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hosted {
    /// Its number.
    pub domain: u32,
    /// The address.
    pub ip: u32,
}

/// All addresses of a domain, that of its main host first.
fn addresses(population: &Population, domain: u32) -> impl Iterator<Item = u32> {
    let main = population.ip(population.hosts_of(domain).start);
    let mut dice = Dice::of(population.seed(), Stream::Domain, u64::from(domain), 11);
    // A link farm has as few addresses as it can do with.
    let several = !population.is_farm(domain) && dice.chance(ROUND_ROBIN);
    let more = if several { 1 + dice.below(3) } else { 0 };
    let step = 1 + dice.below(60);
    let others = (1..=more).map(move |n| {
        // From 1 to 254, and none twice: the steps together are shorter than the network.
        let last = (main % 256 + 253 + n * step) % 254 + 1;
        (main & !255) | last
    });
    std::iter::once(main).chain(others)
}

/// Numbers of domains are the world's own; see [`Index::domain_number`].
impl Index {
    /// All addresses of a domain, that of its main host first; more than one where it uses round-robin DNS.
    pub fn domain_ips(&self, domain: u32) -> Vec<u32> {
        addresses(&self.world().population, domain).collect()
    }

    /// Every domain with an address on the network of 256 addresses around this one, by rising number. A domain with
    /// several there is told once: at `ip` if it stands there, otherwise at the first of them.
    pub fn hosted_beside(&self, ip: u32) -> Vec<Hosted> {
        let population = &self.world().population;
        let on_network = |domain: u32| {
            // All addresses of a domain lie on one network.
            let main = self.domain_ip(domain);
            (main >> 8 == ip >> 8).then(|| {
                let here = addresses(population, domain).any(|other| other == ip);
                Hosted {
                    domain,
                    ip: if here { ip } else { main },
                }
            })
        };
        (0..population.domains()).filter_map(on_network).collect()
    }

    /// Of the addresses of a domain, the one at which most domains stand, the lowest of several. It is always one of
    /// them.
    pub fn busiest_ip(&self, addresses: &[u32]) -> Option<u32> {
        let population = &self.world().population;
        let network = *addresses.first()? >> 8;
        let mut standing = vec![0_u32; addresses.len()];
        for domain in 0..population.domains() {
            if self.domain_ip(domain) >> 8 != network {
                continue;
            }
            for ip in self::addresses(population, domain) {
                for (count, _) in standing.iter_mut().zip(addresses).filter(|a| *a.1 == ip) {
                    *count += 1;
                }
            }
        }
        let counted = standing.into_iter().zip(addresses);
        counted
            .max_by_key(|(count, ip)| (*count, std::cmp::Reverse(**ip)))
            .map(|(_, ip)| *ip)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use crate::index::recount::VIEWS;

    #[test]
    fn domains_stand_at_all_their_addresses_and_beside_each_other() {
        let index = &VIEWS[1];
        let mut standing: HashMap<u32, HashSet<u32>> = HashMap::new();
        let mut several = Vec::new();
        for domain in 0..index.world().population().domains() {
            let ips = index.domain_ips(domain);
            assert_eq!(ips[0], index.domain_ip(domain));
            assert!(ips.iter().all(|ip| ip >> 8 == ips[0] >> 8), "{ips:?}");
            assert!(
                ips.iter().all(|ip| (1..=254).contains(&(ip & 255))),
                "{ips:?}"
            );
            assert_eq!(ips.iter().collect::<HashSet<_>>().len(), ips.len());
            for &ip in &ips {
                standing.entry(ip).or_default().insert(domain);
            }
            if ips.len() > 1 {
                several.push(domain);
            }
        }
        assert!(several.len() > 100, "{}", several.len());
        for &domain in several.iter().step_by(40).chain(&[0, 1, 2]) {
            let ips = index.domain_ips(domain);
            for &ip in &ips {
                let beside = index.hosted_beside(ip);
                let here = beside.iter().filter(|h| h.ip == ip).map(|h| h.domain);
                assert_eq!(here.collect::<HashSet<_>>(), standing[&ip]);
                let network = standing.iter().filter(|(other, _)| *other >> 8 == ip >> 8);
                let expected: HashSet<u32> = network.flat_map(|(_, all)| all.clone()).collect();
                assert_eq!(beside.len(), expected.len());
                assert!(beside.iter().all(|h| expected.contains(&h.domain)));
            }
            let busiest = index.busiest_ip(&ips).expect("an address");
            let most = ips.iter().map(|ip| standing[ip].len()).max();
            assert_eq!(Some(standing[&busiest].len()), most);
        }
        assert_eq!(index.busiest_ip(&[]), None);
        assert!(index.hosted_beside(1).is_empty());
    }
}
