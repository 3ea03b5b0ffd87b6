//! Asking the collection.

use std::ops::Range;

use super::{Document, KeywordIndex, words_of};
use crate::index::record::PagePlace;

/// How a text has a keyword.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// Not all of its words.
    #[default]
    No,
    /// All of its words, not in a row.
    Broadly,
    /// Its words in a row.
    AsPhrase,
}

/// A page that has all words of a keyword in its title, in its address, or in the text of a link to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundPage {
    /// The page.
    pub place: PagePlace,
    /// Number of its domain.
    pub domain: u32,
    /// In the title.
    pub title: Held,
    /// In the address.
    pub address: Held,
    /// Domains with a link text that has it as a phrase.
    pub phrase_domains: u32,
    /// Domains with one that has it broadly, and none as a phrase.
    pub broad_domains: u32,
    /// Links to the page, lost ones included.
    pub links: u32,
    /// Domains they come from.
    pub ref_domains: u32,
    /// CitationFlow of the page.
    pub citation_flow: u8,
    /// TrustFlow of the page.
    pub trust_flow: u8,
}

impl FoundPage {
    /// How link texts have it.
    pub fn anchors(&self) -> Held {
        match (self.phrase_domains, self.broad_domains) {
            (0, 0) => Held::No,
            (0, _) => Held::Broadly,
            _ => Held::AsPhrase,
        }
    }
}

/// Pages, and the domains they belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Pages.
    pub pages: i64,
    /// Domains.
    pub domains: i64,
}

/// How often a keyword occurs, in one of the two ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeywordCounts {
    /// In whatever.
    pub anywhere: Count,
    /// In titles.
    pub title: Count,
    /// In addresses.
    pub address: Count,
    /// In link texts.
    pub anchor: Count,
    /// In link texts and in the title of the same page.
    pub anchor_and_title: Count,
}

impl KeywordIndex {
    /// Pages of the collection.
    pub fn pages(&self) -> usize {
        self.documents.len()
    }

    /// The pages that have a keyword, those of a domain together. A keyword without a word is nowhere.
    pub fn find(&self, keyword: &str) -> Vec<FoundPage> {
        let known = words_of(keyword).map(|word| self.words.get(word.as_str()).copied());
        let Some(words) = known.collect::<Option<Vec<u32>>>() else {
            return Vec::new();
        };
        let rarest = words.iter().min_by_key(|word| self.holding(**word).len());
        let Some(&rarest) = rarest else {
            return Vec::new();
        };
        let has_all = |number: &&u32| {
            let others = words.iter().filter(|word| **word != rarest);
            others
                .map(|word| self.holding(*word).binary_search(number))
                .all(|found| found.is_ok())
        };
        let candidates = self.holding(rarest).iter().filter(has_all);
        let documents = candidates.filter_map(|number| self.documents.get(*number as usize));
        documents
            .filter_map(|document| self.found(document, &words))
            .collect()
    }

    fn holding(&self, word: u32) -> &[u32] {
        self.holders.get(word as usize).map_or(&[], Vec::as_slice)
    }

    fn held(&self, text: &Range<u32>, words: &[u32]) -> Held {
        let text = &self.texts[text.start as usize..text.end as usize];
        if text.windows(words.len()).any(|window| window == words) {
            Held::AsPhrase
        } else if words.iter().all(|word| text.contains(word)) {
            Held::Broadly
        } else {
            Held::No
        }
    }

    fn found(&self, document: &Document, words: &[u32]) -> Option<FoundPage> {
        let mut found = FoundPage {
            place: document.place,
            domain: document.domain,
            title: self.held(&document.title, words),
            address: self.held(&document.address, words),
            phrase_domains: 0,
            broad_domains: 0,
            links: document.links,
            ref_domains: document.ref_domains,
            citation_flow: document.citation_flow,
            trust_flow: document.trust_flow,
        };
        for domain in document.anchors.chunk_by(|a, b| a.domain == b.domain) {
            let best = domain.iter().map(|anchor| self.held(&anchor.text, words));
            match best.max().unwrap_or_default() {
                Held::AsPhrase => found.phrase_domains += 1,
                Held::Broadly => found.broad_domains += 1,
                Held::No => {}
            }
        }
        let anywhere = found.title.max(found.address).max(found.anchors());
        (anywhere != Held::No).then_some(found)
    }

    /// How often found pages have their keyword at least so.
    pub fn count(found: &[FoundPage], least: Held) -> KeywordCounts {
        let mut counts = KeywordCounts::default();
        let mut last = [None; 5];
        for page in found {
            let title = page.title >= least;
            let anchor = page.anchors() >= least;
            let address = page.address >= least;
            let of = &mut counts;
            let kinds = [
                (&mut of.anywhere, title || anchor || address),
                (&mut of.title, title),
                (&mut of.address, address),
                (&mut of.anchor, anchor),
                (&mut of.anchor_and_title, anchor && title),
            ];
            for ((count, applies), last) in kinds.into_iter().zip(&mut last) {
                if applies {
                    count.pages += 1;
                    count.domains += i64::from(*last != Some(page.domain));
                    *last = Some(page.domain);
                }
            }
        }
        counts
    }
}
