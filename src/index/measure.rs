//! Times and sizes, on demand: `cargo test --lib index::measure -- --ignored --nocapture`.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::index::item::Place;
use crate::index::{DEFAULT_LINKS, Index, ItemId, ItemKind};

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    println!("{what}: {took:?}");
    (result, took)
}

#[test]
#[ignore = "measures time"]
fn default_world_is_ready_within_two_seconds() {
    let ((fresh, historic), took) = timed("both views", || Index::build_pair(1, DEFAULT_LINKS));
    for index in [&fresh, &historic] {
        for target in index.targets() {
            let item = index.resolve(target.kind, &target.item).expect("a target");
            let info = index.info(item, 3);
            println!(
                "{:?} {target:?} cf {} tf {} {:?}",
                index.datasource(),
                info.citation_flow,
                info.trust_flow,
                info.topics
            );
        }
    }
    let mut histogram = [[0_u64; 10]; 2];
    for link in historic.world().site_links().iter().flat_map(|s| s.links()) {
        histogram[0][usize::from(link.source_tf / 10).min(9)] += 1;
        histogram[1][usize::from(link.source_cf / 10).min(9)] += 1;
    }
    println!("source trust flow by tens: {histogram:?}");
    let mut hosts = [[0_u64; 11]; 2];
    let world = historic.world();
    for host in 0..world.population().hosts() {
        let (cf, tf) = world.metrics().score(world.metrics().ranks(host));
        hosts[0][usize::from(tf / 10)] += 1;
        hosts[1][usize::from(cf / 10)] += 1;
    }
    println!("hosts by tens: {hosts:?}");
    println!(
        "bytes {} around {}",
        world.bytes(),
        world.web().links_around()
    );
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
#[ignore = "measures time"]
fn summaries_are_quick_in_a_large_world() {
    let ((_, index), _) = timed("both views of 2M links", || Index::build_pair(1, 2_000_000));
    println!(
        "bytes {} per link {}",
        index.world().bytes(),
        index.world().bytes() / index.world().links_to_targets()
    );
    let target = &index.targets()[0];
    let item = index.resolve(target.kind, &target.item).expect("a target");
    let (_, took) = timed("info of the largest target", || index.info(item, 30));
    assert!(took < Duration::from_millis(50), "{took:?}");
    let mut sources = Vec::new();
    let (rows, _) = timed("download of the largest target", || {
        let mut rows = 0_u64;
        index.for_each_ref_domain_link(item, 10, false, &mut |record| {
            rows += 1;
            if rows % 40_000 == 1 {
                sources.push((record.source_domain.clone(), record.source_url.clone()));
            }
            ControlFlow::Continue(())
        });
        rows
    });
    println!("rows {rows} of {target:?}");
    for popular in 16..20 {
        let domain = ItemId(Place::Domain(popular));
        let (info, took) = timed("info of a popular domain", || index.info(domain, 30));
        println!(
            "  links {} domains {}",
            info.ext_back_links, info.ref_domains
        );
        assert!(took < Duration::from_millis(50), "{took:?}");
    }
    for (domain, url) in sources {
        let domain = index
            .resolve(ItemKind::RootDomain, &domain)
            .expect("a domain");
        let page = index.resolve(ItemKind::Url, &url).expect("a page");
        let (info, took) = timed("info of a source domain", || index.info(domain, 3));
        println!(
            "  links {} domains {}",
            info.ext_back_links, info.ref_domains
        );
        assert!(took < Duration::from_millis(50), "{took:?}");
        let (_, took) = timed("info of a source page", || index.info(page, 3));
        assert!(took < Duration::from_millis(50), "{took:?}");
    }
}

#[test]
#[ignore = "measures time and memory; needs half a gigabyte"]
fn ten_million_links_stay_within_a_few_tens_of_bytes_each() {
    let (world, _) = timed("world of 10M links", || {
        crate::index::World::build(1, 10_000_000)
    });
    let per_link = world.bytes() as f64 / world.links_to_targets() as f64;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("VmHWM unknown");
    println!(
        "{per_link:.1} bytes a link, {peak}, {} links around",
        world.web().links_around()
    );
    assert!(per_link < 60.0, "{per_link}");
}

#[test]
#[ignore = "measures time"]
fn facts_of_every_domain_are_quick() {
    let (index, _) = timed("world of 400k links", || Index::build_pair(1, 400_000).1);
    let domains = index.world().population().domains();
    let (_, took) = timed("facts of all domains", || {
        (0..domains).for_each(|domain| drop(index.domain_facts_of(domain)));
    });
    println!("  domains {domains}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    timed("the same again", || {
        (0..domains).for_each(|domain| drop(index.domain_facts_of(domain)));
    });
    timed("contents of all domains", || {
        (0..domains).for_each(|domain| drop(index.domain_content(domain)));
    });
    let target = &index.targets()[0];
    let item = index.resolve(target.kind, &target.item).expect("a target");
    let (found, took) = timed("referring domains of the largest target", || {
        index.ref_domains(item).len()
    });
    println!("  {found}");
    assert!(took < Duration::from_millis(300), "{took:?}");
    let mut reader = crate::index::PageReader::new(&index);
    let mut pages = 0;
    timed("links of the largest target with their pages", || {
        index.for_each_ref_domain_link(item, usize::MAX, false, &mut |link| {
            pages += usize::from(reader.facts(link.source).crawled);
            ControlFlow::Continue(())
        });
    });
    println!("  {pages}");
    let (_, took) = timed("everything on the largest host", || {
        index
            .resolve_prefix(&target.item)
            .map(|item| index.external_links(item))
    });
    assert!(took < Duration::from_millis(300), "{took:?}");
}
