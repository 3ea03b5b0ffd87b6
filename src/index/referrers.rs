//! How the links to the targets come about: which domains refer to a site, how
//! often, from which of their pages, in which way and when.

use crate::index::dates::draw_dates;
use crate::index::dice::{Dice, Stream};
use crate::index::links::{Link, SiteLinks, flag};
use crate::index::population::Population;
use crate::index::sites::{SITES, SitePages};
use crate::index::vocabulary::{Language, SUFFIXES};

/// A referring domain before its links are drawn.
#[derive(Clone, Copy)]
struct Referrer {
    domain: u32,
    links: u32,
    sitewide: bool,
}

/// Draws exactly `budget` links to `site`.
pub(crate) fn draw_site_links(
    population: &mut Population,
    site: u32,
    pages: &SitePages,
    budget: u64,
) -> SiteLinks {
    let mut referrers = choose_referrers(population, site, budget);
    spread(population, site, &mut referrers, budget);
    let mut drawn = SiteLinks {
        groups: Vec::with_capacity(referrers.len()),
        links: Vec::with_capacity(budget as usize),
    };
    for referrer in &referrers {
        drawn
            .groups
            .push((referrer.domain, drawn.links.len() as u32));
        draw_group(population, site, pages, referrer, &mut drawn.links);
    }
    for link in &drawn.links {
        population.discover(link.source_host, link.source_page);
    }
    drawn
}

/// How readily a domain refers to a site: language and topic bring together.
fn affinity(population: &Population, site: u32, domain: u32) -> f64 {
    if population.is_farm(domain) || domain == site {
        return 0.0;
    }
    let language = |d| SUFFIXES[population.suffix(d) as usize].language;
    let spoken = match language(domain) {
        same if same == language(site) => 2.2,
        Language::English => 1.0,
        _ => 0.7,
    };
    let topic = if population.community(domain) == population.community(site) {
        5.0
    } else {
        1.0
    };
    spoken * topic
}

/// The site a link farm works for.
fn farm_client(population: &Population, farm: u32) -> u32 {
    const CLIENTS: [u32; 5] = [0, 1, 2, 5, 0];
    *Dice::of(population.seed(), Stream::Group, 1 << 40, u64::from(farm)).pick(&CLIENTS, &0)
}

fn choose_referrers(population: &Population, site: u32, budget: u64) -> Vec<Referrer> {
    let reach = f64::from(SITES[site as usize].reach) / 100_000.0 * f64::from(population.domains());
    let total: f64 = (0..population.domains())
        .map(|d| affinity(population, site, d))
        .sum();
    let mut referrers = Vec::with_capacity(reach as usize + 1024);
    for domain in 0..population.domains() {
        let mut dice = Dice::of(
            population.seed(),
            Stream::Group,
            u64::from(site),
            u64::from(domain),
        );
        let drawn = if population.is_farm(domain) {
            let farm = population.farm_of(domain).start;
            budget > 1_000 && farm_client(population, farm) == site && dice.chance(900)
        } else {
            dice.unit() < reach * affinity(population, site, domain) / total
        };
        if drawn && (referrers.len() as u64) < budget {
            let links = dice.burst(12);
            let sitewide = !population.is_farm(domain) && dice.chance(14);
            referrers.push(Referrer {
                domain,
                links,
                sitewide,
            });
        }
    }
    if referrers.is_empty() && budget > 0 {
        referrers.push(Referrer {
            domain: SITES.len() as u32 + site,
            links: 1,
            sitewide: true,
        });
    }
    referrers
}

/// Makes the groups add up to the budget: what is left over goes into site-wide
/// footers, a few of them very long; what is too much is taken from the long.
fn spread(population: &Population, site: u32, referrers: &mut [Referrer], budget: u64) {
    let planned: u64 = referrers.iter().map(|r| u64::from(r.links)).sum();
    if planned > budget {
        let mut excess = planned - budget;
        for referrer in referrers.iter_mut().rev() {
            let cut = u64::from(referrer.links - 1).min(excess);
            referrer.links -= cut as u32;
            excess -= cut;
        }
        return;
    }
    let mut left = budget - planned;
    if !referrers.iter().any(|r| r.sitewide)
        && let Some(first) = referrers.first_mut()
    {
        first.sitewide = true;
    }
    let weight = |domain: u32| {
        let mut dice = Dice::of(
            population.seed(),
            Stream::Group,
            u64::from(site) | 1 << 41,
            u64::from(domain),
        );
        (0.02 + dice.unit()).powi(-2).min(160.0)
    };
    let total: f64 = referrers
        .iter()
        .filter(|r| r.sitewide)
        .map(|r| weight(r.domain))
        .sum();
    let extra = left as f64;
    let mut last = None;
    for (at, referrer) in referrers.iter_mut().enumerate().filter(|(_, r)| r.sitewide) {
        let more = ((extra * weight(referrer.domain) / total) as u64).min(left);
        referrer.links += more as u32;
        left -= more;
        last = Some(at);
    }
    if let Some(referrer) = last.and_then(|at| referrers.get_mut(at)) {
        referrer.links += left as u32;
    }
}

