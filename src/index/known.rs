//! All links to an item that a view knows, without writing them out: for whoever counts them.

use std::ops::ControlFlow;

use crate::index::addresses::url;
use crate::index::dates::Seen;
use crate::index::item::{Found, ItemId};
use crate::index::lookup::Index;
use crate::index::record::Topic;
use crate::index::texts;

impl Index {
    /// Calls `take` with every link to an item and the number of its referring domain, lost ones included; domain
    /// after domain in rising order, the links of each from its best page down.
    pub fn for_each_link(&self, item: ItemId, take: &mut dyn FnMut(u32, &Found, Seen)) {
        self.world().for_each_group(item, &mut |domain, group| {
            for found in group {
                if let Some(seen) = found.link.dates.seen(self.datasource()) {
                    take(domain, found, seen);
                }
            }
            ControlFlow::Continue(())
        });
    }

    /// The text of a link, raw: may hold line breaks and control characters.
    pub fn anchor(&self, found: &Found) -> String {
        let population = &self.world().population;
        let target = (found.target_host, found.target_page);
        let address = url(population, target.0, target.1);
        texts::anchor(population, &found.link, target, &address)
    }

    /// The leading topic of the page a link stands on; an empty name if it has none.
    pub fn source_topic(&self, found: &Found) -> Topic {
        let link = &found.link;
        self.world().leading_topic(link.source_host, link.source_tf)
    }
}
