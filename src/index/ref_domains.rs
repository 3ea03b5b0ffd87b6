//! Which domains refer to an item, without writing out their links.

use std::ops::ControlFlow;

use crate::index::item::ItemId;
use crate::index::lookup::Index;

/// A domain with links to an item. Dates are days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefDomain {
    /// Number of the domain.
    pub domain: u32,
    /// Its links to the item, lost ones included.
    pub links: i64,
    /// When the earliest of them was found.
    pub first: i32,
    /// When the latest of them was seen.
    pub last: i32,
}

impl Index {
    /// All domains that refer to an item, by rising number.
    pub fn ref_domains(&self, item: ItemId) -> Vec<RefDomain> {
        let mut all = Vec::new();
        self.world()
            .for_each_plain_group(item, &mut |domain, group| {
                let seen = group
                    .iter()
                    .filter_map(|found| found.link.dates.seen(self.datasource()));
                let counted = seen.fold(None::<RefDomain>, |counted, seen| {
                    let (links, first, last) =
                        counted.map_or((0, seen.first, seen.last), |c| (c.links, c.first, c.last));
                    Some(RefDomain {
                        domain,
                        links: links + 1,
                        first: first.min(seen.first),
                        last: last.max(seen.last),
                    })
                });
                all.extend(counted);
                ControlFlow::Continue(())
            });
        all
    }

    /// The domains that refer to an item by a link that stands, by rising number.
    pub fn standing_ref_domains(&self, item: ItemId) -> Vec<u32> {
        let mut all = Vec::new();
        self.world()
            .for_each_plain_group(item, &mut |domain, group| {
                let stands = group.iter().any(|found| {
                    let seen = found.link.dates.seen(self.datasource());
                    seen.is_some_and(|seen| seen.lost.is_none())
                });
                all.extend(stands.then_some(domain));
                ControlFlow::Continue(())
            });
        all
    }
}
