//! Parquet files from elsewhere, made to do harm.

use std::fs::File;
use std::io::{Seek, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use ::parquet::file::metadata::{
    ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataWriter, RowGroupMetaData,
};
use arrow_array::{ArrayRef, RecordBatch, StringArray};

use super::tests::{cell, place};
use super::*;
use crate::model::column::Value;

/// A file of links with these anchor texts.
fn file(folder: &Path, anchors: &[&str]) -> PathBuf {
    let texts = |text: &dyn Fn(usize) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values((0..anchors.len()).map(text)))
    };
    let batch = RecordBatch::try_from_iter([
        ("source_url", texts(&|n| format!("https://h{n}.example/"))),
        ("target_url", texts(&|_| "https://t.example/".to_owned())),
        ("anchor_text", texts(&|n| anchors[n].to_owned())),
    ])
    .unwrap();
    let path = folder.join("links.parquet");
    let out = File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(out, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

/// Writes the file's description of itself anew, with its first column and row group changed.
fn lie(
    path: &Path,
    column: fn(ColumnChunkMetaData) -> ColumnChunkMetaData,
    rows: Option<i64>,
) -> PathBuf {
    let mut from = File::open(path).unwrap();
    let found = ArrowReaderMetadata::load(&from, ArrowReaderOptions::new()).unwrap();
    let found = found.metadata();
    let group = found.row_group(0);
    let mut columns = group.columns().to_vec();
    columns[0] = column(columns[0].clone());
    let group = RowGroupMetaData::builder(group.schema_descr_ptr())
        .set_column_metadata(columns)
        .set_num_rows(rows.unwrap_or(group.num_rows()))
        .set_total_byte_size(group.total_byte_size())
        .build()
        .unwrap();
    let lying = ParquetMetaData::new(found.file_metadata().clone(), vec![group]);
    let path = path.with_file_name("lying.parquet");
    let mut out = File::create(&path).unwrap();
    from.rewind().unwrap();
    std::io::copy(&mut from, &mut out).unwrap();
    ParquetMetaDataWriter::new(&mut out, &lying)
        .finish()
        .unwrap();
    out.flush().unwrap();
    path
}

#[test]
fn what_a_file_says_of_itself_and_cannot_be_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), &["a", "b"]);
    let as_it_is = lie(&path, |column| column, None);
    assert_eq!(place().ingest(&as_it_is).unwrap().rows, 2);
    let set = |change: fn(ColumnChunkMetaData) -> ColumnChunkMetaData| lie(&path, change, None);
    let lies: [&dyn Fn() -> PathBuf; 4] = [
        &|| {
            set(|c| {
                let c = c.into_builder().set_dictionary_page_offset(Some(-1));
                c.build().unwrap()
            })
        },
        &|| {
            set(|c| {
                let c = c.into_builder().set_dictionary_page_offset(None);
                c.set_data_page_offset(-1).build().unwrap()
            })
        },
        &|| {
            set(|c| {
                let c = c.into_builder().set_total_compressed_size(-1);
                c.build().unwrap()
            })
        },
        &|| lie(&path, |c| c, Some(-1)),
    ];
    for lie in lies {
        let error = place().ingest(&lie()).unwrap_err();
        assert!(matches!(error, IngestError::Parquet { .. }), "{error}");
    }
}

#[test]
fn a_long_text_that_is_repeated_without_end_stops_there() {
    let dir = tempfile::tempdir().unwrap();
    let long = "x".repeat(16 << 10);
    let path = file(dir.path(), &vec![long.as_str(); 2_000]);
    let place = place();
    let options = IngestOptions {
        free_bytes: 4 << 20,
        max_ratio: 2,
        ..IngestOptions::default()
    };
    let no = AtomicBool::new(false);
    let read = |options: &IngestOptions<'_>| {
        ingest_with(&place.store, &place.id, &path, &no, &mut |_| {}, options)
    };
    let stopped = read(&options);
    assert!(
        matches!(stopped, Err(IngestError::TooLarge { .. })),
        "{stopped:?}"
    );
    let held = place.dataset().links();
    assert!((1..300).contains(&held), "{held}");
    assert_eq!(read(&IngestOptions::default()).unwrap().rows, 2_000);
}

#[test]
fn a_row_longer_than_any_is_counted_and_those_around_it_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let long = "x".repeat(2 << 20);
    let mut anchors = vec!["short"; 200];
    anchors[70] = &long;
    let path = file(dir.path(), &anchors);
    let place = place();
    let options = IngestOptions {
        max_row: 1 << 20,
        ..IngestOptions::default()
    };
    let no = AtomicBool::new(false);
    let outcome = ingest_with(&place.store, &place.id, &path, &no, &mut |_| {}, &options).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (199, 1));
    assert_eq!(outcome.bad_samples[0].0, 71);
    assert!(outcome.bad_samples[0].1.contains("longer than 1048576"));
    let rows = place.all();
    let url = |row: usize| cell(&rows[row], "source_url").clone();
    assert_eq!(url(69), Value::Text("https://h69.example/".to_owned()));
    assert_eq!(url(70), Value::Text("https://h71.example/".to_owned()));
    let short = Value::Text("short".to_owned());
    assert!(rows.iter().all(|r| *cell(r, "anchor_text") == short));
}
