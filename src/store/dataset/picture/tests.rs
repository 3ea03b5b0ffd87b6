//! Pictures of sheets and of what only DataForSEO tells, against the same counted row by row.

use std::collections::BTreeMap;

use crate::model::catalog::majestic;
use crate::model::column::Value;
use crate::model::picture::{Drawn, Grain, Name, Picture, Unit};
use crate::model::rows::{List, Sheet};
use crate::store::dataset::computed::tests::counted::told_of_few;
use crate::store::dataset::computed::tests::place;
use crate::store::dataset::tests::{ALL, NO, every};
use crate::store::ingest::scene::{Place, grid};
use crate::store::{AnswerRows, Dataset, Haste, Page, compute, filter, ingest_pages};

fn picture(dataset: &Dataset, list: &List, text: &str, name: Name) -> Picture {
    assert!(dataset.pictures(list).contains(&name), "{name:?}");
    let passing = filter(list, text).unwrap();
    let ranking = dataset.rank(list, passing.as_ref(), &[], &NO).unwrap();
    let picture = dataset.picture(&ranking, text, name, &NO).unwrap();
    picture.unwrap()
}

fn passing(dataset: &Dataset, list: &List, text: &str) -> u64 {
    let filter = filter(list, text).unwrap();
    dataset.rank(list, filter.as_ref(), &[], &NO).unwrap().len()
}

/// A table counted from random links, and its rows as id and cell.
fn table(sheet: Sheet) -> (Dataset, Vec<BTreeMap<&'static str, Value>>, impl Sized) {
    let place = place(3_000, true, false);
    let id = compute(&place.store, &place.id, sheet, Haste::Awaited, &NO, &|_| {}).unwrap();
    let dataset = place.store.dataset(&id.unwrap()).unwrap();
    let ids = sheet.table().columns.iter().map(|c| c.id);
    let rows = every(&dataset, &List::Sheet(sheet)).into_iter();
    let rows = rows
        .map(|row| ids.clone().zip(row.cells).collect())
        .collect();
    (dataset, rows, place)
}

fn int(value: &Value) -> i64 {
    match value {
        Value::Int(n) => *n,
        _ => 0,
    }
}

#[test]
fn figures_of_a_few_domains_leave_the_others_in_their_pictures() {
    let place = told_of_few();
    let dataset = &place.dataset;
    let list = List::Domains;
    let all = [Name::Flows, Name::Trust, Name::Citation, Name::Topics];
    for name in all {
        let picture = picture(dataset, &list, "", name);
        let marks = picture.marks(Grain::FINEST);
        let named = marks
            .iter()
            .filter(|mark| !mark.filters[0].contains("is null"));
        let named: i64 = named.map(|mark| mark.numbers[0].unwrap()).sum();
        assert!(named > 100, "{name:?}: {named}");
        for mark in &marks {
            let led = passing(dataset, &list, &mark.filters[0]) as i64;
            assert_eq!(mark.numbers[0], Some(led), "{name:?}: {}", mark.filters[0]);
        }
        let line = picture.basis.line();
        assert!(line.contains("domains with one of their own: 2"), "{line}");
    }
}

#[test]
fn what_a_sheet_counts_itself_is_drawn_by_name() {
    for (sheet, name, key, count) in [
        (Sheet::Topics, Name::Topics, "topic", "links"),
        (Sheet::Anchors, Name::Anchors, "anchor", "total_links"),
    ] {
        let (dataset, rows, _place) = table(sheet);
        let list = List::Sheet(sheet);
        let picture = picture(&dataset, &list, "", name);
        let Drawn::Bars(bars) = &picture.drawn else {
            panic!("no bars");
        };
        assert_eq!(bars.distinct, rows.len() as u64);
        let whole: i64 = rows.iter().map(|row| int(&row[count])).sum();
        assert_eq!(picture.basis.whole, whole as u64);
        assert!(
            picture
                .basis
                .line()
                .contains("counted here from 3,000 links held")
        );
        assert!(
            bars.bars
                .is_sorted_by_key(|bar| std::cmp::Reverse(bar.rows))
        );
        for bar in &bars.bars {
            let own = rows.iter().find(|row| row[key] == bar.value).unwrap();
            assert_eq!(bar.rows as i64, int(&own[count]));
            assert_eq!(bar.domains, Some(int(&own["ref_domains"]) as u64));
            assert_eq!(passing(&dataset, &list, &bar.filter), 1, "{}", bar.filter);
        }
    }
}

