//! `demo` killed in the middle of its first purchase and opened again: the same account, one charge.

use backtrail::model::job::{JobState, JobSummary};
use backtrail::store::Store;

use crate::bench::{Home, charges_of, wait_until};
use crate::terminal::Terminal;

/// The only job of the demo's data folder.
fn job(home: &Home) -> Option<JobSummary> {
    let folder = home.data().join("demo");
    // Opening would create what the program has not made yet.
    if !folder.join("journal.db").exists() {
        return None;
    }
    let jobs = Store::open(&folder).unwrap().journal().jobs().unwrap();
    assert!(jobs.len() <= 1, "bought twice: {jobs:?}");
    jobs.into_iter().next().map(|job| job.summary)
}

fn charges(home: &Home) -> Vec<(String, serde_json::Value)> {
    let port = std::fs::read_to_string(home.data().join("demo").join("port")).unwrap();
    charges_of(&format!("127.0.0.1:{}", port.trim()))
}

#[test]
fn killed_and_opened_again_it_goes_on_with_what_it_bought() {
    let home = Home::new();
    let mut first = Terminal::start(&home, &["demo", "--links", "30000"]);
    wait_until("the service works on the first purchase", || {
        job(&home).is_some_and(|job| job.state == JobState::Waiting || job.paid.is_some())
    });
    first.kill();
    let mut second = Terminal::start(&home, &["demo", "--links", "30000"]);
    wait_until("the first purchase is there", || {
        job(&home).is_some_and(|job| job.state == JobState::Done)
    });
    let job = job(&home).unwrap();
    let paid = job.paid.unwrap().amounts;
    let charges = charges(&home);
    let of = |unit: &str| -> Vec<i64> {
        let amounts = charges.iter().map(|(_, a)| a[unit].as_i64().unwrap());
        amounts.filter(|n| *n > 0).collect()
    };
    assert_eq!(of("analysis"), [paid.analysis]);
    assert_eq!(of("retrieval"), [paid.retrieval]);
    assert_eq!(of("items"), [1], "one price look-up");
    second.types("\u{3}");
    assert_eq!(second.code(), 0);
}
