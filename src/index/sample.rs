//! So many links to all targets as one list: domain after domain as they are delivered, or in a drawn order.

use std::ops::Range;

use crate::index::dates::Datasource;
use crate::index::dice::{Dice, Stream};
use crate::index::item::Found;
use crate::index::links::{Link, SiteLinks};
use crate::index::record::LinkRecord;
use crate::index::world::World;

/// In which order a sample stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleOrder {
    /// Referring domain after referring domain, the links of a host together, its best page first.
    Delivered,
    /// Drawn by the world's seed.
    Shuffled,
}

/// Some of the links to the targets; four bytes a link.
#[derive(Debug)]
pub struct Sample<'a> {
    world: &'a World,
    view: Datasource,
    /// Numbers of links, counted through all sites.
    links: Vec<u32>,
    /// Referring domains among them.
    domains: u64,
    /// Referring hosts among them.
    hosts: u64,
}

impl World {
    /// Exactly `rows` of the links to the targets that a view knows, taken evenly from all of them; all it knows
    /// where that is less.
    pub fn sample(&self, view: Datasource, rows: u64, order: SampleOrder) -> Sample<'_> {
        let mut known = self.known_links(view);
        keep_evenly(&mut known, rows);
        let (domains, hosts) = self.referrers_of(&known);
        if order == SampleOrder::Shuffled {
            shuffle(self.population.seed(), &mut known);
        }
        Sample {
            world: self,
            view,
            links: known,
            domains,
            hosts,
        }
    }

    /// The number of a site's first link, when the links of all sites are counted through.
    fn first_numbers(&self) -> Vec<u32> {
        let mut next = 0_u32;
        let count = |links: &SiteLinks| {
            let first = next;
            next += links.links().len() as u32;
            first
        };
        self.site_links.iter().map(count).collect()
    }

    fn known_links(&self, view: Datasource) -> Vec<u32> {
        let firsts = self.first_numbers();
        let mut cursors = vec![0_usize; self.site_links.len()];
        let mut known = Vec::with_capacity(self.links_to_targets() as usize);
        let mut of_domain: Vec<(u32, u32)> = Vec::new();
        for domain in 0..self.population.domains() {
            of_domain.clear();
            for ((links, cursor), first) in self.site_links.iter().zip(&mut cursors).zip(&firsts) {
                let Some((range, group)) = links.group_of(*cursor, domain) else {
                    continue;
                };
                *cursor += 1;
                let numbered = range.map(|at| first + at).zip(group);
                let seen = numbered.filter(|(_, link)| link.dates.seen(view).is_some());
                of_domain.extend(seen.map(|(number, link)| (link.source_host, number)));
            }
            of_domain.sort_by_key(|&(host, _)| host);
            known.extend(of_domain.iter().map(|&(_, number)| number));
        }
        known
    }

    fn referrers_of(&self, links: &[u32]) -> (u64, u64) {
        let mut is_host = vec![false; self.population.hosts() as usize];
        let firsts = self.first_numbers();
        for &number in links {
            if let Some((_, link)) = self.numbered(&firsts, number) {
                is_host[link.source_host as usize] = true;
            }
        }
        let (mut domains, mut hosts, mut last) = (0, 0, None);
        for host in (0..self.population.hosts()).filter(|host| is_host[*host as usize]) {
            let domain = self.population.domain_of(host);
            hosts += 1;
            domains += u64::from(last != Some(domain));
            last = Some(domain);
        }
        (domains, hosts)
    }

    /// Site and link of a number.
    fn numbered(&self, firsts: &[u32], number: u32) -> Option<(usize, &Link)> {
        let site = firsts
            .partition_point(|&first| first <= number)
            .checked_sub(1)?;
        let at = number - firsts[site];
        Some((site, self.site_links[site].links().get(at as usize)?))
    }
}

