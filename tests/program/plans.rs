//! `run`: a plan is checked as a whole, priced as a whole, agreed to once; what is fresh is not bought twice.

use crate::bench::{Home, Server};

fn plan(home: &Home, text: &str) {
    std::fs::write(home.path("plan.toml"), text).unwrap();
}

const YES: [&str; 5] = [
    "run",
    "plan.toml",
    "--yes",
    "--max-cost",
    "analysis=900000,retrieval=90000,items=9,usd=1",
];

fn json(args: &[&str]) -> Vec<String> {
    let all = [args, &["--format", "json"]].concat();
    all.into_iter().map(str::to_owned).collect()
}

fn run(home: &Home, args: &[&str]) -> crate::bench::Ran {
    let args = json(args);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    home.run(&args)
}

/// Plans that are wrong, the line that is to blame, and what is said of it.
const MISTAKES: &[(&str, usize, &str)] = &[
    ("", 1, "no [[query]]"),
    ("nmae = 1\n", 1, "nmae"),
    (
        "[[query]]\ncommand = \"refdomain\"\ntargets = [\"a.com\"]\n",
        2,
        "no question is called `refdomain`",
    ),
    ("[[query]]\ncommand = \"refdomains\"\n", 1, "no target"),
    (
        "[[query]]\ncommand = \"refdomains\"\ntargets = [\n \"a.com\",\n \"b..com\"]\n",
        5,
        "b..com",
    ),
    (
        "[[query]]\ncommand = \"refdomains\"\ntargets = [\"a.com\"]\noptions = { count = 5, limt = 3 }\n",
        4,
        "limt",
    ),
    (
        "[[query]]\ncommand = \"links\"\ntargets = [\"a.com\"]\n[query.options]\ncount = \"many\"\n",
        5,
        "count",
    ),
    (
        "[[query]]\ncommand = \"links\"\ntargets = [\"a.com\"]\nfilter = \"tf>>3\"\n",
        4,
        "--filter",
    ),
    (
        "[[query]]\ncommand = \"links\"\ntargets = [\"a.com\"]\nsort = \"nonesuch\"\n",
        4,
        "sort",
    ),
    (
        "[[query]]\ncommand = \"links\"\ntargets = [\"a.com\"]\ncolumns = [\"nonesuch\"]\n",
        4,
        "nonesuch",
    ),
    (
        "[[query]]\ncommand = \"links\"\ntargets = [\"a.com\"]\noutput = \"none/such.csv\"\n",
        4,
        "output",
    ),
    (
        "[[query]]\ncommand = \"links\"\ntargets = [\"a.com\"]\nif_older_than = \"week\"\n",
        4,
        "no age",
    ),
    (
        "[defaults]\nprovider = \"google\"\n[[query]]\ncommand = \"links\"\ntargets = [\"a.com\"]\n",
        2,
        "google",
    ),
];

#[test]
fn a_mistake_is_named_by_its_line_and_nothing_is_sent() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let target = server.middling();
    let good = format!("[[query]]\ncommand = \"refdomains\"\ntargets = [\"{target}\"]\n");
    for &(text, line, names) in MISTAKES {
        // A sound query before it changes nothing.
        let behind = if text.starts_with("[[query]]") {
            good.as_str()
        } else {
            ""
        };
        plan(&home, &format!("{behind}{text}"));
        let at = behind.lines().count() + line;
        let place = format!("plan.toml, line {at}:");
        home.run(&YES)
            .ended(2)
            .says(&[&place, names, "nothing was sent"]);
    }
    let twice = format!("{good}output = \"a.csv\"\n{good}output = \"a.csv\"\n");
    plan(&home, &twice);
    home.run(&YES)
        .ended(2)
        .says(&["line 8:", "another query of this plan"]);
    assert!(server.charges().is_empty());
}

/// A plan of two questions, one for each service.
fn weekly() -> (Server, Home) {
    let server = Server::start(&[]);
    let home = Home::of(&server).with("BACKTRAIL_DATAFORSEO_URL", &server.url);
    let target = server.middling();
    plan(
        &home,
        &format!(
            "name = \"weekly\"\n[defaults]\ntag = \"acme\"\nif_older_than = \"7d\"\n\
             [[query]]\ncommand = \"refdomains\"\ntargets = [\"{target}\"]\noptions = {{ count = 50 }}\n\
             output = \"domains.csv\"\nsort = \"trust_flow:desc\"\ncolumns = [\"domain\", \"trust_flow\"]\nlimit = 5\n\
             [[query]]\nname = \"other side\"\ncommand = \"links\"\nprovider = \"dataforseo\"\ntargets = [\"{target}\"]\n\
             options = {{ limit = 20 }}\noutput = \"links.jsonl\"\n"
        ),
    );
    (server, home)
}

