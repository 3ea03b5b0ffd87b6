//! Counts over all links to one item, as one view knows them. Every count is
//! over links with lost ones included, unless its name says otherwise.

use std::ops::ControlFlow;

use crate::index::dates::{Datasource, Seen};
use crate::index::item::{Found, ItemId};
use crate::index::links::flag;
use crate::index::population::Population;
use crate::index::vocabulary::{LANGUAGES, Language, Reserved};
use crate::index::world::World;

/// How much of something there is in one language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LanguageShare {
    /// The language.
    pub language: Language,
    /// Mean confidence of the pages in it, per cent.
    pub confidence: u8,
    /// Share of all pages looked at, per cent.
    pub ratio: f64,
}

/// Languages by page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LanguageCount {
    pages: [u64; LANGUAGES],
    confidence: [u64; LANGUAGES],
}

impl LanguageCount {
    /// Counts a page.
    pub(crate) fn add(&mut self, population: &Population, host: u32, page: u32) {
        let language = population.language(host, page) as usize;
        self.pages[language] += 1;
        self.confidence[language] += u64::from(population.language_confidence(host, page));
    }

    /// All pages counted.
    pub(crate) fn total(&self) -> i64 {
        self.pages.iter().sum::<u64>() as i64
    }

    /// Languages with any page, the most frequent first.
    pub(crate) fn shares(&self) -> Vec<LanguageShare> {
        let total = self.total() as f64;
        let mut shares: Vec<(u64, LanguageShare)> = Language::ALL
            .into_iter()
            .filter(|&l| self.pages[l as usize] > 0)
            .map(|language| {
                let pages = self.pages[language as usize];
                let confidence = (self.confidence[language as usize] / pages) as u8;
                let ratio = pages as f64 * 100.0 / total;
                (
                    pages,
                    LanguageShare {
                        language,
                        confidence,
                        ratio,
                    },
                )
            })
            .collect();
        shares.sort_by_key(|share| std::cmp::Reverse(share.0));
        shares.into_iter().map(|share| share.1).collect()
    }
}

/// Referring domains and links from one kind of reserved suffix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReservedCount {
    /// Referring domains.
    pub domains: i64,
    /// Their links.
    pub links: i64,
}

/// All counts of one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) links: i64,
    pub(crate) live_links: i64,
    pub(crate) ref_domains: i64,
    pub(crate) ref_ips: i64,
    pub(crate) ref_subnets: i64,
    /// Referring domains on the /24 with the most of them.
    pub(crate) crowded_subnet: i64,
    pub(crate) edu: ReservedCount,
    pub(crate) gov: ReservedCount,
    pub(crate) edu_exact: ReservedCount,
    pub(crate) gov_exact: ReservedCount,
    pub(crate) first: Option<i32>,
    pub(crate) last: Option<i32>,
    pub(crate) languages: LanguageCount,
    pub(crate) occurrences: Occurrences,
    pub(crate) domains: DomainCount,
}

/// Link occurrences, of all kinds and by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// All: a link that stands twice on its page counts twice.
    pub total: i64,
    /// On home pages.
    pub homepages: i64,
    /// Pointing at an address that redirects to the item.
    pub indirect: i64,
    /// Found missing.
    pub deleted: i64,
    /// Asking not to be followed.
    pub nofollow: i64,
    /// On pages fetched by `https`.
    pub https: i64,
    /// Frames.
    pub frame: i64,
    /// Images.
    pub image: i64,
    /// Redirects.
    pub redirect: i64,
    /// None of frame, image, redirect.
    pub text: i64,
}

/// Referring domains with at least one link of a kind, lost ones included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DomainCount {
    /// A link that still stands.
    pub live: i64,
    /// A link that may be followed.
    pub follow: i64,
    /// A link on a home page.
    pub homepage: i64,
    /// A link that does not go through a redirecting address.
    pub direct: i64,
    /// A link on a page fetched by `https`.
    pub https: i64,
}

