//! DataForSEO from the command line: priced, bought by the page, bounded by --max-cost, gone on with, accounted for.

use serde_json::Value as Json;

use crate::bench::{Home, Ran, Server};

/// A run that asks the server as DataForSEO; standard output as JSON lines.
fn asks(home: &Home, server: &Server, args: &[&str]) -> Ran {
    let common = ["--provider", "dataforseo", "--dataforseo-url", &server.url];
    home.run(&[args, &common, &["--format", "jsonl"]].concat())
}

fn lines(run: &Ran) -> Vec<Json> {
    let text = run.stdout.lines();
    text.map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The balance, and what was spent here today.
fn account(home: &Home, server: &Server) -> (String, String) {
    let run = asks(home, server, &["budget"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let row = lines(&run).remove(0);
    assert_eq!(
        (&row["allowance"], &row["provider"]),
        (&Json::from("usd"), &Json::from("dataforseo"))
    );
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    (text("left"), text("spent_today"))
}

#[test]
fn every_function_brings_rows_and_the_sum_of_costs_is_the_fall_of_the_balance() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let second = server.targets().remove(1);
    assert_eq!(
        account(&home, &server),
        ("1000.00".to_owned(), "0.00".to_owned())
    );
    for (args, column) in [
        (vec!["info", &target], "item"),
        (vec!["domains", &target, "--limit", "1200"], "domain"),
        (
            vec![
                "links",
                &target,
                "--limit",
                "1500",
                "--filters",
                "dofollow=yes",
            ],
            "source_url",
        ),
        (
            vec!["anchors", &target, "--order-by", "backlinks"],
            "anchor",
        ),
        (vec!["history", &target, "--from", "2024-01-01"], "date"),
        (
            vec!["intersect", &target, &second, "--intersection", "partial"],
            "domain",
        ),
    ] {
        let run = asks(
            &home,
            &server,
            &[&args[..], &["--yes", "--max-cost", "usd=0.5"]].concat(),
        );
        assert_eq!(run.code, Some(0), "{args:?}: {}", run.stderr);
        let rows = lines(&run);
        assert!(
            !rows.is_empty() && !rows[0][column].is_null(),
            "{args:?}: {:?}",
            rows.first()
        );
    }
    let jobs = lines(&asks(&home, &server, &["jobs"]));
    let micro = |text: &Json| (text.as_str().unwrap().parse::<f64>().unwrap() * 1e6).round() as i64;
    let paid: i64 = jobs.iter().map(|job| micro(&job["paid_usd"])).sum();
    assert_eq!(jobs.len(), 6);
    let (left, spent) = account(&home, &server);
    assert_eq!(micro(&Json::from(left)), 1_000_000_000 - paid);
    assert_eq!(micro(&Json::from(spent)), paid);
}

#[test]
fn max_cost_is_where_it_stops_and_the_same_again_goes_on() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let links = |most: &str| {
        asks(
            &home,
            &server,
            &[
                "links",
                &target,
                "--limit",
                "2500",
                "--yes",
                "--max-cost",
                most,
            ],
        )
    };
    let refused = links("usd=0.01");
    assert_eq!(
        (refused.code, refused.stdout.as_str()),
        (Some(3), ""),
        "{}",
        refused.stderr
    );
    let first = links("usd=0.1");
    assert_eq!(first.code, Some(3), "{}", first.stderr);
    assert!(
        first.stderr.contains("stopped at the granted amount"),
        "{}",
        first.stderr
    );
    let held = lines(&first).len();
    // One whole page, then as many rows as the rest pays beside their request.
    assert_eq!(held, 1_000 + (40_000 - 24_000) / 36);
    let paid = account(&home, &server).1;
    assert_eq!(paid, "0.099984");
    let second = links("usd=1");
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    assert!(
        second.stderr.contains("goes on behind"),
        "{}",
        second.stderr
    );
    let rows = lines(&second);
    assert_eq!(rows.len(), 2_500);
    // What is not held takes two requests, and that was told.
    let behind = 2 * 24_000 + (2_500 - held as i64) * 36;
    let told = format!("at most $0.{behind:06}");
    assert!(second.stderr.contains(&told), "{}", second.stderr);
    let paid = account(&home, &server).1;
    assert_eq!(paid, "0.186", "two requests and two more, and 2,500 rows");
    let sources: std::collections::HashSet<_> = rows
        .iter()
        .map(|row| (row["source_url"].to_string(), row["target_url"].to_string()))
        .collect();
    assert_eq!(sources.len(), 2_500, "no row comes twice");
}

#[test]
fn what_is_asked_wrongly_is_refused_here_or_told_as_the_service_refuses_it() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let www = format!("www.{target}");
    for (args, code, names) in [
        (vec!["links", &www, "--yes"], 2, "without www."),
        (vec!["history", &www, "--yes"], 2, "www."),
        (vec!["intersect", &target, "--yes"], 2, "2 to 20"),
        (
            vec!["links", &target, "--count", "5"],
            2,
            "--provider majestic",
        ),
        (
            vec!["links", &target, "--limit", "5"],
            3,
            "--max-cost usd=X",
        ),
        (
            vec![
                "links",
                &target,
                "--filters",
                "[\"anchor\",\">\",1]",
                "--yes",
            ],
            4,
            "nothing was charged",
        ),
        (
            vec!["links", &target, "--max-cost", "analysis=5"],
            2,
            "usd=X",
        ),
        (vec!["download", &target, "--yes"], 2, "majestic does"),
    ] {
        let run = asks(&home, &server, &args);
        assert_eq!(run.code, Some(code), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(names), "{args:?}: {}", run.stderr);
    }
    assert_eq!(account(&home, &server).1, "0.00");
    let dry = asks(&home, &server, &["links", &target, "--dry-run"]);
    assert_eq!((dry.code, dry.stdout.as_str()), (Some(0), ""));
    assert!(
        dry.stderr.contains("at most $0.06") && dry.stderr.contains("own price list"),
        "{}",
        dry.stderr
    );
}
