//! The rows that are measured on, made at the first run.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use backtrail::model::link::LINKS;
use backtrail::model::rows::{List, parse_order};
use backtrail::store::{Dataset, Origin, Ranking, Store, filter, ingest};

/// Every link.
pub const ALL: List = List::Links { domain: None };
/// Nothing is given up.
pub static NEVER: AtomicBool = AtomicBool::new(false);

/// How many links are made.
pub fn rows() -> usize {
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
pub fn dataset(rows: usize, is_shuffled: bool) -> Dataset {
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

/// A list, or what of it passes, in an order.
pub fn ranked(dataset: &Dataset, list: &List, filtered: &str, order: &str) -> Ranking {
    let filter = filter(list, filtered).expect("a filter");
    let order = parse_order(list.table(), order).expect("an order");
    dataset
        .rank(list, filter.as_ref(), &order, &NEVER)
        .expect("a ranking")
}
