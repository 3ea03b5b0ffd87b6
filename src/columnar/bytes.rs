//! Bytes of a part: pages picked from its file, laid out anew as if nothing lay between them.
//!
//! The reader of the Parquet crate asks for each page by itself and, of a file, with four system calls a page; a column
//! of a million rows has thousands of them. Here neighbouring pages come by one call, and a reader sees only the pages
//! it needs, at offsets of our own.

use std::fs::File;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use bytes::buf::{Buf as _, Reader};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

/// Pages further apart than this are read by calls of their own.
const GAP: u64 = 16 * 1024;

/// Reads a range of a file, without moving the place of any other reader.
pub(super) fn read_at(file: &File, start: u64, len: usize) -> io::Result<Bytes> {
    let mut buffer = vec![0; len];
    read_exact_at(file, &mut buffer, start)?;
    Ok(buffer.into())
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, start)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut start: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, buffer, start)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        buffer = &mut buffer[read..];
        start += read as u64;
    }
    Ok(())
}

/// Reads as much of a file as comes at once, without moving the place of any other reader.
pub(super) fn read_some_at(file: &File, buffer: &mut [u8], start: u64) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_at(file, buffer, start);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_read(file, buffer, start);
}

/// A piece of a file: where it begins and its length.
pub(super) type Piece = (u64, u32);

/// Picked pieces, each at its place in a layout of their own.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    pieces: Arc<Vec<(u64, Bytes)>>,
    end: u64,
}

impl Picked {
    /// Reads pieces that ascend in the file; `begin` is where the first is laid out, the others follow.
    pub(super) fn read(file: &File, begin: u64, pieces: &[Piece]) -> io::Result<Self> {
        let mut laid = Vec::with_capacity(pieces.len());
        let mut end = begin;
        let mut rest = pieces;
        while let Some((start, _)) = rest.first() {
            let (run, len) = run(rest);
            let bytes = read_at(file, *start, len)?;
            for (at, size) in &rest[..run] {
                let from = (at - start) as usize;
                laid.push((end, bytes.slice(from..from + *size as usize)));
                end += u64::from(*size);
            }
            rest = &rest[run..];
        }
        Ok(Self {
            pieces: Arc::new(laid),
            end,
        })
    }
}

/// How many pieces one call reads, and its length. Pieces ascend and do not overlap.
fn run(pieces: &[Piece]) -> (usize, usize) {
    let Some((start, size)) = pieces.first() else {
        return (0, 0);
    };
    let mut end = start + u64::from(*size);
    let mut run = 1;
    for (at, size) in &pieces[1..] {
        if *at > end + GAP {
            break;
        }
        end = at + u64::from(*size);
        run += 1;
    }
    (run, (end - start) as usize)
}

impl Length for Picked {
    fn len(&self) -> u64 {
        self.end
    }
}

impl ChunkReader for Picked {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let behind = self.pieces.partition_point(|(at, _)| *at <= start);
        let piece = behind.checked_sub(1).and_then(|at| self.pieces.get(at));
        let bytes = piece.and_then(|(at, bytes)| {
            let from = usize::try_from(start - at).ok()?;
            (from <= bytes.len()).then(|| bytes.slice(from..))
        });
        bytes
            .map(Bytes::reader)
            .ok_or_else(|| ParquetError::EOF(format!("nothing was read at {start}")))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let bytes = self.get_read(start)?.into_inner();
        if bytes.len() < length {
            return Err(ParquetError::EOF(format!(
                "{} of {length} bytes are there",
                bytes.len()
            )));
        }
        Ok(bytes.slice(..length))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn pieces_are_laid_out_one_behind_the_other() {
        let mut file = tempfile::tempfile().unwrap();
        let bytes: Vec<u8> = (0..100_000u32).map(|n| (n % 251) as u8).collect();
        file.write_all(&bytes).unwrap();
        let pieces = [(3, 5), (8, 2), (50_000, 10), (50_012, 3)];
        let picked = Picked::read(&file, 1_000, &pieces).unwrap();
        let mut place = 1_000;
        for (at, size) in pieces {
            let (from, len) = (at as usize, size as usize);
            assert_eq!(
                picked.get_bytes(place, len).unwrap(),
                bytes[from..from + len]
            );
            place += u64::from(size);
        }
        assert_eq!(picked.len(), place);
        assert!(picked.get_bytes(1_003, 2).is_ok(), "from within a piece");
        assert!(picked.get_bytes(1_003, 3).is_err(), "not into the next");
        assert!(picked.get_bytes(999, 1).is_err());
        assert!(Picked::read(&file, 0, &[(99_999, 2)]).is_err());
    }
}
