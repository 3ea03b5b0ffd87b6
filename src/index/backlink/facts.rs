//! What a crawler knows of an item itself.

use super::hints::{host_dice, page_dice};
use super::lists::COUNTRIES;
use super::traits::{DomainTraits, HostTraits, fine_page};
use crate::index::item::{ItemId, ItemKind, Place};
use crate::index::lookup::Index;
use crate::index::metrics::Ranks;

/// What a crawler knows of an item itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteTraits {
    /// 0–1000.
    pub rank: u16,
    /// Rank of its registrable domain.
    pub domain_rank: u16,
    /// Name of the HTTP server.
    pub server: &'static str,
    /// Content management system, where it is one of the known.
    pub cms: Option<&'static str>,
    /// Bits by number in [`super::PLATFORMS`].
    pub platforms: u8,
    /// IPv4 address.
    pub ip: u32,
    /// ISO code, `WW`, or empty.
    pub country: &'static str,
    /// 0–100.
    pub spam: u8,
    /// Pages that were fetched.
    pub crawled_pages: i64,
    /// Links within its hosts, over all of them.
    pub internal_links: i64,
    /// Links to other domains, over all of them.
    pub external_links: i64,
}

impl Index {
    /// What is known of an item itself.
    pub fn site_traits(&self, item: ItemId) -> SiteTraits {
        let world = self.world();
        let host = world.hosts_of(item).start;
        let domain = DomainTraits::of(world, world.domain_of(item));
        let of_host = HostTraits::of(world, &domain, host);
        let mut dice = host_dice(world, host, 4);
        let systems = ["WordPress", "Joomla", "Drupal", "TYPO3", "Shopify"];
        // The first draw is the name of the server.
        dice.bits();
        let is_system = of_host.platforms & 1 != 0 && dice.chance(850);
        let info = self.info(item, 0);
        let crawled = if item.kind() == ItemKind::Url {
            i64::from(info.crawled)
        } else {
            info.crawled_urls
        };
        SiteTraits {
            rank: self.item_rank(item),
            domain_rank: domain.rank,
            server: self.server_name(host),
            cms: is_system.then(|| *dice.pick(&systems, &"WordPress")),
            platforms: of_host.platforms,
            ip: world.population.ip(host),
            country: COUNTRIES[usize::from(domain.country_number())],
            spam: domain.spam,
            crawled_pages: crawled,
            internal_links: info.out_links_internal,
            external_links: info.out_links_external,
        }
    }

    /// The rank of an item, 0–1000: of a domain or host out of its citation, of a page out of its CitationFlow.
    pub fn item_rank(&self, item: ItemId) -> u16 {
        let world = self.world();
        if let Place::Page(host, page) | Place::Under { host, page, .. } = item.0 {
            let flow = world.page_metrics(host, page).citation_flow;
            let mut dice = page_dice(world, host, page, 1);
            return fine_page(flow, &mut dice);
        }
        let mut ranks = Ranks::default();
        for host in world.hosts_of(item) {
            ranks += world.metrics.ranks(host);
        }
        world.metrics.fine(ranks)
    }
}
