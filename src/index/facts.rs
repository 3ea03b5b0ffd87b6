//! Facts of domains and pages, referring domains and prefixes, counted again from links written out in full and held
//! against the summaries of the same items.

use std::collections::{HashMap, HashSet};

use crate::index::recount::{VIEWS, host_of, items, records};
use crate::index::{Index, ItemId, ItemKind, PageReader, RefDomain};

fn root(index: &Index, name: &str) -> ItemId {
    index
        .resolve(ItemKind::RootDomain, name)
        .unwrap_or_else(|| panic!("{name} is not known"))
}

#[test]
fn facts_of_domains_equal_their_links_and_summaries() {
    for index in VIEWS.iter() {
        let domains = index.world().population().domains();
        let mut linked = 0;
        for number in (0..16).chain((16..domains).step_by(83)) {
            let facts = index.domain_facts_of(number);
            assert_eq!(index.domain_facts(&facts.domain).as_ref(), Some(&facts));
            assert_eq!(index.domain_number(&facts.domain), Some(number));
            let item = root(index, &facts.domain);
            let links = records(index, item);
            let from: HashSet<&str> = links.iter().map(|r| r.source_domain.as_str()).collect();
            assert_eq!(facts.ext_back_links, links.len() as i64, "{}", facts.domain);
            assert_eq!(facts.ref_domains, from.len() as i64, "{}", facts.domain);
            linked += usize::from(!links.is_empty());
            let info = index.info(item, 10);
            assert_eq!(facts.indexed_urls, info.indexed_urls);
            assert_eq!(facts.crawled_urls, info.crawled_urls);
            assert_eq!(facts.ip, info.root_domain_ip);
            assert_eq!(facts.subnet() % 256, 0);
            assert_eq!(
                (facts.citation_flow, facts.trust_flow),
                (info.citation_flow, info.trust_flow)
            );
            assert_eq!(facts.topics, info.topics);
            assert_eq!(
                psl::suffix_str(&facts.domain),
                Some(facts.tld),
                "{}",
                facts.domain
            );
            let content = index.domain_content(number);
            assert_eq!(content.title, info.title);
            assert_eq!(content.languages, info.languages);
            assert_eq!(content.language_total_pages, info.language_total_pages);
            assert_eq!(
                (content.out_domains_external, content.out_links_external),
                (info.out_domains_external, info.out_links_external)
            );
            assert_eq!(
                (content.out_links_internal, content.out_links_pages),
                (info.out_links_internal, info.out_links_pages)
            );
        }
        assert!(linked > 30, "{linked}");
    }
}

#[test]
fn a_domain_was_fetched_before_its_links_were_found() {
    let mut all = Vec::new();
    for index in VIEWS.iter() {
        let mut first_days = HashSet::new();
        for record in records(index, root(index, "velmoriahaven.com")) {
            let facts = index.domain_facts(&record.source_domain).expect("a domain");
            assert!(facts.first_crawled <= record.first_found, "{facts:?}");
            assert!(facts.last_successful_crawl >= record.source_crawl_date);
            assert!(facts.last_successful_crawl <= index.datasource().build_day());
            first_days.insert(facts.first_crawled);
            all.push((facts.number, facts.alexa_rank));
        }
        assert!(first_days.len() > 100, "{}", first_days.len());
    }
    let known = all.iter().filter(|(_, rank)| *rank > 0).count();
    assert!(all.iter().all(|(_, rank)| *rank == -1 || *rank > 0));
    assert!(known > all.len() / 4 && known < all.len(), "{known}");
}

