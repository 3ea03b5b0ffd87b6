//! The rankings behind the two lists. Ranking, reading, searching and counting run on blocking threads; the newest
//! request of a list cancels the one before it, and an answer carries the number of its request.

mod kept;
mod marked;
mod opened;
mod slot;
mod telling;

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::fault::caught;
use crate::app::action::{Action, Work};
use crate::app::effect::Pane;
use crate::model::picture::Name;
use crate::model::rows::{DatasetId, Direction, Field, Generation, RowId, View};
use crate::store::{Dataset, Ranking, Store, StoreError, filter};

use kept::Kept;
use opened::Opened;
use slot::{Ranked, Slot};
use telling::telling;

pub(super) use slot::Cancel;

/// Values of a tally that are given out.
const MOST_VALUES: usize = 1_000;

/// A ranking that is asked for.
#[derive(Clone)]
pub(super) struct Request {
    /// For which list.
    pub(super) pane: Pane,
    /// Its number.
    pub(super) generation: Generation,
    /// What and how.
    pub(super) view: View,
    /// The record to find again.
    pub(super) keep: Option<RowId>,
    /// What stands and shows this already is ranked once more all the same.
    pub(super) anew: bool,
}

/// Who waits for an answer: what stops it, and who is told meanwhile how far it is.
#[derive(Clone, Copy)]
pub(super) struct Waiting<'a> {
    /// Nobody waits for it any more.
    pub(super) cancel: &'a AtomicBool,
    /// Is told.
    pub(super) tell: &'a (dyn Fn(Action) + Sync),
}

/// Both lists.
#[derive(Clone)]
pub(super) struct Lists {
    opened: Opened,
    slots: Arc<[Slot; 2]>,
    kept: Kept,
}

impl Lists {
    pub(super) fn new(store: Store) -> Self {
        Self {
            opened: Opened::new(store),
            slots: Arc::default(),
            kept: Kept::default(),
        }
    }

    /// A dataset as it is published now.
    pub(super) fn open(&self, id: &DatasetId) -> Result<Arc<Dataset>, StoreError> {
        self.opened.get(id)
    }

    fn slot(&self, pane: Pane) -> &Slot {
        &self.slots[place(pane)]
    }

    /// Marks a ranking as the newest and stops the one before it. Called in the order of the keys, before the
    /// work is handed to a thread.
    pub(super) fn announce(&self, pane: Pane, generation: Generation) -> Cancel {
        self.slot(pane).announce(generation)
    }

    /// Marks a search as the newest and stops the one before it; nobody need come for this one.
    pub(super) fn announce_find(&self, pane: Pane) -> Cancel {
        self.slot(pane).announce_find()
    }

    /// Marks a count as the newest and stops the one before it; nobody need come for this one.
    pub(super) fn announce_tally(&self, pane: Pane) -> Cancel {
        self.slot(pane).announce_tally()
    }

    /// Ranks a list: tells of its first page as soon as it is there, and of the whole. Nothing is told when a newer
    /// request has come meanwhile.
    pub(super) fn rank(&self, request: &Request, waiting: Waiting<'_>) {
        let Waiting { cancel, tell } = waiting;
        let is_overtaken = || cancel.load(Ordering::Relaxed);
        if is_overtaken() {
            return;
        }
        let ranked = caught(|| {
            let (dataset, ranking, of) = self.rank_whole(request, waiting)?;
            if !is_overtaken() {
                self.put(request, &dataset, &ranking, of, tell);
            }
            Ok::<(), StoreError>(())
        });
        let why = match ranked {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(why) => why,
        };
        if !is_overtaken() {
            self.refuse(request, cancel, why, tell);
        }
    }

    fn rank_whole(
        &self,
        request: &Request,
        waiting: Waiting<'_>,
    ) -> Result<(Arc<Dataset>, Arc<Ranking>, u64), StoreError> {
        let Waiting { cancel, tell } = waiting;
        let View {
            dataset,
            list,
            filter: text,
            order,
        } = &request.view;
        let dataset = self.open(dataset)?;
        // What was loaded of a dataset that is no longer shown would only be in the way.
        let (own, id) = (place(request.pane), &request.view.dataset);
        if !Slot::only(&self.slots, own, request.generation, id) {
            return Err(StoreError::Cancelled);
        }
        let filter = filter(list, text)?;
        let of = dataset.rank(list, None, &[], cancel)?.len();
        let standing = self.slot(request.pane).showing(&request.view);
        let kept = self.kept.take_up(request.pane, &request.view, &dataset);
        let is_now = |ranked: &Ranked| Arc::ptr_eq(&ranked.dataset, &dataset);
        let known = match standing {
            Some(ranked) if !request.anew && is_now(&ranked) => Some(ranked.ranking),
            // Whoever asks for what is there already wants it ranked anew.
            Some(_) => None,
            None => kept,
        };
        if let Some(ranking) = known {
            return Ok((dataset, ranking, of));
        }
        let mut on_first = |first: Ranking| {
            let is_there = |row: RowId| first.position_of(row).is_some();
            // A record that is to be kept and may be anywhere behind is waited for: the cursor must not jump twice.
            if !first.is_empty() && request.keep.is_none_or(is_there) {
                self.put(request, &dataset, &Arc::new(first), of, tell);
            }
        };
        let of_list = (request.pane, request.generation);
        let ranking = telling(of_list, Work::Rank, waiting, |awaited| {
            dataset.rank_awaited(list, filter.as_ref(), order, awaited, &mut on_first)
        })?;
        Ok((dataset, Arc::new(ranking), of))
    }

