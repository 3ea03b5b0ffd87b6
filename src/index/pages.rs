//! What an item is like by itself, apart from the links to it: what fetching it
//! gave, and where it links to.

use std::collections::HashSet;

use crate::index::addresses::url;
use crate::index::dates::Datasource;
use crate::index::dice::{Dice, Stream};
use crate::index::item::{ItemId, ItemKind};
use crate::index::record::PagePlace;
use crate::index::sites::SITES;
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
        let crawled = main.page < population.crawled_pages(main.host);
        let own = url(population, main.host, main.page);
        let is_url = item.kind() == ItemKind::Url && !item.is_prefix();
        let redirects = is_url && crawled && self.redirects(main);
        Fetch {
            crawled,
            last_crawl_date: (is_url && crawled)
                .then(|| self.fetch_day(main.host, main.page, view)),
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

    /// Whether a fetched page is a redirect. Home pages and what is on offer never are.
    pub(crate) fn redirects(&self, place: PagePlace) -> bool {
        let target = SITES.get(self.population.domain_of(place.host) as usize);
        let offered = target.is_some_and(|site| site.focus.0 == place.page);
        place.page > 0 && !offered && self.fetch_dice(place.host, place.page).chance(30)
    }

    /// When a fetched page was last fetched before the view was built.
    pub(crate) fn fetch_day(&self, host: u32, page: u32, view: Datasource) -> i32 {
        let mut dice = self.fetch_dice(host, page);
        dice.bits();
        view.build_day() - 1 - dice.below(45) as i32
    }

    fn fetch_dice(&self, host: u32, page: u32) -> Dice {
        let place = !u64::from(page) ^ (1 << 45);
        Dice::of(self.population.seed(), Stream::Seen, u64::from(host), place)
    }

    /// Links out of the item that stand in this view: those into the world
    /// around, and those to the targets.
    pub(crate) fn outgoing(&self, item: ItemId, view: Datasource) -> Outgoing {
        let population = &self.population;
        let hosts = self.hosts_of(item);
        let mut covered = self.pages(item);
        let mut domains: HashSet<u32> = HashSet::new();
        let mut external = 0;
        self.for_each_out(self.domain_of(item), hosts.clone(), &mut |out| {
            let seen = out.dates.seen(view);
            if seen.is_some_and(|seen| seen.lost.is_none())
                && covered.has(population, out.host, out.page)
            {
                external += 1;
                domains.insert(out.domain);
            }
        });
        let (mut internal, mut pages) = (0, 0);
        if item.kind() == ItemKind::Url {
            pages = self.page_counts(item).1;
            internal = pages * i64::from(population.navigation(hosts.start));
        } else {
            for host in hosts {
                let fetched = i64::from(population.crawled_pages(host));
                pages += fetched;
                internal += fetched * i64::from(population.navigation(host));
            }
        }
        Outgoing {
            domains: domains.len() as i64,
            external,
            internal,
            pages,
        }
    }
}
