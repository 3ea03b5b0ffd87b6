//! Enrichment: the figures of one dataset's domains filled into the table of domains of another.

use std::io;

use arrow_array::RecordBatch;

use super::dataset::Held;
use super::ingest::{IngestOptions, Source, Told, Write, sweep};
use super::{Dataset, Store, StoreError, domain_table, lock};
use crate::columnar::{PartError, RowsBuilder, schema};
use crate::model::domain::DOMAINS;
use crate::model::rows::{DatasetId, List};

/// Fills the table of domains of `parent` with what `from` knows of the same domains; says how many of them it knew.
///
/// Row ids stay. Doing it again changes nothing. While rows are read into the parent it is refused
/// ([`StoreError::Busy`]); a parent that is open elsewhere sees it at its next reload.
pub fn enrich(store: &Store, parent: &DatasetId, from: &DatasetId) -> Result<u64, StoreError> {
    enrich_with(store, parent, from, None)
}

/// [`enrich`], asking before each write; an error stops there, as a crash would.
pub(super) fn enrich_with(
    store: &Store,
    parent: &DatasetId,
    from: &DatasetId,
    before: Option<&dyn Fn(Write) -> io::Result<()>>,
) -> Result<u64, StoreError> {
    let options = IngestOptions {
        before,
        ..IngestOptions::default()
    };
    let folder = store.folder(parent)?;
    let _alone = lock::attempt(&folder.join("ingest.lock"))?
        .ok_or_else(|| StoreError::Busy(parent.clone()))?;
    let (into, source) = (store.dataset(parent)?, store.dataset(from)?);
    sweep(&folder, into.manifest(), &options)?;
    let list = List::Domains;
    let (Some(domains), Some(figures)) = (into.held(&list)?, source.held(&list)?) else {
        return Ok(0);
    };
    let mut told = Told::default();
    told.add(Source::of_held(&domains));
    told.add(Source::of_held(&figures));
    let (batch, known) = fill(&domains, &told).map_err(PartError::of("write", &folder))?;
    if into.manifest().enriched_by.contains(from) {
        return Ok(known);
    }
    let number = into.manifest().enriched_by.len() + 1;
    let name = format!("domains-enriched-{number}.parquet");
    domain_table::replace(
        store,
        into.manifest(),
        (&folder, &name),
        &batch,
        &options,
        |m| {
            m.enriched_by.push(from.clone());
            m.notes.push(note(known, domains.rows(), &source));
        },
    )?;
    Ok(known)
}

fn note(known: u64, rows: usize, source: &Dataset) -> String {
    let manifest = source.manifest();
    format!(
        "figures of {known} of {rows} referring domains are from {} ({})",
        manifest.id,
        manifest.source()
    )
}

