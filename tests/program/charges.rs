//! What was paid, what may be paid, what is in doubt: the ledger, limits of a month, `jobs accept`, `journal`.

use backtrail::model::catalog::{Quote, majestic};
use backtrail::model::job::{JobId, JobState};
use backtrail::model::money::{Amounts, Limits};
use backtrail::model::query::Query;
use backtrail::model::target::Target;
use backtrail::store::{JobChange, NewJob, Store};
use serde_json::Value as Json;

use crate::bench::{Home, Server};

fn lines(text: &str) -> Vec<Json> {
    let lines = text.lines();
    lines.map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn a_month_binds_and_the_ledger_adds_up_to_what_the_server_took() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let buy = |count: &'static str, tag: &'static str| {
        vec!["links", &target, "--count", count, "--yes", "--tag", tag]
    };
    home.run(&buy("20", "acme")).ended(0);
    home.run(&buy("30", "other")).ended(0);
    let ran = home.run(&["budget", "--ledger", "--tag", "acme", "--format", "jsonl"]);
    let told = lines(&ran.ended(0).stdout);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        (&told[0]["of"], &told[1]["of"]),
        (&"charge".into(), &"sum".into())
    );
    assert_eq!(told[0]["estimate_retrieval"], 20);
    assert_eq!(told[0]["tag"], "acme");
    let ran = home.run(&[
        "budget",
        "--ledger",
        "--since",
        "2020-01-01",
        "--format",
        "jsonl",
    ]);
    let told = lines(&ran.ended(0).stdout);
    let sum = told.last().unwrap();
    assert_eq!(sum["analysis"], server.charged("analysis"));
    assert_eq!(sum["retrieval"], server.charged("retrieval"));
    let settings = home.path("my.toml");
    std::fs::write(&settings, "[limits.per_month]\nanalysis = 10001\n").unwrap();
    let before = server.charged("analysis");
    let home = home.with("BACKTRAIL_CONFIG", settings.to_str().unwrap());
    home.run(&buy("40", "acme"))
        .ended(3)
        .says(&["limit per_month of 10,001", "nothing was sent"]);
    assert_eq!(server.charged("analysis"), before);
    home.run(&["journal", "check"]).ended(0).says(&["sound"]);
    let ran = home.run(&["journal", "export"]).ended(0);
    let kinds: Vec<String> = lines(&ran.stdout)
        .iter()
        .map(|line| line["kind"].as_str().unwrap().to_owned())
        .collect();
    for (kind, count) in [("job", 2), ("charge", 2)] {
        assert_eq!(
            kinds.iter().filter(|k| *k == kind).count(),
            count,
            "{kinds:?}"
        );
    }
    assert!(kinds.iter().any(|kind| kind == "request"), "{kinds:?}");
}

