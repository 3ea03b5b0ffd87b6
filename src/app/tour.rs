//! The tour of the demo: six small notes that wait until the analyst has done the real thing. A step is over when the
//! state it speaks of is reached, by whatever keys; nothing of it is played.

use super::command::{Command, key_of};
use super::notices::Notice;
use super::overlay::Overlay;
use super::state::{Focus, State};
use crate::model::column::Kind;
use crate::model::job::JobId;
use crate::model::meant;

/// A question and whom it is about.
pub type Asked = (&'static str, String);

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
        newest: newest(state),
    });
    fit(state);
}

/// Begins it again, where somebody can be asked.
pub(super) fn ask_for(state: &mut State) {
    if !state.is_offline() {
        return begin(state);
    }
    let connect = key_of(&state.keymap, Command::Connect);
    state.notice = Some(Notice::info(format!(
        "the tour asks something, and nobody can be asked here; {connect} leads to the demo"
    )));
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

/// What the form asks.
pub fn asked(state: &State) -> Asked {
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
            let own = state.asked_by_itself.as_ref();
            // Of another question the target may still be one that it does not take.
            let is_another = own.is_some_and(|own| own.0 != now.0);
            let is_asked = is_another || state.form.targets().is_ok();
            !now.1.is_empty() && own != Some(&now) && is_asked
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
    let is_demo = state.asked_by_itself.is_some();
    let text = match tour.step {
        Step::Ask => format!(
            "{} {} goes there, {} up to its first field, {} {} choose another question. Then this step is over.",
            match is_demo {
                true => "The form holds what the demo asked by itself. Change it:",
                false => "Put a question into the form:",
            },
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
            "Only the price sheet spends: {} in it buys, with {} units; where the price is not known, {} asks for it \
             first. {} opens the sheet again.",
            key(Command::Open),
            if is_demo { "play" } else { "real" },
            key(Command::LookUp),
            key(Command::Price)
        ),
        Step::Domains if is_empty(state) => format!(
            "This answer has no rows. {} goes to the jobs, {} {} to one with rows, {} opens it.",
            key(Command::PaneJobs),
            key(Command::Down),
            key(Command::Up),
            key(Command::Open)
        ),
        Step::Domains => format!(
            "{} on a job opens its answer; {} goes to the list, which is of referring domains where links were bought.",
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
            example(state),
            key(Command::Open),
            key(Command::Tally),
            key(Command::Export)
        ),
    };
    Some(text)
}

/// Whether the list that this step leads to is there and holds nothing.
fn is_empty(state: &State) -> bool {
    let list = &state.domains.list;
    state.focus == Focus::Domains && list.total.is_some() && list.of == 0
}

/// A filter that the list one is in can be filtered by.
fn example(state: &State) -> String {
    let list = match state.focus {
        Focus::Links | Focus::Detail => &state.links.list,
        _ => &state.domains.list,
    };
    let columns = || {
        let columns = list.table.columns.iter().enumerate();
        columns
            .filter(|(at, _)| !list.shape.lacks(*at))
            .map(|(_, c)| c)
    };
    let flow = meant::by(list.table, "tf")
        .into_iter()
        .chain(meant::by(list.table, "rank"));
    let flow = flow.map(|at| &list.table.columns[at]);
    let number = flow.chain(columns().filter(|c| c.kind == Kind::Int));
    let mut filled = number.filter(|number| columns().any(|c| c.id == number.id));
    match filled.next() {
        Some(c) => format!("{}>=20", c.aliases.first().unwrap_or(&c.id)),
        None => format!("{}~shop", columns().next().map_or("domain", |c| c.id)),
    }
}
