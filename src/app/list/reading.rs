//! Reading the rows around the cursor, ahead of it.

use super::List;
use crate::app::effect::Effect;
use crate::app::window::Window;
use crate::model::rows::{Generation, Row};

/// Rows kept beyond each edge of the screen.
const MARGIN: u64 = 100;

/// A read starts when fewer rows than this lie beyond an edge.
const NEAR: u64 = 40;

impl List {
    /// Rows came. Those of an older generation, or not those that were asked for, are dropped.
    pub fn rows_read(
        &mut self,
        generation: Generation,
        offset: u64,
        columns: Vec<usize>,
        rows: Vec<Row>,
    ) {
        let Some(end) = self
            .reading
            .as_ref()
            .filter(|r| r.start == offset)
            .map(|r| r.end)
        else {
            return;
        };
        if generation != self.generation || self.ranking {
            return;
        }
        self.reading = None;
        self.arrive(Window {
            offset,
            end,
            columns,
            rows,
        });
    }

    /// A read failed: it may be tried again.
    pub fn forget_reading(&mut self) {
        self.reading = None;
    }

    /// Scrolls so that the cursor is on screen, and asks for rows when the window's edge is near.
    /// `always` names columns that are needed although they may not be drawn.
    pub fn settle(&mut self, width: u16, height: u16, always: &[usize]) -> Option<Effect> {
        let height = u64::from(height.max(1));
        if self.coming.is_none() {
            self.scroll(height);
        }
        let fit = self.fit(width);
        self.from = fit.from;
        if self.ranking || self.reading.is_some() || self.view.is_none() {
            return None;
        }
        let (top, total) = match self.coming {
            Some(coming) => (
                coming
                    .cursor
                    .saturating_sub(self.cursor.saturating_sub(self.top)),
                coming.answer.total,
            ),
            None => (self.top, self.total?),
        };
        let clip = |margin: u64| {
            let end = top.saturating_add(height).saturating_add(margin);
            top.saturating_sub(margin)..end.min(total)
        };
        let mut columns: Vec<usize> = fit.columns.iter().map(|f| f.index).collect();
        columns.extend(self.beside(&columns));
        columns.extend(
            always
                .iter()
                .filter(|c| !columns.contains(c))
                .copied()
                .collect::<Vec<_>>(),
        );
        columns.sort_unstable();
        if total == 0 || self.coming.is_none() && self.window.covers(&clip(NEAR), &columns) {
            return None;
        }
        let range = clip(MARGIN);
        self.reading = Some(range.clone());
        Some(Effect::Read {
            pane: self.pane,
            generation: self.generation,
            range,
            columns,
        })
    }

    /// The columns beside those on screen: they are here when they come into view.
    fn beside(&self, columns: &[usize]) -> Vec<usize> {
        if !self.chosen.is_own() {
            return Vec::new();
        }
        let shown = self.chosen.shown(&self.shape);
        let is_on = |at: usize| shown.get(at).is_some_and(|column| columns.contains(column));
        let beside =
            |at: &usize| !is_on(*at) && (is_on(at + 1) || at.checked_sub(1).is_some_and(is_on));
        (0..shown.len())
            .filter(beside)
            .map(|at| shown[at])
            .collect()
    }

    fn scroll(&mut self, height: u64) {
        let total = self.total.unwrap_or(0);
        let lowest = (self.cursor + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, self.cursor.max(lowest));
        self.top = self.top.min(total.saturating_sub(height.min(total)));
    }
}
