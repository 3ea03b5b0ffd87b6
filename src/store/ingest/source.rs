//! The raw file as a stream of records, with guards against files that are traps.

use std::cmp::Ordering;
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
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;

/// Columns without which a row is no link.
pub(super) const LINK_NEEDS: [&str; 2] = ["source_url", "target_url"];

/// A raw file, record by record.
#[derive(Debug)]
pub(super) struct RawReader<'a> {
    path: PathBuf,
    splitter: Splitter<Guard<'a>>,
    limit: u64,
    max_row: u64,
    /// Whether tabs stand between its fields.
    is_by_tabs: bool,
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
            is_by_tabs: false,
        })
    }

    /// The names in the first line, which also tells what stands between fields, and whether a file between tabs is an
    /// export of ours, which writes them in a way of its own.
    pub(super) fn names(&mut self) -> Result<Vec<String>, IngestError> {
        let path = self.path.clone();
        let is_named_so = is_named_tsv(&path);
        let (line, offset) = (self.splitter.line(), self.splitter.passed());
        let max_row = self.max_row;
        let first = self.splitter.peek_line();
        let first = first.map_err(|error| fault(&path, (line, offset), max_row, error))?;
        self.is_by_tabs = is_by_tabs(first, is_named_so);
        if self.is_by_tabs {
            self.splitter.separate_by(b'\t');
        }
        let names = match self.next()? {
            Some(record) => header::names(&record),
            None => return Err(IngestError::Empty { path }),
        };
        if self.is_by_tabs && header::are_ids(listed_in(&names), &names) {
            self.splitter.unescape();
        }
        Ok(names)
    }

    /// Whether a file of ours whose names were just read may have been made safe for spreadsheets: where the names stand
    /// in quotes, or between tabs, nothing was.
    pub(super) fn may_be_defused(&self) -> bool {
        !self.is_by_tabs && !self.splitter.opens_quoted()
    }

    /// Reads the next record; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, IngestError> {
        // The borrow of a record that is returned would reach into the explanation.
        let (line, offset) = (self.splitter.line(), self.splitter.passed());
        let (path, max_row) = (&self.path, self.max_row);
        let next = self.splitter.next();
        next.map_err(|error| fault(path, (line, offset), max_row, error))
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

/// Why a file could not be read on behind a line and as many bytes.
fn fault(path: &Path, (line, offset): (u64, u64), max_row: u64, error: SplitError) -> IngestError {
    let path = path.to_owned();
    match error {
        SplitError::Long => IngestError::LongRow {
            path,
            line,
            offset,
            limit: max_row,
        },
        SplitError::Read(why) => IngestError::Truncated {
            path,
            rows: 0,
            at: 0,
            why: why.to_string(),
        },
    }
}

/// Whether a file's name says that tabs stand between its fields.
fn is_named_tsv(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.ends_with(".tsv") || name.ends_with(".tab")
}

/// Whether tabs stand between the names of a first line; the file's name decides where that does not tell.
fn is_by_tabs(first: &[u8], is_named_so: bool) -> bool {
    let count = |wanted: u8| first.iter().filter(|byte| **byte == wanted).count();
    match count(b'\t').cmp(&count(b',')) {
        Ordering::Greater => true,
        Ordering::Equal => is_named_so,
        Ordering::Less => false,
    }
}

/// What a file with these names lists.
pub(super) fn listed_in(names: &[String]) -> &'static Table {
    match Header::of(&LINKS, names).lacks(&LINK_NEEDS[..1]) {
        None => &LINKS,
        Some(_) => &DOMAINS,
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
