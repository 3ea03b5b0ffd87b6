use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::column::{Kind, Table, Value, date_text, parse_date};
use crate::model::filter;
use crate::model::rows::{Field, Of, Sheet};

fn axis(name: &str) -> Axis {
    Axis {
        title: name.to_uppercase(),
        name: name.to_owned(),
    }
}

fn lists() -> Vec<List> {
    let lists = [List::Domains, List::Links { domain: None }];
    let sheets = Sheet::all().map(List::Sheet);
    lists.into_iter().chain(sheets).collect()
}

const NOTHING: Absent<'static> = &|_: &Table, _: &str| false;

#[test]
fn plans_read_columns_of_the_kinds_that_they_count() {
    let mut of_names: BTreeMap<&str, usize> = BTreeMap::new();
    for list in lists() {
        for name in offered(&list, NOTHING) {
            *of_names.entry(name.id()).or_default() += 1;
            let plan = plan(&list, name, NOTHING).unwrap();
            let kind = |field: &Field| field.column_in(list.table()).kind;
            let wanted = |field: &Field| match &plan {
                Plan::Grid { .. } | Plan::Bins(_) => kind(field) == Kind::Int,
                Plan::Matrix(MatrixPlan { counted, .. }) => {
                    kind(field) == Kind::Int || Some(*field) == *counted
                }
                Plan::Lines(LinesPlan { time, item, .. }) => {
                    kind(field) == Kind::Int
                        || Some(*field) == *item
                        || (field == time && matches!(kind(field), Kind::Date | Kind::Time))
                }
                Plan::Months(MonthsPlan { says, .. }) => match kind(field) {
                    Kind::Flag | Kind::Share => Some(*field) == *says,
                    kind => matches!(kind, Kind::Date | Kind::Time),
                },
                Plan::Values(_) | Plan::Subnets { .. } => kind(field) == Kind::Text,
                Plan::Weighted(WeightedPlan { name, .. }) => {
                    kind(field) == Kind::Int || field == name
                }
            };
            for field in plan.fields() {
                assert!(wanted(&field), "{name:?} of {list:?}: {field:?}");
            }
        }
    }
    for name in Name::ALL {
        assert!(of_names.contains_key(name.id()), "nothing shows {name:?}");
        assert_eq!(Name::named(name.id()), Some(name));
    }
}

#[test]
fn a_list_shows_what_its_rows_fill() {
    let links = List::Links { domain: None };
    let lacks = |ids: &'static [&'static str]| move |_: &Table, id: &str| ids.contains(&id);
    let flows = lacks(&["source_trust_flow"]);
    let shown = offered(&links, &flows);
    assert!(!shown.contains(&Name::Flows) && shown.contains(&Name::Rank));
    let own = plan(&List::Domains, Name::Flows, NOTHING).unwrap().fields();
    let names: Vec<_> = own.iter().map(|f| f.name(List::Domains.table())).collect();
    assert_eq!(names, ["citation_flow", "trust_flow"]);
    let none = lacks(&["citation_flow", "trust_flow"]);
    let best = plan(&List::Domains, Name::Flows, &none).unwrap().fields();
    let names: Vec<_> = best.iter().map(|f| f.name(List::Domains.table())).collect();
    let expected = ["best_source_citation_flow", "best_source_trust_flow"];
    assert_eq!(names, expected);
    let everything = |_: &Table, _: &str| true;
    assert_eq!(offered(&links, &everything), []);
    // What links do not hold themselves their domains may.
    let own = lacks(&["tld_from"]);
    let Some(Plan::Values(field)) = plan(&links, Name::Suffixes, &own) else {
        panic!("no plan");
    };
    assert_eq!(field.of, Of::Domain);
}

#[test]
fn the_line_parts_the_grid_and_buckets_miss_nothing() {
    let mut grid = Grid::new(axis("cf"), axis("tf"));
    for (x, y, n) in [(0, 0, 2), (100, 50, 3), (100, 49, 4), (7, 93, 5)] {
        assert!(grid.add(x, y, n));
    }
    assert!(!grid.add(101, 0, 1) && !grid.add(0, -1, 1) && !grid.add(i64::MAX, 1, 1));
    let regions = grid.regions();
    assert_eq!((regions.trusted, regions.cited), (10, 4));
    for step in [(1, 1), (2, 10), (7, 3), (200, 200)] {
        let buckets = grid.buckets(step);
        assert_eq!(buckets.iter().map(|b| b.count).sum::<u64>(), grid.total());
    }
    let ends = grid.buckets((10, 10));
    assert_eq!((ends[0].x, ends[0].y), ((0, 9), (100, 100)));
    assert_eq!(grid.filter(&ends[0]), "cf>=0 and cf<=9 and tf=100");
    grid.also = "counted==\"Links\"".to_owned();
    assert!(grid.filter(&ends[0]).starts_with("counted==\"Links\" and "));
}

