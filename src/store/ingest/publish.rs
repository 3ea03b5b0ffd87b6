//! The last stage, on the caller's thread: parts take their places and the manifest names them.

use std::path::Path;
use std::sync::mpsc::Receiver;

use arrow_array::RecordBatch;

use super::answer::AnswerRows;
use super::fault::IngestError;
use super::leftovers::{ask, entry, remove, sweep};
use super::raw::Copied;
use super::small::Beside;
use super::stages::{Encoded, End, Ready, Standing};
use super::{IngestOptions, Write, postings};
use crate::columnar::PartWriter;
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{DatasetId, Sheet};
use crate::store::dataset::empty_columns;
use crate::store::manifest::{Manifest, PartEntry, RawFile, SCHEMA};
use crate::store::{Store, StoreError};

/// Publishes part by part.
pub(super) struct Publisher<'a> {
    store: &'a Store,
    id: &'a DatasetId,
    folder: &'a Path,
    options: &'a IngestOptions<'a>,
    answer: Option<&'a AnswerRows>,
    /// As last written.
    manifest: Manifest,
    beside: Beside,
}

/// What the manifest is to name now.
#[derive(Default)]
struct Named {
    part: Option<PartEntry>,
    domains: Option<PartEntry>,
    postings: Option<PartEntry>,
    items: Option<(Sheet, PartEntry, Vec<&'static str>)>,
}

impl<'a> Publisher<'a> {
    /// Prepares a dataset for the rows of a raw file: for the same file as before to go on, for
    /// another to start over. Remainders that the manifest does not name are removed.
    pub(super) fn begin(
        store: &'a Store,
        id: &'a DatasetId,
        folder: &'a Path,
        raw: RawFile,
        is_same: bool,
        answer: Option<&'a AnswerRows>,
        options: &'a IngestOptions<'a>,
    ) -> Result<Self, IngestError> {
        let mut manifest = store.manifest(id)?;
        if !is_same {
            ask(options, Write::Start, folder)?;
            manifest = store.change_manifest(id, |m| start_over(m, raw))?;
        }
        sweep(folder, &manifest, options)?;
        Ok(Self {
            store,
            id,
            folder,
            options,
            answer,
            manifest,
            beside: Beside::default(),
        })
    }

    /// Prepares a dataset for pages: those that it holds already come again before the others. Remainders that the
    /// manifest does not name are removed.
    pub(super) fn go_on(
        store: &'a Store,
        id: &'a DatasetId,
        folder: &'a Path,
        options: &'a IngestOptions<'a>,
    ) -> Result<Self, IngestError> {
        let manifest = store.manifest(id)?;
        sweep(folder, &manifest, options)?;
        Ok(Self {
            store,
            id,
            folder,
            options,
            answer: None,
            manifest,
            beside: Beside::default(),
        })
    }

    /// As last written.
    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What is to be written at the end beside the links.
    pub(super) fn set_beside(&mut self, beside: Beside) {
        self.beside = beside;
    }

    /// Publishes what arrives, until the rows end; the error is what stopped them.
    pub(super) fn run(
        &mut self,
        arriving: &Receiver<Encoded>,
        tell: &mut dyn FnMut(&Manifest),
    ) -> Result<(), IngestError> {
        // The channel ends without an end only if a stage panicked, which is told when it is joined.
        while let Ok(encoded) = arriving.recv() {
            match encoded {
                Encoded::Progress => tell(&self.manifest),
                Encoded::Failed(error) => return Err(error.into()),
                Encoded::Publish(ready) => {
                    let end = self.take(*ready)?;
                    tell(&self.manifest);
                    if let Some(end) = end {
                        return end.why.map_or(Ok(()), Err);
                    }
                }
            }
        }
        Ok(())
    }

    /// Says in the manifest what stopped the reading where nothing more could be published. The other stages have
    /// ended.
    pub(super) fn stop(&mut self, error: IngestError) -> IngestError {
        // The disk that failed may have room again once remainders are gone. If it has not, the manifest stays as it
        // is: not complete.
        let _swept = sweep(self.folder, &self.manifest, self.options);
        let trouble = error.to_string();
        let noted = ask(self.options, Write::Manifest, self.folder).and_then(|()| {
            self.store
                .change_manifest(self.id, |m| m.trouble = Some(trouble))
        });
        if let Ok(manifest) = noted {
            self.manifest = manifest;
        }
        error
    }

