//! GetNewLostBackLinks.

use backtrail::index::ItemKind;
use backtrail::model::column::date_text;

use super::{VIEWS, all_links, calendar};
use crate::client::{call, plain, target};
use crate::sheets::{ask as ask_both, attribute, attributes, charges, refused, whole};

const COMMAND: (&str, &str) = ("cmd", "GetNewLostBackLinks");

#[tokio::test]
async fn the_links_of_a_day_are_those_of_its_calendar_cell() {
    let server = plain().await;
    let item = target(&server, 0);
    for (name, view) in VIEWS {
        let index = server.index(view);
        let about = [("item", item.as_str()), ("datasource", name)];
        let params = [("cmd", "GetNewLostBackLinkCalendar"), about[0], about[1]];
        let answer = call(&server, &params).await;
        let days = calendar::days(answer.table("Calendar").unwrap());
        let links = all_links(&index, ItemKind::RootDomain, &item);
        for (mode, date) in [("0", "FirstIndexedDate"), ("1", "DateLost")] {
            let count = |day: &(i32, i64, i64)| if mode == "0" { day.1 } else { day.2 };
            // The newest day, a day with many links, one with none, and all of a fortnight.
            let newest = days[days.len() - 1].0;
            let busiest = days.iter().max_by_key(|day| count(day)).unwrap().0;
            let idle = days.iter().find(|day| count(day) == 0).unwrap().0;
            for (from, to) in [
                (newest, newest + 1),
                (busiest, busiest + 1),
                (idle, idle + 1),
                (newest - 13, newest + 1),
            ] {
                let (start, end) = (date_text(from), date_text(to));
                let params = [
                    COMMAND,
                    about[0],
                    about[1],
                    ("Mode", mode),
                    ("Datefrom", start.as_str()),
                    ("Dateto", end.as_str()),
                    ("Count", "1000"),
                ];
                let answer = ask_both(&server, &params).await;
                let table = answer.table("BackLinks").unwrap();
                let expected: i64 = days
                    .iter()
                    .filter(|day| (from..to).contains(&day.0))
                    .map(count)
                    .sum();
                assert!(expected <= 1_000);
                assert_eq!(table.rows.len() as i64, expected, "{start} {mode} {name}");
                assert_eq!(whole(table, "TotalLines"), expected);
                let mut urls = Vec::new();
                for row in 0..table.rows.len() {
                    let cell = |column| table.cell(row, column).unwrap().text();
                    let day = backtrail::model::column::parse_date(&cell(date)).unwrap();
                    assert!((from..to).contains(&day));
                    urls.push((
                        cell("SourceURL").into_owned(),
                        cell("TargetURL").into_owned(),
                    ));
                }
                urls.sort();
                let of_range = |link: &&backtrail::index::LinkRecord| {
                    let day = match mode {
                        "0" => Some(link.first_found),
                        _ => link.date_lost,
                    };
                    day.is_some_and(|day| (from..to).contains(&day))
                };
                let mut expected: Vec<_> = links
                    .iter()
                    .filter(of_range)
                    .map(|link| (link.source_url.clone(), link.target_url.clone()))
                    .collect();
                expected.sort();
                assert_eq!(urls, expected);
            }
        }
    }
}

#[tokio::test]
async fn each_day_costs_500_and_each_row_one() {
    let server = plain().await;
    let item = target(&server, 0);
    let about = [COMMAND, ("item", item.as_str())];
    let fresh = ("datasource", "fresh");
    let mut expected = Vec::new();
    for (more, analysis, most) in [
        (vec![], 500, 100),
        (vec![("Datefrom", "2026-11-01")], 500, 100),
        (vec![("Dateto", "2026-11-20")], 500, 100),
        (
            vec![("Datefrom", "2026-11-07"), ("Dateto", "2026-11-07")],
            500,
            100,
        ),
        (
            vec![
                ("Datefrom", "2026-10-01"),
                ("Dateto", "2026-10-31"),
                ("Mode", "1"),
            ],
            15_000,
            100,
        ),
        (
            vec![
                ("Datefrom", "2026-10-01"),
                ("Dateto", "2026-10-31"),
                ("Count", "7"),
            ],
            15_000,
            7,
        ),
        (
            vec![
                ("datasource", "historic"),
                ("Datefrom", "2006-06-06"),
                ("Dateto", "2026-10-06"),
                ("Count", "99999999999"),
            ],
            3_713_500,
            1_000,
        ),
        (vec![("Datefrom", "2026-11-18"), ("Count", "0")], 500, 0),
    ] {
        // The first of two counts.
        let params: Vec<_> = about.iter().copied().chain(more).chain([fresh]).collect();
        let answer = call(&server, &params).await;
        assert_eq!(answer.code, "OK", "{}", answer.error_message);
        let rows = answer.table("BackLinks").unwrap().rows.len() as i64;
        assert!(rows <= most);
        assert!(answer.charged().is_none());
        expected.push(("GetNewLostBackLinks".to_owned(), analysis, rows, 0));
    }
    assert_eq!(expected[6].2, 1_000, "{expected:?}");
    assert_eq!(expected[5].2, 7);
    for item in ["nobody.example", "forbes..com", "luc.edu  _"] {
        let answer = ask_both(&server, &[COMMAND, ("item", item)]).await;
        let table = answer.table("BackLinks").unwrap();
        assert!(table.rows.is_empty());
        let free = ("GetNewLostBackLinks".to_owned(), 500, 0, 0);
        expected.extend([free.clone(), free]);
    }
    assert_eq!(charges(&server), expected);
}

