//! Scanning, filtering and first pages, against the same done row by row.

use std::sync::Mutex;

use super::rank::Ids;
use super::scan::{Rows, Wanted};
use super::tests::{ALL, NO, Place, every, expected, place};
use super::{Awaited, Listener, Ranking};
use crate::columnar::{Cells, Codes};
use crate::model::column::Kind;
use crate::model::far::{Far, Step};
use crate::model::filter::Filter;
use crate::model::link::LINKS;
use crate::model::rows::{Field, List, Of, Row, RowId, SortKey, parse_order};
use crate::store::{Dataset, StoreError, filter};

/// The links of a domain with more than one.
const SOME: List = List::Links {
    domain: Some(RowId(5)),
};

fn asked(list: &List, text: &str) -> Filter {
    filter(list, text).unwrap().unwrap()
}

/// The rows that pass, looked at one by one.
fn naive(dataset: &Dataset, rows: &[Row], filter: &Filter) -> Vec<Row> {
    let domains = every(dataset, &List::Domains);
    let passes = |row: &&Row| {
        filter.matches(&|field: Field| match field.of {
            Of::Row => row.cells[field.column].clone(),
            Of::Domain => {
                let domain = dataset.domain_of(row.id).unwrap();
                domains[domain.0 as usize].cells[field.column].clone()
            }
        })
    };
    rows.iter().filter(passes).cloned().collect()
}

fn ids(ranking: &Ranking) -> Vec<RowId> {
    let rows = 0..ranking.len();
    rows.map(|at| ranking.row(at).unwrap()).collect()
}

const LINK_FILTERS: [&str; 21] = [
    "tf>=20",
    "anchor~plain",
    "tf>=20 and anchor~\"ärger\"",
    "not (tf>=20 and nofollow)",
    "tf is null or nofollow",
    "anchor is null",
    "anchor is not null and tf<90",
    "last_seen>2026-11-14 or source_url~7",
    "domain.links>=3",
    "tld=example and domain~host1",
    "not tld=com and tf in (1, 2, 3, 50)",
    "country=fr or tf=50",
    "redirect or anchor~nothing",
    "title is null and tf!=7",
    "topic~art and tf<50",
    "topic~nothing or tf=3",
    "not topic=arts or anchor is null",
    "tld=example and tf>=20 and domain.links>=3 and not domain~host1",
    "domain.links>=6 or anchor is null or domain~host2",
    "not (domain.links<3 or country=fr)",
    "last_seen in (2026-11-03, 2026-11-20, 2025) or (country is null and tf=1)",
];

#[test]
fn filters_agree_with_one_row_after_another() {
    let place = place(9_000);
    let dataset = &place.dataset;
    assert!(dataset.manifest().parts.len() > 1);
    for list in [&ALL, &SOME] {
        let rows = every(dataset, list);
        for text in LINK_FILTERS {
            let filter = asked(list, text);
            let passing = naive(dataset, &rows, &filter);
            for order in ["", "tf:desc,source_url:desc", "anchor"] {
                let order = parse_order(&LINKS, order).unwrap();
                let ranking = dataset.rank(list, Some(&filter), &order, &NO).unwrap();
                assert_eq!(
                    ids(&ranking),
                    expected(&passing, &order),
                    "{text} {order:?}"
                );
            }
        }
    }
    let rows = every(dataset, &List::Domains);
    for text in [
        "links>=6",
        "tld=example and not best_tf>=60",
        "follow>=50%",
        "domain~host9",
    ] {
        let filter = asked(&List::Domains, text);
        let passing = naive(dataset, &rows, &filter);
        assert!(!passing.is_empty() && passing.len() < rows.len(), "{text}");
        let order = parse_order(List::Domains.table(), "links:desc,domain").unwrap();
        let ranking = dataset
            .rank(&List::Domains, Some(&filter), &order, &NO)
            .unwrap();
        assert_eq!(ids(&ranking), expected(&passing, &order), "{text}");
    }
}

#[test]
fn a_first_page_is_how_the_whole_begins() {
    let place = place(40_000);
    let dataset = &place.dataset;
    let mut pages = 0;
    for (text, order) in [
        ("", "tf:desc"),
        ("", "tf:desc,cf,source_url"),
        ("", "source_url:desc"),
        ("", "anchor"),
        ("", "title"),
        ("", "last_seen,tf"),
        ("tf>=10", ""),
        ("tf>=10", "last_seen:desc"),
        ("source_url~example/39", ""),
        ("anchor~plain", "source_url"),
    ] {
        let filter = filter(&ALL, text).unwrap();
        let order = parse_order(&LINKS, order).unwrap();
        let mut first = None;
        let mut on_first = |page| {
            assert!(first.replace(page).is_none(), "told twice");
        };
        let heard = Mutex::new(Vec::new());
        let hear = |far: Far| heard.lock().unwrap().push(far);
        let listener = Listener::new(&hear);
        let awaited = Awaited::by(&NO, &listener);
        let whole = dataset.rank_awaited(&ALL, filter.as_ref(), &order, awaited, &mut on_first);
        let whole = whole.unwrap();
        let heard = heard.into_inner().unwrap();
        let tested = heard.iter().filter(|far| far.step == Step::Test);
        let tested: Vec<u64> = tested.map(|far| far.done).collect();
        assert!(tested.is_sorted(), "{tested:?}");
        let all = filter.is_some().then_some(40_000);
        assert_eq!(tested.last().copied(), all, "{text}");
        let mut sorted = heard.iter().filter(|far| far.step == Step::Sort);
        let is_text = |key: &SortKey| LINKS.columns[key.column].kind == Kind::Text;
        let ends = sorted
            .next_back()
            .map(|far| (far.done, far.rows, far.left()));
        let all = order.iter().any(is_text).then_some(whole.len());
        assert_eq!(ends, all.map(|rows| (rows, rows, 0)), "{text} {order:?}");
        assert!(whole.is_whole());
        let Some(first) = first else { continue };
        pages += 1;
        assert!(!first.is_whole() && !first.is_empty());
        let (first, whole) = (ids(&first), ids(&whole));
        assert_eq!(first[..], whole[..first.len()], "{text} {order:?}");
    }
    assert!(pages >= 7, "{pages}");
}

