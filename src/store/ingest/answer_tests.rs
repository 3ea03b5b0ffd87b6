//! Answers that hold their rows themselves, of every kind.

use std::io;
use std::sync::atomic::AtomicBool;

use super::scene::{ALL, Place, cell, crash_everywhere, every, grid, links};
use super::*;
use crate::model::catalog::majestic;
use crate::model::column::Value;
use crate::model::export::Format;
use crate::model::link::LINKS;
use crate::model::rows::{Direction, List, RowId, Sheet};
use crate::store::{StoreError, enrich, export};

static NO: AtomicBool = AtomicBool::new(false);

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn links_fill_their_domains_from_the_answers_table() {
    let place = Place::new();
    let id = place.holding(1, &links(100));
    let dataset = place.open(&id);
    assert_eq!(
        (dataset.links(), dataset.domains(), dataset.items()),
        (100, 9, 0)
    );
    assert_eq!(cell(&dataset, &ALL, 8, "source_domain"), text("h1.example"));
    assert_eq!(cell(&dataset, &ALL, 8, "nofollow"), Value::Flag(true));
    assert_eq!(cell(&dataset, &ALL, 8, "image"), Value::Flag(false));
    assert_eq!(
        cell(&dataset, &ALL, 8, "deleted"),
        Value::Null,
        "an empty flag says nothing"
    );
    let extra = text(r#"{"SourceLanguageDesc":"English"}"#);
    assert_eq!(cell(&dataset, &ALL, 8, "extra"), extra);
    let domain = |row, id| cell(&dataset, &List::Domains, row, id);
    assert_eq!(domain(3, "domain"), text("h3.example"));
    assert_eq!(domain(3, "links"), Value::Int(14));
    assert_eq!(domain(3, "best_source_trust_flow"), Value::Int(94));
    assert_eq!(domain(3, "follow_share"), Value::Share(0.0));
    assert_eq!(domain(3, "lost_share"), Value::Null);
    assert_eq!(domain(3, "topic"), text("Arts"));
    assert_eq!(domain(3, "trust_flow"), Value::Int(53));
    assert_eq!(domain(3, "ref_domains"), Value::Int(30));
    assert_eq!(domain(3, "alexa_rank"), Value::Int(-1));
    assert_eq!(
        domain(3, "extra"),
        text(r#"{"TopicalTrustFlow_Topic_1":"Extra 3"}"#)
    );
    assert_eq!(
        domain(7, "domain"),
        text("H7.example"),
        "only the table names it"
    );
    assert_eq!(
        (domain(7, "links"), domain(7, "trust_flow")),
        (Value::Null, Value::Int(57))
    );
    let some = List::Links {
        domain: Some(RowId(7)),
    };
    assert!(dataset.rank(&some, None, &[], &NO).unwrap().is_empty());
    let manifest = dataset.manifest();
    assert_eq!(manifest.source(), "majestic historic index of 2026-11-20");
    assert_eq!(
        (manifest.links_known(), manifest.domains_known()),
        (Some(1_234), None)
    );
    assert_eq!(manifest.index_id.as_deref(), Some("20261120010203"));
    assert_eq!(
        manifest.unknown_columns,
        ["TopicalTrustFlow_Topic_1", "SourceLanguageDesc"]
    );
    assert!(manifest.missing_columns.is_empty() && manifest.complete);
    for absent in ["deleted", "level", "source_title", "first_found_date"] {
        assert!(manifest.is_absent(&ALL, absent), "{absent}");
    }
    for filled in ["extra", "source_domain", "nofollow"] {
        assert!(!manifest.is_absent(&ALL, filled), "{filled}");
    }
    assert!(manifest.is_absent(&List::Domains, "country"));
    assert!(!manifest.is_absent(&List::Domains, "trust_flow"));
    assert!(
        !manifest.is_absent(&List::Sheet(Sheet::Items), "item"),
        "of a list without rows nothing is said"
    );
}

#[test]
fn domains_alone_are_a_list_of_their_own() {
    let place = Place::new();
    let heads = "Position|Domain|RefDomains|Matches|TrustFlow|FirstCrawled|TLD|BackLinks_0|FirstLinkDate_0|LinkSaturation";
    let answer = AnswerRows {
        domains: Some(grid(
            heads,
            &[
                "1|b.example|5|2|40|2006-06-06|example|7|2020-01-01|3.5",
                "2|a.co.uk|x|1||not a day||0| |",
                "3||5|1|||||||",
                "4|b.example|6|1|||||",
            ],
        )),
        labels: [("item0_links".to_owned(), "BackLinks_example.com".to_owned())].into(),
        known_domains: Some(900),
        ..AnswerRows::default()
    };
    let (id, raw) = place.dataset(&majestic::GET_REF_DOMAINS, 1);
    let mut told = Vec::new();
    let outcome = ingest_answer(&place.store, &id, &raw, &answer, &NO, &mut |p| told.push(p));
    let outcome = outcome.unwrap();
    assert_eq!((outcome.rows, outcome.domains, outcome.items), (0, 2, 0));
    assert_eq!((outcome.bad_rows, outcome.bad_cells), (2, 2));
    let lines: Vec<u64> = outcome.bad_samples.iter().map(|s| s.0).collect();
    assert_eq!(lines, [2, 2, 3, 4]);
    let last = told.last().unwrap();
    assert_eq!((last.domains, last.bytes_read), (2, last.bytes_total));
    let dataset = place.open(&id);
    let domain = |row, id| cell(&dataset, &List::Domains, row, id);
    assert_eq!(domain(0, "first_crawled"), Value::Date(13_305));
    assert_eq!(domain(0, "item0_links"), Value::Int(7));
    assert_eq!(domain(0, "extra"), text(r#"{"LinkSaturation":"3.5"}"#));
    assert_eq!(
        (domain(0, "links"), domain(0, "best_source_trust_flow")),
        (Value::Null, Value::Null)
    );
    assert_eq!(
        domain(1, "tld"),
        text("co.uk"),
        "by the suffix list where the provider is silent"
    );
    assert_eq!(
        (domain(1, "ref_domains"), domain(1, "first_crawled")),
        (Value::Null, Value::Null)
    );
    assert_eq!(dataset.manifest().domains_known(), Some(900));
    assert_eq!(
        dataset.manifest().labels["item0_links"],
        "BackLinks_example.com"
    );
    assert!(dataset.manifest().is_absent(&List::Domains, "links"));
    assert!(dataset.rank(&ALL, None, &[], &NO).unwrap().is_empty());
    let again = ingest_answer(&place.store, &id, &raw, &answer, &NO, &mut |_| {}).unwrap();
    assert_eq!(again, outcome);
}

#[test]
fn two_rows_of_one_domain_both_stay() {
    let place = Place::new();
    let rows = ["a.example|1", "A.example|2"];
    let answer = AnswerRows {
        domains: Some(grid("Domain|RefDomains", &rows)),
        ..AnswerRows::default()
    };
    let dataset = place.open(&place.holding(1, &answer));
    let both = [0, 1].map(|row| cell(&dataset, &List::Domains, row, "ref_domains"));
    assert_eq!(both, [Value::Int(1), Value::Int(2)]);
}

#[test]
fn items_are_ranked_read_found_and_exported_like_other_rows() {
    let place = Place::new();
    let items = grid(
        "ItemNum|Item|ResultCode|Status|TrustFlow|CrawledFlag|LastCrawlDate|New",
        &[
            "0|=a.com|OK|Found|7|False| |",
            "1|b.com|OK|Found|70|True|2026-11-01|[1]",
            "2|c.com|OK|NotFound||||",
        ],
    );
    let answer = AnswerRows {
        items: Some(items),
        ..AnswerRows::default()
    };
    let id = place.holding(1, &answer);
    let dataset = place.open(&id);
    assert_eq!(
        (dataset.links(), dataset.domains(), dataset.items()),
        (0, 0, 3)
    );
    assert_eq!(dataset.manifest().items, 3);
    assert_eq!(dataset.manifest().domain_table, None);
    let order = parse_order(&List::Sheet(Sheet::Items), "tf:desc");
    let ranking = dataset
        .rank(&List::Sheet(Sheet::Items), None, &order, &NO)
        .unwrap();
    let ids: Vec<u64> = (0..3).map(|at| ranking.row(at).unwrap().0).collect();
    assert_eq!(ids, [1, 0, 2]);
    assert_eq!(
        cell(&dataset, &List::Sheet(Sheet::Items), 0, "crawled"),
        Value::Flag(false)
    );
    assert_eq!(
        cell(&dataset, &List::Sheet(Sheet::Items), 1, "last_crawl_date"),
        Value::Date(20_758)
    );
    let found = dataset.find(&ranking, "C.COM", 0, Direction::Forward, &NO);
    assert_eq!(found.unwrap(), Some(2));
    let columns =
        ["item", "tf", "extra"].map(|id| List::Sheet(Sheet::Items).table().position(id).unwrap());
    let written = |format| {
        let mut out = Vec::new();
        export(&dataset, &ranking, &columns, format, None, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let lines = written(Format::Jsonl);
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let expected = serde_json::json!({"item": "b.com", "trust_flow": 70, "extra": {"New": "[1]"}});
    assert_eq!(first, expected);
    assert!(lines.lines().nth(1).unwrap().ends_with("\"extra\":null}"));
    assert!(
        written(Format::Csv).contains("'=a.com,7,"),
        "a formula is defused"
    );
    assert!(matches!(
        dataset.row(&List::Sheet(Sheet::Items), RowId(3)),
        Err(StoreError::NoSuchRow { row: 3, rows: 3 })
    ));
}

fn parse_order(list: &List, text: &str) -> Vec<crate::model::rows::SortKey> {
    crate::model::rows::parse_order(list.table(), text).unwrap()
}

#[test]
fn a_table_without_its_subject_is_an_error_and_one_without_rows_is_none() {
    let place = Place::new();
    for (list, answer) in [
        (
            "links",
            AnswerRows {
                links: Some(grid("AnchorText", &["x"])),
                ..AnswerRows::default()
            },
        ),
        (
            "domains",
            AnswerRows {
                domains: Some(grid("TLD", &["x"])),
                ..AnswerRows::default()
            },
        ),
        (
            "items",
            AnswerRows {
                items: Some(grid("TLD", &["x"])),
                ..AnswerRows::default()
            },
        ),
    ] {
        let (id, raw) = place.dataset(&majestic::GET_REF_DOMAINS, 1);
        let end = ingest_answer(&place.store, &id, &raw, &answer, &NO, &mut |_| {});
        let Err(IngestError::NotRows { list: named, .. }) = end else {
            panic!("{list}: {end:?}")
        };
        assert_eq!(named, list);
        let manifest = place.store.manifest(&id).unwrap();
        assert!(!manifest.complete && manifest.trouble.is_some());
        assert!(raw.exists());
        place.open(&id);
        place.store.delete_dataset(&id).unwrap();
    }
    let empty = AnswerRows {
        links: Some(Grid::default()),
        domains: Some(Grid::default()),
        items: Some(Grid::default()),
        ..AnswerRows::default()
    };
    let dataset = place.open(&place.holding(1, &empty));
    assert_eq!(
        (dataset.links(), dataset.domains(), dataset.items()),
        (0, 0, 0)
    );
    assert!(dataset.manifest().complete && dataset.manifest().absent.is_empty());
}

#[test]
fn a_crash_between_any_two_writes_of_an_answer_leaves_old_or_new() {
    let mut answer = links(300);
    answer.items = Some(grid("Item", &["t.example"]));
    let expected = {
        let place = Place::new();
        let id = place.holding(1, &answer);
        every(&place.open(&id))
    };
    let crashes = crash_everywhere(|crash_at, before| {
        let place = Place::new();
        let (id, raw) = place.dataset(&majestic::GET_BACK_LINK_DATA, 1);
        let options = IngestOptions {
            first_part: 20,
            largest_part: 100,
            before: Some(before),
            ..IngestOptions::default()
        };
        let run = |options: &IngestOptions<'_>| {
            ingest_answer_with(&place.store, &id, &raw, &answer, &NO, &mut |_| {}, options)
        };
        let first = run(&options);
        let [links, domains, items] = every(&place.open(&id));
        assert_eq!(links, expected[0][..links.len()], "after {crash_at}");
        assert!(domains.len() <= 9 && items.len() <= 1);
        let outcome = run(&IngestOptions {
            before: None,
            ..options
        })
        .unwrap();
        assert_eq!((outcome.rows, outcome.domains, outcome.items), (300, 9, 1));
        let dataset = place.open(&id);
        assert_eq!(every(&dataset), expected);
        let manifest = dataset.manifest();
        let named = manifest.parts.len() + 3;
        let folder = std::fs::read_dir(place.store.datasets_dir().join(&id.0)).unwrap();
        let parquet = folder
            .filter(|f| f.as_ref().unwrap().path().extension() == Some("parquet".as_ref()))
            .count();
        assert_eq!(parquet, named, "no remainder");
        first.is_ok()
    });
    assert!(crashes > 12, "only {crashes} writes");
}

#[test]
fn what_was_filled_in_stays_when_rows_are_read_again() {
    let place = Place::new();
    let (id, raw) = place.dataset(&majestic::GET_BACK_LINK_DATA, 1);
    let cut = {
        let before = |write: Write| match write {
            Write::Items => Err(io::Error::other("crash")),
            _ => Ok(()),
        };
        let options = IngestOptions {
            first_part: 20,
            before: Some(&before),
            ..IngestOptions::default()
        };
        let mut answer = links(300);
        answer.items = Some(grid("Item", &["t.example"]));
        ingest_answer_with(&place.store, &id, &raw, &answer, &NO, &mut |_| {}, &options)
    };
    assert!(cut.is_err());
    let figures = AnswerRows {
        domains: Some(grid(
            "RootDomain|CountryCode",
            &["h2.example|SE", "h3.example|"],
        )),
        ..AnswerRows::default()
    };
    let from = place.holding(2, &figures);
    assert_eq!(enrich(&place.store, &id, &from).unwrap(), 2);
    ingest_answer(&place.store, &id, &raw, &links(300), &NO, &mut |_| {}).unwrap();
    let dataset = place.open(&id);
    assert_eq!(cell(&dataset, &List::Domains, 2, "country"), text("SE"));
    assert_eq!(
        cell(&dataset, &List::Domains, 2, "trust_flow"),
        Value::Int(52)
    );
    assert_eq!(cell(&dataset, &List::Domains, 3, "country"), Value::Null);
}

#[test]
fn figures_that_were_filled_in_bring_no_domains_of_their_own() {
    let place = Place::new();
    let (id, raw) = place.dataset(&majestic::GET_BACK_LINK_DATA, 1);
    let mut answer = links(300);
    answer.domains = None;
    let before = |write: Write| match write {
        Write::Postings => Err(io::Error::other("crash")),
        _ => Ok(()),
    };
    let options = IngestOptions {
        first_part: 20,
        before: Some(&before),
        ..IngestOptions::default()
    };
    let cut = ingest_answer_with(&place.store, &id, &raw, &answer, &NO, &mut |_| {}, &options);
    assert!(cut.is_err());
    let figures = AnswerRows {
        domains: Some(grid(
            "RootDomain|CountryCode",
            &["h2.example|SE", "never.example|FR"],
        )),
        ..AnswerRows::default()
    };
    let from = place.holding(2, &figures);
    assert_eq!(enrich(&place.store, &id, &from).unwrap(), 1);
    ingest_answer(&place.store, &id, &raw, &answer, &NO, &mut |_| {}).unwrap();
    let dataset = place.open(&id);
    assert!(dataset.manifest().complete);
    assert_eq!(dataset.domains(), 7, "those of the links");
    assert_eq!(cell(&dataset, &List::Domains, 2, "country"), text("SE"));
}

/// Run with `--ignored --nocapture` for figures.
#[test]
#[ignore = "a measurement"]
fn figures_of_50_000_links_of_an_answer() {
    let place = Place::new();
    let columns: Vec<&str> = LINKS
        .columns
        .iter()
        .map(|c| c.wire())
        .filter(|w| !w.is_empty())
        .collect();
    let row = |n: usize| {
        let cell = |column: &crate::model::column::Column| match column.kind {
            crate::model::column::Kind::Int => (n % 100).to_string(),
            crate::model::column::Kind::Date => "2026-11-20".to_owned(),
            crate::model::column::Kind::Flag => "0".to_owned(),
            _ => format!("https://www.host{}.example/some/path/{n}", n % 5_000),
        };
        let named = LINKS.columns.iter().filter(|c| !c.wire().is_empty());
        named.map(cell).collect()
    };
    let answer = AnswerRows {
        links: Some(Grid {
            columns: columns.iter().map(|c| (*c).to_owned()).collect(),
            rows: (0..50_000).map(row).collect(),
            heads: 0,
        }),
        ..AnswerRows::default()
    };
    let began = std::time::Instant::now();
    let id = place.holding(1, &answer);
    println!(
        "50,000 links of {} columns: {:?}",
        columns.len(),
        began.elapsed()
    );
    let manifest = place.store.manifest(&id).unwrap();
    println!(
        "{} bytes",
        manifest.parts.iter().map(|p| p.bytes).sum::<u64>()
    );
}
