//! What is the same for all links of a domain or a host, and one link put together.

use super::Backlink;
use super::hints::{host_dice, moment, page_dice};
use super::lists::{COUNTRIES, KINDS, PLATFORMS};
use crate::index::dates::Seen;
use crate::index::dice::Dice;
use crate::index::item::Found;
use crate::index::links::{Link, flag};
use crate::index::lookup::Index;
use crate::index::metrics::Ranks;
use crate::index::record::PagePlace;
use crate::index::sites::SITES;
use crate::index::vocabulary::{Reserved, SPAM_SUFFIX};
use crate::index::world::World;

/// Suffixes with a lower number are registered from anywhere.
const GENERIC: u8 = 7;

/// The bit of `nofollow` in [`Backlink::attributes`]. A redirect has no attributes, so it cannot ask for that.
pub(super) const NOFOLLOW: u8 = 1;
const NOOPENER: u8 = 2;
const NOREFERRER: u8 = 4;
const EXTERNAL: u8 = 8;
const UGC: u8 = 16;
const SPONSORED: u8 = 32;
const ALTERNATE: u8 = 64;

/// What all links from a domain have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct DomainTraits {
    pub(super) domain: u32,
    pub(super) rank: u16,
    pub(super) spam: u8,
    suffix: u8,
    country: u8,
}

/// What all links from a host have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct HostTraits {
    pub(super) host: u32,
    pub(super) platforms: u8,
    ip: u32,
    attributes: u8,
    /// What a link on it passes on of the rank of its page.
    share: f64,
}

impl DomainTraits {
    /// Number in [`COUNTRIES`].
    pub(super) fn country_number(&self) -> u8 {
        self.country
    }

    pub(super) fn of(world: &World, domain: u32) -> Self {
        let population = &world.population;
        let mut ranks = Ranks::default();
        for host in population.hosts_of(domain) {
            ranks += world.metrics.ranks(host);
        }
        let suffix = population.suffix(domain);
        let mut dice = host_dice(world, population.hosts_of(domain).start, 1);
        Self {
            domain,
            rank: world.metrics.fine(ranks),
            spam: spam(world, domain, ranks, &mut dice),
            suffix,
            country: country(suffix, population.country(domain), &mut dice),
        }
    }
}

/// Much citation without trust is what spam looks like; link farms are nothing else.
fn spam(world: &World, domain: u32, ranks: Ranks, dice: &mut Dice) -> u8 {
    let population = &world.population;
    if population.is_farm(domain) {
        return 55 + dice.below(46) as u8;
    }
    let noise = dice.below(12) as u8;
    if population.reserved(domain) != Reserved::No {
        return noise / 4;
    }
    let (citation, trust) = world.metrics.score(ranks);
    (citation.saturating_sub(trust) / 2 + noise).min(100)
}

fn country(suffix: u8, home: &str, dice: &mut Dice) -> u8 {
    let is_generic = suffix < GENERIC || suffix == SPAM_SUFFIX;
    let roll = dice.below(100);
    let (known, anywhere) = if is_generic { (38, 85) } else { (84, 95) };
    if roll < known {
        let at = COUNTRIES.iter().position(|code| *code == home);
        at.unwrap_or(0) as u8
    } else {
        u8::from(roll < anywhere)
    }
}

impl HostTraits {
    pub(super) fn of(world: &World, domain: &DomainTraits, host: u32) -> Self {
        let mut dice = host_dice(world, host, 2);
        let degree = world.web.graph().out_degree[host as usize];
        let mut attributes = 0;
        if dice.chance(300) {
            attributes |= NOOPENER;
            attributes |= if dice.chance(500) { NOREFERRER } else { 0 };
        }
        attributes |= if dice.chance(90) { EXTERNAL } else { 0 };
        Self {
            host,
            platforms: platforms(world, domain.domain, &mut dice),
            ip: world.population.ip(host),
            attributes,
            share: 0.4 + 0.6 / (1.0 + f64::from(degree + 1).ln() / 4.0),
        }
    }
}

/// Bits by number in [`PLATFORMS`].
pub(super) fn platforms(world: &World, domain: u32, dice: &mut Dice) -> u8 {
    let population = &world.population;
    let names: &[&str] = if population.is_platform(domain) {
        &["cms", "blogs"]
    } else if population.reserved(domain) != Reserved::No {
        &["organization"]
    } else {
        match dice.below(100) {
            0..=38 => &["unknown"],
            39..=60 => &["cms", "blogs"],
            61..=72 => &["cms"],
            73..=79 => &["ecommerce", "cms"],
            80..=85 => &["message-boards"],
            86..=88 => &["wikis"],
            89..=93 => &["news"],
            94..=95 => &["organization"],
            _ => &[],
        }
    };
    let bit = |name: &&str| PLATFORMS.iter().position(|known| known == name);
    names
        .iter()
        .filter_map(bit)
        .fold(0, |bits, at| bits | 1 << at)
}

