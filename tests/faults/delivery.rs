//! Files that go elsewhere, downloads that others made, and a service that calls back.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use backtrail::jobs::{NotifySetup, Pace};
use backtrail::model::catalog::Quote;
use backtrail::model::catalog::majestic::DOWNLOAD_BACK_LINKS;
use backtrail::model::job::{JobId, JobState};
use backtrail::model::money::Amounts;
use backtrail::model::query::Query;
use backtrail::model::report::Report;
use backtrail::model::target::Target;

use crate::scene::{Begin, PACE, Process, Scene};
use crate::script::{Reply, Script};

const PASSWORD: &str = "s3cret-of-the-server";
const QUEUED: &str =
    r#"{"Code":"QueuedForProcessing","ErrorMessage":"","FullError":"","JobID":"AB12"}"#;
const CSV: &str = "Target URL,Source URL,Anchor Text\nhttp://example.com/,http://a.example/,one\nhttp://example.com/x,http://b.example/,two\n";

fn list(status: u8, error: &str, location: &str) -> Reply {
    Reply::ok(format!(
        r#"{{"Code":"OK","ErrorMessage":"","FullError":"","DataTables":{{"Downloads":{{"Headers":{{}},"Data":[{{"Description":"API Job: DownloadBackLinks (AB12)","JobID":"AB12","Status":"{status}","Created":"22/11/2026 00:00:00","Expires":"22/11/2099 00:00:00","FileSize":"","LastError":"{error}","PublicDownloadLocation":"{location}","AnalysisProgressInfo":""}}]}}}}}}"#
    ))
}

fn query() -> Query {
    let target = Target::parse("example.com").unwrap();
    Query::new(&DOWNLOAD_BACK_LINKS, target)
}

async fn order(process: &Process, query: Query) -> JobId {
    let quote = Quote::new(query, None);
    let granted = Amounts::new(100_000, 1_000, 0);
    let ordered = process.runner.submit(&quote, granted, false, None).await;
    ordered.unwrap()
}

