//! Ranking: the rows of a list that pass a filter, in a wanted order, as a permutation of row ids.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Awaited, Dataset, first, keys};
use crate::columnar::Codes;
use crate::model::column::Kind;
use crate::model::far::Step;
use crate::model::filter::Filter;
use crate::model::rows::{List, RowId, SortKey};
use crate::model::rowset::RowSet;
use crate::store::StoreError;

/// Rows of a first page.
const PAGE: usize = 256;

/// Rows below which the whole order is there about as soon as its first page.
const WORTH_A_PAGE: u64 = if cfg!(test) { 20_000 } else { 200_000 };

/// Rows level with the last of the first page by the first key, beyond which no first page is made.
const MOST_LEVEL: usize = 16_384;

/// Row ids in the order of a list.
#[derive(Clone, Debug)]
pub struct Ranking {
    list: List,
    pub(super) ids: Ids,
    whole: bool,
}

/// Which rows, in which order.
#[derive(Clone, Debug)]
pub(super) enum Ids {
    /// The first so many, in order of arrival.
    All(u64),
    /// These. Shared: clones of a ranking are cheap.
    These(Arc<Vec<u32>>),
}

impl Ids {
    /// How many.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::All(rows) => *rows,
            Self::These(ids) => ids.len() as u64,
        }
    }
}

impl Ranking {
    /// What is listed.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// Rows in it.
    pub fn len(&self) -> u64 {
        self.ids.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every row is in it; else it holds the first page only.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The row at a position.
    pub fn row(&self, position: u64) -> Option<RowId> {
        match &self.ids {
            Ids::All(rows) => (position < *rows).then_some(RowId(position)),
            Ids::These(ids) => {
                let at = usize::try_from(position).ok()?;
                ids.get(at).map(|id| RowId(u64::from(*id)))
            }
        }
    }

    /// The rows of it that are among these, in its order.
    pub fn only(&self, rows: &RowSet) -> Self {
        let ids: Vec<u32> = match &self.ids {
            // In order of arrival they ascend.
            Ids::All(all) => rows.iter().take_while(|row| row.0 < *all).map(id).collect(),
            Ids::These(ids) => {
                let is_one = |id: &u32| rows.has(RowId(u64::from(*id)));
                ids.iter().copied().filter(is_one).collect()
            }
        };
        Self {
            list: self.list.clone(),
            ids: Ids::These(Arc::new(ids)),
            whole: self.whole,
        }
    }

    /// The position of a row, to put the cursor back where it was.
    pub fn position_of(&self, row: RowId) -> Option<u64> {
        match &self.ids {
            Ids::All(rows) => (row.0 < *rows).then_some(row.0),
            Ids::These(ids) => {
                let wanted = u32::try_from(row.0).ok()?;
                position(ids, wanted).map(|p| p as u64)
            }
        }
    }
}

fn id(row: RowId) -> u32 {
    u32::try_from(row.0).unwrap_or(u32::MAX)
}

/// The place of an id: pages without it are passed over quickly.
fn position(ids: &[u32], wanted: u32) -> Option<usize> {
    const CHUNK: usize = 1_024;
    let is_in = |chunk: &&[u32]| chunk.iter().fold(false, |any, id| any | (*id == wanted));
    let mut chunks = ids.chunks(CHUNK).enumerate();
    let (at, chunk) = chunks.find(|(_, chunk)| is_in(chunk))?;
    let place = chunk.iter().position(|id| *id == wanted)?;
    Some(at * CHUNK + place)
}

impl Dataset {
    /// Ranks a list by at most three rules. Unknown cells come last in both directions, ties keep
    /// the order of arrival. Text is read for the sort and let go of again.
    pub fn rank(
        &self,
        list: &List,
        filter: Option<&Filter>,
        order: &[SortKey],
        cancel: &AtomicBool,
    ) -> Result<Ranking, StoreError> {
        self.rank_with(list, filter, order, cancel, &mut |_| {})
    }

    /// [`Dataset::rank`], handing out the first page as soon as it is known, at most once and only where the
    /// whole takes noticeably longer: a ranking that is not [`Ranking::is_whole`] and whose rows are the first
    /// of the whole, in its order.
    pub fn rank_with(
        &self,
        list: &List,
        filter: Option<&Filter>,
        order: &[SortKey],
        cancel: &AtomicBool,
        on_first: &mut dyn FnMut(Ranking),
    ) -> Result<Ranking, StoreError> {
        self.rank_awaited(list, filter, order, cancel.into(), on_first)
    }

