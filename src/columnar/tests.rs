//! Parts written and read back.

use arrow_schema::{DataType, Field};

use super::*;
use crate::model::column::Value;
use crate::model::domain::DOMAINS;

fn write(path: &std::path::Path, rows: i64) -> PartFile {
    let schema = schema(
        &DOMAINS,
        &[Field::new("domain_row", DataType::UInt32, false)],
    );
    let id = DOMAINS.columns.len();
    let mut builder = RowsBuilder::with(schema.clone(), |at| at < 12 || at == id).unwrap();
    let mut writer = PartWriter::create(path, schema).unwrap();
    for row in 0..rows {
        builder.text(0, Some(&format!("host{row}.example")));
        for column in [1, 2, 3, 10, 11] {
            builder.int(column, (row % 3 != 0).then_some(row * column as i64));
        }
        builder.share(4, Some(0.5));
        builder.share(5, None);
        builder.date(6, Some(row as i32));
        builder.date(7, None);
        builder.text(8, Some("Science"));
        builder.text(9, None);
        builder.id(id, row as u32);
        if builder.len() == 4 * PAGE_ROWS {
            writer.write(&builder.finish().unwrap()).unwrap();
        }
    }
    writer.write(&builder.finish().unwrap()).unwrap();
    assert_eq!(writer.rows(), rows as u64);
    writer.finish().unwrap()
}

#[test]
fn scattered_rows_come_back_as_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    let file = write(&path, 5_500);
    assert_eq!(file.rows, 5_500);
    assert_eq!(file.bytes, std::fs::metadata(&path).unwrap().len());
    assert_eq!(file.sha256.len(), 64);
    let part = Part::open(&path).unwrap();
    assert_eq!(part.rows(), 5_500);
    let rows = [0, 1, 255, 256, 4_000, 5_499];
    let batch = part
        .rows_at(&rows, &[0, 1, 6, DOMAINS.columns.len()])
        .unwrap();
    assert_eq!(batch.num_rows(), rows.len());
    for (at, row) in rows.iter().enumerate() {
        let column = |c: usize, kind| value(batch.column(c), kind, at);
        use crate::model::column::Kind;
        assert_eq!(
            column(0, Kind::Text),
            Value::Text(format!("host{row}.example"))
        );
        let number = if row % 3 == 0 {
            Value::Null
        } else {
            Value::Int(*row as i64)
        };
        assert_eq!(column(1, Kind::Int), number);
        assert_eq!(column(2, Kind::Date), Value::Date(*row as i32));
        assert_eq!(column(2, Kind::Text), Value::Null, "another kind");
    }
    assert_eq!(part.rows_at(&[], &[0]).unwrap().num_rows(), 0);
    assert_eq!(part.column(1).unwrap().len(), 5_500);
}

#[test]
fn pages_are_small_and_no_temporary_file_stays() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    write(&path, 5_500);
    let part = Part::open(&path).unwrap();
    assert!(part.page_rows(0).unwrap().iter().all(|n| *n <= PAGE_ROWS));
    let names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
    assert_eq!(names.len(), 1);
}

#[test]
fn a_column_without_a_cell_has_no_place_and_costs_next_to_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    let whole = write(&path, 200_000);
    let part = Part::open(&path).unwrap();
    let place = |id: &str| part.place(&DOMAINS.columns[DOMAINS.position(id).unwrap()]);
    assert_eq!(place("domain").unwrap(), Some(0));
    assert_eq!(place("first_seen").unwrap(), Some(6));
    for empty in [
        "lost_share",
        "last_seen",
        "tld",
        "country",
        "matches",
        "extra",
    ] {
        assert_eq!(place(empty).unwrap(), None, "{empty}");
    }
    let fields = part.schema().fields();
    let empty = fields.len() - 10;
    let narrow: Vec<usize> = (0..fields.len())
        .filter(|at| [0, 1, 2, 3, 4, 6, 8, 10, 11, fields.len() - 1].contains(at))
        .collect();
    let slim = dir.path().join("slim.parquet");
    let schema = std::sync::Arc::new(part.schema().project(&narrow).unwrap());
    let mut writer = PartWriter::create(&slim, schema).unwrap();
    part.scan(&narrow, &mut |batch| {
        writer.write(batch)?;
        Ok(true)
    })
    .unwrap();
    let slim = writer.finish().unwrap();
    let each = (whole.bytes - slim.bytes) as f64 / empty as f64 / 200_000.0;
    println!(
        "{} and {} bytes: {each} a cell that is not there",
        whole.bytes, slim.bytes
    );
    assert!(each < 0.25, "{each} bytes a cell");
}

#[test]
fn a_column_of_another_kind_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    let field = Field::new("domain", DataType::Int64, true);
    let schema = std::sync::Arc::new(arrow_schema::Schema::new(vec![field]));
    let mut builder = RowsBuilder::new(schema.clone()).unwrap();
    builder.int(0, Some(1));
    let mut writer = PartWriter::create(&path, schema).unwrap();
    writer.write(&builder.finish().unwrap()).unwrap();
    writer.finish().unwrap();
    let part = Part::open(&path).unwrap();
    assert!(part.place(&DOMAINS.columns[0]).is_err());
    assert_eq!(part.place(&DOMAINS.columns[1]).unwrap(), None);
}

#[test]
fn bad_questions_and_bad_files_are_errors() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    write(&path, 10);
    let part = Part::open(&path).unwrap();
    assert!(part.rows_at(&[3, 2], &[0]).is_err());
    assert!(part.rows_at(&[10], &[0]).is_err());
    assert!(part.rows_at(&[1], &[99]).is_err());
    assert!(part.column(99).is_err());
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(Part::open(&path).is_err());
    assert!(Part::open(&dir.path().join("none")).is_err());
}

#[test]
fn an_unequal_row_does_not_close() {
    let mut builder = RowsBuilder::new(schema(&DOMAINS, &[])).unwrap();
    builder.text(0, Some("a"));
    assert!(builder.finish().is_err());
}
