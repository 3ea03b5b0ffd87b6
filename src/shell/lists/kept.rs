//! The last whole rankings of both lists, so that going back to one of them costs nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::slot::Ranked;
use crate::app::effect::Pane;
use crate::model::rows::View;
use crate::store::{Dataset, Ranking};

/// Rankings that are kept of each list: the one on screen and two from before it.
const MOST: usize = 3;

/// Bytes of row ids that are kept: eight whole orders of 5 million links.
const MOST_BYTES: u64 = 160 << 20;

/// Rows of a list below which it is ranked again as fast as one could look.
const WORTH_KEEPING: u64 = 20_000;

/// Bytes of a row in a ranking.
const ROW: u64 = 4;

/// Whole rankings, the newest last. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<Mutex<VecDeque<(Pane, Ranked)>>>);

impl Kept {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(Pane, Ranked)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a whole ranking of a list that has so many rows without its filter.
    pub(super) fn put(&self, pane: Pane, ranked: &Ranked, of: u64) {
        // A file that a filter names may say something else the next time.
        let lasts = !ranked.view.filter.contains('@');
        let fits = bytes(&ranked.ranking) <= MOST_BYTES;
        if !ranked.ranking.is_whole() || of < WORTH_KEEPING || !lasts || !fits {
            return;
        }
        let mut kept = self.lock();
        kept.retain(|(its, old)| *its != pane || old.view != ranked.view);
        kept.push_back((pane, ranked.clone()));
        let of_pane = kept.iter().filter(|(its, _)| *its == pane).count();
        if of_pane > MOST
            && let Some(oldest) = kept.iter().position(|(its, _)| *its == pane)
        {
            kept.remove(oldest);
        }
        let mut held: u64 = kept.iter().map(|(_, r)| bytes(&r.ranking)).sum();
        while held > MOST_BYTES
            && let Some((_, oldest)) = kept.pop_front()
        {
            held -= bytes(&oldest.ranking);
        }
    }

    /// The ranking of these very rows, if it is kept; those of other rows, and of the dataset as it was before more
    /// was published, are let go of.
    pub(super) fn take_up(
        &self,
        pane: Pane,
        view: &View,
        dataset: &Arc<Dataset>,
    ) -> Option<Arc<Ranking>> {
        let mut kept = self.lock();
        kept.retain(|(_, old)| Arc::ptr_eq(&old.dataset, dataset));
        let is_it = |(its, old): &&(Pane, Ranked)| *its == pane && old.view == *view;
        kept.iter()
            .find(is_it)
            .map(|(_, old)| Arc::clone(&old.ranking))
    }
}

fn bytes(ranking: &Ranking) -> u64 {
    ranking.len().saturating_mul(ROW)
}
