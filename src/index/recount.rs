//! Counts of the summaries, counted again from the links written out in full.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

use crate::index::item::Place;
use crate::index::{Datasource, Index, ItemId, ItemInfo, ItemKind, LinkRecord, World};

pub(super) static VIEWS: LazyLock<[Index; 2]> = LazyLock::new(|| {
    let world = Arc::new(World::build(42, 30_000));
    [Datasource::Fresh, Datasource::Historic].map(|d| Index::of_world(Arc::clone(&world), d))
});

pub(super) fn records(index: &Index, item: ItemId) -> Vec<LinkRecord> {
    let mut all = Vec::new();
    index.for_each_ref_domain_link(item, usize::MAX, false, &mut |record| {
        all.push(record.clone());
        ControlFlow::Continue(())
    });
    all
}

/// Targets of every kind, hosts and pages of targets that are not on offer, and
/// ordinary domains, hosts and pages of the world around; and paths with everything under them.
pub(super) fn items(index: &Index) -> Vec<ItemId> {
    let mut items: Vec<ItemId> = index
        .targets()
        .iter()
        .map(|t| index.resolve(t.kind, &t.item).expect("a target"))
        .collect();
    let mut names = vec![(ItemKind::SubDomain, "blog.velmoriahaven.com".to_owned())];
    let first = records(index, items[0]);
    names.push((ItemKind::Url, first[first.len() / 2].target_url.clone()));
    names.push((ItemKind::Url, first[first.len() - 1].target_url.clone()));
    for record in first.iter().step_by(first.len() / 12) {
        names.push((ItemKind::RootDomain, record.source_domain.clone()));
        names.push((ItemKind::SubDomain, host_of(&record.source_url).to_owned()));
        names.push((ItemKind::Url, record.source_url.clone()));
    }
    let found = names
        .iter()
        .map(|(kind, name)| index.resolve(*kind, name).expect("an item"));
    items.extend(found);
    items.extend(prefixes(index, &first));
    items
}

/// Beginnings of the addresses at both ends of some links, cut after each slash.
fn prefixes(index: &Index, links: &[LinkRecord]) -> Vec<ItemId> {
    let mut all = HashSet::new();
    for link in links.iter().step_by(links.len() / 12) {
        for url in [&link.target_url, &link.source_url] {
            let cuts = url.match_indices('/').skip(2).map(|cut| &url[..=cut.0]);
            all.extend(cuts.map(|cut| index.resolve_prefix(cut).expect("a path")));
        }
    }
    all.into_iter().collect()
}

pub(super) fn host_of(url: &str) -> &str {
    url.split('/').nth(2).expect("a host")
}

fn is_home(url: &str) -> bool {
    url.matches('/').count() == 3 && url.ends_with('/')
}

fn distinct<T: std::hash::Hash + Eq>(values: impl Iterator<Item = T>) -> i64 {
    values.collect::<HashSet<T>>().len() as i64
}

fn check_sources(info: &ItemInfo, all: &[LinkRecord]) {
    let domains = |keep: &dyn Fn(&LinkRecord) -> bool| {
        distinct(all.iter().filter(|r| keep(r)).map(|r| &r.source_domain))
    };
    let links = |keep: &dyn Fn(&LinkRecord) -> bool| all.iter().filter(|r| keep(r)).count() as i64;
    assert_eq!(info.ext_back_links, all.len() as i64);
    assert_eq!(info.ref_domains, domains(&|_| true));
    assert_eq!(info.ref_ips, distinct(all.iter().map(|r| r.source_ip)));
    assert_eq!(
        info.ref_subnets,
        distinct(all.iter().map(|r| r.source_ip / 256))
    );
    for (count, suffixes) in [
        (info.edu_exact, &["edu"] as &[&str]),
        (info.gov_exact, &["gov"]),
        (
            info.edu,
            &["edu", "ac.uk", "edu.au", "ac.jp", "edu.cn", "edu.pl"],
        ),
        (info.gov, &["gov", "gov.uk", "gov.au", "gov.br"]),
    ] {
        let keep = |r: &LinkRecord| {
            let suffix = r.source_domain.split_once('.').map(|parts| parts.1);
            suffix.is_some_and(|suffix| suffixes.contains(&suffix))
        };
        assert_eq!((count.domains, count.links), (domains(&keep), links(&keep)));
    }
    let types = info.ref_domain_types;
    assert_eq!(types.live, domains(&|r| !r.deleted));
    assert_eq!(types.follow, domains(&|r| !r.nofollow));
    assert_eq!(types.homepage, domains(&|r| is_home(&r.source_url)));
    assert_eq!(types.direct, domains(&|r| !r.indirect));
    assert_eq!(
        types.https,
        domains(&|r| r.source_url.starts_with("https:"))
    );
}

