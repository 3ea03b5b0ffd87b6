//! What just happened, in one line that stays until a key is pressed; and everything that was told, to be read again.

use jiff::Timestamp;

use super::state::State;

/// Notices that are kept.
const MOST: usize = 300;

/// One thing told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One sentence, safe to show.
    pub text: String,
    /// Whether something failed.
    pub trouble: bool,
    /// It is among those that can be read again.
    kept: bool,
}

impl Notice {
    /// Something to know.
    pub fn info(text: impl AsRef<str>) -> Self {
        Self::new(text.as_ref(), false)
    }

    /// Something that failed.
    pub fn trouble(text: impl AsRef<str>) -> Self {
        Self::new(text.as_ref(), true)
    }

    fn new(text: &str, trouble: bool) -> Self {
        Self {
            text: crate::model::text::one_line(text),
            trouble,
            kept: false,
        }
    }
}

/// One thing that was told, once or more often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub notice: Notice,
    /// When, the last time.
    pub at: Timestamp,
    /// How often.
    pub times: u32,
}

/// Everything that was told.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// The newest last.
    pub all: Vec<Told>,
    /// How many were told since a key was pressed, beside the one in the line.
    pub beside: usize,
    /// The trouble that stands in the line until a key is pressed.
    standing: Option<Notice>,
    /// What stands in the line answered a key: whoever pressed it has seen it.
    answered: bool,
}

impl Notices {
    fn keep(&mut self, notice: Notice, at: Timestamp) {
        let is_same = |told: &Told| told.notice == notice;
        let times = match self.all.iter().position(is_same) {
            Some(before) => self.all.remove(before).times.saturating_add(1),
            None => 1,
        };
        if self.all.len() == MOST {
            self.all.remove(0);
        }
        self.all.push(Told { notice, at, times });
    }
}

/// A key was pressed: other notices may take the place of trouble. What stands in the line was seen, unless something
/// lies over it.
pub(super) fn pressed(state: &mut State, hidden: bool) {
    state.notices.standing = None;
    if !hidden {
        state.notice = None;
        state.notices.beside = 0;
    }
}

/// Whether something stands in the line that nobody may have read yet.
pub(super) fn is_unread(state: &State) -> bool {
    let stands = state.notice.as_ref().is_some_and(|notice| notice.kept);
    stands && !state.notices.answered
}

/// Keeps what was told, and lets trouble stand in the line before what is only to be known. `unread`: something stood
/// there before; `answered`: it was told at once by a key.
pub(super) fn settle(state: &mut State, unread: bool, answered: bool) {
    let own = &mut state.notices;
    let Some(notice) = &mut state.notice else {
        own.standing = None;
        own.beside = 0;
        return;
    };
    if notice.kept {
        return;
    }
    notice.kept = true;
    own.keep(notice.clone(), state.now);
    own.answered = answered;
    if unread {
        own.beside += 1;
    }
    if notice.trouble {
        own.standing = Some(notice.clone());
    } else if own.standing.is_some() {
        state.notice.clone_from(&own.standing);
    }
}
