//! A frame leaves in one piece, between the marks of a synchronized update: a terminal that knows them shows no half
//! of it, however the bytes are cut on their way; one that does not passes them over.

use std::io::{self, Write};

/// Begins and ends what is to be shown at once (private mode 2026).
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Keeps what is written until it is flushed, however much it is.
#[derive(Debug)]
pub(super) struct WholeFrame<W> {
    out: W,
    kept: Vec<u8>,
}

impl<W: Write> WholeFrame<W> {
    /// Over the terminal's own output.
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            kept: BEGIN.to_vec(),
        }
    }
}

impl<W: Write> Write for WholeFrame<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.kept.len() > BEGIN.len() {
            self.kept.extend_from_slice(END);
            let written = self.out.write_all(&self.kept);
            // What a terminal did not take is not written to it once more: part of it may be there.
            self.kept.truncate(BEGIN.len());
            written?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_leaves_at_the_flush_between_the_marks() {
        let mut out = Vec::new();
        let mut frame = WholeFrame::new(&mut out);
        frame.flush().unwrap();
        frame.write_all(b"a").unwrap();
        frame.write_all(&[b'b'; 100_000]).unwrap();
        assert_eq!(frame.out.len(), 0);
        frame.flush().unwrap();
        frame.flush().unwrap();
        frame.write_all(b"c").unwrap();
        frame.flush().unwrap();
        let long = "b".repeat(100_000);
        let expected = format!("\x1b[?2026ha{long}\x1b[?2026l\x1b[?2026hc\x1b[?2026l");
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
