//! Figures of a referring domain that need all of its links at once: medians, and how many different values there are.
//!
//! Links of a domain lie scattered over the parts. Each pass over a column places the cells of as many domains as fit
//! its memory, domain by domain, so that the memory grows with the largest domain and not with the rows.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use hashbrown::DefaultHashBuilder;

use super::rank::stop_if;
use super::{Dataset, ListPart, scan};
use crate::columnar::{Array, SCAN_ROWS};
use crate::model::domain::{DOMAINS, Later};
use crate::model::link::LINKS;
use crate::store::StoreError;

/// Cells placed in one pass: eight bytes each.
const PASS_CELLS: u32 = 8 << 20;

/// Turns a number into a code that orders as it does.
const SIGN: u64 = 1 << 63;

impl Dataset {
    /// The figures of [`Later::ALL`] for each domain, as columns of the list of domains by their positions. A column
    /// is left out where no link has what it is counted from.
    pub(in crate::store) fn later_figures(
        &self,
        cancel: &AtomicBool,
    ) -> Result<Vec<(usize, Array)>, StoreError> {
        let starts = self.link_starts()?;
        let mut figures = Vec::new();
        for later in &Later::ALL {
            let (of, to) = (LINKS.position(later.of), DOMAINS.position(later.id));
            if let (Some(of), Some(to)) = (of, to)
                && self.links.iter().any(|part| part.place(of).is_some())
            {
                let pass = Pass {
                    dataset: self,
                    starts,
                    column: of,
                    later,
                    hash: DefaultHashBuilder::default(),
                    cancel,
                };
                figures.push((to, pass.all(self.domains(), PASS_CELLS)?));
            }
        }
        Ok(figures)
    }
}

/// One figure on its way through the links.
struct Pass<'a> {
    dataset: &'a Dataset,
    /// Where the links of each domain begin, and where the last end.
    starts: &'a [u32],
    column: usize,
    later: &'a Later,
    hash: DefaultHashBuilder,
    cancel: &'a AtomicBool,
}

