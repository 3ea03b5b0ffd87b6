//! The attack list through the program: read from a file, shown for the eye, exported for spreadsheets and programs.

use serde_json::Value as Json;

use crate::bench::Home;
use crate::list::{Attack, attacks, is_heaped, steers};

/// A home that holds a link for every attack, with it as its anchor text.
fn holding(attacks: &[Attack]) -> Home {
    let home = Home::new();
    let mut file = csv::Writer::from_path(home.path("links.csv")).unwrap();
    file.write_record(["Target URL", "Source URL", "Anchor Text"])
        .unwrap();
    for (at, attack) in attacks.iter().enumerate() {
        let source = format!("http://a{at}.example/");
        file.write_record(["http://example.com/", &source, &attack.raw])
            .unwrap();
    }
    file.flush().unwrap();
    home.run(&["import", "links.csv"]).ended(0);
    home
}

fn shown(home: &Home, format: &str) -> String {
    let columns = ["--columns", "anchor", "--format", format];
    let run = home.run(&[&["show", "latest", "--view", "links"][..], &columns].concat());
    run.ended(0).stdout
}

#[test]
fn every_attack_is_harmless_in_every_form_and_comes_back_whole() {
    let attacks = attacks();
    let home = holding(&attacks);

    let table = shown(&home, "table");
    assert_eq!(table.lines().count(), attacks.len() + 1, "a line each");
    let bad = table.chars().find(|c| *c != '\n' && steers(*c));
    assert_eq!(bad, None);
    assert!(!is_heaped(&table));

    let csv = shown(&home, "csv");
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let cells: Vec<String> = rows.records().map(|r| r.unwrap()[0].to_owned()).collect();
    let jsonl = shown(&home, "jsonl");
    let texts = jsonl
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap());
    let texts: Vec<Json> = texts.map(|row| row["anchor_text"].clone()).collect();
    assert_eq!((cells.len(), texts.len()), (attacks.len(), attacks.len()));
    for ((attack, cell), text) in attacks.iter().zip(&cells).zip(&texts) {
        let name = attack.name;
        assert_eq!(text, &attack.raw, "{name}");
        match attack.is_formula {
            true => assert_eq!(cell.strip_prefix('\''), Some(attack.raw.as_str()), "{name}"),
            false => assert_eq!(cell, &attack.raw, "{name}"),
        }
    }
    let export = ["show", "latest", "--view", "links", "--output", "again.csv"];
    home.run(&export).ended(0);
    home.run(&["import", "again.csv"]).ended(0);
    let again = shown(&home, "jsonl");
    assert_eq!(again, jsonl, "what was exported is read as it was");
}
