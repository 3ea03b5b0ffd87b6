//! Older answers of the service, read by this program as today's are.

use serde_json::Value as Json;

use crate::bench::{Home, Server};

/// Rows that a command brings, each without the columns that came later.
fn rows(home: &Home, asked: &[&str], told: &[&str]) -> Vec<Vec<String>> {
    let args = [asked, &["--yes", "--format", "json"]].concat();
    let json = home.run(&args).ended(0).json();
    let rows = json.as_array().unwrap().iter();
    rows.map(|row| {
        let cell = |name: &&str| match &row[*name] {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        told.iter().map(cell).collect()
    })
    .collect()
}

#[test]
fn every_shape_is_read_and_tells_the_same_rows() {
    let ask = |args: &[&str]| {
        let server = Server::start(&[&["--links", "5000"][..], args].concat());
        let home = Home::of(&server);
        let target = server.targets()[1].clone();
        let link = [
            "source_url",
            "target_url",
            "anchor_text",
            "nofollow",
            "ref_domain",
        ];
        let domain = ["domain", "ref_domains", "trust_flow", "item0_links"];
        let counts = ["item", "ref_domains", "ext_back_links", "status"];
        let top = [
            "top-links",
            &target,
            "--count",
            "20",
            "--root-domain-data",
            "yes",
        ];
        let brought = [
            rows(&home, &["links", &target, "--count", "40"], &link),
            rows(&home, &top, &link),
            rows(&home, &["refdomains", &target, "--count", "40"], &domain),
            rows(&home, &["info", &target, "no.example"], &counts),
        ];
        (brought, server.charges())
    };
    let newest = ask(&[]);
    let lengths = newest.0.each_ref().map(Vec::len);
    assert_eq!(lengths, [40, 20, 40, 2], "{newest:?}");
    for shape in [
        "2012-04", "2012", "2012-11", "2014", "2014-06", "2017", "2017-10", "2020",
    ] {
        assert_eq!(ask(&["--shape", shape]), newest, "{shape}");
    }
}

#[test]
fn a_download_is_priced_and_fetched_whatever_the_shape() {
    for shape in ["2012", "2014", "2017", "2020"] {
        let server = Server::start(&["--links", "5000", "--shape", shape]);
        let home = Home::of(&server);
        let target = server.targets()[1].clone();
        let asked = ["download-all", &target, "--yes"];
        if shape == "2012" {
            // Its answers do not list what all links cost.
            home.run(&asked).ended(3).says(&["the price is not known"]);
        }
        let most = ["--max-cost", "analysis=100000,retrieval=10000"];
        home.run(&[&asked[..], &most].concat())
            .ended(0)
            .says(&["done"]);
        home.run(&["download", &target, "--yes"])
            .ended(0)
            .says(&["done"]);
    }
}

#[test]
fn what_is_no_shape_is_refused() {
    let home = Home::new();
    for shape in ["1999", "2014-13", "new", ""] {
        home.run(&["serve", "--shape", shape])
            .ended(2)
            .says(&["--shape", "2012, 2014, 2017, 2020"]);
    }
}