#[test]
fn a_matrix_adds_up_to_what_its_rows_say() {
    let (dataset, rows, _place) = table(Sheet::Profile);
    let list = List::Sheet(Sheet::Profile);
    for (name, counted) in [
        (Name::Profile, "Links"),
        (Name::ProfileDomains, "RefDomains"),
    ] {
        let picture = picture(&dataset, &list, "", name);
        let own = |row: &&BTreeMap<&str, Value>| row["counted"] == Value::Text(counted.to_owned());
        let whole: i64 = rows.iter().filter(own).map(|row| int(&row["value"])).sum();
        assert_eq!(picture.basis.whole, whole as u64);
        assert!(picture.basis.whole > 0);
        let grain = Grain {
            x: 10,
            y: 10,
            months: 1,
        };
        for mark in picture.marks(grain) {
            let wanted = filter(&list, &mark.filters[0]).unwrap().unwrap();
            let led = rows.iter().filter(|row| {
                wanted.matches(&|field| row[field.column_in(list.table()).id].clone())
            });
            let sum: i64 = led.map(|row| int(&row["value"])).sum();
            assert_eq!(mark.numbers, [Some(sum)], "{}", mark.filters[0]);
        }
    }
}

#[test]
fn a_matrix_without_cells_is_not_offered() {
    let place = Place::new();
    let list = List::Sheet(Sheet::Profile);
    for (job, what, name, other) in [
        (1, "Links", Name::Profile, Name::ProfileDomains),
        (2, "RefDomains", Name::ProfileDomains, Name::Profile),
    ] {
        let heads = "counted|CitationFlow|TrustFlow|value";
        let mut items = grid(heads, &[&format!("{what}|3|4|7"), &format!("{what}|5|6|8")]);
        items.columns = ["counted", "citation_flow", "trust_flow", "value"]
            .map(|id| {
                let at = Sheet::Profile.table().position(id).unwrap();
                Sheet::Profile.table().columns[at].wire().to_owned()
            })
            .into();
        let answer = AnswerRows {
            items: Some(items),
            sheet: Sheet::Profile,
            ..AnswerRows::default()
        };
        let dataset = place.open(&place.holding(job, &answer));
        let offered = dataset.pictures(&list);
        assert!(
            offered.contains(&name) && !offered.contains(&other),
            "{offered:?}"
        );
        let ranking = dataset.rank(&list, None, &[], &NO).unwrap();
        assert!(dataset.picture(&ranking, "", other, &NO).unwrap().is_none());
    }
}

#[test]
fn a_history_tells_each_period_where_it_stands_and_nothing_between() {
    for (sheet, unit) in [(Sheet::Periods, Unit::Month), (Sheet::Days, Unit::Day)] {
        let (dataset, rows, _place) = table(sheet);
        let list = List::Sheet(sheet);
        let picture = picture(&dataset, &list, "", Name::History);
        let Drawn::Lines(lines) = &picture.drawn else {
            panic!("no lines");
        };
        assert_eq!(lines.unit, unit);
        let known: usize = lines.series[0].values.iter().flatten().count();
        assert_eq!(known, rows.len(), "one value a row");
        for (place, value) in lines.series[0].values.iter().enumerate() {
            let filter = lines.filter(place, 0);
            match value {
                None => assert_eq!(filter, ""),
                Some(_) => assert_eq!(passing(&dataset, &list, &filter), 1, "{filter}"),
            }
        }
        // With every other row gone there are gaps in their places.
        let half = picture_of_half(&dataset, &list);
        let Drawn::Lines(half) = &half.drawn else {
            panic!("no lines");
        };
        assert!(
            half.series
                .iter()
                .all(|s| s.values.iter().flatten().count() < known)
        );
        assert!(half.series[0].runs().len() > 1);
    }
}

fn picture_of_half(dataset: &Dataset, list: &List) -> Picture {
    let text = match list {
        List::Sheet(Sheet::Periods) => "date<2026-04 or date>2026-07",
        _ => "date<2026-03 or date>2026-04",
    };
    picture(dataset, list, text, Name::History)
}

/// Links as DataForSEO tells them, one a line: host, address, rank, spam, country, first seen, lost.
fn answered(lines: &[String]) -> (Place, Dataset) {
    let place = Place::new();
    let (id, _) = place.dataset(&majestic::GET_BACK_LINK_DATA, 1);
    let raw = place.store.write_raw(&id, "page.json", b"page").unwrap();
    let heads = "url_from|url_to|domain_from_ip|rank|backlink_spam_score|domain_from_country|first_seen|is_lost|last_seen";
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let rows = AnswerRows {
        links: Some(grid(heads, &lines)),
        by_main_domain: true,
        ..AnswerRows::default()
    };
    let mut pages = std::iter::once(Ok(Page { raw, rows }));
    ingest_pages(&place.store, &id, &mut pages, &NO, &mut |_| {}).unwrap();
    let dataset = place.open(&id);
    (place, dataset)
}

