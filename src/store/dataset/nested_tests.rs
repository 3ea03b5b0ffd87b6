//! Moments, lists, counts and ways: what the store says of them against the same asked of plain vectors.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use crate::model::catalog::majestic;
use crate::model::column::{Kind, Value};
use crate::model::export::Format;
use crate::model::filter::for_value;
use crate::model::link::LINKS;
use crate::model::rows::{Field, List, Of, SortKey};
use crate::store::ingest::scene::{ALL, Place, every, grid};
use crate::store::{AnswerRows, Dataset, Origin, Page, export, filter, ingest, ingest_pages};

static NO: AtomicBool = AtomicBool::new(false);

fn texts(random: &mut fastrand::Rng) -> String {
    let all = ["nofollow", "ugc", "Sponsored", "no;opener", "\\u001b[31m"];
    let some: Vec<String> = (0..random.usize(0..4))
        .map(|_| format!("\"{}\"", all[random.usize(..all.len())]))
        .collect();
    match some.is_empty() {
        true => String::new(),
        false => format!("[{}]", some.join(",")),
    }
}

fn counts(random: &mut fastrand::Rng) -> String {
    let all = ["anchor", "image", "co.uk", "", "DE"];
    let some: BTreeMap<&str, i64> = (0..random.usize(0..4))
        .map(|_| (all[random.usize(..all.len())], random.i64(0..9)))
        .collect();
    match some.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&some).unwrap(),
    }
}

fn path(random: &mut fastrand::Rng) -> String {
    let stops: Vec<String> = (0..random.usize(0..3))
        .map(|_| {
            let (kind, code) = (["redirect", "canonical"][random.usize(..2)], random.i64(300..304));
            format!("{{\"type\":\"{kind}\",\"status_code\":{code},\"url\":\"https://go.example/{code}\"}}")
        })
        .collect();
    match stops.is_empty() {
        true => String::new(),
        false => format!("[{}]", stops.join(",")),
    }
}

fn page(random: &mut fastrand::Rng) -> AnswerRows {
    let (mut links, mut domains) = (Vec::new(), Vec::new());
    for _ in 0..60 {
        let moment = match random.usize(0..4) {
            0 => String::new(),
            n => format!(
                "2024-0{n}-0{} 1{}:00:0{} +00:00",
                random.usize(1..4),
                random.usize(0..3),
                random.usize(0..3)
            ),
        };
        links.push(format!(
            "https://www.h{}.example/|http://t.example/|{}|{}|{moment}|{}",
            random.usize(0..9),
            texts(random),
            path(random),
            random.i64(0..5)
        ));
    }
    for n in 0..8 {
        domains.push(format!("h{n}.example|{}|{}", counts(random), texts(random)));
    }
    let lines = |all: &[String]| all.to_vec();
    let (links, domains) = (lines(&links), lines(&domains));
    let of = |heads: &str, all: &[String]| {
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        grid(heads, &all)
    };
    AnswerRows {
        links: Some(of(
            "url_from|url_to|attributes|indirect_link_path|prev_seen|rank",
            &links,
        )),
        domains: Some(of(
            "Domain|referring_links_types|domain_from_platform_type",
            &domains,
        )),
        by_main_domain: true,
        ..AnswerRows::default()
    }
}

fn dataset(place: &Place, seed: u64) -> Dataset {
    let mut random = fastrand::Rng::with_seed(seed);
    let (id, _) = place.dataset(&majestic::GET_BACK_LINK_DATA, 1);
    let pages: Vec<_> = (0..9)
        .map(|n| {
            let name = format!("page-{n}.json");
            let raw = place.store.write_raw(&id, &name, name.as_bytes()).unwrap();
            Ok(Page {
                raw,
                rows: page(&mut random),
            })
        })
        .collect();
    ingest_pages(&place.store, &id, &mut pages.into_iter(), &NO, &mut |_| {}).unwrap();
    place.open(&id)
}