/// The rows of a table in their order, with what is told of them; and of how many the last source knew.
fn fill(domains: &Held, told: &Told) -> Result<(RecordBatch, u64), arrow_schema::ArrowError> {
    let schema = schema(&DOMAINS, &[]);
    let columns = told.columns();
    let mut filled = RowsBuilder::with(schema.clone(), |at| told.fills(at))?;
    let mut known = 0;
    for (_, found) in told.first() {
        known += u64::from(found.in_last());
        for column in &columns {
            told.push(&mut filled, &found, *column);
        }
    }
    let filled = filled.finish()?;
    let column = |at: usize| match told.fills(at) && filled.num_rows() > 0 {
        true => filled.column(at).clone(),
        false => domains.column(at),
    };
    let columns = (0..DOMAINS.columns.len()).map(column).collect();
    Ok((RecordBatch::try_new(schema, columns)?, known))
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::model::column::Value;
    use crate::store::AnswerRows;
    use crate::store::ingest::scene::{Place, cell, crash_everywhere, every, grid, links};

    fn figures(rows: &[&str]) -> AnswerRows {
        AnswerRows {
            domains: Some(grid(
                "RootDomain|Status|TrustFlow|CountryCode|Latitude",
                rows,
            )),
            index_date: Some("2026-11-21 00:00:00".into()),
            ..AnswerRows::default()
        }
    }

    #[test]
    fn figures_are_filled_in_by_name_and_row_ids_stay() {
        let place = Place::new();
        let parent = place.holding(1, &links(50));
        let from = place.holding(
            2,
            &figures(&[
                "H1.EXAMPLE|Found|99|DE|48.1",
                "h2.example|NotFound|||",
                "other|Found|1||",
            ]),
        );
        let mut open = place.open(&parent);
        assert_eq!(enrich(&place.store, &parent, &from).unwrap(), 2);
        let value = |open: &Dataset, row, id| cell(open, &List::Domains, row, id);
        assert_eq!(
            value(&open, 1, "trust_flow"),
            Value::Int(51),
            "what is open stays"
        );
        open = open.newer().unwrap().unwrap();
        assert_eq!(value(&open, 1, "domain"), Value::Text("h1.example".into()));
        assert_eq!(value(&open, 1, "trust_flow"), Value::Int(99));
        assert_eq!(
            value(&open, 1, "links"),
            Value::Int(7),
            "what was counted stays"
        );
        let Value::Text(extra) = value(&open, 1, "extra") else {
            panic!("no extra")
        };
        let extra: serde_json::Value = serde_json::from_str(&extra).unwrap();
        let both = serde_json::json!({"TopicalTrustFlow_Topic_1": "Extra 1", "Latitude": "48.1"});
        assert_eq!(extra, both);
        assert_eq!(
            value(&open, 2, "trust_flow"),
            Value::Int(52),
            "nothing known replaces nothing"
        );
        assert_eq!(value(&open, 2, "status"), Value::Text("NotFound".into()));
        let manifest = open.manifest();
        assert_eq!(manifest.enriched_by, std::slice::from_ref(&from));
        assert!(!manifest.is_absent(&List::Domains, "country"));
        assert!(manifest.notes[0].contains("2 of 9"), "{:?}", manifest.notes);
        assert!(manifest.notes[0].contains("2026-11-21"));

        assert_eq!(enrich(&place.store, &parent, &from).unwrap(), 2);
        assert!(open.newer().unwrap().is_none(), "again changes nothing");
        let more = place.holding(3, &figures(&["h1.example|Found|98||"]));
        assert_eq!(enrich(&place.store, &parent, &more).unwrap(), 1);
        open = open.newer().unwrap().unwrap();
        assert_eq!(
            value(&open, 1, "trust_flow"),
            Value::Int(98),
            "the later is right"
        );
        assert_eq!(value(&open, 1, "country"), Value::Text("DE".into()));
    }

    #[test]
    fn nothing_to_fill_is_no_error_and_a_busy_parent_is_left_alone() {
        let place = Place::new();
        let parent = place.holding(1, &links(5));
        let items = AnswerRows {
            items: Some(grid("Item", &["a"])),
            ..AnswerRows::default()
        };
        let items = place.holding(2, &items);
        assert_eq!(enrich(&place.store, &items, &parent).unwrap(), 0);
        assert_eq!(enrich(&place.store, &parent, &items).unwrap(), 0);
        let folder = place.store.datasets_dir().join(&parent.0);
        let reading = lock::attempt(&folder.join("ingest.lock")).unwrap();
        let from = place.holding(3, &figures(&["h1.example|Found|99|DE|"]));
        assert!(matches!(
            enrich(&place.store, &parent, &from),
            Err(StoreError::Busy(_))
        ));
        drop(reading);
        assert_eq!(enrich(&place.store, &parent, &from).unwrap(), 1);
        let gone = DatasetId("gone".into());
        assert!(matches!(
            enrich(&place.store, &parent, &gone),
            Err(StoreError::NoSuchDataset(_))
        ));
    }

    #[test]
    fn a_crash_between_any_two_writes_leaves_old_or_new() {
        let filled = figures(&["h1.example|Found|99|DE|", "h4.example|Found|97|FR|"]);
        let crashes = crash_everywhere(|crash_at, before| {
            let place = Place::new();
            let parent = place.holding(1, &links(50));
            let from = place.holding(2, &filled);
            let old = every(&place.open(&parent));
            let first = enrich_with(&place.store, &parent, &from, Some(before));
            let now = every(&place.open(&parent));
            assert_eq!(enrich(&place.store, &parent, &from).unwrap(), 2);
            let new = every(&place.open(&parent));
            assert!(now == old || now == new, "after {crash_at}");
            assert_ne!(new, old);
            let folder = place.store.datasets_dir().join(&parent.0);
            let tables = std::fs::read_dir(folder).unwrap().filter(|f| {
                let name = f.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with("domains")
            });
            assert_eq!(tables.count(), 1, "no remainder");
            first.is_ok()
        });
        assert_eq!(crashes, 3);
    }
}
