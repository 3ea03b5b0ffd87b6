//! Large files, on demand: `cargo test --release --test scale -- --ignored --nocapture`, of so many rows as
//! `BACKTRAIL_SCALE_ROWS` says (a million if it says nothing).

// Clippy's allowance for tests ends at the test functions; their helpers are test code as well.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, a measurement prints"
)]

use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use backtrail::model::rows::{List, RowId, parse_order};
use backtrail::store::{Origin, Store, ingest};
use backtrail::wire::majestic::download::headers;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Links of each domain, about as many as a download of ten links a domain at most has of them.
const LINKS_OF_DOMAIN: u64 = 4;
/// What reading may add to the process at its highest: so much, and so much for each domain.
const MOST_MEMORY: u64 = 250 << 20;
const MEMORY_OF_DOMAIN: u64 = 200;

/// Links to be read; a multiple of [`LINKS_OF_DOMAIN`] that shares no factor with the step of [`write_download`].
fn rows() -> u64 {
    let asked = std::env::var("BACKTRAIL_SCALE_ROWS").ok();
    let asked = asked.and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    (asked / 1_000).max(1) * 1_000
}

/// The most memory that this process had so far, in bytes; none where the system does not say.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes << 10)
}

/// A download as large as they come, made row by row.
fn write_download(path: &Path, rows: u64) {
    let gzip = GzEncoder::new(File::create(path).unwrap(), Compression::fast());
    let mut writer = csv::Writer::from_writer(gzip);
    let names: Vec<_> = headers().collect();
    writer.write_record(&names).unwrap();
    for n in 0..rows {
        // A step that shares no factor with the count visits every domain, far from the last.
        let domain = n * 7_919 % (rows / LINKS_OF_DOMAIN);
        let cells = names.iter().map(|name| match *name {
            "Target URL" => format!("https://www.target.example/articles/{}", n % 5_000),
            "Source URL" => {
                format!(
                    "https://blog.source-{domain}.example/{}/post-{n}.html",
                    n % 97
                )
            }
            "Anchor Text" => format!("what \"{}\" says, and why", n % 10_007),
            "Source Crawl Date" => format!("2026-{:02}-{:02}", 1 + n % 12, 1 + n % 28),
            "Source First Found Date" => format!("20{:02}-06-15", 10 + n % 15),
            name if name.starts_with("Flag") => if n % 5 == 0 { "+" } else { "" }.to_owned(),
            name if name.contains("Topic_0") => "Business/Marketing and Advertising".to_owned(),
            _ => (n * 31 % 100).to_string(),
        });
        writer.write_record(cells).unwrap();
    }
    let gzip = writer.into_inner().unwrap_or_else(|e| panic!("{e}"));
    gzip.finish().unwrap().sync_all().unwrap();
}

#[test]
#[ignore = "reads millions of rows"]
fn millions_of_rows_are_read_ranked_and_held_in_bounded_memory() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("data")).unwrap();
    let name = "download.csv.gz".to_owned();
    let id = store
        .create_dataset(Origin::File { name: name.clone() })
        .unwrap();
    let raw = store.raw_path(&id, &name);
    let rows = rows();
    let domains = rows / LINKS_OF_DOMAIN;
    write_download(&raw, rows);
    let packed = std::fs::metadata(&raw).unwrap().len();
    let before = peak_memory();

    let running = AtomicBool::new(false);
    let mut first = None;
    let mut publications = 0;
    let began = Instant::now();
    let outcome = ingest(&store, &id, &raw, &running, &mut |published| {
        if published.rows > 0 {
            first.get_or_insert_with(|| (published.rows, began.elapsed()));
            publications += 1;
        }
    })
    .unwrap();
    let took = began.elapsed();
    println!(
        "{rows} rows of {packed} packed bytes in {took:?}: {:.0} rows a second; first rows {first:?}, told {publications} times",
        rows as f64 / took.as_secs_f64()
    );
    assert_eq!(
        (
            outcome.rows,
            outcome.domains,
            outcome.bad_rows,
            outcome.bad_cells
        ),
        (rows, domains, 0, 0)
    );
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        let grown = after - before;
        println!("memory at its highest: {} MB more than before", grown >> 20);
        let most = MOST_MEMORY + domains * MEMORY_OF_DOMAIN;
        assert!(grown < most, "{grown} bytes");
    }

    let dataset = store.dataset(&id).unwrap();
    let rank = |what: &str, list: &List, order: &str, expected: u64| {
        let order = parse_order(list.table(), order).unwrap();
        let began = Instant::now();
        let ranking = dataset.rank(list, None, &order, &running).unwrap();
        println!("{what}: {:?}", began.elapsed());
        assert_eq!(ranking.len(), expected);
    };
    let links = List::Links { domain: None };
    rank("links by flow", &links, "tf:desc", rows);
    rank("links by address", &links, "source_url", rows);
    let best = "best_source_trust_flow:desc,links:desc";
    rank("domains", &List::Domains, best, domains);
    let one = List::Links {
        domain: Some(RowId(7)),
    };
    rank("links of a domain", &one, "tf:desc", LINKS_OF_DOMAIN);
}
