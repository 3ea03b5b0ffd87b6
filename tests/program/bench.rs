//! A server of our own, a data folder of our own, and runs of the program between them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use tempfile::TempDir;

/// Links of the world that the tests ask; small, so that a server is ready at once.
const LINKS: &str = "30000";
/// A condition that is not met by then never will be.
const PATIENCE: Duration = Duration::from_secs(120);

/// Looks at a condition again and again until it holds.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

/// The program with nothing of the machine's own settings about it.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backtrail"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("BACKTRAIL_") || name.starts_with("XDG_") || name == "NO_COLOR" {
            command.env_remove(&*name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// A child process that dies with the test.
pub struct Running(pub Child);

impl Running {
    /// SIGKILL: no handler runs.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Sends a signal by name.
    pub fn signal(&self, name: &str) {
        let pid = self.0.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for the end; the exit code.
    pub fn code(&mut self) -> Option<i32> {
        let mut status = None;
        wait_until("the program ends", || {
            status = self.0.try_wait().unwrap();
            status.is_some()
        });
        status.and_then(|s| s.code())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn ask(host: &str, method: &str, path: &str) -> Json {
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|e| panic!("{e}: {answer}"))
}

/// Every charge of a server: command and amounts.
pub fn charges_of(host: &str) -> Vec<(String, Json)> {
    let all = ask(host, "GET", "/admin/charges");
    let charge = |c: &Json| {
        (
            c["command"].as_str().unwrap().to_owned(),
            c["amounts"].clone(),
        )
    };
    all.as_array().unwrap().iter().map(charge).collect()
}

/// A `serve` child.
pub struct Server {
    pub child: Running,
    pub url: String,
    _home: TempDir,
}

impl Server {
    /// Starts one and waits for its line.
    pub fn start(args: &[&str]) -> Self {
        Self::start_at("127.0.0.1:0", args)
    }

    /// Ends it in order and starts another at the same address.
    #[cfg(unix)]
    pub fn start_again(self, args: &[&str]) -> Self {
        self.start_again_with(args, || {})
    }

    /// The same, with something done while none runs.
    #[cfg(unix)]
    pub fn start_again_with(mut self, args: &[&str], meanwhile: impl FnOnce()) -> Self {
        self.child.signal("TERM");
        assert_eq!(self.child.code(), Some(0));
        meanwhile();
        Self::start_at(self.address(), args)
    }

    /// Kills it and starts another at the same address.
    pub fn kill_and_start_again(mut self, args: &[&str]) -> Self {
        self.child.kill();
        Self::start_at(self.address(), args)
    }

    fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    fn start_at(address: &str, args: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut child = program()
            .env("HOME", home.path())
            .args(["serve", "--quiet", "--listen", address])
            .args(args)
            .args(if args.contains(&"--links") {
                &[][..]
            } else {
                &["--links", LINKS]
            })
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.as_mut().unwrap());
        stdout.read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ");
        let url = url.unwrap_or_else(|| panic!("not the line of a server: {line:?}"));
        Self {
            url: url.to_owned(),
            child: Running(child),
            _home: home,
        }
    }

    fn ask(&self, method: &str, path: &str) -> Json {
        ask(self.address(), method, path)
    }

    /// The target with the most referring domains: name and number of them.
    pub fn largest(&self) -> (String, u64) {
        let home = self.ask("GET", "/");
        let target = &home["targets"][0];
        let item = target["item"].as_str().unwrap();
        (item.to_owned(), target["ref_domains"].as_u64().unwrap())
    }

    /// A target with some, but fewer than a thousand referring domains.
    pub fn middling(&self) -> String {
        let home = self.ask("GET", "/");
        let mut targets = home["targets"].as_array().unwrap().iter();
        let fits = |target: &&Json| (20..999).contains(&target["ref_domains"].as_u64().unwrap());
        targets.find(fits).unwrap()["item"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Names of the targets, the largest first.
    pub fn targets(&self) -> Vec<String> {
        let home = self.ask("GET", "/");
        let targets = home["targets"].as_array().unwrap().iter();
        let name = |target: &Json| target["item"].as_str().unwrap().to_owned();
        targets.map(name).collect()
    }

    /// Status number of the newest download job of the account `demo`.
    pub fn download_status(&self) -> Option<i64> {
        let path = "/api/json?app_api_key=demo&cmd=GetDownloadsList";
        let listed = self.ask("GET", path);
        let status = &listed["DataTables"]["Downloads"]["Data"][0]["Status"];
        let text = status.as_str().and_then(|text| text.parse().ok());
        status.as_i64().or(text)
    }

    /// Every charge: command and amounts.
    pub fn charges(&self) -> Vec<(String, Json)> {
        charges_of(self.address())
    }

    /// Sum of all charges in an allowance.
    pub fn charged(&self, unit: &str) -> i64 {
        let amounts = self.charges().into_iter();
        amounts
            .map(|(_, amounts)| amounts[unit].as_i64().unwrap())
            .sum()
    }

    /// Waits until somebody waits at a gate.
    pub fn wait_for_gate(&self, gate: &str) {
        wait_until(&format!("somebody waits at {gate}"), || {
            let gates = self.ask("GET", "/admin/gates");
            gates
                .as_array()
                .unwrap()
                .iter()
                .any(|g| g["gate"] == gate && g["waiting"] != 0 && g["waiting"] != false)
        });
    }

    /// Opens a gate for good.
    pub fn release(&self, gate: &str) {
        let what = gate.replace('=', "%3D").replace(':', "%3A");
        self.ask("POST", &format!("/admin/release?what={what}"));
    }
}

/// What a run said and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Fails unless it ended like this.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Fails unless standard error says all this.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.stderr.contains(word), "`{word}` is missing: {self:#?}");
        }
        self
    }

    /// How it ended.
    pub fn code(&self) -> Option<i32> {
        self.code
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {self:#?}"))
    }
}

/// A home folder, with a data folder in it.
pub struct Home {
    pub dir: TempDir,
    pub env: Vec<(&'static str, String)>,
}

impl Home {
    /// Empty, and knowing no service.
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            env: Vec::new(),
        }
    }

    /// Empty, asking this server.
    pub fn of(server: &Server) -> Self {
        Self::new().with("BACKTRAIL_MAJESTIC_URL", &server.url)
    }

    /// Adds to the environment.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a settings file that only its owner can read; its path.
    pub fn settings(&self, text: &str) -> PathBuf {
        let path = self.path("my.toml");
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let owner_only = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(&path, owner_only).unwrap();
        }
        path
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// A run that is not started yet.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        command
            .env("HOME", self.dir.path())
            .env("BACKTRAIL_DATA_DIR", self.data())
            .envs(self.env.iter().map(|(k, v)| (*k, v)))
            .args(args)
            .current_dir(self.dir.path());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(args).output().unwrap();
        Ran {
            code: status.code(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Runs the program with a text on its standard input.
    pub fn run_with_input(&self, args: &[&str], text: &str) -> Ran {
        let path = self.path("input.txt");
        std::fs::write(&path, text).unwrap();
        let input = std::fs::File::open(path).unwrap();
        let ended = self.command(args).stdin(input).output().unwrap();
        Ran {
            code: ended.status.code(),
            stdout: String::from_utf8(ended.stdout).unwrap(),
            stderr: String::from_utf8(ended.stderr).unwrap(),
        }
    }

    /// Starts the program without waiting for it.
    pub fn start(&self, args: &[&str]) -> Running {
        let mut command = self.command(args);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Running(command.spawn().unwrap())
    }

    /// The raw file of a dataset.
    pub fn raw_file(&self, dataset: &str) -> PathBuf {
        let raw = self.data().join("datasets").join(dataset).join("raw");
        let mut files = std::fs::read_dir(&raw).unwrap();
        let is_raw = |path: &Path| path.to_string_lossy().ends_with(".csv.gz");
        files
            .find_map(|entry| Some(entry.unwrap().path()).filter(|path| is_raw(path)))
            .unwrap_or_else(|| panic!("no raw file in {}", raw.display()))
    }
}