#[tokio::test]
async fn the_table_is_that_of_backlinks_and_says_what_was_asked() {
    let server = plain().await;
    let item = target(&server, 0);
    let range = [("Datefrom", "2026-09-01"), ("Dateto", "2026-10-01")];
    let params = [
        COMMAND,
        ("item", item.as_str()),
        range[0],
        range[1],
        ("Count", "5"),
    ];
    let answer = ask_both(&server, &params).await;
    let table = answer.table("BackLinks").unwrap();
    let other = [("cmd", "GetBackLinkData"), ("item", item.as_str())];
    let other = call(&server, &other).await;
    assert_eq!(table.columns, other.table("BackLinks").unwrap().columns);
    assert_eq!(table.columns.len(), 41);
    assert_eq!(
        attributes(table),
        [
            "BackLinkItem",
            "BackLinkType",
            "Count",
            "Datefrom",
            "Dateto",
            "Item",
            "ItemType",
            "MaxRefDomainTopics",
            "MaxSourceTopics",
            "MaxTargetTopics",
            "Mode",
            "OrigItem",
            "RefDomainTopicsCount",
            "SourceTopicsCount",
            "TargetTopicsCount",
            "TotalBackLinks",
            "TotalLines",
            "TotalMatches",
        ]
    );
    assert_eq!(attribute(table, "Datefrom"), "2026-09-01");
    assert_eq!(attribute(table, "Dateto"), "2026-10-01");
    assert_eq!(whole(table, "TotalMatches"), 5);
    assert!(whole(table, "TotalLines") > 5);
    assert_eq!(answer.global("IndexType").unwrap().int(), Some(0));
}

#[tokio::test]
async fn a_range_outside_the_index_is_refused_uncharged() {
    let server = plain().await;
    let item = target(&server, 0);
    let command = [COMMAND, ("item", item.as_str())];
    let fresh = ("datasource", "fresh");
    for (more, says) in [
        (vec![("Datefrom", "2006-06-05")], "2006-06-06 to 2026-10-05"),
        (vec![("Datefrom", "2026-10-06")], "outside the index"),
        (
            vec![fresh, ("Datefrom", "2026-07-21")],
            "2026-07-22 to 2026-11-19",
        ),
        (vec![fresh, ("Dateto", "2026-11-21")], "outside the index"),
        (
            vec![("Datefrom", "2026-10-02"), ("Dateto", "2026-10-01")],
            "ends before it begins",
        ),
        (vec![("Datefrom", "9999-12-31")], "outside the index"),
        (vec![("Datefrom", "2026-02-30")], "'2026-02-30'"),
        (vec![("Dateto", "yesterday")], "'yesterday'"),
        (vec![("Dateto", "01/10/2026")], "'01/10/2026'"),
        (vec![("Mode", "2")], "'2'"),
        (vec![("Count", "-1")], "'-1'"),
        (vec![("datasource", "stale")], "'stale'"),
        (vec![("UsePrefixScan", "yes")], "'yes'"),
    ] {
        let params: Vec<_> = command.iter().copied().chain(more).collect();
        refused(&server, &params, "InvalidParameter", says).await;
    }
    refused(&server, &[COMMAND], "InvalidParameter", "'item'").await;
}