    /// Publishes what is ready; returns the end of the rows if it is one.
    fn take(&mut self, ready: Ready) -> Result<Option<End>, IngestError> {
        let mut standing = ready.standing;
        let mut end = standing.end.take();
        let why = end.as_mut().and_then(|end| end.why.take());
        match why {
            // A failing disk cannot publish; any other end keeps what was read.
            Some(error) if error.is_write() => return Err(error),
            _ if standing.taken < self.manifest.rows || standing.is_behind() => {
                // Stopped before the rows published earlier were passed: they stay as they are. So they do where
                // the raw file ends before: what was read is not what they came from.
                return Ok(end.map(|end| End {
                    why: why.or_else(|| Some(self.unlike())),
                    ..end
                }));
            }
            _ => {}
        }
        if let Some(copied) = end.as_ref().and_then(|end| end.copied.as_ref()) {
            self.place_copy(copied)?;
        }
        let complete = end.is_some() && why.is_none();
        let whole = end.as_ref().filter(|_| complete).map(|end| &*end.links);
        let sheet = (ready.sheet, standing.pages.as_ref());
        let mut named = self.place(ready.part, ready.domains, &standing, whole)?;
        if let (Some(sheet), Some(pages)) = sheet
            && let Some((kind, empty)) = &pages.unfilled
        {
            let entry = self.finish(sheet, Write::Items, 0)?;
            named.items = Some((*kind, entry, empty.clone()));
        }
        self.write_manifest(named, &standing, end.as_ref(), why.as_ref())?;
        Ok(end.map(|end| End { why, ..end }))
    }

    fn place_copy(&self, copied: &Copied) -> Result<(), StoreError> {
        ask(self.options, Write::Raw, copied.path())?;
        copied.publish()
    }

    fn unlike(&self) -> IngestError {
        IngestError::Unlike {
            dataset: self.id.clone(),
            rows: self.manifest.rows,
        }
    }

    /// Puts files in their places; `whole` has the links of each domain once all are there.
    fn place(
        &self,
        part: Option<PartWriter>,
        domains: Option<PartWriter>,
        standing: &Standing,
        whole: Option<&[u32]>,
    ) -> Result<Named, IngestError> {
        let part = part.map(|part| self.finish(part, Write::Part, self.manifest.rows));
        let part = part.transpose()?;
        // For the tables beside the links the "first row" is the number of links they cover.
        let covers = standing.taken;
        let domains = domains.map(|table| self.finish(table, Write::Domains, covers));
        let mut named = Named {
            domains: domains.transpose()?,
            part,
            ..Named::default()
        };
        if let Some(links) = whole {
            let parts: Vec<PartEntry> = self
                .manifest
                .parts
                .iter()
                .chain(&named.part)
                .cloned()
                .collect();
            let is_there =
                |table: &PartEntry| standing.pages.is_some() && table.first_row == covers;
            if !parts.is_empty() && !self.manifest.posting_table.as_ref().is_some_and(is_there) {
                let held = postings::held(self.folder, &parts)?;
                if !postings::is_same(&held, links) {
                    return Err(self.unlike());
                }
                let file = match standing.pages {
                    Some(_) => format!("postings-{covers}.parquet"),
                    None => postings::FILE.to_owned(),
                };
                let postings = postings::write(self.folder, &file, &parts, held)?;
                named.postings = Some(self.finish(postings, Write::Postings, covers)?);
            }
            named.items = self
                .beside
                .items
                .as_ref()
                .map(|(sheet, b)| self.write_items(*sheet, b))
                .transpose()?;
        }
        Ok(named)
    }

    fn finish(
        &self,
        writer: PartWriter,
        moment: Write,
        first_row: u64,
    ) -> Result<PartEntry, StoreError> {
        let path = writer.path().to_owned();
        ask(self.options, moment, &path)?;
        Ok(entry(&path, first_row, writer.finish()?))
    }

    fn write_items(
        &self,
        sheet: Sheet,
        batch: &RecordBatch,
    ) -> Result<(Sheet, PartEntry, Vec<&'static str>), StoreError> {
        let table = sheet.table();
        let path = self.folder.join(format!("{}.parquet", table.name));
        ask(self.options, Write::Items, &path)?;
        let entry = write_batch(&path, batch, 0)?;
        Ok((sheet, entry, empty_columns(table, batch)))
    }

