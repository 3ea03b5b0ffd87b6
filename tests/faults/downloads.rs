//! Files from servers that lie: where they lead to, how long they say the file is, and what is in it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use backtrail::api::download::LONGEST;
use backtrail::api::{
    Credentials, DownloadError, Endpoint, FileRequest, MajesticClient, Why, WireFormat,
};
use backtrail::model::catalog::Quote;
use backtrail::model::catalog::majestic::DOWNLOAD_BACK_LINKS;
use backtrail::model::job::{JobId, JobState, JobSummary};
use backtrail::model::money::Amounts;
use backtrail::model::query::Query;
use backtrail::model::report::Report;
use backtrail::model::target::Target;
use secrecy::SecretString;
use tempfile::TempDir;

use crate::scene::Process;
use crate::script::{Reply, Script, listen};

const KEY: &str = "SENTINEL-KEY-0123456789";
const CSV: &str = "Target URL,Source URL\nhttp://example.com/,http://a.example/\n";

/// A server of files that answers by path and remembers what it was asked.
struct Host {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn new() -> Self {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = heard.clone();
        let url = listen(move |stream| serve(stream, &ears));
        Self { url, heard }
    }

    fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap()
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, heard: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    heard.lock().unwrap().push(head.clone());
    let path = head.split(' ').nth(1).unwrap();
    // Who has heard enough hangs up.
    let _hung_up = answer(stream, path, head.to_lowercase().contains("\r\nrange:"));
}

fn answer(mut to: TcpStream, path: &str, resumes: bool) -> std::io::Result<()> {
    let head = |status: &str, lines: &str| {
        format!("HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n")
    };
    if let Some(there) = path.strip_prefix("/to/") {
        return to.write_all(head("302 Found", &format!("Location: {there}\r\n")).as_bytes());
    }
    let sized = |n: u64| head("200 OK", &format!("Content-Length: {n}\r\nETag: \"a\"\r\n"));
    match path {
        "/round" => to.write_all(head("302 Found", "Location: /round\r\n").as_bytes()),
        "/huge" => to.write_all(sized(1 << 60).as_bytes()),
        "/short" => to.write_all(format!("{}12345", sized(10)).as_bytes()),
        "/changed" if resumes => {
            let other = head("200 OK", "Content-Length: 8\r\nETag: \"b\"\r\n");
            to.write_all(format!("{other}abcdefgh").as_bytes())
        }
        "/changed" => to.write_all(format!("{}12345", sized(10)).as_bytes()),
        "/elsewhere-in-it" if resumes => {
            let other = head(
                "206 Partial",
                "Content-Length: 5\r\nContent-Range: bytes 2-6/10\r\n",
            );
            to.write_all(format!("{other}XXXXX").as_bytes())
        }
        "/elsewhere-in-it" => to.write_all(format!("{}12345", sized(10)).as_bytes()),
        "/named" => {
            let name =
                "Content-Length: 4\r\nContent-Disposition: attachment; filename=\"../../evil\"\r\n";
            to.write_all(format!("{}rows", head("200 OK", name)).as_bytes())
        }
        "/endless" => {
            to.write_all(head("200 OK", "").as_bytes())?;
            // A gzip file of stored blocks, none of them the last.
            to.write_all(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])?;
            let mut block = vec![0, 0, 0x40, 0xff, 0xbf];
            block.resize(5 + 0x4000, b'a');
            loop {
                to.write_all(&block)?;
            }
        }
        "/bomb" => {
            let bomb = bomb();
            to.write_all(sized(bomb.len() as u64).as_bytes())?;
            to.write_all(&bomb)
        }
        _ => to.write_all(format!("{}0123456789", sized(10)).as_bytes()),
    }
}

/// A first row, then so many empty lines that they unpack to a thousand times their size.
fn bomb() -> Vec<u8> {
    let packed = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let blank = packed(&vec![b'\n'; 32 << 20]);
    [packed(CSV.as_bytes()), blank.repeat(34)].concat()
}

struct Fetch {
    client: MajesticClient,
    folder: TempDir,
}

