//! The targets: invented sites of very different size, each with its hosts, its
//! pages and its share of the links. They are the first domains of the world.

use crate::index::dice::{Dice, Stream};
use crate::index::population::Population;

/// What of a site is offered as a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// The whole registrable domain.
    Root,
    /// The host of this number.
    Host(u32),
    /// The page of this number, deep in the site.
    Page(u32),
}

/// One target site.
#[derive(Debug)]
pub(crate) struct Site {
    /// Registrable domain, as a reader would write it.
    pub(crate) domain: &'static str,
    /// Labels of its hosts; an empty one is the bare domain.
    pub(crate) hosts: &'static [&'static str],
    /// What is offered.
    pub(crate) offer: Offer,
    /// Links, per hundred thousand of all. The first site takes what is left.
    pub(crate) links: u32,
    /// Referring domains, per hundred thousand of all domains.
    pub(crate) reach: u32,
    /// Page most links go to, and how many of a thousand.
    pub(crate) focus: (u32, u32),
}

const fn site(
    domain: &'static str,
    hosts: &'static [&'static str],
    offer: Offer,
    links: u32,
    reach: u32,
    focus: (u32, u32),
) -> Site {
    Site {
        domain,
        hosts,
        offer,
        links,
        reach,
        focus,
    }
}

/// All target sites; their position is their domain's number.
pub(crate) const SITES: [Site; 16] = [
    site(
        "velmoriahaven.com",
        &["www", "", "blog", "shop", "docs"],
        Offer::Root,
        0,
        56_000,
        (0, 420),
    ),
    site(
        "taldorwerk.de",
        &["www", "shop", "forum"],
        Offer::Root,
        15_000,
        17_000,
        (0, 500),
    ),
    site(
        "brenvelquay.co.uk",
        &["www", "blog"],
        Offer::Root,
        11_000,
        12_000,
        (0, 450),
    ),
    site(
        "mirutokiya.jp",
        &["www", "en"],
        Offer::Root,
        8_000,
        8_000,
        (0, 550),
    ),
    site(
        "grünhöfeltal.de",
        &["www", "karten"],
        Offer::Root,
        6_000,
        6_000,
        (0, 600),
    ),
    site(
        "drevantorg.ru",
        &["", "forum"],
        Offer::Root,
        5_000,
        5_000,
        (0, 500),
    ),
    site(
        "kelvaro.io",
        &["www", "docs"],
        Offer::Host(1),
        4_000,
        3_500,
        (1, 500),
    ),
    site(
        "pondrivelle.fr",
        &["www"],
        Offer::Page(37),
        3_000,
        2_500,
        (37, 800),
    ),
    site(
        "astrolunda.org",
        &["www"],
        Offer::Root,
        2_500,
        2_000,
        (0, 500),
    ),
    site(
        "corvelinha.com.br",
        &["www", "blog"],
        Offer::Root,
        1_500,
        1_200,
        (0, 500),
    ),
    site(
        "haiyunvel.com.cn",
        &["www"],
        Offer::Root,
        1_000,
        800,
        (0, 600),
    ),
    site("sabarqanet.ae", &["www"], Offer::Root, 600, 400, (0, 600)),
    site("zelkovipress.net", &[""], Offer::Root, 250, 150, (0, 700)),
    site("tornimesse.at", &[""], Offer::Root, 50, 40, (0, 800)),
    site("nimbelow.com.au", &["www"], Offer::Root, 8, 20, (0, 800)),
    site("unlinkedvale.org", &["www"], Offer::Root, 0, 0, (0, 1000)),
];

/// The site nobody links to.
const UNLINKED: usize = SITES.len() - 1;

/// Links each site gets in a world of `links` links.
pub(crate) fn link_budgets(links: u64) -> [u64; SITES.len()] {
    let mut budgets = SITES.map(|site| (links * u64::from(site.links) / 100_000).max(1));
    budgets[0] = 0;
    budgets[UNLINKED] = 0;
    budgets[0] = links.saturating_sub(budgets.iter().sum());
    budgets
}

/// The pages of one site that links may go to. A page's number within the site
/// is also its number on its host, except that the first numbers are the home
/// pages of the hosts.
#[derive(Debug)]
pub(crate) struct SitePages {
    first_host: u32,
    hosts: u32,
    host_of: Vec<u8>,
}

impl SitePages {
    /// The pages of `site`, enough of them for `links` links.
    pub(crate) fn build(population: &Population, site: u32, links: u64) -> Self {
        let range = population.hosts_of(site);
        let hosts = range.len() as u32;
        let pages = (links / 8).clamp(48, 6_000) as u32;
        let host_of = (0..pages)
            .map(|page| {
                if page < hosts {
                    return page as u8;
                }
                let mut dice = Dice::of(
                    population.seed(),
                    Stream::Page,
                    u64::from(site),
                    u64::from(page),
                );
                let focused =
                    matches!(SITES[site as usize].offer, Offer::Host(_)) && dice.chance(700);
                if focused {
                    (hosts - 1) as u8
                } else {
                    dice.zipf(hosts) as u8
                }
            })
            .collect();
        Self {
            first_host: range.start,
            hosts,
            host_of,
        }
    }

    /// How many pages.
    pub(crate) fn len(&self) -> u32 {
        self.host_of.len() as u32
    }

    /// Host and number on the host of a page of the site.
    #[inline]
    pub(crate) fn place(&self, page: u32) -> (u32, u32) {
        let host = self.first_host + u32::from(self.host_of[page as usize]);
        (host, if page < self.hosts { 0 } else { page })
    }

    /// The site's own number of a page given by its place.
    pub(crate) fn at(&self, host: u32, page: u32) -> Option<u32> {
        let own = if page == 0 {
            host.checked_sub(self.first_host)?
        } else {
            page
        };
        (own < self.len() && self.place(own) == (host, page)).then_some(own)
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> u64 {
        self.host_of.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_add_up_and_leave_one_site_unlinked() {
        for links in [100, 5_000, 200_000, 10_000_000] {
            let budgets = link_budgets(links);
            assert_eq!(budgets.iter().sum::<u64>(), links);
            assert_eq!(budgets[UNLINKED], 0);
            assert!(budgets[..UNLINKED].iter().all(|&n| n > 0));
        }
    }

    #[test]
    fn places_lead_back_to_pages() {
        let population = Population::build(1, 20_000);
        for site in [0, 6, 7] {
            let pages = SitePages::build(&population, site, 9_000);
            for page in 0..pages.len() {
                let (host, number) = pages.place(page);
                assert_eq!(pages.at(host, number), Some(page));
            }
            assert_eq!(pages.at(population.hosts_of(site).start, pages.len()), None);
        }
    }
}
