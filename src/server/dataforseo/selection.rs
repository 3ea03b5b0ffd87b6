//! The links that exist for a call: one for each referring page, the one with the highest rank, with how many there are.

use std::sync::{Arc, Mutex, PoisonError};

use super::params::Params;
use super::refusal::Refusal;
use super::target::Target;
use crate::index::{Backlink, Index, ItemId};

/// Most links kept for later calls, over all selections: about 90 bytes each.
const MOST_KEPT: usize = 1_500_000;

/// Which links of a target exist for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Choice {
    pub status: Status,
    /// Links to hosts below the target count.
    pub subdomains: bool,
    /// Links through redirects count.
    pub indirect: bool,
    /// Links from the target's own sub-domains count.
    pub internal: bool,
}

/// `backlinks_status_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Status {
    Live,
    Lost,
    All,
}

/// The parameters that [`Choice::read`] takes.
pub(super) const CHOICE: [&str; 4] = [
    "backlinks_status_type",
    "include_subdomains",
    "include_indirect_links",
    "exclude_internal_backlinks",
];

impl Choice {
    /// What a call without any of the parameters means.
    pub(super) const USUAL: Self = Self {
        status: Status::Live,
        subdomains: true,
        indirect: true,
        internal: false,
    };

    /// Reads the parameters. Of the two wordings of `exclude_internal_backlinks` the one of summary/live counts: true
    /// leaves out links from the target's own sub-domains (documentation of summary/live).
    pub(super) fn read(params: &Params<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            status: match params.word("backlinks_status_type", &["live", "lost", "all"])? {
                "lost" => Status::Lost,
                "all" => Status::All,
                _ => Status::Live,
            },
            subdomains: params.flag("include_subdomains", true)?,
            indirect: params.flag("include_indirect_links", true)?,
            internal: !params.flag("exclude_internal_backlinks", true)?,
        })
    }

    fn has(self, link: &Backlink) -> bool {
        let is_there = match self.status {
            Status::Live => !link.is_lost(),
            Status::Lost => link.is_lost(),
            Status::All => true,
        };
        is_there && (self.indirect || !link.is_indirect())
    }
}

/// The links of a target, by referring host and page; hosts of one domain are neighbours.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub links: Vec<Backlink>,
}

impl Selection {
    /// Chooses the links. `occurrences` of each are those of all chosen links on its page.
    fn build(index: &Index, target: &Target, item: ItemId, choice: Choice) -> Self {
        let www = format!("www.{}", target.name);
        let own: Vec<u32> = index
            .hosts(item)
            .filter(|&host| {
                let name = index.host_name(host);
                name == target.name || name == www
            })
            .collect();
        let is_page = target.kind == crate::index::ItemKind::Url;
        let everywhere = choice.subdomains || is_page;
        let mut links = index.backlinks(item);
        if choice.internal {
            links.extend(index.internal_backlinks(item));
            links.sort_by_key(|link| (link.source_host, link.source_page));
        }
        links.retain(|link| choice.has(link) && (everywhere || own.contains(&link.target_host)));
        let mut kept: Vec<Backlink> = Vec::with_capacity(links.len());
        for link in links {
            match kept.last_mut() {
                Some(best) if best.source() == link.source() => {
                    let count = best.occurrences + link.occurrences;
                    if strength(&link) > strength(best) {
                        *best = link;
                    }
                    best.occurrences = count;
                }
                _ => kept.push(link),
            }
        }
        kept.shrink_to_fit();
        Self { links: kept }
    }
}

/// The stronger of two links on a page is the one that counts.
fn strength(link: &Backlink) -> (u16, u32, u32, u32) {
    (
        link.rank,
        link.last,
        u32::MAX - link.target_host,
        u32::MAX - link.target_page,
    )
}

/// Selections of late calls, the newest last.
#[derive(Debug, Default)]
pub(in crate::server) struct Selections(Mutex<Vec<(ItemId, Choice, Arc<Selection>)>>);

impl Selections {
    /// The links of a target that exist for a call; none of an unknown one.
    pub(super) fn of(&self, index: &Index, target: &Target, choice: Choice) -> Arc<Selection> {
        let Some(item) = target.item else {
            return Arc::default();
        };
        let known = |kept: &(ItemId, Choice, Arc<Selection>)| (kept.0, kept.1) == (item, choice);
        {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(at) = kept.iter().position(known) {
                let found = kept.remove(at);
                let selection = found.2.clone();
                kept.push(found);
                return selection;
            }
        }
        let selection = Arc::new(Selection::build(index, target, item, choice));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| !known(kept));
        kept.push((item, choice, selection.clone()));
        let mut links: usize = kept.iter().map(|(.., kept)| kept.links.len()).sum();
        while links > MOST_KEPT && kept.len() > 1 {
            links -= kept.remove(0).2.links.len();
        }
        selection
    }
}
