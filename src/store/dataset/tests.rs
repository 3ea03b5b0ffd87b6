//! Lists over a dataset, against the same asked of plain vectors.

use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::model::column::Value;
use crate::model::export::Format;
use crate::model::link::LINKS;
use crate::model::rows::{DatasetId, Direction, List, Row, RowId, SortKey, parse_order};
use crate::store::{Dataset, Origin, SCHEMA, Store, StoreError, export, ingest};

pub(super) static NO: AtomicBool = AtomicBool::new(false);
pub(super) const ALL: List = List::Links { domain: None };

pub(in crate::store) struct Place {
    _dir: tempfile::TempDir,
    pub(in crate::store) store: Store,
    pub(in crate::store) id: DatasetId,
    pub(in crate::store) dataset: Dataset,
}

pub(super) fn place(rows: usize) -> Place {
    let mut text: String = LINKS
        .columns
        .iter()
        .take(22)
        .map(|c| c.wire())
        .collect::<Vec<_>>()
        .join(",");
    let mut random = fastrand::Rng::with_seed(3);
    for row in 0..rows {
        let tf = match random.u8(0..10) {
            0 => String::new(),
            _ => random.u8(0..=100).to_string(),
        };
        let anchor = ["", "Ärger", "=SUM(A1)", "plain \u{1b}[2J", "\"a, b\""][random.usize(0..5)];
        write!(
            text,
            "\nhttp://t.example/{},1,https://www.host{}.example/{row},2,{anchor},2026-11-{:02},2020-01-01,{},,,,,,,{},{tf},6,7,Arts,1,,",
            row % 7,
            random.usize(0..rows / 5 + 1),
            random.u8(1..29),
            ["", "+"][random.usize(0..2)],
            row % 50,
        )
        .unwrap();
    }
    of_file("x", text.as_bytes())
}

/// A dataset of a file with this name and text.
pub(in crate::store) fn of_file(name: &str, text: &[u8]) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let origin = Origin::File { name: name.into() };
    let id = store.create_dataset(origin).unwrap();
    let raw = store.raw_path(&id, "x.csv");
    std::fs::write(&raw, text).unwrap();
    ingest(&store, &id, &raw, &NO, &mut |_| {}).unwrap();
    let dataset = store.dataset(&id).unwrap();
    Place {
        _dir: dir,
        store,
        id,
        dataset,
    }
}

pub(super) fn every(dataset: &Dataset, list: &List) -> Vec<Row> {
    let ranking = dataset.rank(list, None, &[], &NO).unwrap();
    let columns: Vec<usize> = (0..list.table().columns.len()).collect();
    dataset.read(&ranking, 0..u64::MAX, &columns).unwrap()
}

