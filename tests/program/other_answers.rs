//! Majestic's other answers against the embedded server: rows in both formats, what each costs to the unit, what is
//! refused before anything is sent, and the views that show them.

use std::time::{Duration, Instant};

use serde_json::Value as Json;

use backtrail::model::catalog::{Brings, majestic};

use crate::bench::{Home, Server};

/// The first page of the largest target that links lead to.
fn page(home: &Home, target: &str) -> String {
    let found = home
        .run(&["pages", target, "--count", "1", "--yes", "--format", "json"])
        .ended(0)
        .json();
    found[0]["url"].as_str().unwrap().to_owned()
}

/// One question: its arguments, its price, the view of its rows, and columns that every row fills.
struct Case {
    args: Vec<String>,
    /// Analysis units.
    analysis: i64,
    /// Whether each row costs a retrieval unit, and an item unit.
    by_row: (bool, bool),
    view: &'static str,
    filled: &'static [&'static str],
}

fn case(
    args: &[&str],
    analysis: i64,
    by_row: (bool, bool),
    view: &'static str,
    filled: &'static [&'static str],
) -> Case {
    Case {
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        analysis,
        by_row,
        view,
        filled,
    }
}

#[rustfmt::skip]
fn cases(one: &str, two: &str, page: &str) -> Vec<Case> {
    let (row, none) = ((true, false), (false, false));
    vec![
        case(&["anchors", one, "--count", "20"], 1_000, row, "anchors", &["ref_domains", "total_links"]),
        case(&["topics", one, "--count", "9"], 1_000, row, "topics", &["topical_trust_flow", "links", "ref_domains"]),
        case(&["pages", one, "--count", "9"], 5_000, row, "pages", &["url", "ref_domains", "crawled"]),
        case(&["profile", one, two], 500, row, "profile", &["item", "counted", "citation_flow", "trust_flow", "value"]),
        case(&["history", one, two], 20, none, "periods", &["date", "item", "total_links", "ref_domains"]),
        case(&["history", one, "--datasource", "fresh"], 10, none, "periods", &["date", "total_links"]),
        case(&["newlost", one, "--since", "2026-09-01", "--until", "2026-09-05", "--count", "5"], 2_000, row, "links", &["source_url", "target_url"]),
        case(&["calendar", one], 0, none, "days", &["date", "new_links", "lost_links"]),
        case(&["related", one, "--count", "5"], 5_000, row, "related", &["domain", "instances"]),
        case(&["search", "garden", "--count", "5"], 1_000, (true, true), "found", &["item", "search_score"]),
        case(&["keywords", "garden", "green shed"], 600, row, "keywords", &["keyword", "words"]),
        case(&["estimate", page], 100, none, "estimates", &["item", "allowed", "estimated_links"]),
        case(&["crawl", "http://a.example/1", "http://a.example/2"], 100, none, "crawls", &["item", "sent", "added"]),
    ]
}

#[test]
fn every_answer_brings_the_same_rows_in_both_formats_for_what_it_is_said_to_cost() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let targets = server.targets();
    let page = page(&home, &targets[0]);
    for case in cases(&targets[0], &targets[1], &page) {
        let mut answers = Vec::new();
        for format in ["json", "xml"] {
            let before = ["analysis", "retrieval", "items"].map(|unit| server.charged(unit));
            let args: Vec<&str> = case.args.iter().map(String::as_str).collect();
            let ask = ["--yes", "--format", "json", "--majestic-format", format];
            let told = home.run(&[&args[..], &ask].concat()).ended(0);
            let rows = told.json();
            let count = rows.as_array().unwrap().len() as i64;
            assert!(count > 0, "{args:?}");
            let spent = ["analysis", "retrieval", "items"].map(|unit| server.charged(unit));
            let spent: Vec<i64> = spent
                .iter()
                .zip(before)
                .map(|(now, then)| now - then)
                .collect();
            let of = |is_charged| if is_charged { count } else { 0 };
            let (retrieval, items) = case.by_row;
            assert_eq!(spent, [case.analysis, of(retrieval), of(items)], "{args:?}");
            for row in rows.as_array().unwrap() {
                for name in case.filled {
                    assert!(!row[name].is_null(), "{args:?}: {name} of {row}");
                }
            }
            answers.push(rows);
        }
        assert_eq!(answers[0], answers[1], "{:?}", case.args);
        let shown = ["show", "latest", "--view", case.view, "--format", "json"];
        assert_eq!(
            home.run(&shown).ended(0).json(),
            answers[0],
            "{:?}",
            case.args
        );
    }
    // The ledger here says what the service's own says.
    let ledger = home
        .run(&["budget", "--ledger", "--format", "json"])
        .ended(0)
        .json();
    let sum = ledger.as_array().unwrap().last().unwrap();
    for unit in ["analysis", "retrieval", "items"] {
        assert_eq!(sum[unit].as_i64(), Some(server.charged(unit)), "{sum}");
    }
}

