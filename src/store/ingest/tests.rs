//! Ingest against files that are whole, hostile, broken, or interrupted.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::scene::crash_everywhere;
use super::*;
use crate::model::column::Value;
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{List, RowId};
use crate::store::{Dataset, Origin, lock};

pub(super) struct Place {
    _dir: tempfile::TempDir,
    pub(super) store: Store,
    pub(super) id: DatasetId,
}

pub(super) fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let origin = Origin::File {
        name: "links.csv.gz".into(),
    };
    let id = store.create_dataset(origin).unwrap();
    Place {
        _dir: dir,
        store,
        id,
    }
}

impl Place {
    pub(super) fn raw(&self, bytes: &[u8]) -> PathBuf {
        let path = self.store.raw_path(&self.id, "raw.csv.gz");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(super) fn ingest(&self, raw: &Path) -> Result<IngestOutcome, IngestError> {
        ingest(
            &self.store,
            &self.id,
            raw,
            &AtomicBool::new(false),
            &mut |_| {},
        )
    }

    pub(super) fn dataset(&self) -> Dataset {
        self.store.dataset(&self.id).unwrap()
    }

    pub(super) fn all(&self) -> Vec<Vec<Value>> {
        let dataset = self.dataset();
        (0..dataset.links())
            .map(|row| dataset.link(RowId(row)).unwrap())
            .collect()
    }
}

pub(super) fn gz(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn header() -> String {
    let names: Vec<_> = LINKS.columns.iter().take(22).map(|c| c.wire()).collect();
    names.join(",")
}

pub(super) fn line(source: &str, anchor: &str, tf: &str, nofollow: &str) -> String {
    format!(
        "https://t.example/,3,{source},1,{anchor},2026-11-01,2020-02-29,{nofollow},,,,,,,11,{tf},20,30,Science/Physics,9,Arts,8"
    )
}

pub(super) fn plain(rows: usize) -> String {
    let mut text = header();
    for row in 0..rows {
        let source = format!("http://www.host{}.example/p{row}", row % 37);
        text += &format!(
            "\n{}",
            line(
                &source,
                &format!("anchor {row}"),
                &(row % 101).to_string(),
                ""
            )
        );
    }
    text
}

pub(super) fn cell<'a>(row: &'a [Value], id: &str) -> &'a Value {
    &row[LINKS.position(id).unwrap()]
}

pub(super) fn domain(dataset: &Dataset, row: u64, id: &str) -> Value {
    let ranking = dataset
        .rank(&List::Domains, None, &[], &AtomicBool::new(false))
        .unwrap();
    let column = DOMAINS.position(id).unwrap();
    let rows = dataset.read(&ranking, row..row + 1, &[column]).unwrap();
    rows[0].cells[0].clone()
}

