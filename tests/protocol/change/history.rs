//! GetBackLinksHistory.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use backtrail::index::{ItemKind, LinkRecord};
use backtrail::model::column::date_text;
use backtrail::wire::majestic::{Answer, Cell, Table};

use super::{VIEWS, all_links};
use crate::client::{plain, target};
use crate::sheets::{ask as ask_both, charges, check_columns, refused};

const ELEMENTS: [&str; 10] = [
    "TotalLinks",
    "RefDomains",
    "TextLink",
    "ImageLink",
    "Redirect",
    "Frame",
    "Mention",
    "AltText",
    "NoFollow",
    "Deleted",
];

/// The series of an item by its row in `Results`, after its columns were checked.
fn series<'a>(answer: &'a Answer, row: usize, periods: &[String]) -> &'a Table {
    let results = answer.table("Results").unwrap();
    let name = results.cell(row, "DataTableName").unwrap().text();
    let table = answer.table(&name).unwrap();
    let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
    assert_eq!(columns[0], "Element");
    assert_eq!(columns[1..], *periods);
    let elements: Vec<_> = (0..table.rows.len())
        .map(|row| table.cell(row, "Element").unwrap().text().into_owned())
        .collect();
    assert_eq!(elements, ELEMENTS);
    table
}

fn row(table: &Table, element: &str) -> Vec<i64> {
    let at = ELEMENTS.iter().position(|known| *known == element).unwrap();
    let cells = table.rows[at][1..].iter();
    cells
        .map(|cell| match cell {
            Cell::Int(n) => *n,
            other => panic!("{element} has {other:?}"),
        })
        .collect()
}

fn period(view: &str, day: i32) -> String {
    let length = if view == "fresh" { 10 } else { 7 };
    date_text(day)[..length].to_owned()
}

/// Whether a link counts in an element.
fn counts(element: &str, link: &LinkRecord) -> bool {
    match element {
        "TotalLinks" => true,
        "TextLink" => !(link.image || link.redirect || link.frame || link.mention),
        "ImageLink" => link.image,
        "Redirect" => link.redirect,
        "Frame" => link.frame,
        "Mention" => link.mention,
        "AltText" => link.alt_text,
        "NoFollow" => link.nofollow,
        "Deleted" => link.deleted,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn every_period_has_the_links_first_found_in_it() {
    let server = plain().await;
    let item = target(&server, 0);
    for (name, view) in VIEWS {
        let index = server.index(view);
        let params = [
            ("cmd", "GetBackLinksHistory"),
            ("item0", item.as_str()),
            ("datasource", name),
        ];
        let answer = ask_both(&server, &params).await;
        let span = view.span();
        let periods: BTreeSet<String> = span.clone().map(|day| period(name, day)).collect();
        let periods: Vec<String> = periods.into_iter().collect();
        assert_eq!(periods.len(), if name == "fresh" { 121 } else { 245 });
        let table = series(&answer, 0, &periods);
        let links = all_links(&index, ItemKind::RootDomain, &item);
        let inside = |day: i32| span.contains(&day);
        for element in ELEMENTS.iter().filter(|known| **known != "RefDomains") {
            let mut expected: BTreeMap<&String, i64> = periods.iter().map(|p| (p, 0)).collect();
            for link in links.iter().filter(|link| inside(link.first_found)) {
                let of = expected.get_mut(&period(name, link.first_found)).unwrap();
                *of += i64::from(counts(element, link));
            }
            let expected: Vec<i64> = expected.into_values().collect();
            assert_eq!(row(table, element), expected, "{element} {name}");
        }
        let mut first: HashMap<&str, i32> = HashMap::new();
        for link in &links {
            let day = first.entry(&link.source_domain).or_insert(link.first_found);
            *day = (*day).min(link.first_found);
        }
        let new = first.values().filter(|day| inside(**day)).count() as i64;
        assert_eq!(row(table, "RefDomains").iter().sum::<i64>(), new);
        let total: i64 = row(table, "TotalLinks").iter().sum();
        let found = links.iter().filter(|link| inside(link.first_found));
        assert_eq!(total, found.count() as i64);
        let kinds = ["TextLink", "ImageLink", "Redirect", "Frame", "Mention"];
        let kinds = kinds.map(|kind| row(table, kind).iter().sum::<i64>());
        assert_eq!(kinds.iter().sum::<i64>(), total);
        assert!(total > 100 && new > 10, "{total} {new}");
    }
}

#[tokio::test]
async fn five_items_have_a_table_each_and_cost_ten_units_each() {
    let server = plain().await;
    let domain = target(&server, 0);
    let host = format!("blog.{domain}");
    let url = format!("https://www.{domain}/");
    let params = [
        ("cmd", "getbacklinkshistory"),
        ("item0", domain.as_str()),
        ("item1", &host),
        ("item2", &url),
        ("item3", "forbes..com"),
        ("item7", &domain),
        ("items", "9"),
        ("datasource", "fresh"),
    ];
    let answer = ask_both(&server, &params).await;
    let results = answer.table("Results").unwrap();
    check_columns(results, "OrigItem t,Item t,ItemType t,DataTableName t");
    assert_eq!(answer.tables.as_ref().unwrap().len(), 6);
    let types: Vec<_> = results.rows.iter().map(|row| row[2].text()).collect();
    assert_eq!(
        types,
        ["RootDomain", "SubDomain", "URL", "SubDomain", "RootDomain"]
    );
    let tables: Vec<&Table> = results
        .rows
        .iter()
        .map(|row| answer.table(&row[3].text()).unwrap())
        .collect();
    assert_eq!(tables[0].rows, tables[4].rows);
    assert!(row(tables[0], "TotalLinks").iter().sum::<i64>() > 0);
    for element in ELEMENTS {
        assert!(row(tables[3], element).iter().all(|n| *n == 0));
    }
    let cost = ("GetBackLinksHistory".to_owned(), 50, 0, 0);
    assert_eq!(charges(&server), [cost.clone(), cost]);
    assert!(answer.charged().is_none());
}

#[tokio::test]
async fn a_path_is_the_links_under_it() {
    let server = plain().await;
    let host = format!("blog.{}", target(&server, 0));
    let ask = async |item: &str, prefix: &str| {
        let params = [
            ("cmd", "GetBackLinksHistory"),
            ("item0", item),
            ("UsePrefixScan", prefix),
        ];
        let answer = ask_both(&server, &params).await;
        let results = answer.table("Results").unwrap();
        let name = results.cell(0, "DataTableName").unwrap().text();
        let table = answer.table(&name).unwrap().rows.clone();
        (results.rows[0][2].text().into_owned(), table)
    };
    let (kind, whole) = ask(&host, "0").await;
    assert_eq!(kind, "SubDomain");
    assert_eq!(ask(&host, "1").await, ("URL".to_owned(), whole));
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_uncharged() {
    let server = plain().await;
    let command = ("cmd", "GetBackLinksHistory");
    let item = ("item0", "a.example");
    for (params, says) in [
        (vec![command], "'item0'"),
        (vec![command, ("item1", "a.example")], "'item0'"),
        (
            vec![
                command,
                item,
                ("item1", "b"),
                ("item2", "c"),
                ("item3", "d"),
                ("item4", "e"),
                ("item5", "f"),
            ],
            "'item5'",
        ),
        (vec![command, item, ("datasource", "old")], "'old'"),
        (vec![command, item, ("UsePrefixScan", "x")], "'x'"),
    ] {
        refused(&server, &params, "InvalidParameter", says).await;
    }
}