fn draw_group(
    population: &Population,
    site: u32,
    pages: &SitePages,
    referrer: &Referrer,
    links: &mut Vec<Link>,
) {
    let domain = referrer.domain;
    let hosts = population.hosts_of(domain);
    let subject = (u64::from(site) << 32) | u64::from(domain);
    let mut group = Dice::of(population.seed(), Stream::Group, subject, 1);
    let home = hosts.start + group.zipf(hosts.len() as u32);
    let start = draw_dates(&mut group, 0).first;
    let shared_target = draw_target(&mut group, site, pages);
    let mut manner = Manner::of(population, domain, &mut group);
    let mut page = 0;
    let mut previous: Option<Link> = None;
    for number in 0..referrer.links {
        let mut dice = Dice::of(population.seed(), Stream::Link, subject, u64::from(number));
        let mut source_host = home;
        let mut target_page = if referrer.sitewide {
            shared_target
        } else {
            draw_target(&mut dice, site, pages)
        };
        match previous {
            None if !dice.chance(140) => page = 1 + dice.zipf(population.crawled_pages(home) - 1),
            None => page = 0,
            Some(before) if dice.chance(50) && before.target_page + 1 < pages.len() => {
                source_host = before.source_host;
                target_page = before.target_page + 1;
            }
            Some(_) => {
                page += 1 + if referrer.sitewide {
                    dice.below(2)
                } else {
                    dice.below(9)
                };
                if !referrer.sitewide {
                    source_host = hosts.start + dice.zipf(hosts.len() as u32);
                }
            }
        }
        let mut flags = manner.flags(&mut dice, referrer.sitewide);
        if page == 0 {
            flags &= !flag::REDIRECT;
        }
        let link = Link {
            source_host,
            source_page: page,
            target_page,
            dates: draw_dates(&mut dice, start),
            flags,
            source_acrank: 0,
            source_cf: 0,
            source_tf: 0,
            occurrences: if dice.chance(850) {
                1
            } else {
                1 + dice.below(4) as u8
            },
        };
        links.push(link);
        previous = Some(link);
    }
}

fn draw_target(dice: &mut Dice, site: u32, pages: &SitePages) -> u32 {
    let (page, share) = SITES[site as usize].focus;
    if dice.chance(share) {
        page
    } else {
        dice.zipf(pages.len())
    }
}

/// How a domain links: habits differ by domain, not by link.
pub(crate) struct Manner {
    nofollow: u32,
    image: u32,
    farm: bool,
    footer: Option<u8>,
}

impl Manner {
    /// The habits of `domain`.
    pub(crate) fn of(population: &Population, domain: u32, dice: &mut Dice) -> Self {
        let farm = population.is_farm(domain);
        let nofollow = match dice.below(10) {
            _ if farm => 0,
            _ if population.is_platform(domain) => 800,
            0..=1 => 950,
            2..=3 => 250,
            _ => 30,
        };
        let image = if farm {
            5
        } else {
            *dice.pick(&[20, 60, 120, 500], &60)
        };
        Self {
            nofollow,
            image,
            farm,
            footer: None,
        }
    }

    /// The flags of one link. A site-wide link is the same on every page.
    pub(crate) fn flags(&mut self, dice: &mut Dice, sitewide: bool) -> u8 {
        if let (true, Some(flags)) = (sitewide, self.footer) {
            return flags;
        }
        let roll = dice.below(1000);
        let mut flags = match roll {
            _ if self.farm && roll >= 12 => 0,
            0..=17 => flag::REDIRECT,
            18..=25 => flag::FRAME,
            _ if dice.chance(self.image) => flag::IMAGE,
            _ => 0,
        };
        if dice.chance(self.nofollow) {
            flags |= flag::NOFOLLOW;
        }
        match dice.below(1000) {
            0..=39 => flags |= flag::INDIRECT,
            40..=45 if flags & flag::IMAGE != 0 => flags |= flag::ALT_TEXT,
            46..=53 if flags & (flag::IMAGE | flag::REDIRECT | flag::FRAME) == 0 => {
                flags |= flag::MENTION
            }
            _ => {}
        }
        if sitewide {
            flags &= !(flag::REDIRECT | flag::FRAME);
            self.footer = Some(flags);
        }
        flags
    }
}