const FILTERS: [&str; 30] = [
    "attributes has nofollow",
    "attributes has sponsored",
    "attributes~follow",
    "attributes!~o",
    "attributes in (ugc, sponsored)",
    "attributes not in (ugc, sponsored)",
    "attributes is null",
    "attributes is not null and not attributes has ugc",
    "attributes==Sponsored or attributes==sponsored",
    "attributes starts no rank>2",
    "attributes =~ \"^u\"",
    "prev_seen>2024-02",
    "prev_seen=2024-02-01",
    "prev_seen<=2024-01-02T10:00",
    "prev_seen!=2024-01-02T10:00:01",
    "prev_seen in (2024-01, 2024-03-02T11:00:02)",
    "prev_seen is null",
    "indirect_link_path.status_code=302",
    "indirect_link_path.type=redirect and not indirect_link_path.type=canonical",
    "indirect_link_path.url~go.example/303",
    "indirect_link_path is null or rank=0",
    "indirect_link_path.status_code not in (301, 302)",
    "referring_links_types.anchor>3",
    "referring_links_types.\"co.uk\"<=5",
    "referring_links_types.\"\" is not null",
    "domain.referring_links_types.de is null",
    "not referring_links_types.image=1",
    "referring_links_types has image rank>1",
    "domain.domain_from_platform_type has ugc or attributes has ugc",
    "referring_links_types!~a",
];

#[test]
fn filters_pass_what_each_row_by_itself_passes() {
    for seed in 0..4 {
        let place = Place::new();
        let dataset = dataset(&place, seed);
        let [links, domains, _] = every(&dataset);
        for text in FILTERS {
            let wanted = filter(&ALL, text).unwrap().unwrap();
            let passes = |row: usize| {
                let domain = dataset
                    .domain_of(crate::model::rows::RowId(row as u64))
                    .unwrap();
                wanted.matches(&|field| match field.of {
                    Of::Row => links[row][field.column].clone(),
                    Of::Domain => domains[domain.0 as usize][field.column].clone(),
                })
            };
            let expected: Vec<u64> = (0..links.len())
                .filter(|row| passes(*row))
                .map(|row| row as u64)
                .collect();
            let ranking = dataset.rank(&ALL, Some(&wanted), &[], &NO).unwrap();
            let found: Vec<u64> = (0..ranking.len())
                .map(|at| ranking.row(at).unwrap().0)
                .collect();
            assert_eq!(found, expected, "{text} with seed {seed}");
            let only = List::Links {
                domain: Some(crate::model::rows::RowId(2)),
            };
            let ranking = dataset.rank(&only, Some(&wanted), &[], &NO).unwrap();
            let of_one: BTreeSet<u64> = (0..ranking.len())
                .map(|at| ranking.row(at).unwrap().0)
                .collect();
            let expected: BTreeSet<u64> = (expected.into_iter())
                .filter(|row| {
                    dataset
                        .domain_of(crate::model::rows::RowId(*row))
                        .unwrap()
                        .0
                        == 2
                })
                .collect();
            assert_eq!(of_one, expected, "{text} of one domain");
        }
    }
}

/// What a cell counts for; one that is not known counts for nothing known.
fn elements(cell: &Value) -> BTreeSet<Option<String>> {
    let mut all: BTreeSet<Option<String>> = match cell {
        Value::Texts(texts) => texts.iter().cloned().map(Some).collect(),
        Value::Counts(counts) => counts
            .iter()
            .map(|(name, _)| Some(name.to_owned()))
            .collect(),
        Value::Path(path) => path.iter().map(|stop| stop.kind.clone()).collect(),
        _ => BTreeSet::new(),
    };
    if all.is_empty() {
        all.insert(None);
    }
    all
}

#[test]
fn tallies_count_rows_by_element_and_each_can_be_filtered_by() {
    let place = Place::new();
    let dataset = dataset(&place, 9);
    let [links, domains, _] = every(&dataset);
    for name in [
        "attributes",
        "indirect_link_path",
        "referring_links_types",
        "domain.domain_from_platform_type",
    ] {
        let field = Field::named(&LINKS, name).unwrap();
        let ranking = dataset.rank(&ALL, None, &[], &NO).unwrap();
        let tally = dataset.tally(&ranking, field, usize::MAX, &NO).unwrap();
        let mut expected: BTreeMap<Option<String>, (u64, BTreeSet<u64>)> = BTreeMap::new();
        for (row, cells) in links.iter().enumerate() {
            let domain = dataset
                .domain_of(crate::model::rows::RowId(row as u64))
                .unwrap()
                .0;
            let cell = match field.of {
                Of::Row => &cells[field.column],
                Of::Domain => &domains[domain as usize][field.column],
            };
            for element in elements(cell) {
                let (rows, seen) = expected.entry(element).or_default();
                *rows += 1;
                seen.insert(domain);
            }
        }
        assert_eq!(
            (tally.rows, tally.distinct),
            (links.len() as u64, expected.len() as u64)
        );
        assert_eq!(tally.domains, dataset.domains());
        assert!(tally.values.is_sorted_by(|a, b| a.rows >= b.rows));
        for row in &tally.values {
            let element = match &row.value {
                Value::Text(text) => Some(text.clone()),
                other => {
                    assert!(other.is_null());
                    None
                }
            };
            let (rows, seen) = &expected[&element];
            assert_eq!(
                (row.rows, row.domains),
                (*rows, seen.len() as u64),
                "{name} {element:?}"
            );
            let picked = filter(&ALL, &for_value(&LINKS, field, &row.value))
                .unwrap()
                .unwrap();
            let ranking = dataset.rank(&ALL, Some(&picked), &[], &NO).unwrap();
            assert_eq!(ranking.len(), row.rows, "{}", picked.text());
        }
        let few = dataset.tally(&ranking, field, 1, &NO).unwrap();
        assert_eq!(few.values[..], tally.values[..1]);
    }
}