fn check_occurrences(info: &ItemInfo, all: &[LinkRecord]) {
    let times = |keep: &dyn Fn(&LinkRecord) -> bool| -> i64 {
        all.iter()
            .filter(|r| keep(r))
            .map(|r| i64::from(r.occurrences))
            .sum()
    };
    let counts = info.non_unique;
    assert_eq!(counts.total, times(&|_| true));
    assert_eq!(counts.homepages, times(&|r| is_home(&r.source_url)));
    assert_eq!(counts.indirect, times(&|r| r.indirect));
    assert_eq!(counts.deleted, times(&|r| r.date_lost.is_some()));
    assert_eq!(counts.nofollow, times(&|r| r.nofollow));
    assert_eq!(counts.https, times(&|r| r.source_url.starts_with("https:")));
    assert_eq!(counts.frame, times(&|r| r.frame));
    assert_eq!(counts.image, times(&|r| r.image));
    assert_eq!(counts.redirect, times(&|r| r.redirect));
    assert_eq!(counts.text, times(&|r| !r.frame && !r.image && !r.redirect));
    assert_eq!(
        counts.text + counts.frame + counts.image + counts.redirect,
        counts.total
    );
}

fn check_languages_and_dates(info: &ItemInfo, all: &[LinkRecord]) {
    let mut pages: HashMap<&str, (i64, i64)> = HashMap::new();
    for record in all {
        let entry = pages.entry(record.source_language.0.code()).or_default();
        entry.0 += 1;
        entry.1 += i64::from(record.source_language.1);
    }
    assert_eq!(info.ref_languages.len(), pages.len());
    assert_eq!(info.ref_language_total_pages, all.len() as i64);
    for share in &info.ref_languages {
        let (count, confidence) = pages[share.language.code()];
        assert!((share.ratio - count as f64 * 100.0 / all.len() as f64).abs() < 1e-9);
        assert_eq!(i64::from(share.confidence), confidence / count);
    }
    assert!(
        info.ref_languages
            .windows(2)
            .all(|w| w[0].ratio >= w[1].ratio)
    );
    assert_eq!(
        info.first_link_date,
        all.iter().map(|r| r.first_found).min()
    );
    assert_eq!(info.last_link_date, all.iter().map(|r| r.last_seen).max());
}

#[test]
fn summaries_equal_a_recount_of_all_links() {
    for index in VIEWS.iter() {
        let mut with_links = 0;
        for item in items(index) {
            let info = index.info(item, 32);
            let all = records(index, item);
            check_sources(&info, &all);
            check_occurrences(&info, &all);
            check_languages_and_dates(&info, &all);
            assert_eq!(index.ref_domain_count(item), info.ref_domains as u64);
            assert_eq!(index.external_links(item), all.len() as u64);
            assert_eq!(
                index.live_links(item),
                all.iter().filter(|r| !r.deleted).count() as u64
            );
            let dates = info.first_link_date.zip(info.last_link_date);
            assert_eq!(index.first_and_last_link_dates(&[item]), dates);
            with_links += usize::from(!all.is_empty());
        }
        assert!(with_links > 25, "{with_links}");
    }
}

#[test]
fn a_site_is_the_sum_of_its_hosts() {
    let index = &VIEWS[1];
    let root = index
        .resolve(ItemKind::RootDomain, "velmoriahaven.com")
        .expect("the site");
    let whole = records(index, root);
    let mut parts = 0;
    for host in [
        "www.velmoriahaven.com",
        "velmoriahaven.com",
        "blog.velmoriahaven.com",
        "shop.velmoriahaven.com",
        "docs.velmoriahaven.com",
    ] {
        let item = index.resolve(ItemKind::SubDomain, host).expect("a host");
        let own = records(index, item);
        assert!(own.iter().all(|r| host_of(&r.target_url) == host));
        assert!(!own.is_empty());
        parts += own.len();
    }
    assert_eq!(parts, whole.len());
}

