//! The bytes of a raw file: counted, hashed and, where they lie elsewhere, copied while they are read, so that no
//! pass over the file comes before its first rows.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::fault::IngestError;
use crate::store::manifest::RawFile;
use crate::store::{StoreError, private};

/// Bytes read at a time.
const BUFFER: usize = 256 * 1024;

/// Bytes of its beginning, and as many of its end, by which a file is known again before all of it was read. The end of
/// a compressed one says what all of it holds.
const HEAD: u64 = 64 * 1024;

/// What a raw file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Gzip,
    Parquet,
    Text,
}

pub(super) fn kind(path: &Path) -> Result<Kind, IngestError> {
    let file = File::open(path).map_err(IngestError::raw(path))?;
    let mut start = Vec::new();
    let read = file.take(4).read_to_end(&mut start);
    read.map_err(IngestError::raw(path))?;
    Ok(match start.as_slice() {
        [0x1f, 0x8b, ..] => Kind::Gzip,
        b"PAR1" => Kind::Parquet,
        _ => Kind::Text,
    })
}

/// Name and size of a raw file, and the hash of its beginning and end.
pub(super) fn glance(path: &Path) -> Result<RawFile, IngestError> {
    let mut file = File::open(path).map_err(IngestError::raw(path))?;
    let bytes = file.metadata().map_err(IngestError::raw(path))?.len();
    let mut hash = Sha256::new();
    let mut known = Vec::new();
    let end = io::SeekFrom::Start(bytes.saturating_sub(HEAD).max(HEAD));
    let read = (&mut file).take(HEAD).read_to_end(&mut known);
    let read = read.and_then(|_| file.seek(end));
    let read = read.and_then(|_| file.take(HEAD).read_to_end(&mut known));
    read.map_err(IngestError::raw(path))?;
    hash.update(&known);
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok(RawFile {
        name: name.to_string_lossy().into_owned(),
        bytes,
        sha256: String::new(),
        head: hex(hash),
    })
}

/// Name, size and hash of a raw file.
pub(super) fn describe(path: &Path, cancel: &AtomicBool) -> Result<RawFile, IngestError> {
    let read = AtomicU64::new(0);
    let raw = RawBytes::open(path, None, &read)?;
    let (bytes, sha256, _) = raw.rest(path, cancel)?;
    Ok(RawFile {
        bytes,
        sha256,
        ..glance(path)?
    })
}

/// Whether a file is the one that was read before.
pub(super) fn is_same(
    before: &RawFile,
    now: &RawFile,
    path: &Path,
    cancel: &AtomicBool,
) -> Result<bool, IngestError> {
    if before.bytes != now.bytes {
        return Ok(false);
    }
    if before.sha256.is_empty() {
        return Ok(before.head == now.head);
    }
    Ok(before.sha256 == describe(path, cancel)?.sha256)
}