#[test]
fn bins_take_the_scale_of_their_numbers() {
    let mut bins = Bins::new(axis("rank"));
    assert!(bins.add(0) && bins.add(100) && bins.add(4));
    assert!(!bins.add(-1) && !bins.add(1_001));
    assert_eq!((bins.top(), bins.width(), bins.bins().len()), (100, 5, 21));
    assert_eq!(bins.bins()[0], (0, 4, 2));
    assert_eq!(bins.bins()[20], (100, 100, 1));
    assert_eq!(bins.median(), Some(4));
    assert!(bins.add(1_000));
    assert_eq!(
        (bins.top(), bins.width(), bins.bins().len()),
        (1_000, 50, 21)
    );
    assert_eq!(Bins::new(axis("tf")).median(), None);
}

#[test]
fn months_are_told_with_what_is_lost() {
    let seen = BTreeMap::from([(24_000, 3), (24_011, 1)]);
    let gone = BTreeMap::from([(24_012, 2)]);
    let by = LostBy {
        day: "date_lost".to_owned(),
        says: "deleted".to_owned(),
        seen: "source_crawl_date".to_owned(),
    };
    let months = Months::of(axis("first_found_date"), &seen, Some((by, &gone)));
    assert_eq!((months.first, months.counts.len()), (24_000, 13));
    let years = months.steps(12);
    assert_eq!(years, [((24_000, 24_011), 4, 0), ((24_012, 24_023), 0, 2)]);
    assert_eq!(
        months.found_filter((24_000, 24_000)),
        "first_found_date=2000-01"
    );
    let lost = months.lost_filter((24_000, 24_002));
    assert_eq!(
        lost,
        "(date_lost>=2000-01 and date_lost<=2000-03 or date_lost is null and deleted and source_crawl_date>=2000-01 and source_crawl_date<=2000-03)"
    );
    assert_eq!(filter::check(&crate::model::link::LINKS, &lost), Ok(()));
    let none = Months::of(axis("first_seen"), &BTreeMap::new(), None);
    assert!(none.steps(1).is_empty() && none.lost_filter((1, 2)).is_empty());
}

#[test]
fn a_line_is_not_joined_over_what_is_missing() {
    let series = Series {
        title: "links".to_owned(),
        also: String::new(),
        values: vec![None, Some(3), Some(4), None, Some(9)],
    };
    assert_eq!(series.runs(), [(1, vec![3, 4]), (4, vec![9])]);
    assert_eq!(series.ends(), Some((3, 9)));
    let lines = Lines {
        time: axis("date"),
        unit: Unit::Month,
        first: 24_000,
        places: 5,
        series: vec![series],
    };
    assert_eq!(lines.filter(1, 0), "date=2000-02");
    assert_eq!(lines.filter(0, 0), "", "no row tells it");
    assert_eq!(lines.filter(1, 1), "");
}

#[test]
fn the_basis_names_what_numbers_are_of() {
    let mut basis = Basis {
        noun: "links".to_owned(),
        rows: 12_400,
        of: 104_972,
        known: Some(200_000),
        filter: "tf>=20".to_owned(),
        source: "majestic historic index of 2026-10-05".to_owned(),
        unit: "links".to_owned(),
        whole: 12_088,
        ..Basis::default()
    };
    basis.leave_out(0, "nobody");
    basis.leave_out(312, "without TrustFlow");
    assert_eq!(
        basis.line(),
        "12,400 of 104,972 links held pass tf>=20 · majestic historic index of 2026-10-05 · 312 without TrustFlow left out"
    );
    basis.filter.clear();
    assert!(
        basis
            .line()
            .starts_with("104,972 links held (of 200,000 known) · majestic")
    );
    basis.filter = "anchor~\"\u{1b}[31m\u{202e}\"".to_owned();
    assert!(!basis.line().contains(['\u{1b}', '\u{202e}']));
    assert!((basis.share(6_044) - 0.5).abs() < 1e-9);
}

#[test]
fn a_table_has_a_cell_for_every_head() {
    let basis = Basis {
        unit: "links".to_owned(),
        whole: 8,
        ..Basis::default()
    };
    let bar = |rows| Bar {
        value: Value::Null,
        filter: String::new(),
        rows,
        domains: Some(1),
    };
    let bars = Bars {
        axis: axis("subnet"),
        bars: vec![bar(6), bar(2)],
        distinct: 2,
        cumulated: true,
    };
    let picture = Picture {
        name: Name::Subnets,
        list: List::Domains,
        basis,
        drawn: Drawn::Bars(bars),
    };
    assert_eq!(
        picture.heads(),
        ["subnet", "links", "share", "domains", "cumulated"]
    );
    let table = picture.table(Grain::FINEST);
    assert_eq!(table[1][4], Value::Share(1.0));
    assert!(table.iter().all(|row| row.len() == picture.heads().len()));
}

proptest! {
    #[test]
    fn a_month_is_that_of_the_day(day in -800_000i32..3_000_000) {
        let text = date_text(day);
        let month = month_of(day).map(month_text);
        match text.starts_with('-') || text.is_empty() || text.starts_with("0000") {
            true => prop_assert_eq!(month, None),
            false => {
                prop_assert_eq!(month.as_deref(), text.get(..7));
                prop_assert_eq!(parse_date(&text), Some(day));
            }
        }
    }

    #[test]
    fn a_day_beyond_the_calendar_has_no_month(day in any::<i32>()) {
        prop_assert_eq!(month_of(day).is_some(), month_of(day).is_some_and(|m| (12..=119_999).contains(&m)));
    }
}