#[test]
fn hostile_cells_arrive_as_they_are() {
    let place = place();
    let mut text = "\u{feff}".to_owned() + &header() + ",Extra\r\n";
    text += &(line(
        "http://a.example/",
        "\"say \"\"hi\"\", \u{1b}[31m\nred\"",
        "50",
        "+",
    ) + ",x\r\n");
    text += &(line("http://b.a.example/", "=1+1", "", "true") + ",\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend(line("http://www.c.co.uk/", "bad \u{0}", "999x", "").bytes());
    bytes.extend(b",\xff\r\n");
    let raw = place.raw(&gz(&bytes));
    let outcome = place.ingest(&raw).unwrap();
    assert_eq!((outcome.rows, outcome.domains, outcome.bad_rows), (3, 2, 0));
    assert_eq!(outcome.bad_cells, 1);
    assert!(outcome.bad_samples[0].1.contains("SourceTrustFlow"));
    let rows = place.all();
    let anchor = Value::Text("say \"hi\", \u{1b}[31m\nred".into());
    assert_eq!(cell(&rows[0], "anchor_text"), &anchor);
    assert_eq!(cell(&rows[0], "nofollow"), &Value::Flag(true));
    assert_eq!(cell(&rows[0], "first_found_date"), &Value::Date(18_321));
    assert_eq!(cell(&rows[1], "source_trust_flow"), &Value::Null);
    assert_eq!(cell(&rows[2], "source_trust_flow"), &Value::Null);
    assert_eq!(
        cell(&rows[2], "source_domain"),
        &Value::Text("c.co.uk".into())
    );
    let dataset = place.dataset();
    assert_eq!(
        domain(&dataset, 0, "domain"),
        Value::Text("a.example".into())
    );
    assert_eq!(domain(&dataset, 0, "links"), Value::Int(2));
    assert_eq!(
        domain(&dataset, 0, "best_source_trust_flow"),
        Value::Int(50)
    );
    assert_eq!(domain(&dataset, 0, "follow_share"), Value::Share(0.0));
    assert_eq!(domain(&dataset, 1, "follow_share"), Value::Share(1.0));
    assert_eq!(domain(&dataset, 1, "tld"), Value::Text("co.uk".into()));
    assert_eq!(domain(&dataset, 1, "trust_flow"), Value::Null);
    let manifest = place.store.manifest(&place.id).unwrap();
    assert_eq!(manifest.unknown_columns, ["Extra"]);
    assert_eq!(
        cell(&rows[0], "extra"),
        &Value::Text(r#"{"Extra":"x"}"#.into())
    );
    assert_eq!(cell(&rows[1], "extra"), &Value::Null);
    assert!(manifest.is_absent(&List::Links { domain: None }, "level"));
    assert!(manifest.is_absent(&List::Domains, "trust_flow"));
    for filled in ["extra", "nofollow", "source_domain", "anchor_text"] {
        assert!(
            !manifest.is_absent(&List::Links { domain: None }, filled),
            "{filled}"
        );
    }
    assert!(manifest.missing_columns.is_empty());
    assert!(manifest.complete);
    assert_eq!(manifest.raw.unwrap().bytes, gz(&bytes).len() as u64);
}

#[test]
fn short_rows_are_counted_and_shown() {
    let place = place();
    let text = [
        header(),
        line("http://a.example/", "one", "1", ""),
        "http://t.example/,3,http://b.example".to_owned(),
        line("", "no source", "1", ""),
        line("http://c.example/", "unquoted, comma", "1", ""),
        line("http://d.example/", "two", "2", ""),
    ]
    .join("\n");
    let raw = place.raw(text.as_bytes());
    let outcome = place.ingest(&raw).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (2, 3));
    let lines: Vec<u64> = outcome.bad_samples.iter().map(|s| s.0).collect();
    assert_eq!(lines, [3, 4, 5]);
    assert_eq!(place.store.manifest(&place.id).unwrap().bad_rows, 3);
    assert_eq!(place.ingest(&raw).unwrap(), outcome, "again: the same");
}

#[test]
fn a_missing_column_is_named() {
    let place = place();
    let raw = place.raw(&gz(b"Target URL,Anchor Text\nx,y\n"));
    let error = place.ingest(&raw).unwrap_err().to_string();
    assert!(
        error.contains("Source URL") && error.contains("Anchor Text"),
        "{error}"
    );
    let raw = place.raw(b"");
    assert!(matches!(place.ingest(&raw), Err(IngestError::Empty { .. })));
    let raw = place.raw(&gz(header().as_bytes()));
    assert_eq!(place.ingest(&raw).unwrap().rows, 0);
    let dataset = place.dataset();
    assert_eq!((dataset.links(), dataset.domains()), (0, 0));
}

#[test]
fn a_file_of_all_links_is_read_by_its_own_columns() {
    let place = place();
    let names = "Target URL,Source URL,Anchor Text,Source Crawl Date,Source First Found Date,FlagNoFollow,FlagImageLink,\
        FlagRedirect,FlagFrame,FlagOldCrawl,FlagAltText,FlagMention,SourceCitationFlow,SourceTrustFlow,TargetCitationFlow,\
        TargetTrustFlow,SourceTopicalTrustFlow_Topic_0,SourceTopicalTrustFlow_Value_0,RefDomainTopicalTrustFlow_Topic_0,\
        RefDomainTopicalTrustFlow_Value_0";
    let row = "https://t.example/,http://a.example/,x,2026-11-01,2020-02-29,+,,,,,,,1,2,3,4,Arts,5,Science,6";
    let raw = place.raw(&gz(format!("{names}\n{row}\n").as_bytes()));
    let outcome = place.ingest(&raw).unwrap();
    assert_eq!((outcome.rows, outcome.bad_cells), (1, 0));
    assert!(
        outcome.missing_columns.is_empty(),
        "{:?}",
        outcome.missing_columns
    );
    let rows = place.all();
    assert_eq!(
        cell(&rows[0], "domain_topic"),
        &Value::Text("Science".into())
    );
    assert_eq!(cell(&rows[0], "domain_topic_value"), &Value::Int(6));
    assert_eq!(cell(&rows[0], "target_topic"), &Value::Null);
    let without = names.replace(",SourceTrustFlow", ",Renamed");
    let raw = place.raw(&gz(format!("{without}\n{row}\n").as_bytes()));
    assert_eq!(
        place.ingest(&raw).unwrap().missing_columns,
        ["SourceTrustFlow"]
    );
}

#[test]
fn a_truncated_file_keeps_the_rows_before_and_the_whole_one_starts_over() {
    let place = place();
    let whole = gz(plain(9_000).as_bytes());
    let raw = place.raw(&whole[..whole.len() / 2]);
    let error = place.ingest(&raw).unwrap_err();
    let IngestError::Truncated { rows, .. } = &error else {
        panic!("{error}")
    };
    assert!(*rows > 0 && *rows < 9_000);
    let manifest = place.store.manifest(&place.id).unwrap();
    assert_eq!((manifest.rows, manifest.complete), (*rows, false));
    assert_eq!(manifest.trouble, Some(error.to_string()));
    assert_eq!(place.dataset().links(), *rows);
    assert!(place.ingest(&raw).is_err());
    assert_eq!(place.dataset().links(), *rows, "nothing twice");

    let mut broken = whole.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 64].fill(0xaa);
    let error = place.ingest(&place.raw(&broken)).unwrap_err();
    assert!(matches!(error, IngestError::Truncated { .. }), "{error}");

    let outcome = place.ingest(&place.raw(&whole)).unwrap();
    assert_eq!((outcome.rows, outcome.domains), (9_000, 37));
    assert!(place.store.manifest(&place.id).unwrap().trouble.is_none());
}

