//! Files that the service puts on the person's own FTP server, and notifications.

use std::net::TcpListener;

use crate::bench::{Home, Server, wait_until};
use crate::ftp::{FtpServer, PASSWORD};

/// Every file below a folder that holds a text.
fn files_with(folder: &std::path::Path, text: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let holds = bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes());
            found.extend(holds.then_some(path));
        }
    }
    found
}

#[test]
fn a_file_that_was_delivered_elsewhere_is_attached() {
    let server = Server::start(&[]);
    let ftp = FtpServer::start();
    let home = Home::of(&server).with("BACKTRAIL_UPLOAD_TO_FTP", &ftp.url("in/"));
    let (target, ref_domains) = server.largest();
    let told = home
        .run(&["download", &target, "--yes", "--format", "json"])
        .ended(0)
        .says(&["delivered elsewhere", "jobs attach 1"]);
    assert!(
        !told.stderr.contains(PASSWORD) && !told.stdout.contains(PASSWORD),
        "{told:?}"
    );
    let row = &told.json()[0];
    assert_eq!(row["state"], "elsewhere");
    wait_until("the file came", || ftp.files().len() == 1);
    let paid = (server.charged("analysis"), server.charged("retrieval"));
    assert_eq!(
        (
            row["paid_analysis"].as_i64(),
            row["paid_retrieval"].as_i64()
        ),
        (Some(paid.0), Some(paid.1))
    );

    let file = ftp.files().remove(0);
    let file = file.to_str().unwrap();
    home.run(&["jobs", "attach", "7", file]).ended(1);
    let attached = home
        .run(&["jobs", "attach", "1", file, "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(attached[0]["state"], "done", "{attached}");
    assert_eq!(attached[0]["domains"].as_u64(), Some(ref_domains));
    assert_eq!(attached[0]["rows"].as_i64(), Some(paid.1));
    home.run(&["show", "latest", "--limit", "1"]).ended(0);
    assert_eq!(
        (server.charged("analysis"), server.charged("retrieval")),
        paid
    );
    assert_eq!(
        files_with(&home.data(), PASSWORD),
        Vec::<std::path::PathBuf>::new()
    );
}

#[test]
fn a_notification_makes_the_program_ask_at_once() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    // A port that was just free.
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let public = format!("http://{free}");
    let order = [
        "download",
        &target,
        "--yes",
        "--notify-listen",
        &free,
        "--notify-public",
        &public,
    ];
    let told = home
        .run(&[&order[..], &["--format", "json"]].concat())
        .ended(0)
        .json();
    assert_eq!(told[0]["state"], "done");
    // 6 while the notification is pending, 7 if nobody said OK to it.
    wait_until("the notification was taken", || {
        server.download_status() == Some(4)
    });
}
