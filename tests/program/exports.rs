//! Rows in every form: what an ending means, what stands beside a file, what comes back, and what goes wrong.

use serde_json::Value as Json;
use sha2::Digest as _;

use crate::bench::Home;
use crate::list::{attacks, is_heaped, steers};

const LINKS: [&str; 4] = ["show", "latest", "--view", "links"];

/// A home that holds a link for every attack, with it as its anchor text.
fn holding() -> Home {
    let home = Home::new();
    let mut file = csv::Writer::from_path(home.path("links.csv")).unwrap();
    file.write_record(["Target URL", "Source URL", "Anchor Text", "SourceTrustFlow"])
        .unwrap();
    for (at, attack) in attacks().iter().enumerate() {
        let source = format!("http://a{at}.example/");
        file.write_record(["http://example.com/", &source, &attack.raw, "40"])
            .unwrap();
    }
    file.flush().unwrap();
    home.run(&["import", "links.csv"]).ended(0);
    home
}

fn shown(home: &Home, args: &[&str]) -> String {
    home.run(&[&LINKS[..], args].concat()).ended(0).stdout
}

fn read(home: &Home, name: &str) -> String {
    std::fs::read_to_string(home.path(name)).unwrap()
}

#[test]
fn attacks_come_back_whole_from_every_form_that_is_read() {
    let home = holding();
    let before = shown(&home, &["--format", "jsonl"]);
    for format in ["csv", "csv-excel", "csv-data", "tsv", "parquet"] {
        let name = match format {
            "tsv" | "parquet" => format!("links.{format}"),
            _ => format!("{format}.csv"),
        };
        shown(&home, &["--format", format, "--output", &name]);
        home.run(&["import", &name]).ended(0);
        let again = shown(&home, &["--format", "jsonl"]);
        assert!(again == before, "{format}: {:.3000}", again);
    }
    let excel = read(&home, "csv-excel.csv");
    assert!(excel.starts_with('\u{feff}') && excel.contains("\r\n"));
    for (attack, row) in attacks().iter().zip(csv_rows(&read(&home, "csv-data.csv"))) {
        assert_eq!(row, attack.raw, "{}", attack.name);
    }
    let defused = csv_rows(excel.trim_start_matches('\u{feff}'));
    for (attack, row) in attacks().iter().zip(defused) {
        assert_eq!(row.starts_with('\''), attack.is_formula, "{}", attack.name);
    }
}

/// The anchor texts of a file.
fn csv_rows(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at = heads.iter().position(|name| name == "anchor_text").unwrap();
    let rows = reader.records();
    rows.map(|row| row.unwrap()[at].to_owned()).collect()
}

