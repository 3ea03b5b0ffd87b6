//! Millions of rows are worked with by five keys: filter, tally, find, sort, export. Here over rows that can be counted.

use std::fmt::Write as _;
use std::path::Path;

use crate::screen::Screen;

const ROWS: usize = 300;

/// One link of the file: what the tests choose and sort by.
struct Link {
    page: String,
    anchor: &'static str,
    nofollow: bool,
    tf: usize,
    cf: usize,
}

fn links() -> Vec<Link> {
    (0..ROWS)
        .map(|n| Link {
            page: format!("http://host{:02}.example/page-{n}", n / 10),
            anchor: if n % 3 == 0 {
                "casino bonus"
            } else {
                "quiet words"
            },
            nofollow: n % 4 == 0,
            tf: n * 7 % 50,
            cf: n * 3 % 11,
        })
        .collect()
}

/// The explorer over a file with these links, on the list of all of them in the order of the file.
fn start(home: &Path, more: &[&str]) -> Screen {
    let mut text = String::from(
        "Target URL,Source URL,Anchor Text,FlagNoFollow,SourceTrustFlow,SourceCitationFlow\n",
    );
    for link in links() {
        let nofollow = if link.nofollow { "+" } else { "" };
        let Link {
            page,
            anchor,
            tf,
            cf,
            ..
        } = link;
        writeln!(
            text,
            "http://target.example/,{page},{anchor},{nofollow},{tf},{cf}"
        )
        .unwrap();
    }
    std::fs::write(home.join("links.csv"), text).unwrap();
    let arguments = [&["open", "links.csv"], more].concat();
    let mut screen = Screen::start(home, &arguments, 50, 200);
    screen.wait_for("1 / 30");
    screen.keys("4");
    screen.wait_for(" 1 / 300");
    screen.keys("\\");
    screen.wait("the order of the file", |s| {
        first_row(&s.contents()).is_some_and(|row| row.contains("host00.example/page-0 "))
    });
    screen
}

/// The line behind the heads of the links.
fn first_row(screen: &str) -> Option<&str> {
    let mut lines = screen
        .lines()
        .skip_while(|line| !line.contains("4 Backlinks"));
    lines.nth(2)
}

/// Chooses a column by its title, stepping with a key.
fn choose(screen: &mut Screen, step: &str, title: &str) {
    let chosen = |text: &str| {
        let mark = |order| text.contains(&format!("[{title}{order}]"));
        ["", "↓", "↑"].into_iter().any(mark)
    };
    loop {
        let before = screen.text();
        if chosen(&before) {
            return;
        }
        screen.keys(step);
        screen.wait("another column", |s| {
            let (old, new) = (bracketed(&before), bracketed(&s.contents()));
            old != new && old.len() == new.len()
        });
    }
}

/// What stands in brackets: the chosen column of each list.
fn bracketed(text: &str) -> Vec<String> {
    let after = text.split('[').skip(1);
    let inside = after.filter_map(|rest| rest.split_once(']'));
    inside.map(|(inside, _)| inside.to_owned()).collect()
}

/// Exports the list; its lines without the head.
fn export(screen: &mut Screen, home: &Path) -> Vec<String> {
    screen.keys("e");
    screen.wait_for("columns, ");
    screen.keys("\r");
    let text = screen.wait_for("rows written to");
    let name = text.split("rows written to").nth(1).unwrap();
    let name = name.split_whitespace().next().unwrap();
    let file = std::fs::read_to_string(home.join(name)).unwrap();
    std::fs::remove_file(home.join(name)).unwrap();
    file.lines().skip(1).map(str::to_owned).collect()
}

/// The pages of exported lines, in their order.
fn pages(lines: &[String]) -> Vec<String> {
    let page = |line: &String| {
        let from = line.find("http://host").unwrap();
        let rest = &line[from..];
        rest[..rest.find(',').unwrap()].to_owned()
    };
    lines.iter().map(page).collect()
}

