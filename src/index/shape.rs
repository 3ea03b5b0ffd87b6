//! What the world looks like as a whole: sizes, distributions, determinism.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::LazyLock;

use crate::index::vocabulary::TOPICS;
use crate::index::{
    BuildOptions, DEFAULT_LINKS, Datasource, Index, ItemKind, LinkRecord, World, flag,
};

static PAIR: LazyLock<(Index, Index)> = LazyLock::new(|| Index::build_pair(1, DEFAULT_LINKS));

fn all_records(index: &Index) -> Vec<LinkRecord> {
    let mut all = Vec::new();
    for target in index.targets() {
        let item = index.resolve(target.kind, &target.item).expect("a target");
        index.for_each_ref_domain_link(item, usize::MAX, false, &mut |record| {
            all.push(record.clone());
            ControlFlow::Continue(())
        });
    }
    all
}

#[test]
fn the_default_world_is_large_and_its_targets_differ() {
    for index in [&PAIR.0, &PAIR.1] {
        let targets = index.targets();
        assert!(targets.len() >= 12);
        assert!(targets.windows(2).all(|w| w[0].links >= w[1].links));
        assert!(
            targets[0].ref_domains > 15_000,
            "{}",
            targets[0].ref_domains
        );
        assert_eq!(targets.last().map(|t| t.ref_domains), Some(0));
        let small = |t: &&crate::index::TargetSize| (1..60).contains(&t.links);
        assert!(targets.iter().filter(small).count() >= 1);
        let of_kind = |kind| {
            targets
                .iter()
                .filter(|t| t.kind == kind && t.links > 100)
                .count()
        };
        assert!(of_kind(ItemKind::SubDomain) >= 1 && of_kind(ItemKind::Url) >= 1);
        assert!(
            targets
                .iter()
                .any(|t| t.item.starts_with("xn--") && t.links > 100)
        );
        let total: u64 = targets.iter().map(|t| t.links).sum();
        assert!(total >= 200_000, "{total}");
    }
    assert!(PAIR.1.world().web().links_around() >= 300_000);
    assert!(PAIR.0.build_date() > PAIR.1.build_date());
}

#[test]
fn flows_vary_as_they_do_on_the_web() {
    let all = all_records(&PAIR.1);
    let domains: HashSet<&str> = all.iter().map(|r| r.source_domain.as_str()).collect();
    assert!(domains.len() >= 25_000, "{}", domains.len());
    let trust: HashSet<u8> = all.iter().map(|r| r.source_tf).collect();
    let citation: HashSet<u8> = all.iter().map(|r| r.source_cf).collect();
    assert!(trust.len() >= 50, "{}", trust.len());
    assert!(citation.len() >= 50, "{}", citation.len());
    let share = |keep: &dyn Fn(&LinkRecord) -> bool| {
        all.iter().filter(|r| keep(r)).count() as f64 / all.len() as f64
    };
    let low = share(&|r| r.source_tf < 20);
    assert!((0.3..0.95).contains(&low), "{low}");
    let lost = share(&|r| r.deleted);
    assert!((0.05..0.3).contains(&lost), "{lost}");
    let nofollow = share(&|r| r.nofollow);
    assert!((0.1..0.5).contains(&nofollow), "{nofollow}");
    for rare in [
        share(&|r| r.redirect),
        share(&|r| r.frame),
        share(&|r| r.indirect),
    ] {
        assert!((0.001..0.06).contains(&rare), "{rare}");
    }
    assert!(share(&|r| r.image) > 0.03);
    assert!(share(&|r| r.mention) > 0.0 && share(&|r| r.alt_text) > 0.0);
    assert!(all.iter().all(|r| r.source_topic.1 <= r.source_tf));
    let topics: HashSet<&str> = all.iter().map(|r| r.source_topic.0).collect();
    assert!(topics.len() > TOPICS / 2, "{}", topics.len());
}

#[test]
fn texts_come_in_many_scripts_and_with_hostile_pieces() {
    let all = all_records(&PAIR.1);
    let any =
        |keep: &dyn Fn(char) -> bool| all.iter().filter(|r| r.anchor.chars().any(keep)).count();
    for range in [
        '\u{4e00}'..='\u{9fff}',
        '\u{3040}'..='\u{30ff}',
        '\u{600}'..='\u{6ff}',
        '\u{400}'..='\u{4ff}',
    ] {
        let count = any(&|c| range.contains(&c));
        assert!(count > 100, "{range:?}: {count}");
    }
    for piece in ['|', '"', ',', '\n', '\u{1b}', '\u{9b}', '\u{202e}', 'é'] {
        let count = any(&|c| c == piece);
        assert!(count > 20, "{piece:?}: {count}");
    }
    assert!(all.iter().any(|r| r.anchor.is_empty()));
    let titles: Vec<String> = all
        .iter()
        .step_by(9)
        .map(|r| PAIR.1.title(r.source))
        .collect();
    assert!(titles.iter().any(|t| t.contains('|')) && titles.iter().any(|t| t.contains('\u{1b}')));
}

