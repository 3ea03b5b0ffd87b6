//! `domain-info`: a download's referring domains get their own metrics, at a price, once.

use serde_json::Value as Json;

use crate::bench::{Home, Server};

fn domains(home: &Home, dataset: &str) -> Vec<Json> {
    let shown = home.run(&["show", dataset, "--view", "domains", "--format", "json"]);
    shown.ended(0).json().as_array().unwrap().clone()
}

#[test]
fn a_downloads_domains_are_filled_once() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let target = server.middling();
    let bought = home
        .run(&["download", &target, "--yes", "--format", "json"])
        .ended(0)
        .json();
    let dataset = bought[0]["dataset"].as_str().unwrap();
    let before = domains(&home, dataset);
    assert!(before.iter().all(|row| row["trust_flow"].is_null()));
    let charged = server.charged("analysis");

    home.run(&["domain-info", "--dataset", dataset, "--yes"])
        .ended(2)
        .says(&["--all", "nothing was sent"]);
    home.run(&[
        "domain-info",
        "--dataset",
        dataset,
        "--domains",
        "stranger.example",
        "--yes",
    ])
    .ended(2)
    .says(&["stranger.example", "nothing was sent"]);
    let first = before[0]["domain"].as_str().unwrap();
    let some = [
        "domain-info",
        "--dataset",
        dataset,
        "--domains",
        first,
        "--yes",
        "--format",
        "json",
    ];
    let one = home
        .run(&some)
        .ended(0)
        .says(&["1 of ", "referring domains are filled"])
        .json();
    assert_eq!(one[0]["domain"], first);
    assert_eq!(server.charged("analysis"), charged + 1_000);

    let most = before.len() - 1;
    let price = format!("{most} retrieval").replace(",", "");
    let all = ["domain-info", "--dataset", dataset, "--all"];
    let dry = home.run(&[&all[..], &["--dry-run"]].concat()).ended(0);
    assert!(dry.stderr.replace(',', "").contains(&price), "{dry:?}");
    home.run(&[&all[..], &["--yes"]].concat()).ended(0);
    let calls = most.div_ceil(999);
    let paid = charged + 1_000 + 1_000 * i64::try_from(calls).unwrap();
    assert_eq!(server.charged("analysis"), paid);

    all_are_filled(&before, &domains(&home, dataset));
    let written = [
        "show", dataset, "--view", "domains", "--format", "csv", "--output", "d.csv",
    ];
    home.run(&written).ended(0);
    let beside = std::fs::read(home.path("d.csv.manifest.json")).unwrap();
    let beside: Json = serde_json::from_slice(&beside).unwrap();
    let figures = beside["sources"][0]["enriched_by"].as_array().unwrap();
    let costs = figures
        .iter()
        .map(|of| of["cost"]["analysis"].as_i64().unwrap());
    assert_eq!(costs.sum::<i64>(), paid - charged, "{figures:?}");
    home.run(&[&all[..], &["--yes"]].concat()).ended(0).says(&[
        "filled already",
        "--again",
        "Nothing was sent",
    ]);
    assert_eq!(server.charged("analysis"), paid);
}

fn all_are_filled(before: &[Json], after: &[Json]) {
    assert_eq!(after.len(), before.len());
    for (was, is) in before.iter().zip(after) {
        assert_eq!(
            (&was["domain"], &was["links"]),
            (&is["domain"], &is["links"]),
            "rows stay"
        );
    }
    let filled = after
        .iter()
        .filter(|row| row["trust_flow"].is_i64())
        .count();
    assert_eq!(filled, after.len());
}