#[test]
fn a_filter_leaves_the_rows_that_pass_and_they_alone_are_exported() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    let passing: Vec<String> = links()
        .into_iter()
        .filter(|l| l.anchor.contains("casino") && l.tf >= 20 && !l.nofollow)
        .map(|l| l.page)
        .collect();
    screen.keys("&");
    screen.wait_for("filter ");
    screen.keys("anchor~CASINO tf>=20 and not nofollow\r");
    let held = screen.wait_for(&format!(" 1 / {} ", passing.len()));
    assert!(
        held.contains(&format!("{} of 300 held", passing.len())),
        "the count names what it is of:\n{held}"
    );
    assert_eq!(pages(&export(&mut screen, home.path())), passing);

    // A mistake is told while it is typed, a list that is not there when it is read; both leave the rows.
    screen.keys("&\u{15}tff>=20");
    screen.wait_for("tff>=20");
    screen.keys("\u{1b}");
    screen.wait("the line closed", |s| !s.contents().contains("tff>=20"));
    screen.keys("&\u{15}domain in @nowhere.txt\r");
    screen.wait_for("nowhere.txt");
    screen.wait_for(&format!(" 1 / {} ", passing.len()));
    screen.keys("U");
    screen.wait_for(" 1 / 300");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn a_value_of_a_tally_becomes_the_filter() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    choose(&mut screen, "}", "Anchor text");
    screen.keys("F");
    screen.wait_for("Tally of Anchor text");
    let counts = screen.wait_for("66.7%");
    assert!(
        counts.contains("of 300 links held, 30 domains; 2 values"),
        "{counts}"
    );
    assert!(counts.contains("33.3%"), "{counts}");
    screen.keys("j\r");
    let held = screen.wait_for(" 1 / 100 ");
    assert!(held.contains("100 of 300 held"), "{held}");
    let lines = export(&mut screen, home.path());
    assert_eq!(lines.len(), 100);
    assert!(lines.iter().all(|line| line.contains("casino bonus")));
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn a_search_goes_along_with_what_is_typed_and_back() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    screen.keys("/page-13");
    screen.wait_for(" 14 / 300");
    screen.keys("7");
    screen.wait_for(" 138 / 300");
    screen.keys("\u{1b}");
    screen.wait_for(" 1 / 300");
    screen.keys("/host07.example\r");
    screen.wait_for(" 71 / 300");
    screen.keys("n");
    screen.wait_for(" 72 / 300");
    screen.keys("N");
    screen.wait_for(" 71 / 300");
    screen.keys("N");
    screen.wait_for(" 80 / 300");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn two_columns_sort_together() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    choose(&mut screen, "}", "TF");
    screen.keys("]");
    screen.wait_for("[TF↓]");
    choose(&mut screen, "{", "CF");
    screen.keys("(");
    screen.wait("both columns in the heads", |s| {
        let text = s.contents();
        text.contains("TF↓1") && text.contains("CF↑2")
    });
    let mut sorted = links();
    sorted.sort_by_key(|l| (std::cmp::Reverse(l.tf), l.cf));
    let sorted: Vec<String> = sorted.into_iter().map(|l| l.page).collect();
    assert_eq!(pages(&export(&mut screen, home.path())), sorted);
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn the_trace_has_a_line_for_every_key_and_frame() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &["--trace-latency", "trace.jsonl"]);
    screen.keys("jj");
    screen.wait_for(" 3 / 300");
    let sent = std::process::Command::new("kill")
        .args(["-TERM", &screen.pid().to_string()])
        .status();
    assert!(sent.unwrap().success());
    screen.end();
    let text = std::fs::read_to_string(home.path().join("trace.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |what: &str| lines.iter().filter(|l| l["what"] == what).count();
    assert_eq!((of("start"), of("end")), (1, 1));
    assert_eq!(of("key"), 4, "{text}");
    assert_eq!(lines.last().unwrap()["frames"], of("frame"));
    for first in ["screen", "rows"] {
        assert_eq!(lines.iter().filter(|l| l["first"] == first).count(), 1);
    }
    for key in lines.iter().filter(|l| l["what"] == "key") {
        let [read, drawn, took] = ["at_ms", "frame_at_ms", "ms"].map(|n| key[n].as_f64().unwrap());
        assert!((drawn - read - took).abs() < 0.01, "{key}");
        assert_eq!(key["rows"], 300);
    }
}

#[test]
fn guards_of_an_opened_file_are_set_as_those_of_an_import() {
    let home = tempfile::tempdir().unwrap();
    let long = "x".repeat(4_000_000);
    let text = format!(
        "Target URL,Source URL,Anchor Text\nhttp://t.de/,http://a.de/,short\nhttp://t.de/,http://b.de/,{long}\n"
    );
    std::fs::write(home.path().join("long.csv"), text).unwrap();
    // Under the usual guard the row would be taken.
    let arguments = ["open", "long.csv", "--max-row", "1000000"];
    let screen = Screen::start(home.path(), &arguments, 50, 200);
    screen.wait_for("a row longer than 1000000 bytes");
}
