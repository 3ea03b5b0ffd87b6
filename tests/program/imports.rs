//! Files from elsewhere: taken in, shown, and what is wrong with them said.

use std::io::Write;

use backtrail::wire::majestic::download::headers;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::bench::Home;

const HOSTILE: &str = "=1+1 \u{1b}[31mred\u{1b}[0m \u{202e}turned";

/// A file of `rows` links, one of them hostile.
fn csv_text(rows: usize) -> String {
    let names: Vec<_> = headers().collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).unwrap();
    for n in 0..rows {
        let cells = names.iter().map(|name| match *name {
            "Target URL" => "https://target.example/".to_owned(),
            "Source URL" => format!("https://www.source-{}.example/page-{n}", n % 7),
            "Anchor Text" if n == 0 => HOSTILE.to_owned(),
            "Anchor Text" => format!("anchor, \"{n}\""),
            "Source Crawl Date" | "Source First Found Date" => "2024-02-29".to_owned(),
            name if name.starts_with("Flag") => if n % 2 == 0 { "+" } else { "" }.to_owned(),
            name if name.contains("Topic_0") => "Arts/Music".to_owned(),
            _ => (n % 50).to_string(),
        });
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_file_is_taken_in_and_shown() {
    let home = Home::new();
    std::fs::write(home.path("links.csv.gz"), gzip(&csv_text(100))).unwrap();
    std::fs::write(home.path("links.csv"), csv_text(10)).unwrap();
    let taken = home
        .run(&["import", "links.csv.gz", "links.csv", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(
        (&taken[0]["rows"], &taken[0]["domains"]),
        (&100.into(), &7.into())
    );
    assert_eq!(taken[1]["rows"], 10);
    let id = taken[0]["dataset"].as_str().unwrap();

    let show = |form: &str| {
        let args = [
            "show",
            id,
            "--view",
            "links",
            "--columns",
            "anchor",
            "--limit",
            "2",
            "--format",
            form,
        ];
        home.run(&args)
            .ended(0)
            .says(&["2 of 100 links held", "links.csv.gz"])
            .stdout
    };
    let table = show("table");
    assert!(!table.contains(['\u{1b}', '\u{202e}']), "{table:?}");
    let mut csv = csv::Reader::from_reader(show("csv").into_bytes().leak() as &[u8]);
    let cell = csv.records().next().unwrap().unwrap()[0].to_owned();
    assert!(cell.starts_with("'="), "a formula: {cell:?}");
    let json: serde_json::Value = serde_json::from_str(&show("json")).unwrap();
    assert_eq!(json[0]["anchor_text"], HOSTILE, "data keeps what came");
    home.run(&["show", &id[..id.len() - 1], "--limit", "1"])
        .ended(0);
}

#[test]
fn rows_that_cannot_be_read_are_counted_and_named() {
    let home = Home::new();
    let mut text = csv_text(5);
    text.push_str("too,few,fields\n");
    std::fs::write(home.path("short.csv"), text).unwrap();
    let taken = home
        .run(&["import", "short.csv", "--format", "json"])
        .ended(0)
        .says(&["line 7"]);
    assert_eq!(taken.json()[0]["bad_rows"], 1);
    assert_eq!(taken.json()[0]["rows"], 5);
    home.run(&["show", "latest"])
        .ended(0)
        .says(&["could not be read: 1;"]);
}

#[test]
fn a_file_that_is_not_one_is_refused_in_a_sentence() {
    let home = Home::new();
    let whole = gzip(&csv_text(5000));
    std::fs::write(home.path("cut.csv.gz"), &whole[..whole.len() / 2]).unwrap();
    std::fs::write(home.path("other.csv"), "Name,Age\nx,1\n").unwrap();
    let cut = home.run(&["import", "cut.csv.gz"]).ended(1).says(&[
        "cut.csv.gz",
        "ends early",
        "import a whole copy",
        "backtrail show",
    ]);
    let (_, shown) = cut.stderr.split_once("`backtrail show ").unwrap();
    let (id, _) = shown.split_once('`').unwrap();
    home.run(&["show", id, "--limit", "1"])
        .ended(0)
        .says(&["not complete"]);
    let other = home.run(&["import", "other.csv"]).ended(1);
    std::fs::write(home.path("empty.csv"), "").unwrap();
    let empty = home.run(&["import", "empty.csv"]).ended(1);
    // Files of one's own cost nothing and were fetched by nobody.
    for told in [
        &cut,
        &other.says(&["Source URL"]),
        &empty.says(&["Import a whole copy"]),
    ] {
        assert!(
            !told.stderr.contains("charged") && !told.stderr.contains("fetch"),
            "{told:?}"
        );
    }
    home.run(&["import", "absent.csv"])
        .ended(2)
        .says(&["absent.csv"]);
    home.run(&["show", "nothing-like-it"]).ended(2);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::new();
    std::fs::write(home.path("links.csv"), csv_text(5000)).unwrap();
    home.run(&["import", "links.csv"]).ended(0);
    let mut command = home.command(&["show", "latest", "--view", "links", "--format", "jsonl"]);
    command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(
        !told.contains("panicked") && !told.contains("pipe"),
        "{told}"
    );
}

#[test]
fn a_dataset_that_cannot_be_read_is_told() {
    let home = Home::new();
    std::fs::write(home.path("links.csv"), csv_text(20)).unwrap();
    let taken = home
        .run(&["import", "links.csv", "--format", "json"])
        .ended(0)
        .json();
    let id = taken[0]["dataset"].as_str().unwrap();
    let folder = home.data().join("datasets").join(id);
    std::fs::write(folder.join("manifest.json"), "not any more").unwrap();
    std::fs::create_dir(home.data().join("datasets/never-begun")).unwrap();
    let told = home
        .run(&["datasets"])
        .ended(0)
        .says(&[id, "cannot be read", "untouched"]);
    assert!(!told.stderr.contains("never-begun"), "{told:?}");
}

#[test]
fn output_goes_to_a_file_whole() {
    let home = Home::new();
    std::fs::write(home.path("links.csv"), csv_text(20)).unwrap();
    home.run(&["import", "links.csv"]).ended(0);
    let args = ["show", "latest", "--format", "csv", "--output", "out.csv"];
    assert_eq!(home.run(&args).ended(0).stdout, "");
    let written = std::fs::read_to_string(home.path("out.csv")).unwrap();
    assert_eq!(written.lines().count(), 8);
}

#[test]
fn a_folder_that_is_no_dataset_is_called_so() {
    let home = Home::new();
    std::fs::create_dir(home.path("files")).unwrap();
    for task in ["import", "open"] {
        for name in ["files", "./files", "files/"] {
            home.run(&[task, name]).ended(2).says(&[
                "is a folder, and not one of a dataset",
                "manifest.json",
                "name the files",
            ]);
        }
    }
    home.run(&["import", "nowhere.csv"])
        .ended(2)
        .says(&["there is no file nowhere.csv"]);
}

#[test]
fn figures_that_need_every_link_are_counted_when_they_are_asked_for() {
    let home = Home::new();
    std::fs::write(home.path("links.csv"), csv_text(60)).unwrap();
    home.run(&["import", "links.csv"]).ended(0);
    let counted = |args: &[&str]| {
        let told = home.run(&[&["show", "latest", "--view", "domains"], args].concat());
        let told = told.ended(0);
        (told.stderr.contains("are counted, once"), told.stdout)
    };
    assert!(!counted(&["--columns", "domain,links", "--format", "csv"]).0);
    let filtered = [
        "--filter",
        "anchors>=1 and median_tf is not null",
        "--format",
        "csv",
    ];
    assert!(counted(&filtered).0);
    let (again, rows) = counted(&["--columns", "links,pages,median_tf", "--format", "csv"]);
    assert!(!again, "once");
    for row in rows.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        assert_eq!(cells[0], cells[1], "each link has its own page: {row}");
        assert!(cells[2].parse::<i64>().is_ok(), "{row}");
    }
    home.run(&["datasets", "--check"]).ended(0);
}
