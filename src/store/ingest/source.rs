//! The raw file as a stream of records, with guards against files that are traps.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::Limits;
use super::fault::IngestError;
use super::header::{self, Header};
use super::raw::{self, Copied, Kind, RawBytes, Unpacked};
use super::record::Record;
use super::split::{SplitError, Splitter};
use crate::model::column::Table;

/// Columns without which a row is no link.
pub(super) const LINK_NEEDS: [&str; 2] = ["source_url", "target_url"];

/// A raw file, record by record.
#[derive(Debug)]
pub(super) struct RawReader<'a> {
    path: PathBuf,
    splitter: Splitter<Guard<'a>>,
    limit: u64,
    max_row: u64,
}

impl<'a> RawReader<'a> {
    /// Opens a raw file, to be copied to `keep` if that is given; `bytes` follows how much of it is read.
    pub(super) fn open(
        path: &Path,
        keep: Option<&Path>,
        bytes: &'a AtomicU64,
        limits: Limits,
    ) -> Result<Self, IngestError> {
        let file_size = std::fs::metadata(path)
            .map_err(IngestError::raw(path))?
            .len();
        let raw = RawBytes::open(path, keep, bytes)?;
        let raw = Unpacked::of(raw, raw::kind(path)? == Kind::Gzip);
        let limit = file_size
            .saturating_mul(limits.max_ratio)
            .max(limits.free_bytes);
        let guard = Guard {
            inner: raw,
            unpacked: 0,
            limit,
            sprung: false,
        };
        Ok(Self {
            path: path.to_owned(),
            splitter: Splitter::new(guard, limits.max_row),
            limit,
            max_row: limits.max_row,
        })
    }

    /// The names in the first line.
    pub(super) fn names(&mut self) -> Result<Vec<String>, IngestError> {
        let path = self.path.clone();
        let first = self.next()?;
        first.map_or(Err(IngestError::Empty { path }), |record| {
            Ok(header::names(&record))
        })
    }

    /// Whether the names that were just read stand in quotes: in a file of ours nothing was changed then.
    pub(super) fn names_are_quoted(&self) -> bool {
        self.splitter.opens_quoted()
    }

    /// Reads the next record; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, IngestError> {
        // The borrow of a record that is returned would reach into the explanation.
        let (line, offset) = (self.splitter.line(), self.splitter.passed());
        let (path, max_row) = (&self.path, self.max_row);
        self.splitter.next().map_err(|error| match error {
            SplitError::Long => IngestError::LongRow {
                path: path.clone(),
                line,
                offset,
                limit: max_row,
            },
            SplitError::Read(why) => IngestError::Truncated {
                path: path.clone(),
                rows: 0,
                at: 0,
                why: why.to_string(),
            },
        })
    }

    /// What stands behind an error of reading: the disk, a trap, or the file itself.
    pub(super) fn explain(&mut self, error: IngestError) -> IngestError {
        let IngestError::Truncated {
            path, rows, why, ..
        } = error
        else {
            return error;
        };
        let limit = self.limit;
        let guard = self.splitter.input();
        if guard.sprung {
            return IngestError::TooLarge { path, limit };
        }
        let at = guard.inner.used();
        let failed = guard.inner.raw().why(&path);
        failed.unwrap_or(IngestError::Truncated {
            path,
            rows,
            at,
            why,
        })
    }

    /// Reads what is left of the raw file, and says size and hash of the whole.
    pub(super) fn finish(
        self,
        cancel: &AtomicBool,
    ) -> Result<(u64, String, Option<Copied>), IngestError> {
        let raw = self.splitter.into_input().inner.into_raw();
        raw.rest(&self.path, cancel)
    }
}

/// Finds the columns of links in the names of a file.
pub(super) fn header_of(
    path: &Path,
    table: &'static Table,
    names: &[String],
    needs: &[&str],
) -> Result<Header, IngestError> {
    let header = Header::of(table, names);
    match header.lacks(needs) {
        None => Ok(header),
        Some(column) => Err(IngestError::MissingColumn {
            path: path.to_owned(),
            column,
            found: header::listed(names),
        }),
    }
}

/// Stops a file that unpacks without end.
#[derive(Debug)]
struct Guard<'a> {
    inner: Unpacked<'a>,
    unpacked: u64,
    limit: u64,
    sprung: bool,
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.unpacked > self.limit {
            self.sprung = true;
            return Err(io::Error::other("stopped by the guard"));
        }
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        Ok(read)
    }
}