#[test]
fn moments_rank_by_time_and_lists_by_length() {
    let place = Place::new();
    let dataset = dataset(&place, 5);
    let [links, ..] = every(&dataset);
    for id in ["prev_seen", "attributes", "indirect_link_path"] {
        for descending in [false, true] {
            let column = LINKS.position(id).unwrap();
            let ranking = dataset
                .rank(&ALL, None, &[SortKey { column, descending }], &NO)
                .unwrap();
            let found: Vec<usize> = (0..ranking.len())
                .map(|at| ranking.row(at).unwrap().0 as usize)
                .collect();
            let mut expected: Vec<usize> = (0..links.len()).collect();
            expected.sort_by(|a, b| {
                let (a, b) = (&links[*a][column], &links[*b][column]);
                let order = if descending { b.order(a) } else { a.order(b) };
                a.is_null().cmp(&b.is_null()).then(order)
            });
            assert_eq!(found, expected, "{id} {descending}");
        }
    }
}

#[test]
fn an_export_tells_the_same_and_can_be_read_again() {
    let place = Place::new();
    let dataset = dataset(&place, 7);
    let ranking = dataset.rank(&ALL, None, &[], &NO).unwrap();
    let columns: Vec<usize> = (0..LINKS.columns.len()).collect();
    let written = |format| {
        let mut out = Vec::new();
        export(&dataset, &ranking, &columns, format, None, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let [links, ..] = every(&dataset);
    for (line, cells) in written(Format::Jsonl).lines().zip(&links) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        for (column, cell) in LINKS.columns.iter().zip(cells) {
            let told = &row[column.id];
            assert_eq!(told.is_null(), cell.is_null());
            match cell {
                Value::Texts(_) | Value::Path(_) => assert!(told.is_array(), "{told}"),
                Value::Counts(_) => assert!(told.is_object()),
                Value::Time(_) => assert!(told.as_str().unwrap().ends_with('Z')),
                _ => {}
            }
        }
    }
    let table = written(Format::Table);
    assert!(!table.chars().any(|c| c.is_control() && c != '\n'));
    let file = place.store.datasets_dir().join("links.csv");
    std::fs::write(&file, written(Format::Csv)).unwrap();
    let parts: Vec<_> = dataset
        .manifest()
        .parts
        .iter()
        .map(|p| p.file.clone())
        .collect();
    let whole = place
        .store
        .datasets_dir()
        .join(&dataset.manifest().id.0)
        .join(&parts[0]);
    for (file, rows) in [
        (file, links.len()),
        (whole, dataset.manifest().parts[0].rows as usize),
    ] {
        let origin = Origin::File {
            name: "links".into(),
        };
        let id = place.store.create_dataset(origin).unwrap();
        ingest(&place.store, &id, &file, &NO, &mut |_| {}).unwrap();
        let [again, ..] = every(&place.open(&id));
        assert_eq!(again.len(), rows);
        for (column, about) in LINKS
            .columns
            .iter()
            .enumerate()
            .filter(|(_, c)| c.kind.is_nested() || c.kind == Kind::Time)
        {
            for (old, new) in links.iter().zip(&again) {
                assert_eq!(
                    old[column],
                    new[column],
                    "{} of {}",
                    about.id,
                    file.display()
                );
            }
        }
    }
}
