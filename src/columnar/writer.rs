//! Writing one part: beside its place, hashed on the way, synced and renamed when whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use sha2::{Digest, Sha256};

use super::PartError;
use super::layout::properties;

/// What a finished part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFile {
    /// Rows in it.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it, hexadecimal.
    pub sha256: String,
}

/// A part being written. Dropping it leaves only the file beside, which the next writer overwrites.
pub struct PartWriter {
    path: PathBuf,
    beside: PathBuf,
    writer: ArrowWriter<Hashed>,
    rows: u64,
}

impl std::fmt::Debug for PartWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PartWriter")
            .field("path", &self.path)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl PartWriter {
    /// Begins a part that will take its place at `path`; until then it is written to `path` with `.part` behind.
    pub fn create(path: &Path, schema: SchemaRef) -> Result<Self, PartError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".part");
        let beside = PathBuf::from(beside);
        let file = open_owner_only(&beside).map_err(PartError::of("create", &beside))?;
        let properties = properties(&schema);
        let writer = ArrowWriter::try_new(Hashed::new(file), schema, Some(properties))
            .map_err(PartError::of("write", &beside))?;
        Ok(Self {
            path: path.to_owned(),
            beside,
            writer,
            rows: 0,
        })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Rows written so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds rows.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), PartError> {
        self.writer
            .write(batch)
            .map_err(PartError::of("write", &self.beside))?;
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    /// Writes out what is held in memory; what comes later begins another row group.
    pub fn flush(&mut self) -> Result<(), PartError> {
        self.writer
            .flush()
            .map_err(PartError::of("write", &self.beside))
    }

    /// Ends the file, syncs it and puts it in its place.
    pub fn finish(self) -> Result<PartFile, PartError> {
        let out = self
            .writer
            .into_inner()
            .map_err(PartError::of("write", &self.beside))?;
        let (bytes, sha256) = out.sync().map_err(PartError::of("sync", &self.beside))?;
        fs::rename(&self.beside, &self.path).map_err(PartError::of("rename", &self.beside))?;
        if let Some(folder) = self.path.parent() {
            File::open(folder)
                .and_then(|f| f.sync_all())
                .map_err(PartError::of("sync", folder))?;
        }
        Ok(PartFile {
            rows: self.rows,
            bytes,
            sha256,
        })
    }
}

fn open_owner_only(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A file that is hashed while it is written.
struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Hashed {
    fn new(file: File) -> Self {
        Self {
            file: BufWriter::with_capacity(256 * 1024, file),
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    fn sync(mut self) -> io::Result<(u64, String)> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        let digest = self.hash.finalize();
        let hex = digest.iter().map(|b| format!("{b:02x}")).collect();
        Ok((self.bytes, hex))
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
