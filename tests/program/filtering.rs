//! `show --filter` and `show --tally`: which rows pass, how often a value occurs, and mistakes pointed at.

use std::collections::BTreeMap;

use backtrail::model::column::grouped;
use backtrail::model::filter::GRAMMAR;
use serde_json::Value as Json;

use crate::bench::Home;

const ROWS: &str = "2500";

/// A home that holds a generated download.
fn home() -> Home {
    let home = Home::new();
    let make = [
        "generate", "--rows", ROWS, "--seed", "3", "--output", "g.csv.gz",
    ];
    home.run(&make).ended(0);
    home.run(&["import", "g.csv.gz"]).ended(0);
    home
}

fn rows(home: &Home, args: &[&str]) -> Vec<Json> {
    let mut all = vec!["show", "latest", "--format", "json"];
    all.extend(args);
    let Json::Array(rows) = home.run(&all).ended(0).json() else {
        panic!("no array")
    };
    rows
}

fn links(home: &Home, filter: &str) -> Vec<Json> {
    rows(home, &["--view", "links", "--filter", filter])
}

#[test]
fn rows_that_pass_are_those_that_should() {
    let home = home();
    let all = links(&home, "");
    assert_eq!(all.len().to_string(), ROWS);
    let passing = |test: &dyn Fn(&Json) -> bool| -> Vec<Json> {
        all.iter().filter(|row| test(row)).cloned().collect()
    };
    let number = |row: &Json, id: &str| row[id].as_i64();
    let text = |row: &Json, id: &str| row[id].as_str().unwrap_or_default().to_lowercase();
    let strong = passing(&|row| number(row, "source_trust_flow").is_some_and(|n| n >= 10));
    assert!(!strong.is_empty() && strong.len() < all.len());
    assert_eq!(links(&home, "tf>=10"), strong);
    let mixed = passing(&|row| {
        (text(row, "anchor_text").contains("velmoria")
            || text(row, "source_domain").ends_with(".de"))
            && row["nofollow"] != true
            && row["first_found_date"].as_str().unwrap() > "2016-12-31"
    });
    assert!(!mixed.is_empty());
    let filter = "(anchor~VELMORIA or tld=de) and not nofollow and first_seen>2016-12-31";
    assert_eq!(links(&home, filter), mixed);

    let strongest = rows(
        &home,
        &[
            "--view", "links", "--filter", filter, "--sort", "tf:desc", "--limit", "3",
        ],
    );
    let mut best: Vec<_> = mixed
        .iter()
        .filter_map(|r| number(r, "source_trust_flow"))
        .collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let shown: Vec<_> = strongest
        .iter()
        .filter_map(|r| number(r, "source_trust_flow"))
        .collect();
    assert_eq!(shown, best[..3]);
}

#[test]
fn a_list_of_domains_comes_from_a_file() {
    let home = home();
    let domains = rows(&home, &["--view", "domains", "--columns", "domain,links"]);
    let picked = [&domains[3], &domains[40]];
    let name = |row: &Json| row["domain"].as_str().unwrap().to_owned();
    let list = format!(
        "# picked\n{}\n\n{}\n",
        name(picked[0]).to_uppercase(),
        name(picked[1])
    );
    std::fs::write(home.path("picked.txt"), list).unwrap();
    let found = rows(
        &home,
        &[
            "--view",
            "domains",
            "--filter",
            "domain in @picked.txt",
            "--columns",
            "domain,links",
        ],
    );
    assert_eq!(found.iter().collect::<Vec<_>>(), picked);
    let links: i64 = picked.iter().map(|d| d["links"].as_i64().unwrap()).sum();
    let of_links = rows(
        &home,
        &["--view", "links", "--filter", "domain in @picked.txt"],
    );
    assert_eq!(of_links.len() as i64, links);
    home.run(&["show", "latest", "--filter", "domain in @absent.txt"])
        .ended(2)
        .says(&["absent.txt", "^"]);
}

#[test]
fn the_measure_names_its_denominators() {
    let home = home();
    let args = [
        "show", "latest", "--view", "links", "--filter", "tf>=10", "--limit", "2",
    ];
    let passing = grouped(links(&home, "tf>=10").len() as i64);
    home.run(&args).ended(0).says(&[
        &format!("2 of {passing} links that pass `tf>=10`, of 2,500 held"),
        "as delivered",
        "from the file g.csv.gz",
    ]);
}

