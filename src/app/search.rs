//! The line in which a search is typed. The cursor goes to the next hit with every letter; Esc takes it back.

use tui_input::Input;

use super::command::{self, Command};
use super::effect::{Effect, Pane};
use super::input::{self, Key};
use super::line_keys;
use super::list::{Hit, List};
use super::listing::{self, list_mut};
use super::notices::Notice;
use super::state::State;
use crate::model::rows::{Direction, Generation};

/// A search being typed.
#[derive(Clone, Debug)]
pub struct Search {
    /// In which list.
    pub pane: Pane,
    /// The text so far.
    pub input: Input,
    /// What became of it: nothing to say where the cursor is on a hit.
    pub said: Option<String>,
    /// Where the cursor stood when it began: ranking, row and first row on screen.
    origin: (Generation, u64, u64),
    /// What was looked for before.
    before: String,
}

/// Opens the line.
pub fn open(state: &mut State, pane: Pane) -> Vec<Effect> {
    let list = list_mut(state, pane);
    if list.total.is_some() {
        let search = Search {
            pane,
            input: Input::default(),
            said: None,
            origin: (list.generation, list.cursor, list.top),
            before: std::mem::take(&mut list.needle),
        };
        list.end_seek();
        state.search = Some(search);
    }
    Vec::new()
}

/// A key while the line is open; `command` is what it would mean elsewhere.
pub fn press(state: &mut State, key: Key, command: Option<Command>) {
    let Some(mut search) = state.search.take() else {
        return;
    };
    match line_keys::meant(key, command, true) {
        Some(Command::Open) => keep(state, search),
        Some(Command::Back) => leave(state, &search),
        _ => {
            input::edit(&mut search.input, key);
            typed(state, search);
        }
    }
}

/// What is typed is kept, as with enter.
pub(super) fn keep_typed(state: &mut State) {
    if let Some(search) = state.search.take() {
        keep(state, search);
    }
}

/// Text was pasted while the line is open.
pub fn paste(state: &mut State, text: &str) {
    if let Some(mut search) = state.search.take() {
        input::paste(&mut search.input, text);
        typed(state, search);
    }
}

/// The text may have changed: it is looked for from where the search began.
fn typed(state: &mut State, mut search: Search) {
    let list = list_mut(state, search.pane);
    let text = search.input.value().trim();
    if text != list.needle {
        text.clone_into(&mut list.needle);
        search.said = None;
        list.end_seek();
        let (generation, cursor, _) = search.origin;
        if list.needle.is_empty() {
            back(list, &search);
        } else if list.generation == generation {
            list.seek(Direction::Forward, cursor);
        } else {
            list.seek(Direction::Forward, list.cursor);
        }
    }
    state.search = Some(search);
}

/// Takes the cursor back to where the search began. In a list that was ranked anew meanwhile it stays on its record.
fn back(list: &mut List, search: &Search) {
    let (generation, cursor, top) = search.origin;
    if list.generation == generation {
        list.go_to(cursor);
        list.top = top;
    }
}

fn leave(state: &mut State, search: &Search) {
    let list = list_mut(state, search.pane);
    back(list, search);
    list.end_seek();
    list.needle.clone_from(&search.before);
}

/// The search is kept for the keys that repeat it. Nothing typed repeats the one before.
fn keep(state: &mut State, search: Search) {
    let list = list_mut(state, search.pane);
    if list.needle.is_empty() {
        list.needle = search.before;
        again(state, search.pane, Direction::Forward);
    } else if list.seek.is_some() {
        state.notice = Some(Notice::info(format!("looking for `{}`", list.needle)));
    } else {
        state.notice = search.said.map(Notice::info);
    }
}

/// The next hit of the last search.
pub fn again(state: &mut State, pane: Pane, direction: Direction) -> Vec<Effect> {
    let key = command::key_of(&state.keymap, Command::Find);
    let list = list_mut(state, pane);
    state.notice = Some(Notice::info(if list.needle.is_empty() {
        format!("{key} finds text")
    } else if list.total.unwrap_or(0) == 0 {
        "there are no rows to look in".to_owned()
    } else {
        list.seek(direction, list.cursor);
        format!("looking for `{}`", list.needle)
    }));
    Vec::new()
}

/// The effect of a search that is due. In a list that broke off there is none: the search is dropped, and why is said.
pub fn ask(state: &mut State, pane: Pane) -> Option<Effect> {
    let Some(why) = listing::cut_short(state, pane) else {
        return list_mut(state, pane).ask_seek();
    };
    let list = list_mut(state, pane);
    list.seek?;
    list.end_seek();
    match &mut state.search {
        Some(search) if search.pane == pane => search.said = Some(why),
        // What just failed is why it broke off.
        _ if state.notice.as_ref().is_some_and(|notice| notice.trouble) => {}
        _ => state.notice = Some(Notice::info(why)),
    }
    None
}

/// A search was answered; one of an older ranking or another text is dropped.
pub fn found(
    state: &mut State,
    (pane, generation): (Pane, Generation),
    needle: &str,
    position: Option<u64>,
) {
    let list = list_mut(state, pane);
    let direction = list.seek.map(|seek| seek.direction);
    let Some(hit) = list.found(generation, needle, position) else {
        return;
    };
    let said = match (hit, direction) {
        (Hit::Here { around: false }, _) => None,
        (Hit::Here { around: true }, Some(Direction::Backward)) => {
            Some(format!("`{needle}`: from the bottom again"))
        }
        (Hit::Here { around: true }, _) => Some(format!("`{needle}`: from the top again")),
        (Hit::OnlyThis, _) => Some(format!("`{needle}` is nowhere else in this list")),
        (Hit::Nowhere, _) => Some(format!("`{needle}` is not in this list")),
    };
    match state.search.take() {
        Some(mut search) if search.pane == pane => {
            if hit == Hit::Nowhere {
                back(list_mut(state, pane), &search);
            }
            search.said = said.map(|text| crate::model::text::one_line(&text));
            state.search = Some(search);
        }
        other => {
            state.search = other;
            state.notice = said.map(Notice::info);
        }
    }
}
