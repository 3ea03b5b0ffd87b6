//! What an item is like by itself, apart from the links to it: what fetching it
//! gave, and where it links to.

use std::collections::HashSet;

use crate::index::addresses::url;
use crate::index::dates::Datasource;
use crate::index::dice::{Dice, Stream};
use crate::index::item::{ItemId, ItemKind, Place};
use crate::index::record::PagePlace;
use crate::index::sites::SITES;
use crate::index::web::{edge_link, edge_source_page};
use crate::index::world::World;

/// What fetching the item, or its home page, gave.
pub(crate) struct Fetch {
    pub(crate) crawled: bool,
    pub(crate) last_crawl_date: Option<i32>,
    pub(crate) last_crawl_result: &'static str,
    pub(crate) redirects: bool,
    pub(crate) redirect_to: String,
    pub(crate) canonical_url: String,
}

/// Links out of an item.
pub(crate) struct Outgoing {
    pub(crate) domains: i64,
    pub(crate) external: i64,
    pub(crate) internal: i64,
    pub(crate) pages: i64,
}

impl World {
    /// The last fetch of a URL, or of the home page of a host or domain.
    pub(crate) fn fetch(&self, item: ItemId, main: PagePlace, view: Datasource) -> Fetch {
        let population = &self.population;
        let subject = (u64::from(main.host), !u64::from(main.page) ^ (1 << 45));
        let mut dice = Dice::of(population.seed(), Stream::Seen, subject.0, subject.1);
        let crawled = main.page < population.crawled_pages(main.host);
        let own = url(population, main.host, main.page);
        let is_url = item.kind() == ItemKind::Url;
        let target = SITES.get(population.domain_of(main.host) as usize);
        let offered = target.is_some_and(|site| site.focus.0 == main.page);
        let redirects = is_url && crawled && main.page > 0 && !offered && dice.chance(30);
        let age = 1 + dice.below(45) as i32;
        Fetch {
            crawled,
            last_crawl_date: (is_url && crawled).then(|| view.build_day() - age),
            last_crawl_result: match (is_url && crawled, redirects) {
                (false, _) => "",
                (true, false) => "DownloadedSuccessfully",
                (true, true) => "HTTP_301_PermanentRedirect",
            },
            redirects,
            redirect_to: if redirects {
                url(population, main.host, 0)
            } else {
                String::new()
            },
            canonical_url: if crawled && !redirects {
                own
            } else {
                String::new()
            },
        }
    }

    /// Links out of the item that stand in this view: those into the world
    /// around, and those to the targets.
    pub(crate) fn outgoing(&self, item: ItemId, view: Datasource) -> Outgoing {
        let population = &self.population;
        let own = self.domain_of(item);
        let mut domains: HashSet<u32> = HashSet::new();
        let mut outgoing = Outgoing {
            domains: 0,
            external: 0,
            internal: 0,
            pages: 0,
        };
        let on_page = |page: u32| !matches!(item.0, Place::Page(_, wanted) if wanted != page);
        for host in self.hosts_of(item) {
            for target in self.web.out_links(population, host) {
                let wanted = on_page(edge_source_page(population, host, target));
                let seen = edge_link(population, host, target).dates.seen(view);
                if wanted && seen.is_some_and(|seen| seen.lost.is_none()) {
                    outgoing.external += 1;
                    domains.insert(population.domain_of(target));
                }
            }
            let pages = match item.0 {
                Place::Page(_, page) => i64::from(page < population.crawled_pages(host)),
                _ => i64::from(population.crawled_pages(host)),
            };
            outgoing.pages += pages;
            outgoing.internal += pages * i64::from(population.navigation(host));
        }
        let hosts = self.hosts_of(item);
        for (site, links) in (0_u32..).zip(&self.site_links) {
            for link in links.of_domain(own) {
                let stands = link
                    .dates
                    .seen(view)
                    .is_some_and(|seen| seen.lost.is_none());
                if stands && hosts.contains(&link.source_host) && on_page(link.source_page) {
                    outgoing.external += 1;
                    domains.insert(site);
                }
            }
        }
        outgoing.domains = domains.len() as i64;
        outgoing
    }
}
