//! Answers that come page by page: published as they come, read again, extended, broken off.

mod faults;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, sync_channel};

use super::scene::{ALL, Before, Place, cell, crash_everywhere, every, grid};
use super::{AnswerRows, IngestError, IngestOptions, IngestOutcome, Page, PageFault};
use super::{ingest_pages, ingest_pages_with};
use crate::model::catalog::majestic;
use crate::model::column::Value;
use crate::model::nested::Counts;
use crate::model::rows::{DatasetId, List, Sheet};
use crate::store::Dataset;

static NO: AtomicBool = AtomicBool::new(false);

const ROWS: usize = 10;

/// A page of links; every third has a column that the others have not.
fn links(page: usize) -> AnswerRows {
    let line = |n: usize| {
        let row = page * ROWS + n;
        let later = if page % 3 == 2 {
            format!("|later {row}")
        } else {
            String::new()
        };
        format!(
            "https://www.h{0}.example/{row}|http://t.example/|a {row}|{row}|[\"nofollow\",\"r{1}\"]|2024-01-02 03:04:0{1} +00:00|true{later}",
            row % 7,
            row % 10
        )
    };
    let lines: Vec<String> = (0..ROWS).map(line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let heads = "url_from|url_to|anchor|rank|attributes|first_seen (time)|dofollow";
    let later = if page % 3 == 2 { "|later" } else { "" };
    let domains: Vec<String> = (0..7)
        .map(|n| format!("h{n}.example|{}", page * 100 + n))
        .collect();
    let domains: Vec<&str> = domains.iter().map(String::as_str).collect();
    AnswerRows {
        links: Some(grid(&format!("{heads}{later}"), &lines)),
        domains: Some(grid("Domain|domain_from_rank", &domains)),
        by_main_domain: true,
        known_links: Some(104_972),
        globals: vec![("target".into(), "t.example".into())],
        ..AnswerRows::default()
    }
}

/// A page of domains; the second one knows more of each.
fn domains(page: usize) -> AnswerRows {
    let line = |n: usize| match page {
        0 => format!("d{n}.example|{n}|{{\"a\":{n}}}"),
        _ => format!("d{page}x{n}.blogspot.com|{n}|{{\"\":2,\"b\":1}}|new {n}"),
    };
    let lines: Vec<String> = (0..ROWS).map(line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let heads = match page {
        0 => "domain|rank|referring_links_types",
        _ => "domain|rank|referring_links_types|later",
    };
    AnswerRows {
        domains: Some(grid(heads, &lines)),
        by_main_domain: true,
        known_domains: Some(500),
        ..AnswerRows::default()
    }
}

/// A page of anchor texts.
fn anchors(page: usize) -> AnswerRows {
    let line = |n: usize| format!("text {}|{n}|2024-01-02 03:04:05 +00:00", page * ROWS + n);
    let lines: Vec<String> = (0..ROWS).map(line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    AnswerRows {
        items: Some(grid("anchor|backlinks|first_seen", &lines)),
        sheet: Sheet::Anchors,
        known_rows: Some(77),
        ..AnswerRows::default()
    }
}

type Make = fn(usize) -> AnswerRows;

struct Paging {
    place: Place,
    id: DatasetId,
}

impl Paging {
    fn new() -> Self {
        let place = Place::new();
        let (id, _) = place.dataset(&majestic::GET_BACK_LINK_DATA, 1);
        Self { place, id }
    }

    fn page(&self, make: Make, number: usize) -> Page {
        let name = format!("page-{number:05}.json");
        let body = format!("{{\"page\":{number}}}");
        let raw: PathBuf = self
            .place
            .store
            .write_raw(&self.id, &name, body.as_bytes())
            .unwrap();
        Page {
            raw,
            rows: make(number),
        }
    }

    fn read(&self, make: Make, pages: usize) -> Result<IngestOutcome, IngestError> {
        self.read_until(make, pages, None)
    }

    fn read_until(
        &self,
        make: Make,
        pages: usize,
        before: Option<Before<'_>>,
    ) -> Result<IngestOutcome, IngestError> {
        let all: Vec<Page> = (0..pages).map(|n| self.page(make, n)).collect();
        let options = IngestOptions {
            before,
            ..IngestOptions::default()
        };
        let mut pages = all.into_iter().map(Ok);
        ingest_pages_with(
            &self.place.store,
            &self.id,
            &mut pages,
            &NO,
            &mut |_| {},
            &options,
        )
    }

    fn open(&self) -> Dataset {
        self.place.open(&self.id)
    }

    /// Every row of every list, and that nothing is wrong with the dataset.
    fn rows(&self) -> Vec<Vec<Vec<Value>>> {
        let findings = self.place.store.check(&self.id, &NO).unwrap();
        assert_eq!(findings, [], "{:?}", self.open().manifest());
        let dataset = self.open();
        let mut rows: Vec<_> = every(&dataset).into();
        let sheet = List::Sheet(Sheet::Anchors);
        let ranking = dataset.rank(&sheet, None, &[], &NO).unwrap();
        let columns: Vec<usize> = (0..sheet.table().columns.len()).collect();
        let read = dataset.read(&ranking, 0..u64::MAX, &columns).unwrap();
        rows.push(read.into_iter().map(|row| row.cells).collect());
        rows
    }

    fn tables(&self) -> usize {
        let folder = self.place.store.datasets_dir().join(&self.id.0);
        let files = std::fs::read_dir(folder).unwrap();
        let names = files.map(|f| f.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.ends_with(".parquet") && !name.starts_with("links-"))
            .count()
    }
}

/// Pages that come when they are sent.
struct Arriving(Receiver<Page>);

impl Iterator for Arriving {
    type Item = Result<Page, PageFault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.recv().ok().map(Ok)
    }
}

#[test]
fn pages_are_published_while_others_are_fetched() {
    let paging = Paging::new();
    let (send, arriving) = sync_channel(0);
    let (told, hear) = sync_channel(100);
    let (store, id) = (paging.place.store.clone(), paging.id.clone());
    let reader = std::thread::spawn(move || {
        ingest_pages(&store, &id, &mut Arriving(arriving), &NO, &mut |at| {
            told.send(at).unwrap()
        })
    });
    assert_eq!(hear.recv().unwrap().rows, 0);
    let mut seen = Vec::new();
    for page in 0..12 {
        send.send(paging.page(links, page)).unwrap();
        if [0, 1, 3, 7].contains(&page) {
            let at = hear.recv().unwrap();
            seen.push(at.rows);
            assert_eq!((at.domains, at.bytes_read), (7, at.bytes_total));
            let open = paging.open();
            assert_eq!(open.links(), at.rows, "it can be read");
            assert!(!open.manifest().complete);
            assert_eq!(open.manifest().pages.len(), page + 1);
        }
    }
    drop(send);
    let outcome = reader.join().unwrap().unwrap();
    assert_eq!(
        seen,
        [10, 20, 40, 80],
        "each part is as large as all before"
    );
    assert_eq!((outcome.rows, outcome.domains), (120, 7));
    let manifest = paging.open().manifest().clone();
    assert!(manifest.complete && manifest.trouble.is_none());
    assert_eq!((manifest.parts.len(), manifest.pages.len()), (5, 12));
    assert_eq!(manifest.links_known(), Some(104_972));
    assert_eq!(manifest.unknown_columns, ["later"]);
    assert_eq!(manifest.globals.len(), 1);
    assert!(manifest.is_absent(&ALL, "source_trust_flow") && !manifest.is_absent(&ALL, "rank"));
    paging.rows();
}

#[test]
fn pages_hold_the_rows_that_one_answer_of_them_all_would() {
    let paging = Paging::new();
    paging.read(links, 6).unwrap();
    let lists = paging.rows();
    assert_eq!((lists[0].len(), lists[1].len()), (60, 7));
    let dataset = paging.open();
    assert_eq!(
        cell(&dataset, &ALL, 25, "attributes"),
        Value::Texts(Box::from(["nofollow".to_owned(), "r5".to_owned()]))
    );
    assert_eq!(
        cell(&dataset, &ALL, 25, "first_seen_time"),
        Value::Time(1_704_164_645)
    );
    assert_eq!(
        cell(&dataset, &ALL, 25, "extra"),
        Value::Text("{\"later\":\"later 25\"}".into())
    );
    assert_eq!(cell(&dataset, &ALL, 15, "extra"), Value::Null);
    let list = List::Domains;
    assert_eq!(
        cell(&dataset, &list, 3, "domain"),
        Value::Text("h3.example".into())
    );
    assert_eq!(cell(&dataset, &list, 3, "follow_share"), Value::Share(1.0));
    assert_eq!(
        cell(&dataset, &list, 3, "domain_from_rank"),
        Value::Int(3),
        "the first link's"
    );
}

#[test]
fn lists_and_sheets_come_in_pages_too() {
    let paging = Paging::new();
    paging.read(domains, 3).unwrap();
    let dataset = paging.open();
    let list = List::Domains;
    assert_eq!((dataset.links(), dataset.domains()), (0, 30));
    assert_eq!(dataset.manifest().domains_known(), Some(500));
    assert_eq!(
        cell(&dataset, &list, 12, "domain"),
        Value::Text("d1x2.blogspot.com".into())
    );
    assert_eq!(
        cell(&dataset, &list, 12, "tld"),
        Value::Text("blogspot.com".into())
    );
    assert_eq!(
        cell(&dataset, &list, 12, "extra"),
        Value::Text("{\"later\":\"new 2\"}".into())
    );
    let counts = Counts::new([(String::new(), 2), ("b".to_owned(), 1)]);
    assert_eq!(
        cell(&dataset, &list, 12, "referring_links_types"),
        Value::Counts(counts)
    );
    assert_eq!(cell(&dataset, &list, 2, "rank"), Value::Int(2));
    paging.rows();

    let paging = Paging::new();
    let outcome = paging.read(anchors, 4).unwrap();
    assert_eq!((outcome.rows, outcome.domains, outcome.items), (0, 0, 40));
    let dataset = paging.open();
    let manifest = dataset.manifest();
    assert_eq!(
        (manifest.sheet, manifest.known_rows),
        (Sheet::Anchors, Some(77))
    );
    assert!(manifest.is_absent(&List::Sheet(Sheet::Anchors), "rank"));
    assert!(!manifest.is_absent(&List::Sheet(Sheet::Anchors), "first_seen"));
    assert_eq!(paging.rows()[3].len(), 40);
    assert!(dataset.domains() == 0 && manifest.domain_table.is_none());
}

#[test]
fn more_pages_go_on_behind_what_is_held() {
    for make in [links as Make, domains, anchors] {
        let paging = Paging::new();
        paging.read(make, 3).unwrap();
        let before = paging.rows();
        paging.read(make, 3).unwrap();
        assert_eq!(paging.rows(), before, "again changes nothing");
        paging.read(make, 8).unwrap();
        let manifest = paging.open().manifest().clone();
        assert!(manifest.complete && manifest.pages.len() == 8);
        let after = paging.rows();
        for (list, (before, after)) in before.iter().zip(&after).enumerate() {
            // What is counted of a domain grows with its links; its row and its name stay.
            let kept = if list == 1 { 1 } else { usize::MAX };
            for (old, new) in before.iter().zip(after) {
                let kept = kept.min(old.len());
                assert_eq!(old[..kept], new[..kept]);
            }
        }
        let whole = Paging::new();
        whole.read(make, 8).unwrap();
        assert_eq!(after, whole.rows());
        let fewer = paging.read(make, 2);
        assert!(
            matches!(fewer, Err(IngestError::Unlike { .. })),
            "{fewer:?}"
        );
        assert_eq!(paging.rows(), after);
    }
}

#[test]
fn an_answer_without_rows_is_whole() {
    for make in [links as Make, domains, anchors] {
        let paging = Paging::new();
        let mut page = paging.page(make, 0);
        for grid in [
            &mut page.rows.links,
            &mut page.rows.domains,
            &mut page.rows.items,
        ] {
            grid.iter_mut().for_each(|grid| grid.rows.clear());
        }
        let store = &paging.place.store;
        let outcome = ingest_pages(
            store,
            &paging.id,
            &mut std::iter::once(Ok(page)),
            &NO,
            &mut |_| {},
        );
        assert_eq!(outcome.unwrap().rows, 0);
        assert!(paging.open().manifest().complete);
        assert!(paging.rows().iter().all(Vec::is_empty));
        paging.read(make, 0).unwrap();
    }
    let stop = AtomicBool::new(true);
    let paging = Paging::new();
    let mut pages = std::iter::once(Ok(paging.page(links, 0)));
    let stopped = ingest_pages(
        &paging.place.store,
        &paging.id,
        &mut pages,
        &stop,
        &mut |_| {},
    );
    assert!(matches!(stopped, Err(IngestError::Cancelled)));
}