#[test]
fn who_uses_an_anchor_text_is_a_list_of_domains_or_of_links() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let found = home
        .run(&[
            "anchors", &target, "--count", "9", "--yes", "--format", "json",
        ])
        .ended(0)
        .json();
    // The rarest of the common ones, so that the links may be returned.
    let text = found
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .find_map(|row| row["anchor"].as_str())
        .unwrap();
    let of = |mode: &str| {
        let ask = [
            "anchors", &target, "--mode", mode, "--anchor", text, "--count", "1000",
        ];
        home.run(&[&ask[..], &["--yes", "--format", "json"]].concat())
            .ended(0)
    };
    let domains = of("1");
    assert!(
        domains.stderr.contains("domains held"),
        "{}",
        domains.stderr
    );
    let domains = domains.json();
    let links: i64 = domains
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["matched_links"].as_i64().unwrap())
        .sum();
    let linking = of("2");
    assert!(linking.stderr.contains("links held"), "{}", linking.stderr);
    assert_eq!(linking.json().as_array().unwrap().len() as i64, links);
}

#[test]
fn what_cannot_be_answered_is_refused_before_anything_is_sent() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let t = target.as_str();
    for (args, words) in [
        (
            vec![
                "newlost",
                t,
                "--since",
                "2026-09-05",
                "--until",
                "2026-09-01",
            ],
            "no day lies",
        ),
        (
            vec!["newlost", t, "--since", "2026-09-05"],
            "each day is charged",
        ),
        (
            vec![
                "newlost",
                t,
                "--since",
                "2001-01-01",
                "--until",
                "2001-01-02",
            ],
            "begins with 2006-06-06",
        ),
        (vec!["anchors", t, "--mode", "1"], "need that text"),
        (vec!["anchors", t, "--anchor", "x"], "not compared"),
        (vec!["anchors", t, "--count", "1001"], "0 to 1000"),
        (
            vec!["pages", t, "--count", "5", "--from", "6"],
            "at most the number of rows",
        ),
        (vec!["neighbours", "https://a.com/x"], "one page"),
        (vec!["neighbours", "192.0.2.300"], "no host name"),
        (vec!["crawl", t], "no address of a page"),
        (vec!["estimate", t], "no address of a page"),
        (vec!["search", "  "], "type the words"),
        (vec!["topics", t, "--prefix-scan", "1"], "needs an address"),
        (vec!["topics", "garden shed"], "blank"),
    ] {
        let told = home.run(&[&args[..], &["--yes"]].concat()).ended(2);
        assert!(told.stderr.contains(words), "{args:?}: {}", told.stderr);
    }
    assert!(server.charges().is_empty());
    let told = home
        .run(&[
            "profile",
            "a.com",
            "b.com",
            "c.com",
            "d.com",
            "e.com",
            "f.com",
            "--dry-run",
        ])
        .ended(0);
    assert!(told.stderr.contains("2 calls in all"), "{}", told.stderr);
    assert!(server.charges().is_empty(), "--dry-run sends nothing");
}

