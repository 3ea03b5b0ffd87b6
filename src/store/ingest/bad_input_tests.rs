//! Files as they should not be: counted or refused with the place, the rows before kept.

use std::sync::atomic::AtomicBool;

use super::tests::{Place, cell, gz, header, line, place, plain};
use super::*;
use crate::model::column::Value;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn row(source: &str, anchor: &str) -> String {
    line(source, anchor, "1", "")
}

fn file(rows: &[String]) -> Vec<u8> {
    let mut text = header();
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text.push('\n');
    text.into_bytes()
}

fn anchors(place: &Place) -> Vec<Value> {
    let rows = place.all();
    rows.iter()
        .map(|r| cell(r, "anchor_text").clone())
        .collect()
}

#[test]
fn a_lone_quote_inside_a_field_is_text() {
    let place = place();
    let rows = [
        row("http://a.example/", "5\" pipe"),
        row("http://b.example/", "two"),
    ];
    let outcome = place.ingest(&place.raw(&file(&rows))).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (2, 0));
    assert_eq!(anchors(&place), [text("5\" pipe"), text("two")]);
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_what_it_took() {
    let place = place();
    let rows = [
        row("http://a.example/", "one"),
        row("http://b.example/", "\"never closed"),
        row("http://c.example/", "three"),
        row("http://d.example/", "four"),
    ];
    let outcome = place.ingest(&place.raw(&file(&rows))).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (1, 1));
    let (line, reason) = &outcome.bad_samples[0];
    assert_eq!(*line, 3);
    assert!(
        reason.contains("never closed") && reason.contains("3 lines"),
        "{reason}"
    );
}

#[test]
fn breaks_inside_quotes_are_text_and_lines_go_on_counting() {
    let place = place();
    let rows = [
        row("http://a.example/", "\"one\nand, \"\"two\"\"\r\n\""),
        "short".to_owned(),
    ];
    let outcome = place.ingest(&place.raw(&file(&rows))).unwrap();
    assert_eq!(anchors(&place), [text("one\nand, \"two\"\r\n")]);
    assert_eq!(outcome.bad_samples[0].0, 5);
    assert!(outcome.bad_samples[0].1.contains("1 field,"));
}

#[test]
fn a_field_that_is_no_utf8_leaves_the_others_alone() {
    let place = place();
    let mut bytes = file(&[
        row("http://a.example/é", "one"),
        row("http://b.example/", "BAD"),
    ]);
    let at = bytes.windows(3).position(|w| w == b"BAD").unwrap();
    bytes[at + 1] = 0xff;
    let outcome = place.ingest(&place.raw(&bytes)).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (2, 0));
    assert_eq!(anchors(&place), [text("one"), text("B\u{fffd}D")]);
    assert_eq!(
        cell(&place.all()[0], "source_url"),
        &text("http://a.example/é")
    );
}

#[test]
fn cells_out_of_range_and_days_that_are_none_are_counted_and_empty() {
    let place = place();
    let rows = [
        line("http://a.example/", "x", "99999999999999999999", ""),
        row("http://b.example/", "x").replace("2020-02-29", "2021-02-29"),
        line("http://c.example/", "x", "-9223372036854775807", "maybe"),
    ];
    let outcome = place.ingest(&place.raw(&file(&rows))).unwrap();
    assert_eq!(
        (outcome.rows, outcome.bad_rows, outcome.bad_cells),
        (3, 0, 3)
    );
    let lines: Vec<u64> = outcome.bad_samples.iter().map(|s| s.0).collect();
    assert_eq!(lines, [2, 3, 4]);
    let rows = place.all();
    assert_eq!(cell(&rows[0], "source_trust_flow"), &Value::Null);
    assert_eq!(cell(&rows[1], "first_found_date"), &Value::Null);
    assert_eq!(
        cell(&rows[2], "source_trust_flow"),
        &Value::Int(-9_223_372_036_854_775_807)
    );
    assert_eq!(cell(&rows[2], "nofollow"), &Value::Null);
}

#[test]
fn a_header_that_comes_again_is_a_bad_row_and_one_in_another_order_is_read() {
    let place = place();
    let rows = [
        row("http://a.example/", "one"),
        header(),
        row("http://b.example/", "two"),
    ];
    let outcome = place.ingest(&place.raw(&file(&rows))).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (2, 1));
    assert_eq!(outcome.bad_samples[0].0, 3);
    let turned = "\u{feff}\"Anchor Text\",\"Source URL\",\"Target URL\",\"Anchor Text\"\r\n\
        \"a\",\"http://x.example/\",\"https://t.example/\",\"again\"\r\n";
    let outcome = place.ingest(&place.raw(turned.as_bytes())).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (1, 0));
    assert_eq!(anchors(&place), [text("a")]);
    let extra = r#"{"Anchor Text":"again"}"#;
    assert_eq!(cell(&place.all()[0], "extra"), &text(extra));
}

