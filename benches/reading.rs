//! What a list asks of a dataset: pages of rows, orders, filters, the links of one domain.
//!
//! `cargo bench --bench reading`; `BACKTRAIL_BENCH_ROWS` sets how many links (500,000 unless said otherwise). The rows
//! are made up, once with the links of a host adjacent, as providers deliver them, and once in random order; both
//! datasets stay in Cargo's folder for temporary files and are used again.

#![allow(
    clippy::expect_used,
    reason = "a bench that cannot do its work has nothing to measure"
)]
#![allow(missing_docs, reason = "made by criterion's macros")]

mod made;

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

use backtrail::model::link::LINKS;
use backtrail::model::rows::{List, RowId, parse_order};
use backtrail::store::{Dataset, filter};

use made::{ALL, dataset, ranked, rows};

/// The columns of a screen: two URLs, anchor, domain, topic, two days, two flows, a flag.
const SCREEN: [&str; 10] = [
    "source_url",
    "target_url",
    "anchor_text",
    "source_domain",
    "source_topic",
    "source_crawl_date",
    "first_found_date",
    "source_trust_flow",
    "source_citation_flow",
    "nofollow",
];

/// Until the first page is there; being told of it stops the rest.
fn first_page(dataset: &Dataset, filtered: &str, order: &str) {
    let filter = filter(&ALL, filtered).expect("a filter");
    let order = parse_order(&LINKS, order).expect("an order");
    let stop = AtomicBool::new(false);
    let whole = dataset.rank_with(&ALL, filter.as_ref(), &order, &stop, &mut |page| {
        black_box(page.len());
        stop.store(true, Ordering::Relaxed);
    });
    drop(black_box(whole));
}

fn pages(c: &mut Criterion, name: &str, dataset: &Dataset) {
    let mut group = c.benchmark_group(name);
    group.sample_size(20);
    let columns = SCREEN.map(|id| LINKS.position(id).expect("a column"));
    let sorted = ranked(dataset, &ALL, "", "source_trust_flow:desc");
    let arrived = ranked(dataset, &ALL, "", "");
    let mut random = fastrand::Rng::with_seed(1);
    for (name, ranking) in [
        ("50 scattered rows", &sorted),
        ("50 adjacent rows", &arrived),
    ] {
        group.bench_function(name, |b| {
            let place = || random.u64(..ranking.len() - 50);
            let page = |at: u64| dataset.read(ranking, at..at + 50, &columns).expect("rows");
            b.iter_batched(place, page, BatchSize::SmallInput);
        });
    }
    group.bench_function("links of a domain", |b| {
        let domain = || List::Links {
            domain: Some(RowId(random.u64(..dataset.domains()))),
        };
        let enter = |list: List| ranked(dataset, &list, "", "source_trust_flow:desc");
        b.iter_batched(domain, enter, BatchSize::SmallInput);
    });
    group.finish();
}

fn orders(c: &mut Criterion, name: &str, dataset: &Dataset) {
    let mut group = c.benchmark_group(name);
    group.sample_size(10);
    let by_flow = "source_trust_flow:desc";
    let wanted = "anchor~casino and tf>=20";
    for (name, filtered, order) in [
        ("sort by a number", "", by_flow),
        ("sort by text", "", "anchor_text"),
        ("filter by text and number", wanted, ""),
        ("filter and sort", wanted, by_flow),
    ] {
        group.bench_function(format!("{name}, first page"), |b| {
            b.iter(|| first_page(dataset, filtered, order));
        });
        group.bench_function(format!("{name}, complete"), |b| {
            b.iter(|| ranked(dataset, &ALL, filtered, order));
        });
    }
    group.finish();
}

fn reading(c: &mut Criterion) {
    let rows = rows();
    for is_shuffled in [false, true] {
        let dataset = dataset(rows, is_shuffled);
        let order = if is_shuffled { "shuffled" } else { "adjacent" };
        let name = format!("{rows} links, {order}");
        pages(c, &name, &dataset);
        orders(c, &name, &dataset);
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