impl Tally {
    /// Counts all links to `item` that `view` knows.
    pub(crate) fn count(world: &World, item: ItemId, view: Datasource) -> Self {
        let mut tally = Self::default();
        let mut ips: Vec<u32> = Vec::new();
        let mut nets: Vec<u32> = Vec::new();
        let mut hosts: Vec<u32> = Vec::new();
        world.for_each_plain_group(item, &mut |domain, group| {
            hosts.clear();
            tally.add_group(world.population(), domain, group, view, &mut hosts);
            hosts.sort_unstable();
            hosts.dedup();
            let from = ips.len();
            ips.extend(hosts.iter().map(|&host| world.population().ip(host)));
            let from_net = nets.len();
            nets.extend(ips[from..].iter().map(|ip| ip >> 8));
            nets[from_net..].sort_unstable();
            let mut kept = from_net;
            for at in from_net..nets.len() {
                if kept == from_net || nets[kept - 1] != nets[at] {
                    nets[kept] = nets[at];
                    kept += 1;
                }
            }
            nets.truncate(kept);
            ControlFlow::Continue(())
        });
        ips.sort_unstable();
        ips.dedup();
        nets.sort_unstable();
        tally.ref_ips = ips.len() as i64;
        for net in nets.chunk_by(|a, b| a == b) {
            tally.ref_subnets += 1;
            tally.crowded_subnet = tally.crowded_subnet.max(net.len() as i64);
        }
        tally
    }

    fn add_group(
        &mut self,
        population: &Population,
        domain: u32,
        group: &[Found],
        view: Datasource,
        hosts: &mut Vec<u32>,
    ) {
        let before = self.links;
        let mut kinds = [false; 5];
        for found in group {
            let Some(seen) = found.link.dates.seen(view) else {
                continue;
            };
            let host = found.link.source_host;
            if hosts.last() != Some(&host) {
                hosts.push(host);
            }
            self.add_link(population, found, seen, &mut kinds);
        }
        let links = self.links - before;
        if links == 0 {
            return;
        }
        self.ref_domains += 1;
        let of = &mut self.domains;
        let counts = [
            &mut of.live,
            &mut of.follow,
            &mut of.homepage,
            &mut of.direct,
            &mut of.https,
        ];
        for (count, present) in counts.into_iter().zip(kinds) {
            *count += i64::from(present);
        }
        let (any, exact) = match population.reserved(domain) {
            Reserved::No => return,
            Reserved::Education => (&mut self.edu, None),
            Reserved::EducationExact => (&mut self.edu, Some(&mut self.edu_exact)),
            Reserved::Government => (&mut self.gov, None),
            Reserved::GovernmentExact => (&mut self.gov, Some(&mut self.gov_exact)),
        };
        for count in std::iter::once(any).chain(exact) {
            count.domains += 1;
            count.links += links;
        }
    }

    fn add_link(
        &mut self,
        population: &Population,
        found: &Found,
        seen: Seen,
        kinds: &mut [bool; 5],
    ) {
        let link = &found.link;
        let https = population.is_https(link.source_host);
        let home = link.source_page == 0;
        let live = seen.lost.is_none();
        self.links += 1;
        self.live_links += i64::from(live);
        self.first = Some(self.first.map_or(seen.first, |day| day.min(seen.first)));
        self.last = Some(self.last.map_or(seen.last, |day| day.max(seen.last)));
        self.languages
            .add(population, link.source_host, link.source_page);
        let times = i64::from(link.occurrences);
        let of = &mut self.occurrences;
        of.total += times;
        let special = flag::FRAME | flag::IMAGE | flag::REDIRECT;
        let kinds_of_link = [
            (&mut of.homepages, home),
            (&mut of.indirect, link.has(flag::INDIRECT)),
            (&mut of.deleted, !live),
            (&mut of.nofollow, link.has(flag::NOFOLLOW)),
            (&mut of.https, https),
            (&mut of.frame, link.has(flag::FRAME)),
            (&mut of.image, link.has(flag::IMAGE)),
            (&mut of.redirect, link.has(flag::REDIRECT)),
            (&mut of.text, !link.has(special)),
        ];
        for (count, applies) in kinds_of_link {
            *count += if applies { times } else { 0 };
        }
        let present = [
            live,
            !link.has(flag::NOFOLLOW),
            home,
            !link.has(flag::INDIRECT),
            https,
        ];
        for (kind, here) in kinds.iter_mut().zip(present) {
            *kind |= here;
        }
    }
}