#[test]
fn who_asks_again_for_a_lost_answer_reads_that_it_was_charged() {
    let server = Server::start(&["--fault", "drop=GetBackLinkData@1"]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let buy = ["links", &target, "--count", "20", "--yes"];
    let first = home.run(&buy);
    assert_ne!(first.code, Some(0), "{first:?}");
    home.run(&["jobs", "reconcile", "1"]);
    assert_eq!(server.charged("analysis"), 5_000);
    home.run(&buy).ended(0).says(&[
        "job 1 asked the same",
        "its answer is lost",
        "charged again",
    ]);
}

/// A job in doubt, as a program leaves it that ended between sending and the answer.
fn in_doubt(home: &Home) -> JobId {
    let store = Store::open(&home.data()).unwrap();
    let target = Target::parse("example.com").unwrap();
    let quote = Quote::new(Query::new(&majestic::GET_BACK_LINK_DATA, target), None);
    let now = "2026-11-21T10:00:00Z".parse().unwrap();
    let job = NewJob {
        quote: &quote,
        granted: quote.price.ceiling().unwrap_or(Amounts::new(5_000, 100, 0)),
        account: "somebody's",
        tag: None,
        now,
    };
    let journal = store.journal();
    let id = journal.reserve(job, &Limits::default(), false).unwrap();
    for state in [JobState::Sent, JobState::ChargeUnknown] {
        let change = JobChange::default();
        journal.step(id, state, &change, now).unwrap();
    }
    id
}

#[test]
fn the_evidence_of_a_doubt_is_shown_and_changes_nothing() {
    let home = Home::new();
    let none = home.run(&["jobs", "doubt", "--format", "jsonl"]).ended(0);
    assert_eq!(none.says(&["no charge is in doubt"]).stdout, "");
    let (first, second) = (in_doubt(&home), in_doubt(&home));
    let shown = |args: &[&str]| {
        let ran = home.run(&[&["jobs", "doubt", "--format", "jsonl"], args].concat());
        lines(&ran.ended(0).stdout)
    };
    let all = shown(&[]);
    let jobs: Vec<i64> = all.iter().map(|row| row["job"].as_i64().unwrap()).collect();
    assert!(jobs.contains(&first.0) && jobs.contains(&second.0));
    let own = shown(&[&first.to_string()]);
    assert!(own.iter().all(|row| row["job"] == first.0), "{own:?}");
    let held = own.last().unwrap();
    assert_eq!(
        (&held["of"], &held["analysis"]),
        (&"held".into(), &5_000.into())
    );
    home.run(&["jobs", "dismiss", &first.to_string(), "--yes"])
        .ended(0);
    let settled = home.run(&["jobs", "doubt", &first.to_string()]).ended(0);
    settled.says(&["nothing of it is in doubt"]);
    assert_eq!(shown(&[]).len(), all.len() / 2, "the other is as it was");
    home.run(&["jobs", "doubt", "99"]).ended(2);
}

#[test]
fn limits_stand_beside_what_is_used_of_them_offline() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    std::fs::write(home.path("my.toml"), "[limits.per_day]\nanalysis = 20000\n").unwrap();
    home.run(&["links", &target, "--count", "20", "--yes"])
        .ended(0);
    let (paid, calls) = (server.charged("analysis"), server.charges().len());
    let asked = [
        "budget",
        "--limits",
        "--provider",
        "majestic",
        "--config",
        "my.toml",
    ];
    let ran = home.run(&[&asked[..], &["--format", "jsonl"]].concat());
    let told = lines(&ran.ended(0).stdout);
    assert_eq!(told.len(), 12, "four limits of three allowances: {told:?}");
    let day = told
        .iter()
        .find(|row| row["limit"] == "per_day" && row["allowance"] == "analysis");
    let day = day.unwrap();
    assert_eq!(
        (&day["amount"], &day["used"]),
        (&20_000.into(), &paid.into())
    );
    assert_eq!(day["used_is"], "paid + held");
    assert_eq!(server.charges().len(), calls);
    home.run(&["budget", "--limits", "--ledger"]).ended(2);
}

#[test]
fn a_charge_in_doubt_is_settled_by_hand_once() {
    let home = Home::new();
    let (first, second) = (in_doubt(&home), in_doubt(&home));
    let (first, second) = (first.to_string(), second.to_string());
    home.run(&["jobs", "accept", &first])
        .ended(3)
        .says(&["nothing was changed", "--yes"]);
    home.run(&["jobs", "accept", &first, "--yes", "--amount", "usd=1"])
        .ended(2)
        .says(&["paid in units"]);
    let typed = [
        "jobs",
        "accept",
        &first,
        "--yes",
        "--amount",
        "analysis=777",
    ];
    home.run(&typed).ended(0);
    home.run(&typed).ended(2).says(&["nothing was changed"]);
    home.run(&["jobs", "dismiss", &second, "--yes"]).ended(0);
    let ran = home.run(&["budget", "--ledger", "--format", "jsonl"]);
    let told = lines(&ran.ended(0).stdout);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0]["source"], "accepted");
    assert_eq!(told[1]["analysis"], 777);
    let ran = home.run(&["journal", "export"]).ended(0);
    assert!(lines(&ran.stdout).iter().all(|line| line["held"].is_null()
        || line["held"]["analysis"] == 0 && line["held"]["retrieval"] == 0));
    home.run(&["journal", "check"]).ended(0);
}

#[test]
fn a_damaged_journal_is_found_then_restored_and_told() {
    let home = Home::new();
    in_doubt(&home);
    home.run(&["jobs"]).ended(0);
    let journal = home.data().join("journal.db");
    for end in ["-wal", "-shm"] {
        let _may_be_gone = std::fs::remove_file(home.data().join(format!("journal.db{end}")));
    }
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes[..512].fill(7);
    std::fs::write(&journal, &bytes).unwrap();
    let ran = home.run(&["journal", "check"]).ended(1);
    assert!(ran.stdout.contains("damaged"), "{ran:?}");
    assert_eq!(std::fs::read(&journal).unwrap(), bytes, "check only reads");
    let ran = home.run(&["jobs", "--format", "jsonl"]).ended(0);
    let ran = ran.says(&["restored from its backup of", "may be missing"]);
    assert_eq!(lines(&ran.stdout).len(), 1);
    home.run(&["journal", "check"]).ended(0);
}
