//! Where data goes: a file that is whole or not there, in the format of its name; a terminal, which no text steers.

use crate::bench::Home;
#[cfg(unix)]
use crate::bench::wait_until;
#[cfg(unix)]
use crate::terminal::Terminal;

#[cfg(unix)]
/// Enough that writing them takes a while.
const MANY: &str = "400000";

#[cfg(unix)]
#[test]
fn a_file_that_is_stopped_half_way_never_has_its_name() {
    let home = Home::new();
    let make = ["generate", "--rows", MANY, "--output", "g.csv"];
    for signal in ["INT", "TERM"] {
        let mut running = home.start(&make);
        wait_until("the file is begun", || home.path("g.csv.part").exists());
        assert!(!home.path("g.csv").exists());
        running.signal(signal);
        assert_eq!(running.code(), Some(130));
        assert!(!home.path("g.csv").exists());
        assert!(!home.path("g.csv.part").exists(), "{signal}");
    }
    let mut running = home.start(&make);
    wait_until("the file is begun", || home.path("g.csv.part").exists());
    running.kill();
    assert!(!home.path("g.csv").exists());
    assert!(home.path("g.csv.part").exists());
}

#[cfg(unix)]
#[test]
fn anchors_steer_no_terminal_and_stay_as_they_are_elsewhere() {
    let home = Home::new();
    let anchor = "red\u{1b}[31m\u{9b}2Jend";
    let text = format!("Source URL,Target URL,Anchor Text\nhttps://a.de/,https://t.de/,{anchor}\n");
    std::fs::write(home.path("l.csv"), text).unwrap();
    home.run(&["import", "l.csv"]).ended(0);
    for form in ["csv", "jsonl", "json", "table"] {
        let args = [
            "show",
            "latest",
            "--view",
            "links",
            "--format",
            form,
            "--columns",
            "anchor,source_url",
        ];
        let mut terminal = Terminal::start(&home, &args);
        terminal.shows("https://a.de/");
        assert_eq!(terminal.code(), 0);
        let seen = terminal.seen();
        // The terminal puts a carriage return before each line end.
        let steers = |c: char| c.is_control() && !matches!(c, '\r' | '\n');
        assert!(seen.contains("red") && !seen.contains(steers), "{seen:?}");
    }
    let piped = home.run(&["show", "latest", "--view", "links", "--format", "csv"]);
    assert!(piped.ended(0).stdout.contains(anchor));
    let to_file = ["show", "latest", "--view", "links", "--output", "o.csv"];
    home.run(&to_file).ended(0);
    let written = std::fs::read_to_string(home.path("o.csv")).unwrap();
    assert!(written.contains(anchor));
}

#[test]
fn a_files_name_says_its_format() {
    let home = Home::new();
    home.run(&["generate", "--rows", "300", "--output", "g.csv"])
        .ended(0);
    home.run(&["import", "g.csv", "--quiet"]).ended(0);
    let written = |args: &[&str], name: &str| {
        let mut all = vec!["show", "latest", "--limit", "2", "--output", name];
        all.extend(args);
        home.run(&all).ended(0);
        std::fs::read_to_string(home.path(name)).unwrap()
    };
    assert!(written(&[], "o.csv").starts_with("domain,links,"));
    assert!(written(&[], "o.JSONL").starts_with("{\"domain\":"));
    assert!(written(&[], "o.json").starts_with("[\n{\"domain\":"));
    assert!(written(&[], "o.txt").starts_with("Domain  "));
    assert!(written(&["--format", "table"], "t.csv").starts_with("Domain  "));
    assert!(written(&["--tally", "tld"], "t.csv").starts_with("value,rows,"));
}
