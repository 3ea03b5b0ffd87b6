//! The raw file as a stream of records: unpacked on the way, with guards against files that are traps.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use csv::ByteRecord;
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::IngestOptions;
use super::fault::IngestError;
use super::header::{self, Header};
use crate::model::link::LINKS;
use crate::store::manifest::RawFile;

/// Columns without which a row is no link.
pub(super) const LINK_NEEDS: [&str; 2] = ["source_url", "target_url"];

const BUFFER: usize = 256 * 1024;

/// Name, size and hash of a raw file.
pub(super) fn describe(path: &Path, cancel: &AtomicBool) -> Result<RawFile, IngestError> {
    let mut file = File::open(path).map_err(IngestError::raw(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Err(IngestError::Cancelled);
        }
        let read = file.read(&mut buffer).map_err(IngestError::raw(path))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok(RawFile {
        name: name.to_string_lossy().into_owned(),
        bytes,
        sha256: hash.finalize().iter().map(|b| format!("{b:02x}")).collect(),
    })
}

/// What the guard saw; shared with the reader that asks it why a read failed.
#[derive(Debug, Default)]
struct Watch {
    unpacked: Cell<u64>,
    row_began: Cell<u64>,
    trap: Cell<Option<Trap>>,
    /// The raw file itself could not be read.
    unreadable: Cell<bool>,
}

#[derive(Clone, Copy, Debug)]
enum Trap {
    Large,
    Row,
}

/// A raw file, record by record.
pub(super) struct RawReader<'a> {
    path: PathBuf,
    reader: csv::Reader<Guard<'a>>,
    watch: Rc<Watch>,
    limit: u64,
    max_row: u64,
    line: u64,
}

impl<'a> RawReader<'a> {
    /// Opens a raw file; `bytes` follows how much of it is read.
    pub(super) fn open(
        path: &Path,
        bytes: &'a AtomicU64,
        options: &IngestOptions<'_>,
    ) -> Result<Self, IngestError> {
        let file = File::open(path).map_err(IngestError::raw(path))?;
        let size = file.metadata().map_err(IngestError::raw(path))?.len();
        let watch = Rc::new(Watch::default());
        let counted = Counted {
            file,
            bytes,
            watch: Rc::clone(&watch),
        };
        let mut packed = BufReader::with_capacity(BUFFER, counted);
        let start = packed.fill_buf().map_err(IngestError::raw(path))?;
        let inner: Box<dyn Read + 'a> = if start.starts_with(&[0x1f, 0x8b]) {
            Box::new(MultiGzDecoder::new(packed))
        } else {
            Box::new(packed)
        };
        let limit = size
            .saturating_mul(options.max_ratio)
            .max(options.free_bytes);
        let guard = Guard {
            inner,
            watch: Rc::clone(&watch),
            limit,
            max_row: options.max_row,
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(guard);
        Ok(Self {
            path: path.to_owned(),
            reader,
            watch,
            limit,
            max_row: options.max_row,
            line: 0,
        })
    }

    /// The header line.
    pub(super) fn header(&mut self) -> Result<Header, IngestError> {
        let mut record = ByteRecord::new();
        if !self.next(&mut record)? {
            return Err(IngestError::Empty {
                path: self.path.clone(),
            });
        }
        let names = header::names(&record);
        let header = Header::of(&LINKS, &names);
        match header.lacks(&LINK_NEEDS) {
            None => Ok(header),
            Some(column) => Err(IngestError::MissingColumn {
                path: self.path.clone(),
                column,
                found: header::listed(&names),
            }),
        }
    }

    /// Reads the next record; false at the end.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> Result<bool, IngestError> {
        let more = self.reader.read_byte_record(record);
        self.watch.row_began.set(self.watch.unpacked.get());
        match more {
            Ok(more) => {
                self.line = record.position().map_or(self.line, csv::Position::line);
                Ok(more)
            }
            Err(error) => Err(self.explain(error)),
        }
    }

    fn explain(&self, error: csv::Error) -> IngestError {
        let path = self.path.clone();
        let source = io::Error::from(error);
        match (self.watch.trap.get(), self.watch.unreadable.get()) {
            (Some(Trap::Large), _) => IngestError::TooLarge {
                path,
                limit: self.limit,
            },
            (Some(Trap::Row), _) => IngestError::LongRow {
                path,
                line: self.line,
                limit: self.max_row,
            },
            // What is not the disk's fault is the unpacking's.
            (None, false) => IngestError::Truncated {
                path,
                rows: 0,
                why: source.to_string(),
            },
            (None, true) => IngestError::Raw { path, source },
        }
    }
}

/// Counts the bytes of the raw file itself.
struct Counted<'a> {
    file: File,
    bytes: &'a AtomicU64,
    watch: Rc<Watch>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer).inspect_err(|error| {
            let interrupted = error.kind() == io::ErrorKind::Interrupted;
            self.watch.unreadable.set(!interrupted);
        })?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Stops a file that unpacks without end, and a row that swallows the file.
struct Guard<'a> {
    inner: Box<dyn Read + 'a>,
    watch: Rc<Watch>,
    limit: u64,
    max_row: u64,
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let watch = &self.watch;
        let unpacked = watch.unpacked.get();
        let trap = if unpacked > self.limit {
            Some(Trap::Large)
        } else if unpacked - watch.row_began.get() > self.max_row {
            Some(Trap::Row)
        } else {
            None
        };
        if trap.is_some() {
            watch.trap.set(trap);
            return Err(io::Error::other("stopped by the guard"));
        }
        let read = self.inner.read(buffer)?;
        watch.unpacked.set(unpacked + read as u64);
        Ok(read)
    }
}
