//! GetNewLostBackLinkCalendar.

use backtrail::index::ItemKind;
use backtrail::model::column::{date_text, parse_date};
use backtrail::wire::majestic::Table;

use super::{VIEWS, all_links};
use crate::client::{plain, target};
use crate::sheets::{ask as ask_both, attribute, attributes, charges, check_columns, refused};

/// Day, new, lost of every row.
pub(super) fn days(table: &Table) -> Vec<(i32, i64, i64)> {
    let number = |row: usize, column: &str| table.cell(row, column).unwrap().int().unwrap();
    let day = |row: usize| parse_date(&table.cell(row, "Date").unwrap().text()).unwrap();
    (0..table.rows.len())
        .map(|row| (day(row), number(row, "NewLinks"), number(row, "LostLinks")))
        .collect()
}

#[tokio::test]
async fn every_day_of_the_index_has_its_links() {
    let server = plain().await;
    for n in [0, 6] {
        let item = target(&server, n);
        for (name, view) in VIEWS {
            let index = server.index(view);
            let params = [
                ("cmd", "GetNewLostBackLinkCalendar"),
                ("item", item.as_str()),
                ("datasource", name),
            ];
            let answer = ask_both(&server, &params).await;
            let table = answer.table("Calendar").unwrap();
            check_columns(table, "Date t,NewLinks n,LostLinks n");
            assert_eq!(attributes(table), ["Item", "ItemType", "OrigItem"]);
            let days = days(table);
            let span = view.span();
            let expected: Vec<i32> = span.clone().collect();
            assert_eq!(days.iter().map(|day| day.0).collect::<Vec<_>>(), expected);
            let kind = match item.matches('.').count() {
                1 => ItemKind::RootDomain,
                _ => ItemKind::SubDomain,
            };
            let links = all_links(&index, kind, &item);
            for &(day, new, lost) in &days {
                let found = links.iter().filter(|link| link.first_found == day).count();
                let gone = links.iter().filter(|link| link.date_lost == Some(day));
                assert_eq!(new, found as i64, "{}", date_text(day));
                assert_eq!(lost, gone.count() as i64, "{}", date_text(day));
            }
            let found = links.iter().filter(|l| span.contains(&l.first_found));
            let new: i64 = days.iter().map(|day| day.1).sum();
            assert_eq!(new, found.count() as i64);
            let gone = links.iter().filter(|link| link.deleted).count() as i64;
            assert_eq!(days.iter().map(|day| day.2).sum::<i64>(), gone);
            assert!(new > 0 && gone > 0, "{item} {name}");
        }
    }
    let none = ("GetNewLostBackLinkCalendar".to_owned(), 0, 0, 0);
    assert!(charges(&server).iter().all(|charge| *charge == none));
}

#[tokio::test]
async fn an_item_nobody_knows_has_days_without_links() {
    let server = plain().await;
    for item in ["nobody.example", "forbes..com", "luc.edu  _", "\u{1b}[2J"] {
        let params = [
            ("cmd", "GetNewLostBackLinkCalendar"),
            ("item", item),
            ("datasource", "fresh"),
        ];
        let answer = ask_both(&server, &params).await;
        let table = answer.table("Calendar").unwrap();
        assert_eq!(attribute(table, "OrigItem"), item);
        let days = days(table);
        assert_eq!(days.len(), 121);
        assert!(days.iter().all(|day| (day.1, day.2) == (0, 0)));
    }
    let command = ("cmd", "GetNewLostBackLinkCalendar");
    refused(&server, &[command], "InvalidParameter", "'item'").await;
    let item = ("item", "a.example");
    for (more, says) in [
        (("datasource", "stale"), "'stale'"),
        (("UsePrefixScan", "2"), "'2'"),
    ] {
        refused(&server, &[command, item, more], "InvalidParameter", says).await;
    }
}
