//! What the index holds in all.

use crate::index::links::SiteLinks;
use crate::index::lookup::Index;

/// What the index holds in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Links to the targets, lost ones included.
    pub links: u64,
    /// Pages that were fetched.
    pub pages: u64,
    /// Registrable domains.
    pub domains: u64,
}

impl Index {
    /// The same at a moment in seconds since 1970. When pages and domains came is not known: they were always there.
    pub fn totals(&self, at: i64) -> Totals {
        let world = self.world();
        let population = &world.population;
        let day = i32::try_from(at.div_euclid(86_400)).unwrap_or(i32::MAX);
        let known = world
            .site_links
            .iter()
            .flat_map(SiteLinks::links)
            .filter(|link| {
                let seen = link.dates.seen(self.datasource());
                seen.is_some_and(|seen| seen.first <= day)
            });
        Totals {
            links: known.count() as u64,
            pages: (0..population.hosts())
                .map(|host| u64::from(population.crawled_pages(host)))
                .sum(),
            domains: population.domains().into(),
        }
    }
}
