//! Links within a domain: from the pages that a sub-domain's navigation lists to the home page of the domain.
//!
//! The graph holds links between domains only; these follow from the hosts and pages it knows.

use super::Backlink;
use super::hints::page_dice;
use super::reader::link_of;
use super::traits::{DomainTraits, HostTraits};
use super::visited::days;
use crate::index::dates::Seen;
use crate::index::item::{Found, ItemId};
use crate::index::lookup::Index;
use crate::index::record::PagePlace;

impl Index {
    /// The links that an item gets from sub-domains of its own domain, in the order of their hosts and pages. Only the
    /// home page of a domain gets any.
    pub fn internal_backlinks(&self, item: ItemId) -> Vec<Backlink> {
        let world = self.world();
        let population = &world.population;
        let number = world.domain_of(item);
        let home = PagePlace {
            host: population.hosts_of(number).start,
            page: 0,
        };
        let covers_home = world.hosts_of(item).contains(&home.host)
            && world.pages(item).has(population, home.host, home.page);
        if !covers_home {
            return Vec::new();
        }
        let domain = DomainTraits::of(world, number);
        let mut all = Vec::new();
        for host in population.hosts_of(number).skip(1) {
            let traits = HostTraits::of(world, &domain, host);
            let pages = (0..=population.navigation(host)).map(|page| PagePlace { host, page });
            let standing = pages.filter(|place| self.page_status(*place) == 200);
            all.extend(standing.map(|from| self.internal_backlink(&domain, &traits, from, home)));
        }
        all
    }

    fn internal_backlink(
        &self,
        domain: &DomainTraits,
        host: &HostTraits,
        from: PagePlace,
        home: PagePlace,
    ) -> Backlink {
        let world = self.world();
        let mut link = link_of(from, home.page, 0);
        link.source_cf = world.page_metrics(from.host, from.page).citation_flow;
        let found = Found {
            link,
            target_host: home.host,
            target_page: home.page,
        };
        let last = world.fetch_day(from.host, from.page, self.datasource());
        let (first, _) = days(last, &mut page_dice(world, from.host, from.page, 3));
        let seen = Seen {
            first,
            last,
            crawled: last,
            lost: None,
        };
        self.backlink(domain, host, &found, seen)
    }
}