    /// [`Dataset::rank_with`], telling how many rows a filter has tested, and of how many the texts were read that
    /// they are sorted by.
    pub fn rank_awaited(
        &self,
        list: &List,
        filter: Option<&Filter>,
        order: &[SortKey],
        awaited: Awaited<'_>,
        on_first: &mut dyn FnMut(Ranking),
    ) -> Result<Ranking, StoreError> {
        let ranking = |ids: Ids, whole: bool| Ranking {
            list: list.clone(),
            ids,
            whole,
        };
        let page = |rows: Vec<u32>| ranking(Ids::These(Arc::new(rows)), false);
        let mut ids = match list {
            List::Links { domain: Some(row) } => Ids::These(Arc::new(self.links_of(row.0)?)),
            whole => Ids::All(self.len_of(whole)),
        };
        if ids.len() > u64::from(u32::MAX) {
            return Err(StoreError::NoSuchRow {
                row: ids.len(),
                rows: u64::from(u32::MAX),
            });
        }
        if let Some(filter) = filter {
            let mut on_page = |rows: Vec<u32>| {
                if order.is_empty() {
                    on_first(page(rows));
                }
            };
            let expr = filter.expr();
            let rows = self.passing(list, &ids, expr, awaited, (PAGE, &mut on_page))?;
            ids = Ids::These(Arc::new(rows));
        }
        if order.is_empty() || ids.len() == 0 {
            return Ok(ranking(ids, true));
        }
        let rows = self.sorted(list, &ids, order, awaited, &mut |rows| on_first(page(rows)))?;
        Ok(ranking(Ids::These(Arc::new(rows)), true))
    }

    /// Rows, which ascend, in an order.
    fn sorted(
        &self,
        list: &List,
        ids: &Ids,
        order: &[SortKey],
        awaited: Awaited<'_>,
        on_first: &mut dyn FnMut(Vec<u32>),
    ) -> Result<Vec<u32>, StoreError> {
        let cancel = awaited.cancel();
        let is_long = ids.len() >= WORTH_A_PAGE;
        let kind_of = |key: &SortKey| list.table().columns.get(key.column).map(|c| c.kind);
        let is_text = |key: &SortKey| kind_of(key) == Some(Kind::Text);
        let looks_ahead = is_long && order.len() == 1 && order.iter().all(is_text);
        let texts = order.iter().filter(|key| is_text(key)).count();
        if texts > 0 {
            let passes = texts + usize::from(looks_ahead);
            awaited.begin(Step::Sort, ids.len(), passes as u64);
        }
        let mut keys: Vec<Codes> = Vec::with_capacity(order.len());
        for key in order {
            stop_if(cancel)?;
            let kind = kind_of(key);
            if looks_ahead {
                let first = self.first_texts(list, ids, key, PAGE, awaited)?;
                first.into_iter().for_each(&mut *on_first);
            }
            keys.push(self.codes(list, ids, key, awaited)?);
            if is_long
                && keys.len() == 1
                && kind != Some(Kind::Text)
                && let Some(first) = self.first_page(list, ids, order, &keys, cancel)?
            {
                on_first(first);
            }
        }
        let rows = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let mut places = keys::sort(rows, &keys, cancel)?;
        drop(keys);
        if let Ids::These(ids) = ids {
            for place in &mut places {
                *place = ids[*place as usize];
            }
        }
        Ok(places)
    }

    /// The first page by the codes of the first key; the other keys are looked up only for rows that may be on it.
    fn first_page(
        &self,
        list: &List,
        ids: &Ids,
        order: &[SortKey],
        keys: &[Codes],
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<u32>>, StoreError> {
        let ([leading], [_, rest @ ..]) = (keys, order) else {
            return Ok(None);
        };
        let row = |place: u32| match ids {
            Ids::All(_) => place,
            Ids::These(ids) => ids[place as usize],
        };
        if rest.is_empty() {
            let places = first::exactly(leading, PAGE);
            return Ok(places.map(|places| places.into_iter().map(row).collect()));
        }
        let Some(places) = first::leading(leading, PAGE, MOST_LEVEL) else {
            return Ok(None);
        };
        let few: Vec<u32> = places.into_iter().map(row).collect();
        let few = Ids::These(Arc::new(few));
        let mut sorted = self.sorted(list, &few, order, cancel.into(), &mut |_| {})?;
        sorted.truncate(PAGE);
        Ok(Some(sorted))
    }
}

pub(super) fn stop_if(cancel: &AtomicBool) -> Result<(), StoreError> {
    if cancel.load(Ordering::Relaxed) {
        Err(StoreError::Cancelled)
    } else {
        Ok(())
    }
}