impl Fetch {
    fn new(service: &str, more: &[String]) -> Self {
        let key = Credentials::Key(SecretString::from(KEY));
        let endpoint = Endpoint::new(service, key).unwrap();
        let client = MajesticClient::new(endpoint, WireFormat::Json).unwrap();
        Self {
            client: client.with_file_hosts(more).unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn to(&self) -> PathBuf {
        self.folder.path().join("f")
    }

    async fn of(&self, url: &str, size: Option<u64>, most: u64) -> Result<Vec<u8>, DownloadError> {
        let request = FileRequest {
            url,
            to: &self.to(),
            size,
            also_from: None,
            most,
        };
        self.client.fetch(request, &mut |_, _| {}).await?;
        Ok(std::fs::read(self.folder.path().join("f.part")).unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_fetched_from_where_a_server_leads_astray() {
    let (service, other) = (Host::new(), Host::new());
    let (port, there) = (other.port().to_owned(), other.url.clone());
    // Named in the settings, and its name leads into this machine.
    let fetch = Fetch::new(
        &service.url,
        &[format!("localhost:{port}"), "*.internal.test".into()],
    );
    let own = service.url.trim_start_matches("http://");
    for (address, why) in [
        (there.clone(), Why::Host),
        ("file:///etc/passwd".to_owned(), Why::Scheme),
        ("ftp://127.0.0.1/f".to_owned(), Why::Scheme),
        ("gopher://127.0.0.1/f".to_owned(), Why::Scheme),
        ("http://127.0.0.1/f".to_owned(), Why::Host),
        (format!("http://127.0.0.2:{port}/f"), Why::Host),
        (format!("http://2130706433:{port}/f"), Why::Host),
        (format!("http://[::1]:{port}/f"), Why::Host),
        (format!("http://[::ffff:127.0.0.1]:{port}/f"), Why::Host),
        ("http://0.0.0.0/f".to_owned(), Why::Host),
        ("http://10.0.0.1/f".to_owned(), Why::Host),
        ("http://192.168.0.1/f".to_owned(), Why::Host),
        (
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            Why::Host,
        ),
        ("https://majestic.com.evil.test/f".to_owned(), Why::Host),
        (format!("http://me:SECRET@{own}/f"), Why::Password),
        (format!("http://{own}@127.0.0.1:{port}/f"), Why::Host),
        (format!("http://localhost:{port}/f"), Why::Inside),
    ] {
        for url in [address.clone(), format!("{}/to/{address}", service.url)] {
            let failed = fetch.of(&url, None, LONGEST).await;
            let Err(DownloadError::Refused(refused)) = failed else {
                panic!("{url}: {failed:?}");
            };
            assert_eq!(refused.why, why, "{url}");
            let said = refused.to_string();
            assert!(!said.contains("SECRET") && !said.contains(KEY), "{said}");
        }
    }
    let round = fetch
        .of(&format!("{}/round", service.url), None, LONGEST)
        .await;
    assert!(matches!(round, Err(DownloadError::Refused(r)) if r.why == Why::Hops));
    assert_eq!(other.heard(), Vec::<String>::new());
    assert!(!fetch.to().with_extension("part").exists());
    let led_on = format!("{0}/to/{0}/f", service.url);
    assert_eq!(
        fetch.of(&led_on, None, LONGEST).await.unwrap(),
        b"0123456789"
    );
    for head in service.heard() {
        let head = head.to_lowercase();
        for name in ["referer:", "authorization:", "cookie:", &KEY.to_lowercase()] {
            assert!(!head.contains(name), "{head}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lies_about_the_length_are_found_before_or_at_the_byte_that_shows_them() {
    let service = Host::new();
    let at = |path: &str| format!("{}{path}", service.url);
    let fetch = || Fetch::new(&service.url, &[]);

    let one = fetch();
    let huge = one.of(&at("/huge"), None, LONGEST).await;
    assert!(
        matches!(&huge, Err(DownloadError::NoRoom { to_come, free, .. }) if to_come > free),
        "{huge:?}"
    );
    assert_eq!(
        std::fs::read_dir(one.folder.path()).unwrap().count(),
        0,
        "no byte"
    );
    let huge = one.of(&at("/huge"), Some(10), LONGEST).await;
    let wrong = |e: &Result<_, DownloadError>, n| matches!(e, Err(DownloadError::WrongSize { expected: 10, got }) if *got >= n);
    assert!(wrong(&huge, 1 << 60), "{huge:?}");

    let short = one.of(&at("/short"), None, LONGEST).await;
    assert!(
        matches!(short, Err(DownloadError::Interrupted { .. })),
        "{short:?}"
    );
    let long = fetch().of(&at("/endless"), Some(10), LONGEST).await;
    assert!(wrong(&long, 11), "{long:?}");
    let one = fetch();
    let endless = one.of(&at("/endless"), None, 100_000).await;
    assert!(
        matches!(endless, Err(DownloadError::Endless(n)) if n <= 100_000),
        "{endless:?}"
    );
    let kept = std::fs::metadata(one.folder.path().join("f.part"))
        .unwrap()
        .len();
    assert!((1..=100_000).contains(&kept), "{kept} bytes are kept");

    for (path, whole) in [
        ("/changed", &b"abcdefgh"[..]),
        ("/elsewhere-in-it", b"12345"),
    ] {
        let one = fetch();
        let cut = one.of(&at(path), None, LONGEST).await;
        assert!(
            matches!(cut, Err(DownloadError::Interrupted { .. })),
            "{cut:?}"
        );
        match one.of(&at(path), None, LONGEST).await {
            Ok(bytes) => assert_eq!(bytes, whole, "{path}"),
            // Asked for the whole anew, and cut again: nothing of the wrong place is in it.
            Err(_) => assert_eq!(
                std::fs::read(one.folder.path().join("f.part")).unwrap(),
                whole
            ),
        }
    }

    let one = fetch();
    assert_eq!(one.of(&at("/named"), None, LONGEST).await.unwrap(), b"rows");
    let names = std::fs::read_dir(one.folder.path()).unwrap();
    let mut names: Vec<_> = names.map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        ["f.part", "f.part.json"],
        "a name over the wire names nothing"
    );
}

fn list(location: &str) -> Reply {
    Reply::ok(format!(
        r#"{{"Code":"OK","ErrorMessage":"","FullError":"","DataTables":{{"Downloads":{{"Headers":{{}},"Data":[{{"Description":"API Job: DownloadBackLinks (AB12)","JobID":"AB12","Status":"4","Created":"22/11/2026 00:00:00","Expires":"22/11/2099 00:00:00","FileSize":"","LastError":"","PublicDownloadLocation":"{location}","AnalysisProgressInfo":""}}]}}}}}}"#
    ))
}

/// Buys a file that lies at this path of a lying server.
async fn begun(host: &Host, path: &str) -> (Script, Process, JobId) {
    let script = Script::new();
    let queued =
        r#"{"Code":"QueuedForProcessing","ErrorMessage":"","FullError":"","JobID":"AB12"}"#;
    script
        .reply(
            "DownloadBackLinks",
            Reply::ok(queued).charging(25_000, 1, 0),
        )
        .reply("GetDownloadsList", list(&format!("{}{path}", host.url)));
    let mut query = Query::new(&DOWNLOAD_BACK_LINKS, Target::parse("example.com").unwrap());
    query.set("upload-to-ftp", "ftp://files.example/").unwrap();
    query.set("public-location", &host.url).unwrap();
    let process = script.process().await;
    let quote = Quote::new(query, None);
    let granted = Amounts::new(100_000, 1_000, 0);
    let ordered = process.runner.submit(&quote, granted, false, None).await;
    (script, process, ordered.unwrap())
}

async fn bought(host: &Host, path: &str) -> (Script, JobSummary) {
    let (script, process, id) = begun(host, path).await;
    let job = process.end_of(id).await;
    assert_eq!(job.paid.unwrap().amounts, Amounts::new(25_000, 1, 0));
    assert_eq!(process.runner.budget().unwrap().held, Amounts::ZERO);
    (script, job)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bought_file_that_leads_astray_waits_to_be_attached() {
    let host = Host::new();
    let (_script, job) = bought(&host, "/to/http://169.254.169.254/latest/meta-data/").await;
    assert_eq!(job.state, JobState::Elsewhere, "{}", job.note);
    for word in [
        "169.254.169.254",
        "no host of this service",
        "were charged",
        "attach",
    ] {
        assert!(job.note.contains(word), "{word}: {}", job.note);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bought_bomb_is_told_and_kept() {
    let host = Host::new();
    let (script, job) = bought(&host, "/bomb").await;
    assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
    assert!(
        job.note.contains("unpack") && job.note.contains("were charged"),
        "{}",
        job.note
    );
    let raw = script
        .store()
        .raw_path(&job.dataset.unwrap(), "answer.csv.gz");
    assert_eq!(std::fs::read(raw).unwrap(), bomb());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_without_room_is_told_and_costs_nothing_more() {
    let host = Host::new();
    let (_script, process, _) = begun(&host, "/huge").await;
    let told = |word: &'static str| move |r: &Report| matches!(r, Report::Job(job) if job.note.contains(word));
    process.hears(told("too little room")).await;
    process.hears(told("free some space")).await;
}