#[test]
fn best_links_of_each_domain_come_first_and_are_bounded() {
    for index in VIEWS.iter() {
        let item = index
            .resolve(ItemKind::RootDomain, "velmoriahaven.com")
            .expect("the site");
        let all = records(index, item);
        for (most, live_only) in [(1, false), (3, true), (10, false), (10, true)] {
            let mut best = Vec::new();
            index.for_each_ref_domain_link(item, most, live_only, &mut |record| {
                best.push(record.clone());
                ControlFlow::Continue(())
            });
            let mut expected: Vec<LinkRecord> = Vec::new();
            for group in all.chunk_by(|a, b| a.source_domain == b.source_domain) {
                let kept = group.iter().filter(|r| !live_only || !r.deleted).take(most);
                expected.extend(kept.cloned());
            }
            assert_eq!(best, expected);
            let mut domains = HashSet::new();
            for group in best.chunk_by(|a, b| a.source_domain == b.source_domain) {
                assert!(
                    domains.insert(group[0].source_domain.clone()),
                    "a domain in two places"
                );
                assert!(group.windows(2).all(|w| w[0].source_tf >= w[1].source_tf));
            }
        }
        let mut taken = 0;
        index.for_each_ref_domain_link(item, 10, false, &mut |_| {
            taken += 1;
            if taken == 7 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(taken, 7);
    }
}

#[test]
fn links_are_unique_and_their_texts_agree_with_their_items() {
    let index = &VIEWS[1];
    for target in index.targets() {
        let item = index.resolve(target.kind, &target.item).expect("a target");
        assert_eq!(index.name(item), target.item);
        let all = records(index, item);
        let pairs = distinct(all.iter().map(|r| (&r.source_url, &r.target_url)));
        assert_eq!(pairs, all.len() as i64, "{}", target.item);
        for record in all.iter().step_by(17) {
            assert_eq!(
                psl::domain_str(host_of(&record.source_url)),
                Some(record.source_domain.as_str())
            );
            let own = host_of(&record.target_url);
            match target.kind {
                ItemKind::RootDomain => {
                    assert_eq!(psl::domain_str(own), Some(target.item.as_str()))
                }
                ItemKind::SubDomain => assert_eq!(own, target.item),
                ItemKind::Url => assert_eq!(record.target_url, target.item),
            }
            let page = index
                .resolve(ItemKind::Url, &record.source_url)
                .expect("the source");
            let info = index.info(page, 3);
            assert_eq!(info.acrank, i64::from(record.source_acrank));
            assert_eq!(
                (info.citation_flow, info.trust_flow),
                (record.source_cf, record.source_tf)
            );
            assert!(info.crawled && info.out_links_external >= i64::from(!record.deleted));
            let topic = info.topics.first().copied().unwrap_or(("", 0));
            assert_eq!(topic.1, record.source_topic.1);
        }
    }
}

/// Outgoing links, found from the other side: in the links of whatever the
/// domain links to.
#[test]
fn outgoing_links_are_the_incoming_links_of_others() {
    let index = &VIEWS[0];
    let world = index.world();
    let population = world.population();
    let mut counted = 0;
    for domain in (40..population.domains()).step_by(411) {
        let mut others: HashSet<u32> = (0..world.site_links().len() as u32).collect();
        for host in population.hosts_of(domain) {
            let targets = world.web().out_links(population, host);
            others.extend(targets.iter().map(|&target| population.domain_of(target)));
        }
        let own = ItemId(Place::Domain(domain));
        let name = index.name(own);
        let (mut links, mut linked) = (0, 0);
        for other in others {
            let mut here = 0;
            for record in records(index, ItemId(Place::Domain(other))) {
                here += i64::from(record.source_domain == name && !record.deleted);
            }
            links += here;
            linked += i64::from(here > 0);
        }
        let info = index.info(own, 0);
        assert_eq!(
            (info.out_links_external, info.out_domains_external),
            (links, linked),
            "{name}"
        );
        assert!(info.topics.is_empty() && info.acrank == -1);
        counted += links;
    }
    assert!(counted > 40, "{counted}");
}

#[test]
fn languages_of_a_site_are_counted_over_its_pages() {
    let index = &VIEWS[1];
    let population = index.world().population();
    let item = index
        .resolve(ItemKind::SubDomain, "docs.kelvaro.io")
        .expect("a target");
    let Place::Host(host) = item.0 else {
        panic!("not a host")
    };
    let pages = population
        .crawled_pages(host)
        .min(crate::index::LANGUAGE_SAMPLE);
    let mut count: HashMap<&str, i64> = HashMap::new();
    for page in 0..pages {
        *count
            .entry(population.language(host, page).code())
            .or_default() += 1;
    }
    let info = index.info(item, 3);
    assert_eq!(info.language_total_pages, i64::from(pages));
    assert_eq!(info.languages.len(), count.len());
    assert_eq!(info.languages[0].language.code(), "en");
    for share in &info.languages {
        let expected = count[share.language.code()] as f64 * 100.0 / f64::from(pages);
        assert!((share.ratio - expected).abs() < 1e-9);
    }
}
