//! Tables counted from the links of a dataset, at rest inside its folder.
//!
//! Each is a dataset of its own with one sheet, in `computed/NAME`: whatever lists, sorts, filters, counts, exports and
//! checks a bought sheet does the same with it. Its id is that of the dataset with `/NAME` behind. The manifest says from
//! which links it was counted; where these are others now, it is counted anew.

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::thread;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::dataset::{Told, Watch};
use super::ingest::{IngestOptions, Write, ask, priority, remove, sweep};
use super::manifest::{self, Manifest, PartEntry, SCHEMA};
use super::{Dataset, Haste, Store, StoreError, lock, private};
use crate::columnar::PartWriter;
use crate::model::computed::{COMPUTED, computed};
use crate::model::rows::{DatasetId, List, Sheet};

/// The folder of a dataset's tables.
const FOLDER: &str = "computed";

/// What a table was counted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedFrom {
    /// The dataset with the links.
    pub dataset: DatasetId,
    /// How many there were.
    pub links: u64,
    /// Which: hexadecimal, of the hashes of the files that were read.
    pub files: String,
}

/// The id of a table of a dataset.
pub fn table_id(dataset: &DatasetId, sheet: Sheet) -> DatasetId {
    DatasetId(format!("{dataset}/{}", sheet.table().name))
}

/// The dataset's own id and the name of its table, if an id is one of a table.
pub(super) fn parts_of(id: &DatasetId) -> Option<(&str, &str)> {
    let (dataset, name) = id.0.split_once('/')?;
    let is_table = COMPUTED.iter().any(|c| c.sheet.table().name == name);
    is_table.then_some((dataset, name))
}

/// Where a table lies, in the folder of its dataset.
pub(super) fn folder_in(folder: &Path, name: &str) -> std::path::PathBuf {
    folder.join(FOLDER).join(name)
}

impl Store {
    /// The table of a dataset, if it was counted from the links that are held now.
    pub fn counted(&self, dataset: &Manifest, sheet: Sheet) -> Option<Manifest> {
        computed(sheet)?;
        let found = self.manifest(&table_id(&dataset.id, sheet)).ok()?;
        let files = files(dataset);
        let is_fresh = found.computed.as_ref().is_some_and(|of| of.files == files);
        (is_fresh && dataset.rows > 0).then_some(found)
    }

    /// The tables that a dataset's links give, each with its rows where it was counted from these links.
    pub fn tables(&self, dataset: &Manifest) -> Vec<(Sheet, Option<u64>)> {
        let is_absent = |table: &crate::model::column::Table, id: &str| dataset.lacks(table, id);
        let given = COMPUTED
            .iter()
            .filter(|c| dataset.rows > 0 && c.is_given(&is_absent));
        let rows = |sheet| self.counted(dataset, sheet).map(|found| found.items);
        given.map(|c| (c.sheet, rows(c.sheet))).collect()
    }

    /// Folders of tables that a dataset has, fresh or not.
    pub(super) fn begun_tables(&self, id: &DatasetId) -> Vec<DatasetId> {
        let ids = COMPUTED.iter().map(|c| table_id(id, c.sheet));
        let is_there = |id: &DatasetId| {
            let folder = self.folder(id);
            folder.is_ok_and(|folder| folder.join("manifest.json").exists())
        };
        ids.filter(is_there).collect()
    }
}

