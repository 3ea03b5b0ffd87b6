//! Who lives in the world: registrable domains, their hosts, where these stand
//! and how large they are. A domain's number is also its rank in popularity:
//! small numbers are linked to most. The last few per cent are link farms.

use std::ops::Range;

use crate::index::dice::{Dice, Stream};
use crate::index::sites::SITES;
use crate::index::vocabulary::{Language, Reserved, SPAM_SUFFIX, SUFFIXES, TOPICS};

/// Domains of one link farm; all of them stand on one /24.
const FARM: u32 = 150;
/// First second-octet of the address space link farms stand in.
const FARM_OCTET: u32 = 200;
/// One domain in so many is a platform with many hosts.
const PLATFORM_EVERY: u32 = 400;

/// Domains and hosts. Whatever can be drawn again from the seed is not stored.
#[derive(Debug)]
pub struct Population {
    seed: u64,
    farms_from: u32,
    suffixes: Vec<u8>,
    host_start: Vec<u32>,
    host_domain: Vec<u32>,
    crawled: Vec<u32>,
}

impl Population {
    /// A population fitting a world of `links` links to the targets.
    pub(crate) fn build(seed: u64, links: u64) -> Self {
        let links = links.min(2_000_000_000);
        let domains = (300 + (links * 12 / 100).min(24_000) + links * 8 / 100) as u32;
        let farms_from = domains - domains * 3 / 100;
        let table = suffix_table();
        let mut population = Self {
            seed,
            farms_from,
            suffixes: Vec::with_capacity(domains as usize),
            host_start: Vec::with_capacity(domains as usize + 1),
            host_domain: Vec::with_capacity(domains as usize + domains as usize / 2),
            crawled: Vec::with_capacity(domains as usize + domains as usize / 2),
        };
        for domain in 0..domains {
            population.admit(domain, &table);
        }
        population
            .host_start
            .push(population.host_domain.len() as u32);
        population
    }

    fn admit(&mut self, domain: u32, table: &[u8]) {
        let mut dice = Dice::of(self.seed, Stream::Domain, u64::from(domain), 0);
        let drawn = table.get(dice.below(1000) as usize).copied().unwrap_or(0);
        let suffix = match SITES.get(domain as usize) {
            Some(site) => suffix_number(site.domain),
            None if domain >= self.farms_from => SPAM_SUFFIX,
            None => drawn,
        };
        let hosts = match SITES.get(domain as usize) {
            Some(site) => site.hosts.len() as u32,
            None if self.is_platform(domain) => 12 + dice.below(90),
            None if domain >= self.farms_from || dice.chance(800) => 1,
            None => 1 + dice.burst(9),
        };
        let fame = 1 + 20_000 / (domain + 40);
        self.suffixes.push(suffix);
        self.host_start.push(self.host_domain.len() as u32);
        for local in 0..hosts {
            let share = if local == 0 {
                fame
            } else {
                1 + fame / (2 * local)
            };
            self.host_domain.push(domain);
            self.crawled
                .push((1 + dice.burst(2000) * share).min(250_000));
        }
    }

    /// Makes room on a host for a page that turned out to carry a link.
    pub(crate) fn discover(&mut self, host: u32, page: u32) {
        if let Some(crawled) = self.crawled.get_mut(host as usize) {
            *crawled = (*crawled).max(page + 1);
        }
    }

    /// The seed of the world.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Number of registrable domains.
    pub fn domains(&self) -> u32 {
        self.suffixes.len() as u32
    }

    /// Number of hosts.
    pub fn hosts(&self) -> u32 {
        self.host_domain.len() as u32
    }

    /// The hosts of a domain, as numbers.
    pub fn hosts_of(&self, domain: u32) -> Range<u32> {
        self.host_start[domain as usize]..self.host_start[domain as usize + 1]
    }

    /// The registrable domain a host belongs to.
    #[inline]
    pub fn domain_of(&self, host: u32) -> u32 {
        self.host_domain[host as usize]
    }

    /// Number of the domain's public suffix in the list of suffixes.
    #[inline]
    pub(crate) fn suffix(&self, domain: u32) -> u8 {
        self.suffixes[domain as usize]
    }

    /// Whether the suffix is reserved for schools or governments.
    #[inline]
    pub fn reserved(&self, domain: u32) -> Reserved {
        SUFFIXES[self.suffix(domain) as usize].reserved
    }