    fn write_manifest(
        &mut self,
        named: Named,
        standing: &Standing,
        end: Option<&End>,
        why: Option<&IngestError>,
    ) -> Result<(), IngestError> {
        ask(self.options, Write::Manifest, self.folder)?;
        let before = tables(&self.manifest);
        let is_rewritten = named.domains.is_some();
        let (answer, notes) = (self.answer, &self.beside.notes);
        self.manifest = self.store.change_manifest(self.id, |m| {
            name(m, named, standing);
            describe(m, standing, notes);
            if let Some(answer) = answer {
                answer.describe(m);
            }
            let read = standing.pages.as_ref().filter(|p| !p.read.is_empty());
            if let Some(pages) = read {
                pages.said.describe(m);
                m.sheet = pages.said.sheet;
                m.pages.clone_from(&pages.read);
            }
            let raw = end.and_then(|end| end.raw.as_ref());
            if let (Some(raw), Some((bytes, sha256))) = (&mut m.raw, raw) {
                raw.bytes = *bytes;
                raw.sha256.clone_from(sha256);
            }
            // A table of domains that is written anew has them not yet.
            m.second_pass &= !is_rewritten;
            m.complete = end.is_some() && why.is_none();
            m.trouble = why.map(ToString::to_string);
        })?;
        let now = tables(&self.manifest);
        for old in before.into_iter().filter(|old| !now.contains(old)) {
            let path = self.folder.join(old);
            ask(self.options, Write::Remove, &path)?;
            remove(&path)?;
        }
        Ok(())
    }
}

/// The files beside the parts.
fn tables(manifest: &Manifest) -> Vec<String> {
    let tables = [
        &manifest.domain_table,
        &manifest.posting_table,
        &manifest.item_table,
    ];
    let tables = tables.into_iter().flatten();
    tables.map(|table| table.file.clone()).collect()
}

/// Names the new files.
fn name(m: &mut Manifest, named: Named, standing: &Standing) {
    m.schema = SCHEMA;
    m.rows = standing.taken;
    m.parts.extend(named.part);
    if let Some(table) = named.domains {
        m.domains = table.rows;
        m.domain_table = Some(table);
        m.set_absent(&DOMAINS, standing.empty.iter().copied());
    }
    if named.postings.is_some() {
        m.posting_table = named.postings;
    }
    // Those of fewer links say nothing.
    m.posting_table.take_if(|t| t.first_row != standing.taken);
    if let Some((sheet, table, empty)) = named.items {
        m.sheet = sheet;
        m.items = table.rows;
        m.item_table = Some(table);
        m.set_absent(sheet.table(), empty.into_iter());
    }
    let unseen = standing.unseen.iter().copied();
    m.set_absent(&LINKS, unseen.filter(|_| standing.taken > 0));
}

/// Says what is wrong and what is missing.
fn describe(m: &mut Manifest, standing: &Standing, notes: &[String]) {
    m.bad_rows = standing.flaws.rows;
    m.bad_cells = standing.flaws.cells;
    m.bad_samples.clone_from(&standing.flaws.samples);
    m.unknown_columns.clone_from(&standing.unknown);
    m.missing_columns.clone_from(&standing.missing);
    for note in notes {
        if !m.notes.contains(note) {
            m.notes.push(note.clone());
        }
    }
}

/// Writes a list that is held whole.
pub(in crate::store) fn write_batch(
    path: &Path,
    batch: &RecordBatch,
    first_row: u64,
) -> Result<PartEntry, StoreError> {
    let mut writer = PartWriter::create(path, batch.schema())?;
    writer.write(batch)?;
    Ok(entry(path, first_row, writer.finish()?))
}

fn start_over(manifest: &mut Manifest, raw: RawFile) {
    manifest.schema = SCHEMA;
    manifest.raw = Some(raw);
    manifest.pages.clear();
    manifest.parts.clear();
    manifest.domain_table = None;
    manifest.posting_table = None;
    manifest.item_table = None;
    manifest.rows = 0;
    manifest.domains = 0;
    manifest.items = 0;
    manifest.absent.clear();
    manifest.bad_rows = 0;
    manifest.bad_cells = 0;
    manifest.bad_samples.clear();
    manifest.second_pass = false;
    manifest.complete = false;
    manifest.trouble = None;
}
