//! Finding text: the next row of a ranking whose text holds some words, without regard to case.
//!
//! Rows near the cursor are looked at first. Then the list is gone through in blocks, from the cursor outwards, by two
//! threads; what was learned of a block is kept for the next `n`. A ranking in another order than that of arrival
//! needs all blocks that hold rows of it.

mod hits;

use std::ops::Range;
use std::sync::PoisonError;

use arrow_array::Array as _;

use crate::model::column::Kind;
use crate::model::far::Step;
use crate::model::filter::TextCheck;
use crate::model::rows::{Direction, List};

use super::rank::{Ids, stop_if};
use super::scan::{Rows, Wanted};
use super::{Awaited, Dataset, Ranking, spread};
use crate::store::StoreError;

use hits::BLOCK;
pub(super) use hits::Hits;

/// Positions looked at before whole blocks are: most searches end nearby. At first so many, then four times as many.
const NEAREST: u64 = 64;
const NEAR: u64 = 1_024;

/// The most blocks read at a time: between two looks whether there is a hit.
const MOST_BLOCKS: usize = 16;

/// A search in a ranking.
struct Search<'a> {
    dataset: &'a Dataset,
    ranking: &'a Ranking,
    /// Columns of text, ascending.
    columns: &'a [usize],
    check: TextCheck,
    awaited: Awaited<'a>,
}

impl Dataset {
    /// The position of the next hit in any text column, from the row behind `from` on; after the last
    /// row it goes on with the first, so that `from` itself is looked at last.
    pub fn find<'w>(
        &self,
        ranking: &Ranking,
        needle: &str,
        from: u64,
        direction: Direction,
        awaited: impl Into<Awaited<'w>>,
    ) -> Result<Option<u64>, StoreError> {
        let columns: Vec<usize> = (0..ranking.list().table().columns.len()).collect();
        self.find_in(ranking, &columns, needle, from, direction, awaited)
    }

    /// The same in some columns only; those that are no text are passed over.
    pub fn find_in<'w>(
        &self,
        ranking: &Ranking,
        columns: &[usize],
        needle: &str,
        from: u64,
        direction: Direction,
        awaited: impl Into<Awaited<'w>>,
    ) -> Result<Option<u64>, StoreError> {
        let table = ranking.list().table().columns;
        let is_text = |c: &usize| table.get(*c).is_some_and(|c| c.kind == Kind::Text);
        let mut columns: Vec<usize> = columns.iter().copied().filter(is_text).collect();
        columns.sort_unstable();
        columns.dedup();
        let len = ranking.len();
        if len == 0 || needle.is_empty() || columns.is_empty() {
            return Ok(None);
        }
        let search = Search {
            dataset: self,
            ranking,
            columns: &columns,
            check: TextCheck::contains(needle),
            awaited: awaited.into(),
        };
        let legs = legs(from % len, len, direction);
        if let Some(hit) = search.nearby(&legs, direction)? {
            return Ok(Some(hit));
        }
        if len <= NEAR {
            return Ok(None);
        }
        let kept = self
            .hits
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let mut hits = Hits::go_on(kept, search.whole(), &columns, needle, search.rows());
        let found = search.in_blocks(&legs, direction, &mut hits);
        // What was learned stays, even when the search was given up.
        *self.hits.lock().unwrap_or_else(PoisonError::into_inner) = Some(hits);
        found
    }
}

/// The positions in the order in which they are looked at: two stretches, each gone through in the direction.
fn legs(from: u64, len: u64, direction: Direction) -> [Range<u64>; 2] {
    match direction {
        Direction::Forward => [from + 1..len, 0..from + 1],
        Direction::Backward => [0..from, from..len],
    }
}