#[test]
fn a_path_that_is_too_wide_is_not_charged_and_says_what_to_do() {
    let server = Server::start(&["--links", "1200000"]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let site = page(&home, &target);
    let before = server.charges().len();
    let told = home
        .run(&["topics", &site, "--prefix-scan", "1", "--yes"])
        .ended(4);
    told.says(&[
        "RealTimePrefixQueryNotPossible",
        "`estimate`",
        "nothing was charged",
    ]);
    assert_eq!(server.charges().len(), before);
    let told = home
        .run(&["estimate", &site, "--yes", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(told[0]["allowed"], false, "{told}");
}

#[test]
fn a_domain_of_several_addresses_is_told_with_the_one_to_ask_about() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let mut asked_instead = false;
    for target in server.targets() {
        let told = home
            .run(&["neighbours", &target, "--yes", "--format", "json"])
            .ended(0);
        let Some((_, address)) = told.stderr.split_once("`backtrail neighbours ") else {
            assert!(!told.json().as_array().unwrap().is_empty());
            continue;
        };
        asked_instead = true;
        let address = address.split('`').next().unwrap().to_owned();
        let found = home
            .run(&["neighbours", &address, "--yes", "--format", "json"])
            .ended(0)
            .json();
        let shares = |what: &str| {
            found
                .as_array()
                .unwrap()
                .iter()
                .any(|row| row["shared"] == what)
        };
        assert!(shares("address") && shares("network"), "{found}");
        break;
    }
    assert!(asked_instead, "no target has several addresses");
}

#[test]
fn many_searches_keep_to_three_a_second() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let words = [
        "garden", "harbour", "kitchen", "music", "lantern", "review", "history",
    ];
    let ask = ["--count", "1", "--yes", "--format", "jsonl"];
    let begun = Instant::now();
    let told = home.run(&[&["search"][..], &words, &ask].concat()).ended(0);
    assert!(!told.stderr.contains("refused"), "{}", told.stderr);
    assert_eq!(server.charges().len(), words.len());
    // The seventh waits for the fourth, and that for the first.
    assert!(
        begun.elapsed() >= Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn a_sheet_is_exported_in_every_form_and_counted_and_filtered() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    home.run(&["profile", &target, "--yes"]).ended(0);
    let rows = |args: &[&str]| home.run(&[&["show", "latest"][..], args].concat()).ended(0);
    let all = rows(&["--format", "json"]).json();
    let count = all.as_array().unwrap().len();
    assert_eq!(rows(&["--format", "jsonl"]).stdout.lines().count(), count);
    let csv = rows(&["--format", "csv"]).stdout;
    assert_eq!(csv.lines().count(), count + 1);
    assert!(
        csv.starts_with("item,counted,citation_flow,trust_flow,value"),
        "{csv}"
    );
    let passing = rows(&["--filter", "cf>=10 and tf>=10", "--format", "json"]).json();
    let by_hand = |row: &&Json| {
        row["citation_flow"].as_i64() >= Some(10) && row["trust_flow"].as_i64() >= Some(10)
    };
    assert_eq!(
        passing.as_array().unwrap().len(),
        all.as_array().unwrap().iter().filter(by_hand).count()
    );
    let tally = rows(&["--tally", "counted", "--format", "json"]).json();
    assert_eq!(tally[0]["rows"].as_i64(), Some(count as i64), "{tally}");
}

#[test]
fn the_readme_names_every_such_command_with_its_function_and_its_list() {
    let readme = include_str!("../../README.md");
    for entry in majestic::offered() {
        let view = match entry.brings {
            Brings::Sheet(sheet) if entry.name != "info" => sheet.table().name,
            Brings::Links if entry.name == "newlost" => "links",
            _ => continue,
        };
        let start = format!("| `{}` | {} | ", entry.name, entry.command);
        let line = readme.lines().find(|line| line.starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("the README lacks {start}"));
        let (_, named) = line
            .rsplit_once("| `")
            .filter(|_| entry.name != "anchors")
            .unwrap_or(("", "anchors`"));
        assert!(named.starts_with(&format!("{view}`")), "{line}");
    }
    let help = Home::new().run(&["show", "--help"]).ended(0).stdout;
    for sheet in backtrail::model::rows::Sheet::all() {
        assert!(
            help.contains(&format!("- {}:", sheet.table().name)),
            "{help}"
        );
    }
}
