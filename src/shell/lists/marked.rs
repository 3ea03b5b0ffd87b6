//! Which rows stand at some places of a ranking, and how many of some rows stand in it at all: of millions neither their
//! cells nor their names leave the store, only a bit a row.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Cancel, Lists};
use crate::app::action::Action;
use crate::app::effect::{Marking, Pane};
use crate::model::rows::{Generation, RowId};
use crate::model::rowset::RowSet;

/// Rows looked at before it is asked whether anybody still waits.
const CHUNK: u64 = 1 << 16;

impl Lists {
    /// Marks a look at marked rows as the newest and stops the one before it.
    pub(in crate::shell) fn announce_marking(&self, pane: Pane) -> Cancel {
        self.slot(pane).announce_marking()
    }

    /// The rows at some places of a whole ranking that still stands.
    pub(in crate::shell) fn rows_at(
        &self,
        (pane, generation): (Pane, Generation),
        range: Range<u64>,
        how: Marking,
        cancel: &AtomicBool,
    ) -> Option<Action> {
        let ranked = self.slot(pane).whole(generation, cancel)?;
        let mut rows = RowSet::default();
        each(range, cancel, |place| match ranked.ranking.row(place) {
            Some(row) => rows.insert(row),
            None => false,
        })?;
        Some(Action::RowsFound {
            pane,
            generation,
            how,
            rows: Arc::new(rows),
        })
    }

    /// How many of some rows are in a whole ranking that still stands.
    pub(in crate::shell) fn count_marked(
        &self,
        (pane, generation): (Pane, Generation),
        marked: &RowSet,
        cancel: &AtomicBool,
    ) -> Option<Action> {
        let ranked = self.slot(pane).whole(generation, cancel)?;
        let is_marked = |row: RowId| marked.has(row);
        let places = 0..ranked.ranking.len();
        let here = each(places, cancel, |place| {
            ranked.ranking.row(place).is_some_and(is_marked)
        })?;
        Some(Action::MarkedCounted {
            pane,
            generation,
            here,
        })
    }
}

/// How many places it holds for; none where nobody waits for that any more.
fn each(range: Range<u64>, cancel: &AtomicBool, mut holds: impl FnMut(u64) -> bool) -> Option<u64> {
    let mut count = 0;
    let mut from = range.start;
    while from < range.end {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let to = range.end.min(from.saturating_add(CHUNK));
        count += (from..to).filter(|place| holds(*place)).count() as u64;
        from = to;
    }
    Some(count)
}
