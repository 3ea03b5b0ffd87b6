//! Columns are chosen once: they stand as they were at the next start.

use std::path::Path;

use crate::screen::Screen;

fn start(home: &Path, rows: u16, cols: u16) -> Screen {
    let mut text =
        String::from("Target URL,Source URL,Anchor Text,SourceTrustFlow,SourceCitationFlow\n");
    for n in 0..120 {
        text += &format!(
            "http://target.example/,http://host{:02}.example/page-{n},words {n},{},{}\n",
            n / 10,
            n % 50,
            n % 11
        );
    }
    std::fs::write(home.join("links.csv"), text).unwrap();
    let screen = Screen::start(home, &["open", "links.csv"], rows, cols);
    screen.wait_for("1 / 12");
    screen
}

/// The line of the heads of the referring domains; empty while these are not on screen.
fn heads(screen: &str) -> String {
    let mut lines = screen.lines();
    let title = lines.find(|line| line.contains("3 Referring domains"));
    let heads = title.and_then(|_| lines.next());
    heads.unwrap_or_default().to_owned()
}

fn order_of(heads: &str, titles: &[&str]) -> bool {
    let places: Vec<Option<usize>> = titles.iter().map(|title| heads.find(title)).collect();
    places.iter().all(Option::is_some) && places.is_sorted()
}

#[test]
fn hidden_moved_and_frozen_columns_are_so_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), 24, 80);
    assert!(order_of(
        &heads(&screen.text()),
        &["[Domain]", "Links", "Best TF", "Best CF"]
    ));
    screen.keys("f}H");
    screen.wait_for("Links is hidden; c lists all columns");
    screen.keys("\u{1b}l");
    screen.wait_for("Best TF moved to the right");
    let chosen = |text: &str| {
        let heads = heads(text);
        order_of(&heads, &["Domain", "Best CF", "Best TF"]) && !heads.contains("Links")
    };
    screen.wait("the columns as they were chosen", |s| chosen(&s.contents()));
    screen.keys("c");
    let sheet = screen.wait_for("Columns of domains");
    assert!(
        sheet.contains("[f] Domain") && sheet.contains("[ ] Links"),
        "{sheet}"
    );
    screen.keys("\u{1b}");
    screen.wait("the sheet closed", |s| {
        !s.contents().contains("Columns of domains")
    });
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);

    let mut screen = start(home.path(), 24, 80);
    screen.wait("the columns as they were", |s| chosen(&s.contents()));
    // At 40 columns the frozen one stays while the others pass.
    screen.resize(24, 40);
    screen.keys("}}}");
    let narrow = screen.wait("columns scrolled away", |s| {
        heads(&s.contents()).contains('‹')
    });
    assert!(
        heads(&narrow).contains("Domain") && narrow.contains("▸ host"),
        "{narrow}"
    );
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}