#[test]
fn values_are_counted_with_their_shares_and_domains() {
    let home = home();
    let all = links(&home, "tf>=1");
    let mut naive: BTreeMap<String, (u64, std::collections::BTreeSet<String>)> = BTreeMap::new();
    for row in &all {
        let entry = naive.entry(row["source_topic"].to_string()).or_default();
        entry.0 += 1;
        entry.1.insert(row["source_domain"].to_string());
    }
    let tally = rows(&home, &["--tally", "topic", "--filter", "tf>=1"]);
    assert_eq!(tally.len(), naive.len());
    for row in &tally {
        let (rows, domains) = &naive[&row["value"].to_string()];
        assert_eq!(row["rows"], *rows, "{row}");
        assert_eq!(row["domains"], domains.len(), "{row}");
        let share = *rows as f64 / all.len() as f64;
        assert!(
            (row["share"].as_f64().unwrap() - share).abs() < 1e-9,
            "{row}"
        );
    }
    let counts: Vec<_> = tally.iter().map(|row| row["rows"].as_u64()).collect();
    assert!(
        counts.is_sorted_by(|a, b| a >= b),
        "the most frequent first"
    );
    let told = home
        .run(&[
            "show", "latest", "--tally", "topic", "--filter", "tf>=1", "--limit", "2",
        ])
        .ended(0)
        .says(&[
            &format!("2 of {} values of source_topic in", naive.len()),
            "that pass `tf>=1`, of 2,500 held",
            "domains, by rows desc",
        ]);
    assert_eq!(told.stdout.lines().count(), 3);
}

#[test]
fn a_tally_has_every_form_and_order() {
    let home = home();
    let by = |sort: &str| rows(&home, &["--tally", "tld", "--sort", sort, "--limit", "5"]);
    let domains: Vec<_> = by("domains")
        .iter()
        .map(|r| r["domains"].as_u64())
        .collect();
    assert!(domains.is_sorted_by(|a, b| a >= b));
    let values: Vec<_> = by("value").iter().map(|r| r["value"].to_string()).collect();
    assert!(values.is_sorted(), "{values:?}");
    let shown = |form: &str| {
        home.run(&["show", "latest", "--tally", "tld", "--format", form])
            .ended(0)
            .stdout
    };
    assert!(shown("csv").starts_with("value,rows,share,domains\n"));
    assert!(shown("table").starts_with("value"));
    let line: Json = serde_json::from_str(shown("jsonl").lines().next().unwrap()).unwrap();
    assert!(line["rows"].as_u64() > Some(0));
    let of_domains = rows(&home, &["--view", "domains", "--tally", "tld"]);
    assert!(of_domains.iter().all(|row| row["rows"] == row["domains"]));
    home.run(&["show", "latest", "--tally", "nothing"])
        .ended(2)
        .says(&["`nothing`", "anchor_text"]);
    home.run(&["show", "latest", "--tally", "tld", "--sort", "tf"])
        .ended(2)
        .says(&["value, rows, share, domains"]);
}

#[test]
fn a_mistake_is_pointed_at() {
    let home = home();
    let args = [
        "show",
        "latest",
        "--view",
        "links",
        "--filter",
        "tf>=20 and achor~x",
    ];
    let told = home
        .run(&args)
        .ended(2)
        .says(&["--filter", "achor", "column 12"]);
    assert_eq!(told.stdout, "");
    let lines: Vec<_> = told.stderr.lines().collect();
    let at = lines.iter().position(|l| l.contains("tf>=20 and")).unwrap();
    assert_eq!(lines[at + 1].find('^'), lines[at].find("achor"));
    home.run(&["show", "latest", "--filter", "links>=\u{1b}[31m"])
        .ended(2);
    let ansi = ["show", "latest", "--filter", "(links>=1"];
    home.run(&ansi).ended(2).says(&["^"]);
}

/// What the README and the help promise is taken.
#[test]
fn the_readme_shows_the_language_that_is() {
    let readme = include_str!("../../README.md");
    let home = home();
    for rule in GRAMMAR {
        let cell = |text: &str| text.replace('|', "\\|");
        let line = format!("| `{}` | {} |", cell(rule.write), cell(rule.means));
        assert!(readme.contains(&line), "the README lacks: {line}");
    }
    let count = readme
        .split_once("<!-- filter:")
        .and_then(|(_, rest)| rest.split_once("<!-- end of filter -->"))
        .map(|(table, _)| table.lines().filter(|l| l.starts_with("| `")).count());
    assert_eq!(count, Some(GRAMMAR.len()));
    for rule in GRAMMAR {
        links(&home, rule.write);
    }
}

