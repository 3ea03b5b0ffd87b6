//! Sorting by text without holding all of it: the different texts of one range of the alphabet at a time.
//!
//! A pass over the column collects the different texts from where the last pass ended. When they outgrow their room, a
//! sample of the column tells where passes are to end; where it misleads, a range is cut at the median of its texts,
//! and what lies behind waits for the next pass. A column with few different texts takes one pass, whatever its length.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::rank::Ids;
use super::scan::{Rows, Wanted};
use super::text_plan::Plan;
use super::{Awaited, Dataset};
use crate::columnar::Codes;
use crate::model::rows::{List, SortKey};
use crate::store::StoreError;

/// Bytes that the texts of one pass may take, what is noted of each among them.
const ROOM: usize = 64 << 20;

/// Bytes that are noted of a text: its place, its place in the table, its rank.
pub(super) const NOTED: usize = 24;

/// Of a row whose text comes in a later pass.
const LATER: u32 = u32::MAX - 1;

/// Of a row in whose cell nothing is known.
const UNKNOWN: u32 = u32::MAX;

impl Dataset {
    /// For each of the rows, which ascend, a code that orders as its text does.
    pub(super) fn text_codes(
        &self,
        list: &List,
        ids: &Ids,
        key: &SortKey,
        awaited: Awaited<'_>,
    ) -> Result<Codes, StoreError> {
        self.text_codes_in(list, ids, key, ROOM, awaited)
    }

    pub(super) fn text_codes_in(
        &self,
        list: &List,
        ids: &Ids,
        key: &SortKey,
        room: usize,
        awaited: Awaited<'_>,
    ) -> Result<Codes, StoreError> {
        let rows = match ids {
            Ids::All(rows) => Rows::Range(0..*rows),
            Ids::These(ids) => Rows::These(ids),
        };
        let mut codes = vec![LATER; ids.len() as usize];
        let mut begun = 0;
        let mut plan: Option<Plan> = None;
        loop {
            let end = plan.as_ref().and_then(|plan| plan.next_end());
            let mut pass = Pass::new(begun, room, end);
            pass.may_cut = plan.is_some();
            awaited.pass();
            let fits = self.collect(list, &rows, key.column, &mut codes, &mut pass, awaited)?;
            if !fits {
                codes
                    .iter_mut()
                    .filter(|c| **c < LATER)
                    .for_each(|code| *code = LATER);
                let planned = self.plan(list, ids, key.column, room, awaited.cancel())?;
                awaited.more_passes(planned.passes());
                plan = Some(planned);
                continue;
            }
            let ranks = pass.ranks();
            for code in codes.iter_mut().filter(|c| **c >= begun && **c < LATER) {
                *code = begun + ranks[(*code - begun) as usize];
            }
            begun += ranks.len() as u32;
            match (pass.end, &mut plan) {
                (None, _) => break,
                (Some(end), Some(plan)) => plan.passed(&end),
                (Some(_), None) => {}
            }
        }
        if key.descending {
            let known = codes.iter_mut().filter(|code| **code != UNKNOWN);
            known.for_each(|code| *code = begun - *code);
        }
        Ok(Codes::U32(codes))
    }

    fn collect(
        &self,
        list: &List,
        rows: &Rows<'_>,
        column: usize,
        codes: &mut [u32],
        pass: &mut Pass,
        awaited: Awaited<'_>,
    ) -> Result<bool, StoreError> {
        let mut fits = true;
        let wanted = Wanted {
            columns: &[column],
            domains: false,
        };
        let mut place = 0;
        self.scan(list, rows, wanted, awaited, &mut |batch| {
            let end = place + batch.len();
            let Some(texts) = batch.texts(0) else {
                codes[place..end].fill(UNKNOWN);
                place = end;
                return Ok(true);
            };
            for (at, text) in (place..end).zip(texts.iter()) {
                match text {
                    None => codes[at] = UNKNOWN,
                    Some(text) if codes[at] == LATER => {
                        if pass.is_full() {
                            if !pass.may_cut {
                                fits = false;
                                return Ok(false);
                            }
                            pass.cut(&mut codes[..at]);
                        }
                        codes[at] = pass.code(text);
                    }
                    Some(_) => {}
                }
            }
            place = end;
            Ok(true)
        })?;
        Ok(fits)
    }
}

