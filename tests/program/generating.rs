//! Downloads made from the embedded index: of an exact size, and always the same.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::bench::Home;

const ROWS: usize = 3_000;

fn text(home: &Home, name: &str) -> String {
    let mut text = String::new();
    let packed = std::fs::File::open(home.path(name)).unwrap();
    MultiGzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Records, each put together again; an anchor may hold line breaks.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let record =
        |r: Result<csv::StringRecord, csv::Error>| r.unwrap().iter().map(str::to_owned).collect();
    reader.records().map(record).collect()
}

#[test]
fn a_generated_download_is_the_same_for_the_same_arguments() {
    let home = Home::new();
    let rows = ROWS.to_string();
    let make = |more: &[&str], name: &str| {
        let mut args = vec!["generate", "--rows", &rows, "--output", name];
        args.extend(more);
        home.run(&args).ended(0).says(&["3,000 links from"]);
        std::fs::read(home.path(name)).unwrap()
    };
    let first = make(&["--seed", "7"], "a.csv.gz");
    assert_eq!(first, make(&["--seed", "7"], "b.csv.gz"));
    assert_ne!(first, make(&["--seed", "8"], "c.csv.gz"));
    let plain = make(&["--seed", "7"], "a.csv");
    assert_eq!(String::from_utf8(plain).unwrap(), text(&home, "a.csv.gz"));

    let mut delivered = records(&text(&home, "a.csv.gz"));
    assert_eq!(delivered.len(), ROWS + 1);
    assert!(delivered.iter().all(|row| row.len() == 22));
    make(&["--seed", "7", "--shuffle"], "s.csv.gz");
    let mut shuffled = records(&text(&home, "s.csv.gz"));
    assert_eq!(delivered[0], shuffled[0]);
    assert_ne!(delivered, shuffled);
    delivered.sort();
    shuffled.sort();
    assert_eq!(delivered, shuffled);
}

#[test]
fn a_generated_download_is_taken_in_whole() {
    let home = Home::new();
    let args = ["generate", "--rows", "500", "--output", "g.csv.gz"];
    home.run(&args).ended(0);
    let taken = home
        .run(&["import", "g.csv.gz", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(
        (&taken[0]["rows"], &taken[0]["bad_rows"]),
        (&500.into(), &0.into())
    );
    home.run(&["generate", "--rows", "0", "--output", "x.csv.gz"])
        .ended(2);
    assert!(!home.path("x.csv.gz").exists());
}
