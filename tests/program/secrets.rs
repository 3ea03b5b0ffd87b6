//! Secrets go to whom they are meant for and are written nowhere: the program is led through everything it does, and
//! then every byte that it wrote is searched.

use std::path::Path;

use base64::Engine as _;

use crate::bench::{Home, Ran, Server};
use crate::ftp::{FtpServer, PASSWORD as FTP_PASSWORD};

const KEY: &str = "SENTINEL/KEY+0123456789ABCDEF";
const TOKEN: &str = "SENTINEL-TOKEN-0123456789";
const PRIVATE: &str = "SENTINEL-PRIVATE-0123456789";
const LOGIN: &str = "me@h.example";
const PASSWORD: &str = "SENTINEL-PASSWORD-0123456789";

/// Every way in which a secret could be written, named by whose it is.
fn spellings() -> Vec<(&'static str, Vec<u8>)> {
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{LOGIN}:{PASSWORD}"));
    let percent: String = url::form_urlencoded::byte_serialize(KEY.as_bytes()).collect();
    let mut all = vec![("login", pair.into_bytes()), ("key", percent.into_bytes())];
    for (name, secret) in [
        ("key", KEY),
        ("token", TOKEN),
        ("private key", PRIVATE),
        ("password", PASSWORD),
        ("FTP", FTP_PASSWORD),
    ] {
        all.push((name, secret.as_bytes().to_vec()));
        all.push((
            name,
            base64::engine::general_purpose::STANDARD
                .encode(secret)
                .into_bytes(),
        ));
    }
    all
}

fn search(bytes: &[u8], of: &str) {
    for (name, secret) in spellings() {
        let found = bytes.windows(secret.len()).any(|w| w == secret);
        assert!(!found, "the {name} is in {of}");
    }
}

/// Searches every file below a folder; says how many bytes there were.
fn search_files(folder: &Path) -> usize {
    let mut searched = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        search(path.to_string_lossy().as_bytes(), "a file's name");
        if path.is_dir() {
            searched += search_files(&path);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            search(&bytes, &path.to_string_lossy());
            searched += bytes.len();
        }
    }
    searched
}

fn accounts() -> String {
    format!(
        "[[account]]\nkey = \"{KEY}\"\nuser_id = 7\n[[account.subscription]]\nanalysis = 90000000\nretrieval = 9000000\n\
         items = 5000\n[account.dataforseo]\nlogin = \"{LOGIN}\"\npassword = \"{PASSWORD}\"\ndeposit = 50.0\n\
         [[application]]\nprivate_key = \"{PRIVATE}\"\n[[application.token]]\naccess_token = \"{TOKEN}\"\nuser_id = 7\n"
    )
}

/// A run with everything that is known, told as loudly as it goes.
fn loud(home: &Home, args: &[&str]) -> Ran {
    home.run(&[args, &["-vv"]].concat())
}

/// What is said and written of a run.
fn heard(ran: &Ran, of: &[&str]) {
    search(ran.stdout.as_bytes(), &format!("the data of {of:?}"));
    search(ran.stderr.as_bytes(), &format!("the talk of {of:?}"));
}

/// A server that knows the secrets.
fn knowing() -> (Server, tempfile::NamedTempFile) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), accounts()).unwrap();
    let server = Server::start(&["--accounts", file.path().to_str().unwrap()]);
    (server, file)
}

/// A home that knows key, login and password, and logs as loudly as it goes.
fn holding(server: &Server) -> Home {
    Home::of(server)
        .with("BACKTRAIL_DATAFORSEO_URL", &server.url)
        .with("BACKTRAIL_DATAFORSEO_LOGIN", LOGIN)
        .with("BACKTRAIL_DATAFORSEO_PASSWORD", PASSWORD)
        .with("BACKTRAIL_MAJESTIC_KEY", KEY)
        .with("BACKTRAIL_LOG", "trace")
}

