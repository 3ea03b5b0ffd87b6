//! The second pass over a dataset whose links are all here: figures of its domains that need all links of a domain at
//! once ([`Later`]) are counted and written into the table of domains.
//!
//! It counts beside everybody else and takes the dataset for itself only to write.

use std::io;
use std::sync::atomic::AtomicBool;
use std::thread;

use arrow_array::RecordBatch;

use super::dataset::Held;
use super::ingest::{IngestOptions, Write, priority, sweep};
use super::manifest::Manifest;
use super::{Dataset, Store, StoreError, domain_table, lock};
use crate::columnar::{Array, PartError, schema_of};
use crate::model::domain::DOMAINS;
use crate::model::rows::{DatasetId, List};

impl Manifest {
    /// Whether [`second_pass`] would bring something: every link is here, and the pass was not made since.
    pub fn lacks_second_pass(&self) -> bool {
        let covers = self.posting_table.as_ref().map(|table| table.first_row);
        self.complete && !self.second_pass && self.rows > 0 && covers == Some(self.rows)
    }
}

/// Counts and writes the later figures of a dataset's domains; false if there is nothing to do. Blocks.
///
/// Row ids stay. Where somebody else writes into the dataset meanwhile it is refused ([`StoreError::Busy`]), and
/// nothing is changed.
pub fn second_pass(
    store: &Store,
    id: &DatasetId,
    haste: Haste,
    cancel: &AtomicBool,
) -> Result<bool, StoreError> {
    second_pass_with(store, id, haste, cancel, None)
}

/// Who waits for the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// Somebody.
    Awaited,
    /// Nobody: the counting stands behind threads that answer keys.
    Aside,
}

/// [`second_pass`], asking before each write; an error stops there, as a crash would.
fn second_pass_with(
    store: &Store,
    id: &DatasetId,
    haste: Haste,
    cancel: &AtomicBool,
    before: Option<&dyn Fn(Write) -> io::Result<()>>,
) -> Result<bool, StoreError> {
    let counted = store.dataset(id)?;
    if !counted.manifest().lacks_second_pass() {
        return Ok(false);
    }
    let figures = count(&counted, haste, cancel)?;
    let options = IngestOptions {
        before,
        ..IngestOptions::default()
    };
    let folder = store.folder(id)?;
    let busy = || StoreError::Busy(id.clone());
    let _alone = lock::soon(&folder.join("ingest.lock"))?.ok_or_else(busy)?;
    let now = store.dataset(id)?;
    if !is_same(&counted, &now) {
        return Err(busy());
    }
    sweep(&folder, now.manifest(), &options)?;
    let Some(held) = now.held(&List::Domains)? else {
        return Ok(false);
    };
    let batch = fill(&held, &figures).map_err(PartError::of("write", &folder))?;
    // Enrichment writes the table under other names; after either the other finds its own name free.
    let name = format!(
        "domains-counted-{}.parquet",
        now.manifest().enriched_by.len()
    );
    domain_table::replace(
        store,
        now.manifest(),
        (&folder, &name),
        &batch,
        &options,
        |m| m.second_pass = true,
    )?;
    Ok(true)
}

