//! Testing text: once each text of a dictionary, or many rows at a time, and only pages that hold a row in question.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::Array as _;

use super::ListPart;
use super::rank::stop_if;
use crate::columnar::{Array, Cells, PartError, SCAN_ROWS};
use crate::model::column::Kind;
use crate::model::filter::TextCheck;
use crate::store::StoreError;

/// Rows of a page at the least: text is unpacked for so many together.
pub(super) const PAGE: usize = 256;

/// Texts tested between two looks at whether to go on: a regular expression may take long over each.
const UNASKED: usize = 2_048;

/// Which texts of the parts' dictionaries pass: each different text is tested once.
#[derive(Default)]
pub(super) struct Dictionaries(Mutex<HashMap<u64, Passing>>);

/// One flag for each text of a dictionary; none where the cells are not codes of one.
pub(super) type Passing = Option<Arc<Vec<bool>>>;

impl Dictionaries {
    pub(super) fn passing(
        &self,
        part: &ListPart,
        column: usize,
        check: &TextCheck,
        cancel: &AtomicBool,
    ) -> Result<Passing, StoreError> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = part.part.id();
        if let Some(known) = lock().get(&id) {
            return Ok(known.clone());
        }
        let texts = part.place(column).map(|place| part.part.dictionary(place));
        let passing = match texts.transpose()?.flatten() {
            Some(texts) => {
                let mut passing = vec![true; texts.len()];
                keep_in(part, &texts, Some(check), &mut passing, cancel)?;
                Some(Arc::new(passing))
            }
            None => None,
        };
        lock().insert(id, passing.clone());
        Ok(passing)
    }
}

/// Keeps the rows in question whose text is one of the dictionary's that pass.
pub(super) fn test_codes(
    part: &ListPart,
    column: usize,
    passing: &[bool],
    rows: &Range<usize>,
    want: &mut [bool],
) -> Result<(), StoreError> {
    let Some(place) = part.place(column).filter(|_| passing.contains(&true)) else {
        want.fill(false);
        return Ok(());
    };
    let mut is_beyond = false;
    in_question(rows, want, |ranges, want| {
        let mut at = 0;
        part.part
            .scan_codes(place, ranges, SCAN_ROWS, &mut |codes| {
                let here = &mut want[at..at + codes.len()];
                at += codes.len();
                for (want, code) in here.iter_mut().zip(codes.values()) {
                    let passes = passing.get(*code as usize).copied();
                    is_beyond |= passes.is_none();
                    *want &= passes.unwrap_or(false);
                }
                if let Some(known) = codes.nulls() {
                    here.iter_mut()
                        .zip(known)
                        .for_each(|(want, known)| *want &= known);
                }
                Ok(!is_beyond)
            })
    })?;
    match is_beyond {
        true => Err(part.damaged("a text is none of its dictionary")),
        false => Ok(()),
    }
}

/// Keeps the rows in question whose text passes; without a check those in which nothing is known.
pub(super) fn test_text(
    part: &ListPart,
    column: usize,
    check: Option<&TextCheck>,
    rows: &Range<usize>,
    want: &mut [bool],
    cancel: &AtomicBool,
) -> Result<(), StoreError> {
    let Some(place) = part.place(column) else {
        if check.is_some() {
            want.fill(false);
        }
        return Ok(());
    };
    let mut error = None;
    in_question(rows, want, |ranges, want| {
        let mut at = 0;
        part.part
            .scan_column(place, ranges, SCAN_ROWS, &mut |array| {
                let here = &mut want[at..at + array.len()];
                at += array.len();
                error = keep_in(part, &array, check, here, cancel).err();
                Ok(error.is_none())
            })
    })?;
    error.map_or(Ok(()), Err)
}

/// Goes through the pages with a row in question by one reader: each would unpack the dictionary anew.
fn in_question(
    rows: &Range<usize>,
    want: &mut [bool],
    scan: impl FnOnce(&[Range<usize>], &mut [bool]) -> Result<(), PartError>,
) -> Result<(), PartError> {
    let runs = runs(want);
    let ranges: Vec<Range<usize>> = (runs.iter())
        .map(|run| rows.start + run.start..rows.start + run.end)
        .collect();
    let mut picked: Vec<bool> = (runs.iter())
        .flat_map(|run| want[run.clone()].iter().copied())
        .collect();
    scan(&ranges, &mut picked)?;
    let mut rest = picked.as_slice();
    for run in runs {
        let (here, behind) = rest.split_at(run.len());
        want[run].copy_from_slice(here);
        rest = behind;
    }
    Ok(())
}

fn keep_in(
    part: &ListPart,
    array: &Array,
    check: Option<&TextCheck>,
    want: &mut [bool],
    cancel: &AtomicBool,
) -> Result<(), StoreError> {
    let Some(Cells::Text(texts)) = Cells::of(array, Kind::Text) else {
        return Err(part.damaged("a column of text holds something else"));
    };
    match check {
        None => {
            let unknown = texts.iter().map(|text| text.is_none());
            want.iter_mut()
                .zip(unknown)
                .for_each(|(want, unknown)| *want &= unknown);
            Ok(())
        }
        Some(check) => keep_texts(part, texts, check, want, cancel),
    }
}

fn keep_texts(
    part: &ListPart,
    texts: &arrow_array::StringArray,
    check: &TextCheck,
    want: &mut [bool],
    cancel: &AtomicBool,
) -> Result<(), StoreError> {
    let joined = simdutf8::basic::from_utf8(texts.value_data());
    let joined = joined.map_err(|_| part.damaged("a text is no UTF-8"))?;
    let mut hits = vec![false; want.len()];
    let offsets = texts.value_offsets();
    for (hits, first) in hits.chunks_mut(UNASKED).zip((0..).step_by(UNASKED)) {
        stop_if(cancel)?;
        let end = (first + hits.len() + 1).min(offsets.len());
        check.mark(joined, &offsets[first.min(end)..end], hits);
    }
    want.iter_mut()
        .zip(hits)
        .for_each(|(want, hit)| *want &= hit);
    if let Some(nulls) = texts.nulls() {
        want.iter_mut()
            .zip(nulls.iter())
            .for_each(|(want, known)| *want &= known);
    }
    Ok(())
}

/// The pages with a row in question, neighbours together.
fn runs(want: &[bool]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, page) in want.chunks(PAGE).enumerate() {
        if !page.contains(&true) {
            continue;
        }
        let (start, end) = (at * PAGE, at * PAGE + page.len());
        match runs.last_mut() {
            // A gap of one page is cheaper to read than to leave out.
            Some(last) if start - last.end <= PAGE => last.end = end,
            _ => runs.push(start..end),
        }
    }
    runs
}
