//! A row of text, wherever it stands.

use std::borrow::Cow;

/// Fields in a row.
pub(super) trait Fields {
    /// How many.
    fn count(&self) -> usize;
    /// One of them.
    fn field(&self, at: usize) -> Option<&[u8]>;
    /// One of them as text; bytes that are no UTF-8 are replaced.
    fn text(&self, at: usize) -> Option<Cow<'_, str>> {
        self.field(at).map(String::from_utf8_lossy)
    }
    /// If a quote in it was never closed: the lines that it took with it.
    fn unclosed(&self) -> Option<u64> {
        None
    }
}

impl Fields for Vec<String> {
    fn count(&self) -> usize {
        self.len()
    }

    fn field(&self, at: usize) -> Option<&[u8]> {
        self.get(at).map(String::as_bytes)
    }

    fn text(&self, at: usize) -> Option<Cow<'_, str>> {
        self.get(at).map(|text| Cow::Borrowed(text.as_str()))
    }
}

/// A record of a file.
#[derive(Debug)]
pub(super) struct Record<'a> {
    bytes: &'a [u8],
    /// The same if it is UTF-8, as it should be: looked at once for all fields.
    text: Option<&'a str>,
    /// Where each field begins, and where one behind the last would.
    starts: &'a [u32],
    /// Bytes between fields.
    gap: u32,
    line: u64,
    unclosed: Option<u64>,
}

impl<'a> Record<'a> {
    pub(super) fn new(
        bytes: &'a [u8],
        starts: &'a [u32],
        gap: u32,
        line: u64,
        unclosed: Option<u64>,
    ) -> Self {
        Self {
            bytes,
            text: simdutf8::basic::from_utf8(bytes).ok(),
            starts,
            gap,
            line,
            unclosed,
        }
    }

    /// The line it begins on, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    #[inline]
    fn range(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let [start, next] = *self.starts.get(at..)?.first_chunk::<2>()?;
        Some(start as usize..next.checked_sub(self.gap)? as usize)
    }
}

impl Fields for Record<'_> {
    #[inline]
    fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    #[inline]
    fn field(&self, at: usize) -> Option<&[u8]> {
        self.bytes.get(self.range(at)?)
    }

    #[inline]
    fn text(&self, at: usize) -> Option<Cow<'_, str>> {
        let range = self.range(at)?;
        match self.text.and_then(|text| text.get(range.clone())) {
            Some(text) => Some(Cow::Borrowed(text)),
            None => self.bytes.get(range).map(String::from_utf8_lossy),
        }
    }

    #[inline]
    fn unclosed(&self) -> Option<u64> {
        self.unclosed
    }
}
