//! Filtering: which rows of a list pass, a stretch at a time.
//!
//! Numbers are tested on whole columns kept in memory, cheapest first; text is unpacked only for pages that still hold
//! a row in question; what is asked of referring domains is asked once of each domain.

mod node;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::rank::{Ids, stop_if};
use super::scan::{cells, domain_rows};
use super::texts::{PAGE, test_codes, test_text};
use super::weigh::keep_numbers;
use super::{Awaited, Dataset, ListPart, spread};
use crate::columnar::{Cells, SCAN_ROWS};
use crate::model::column::{Kind, Value};
use crate::model::far::Step;
use crate::model::filter::{Check, Expr};
use crate::model::rows::{Field, List};
use crate::store::StoreError;
use node::Node;

/// Rows of a stretch.
const STRETCH: usize = 8 * SCAN_ROWS;

/// Stretches of one round at the most; after each the rows found may be shown.
const MOST_OF_ROUND: usize = 8;

/// Rows of a first page, and who is told of them.
pub(super) type FirstPage<'a> = (usize, &'a mut dyn FnMut(Vec<u32>));

impl Dataset {
    /// The rows among some, which ascend, that pass. `on_page` is told of the first so many once they are known, if
    /// much remains to be done.
    pub(super) fn passing(
        &self,
        list: &List,
        ids: &Ids,
        expr: &Expr,
        awaited: Awaited<'_>,
        (page, on_page): FirstPage,
    ) -> Result<Vec<u32>, StoreError> {
        let cancel = awaited.cancel();
        awaited.one_pass(Step::Test, ids.len());
        if let Ids::These(ids) = ids
            && (ids.len() as u64) * super::keys::SPARSE < self.len_of(list)
        {
            return self.passing_of_few(list, ids, expr, awaited);
        }
        let node = self.prepare(list, expr, cancel)?;
        let parts = self.parts(list);
        let stretches = stretches(parts, ids);
        let tested = |at: usize| ids.len() * at as u64 / stretches.len() as u64;
        let (mut found, mut at, mut round, mut is_told) = (Vec::new(), 0, 2, false);
        while at < stretches.len() {
            let end = (at + round).min(stretches.len());
            let now = self.hopeful(list, &node, &stretches[at..end], cancel)?;
            self.load_numbers(list, &node, &now, cancel)?;
            let passed = spread::over(now.len(), cancel, &|n| {
                let (part, rows) = &now[n];
                self.passing_of_stretch(&parts[*part], rows, ids, &node, cancel)
            })?;
            passed.iter().for_each(|rows| found.extend_from_slice(rows));
            awaited.done(tested(end) - tested(at));
            at = end;
            round = (round * 2).min(MOST_OF_ROUND);
            // Where hits are rare, the first one is worth showing too.
            let enough = found.len() >= page || (at * 16 >= stretches.len() && !found.is_empty());
            if !is_told && enough && stretches.len() - at > 4 {
                is_told = true;
                on_page(found.clone());
            }
        }
        Ok(found)
    }

    /// Which rows of a whole list pass.
    pub(super) fn all_passing(
        &self,
        list: &List,
        expr: &Expr,
        cancel: &AtomicBool,
    ) -> Result<Vec<bool>, StoreError> {
        let rows = self.len_of(list);
        let found = self.passing(
            list,
            &Ids::All(rows),
            expr,
            cancel.into(),
            (usize::MAX, &mut |_| {}),
        )?;
        let mut passing = vec![false; rows as usize];
        found
            .into_iter()
            .for_each(|row| passing[row as usize] = true);
        Ok(passing)
    }