impl SiteLinks {
    /// Group `at`, if it is that of `domain`, with the range it takes.
    fn group_of(&self, at: usize, domain: u32) -> Option<(Range<u32>, &[Link])> {
        let &(referrer, start) = self.groups.get(at)?;
        if referrer != domain {
            return None;
        }
        let (_, group) = self.group(at)?;
        Some((start..start + group.len() as u32, group))
    }
}

impl Sample<'_> {
    /// Number of links.
    pub fn len(&self) -> u64 {
        self.links.len() as u64
    }

    /// Whether there is no link.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Referring domains.
    pub fn domains(&self) -> u64 {
        self.domains
    }

    /// Referring hosts.
    pub fn hosts(&self) -> u64 {
        self.hosts
    }

    /// The links, written out one after another.
    pub fn records(&self) -> impl Iterator<Item = LinkRecord> {
        let firsts = self.world.first_numbers();
        self.links.iter().filter_map(move |&number| {
            let (site, link) = self.world.numbered(&firsts, number)?;
            let (target_host, target_page) = self.world.site_pages[site].place(link.target_page);
            let found = Found {
                link: *link,
                target_host,
                target_page,
            };
            Some(self.world.record(&found, link.dates.seen(self.view)?))
        })
    }
}

/// Keeps so many, every so-manieth.
fn keep_evenly(numbers: &mut Vec<u32>, rows: u64) {
    let all = numbers.len() as u64;
    if rows >= all {
        return;
    }
    let mut place = 0_u64;
    numbers.retain(|_| {
        // In steps of `rows` from 0 to `rows * all`, a whole `all` is passed `rows` times.
        let before = place / all;
        place += rows;
        place / all > before
    });
}

fn shuffle(seed: u64, numbers: &mut [u32]) {
    let mut dice = Dice::of(seed, Stream::Seen, 1 << 50, 0);
    for at in (1..numbers.len()).rev() {
        numbers.swap(at, dice.below(at as u32 + 1) as usize);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const VIEW: Datasource = Datasource::Historic;

    #[test]
    fn a_sample_has_its_size_and_keeps_hosts_together() {
        let world = World::build(5, 4_000);
        let sample = world.sample(VIEW, 4_000, SampleOrder::Delivered);
        let rows: Vec<_> = sample.records().collect();
        assert_eq!(rows.len(), 4_000);
        let mut runs: Vec<_> = rows.iter().map(|r| r.source.host).collect();
        let distinct: HashSet<_> = runs.iter().copied().collect();
        runs.dedup();
        assert_eq!(runs.len(), distinct.len());
        assert_eq!(sample.hosts(), distinct.len() as u64);
        let domains: HashSet<_> = rows.iter().map(|r| &r.source_domain).collect();
        assert_eq!(sample.domains(), domains.len() as u64);
        assert!(
            rows.iter()
                .map(|r| r.target.host)
                .collect::<HashSet<_>>()
                .len()
                > 10
        );
    }

    #[test]
    fn shuffled_rows_are_the_same_rows() {
        let world = World::build(5, 2_000);
        let text = |order| -> Vec<String> {
            let sample = world.sample(VIEW, 1_500, order);
            sample.records().map(|r| format!("{r:?}")).collect()
        };
        let (mut delivered, mut shuffled) =
            (text(SampleOrder::Delivered), text(SampleOrder::Shuffled));
        assert_eq!(shuffled, text(SampleOrder::Shuffled));
        assert_ne!(delivered, shuffled);
        delivered.sort();
        shuffled.sort();
        assert_eq!(delivered, shuffled);
    }

    #[test]
    fn fewer_are_taken_evenly_and_never_more_than_there_are() {
        let mut numbers: Vec<u32> = (0..10).collect();
        keep_evenly(&mut numbers, 4);
        assert_eq!(numbers, [2, 4, 7, 9]);
        keep_evenly(&mut numbers, 9);
        assert_eq!(numbers.len(), 4);
        keep_evenly(&mut numbers, 0);
        assert!(numbers.is_empty());
    }
}
