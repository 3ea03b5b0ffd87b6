//! Killed at a chosen moment, started again: the work goes on, and there is one charge.

use backtrail::model::job::JobState;
use backtrail::store::Store;

use crate::bench::{Home, Running, Server, wait_until};

const DOWNLOAD: &str = "DownloadRefDomainBackLinks";

/// Charges of one purchase: analysis when it is accepted, retrieval when its file is made; no more.
fn assert_one_charge(server: &Server, rows: i64) {
    let charges: Vec<_> = server
        .charges()
        .into_iter()
        .filter(|(c, _)| c == DOWNLOAD)
        .collect();
    let of = |unit: &str| {
        charges
            .iter()
            .filter(|(_, a)| a[unit].as_i64() > Some(0))
            .count()
    };
    assert_eq!(of("analysis"), 1, "{charges:?}");
    assert_eq!(of("retrieval"), 1, "{charges:?}");
    assert_eq!(server.charged("retrieval"), rows);
    assert_eq!(server.charged("items"), 1, "one price look-up");
}

/// Runs the same command again; it must finish the old job.
fn finish(home: &Home, server: &Server, target: &str) {
    let again = home
        .run(&["download", target, "--yes", "--format", "json"])
        .ended(0)
        .says(&["nothing new is bought"])
        .json();
    assert_eq!(again[0]["state"], "done");
    assert_eq!(again[0]["job"], 1);
    assert_one_charge(server, again[0]["rows"].as_i64().unwrap());
    let held = home.run(&["datasets", "--format", "json"]).ended(0).json();
    assert_eq!(held.as_array().unwrap().len(), 1, "{held}");
    assert_eq!(held[0]["complete"], true);
}

fn state(home: &Home) -> JobState {
    let store = Store::open(&home.data()).unwrap();
    let jobs = store.journal().jobs().unwrap();
    jobs[0].summary.state
}

/// Starts a download and stops at a gate of the server.
fn start_until(gate: &str, fault: &str) -> (Server, Home, Running, String) {
    let server = Server::start(&["--fault", fault]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let child = home.start(&["download", &target, "--yes"]);
    server.wait_for_gate(gate);
    (server, home, child, target)
}

#[test]
fn killed_after_sending() {
    let gate = "hang=DownloadRefDomainBackLinks:after";
    let (server, home, mut child, target) = start_until(gate, gate);
    child.kill();
    assert_eq!(state(&home), JobState::Sent);
    server.release(gate);
    finish(&home, &server, &target);
}

#[test]
fn killed_while_downloading() {
    let (server, home, mut child, target) = start_until("hold", "hold=2000");
    child.kill();
    assert_eq!(state(&home), JobState::Downloading);
    server.release("hold");
    finish(&home, &server, &target);
}

/// The server has no hand in parsing; the file is large enough that the first published rows are seen
/// long before the last. Should the program win the race all the same, the next try decides.
#[test]
fn killed_while_parsing() {
    for _ in 0..5 {
        let server = Server::start(&["--links", "400000"]);
        let home = Home::of(&server);
        let (target, _) = server.largest();
        let mut child = home.start(&["download", &target, "--yes", "--skip-cost", "99000000"]);
        wait_until("the first rows are published", || {
            published(&home) || child.0.try_wait().unwrap().is_some()
        });
        child.kill();
        if state(&home) == JobState::Parsing {
            let again = home
                .run(&["jobs", "--resume", "--format", "json"])
                .ended(0)
                .json();
            assert_eq!(again[0]["state"], "done", "{again}");
            let held = home.run(&["datasets", "--format", "json"]).ended(0).json();
            assert_one_charge(&server, held[0]["rows"].as_i64().unwrap());
            assert_eq!(held[0]["complete"], true);
            return;
        }
    }
    panic!("parsing was never met");
}

fn published(home: &Home) -> bool {
    let Ok(folders) = std::fs::read_dir(home.data().join("datasets")) else {
        return false;
    };
    folders.flatten().any(|folder| {
        std::fs::read(folder.path().join("manifest.json"))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
            .is_some_and(|manifest| manifest["rows"].as_u64() > Some(0))
    })
}

#[test]
fn interrupted_by_the_person() {
    let (server, home, mut child, _) = start_until("hold", "hold=2000");
    child.signal("INT");
    assert_eq!(child.code(), Some(130));
    server.release("hold");
    let again = home
        .run(&["jobs", "--resume", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(again[0]["state"], "done", "{again}");
    let held = home.run(&["datasets", "--format", "json"]).ended(0).json();
    assert_one_charge(&server, held[0]["rows"].as_i64().unwrap());
}