/// The same without reading all of it where its end says what all of it holds: first rows must not wait for that.
pub(super) fn is_held(
    before: &RawFile,
    now: &RawFile,
    path: &Path,
    cancel: &AtomicBool,
) -> Result<bool, IngestError> {
    if before.bytes == now.bytes && before.head == now.head && kind(path)? == Kind::Gzip {
        return Ok(true);
    }
    is_same(before, now, path, cancel)
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// A copy that is not in its place yet.
#[derive(Debug)]
pub(super) struct Copied {
    beside: PathBuf,
    path: PathBuf,
}

impl Copied {
    /// Puts it in its place.
    pub(super) fn publish(&self) -> Result<(), StoreError> {
        private::publish(&self.beside, &self.path)
            .map_err(StoreError::io("cannot write", &self.path))
    }

    /// Where it will be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// A raw file that is read.
#[derive(Debug)]
pub(super) struct RawBytes<'a> {
    file: File,
    read: &'a AtomicU64,
    bytes: u64,
    hash: Sha256,
    copy: Option<(File, Copied)>,
    /// Why it could not be read or copied.
    failed: Option<Failure>,
}

#[derive(Debug)]
enum Failure {
    Reading(io::Error),
    Copying(io::Error),
}

impl<'a> RawBytes<'a> {
    /// Opens a file, to be copied to `keep` if that is given; `read` follows how much of it is read.
    pub(super) fn open(
        path: &Path,
        keep: Option<&Path>,
        read: &'a AtomicU64,
    ) -> Result<Self, IngestError> {
        let file = File::open(path).map_err(IngestError::raw(path))?;
        let copy = keep.map(|keep| {
            let beside = private::beside(keep);
            let file =
                private::create(&beside).map_err(StoreError::io("cannot create", &beside))?;
            let path = keep.to_owned();
            Ok::<_, StoreError>((file, Copied { beside, path }))
        });
        Ok(Self {
            file,
            read,
            bytes: 0,
            hash: Sha256::new(),
            copy: copy.transpose()?,
            failed: None,
        })
    }

    /// Reads what is left, and says size and hash of the whole.
    pub(super) fn rest(
        mut self,
        path: &Path,
        cancel: &AtomicBool,
    ) -> Result<(u64, String, Option<Copied>), IngestError> {
        let mut buffer = vec![0; BUFFER];
        loop {
            if cancel.load(Ordering::Relaxed) {
                return Err(IngestError::Cancelled);
            }
            match self.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(self
                        .why(path)
                        .unwrap_or_else(|| IngestError::raw(path)(error)));
                }
            }
        }
        let copied = self.copy.map(|(file, copied)| {
            let synced = file.sync_all();
            synced.map_err(StoreError::io("cannot write", &copied.beside))?;
            Ok::<_, StoreError>(copied)
        });
        Ok((self.bytes, hex(self.hash), copied.transpose()?))
    }

    /// Why it could not be read or copied, if that is so.
    pub(super) fn why(&mut self, path: &Path) -> Option<IngestError> {
        Some(match self.failed.take()? {
            Failure::Reading(source) => IngestError::raw(path)(source),
            Failure::Copying(error) => {
                let beside = self
                    .copy
                    .as_ref()
                    .map_or(path, |(_, copied)| &copied.beside);
                IngestError::Store(StoreError::io("cannot write", beside)(error))
            }
        })
    }

    fn fail(&mut self, failure: fn(io::Error) -> Failure, error: io::Error) -> io::Error {
        let told = io::Error::new(error.kind(), error.to_string());
        self.failed = Some(failure(error));
        told
    }
}

impl Read for RawBytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match self.file.read(buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => return Err(self.fail(Failure::Reading, error)),
        };
        self.hash.update(&buffer[..read]);
        let copied = self
            .copy
            .as_mut()
            .map(|(file, _)| file.write_all(&buffer[..read]));
        if let Some(Err(error)) = copied {
            return Err(self.fail(Failure::Copying, error));
        }
        self.bytes += read as u64;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A raw file, unpacked if it is packed.
#[derive(Debug)]
pub(super) enum Unpacked<'a> {
    Plain(Box<BufReader<RawBytes<'a>>>),
    Gzip(Box<MultiGzDecoder<BufReader<RawBytes<'a>>>>),
}

impl<'a> Unpacked<'a> {
    pub(super) fn of(raw: RawBytes<'a>, is_packed: bool) -> Self {
        let reader = BufReader::with_capacity(BUFFER, raw);
        match is_packed {
            true => Self::Gzip(Box::new(MultiGzDecoder::new(reader))),
            false => Self::Plain(Box::new(reader)),
        }
    }

    pub(super) fn raw(&mut self) -> &mut RawBytes<'a> {
        match self {
            Self::Plain(reader) => reader.get_mut(),
            Self::Gzip(reader) => reader.get_mut().get_mut(),
        }
    }

    /// Bytes of the raw file that are unpacked.
    pub(super) fn used(&self) -> u64 {
        let reader = match self {
            Self::Plain(reader) => reader,
            Self::Gzip(reader) => reader.get_ref(),
        };
        reader.get_ref().bytes - reader.buffer().len() as u64
    }

    pub(super) fn into_raw(self) -> RawBytes<'a> {
        match self {
            Self::Plain(reader) => reader.into_inner(),
            Self::Gzip(reader) => reader.into_inner().into_inner(),
        }
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buffer),
            Self::Gzip(reader) => reader.read(buffer),
        }
    }
}
