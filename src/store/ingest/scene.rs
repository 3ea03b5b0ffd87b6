//! Answers and datasets for tests.

use std::cell::Cell;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::{AnswerRows, Grid, Write, ingest_answer};
use crate::model::catalog::{Entry, majestic};
use crate::model::column::Value;
use crate::model::job::JobId;
use crate::model::query::Query;
use crate::model::rows::{DatasetId, List, RowId, Sheet};
use crate::model::target::Target;
use crate::store::{Dataset, Origin, Store};

pub(in crate::store) const ALL: List = List::Links { domain: None };
static NO: AtomicBool = AtomicBool::new(false);

/// What is asked before each write; an error stops there, as a crash would.
pub(in crate::store) type Before<'a> = &'a dyn Fn(Write) -> io::Result<()>;

/// Plays a scene with a crash before the first write, then before the second, until nothing is left to crash at. The
/// scene says whether it came through; returns how often it did not.
pub(in crate::store) fn crash_everywhere(mut scene: impl FnMut(u32, Before<'_>) -> bool) -> u32 {
    let mut came_through = |crash_at: &u32| {
        let left = Cell::new(*crash_at);
        scene(*crash_at, &|_| {
            let next = left.get().checked_sub(1);
            left.set(next.unwrap_or_default());
            next.map(drop).ok_or_else(|| io::Error::other("crash"))
        })
    };
    (0..).find(|crash_at| came_through(crash_at)).unwrap()
}

pub(in crate::store) struct Place {
    _dir: tempfile::TempDir,
    pub(in crate::store) store: Store,
}

impl Place {
    pub(in crate::store) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        Self { _dir: dir, store }
    }

    pub(in crate::store) fn dataset(
        &self,
        entry: &'static Entry,
        job: i64,
    ) -> (DatasetId, PathBuf) {
        let query = Query::new(entry, Target::parse("example.com").unwrap());
        let origin = Origin::Query {
            query: Box::new(query),
            job: JobId(job),
            figures: None,
        };
        let id = self.store.create_dataset(origin).unwrap();
        let raw = self
            .store
            .write_raw(&id, "answer.json", b"{\"Code\":\"OK\"}");
        (id, raw.unwrap())
    }

    /// A dataset with the rows of an answer.
    pub(in crate::store) fn holding(&self, job: i64, answer: &AnswerRows) -> DatasetId {
        let (id, raw) = self.dataset(&majestic::GET_BACK_LINK_DATA, job);
        ingest_answer(&self.store, &id, &raw, answer, &NO, &mut |_| {}).unwrap();
        id
    }

    pub(in crate::store) fn open(&self, id: &DatasetId) -> Dataset {
        self.store.dataset(id).unwrap()
    }
}

pub(in crate::store) fn grid(columns: &str, rows: &[&str]) -> Grid {
    let split = |text: &str| text.split('|').map(str::to_owned).collect();
    Grid {
        columns: split(columns),
        rows: rows.iter().map(|row| split(row)).collect(),
        heads: 0,
    }
}

pub(in crate::store) fn cell(dataset: &Dataset, list: &List, row: u64, id: &str) -> Value {
    let cells = dataset.row(list, RowId(row)).unwrap();
    cells[list.table().position(id).unwrap()].clone()
}

/// An answer of links with the domains they come from, `rows` long.
pub(in crate::store) fn links(rows: usize) -> AnswerRows {
    let line = |row: usize| {
        let (host, tf) = (row % 7, row % 101);
        format!(
            "http://www.h{host}.example/{row}|a {row}|2026-11-20|1|0||https://t.example/|{host}|English|{tf}|Arts"
        )
    };
    let lines: Vec<String> = (0..rows).map(line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let domains: Vec<String> = (0..9)
        .map(|host| {
            format!(
                "{host}|H{host}.example|{}|-1|{}|example|Extra {host}",
                host * 10,
                50 + host
            )
        })
        .collect();
    let domains: Vec<&str> = domains.iter().map(String::as_str).collect();
    AnswerRows {
        links: Some(grid(
            "SourceURL|AnchorText|Date|FlagNoFollow|FlagImages|FlagDeleted|TargetURL|DomainID|SourceLanguageDesc|SourceTrustFlow|SourceTopicalTrustFlow_Topic_0",
            &lines,
        )),
        domains: Some(grid(
            "DomainID|Domain|RefDomains|AlexaRank|TrustFlow|TLD|TopicalTrustFlow_Topic_1",
            &domains,
        )),
        known_links: Some(1_234),
        index_date: Some("2026-11-20 01:02:03".into()),
        index_id: Some("20261120010203".into()),
        globals: vec![("ServerName".into(), "X".into())],
        ..AnswerRows::default()
    }
}

pub(in crate::store) fn every(dataset: &Dataset) -> [Vec<Vec<Value>>; 3] {
    [ALL, List::Domains, List::Sheet(Sheet::Items)].map(|list| {
        let ranking = dataset.rank(&list, None, &[], &NO).unwrap();
        let columns: Vec<usize> = (0..list.table().columns.len()).collect();
        let rows = dataset.read(&ranking, 0..u64::MAX, &columns).unwrap();
        rows.into_iter().map(|row| row.cells).collect()
    })
}
