//! Records out of bytes: values between commas or tabs as the csv crate reads them, several times as fast; and lines of our
//! own exports between tabs, in which nothing is quoted and a backslash stands before what would part.
//!
//! Most lines have no quote. Those are cut where they lie: one search for the end of the line, one for the commas. A
//! record with a quote is read byte by byte into a buffer of its own. Quotes mean what they mean to the csv crate: only
//! at the beginning of a field, doubled inside one; anywhere else they are text. A property test holds both together.

use std::io::{self, Read};

use memchr::{memchr, memchr2, memchr3};

use super::record::Record;

/// Bytes held at the beginning; more if a record is longer.
const BUFFER: usize = 512 * 1024;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Why there is no further record.
#[derive(Debug)]
pub(super) enum SplitError {
    /// The bytes could not be read on.
    Read(io::Error),
    /// A record is longer than it may be.
    Long,
}

/// Cuts records off a stream.
#[derive(Debug)]
pub(super) struct Splitter<R> {
    input: R,
    buffer: Vec<u8>,
    /// What is held and not cut yet.
    start: usize,
    filled: usize,
    /// How the input ended, once it has.
    ended: Option<Option<io::Error>>,
    begun: bool,
    max_row: usize,
    /// What stands between two fields.
    delimiter: u8,
    /// Whether a quote is text, and a backslash begins what our exports write in place of tabs and line ends.
    escapes: bool,
    /// Lines before `start`.
    lines: u64,
    /// Bytes before `start`.
    passed: u64,
    /// Whether the last record begins with a quote.
    opens_quoted: bool,
    /// Fields of the last record: where each begins, and where one behind the last would.
    starts: Vec<u32>,
    /// Fields of the last record without their quotes.
    unquoted: Vec<u8>,
}

/// Where the next record ends, relative to `start`.
struct Cut {
    /// Bytes of it, without what ends the line.
    length: usize,
    /// Bytes of it with that.
    whole: usize,
    quoted: bool,
    unclosed: bool,
}

impl<R: Read> Splitter<R> {
    pub(super) fn new(input: R, max_row: u64) -> Self {
        Self {
            input,
            buffer: vec![0; BUFFER],
            start: 0,
            filled: 0,
            ended: None,
            begun: false,
            max_row: usize::try_from(max_row).unwrap_or(usize::MAX).min(1 << 31),
            delimiter: b',',
            escapes: false,
            lines: 0,
            passed: 0,
            opens_quoted: false,
            starts: Vec::new(),
            unquoted: Vec::new(),
        }
    }

    pub(super) fn input(&mut self) -> &mut R {
        &mut self.input
    }

    pub(super) fn into_input(self) -> R {
        self.input
    }

    /// From here on another byte than a comma stands between two fields.
    pub(super) fn separate_by(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
    }

    /// From here on lines are as our exports between tabs write them.
    pub(super) fn unescape(&mut self) {
        self.escapes = true;
    }

    /// The line that comes next, blank ones left aside; of one that is too long what is held. It is not taken.
    pub(super) fn peek_line(&mut self) -> Result<&[u8], SplitError> {
        self.skip_blank_lines()?;
        let end = loop {
            let held = &self.buffer[self.start..self.filled];
            let end = memchr2(b'\n', b'\r', held);
            if end.is_some() || self.ended.is_some() || held_too_long(held.len(), self.max_row) {
                break end.unwrap_or(held.len());
            }
            self.fill()?;
        };
        Ok(&self.buffer[self.start..self.start + end])
    }

    /// Whether the last record begins with a quote.
    pub(super) fn opens_quoted(&self) -> bool {
        self.opens_quoted
    }

    /// The line that comes next, from 1.
    pub(super) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// Unpacked bytes before what comes next.
    pub(super) fn passed(&self) -> u64 {
        self.passed
    }