#[test]
fn it_is_priced_first_and_bought_only_where_all_of_it_is_bound() {
    let (server, home) = weekly();
    let dry = run(&home, &["run", "plan.toml", "--dry-run"])
        .ended(0)
        .says(&["nothing was sent"]);
    let rows = dry.json();
    assert_eq!(
        (&rows[0]["what"], &rows[1]["query"]),
        (&"buy".into(), &"other side".into())
    );
    assert!(rows[1]["usd"].as_str().is_some(), "{rows}");
    home.run(&["run", "plan.toml"])
        .ended(3)
        .says(&["nobody is here to ask", "--yes"]);
    home.run(&["run", "plan.toml", "--yes"])
        .ended(2)
        .says(&["--max-cost"]);
    let units = ["run", "plan.toml", "--yes", "--max-cost", "analysis=900000"];
    home.run(&units)
        .ended(2)
        .says(&["does not bind", "usd=X", "nothing was sent"]);
    let little = [
        "run",
        "plan.toml",
        "--yes",
        "--max-cost",
        "analysis=900000,usd=0.0001",
    ];
    home.run(&little)
        .ended(3)
        .says(&["--max-cost", "nothing was sent"]);
    assert!(server.charges().is_empty());
}

#[test]
fn it_is_bought_once_a_day() {
    let (server, home) = weekly();
    let summary = run(&home, &YES)
        .ended(0)
        .says(&["2 to buy, at most", "weekly: 2 of 2 calls ended well"])
        .json();
    assert_eq!(
        (&summary[0]["result"], &summary[1]["result"]),
        (&"bought".into(), &"bought".into())
    );
    assert_eq!(
        (&summary[0]["rows"], &summary[1]["rows"]),
        (&50.into(), &20.into())
    );
    let file = std::fs::read_to_string(home.path("domains.csv")).unwrap();
    assert_eq!(file.lines().next(), Some("domain,trust_flow"));
    assert_eq!(file.lines().count(), 6);
    assert_eq!(
        std::fs::read_to_string(home.path("links.jsonl"))
            .unwrap()
            .lines()
            .count(),
        20
    );
    let paid = server.charges().len();
    let ledger = home
        .run(&["budget", "--ledger", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(ledger[0]["tag"], "acme", "{ledger}");

    std::fs::remove_file(home.path("domains.csv")).unwrap();
    let again = run(&home, &YES)
        .ended(0)
        .says(&["nothing is bought"])
        .json();
    assert_eq!(
        (&again[0]["result"], &again[1]["result"]),
        (&"held".into(), &"held".into())
    );
    assert!(
        again[0]["paid_analysis"].is_null(),
        "held is not paid for twice: {again}"
    );
    assert!(
        home.path("domains.csv").exists(),
        "what is held is written too"
    );
    assert_eq!(server.charges().len(), paid, "nothing was bought again");
}

#[test]
fn one_that_fails_stops_the_others_only_where_the_plan_says_so() {
    let server = Server::start(&["--fault", "refuse=GetAnchorText/InvalidRequest"]);
    let home = Home::of(&server);
    let target = server.middling();
    let text = format!(
        "[[query]]\ncommand = \"anchors\"\ntargets = [\"{target}\"]\noutput = \"anchors.csv\"\n\
         [[query]]\ncommand = \"refdomains\"\ntargets = [\"{target}\"]\n"
    );
    plan(&home, &format!("stop_on_error = true\n{text}"));
    let stopped = run(&home, &YES);
    let code = stopped.code();
    let rows = stopped.says(&["0 of 2 calls ended well"]).json();
    assert_ne!(code, Some(0));
    assert_eq!(
        (&rows[0]["result"], &rows[1]["result"]),
        (&"failed".into(), &"not started".into())
    );
    plan(&home, &text);
    let ran = run(&home, &YES);
    assert_eq!(
        ran.code(),
        code,
        "the worst end is that of the one that failed"
    );
    let rows = ran.json();
    assert_eq!(
        (&rows[0]["result"], &rows[1]["result"]),
        (&"failed".into(), &"bought".into())
    );
    assert!(
        rows[0]["why"]
            .as_str()
            .unwrap()
            .contains("nothing was charged"),
        "{rows}"
    );
    assert!(!home.path("anchors.csv").exists());
}

#[test]
fn what_was_written_in_part_goes_once_the_whole_file_is_written() {
    let server = Server::start(&["--fault", "refuse=GetAnchorText/InvalidRequest@2"]);
    let home = Home::of(&server);
    let (target, other) = (server.middling(), server.largest().0);
    plan(
        &home,
        &format!(
            "[[query]]\ncommand = \"anchors\"\ntargets = [\"{target}\", \"{other}\"]\noutput = \"anchors.csv\"\n"
        ),
    );
    let first = run(&home, &YES).json();
    let file = first[0]["file"].as_str().unwrap();
    assert!(file.ends_with("anchors.csv.part"), "{first}");
    assert!(home.path("anchors.csv.part").exists() && !home.path("anchors.csv").exists());
    run(&home, &YES).ended(0);
    assert!(home.path("anchors.csv").exists() && !home.path("anchors.csv.part").exists());
}

#[test]
fn limits_of_the_settings_bind_a_plan_too() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let target = server.middling();
    std::fs::write(home.path("my.toml"), "[limits.per_job]\nanalysis = 5\n").unwrap();
    plan(
        &home,
        &format!("[[query]]\ncommand = \"refdomains\"\ntargets = [\"{target}\"]\n"),
    );
    let args = [&YES[..], &["--config", "my.toml"]].concat();
    home.run(&args).ended(3).says(&["per_job"]);
    assert!(server.charges().is_empty());
}

#[test]
fn what_cannot_all_be_bought_is_not_begun() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let target = server.middling();
    // Each of the two keeps the limit, both together do not.
    std::fs::write(home.path("my.toml"), "[limits.per_day]\nanalysis = 6000\n").unwrap();
    let text = format!(
        "[defaults]\ntag = \"acme\"\n[[query]]\ncommand = \"links\"\ntargets = [\"{target}\"]\n[[query]]\ncommand = \"pages\"\ntargets = [\"{target}\"]\n"
    );
    plan(&home, &text);
    let config = ["--config", "my.toml"];
    let dry = run(
        &home,
        &[&["run", "plan.toml", "--dry-run"][..], &config].concat(),
    );
    let rows = dry.ended(3).says(&["per_day", "nothing was sent"]).json();
    assert_eq!(rows[1]["analysis"], 5_000, "{rows}");
    home.run(&[&YES[..], &config].concat())
        .ended(3)
        .says(&["per_day"]);
    assert!(server.charges().is_empty());
    let little = ["run", "plan.toml", "--yes", "--max-cost", "analysis=6000"];
    home.run(&little)
        .ended(3)
        .says(&["pages", "at most 5,000 analysis", "--max-cost allows"]);
    assert!(server.charges().is_empty());
}

