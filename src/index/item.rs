//! What may be asked about: a registrable domain, a host or a page; and the
//! links that lead to it, gathered by referring domain.

use std::ops::ControlFlow;

use crate::index::addresses;
use crate::index::links::Link;
use crate::index::names::registrable;
use crate::index::sites::SITES;
use crate::index::web::edge_link;
use crate::index::world::World;

/// The kinds of item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ItemKind {
    #[default]
    /// A registrable domain with everything below it.
    RootDomain = 1,
    /// One host.
    SubDomain = 2,
    /// One page.
    Url = 3,
}

/// An item this index knows. Only good for the world that gave it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ItemId(pub(crate) Place);

/// Where an item lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Domain(u32),
    Host(u32),
    Page(u32, u32),
    /// All pages of `host` whose path begins like the first `length` bytes of the path of `page`, the first of them.
    Under {
        host: u32,
        page: u32,
        length: u32,
    },
}

impl ItemId {
    /// The kind of this item.
    pub fn kind(self) -> ItemKind {
        match self.0 {
            Place::Domain(_) => ItemKind::RootDomain,
            Place::Host(_) => ItemKind::SubDomain,
            Place::Page(..) | Place::Under { .. } => ItemKind::Url,
        }
    }

    /// Whether this is a path with everything under it.
    pub fn is_prefix(self) -> bool {
        matches!(self.0, Place::Under { .. })
    }
}

/// A link together with where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The link.
    pub link: Link,
    /// Host of the target page.
    pub target_host: u32,
    /// Number of the target page on its host.
    pub target_page: u32,
}

impl World {
    /// Finds an item: a registrable domain or any host below it, a host, or a
    /// full address. Names are ASCII in lower case. Pages that are known without
    /// having been fetched are found; a page nobody ever saw is not.
    pub fn resolve(&self, kind: ItemKind, name: &str) -> Option<ItemId> {
        let place = match kind {
            ItemKind::RootDomain => {
                Place::Domain(self.names.domain(&self.population, registrable(name)?)?)
            }
            ItemKind::SubDomain => Place::Host(self.names.host(&self.population, name)?),
            ItemKind::Url => {
                let (host, page) = addresses::find(&self.population, &self.names, name)?;
                Place::Page(host, page)
            }
        };
        Some(ItemId(place))
    }

    /// The domain an item belongs to.
    pub(crate) fn domain_of(&self, item: ItemId) -> u32 {
        match item.0 {
            Place::Domain(domain) => domain,
            Place::Host(host) | Place::Page(host, _) | Place::Under { host, .. } => {
                self.population.domain_of(host)
            }
        }
    }

    /// The hosts an item lies on.
    pub(crate) fn hosts_of(&self, item: ItemId) -> std::ops::Range<u32> {
        match item.0 {
            Place::Domain(domain) => self.population.hosts_of(domain),
            Place::Host(host) | Place::Page(host, _) | Place::Under { host, .. } => host..host + 1,
        }
    }

    /// Calls `take` with each referring domain and all its links to the item,
    /// those of both views, best source page first; domains in rising order.
    /// Links from the item's own registrable domain do not exist here.
    pub fn for_each_group(
        &self,
        item: ItemId,
        take: &mut dyn FnMut(u32, &[Found]) -> ControlFlow<()>,
    ) {
        if (self.domain_of(item) as usize) < SITES.len() {
            self.groups_of_site(item, take);
            return;
        }
        let mut scored: Vec<Found> = Vec::new();
        self.groups_around(item, &mut |domain, group| {
            scored.clear();
            scored.extend(group.iter().map(|&found| self.scored(found)));
            scored.sort_by_key(|f| (u8::MAX - f.link.source_tf, u8::MAX - f.link.source_cf));
            take(domain, &scored)
        });
    }

    /// The same for whoever only counts: outside the targets the links have no flows and no order.
    pub(crate) fn for_each_plain_group(
        &self,
        item: ItemId,
        take: &mut dyn FnMut(u32, &[Found]) -> ControlFlow<()>,
    ) {
        if (self.domain_of(item) as usize) < SITES.len() {
            self.groups_of_site(item, take);
        } else {
            self.groups_around(item, take);
        }
    }

    fn groups_of_site(&self, item: ItemId, take: &mut dyn FnMut(u32, &[Found]) -> ControlFlow<()>) {
        let site = self.domain_of(item) as usize;
        let (links, pages) = (&self.site_links[site], &self.site_pages[site]);
        let (hosts, mut covered) = (self.hosts_of(item), self.pages(item));
        let mut found: Vec<Found> = Vec::new();
        for at in 0..links.group_count() {
            let Some((domain, group)) = links.group(at) else {
                continue;
            };
            found.clear();
            for &link in group {
                let (target_host, target_page) = pages.place(link.target_page);
                if hosts.contains(&target_host)
                    && covered.has(&self.population, target_host, target_page)
                {
                    found.push(Found {
                        link,
                        target_host,
                        target_page,
                    });
                }
            }
            if !found.is_empty() && take(domain, &found).is_break() {
                return;
            }
        }
    }

    fn groups_around(&self, item: ItemId, take: &mut dyn FnMut(u32, &[Found]) -> ControlFlow<()>) {
        let own = self.domain_of(item);
        let mut edges: Vec<(u32, u32, u32)> = Vec::new();
        for target in self.hosts_of(item) {
            for &source in self.web.graph().sources_of(target) {
                let domain = self.population.domain_of(source);
                if domain != own {
                    edges.push((domain, source, target));
                }
            }
        }
        edges.sort_unstable();
        let mut covered = self.pages(item);
        let mut found: Vec<Found> = Vec::new();
        for group in edges.chunk_by(|a, b| a.0 == b.0) {
            found.clear();
            for &(_, source, target) in group {
                let link = edge_link(&self.population, source, target);
                if covered.has(&self.population, target, link.target_page) {
                    found.push(Found {
                        link,
                        target_host: target,
                        target_page: link.target_page,
                    });
                }
            }
            if !found.is_empty() && take(group[0].0, &found).is_break() {
                return;
            }
        }
    }

    fn scored(&self, mut found: Found) -> Found {
        let link = &mut found.link;
        let source = self.page_metrics(link.source_host, link.source_page);
        link.source_cf = source.citation_flow;
        link.source_tf = source.trust_flow;
        link.source_acrank = source.acrank;
        found
    }
}
