//! Killed at a chosen moment, started again: the work goes on, and there is one charge.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use backtrail::model::job::JobState;
use backtrail::store::Store;
use serde_json::Value as Json;

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

/// Another process is changing the dataset's manifest, as far as the program can see: it may read rows, but
/// publish none until the lock is given back.
struct Manifest {
    folder: PathBuf,
    lock: Option<File>,
}

impl Manifest {
    fn hold(home: &Home) -> Self {
        let datasets = std::fs::read_dir(home.data().join("datasets")).unwrap();
        let folder = datasets.last().unwrap().unwrap().path();
        let lock = Some(Self::wait(&folder));
        Self { folder, lock }
    }

    fn wait(folder: &Path) -> File {
        let mut options = OpenOptions::new();
        let path = folder.join("manifest.lock");
        let file = options.append(true).create(true).open(path).unwrap();
        file.lock().unwrap();
        file
    }

    fn read(&self) -> Json {
        let bytes = std::fs::read(self.folder.join("manifest.json")).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Lets the program publish until some rows are out. A waiter of ours stands in line whenever the lock is
    /// given up, and the program has thousands of rows to read before it wants it again.
    fn let_some_rows_out(&mut self) {
        while self.read()["rows"] == 0 {
            let folder = self.folder.clone();
            let next = std::thread::spawn(move || Self::wait(&folder));
            self.lock = None;
            self.lock = Some(next.join().unwrap());
        }
        assert_eq!(self.read()["complete"], false);
    }
}

#[test]
fn killed_while_parsing() {
    let gate = "hold";
    let server = Server::start(&["--fault", "hold=2000", "--links", "400000"]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let order = ["download", &target, "--yes", "--skip-cost", "99000000"];
    let mut child = home.start(&order);
    server.wait_for_gate(gate);
    let mut manifest = Manifest::hold(&home);
    server.release(gate);
    wait_until("rows are read", || state(&home) == JobState::Parsing);
    child.kill();
    assert_eq!(state(&home), JobState::Parsing);
    assert_eq!(manifest.read()["rows"], 0, "before the first row");

    let mut child = home.start(&["jobs", "--resume"]);
    manifest.let_some_rows_out();
    child.kill();
    assert_eq!(state(&home), JobState::Parsing);
    drop(manifest);

    let again = home
        .run(&["jobs", "--resume", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(again[0]["state"], "done", "{again}");
    let held = home.run(&["datasets", "--format", "json"]).ended(0).json();
    assert_one_charge(&server, held[0]["rows"].as_i64().unwrap());
    assert_eq!(held[0]["complete"], true);
}

/// Both ends lose power; both find their way back, and the account is the same.
#[test]
fn killed_together_with_its_server() {
    let day = jiff::Timestamp::now().strftime("%F").to_string();
    let folder = tempfile::tempdir().unwrap();
    let state_dir = folder.path().to_str().unwrap();
    let server = Server::start(&["--state", state_dir, "--fault", "hold=2000"]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let mut child = home.start(&["download", &target, "--yes"]);
    server.wait_for_gate("hold");
    child.kill();
    let server = server.kill_and_start_again(&["--state", state_dir]);
    assert_eq!(state(&home), JobState::Downloading);
    finish(&home, &server, &target);
    let spent = || {
        let budget = home.run(&["budget", "--format", "json"]).ended(0).json();
        let column = |name| {
            let lines = budget.as_array().unwrap().iter();
            let lines = lines.filter(|line| line["of"] == "account");
            lines.map(|line| line[name].clone()).collect::<Vec<_>>()
        };
        // Midnight may pass meanwhile, and then nothing was spent today.
        let same_day = jiff::Timestamp::now().strftime("%F").to_string() == day;
        (
            same_day.then(|| column("spent_today")),
            column("held"),
            column("left"),
        )
    };
    let (before, held, left) = spent();
    if let Some(before) = &before {
        assert_eq!(before[1].as_i64(), Some(server.charged("retrieval")));
        assert_eq!(before[0].as_i64(), Some(server.charged("analysis")));
        assert_eq!(before[2].as_i64(), Some(1), "the look-up");
    }
    assert_eq!(held, [0, 0, 0]);
    let server = server.start_again(&["--state", state_dir]);
    let (after, held_after, left_after) = spent();
    assert_eq!(
        (held_after, left_after),
        (held, left),
        "after both started again"
    );
    if after.is_some() {
        assert_eq!(after, before, "after both started again");
    }
    drop(server);
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
