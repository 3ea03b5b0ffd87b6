//! Answers that hold their rows: referring domains, backlinks in both ways, and the same rows in both formats.

use serde_json::Value as Json;

use crate::bench::{Home, Server};

fn rows(json: &Json) -> &Vec<Json> {
    json.as_array().unwrap()
}

#[test]
fn referring_domains_of_two_targets_are_matched() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let targets = server.targets();
    let asked = ["refdomains", &targets[0], &targets[1], "--count", "50"];
    let told = home
        .run(&[&asked[..], &["--yes", "--format", "json"]].concat())
        .ended(0)
        .says(&["at most 1,000 analysis + 50 retrieval", "domains held (of "]);
    let found = told.json();
    assert_eq!(rows(&found).len(), 50);
    assert!(
        rows(&found)
            .iter()
            .any(|row| row["item1_links"].as_i64() > Some(0))
    );
    for row in rows(&found) {
        let links = [&row["item0_links"], &row["item1_links"]].map(|n| n.as_i64().unwrap_or(0));
        let matches = links.iter().filter(|n| **n > 0).count();
        assert_eq!(row["matches"].as_u64(), Some(matches as u64), "{row}");
        assert!(row["trust_flow"].is_i64(), "{row}");
    }
    let table = home.run(&[
        "show",
        "latest",
        "--columns",
        "domain,item0_links,item1_links",
    ]);
    let head = table.ended(0).stdout.lines().next().unwrap().to_owned();
    for target in &targets[..2] {
        assert!(head.contains(&format!("BackLinks_{target}")), "{head}");
    }
    let both = [
        &asked[..],
        &["--min-matches", "2", "--yes", "--format", "json"],
    ]
    .concat();
    let both = home.run(&both).ended(0).json();
    assert!(rows(&both).iter().all(|row| row["matches"] == 2));
    assert_eq!(server.charged("analysis"), 2_000);
    assert_eq!(server.charged("retrieval"), (50 + rows(&both).len()) as i64);
}

#[test]
fn one_call_brings_links_and_their_domains() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let asked = ["links", &target, "--count", "70"];
    home.run(&[&asked[..], &["--dry-run"]].concat())
        .ended(0)
        .says(&["at most 5,000 analysis + 70 retrieval", "nothing was sent"]);
    home.run(&[&asked[..], &["--yes", "--max-cost", "retrieval=69"]].concat())
        .ended(3)
        .says(&["70 retrieval", "--max-cost"]);
    assert!(server.charges().is_empty());
    let told = home
        .run(&[&asked[..], &["--yes", "--format", "jsonl"]].concat())
        .ended(0)
        .says(&[
            "70 of 70 links held (of ",
            "paid 5,000 analysis + 70 retrieval",
        ]);
    assert_eq!(told.stdout.lines().count(), 70);
    assert_eq!(
        (server.charged("analysis"), server.charged("retrieval")),
        (5_000, 70)
    );
    let first: Json = serde_json::from_str(told.stdout.lines().next().unwrap()).unwrap();
    assert!(
        first["source_url"].as_str().unwrap().starts_with("http"),
        "{first}"
    );

    let domains = home
        .run(&["show", "latest", "--view", "domains", "--format", "json"])
        .ended(0)
        .json();
    let counted: i64 = rows(&domains)
        .iter()
        .map(|row| row["links"].as_i64().unwrap())
        .sum();
    assert_eq!(counted, 70);
    let links = home.run(&["show", "latest", "--format", "json"]).ended(0);
    assert_eq!(
        rows(&links.json()).len(),
        70,
        "what was asked for comes first"
    );
    assert!(
        rows(&domains).iter().all(|row| row["trust_flow"].is_i64()),
        "from ShowDomainInfo"
    );
    assert_eq!(server.charges().len(), 1, "looking at it costs nothing");
}

#[test]
fn a_deprecated_function_says_so_before_it_spends() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let asked = [
        "top-links",
        &target,
        "--root-domain-data",
        "yes",
        "--url-data",
        "no",
        "--count",
        "20",
    ];
    home.run(&[&asked[..], &["--dry-run"]].concat())
        .ended(0)
        .says(&[
            "deprecated",
            "GetBackLinkData",
            &format!("backtrail links {target}"),
            "at most 5,000 analysis + 20 retrieval",
        ]);
    assert!(server.charges().is_empty());
    let told = home
        .run(&[&asked[..], &["--yes", "--format", "json"]].concat())
        .ended(0)
        .says(&["deprecated"])
        .json();
    assert_eq!(rows(&told).len(), 20);
    assert!(
        rows(&told).iter().all(|row| row["level"] == "RootDomain"),
        "{told}"
    );
    assert_eq!(
        (server.charged("analysis"), server.charged("retrieval")),
        (5_000, 20)
    );
}

/// Characters that XML forbids come as U+FFFD; the embedded web has titles with escape sequences in them.
fn as_xml_carries(text: &str) -> String {
    let is_forbidden = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    text.replace(is_forbidden, "\u{fffd}")
}

#[test]
fn both_formats_bring_the_same_rows() {
    let server = Server::start(&[]);
    let (json, xml) = (Home::of(&server), Home::of(&server));
    let targets = server.targets();
    for asked in [
        &["info", &targets[0], &targets[1], "--all-topics", "yes"][..],
        &["refdomains", &targets[0], &targets[1], "--count", "300"],
        &["links", &targets[0], "--count", "300"],
        &[
            "top-links",
            &targets[0],
            "--root-domain-data",
            "yes",
            "--count",
            "100",
        ],
        &["domain-info", &targets[0], &targets[1]],
    ] {
        let plain = [asked, &["--yes", "--quiet", "--format", "csv"]].concat();
        let json = json.run(&plain).ended(0).stdout;
        let xml = xml
            .run(&[&plain[..], &["--majestic-format", "xml"]].concat())
            .ended(0)
            .stdout;
        assert!(json.lines().count() > 1, "{asked:?}");
        assert_eq!(as_xml_carries(&json), xml, "{asked:?}");
    }
    let raw = |home: &Home, name: &str| {
        let datasets = std::fs::read_dir(home.data().join("datasets")).unwrap();
        datasets
            .filter(|d| d.as_ref().unwrap().path().join("raw").join(name).exists())
            .count()
    };
    assert_eq!(
        (raw(&json, "answer.json"), raw(&xml, "answer.xml")),
        (5, 5),
        "raw answers are kept"
    );
}
