//! Links as a crawler with other figures tells them: one rank of 0–1000 out of the citation of the graph, a score for
//! spam, visits to the second, the element of the page a link stands in.
//!
//! What the graph knows is taken from it; what it does not know is drawn from the seed and from what it belongs to, so
//! that it is the same at every sight. Links without an address to follow (mentions) are not told.

mod facts;
mod hints;
mod internal;
mod lists;
mod reader;
mod rivals;
mod totals;
mod traits;
mod visited;

use std::ops::{ControlFlow, Range};

pub use facts::SiteTraits;
pub use lists::{ATTRIBUTES, COUNTRIES, KINDS, PLATFORMS, SEMANTICS};
pub use reader::{Keywords, LinkReader};
pub use rivals::Linked;
pub use totals::Totals;
pub use visited::Visit;

use crate::index::dates::Seen;
use crate::index::item::{Found, ItemId};
use crate::index::links::flag;
use crate::index::lookup::Index;
use crate::index::names::host_name;
use crate::index::record::PagePlace;
use crate::index::vocabulary::SUFFIXES;
use traits::{DomainTraits, HostTraits};

/// One link. Moments are seconds since 1970; what has no value is 0 where 0 means nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// Number of the registrable domain that refers.
    pub domain: u32,
    /// Host of the page with the link.
    pub source_host: u32,
    /// Number of that page on its host.
    pub source_page: u32,
    /// Host of the page linked to.
    pub target_host: u32,
    /// Number of that page on its host.
    pub target_page: u32,
    /// How often the link occurs.
    pub occurrences: u32,
    /// IPv4 address of the referring host.
    pub ip: u32,
    /// When it was found.
    pub first: u32,
    /// The visit before the last; 0 if there was none.
    pub previous: u32,
    /// The last visit that saw it.
    pub last: u32,
    /// When it was found missing; 0 if it stands.
    pub lost: u32,
    /// What it passes on, 0–1000.
    pub rank: u16,
    /// Rank of the page it stands on.
    pub page_rank: u16,
    /// Rank of the domain it comes from.
    pub domain_rank: u16,
    /// What fetching the page with it gave (HTTP).
    pub status: u16,
    /// What fetching the page linked to gave; 0 if it was never fetched.
    pub target_status: u16,
    /// 0–100.
    pub spam: u8,
    /// Number in [`KINDS`].
    pub kind: u8,
    /// Bits of [`flag`].
    pub flags: u8,
    /// Bits by number in [`ATTRIBUTES`].
    pub attributes: u8,
    /// Bits by number in [`PLATFORMS`].
    pub platforms: u8,
    /// Number in [`SEMANTICS`].
    pub semantic: u8,
    /// Number in [`COUNTRIES`].
    pub country: u8,
    /// Number of the public suffix of the referring domain.
    pub suffix: u8,
}

impl Backlink {
    /// Whether it asks not to be followed.
    pub fn is_nofollow(&self) -> bool {
        self.attributes & traits::NOFOLLOW != 0
    }

    /// Whether it leads to an address that redirects to the target.
    pub fn is_indirect(&self) -> bool {
        self.flags & flag::INDIRECT != 0
    }

    /// Whether it was found missing.
    pub fn is_lost(&self) -> bool {
        self.lost > 0
    }

    /// Whether the page linked to is not there.
    pub fn is_broken(&self) -> bool {
        self.target_status >= 400
    }

    /// Whether only the last visit saw it.
    pub fn is_new(&self) -> bool {
        self.previous == 0
    }

    /// The page with the link.
    pub fn source(&self) -> PagePlace {
        PagePlace {
            host: self.source_host,
            page: self.source_page,
        }
    }

    /// The page linked to.
    pub fn target(&self) -> PagePlace {
        PagePlace {
            host: self.target_host,
            page: self.target_page,
        }
    }
}

impl Index {
    /// The links to an item that the view knows, lost ones included, in the order of the referring hosts and their
    /// pages; hosts of one domain are neighbours.
    pub fn backlinks(&self, item: ItemId) -> Vec<Backlink> {
        let mut all = Vec::new();
        let world = self.world();
        world.for_each_group(item, &mut |domain, group| {
            let of_domain = DomainTraits::of(world, domain);
            let mut host: Option<HostTraits> = None;
            for found in group {
                let Some(seen) = self.told(found) else {
                    continue;
                };
                let number = found.link.source_host;
                let traits = match host.filter(|known| known.host == number) {
                    Some(known) => known,
                    None => HostTraits::of(world, &of_domain, number),
                };
                host = Some(traits);
                all.push(self.backlink(&of_domain, &traits, found, seen));
            }
            ControlFlow::Continue(())
        });
        all.sort_by_key(|link| (link.source_host, link.source_page));
        all
    }

    /// What the view knows of a link; nothing of mentions.
    fn told(&self, found: &Found) -> Option<Seen> {
        let is_link = !found.link.has(flag::MENTION);
        found.link.dates.seen(self.datasource()).filter(|_| is_link)
    }

    /// The hosts of an item, as numbers.
    pub fn hosts(&self, item: ItemId) -> Range<u32> {
        self.world().hosts_of(item)
    }

    /// The name of a host, in ASCII.
    pub fn host_name(&self, host: u32) -> String {
        host_name(&self.world().population, host)
    }

    /// The address of a page, in ASCII.
    pub fn page_url(&self, place: PagePlace) -> String {
        crate::index::addresses::url(&self.world().population, place.host, place.page)
    }

    /// The text of a public suffix by its number.
    pub fn suffix_text(&self, suffix: u8) -> &'static str {
        SUFFIXES.get(usize::from(suffix)).map_or("", |s| s.text)
    }
}
