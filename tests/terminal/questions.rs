//! Other questions than the download, asked key by key of the embedded server.

use crate::screen::Screen;
use crate::walk::{DEMO, charges, root_targets, server_address};

const UP: &str = "\u{1b}[A";
const DOWN: &str = "\u{1b}[B";

/// The demo with its first job done, on the question that is so many steps to the right.
fn asking(home: &std::path::Path, steps: usize, title: &str) -> (Screen, String) {
    let mut screen = Screen::start(home, DEMO, 50, 200);
    let address = server_address(&screen.wait_for("✓ done"));
    screen.keys("1");
    screen.wait_for("▸1 Query");
    screen.keys(UP);
    screen.keys(&"l".repeat(steps));
    screen.wait_for(&format!("‹ Majestic: {title}"));
    (screen, address)
}

/// Buys what the sheet shows, and opens its rows.
fn buy(screen: &mut Screen, price: &str) {
    screen.keys("$");
    screen.wait_for(&format!("spends at most {price}"));
    screen.keys("\r");
    screen.wait("both jobs done", |s| {
        s.contents().matches("✓ done").count() == 2
    });
    screen.keys("\r");
}

#[test]
fn backlinks_come_with_their_domains_in_one_call() {
    let home = tempfile::tempdir().unwrap();
    let (mut screen, address) = asking(home.path(), 2, "Backlinks");
    buy(&mut screen, "5,000 analysis + 1,000 retrieval");
    screen.wait_for("▸3 Referring domains");
    screen.wait("the domains of the answer", |s| {
        s.contents().contains("1 / ") && s.contents().contains("100%")
    });
    screen.keys("\r");
    screen.wait("the links of the first domain", |s| {
        let text = s.contents();
        let head = text.lines().find(|line| line.contains("▸4 Backlinks"));
        head.is_some_and(|head| head.contains("links held") && head.contains(" 1 / "))
    });
    screen.keys("\r");
    screen.wait_for("▸5 Link in full");
    screen.wait_for("SourceTrustFlow");
    let sold = charges(&address);
    assert_eq!(
        sold.matches("GetBackLinkData").count(),
        1,
        "one call: {sold}"
    );
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn an_overview_of_three_targets_is_one_call() {
    let home = tempfile::tempdir().unwrap();
    let (mut screen, _) = asking(home.path(), 4, "Overview");
    let targets = root_targets(&screen.text());
    screen.keys(DOWN);
    screen.keys("\u{15}");
    screen.keys(&targets[..3].join(" "));
    screen.wait_for("3 targets · 1 call");
    buy(&mut screen, "3 items");
    screen.wait_for("▸3 Overview");
    screen.wait_for("1 / 3");
    for target in &targets[..3] {
        screen.wait_for(target);
    }
    screen.keys("\r");
    screen.wait_for("▸5 Item in full");
    screen.wait_for("ExtBackLinks");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn metrics_of_a_marked_domain_are_bought_and_filled_in_place() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), DEMO, 50, 200);
    let address = server_address(&screen.wait_for("✓ done"));
    screen.keys("3");
    screen.wait_for("▸3 Referring domains");
    let head = "Ref domains";
    assert!(
        !screen.text().contains(head),
        "a download does not hold them"
    );
    screen.keys(" ");
    screen.wait_for("1 marked");
    screen.keys("M");
    screen.wait_for("spends at most 1,000 analysis + 1 retrieval");
    screen.keys("\r");
    screen.wait_for("the metrics are here");
    screen.wait_for(head);
    screen.wait("the focus where it was", |s| {
        s.contents().contains("▸3 Referring domains")
    });
    let sold = charges(&address);
    assert_eq!(sold.matches("GetRefDomainInfo").count(), 1, "{sold}");
    // What has its metrics is not meant by "all that have none yet".
    let all = domains_of(&screen.text());
    screen.keys("M");
    let rest = backtrail::model::column::grouped(all - 1);
    screen.wait_for(&format!("Targets     {rest} in"));
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

/// The number of rows in the list of referring domains, as its head says it.
fn domains_of(screen: &str) -> i64 {
    let head = screen.lines().find(|l| l.contains("3 Referring domains"));
    let total = head.unwrap().rsplit_once(" / ").unwrap().1;
    let digits = total
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',');
    let digits: String = digits.filter(|c| *c != ',').collect();
    digits.parse().unwrap()
}