    /// The stretches of parts in which a row may pass: where the texts of a part's dictionary are all that it holds,
    /// they may tell that none does, before anything else of the part is read.
    fn hopeful<'a>(
        &self,
        list: &List,
        node: &Node,
        stretches: &'a [(usize, Range<usize>)],
        cancel: &AtomicBool,
    ) -> Result<Vec<&'a (usize, Range<usize>)>, StoreError> {
        let (Some((first, _)), Some((last, _))) = (stretches.first(), stretches.last()) else {
            return Ok(Vec::new());
        };
        let parts = &self.parts(list)[*first..=*last];
        let hopeful = spread::over(parts.len(), cancel, &|n| node.may_pass(&parts[n], cancel))?;
        let stretches = stretches.iter();
        Ok(stretches
            .filter(|(part, _)| hopeful[part - first])
            .collect())
    }

    /// Loads the numbers that some stretches are tested by, with two threads.
    fn load_numbers(
        &self,
        list: &List,
        node: &Node,
        stretches: &[&(usize, Range<usize>)],
        cancel: &AtomicBool,
    ) -> Result<(), StoreError> {
        let mut columns = BTreeSet::new();
        node.numbers(&mut columns);
        let parts: BTreeSet<usize> = stretches.iter().map(|(part, _)| *part).collect();
        let wanted: Vec<(usize, usize)> = (parts.iter())
            .flat_map(|part| columns.iter().map(move |column| (*part, *column)))
            .collect();
        spread::over(wanted.len(), cancel, &|n| {
            let (part, column) = wanted[n];
            let kind = list.table().columns[column].kind;
            self.numbers_of(&self.parts(list)[part], column, kind)
                .map(|_| ())
        })?;
        Ok(())
    }

    fn passing_of_stretch(
        &self,
        part: &ListPart,
        rows: &Range<usize>,
        ids: &Ids,
        node: &Node,
        cancel: &AtomicBool,
    ) -> Result<Vec<u32>, StoreError> {
        let first = part.first + rows.start as u64;
        let want = match ids {
            Ids::All(_) => vec![true; rows.len()],
            Ids::These(ids) => {
                let mut want = vec![false; rows.len()];
                let from = ids.partition_point(|id| u64::from(*id) < first);
                let here = ids[from..]
                    .iter()
                    .map(|id| (u64::from(*id) - first) as usize);
                here.take_while(|at| *at < rows.len())
                    .for_each(|at| want[at] = true);
                want
            }
        };
        let passed = self.test(node, part, rows, want, cancel)?;
        let mut found = Vec::new();
        for (page, start) in passed.chunks(PAGE).zip((first..).step_by(PAGE)) {
            if page.contains(&true) {
                let places = page.iter().zip(start..).filter(|(passes, _)| **passes);
                found.extend(places.map(|(_, row)| row as u32));
            }
        }
        Ok(found)
    }

    /// Which of the rows in question pass.
    fn test(
        &self,
        node: &Node,
        part: &ListPart,
        rows: &Range<usize>,
        mut want: Vec<bool>,
        cancel: &AtomicBool,
    ) -> Result<Vec<bool>, StoreError> {
        stop_if(cancel)?;
        if !want.contains(&true) {
            return Ok(want);
        }
        match node {
            Node::Never => want.fill(false),
            Node::All(nodes) => {
                for node in nodes {
                    want = self.test(node, part, rows, want, cancel)?;
                }
            }
            Node::Any(nodes) => {
                let mut passed = vec![false; want.len()];
                for node in nodes {
                    let more = self.test(node, part, rows, want.clone(), cancel)?;
                    for ((passed, want), more) in passed.iter_mut().zip(&mut want).zip(more) {
                        *passed |= more;
                        *want &= !more;
                    }
                }
                want = passed;
            }
            Node::Not(node) => {
                let passed = self.test(node, part, rows, want.clone(), cancel)?;
                want.iter_mut()
                    .zip(passed)
                    .for_each(|(want, passed)| *want &= !passed);
            }
            Node::Number(column, kind, check) => {
                let numbers = self.numbers_of(part, *column, *kind)?;
                keep_numbers(&numbers, check, rows.clone(), &mut want);
            }
            Node::Pair(pair) => {
                let numbers = |field: Field| self.numbers_of(part, field.column, Kind::Int);
                let (left, right) = (numbers(pair.left)?, numbers(pair.right)?);
                for (want, row) in want.iter_mut().zip(rows.clone()) {
                    *want = *want && pair.matches(&left.value(row), &right.value(row));
                }
            }
            Node::Domain(passing, unlisted) => {
                let domains = domain_rows(part, std::slice::from_ref(rows))?;
                for (want, domain) in want.iter_mut().zip(domains) {
                    *want &= passing.get(domain as usize).copied().unwrap_or(*unlisted);
                }
            }
            Node::Several(column, kind, check) => {
                keep_several(part, (*column, *kind), check, rows, &mut want)?;
            }
            Node::NoText(column) => test_text(part, *column, None, rows, &mut want, cancel)?,
            Node::Text(column, check, known) => {
                match known.passing(part, *column, check, cancel)? {
                    Some(passing) => test_codes(part, *column, &passing, rows, &mut want)?,
                    None => test_text(part, *column, Some(check), rows, &mut want, cancel)?,
                }
            }
        }
        Ok(want)
    }
}

/// Keeps those of the rows in question whose cells of several values pass.
fn keep_several(
    part: &ListPart,
    (column, kind): (usize, Kind),
    check: &Check,
    rows: &Range<usize>,
    want: &mut [bool],
) -> Result<(), StoreError> {
    let Some(place) = part.place(column) else {
        let passes = check.matches(&Value::Null);
        want.iter_mut().for_each(|want| *want &= passes);
        return Ok(());
    };
    let array = cells(part, place, std::slice::from_ref(rows))?;
    let found = Cells::of(&array, kind).ok_or(StoreError::NoSuchColumn(column))?;
    for (at, want) in want.iter_mut().enumerate().filter(|(_, want)| **want) {
        *want = check.matches(&found.value(at));
    }
    Ok(())
}

/// The stretches that hold some rows: which part, and which rows of it.
fn stretches(parts: &[ListPart], ids: &Ids) -> Vec<(usize, Range<usize>)> {
    let mut stretches = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let rows = match ids {
            Ids::All(rows) => (rows.saturating_sub(part.first)).min(part.entry.rows) as usize,
            Ids::These(_) => part.part.rows(),
        };
        for start in (0..rows).step_by(STRETCH) {
            let stretch = start..(start + STRETCH).min(rows);
            let first = part.first + start as u64;
            let is_wanted = match ids {
                Ids::All(_) => true,
                Ids::These(ids) => {
                    let next = ids.partition_point(|id| u64::from(*id) < first);
                    ids.get(next)
                        .is_some_and(|id| u64::from(*id) < first + stretch.len() as u64)
                }
            };
            if is_wanted {
                stretches.push((at, stretch));
            }
        }
    }
    stretches
}
