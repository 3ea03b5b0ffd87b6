//! Why a reading stopped, and what is left of it.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::columnar::PartError;
use crate::model::rows::DatasetId;
use crate::store::StoreError;

/// Why a raw file was not read to its end; the rows published before stay. What a bought one cost, and how it is had
/// again, is told by who bought it: a file of one's own cost nothing.
#[derive(Debug, Error)]
pub enum IngestError {
    /// The packed file ends early or is broken.
    #[error(
        "{path} ends early or is damaged at byte {at} ({why}): {rows} rows before it are kept, and so is the file. To have the others, import a whole copy of it",
        path = .path.display()
    )]
    Truncated {
        /// The raw file.
        path: PathBuf,
        /// Rows published before.
        rows: u64,
        /// Bytes of the file before the place, as far as the unpacking had come.
        at: u64,
        /// What the unpacking said.
        why: String,
    },
    /// A column without which rows mean nothing.
    #[error(
        "{path} has no column `{column}`; it has: {found}. No row was read. It needs a backlink download with a header line",
        path = .path.display()
    )]
    MissingColumn {
        /// The raw file.
        path: PathBuf,
        /// The column, as the provider calls it.
        column: &'static str,
        /// The columns it has.
        found: String,
    },
    /// A table of an answer has not the column that says what its rows are about.
    #[error(
        "the answer's table of {list} has no column `{column}`; it has: {found}. No row was read; the answer is kept, and nothing further was charged. A newer program may read it"
    )]
    NotRows {
        /// What it should list.
        list: &'static str,
        /// The column, as the provider calls it.
        column: &'static str,
        /// The columns it has.
        found: String,
    },
    /// Not even a header.
    #[error("{path} is empty: it has no header line, and so no row. Import a whole copy of it", path = .path.display())]
    Empty {
        /// The raw file.
        path: PathBuf,
    },
    /// It unpacks to far more than a download would.
    #[error(
        "{path} unpacks to more than {limit} bytes, more than any download of its size: reading stopped. The rows before are kept, and so is the file. If it is no trap, allow a larger ratio",
        path = .path.display()
    )]
    TooLarge {
        /// The raw file.
        path: PathBuf,
        /// Bytes after which reading stopped.
        limit: u64,
    },
    /// A Parquet file that cannot be read, or holds what no link has.
    #[error(
        "{path} cannot be read as Parquet behind row {row} ({why}). The rows before are kept, and so is the file. It needs columns named as `backtrail show` names them",
        path = .path.display()
    )]
    Parquet {
        /// The raw file.
        path: PathBuf,
        /// Rows read before.
        row: u64,
        /// What is wrong.
        why: String,
    },
    /// A list of referring domains that is too long to be held whole.
    #[error(
        "{path} lists more than {limit} {of}, more than are read from such a list of referring domains. Nothing was read; import it in pieces",
        path = .path.display()
    )]
    LongTable {
        /// The raw file.
        path: PathBuf,
        /// The most that are read.
        limit: u64,
        /// Of what: rows or text.
        of: &'static str,
    },
    /// One row is longer than rows are, most often because a quote is not closed.
    #[error(
        "{path} has a row longer than {limit} bytes at line {line} (byte {offset} unpacked), perhaps a quote that is never closed: reading stopped. The rows before are kept, and so is the file",
        path = .path.display()
    )]
    LongRow {
        /// The raw file.
        path: PathBuf,
        /// The line it begins on.
        line: u64,
        /// Unpacked bytes before it.
        offset: u64,
        /// Longest row taken.
        limit: u64,
    },
    /// A page of an answer that cannot be read.
    #[error(
        "page {number} of the answer cannot be read ({why}). The rows of the pages before it are kept, and so is its file {path}",
        path = .path.display()
    )]
    Page {
        /// Which one, from 1.
        number: usize,
        /// Its raw file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// A page of an answer is another than the one whose rows are published.
    #[error(
        "page {number} of the answer, {path}, is no longer what its rows were read from: it was changed or damaged. The rows stay as they are; put the file back as it was",
        path = .path.display()
    )]
    OtherPage {
        /// Which one, from 1.
        number: usize,
        /// Its raw file.
        path: PathBuf,
    },
    /// More rows than row numbers.
    #[error("a dataset holds at most {} rows; the rows before are kept", u32::MAX)]
    TooManyRows,
    /// More names of hosts than are told apart.
    #[error(
        "the names of the referring hosts take more than {} bytes, more than one dataset holds: reading stopped. The rows before are kept; import the file in pieces",
        u32::MAX
    )]
    TooManyHosts,
    /// The raw file is another than the one that the published rows came from.
    #[error(
        "the raw file no longer gives the {rows} rows that are published in {dataset}: it was changed or damaged. They stay as they are; put the file back as it was and read it again"
    )]
    Unlike {
        /// The dataset.
        dataset: DatasetId,
        /// Links published in it.
        rows: u64,
    },
    /// The caller gave up.
    #[error(
        "stopped; the rows published before are kept. Import the file again to go on behind them"
    )]
    Cancelled,
    /// Another process reads into the same dataset.
    #[error("another backtrail is reading rows into {0}; nothing was changed")]
    Busy(DatasetId),
    /// The raw file cannot be read.
    #[error("cannot read {path}: {source}", path = .path.display())]
    Raw {
        /// The raw file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The dataset cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl IngestError {
    /// Whether writing failed, so that nothing more can be published.
    pub(super) fn is_write(&self) -> bool {
        matches!(self, Self::Store(_))
    }

    /// Whether the manifest is still to say it, as nothing is published together with it.
    pub(super) fn is_unsaid(&self) -> bool {
        self.is_write() || matches!(self, Self::Unlike { .. })
    }

    /// Whether the rest of the raw file is not looked at any more.
    pub(super) fn leaves_file(&self) -> bool {
        let is_other = matches!(self, Self::Empty { .. } | Self::MissingColumn { .. });
        is_other || self.is_write() || matches!(self, Self::Cancelled | Self::Raw { .. })
    }

    pub(super) fn raw(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Raw { path, source }
    }
}

impl From<PartError> for IngestError {
    fn from(error: PartError) -> Self {
        Self::Store(error.into())
    }
}