impl Search<'_> {
    /// The list that blocks are kept of: the links of one domain are looked for among all, once for every domain.
    fn whole(&self) -> List {
        match self.ranking.list() {
            List::Links { .. } => List::Links { domain: None },
            other => other.clone(),
        }
    }

    fn rows(&self) -> u64 {
        self.dataset.len_of(self.ranking.list())
    }

    /// The first hit among the nearest positions.
    fn nearby(
        &self,
        legs: &[Range<u64>; 2],
        direction: Direction,
    ) -> Result<Option<u64>, StoreError> {
        let in_direction = |leg: &Range<u64>| -> Box<dyn Iterator<Item = u64>> {
            match direction {
                Direction::Forward => Box::new(leg.clone()),
                Direction::Backward => Box::new(leg.clone().rev()),
            }
        };
        let mut positions = legs.iter().flat_map(in_direction);
        let (mut looked, mut step) = (0, NEAREST);
        while looked < NEAR {
            stop_if(self.awaited.cancel())?;
            let chunk: Vec<u64> = positions.by_ref().take(step as usize).collect();
            if chunk.is_empty() {
                break;
            }
            let hit = self.first_of(&chunk)?;
            if hit.is_some() {
                return Ok(hit);
            }
            looked += chunk.len() as u64;
            step *= 4;
        }
        Ok(None)
    }

    /// The first of some positions whose row is a hit.
    fn first_of(&self, positions: &[u64]) -> Result<Option<u64>, StoreError> {
        let id = |position: &u64| self.ranking.row(*position).map(|id| id.0 as u32);
        let mut ids: Vec<u32> = positions.iter().filter_map(id).collect();
        ids.sort_unstable();
        let mut hits = Vec::new();
        let nearby = self.awaited.cancel().into();
        self.scan(&Rows::These(&ids), nearby, &mut |row| hits.push(row as u32))?;
        let is_hit =
            |position: &&u64| id(position).is_some_and(|id| hits.binary_search(&id).is_ok());
        Ok(positions.iter().find(is_hit).copied())
    }

    /// Tells the hits among some rows, in order of arrival.
    fn scan(
        &self,
        rows: &Rows<'_>,
        awaited: Awaited<'_>,
        hit: &mut dyn FnMut(u64),
    ) -> Result<(), StoreError> {
        let wanted = Wanted {
            columns: self.columns,
            domains: false,
        };
        let list = self.ranking.list();
        self.dataset
            .scan(list, rows, wanted, awaited, &mut |batch| {
                let mut hits = vec![false; batch.len()];
                for column in 0..self.columns.len() {
                    if let Some(texts) = batch.texts(column) {
                        let joined = std::str::from_utf8(texts.value_data());
                        let joined =
                            joined.map_err(|_| StoreError::NoSuchColumn(self.columns[column]))?;
                        let mut these = vec![false; batch.len()];
                        self.check.mark(joined, texts.value_offsets(), &mut these);
                        for (at, (hit, this)) in hits.iter_mut().zip(these).enumerate() {
                            *hit |= this && texts.is_valid(at);
                        }
                    }
                }
                let found = hits.iter().enumerate().filter(|(_, hit)| **hit);
                found.for_each(|(at, _)| hit(batch.row(at)));
                Ok(true)
            })
    }

    fn in_blocks(
        &self,
        legs: &[Range<u64>; 2],
        direction: Direction,
        hits: &mut Hits,
    ) -> Result<Option<u64>, StoreError> {
        let ascends = match &self.ranking.ids {
            Ids::All(_) => true,
            Ids::These(ids) => ids.is_sorted(),
        };
        let unknown = self.unknown(&self.blocks_of_ranking(ascends), hits);
        let rows = unknown.iter().map(|block| self.block(*block));
        let rows = rows.map(|rows| rows.end - rows.start).sum();
        self.awaited.one_pass(Step::Look, rows);
        if !ascends {
            self.learn(&unknown, hits)?;
        }
        for leg in legs {
            let found = if ascends {
                self.in_order(leg, direction, hits)?
            } else {
                self.known_hit(leg.clone(), direction, hits)
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The blocks that hold rows of the ranking.
    fn blocks_of_ranking(&self, ascends: bool) -> Vec<usize> {
        let blocks = 0..self.rows().div_ceil(BLOCK) as usize;
        let Ids::These(ids) = &self.ranking.ids else {
            return blocks.collect();
        };
        if ascends {
            let place = |row: u64| ids.partition_point(|id| u64::from(*id) < row);
            let holds = |block: &usize| {
                let rows = self.block(*block);
                place(rows.start) < place(rows.end)
            };
            return blocks.filter(holds).collect();
        }
        let mut holds = vec![false; blocks.len()];
        for id in ids.iter() {
            holds[*id as usize / BLOCK as usize] = true;
        }
        blocks.filter(|block| holds[*block]).collect()
    }

    /// The rows of a block.
    fn block(&self, block: usize) -> Range<u64> {
        let first = block as u64 * BLOCK;
        first..(first + BLOCK).min(self.rows())
    }

    /// Those of some blocks of which nothing is known yet.
    fn unknown(&self, blocks: &[usize], hits: &Hits) -> Vec<usize> {
        let blocks = blocks.iter().copied();
        blocks.filter(|block| !hits.knows(*block)).collect()
    }

    /// A leg of a ranking in order of arrival: block by block, more and more of them at a time.
    fn in_order(
        &self,
        leg: &Range<u64>,
        direction: Direction,
        hits: &mut Hits,
    ) -> Result<Option<u64>, StoreError> {
        let mut left = leg.clone();
        let mut wave = 2;
        while !left.is_empty() {
            // Blocks with rows of the ranking, the nearest first, each with its positions.
            let mut near: Vec<(usize, Range<u64>)> = Vec::new();
            while near.len() < wave && !left.is_empty() {
                let (block, positions) = self.next_block(&mut left, direction);
                near.push((block, positions));
            }
            let blocks: Vec<usize> = near.iter().map(|(block, _)| *block).collect();
            self.learn(&blocks, hits)?;
            for (_, positions) in near {
                let found = self.known_hit(positions, direction, hits);
                if found.is_some() {
                    return Ok(found);
                }
            }
            wave = (wave * 2).min(MOST_BLOCKS);
        }
        Ok(None)
    }

    /// Takes the positions of the next block off what is left of a leg.
    fn next_block(&self, left: &mut Range<u64>, direction: Direction) -> (usize, Range<u64>) {
        let nearest = match direction {
            Direction::Forward => left.start,
            Direction::Backward => left.end - 1,
        };
        let row = self.ranking.row(nearest).map_or(0, |id| id.0);
        let block = row / BLOCK;
        let (first, end) = (block * BLOCK, (block + 1) * BLOCK);
        let position = |row: u64| match &self.ranking.ids {
            Ids::All(_) => row,
            Ids::These(ids) => ids.partition_point(|id| u64::from(*id) < row) as u64,
        };
        let positions = match direction {
            Direction::Forward => {
                let to = position(end).clamp(nearest + 1, left.end);
                let taken = left.start..to;
                left.start = to;
                taken
            }
            Direction::Backward => {
                let from = position(first).clamp(left.start, nearest);
                let taken = from..left.end;
                left.end = from;
                taken
            }
        };
        (block as usize, positions)
    }

    /// The first hit among positions whose blocks are known.
    fn known_hit(&self, positions: Range<u64>, direction: Direction, hits: &Hits) -> Option<u64> {
        let is_hit = |position: &u64| {
            let row = self.ranking.row(*position);
            row.is_some_and(|row| hits.is_hit(row.0))
        };
        let mut positions = positions;
        match direction {
            Direction::Forward => positions.find(is_hit),
            Direction::Backward => positions.rfind(is_hit),
        }
    }

    /// Reads the blocks of which nothing is known yet.
    fn learn(&self, blocks: &[usize], hits: &mut Hits) -> Result<(), StoreError> {
        for some in self.unknown(blocks, hits).chunks(MOST_BLOCKS) {
            let read = spread::over(some.len(), self.awaited.cancel(), &|at| {
                let rows = self.block(some[at]);
                let (first, mut found) = (rows.start, Vec::new());
                self.scan(&Rows::Range(rows), self.awaited, &mut |row| {
                    found.push((row - first) as u32);
                })?;
                Ok(found)
            })?;
            for (block, found) in some.iter().zip(read) {
                hits.learn(*block, &found);
            }
        }
        Ok(())
    }
}
