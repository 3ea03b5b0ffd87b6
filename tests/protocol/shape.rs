//! Older answers: how many columns when, the same cells in them, and the recorded answers of their months.

use std::io::Read;
use std::path::Path;

use backtrail::api::item_info;
use backtrail::server::{Running, Shape};
use backtrail::wire::majestic::{Answer, Table, json, time, xml};
use flate2::read::GzDecoder;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::client::{ManualClock, Wanted, body, call, global, http, start, target, until};
use crate::sheets::{ask as ask_both, charges, whole};

/// Shape, columns of links, of their domains, of GetRefDomains for one item, of GetIndexItemInfo.
const COUNTS: [(&str, [usize; 4]); 12] = [
    ("2012-04", [13, 13, 20, 32]),
    ("2012", [17, 15, 20, 32]),
    ("2012-11", [23, 15, 20, 36]),
    ("2014", [23, 15, 20, 36]),
    ("2014-04", [23, 15, 20, 42]),
    ("2014-06", [27, 17, 22, 42]),
    ("2015-11", [27, 17, 22, 43]),
    ("2017", [27, 17, 22, 43]),
    ("2017-10", [41, 35, 22, 43]),
    ("2019-03", [41, 35, 22, 72]),
    ("2020", [41, 35, 33, 73]),
    ("2026-11", [41, 35, 33, 73]),
];

/// A server on a world that is just large enough.
async fn of(shape: Shape) -> Running {
    let wanted = Wanted {
        shape: Some(shape),
        links: Some(4_000),
        ..Wanted::default()
    };
    start(&wanted, ManualClock::new()).await
}

/// GetTopBackLinks, GetBackLinkData, GetRefDomains and GetIndexItemInfo of one target.
async fn answers(server: &Running) -> [Answer; 4] {
    let item = target(server, 1);
    let host = format!("shop.{item}");
    let top = [
        ("cmd", "GetTopBackLinks"),
        ("URL", &*item),
        ("GetUrlData", "0"),
        ("GetRootDomainData", "1"),
        ("ShowDomainInfo", "1"),
    ];
    let links = [
        ("cmd", "getbacklinkdata"),
        ("item", &*item),
        ("ShowDomainInfo", "1"),
    ];
    let domains = [("cmd", "GetRefDomains"), ("item0", &*item)];
    let items = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "2"),
        ("item0", &*item),
        ("item1", &*host),
    ];
    [
        ask_both(server, &top).await,
        ask_both(server, &links).await,
        ask_both(server, &domains).await,
        ask_both(server, &items).await,
    ]
}

/// The parts of the four answers that have a shape.
fn tables(answers: &[Answer; 4]) -> [&Table; 6] {
    [
        answers[0].table("RootDomain").unwrap(),
        answers[1].table("BackLinks").unwrap(),
        answers[0].table("DomainsInfo").unwrap(),
        answers[1].table("DomainsInfo").unwrap(),
        answers[2].table("Results").unwrap(),
        answers[3].table("Results").unwrap(),
    ]
}

#[tokio::test]
async fn every_month_has_its_columns_with_the_cells_of_today() {
    let today = of(Shape::default()).await;
    let newest = answers(&today).await;
    for (shape, [links, domains, ref_domains, items]) in COUNTS {
        let server = of(shape.parse().unwrap()).await;
        let older = answers(&server).await;
        let counts = [links, links, domains, domains, ref_domains, items];
        for ((old, new), count) in tables(&older).into_iter().zip(tables(&newest)).zip(counts) {
            assert_eq!(old.columns.len(), count, "{} of {shape}", old.name);
            assert_eq!(old.rows.len(), new.rows.len());
            assert!(!old.rows.is_empty());
            let mut places = Vec::new();
            for name in &old.columns {
                places.push(new.columns.iter().position(|c| c == name).unwrap());
            }
            assert!(places.is_sorted(), "{} of {shape}", old.name);
            for (old, new) in old.rows.iter().zip(&new.rows) {
                assert!(old.iter().eq(places.iter().map(|place| &new[*place])));
            }
        }
        assert_eq!(charges(&server), charges(&today));
        let has = |answer: &Answer, name: &str| answer.global(name).is_some();
        let month: Shape = shape.parse().unwrap();
        let since = |text: &str| month >= text.parse().unwrap();
        for answer in &older[..2] {
            assert_eq!(has(answer, "IndexBuildDate"), since("2012-11"), "{shape}");
            assert_eq!(has(answer, "UniqueIndexID"), since("2012-11"), "{shape}");
            assert!(has(answer, "ServerBuild") && has(answer, "IndexType"));
        }
        assert!(has(&older[2], "UniqueIndexID") && has(&older[3], "UniqueIndexID"));
        assert_eq!(has(&older[3], "QueriedURLs"), since("2017-10"), "{shape}");
        assert_eq!(has(&older[3], "QueriedURLsNotFound"), since("2026-01"));
        // Pairs of topics are as many as the links' table says.
        let pairs = tables(&older)[2].columns.iter();
        let pairs = pairs
            .filter(|c| c.starts_with("TopicalTrustFlow_Topic_"))
            .count();
        if since("2014-06") {
            let said = whole(tables(&older)[0], "RefDomainTopicsCount");
            assert_eq!(said, pairs as i64, "{shape}");
        }
        // What a look-up is for, whatever is missing.
        let figures = item_info::figures(&older[3], "historic", Timestamp::UNIX_EPOCH);
        let known = item_info::figures(&newest[3], "historic", Timestamp::UNIX_EPOCH);
        assert_eq!(figures.len(), 2);
        for ((_, old), (_, new)) in figures.iter().zip(&known) {
            assert_eq!(
                (old.ref_domains, old.ext_back_links),
                (new.ref_domains, new.ext_back_links)
            );
        }
    }
}

