//! The analyst's walk over the embedded server, key by key.

use std::io::{Read, Write};
use std::net::TcpStream;

use rstest::rstest;

use crate::screen::Screen;

/// Small enough to arrive at once, large enough to scroll.
pub const DEMO: &[&str] = &["demo", "--links", "20000"];

#[rstest]
#[case::narrow(24, 80)]
#[case::wide(50, 200)]
fn from_the_demos_first_screen_to_one_link_and_back(#[case] rows: u16, #[case] cols: u16) {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), DEMO, rows, cols);

    // The largest target's download arrives by itself, through the ordinary job path.
    let domains = screen.wait_for("Best TF");
    assert!(
        domains.contains("majestic"),
        "the list names its source:\n{domains}"
    );
    // The balances of both services come when they come; on a narrow screen the words of the time give way first.
    screen.wait("the budget and its time", |s| {
        let text = s.contents();
        let budget = text.lines().next();
        budget.is_some_and(|line| line.contains(" today ") && line.contains(':'))
    });
    screen.keys("2");
    screen.wait_for("✓ done");
    screen.keys("3");
    screen.wait_for("Best TF");

    // Whoever leaves the tour stays where they are.
    screen.keys("\u{1b}");
    screen.wait("the tour left", |s| !s.contents().contains("Tour, step"));
    // The cursor comes back to its row.
    screen.keys("jjj");
    // By its name: further figures of it may arrive meanwhile.
    let cursor = |text: &str| {
        let mut lines = text.lines();
        let line = lines.find(|l| l.contains('▸') && l.contains('%'))?;
        let name = line.split('▸').nth(1)?.split_whitespace().next();
        name.map(str::to_owned)
    };
    let fourth =
        |s: &vt100::Screen| s.contents().contains(" 4 / ") && cursor(&s.contents()).is_some();
    let before = cursor(&screen.wait("the fourth row", fourth));
    screen.keys("\r");
    screen.wait_for("▸4 Backlinks");
    screen.wait_for("http");
    screen.keys("\r");
    let link = screen.wait_for("SourceTrustFlow");
    assert!(
        link.contains("Source First Found Date"),
        "every column under the provider's name:\n{link}"
    );
    screen.keys("\u{1b}");
    screen.wait_for("▸4 Backlinks");
    screen.keys("\u{1b}");
    screen.wait_for("▸3 Referring domains");
    let again = screen.wait("the fourth row again", fourth);
    assert_eq!(cursor(&again), before);

    screen.keys("q");
    assert_eq!(screen.end(), 0);
}

#[test]
fn a_second_target_is_priced_bought_and_shown() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), DEMO, 50, 200);
    let text = screen.wait_for("✓ done");
    let target = second_target(&text);

    screen.keys("1\r\u{15}");
    screen.keys(&target);
    screen.keys("$");
    // Nothing is known of it yet, so its price must be asked for, and that costs one unit.
    screen.wait_for("look-up");
    screen.keys("i");
    screen.wait_for("referring domains =");
    screen.keys("\r");
    screen.wait("the second job", |s| {
        s.contents().contains("2 of 2") || s.contents().contains("1 of 2")
    });
    screen.wait("both jobs done", |s| {
        s.contents().matches("✓ done").count() == 2
    });
    let charges = charges(&server_address(&text));
    let bought = charges.matches("DownloadRefDomainBackLinks").count();
    // Each of two jobs is charged twice: analysis when it is accepted, rows when its file is made.
    assert_eq!(bought, 4, "{charges}");

    screen.keys("q");
    assert_eq!(screen.end(), 0);
}

#[test]
fn every_size_is_survived() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), DEMO, 24, 80);
    screen.wait_for("Referring domains");
    for (rows, cols) in [(1, 1), (2, 300), (100, 2), (6, 30), (50, 200), (24, 80)] {
        screen.resize(rows, cols);
    }
    screen.wait_for("Referring domains");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn the_first_run_without_a_key_says_how_to_begin() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), &[], 24, 80);
    screen.wait_for("How do");
    // Who leaves the first screen is told on the empty one.
    screen.keys("\u{1b}");
    screen.wait_for("backtrail demo");
    // The rest of the screen may come in another piece.
    screen.wait_for("BACKTRAIL_MAJESTIC_KEY");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

/// The embedded server's address, as the screen's head names it.
pub fn server_address(screen: &str) -> String {
    let at = screen.find("127.0.0.1:").unwrap();
    let address = &screen[at..];
    let end = address
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':'))
        .unwrap_or(address.len());
    address[..end].to_owned()
}

/// The root domain with the second most links in the embedded index.
fn second_target(screen: &str) -> String {
    root_targets(screen)[1].clone()
}

/// The root domains of the embedded index, the largest first.
pub fn root_targets(screen: &str) -> Vec<String> {
    let home: serde_json::Value = serde_json::from_str(&get(&server_address(screen), "/")).unwrap();
    let targets = home["targets"].as_array().unwrap();
    let roots = targets.iter().filter_map(|t| t["item"].as_str());
    let roots = roots.filter(|item| {
        item.matches('.').count() == 1 && !item.contains('/') && !item.starts_with("xn--")
    });
    roots.map(str::to_owned).collect()
}

/// What the embedded server charged so far.
pub fn charges(address: &str) -> String {
    get(address, "/admin/charges")
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}
