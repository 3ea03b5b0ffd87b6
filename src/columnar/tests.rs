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
    let columns = [0, 1, 6].map(|column| part.rows_at(&rows, column).unwrap());
    assert_eq!(columns[0].len(), rows.len());
    for (at, row) in rows.iter().enumerate() {
        let column = |c: usize, kind| value(&columns[c], kind, at);
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
    assert_eq!(part.rows_at(&[], 0).unwrap().len(), 0);
    assert_eq!(part.read_column(1).unwrap().len(), 5_500);
}

#[test]
fn any_ranges_of_rows_are_those_of_the_column() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    write(&path, 5_500);
    let part = Part::open(&path).unwrap();
    let mut random = fastrand::Rng::with_seed(11);
    for column in [0, 1, 8, DOMAINS.columns.len()] {
        let whole = part.read_column(column).unwrap();
        for _ in 0..60 {
            let mut ranges = Vec::new();
            let mut at = random.usize(0..600);
            while at < 5_500 {
                let (long, far) = (random.usize(0..3), random.usize(0..3));
                let end = (at + random.usize(1..[2, 40, 900][long])).min(5_500);
                ranges.push(at..end);
                at = end + random.usize(1..[3, 300, 2_000][far]);
            }
            let got = part.read_ranges(column, &ranges).unwrap();
            let rows = ranges.iter().cloned().flatten();
            let rows = arrow_array::UInt32Array::from_iter_values(rows.map(|row| row as u32));
            let expected = arrow_select::take::take(&whole, &rows, None).unwrap();
            assert_eq!(&got, &expected, "{column} {ranges:?}");
        }
    }
    assert!(part.read_ranges(0, &[3..5, 4..6]).is_err());
    let beyond = 5_499..5_501;
    assert!(part.read_ranges(0, std::slice::from_ref(&beyond)).is_err());
}

#[test]
fn numbers_are_as_narrow_as_they_can_be() {
    use crate::model::column::Kind;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    write(&path, 5_500);
    let part = Part::open(&path).unwrap();
    for (column, kind, width) in [
        (1, Kind::Int, 2),
        (6, Kind::Date, 2),
        (4, Kind::Share, 8),
        (DOMAINS.columns.len(), Kind::Int, 2),
    ] {
        let numbers = Numbers::read(&part, column, kind).unwrap();
        assert_eq!(numbers.codes().bytes(), width * 5_500, "{column}");
        let array = part.read_column(column).unwrap();
        for row in (0..5_500).step_by(7) {
            let cell = match column == DOMAINS.columns.len() {
                true => Value::Int(row as i64),
                false => value(&array, kind, row),
            };
            assert_eq!(numbers.value(row), cell);
        }
    }
    assert!(
        Numbers::read(&part, 0, Kind::Int).is_err(),
        "text is no number"
    );
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
    assert!(part.rows_at(&[3, 2], 0).is_err());
    assert!(part.rows_at(&[10], 0).is_err());
    assert!(part.rows_at(&[1], 99).is_err());
    assert!(part.read_column(99).is_err());
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

#[test]
fn whatever_byte_is_damaged_reading_ends_with_rows_or_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    let schema = schema(&crate::model::link::LINKS, &[]);
    let place = schema.index_of("source_url").unwrap();
    let mut rows = RowsBuilder::with(schema.clone(), |at| at == place).unwrap();
    for row in 0..3_000 {
        let url = format!("https://h{}.example/page/{row}", row / 30);
        rows.text(place, Some(&url));
    }
    let mut writer = PartWriter::create(&path, schema).unwrap();
    writer.write(&rows.finish().unwrap()).unwrap();
    writer.finish().unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut random = fastrand::Rng::with_seed(11);
    let mut errors = 0;
    for _ in 0..1_500 {
        let mut bytes = whole.clone();
        let at = random.usize(..bytes.len());
        bytes[at] ^= 1 << random.u8(..8);
        std::fs::write(&path, &bytes).unwrap();
        let read = Part::open(&path).and_then(|part| part.read_column(place));
        errors += usize::from(read.is_err());
    }
    assert!(errors > 100, "{errors}");
}