/// Flags of links of which one is not told: the file has no column for it in that row.
#[test]
fn a_table_tells_no_from_not_known() {
    let home = Home::new();
    let text = "Source URL,Target URL,Anchor Text,FlagNoFollow,SourceTrustFlow\n\
                https://a.de/1,https://t.de/,x,+,5\n\
                https://a.de/2,https://t.de/,,,\n\
                https://a.de/3,https://t.de/,y,-,7\n";
    std::fs::write(home.path("l.csv"), text).unwrap();
    home.run(&["import", "l.csv"]).ended(0);
    let values = |column: &str, form: &str| -> Vec<String> {
        let args = ["show", "latest", "--tally", column, "--format", form];
        let told = home.run(&args).ended(0).stdout;
        let value = |line: &str| line.split("  ").next().unwrap().trim().to_owned();
        let mut values: Vec<_> = told.lines().skip(1).map(value).collect();
        values.sort();
        values
    };
    assert!(values("nofollow", "table").contains(&"no".to_owned()));
    assert_eq!(values("anchor", "table"), ["(none)", "x", "y"]);
    let tf = ["show", "latest", "--tally", "tf"];
    let told = home.run(&tf).ended(0).stdout;
    assert!(told.contains("(not known)"), "{told}");
    assert!(
        values("anchor", "csv")
            .iter()
            .any(|line| line.starts_with(","))
    );
    let rows = [
        "show",
        "latest",
        "--view",
        "links",
        "--columns",
        "source_url,nofollow",
    ];
    let told = home.run(&rows).ended(0).stdout;
    assert!(told.contains("yes") && told.contains("no\n"), "{told}");
}

#[test]
fn a_filter_by_what_no_row_has_says_what_was_meant() {
    let home = home();
    let told = home
        .run(&["show", "latest", "--filter", "tf>=20"])
        .ended(0)
        .says(&[
            "none of the domains of this dataset has `trust_flow`",
            "`best_source_trust_flow`",
            "`--view links` filters the links by `source_trust_flow`",
        ]);
    assert_eq!(told.stdout.lines().count(), 1);
    home.run(&["show", "latest", "--tally", "tld", "--filter", "country=de"])
        .ended(0)
        .says(&["none of the domains of this dataset has `country`"]);
    // What is known of some rows is no reason.
    let quiet = home.run(&["show", "latest", "--filter", "best_tf>=101"]);
    assert!(!quiet.ended(0).stderr.contains("none of"));
}

#[test]
fn a_column_of_another_list_is_told_with_its_view() {
    let home = home();
    for wrong in [
        ["--filter", "anchor~casino"],
        ["--sort", "tld,anchor"],
        ["--columns", "domain,anchor"],
    ] {
        let mut args = vec!["show", "latest"];
        args.extend(wrong);
        home.run(&args)
            .ended(2)
            .says(&["`anchor`", "It is a column of links", "--view links"]);
    }
    let nowhere = home.run(&["show", "latest", "--filter", "achor~casino"]);
    assert!(!nowhere.ended(2).stderr.contains("--view"));
}

/// The arguments of a line as a shell would take it; quotes are single here.
fn words(line: &str) -> Vec<&str> {
    let quoted = line.split('\'').enumerate();
    quoted
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        })
        .collect()
}

#[test]
fn the_examples_of_the_readme_and_of_the_help_run_as_they_are_written() {
    let home = home();
    std::fs::write(home.path("competitors.txt"), "glevame.co.uk\n").unwrap();
    let readme = include_str!("../../README.md");
    let section = readme
        .split("\n## ")
        .find(|s| s.starts_with("Filter, tally"));
    let help = home.run(&["show", "--help"]).ended(0).stdout;
    let mut run = 0;
    for line in section.unwrap().lines().chain(help.lines()) {
        let line = line.split(" # ").next().unwrap_or_default().trim();
        if let Some(line) = line.strip_prefix("backtrail show ") {
            let args = [&["show"][..], &words(line)].concat();
            let ran = home.run(&args).ended(0);
            assert!(!ran.stderr.contains("none of the"), "{line}: {ran:?}");
            run += 1;
        }
    }
    assert_eq!(run, 8, "examples");
}
