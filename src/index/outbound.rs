//! Links out of a domain: those into the world around, drawn again host by host, and those to the targets.

use std::ops::Range;

use crate::index::dates::Dates;
use crate::index::web::edge_link;
use crate::index::world::World;

/// One link out of a domain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Out {
    /// Host of the page with the link.
    pub(crate) host: u32,
    /// Number of that page on its host.
    pub(crate) page: u32,
    /// The domain linked to.
    pub(crate) domain: u32,
    /// The host of it.
    pub(crate) linked_host: u32,
    /// When the link was found, seen, fetched and lost.
    pub(crate) dates: Dates,
}

impl World {
    /// Calls `take` with every link from these hosts of `domain` to other domains, known to a view or not.
    pub(crate) fn for_each_out(&self, domain: u32, hosts: Range<u32>, take: &mut dyn FnMut(Out)) {
        let population = &self.population;
        for host in hosts.clone() {
            for target in self.web.out_links(population, host) {
                let link = edge_link(population, host, target);
                take(Out {
                    host,
                    page: link.source_page,
                    domain: population.domain_of(target),
                    linked_host: target,
                    dates: link.dates,
                });
            }
        }
        let sites = self.site_links.iter().zip(&self.site_pages);
        for (site, (links, pages)) in (0_u32..).zip(sites) {
            let from_here = links
                .of_domain(domain)
                .iter()
                .filter(|link| hosts.contains(&link.source_host));
            for link in from_here {
                take(Out {
                    host: link.source_host,
                    page: link.source_page,
                    domain: site,
                    linked_host: pages.place(link.target_page).0,
                    dates: link.dates,
                });
            }
        }
    }
}