/// Anchors with moments, counts and nothing; rows of every length.
fn write_nested(path: &std::path::Path, rows: i64) -> (Vec<[Value; 3]>, usize) {
    let schema = schema(&crate::model::link::LINKS, &[]);
    let place = |id: &str| schema.index_of(id).unwrap();
    let places = [
        place("prev_seen"),
        place("attributes"),
        place("indirect_link_path"),
    ];
    let counts = DOMAINS.position("referring_links_types").unwrap();
    let field = Field::new("counts", data_type(DOMAINS.columns[counts].kind), true);
    let mut fields: Vec<_> = schema.fields().iter().map(|f| f.as_ref().clone()).collect();
    fields.push(field);
    let schema = std::sync::Arc::new(arrow_schema::Schema::new(fields));
    let last = schema.fields().len() - 1;
    let filled = |at: usize| places.contains(&at) || at == last;
    let mut builder = RowsBuilder::with(schema.clone(), filled).unwrap();
    let mut writer = PartWriter::create(path, schema).unwrap();
    let mut random = fastrand::Rng::with_seed(3);
    let mut cells = Vec::new();
    for row in 0..rows {
        let texts = (0..random.usize(0..5)).map(|n| format!("text {row} {n}"));
        let hops = (0..random.usize(0..3)).map(|n| crate::model::nested::Hop {
            kind: (n == 0).then(|| "redirect".to_owned()),
            status_code: Some(300 + row % 9),
            url: Some(format!("https://h{row}.example/")),
        });
        let known = random.usize(0..4);
        let row = [
            Value::Time(1_700_000_000 + row),
            Value::Texts(texts.collect()),
            Value::Path(hops.collect()),
        ];
        let row = match known {
            0 => [Value::Null, Value::Null, Value::Null],
            _ => row,
        };
        for (place, cell) in places.iter().zip(&row) {
            builder.value(*place, cell);
        }
        let names = (0..random.i64(0..4)).map(|n| (format!("name {n}"), n));
        builder.value(
            last,
            &Value::Counts(crate::model::nested::Counts::new(names)),
        );
        cells.push(row);
        if builder.len() == 2 * PAGE_ROWS {
            writer.write(&builder.finish().unwrap()).unwrap();
        }
    }
    writer.write(&builder.finish().unwrap()).unwrap();
    writer.finish().unwrap();
    (cells, last)
}

#[test]
fn several_values_a_cell_are_read_through_any_pages() {
    use crate::model::column::Kind;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    let (cells, last) = write_nested(&path, 20_000);
    let part = Part::open(&path).unwrap();
    let columns = ["prev_seen", "attributes", "indirect_link_path"].map(|id| {
        let column =
            &crate::model::link::LINKS.columns[crate::model::link::LINKS.position(id).unwrap()];
        (part.place(column).unwrap().unwrap(), column.kind)
    });
    let mut random = fastrand::Rng::with_seed(5);
    for (at, (place, kind)) in columns.into_iter().enumerate() {
        for turn in 0..12 {
            let mut rows: Vec<usize> = (0..[1, 40, 3_000][turn % 3])
                .map(|_| random.usize(0..20_000))
                .collect();
            rows.sort_unstable();
            rows.dedup();
            let array = part.rows_at(&rows, place).unwrap();
            assert_eq!(array.len(), rows.len());
            for (n, row) in rows.iter().enumerate() {
                assert_eq!(value(&array, kind, n), cells[*row][at], "{row}");
            }
        }
        let lengths = Numbers::read(&part, place, kind).unwrap();
        for (row, cell) in cells.iter().enumerate().step_by(97) {
            let expected = match &cell[at] {
                Value::Texts(texts) => Value::Int(texts.len() as i64),
                Value::Path(path) => Value::Int(path.len() as i64),
                other => other.clone(),
            };
            assert_eq!(lengths.value(row), expected);
        }
    }
    let counts = part.rows_at(&[7, 19_999], last).unwrap();
    assert!(matches!(value(&counts, Kind::Counts, 1), Value::Counts(_)));
    let empty = &crate::model::link::LINKS.columns[crate::model::link::LINKS
        .position("domain_from_platform_type")
        .unwrap()];
    assert_eq!(part.place(empty).unwrap(), None, "no row has a cell in it");
}

#[test]
fn damage_of_several_values_a_cell_ends_with_rows_or_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    let (_, last) = write_nested(&path, 400);
    let whole = std::fs::read(&path).unwrap();
    let place = Part::open(&path)
        .unwrap()
        .schema()
        .index_of("attributes")
        .unwrap();
    let mut random = fastrand::Rng::with_seed(13);
    let mut errors = 0;
    for _ in 0..1_500 {
        let mut bytes = whole.clone();
        let at = random.usize(..bytes.len());
        bytes[at] ^= 1 << random.u8(..8);
        std::fs::write(&path, &bytes).unwrap();
        for column in [place, last] {
            let read = Part::open(&path).and_then(|part| part.read_column(column));
            errors += usize::from(read.is_err());
        }
    }
    assert!(errors > 100, "{errors}");
}
