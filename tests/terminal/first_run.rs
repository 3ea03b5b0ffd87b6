//! The first screen by keyboard alone: the demo with its tour, a key that is refused and one that is kept, a file.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::screen::Screen;

const ESC: &str = "\u{1b}";

/// The embedded server as a process of its own.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_backtrail"))
            .args(["serve", "--links", "2000"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().rsplit(' ').next().unwrap().to_owned();
        Self { child, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Every file below a folder that holds these bytes.
fn files_with(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, bytes));
        } else if std::fs::read(&path)
            .is_ok_and(|held| held.windows(bytes.len()).any(|w| w == bytes))
        {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn from_nothing_to_the_demo_and_through_its_tour() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), &[], 24, 80);
    screen.wait_for("How do");
    screen.keys("d");
    screen.wait_for("Tour, step 1 of 6");
    screen.wait_for("Best TF");
    screen.keys("1kl");
    screen.wait_for("Tour, step 2 of 6");
    screen.keys("$");
    screen.wait_for("Tour, step 3 of 6");
    screen.wait_for("─ Price ─");
    screen.keys(ESC);
    screen.wait("the sheet closed", |s| !s.contents().contains("─ Price ─"));
    screen.wait_for("Tour, step 3 of 6");
    screen.keys("3");
    screen.wait_for("Best TF");
    screen.keys(ESC);
    screen.wait("the tour left", |s| !s.contents().contains("Tour, step"));
    screen.keys("2");
    screen.wait_for("✓ done");
    screen.keys("q");
    assert_eq!(screen.end(), 0);

    // It is offered once.
    let mut again = Screen::start(home.path(), &["demo"], 24, 80);
    again.wait_for("Best TF");
    assert!(!again.text().contains("Tour, step"), "{}", again.text());
    again.keys("q");
    assert_eq!(again.end(), 0);
}

#[test]
fn a_key_is_refused_or_kept_and_gone_on_with() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start();
    let folder = home.path().join("backtrail");
    std::fs::create_dir_all(&folder).unwrap();
    let settings = folder.join("settings.toml");
    std::fs::write(
        &settings,
        format!("# mine\n[majestic]\nurl = \"{}\"\n", server.url),
    )
    .unwrap();
    let mut screen = Screen::start(home.path(), &["-vv"], 24, 80);
    screen.wait_for("Query");
    screen.keys("\u{10}");
    screen.keys("connect\r");
    screen.wait_for("Add a key");
    screen.keys("a");
    screen.wait_for("Which account?");
    screen.keys("\r");
    screen.wait_for("Pasting works");
    // Pasted, as a terminal with bracketed paste sends it.
    screen.keys("\u{1b}[200~SENTINEL-0123456789\u{1b}[201~");
    let typed = screen.wait_for("•••••••••••••••••••");
    assert!(!typed.contains("SENTINEL"), "{typed}");
    screen.keys("\r");
    screen.wait_for("refused it");
    assert!(
        !std::fs::read_to_string(&settings)
            .unwrap()
            .contains("api_key")
    );
    screen.keys(ESC);
    screen.wait_for("Pasting works");
    screen.keys("\u{15}demo\r");
    screen.wait_for("accepted it");
    screen.keys("\r");
    screen.wait_for("Kept in");
    screen.keys("\r");
    screen.wait("the explorer with the account", |s| {
        let text = s.contents();
        text.contains("Query")
            && !text.contains("Kept in")
            && text.lines().next().is_some_and(|l| l.contains(':'))
    });
    let text = std::fs::read_to_string(&settings).unwrap();
    assert!(
        text.starts_with("# mine\n") && text.contains("api_key = \"demo\""),
        "{text}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&settings).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
    assert_eq!(files_with(home.path(), b"SENTINEL"), Vec::<String>::new());
}

#[test]
fn a_file_is_completed_and_opened() {
    let home = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_backtrail"))
        .args(["generate", "--rows", "300", "--output", "links.csv"])
        .current_dir(home.path())
        .env("HOME", home.path())
        .status();
    assert!(made.unwrap().success());
    let mut screen = Screen::start(home.path(), &[], 24, 80);
    screen.wait_for("How do");
    screen.keys("onone.csv\r");
    screen.wait_for("there is no file");
    screen.keys("\u{15}li\t");
    screen.wait_for("links.csv");
    screen.keys("\r");
    screen.wait_for("Best TF");
    screen.keys("q");
    assert_eq!(screen.end(), 0);
}
