//! The tour of the demo: six small notes that wait until the analyst has done the real thing. A step is over when the
//! state it speaks of is reached, by whatever keys; nothing of it is played.

use super::command::{Command, key_of};
use super::notices::Notice;
use super::overlay::Overlay;
use super::state::{Focus, State};
use crate::model::job::JobId;

/// The steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Something is asked.
    Ask,
    /// Its price is looked at.
    Price,
    /// It is bought.
    Buy,
    /// The referring domains are looked at.
    Domains,
    /// A domain's links are.
    Links,
    /// A list is filtered.
    Filter,
}

impl Step {
    /// Every step, in its order.
    pub const ALL: [Self; 6] = [
        Self::Ask,
        Self::Price,
        Self::Buy,
        Self::Domains,
        Self::Links,
        Self::Filter,
    ];

    /// Counted from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

/// A tour under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// The step that is waited for.
    pub step: Step,
    /// What the form asked when the tour began.
    asked: (&'static str, String),
    /// The newest job when the step began.
    newest: Option<JobId>,
}

/// On a lower screen there is no room for a note.
const LOWEST: u16 = 16;

/// Begins it with its first step.
pub fn begin(state: &mut State) {
    state.session.tour_seen = true;
    state.tour = Some(Tour {
        step: Step::Ask,
        asked: asked(state),
        newest: newest(state),
    });
    fit(state);
}

/// Ends it where it stands; false if none is under way.
pub fn leave(state: &mut State) -> bool {
    let was_under_way = state.tour.take().is_some();
    fit(state);
    was_under_way
}

/// Lines that a note takes at the bottom of a screen of this size.
pub fn lines(state: &State) -> u16 {
    match state.tour {
        Some(_) if state.screen.1 >= LOWEST => 3,
        _ => 0,
    }
}

/// Everything else is laid out above the note.
pub fn fit(state: &mut State) {
    let (width, height) = state.screen;
    state.size = (width, height - lines(state));
}

/// Goes on while what the step waits for is reached.
pub(super) fn advance(state: &mut State) {
    while let Some(tour) = &state.tour {
        if !is_reached(state, tour) {
            return;
        }
        let next = Step::ALL.get(tour.step.number()).copied();
        let newest = newest(state);
        match (next, &mut state.tour) {
            (Some(step), Some(tour)) => {
                tour.step = step;
                tour.newest = newest;
            }
            _ => {
                leave(state);
                let text = format!(
                    "that was the tour: {} has every key, and {} writes what is on screen to a file",
                    key_of(&state.keymap, Command::Help),
                    key_of(&state.keymap, Command::Export)
                );
                state.notice = Some(Notice::info(text));
            }
        }
    }
}

fn asked(state: &State) -> (&'static str, String) {
    (
        state.form.entry.command,
        state.form.target.value().trim().to_owned(),
    )
}

fn newest(state: &State) -> Option<JobId> {
    state.queue.jobs.iter().map(|job| job.id).max()
}

fn is_reached(state: &State, tour: &Tour) -> bool {
    match tour.step {
        Step::Ask => {
            let now = asked(state);
            !now.1.is_empty()
                && now != tour.asked
                && (now.0 != tour.asked.0 || state.form.targets().is_ok())
        }
        Step::Price => matches!(state.sheet(), Some(Overlay::Price(_))),
        Step::Buy => newest(state) > tour.newest,
        Step::Domains => state.focus == Focus::Domains && state.domains.list.current().is_some(),
        Step::Links => {
            matches!(state.focus, Focus::Links | Focus::Detail)
                && state.links.list.current().is_some()
        }
        Step::Filter => {
            let filtered = |list: &super::list::List| {
                list.view
                    .as_ref()
                    .is_some_and(|view| !view.filter.is_empty())
            };
            filtered(&state.domains.list) || filtered(&state.links.list)
        }
    }
}

/// The note of the step that is waited for.
pub fn note(state: &State) -> Option<String> {
    let tour = state.tour.as_ref()?;
    let key = |command| key_of(&state.keymap, command);
    let text = match tour.step {
        Step::Ask => format!(
            "The demo fetches its largest target by itself. Ask something of your own: {} goes to the query, {} up to its \
             first field, {} {} choose the question.",
            key(Command::PaneForm),
            key(Command::Up),
            key(Command::Left),
            key(Command::Right)
        ),
        Step::Price => format!(
            "{} shows what it would cost and what that rests on. Looking costs nothing.",
            key(Command::Price)
        ),
        Step::Buy => format!(
            "only the price sheet spends: {} in it buys, with play units; where the price is not known, {} asks for it \
             first. {} opens the sheet again.",
            key(Command::Open),
            key(Command::LookUp),
            key(Command::Price)
        ),
        Step::Domains => format!(
            "{} in the jobs opens an answer; {} goes to its list, of a download the referring domains.",
            key(Command::Open),
            key(Command::PaneDomains)
        ),
        Step::Links => format!(
            "{} on a domain goes to its links, or {} to all of them; {} again shows all that is known of one.",
            key(Command::Open),
            key(Command::PaneLinks),
            key(Command::Open)
        ),
        Step::Filter => format!(
            "{} keeps the rows that pass, such as {}: type it, then {}. {} counts a column, {} exports.",
            key(Command::Filter),
            match state.focus {
                Focus::Links => "tf>=20 and not nofollow",
                _ => "best_tf>=20",
            },
            key(Command::Open),
            key(Command::Tally),
            key(Command::Export)
        ),
    };
    Some(text)
}
