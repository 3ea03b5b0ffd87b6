//! `show --picture`: numbers of pictures with what they are of, held against the rows themselves.

use serde_json::Value as Json;

use crate::bench::Home;

/// A home that holds a generated download.
fn home() -> Home {
    let home = Home::new();
    let make = [
        "generate", "--rows", "1500", "--seed", "7", "--output", "g.csv.gz",
    ];
    home.run(&make).ended(0);
    home.run(&["import", "g.csv.gz"]).ended(0);
    home
}

fn json(home: &Home, args: &[&str]) -> Vec<Json> {
    let mut all = vec!["show", "latest", "--format", "json"];
    all.extend(args);
    match home.run(&all).ended(0).json() {
        Json::Array(rows) => rows,
        other => panic!("{other}"),
    }
}

#[test]
fn the_numbers_of_a_picture_are_those_of_the_rows() {
    let home = home();
    let all = json(&home, &["--view", "links", "--filter", "tf>=5"]);
    let flow = |row: &Json, id: &str| row[id].as_i64();
    let both = |row: &&Json| {
        flow(row, "source_trust_flow").is_some() && flow(row, "source_citation_flow").is_some()
    };
    let known = all.iter().filter(both).count() as i64;
    let cells = json(&home, &["--picture", "flows", "--filter", "tf>=5"]);
    let sum: i64 = cells
        .iter()
        .map(|cell| cell["links"].as_i64().unwrap())
        .sum();
    assert_eq!(sum, known);
    assert!(
        cells
            .iter()
            .all(|cell| cell["share"].as_f64().unwrap() > 0.0)
    );
    let run = home.run(&["show", "latest", "--picture", "flows", "--filter", "tf>=5"]);
    let run = run.ended(0);
    let said = format!("{} of 1,500 links held pass tf>=5", all.len());
    let told = &run.stderr;
    assert!(
        told.replace(',', "").contains(&said.replace(',', "")),
        "{told}"
    );
    assert!(told.contains("cited more than trusted"), "{told}");

    let months = json(&home, &["--picture", "months"]);
    let dated = json(&home, &["--view", "links"]);
    let of = |month: &str| {
        let first = |row: &&Json| {
            row["first_found_date"]
                .as_str()
                .unwrap_or("")
                .starts_with(month)
        };
        dated.iter().filter(first).count() as i64
    };
    for row in &months {
        let month = row["month"].as_str().unwrap();
        assert_eq!(row["first seen"].as_i64(), Some(of(month)), "{month}");
    }
    let few = json(&home, &["--picture", "topics", "--limit", "3"]);
    assert_eq!(few.len(), 3);
    let every = json(&home, &["--view", "links", "--tally", "anchor_text"]);
    assert!(every.len() > 250, "{}", every.len());
    let anchors = json(&home, &["--picture", "anchors"]);
    assert_eq!(anchors.len(), every.len(), "all without a limit");
    let some = json(&home, &["--picture", "anchors", "--limit", "220"]);
    assert_eq!(some.len(), 220);
    let said = format!("the first 220 of {} values of anchor_text", every.len());
    let run = home.run(&["show", "latest", "--picture", "anchors", "--limit", "220"]);
    let told = run.ended(0).stderr.replace(',', "");
    assert!(told.contains(&said), "{told}");
}

#[test]
fn the_pictures_there_are_can_be_listed() {
    let home = home();
    let all = json(&home, &["--picture", "list"]);
    let names = |view: &str| -> Vec<String> {
        let own = all.iter().filter(|row| row["view"] == view);
        own.map(|row| row["picture"].as_str().unwrap().to_owned())
            .collect()
    };
    let links = ["flows", "tf", "cf", "months", "topics", "anchors", "tld"];
    assert_eq!(names("links"), links);
    assert!(names("domains").contains(&"flows".to_owned()));
    for name in names("domains") {
        let csv = home.run(&[
            "show",
            "latest",
            "--picture",
            &name,
            "--view",
            "domains",
            "--format",
            "csv",
        ]);
        let csv = csv.ended(0).stdout;
        assert!(csv.lines().count() > 1, "{name}: {csv}");
    }
    let none = home.run(&["show", "latest", "--picture", "rank"]).ended(2);
    assert!(none.stderr.contains("--picture list"), "{}", none.stderr);
    home.run(&["show", "latest", "--picture", "nonesuch"])
        .ended(2);
    // What the links held give is counted on the way.
    let history = json(&home, &["--picture", "history", "--view", "periods"]);
    assert!(!history.is_empty());
}
