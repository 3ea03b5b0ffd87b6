//! Files that lie elsewhere: copied while they are read; and files of ours read again.

use std::cell::Cell as Counter;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::scene::{Before, crash_everywhere};
use super::tests::{Place, gz, place, plain};
use super::*;
use crate::columnar::Part;
use crate::model::column::Value;
use crate::model::rows::{List, RowId};

fn read(
    place: &Place,
    file: &Path,
    before: Option<Before<'_>>,
) -> Result<IngestOutcome, IngestError> {
    let options = IngestOptions {
        first_part: 20,
        largest_part: 100,
        keep_as: Some("kept.csv.gz"),
        before,
        ..IngestOptions::default()
    };
    let no = AtomicBool::new(false);
    ingest_with(&place.store, &place.id, file, &no, &mut |_| {}, &options)
}

fn raw_files(place: &Place) -> Vec<PathBuf> {
    let folder = place.store.datasets_dir().join(&place.id.0).join("raw");
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|f| f.unwrap().path()).collect()
}

#[test]
fn a_crash_between_any_two_writes_leaves_a_dataset_that_goes_on_from_the_file() {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("links.csv.gz");
    let bytes = gz(plain(400).as_bytes());
    std::fs::write(&file, &bytes).unwrap();
    let crashes = crash_everywhere(|_, before| {
        let place = place();
        let raw_was_placed = Counter::new(false);
        let before = |write: Write| {
            raw_was_placed.set(raw_was_placed.get() || write == Write::Raw);
            before(write)
        };
        let first = read(&place, &file, Some(&before));
        let manifest = place.store.manifest(&place.id).unwrap();
        assert!(!manifest.complete || raw_was_placed.get());
        let held = place.all();
        assert_eq!(read(&place, &file, None).unwrap().rows, 400);
        assert_eq!(place.all()[..held.len()], held, "row ids stay");
        let manifest = place.store.manifest(&place.id).unwrap();
        let raw = manifest.raw.unwrap();
        assert_eq!(
            (raw.name.as_str(), raw.bytes),
            ("kept.csv.gz", bytes.len() as u64)
        );
        let whole = raw::describe(&file, &AtomicBool::new(false)).unwrap();
        assert_eq!((raw.sha256, raw.head), (whole.sha256, whole.head));
        let [copy] = raw_files(&place).try_into().unwrap();
        assert_eq!(std::fs::read(copy).unwrap(), bytes);
        first.is_ok()
    });
    assert!(crashes > 15, "only {crashes} writes");
}

#[test]
fn another_file_starts_over_and_a_damaged_one_is_kept_whole() {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("links.csv.gz");
    let whole = gz(plain(9_000).as_bytes());
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let place = place();
    assert!(read(&place, &file, None).is_err());
    let manifest = place.store.manifest(&place.id).unwrap();
    assert!(manifest.rows > 0 && !manifest.complete);
    let [copy] = raw_files(&place).try_into().unwrap();
    assert_eq!(std::fs::read(copy).unwrap(), whole[..whole.len() / 2]);
    std::fs::write(&file, &whole).unwrap();
    assert_eq!(read(&place, &file, None).unwrap().rows, 9_000);
    assert_eq!(place.dataset().links(), 9_000);
}

#[test]
fn a_file_without_links_leaves_no_copy() {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("other.csv");
    std::fs::write(&file, "Name,Age\nx,1\n").unwrap();
    let place = place();
    let refused = read(&place, &file, None);
    assert!(matches!(refused, Err(IngestError::MissingColumn { .. })));
    assert_eq!(raw_files(&place), Vec::<PathBuf>::new());
}

