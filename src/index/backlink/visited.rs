//! What a crawler found when it fetched a page.

use super::hints::{host_dice, moment, page_dice};
use crate::index::dice::Dice;
use crate::index::lookup::Index;
use crate::index::page::PageReader;
use crate::index::record::PagePlace;

/// What a crawler found when it fetched a page. Moments are seconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The first fetch.
    pub first: u32,
    /// The fetch before the last.
    pub previous: u32,
    /// The last fetch.
    pub last: u32,
    /// HTTP status.
    pub status: u16,
    /// Where it redirects to.
    pub location: Option<String>,
    /// Bytes.
    pub size: u32,
    /// Bytes as they were sent.
    pub encoded_size: u32,
    /// How the bytes were packed for sending; none where they were not.
    pub packing: Option<&'static str>,
    /// Type of what was sent.
    pub media_type: &'static str,
    /// Encoding of its text.
    pub encoding: Option<&'static str>,
    /// Title, where there is one.
    pub title: Option<String>,
    /// ISO 639-1.
    pub language: Option<&'static str>,
    /// Links within the host.
    pub internal_links: i64,
    /// Links out of the domain.
    pub external_links: i64,
    /// Images on it.
    pub images: u32,
    /// Words on it.
    pub words: u32,
}

impl Index {
    /// The visits of a page; `None` if it was never fetched.
    pub fn visit(&self, reader: &mut PageReader<'_>, place: PagePlace) -> Option<Visit> {
        let world = self.world();
        let facts = reader.facts(place);
        if !facts.crawled {
            return None;
        }
        let mut dice = page_dice(world, place.host, place.page, 3);
        let last = world.fetch_day(place.host, place.page, self.datasource());
        let (first, previous) = days(last, &mut dice);
        let at = |day| moment(place.host, place.page, day);
        let status = self.page_status(place);
        let is_page = status == 200;
        let size = if is_page {
            2_000 + dice.below(9_000) * dice.burst(40)
        } else {
            dice.below(900)
        };
        let (packing, media_type) = sent(&mut host_dice(world, place.host, 6));
        let home = PagePlace {
            host: place.host,
            page: 0,
        };
        Some(Visit {
            first: at(first),
            previous: at(previous),
            last: at(last),
            status,
            location: (status == 301).then(|| self.page_url(home)),
            size,
            encoded_size: match packing {
                Some(_) => size / (3 + dice.below(3)),
                None => size,
            },
            packing,
            media_type,
            encoding: facts
                .language
                .filter(|_| is_page)
                .map(|(language, _)| self.encoding(place.host, language.code())),
            title: Some(facts.title).filter(|title| is_page && !title.is_empty()),
            language: facts
                .language
                .filter(|_| is_page)
                .map(|(language, _)| language.code()),
            internal_links: if is_page { facts.internal_links } else { 0 },
            external_links: if is_page { facts.out_links } else { 0 },
            images: if is_page { dice.below(40) } else { 0 },
            words: if is_page { size / 12 } else { 0 },
        })
    }

    /// Name of the HTTP server of a host.
    pub fn server_name(&self, host: u32) -> &'static str {
        const SERVERS: [&str; 5] = [
            "nginx",
            "Apache",
            "cloudflare",
            "LiteSpeed",
            "Microsoft-IIS/10.0",
        ];
        let mut dice = host_dice(self.world(), host, 4);
        SERVERS[dice.below(SERVERS.len() as u32) as usize]
    }
}

/// Days of the first visit and of the one before the last.
pub(super) fn days(last: i32, dice: &mut Dice) -> (i32, i32) {
    let previous = last - 7 - dice.below(60) as i32;
    (previous - dice.below(2_500) as i32, previous)
}

/// How a server packs its pages, and as what it sends them.
fn sent(dice: &mut Dice) -> (Option<&'static str>, &'static str) {
    let packing = *dice.pick(&[Some("gzip"), Some("gzip"), Some("br"), None], &None);
    let media_type = if dice.chance(30) {
        "application/xhtml+xml"
    } else {
        "text/html"
    };
    (packing, media_type)
}