/// The order as the standard sort gives it: unknown last, ties by arrival.
pub(super) fn expected(rows: &[Row], order: &[SortKey]) -> Vec<RowId> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by(|a, b| {
        order
            .iter()
            .map(|key| {
                let (a, b) = (&a.cells[key.column], &b.cells[key.column]);
                let known = a.is_null().cmp(&b.is_null());
                let order = a.order(b);
                known.then(if key.descending {
                    order.reverse()
                } else {
                    order
                })
            })
            .find(|o| o.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    rows.iter().map(|r| r.id).collect()
}

#[test]
fn rankings_agree_with_a_plain_sort() {
    let place = place(9_000);
    let dataset = &place.dataset;
    assert!(dataset.manifest().parts.len() > 1);
    let some = List::Links {
        domain: Some(RowId(5)),
    };
    for (list, orders) in [
        (
            &List::Domains,
            &[
                "best_tf:desc",
                "links:desc,domain",
                "follow_share,last_seen:desc,tld:desc",
                "trust_flow",
            ][..],
        ),
        (
            &ALL,
            &[
                "tf:desc",
                "tf:asc",
                "anchor:desc,crawled",
                "nofollow,cf,source_url:desc",
            ],
        ),
        (&some, &["tf:desc", "source_url:desc"]),
    ] {
        let rows = every(dataset, list);
        for text in orders {
            let order = parse_order(list.table(), text).unwrap();
            let ranking = dataset.rank(list, None, &order, &NO).unwrap();
            let got: Vec<_> = (0..ranking.len())
                .map(|p| ranking.row(p).unwrap())
                .collect();
            assert_eq!(got, expected(&rows, &order), "{text}");
            let row = ranking.row(ranking.len() / 2).unwrap();
            assert_eq!(ranking.position_of(row), Some(ranking.len() / 2));
        }
    }
}

#[test]
fn a_domain_leads_to_its_links_and_back() {
    let place = place(3_000);
    let dataset = &place.dataset;
    let (domains, links) = (every(dataset, &List::Domains), every(dataset, &ALL));
    let mut total = 0;
    for domain in &domains {
        let list = List::Links {
            domain: Some(domain.id),
        };
        let held = dataset.rank(&list, None, &[], &NO).unwrap();
        assert_eq!(domain.cells[1], Value::Int(held.len() as i64));
        for position in 0..held.len() {
            let row = held.row(position).unwrap();
            assert_eq!(links[row.0 as usize].cells[22], domain.cells[0]);
            assert_eq!(dataset.domain_of(row).unwrap(), domain.id);
        }
        assert_eq!(
            dataset.domain_name(domain.id).unwrap(),
            domain.cells[0].plain()
        );
        total += held.len();
    }
    assert_eq!(total, 3_000);
    let nobody = List::Links {
        domain: Some(RowId(1 << 40)),
    };
    assert!(dataset.rank(&nobody, None, &[], &NO).unwrap().is_empty());
}

#[test]
fn scattered_rows_and_columns_come_in_the_order_asked() {
    let place = place(9_000);
    let dataset = &place.dataset;
    let order = parse_order(&LINKS, "tf:desc").unwrap();
    let ranking = dataset.rank(&ALL, None, &order, &NO).unwrap();
    let rows = dataset.read(&ranking, 100..150, &[15, 2, 2, 22]).unwrap();
    assert_eq!(rows.len(), 50);
    for row in &rows {
        let whole = dataset.link(row.id).unwrap();
        assert_eq!(
            row.cells,
            [&whole[15], &whole[2], &whole[2], &whole[22]].map(Clone::clone)
        );
    }
    assert_eq!(
        dataset.read(&ranking, 8_990..9_100, &[0]).unwrap().len(),
        10
    );
    assert!(
        dataset
            .read(&ranking, 9_000..9_100, &[0])
            .unwrap()
            .is_empty()
    );
    assert!(matches!(
        dataset.read(&ranking, 0..1, &[99]),
        Err(StoreError::NoSuchColumn(99))
    ));
    assert!(matches!(
        dataset.link(RowId(9_000)),
        Err(StoreError::NoSuchRow { .. })
    ));
}

#[test]
fn finding_goes_on_both_ways_and_around() {
    let place = place(9_000);
    let dataset = &place.dataset;
    let order = parse_order(&LINKS, "tf:desc").unwrap();
    let ranking = dataset.rank(&ALL, None, &order, &NO).unwrap();
    let rows = dataset.read(&ranking, 0..9_000, &[2, 4]).unwrap();
    let hits: Vec<u64> = (0..9_000)
        .filter(|p| matches!(&rows[*p as usize].cells[0], Value::Text(t) if t.ends_with("/877") ))
        .collect();
    let [hit] = hits[..] else { panic!("{hits:?}") };
    let find = |needle: &str, from, direction| {
        dataset
            .find_in(&ranking, &[2, 4, 5], needle, from, direction, &NO)
            .unwrap()
    };
    for from in [0, hit, (hit + 1) % 9_000, 8_999] {
        assert_eq!(
            find("EXAMPLE/877", from, Direction::Backward)
                .map(|p| &rows[p as usize].cells[0])
                .map(|v| v.plain().contains("/877")),
            Some(true)
        );
    }
    let umlauts: Vec<u64> = (0..9_000)
        .filter(|p| rows[*p as usize].cells[1] == Value::Text("Ärger".into()))
        .collect();
    assert_eq!(
        find("äRG", umlauts[3], Direction::Forward),
        Some(umlauts[4])
    );
    assert_eq!(
        find("äRG", umlauts[3], Direction::Backward),
        Some(umlauts[2])
    );
    assert_eq!(
        find("ärg", *umlauts.last().unwrap(), Direction::Forward),
        Some(umlauts[0])
    );
    assert_eq!(find("nowhere", 5, Direction::Forward), None);
    assert_eq!(find("", 5, Direction::Forward), None);
    assert_eq!(
        dataset
            .find(&ranking, "arts", 7, Direction::Forward, &NO)
            .unwrap(),
        Some(8)
    );
}

#[test]
fn giving_up_is_an_answer() {
    let place = place(100);
    let order = parse_order(&LINKS, "anchor").unwrap();
    let stopped = place
        .dataset
        .rank(&ALL, None, &order, &AtomicBool::new(true));
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
}

#[test]
fn exports_are_safe_where_they_are_read() {
    let place = place(200);
    let dataset = &place.dataset;
    let ranking = dataset.rank(&ALL, None, &[], &NO).unwrap();
    let written = |format, limit| {
        let mut out = Vec::new();
        let rows = export(dataset, &ranking, &[4, 15, 5, 7], format, limit, &mut out).unwrap();
        (rows, String::from_utf8(out).unwrap())
    };
    let anchors = every(dataset, &ALL);
    let (rows, csv) = written(Format::Csv, None);
    assert_eq!(rows, 200);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().get(1), Some("source_trust_flow"));
    let back: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
    for (record, row) in back.iter().zip(&anchors) {
        assert_eq!(record[0].trim_start_matches('\''), row.cells[4].plain());
        assert_eq!(record[1], *row.cells[15].plain());
        assert!(!record[0].starts_with('='));
    }
    let (_, lines) = written(Format::Jsonl, Some(7));
    assert_eq!(lines.lines().count(), 7);
    let (_, json) = written(Format::Json, None);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 200);
    assert_eq!(
        json[3]["nofollow"],
        serde_json::to_value(&anchors[3].cells[7]).unwrap()
    );
    assert_eq!(written(Format::Json, Some(0)).1, "[]\n");
    let (_, table) = written(Format::Table, None);
    assert_eq!(table.lines().count(), 201);
    assert!(!table.chars().any(|c| c.is_control() && c != '\n'));
}

