//! What is left, what is held, which keys there are.

use crate::bench::{Home, Server};

#[test]
fn the_budget_is_asked_for_and_costs_nothing() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let told = home
        .run(&["budget", "--format", "json"])
        .ended(0)
        .says(&["key `demo`", "historic index of 20", "fresh index of 20"])
        .json();
    let rows = told.as_array().unwrap();
    let of = |part: &str| {
        let rows = rows
            .iter()
            .filter(|row| row["of"].as_str().unwrap().starts_with(part));
        rows.map(|row| {
            (
                row["allowance"].as_str().unwrap(),
                row["left"].as_i64().unwrap(),
            )
        })
        .collect::<Vec<_>>()
    };
    let names: Vec<_> = of("account").iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["analysis", "retrieval", "items"]);
    for (name, left) in of("account") {
        let parts = of("subscription");
        let sum: i64 = parts
            .iter()
            .filter(|(n, _)| *n == name)
            .map(|(_, n)| n)
            .sum();
        assert_eq!(sum, left, "what is left lies in the subscriptions: {told}");
    }
    let lapses = |row: &serde_json::Value| row["lapses"].as_str().unwrap().to_owned();
    assert_eq!(
        lapses(&rows[0]),
        lapses(&rows[3]),
        "the first to lapse comes first"
    );
    assert!(told[0]["left"].as_i64().unwrap() > 1_000_000);
    assert_eq!(told[0]["held"], 0);
    assert!(told[0]["as_of"].as_str().unwrap().ends_with('Z'));
    assert!(server.charges().is_empty());
}

#[test]
fn the_last_balance_heard_is_shown_when_nobody_answers() {
    let mut server = Server::start(&[]);
    let home = Home::of(&server);
    let heard = home.run(&["budget", "--format", "json"]).ended(0).json();
    server.child.kill();
    let last = home
        .run(&["budget", "--format", "json"])
        .ended(1)
        .says(&["last one heard", "could not be reached"])
        .json();
    for at in 0..3 {
        assert_eq!(last[at], heard[at]);
    }
}

#[test]
fn empty_lists_say_so() {
    let home = Home::new();
    for list in ["jobs", "datasets"] {
        let ran = home
            .run(&[list, "--format", "json"])
            .ended(0)
            .says(&["no "]);
        assert_eq!(ran.json().as_array().unwrap().len(), 0);
    }
    home.run(&["show", "latest"])
        .ended(1)
        .says(&["no dataset is stored yet"]);
}

#[test]
fn keys_are_printed_with_the_persons_own() {
    let home = Home::new();
    let table = home.run(&["keys"]).ended(0).stdout;
    assert!(
        table.starts_with("| Keys |") && table.lines().count() > 20,
        "{table}"
    );
    let own = home.path("my.toml");
    std::fs::write(&own, "").unwrap();
    std::fs::write(home.path("keys.toml"), "[nonsense]\nx = [\"y\"]\n").unwrap();
    let home = home.with("BACKTRAIL_CONFIG", own.to_str().unwrap());
    home.run(&["keys"])
        .ended(2)
        .says(&["keys.toml", "nonsense"]);
}

#[test]
fn help_and_version_are_data() {
    let home = Home::new();
    let help = home.run(&["--help"]).ended(0).stdout;
    for word in [
        "demo",
        "download",
        "serve",
        "130 interrupted",
        "BACKTRAIL_MAJESTIC_KEY",
    ] {
        assert!(help.contains(word), "{word}");
    }
    for entry in backtrail::model::catalog::majestic::offered() {
        let help = home.run(&[entry.name, "--help"]).ended(0).stdout;
        for opt in entry.options {
            assert!(help.contains(&format!("--{}", opt.flag)), "{}", opt.flag);
        }
        for flag in [
            "--yes",
            "--max-cost",
            "--dry-run",
            "--tag",
            "--targets-from",
        ] {
            assert!(help.contains(flag), "{} {flag}", entry.name);
        }
    }
    assert!(
        home.run(&["--version"])
            .ended(0)
            .stdout
            .contains(env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn one_row_is_printed_in_full_and_json_names_its_layout_where_it_is_asked_to() {
    let server = crate::bench::Server::start(&[]);
    let home = crate::bench::Home::of(&server);
    let target = server.middling();
    home.run(&["links", &target, "--count", "20", "--yes"])
        .ended(0);
    let sorted = ["show", "latest", "--view", "links", "--sort", "tf:desc"];
    let row = home
        .run(&[&sorted[..], &["--row", "2", "--format", "json"]].concat())
        .ended(0);
    let row = row.says(&["row 2 of 20 links", "index of"]).json();
    let all = home
        .run(&[&sorted[..], &["--format", "json"]].concat())
        .ended(0)
        .json();
    let cells = row.as_array().unwrap();
    // What no column has is an object where rows are printed.
    for cell in cells.iter().filter(|cell| cell["column"] != "extra") {
        assert_eq!(
            all[1][cell["column"].as_str().unwrap()],
            cell["value"],
            "{cell}"
        );
    }
    let name =
        |id: &str| cells.iter().find(|cell| cell["column"] == id).unwrap()["provider_name"].clone();
    assert_eq!(name("source_trust_flow"), "SourceTrustFlow");
    home.run(&[&sorted[..], &["--row", "21"]].concat())
        .ended(2)
        .says(&["this list has 20 links"]);

    let wrapped = home
        .run(&[&sorted[..], &["--envelope", "--format", "json"]].concat())
        .ended(0)
        .json();
    assert_eq!(
        (&wrapped["schema"], &wrapped["list"]),
        (&"backtrail.rows/1".into(), &"links".into())
    );
    assert_eq!(wrapped["rows"], all);
    assert!(
        wrapped["sources"][0].as_str().unwrap().contains("majestic"),
        "{}",
        wrapped["sources"]
    );
    let lines = home
        .run(&["jobs", "--envelope", "--format", "jsonl"])
        .ended(0)
        .stdout;
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["schema"], "backtrail.rows/1");
    home.run(&["jobs", "--envelope", "--format", "csv"])
        .ended(2)
        .says(&["json or jsonl"]);
    // To a pipe a table is whole: every column that a row fills.
    let table = home
        .run(&[&sorted[..], &["--format", "table"]].concat())
        .ended(0)
        .stdout;
    let columns = all[0]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, v)| !v.is_null())
        .count();
    let heads = table
        .lines()
        .next()
        .unwrap()
        .split("  ")
        .filter(|h| !h.trim().is_empty())
        .count();
    assert!(heads >= columns, "{heads} of {columns}: {table}");
}