#[test]
fn what_only_one_provider_tells_is_drawn_too() {
    let mut random = fastrand::Rng::with_seed(5);
    let addresses = ["10.0.0.", "10.0.0.1", "192.168.7.", "2001:db8::", ""];
    let lines: Vec<String> = (0..400)
        .map(|row| {
            let address = addresses[random.usize(..addresses.len())];
            let address = match address {
                "" => String::new(),
                start => format!("{start}{}", random.u8(1..9)),
            };
            let seen = match random.u8(0..5) {
                0 => String::new(),
                month => format!("2024-0{month}-03 10:00:00 +00:00"),
            };
            format!(
                "https://h{}.example/{row}|http://t.example/|{address}|{}|{}|{}|{seen}|{}|2025-0{}-09 11:00:00 +00:00",
                random.u8(0..30),
                random.u16(0..1_001),
                random.u8(0..101),
                ["DE", "WW", ""][random.usize(..3)],
                ["true", "false"][random.usize(..2)],
                random.u8(1..4),
            )
        })
        .collect();
    let (_place, dataset) = answered(&lines);
    for list in [ALL, List::Domains] {
        for name in dataset.pictures(&list) {
            for text in ["", "rank>=300"] {
                let text = if list == ALL { text } else { "" };
                let picture = picture(&dataset, &list, text, name);
                for mark in picture.marks(Grain::FINEST) {
                    for (number, own) in mark.numbers.iter().zip(&mark.filters) {
                        let both = match text {
                            "" => own.clone(),
                            text => format!("{text} and {own}"),
                        };
                        let led = passing(&dataset, &list, &both) as i64;
                        assert_eq!(*number, Some(led), "{name:?} of {list:?}: {both}");
                    }
                }
                let basis = &picture.basis;
                let out = basis
                    .left_out
                    .iter()
                    .filter(|out| !out.which.starts_with("lost"));
                let out: u64 = out.map(|out| out.rows).sum();
                assert_eq!(basis.whole + out, basis.rows, "{name:?}: {basis:?}");
            }
        }
    }
    let shown = dataset.pictures(&ALL);
    for name in [
        Name::Rank,
        Name::Spam,
        Name::Months,
        Name::Countries,
        Name::Subnets,
    ] {
        assert!(shown.contains(&name), "{name:?} is not among {shown:?}");
    }
    let networks = picture(&dataset, &ALL, "", Name::Subnets);
    let Drawn::Bars(bars) = &networks.drawn else {
        panic!("no bars");
    };
    assert!(
        bars.bars
            .iter()
            .any(|bar| bar.filter.contains("starts \"10.0.0.\""))
    );
    assert_eq!(bars.sums().last(), Some(&networks.basis.whole));
}

#[test]
fn a_day_beyond_every_calendar_is_left_out_and_named() {
    let day = |text: &str| {
        format!(
            "https://a.example/{text}|http://t.example/||1|1||{text}|false|2025-01-01 00:00:00 +00:00"
        )
    };
    let lines = [
        "2024-02-01 00:00:00 +00:00",
        "0000-01-01 00:00:00 +00:00",
        "",
    ]
    .map(day);
    let (_place, dataset) = answered(&lines);
    let months = picture(&dataset, &ALL, "", Name::Months);
    let Drawn::Months(drawn) = &months.drawn else {
        panic!("no months");
    };
    assert_eq!(drawn.counts.len(), 1, "{drawn:?}");
    let out: u64 = months.basis.left_out.iter().map(|out| out.rows).sum();
    assert_eq!((months.basis.whole, out), (1, 2), "{:?}", months.basis);
}

#[test]
fn sparks_count_the_links_of_their_domains_alone() {
    let place = place(3_000, true, false);
    let dataset = place.store.dataset(&place.id).unwrap();
    let last = dataset.last_month();
    let wanted = [4, 0, 99, 7].map(crate::model::rows::RowId);
    let sparks = dataset.sparks(&wanted, &NO).unwrap();
    let told: Vec<_> = sparks.iter().map(|(row, _)| *row).collect();
    assert_eq!(told, wanted, "in the order that was asked for");
    let found = ALL.table().position("first_found_date").unwrap();
    let links = every(&dataset, &ALL);
    for (row, spark) in sparks {
        let own = links
            .iter()
            .filter(|link| dataset.domain_of(link.id).unwrap() == row);
        let mut naive = crate::model::picture::Spark::default();
        for link in own {
            if let Value::Date(day) = link.cells[found] {
                naive.add(crate::model::picture::month_of(day).unwrap(), last);
            }
        }
        assert_eq!(spark, naive, "{row:?}");
        assert!(spark.counts().iter().sum::<u32>() > 0);
    }
    let none = dataset
        .sparks(&[crate::model::rows::RowId(1 << 40)], &NO)
        .unwrap();
    assert!(none.is_empty());
}