#[test]
fn no_secret_is_in_any_byte_that_is_written() {
    let (server, _accounts) = knowing();
    let ftp = FtpServer::start();
    let home = holding(&server).with("BACKTRAIL_UPLOAD_TO_FTP", &ftp.url("in"));
    let target = server.middling();
    let json = ["--format", "json"];
    let typed = ftp.url("typed");
    let steps: &[(&[&str], i32)] = &[
        (&["budget"], 0),
        (&["budget", "--majestic-format", "xml"], 0),
        (&["info", &target, "--yes"], 0),
        (
            &["download", &target, "--yes", "--max-cost", "analysis=1"],
            3,
        ),
        (&["download", &target, "--yes"], 0),
        (&["links", &target, "--count", "20", "--yes"], 0),
        (
            &[
                "links",
                &target,
                "--provider",
                "dataforseo",
                "--limit",
                "20",
                "--yes",
            ],
            0,
        ),
        (&["show", "latest", json[0], json[1]], 0),
        (&["show", "latest", "--output", "rows.csv"], 0),
        (&["show", "latest", "--output", "rows.jsonl"], 0),
        (&["show", "latest", "--output", "rows.parquet"], 0),
        (
            &["download", &target, "--upload-to-ftp", &typed, "--dry-run"],
            0,
        ),
        (&["jobs", json[0], json[1]], 0),
        (&["jobs", "remote", json[0], json[1]], 0),
        (&["datasets", json[0], json[1]], 0),
        (&["download", "--help"], 0),
        (&["links", "--help"], 0),
        (&["--help"], 0),
        (
            &[
                "download",
                &target,
                "--upload-to-ftp",
                "sftp://u:SECRET-0123456789@h/",
            ],
            2,
        ),
    ];
    for (args, code) in steps {
        heard(&loud(&home, args).ended(*code), args);
    }
    assert_eq!(ftp.files().len(), 1, "the password was used");
    let log = std::fs::read_to_string(home.data().join("backtrail.log")).unwrap();
    assert!(log.contains("TRACE"), "as loud as it goes");
    assert!(search_files(home.dir.path()) > 100_000);
    std::fs::write(home.path("planted.txt"), format!("a {KEY} b")).unwrap();
    let found = std::panic::catch_unwind(|| search_files(home.dir.path()));
    assert!(found.is_err(), "what is there is found");
}

#[test]
fn no_secret_is_in_what_is_said_of_a_refusal_or_of_nobody() {
    let (server, _accounts) = knowing();
    let target = server.middling();
    let app = Home::of(&server)
        .with("BACKTRAIL_MAJESTIC_ACCESS_TOKEN", TOKEN)
        .with("BACKTRAIL_MAJESTIC_PRIVATE_KEY", PRIVATE)
        .with("BACKTRAIL_LOG", "trace");
    let strange = Server::start(&[]);
    let refused = holding(&strange);
    let links = ["links", &target, "--count", "5", "--yes"];
    heard(&loud(&app, &links).ended(0), &links);
    heard(&loud(&refused, &links).ended(4), &links);
    let seo = [&links[..2], &["--provider", "dataforseo", "--yes"]].concat();
    heard(&loud(&refused, &seo).ended(4), &seo);
    drop((server, strange));
    for home in [&app, &refused] {
        heard(&loud(home, &["budget"]).ended(1), &["budget"]);
        assert!(search_files(home.dir.path()) > 100);
    }
}

#[test]
fn a_secret_of_the_environment_goes_only_where_it_was_meant_to_go() {
    let home = Home::new()
        .with("BACKTRAIL_MAJESTIC_KEY", KEY)
        .with("BACKTRAIL_DATAFORSEO_LOGIN", LOGIN)
        .with("BACKTRAIL_DATAFORSEO_PASSWORD", PASSWORD);
    // No such host: what is not refused ends as not reached.
    for (flag, provider, variable) in [
        ("--majestic-url", "majestic", "BACKTRAIL_MAJESTIC_URL"),
        ("--dataforseo-url", "dataforseo", "BACKTRAIL_DATAFORSEO_URL"),
    ] {
        let elsewhere = "https://api.not-the-vendor.invalid";
        let ran = home.run(&["budget", "--provider", provider, flag, elsewhere]);
        let ran = ran
            .ended(2)
            .says(&["only the command line names", variable, "nothing was sent"]);
        heard(&ran, &[flag]);
    }
    let named = Home::new().with("BACKTRAIL_MAJESTIC_KEY", KEY).with(
        "BACKTRAIL_MAJESTIC_URL",
        "https://api.not-the-vendor.invalid",
    );
    let ran = named.run(&["budget"]).ended(1);
    assert!(ran.stderr.contains("could not be reached"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_settings_file_that_others_can_read_is_refused_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let settings = home.path("my.toml");
    let text = format!(
        "[majestic]\nurl = \"{}\"\napi_key = \"{KEY}\"\n",
        server.url
    );
    std::fs::write(&settings, text).unwrap();
    let mode = |mode| std::fs::set_permissions(&settings, std::fs::Permissions::from_mode(mode));
    mode(0o640).unwrap();
    let args = ["budget", "--config", settings.to_str().unwrap()];
    let ran = home
        .run(&args)
        .ended(2)
        .says(&["chmod 600", "nothing was sent"]);
    heard(&ran, &args);
    mode(0o600).unwrap();
    heard(
        &home.run(&args).ended(4).says(&["nothing was charged"]),
        &args,
    );

    let bad = home.path("hosts.toml");
    std::fs::write(
        &bad,
        "[downloads]\nallowed_hosts = [\"https://files.example/\"]\n",
    )
    .unwrap();
    let args = ["budget", "--config", bad.to_str().unwrap()];
    home.run(&args)
        .ended(2)
        .says(&["downloads.allowed_hosts", "nothing was sent"]);
}