    /// The next record; none at the end. Records that stand whole before an error come before it.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, SplitError> {
        self.skip_blank_lines()?;
        let Some(cut) = self.cut()? else {
            return Ok(None);
        };
        let line = self.lines + 1;
        let bytes = &self.buffer[self.start..self.start + cut.length];
        let breaks = match cut.quoted {
            true => memchr::memchr_iter(b'\n', bytes).count() as u64,
            false => 0,
        };
        let is_escaped = self.escapes && memchr(b'\\', bytes).is_some();
        match (cut.quoted, is_escaped) {
            (true, _) => {}
            (false, true) => unescape(bytes, &mut self.starts, &mut self.unquoted),
            (false, false) => fields(bytes, self.delimiter, &mut self.starts),
        }
        let is_rewritten = cut.quoted || is_escaped;
        self.opens_quoted = bytes.first() == Some(&b'"');
        let from = self.start;
        let end = &self.buffer[from + cut.length..from + cut.whole];
        self.lines += breaks + u64::from(end.contains(&b'\n'));
        self.start += cut.whole;
        self.passed += cut.whole as u64;
        let bytes = match is_rewritten {
            true => self.unquoted.as_slice(),
            false => &self.buffer[from..from + cut.length],
        };
        let gap = u32::from(!is_rewritten);
        Ok(Some(Record::new(
            bytes,
            &self.starts,
            gap,
            line,
            cut.unclosed.then_some(breaks),
        )))
    }

    #[inline]
    fn skip_blank_lines(&mut self) -> Result<(), SplitError> {
        loop {
            if self.start == self.filled && !self.fill()? {
                return Ok(());
            }
            if !self.begun {
                while self.filled < BOM.len() && self.fill()? {}
                self.begun = true;
                if self.buffer[..self.filled].starts_with(BOM) {
                    self.start += BOM.len();
                    self.passed += BOM.len() as u64;
                    continue;
                }
            }
            match self.buffer[self.start] {
                b'\n' => self.lines += 1,
                b'\r' => {}
                _ => return Ok(()),
            }
            self.start += 1;
            self.passed += 1;
        }
    }

    /// Finds the end of the record at `start`; reads on until it is there.
    #[inline]
    fn cut(&mut self) -> Result<Option<Cut>, SplitError> {
        let mut searched = 0;
        let quote = match self.escapes {
            true => b'\n',
            false => b'"',
        };
        loop {
            let held = &self.buffer[self.start..self.filled];
            let ended = self.ended.is_some();
            let found = memchr3(b'\n', b'\r', quote, &held[searched..]).map(|at| searched + at);
            match found {
                Some(at) if held[at] == b'"' => {
                    let (starts, unquoted) = (&mut self.starts, &mut self.unquoted);
                    let delimiter = self.delimiter;
                    if let Some(cut) = unquote(held, delimiter, ended, starts, unquoted) {
                        return self.complete(cut).map(Some);
                    }
                    // Everything is looked at again when more is there: the quote stays the first thing found.
                    searched = at;
                }
                Some(at) => {
                    let pair = held[at] == b'\r' && held.get(at + 1) == Some(&b'\n');
                    return Ok(Some(Cut {
                        length: at,
                        whole: at + 1 + usize::from(pair),
                        quoted: false,
                        unclosed: false,
                    }));
                }
                None if ended => {
                    if held.is_empty() {
                        return self.end().map(|()| None);
                    }
                    let length = held.len();
                    let cut = Cut {
                        length,
                        whole: length,
                        quoted: false,
                        unclosed: false,
                    };
                    return self.complete(cut).map(Some);
                }
                None => searched = held.len(),
            }
            if held_too_long(self.filled - self.start, self.max_row) {
                return Err(SplitError::Long);
            }
            self.fill()?;
        }
    }

    /// A record that reaches to the very end is one only if the input ended as it should.
    fn complete(&mut self, cut: Cut) -> Result<Cut, SplitError> {
        let at_end = self.start + cut.whole == self.filled && cut.whole == cut.length;
        if at_end {
            self.end()?;
        }
        Ok(cut)
    }

    fn end(&mut self) -> Result<(), SplitError> {
        match self.ended.as_mut().and_then(Option::take) {
            Some(error) => Err(SplitError::Read(error)),
            None => Ok(()),
        }
    }

    /// Reads on; false if nothing came. An error is kept until what came before it is used up.
    fn fill(&mut self) -> Result<bool, SplitError> {
        if self.ended.is_some() {
            if self.start == self.filled {
                self.end()?;
            }
            return Ok(false);
        }
        let held = self.filled - self.start;
        self.buffer.copy_within(self.start..self.filled, 0);
        (self.start, self.filled) = (0, held);
        if held * 2 > self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        while self.filled < self.buffer.len() {
            let before = self.filled;
            match self.input.read(&mut self.buffer[before..]) {
                Ok(0) => {
                    self.ended = Some(None);
                    break;
                }
                Ok(read) => self.filled += read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = Some(Some(error));
                    break;
                }
            }
            // The first rows must not wait for a whole buffer. Only once: a first record that goes on would be
            // searched again from its beginning after every piece.
            let piece = &self.buffer[before..self.filled];
            if self.passed == 0 && held == 0 && memchr(b'\n', piece).is_some() {
                break;
            }
        }
        if self.filled == held {
            self.end()?;
        }
        Ok(self.filled > held)
    }
}

