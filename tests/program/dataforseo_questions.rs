//! What is asked of DataForSEO from the command line: filters of which it can do a part, names that it does not have,
//! several targets at once.

use serde_json::Value as Json;

use crate::bench::{Home, Ran, Server};

fn asks(home: &Home, server: &Server, args: &[&str]) -> Ran {
    let common = ["--provider", "dataforseo", "--dataforseo-url", &server.url];
    home.run(&[args, &common].concat())
}

fn rows(run: &Ran) -> Vec<Json> {
    let text = run.stdout.lines();
    text.map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_service_filters_by_what_it_can_and_the_list_by_the_rest() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let filter = "dofollow=yes and not anchor~a";
    let jsonl = ["--format", "jsonl"];
    let links = [
        "links",
        &target,
        "--limit",
        "300",
        "--yes",
        "--filters",
        filter,
    ];
    let run = asks(&home, &server, &[&links[..], &jsonl].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for said in [
        "DataForSEO filters by `dofollow=yes`",
        "`not anchor~a` stays here",
        "are paid for and held",
        "that pass `not anchor~a`, of 300 held",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    let passing = rows(&run);
    assert!(!passing.is_empty() && passing.len() < 300);
    for row in &passing {
        let anchor = row["anchor_text"].as_str().unwrap_or_default();
        let lacks = !anchor.to_lowercase().contains('a');
        assert!(row["dofollow"] == true && lacks, "{row}");
    }
    let show = |args: &[&str]| {
        let run = home.run(&[&["show", "latest"], args, &jsonl].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        rows(&run).len()
    };
    assert_eq!(show(&[]), passing.len(), "the list opens with the rest");
    assert_eq!(show(&["--filter", ""]), 300);
    assert!(show(&["--view", "domains"]) > 0, "of links, not of domains");
    let again = asks(
        &home,
        &server,
        &["links", &target, "--filters", filter, "--dry-run"],
    );
    assert!(again.stderr.contains("`dofollow=yes`"), "{}", again.stderr);
}

#[test]
fn names_that_no_row_has_are_refused_before_anything_is_sent() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let other = server.targets().remove(1);
    for (args, names) in [
        (
            vec!["links", &target, "--order-by", "rnak"],
            "did you mean rank",
        ),
        (
            vec!["links", &target, "--filters", r#"["nonsense",">",1]"#],
            "no field `nonsense` of links",
        ),
        (
            vec!["links", &target, "--filters", "tf>=20"],
            "nothing that DataForSEO says of links",
        ),
        (
            vec!["domains", &target, "--filters", "first_seen>2024"],
            "did you mean first_link_seen",
        ),
        (
            vec!["intersect", &target, &other, "--order-by", "3.rank"],
            "target 3, and there are 2",
        ),
        (
            vec!["anchors", &target, "--backlinks-filters", "anchor!~x"],
            "all of it must be sent",
        ),
        (
            vec!["history", &target, "--from", "2018-12-31"],
            "2019-01-01",
        ),
        (
            vec![
                "history",
                &target,
                "--from",
                "2024-02-01",
                "--to",
                "2024-01-01",
            ],
            "ends before it begins",
        ),
    ] {
        let run = asks(&home, &server, &[&args[..], &["--yes"]].concat());
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(names), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("nothing was sent"), "{}", run.stderr);
    }
    let jobs = home.run(&["jobs", "--format", "jsonl"]);
    assert_eq!(jobs.stdout, "", "{}", jobs.stderr);
}

#[test]
fn rows_about_several_targets_say_about_whom() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let other = server.targets().remove(1);
    let from = ["--from", "2025-01-01", "--yes"];
    let history = [&["history", &target, &other], &from[..]].concat();
    let run = asks(
        &home,
        &server,
        &[&history[..], &["--format", "csv"]].concat(),
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("target,date,"), "{}", lines[0]);
    let about = |name: &str| {
        lines
            .iter()
            .filter(|l| l.starts_with(&format!("{name},")))
            .count()
    };
    assert_eq!(about(&target) + about(&other) + 1, lines.len());
    assert_eq!((about(&target) > 5, about("target")), (true, 1));
    let one = [&["history", &target], &from[..], &["--format", "csv"]].concat();
    let run = asks(&home, &server, &one);
    assert!(
        run.stdout.starts_with("date,"),
        "of one alone there is nothing to tell apart"
    );
    let run = asks(&home, &server, &["info", &target, &other, "--yes"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
}