/// Nothing on disk, nothing that was told.
fn nowhere(script: &Script, process: &Process, secret: &str) {
    for entry in std::fs::read_dir(script.folder.path().join("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
            assert!(!found, "{} has it", path.display());
        }
    }
    let jobs = format!("{:?}", process.runner.jobs().unwrap());
    assert!(!jobs.contains(secret), "{jobs}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_on_ones_own_server_waits_to_be_attached() {
    let script = Script::new();
    script
        .reply(
            "DownloadBackLinks",
            Reply::ok(QUEUED).charging(25_000, 2, 0),
        )
        .reply("GetDownloadsList", list(5, "FTP: 530 not logged in", ""))
        .reply("GetDownloadsList", list(4, "", ""));
    let process = script.process().await;
    let mut query = query();
    let to = format!("ftp://me:{PASSWORD}@files.example//in/");
    query.set("upload-to-ftp", &to).unwrap();
    let id = order(&process, query).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Elsewhere, "{}", job.note);
    assert!(job.note.contains(&format!("attach {id}")), "{}", job.note);
    assert_eq!(job.paid.unwrap().amounts, Amounts::new(25_000, 2, 0));
    assert_eq!(process.runner.budget().unwrap().held, Amounts::ZERO);
    process
        .hears(|r| matches!(r, Report::Job(job) if job.note.contains("530") && job.note.contains("every ten minutes")))
        .await;
    let sent = script.asked("DownloadBackLinks");
    assert!(
        sent[0].contains(&("UploadToFTP".to_owned(), to)),
        "{sent:?}"
    );
    nowhere(&script, &process, PASSWORD);

    let file = script.folder.path().join("delivered.csv");
    std::fs::write(&file, CSV.replace("example.com", "other.com")).unwrap();
    let wrong = process.runner.attach(id, &file).await.unwrap_err();
    assert!(wrong.to_string().contains("other.com"), "{wrong}");
    std::fs::write(&file, CSV).unwrap();
    process.runner.attach(id, &file).await.unwrap();
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert!(job.note.contains("came without"), "{}", job.note);
    assert_eq!(job.paid.unwrap().amounts, Amounts::new(25_000, 2, 0));
    assert_eq!(
        script.store().manifest(&job.dataset.unwrap()).unwrap().rows,
        2
    );
    assert!(
        process.runner.attach(id, &file).await.is_err(),
        "it has its file"
    );
    assert_eq!(script.asked("DownloadBackLinks").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_public_location_is_allowed_for_its_job_only() {
    let script = Script::new();
    let files = Script::new();
    // Another host: the numbers of loopback are all this machine.
    let elsewhere = files.url.replace("127.0.0.1", "localhost");
    files.file("pub/f.csv", CSV.as_bytes());
    let packed = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(CSV.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    files.file("pub/f.csv.gz", &packed);
    script
        .reply(
            "DownloadBackLinks",
            Reply::ok(QUEUED).charging(25_000, 2, 0),
        )
        .reply(
            "GetDownloadsList",
            list(4, "", &format!("{elsewhere}/pub/f.csv.gz")),
        );
    let process = script.process().await;
    let id = order(&process, query()).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Elsewhere, "{}", job.note);
    assert!(job.note.contains("no host of this service"), "{}", job.note);
    let mut typed = query();
    typed.set("upload-to-ftp", "ftp://files.example/").unwrap();
    typed
        .set("public-location", &format!("{elsewhere}/pub/"))
        .unwrap();
    let id = order(&process, typed).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(
        script.store().manifest(&job.dataset.unwrap()).unwrap().rows,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_made_elsewhere_is_adopted_without_a_charge_and_deleted() {
    let scene = Scene::with("").await;
    let here = scene.process().await;
    let there = scene.process_elsewhere().await;
    let id = here.order(&scene.query(0)).await;
    let bought = here.end_of(id).await;
    let listed = there.runner.remote_downloads().await.unwrap();
    assert_eq!(listed.len(), 1);
    let remote = listed[0].remote_id.clone();
    assert_eq!(
        (Some(&remote), listed[0].ours),
        (bought.remote_id.as_ref(), None)
    );
    assert!(there.runner.adopt("FFFF").await.is_err());
    let adopted = there.runner.adopt(&remote).await.unwrap();
    let job = there.end_of(adopted).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    assert_eq!(job.paid.unwrap().amounts, Amounts::ZERO);
    assert_eq!(job.query.command, bought.query.command);
    assert_eq!(scene.charged(), (1, bought.paid.unwrap().amounts));
    let listed = there.runner.remote_downloads().await.unwrap();
    assert_eq!(listed[0].ours, Some(adopted));
    assert!(
        there.runner.adopt(&remote).await.is_err(),
        "it is a job already"
    );
    there.runner.delete_remote(adopted).await.unwrap();
    assert!(there.runner.remote_downloads().await.unwrap().is_empty());
    assert!(here.runner.delete_remote(id).await.is_err(), "it is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_of_the_service_ends_the_wait_and_holds_over_a_restart() {
    let script = Script::new();
    script
        .reply(
            "DownloadBackLinks",
            Reply::ok(QUEUED).charging(25_000, 2, 0),
        )
        .reply("GetDownloadsList", list(1, "", ""));
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = free.local_addr().unwrap();
    drop(free);
    let patient = || Begin {
        pace: Pace {
            first: Duration::from_secs(600),
            longest: Duration::from_secs(600),
            ..PACE
        },
        notify: Some(NotifySetup {
            listen,
            public: format!("http://{listen}").parse().unwrap(),
        }),
        ..script.begin()
    };
    let process = Process::begin(patient()).await;
    let id = order(&process, query()).await;
    process
        .hears(|r| matches!(r, Report::Job(job) if job.state == JobState::Waiting))
        .await;
    let sent = script.asked("DownloadBackLinks").remove(0);
    let address = sent
        .iter()
        .find(|(name, _)| name == "NotifyURL")
        .unwrap()
        .1
        .clone();
    let path = address
        .strip_prefix(&format!("http://{listen}"))
        .unwrap()
        .to_owned();
    process.runner.clone().shutdown().await;
    drop(process);

    let process = again(&patient).await;
    // Asked once at the start; from now on it would wait for ten minutes.
    script.wait_for("GetDownloadsList");
    let file = script.file("f.csv.gz", &{
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(CSV.as_bytes()).unwrap();
        encoder.finish().unwrap()
    });
    script.replace("GetDownloadsList", list(6, "", &file));
    let called = Instant::now();
    let reply = call(listen, &path);
    assert!(
        reply.starts_with("HTTP/1.1 200") && reply.ends_with("OK"),
        "{reply}"
    );
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert!(called.elapsed() < Duration::from_secs(60));
    assert!(call(listen, "/n/00").starts_with("HTTP/1.1 404"));
}

/// Starts anew as soon as the address is free again.
async fn again(begin: &impl Fn() -> Begin) -> Process {
    let address = begin().notify.unwrap().listen;
    while TcpListener::bind(address).is_err() {
        tokio::task::yield_now().await;
    }
    Process::begin(begin()).await
}

fn call(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}
