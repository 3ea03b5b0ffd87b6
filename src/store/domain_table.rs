//! The table of domains of a dataset, written anew under another name and the manifest switched to it: a crash leaves
//! the old or the new, and whoever has the dataset open keeps what is open.

use std::path::Path;

use arrow_array::{Array as _, RecordBatch};

use super::ingest::{IngestOptions, Write, ask, remove, write_batch};
use super::manifest::SCHEMA;
use super::{Manifest, Store, StoreError};
use crate::model::domain::DOMAINS;

/// Puts a table in the place of the one that `manifest` names; `change` says in the manifest what it brings. The caller
/// holds the lock of the dataset's ingest.
pub(super) fn replace(
    store: &Store,
    manifest: &Manifest,
    (folder, file): (&Path, &str),
    batch: &RecordBatch,
    options: &IngestOptions<'_>,
    change: impl FnOnce(&mut Manifest),
) -> Result<(), StoreError> {
    let path = folder.join(file);
    let old = manifest.domain_table.clone();
    let links = old.as_ref().map_or(0, |table| table.first_row);
    ask(options, Write::Domains, &path)?;
    let table = write_batch(&path, batch, links)?;
    ask(options, Write::Manifest, folder)?;
    store.change_manifest(&manifest.id, |m| {
        m.schema = SCHEMA;
        m.set_absent(&DOMAINS, absent(batch).into_iter());
        m.domain_table = Some(table.clone());
        change(m);
    })?;
    if let Some(old) = old.filter(|old| old.file != table.file) {
        let path = folder.join(old.file);
        ask(options, Write::Remove, &path)?;
        remove(&path)?;
    }
    Ok(())
}

/// Ids of the columns that no row fills. Of a table without rows nothing is said.
fn absent(batch: &RecordBatch) -> Vec<&'static str> {
    let rows = batch.num_rows();
    let is_empty = |id: &str| {
        let column = batch.column_by_name(id);
        column.is_none_or(|column| column.null_count() == rows)
    };
    let ids = DOMAINS.columns.iter().map(|column| column.id);
    ids.filter(|id| rows > 0 && is_empty(id)).collect()
}
