//! What stands on one page, told with every link from or to it; the same figures as the page's own summary has.

use std::collections::HashMap;

use crate::index::lookup::Index;
use crate::index::record::PagePlace;
use crate::index::vocabulary::Language;

/// What is known of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageFacts {
    /// Whether the page was fetched. Of one that was not, nothing else is known.
    pub crawled: bool,
    /// Title, raw; empty for a page that redirects.
    pub title: String,
    /// Language and confidence in per cent.
    pub language: Option<(Language, u8)>,
    /// Registrable domains linked to, by links that stand.
    pub out_domains: i64,
    /// Links to them.
    pub out_links: i64,
    /// Links within the host.
    pub internal_links: i64,
}

/// Reads page after page, and keeps the links out of each domain it met, so that many pages of one domain cost no
/// more than one walk over its links.
#[derive(Debug)]
pub struct PageReader<'a> {
    index: &'a Index,
    /// By domain: host, page and domain linked to of every link that stands, sorted.
    standing: HashMap<u32, Vec<(u32, u32, u32)>>,
}

impl<'a> PageReader<'a> {
    /// A reader that has met no page yet.
    pub fn new(index: &'a Index) -> Self {
        Self {
            index,
            standing: HashMap::new(),
        }
    }

    /// What is known of a page.
    pub fn facts(&mut self, place: PagePlace) -> PageFacts {
        let world = self.index.world();
        let population = &world.population;
        if place.page >= population.crawled_pages(place.host) {
            return PageFacts::default();
        }
        let (out_domains, out_links) = self.out(place);
        PageFacts {
            crawled: true,
            title: if world.redirects(place) {
                String::new()
            } else {
                world.title(place)
            },
            language: Some((
                population.language(place.host, place.page),
                population.language_confidence(place.host, place.page),
            )),
            out_domains,
            out_links,
            internal_links: i64::from(population.navigation(place.host)),
        }
    }

    /// Domains and links out of a page.
    fn out(&mut self, place: PagePlace) -> (i64, i64) {
        let domain = self.index.domain_of(place);
        let index = self.index;
        let standing = self
            .standing
            .entry(domain)
            .or_insert_with(|| standing(index, domain));
        let from = standing.partition_point(|out| (out.0, out.1) < (place.host, place.page));
        let here = standing[from..]
            .iter()
            .take_while(|out| (out.0, out.1) == (place.host, place.page));
        let (mut domains, mut links, mut before) = (0, 0, None);
        for out in here {
            links += 1;
            domains += i64::from(before != Some(out.2));
            before = Some(out.2);
        }
        (domains, links)
    }
}

fn standing(index: &Index, domain: u32) -> Vec<(u32, u32, u32)> {
    let world = index.world();
    let hosts = world.population.hosts_of(domain);
    let mut standing = Vec::new();
    world.for_each_out(domain, hosts, &mut |out| {
        let seen = out.dates.seen(index.datasource());
        if seen.is_some_and(|seen| seen.lost.is_none()) {
            standing.push((out.host, out.page, out.domain));
        }
    });
    standing.sort_unstable();
    standing
}

impl Index {
    /// What is known of one page. For many pages a [`PageReader`] is cheaper.
    pub fn page_facts(&self, place: PagePlace) -> PageFacts {
        PageReader::new(self).facts(place)
    }
}
