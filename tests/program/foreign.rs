//! Tables from elsewhere: web-site exports, older spellings, the other download, Parquet.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value as Json;

use crate::bench::Home;

fn taken(home: &Home, name: &str, text: &[u8]) -> Json {
    std::fs::write(home.path(name), text).unwrap();
    home.run(&["import", name, "--format", "json"])
        .ended(0)
        .json()[0]
        .clone()
}

fn rows(home: &Home, view: &str) -> Vec<Json> {
    let told = home
        .run(&["show", "latest", "--view", view, "--format", "json"])
        .ended(0);
    told.json().as_array().unwrap().clone()
}

#[test]
fn an_export_of_backlinks_by_the_web_site_is_taken() {
    let home = Home::new();
    let text = "\u{feff}\"TargetURL\",\"SourceURL\",\"ACRank\",\"AnchorText\",\"Date\",\"FlagRedirect\",\"FlagFrame\",\
        \"FlagNoFollow\",\"FlagImages\",\"FlagDeleted\",\"FlagAltText\",\"FlagMention\",\"TargetCitationFlow\",\
        \"TargetTrustFlow\",\"SourceCitationFlow\",\"SourceTrustFlow\"\r\n\
        \"https://target.example/\",\"https://www.source.example/a\",\"3\",\"a \"\"quoted\"\" anchor,\r\nin two lines\",\
        \"2024-02-29\",\"0\",\"0\",\"1\",\"0\",\"0\",\"0\",\"0\",\"10\",\"11\",\"12\",\"13\"\r\n\
        \"https://target.example/x\",\"https://blog.other.example/b\",\"1\",\"plain\",\"2023-01-01\",\"0\",\"0\",\"0\",\
        \"1\",\"1\",\"0\",\"0\",\"1\",\"2\",\"3\",\"4\"\r\n";
    let told = taken(&home, "export.csv", text.as_bytes());
    assert_eq!((&told["rows"], &told["bad_rows"]), (&2.into(), &0.into()));
    let links = rows(&home, "links");
    assert_eq!(
        links[0]["anchor_text"],
        "a \"quoted\" anchor,\r\nin two lines"
    );
    assert_eq!(links[0]["source_crawl_date"], "2024-02-29");
    assert_eq!(links[0]["nofollow"], true);
    assert_eq!(links[0]["source_trust_flow"], 13);
    assert_eq!(
        (&links[1]["deleted"], &links[1]["image"]),
        (&true.into(), &true.into())
    );
}

#[test]
fn an_export_of_referring_domains_by_the_web_site_is_taken() {
    let home = Home::new();
    let text = "\u{feff}\"Domain\",\"RefDomains\",\"ExtBackLinks\",\"CountryCode\",\"IP\",\"TLD\",\"CitationFlow\",\
        \"TrustFlow\"\r\n\
        \"first.example\",\"12\",\"1200\",\"DE\",\"192.0.2.1\",\"example\",\"40\",\"31\"\r\n\
        \"second.example\",\"7\",\"70\",\"FR\",\"192.0.2.2\",\"example\",\"20\",\"11\"\r\n";
    let told = taken(&home, "domains.csv", text.as_bytes());
    assert_eq!(told["domains"], 2);
    let domains = rows(&home, "domains");
    assert_eq!(domains[0]["domain"], "first.example");
    assert_eq!(
        (&domains[0]["trust_flow"], &domains[1]["country"]),
        (&31.into(), &"FR".into())
    );
}

#[test]
fn heads_in_another_order_and_case_are_found() {
    let home = Home::new();
    let text = "source url,UNHEARD OF,target url,sourcetrustflow\n\
        https://a.example/1,kept,https://t.example/,55\n";
    let told = taken(&home, "old.csv", text.as_bytes());
    assert_eq!(told["rows"], 1);
    let links = rows(&home, "links");
    assert_eq!(links[0]["source_trust_flow"], 55);
    assert!(
        links[0]["extra"].to_string().contains("kept"),
        "{}",
        links[0]
    );
}

#[test]
fn parts_of_a_dataset_are_taken_as_files() {
    let home = Home::new();
    home.run(&["generate", "--rows", "700", "--output", "g.csv.gz"])
        .ended(0);
    let first = home
        .run(&["import", "g.csv.gz", "--format", "json"])
        .ended(0)
        .json();
    let links = rows(&home, "links");
    let folder = home
        .data()
        .join("datasets")
        .join(first[0]["dataset"].as_str().unwrap());
    let parts: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| {
            p.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("links-")
        })
        .collect();
    let names: Vec<&str> = parts.iter().map(|p| p.to_str().unwrap()).collect();
    let other = Home::new();
    let told = other
        .run(&[&["import", "--format", "json"], names.as_slice()].concat())
        .ended(0)
        .json();
    let held: i64 = told
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["rows"].as_i64().unwrap())
        .sum();
    assert_eq!(held, 700);
    if names.len() == 1 {
        assert_eq!(rows(&other, "links"), links);
    }
}

#[test]
fn a_file_that_unpacks_without_end_needs_a_word() {
    let home = Home::new();
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed
        .write_all(b"Source URL,Target URL,Anchor Text\n")
        .unwrap();
    let row = format!(
        "https://a.example/,https://t.example/,{}\n",
        "x".repeat(4_000_000)
    );
    packed.write_all(row.as_bytes()).unwrap();
    packed
        .write_all(b"https://b.example/,https://t.example/,y\n")
        .unwrap();
    std::fs::write(home.path("long.csv.gz"), packed.finish().unwrap()).unwrap();
    home.run(&["import", "long.csv.gz", "--max-row", "1000000"])
        .ended(1)
        .says(&["long.csv.gz"]);
    let args = [
        "import",
        "long.csv.gz",
        "--max-row",
        "100000000",
        "--format",
        "json",
    ];
    assert_eq!(home.run(&args).ended(0).json()[0]["rows"], 2);
    home.run(&["import", "long.csv.gz", "--max-ratio", "0"])
        .ended(2);
}
