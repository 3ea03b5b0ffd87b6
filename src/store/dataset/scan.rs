//! Going through rows of a list: the cells of some columns, a batch at a time.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array as _, StringArray, UInt32Array};

use super::rank::stop_if;
use super::{Awaited, Dataset, ListPart};
use crate::columnar::{Array, SCAN_ROWS};
use crate::model::rows::List;
use crate::store::StoreError;

/// Rows that are gone through, in their order of arrival.
#[derive(Clone, Debug)]
pub(super) enum Rows<'a> {
    /// These row ids. A range that reaches beyond the list ends with it.
    Range(Range<u64>),
    /// These, ascending without repetition. Only pages that hold one of them are read.
    These(&'a [u32]),
}

impl Rows<'_> {
    /// How many.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Range(range) => range.end.saturating_sub(range.start),
            Self::These(ids) => ids.len() as u64,
        }
    }
}

/// What is wanted of each row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'a> {
    /// Columns of the list.
    pub(super) columns: &'a [usize],
    /// The rows of the links' referring domains.
    pub(super) domains: bool,
}

/// Some rows, all of one part.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    rows: Rows<'a>,
    /// The cells of each column wanted, one for each row; none where nothing is known in any of them.
    pub(super) columns: Vec<Option<Array>>,
    /// The rows of the referring domains, if they were wanted.
    pub(super) domains: Vec<u32>,
}

impl Batch<'_> {
    /// How many rows.
    pub(super) fn len(&self) -> usize {
        match &self.rows {
            Rows::Range(range) => (range.end - range.start) as usize,
            Rows::These(ids) => ids.len(),
        }
    }

    /// The row id of a row.
    pub(super) fn row(&self, at: usize) -> u64 {
        match &self.rows {
            Rows::Range(range) => range.start + at as u64,
            Rows::These(ids) => ids.get(at).map_or(u64::MAX, |id| u64::from(*id)),
        }
    }

    /// The texts of a column; none where nothing is known, or where it is no column of text.
    pub(super) fn texts(&self, column: usize) -> Option<&StringArray> {
        self.columns.get(column)?.as_ref()?.as_string_opt()
    }
}

impl Dataset {
    /// Goes through rows of a list, at most [`SCAN_ROWS`] at a time, until `take` says false.
    ///
    /// It runs on the calling thread and may be called by several at once, each with rows of its own. Whoever listens
    /// hears of each batch that was taken.
    pub(super) fn scan<'w>(
        &self,
        list: &List,
        rows: &Rows<'_>,
        wanted: Wanted<'_>,
        awaited: impl Into<Awaited<'w>>,
        take: &mut dyn FnMut(&Batch<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let awaited = awaited.into();
        let known = list.table().columns.len();
        if let Some(unknown) = wanted.columns.iter().find(|c| **c >= known) {
            return Err(StoreError::NoSuchColumn(*unknown));
        }
        for part in self.parts(list) {
            for piece in pieces(part, rows) {
                stop_if(awaited.cancel())?;
                let batch = batch(part, piece, wanted)?;
                let goes_on = take(&batch)?;
                awaited.done(batch.len() as u64);
                if !goes_on {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The rows of the referring domains of some links.
    pub(super) fn domain_rows_at(&self, links: Range<u64>) -> Result<Vec<u32>, StoreError> {
        let mut all = Vec::new();
        for part in &self.links {
            if let Some(range) = inside(part, &links) {
                all.extend(domain_rows(part, &[range])?);
            }
        }
        Ok(all)
    }
}

/// The rows of a part that are among some row ids, counted in the part.
fn inside(part: &ListPart, rows: &Range<u64>) -> Option<Range<usize>> {
    let (from, to) = (rows.start.max(part.first), rows.end.min(part.end()));
    (from < to).then(|| (from - part.first) as usize..(to - part.first) as usize)
}

/// The rows wanted that a part holds, in pieces.
fn pieces<'a>(part: &ListPart, rows: &Rows<'a>) -> Vec<Rows<'a>> {
    match rows {
        Rows::Range(range) => {
            let (from, to) = (range.start.max(part.first), range.end.min(part.end()));
            let starts = (from..to).step_by(SCAN_ROWS);
            starts
                .map(|start| Rows::Range(start..(start + SCAN_ROWS as u64).min(to)))
                .collect()
        }
        Rows::These(ids) => {
            let place = |row: u64| ids.partition_point(|id| u64::from(*id) < row);
            let here = &ids[place(part.first)..place(part.end())];
            here.chunks(SCAN_ROWS).map(Rows::These).collect()
        }
    }
}

fn batch<'a>(part: &ListPart, rows: Rows<'a>, wanted: Wanted<'_>) -> Result<Batch<'a>, StoreError> {
    let ranges = match &rows {
        Rows::Range(range) => inside(part, range).into_iter().collect(),
        Rows::These(ids) => ranges(part, ids),
    };
    let columns = wanted.columns.iter().map(|column| {
        let place = part.place(*column);
        place.map(|place| cells(part, place, &ranges)).transpose()
    });
    Ok(Batch {
        columns: columns.collect::<Result<_, _>>()?,
        domains: match wanted.domains {
            true => domain_rows(part, &ranges)?,
            false => Vec::new(),
        },
        rows,
    })
}

/// Row ids as ranges of rows of a part.
pub(super) fn ranges(part: &ListPart, ids: &[u32]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for id in ids {
        let row = (u64::from(*id) - part.first) as usize;
        match ranges.last_mut() {
            Some(last) if last.end == row => last.end += 1,
            _ => ranges.push(row..row + 1),
        }
    }
    ranges
}

/// The cells of a column at some rows of a part.
pub(super) fn cells(
    part: &ListPart,
    place: usize,
    rows: &[Range<usize>],
) -> Result<Array, StoreError> {
    Ok(part.part.read_ranges(place, rows)?)
}

/// The rows of the referring domains of some links of a part.
pub(super) fn domain_rows(part: &ListPart, rows: &[Range<usize>]) -> Result<Vec<u32>, StoreError> {
    let none = || part.damaged("its domain rows are no numbers");
    let array = cells(part, part.domain_row.ok_or_else(none)?, rows)?;
    let numbers: Option<&UInt32Array> = array.as_primitive_opt::<UInt32Type>();
    let numbers = numbers.filter(|n| n.null_count() == 0).ok_or_else(none)?;
    Ok(numbers.values().to_vec())
}
