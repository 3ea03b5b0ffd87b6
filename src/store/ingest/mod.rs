//! Ingest: a raw download, read as a stream, becomes parts that are published while it is read. The tables of an
//! answer go the same way.
//!
//! What is published is never taken back. A crash at any moment leaves the parts that the manifest
//! names; started again on the same raw file, ingest reads it from its beginning, counts again what
//! the published rows say of their domains, and goes on writing behind them, so that row ids stay.

mod answer;
#[cfg(test)]
mod answer_tests;
mod cells;
mod domains;
mod fault;
mod flaws;
mod gather;
mod header;
mod host;
mod leftovers;
mod publish;
#[cfg(test)]
pub(super) mod scene;
mod source;
mod tally;
#[cfg(test)]
mod tests;
mod told;

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::manifest::Manifest;
use super::{Store, lock};
use crate::model::link::LINKS;
use crate::model::rows::DatasetId;

pub use answer::{AnswerRows, Grid};
use cells::{Cell, EmptyFlag, RowReader};
pub use fault::IngestError;
pub(super) use leftovers::{ask, remove, sweep};
use publish::Publisher;
pub(super) use publish::write_batch;
use source::{LINK_NEEDS, RawReader};
pub(super) use told::{Source, Told};

/// Bytes of the raw file between two words about progress.
const PROGRESS_BYTES: u64 = 4 << 20;

/// What can be read now, and how far the raw file is read. Also told while nothing new was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Links published.
    pub rows: u64,
    /// Referring domains published.
    pub domains: u64,
    /// Items published.
    pub items: u64,
    /// Bytes of the raw file read.
    pub bytes_read: u64,
    /// Size of the raw file.
    pub bytes_total: u64,
}

/// What a whole reading brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IngestOutcome {
    /// Links held.
    pub rows: u64,
    /// Referring domains held.
    pub domains: u64,
    /// Items of an overview held.
    pub items: u64,
    /// Rows that could not be taken.
    pub bad_rows: u64,
    /// Cells that were not understood and are empty.
    pub bad_cells: u64,
    /// The first bad rows and cells: line of the raw file and what is wrong.
    pub bad_samples: Vec<(u64, String)>,
    /// Columns that the file does not have, by the provider's names; their cells are empty.
    pub missing_columns: Vec<String>,
}

/// A moment at which something is about to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// The manifest names the raw file and forgets other rows.
    Start,
    /// Remainders of an earlier run are removed.
    Sweep,
    /// A part of the links takes its place.
    Part,
    /// A table of domains takes its place.
    Domains,
    /// A table of items takes its place.
    Items,
    /// The manifest names them.
    Manifest,
    /// The table of domains before is removed.
    Remove,
}

/// Settings of an ingest.
pub struct IngestOptions<'a> {
    /// Rows of the first part: what the first screen waits for.
    pub first_part: u64,
    /// The most rows of a part.
    pub largest_part: u64,
    /// Unpacked bytes above which a file is taken for a trap, when it also unpacks to more than `max_ratio` times its size.
    pub free_bytes: u64,
    /// How many times its size a raw file may unpack to.
    pub max_ratio: u64,
    /// The most that one row may be long, in bytes.
    pub max_row: u64,
    /// Asked before each write; an error stops there, as a crash would. For tests.
    pub before: Option<&'a dyn Fn(Write) -> io::Result<()>>,
}

impl Default for IngestOptions<'_> {
    fn default() -> Self {
        Self {
            first_part: 2_000,
            largest_part: crate::columnar::PART_ROWS as u64,
            free_bytes: 1 << 30,
            max_ratio: 200,
            max_row: 8 << 20,
            before: None,
        }
    }
}

/// Reads a raw file (`.csv.gz` or `.csv`, told apart by its first bytes) into a dataset. Blocks.
///
/// May be called again after any end, and then goes on behind the rows that are published. A raw file
/// other than before starts the dataset over.
pub fn ingest(
    store: &Store,
    id: &DatasetId,
    raw: &Path,
    cancel: &AtomicBool,
    on_published: &mut dyn FnMut(Published),
) -> Result<IngestOutcome, IngestError> {
    ingest_with(
        store,
        id,
        raw,
        cancel,
        on_published,
        &IngestOptions::default(),
    )
}

/// Reads the rows of an answer into a dataset. `raw` is the answer as it came, on disk already
/// ([`Store::write_raw`]). Blocks.
///
/// May be called again after any end, with the same answer: then it goes on, or says what is held.
pub fn ingest_answer(
    store: &Store,
    id: &DatasetId,
    raw: &Path,
    answer: &AnswerRows,
    cancel: &AtomicBool,
    on_published: &mut dyn FnMut(Published),
) -> Result<IngestOutcome, IngestError> {
    let options = IngestOptions::default();
    ingest_answer_with(store, id, raw, answer, cancel, on_published, &options)
}

/// [`ingest_answer`] with settings.
pub fn ingest_answer_with(
    store: &Store,
    id: &DatasetId,
    raw: &Path,
    answer: &AnswerRows,
    cancel: &AtomicBool,
    on_published: &mut dyn FnMut(Published),
    options: &IngestOptions<'_>,
) -> Result<IngestOutcome, IngestError> {
    let source = Rows::Answer(answer);
    read(store, id, raw, source, cancel, on_published, options)
}