/// Counts on a thread of its own, whose priority is no other work's.
fn count(
    dataset: &Dataset,
    haste: Haste,
    cancel: &AtomicBool,
) -> Result<Vec<(usize, Array)>, StoreError> {
    let work = || {
        if haste == Haste::Aside {
            priority::lower();
        }
        dataset.later_figures(cancel)
    };
    match thread::scope(|scope| scope.spawn(work).join()) {
        Ok(figures) => figures,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Whether the figures of one are right for the other: the same links, and domains in the same rows.
fn is_same(counted: &Dataset, now: &Dataset) -> bool {
    let (counted, now) = (counted.manifest(), now.manifest());
    counted.parts == now.parts && counted.domains == now.domains && now.lacks_second_pass()
}

/// The table with the figures in their columns; columns that no row fills take no room.
fn fill(held: &Held, figures: &[(usize, Array)]) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let column = |at: usize| {
        let figure = figures.iter().find(|(column, _)| *column == at);
        figure.map(|(_, array)| array).or(held.known(at))
    };
    let columns = (0..DOMAINS.columns.len()).filter_map(|at| column(at).cloned());
    let schema = schema_of(&DOMAINS, |at| column(at).is_some(), &[]);
    RecordBatch::try_new(schema, columns.collect())
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::model::column::Value;
    use crate::model::domain::Later;
    use crate::store::ingest::scene::{Place, cell, crash_everywhere, every, grid, links};
    use crate::store::{AnswerRows, enrich};

    static NO: AtomicBool = AtomicBool::new(false);

    fn figures(dataset: &Dataset, row: u64) -> Vec<Value> {
        let of = |later: &Later| cell(dataset, &List::Domains, row, later.id);
        Later::ALL.iter().map(of).collect()
    }

    #[test]
    fn the_figures_are_filled_in_once_and_row_ids_stay() {
        let place = Place::new();
        let id = place.holding(1, &links(50));
        let mut open = place.open(&id);
        let before = every(&open);
        assert!(open.manifest().is_absent(&List::Domains, "anchors"));
        assert_eq!(figures(&open, 1), vec![Value::Null; 5]);

        assert!(second_pass(&place.store, &id, Haste::Awaited, &NO).unwrap());
        open = open.newer().unwrap().unwrap();
        // The links 1, 8, 15, ... 43 of h1.example, each with its own page and anchor text, and no CitationFlow.
        let expected = [
            Value::Int(22),
            Value::Null,
            Value::Int(7),
            Value::Int(1),
            Value::Int(7),
        ];
        assert_eq!(figures(&open, 1), expected);
        assert_eq!(
            figures(&open, 8),
            vec![Value::Null; 5],
            "a domain without links"
        );
        let manifest = open.manifest();
        assert!(!manifest.is_absent(&List::Domains, "anchors"));
        assert!(manifest.is_absent(&List::Domains, "median_source_citation_flow"));
        let mut after = every(&open);
        for row in &mut after[1] {
            for later in &Later::ALL {
                row[DOMAINS.position(later.id).unwrap()] = Value::Null;
            }
        }
        assert_eq!(after, before, "all else stays");
        assert!(
            !second_pass(&place.store, &id, Haste::Awaited, &NO).unwrap(),
            "once"
        );
        assert!(open.newer().unwrap().is_none());
    }

    #[test]
    fn enrichment_before_and_after_keeps_both() {
        for first in [true, false] {
            let place = Place::new();
            let id = place.holding(1, &links(50));
            let answer = AnswerRows {
                domains: Some(grid("RootDomain|TrustFlow", &["h1.example|99"])),
                ..AnswerRows::default()
            };
            let from = place.holding(2, &answer);
            for step in [first, !first] {
                match step {
                    true => assert!(second_pass(&place.store, &id, Haste::Awaited, &NO).unwrap()),
                    false => assert_eq!(enrich(&place.store, &id, &from).unwrap(), 1),
                }
            }
            let open = place.open(&id);
            assert_eq!(cell(&open, &List::Domains, 1, "trust_flow"), Value::Int(99));
            assert_eq!(cell(&open, &List::Domains, 1, "anchors"), Value::Int(7));
        }
    }

    #[test]
    fn what_has_no_links_or_is_busy_is_left_alone() {
        let place = Place::new();
        let items = AnswerRows {
            items: Some(grid("Item", &["a"])),
            ..AnswerRows::default()
        };
        let items = place.holding(1, &items);
        assert!(!second_pass(&place.store, &items, Haste::Aside, &NO).unwrap());
        let id = place.holding(2, &links(5));
        let folder = place.store.datasets_dir().join(&id.0);
        let reading = lock::attempt(&folder.join("ingest.lock")).unwrap();
        let busy = second_pass(&place.store, &id, Haste::Awaited, &NO);
        assert!(matches!(busy, Err(StoreError::Busy(_))));
        drop(reading);
        assert!(second_pass(&place.store, &id, Haste::Awaited, &NO).unwrap());
    }

    #[test]
    fn a_crash_between_any_two_writes_leaves_old_or_new() {
        let crashes = crash_everywhere(|crash_at, before| {
            let place = Place::new();
            let id = place.holding(1, &links(50));
            let old = every(&place.open(&id));
            let first = second_pass_with(&place.store, &id, Haste::Awaited, &NO, Some(before));
            let now = every(&place.open(&id));
            let again = second_pass(&place.store, &id, Haste::Awaited, &NO);
            let new = every(&place.open(&id));
            assert!(now == old || now == new, "after {crash_at}");
            assert_eq!(again.unwrap(), now == old);
            assert_ne!(new, old);
            first.is_ok()
        });
        assert_eq!(crashes, 3);
    }
}
