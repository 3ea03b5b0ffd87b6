//! What the embedded server puts on an FTP server.

use std::path::Path;

use backtrail::server::Running;
use backtrail::wire::majestic::time::download_text;
use flate2::read::GzDecoder;
use jiff::SignedDuration;

use crate::client::{
    Clock, ManualClock, Row, Wanted, call, global, http, order, start, target, until, until_listed,
};
use crate::ftp_server::{Ftp, LOGIN, Manner};

fn rows(packed: &[u8]) -> usize {
    csv::Reader::from_reader(GzDecoder::new(packed))
        .records()
        .map(Result::unwrap)
        .count()
}

/// The job's row once its upload has failed at the moment that the clock shows.
async fn failed(server: &Running, job: &str, clock: &ManualClock) -> Row {
    let now = download_text(clock.now());
    until_listed(server, job, |row| {
        row("Status") == "5" && row("LastUpdated") == now
    })
    .await
}

#[tokio::test]
async fn a_file_arrives_in_both_forms_of_folder() {
    for (knows_epsv, path, folder) in [
        (true, "/in%20box/pre_", "/home/analyst/in box/pre_"),
        (false, "//srv/in/", "/srv/in/"),
        (true, "", "/home/analyst/"),
    ] {
        let ftp = Ftp::start(Manner {
            knows_epsv,
            broken: 0,
        })
        .await;
        let server = crate::client::plain().await;
        let address = ftp.address(LOGIN, path);
        let mut more = vec![("UploadToFTP", address.as_str())];
        let prefix = "https://files.example/in/";
        if path.ends_with('_') {
            more.push(("PublicDownloadLocation", prefix));
        }
        let job = global(&order(&server, &target(&server, 0), &more).await, "JobID");
        let row = until(&server, &job, "4").await;
        let files = ftp.files();
        assert_eq!(files.len(), 1);
        let (stored, content) = &files[0];
        let name = stored
            .strip_prefix(folder)
            .unwrap_or_else(|| panic!("{stored}"));
        assert!(
            name.starts_with("download_historical_") && name.ends_with(&format!("{job}.csv.gz"))
        );
        assert_eq!(row("FileSize"), content.len().to_string());
        let charged: i64 = server.charges().iter().map(|c| c.amounts.retrieval).sum();
        assert_eq!(i64::try_from(rows(content)).unwrap(), charged);
        let expected = match path.ends_with('_') {
            true => format!("{prefix}pre_{name}"),
            false => String::new(),
        };
        assert_eq!(row("PublicDownloadLocation"), expected);
        for name in [name.to_owned(), format!("pre_{name}")] {
            let here = format!("{}/downloads/{name}", server.url());
            assert_eq!(http().get(here).send().await.unwrap().status(), 404);
        }
    }
}

#[tokio::test]
async fn a_broken_transfer_is_repeated_after_ten_minutes_and_over_a_restart() {
    let ftp = Ftp::start(Manner {
        knows_epsv: true,
        broken: 2,
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let kept = Wanted {
        state: Some(folder.path()),
        ..Wanted::default()
    };
    let clock = ManualClock::new();
    let server = start(&kept, clock.clone()).await;
    let (item, address) = (target(&server, 0), ftp.address(LOGIN, "/in%20box/"));
    let more = [("UploadToFTP", address.as_str())];
    let job = global(&order(&server, &item, &more).await, "JobID");
    let row = failed(&server, &job, &clock).await;
    assert!(
        row("LastError").starts_with("The upload failed: "),
        "{}",
        row("LastError")
    );
    assert_eq!(row("PublicDownloadLocation"), "");
    // It is still the same job, and paid for.
    assert_eq!(global(&order(&server, &item, &more).await, "JobID"), job);
    clock.advance(SignedDuration::from_mins(10));
    let _row = failed(&server, &job, &clock).await;
    let charges = server.charges();
    server.stop().await;

    let server = start(&kept, clock.clone()).await;
    assert_eq!(
        crate::client::listed(&server, &job).await.unwrap()("Status"),
        "5"
    );
    assert_eq!(ftp.shelf.lock().unwrap().transfers, 2);
    clock.advance(SignedDuration::from_mins(10));
    let row = until_listed(&server, &job, |row| row("Status") == "4").await;
    assert_eq!(row("LastError"), "");
    let files = ftp.files();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].1.len().to_string(), row("FileSize"));
    assert_eq!(server.charges(), charges);
    server.stop().await;
    assert!(!holds(folder.path(), "hunter2"));
}

#[tokio::test]
async fn a_wrong_password_is_given_up_in_the_end_and_shown_nowhere() {
    let ftp = Ftp::start(Manner::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let kept = Wanted {
        state: Some(folder.path()),
        ..Wanted::default()
    };
    let clock = ManualClock::new();
    let server = start(&kept, clock.clone()).await;
    let (item, address) = (target(&server, 3), ftp.address("an%40lyst:s3cret%21", "/"));
    let more = [("UploadToFTP", address.as_str())];
    let queued = order(&server, &item, &more).await;
    assert!(!format!("{queued:?}").contains("s3cret"));
    let job = global(&queued, "JobID");
    let mut tries = 0;
    // While it is to be tried again, the same order is the same job.
    loop {
        let row = failed(&server, &job, &clock).await;
        tries += 1;
        assert!(
            row("LastError").contains("*** is not the password"),
            "{}",
            row("LastError")
        );
        let list = call(&server, &[("cmd", "GetDownloadsList")]).await;
        assert!(!format!("{list:?}").contains("s3cret"));
        if !holds(folder.path(), "s3cret") {
            break;
        }
        clock.advance(SignedDuration::from_mins(10));
    }
    assert_eq!(tries, 7);
    assert!(ftp.files().is_empty());
    let analysis = |server: &Running| {
        let charges = server.charges();
        charges.iter().filter(|c| c.amounts.analysis > 0).count()
    };
    assert_eq!(analysis(&server), 1);
    let again = global(&order(&server, &item, &more).await, "JobID");
    assert_ne!(again, job);
    assert_eq!(analysis(&server), 2);
    server.stop().await;
}

#[tokio::test]
async fn a_deleted_job_is_carried_nowhere() {
    let ftp = Ftp::start(Manner {
        knows_epsv: true,
        broken: 1,
    })
    .await;
    let clock = ManualClock::new();
    let server = start(&Wanted::default(), clock.clone()).await;
    let address = ftp.address(LOGIN, "/");
    let more = [("UploadToFTP", address.as_str())];
    let job = global(&order(&server, &target(&server, 0), &more).await, "JobID");
    let _row = failed(&server, &job, &clock).await;
    let ids = [("cmd", "DeleteDownloads"), ("DownloadJobIDs", job.as_str())];
    let deleted = call(&server, &ids).await;
    let result = crate::client::first(&deleted, "DeletionResults", "Result");
    assert_eq!(result.text(), "Deleted successfully.");
    clock.advance(SignedDuration::from_mins(10));
    assert!(crate::client::listed(&server, &job).await.is_none());
    server.stop().await;
    assert_eq!(ftp.shelf.lock().unwrap().transfers, 1);
}

/// Whether any file under a folder holds a text.
fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    })
}