#[test]
fn traps_are_stopped() {
    let place = place();
    let mut text = plain(50);
    text += "\nx,1,\"never closed,";
    text += &"a".repeat(3 << 20);
    let raw = place.raw(&gz(text.as_bytes()));
    let try_with = |options: IngestOptions<'_>| {
        ingest_with(
            &place.store,
            &place.id,
            &raw,
            &AtomicBool::new(false),
            &mut |_| {},
            &options,
        )
    };
    let long = try_with(IngestOptions {
        max_row: 1 << 20,
        ..IngestOptions::default()
    });
    assert!(matches!(long, Err(IngestError::LongRow { .. })), "{long:?}");
    assert_eq!(place.dataset().links(), 50);
    let bomb = try_with(IngestOptions {
        free_bytes: 1 << 20,
        max_ratio: 2,
        ..IngestOptions::default()
    });
    assert!(
        matches!(bomb, Err(IngestError::TooLarge { .. })),
        "{bomb:?}"
    );
    assert_eq!(place.dataset().links(), 50);
}

/// Every file under the dataset's folder that rows come from, by name.
fn row_files(place: &Place) -> Vec<String> {
    let folder = place.store.datasets_dir().join(&place.id.0);
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| {
            ["links", "domains", "postings"]
                .iter()
                .any(|s| n.starts_with(s))
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_crash_between_any_two_writes_loses_and_doubles_nothing() {
    let raw_text = gz(plain(400).as_bytes());
    let expected = {
        let place = place();
        let raw = place.raw(&raw_text);
        place.ingest(&raw).unwrap();
        place.all()
    };
    let crashes = crash_everywhere(|crash_at, before| {
        let place = place();
        let raw = place.raw(&raw_text);
        let options = IngestOptions {
            first_part: 20,
            largest_part: 100,
            before: Some(before),
            ..IngestOptions::default()
        };
        let cancel = AtomicBool::new(false);
        let first = ingest_with(
            &place.store,
            &place.id,
            &raw,
            &cancel,
            &mut |_| {},
            &options,
        );
        let published = place.all();
        assert_eq!(published, expected[..published.len()], "after {crash_at}");
        let again = IngestOptions {
            before: None,
            ..options
        };
        let outcome =
            ingest_with(&place.store, &place.id, &raw, &cancel, &mut |_| {}, &again).unwrap();
        assert_eq!((outcome.rows, outcome.domains), (400, 37));
        assert_eq!(place.all(), expected, "row ids stay");
        let dataset = place.dataset();
        let links: u64 = (0..37)
            .map(|row| match domain(&dataset, row, "links") {
                Value::Int(n) => n as u64,
                other => panic!("{other:?}"),
            })
            .sum();
        assert_eq!(links, 400, "counted once");
        let named: Vec<_> = dataset
            .manifest()
            .domain_table
            .iter()
            .chain(&dataset.manifest().parts)
            .chain(&dataset.manifest().posting_table)
            .map(|p| p.file.clone())
            .collect();
        assert_eq!(row_files(&place).len(), named.len(), "no remainder");
        first.is_ok()
    });
    assert!(crashes > 15, "only {crashes} writes");
}

#[test]
fn rows_are_published_while_they_arrive_and_cancelling_keeps_them() {
    let place = place();
    // More than may wait between the stages.
    let raw = place.raw(&gz(plain(200_000).as_bytes()));
    let cancel = AtomicBool::new(false);
    let mut seen = Vec::new();
    let stopped = ingest(&place.store, &place.id, &raw, &cancel, &mut |p| {
        seen.push(p.rows);
        if p.rows >= 2_000 {
            let dataset = place.dataset();
            assert_eq!(dataset.links(), p.rows);
            assert_eq!(dataset.domains(), p.domains);
            cancel.store(true, Ordering::Relaxed);
        }
    });
    assert!(matches!(stopped, Err(IngestError::Cancelled)));
    assert_eq!(seen[..2], [0, 2_000], "the first screen comes early");
    let dataset = place.dataset();
    let held = dataset.links();
    assert!((2_000..200_000).contains(&held) && !dataset.manifest().complete);
    assert_eq!(place.ingest(&raw).unwrap().rows, 200_000);
    let newer = dataset.newer().unwrap().unwrap();
    assert_eq!((dataset.links(), newer.links()), (held, 200_000));
    assert!(newer.newer().unwrap().is_none());
}

#[test]
fn a_dataset_is_filled_by_one() {
    let place = place();
    let raw = place.raw(&gz(plain(10).as_bytes()));
    let folder = place.store.datasets_dir().join(&place.id.0);
    let held = lock::attempt(&folder.join("ingest.lock")).unwrap();
    assert!(matches!(place.ingest(&raw), Err(IngestError::Busy(_))));
    drop(held);
    assert_eq!(place.ingest(&raw).unwrap().rows, 10);
}
