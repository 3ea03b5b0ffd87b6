//! Looking for text from row to row.

use jiff::Timestamp;

use super::List;
use crate::app::effect::Effect;
use crate::app::progress::Gone;
use crate::model::far::Far;
use crate::model::rows::{Direction, Generation};

/// A search that is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seek {
    /// Which way.
    pub direction: Direction,
    /// The row it goes from.
    pub from: u64,
    /// The ranking it was asked in; none while it waits for one that is whole.
    asked: Option<Generation>,
}

/// What became of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// The cursor is on it.
    Here {
        /// It was reached around the end of the list, or around its start.
        around: bool,
    },
    /// Only the row it went from has the text.
    OnlyThis,
    /// No row has it.
    Nowhere,
}

impl Seek {
    /// It is under way.
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }
}

impl List {
    /// Looks for the needle from a row on; the row itself comes last.
    pub fn seek(&mut self, direction: Direction, from: u64) {
        self.sought = None;
        self.seek = Some(Seek {
            direction,
            from,
            asked: None,
        });
    }

    /// Whether the cursor stands where the last search led.
    pub fn is_on_hit(&self) -> bool {
        self.hit == Some((self.generation, self.cursor)) && self.coming.is_none()
    }

    /// The effect of a search that was not asked yet, or whose ranking was replaced. It waits for a list that is
    /// whole: a first page alone would say "nowhere" too soon.
    pub fn ask_seek(&mut self) -> Option<Effect> {
        let total = self.total?;
        if self.ranking || self.coming.is_some() || !self.whole {
            return None;
        }
        if total == 0 || self.needle.is_empty() {
            self.end_seek();
        }
        let seek = self.seek.as_mut()?;
        match seek.asked {
            Some(generation) if generation == self.generation => return None,
            // The list was ranked anew meanwhile: only the cursor's record knows its place.
            Some(_) => seek.from = self.cursor,
            None => {}
        }
        seek.asked = Some(self.generation);
        self.sought = None;
        let from = match seek.direction {
            Direction::Forward => (seek.from + 1) % total,
            Direction::Backward => seek.from.checked_sub(1).unwrap_or(total - 1),
        };
        Some(Effect::Find {
            pane: self.pane,
            generation: self.generation,
            needle: self.needle.clone(),
            from,
            direction: seek.direction,
        })
    }

    /// The search came so far; that for another text is dropped.
    pub fn sought(&mut self, generation: Generation, needle: &str, far: Far, now: Timestamp) {
        let asked = self.seek.is_some_and(|seek| seek.asked == Some(generation));
        if asked && generation == self.generation && needle == self.needle {
            Gone::report(&mut self.sought, far, now);
        }
    }

    /// Nobody waits for the search any more.
    pub fn end_seek(&mut self) {
        (self.seek, self.sought) = (None, None);
    }

    /// The search was answered; none if it is not the one that is waited for.
    pub fn found(
        &mut self,
        generation: Generation,
        needle: &str,
        position: Option<u64>,
    ) -> Option<Hit> {
        if generation != self.generation || needle != self.needle {
            return None;
        }
        let seek = self.seek.take()?;
        self.sought = None;
        let Some(place) = position else {
            return Some(Hit::Nowhere);
        };
        self.go_to(place);
        self.hit = Some((generation, place));
        let around = match seek.direction {
            Direction::Forward => place < seek.from,
            Direction::Backward => place > seek.from,
        };
        Some(if place == seek.from {
            Hit::OnlyThis
        } else {
            Hit::Here { around }
        })
    }
}