#[test]
fn text_is_sorted_in_as_many_passes_as_its_room_wants() {
    let place = place(9_000);
    let dataset = &place.dataset;
    let rows = every(dataset, &ALL);
    for (name, descending) in [
        ("source_url", false),
        ("source_url", true),
        ("anchor", true),
    ] {
        let key = SortKey {
            column: LINKS.position(name).unwrap(),
            descending,
        };
        let expected = expected(&rows, &[key]);
        for room in [3_000, 100_000, 1 << 30] {
            let ids = Ids::All(9_000);
            let heard = Mutex::new(Vec::new());
            let hear = |far: Far| heard.lock().unwrap().push(far);
            let listener = Listener::new(&hear);
            let awaited = Awaited::by(&NO, &listener);
            awaited.begin(Step::Sort, 9_000, 1);
            let codes = dataset.text_codes_in(&ALL, &ids, &key, room, awaited);
            let codes = codes.unwrap();
            let last = *heard.into_inner().unwrap().last().unwrap();
            assert_eq!((last.done, last.rows), (9_000, 9_000));
            assert!(last.pass <= last.passes, "{last:?}");
            assert_eq!(last.pass > 1, last.read > 9_000, "{last:?}");
            assert!(
                last.pass > 1 || room > 3_000 || name == "anchor",
                "{last:?}"
            );
            let Codes::U32(codes) = codes else {
                panic!("other codes")
            };
            let mut places: Vec<u64> = (0..9_000).collect();
            places.sort_by_key(|place| codes[*place as usize]);
            let got: Vec<RowId> = places.into_iter().map(RowId).collect();
            assert_eq!(got, expected, "{name} in {room} bytes");
        }
    }
}

#[test]
fn a_scan_hands_out_the_rows_asked_for() {
    let place = place(9_000);
    let dataset = &place.dataset;
    let rows = every(dataset, &ALL);
    let few: Vec<u32> = (0..9_000).filter(|n| n % 37 < 3 || *n > 8_990).collect();
    let columns = [15, 2, 28];
    for asked in [
        Rows::Range(0..9_000),
        Rows::Range(1_990..20_000),
        Rows::These(&few),
    ] {
        let ids: Vec<u64> = match &asked {
            Rows::Range(range) => (range.start..range.end.min(9_000)).collect(),
            Rows::These(ids) => ids.iter().map(|id| u64::from(*id)).collect(),
        };
        let wanted = Wanted {
            columns: &columns,
            domains: true,
        };
        let mut got = Vec::new();
        dataset
            .scan(&ALL, &asked, wanted, &NO, &mut |batch| {
                for at in 0..batch.len() {
                    let row = batch.row(at);
                    let domain = dataset.domain_of(RowId(row)).unwrap();
                    assert_eq!(u64::from(batch.domains[at]), domain.0);
                    for (column, cells) in columns.iter().zip(&batch.columns) {
                        let cells = cells
                            .as_ref()
                            .map(|c| Cells::of(c, LINKS.columns[*column].kind));
                        let cell = cells.map(|c| c.unwrap().value(at));
                        let cell = cell.unwrap_or(crate::model::column::Value::Null);
                        assert_eq!(cell, rows[row as usize].cells[*column]);
                    }
                    got.push(row);
                }
                Ok(true)
            })
            .unwrap();
        assert_eq!(got, ids);
    }
}

#[test]
fn a_missing_or_cut_part_is_named() {
    let place = place(3_000);
    let folder = place.store.datasets_dir().join(&place.id.0);
    let path = folder.join("links-00001.parquet");
    let bytes = std::fs::read(&path).unwrap();
    let opened = |place: &Place| place.store.dataset(&place.id).map(|_| ());
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let error = opened(&place).unwrap_err();
    assert!(error.to_string().contains("links-00001.parquet"), "{error}");
    std::fs::remove_file(&path).unwrap();
    let error = opened(&place).unwrap_err();
    assert!(error.to_string().contains("links-00001.parquet"), "{error}");
    // A page that was overwritten is found when it is read.
    let mut other = bytes.clone();
    let at = other.len() / 3;
    other[at..at + 2_000].fill(0x5a);
    std::fs::write(&path, &other).unwrap();
    let dataset = place.store.dataset(&place.id).unwrap();
    let ranking = dataset.rank(&ALL, None, &[], &NO).unwrap();
    let columns: Vec<usize> = (0..LINKS.columns.len()).collect();
    let read = dataset.read(&ranking, 0..3_000, &columns);
    let error = read.unwrap_err();
    assert!(matches!(error, StoreError::Part(_)), "{error}");
    assert!(error.to_string().contains("links-00001.parquet"), "{error}");
}

#[test]
fn a_filter_that_is_given_up_stops() {
    let place = place(3_000);
    let stop = std::sync::atomic::AtomicBool::new(true);
    for text in LINK_FILTERS {
        let filter = asked(&ALL, text);
        let stopped = place.dataset.rank(&ALL, Some(&filter), &[], &stop);
        assert!(matches!(stopped, Err(StoreError::Cancelled)), "{text}");
    }
}
