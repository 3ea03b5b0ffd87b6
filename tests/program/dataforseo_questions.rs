//! What is asked of DataForSEO from the command line: filters of which it can do a part, names that it does not have,
//! several targets at once.

use backtrail::model::column::Kind;
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
            "is `first_link_seen` here",
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

#[test]
fn what_is_held_in_part_says_so_and_how_it_goes_on() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let file = home.dir.path().join("links.jsonl");
    let name = file.to_str().unwrap();
    let links = |most: &str| {
        let args = [
            "links",
            &target,
            "--limit",
            "2500",
            "--yes",
            "--max-cost",
            most,
        ];
        asks(&home, &server, &[&args[..], &["--output", name]].concat())
    };
    let dataset = || {
        let run = home.run(&["datasets", "--format", "jsonl"]);
        rows(&run).remove(0)
    };
    let run = links("usd=0.1");
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("links.jsonl.part"), "{}", run.stderr);
    assert!(!file.exists(), "half of it must not look whole");
    let part = std::fs::read_to_string(home.dir.path().join("links.jsonl.part")).unwrap();
    let held = dataset();
    assert_eq!(held["complete"], false);
    let note = held["note"].as_str().unwrap().to_owned();
    let count = part.lines().count();
    let shown = format!("{},{:03}", count / 1_000, count % 1_000);
    assert!(
        note.contains(&format!("{shown} of 2,500 links asked for")),
        "{note}"
    );
    let command = format!("backtrail links {target} --provider dataforseo --limit 2500");
    assert!(note.contains(&command), "{note}");
    let shown = home.run(&["show", "latest", "--limit", "1"]);
    assert!(shown.stderr.contains("held in part"), "{}", shown.stderr);
    let written = home.run(&[
        "show", "latest", "--view", "links", "--format", "csv", "--output", "part.csv",
    ]);
    written.ended(0);
    let beside = std::fs::read(home.path("part.csv.manifest.json")).unwrap();
    let beside: Json = serde_json::from_slice(&beside).unwrap();
    assert_eq!(beside["sources"][0]["complete"], false, "{beside}");
    let run = links("usd=1");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        std::fs::read_to_string(&file).unwrap().lines().count(),
        2_500
    );
    let held = dataset();
    assert_eq!(
        (&held["complete"], &held["note"]),
        (&true.into(), &Json::Null)
    );
}

#[test]
fn figures_by_target_name_the_target() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let other = server.targets().remove(1);
    let filters = ["--filters", "target_rank.2>200 and intersections_count=2"];
    let args = ["intersect", &other, &target, "--limit", "50", "--yes"];
    let asked = [&args[..], &filters[..], &["--format", "jsonl"]].concat();
    let run = asks(&home, &server, &asked);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("filters by `target_rank.2>200`"),
        "{}",
        run.stderr
    );
    let found = rows(&run);
    assert!(!found.is_empty());
    let (first, second) = (
        format!("target_rank.{other}"),
        format!("target_rank.{target}"),
    );
    for row in &found {
        assert!(
            row[&second].as_i64().unwrap() > 200 && row[&first].is_i64(),
            "{row}"
        );
        let types = &row[format!("target_links_types.{target}")];
        let sum: i64 = types
            .as_object()
            .unwrap()
            .values()
            .map(|n| n.as_i64().unwrap())
            .sum();
        let pages = row[format!("target_referring_pages.{target}")].as_i64();
        assert_eq!(Some(sum), pages, "{row}");
    }
    let show = [
        "show",
        "latest",
        "--columns",
        "domain,target_backlinks",
        "--format",
        "csv",
    ];
    let run = home.run(&show);
    let head = format!("domain,target_backlinks.{other},target_backlinks.{target}");
    assert_eq!(run.stdout.lines().next(), Some(head.as_str()));
}

#[test]
fn quiet_says_nothing_while_nothing_goes_wrong() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let other = server.targets().remove(1);
    for args in [
        vec!["links", &target, "--limit", "5", "--yes"],
        vec!["links", &target, "--limit", "5", "--yes"],
        vec!["intersect", &target, &other, "--limit", "5", "--yes"],
        vec!["show", "latest"],
        vec!["show", "latest", "--filter", "domain=none.example"],
    ] {
        let run = asks(&home, &server, &[&args[..], &["--quiet"]].concat());
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn what_stops_on_a_way_are_is_counted() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let filter = ["--filters", "is_indirect_link", "--limit", "200", "--yes"];
    let run = asks(&home, &server, &[&["links", &target], &filter[..]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let values = |column: &str| -> Vec<Json> {
        let run = home.run(&["show", "latest", "--tally", column, "--format", "jsonl"]);
        assert_eq!(run.code, Some(0), "{column}: {}", run.stderr);
        assert!(run.stderr.contains(column), "{}", run.stderr);
        rows(&run)
    };
    assert_eq!(
        values("indirect_link_path.type"),
        values("indirect_link_path")
    );
    for row in values("indirect_link_path.status_code") {
        let code: Option<u16> = row["value"].as_str().map(|code| code.parse().unwrap());
        assert!(code.is_none_or(|code| (200..400).contains(&code)), "{row}");
    }
    let urls = values("indirect_link_path.url");
    assert!(
        urls[0]["value"].as_str().unwrap().starts_with("http"),
        "{urls:?}"
    );
    let run = home.run(&["show", "latest", "--tally", "indirect_link_path.nope"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
}

#[test]
fn parquet_keeps_what_cells_hold() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let bought = ["domains", &target, "--limit", "1200", "--yes"];
    let run = asks(
        &home,
        &server,
        &[&bought[..], &["--format", "jsonl"]].concat(),
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let file = home.dir.path().join("best.parquet");
    let name = file.to_str().unwrap();
    let show = [
        "show",
        "latest",
        "--filter",
        "rank>100",
        "--sort",
        "rank:desc",
        "--output",
        name,
    ];
    let run = home.run(&show);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(0), ""),
        "{}",
        run.stderr
    );
    let part = backtrail::columnar::Part::open(&file).unwrap();
    let wanted = home.run(&[&show[..6], &["--format", "jsonl"]].concat());
    let wanted = rows(&wanted);
    assert!(!wanted.is_empty());
    assert_eq!(part.rows(), wanted.len());
    for (id, kind) in [
        ("domain", Kind::Text),
        ("rank", Kind::Int),
        ("first_link_seen", Kind::Time),
        ("referring_links_types", Kind::Counts),
    ] {
        let at = part.schema().index_of(id).unwrap();
        let column = part.read_column(at).unwrap();
        for (row, wanted) in wanted.iter().enumerate() {
            let cell = backtrail::columnar::value(&column, kind, row);
            assert_eq!(
                serde_json::to_value(&cell).unwrap(),
                wanted[id],
                "{id} {row}"
            );
        }
    }
    let piped = home.run(&["jobs", "--format", "parquet", "--output", name]);
    assert_eq!(piped.code, Some(0), "{}", piped.stderr);
    assert_eq!(backtrail::columnar::Part::open(&file).unwrap().rows(), 1);
}
