//! One ingest: the raw file is known again or new, and the stages run, two threads beside the caller's.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use super::answer::AnswerRows;
use super::encoding::Encoding;
use super::pages::{Paged, Pages};
use super::publish::Publisher;
use super::reading::Reading;
use super::small::Small;
use super::{IngestError, IngestOptions, IngestOutcome, Limits, Published, raw};
use crate::model::rows::DatasetId;
use crate::store::manifest::{Manifest, RawFile};
use crate::store::{Store, lock, private};

/// Where the rows are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows<'a> {
    /// In the raw file, a table of links as text.
    File,
    /// In the raw file, a table of links in columns.
    Parquet,
    /// Taken from the raw file already.
    Answer(&'a AnswerRows),
    /// In pages that come one after the other.
    Pages,
}

/// Batches that may wait between two stages.
const WAITING: usize = 4;

/// What is to be read into which dataset.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) store: &'a Store,
    pub(super) id: &'a DatasetId,
    pub(super) raw: &'a Path,
    pub(super) cancel: &'a AtomicBool,
    pub(super) options: &'a IngestOptions<'a>,
}

impl Asked<'_> {
    /// Reads it.
    pub(super) fn read(
        &self,
        rows: Rows<'_>,
        on_published: &mut dyn FnMut(Published),
    ) -> Result<IngestOutcome, IngestError> {
        let folder = self.store.folder(self.id)?;
        let _alone = lock::soon(&folder.join("ingest.lock"))?
            .ok_or_else(|| IngestError::Busy(self.id.clone()))?;
        let (store, id, options) = (self.store, self.id, self.options);
        let (raw, is_same) = self.look(rows)?;
        let (bytes_total, bytes) = (raw.bytes, AtomicU64::new(0));
        let answer = match rows {
            Rows::File | Rows::Parquet | Rows::Pages => None,
            Rows::Answer(answer) => Some(answer),
        };
        let mut publisher = Publisher::begin(store, id, &folder, raw, is_same, answer, options)?;
        if publisher.manifest().complete {
            return Ok(outcome(publisher.manifest()));
        }
        let mut tell = |manifest: &Manifest| {
            on_published(Published {
                rows: manifest.rows,
                domains: manifest.domains,
                items: manifest.items,
                bytes_read: bytes.load(Ordering::Relaxed),
                bytes_total,
            });
        };
        tell(publisher.manifest());
        let small = Small::read(store, answer, &publisher.manifest().enriched_by);
        let (small, beside) = small.map_err(|error| publisher.stop(error))?;
        publisher.set_beside(beside);
        let rows = (rows, None, small);
        let end = self.run(rows, &mut publisher, &folder, &bytes, &mut tell);
        if let (Err(_), Some(keep)) = (&end, self.keep()) {
            // A copy that did not become whole; it may not even have been begun.
            let _gone = std::fs::remove_file(private::beside(&keep));
        }
        end.map_err(|error| match error.is_unsaid() {
            true => publisher.stop(error),
            false => error,
        })?;
        Ok(outcome(publisher.manifest()))
    }

    /// Reads pages while they come.
    pub(super) fn read_pages(
        &self,
        pages: &mut Pages<'_>,
        on_published: &mut dyn FnMut(Published),
    ) -> Result<IngestOutcome, IngestError> {
        let folder = self.store.folder(self.id)?;
        let _alone = lock::soon(&folder.join("ingest.lock"))?
            .ok_or_else(|| IngestError::Busy(self.id.clone()))?;
        let bytes = AtomicU64::new(0);
        let mut publisher = Publisher::go_on(self.store, self.id, &folder, self.options)?;
        let mut tell = |manifest: &Manifest| {
            let read = bytes.load(Ordering::Relaxed);
            on_published(Published {
                rows: manifest.rows,
                domains: manifest.domains,
                items: manifest.items,
                bytes_read: read,
                bytes_total: read,
            });
        };
        tell(publisher.manifest());
        let small = Small::read(self.store, None, &publisher.manifest().enriched_by);
        let (small, beside) = small.map_err(|error| publisher.stop(error))?;
        publisher.set_beside(beside);
        let rows = (Rows::Pages, Some(Box::new(pages) as Box<Pages<'_>>), small);
        let end = self.run(rows, &mut publisher, &folder, &bytes, &mut tell);
        end.map_err(|error| match error.is_unsaid() {
            true => publisher.stop(error),
            false => error,
        })?;
        Ok(outcome(publisher.manifest()))
    }

    /// The raw file, and whether it is the one read before.
    fn look(&self, rows: Rows<'_>) -> Result<(RawFile, bool), IngestError> {
        let mut raw = match rows {
            Rows::File | Rows::Parquet | Rows::Pages => raw::glance(self.raw)?,
            Rows::Answer(_) => raw::describe(self.raw, self.cancel)?,
        };
        let before = self.store.manifest(self.id)?.raw;
        let is_same = match &before {
            Some(before) => raw::is_same(before, &raw, self.raw, self.cancel)?,
            None => false,
        };
        if let Some(name) = self.keep().as_deref().and_then(Path::file_name) {
            raw.name = name.to_string_lossy().into_owned();
        }
        Ok((raw, is_same))
    }

    /// Where the raw file is copied to.
    fn keep(&self) -> Option<PathBuf> {
        let name = self.options.keep_as?;
        Some(self.store.raw_path(self.id, name))
    }

    /// Runs the stages: two threads beside this one.
    fn run(
        &self,
        (rows, pages, small): (Rows<'_>, Option<Box<Pages<'_>>>, Small),
        publisher: &mut Publisher<'_>,
        folder: &Path,
        bytes: &AtomicU64,
        tell: &mut dyn FnMut(&Manifest),
    ) -> Result<(), IngestError> {
        let (parsed_out, parsed) = sync_channel(WAITING);
        let (encoded_out, encoded) = sync_channel(1);
        let keep = self.keep();
        let manifest = publisher.manifest();
        let reading = Reading {
            raw: self.raw,
            keep: keep.as_deref(),
            rows,
            limits: Limits::from(self.options),
            cancel: self.cancel,
            bytes,
            published: manifest.rows,
            covered: manifest.domain_table.as_ref().map(|t| t.first_row),
            small,
            pages,
            paged: Paged::after(manifest),
            out: parsed_out,
        };
        let encoding = Encoding {
            folder: folder.to_owned(),
            parts: manifest.parts.len(),
            part: None,
            domains: None,
            sheet: None,
        };
        thread::scope(|scope| {
            scope.spawn(move || reading.run());
            scope.spawn(move || encoding.run(&parsed, &encoded_out));
            // Moved, so that the stages before end when this one does.
            let encoded = encoded;
            publisher.run(&encoded, tell)
        })
    }
}

fn outcome(manifest: &Manifest) -> IngestOutcome {
    IngestOutcome {
        rows: manifest.rows,
        domains: manifest.domains,
        items: manifest.items,
        bad_rows: manifest.bad_rows,
        bad_cells: manifest.bad_cells,
        bad_samples: manifest
            .bad_samples
            .iter()
            .map(|s| (s.line, s.reason.clone()))
            .collect(),
        missing_columns: manifest.missing_columns.clone(),
    }
}
