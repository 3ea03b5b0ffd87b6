//! Ingest: a raw download, read as a stream, becomes parts that are published while it is read. The tables of an
//! answer go the same way.
//!
//! What is published is never taken back. A crash at any moment leaves the parts that the manifest
//! names; started again on the same raw file, ingest reads it from its beginning, counts again what
//! the published rows say of their domains, and goes on writing behind them, so that row ids stay.

mod again;
mod answer;
#[cfg(test)]
mod answer_tests;
#[cfg(test)]
mod bad_input_tests;
mod cells;
mod days;
mod domains;
mod encoding;
mod fault;
mod flaws;
mod gather;
mod head;
mod header;
mod host;
mod hosts;
#[cfg(test)]
mod keep_tests;
mod leftovers;
mod names;
mod pages;
#[cfg(test)]
mod pages_tests;
mod parquet;
#[cfg(test)]
mod parquet_tests;
mod postings;
pub(super) mod priority;
mod publish;
mod raw;
mod reading;
mod record;
mod run;
#[cfg(test)]
pub(super) mod scene;
mod small;
mod source;
mod split;
#[cfg(test)]
mod split_tests;
mod stages;
mod tables;
mod tally;
#[cfg(test)]
mod tests;
mod told;
mod topics;
mod waiting;

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::Store;
use crate::model::rows::DatasetId;

pub use again::{held, unfinished};
pub use answer::{AnswerRows, Grid};
pub use cells::is_readable;
pub use fault::IngestError;
pub use head::try_head;
pub(super) use leftovers::{ask, entry, remove, sweep};
pub use pages::{Page, PageFault, Pages, ingest_pages, ingest_pages_with};
pub(super) use publish::write_batch;
use raw::Kind;
use run::{Asked, Rows};
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
    /// The copy of the raw file takes its place.
    Raw,
    /// A part of the links takes its place.
    Part,
    /// A table of domains takes its place.
    Domains,
    /// The links of each domain take their place.
    Postings,
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
    /// The raw file lies elsewhere: its bytes are copied into the dataset's raw folder under this name while they are
    /// read, and the copy is there before the dataset is complete.
    pub keep_as: Option<&'a str>,
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
            keep_as: None,
            before: None,
        }
    }
}

/// What reading must know of the options; they themselves stay on the thread of the caller.
#[derive(Clone, Copy, Debug)]
struct Limits {
    first_part: u64,
    largest_part: u64,
    free_bytes: u64,
    max_ratio: u64,
    max_row: u64,
}

impl From<&IngestOptions<'_>> for Limits {
    fn from(options: &IngestOptions<'_>) -> Self {
        Self {
            first_part: options.first_part,
            largest_part: options.largest_part,
            free_bytes: options.free_bytes,
            max_ratio: options.max_ratio,
            max_row: options.max_row,
        }
    }
}

/// Reads a raw file (`.csv.gz`, `.csv` or Parquet, told apart by its first bytes) into a dataset: links, or the list
/// of referring domains of a web site's export. Blocks.
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
    let asked = Asked {
        store,
        id,
        raw,
        cancel,
        options,
    };
    asked.read(Rows::Answer(answer), on_published)
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
    let asked = Asked {
        store,
        id,
        raw,
        cancel,
        options,
    };
    let rows = match raw::kind(raw)? {
        Kind::Parquet => Rows::Parquet,
        Kind::Gzip | Kind::Text => Rows::File,
    };
    let Some((answer, cut)) = tables::domains_in(raw, Limits::from(options), cancel)? else {
        return asked.read(rows, on_published);
    };
    let outcome = asked.read(Rows::Answer(&answer), on_published)?;
    let Some(error) = cut else {
        return Ok(outcome);
    };
    store.change_manifest(id, |m| {
        m.complete = false;
        m.trouble = Some(error.to_string());
    })?;
    Err(error)
}
