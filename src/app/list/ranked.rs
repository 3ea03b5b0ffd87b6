//! Rankings of a list: asked for, answered in one step or in two, refused.

use jiff::Timestamp;

use super::List;
use crate::app::effect::Effect;
use crate::app::progress::Gone;
use crate::app::window::Window;
use crate::model::far::Far;
use crate::model::rows::{Generation, View};

/// What a ranking was answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Rows that can be read now.
    pub total: u64,
    /// Rows of the list without its filter.
    pub of: u64,
    /// Nothing more of it will come.
    pub whole: bool,
    /// Where the kept record went.
    pub kept: Option<u64>,
}

/// An answered ranking whose first rows have not come yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// What was answered.
    pub answer: Answer,
    /// Where the cursor will stand.
    pub cursor: u64,
}

/// What is being worked out for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Whole,
    /// Another ranking than that on screen.
    Asked,
    /// The rest of the ranking on screen, of which the first page is here.
    FirstPage,
    /// Nothing any more: only the first page is here.
    BrokenOff,
}

impl List {
    /// Asks for the ranking anew; the record under the cursor is kept. A cursor on the first row stays on the
    /// first row instead: whoever has not moved wants to see what leads the list now.
    pub fn rank(&mut self, held: u64) -> Vec<Effect> {
        self.ask(held, true)
    }

    /// Gives up what was asked for and goes back to what is on screen; none where that is nothing else, or nothing
    /// that could be gone back to.
    pub fn give_up(&mut self, held: u64) -> Option<Vec<Effect>> {
        let shown = self.shown.clone()?;
        if self.standing() != Standing::Asked || self.view.as_ref() == Some(&shown) {
            return None;
        }
        self.view = Some(shown);
        self.other_rows = false;
        Some(self.ask(held, false))
    }

    fn ask(&mut self, held: u64, anew: bool) -> Vec<Effect> {
        let Some(view) = self.view.clone() else {
            return Vec::new();
        };
        self.generation = self.generation.next();
        self.ranked_at = held;
        self.asked_from = self.cursor;
        self.ranking = true;
        self.coming = None;
        self.broken_off = false;
        self.reading = None;
        self.gone = None;
        vec![Effect::Rank {
            pane: self.pane,
            generation: self.generation,
            view,
            keep: self.current().map(|row| row.id).filter(|_| self.cursor > 0),
            anew,
        }]
    }

    /// Shows the rows that pass a filter; empty text lets every row through.
    pub fn filter_by(&mut self, filter: &str, held: u64) -> Vec<Effect> {
        match &mut self.view {
            Some(view) => filter.clone_into(&mut view.filter),
            None => return Vec::new(),
        }
        self.other_rows = true;
        self.rank(held)
    }

    /// The ranking that was asked for came so far.
    pub fn grow(&mut self, generation: Generation, far: Far, now: Timestamp) {
        if generation == self.generation && self.standing() != Standing::Whole {
            Gone::report(&mut self.gone, far, now);
        }
    }

    /// The filter that was asked for last.
    pub fn filter(&self) -> &str {
        self.view.as_ref().map_or("", |view| &view.filter)
    }

    /// A ranking was answered. One of an older generation is dropped. A first page is followed by the whole, which
    /// begins with the same rows: then nothing moves.
    pub fn ranked(&mut self, generation: Generation, answer: Answer) {
        // A first page of nothing says nothing.
        let empty = answer.total == 0 && !answer.whole;
        if generation != self.generation || empty {
            return;
        }
        if self.ranking {
            self.ranking = false;
            self.reading = None;
            let without_record = if self.other_rows { 0 } else { self.asked_from };
            let cursor = answer.kept.unwrap_or(without_record);
            let cursor = cursor.min(answer.total.saturating_sub(1));
            self.coming = Some(Coming { answer, cursor });
            if answer.total == 0 {
                self.arrive(Window::default());
            }
        } else if let Some(coming) = &mut self.coming {
            coming.answer = answer;
        } else if !self.whole && answer.whole {
            self.total = Some(answer.total);
            self.of = answer.of;
            self.whole = true;
            if std::mem::take(&mut self.to_end) {
                self.cursor = answer.total.saturating_sub(1);
            }
        }
    }

    /// A ranking was refused: the list goes back to what it shows, or to no filter where it shows nothing yet. None
    /// if the refusal is that of an older request.
    pub fn refused(&mut self, generation: Generation, held: u64) -> Option<Vec<Effect>> {
        if generation != self.generation || !self.ranking && self.whole && self.coming.is_none() {
            return None;
        }
        let unfiltered = self.view.clone().map(|view| View {
            filter: String::new(),
            ..view
        });
        let back = self.shown.clone().or(unfiltered);
        if back == self.view {
            // A first page that was answered can be read still, and its rows are those that this number means.
            self.ranking = false;
            self.broken_off = true;
            return Some(Vec::new());
        }
        self.view = back;
        Some(self.rank(held))
    }

    /// New rows take the place of the old ones, and with them the ranking they belong to.
    pub(super) fn arrive(&mut self, window: Window) {
        if let Some(Coming { answer, cursor }) = self.coming.take() {
            let line = self.cursor.saturating_sub(self.top);
            self.total = Some(answer.total);
            self.of = answer.of;
            self.known = self.ranked_at;
            self.whole = answer.whole;
            // Whoever moved on since the ranking was asked for has moved on from the record that was kept.
            let moved = match self.other_rows {
                true => 0,
                false => self
                    .cursor
                    .cast_signed()
                    .saturating_sub(self.asked_from.cast_signed()),
            };
            let cursor = cursor.saturating_add_signed(moved);
            self.cursor = cursor.min(answer.total.saturating_sub(1));
            self.top = self.cursor.saturating_sub(line);
            self.shown.clone_from(&self.view);
            self.other_rows = false;
            self.to_end = false;
        }
        self.window = window;
    }

    /// What is being worked out.
    pub fn standing(&self) -> Standing {
        if self.broken_off {
            Standing::BrokenOff
        } else if self.ranking || self.coming.is_some() {
            Standing::Asked
        } else if self.whole {
            Standing::Whole
        } else {
            Standing::FirstPage
        }
    }

    /// Only the first page of the ranking is here, and nothing more of it comes.
    pub fn is_cut_short(&self) -> bool {
        self.broken_off && !self.whole && self.coming.is_none()
    }

    /// The filter of the rows on screen.
    pub fn shown_filter(&self) -> &str {
        self.shown.as_ref().map_or("", |view| &view.filter)
    }
}