/// Counts a table from the links of a dataset, unless it is there; says which dataset it is. None where the links give no
/// such table. Blocks.
///
/// Whoever stops it, and whatever fails, leaves what was there before.
pub fn compute(
    store: &Store,
    id: &DatasetId,
    sheet: Sheet,
    haste: Haste,
    cancel: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<DatasetId>, StoreError> {
    let work = || {
        if haste == Haste::Aside {
            priority::lower();
        }
        compute_with(store, id, sheet, Watch { cancel, progress }, None)
    };
    // On a thread of its own, whose priority is no other work's.
    match thread::scope(|scope| scope.spawn(work).join()) {
        Ok(counted) => counted,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// [`compute`], asking before each write; an error stops there, as a crash would.
fn compute_with(
    store: &Store,
    id: &DatasetId,
    sheet: Sheet,
    watch: Watch<'_>,
    before: Option<&dyn Fn(Write) -> io::Result<()>>,
) -> Result<Option<DatasetId>, StoreError> {
    let dataset = store.dataset(id)?;
    if computed(sheet).is_none() || dataset.manifest().rows == 0 {
        return Ok(None);
    }
    let own = table_id(id, sheet);
    if store.counted(dataset.manifest(), sheet).is_some() {
        return Ok(Some(own));
    }
    let options = IngestOptions {
        before,
        ..IngestOptions::default()
    };
    let folder = folder_in(&store.folder(id)?, sheet.table().name);
    private::create_dir(&folder).map_err(StoreError::io("cannot create", &folder))?;
    let busy = || StoreError::Busy(own.clone());
    let _alone = lock::soon(&folder.join("ingest.lock"))?.ok_or_else(busy)?;
    let written = write(&dataset, sheet, &folder, watch, &options);
    if !matches!(written, Ok(true)) && before.is_none() {
        clear(&folder);
    }
    written.map(|there| there.then_some(own))
}

/// Counts and publishes; false where the links give no such table.
fn write(
    dataset: &Dataset,
    sheet: Sheet,
    folder: &Path,
    watch: Watch<'_>,
    options: &IngestOptions<'_>,
) -> Result<bool, StoreError> {
    let earlier = manifest::read(folder).ok();
    let empty = new_manifest(dataset, sheet);
    sweep(folder, earlier.as_ref().unwrap_or(&empty), options)?;
    let path = folder.join(format!(
        "items-{}.parquet",
        &files(dataset.manifest())[..16]
    ));
    ask(options, Write::Items, &path)?;
    let mut writer: Option<PartWriter> = None;
    let told = dataset.compute(sheet, watch, &mut |batch| {
        let writer = match &mut writer {
            Some(writer) => writer,
            none => none.insert(PartWriter::create(&path, batch.schema())?),
        };
        Ok(writer.write(&batch)?)
    })?;
    let (Some(told), Some(writer)) = (told, writer) else {
        return Ok(false);
    };
    let table = super::ingest::entry(&path, 0, writer.finish()?);
    ask(options, Write::Manifest, folder)?;
    let now = filled(empty, table, told);
    manifest::write(folder, &now)?;
    let old = earlier.and_then(|earlier| earlier.item_table);
    if let Some(old) = old.filter(|old| Some(&old.file) != now.item_table.as_ref().map(|t| &t.file))
    {
        let path = folder.join(old.file);
        ask(options, Write::Remove, &path)?;
        remove(&path)?;
    }
    Ok(true)
}

/// Removes what was begun: a file beside its place, and a folder in which nothing was published.
fn clear(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.extension().is_some_and(|ending| ending == "part") {
            // What cannot be removed is swept before the table is counted the next time.
            let _left = fs::remove_file(&path);
        }
    }
    if !folder.join("manifest.json").exists() {
        let _left = fs::remove_dir_all(folder);
        let _others = folder.parent().map(fs::remove_dir);
    }
}

/// Which files a table is counted from: the links, and the domains, whose own figures some tables use.
fn files(dataset: &Manifest) -> String {
    let mut hash = Sha256::new();
    for part in dataset.parts.iter().chain(&dataset.domain_table) {
        hash.update(part.sha256.as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// What a table says of itself before it has rows: all that its links say of where they are from.
fn new_manifest(dataset: &Dataset, sheet: Sheet) -> Manifest {
    let of = dataset.manifest();
    Manifest {
        id: table_id(&of.id, sheet),
        schema: SCHEMA,
        sheet,
        computed: Some(CountedFrom {
            dataset: of.id.clone(),
            links: of.rows,
            files: files(of),
        }),
        complete: true,
        order: "as counted".to_owned(),
        created: of.created,
        provider: of.provider.clone(),
        params: of.params.clone(),
        target: of.target.clone(),
        source_name: of.source_name.clone(),
        index_date: of.index_date.clone(),
        index_id: of.index_id.clone(),
        figures: of.figures.clone(),
        known_links: of.known_links,
        known_domains: of.known_domains,
        ..Manifest::blank(of.id.clone(), of.created)
    }
}

fn filled(mut manifest: Manifest, table: PartEntry, told: Told) -> Manifest {
    manifest.items = table.rows;
    manifest.item_table = Some(table);
    manifest.notes = told.notes;
    let ids = told.absent.into_iter();
    manifest.set_absent(manifest.sheet.table(), ids);
    manifest
}

impl Manifest {
    /// Whether no row of its links or domains fills the column with this id.
    pub fn lacks(&self, table: &crate::model::column::Table, id: &str) -> bool {
        let list = match table.name == crate::model::domain::DOMAINS.name {
            true => List::Domains,
            false => List::Links { domain: None },
        };
        self.is_absent(&list, id)
    }
}