#[test]
fn several_members_are_one_file_and_garbage_behind_them_is_told_with_its_place() {
    let place = place();
    let mut bytes = gz(&file(&[row("http://a.example/", "one")]));
    bytes.extend(gz(b""));
    bytes.extend(gz(
        format!("{}\n", row("http://b.example/", "two")).as_bytes()
    ));
    let outcome = place.ingest(&place.raw(&bytes)).unwrap();
    assert_eq!(outcome.rows, 2);
    for garbage in [
        "no gzip at all, and longer than a header",
        "\0\0\0\0\0\0\0\0\0\0\0\0",
    ] {
        let good = bytes.len() as u64;
        let raw = [&bytes, garbage.as_bytes()].concat();
        let error = place.ingest(&place.raw(&raw)).unwrap_err();
        let IngestError::Truncated { rows, at, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(rows, 2, "all that the members hold");
        assert!((good..=raw.len() as u64).contains(&at), "{at} of {good}");
        let manifest = place.store.manifest(&place.id).unwrap();
        assert!(!manifest.complete && manifest.trouble.unwrap().contains("at byte"));
        assert_eq!(manifest.rows, 2);
    }
}

#[test]
fn a_wrong_checksum_is_told_and_the_rows_are_kept() {
    let place = place();
    let mut bytes = gz(&file(&[row("http://a.example/", "one")]));
    let crc = bytes.len() - 8;
    bytes[crc] ^= 1;
    let error = place.ingest(&place.raw(&bytes)).unwrap_err();
    assert!(
        matches!(error, IngestError::Truncated { rows: 1, .. }),
        "{error}"
    );
    let manifest = place.store.manifest(&place.id).unwrap();
    assert_eq!((manifest.rows, manifest.complete), (1, false));
    assert_eq!(
        manifest.raw.unwrap().sha256.len(),
        64,
        "read to its end all the same"
    );
}

#[test]
fn a_file_that_unpacks_to_much_more_can_be_allowed() {
    let place = place();
    let raw = place.raw(&gz(plain(20_000).as_bytes()));
    let options = |max_ratio| IngestOptions {
        free_bytes: 1 << 10,
        max_ratio,
        ..IngestOptions::default()
    };
    let read = |options: &IngestOptions<'_>| {
        let no = AtomicBool::new(false);
        ingest_with(&place.store, &place.id, &raw, &no, &mut |_| {}, options)
    };
    let stopped = read(&options(2));
    assert!(
        matches!(stopped, Err(IngestError::TooLarge { .. })),
        "{stopped:?}"
    );
    let held = place.store.manifest(&place.id).unwrap().rows;
    assert!(held > 0 && held < 20_000);
    assert_eq!(read(&options(1_000)).unwrap().rows, 20_000);
}

#[test]
fn a_disk_that_is_full_stops_there_and_the_manifest_says_so() {
    let place = place();
    let raw = place.raw(&gz(plain(3_000).as_bytes()));
    let parts = std::cell::Cell::new(0);
    let before = |write: Write| {
        if write == Write::Part {
            parts.set(parts.get() + 1);
            if parts.get() == 2 {
                return Err(std::io::Error::from(std::io::ErrorKind::StorageFull));
            }
        }
        Ok(())
    };
    let options = IngestOptions {
        first_part: 100,
        before: Some(&before),
        ..IngestOptions::default()
    };
    let no = AtomicBool::new(false);
    let read = || ingest_with(&place.store, &place.id, &raw, &no, &mut |_| {}, &options);
    let error = read().unwrap_err();
    assert!(matches!(error, IngestError::Store(_)), "{error}");
    let manifest = place.store.manifest(&place.id).unwrap();
    assert_eq!((manifest.rows, manifest.complete), (100, false));
    assert_eq!(manifest.trouble, Some(error.to_string()));
    let beside = std::fs::read_dir(place.store.datasets_dir().join(&place.id.0)).unwrap();
    let left = beside.filter(|f| {
        let name = f.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".part")
    });
    assert_eq!(left.count(), 0, "room is made");
    assert_eq!(read().unwrap().rows, 3_000);
    assert_eq!(place.store.manifest(&place.id).unwrap().trouble, None);
}

#[test]
fn an_exported_list_of_domains_is_read_as_one() {
    let place = place();
    let csv = "\u{feff}\"Domain\",\"TrustFlow\",\"RefDomains\",\"New\"\r\n\"b.example\",\"40\",\"7\",\"x\"\r\n\
        \"a.co.uk\",\"\",\"\",\"\"\r\n\"too few\"\r\n";
    let outcome = place.ingest(&place.raw(csv.as_bytes())).unwrap();
    assert_eq!((outcome.rows, outcome.domains, outcome.bad_rows), (0, 2, 1));
    let dataset = place.dataset();
    assert_eq!(
        super::tests::domain(&dataset, 0, "trust_flow"),
        Value::Int(40)
    );
    assert_eq!(super::tests::domain(&dataset, 1, "tld"), text("co.uk"));
    assert!(dataset.manifest().complete);
}