    fn put(
        &self,
        request: &Request,
        dataset: &Arc<Dataset>,
        ranking: &Arc<Ranking>,
        of: u64,
        tell: &dyn Fn(Action),
    ) {
        let told = Action::Ranked {
            pane: request.pane,
            generation: request.generation,
            total: ranking.len(),
            of,
            whole: ranking.is_whole(),
            kept: request.keep.and_then(|row| ranking.position_of(row)),
        };
        let ranked = Ranked {
            generation: request.generation,
            view: request.view.clone(),
            dataset: Arc::clone(dataset),
            ranking: Arc::clone(ranking),
        };
        if self.slot(request.pane).put(ranked.clone()) {
            self.kept.put(request.pane, &ranked, of);
            tell(told);
        }
    }

    /// What is shown stays in force. If only the first page of an earlier ranking had come, its whole is made up for
    /// first.
    fn refuse(&self, request: &Request, cancel: &AtomicBool, why: String, tell: &dyn Fn(Action)) {
        let slot = self.slot(request.pane);
        let is_earlier = |first: &Ranked| first.generation != request.generation;
        if let Some(first) = slot.unfinished().filter(is_earlier) {
            let View {
                list,
                filter: text,
                order,
                ..
            } = &first.view;
            let whole = caught(|| {
                let filter = filter(list, text)?;
                first.dataset.rank(list, filter.as_ref(), order, cancel)
            });
            if let Ok(Ok(whole)) = whole {
                slot.put(Ranked {
                    generation: request.generation,
                    ranking: Arc::new(whole),
                    ..first
                });
            }
        }
        if slot.stay(request.generation) {
            tell(Action::RankRefused {
                pane: request.pane,
                generation: request.generation,
                why,
            });
        }
    }

    /// The whole ranking that shows this, if there is one.
    pub(super) fn showing(&self, pane: Pane, view: &View) -> Option<(Arc<Dataset>, Arc<Ranking>)> {
        let ranked = self.slot(pane).showing(view)?;
        Some((ranked.dataset, ranked.ranking))
    }

    /// Reads rows of a ranking that still stands.
    pub(super) fn read(
        &self,
        pane: Pane,
        generation: Generation,
        range: Range<u64>,
        columns: Vec<usize>,
    ) -> Option<Action> {
        let ranked = self.slot(pane).readable(generation)?;
        let offset = range.start;
        Some(
            match ranked.dataset.read(&ranked.ranking, range, &columns) {
                Ok(rows) => Action::RowsRead {
                    pane,
                    generation,
                    offset,
                    columns,
                    rows,
                },
                Err(error) => Action::Trouble(error.to_string()),
            },
        )
    }

    /// Searches a whole ranking that still stands, from a first position on.
    pub(super) fn find(
        &self,
        pane: Pane,
        generation: Generation,
        (needle, direction): (String, Direction),
        first: u64,
        waiting: Waiting<'_>,
    ) -> Option<Action> {
        let ranked = self.slot(pane).whole(generation, waiting.cancel)?;
        // The store begins behind a position, and looks at that one last.
        let rows = ranked.ranking.len();
        let behind = match direction {
            Direction::Forward => first.checked_sub(1).unwrap_or(rows.saturating_sub(1)),
            Direction::Backward if first.saturating_add(1) < rows => first + 1,
            Direction::Backward => 0,
        };
        let Ranked {
            dataset, ranking, ..
        } = &ranked;
        let work = Work::Find(needle.clone());
        let found = telling((pane, generation), work, waiting, |awaited| {
            dataset.find(ranking, &needle, behind, direction, awaited)
        });
        if waiting.cancel.load(Ordering::Relaxed) {
            return None;
        }
        Some(match found {
            Ok(position) => Action::Found {
                pane,
                generation,
                needle,
                position,
            },
            Err(error) => Action::Trouble(error.to_string()),
        })
    }

    /// Counts a picture over a whole ranking that still stands.
    pub(super) fn picture(
        &self,
        pane: Pane,
        generation: Generation,
        name: Name,
        waiting: Waiting<'_>,
    ) -> Option<Action> {
        let ranked = self.slot(pane).whole(generation, waiting.cancel)?;
        let Ranked {
            dataset,
            ranking,
            view,
            ..
        } = &ranked;
        let counted = telling(
            (pane, generation),
            Work::Picture(name),
            waiting,
            |awaited| dataset.picture(ranking, &view.filter, name, awaited),
        );
        if waiting.cancel.load(Ordering::Relaxed) {
            return None;
        }
        let picture = match counted {
            Ok(Some(picture)) => Ok(Box::new(picture)),
            Ok(None) => {
                Err("the rows held fill no column that this picture is drawn from".to_owned())
            }
            Err(error) => Err(error.to_string()),
        };
        Some(Action::Pictured {
            pane,
            generation,
            name,
            picture,
        })
    }

    /// Counts the values of a column over a whole ranking that still stands.
    pub(super) fn tally(
        &self,
        pane: Pane,
        generation: Generation,
        field: Field,
        waiting: Waiting<'_>,
    ) -> Option<Action> {
        let ranked = self.slot(pane).whole(generation, waiting.cancel)?;
        let Ranked {
            dataset, ranking, ..
        } = &ranked;
        let tally = telling((pane, generation), Work::Tally(field), waiting, |awaited| {
            dataset.tally(ranking, field, MOST_VALUES, awaited)
        });
        if waiting.cancel.load(Ordering::Relaxed) {
            return None;
        }
        Some(Action::Tallied {
            pane,
            generation,
            field,
            tally: tally.map(Box::new).map_err(|error| error.to_string()),
        })
    }
}

/// Where the slot of a list stands.
fn place(pane: Pane) -> usize {
    match pane {
        Pane::Domains => 0,
        Pane::Links => 1,
    }
}

#[cfg(test)]
mod tests;
