//! Whether a file is whole: every gzip member is unpacked to its check sum before rows are trusted.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::store::IngestOptions;

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Whole.
    Whole,
    /// Cut or damaged; what the decoder says.
    Damaged(String),
    /// It unpacks to so much more than its size that it is a trap; whoever reads its rows says so.
    Swollen,
    /// The check was stopped.
    Stopped,
}

/// Unpacks a file to nowhere. Memory stays the same whatever it claims to hold. Errors: only of reading.
pub(super) fn gzip(path: &Path, stop: &AtomicBool) -> std::io::Result<Verdict> {
    let usual = IngestOptions::default();
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    unpack(
        file,
        size.saturating_mul(usual.max_ratio).max(usual.free_bytes),
        stop,
    )
}

fn unpack(file: File, most: u64, stop: &AtomicBool) -> std::io::Result<Verdict> {
    let mut unpacked = 0_u64;
    let mut decoder = MultiGzDecoder::new(BufReader::with_capacity(1 << 18, file));
    let mut buffer = vec![0; 1 << 18];
    loop {
        if stop.load(Ordering::Relaxed) {
            return Ok(Verdict::Stopped);
        }
        if unpacked > most {
            return Ok(Verdict::Swollen);
        }
        match decoder.read(&mut buffer) {
            Ok(0) => return Ok(Verdict::Whole),
            Ok(read) => unpacked += read as u64,
            Err(error) if is_damage(&error) => return Ok(Verdict::Damaged(error.to_string())),
            Err(error) => return Err(error),
        }
    }
}

/// Whether a failed read tells of the bytes rather than of the disk.
fn is_damage(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::UnexpectedEof | Kind::InvalidData | Kind::InvalidInput
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn verdict(bytes: &[u8]) -> Verdict {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.gz");
        std::fs::write(&path, bytes).unwrap();
        gzip(&path, &AtomicBool::new(false)).unwrap()
    }

    #[test]
    fn cut_and_damaged_files_are_told_from_whole_ones() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let text: String = (0..20_000)
            .map(|n| format!("row {n},{}\n", n * 7919 % 1009))
            .collect();
        encoder.write_all(text.as_bytes()).unwrap();
        let whole = encoder.finish().unwrap();
        assert_eq!(verdict(&whole), Verdict::Whole);
        for cut in [0, 5, whole.len() / 2, whole.len() - 1] {
            assert!(
                matches!(verdict(&whole[..cut]), Verdict::Damaged(_)),
                "cut at {cut}"
            );
        }
        let mut flipped = whole.clone();
        flipped[whole.len() - 6] ^= 1;
        assert!(matches!(verdict(&flipped), Verdict::Damaged(_)));
        assert!(matches!(verdict(b"<html>gone</html>"), Verdict::Damaged(_)));
        assert_eq!(verdict(&[whole.clone(), whole].concat()), Verdict::Whole);
    }
}