fn held_too_long(held: usize, max_row: usize) -> bool {
    held > max_row
}

/// Where the fields of a line begin, found eight bytes at a time.
#[inline]
fn fields(line: &[u8], delimiter: u8, starts: &mut Vec<u32>) {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let delimiters = u64::from_le_bytes([delimiter; 8]);
    starts.clear();
    starts.push(0);
    let (words, rest) = line.as_chunks::<8>();
    let mut base = 1u32;
    for word in words {
        let other = u64::from_le_bytes(*word) ^ delimiters;
        // The top bit of each byte that is zero now, and of no other.
        let mut found = !(((other & LOW) + LOW) | other | LOW);
        while found != 0 {
            starts.push(base + (found.trailing_zeros() >> 3));
            found &= found - 1;
        }
        base += 8;
    }
    for byte in rest {
        if *byte == delimiter {
            starts.push(base);
        }
        base += 1;
    }
    starts.push(base);
}

/// Reads a line of an export of ours that has backslashes.
fn unescape(line: &[u8], starts: &mut Vec<u32>, out: &mut Vec<u8>) {
    starts.clear();
    starts.push(0);
    out.clear();
    let mut rest = line;
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        let meant = match (byte, behind.first()) {
            (b'\t', _) => {
                starts.push(out.len() as u32);
                continue;
            }
            (b'\\', Some(b't')) => b'\t',
            (b'\\', Some(b'n')) => b'\n',
            (b'\\', Some(b'r')) => b'\r',
            (b'\\', Some(b'\\')) => b'\\',
            // No export of ours writes a backslash before anything else.
            (byte, _) => {
                out.push(*byte);
                continue;
            }
        };
        out.push(meant);
        rest = behind.get(1..).unwrap_or_default();
    }
    starts.push(out.len() as u32);
}

/// Reads a record that has quotes; none if its end is not there yet.
fn unquote(
    held: &[u8],
    delimiter: u8,
    ended: bool,
    starts: &mut Vec<u32>,
    out: &mut Vec<u8>,
) -> Option<Cut> {
    starts.clear();
    starts.push(0);
    out.clear();
    let mut at = 0;
    let mut unclosed = false;
    loop {
        // At the beginning of a field.
        if held.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(quote) = memchr(b'"', &held[at..]) else {
                    if !ended {
                        return None;
                    }
                    out.extend_from_slice(&held[at..]);
                    at = held.len();
                    unclosed = true;
                    break;
                };
                out.extend_from_slice(&held[at..at + quote]);
                at += quote + 1;
                match held.get(at) {
                    Some(b'"') => {
                        out.push(b'"');
                        at += 1;
                    }
                    None if !ended => return None,
                    _ => break,
                }
            }
        }
        let rest = &held[at..];
        let stop = memchr3(delimiter, b'\n', b'\r', rest);
        if stop.is_none() && !ended {
            return None;
        }
        let length = stop.unwrap_or(rest.len());
        out.extend_from_slice(&rest[..length]);
        starts.push(out.len() as u32);
        at += length;
        if held.get(at) == Some(&delimiter) {
            at += 1;
            continue;
        }
        let pair = held[at..].starts_with(b"\r\n");
        return Some(Cut {
            length: at,
            whole: at + usize::from(stop.is_some()) + usize::from(pair),
            quoted: true,
            unclosed,
        });
    }
}
