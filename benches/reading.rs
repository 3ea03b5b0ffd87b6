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

use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

use backtrail::model::link::LINKS;
use backtrail::model::rows::{List, RowId, parse_order};
use backtrail::store::{Dataset, Origin, Ranking, Store, filter, ingest};

const ALL: List = List::Links { domain: None };
static NEVER: AtomicBool = AtomicBool::new(false);

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

fn rows() -> usize {
    let asked = std::env::var("BACKTRAIL_BENCH_ROWS").ok();
    asked.and_then(|rows| rows.parse().ok()).unwrap_or(500_000)
}

/// A download of made-up links, in the order of their hosts or in none.
fn write_download(path: &Path, rows: usize, is_shuffled: bool) {
    let mut order: Vec<usize> = (0..rows).collect();
    if is_shuffled {
        fastrand::Rng::with_seed(42).shuffle(&mut order);
    }
    let mut out = BufWriter::new(File::create(path).expect("a file to write"));
    let heads: Vec<&str> = LINKS.columns.iter().take(22).map(|c| c.wire()).collect();
    writeln!(out, "{}", heads.join(",")).expect("room");
    for n in order {
        writeln!(out, "{}", link(n)).expect("room");
    }
    out.flush().expect("room");
}

/// The line of a link; five links come from one host.
fn link(n: usize) -> String {
    const WORDS: [&str; 8] = [
        "casino",
        "best",
        "online",
        "garden",
        "review",
        "click here",
        "Ärger",
        "home",
    ];
    const TOPICS: [&str; 4] = ["Arts/Music", "Business", "Health", "Recreation/Travel"];
    let mut random = fastrand::Rng::with_seed(n as u64);
    let (host, page) = (n / 5, n % 97);
    let path = random.u32(..1_000);
    let anchor = [(); 2]
        .map(|()| WORDS[random.usize(..WORDS.len())])
        .join(" ");
    let crawled = (random.u32(10..26), random.u32(1..13), random.u32(1..29));
    let found = random.u32(10..26);
    let nofollow = ["", "+"][random.usize(..2)];
    let (cf, tf) = (random.u32(..101), random.u32(..101).min(random.u32(..101)));
    let (topic, value) = (TOPICS[random.usize(..TOPICS.len())], random.u32(..100));
    format!(
        "http://target.example/page{page}.html,1,https://www.host-{host:07}.example/path/{path}/article-{n}.html,2,\
         {anchor},20{}-{:02}-{:02},20{found}-01-01,{nofollow},,,,,,,{cf},{tf},6,7,{topic},{value},,",
        crawled.0, crawled.1, crawled.2,
    )
}

/// The dataset of a size and order, made at the first run.
fn dataset(rows: usize, is_shuffled: bool) -> Dataset {
    let order = if is_shuffled { "shuffled" } else { "adjacent" };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("reading-{rows}-{order}"));
    let store = Store::open(&folder).expect("a data folder");
    let known = store.datasets().expect("a data folder");
    let complete = known.into_iter().find(|manifest| manifest.complete);
    let id = complete.map(|manifest| manifest.id).unwrap_or_else(|| {
        let name = "download.csv".to_owned();
        let origin = Origin::File { name: name.clone() };
        let id = store.create_dataset(origin).expect("a dataset");
        let raw = store.raw_path(&id, &name);
        write_download(&raw, rows, is_shuffled);
        ingest(&store, &id, &raw, &NEVER, &mut |_| {}).expect("rows");
        id
    });
    store.dataset(&id).expect("what was written")
}

fn ranked(dataset: &Dataset, list: &List, filtered: &str, order: &str) -> Ranking {
    let filter = filter(list, filtered).expect("a filter");
    let order = parse_order(list.table(), order).expect("an order");
    dataset
        .rank(list, filter.as_ref(), &order, &NEVER)
        .expect("a ranking")
}

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
