//! The analyst's walk over the embedded server, key by key.

use rstest::rstest;

use crate::screen::Screen;

/// Small enough to arrive at once, large enough to scroll.
const LINKS: &[&str] = &["demo", "--links", "20000"];

#[rstest]
#[case::narrow(24, 80)]
#[case::wide(50, 200)]
fn from_the_demos_first_screen_to_one_link_and_back(#[case] rows: u16, #[case] cols: u16) {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), LINKS, rows, cols);

    // The form is filled and its download arrives by itself, through the ordinary job path.
    screen.wait_for("Analysis");
    screen.keys("\u{1b}2");
    screen.wait_for("done");
    screen.keys("3");
    let domains = screen.wait_for("Best TF");
    assert!(domains.contains("majestic historic index of"), "the list names its source:\n{domains}");

    // Largest first, and the cursor comes back to its row.
    screen.keys("jjj\r");
    let links = screen.wait_for("Anchor text");
    assert!(links.contains("Backlinks"), "{links}");
    screen.keys("\r");
    let link = screen.wait_for("SourceTrustFlow");
    assert!(link.contains("SourceCitationFlow"), "{link}");
    screen.keys("\u{1b}");
    screen.wait_for("Anchor text");
    screen.keys("\u{1b}");
    screen.wait_for("Best TF");

    screen.keys("q");
    assert_eq!(screen.end(), 0);
}

#[test]
fn a_second_target_is_priced_bought_and_shown() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), LINKS, 50, 200);
    screen.wait_for("Best TF");
    screen.keys("\u{1b}1");
    // The largest target's own sub-domains are in the index too; ask about the second largest target instead.
    screen.keys("$");
    screen.wait_for("referring domains =");
    screen.keys("\u{1b}");
    screen.wait("the sheet to close", |s| !s.contents().contains("referring domains ="));
    screen.keys("q");
    assert_eq!(screen.end(), 0);
}

#[test]
fn every_size_is_survived() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), LINKS, 24, 80);
    screen.wait_for("Analysis");
    for (rows, cols) in [(1, 1), (2, 300), (100, 2), (6, 30), (50, 200), (24, 80)] {
        screen.resize(rows, cols);
    }
    screen.wait_for("Analysis");
    screen.keys("q");
    screen.wait("an answer", |s| s.contents().contains("y/n") || !s.alternate_screen());
    if screen.text().contains("y/n") {
        screen.keys("y");
    }
    assert_eq!(screen.end(), 0);
}

#[test]
fn the_first_run_without_a_key_says_how_to_begin() {
    let home = tempfile::tempdir().unwrap();
    let screen = Screen::start(home.path(), &[], 24, 80);
    let text = screen.wait_for("backtrail demo");
    assert!(text.contains("BACKTRAIL_MAJESTIC_KEY"), "{text}");
}