#[test]
fn in_degrees_follow_a_power_law_and_footers_repeat() {
    let world = PAIR.1.world();
    let graph = world.web().graph();
    let hosts = world.population().hosts();
    let mut degrees: Vec<usize> = (0..hosts).map(|h| graph.sources_of(h).len()).collect();
    degrees.sort_unstable_by(|a, b| b.cmp(a));
    // The slope of log degree over log rank, between rank 30 and rank 3000.
    let slope = (degrees[30] as f64 / degrees[3_000] as f64).ln() / 100_f64.ln();
    assert!((0.4..1.2).contains(&slope), "{slope}");
    assert!(
        degrees[0] > 100 * degrees[degrees.len() / 2],
        "{} {}",
        degrees[0],
        degrees[degrees.len() / 2]
    );
    let links = &world.site_links()[0];
    let sizes: Vec<usize> = (0..links.group_count())
        .filter_map(|at| links.group(at))
        .map(|g| g.1.len())
        .collect();
    assert!(sizes.iter().any(|&n| n > 1_000), "{:?}", sizes.iter().max());
    assert!(sizes.iter().filter(|&&n| n == 1).count() * 3 > sizes.len());
    // Link farms: many referrers on one /24.
    let mut nets: HashMap<u32, u32> = HashMap::new();
    for (domain, _) in (0..links.group_count()).filter_map(|at| links.group(at)) {
        let main = world.population().hosts_of(domain).start;
        *nets.entry(world.population().ip(main) >> 8).or_default() += 1;
    }
    assert!(nets.values().any(|&n| n > 100));
    assert!(links.links().iter().any(|l| l.has(flag::REDIRECT)));
}

#[test]
fn fresh_is_a_later_and_smaller_view() {
    let (fresh, historic) = (&PAIR.0, &PAIR.1);
    let item = |index: &Index| {
        index
            .resolve(ItemKind::RootDomain, "velmoriahaven.com")
            .expect("a target")
    };
    assert!(fresh.external_links(item(fresh)) < historic.external_links(item(historic)));
    let last = |index: &Index| {
        index
            .first_and_last_link_dates(&[item(index)])
            .expect("dates")
            .1
    };
    assert!(last(fresh) > last(historic));
    let first = |index: &Index| {
        let mut newest = 0;
        index.for_each_ref_domain_link(item(index), 10, false, &mut |r| {
            newest = newest.max(r.first_found);
            ControlFlow::Continue(())
        });
        newest
    };
    assert!(first(fresh) > Datasource::Historic.build_day());
    assert!(first(historic) <= Datasource::Historic.build_day());
}

#[test]
fn the_same_seed_makes_the_same_world() {
    let digest = |seed| World::build(seed, 8_000).digest();
    assert_eq!(digest(7), digest(7));
    assert_ne!(digest(7), digest(8));
    let options = BuildOptions {
        seed: 7,
        links: 8_000,
        datasource: Datasource::Historic,
    };
    let (one, two) = (Index::build(&options), Index::build(&options));
    assert_eq!(all_records(&one), all_records(&two));
}

#[test]
fn size_grows_with_links_and_so_does_the_world_around() {
    for links in [2_000, 20_000, 200_000] {
        let index = Index::build(&BuildOptions {
            seed: 3,
            links,
            datasource: Datasource::Historic,
        });
        let known: u64 = index.targets().iter().map(|t| t.links).sum();
        // Sites offered by host or page count with these links only.
        assert!(known * 100 >= links * 90, "{known} of {links}");
        let world = index.world();
        let visible: usize = world
            .site_links()
            .iter()
            .flat_map(|s| s.links())
            .filter(|l| l.dates.seen(Datasource::Historic).is_some())
            .count();
        assert!(visible as u64 >= links, "{visible} of {links}");
        assert!(world.web().links_around() * 2 >= world.links_to_targets() * 3);
        let per_link = world.bytes() as f64 / world.links_to_targets() as f64;
        assert!(per_link < 80.0, "{per_link} bytes a link at {links}");
    }
}

#[test]
fn tiny_worlds_are_whole() {
    for links in [0, 100, 700] {
        let (fresh, historic) = Index::build_pair(9, links);
        for index in [fresh, historic] {
            for target in index.targets() {
                let item = index.resolve(target.kind, &target.item).expect("a target");
                let info = index.info(item, 3);
                assert_eq!(info.ext_back_links as u64, target.links);
                assert!(info.indexed_urls >= info.crawled_urls && info.crawled_urls > 0);
            }
            assert_eq!(index.resolve(ItemKind::RootDomain, "nobody.example"), None);
        }
    }
}
