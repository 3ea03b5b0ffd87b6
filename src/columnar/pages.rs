//! Where the pages of a column lie: its offset index, loaded when the column is first read.
//!
//! All columns of all parts together have hundreds of thousands of pages; a screen needs a few columns of them.

use std::fs::File;
use std::ops::Range;

use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::page_index::index_reader::decode_offset_index;
use parquet::file::page_index::offset_index::PageLocation;

use super::bytes::{self, Piece};

/// An index longer than this is none that we wrote: 256 rows a page, some 20 bytes a page.
const MOST_INDEX_BYTES: u64 = 64 << 20;

/// The pages of one column of one row group.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) dictionary: Option<Piece>,
    begin: u64,
    pages: Vec<Piece>,
    /// The first row of each page, and the rows of all behind them.
    firsts: Vec<u32>,
}

/// Some pages, as if there were no others.
#[derive(Debug)]
pub(super) struct Chosen {
    /// Where the first piece is to be laid out.
    pub(super) begin: u64,
    /// The pages, without the dictionary.
    pub(super) pieces: Vec<Piece>,
    /// Where the pages lie then.
    pub(super) locations: Option<Vec<PageLocation>>,
    /// Rows of these pages.
    pub(super) rows: usize,
    /// The rows wanted, counted in these pages.
    pub(super) wanted: Vec<Range<usize>>,
}

impl Pages {
    /// Reads and checks the index of a column; a column without one is a single page.
    pub(super) fn load(
        file: &File,
        chunk: &ColumnChunkMetaData,
        rows: u32,
    ) -> Result<Self, String> {
        let size = file.metadata().map_err(|e| e.to_string())?.len();
        let dictionary = chunk.dictionary_page_offset();
        let begin = dictionary.unwrap_or_else(|| chunk.data_page_offset());
        let begin = u64::try_from(begin).map_err(|e| e.to_string())?;
        let len = u32::try_from(chunk.compressed_size()).map_err(|e| e.to_string())?;
        if begin + u64::from(len) > size {
            return Err("a column reaches beyond the end of the file".to_owned());
        }
        let Some(range) = chunk.offset_index_range() else {
            return Ok(Self {
                dictionary: None,
                begin,
                pages: vec![(begin, len)],
                firsts: Vec::new(),
            });
        };
        let bytes = range.end.saturating_sub(range.start);
        if range.end > size || bytes > MOST_INDEX_BYTES {
            return Err("an offset index lies outside the file".to_owned());
        }
        let bytes = bytes::read_at(file, range.start, bytes as usize).map_err(|e| e.to_string())?;
        let index = decode_offset_index(&bytes).map_err(|e| e.to_string())?;
        let end = begin + u64::from(len);
        Self::checked(
            index.page_locations(),
            begin..end,
            dictionary.is_some(),
            rows,
        )
        .ok_or_else(|| "an offset index does not fit its column".to_owned())
    }

    fn checked(
        locations: &[PageLocation],
        column: Range<u64>,
        has_dictionary: bool,
        rows: u32,
    ) -> Option<Self> {
        let mut pages = Vec::with_capacity(locations.len());
        let mut firsts = Vec::with_capacity(locations.len() + 1);
        let mut end = column.start;
        for page in locations {
            let at = u64::try_from(page.offset).ok()?;
            let len = u32::try_from(page.compressed_page_size).ok()?;
            let first = u32::try_from(page.first_row_index).ok()?;
            let follows = firsts.last().map_or(first == 0, |last| *last < first);
            if at < end || !follows || first >= rows {
                return None;
            }
            end = at.checked_add(u64::from(len))?;
            pages.push((at, len));
            firsts.push(first);
        }
        firsts.push(rows);
        let first = pages.first().map_or(column.end, |p| p.0);
        let before = u32::try_from(first - column.start).ok()?;
        let fits = end <= column.end
            && (has_dictionary || before == 0)
            && (rows == 0 || !pages.is_empty());
        fits.then(|| Self {
            dictionary: (before > 0).then_some((column.start, before)),
            begin: column.start,
            pages,
            firsts,
        })
    }

    /// The pages that hold some rows, given as ascending ranges that do not touch.
    pub(super) fn choose(&self, wanted: &[Range<usize>], rows: usize) -> Chosen {
        if self.firsts.is_empty() {
            return Chosen {
                begin: self.begin,
                pieces: self.pages.clone(),
                locations: None,
                rows,
                wanted: wanted.to_vec(),
            };
        }
        let mut chosen = Chosen {
            begin: self.begin,
            pieces: Vec::new(),
            locations: None,
            rows: 0,
            wanted: Vec::with_capacity(wanted.len()),
        };
        let mut locations = Vec::new();
        let mut place = self.begin;
        // The first page that was not taken.
        let mut next = 0;
        for range in wanted {
            let page = self.page_of(range.start);
            let start = match self.firsts[page.max(next)] as usize {
                behind if page < next => chosen.rows - (behind - range.start),
                first => chosen.rows + (range.start - first),
            };
            next = page.max(next);
            while next < self.pages.len() && (self.firsts[next] as usize) < range.end {
                let (at, len) = self.pages[next];
                locations.push(PageLocation {
                    offset: place.cast_signed(),
                    compressed_page_size: len.cast_signed(),
                    first_row_index: chosen.rows as i64,
                });
                chosen.pieces.push((at, len));
                place += u64::from(len);
                chosen.rows += (self.firsts[next + 1] - self.firsts[next]) as usize;
                next += 1;
            }
            chosen.wanted.push(start..start + range.len());
        }
        chosen.locations = Some(locations);
        chosen
    }

    /// The page that holds a row.
    fn page_of(&self, row: usize) -> usize {
        self.firsts
            .partition_point(|first| *first as usize <= row)
            .saturating_sub(1)
    }

    #[cfg(test)]
    pub(super) fn rows_of_each(&self) -> Vec<usize> {
        self.firsts
            .windows(2)
            .map(|w| (w[1] - w[0]) as usize)
            .collect()
    }
}
