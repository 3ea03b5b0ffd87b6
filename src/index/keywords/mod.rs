//! Words in titles, addresses and anchor texts: which pages have them.
//!
//! The collection is made when it is first asked for, and has a bound in a world of any size: every page of the
//! targets that links may go to, and the home pages of the [`MOST_SITES`] most popular domains around them, each with
//! the texts of the first [`ANCHORS`] links to it, those from popular domains first. Counts of links are of all of
//! them.
//!
//! A text is its words in lower case; whatever is neither letter nor digit parts them. It has a keyword as a phrase if
//! it has its words in a row, and broadly if it has all of them.

mod build;
mod search;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

pub use search::{Count, FoundPage, Held, KeywordCounts};

use crate::index::item::{ItemId, Place};
use crate::index::lookup::Index;
use crate::index::record::{PagePlace, Topic};

/// Domains around the targets whose home pages are in the collection, at the most.
pub const MOST_SITES: u32 = 20_000;
/// Links to a page whose texts are read, at the most.
pub const ANCHORS: u32 = 100;

/// The collection.
#[derive(Debug, Default)]
pub struct KeywordIndex {
    words: HashMap<Box<str>, u32>,
    /// The words of all texts, text after text.
    texts: Vec<u32>,
    documents: Vec<Document>,
    /// By word, the documents that have it anywhere, rising.
    holders: Vec<Vec<u32>>,
}

/// A page of the collection. Those of a domain stand together.
#[derive(Debug)]
struct Document {
    place: PagePlace,
    domain: u32,
    title: Range<u32>,
    address: Range<u32>,
    anchors: Vec<Anchor>,
    links: u32,
    ref_domains: u32,
    citation_flow: u8,
    trust_flow: u8,
}

/// The text of links from one domain.
#[derive(Debug)]
struct Anchor {
    text: Range<u32>,
    domain: u32,
}

/// The words of a text.
pub fn words_of(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

impl Index {
    /// The words of this view, collected when they are first asked for.
    pub fn keywords(&self) -> &KeywordIndex {
        self.keyword_cache()
            .get_or_init(|| build::collect(self.world(), self.datasource()))
    }

    /// The address of a found page.
    pub fn found_address(&self, page: &FoundPage) -> String {
        self.name(ItemId(Place::Page(page.place.host, page.place.page)))
    }

    /// The leading topics of a found page, the strongest first.
    pub fn found_topics(&self, page: &FoundPage, most: usize) -> Vec<Topic> {
        let item = ItemId(Place::Page(page.place.host, page.place.page));
        let mut topics = self.world().topics(item, page.trust_flow);
        topics.truncate(most);
        topics
    }
}