#[test]
fn attacks_are_text_in_a_report_and_in_markdown() {
    let home = holding();
    let columns = ["--columns", "anchor,source_url"];
    for name in ["r.html", "r.md"] {
        shown(&home, &[&columns[..], &["--output", name]].concat());
        let text = read(&home, name);
        let bad = text.chars().find(|c| steers(*c) && *c != '\n');
        assert_eq!(bad, None, "{name}");
        assert!(!is_heaped(&text), "{name}");
        for attack in attacks() {
            assert!(text.contains(attack.named), "{name}: {}", attack.name);
        }
    }
    let html = read(&home, "r.html");
    let mut reader = quick_xml::Reader::from_str(&html);
    reader.config_mut().check_end_names = true;
    let mut tags = Vec::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let runs = |name: &str| {
                    let starts = ["on", "href", "src", "style"].iter();
                    starts.clone().any(|start| name.starts_with(start))
                };
                for attribute in tag.attributes() {
                    let key = attribute.unwrap().key.as_ref().to_owned();
                    assert!(!runs(&key), "{key}");
                }
                tags.push(tag.name().as_ref().to_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let count = |tag: &str| tags.iter().filter(|found| *found == tag).count();
    assert_eq!(count("tr"), attacks().len() + 1);
    assert!(count("svg") >= 2, "pictures stand in it: {tags:?}");
    for tag in ["script", "a", "img", "iframe", "object", "link", "form"] {
        assert_eq!(count(tag), 0, "{tag}");
    }
    let markdown = read(&home, "r.md");
    let rows = markdown.lines().filter(|line| line.starts_with("| "));
    assert_eq!(rows.count(), attacks().len() + 2);
}

#[test]
fn a_manifest_stands_beside_a_file_and_nowhere_else() {
    let home = holding();
    let asked = [
        "--filter",
        "tf>=20",
        "--sort",
        "source_url",
        "--limit",
        "5",
        "--output",
        "o.tsv",
    ];
    shown(&home, &asked);
    let told: Json = serde_json::from_str(&read(&home, "o.tsv.manifest.json")).unwrap();
    let bytes = std::fs::read(home.path("o.tsv")).unwrap();
    let hash = sha2::Sha256::digest(&bytes);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        (&told["sha256"], &told["format"]),
        (&hash.into(), &"tsv".into())
    );
    let source = &told["sources"][0];
    assert_eq!(source["filter"], "tf>=20");
    assert_eq!(source["order"], serde_json::json!(["source_url:asc"]));
    let all = attacks().len();
    assert_eq!(source["rows"]["written"], 5);
    assert_eq!(
        (&source["rows"]["passing"], &source["rows"]["held"]),
        (&all.into(), &all.into())
    );
    assert_eq!(
        bytes.split(|b| *b == b'\n').count(),
        7,
        "a head, five rows, an end"
    );
    // A file of that name is replaced, as ever, and what describes it with it.
    shown(&home, &["--limit", "2", "--output", "o.tsv"]);
    let told: Json = serde_json::from_str(&read(&home, "o.tsv.manifest.json")).unwrap();
    assert_eq!(told["rows_written"], 2);
    shown(&home, &["--no-manifest", "--output", "p.csv"]);
    shown(&home, &["--output", "-"]);
    shown(&home, &["--output", "/dev/null", "--format", "csv"]);
    home.run(&["datasets", "--output", "d.csv"]).ended(0);
    let names = std::fs::read_dir(home.path("")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "data").collect();
    names.sort();
    let wanted = [
        "d.csv",
        "links.csv",
        "o.tsv",
        "o.tsv.manifest.json",
        "p.csv",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn what_is_worked_out_from_rows_has_a_manifest_too() {
    let home = holding();
    let all = attacks().len();
    let beside = |name: &str| -> Json {
        serde_json::from_str(&read(&home, &format!("{name}.manifest.json"))).unwrap()
    };
    for (args, name, shows) in [
        (
            vec!["--tally", "tf"],
            "t.csv",
            ("tally", "source_trust_flow"),
        ),
        (
            vec!["--picture", "anchors"],
            "p.jsonl",
            ("picture", "anchors"),
        ),
        (
            vec!["--picture", "anchors"],
            "p.svg",
            ("picture", "anchors"),
        ),
        (vec!["--row", "2"], "r.tsv", ("row", "2")),
    ] {
        let output = ["--filter", "tf>=20", "--output", name];
        shown(&home, &[&args[..], &output].concat());
        let told = beside(name);
        assert_eq!(told["shows"][shows.0], shows.1, "{told}");
        let hash = sha2::Sha256::digest(std::fs::read(home.path(name)).unwrap());
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(told["sha256"], hash, "{name}");
        let source = &told["sources"][0];
        assert_eq!(source["filter"], "tf>=20", "{name}");
        assert_eq!(source["rows"]["passing"], all, "{name}");
        assert!(source["rows"]["written"].is_null() && source["asked_at"].is_string());
    }
    assert_eq!(beside("p.svg")["format"], "svg");
    let drawing = read(&home, "p.svg");
    assert!(drawing.starts_with("<svg xmlns="), "{drawing:.200}");
    assert!(drawing.contains("links held pass tf&gt;=20"), "{drawing}");
    shown(
        &home,
        &["--tally", "tf", "--no-manifest", "--output", "n.csv"],
    );
    assert!(home.path("n.csv").exists() && !home.path("n.csv.manifest.json").exists());
}

#[test]
fn a_place_that_takes_nothing_leaves_nothing() {
    let home = holding();
    // The file's own name fits; that of its manifest does not.
    let long = format!("{}.csv", "x".repeat(240));
    let ran = home
        .run(&[&LINKS[..], &["--output", &long]].concat())
        .ended(1);
    assert!(
        ran.stderr.contains("nothing was written. --no-manifest"),
        "{}",
        ran.stderr
    );
    assert!(!home.path(&long).exists());
    shown(&home, &["--output", &long, "--no-manifest"]);
    assert!(home.path(&long).exists());
    let none = home.run(&[&LINKS[..], &["--output", "no/such/folder.md"]].concat());
    assert!(none.ended(2).stderr.contains("a folder that exists"));
    #[cfg(target_os = "linux")]
    for format in ["csv-excel", "tsv", "markdown", "html", "parquet"] {
        let full = ["--output", "/dev/full", "--format", format];
        let ran = home.run(&[&LINKS[..], &full].concat()).ended(1);
        assert!(ran.stderr.contains("space"), "{format}: {}", ran.stderr);
    }
}

#[test]
fn small_tables_are_written_in_every_form_too() {
    let home = holding();
    let datasets = |format: &str| home.run(&["datasets", "--format", format]).ended(0).stdout;
    assert!(datasets("csv-excel").starts_with("\u{feff}dataset,"));
    assert!(datasets("csv-data").starts_with("\"dataset\","));
    assert!(datasets("tsv").starts_with("dataset\t"));
    assert!(datasets("markdown").starts_with("| dataset | "));
    assert!(datasets("html").contains("<th scope=\"col\">dataset</th>"));
    let ledger = ["budget", "--ledger", "--output", "l.md"];
    home.run(&ledger).ended(0);
    assert!(read(&home, "l.md").contains("| sum |"));
    let wrong = home.run(&["datasets", "--format", "xls"]).ended(2);
    assert!(wrong.stderr.contains("csv-excel") && wrong.stderr.contains("markdown"));
}

#[test]
fn a_report_of_many_rows_is_bounded() {
    let home = Home::new();
    home.run(&["generate", "--rows", "30000", "--output", "g.csv"])
        .ended(0);
    home.run(&["import", "g.csv", "--quiet"]).ended(0);
    let ran = home
        .run(&[&LINKS[..], &["--output", "r.html"]].concat())
        .ended(0);
    assert!(
        ran.stderr.contains("the first 1,000 of 30,000 rows"),
        "{}",
        ran.stderr
    );
    assert_eq!(read(&home, "r.html").matches("<tr>").count(), 1_001);
    let most = [
        "--limit",
        "1000000",
        "--output",
        "m.html",
        "--columns",
        "source_url",
    ];
    let ran = home.run(&[&LINKS[..], &most].concat()).ended(0);
    assert!(
        ran.stderr.contains("the first 20,000 of 30,000 rows"),
        "{}",
        ran.stderr
    );
    let html = read(&home, "m.html");
    assert_eq!(html.matches("<tr>").count(), 20_001);
    assert!(html.contains("backtrail show ") && html.contains("--view links"));
}
