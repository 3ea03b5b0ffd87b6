//! Commands that are left, or that come upon what an earlier one left behind.

use std::io::{BufRead, BufReader};
use std::process::{ChildStderr, Stdio};

use crate::bench::{Home, Running, Server};

/// A command at work, and what it tells.
struct Told {
    running: Running,
    lines: std::io::Lines<BufReader<ChildStderr>>,
}

impl Told {
    fn start(home: &Home, args: &[&str]) -> Self {
        let mut command = home.command(args);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = child.stderr.take().unwrap();
        Self {
            running: Running(child),
            lines: BufReader::new(stderr).lines(),
        }
    }

    /// Reads on to the line that has these words.
    fn hears(&mut self, words: &str) {
        let mut before = Vec::new();
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            if line.contains(words) {
                return;
            }
            before.push(line);
        }
        panic!("`{words}` was never told, only {before:#?}");
    }
}

#[test]
fn ctrl_c_tells_of_a_call_that_may_be_charged_and_the_second_leaves_without_it() {
    let gate = "hang=GetBackLinkData:after";
    let server = Server::start(&["--fault", gate]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let mut links = Told::start(&home, &["links", &target, "--count", "20", "--yes"]);
    server.wait_for_gate(gate);
    links.running.signal("INT");
    links.hears("a call that may be charged is on its way");
    links.running.signal("INT");
    links.hears("stopped; job 1 is not lost");
    assert_eq!(links.running.code(), Some(130));
}

#[test]
fn a_busy_service_is_told_and_what_is_gone_on_with_later_is_said_before() {
    let server = Server::start(&["--fault", "status=backlinks/429:600"]);
    let home = Home::of(&server).with("BACKTRAIL_DATAFORSEO_URL", &server.url);
    let target = server.middling();
    let buy = [
        "links",
        &target,
        "--provider",
        "dataforseo",
        "--yes",
        "--max-cost",
        "usd=0.1",
    ];
    let mut links = Told::start(&home, &buy);
    links.hears("nothing was charged by that, it is asked again at");
    links.running.kill();
    home.run(&["budget", "--provider", "dataforseo"])
        .ended(0)
        .says(&["job 1 (", "is gone on with now", "may be spent"]);

    let server = server.start_again(&["--fault", "refuse=backlinks/40501"]);
    let ran = home.run(&["jobs", "--resume", "--quiet"]).ended(4);
    let told = ran.stderr.matches("nothing was charged for it").count();
    assert_eq!(told, 1, "{}", ran.stderr);
    assert!(!ran.stderr.contains('$'), "{}", ran.stderr);
    assert_eq!(server.charges(), []);
}

#[test]
fn a_balance_that_cannot_be_written_down_is_shown() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    home.run(&["budget"]).ended(0);
    // Root may write anywhere; a lock that cannot be opened stands for a disk that cannot be written.
    let lock = home.data().join("locks/open.lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let ran = home
        .run(&["budget", "--format", "json"])
        .ended(0)
        .says(&["what was heard of the account could not be written down"]);
    assert_eq!(ran.json()[0]["left"], 97_000_000);
    home.run(&["links", &target, "--count", "20", "--yes"])
        .ended(1)
        .says(&["nothing was sent"]);
    assert_eq!(server.charges(), []);
}

#[test]
fn cells_of_another_type_are_counted_and_the_total_is_read() {
    let server = Server::start(&["--fault", "types=backlinks"]);
    let home = Home::of(&server).with("BACKTRAIL_DATAFORSEO_URL", &server.url);
    let (target, _) = server.largest();
    let ran = home.run(&[
        "links",
        &target,
        "--provider",
        "dataforseo",
        "--yes",
        "--max-cost",
        "usd=0.1",
    ]);
    ran.ended(0).says(&[
        "cells that could not be read and are empty here: ",
        "(the first in indirect_link_path)",
        " known)",
    ]);
}

#[test]
fn a_table_of_keys_that_is_wrong_is_told_by_commands_that_draw_nothing() {
    let home = Home::new();
    let settings = home.settings("[majestic]\nsandbox = false\n");
    let keys = settings.with_file_name("keys.toml");
    std::fs::write(&keys, "[majestic]\napi_key = \"5EC2E7\"\n").unwrap();
    let home = home.with("BACKTRAIL_CONFIG", settings.to_str().unwrap());
    let ran = home.run(&["datasets"]).ended(0).says(&[
        "keys.toml",
        "line 1",
        "[majestic]",
        "the settings file",
    ]);
    assert!(!ran.stderr.contains("5EC2E7"), "{}", ran.stderr);
}

#[test]
fn a_usage_names_nothing_that_only_the_environment_sets() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let ran = home.run(&["budget", "--tag", "x"]).ended(2);
    assert!(ran.stderr.contains("--ledger"), "{}", ran.stderr);
    for name in ["--majestic-url", "--data-dir"] {
        assert!(!ran.stderr.contains(name), "{}", ran.stderr);
    }
    // What the environment itself has wrong is still named.
    let home = home.with("BACKTRAIL_FORMAT", "yaml");
    home.run(&["budget"]).ended(2).says(&["yaml", "--format"]);
}
