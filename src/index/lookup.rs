//! The index as its users see it: one view of a world, with the counts of the
//! targets worked out beforehand.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::index::addresses::url;
use crate::index::dates::Datasource;
use crate::index::domain::CountCache;
use crate::index::info::ItemInfo;
use crate::index::item::{ItemId, ItemKind, Place};
use crate::index::keywords::KeywordIndex;
use crate::index::names::{domain_name, host_name};
use crate::index::record::{LinkRecord, PagePlace};
use crate::index::sites::{Offer, SITES};
use crate::index::tally::Tally;
use crate::index::world::World;

/// Links to the targets in a world nobody asked to be larger or smaller.
pub const DEFAULT_LINKS: u64 = 300_000;

/// Pages of every site, from the first, whose counts are worked out beforehand:
/// those with the most links.
const READY_PAGES: u32 = 8;

/// What to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildOptions {
    /// Decides everything that is drawn.
    pub seed: u64,
    /// Links to the targets that the historic view knows, at least.
    pub links: u64,
    /// Which view.
    pub datasource: Datasource,
}

/// A target on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetSize {
    /// Domain, host or address, in ASCII.
    pub item: String,
    /// Which of these.
    pub kind: ItemKind,
    /// Links to it.
    pub links: u64,
    /// Referring domains.
    pub ref_domains: u64,
}

/// One view of a world.
#[derive(Debug)]
pub struct Index {
    world: Arc<World>,
    datasource: Datasource,
    ready: HashMap<ItemId, Tally>,
    domains: CountCache,
    keywords: OnceLock<KeywordIndex>,
}

impl Index {
    /// Builds one view. Two views of the same world are cheaper from
    /// [`Index::build_pair`].
    pub fn build(options: &BuildOptions) -> Self {
        Self::of_world(
            Arc::new(World::build(options.seed, options.links)),
            options.datasource,
        )
    }

    /// Builds one world and both views of it: fresh, then historic.
    pub fn build_pair(seed: u64, links: u64) -> (Self, Self) {
        let world = Arc::new(World::build(seed, links));
        let shared = Arc::clone(&world);
        let fresh = std::thread::spawn(move || Self::of_world(shared, Datasource::Fresh));
        let historic = Self::of_world(Arc::clone(&world), Datasource::Historic);
        let fresh = fresh
            .join()
            .unwrap_or_else(|_| Self::of_world(world, Datasource::Fresh));
        (fresh, historic)
    }

    /// The view `datasource` of a world.
    pub fn of_world(world: Arc<World>, datasource: Datasource) -> Self {
        let mut items = Vec::new();
        for (site, pages) in (0_u32..).zip(&world.site_pages) {
            items.push(ItemId(Place::Domain(site)));
            items.extend(
                world
                    .population
                    .hosts_of(site)
                    .map(|host| ItemId(Place::Host(host))),
            );
            let focus = SITES[site as usize].focus.0;
            for page in (0..READY_PAGES).chain((focus >= READY_PAGES).then_some(focus)) {
                let (host, number) = pages.place(page);
                items.push(ItemId(Place::Page(host, number)));
            }
        }
        let ready = items
            .into_iter()
            .map(|item| (item, Tally::count(&world, item, datasource)))
            .collect();
        Self {
            world,
            datasource,
            ready,
            domains: CountCache::default(),
            keywords: OnceLock::new(),
        }
    }

    /// Which view this is.
    pub fn datasource(&self) -> Datasource {
        self.datasource
    }

    /// When the view was built, by the world's own calendar.
    pub fn build_date(&self) -> Timestamp {
        self.datasource.build_date(self.world.population.seed())
    }

    /// The world behind the view.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What is on offer, the largest first.
    pub fn targets(&self) -> Vec<TargetSize> {
        let mut targets: Vec<TargetSize> = (0_u32..)
            .zip(&SITES)
            .map(|(site, spec)| {
                let place = self.offered(site, spec.offer);
                self.with_tally(ItemId(place), |tally| TargetSize {
                    item: self.name(ItemId(place)),
                    kind: ItemId(place).kind(),
                    links: tally.links as u64,
                    ref_domains: tally.ref_domains as u64,
                })
            })
            .collect();
        targets.sort_by_key(|target| std::cmp::Reverse((target.links, target.ref_domains)));
        targets
    }

