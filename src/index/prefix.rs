//! Paths with everything under them ("URL*"), and which pages of a host an item covers.
//!
//! A prefix that covers anything is the beginning of the path of some page, so it is held as the first such page
//! and a length: no text needs to be kept to find it again.

use std::collections::HashMap;

use crate::index::addresses::{path, split, url};
use crate::index::item::{ItemId, Place};
use crate::index::population::Population;
use crate::index::world::World;

/// Links to what a prefix covers beyond which a prefix is not answered directly.
pub const PREFIX_LIMIT: u64 = 20_000;

/// Which pages of its hosts an item covers.
pub(crate) enum Pages {
    /// All of them.
    Every,
    /// This one.
    Only(u32),
    /// Those whose path begins so. What was found out about a page is kept.
    Under(String, HashMap<u32, bool>),
}

impl Pages {
    /// Whether page `page` of `host` is one of them. A prefix lies on one host, which the caller has checked.
    pub(crate) fn has(&mut self, population: &Population, host: u32, page: u32) -> bool {
        match self {
            Self::Every => true,
            Self::Only(wanted) => *wanted == page,
            Self::Under(prefix, known) => *known
                .entry(page)
                .or_insert_with(|| path(population, host, page).starts_with(prefix.as_str())),
        }
    }
}

impl World {
    /// The pages an item covers.
    pub(crate) fn pages(&self, item: ItemId) -> Pages {
        match item.0 {
            Place::Domain(_) | Place::Host(_) => Pages::Every,
            Place::Page(_, page) => Pages::Only(page),
            Place::Under { host, page, length } => {
                Pages::Under(self.prefix_path(host, page, length), HashMap::new())
            }
        }
    }

    /// The path and everything under it, if any known page lies there. The scheme does not matter; the path is
    /// compared letter by letter, and an address without one covers its whole host.
    pub(crate) fn resolve_prefix(&self, address: &str) -> Option<ItemId> {
        let (name, wanted) = split(address)?;
        let host = self
            .names
            .host(&self.population, &name.to_ascii_lowercase())?;
        let wanted = if wanted.is_empty() { "/" } else { wanted };
        let page = (0..self.population.known_pages(host))
            .find(|&page| path(&self.population, host, page).starts_with(wanted))?;
        Some(ItemId(Place::Under {
            host,
            page,
            length: u32::try_from(wanted.len()).ok()?,
        }))
    }

    /// The address a prefix was asked by.
    pub(crate) fn prefix_url(&self, host: u32, page: u32, length: u32) -> String {
        let whole = url(&self.population, host, page);
        let path_length = path(&self.population, host, page).len();
        let end = whole.len() - path_length + length as usize;
        whole.get(..end).map_or(whole.clone(), str::to_owned)
    }

    fn prefix_path(&self, host: u32, page: u32, length: u32) -> String {
        let mut text = path(&self.population, host, page);
        text.truncate(length as usize);
        text
    }

    /// Known and fetched pages that an item covers.
    pub(crate) fn page_counts(&self, item: ItemId) -> (i64, i64) {
        let mut pages = self.pages(item);
        let (mut known, mut crawled) = (0, 0);
        for host in self.hosts_of(item) {
            let fetched = self.population.crawled_pages(host);
            match &mut pages {
                Pages::Every => {
                    known += i64::from(self.population.known_pages(host));
                    crawled += i64::from(fetched);
                }
                Pages::Only(page) => {
                    known += 1;
                    crawled += i64::from(*page < fetched);
                }
                Pages::Under(prefix, _) => {
                    for page in 0..self.population.known_pages(host) {
                        let under = path(&self.population, host, page).starts_with(prefix.as_str());
                        known += i64::from(under);
                        crawled += i64::from(under && page < fetched);
                    }
                }
            }
        }
        (known, crawled)
    }
}