/// Different texts, from where the pass before ended.
struct Pass {
    /// Texts of the passes before.
    begun: u32,
    room: usize,
    /// Texts from this on wait for the next pass.
    end: Option<String>,
    /// Whether it may end before where it was to end, when its room is full.
    may_cut: bool,
    texts: String,
    /// Where each text begins, and where the last ends.
    starts: Vec<usize>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Pass {
    fn new(begun: u32, room: usize, end: Option<String>) -> Self {
        Self {
            begun,
            room,
            end,
            may_cut: true,
            texts: String::new(),
            starts: vec![0],
            table: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn is_full(&self) -> bool {
        self.texts.len() + self.len() * NOTED > self.room && self.len() > 1
    }

    /// The code of a text, new or known; [`LATER`] behind the end.
    fn code(&mut self, text: &str) -> u32 {
        if self.end.as_deref().is_some_and(|end| text >= end) {
            return LATER;
        }
        let hash = self.hasher.hash_one(text);
        let get = |n: u32| text_of(&self.texts, &self.starts, n);
        if let Some(known) = self.table.find(hash, |n| get(*n) == text) {
            return self.begun + known;
        }
        let new = self.len() as u32;
        self.texts.push_str(text);
        self.starts.push(self.texts.len());
        let (texts, starts, hasher) = (&self.texts, &self.starts, &self.hasher);
        let hash_of = |n: &u32| hasher.hash_one(text_of(texts, starts, *n));
        self.table.insert_unique(hash, new, hash_of);
        self.begun + new
    }

    /// Ends the pass at the median of its texts. Rows before this one whose texts lie behind it wait.
    fn cut(&mut self, codes: &mut [u32]) {
        let get = |n: u32| text_of(&self.texts, &self.starts, n);
        let mut all: Vec<u32> = (0..self.len() as u32).collect();
        let half = all.len() / 2;
        let (_, median, _) = all.select_nth_unstable_by(half, |a, b| get(*a).cmp(get(*b)));
        let mut kept = Self::new(self.begun, self.room, Some(get(*median).to_owned()));
        let now: Vec<u32> = (0..self.len() as u32)
            .map(|n| kept.code(text_of(&self.texts, &self.starts, n)))
            .collect();
        let begun = self.begun;
        for code in codes.iter_mut().filter(|c| **c >= begun && **c < LATER) {
            *code = now[(*code - begun) as usize];
        }
        *self = kept;
    }

    /// Which of the texts, put in order, each is.
    fn ranks(&self) -> Vec<u32> {
        let get = |n: u32| text_of(&self.texts, &self.starts, n);
        let same = self.same_start();
        // Eight bytes behind what all have in common decide most comparisons.
        let lead = |n: u32| {
            let mut lead = [0; 8];
            let rest = &get(n).as_bytes()[same..];
            let len = rest.len().min(8);
            lead[..len].copy_from_slice(&rest[..len]);
            u64::from_be_bytes(lead)
        };
        let mut order: Vec<(u64, u32)> = (0..self.len() as u32).map(|n| (lead(n), n)).collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| get(a.1).cmp(get(b.1))));
        let mut ranks = vec![0; order.len()];
        for (rank, (_, n)) in order.into_iter().enumerate() {
            ranks[n as usize] = rank as u32;
        }
        ranks
    }

    /// Bytes with which all of the texts begin.
    fn same_start(&self) -> usize {
        let mut texts =
            (0..self.len() as u32).map(|n| text_of(&self.texts, &self.starts, n).as_bytes());
        let first = texts.next().unwrap_or_default();
        texts.fold(first.len(), |same, text| {
            let pairs = first[..same].iter().zip(text);
            pairs.take_while(|(a, b)| a == b).count()
        })
    }
}

fn text_of<'a>(texts: &'a str, starts: &[usize], n: u32) -> &'a str {
    let at = n as usize;
    match (starts.get(at), starts.get(at + 1)) {
        (Some(from), Some(to)) => &texts[*from..*to],
        _ => "",
    }
}
