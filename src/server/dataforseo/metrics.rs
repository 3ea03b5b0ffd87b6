//! The metric block: what a set of links comes to. One function counts it for every aggregate.
//!
//! A page counts once in each map, by the link of it that was chosen, so that types, semantic locations, suffixes and
//! countries each add up to `referring_pages`; kinds of site and attributes may come to more. `rank` is the highest of
//! the links.

use serde_json::{Map, Value};

use super::scale::Scale;
use crate::index::{ATTRIBUTES, Backlink, COUNTRIES, Index, KINDS, PLATFORMS, SEMANTICS};
use crate::wire::dataforseo::fields::map_key;
use crate::wire::dataforseo::filter::Cell;

/// Public suffixes that are counted.
const SUFFIXES: usize = 50;

/// The metric block of a set of links.
#[derive(Clone, Debug)]
pub(super) struct Metrics {
    pub rank: u16,
    pub backlinks: i64,
    pub first: u32,
    /// When the last of them was lost; 0 while any stands.
    pub lost: u32,
    spam: u64,
    broken_backlinks: i64,
    broken_pages: i64,
    pub hosts: i64,
    pub hosts_nofollow: i64,
    pub domains: i64,
    pub domains_nofollow: i64,
    pub ips: i64,
    pub subnets: i64,
    pub pages: i64,
    pub pages_nofollow: i64,
    kinds: [u32; KINDS.len()],
    attributes: [u32; ATTRIBUTES.len()],
    platforms: [u32; PLATFORMS.len()],
    semantics: [u32; SEMANTICS.len()],
    countries: [u32; COUNTRIES.len()],
    suffixes: [u32; SUFFIXES],
}

/// Counts runs: links come by host, and hosts by domain.
#[derive(Default)]
struct Runs {
    last: Option<u32>,
    last_nofollow: Option<u32>,
    all: i64,
    nofollow: i64,
}

impl Runs {
    /// Whether the number begins a new run.
    fn count(&mut self, number: u32, is_nofollow: bool) -> bool {
        let begins = self.last != Some(number);
        if begins {
            self.last = Some(number);
            self.all += 1;
        }
        if is_nofollow && self.last_nofollow != Some(number) {
            self.last_nofollow = Some(number);
            self.nofollow += 1;
        }
        begins
    }
}