#[test]
fn postings_hold_the_links_of_each_domain() {
    let place = place();
    place.ingest(&place.raw(plain(5_000).as_bytes())).unwrap();
    let dataset = place.dataset();
    let table = dataset.manifest().posting_table.clone().unwrap();
    assert_eq!((table.rows, table.first_row), (5_000, 5_000));
    let folder = place.store.datasets_dir().join(&place.id.0);
    let part = Part::open(&folder.join(table.file)).unwrap();
    let links = part.read_column(0).unwrap();
    let links = arrow_array::cast::AsArray::as_primitive::<arrow_array::types::UInt32Type>(&links);
    let mut at = 0;
    for row in 0..dataset.domains() {
        let Value::Int(held) = super::tests::domain(&dataset, row, "links") else {
            panic!("no links")
        };
        let list = List::Links {
            domain: Some(RowId(row)),
        };
        let ranking = dataset
            .rank(&list, None, &[], &AtomicBool::new(false))
            .unwrap();
        assert_eq!(ranking.len(), held as u64);
        for position in 0..held as u64 {
            assert_eq!(
                ranking.row(position),
                Some(RowId(u64::from(links.value(at))))
            );
            at += 1;
        }
    }
    assert_eq!(at, 5_000);
}

#[test]
fn a_part_of_ours_is_read_as_it_was_written() {
    let place = place();
    let mut text = plain(300).replacen("FlagMention", "FlagMention,New", 1);
    text = text.replace(",,,,,,,11,", ",,,,,,,n\u{e9}w,11,");
    place.ingest(&place.raw(text.as_bytes())).unwrap();
    let expected = place.all();
    let extra = crate::model::link::LINKS.position("extra").unwrap();
    assert_eq!(
        expected[0][extra],
        Value::Text(r#"{"New":"néw"}"#.to_owned())
    );
    let folder = place.store.datasets_dir().join(&place.id.0);
    let part = folder.join(&place.dataset().manifest().parts[0].file);
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("links.parquet");
    std::fs::copy(part, &file).unwrap();
    let again = super::tests::place();
    let outcome = read(&again, &file, None).unwrap();
    assert_eq!((outcome.rows, outcome.bad_cells), (300, 0));
    assert_eq!(again.all(), expected);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 20]).unwrap();
    let cut = read(&super::tests::place(), &file, None);
    assert!(matches!(cut, Err(IngestError::Parquet { .. })), "{cut:?}");
}

#[test]
fn a_file_that_gives_other_rows_than_are_published_is_told() {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("links.csv");
    let whole = plain(8_000);
    // As many bytes, the same beginning and end: once fewer rows, once as many of another host.
    let at = whole.find("/p1500,").unwrap();
    let end = whole.len() - 64 * 1024;
    assert!(at > 64 * 1024 && at < end);
    let shorter = whole[..at].to_owned() + &"x".repeat(end - at) + &whole[end..];
    let (head, tail) = whole.split_at(at);
    let other = head.to_owned() + &tail.replacen("http://www.host2", "http://www.ghost", 1);
    assert_eq!(other.len(), whole.len());
    assert_ne!(other, whole);
    for changed in [shorter, other] {
        let place = place();
        std::fs::write(&file, &whole).unwrap();
        let parts = Counter::new(0);
        let before = |write: Write| {
            parts.set(parts.get() + u32::from(write == Write::Part));
            match parts.get() > 40 {
                true => Err(io::Error::other("crash")),
                false => Ok(()),
            }
        };
        assert!(read(&place, &file, Some(&before)).is_err());
        let held = place.all();
        assert!((3_500..4_500).contains(&held.len()), "{}", held.len());
        std::fs::write(&file, &changed).unwrap();
        let told = read(&place, &file, None);
        assert!(
            matches!(told, Err(IngestError::Unlike { rows, .. }) if rows >= held.len() as u64),
            "{told:?}"
        );
        let manifest = place.store.manifest(&place.id).unwrap();
        assert!(!manifest.complete && manifest.trouble.unwrap().contains("no longer gives"));
        assert_eq!(place.all()[..held.len()], held);
        // The file as it was goes on.
        std::fs::write(&file, &whole).unwrap();
        assert_eq!(read(&place, &file, None).unwrap().rows, 8_000);
    }
}