/// [`ingest`] with settings.
pub fn ingest_with(
    store: &Store,
    id: &DatasetId,
    raw: &Path,
    cancel: &AtomicBool,
    on_published: &mut dyn FnMut(Published),
    options: &IngestOptions<'_>,
) -> Result<IngestOutcome, IngestError> {
    let source = Rows::RawFile;
    read(store, id, raw, source, cancel, on_published, options)
}

/// Where the rows are.
#[derive(Clone, Copy)]
enum Rows<'a> {
    /// In the raw file, a table of links.
    RawFile,
    /// Taken from the raw file already.
    Answer(&'a AnswerRows),
}

fn read(
    store: &Store,
    id: &DatasetId,
    raw: &Path,
    rows: Rows<'_>,
    cancel: &AtomicBool,
    on_published: &mut dyn FnMut(Published),
    options: &IngestOptions<'_>,
) -> Result<IngestOutcome, IngestError> {
    let folder = store.folder(id)?;
    let _alone =
        lock::attempt(&folder.join("ingest.lock"))?.ok_or_else(|| IngestError::Busy(id.clone()))?;
    let raw_file = source::describe(raw, cancel)?;
    let (bytes_total, bytes) = (raw_file.bytes, AtomicU64::new(0));
    let answer = match rows {
        Rows::RawFile => None,
        Rows::Answer(answer) => Some(answer),
    };
    let publisher = Publisher::begin(store, id, &folder, raw_file, answer, options)?;
    if publisher.manifest().complete {
        return Ok(outcome(publisher.manifest()));
    }
    let mut run = Run {
        raw,
        cancel,
        bytes: &bytes,
        bytes_total,
        on_published,
        options,
        publisher,
        told: 0,
        seen: 0,
    };
    run.tell();
    let mut end = run.read_all(rows);
    if let Err(IngestError::Truncated { rows, .. }) = &mut end {
        *rows = run.publisher.taken();
    }
    let stopped = end.as_ref().err();
    // A failing disk or an injected crash cannot publish; any other end keeps what was read.
    if !stopped.is_some_and(IngestError::is_write) {
        run.publisher.publish(Some(stopped))?;
        run.tell();
    }
    end?;
    Ok(outcome(run.publisher.manifest()))
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

/// One reading of a raw file.
struct Run<'a> {
    raw: &'a Path,
    cancel: &'a AtomicBool,
    bytes: &'a AtomicU64,
    bytes_total: u64,
    on_published: &'a mut dyn FnMut(Published),
    options: &'a IngestOptions<'a>,
    publisher: Publisher<'a>,
    /// Bytes read at the last word about progress.
    told: u64,
    /// Rows looked at.
    seen: u64,
}

impl Run<'_> {
    fn read_all(&mut self, rows: Rows<'_>) -> Result<(), IngestError> {
        self.publisher.read_small_lists()?;
        match rows {
            Rows::RawFile => self.read_file(),
            Rows::Answer(answer) => {
                self.bytes.store(self.bytes_total, Ordering::Relaxed);
                let links = answer.links.as_ref();
                links.map_or(Ok(()), |grid| self.read_grid(grid))
            }
        }
    }

    fn read_file(&mut self) -> Result<(), IngestError> {
        let mut source = RawReader::open(self.raw, self.bytes, self.options)?;
        let header = source.header()?;
        self.publisher.found_header(&header)?;
        let reader = RowReader::new(&header, EmptyFlag::No);
        let mut record = csv::ByteRecord::new();
        while source.next(&mut record)? {
            let line = record.position().map_or(0, csv::Position::line);
            self.row(reader.read(&record), line)?;
        }
        Ok(())
    }

    fn read_grid(&mut self, grid: &Grid) -> Result<(), IngestError> {
        let header = grid.header(&LINKS, &LINK_NEEDS)?;
        self.publisher.found_header(&header)?;
        let reader = RowReader::new(&header, EmptyFlag::Unknown);
        for (row, line) in grid.rows.iter().zip(1..) {
            self.row(reader.read(row), line)?;
        }
        Ok(())
    }

    /// Takes a row or counts what is wrong with it, and publishes when enough have come.
    fn row(&mut self, row: Result<Vec<Cell<'_>>, String>, line: u64) -> Result<(), IngestError> {
        match row {
            Ok(cells) => self.publisher.take(&cells, line)?,
            Err(reason) => self.publisher.bad_row(line, reason),
        }
        self.seen += 1;
        if self.seen.is_multiple_of(1_024) {
            if self.cancel.load(Ordering::Relaxed) {
                return Err(IngestError::Cancelled);
            }
            if self.bytes.load(Ordering::Relaxed) >= self.told + PROGRESS_BYTES {
                self.tell();
            }
        }
        if self.publisher.is_due() {
            self.publisher.publish(None)?;
            self.tell();
        }
        Ok(())
    }

    fn tell(&mut self) {
        self.told = self.bytes.load(Ordering::Relaxed);
        let manifest = self.publisher.manifest();
        (self.on_published)(Published {
            rows: manifest.rows,
            domains: manifest.domains,
            items: manifest.items,
            bytes_read: self.told,
            bytes_total: self.bytes_total,
        });
    }
}