    fn offered(&self, site: u32, offer: Offer) -> Place {
        match offer {
            Offer::Root => Place::Domain(site),
            Offer::Host(local) => Place::Host(self.world.population.hosts_of(site).start + local),
            Offer::Page(page) => {
                let (host, number) = self.world.site_pages[site as usize].place(page);
                Place::Page(host, number)
            }
        }
    }

    /// The name of an item: domain, host or address (of a prefix the beginning), in ASCII.
    pub fn name(&self, item: ItemId) -> String {
        match item.0 {
            Place::Domain(domain) => domain_name(&self.world.population, domain),
            Place::Host(host) => host_name(&self.world.population, host),
            Place::Page(host, page) => url(&self.world.population, host, page),
            Place::Under { host, page, length } => self.world.prefix_url(host, page, length),
        }
    }

    /// Finds an item by name; see [`World::resolve`].
    pub fn resolve(&self, kind: ItemKind, name: &str) -> Option<ItemId> {
        self.world.resolve(kind, name)
    }

    /// Finds everything under the beginning of an address. The scheme does not matter, the path is compared letter
    /// by letter; an address without a path means all of its host. `None` if no known page lies there.
    pub fn resolve_prefix(&self, address: &str) -> Option<ItemId> {
        self.world.resolve_prefix(address)
    }

    /// What is known of each domain, as far as it was asked for.
    pub(crate) fn domain_cache(&self) -> &CountCache {
        &self.domains
    }

    /// The words of its pages, once they were asked for.
    pub(crate) fn keyword_cache(&self) -> &OnceLock<KeywordIndex> {
        &self.keywords
    }

    fn with_tally<T>(&self, item: ItemId, use_it: impl FnOnce(&Tally) -> T) -> T {
        match self.ready.get(&item) {
            Some(tally) => use_it(tally),
            None => use_it(&Tally::count(&self.world, item, self.datasource)),
        }
    }

    /// The summary of an item with at most `topics` topics.
    pub fn info(&self, item: ItemId, topics: usize) -> ItemInfo {
        self.with_tally(item, |tally| {
            self.world.info(item, self.datasource, tally, topics)
        })
    }

    /// When the earliest link to any of the items was found and the latest was
    /// seen, in days since 1970-01-01; `None` if there is no link.
    pub fn first_and_last_link_dates(&self, items: &[ItemId]) -> Option<(i32, i32)> {
        items
            .iter()
            .filter_map(|&item| self.with_tally(item, |tally| tally.first.zip(tally.last)))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// Referring domains of an item, lost links included. Ready for targets,
    /// their hosts and best pages; counted for other items.
    pub fn ref_domain_count(&self, item: ItemId) -> u64 {
        self.with_tally(item, |tally| tally.ref_domains as u64)
    }

    /// Links to an item, lost ones included.
    pub fn external_links(&self, item: ItemId) -> u64 {
        self.with_tally(item, |tally| tally.links as u64)
    }

    /// Links to an item that still stand.
    pub fn live_links(&self, item: ItemId) -> u64 {
        self.with_tally(item, |tally| tally.live_links as u64)
    }

    /// Writes out the best links of every referring domain, domain after domain:
    /// by TrustFlow of the source page, at most `max_per_domain`, without lost
    /// ones if `live_only`. Holds no more than one domain's links at a time;
    /// `take` may end it.
    pub fn for_each_ref_domain_link(
        &self,
        item: ItemId,
        max_per_domain: usize,
        live_only: bool,
        take: &mut dyn FnMut(&LinkRecord) -> ControlFlow<()>,
    ) {
        self.world.for_each_group(item, &mut |_, group| {
            let known = group.iter().filter_map(|found| {
                let seen = found.link.dates.seen(self.datasource)?;
                (!live_only || seen.lost.is_none()).then_some((found, seen))
            });
            for (found, seen) in known.take(max_per_domain) {
                take(&self.world.record(found, seen))?;
            }
            ControlFlow::Continue(())
        });
    }

    /// The title of a page, raw: may hold line breaks and control characters.
    pub fn title(&self, page: PagePlace) -> String {
        self.world.title(page)
    }
}
