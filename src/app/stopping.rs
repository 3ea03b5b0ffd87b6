//! Work that nobody waits for any more is stopped: a count whose sheet was closed, a search that was left. What tells
//! how far it is can be given up in its list, too.

use super::action::Action;
use super::command::Command;
use super::effect::{Effect, Pane};
use super::list::{List, Standing};
use super::listing::{held, list, list_mut};
use super::notices::Notice;
use super::overlay::{pictures, tally};
use super::state::State;

/// What is under way and waited for.
pub(super) struct Awaited {
    count: Option<Pane>,
    searches: [bool; 2],
    /// What comes now answers a search.
    is_found: bool,
}

const PANES: [Pane; 2] = [Pane::Domains, Pane::Links];

/// What is waited for when something happens.
pub(super) fn awaited(state: &State, action: &Action) -> Awaited {
    let tally = tally::sheet(state).filter(|sheet| sheet.is_counting());
    let picture = pictures::sheet(state).filter(|sheet| sheet.is_counting());
    Awaited {
        count: tally
            .map(|sheet| sheet.pane)
            .or(picture.map(|sheet| sheet.pane)),
        searches: PANES.map(|pane| list(state, pane).seek.is_some_and(|seek| seek.is_asked())),
        is_found: matches!(action, Action::Found { .. }),
    }
}

/// Stops what was waited for and is not any more, unless it was a search that was just answered.
pub(super) fn unawaited(state: &State, before: &Awaited) -> Vec<Effect> {
    let tally = tally::sheet(state);
    let picture = pictures::sheet(state);
    let sheet = tally
        .map(|sheet| sheet.pane)
        .or(picture.map(|sheet| sheet.pane));
    let count = before.count.filter(|pane| sheet != Some(*pane));
    let mut effects: Vec<Effect> = count.map(Effect::StopTally).into_iter().collect();
    for (pane, was_sought) in PANES.into_iter().zip(before.searches) {
        if was_sought && !before.is_found && list(state, pane).seek.is_none() {
            effects.push(Effect::StopFinding(pane));
        }
    }
    effects
}

/// Whether back gives up what is worked out for a list: what was seen to take its time.
pub fn gives_up(list: &List) -> bool {
    let seeks = list.seek.is_some() && list.sought.is_some();
    let goes_back = list.shown.is_some() && list.shown != list.view;
    seeks || list.gone.is_some() && goes_back && list.standing() == Standing::Asked
}

/// Back gives up what is worked out for a list; none where there is nothing to give up.
pub(super) fn update(state: &mut State, pane: Pane, command: Command) -> Option<Vec<Effect>> {
    if command != Command::Back || !gives_up(list(state, pane)) {
        return None;
    }
    let held = held(state, pane);
    let list = list_mut(state, pane);
    if list.sought.is_some() {
        let text = format!("no longer looking for `{}`", list.needle);
        list.end_seek();
        state.notice = Some(Notice::info(text));
        return Some(Vec::new());
    }
    let effects = list.give_up(held)?;
    state.notice = Some(Notice::info("given up: the list stays as it was"));
    Some(effects)
}
