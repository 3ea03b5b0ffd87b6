//! Collecting the words.

use super::{ANCHORS, Anchor, Document, KeywordIndex, MOST_SITES, words_of};
use crate::index::addresses::url;
use crate::index::dates::Datasource;
use crate::index::links::Link;
use crate::index::record::PagePlace;
use crate::index::sites::SITES;
use crate::index::texts;
use crate::index::web::edge_link;
use crate::index::world::World;
use std::ops::Range;

/// Everything that `view` knows of the pages of the collection.
pub(super) fn collect(world: &World, view: Datasource) -> KeywordIndex {
    let mut index = KeywordIndex::default();
    for site in 0..SITES.len() {
        index.add_site(world, view, site);
    }
    let first = SITES.len() as u32;
    let last = world
        .population
        .domains()
        .min(first.saturating_add(MOST_SITES));
    for domain in first..last {
        index.add_home(world, view, domain);
    }
    index.note_holders();
    index
}

impl KeywordIndex {
    fn text(&mut self, text: &str) -> Range<u32> {
        let start = self.texts.len() as u32;
        for word in words_of(text) {
            let next = self.words.len() as u32;
            let id = *self.words.entry(word.into_boxed_str()).or_insert(next);
            self.texts.push(id);
        }
        start..self.texts.len() as u32
    }

    fn page(&mut self, world: &World, place: PagePlace) -> Document {
        let population = &world.population;
        let is_titled =
            place.page < population.crawled_pages(place.host) && !world.redirects(place);
        let title = if is_titled {
            world.title(place)
        } else {
            String::new()
        };
        let address = url(population, place.host, place.page);
        let bare = address.split_once("://").map_or("", |parts| parts.1);
        let metrics = world.page_metrics(place.host, place.page);
        Document {
            place,
            domain: population.domain_of(place.host),
            title: self.text(&title),
            address: self.text(&unescaped(bare)),
            anchors: Vec::new(),
            links: 0,
            ref_domains: 0,
            citation_flow: metrics.citation_flow,
            trust_flow: metrics.trust_flow,
        }
    }

    /// Takes note of a link; links of one domain come after each other.
    fn link(&mut self, world: &World, document: &mut Document, domain: u32, link: &Link) {
        document.links += 1;
        if document.links > ANCHORS {
            return;
        }
        let population = &world.population;
        let (host, page) = (document.place.host, document.place.page);
        let text = texts::anchor(population, link, (host, page), &url(population, host, page));
        let text = self.text(&text);
        if !text.is_empty() {
            document.anchors.push(Anchor { text, domain });
        }
    }

    fn add_site(&mut self, world: &World, view: Datasource, site: usize) {
        let (Some(pages), Some(links)) = (world.site_pages.get(site), world.site_links.get(site))
        else {
            return;
        };
        let mut documents: Vec<Document> = (0..pages.len())
            .map(|page| {
                let (host, page) = pages.place(page);
                self.page(world, PagePlace { host, page })
            })
            .collect();
        let mut last_domain = vec![u32::MAX; documents.len()];
        for at in 0..links.group_count() {
            let Some((domain, group)) = links.group(at) else {
                continue;
            };
            for link in group.iter().filter(|link| link.dates.seen(view).is_some()) {
                let at = link.target_page as usize;
                let Some(document) = documents.get_mut(at) else {
                    continue;
                };
                document.ref_domains += u32::from(last_domain[at] != domain);
                last_domain[at] = domain;
                self.link(world, document, domain, link);
            }
        }
        self.documents.append(&mut documents);
    }

    fn add_home(&mut self, world: &World, view: Datasource, domain: u32) {
        let population = &world.population;
        let host = population.hosts_of(domain).start;
        let mut document = self.page(world, PagePlace { host, page: 0 });
        // Sources come by their hosts' numbers, and so domain after domain.
        let mut last_domain = u32::MAX;
        for &source in world.web.graph().sources_of(host) {
            let from = population.domain_of(source);
            let link = edge_link(population, source, host);
            if from == domain || link.target_page != 0 || link.dates.seen(view).is_none() {
                continue;
            }
            document.ref_domains += u32::from(last_domain != from);
            last_domain = from;
            self.link(world, &mut document, from, &link);
        }
        self.documents.push(document);
    }

    fn note_holders(&mut self) {
        let mut holders = vec![Vec::new(); self.words.len()];
        for (number, document) in (0_u32..).zip(&self.documents) {
            let anchors = document.anchors.iter().map(|anchor| &anchor.text);
            for text in [&document.title, &document.address]
                .into_iter()
                .chain(anchors)
            {
                for &word in &self.texts[text.start as usize..text.end as usize] {
                    let holding: &mut Vec<u32> = &mut holders[word as usize];
                    if holding.last() != Some(&number) {
                        holding.push(number);
                    }
                }
            }
        }
        self.holders = holders;
    }
}

/// An address with its percent-encoded letters as they are read.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(letter) if byte == b'%' => {
                bytes.push(letter);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