#[tokio::test]
async fn every_table_of_links_is_as_old_as_the_others() {
    let server = of("2014".parse().unwrap()).await;
    // What has no older shape, and a refusal, are what they are.
    let info = [("cmd", "GetSubscriptionInfo")];
    let today = of(Shape::default()).await;
    assert_eq!(
        call(&server, &info).await.tables,
        call(&today, &info).await.tables
    );
    let item = target(&server, 0);
    for params in [
        [("cmd", "GetNewLostBackLinks"), ("item", &*item)],
        [("cmd", "GetBackLinkData"), ("item", &*item)],
    ] {
        let more = [("Datefrom", "2026-09-01"), ("Dateto", "2026-10-01")];
        let answer = call(&server, &[&params[..], &more].concat()).await;
        assert_eq!(answer.table("BackLinks").unwrap().columns.len(), 23);
    }
    let refused = body(
        &server,
        &[("cmd", "GetBackLinkData"), ("app_api_key", "demo")],
    )
    .await;
    assert!(refused.contains("'item'") && refused.contains("InvalidParameter"));
}

#[tokio::test]
async fn a_queued_answer_is_as_old_as_a_direct_one() {
    let server = of("2014".parse().unwrap()).await;
    let item = target(&server, 0);
    let params = [
        ("cmd", "GetTopBackLinks"),
        ("URL", &*item),
        ("GetRootDomainData", "1"),
        ("ShowDomainInfo", "1"),
        ("DebugForceQueue", "1"),
    ];
    let queued = call(&server, &params).await;
    assert!(queued.global("UniqueIndexID").is_some());
    let row = until(&server, &global(&queued, "JobID"), "4").await;
    let file = http().get(row("PublicDownloadLocation")).send().await;
    let bytes = file.unwrap().bytes().await.unwrap();
    let mut text = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut text).unwrap();
    let answer = json::decode(&text).unwrap();
    assert_eq!(answer.table("RootDomain").unwrap().columns.len(), 23);
    assert_eq!(answer.table("DomainsInfo").unwrap().columns.len(), 15);
}

/// The month that a recorded answer's server was built in.
fn built(answer: &Answer) -> Shape {
    let text = answer.global("ServerBuild").unwrap().text().into_owned();
    let day = time::parse_index(&text).unwrap().to_zoned(TimeZone::UTC);
    day.strftime("%Y-%m").to_string().parse().unwrap()
}

fn names(of: &[(String, backtrail::wire::majestic::Cell)]) -> Vec<&str> {
    of.iter().map(|(name, _)| name.as_str()).collect()
}

/// A recorded answer and ours, without what names the items.
fn hold(name: &str, recorded: &Answer, ours: &Answer) {
    assert_eq!(names(&recorded.globals), names(&ours.globals), "{name}");
    for table in recorded.tables.iter().flatten() {
        let other = ours.table(&table.name);
        let other = other.unwrap_or_else(|| panic!("{} of {name}", table.name));
        assert_eq!(names(&table.attributes), names(&other.attributes), "{name}");
        let general = |table: &Table| -> Vec<String> {
            let all = table.columns.iter();
            // Columns that meant nothing, in six days of 2012, are not played.
            all.filter(|column| !column.starts_with("Reserved"))
                .map(|column| column.split_once("Links_").map_or(column.as_str(), |c| c.0))
                .map(|column| {
                    column
                        .split_once("Date_")
                        .map_or(column, |c| c.0)
                        .to_owned()
                })
                .collect()
        };
        // An empty table reveals no columns in JSON.
        if !table.rows.is_empty() {
            assert_eq!(general(table), general(other), "{} of {name}", table.name);
        }
    }
}

#[tokio::test]
async fn recorded_answers_have_the_shape_of_their_month() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/majestic");
    if !folder.is_dir() {
        eprintln!("SKIPPED: no recorded answers at {}", folder.display());
        return;
    }
    let mut held = [0; 4];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        let recorded = match path.extension().and_then(|e| e.to_str()) {
            Some("json") => json::decode(&bytes).unwrap(),
            _ => xml::decode(&bytes).unwrap(),
        };
        let which = match name.to_lowercase() {
            name if name.contains("error") => continue,
            name if name.starts_with("gettopbacklinks") => 0,
            name if name.contains("backlinks") => 1,
            name if name.starts_with("getrefdomains") => 2,
            name if name.contains("index_item_info") => 3,
            other => panic!("{other}"),
        };
        let server = of(built(&recorded)).await;
        let ours = &answers(&server).await[which];
        hold(&name, &recorded, ours);
        held[which] += 1;
    }
    assert!(held.iter().all(|n| *n > 0), "{held:?}");
}