impl Metrics {
    /// Of links in the order of a selection.
    pub(super) fn of<'a>(links: impl Iterator<Item = &'a Backlink>) -> Self {
        let mut metrics = Self::none();
        let (mut hosts, mut domains) = (Runs::default(), Runs::default());
        let (mut ips, mut broken) = (Vec::new(), Vec::new());
        let mut standing = false;
        for link in links {
            let nofollow = link.is_nofollow();
            domains.count(link.domain, nofollow);
            if hosts.count(link.source_host, nofollow) {
                ips.push(link.ip);
            }
            if link.is_broken() {
                metrics.broken_backlinks += i64::from(link.occurrences);
                broken.push((link.target_host, link.target_page));
            }
            standing |= !link.is_lost();
            metrics.add(link);
        }
        if standing {
            metrics.lost = 0;
        }
        (metrics.hosts, metrics.hosts_nofollow) = (hosts.all, hosts.nofollow);
        (metrics.domains, metrics.domains_nofollow) = (domains.all, domains.nofollow);
        metrics.broken_pages = distinct(broken);
        metrics.subnets = distinct(ips.iter().map(|ip| ip >> 8).collect());
        metrics.ips = distinct(ips);
        metrics
    }

    fn none() -> Self {
        Self {
            rank: 0,
            backlinks: 0,
            first: 0,
            lost: 0,
            spam: 0,
            broken_backlinks: 0,
            broken_pages: 0,
            hosts: 0,
            hosts_nofollow: 0,
            domains: 0,
            domains_nofollow: 0,
            ips: 0,
            subnets: 0,
            pages: 0,
            pages_nofollow: 0,
            kinds: [0; KINDS.len()],
            attributes: [0; ATTRIBUTES.len()],
            platforms: [0; PLATFORMS.len()],
            semantics: [0; SEMANTICS.len()],
            countries: [0; COUNTRIES.len()],
            suffixes: [0; SUFFIXES],
        }
    }

    fn add(&mut self, link: &Backlink) {
        self.rank = self.rank.max(link.rank);
        self.backlinks += i64::from(link.occurrences);
        if self.first == 0 || link.first < self.first {
            self.first = link.first;
        }
        self.lost = self.lost.max(link.lost);
        self.spam += u64::from(link.spam);
        self.pages += 1;
        self.pages_nofollow += i64::from(link.is_nofollow());
        self.kinds[usize::from(link.kind)] += 1;
        self.semantics[usize::from(link.semantic)] += 1;
        self.countries[usize::from(link.country)] += 1;
        if let Some(count) = self.suffixes.get_mut(usize::from(link.suffix)) {
            *count += 1;
        }
        count_bits(&mut self.attributes, link.attributes);
        count_bits(&mut self.platforms, link.platforms);
    }

    /// The mean, to the nearest.
    pub(super) fn spam_score(&self) -> i64 {
        let pages = self.pages.unsigned_abs().max(1);
        ((self.spam + pages / 2) / pages) as i64
    }

    /// The counts of a map by its name.
    fn counts(&self, index: &Index, map: &str) -> Option<Vec<(&'static str, u32)>> {
        let named = |names: &[&'static str], counts: &[u32]| -> Vec<(&'static str, u32)> {
            names.iter().copied().zip(counts.iter().copied()).collect()
        };
        let all = match map {
            "referring_links_tld" => {
                let name = |(at, &count): (usize, &u32)| (index.suffix_text(at as u8), count);
                self.suffixes.iter().enumerate().map(name).collect()
            }
            "referring_links_types" => named(&KINDS, &self.kinds),
            "referring_links_attributes" => named(&ATTRIBUTES, &self.attributes),
            "referring_links_platform_types" => named(&PLATFORMS, &self.platforms),
            "referring_links_semantic_locations" => named(&SEMANTICS, &self.semantics),
            "referring_links_countries" => named(&COUNTRIES, &self.countries),
            _ => return None,
        };
        Some(all.into_iter().filter(|(_, count)| *count > 0).collect())
    }

    /// A field of the block, or one count of a map by its path.
    pub(super) fn cell(&self, index: &Index, name: &str, scale: Scale) -> Cell<'static> {
        let moment = |second: u32| {
            if second > 0 {
                Cell::Time(second.into())
            } else {
                Cell::Null
            }
        };
        Cell::Int(match name {
            "rank" => return scale.cell(self.rank),
            "first_seen" => return moment(self.first),
            "lost_date" => return moment(self.lost),
            "backlinks" => self.backlinks,
            "backlinks_spam_score" => self.spam_score(),
            "broken_backlinks" => self.broken_backlinks,
            "broken_pages" => self.broken_pages,
            "referring_domains" => self.hosts,
            "referring_domains_nofollow" => self.hosts_nofollow,
            "referring_main_domains" => self.domains,
            "referring_main_domains_nofollow" => self.domains_nofollow,
            "referring_ips" => self.ips,
            "referring_subnets" => self.subnets,
            "referring_pages" => self.pages,
            "referring_pages_nofollow" => self.pages_nofollow,
            path => return self.count(index, path).map_or(Cell::Null, Cell::Int),
        })
    }

    /// One count of a map; nothing where the map has no such key.
    fn count(&self, index: &Index, path: &str) -> Option<i64> {
        let (map, _) = path.split_once('.')?;
        let key = map_key(map, path)?;
        let counts = self.counts(index, map)?;
        let found = counts.iter().find(|(name, _)| *name == key);
        found.map(|(_, count)| i64::from(*count))
    }

    /// A field as it stands in an item; maps with at most so many entries.
    pub(super) fn json(&self, index: &Index, name: &str, scale: Scale, most: usize) -> Value {
        match self.counts(index, name) {
            Some(counts) => map_json(counts, most),
            None => self.cell(index, name, scale).to_json(),
        }
    }
}

/// The largest counts first, equal ones by key; `null` where there is none.
pub(super) fn map_json(mut counts: Vec<(&'static str, u32)>, most: usize) -> Value {
    if counts.is_empty() {
        return Value::Null;
    }
    counts.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    let entry = |(name, count): (&str, u32)| (name.to_owned(), count.into());
    let map: Map<String, Value> = counts.into_iter().take(most).map(entry).collect();
    map.into()
}

fn count_bits(counts: &mut [u32], bits: u8) {
    for (at, count) in counts.iter_mut().enumerate() {
        *count += u32::from(bits >> at & 1);
    }
}

fn distinct<T: Ord>(mut all: Vec<T>) -> i64 {
    all.sort_unstable();
    all.dedup();
    all.len() as i64
}