#[test]
fn referring_domains_are_those_of_the_links() {
    for index in VIEWS.iter() {
        for item in items(index) {
            let mut expected: HashMap<u32, RefDomain> = HashMap::new();
            for record in records(index, item) {
                let domain = index.domain_number(&record.source_domain).expect("known");
                let entry = expected.entry(domain).or_insert(RefDomain {
                    domain,
                    links: 0,
                    first: i32::MAX,
                    last: i32::MIN,
                });
                entry.links += 1;
                entry.first = entry.first.min(record.first_found);
                entry.last = entry.last.max(record.last_seen);
            }
            let found = index.ref_domains(item);
            assert!(found.windows(2).all(|w| w[0].domain < w[1].domain));
            assert_eq!(found.len(), expected.len());
            for domain in found {
                assert_eq!(expected.get(&domain.domain), Some(&domain));
            }
        }
    }
}

#[test]
fn facts_of_pages_are_those_of_their_summaries() {
    let index = &VIEWS[0];
    let mut reader = PageReader::new(index);
    let (mut with_links, mut untitled) = (0, 0);
    for target in index.targets() {
        let item = index.resolve(target.kind, &target.item).expect("a target");
        let all = records(index, item);
        let ends = all
            .iter()
            .step_by(19)
            .flat_map(|r| [(r.source, &r.source_url), (r.target, &r.target_url)]);
        for (place, url) in ends {
            let facts = reader.facts(place);
            assert_eq!(facts, index.page_facts(place));
            let page = index.resolve(ItemKind::Url, url).expect("a page");
            let info = index.info(page, 3);
            assert_eq!(facts.crawled, info.crawled);
            assert_eq!(facts.title, info.title, "{url}");
            assert_eq!(facts.out_domains, info.out_domains_external, "{url}");
            assert_eq!(facts.out_links, info.out_links_external, "{url}");
            assert_eq!(facts.internal_links, info.out_links_internal, "{url}");
            let language = facts.language;
            let first = info.languages.first().map(|s| (s.language, s.confidence));
            assert_eq!(language, first);
            with_links += usize::from(facts.out_links > 1);
            untitled += usize::from(info.redirects && facts.title.is_empty());
        }
    }
    assert!(with_links > 20 && untitled > 0, "{with_links} {untitled}");
}

#[test]
fn a_prefix_holds_the_links_to_whatever_begins_so() {
    for index in VIEWS.iter() {
        let whole = records(index, root(index, "velmoriahaven.com"));
        let mut sizes = HashSet::new();
        for record in whole.iter().step_by(whole.len() / 9) {
            let url = &record.target_url;
            let start = url.find("://").expect("a scheme") + 3;
            let path = start + url[start..].find('/').expect("a path");
            for end in (path + 1..=url.len()).step_by(3) {
                let prefix = &url[..end];
                let item = index.resolve_prefix(prefix).expect("a prefix");
                assert!(item.is_prefix() && item.kind() == ItemKind::Url);
                assert_eq!(index.name(item), prefix);
                let bare = &prefix[start..];
                let expected: Vec<_> = whole
                    .iter()
                    .filter(|r| {
                        r.target_url
                            .split_once("://")
                            .is_some_and(|u| u.1.starts_with(bare))
                    })
                    .collect();
                let found = records(index, item);
                assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{prefix}");
                sizes.insert(found.len());
            }
            let host = index
                .resolve(ItemKind::SubDomain, host_of(url))
                .expect("a host");
            let all = index.resolve_prefix(host_of(url)).expect("all of a host");
            assert_eq!(records(index, all), records(index, host));
            let (of_path, of_host) = (index.info(all, 3), index.info(host, 3));
            assert_eq!(of_path.indexed_urls, of_host.indexed_urls);
            assert_eq!(of_path.crawled_urls, of_host.crawled_urls);
            assert_eq!(of_path.out_links_external, of_host.out_links_external);
            assert_eq!(of_path.out_links_internal, of_host.out_links_internal);
            assert_eq!(of_path.languages, of_host.languages);
        }
        assert!(sizes.len() > 10, "{}", sizes.len());
        for nothing in [
            "http://velmoriahaven.com/no-such-page",
            "http://nobody.example/",
            "",
            "\u{1b}é",
        ] {
            assert_eq!(index.resolve_prefix(nothing), None);
        }
    }
}