impl Index {
    /// One link, put together.
    pub(super) fn backlink(
        &self,
        domain: &DomainTraits,
        host: &HostTraits,
        found: &Found,
        seen: Seen,
    ) -> Backlink {
        let world = self.world();
        let link = &found.link;
        let mut dice = page_dice(world, link.source_host, link.source_page, 1);
        let page_rank = fine_page(link.source_cf, &mut dice);
        let kind = kind(link, &mut dice);
        let target = PagePlace {
            host: found.target_host,
            page: found.target_page,
        };
        let at = |day| moment(link.source_host, link.source_page, day);
        let lost = seen.lost.map_or(0, at);
        let gone = lost > 0 && dice.chance(400);
        Backlink {
            domain: domain.domain,
            source_host: link.source_host,
            source_page: link.source_page,
            target_host: found.target_host,
            target_page: found.target_page,
            occurrences: u32::from(link.occurrences),
            ip: host.ip,
            first: at(seen.first),
            previous: previous(seen, &mut dice).map_or(0, at),
            last: at(seen.last),
            lost,
            rank: passed(page_rank, host.share, link),
            page_rank,
            domain_rank: domain.rank,
            status: match (gone, link.has(flag::REDIRECT)) {
                (true, _) => 404,
                (false, true) => 301,
                (false, false) => 200,
            },
            target_status: self.page_status(target),
            spam: (domain.spam + dice.below(9) as u8)
                .saturating_sub(4)
                .min(100),
            kind,
            flags: link.flags,
            attributes: attributes(link, kind, host, domain, &mut dice),
            platforms: host.platforms,
            semantic: semantic(link, &mut dice),
            country: domain.country,
            suffix: domain.suffix,
        }
    }

    /// What fetching a page gave (HTTP); 0 if it was never fetched.
    pub fn page_status(&self, place: PagePlace) -> u16 {
        let world = self.world();
        if place.page >= world.population.crawled_pages(place.host) {
            return 0;
        }
        if world.redirects(place) {
            return 301;
        }
        let site = SITES.get(world.population.domain_of(place.host) as usize);
        if place.page == 0 || site.is_some_and(|site| site.focus.0 == place.page) {
            return 200;
        }
        match page_dice(world, place.host, place.page, 2).below(1_000) {
            0..=39 => 404,
            40..=45 => 500,
            _ => 200,
        }
    }
}

/// The rank of a page: its CitationFlow, ten times as fine.
pub(super) fn fine_page(citation_flow: u8, dice: &mut Dice) -> u16 {
    let more = dice.below(10) as u16;
    match citation_flow {
        0 => 0,
        flow => (u16::from(flow) * 10 + more).min(1_000),
    }
}

/// What a link passes on.
fn passed(page_rank: u16, share: f64, link: &Link) -> u16 {
    let mut rank = f64::from(page_rank) * share;
    if link.has(flag::NOFOLLOW) {
        rank *= 0.8;
    }
    if link.has(flag::INDIRECT) {
        rank *= 0.9;
    }
    rank.round() as u16
}

/// The day of the visit before the last, if there was one.
fn previous(seen: Seen, dice: &mut Dice) -> Option<i32> {
    let back = 7 + dice.below(60) as i32;
    (seen.last > seen.first).then(|| (seen.last - back).max(seen.first))
}

fn kind(link: &Link, dice: &mut Dice) -> u8 {
    let name = if link.has(flag::REDIRECT) {
        "redirect"
    } else if link.has(flag::IMAGE) {
        "image"
    } else if link.has(flag::FRAME) {
        *dice.pick(&["link", "meta", "canonical", "alternate"], &"link")
    } else {
        "anchor"
    };
    KINDS.iter().position(|known| *known == name).unwrap_or(0) as u8
}

fn attributes(
    link: &Link,
    kind: u8,
    host: &HostTraits,
    domain: &DomainTraits,
    dice: &mut Dice,
) -> u8 {
    let mut bits = match KINDS[usize::from(kind)] {
        "redirect" => return 0,
        "alternate" => ALTERNATE,
        "anchor" | "image" => host.attributes,
        _ => 0,
    };
    if link.has(flag::NOFOLLOW) {
        bits |= NOFOLLOW;
        bits |= if domain.spam < 40 && dice.chance(300) {
            UGC
        } else {
            0
        };
        bits |= if dice.chance(70) { SPONSORED } else { 0 };
    }
    bits
}

fn semantic(link: &Link, dice: &mut Dice) -> u8 {
    if link.has(flag::REDIRECT | flag::FRAME) {
        return 0;
    }
    match dice.below(100) {
        0..=35 => 0,
        36..=55 => 1,
        56..=68 => 2,
        69..=79 => 3,
        80..=81 => 4,
        82..=90 => 5,
        91..=92 => 6,
        93..=95 => 7,
        96 => 8,
        97 => 9,
        98 => 10,
        _ => 11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::vocabulary::SUFFIXES;

    #[test]
    fn every_country_of_a_suffix_is_listed() {
        for (at, suffix) in SUFFIXES.iter().enumerate() {
            assert!(COUNTRIES.contains(&suffix.country), "{}", suffix.country);
            let is_generic = at < usize::from(GENERIC) || at == usize::from(SPAM_SUFFIX);
            assert!(!is_generic || suffix.country == "US");
        }
    }
}