#[test]
fn a_look_up_is_counted_tagged_and_told() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let text = format!(
        "[defaults]\ntag = \"acme\"\n[[query]]\ncommand = \"download\"\ntargets = [\"{target}\"]\n"
    );
    plan(&home, &text);
    let little = [
        "run",
        "plan.toml",
        "--yes",
        "--max-cost",
        "analysis=10,items=5",
    ];
    home.run(&little).ended(3).says(&[
        "the price look-up took 1 item unit; nothing else was sent",
        "price look-ups took 1 item unit",
    ]);
    assert_eq!(
        (server.charged("items"), server.charged("analysis")),
        (1, 0)
    );
    let ledger = ["budget", "--ledger", "--tag", "acme", "--format", "json"];
    let ledger = home.run(&ledger).ended(0).json();
    assert_eq!(ledger[0]["items"], 1, "{ledger}");

    // The look-up before is remembered; that of another target is part of what its call cost.
    let other = server.middling();
    plan(&home, &text.replace(&target, &other));
    let summary = run(&home, &YES).ended(0).json();
    assert_eq!(summary[0]["paid_items"], 1, "{summary}");
    assert_eq!(server.charged("items"), 2);
}

#[test]
fn a_target_without_links_is_warned_of_and_bound() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let unknown = "another-unknown-zz.com";
    let little = [
        "download",
        unknown,
        "--yes",
        "--max-cost",
        "analysis=10,items=5",
    ];
    home.run(&[&little[..], &["--tag", "acme"]].concat())
        .ended(3)
        .says(&[
            "knows no links of another-unknown-zz.com",
            "50,000 analysis units, is charged all the same",
            "the price look-up took 1 item unit; nothing else was sent",
        ]);
    assert_eq!(
        (server.charged("items"), server.charged("analysis")),
        (1, 0)
    );
    let ledger = ["budget", "--ledger", "--tag", "acme", "--format", "json"];
    let ledger = home.run(&ledger).ended(0).json();
    assert_eq!(ledger[0]["items"], 1, "{ledger}");
}

#[test]
fn what_was_charged_and_lost_is_not_bought_again_by_itself() {
    let server = Server::start(&["--fault", "drop=GetBackLinkData@1"]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let query = format!(
        "[[query]]\ncommand = \"links\"\ntargets = [\"{target}\"]\noptions = {{ count = 20 }}\n"
    );
    // The second is the first once more, and must not be a second try.
    plan(&home, &format!("{query}{query}"));
    let failed = run(&home, &YES);
    assert_ne!(failed.code(), Some(0));
    let rows = failed
        .says(&["stands in the plan twice", "0 of 2 calls ended well"])
        .json();
    assert_eq!(rows[1]["result"], "failed", "{rows}");
    assert_eq!(server.charges().len(), 1);
    home.run(&["jobs", "reconcile", "1"]);

    let again = run(&home, &YES);
    assert_ne!(again.code(), Some(0));
    again.says(&[
        "its answer is lost",
        "\"0d\" buys it now",
        "nothing is bought",
    ]);
    assert_eq!(server.charges().len(), 1, "nothing was sent");

    plan(&home, &format!("{query}if_older_than = \"0d\"\n"));
    run(&home, &YES).ended(0).says(&["1 of 1 calls ended well"]);
    assert_eq!(server.charges().len(), 2);
}
