//! The collection against texts written out in full.

use std::collections::{HashMap, HashSet};

use super::*;
use crate::index::recount::{VIEWS, records};
use crate::index::{ItemKind, PageFacts};

/// How a text has a keyword, found by other means: both written with one blank around each word.
fn held(text: &str, keyword: &str) -> Held {
    let spaced = |text: &str| -> String {
        let letters = text.to_lowercase();
        let only = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        let words: String = letters.chars().map(only).collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        format!(" {} ", words.join(" "))
    };
    let (text, keyword) = (spaced(text), spaced(keyword));
    if text.contains(&keyword) {
        Held::AsPhrase
    } else if keyword
        .split_whitespace()
        .all(|word| text.contains(&format!(" {word} ")))
    {
        Held::Broadly
    } else {
        Held::No
    }
}

/// An address as it is read.
fn read(url: &str) -> String {
    let bare = url.split_once("://").expect("a scheme").1;
    url::form_urlencoded::parse(
        format!("={}", bare.replace('&', "%26").replace('+', "%2B")).as_bytes(),
    )
    .map(|(_, text)| text.into_owned())
    .collect()
}

/// A page as the other side sees it: title, address, and the texts of links with their domains.
struct Page {
    facts: PageFacts,
    address: String,
    anchors: Vec<(String, String)>,
    links: u32,
}

/// Some pages of the collection, their counts of links held against the links themselves.
fn pages(index: &Index) -> HashMap<PagePlace, Page> {
    let mut pages = HashMap::new();
    let documents = &index.keywords().documents;
    for document in documents.iter().step_by((documents.len() / 150).max(1)) {
        let address = index.name(ItemId(Place::Page(
            document.place.host,
            document.place.page,
        )));
        let item = index.resolve(ItemKind::Url, &address).expect("a page");
        let links = records(index, item);
        let from: HashSet<&str> = links.iter().map(|l| l.source_domain.as_str()).collect();
        assert_eq!(document.links as usize, links.len(), "{address}");
        assert_eq!(document.ref_domains as usize, from.len(), "{address}");
        if links.len() as u32 > ANCHORS {
            continue;
        }
        let page = Page {
            facts: index.page_facts(document.place),
            address: read(&address),
            anchors: links
                .iter()
                .map(|link| (link.source_domain.clone(), link.anchor.clone()))
                .collect(),
            links: document.links,
        };
        pages.insert(document.place, page);
    }
    pages
}

#[test]
fn pages_are_found_by_their_titles_addresses_and_links() {
    let index = &VIEWS[1];
    let (words, pages) = (index.keywords(), pages(index));
    assert!(pages.len() > 100, "{}", pages.len());
    let mut found_at_all = [0; 3];
    for keyword in [
        "harbour",
        "GUIDE   review",
        "review guide",
        "velmoriahaven",
        "velmoriahaven com",
        "com velmoriahaven",
        "港町",
        "Übersicht",
        "garden\u{9b}",
    ] {
        let found: HashMap<PagePlace, FoundPage> = words
            .find(keyword)
            .into_iter()
            .map(|page| (page.place, page))
            .collect();
        for (place, page) in &pages {
            let title = held(&page.facts.title, keyword);
            let address = held(&page.address, keyword);
            let mut domains: HashMap<&str, Held> = HashMap::new();
            for (domain, anchor) in &page.anchors {
                let best = domains.entry(domain).or_default();
                *best = (*best).max(held(anchor, keyword));
            }
            let count = |wanted| domains.values().filter(|held| **held == wanted).count() as u32;
            let expected = (title, address, count(Held::AsPhrase), count(Held::Broadly));
            let told = found.get(place).map(|page| {
                let anchors = (page.phrase_domains, page.broad_domains);
                (page.title, page.address, anchors.0, anchors.1)
            });
            let is_none = expected == (Held::No, Held::No, 0, 0);
            assert_eq!(
                told,
                (!is_none).then_some(expected),
                "{keyword} {}",
                page.address
            );
            found_at_all[0] += usize::from(title != Held::No);
            found_at_all[1] += usize::from(address != Held::No);
            found_at_all[2] += usize::from(expected.2 > 0);
            if let Some(known) = found.get(place) {
                assert_eq!(known.links, page.links);
            }
        }
    }
    assert!(found_at_all.iter().all(|n| *n > 10), "{found_at_all:?}");
}

#[test]
fn what_is_no_word_is_nowhere() {
    let words = VIEWS[1].keywords();
    for nothing in [
        "",
        " ",
        "|",
        "\u{1b}[",
        "no-such-word",
        "harbour no-such-word",
    ] {
        assert!(words.find(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn a_broad_count_includes_the_phrases() {
    let words = VIEWS[1].keywords();
    let found = words.find("guide review");
    let phrase = KeywordIndex::count(&found, Held::AsPhrase);
    let broad = KeywordIndex::count(&found, Held::Broadly);
    assert!(phrase.anywhere.pages > 0 && phrase.anywhere.pages < broad.anywhere.pages);
    assert_eq!(broad.anywhere.pages as usize, found.len());
    let domains: HashSet<u32> = found.iter().map(|page| page.domain).collect();
    assert_eq!(broad.anywhere.domains as usize, domains.len());
    for counts in [phrase, broad] {
        let both = counts.anchor_and_title;
        assert!(both.pages <= counts.title.pages.min(counts.anchor.pages));
        assert!(counts.title.domains <= counts.title.pages);
    }
}
