//! Bought files that come damaged, too late, or not as documented: what is charged and kept is said.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::bench::{Home, Ran, Server};

const HOSTILE: &str = "\u{1b}]0;title\u{7}\u{1b}[31mred \u{9b}2J";

/// The only file in a folder of the server's state.
fn only_file(state: &TempDir, folder: &str) -> PathBuf {
    let files: Vec<_> = std::fs::read_dir(state.path().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

/// Changes the server's record of its job.
fn change_record(state: &TempDir, change: impl FnOnce(&mut Json)) {
    let path = only_file(state, "jobs");
    let mut record: Json = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut record);
    std::fs::write(path, serde_json::to_vec(&record).unwrap()).unwrap();
}

/// Buys the largest target's file, which the server changes between making and publishing it. The program
/// waits meanwhile and sees the server go and come back.
fn buy_changed(change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> (Bought, Ran) {
    let state = tempfile::tempdir().unwrap();
    let args = ["--state", state.path().to_str().unwrap()];
    let server = Server::start(&[args[0], args[1], "--fault", "step=made"]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let mut order = home.command(&["download", &target, "--yes", "--format", "json"]);
    order
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let waiting = order.spawn().unwrap();
    server.wait_for_gate("step=made");
    let server = server.start_again_with(&args, || {
        let made = only_file(&state, "work");
        let changed = change(std::fs::read(&made).unwrap());
        change_record(&state, |record| record["size"] = changed.len().into());
        std::fs::write(made, changed).unwrap();
    });
    let ended = waiting.wait_with_output().unwrap();
    let ran = Ran {
        code: ended.status.code(),
        stdout: String::from_utf8(ended.stdout).unwrap(),
        stderr: String::from_utf8(ended.stderr).unwrap(),
    };
    let bought = Bought {
        server,
        home,
        _state: state,
    };
    (bought, ran)
}

/// Where something was bought.
struct Bought {
    server: Server,
    home: Home,
    _state: TempDir,
}

fn unpacked(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut text = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(&text[..]);
    let cells = |r: csv::StringRecord| r.iter().map(str::to_owned).collect();
    reader.records().map(|r| cells(r.unwrap())).collect()
}

fn packed(rows: &[Vec<String>]) -> Vec<u8> {
    let gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(gzip);
    for row in rows {
        writer.write_record(row).unwrap();
    }
    let mut gzip = writer.into_inner().unwrap();
    gzip.flush().unwrap();
    gzip.finish().unwrap()
}

fn without(rows: &mut [Vec<String>], column: &str) {
    let at = rows[0].iter().position(|name| name == column).unwrap();
    for row in rows {
        row.remove(at);
    }
}

fn charged(server: &Server, row: &Json) {
    assert_eq!(row["paid_analysis"], server.charged("analysis"));
    assert_eq!(row["paid_retrieval"], server.charged("retrieval"));
    assert!(server.charged("analysis") > 0);
}

#[test]
fn a_cut_file_is_kept_with_the_rows_before_the_cut() {
    let (bought, ran) = buy_changed(|bytes| bytes[..bytes.len() / 2].to_vec());
    let ran = ran
        .ended(1)
        .says(&["ends early or is damaged", "were charged", "file", "again"]);
    let row = &ran.json()[0];
    assert_eq!(row["state"], "failed_answer_kept");
    charged(&bought.server, row);
    assert!(row["rows"].as_i64() > Some(0), "{row}");
    let id = row["dataset"].as_str().unwrap();
    assert!(bought.home.raw_file(id).exists());
    bought
        .home
        .run(&["show", id, "--limit", "3"])
        .ended(0)
        .says(&["not complete", "ends early"]);
}

#[test]
fn a_file_without_the_column_that_names_the_source_is_kept() {
    let (bought, ran) = buy_changed(|bytes| {
        let mut rows = unpacked(&bytes);
        without(&mut rows, "Source URL");
        packed(&rows)
    });
    let ran = ran
        .ended(1)
        .says(&["no column `Source URL`", "were charged"]);
    let row = &ran.json()[0];
    assert_eq!(row["state"], "failed_answer_kept");
    charged(&bought.server, row);
    assert!(
        bought
            .home
            .raw_file(row["dataset"].as_str().unwrap())
            .exists()
    );
}

#[test]
fn short_rows_missing_columns_and_hostile_cells_are_told_and_the_rest_is_held() {
    let (bought, ran) = buy_changed(|bytes| {
        let mut rows = unpacked(&bytes);
        let anchor = rows[0].iter().position(|n| n == "Anchor Text").unwrap();
        rows[1][anchor] = HOSTILE.to_owned();
        without(&mut rows, "SourceTrustFlow");
        rows[3].truncate(4);
        packed(&rows)
    });
    let ran = ran
        .ended(0)
        .says(&["without SourceTrustFlow", "1 row", "4 fields", "kept"]);
    let row = &ran.json()[0];
    assert_eq!(
        (&row["state"], &row["bad_rows"]),
        (&"done".into(), &1.into())
    );
    charged(&bought.server, row);
    assert_eq!(
        row["rows"].as_i64().map(|n| n + 1),
        Some(bought.server.charged("retrieval")),
        "the unreadable row was charged, too"
    );
    let show = ["show", "latest", "--view", "links", "--columns", "anchor"];
    let table = bought
        .home
        .run(&show)
        .ended(0)
        .says(&["SourceTrustFlow", "could not be read: 1;"]);
    let steers = |c: char| c.is_control() && c != '\n';
    assert!(!table.stdout.contains(steers) && !table.stderr.contains(steers));
    assert!(table.stdout.contains("red"), "its text is there");
}

#[test]
fn a_file_that_expired_meanwhile_is_one_sentence_and_one_charge() {
    let created_day = jiff::Timestamp::now().strftime("%F").to_string();
    let state = tempfile::tempdir().unwrap();
    let args = ["--state", path(state.path())];
    let server = Server::start(&[args[0], args[1], "--fault", "hold=2000"]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let mut child = home.start(&["download", &target, "--yes"]);
    server.wait_for_gate("hold");
    child.kill();
    let server = server.start_again_with(&args, || {
        change_record(&state, |record| {
            let created: jiff::Timestamp = record["created"].as_str().unwrap().parse().unwrap();
            let before = created - jiff::SignedDuration::from_hours(8 * 24);
            record["created"] = before.to_string().into();
        });
    });
    let ran = home
        .run(&["jobs", "--resume", "--format", "json"])
        .ended(1)
        .says(&[
            "no longer has the file",
            "were charged",
            "lost",
            "order it again",
        ]);
    let row = &ran.json()[0];
    assert_eq!(row["state"], "failed_answer_lost");
    charged(&server, row);
    let budget = home.run(&["budget", "--format", "json"]).ended(0).json();
    assert_eq!(budget[0]["held"], 0, "nothing is held for it any more");
    // Bought before midnight, it is not today's any more.
    if created_day == jiff::Timestamp::now().strftime("%F").to_string() {
        assert_eq!(budget[0]["spent_today"], row["paid_analysis"]);
    }
}

#[test]
fn a_data_folder_that_cannot_be_written_is_still_shown_and_nothing_is_sent() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    home.run(&["download", &target, "--yes"]).ended(0);
    let charges = server.charges().len();
    // Root may write anywhere; a lock that cannot be opened stands for a disk that cannot be written.
    let lock = home.data().join("locks/open.lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    for args in [
        &["jobs"][..],
        &["datasets"],
        &["show", "latest", "--limit", "3"],
        &[
            "show", "latest", "--view", "links", "--filter", "tf>10", "--limit", "3",
        ],
    ] {
        let ran = home
            .run(args)
            .ended(0)
            .says(&["cannot be written", "only shown"]);
        assert_eq!(
            ran.stderr.matches("cannot be written").count(),
            1,
            "{ran:?}"
        );
        assert!(ran.stdout.lines().count() > 1, "{ran:?}");
    }
    for args in [
        &["links", &target, "--count", "5", "--yes"][..],
        &["download", &server.targets()[1], "--yes"],
    ] {
        home.run(args).ended(1).says(&["nothing was sent"]);
    }
    assert_eq!(server.charges().len(), charges);
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
