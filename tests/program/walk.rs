//! From the price to the rows, and the rows against a recount of the raw file by other means.

use std::collections::BTreeMap;
use std::fs::File;

use flate2::read::MultiGzDecoder;

use crate::bench::{Home, Server};

/// What the raw file says of a referring domain.
#[derive(Debug, Default, PartialEq)]
struct Counted {
    links: u64,
    trust_flow: i64,
    citation_flow: i64,
    followed: u64,
}

/// Reads a raw file with the csv crate alone; the domain by the public suffix list alone.
fn recount(path: &std::path::Path) -> BTreeMap<String, Counted> {
    let mut reader = csv::Reader::from_reader(MultiGzDecoder::new(File::open(path).unwrap()));
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|h| h == name).unwrap();
    let (url, tf, cf) = (
        at("Source URL"),
        at("SourceTrustFlow"),
        at("SourceCitationFlow"),
    );
    let nofollow = at("FlagNoFollow");
    let mut domains: BTreeMap<String, Counted> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let host = url::Url::parse(&record[url]).unwrap();
        let host = host.host_str().unwrap();
        let domain = psl::domain_str(host).unwrap_or(host).to_owned();
        let counted = domains.entry(domain).or_default();
        counted.links += 1;
        counted.trust_flow = counted.trust_flow.max(record[tf].parse().unwrap());
        counted.citation_flow = counted.citation_flow.max(record[cf].parse().unwrap());
        counted.followed += u64::from(record[nofollow].is_empty());
    }
    domains
}

#[test]
fn a_download_is_priced_bought_read_and_agrees_with_its_raw_file() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, ref_domains) = server.largest();
    let max = "analysis=3000000,retrieval=1000000,items=1";
    let bought = home
        .run(&[
            "download",
            &target,
            "--yes",
            "--max-cost",
            max,
            "--tag",
            "acme",
            "--format",
            "json",
        ])
        .ended(0)
        .says(&["50,000 + 20 ×", "1 item unit", "done"]);
    let row = &bought.json()[0];
    let domains = recount(&home.raw_file(row["dataset"].as_str().unwrap()));
    let links: u64 = domains.values().map(|d| d.links).sum();
    assert_eq!(row["state"], "done");
    assert_eq!(row["rows"], links);
    assert_eq!(row["domains"], domains.len());
    assert_eq!(
        domains.len() as u64,
        ref_domains,
        "every referring domain came"
    );
    let paid = (
        row["paid_analysis"].as_i64(),
        row["paid_retrieval"].as_i64(),
    );
    let charged = (server.charged("analysis"), server.charged("retrieval"));
    assert_eq!(paid, (Some(charged.0), Some(charged.1)));
    assert_eq!(charged.1, i64::try_from(links).unwrap());
    assert_eq!(server.charged("items"), 1);

    ranked_domains_agree(&home, &domains);
    links_agree(&home, links);

    let again = home.run(&["jobs", "--format", "jsonl"]).ended(0).json();
    assert_eq!(
        (&again["tag"], &again["state"]),
        (&"acme".into(), &"done".into())
    );
    let held = home.run(&["datasets", "--format", "json"]).ended(0).json();
    assert_eq!(held[0]["rows"], links);
    assert_eq!(held[0]["complete"], true);
}

fn ranked_domains_agree(home: &Home, domains: &BTreeMap<String, Counted>) {
    let sort = "best_source_trust_flow:desc,links:desc";
    let shown = home
        .run(&[
            "show", "latest", "--view", "domains", "--sort", sort, "--limit", "20", "--format",
            "csv",
        ])
        .ended(0)
        .says(&[
            "20 of ",
            "domains held (of ",
            "by best_source_trust_flow desc",
            "majestic historic index of 20",
        ]);
    let mut reader = csv::Reader::from_reader(shown.stdout.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 20);
    let mut expected: Vec<(i64, u64)> = domains.values().map(|d| (d.trust_flow, d.links)).collect();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    for (row, expected) in rows.iter().zip(expected) {
        let counted = &domains[&row[at("domain")]];
        assert_eq!((counted.trust_flow, counted.links), expected, "the order");
        assert_eq!(
            row[at("best_source_trust_flow")],
            counted.trust_flow.to_string()
        );
        assert_eq!(
            row[at("best_source_citation_flow")],
            counted.citation_flow.to_string()
        );
        assert_eq!(row[at("links")], counted.links.to_string());
        let share: f64 = row[at("follow_share")].parse().unwrap();
        assert!((share - counted.followed as f64 / counted.links as f64).abs() < 1e-4);
        assert_eq!(&row[at("trust_flow")], "", "not in a download");
    }
}

fn links_agree(home: &Home, links: u64) {
    let shown = home
        .run(&[
            "show", "latest", "--view", "links", "--format", "jsonl", "--quiet",
        ])
        .ended(0);
    assert_eq!(shown.stderr, "");
    assert_eq!(shown.stdout.lines().count() as u64, links);
    let table = home.run(&["show", "latest", "--view", "links"]).ended(0);
    let steers = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!table.stdout.contains(steers), "hostile text in a table");
    let chosen = home
        .run(&[
            "show",
            "latest",
            "--columns",
            "tld,domain",
            "--limit",
            "1",
            "--format",
            "json",
        ])
        .ended(0)
        .json();
    let keys: Vec<_> = chosen[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["tld", "domain"]);
}

#[test]
fn a_second_download_is_priced_from_what_is_known() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    home.run(&["download", &target, "--dry-run"])
        .ended(0)
        .says(&["price unknown", "nothing was sent"]);
    assert!(
        server.charges().is_empty(),
        "a dry run sends nothing that costs"
    );
    home.run(&["download", &target, "--yes", "--max-cost", "analysis=1"])
        .ended(3)
        .says(&["--max-cost", "nothing else was sent"]);
    assert_eq!(server.charged("items"), 1, "the look-up");
    home.run(&["download", &target, "--dry-run"])
        .ended(0)
        .says(&["50,000 + 20 ×", "nothing was sent"]);
    home.run(&[
        "download",
        &target,
        "--yes",
        "--max-cost",
        "items=0,analysis=9000000",
    ])
    .ended(0);
    assert_eq!(server.charged("items"), 1, "the known price was taken");
}