#[test]
fn a_later_layout_and_damage_are_refused() {
    let place = place(100);
    let folder = place.store.datasets_dir().join(&place.id.0);
    let path = folder.join("manifest.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let now = format!("\"schema\": {SCHEMA}");
    let later = text.replacen(&now, &format!("\"schema\": {}", SCHEMA + 1), 1);
    assert_ne!(later, text);
    std::fs::write(&path, later).unwrap();
    let error = place.store.dataset(&place.id).unwrap_err();
    assert!(matches!(error, StoreError::NewerDataset { .. }));
    let outside = text.replacen("links-00000.parquet", "../links-00000.parquet", 1);
    std::fs::write(&path, outside).unwrap();
    assert!(matches!(
        place.store.dataset(&place.id),
        Err(StoreError::Manifest { .. })
    ));
    std::fs::write(&path, &text).unwrap();
    std::fs::write(folder.join("links-00000.parquet"), b"PAR1 no").unwrap();
    assert!(matches!(
        place.store.dataset(&place.id),
        Err(StoreError::Part(_))
    ));
    let other = DatasetId("../..".into());
    assert!(matches!(
        place.store.dataset(&other),
        Err(StoreError::NoSuchDataset(_))
    ));
}

/// Run with `--ignored --nocapture` for figures.
#[test]
#[ignore = "a measurement"]
fn figures_of_200_000_links() {
    let began = Instant::now();
    let place = place(200_000);
    println!("generate and ingest {:?}", began.elapsed());
    let dataset = &place.dataset;
    let timed = |what: &str, work: &mut dyn FnMut()| {
        for _ in 0..3 {
            let began = Instant::now();
            work();
            println!("{what} {:?}", began.elapsed());
        }
    };
    let order = parse_order(&LINKS, "tf:desc").unwrap();
    timed("rank by number", &mut || {
        drop(dataset.rank(&ALL, None, &order, &NO).unwrap())
    });
    let text = parse_order(&LINKS, "source_url").unwrap();
    timed("rank by text", &mut || {
        drop(dataset.rank(&ALL, None, &text, &NO).unwrap())
    });
    let ranking = dataset.rank(&ALL, None, &order, &NO).unwrap();
    let columns = [0, 2, 4, 5, 6, 7, 14, 15, 18, 22];
    timed("read 50 of 10 columns", &mut || {
        drop(dataset.read(&ranking, 5_000..5_050, &columns).unwrap())
    });
    timed("find nothing", &mut || {
        let found = dataset.find(&ranking, "nowhere", 0, Direction::Forward, &NO);
        assert_eq!(found.unwrap(), None);
    });
}