impl Pass<'_> {
    /// The figure of every domain. Those that only an answer's own table names have no links, and none.
    fn all(&self, domains: u64, most: u32) -> Result<Array, StoreError> {
        let linked = self.starts.len() - 1;
        let mut figures: Vec<Option<i64>> = Vec::with_capacity(linked);
        while figures.len() < linked {
            let from = figures.len();
            self.some(from..self.reach(from, most), &mut figures)?;
        }
        figures.resize(usize::try_from(domains).unwrap_or(linked), None);
        Ok(Arc::new(Int64Array::from(figures)))
    }

    /// Behind the domains that one pass can place from `from` on. At least one domain.
    fn reach(&self, from: usize, most: u32) -> usize {
        let end = self.starts[from].saturating_add(most);
        let to = self.starts.partition_point(|start| *start <= end);
        to.saturating_sub(1).max(from + 1)
    }

    fn some(&self, domains: Range<usize>, out: &mut Vec<Option<i64>>) -> Result<(), StoreError> {
        let starts = &self.starts[domains.start..=domains.end];
        let base = starts[0];
        let place = |start: &u32| (start - base) as usize;
        let mut next: Vec<u32> = starts.iter().map(|start| start - base).collect();
        let mut placed = vec![0u64; starts.last().map_or(0, place)];
        for part in &self.dataset.links {
            let Some(column) = part.place(self.column) else {
                continue;
            };
            self.place(
                part,
                column,
                domains.start,
                starts,
                (&mut next, &mut placed),
            )?;
        }
        for (slice, next) in starts.windows(2).zip(&next) {
            stop_if(self.cancel)?;
            let cells = &mut placed[place(&slice[0])..*next as usize];
            out.push((slice[0] < slice[1]).then(|| self.figure(cells)).flatten());
        }
        Ok(())
    }

    /// Places the cells of a part that belong to some domains.
    fn place(
        &self,
        part: &ListPart,
        column: usize,
        first: usize,
        starts: &[u32],
        (next, placed): (&mut [u32], &mut [u64]),
    ) -> Result<(), StoreError> {
        let (base, rows) = (starts[0], part.part.rows());
        for from in (0..rows).step_by(SCAN_ROWS) {
            stop_if(self.cancel)?;
            let range = from..(from + SCAN_ROWS).min(rows);
            let range = std::slice::from_ref(&range);
            let domains = scan::domain_rows(part, range)?;
            let cells = scan::cells(part, column, range)?;
            let mut is_beyond = false;
            self.each(&cells, &mut |row, code| {
                let domain = domains.get(row).map_or(usize::MAX, |d| *d as usize);
                let Some(at) = domain.checked_sub(first).filter(|at| at + 1 < starts.len()) else {
                    is_beyond |= domain >= self.starts.len() - 1;
                    return;
                };
                if next[at] < starts[at + 1] - base {
                    placed[next[at] as usize] = code;
                    next[at] += 1;
                } else {
                    is_beyond = true;
                }
            });
            if is_beyond {
                return Err(part.damaged("a domain has other links than its row counts"));
            }
        }
        Ok(())
    }

    /// Hands out the cells that are known: numbers as codes in their order, texts as their hashes.
    fn each(&self, cells: &Array, take: &mut dyn FnMut(usize, u64)) {
        if let Some(numbers) = cells.as_primitive_opt::<Int64Type>() {
            for (row, n) in numbers.iter().enumerate() {
                if let Some(n) = n {
                    take(row, n.cast_unsigned() ^ SIGN);
                }
            }
        } else if let Some(texts) = cells.as_string_opt::<i32>() {
            for (row, text) in texts.iter().enumerate() {
                // Of 64 bits: among a million texts of one domain two share a hash once in thirty million such domains.
                if let Some(text) = text {
                    take(row, self.hash.hash_one(text));
                }
            }
        }
    }

    /// The figure of one domain's cells.
    fn figure(&self, cells: &mut [u64]) -> Option<i64> {
        if self.later.is_median {
            let middle = cells.len().checked_sub(1)? / 2;
            let (_, median, _) = cells.select_nth_unstable(middle);
            return Some((*median ^ SIGN).cast_signed());
        }
        cells.sort_unstable();
        let changes = cells.windows(2).filter(|pair| pair[0] != pair[1]).count();
        let different = changes + usize::from(!cells.is_empty());
        i64::try_from(different).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::super::tests::{ALL, NO, every, place};
    use super::*;
    use crate::model::column::Value;

    /// The same figures from rows that are held whole.
    fn naive(dataset: &Dataset, later: &Later) -> Vec<Value> {
        let of = LINKS.position(later.of).unwrap();
        let mut cells: BTreeMap<u32, Vec<Value>> = BTreeMap::new();
        let domains = dataset.domain_rows_at(0..u64::MAX).unwrap();
        for (row, domain) in every(dataset, &ALL).into_iter().zip(domains) {
            cells.entry(domain).or_default().push(row.cells[of].clone());
        }
        let figure = |cells: &Vec<Value>| {
            let mut known: Vec<&Value> = cells.iter().filter(|c| !c.is_null()).collect();
            if later.is_median {
                known.sort_by(|a, b| a.order(b));
                let middle = known.len().checked_sub(1).map(|last| last / 2);
                return middle.map_or(Value::Null, |at| known[at].clone());
            }
            let texts: HashSet<String> = known.iter().map(|c| c.plain().into_owned()).collect();
            Value::Int(texts.len() as i64)
        };
        cells.values().map(figure).collect()
    }

    #[test]
    fn figures_are_those_of_a_plain_count_whatever_a_pass_holds() {
        let place = place(4_000);
        let dataset = &place.dataset;
        let starts = dataset.link_starts().unwrap();
        for later in &Later::ALL {
            let pass = Pass {
                dataset,
                starts,
                column: LINKS.position(later.of).unwrap(),
                later,
                hash: DefaultHashBuilder::default(),
                cancel: &NO,
            };
            let expected = naive(dataset, later);
            let different: HashSet<String> = expected.iter().map(Value::shown).collect();
            assert!(different.len() > 2, "{} tells nothing", later.id);
            for most in [1, 7, 500, u32::MAX] {
                let figures = pass.all(dataset.domains(), most).unwrap();
                let figures: Vec<Value> = figures
                    .as_primitive::<Int64Type>()
                    .iter()
                    .map(|n| n.map_or(Value::Null, Value::Int))
                    .collect();
                assert_eq!(figures, expected, "{} in passes of {most}", later.id);
            }
        }
    }

    #[test]
    fn who_asks_to_stop_is_heard() {
        let place = place(100);
        let stopped = place.dataset.later_figures(&AtomicBool::new(true));
        assert!(matches!(stopped, Err(StoreError::Cancelled)));
    }
}