    /// ISO 3166 code of the country the domain is at home in.
    pub fn country(&self, domain: u32) -> &'static str {
        SUFFIXES[self.suffix(domain) as usize].country
    }

    /// Whether the domain is part of a link farm.
    #[inline]
    pub fn is_farm(&self, domain: u32) -> bool {
        domain >= self.farms_from
    }

    /// The members of the farm that `domain` belongs to.
    pub(crate) fn farm_of(&self, domain: u32) -> Range<u32> {
        let first = self.farms_from + (domain - self.farms_from) / FARM * FARM;
        first..(first + FARM).min(self.domains())
    }

    /// Number of the first domain that belongs to a link farm.
    pub(crate) fn farms_from(&self) -> u32 {
        self.farms_from
    }

    /// Whether the domain gives hosts to many writers.
    pub fn is_platform(&self, domain: u32) -> bool {
        domain % PLATFORM_EVERY == 57 && !self.is_farm(domain)
    }

    /// The community a domain belongs to: the topic it would be filed under.
    #[inline]
    pub(crate) fn community(&self, domain: u32) -> u8 {
        (domain % TOPICS as u32) as u8
    }

    /// Pages of the host that were fetched; they are numbered from 0, the home
    /// page, in the order they were found.
    #[inline]
    pub fn crawled_pages(&self, host: u32) -> u32 {
        self.crawled[host as usize]
    }

    /// Pages of the host that are known, fetched or not.
    pub fn known_pages(&self, host: u32) -> u32 {
        let mut dice = Dice::of(self.seed, Stream::Host, u64::from(host), 1);
        let crawled = self.crawled_pages(host);
        crawled + crawled / 10 * dice.below(12) + dice.below(4)
    }

    /// Whether the host is reached by `https`.
    #[inline]
    pub fn is_https(&self, host: u32) -> bool {
        let usual = if self.is_farm(self.domain_of(host)) {
            150
        } else {
            820
        };
        Dice::of(self.seed, Stream::Host, u64::from(host), 2).chance(usual)
    }

    /// IPv4 address of a host. All of them lie in 10.0.0.0/8, which belongs to
    /// nobody.
    pub fn ip(&self, host: u32) -> u32 {
        let domain = self.domain_of(host);
        let moved = host != self.host_start[domain as usize]
            && Dice::of(self.seed, Stream::Host, u64::from(host), 3).chance(150);
        let subject = if moved {
            u64::from(host) | 1 << 40
        } else {
            u64::from(domain)
        };
        let mut dice = Dice::of(self.seed, Stream::Host, subject, 4);
        if self.is_farm(domain) {
            let farm = (domain - self.farms_from) / FARM;
            let net = (10 << 24) | ((FARM_OCTET << 16) + (farm << 8));
            return net | (1 + dice.below(6));
        }
        let nets = (self.domains() / 2 + 16).min(FARM_OCTET << 8);
        let net = dice.zipf(nets) * 2 / 3 + dice.below(nets / 3);
        let last = if dice.chance(600) {
            2 + dice.below(5)
        } else {
            1 + dice.below(253)
        };
        (10 << 24) | (net << 8) | last
    }

    /// The language a page is written in: mostly that of its domain's country.
    #[inline]
    pub fn language(&self, host: u32, page: u32) -> Language {
        let domain = self.domain_of(host);
        let home = SUFFIXES[self.suffix(domain) as usize].language;
        let mut dice = Dice::of(self.seed, Stream::Page, u64::from(host), u64::from(page));
        let roll = dice.below(1000);
        if roll < 900 {
            home
        } else if roll < 970 {
            Language::English
        } else {
            *dice.pick(&Language::ALL, &Language::English)
        }
    }

    /// How sure the language of a page is, in per cent.
    #[inline]
    pub fn language_confidence(&self, host: u32, page: u32) -> u8 {
        let mut dice = Dice::of(self.seed, Stream::Page, u64::from(host), !u64::from(page));
        55 + dice.below(45) as u8
    }

    /// Internal links on every page of the host: its navigation.
    pub fn navigation(&self, host: u32) -> u32 {
        let mut dice = Dice::of(self.seed, Stream::Host, u64::from(host), 5);
        (8 + dice.below(32)).min(self.crawled_pages(host) - 1)
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> u64 {
        (self.suffixes.len()
            + 4 * (self.host_start.len() + self.host_domain.len() + self.crawled.len()))
            as u64
    }

    /// Feeds everything stored to `take`, for a digest.
    pub(crate) fn digest(&self, take: &mut dyn FnMut(u64)) {
        self.suffixes.iter().for_each(|&s| take(u64::from(s)));
        self.host_domain.iter().for_each(|&d| take(u64::from(d)));
        self.crawled.iter().for_each(|&c| take(u64::from(c)));
    }
}

fn suffix_table() -> Vec<u8> {
    let mut table = Vec::with_capacity(1000);
    for (number, suffix) in SUFFIXES.iter().enumerate() {
        table.extend(std::iter::repeat_n(number as u8, suffix.weight as usize));
    }
    table
}

fn suffix_number(domain: &str) -> u8 {
    let text = domain.split_once('.').map_or("com", |parts| parts.1);
    SUFFIXES.iter().position(|s| s.text == text).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn farms_share_one_subnet_and_others_spread() {
        let population = Population::build(3, 60_000);
        let mut nets: HashMap<u32, u32> = HashMap::new();
        for domain in 0..population.domains() {
            let net = population.ip(population.hosts_of(domain).start) >> 8;
            *nets.entry(net).or_default() += 1;
        }
        let farm = population.farm_of(population.farms_from());
        let net = population.ip(population.hosts_of(farm.start).start) >> 8;
        assert_eq!(nets[&net], FARM);
        assert!(nets.len() > 2_000, "{}", nets.len());
    }

    #[test]
    fn some_domains_have_many_hosts_and_schools_exist() {
        let population = Population::build(3, 60_000);
        let many = (0..population.domains())
            .filter(|&d| population.hosts_of(d).len() > 10)
            .count();
        assert!(many >= 20, "{many}");
        let schools = (0..population.domains())
            .filter(|&d| population.reserved(d) == Reserved::EducationExact)
            .count();
        assert!(schools > 20, "{schools}");
        assert!(population.hosts() > population.domains());
    }
}
