//! Choosing columns in a list: hiding, moving, freezing, resizing the chosen one. What is chosen holds for every list of
//! the same table, and is kept.

use std::collections::BTreeMap;

use super::columns::Chosen;
use super::command::{Command, key_of};
use super::effect::{Effect, Pane};
use super::listing::{list, list_mut};
use super::notices::Notice;
use super::overlay;
use super::state::State;
use crate::config::Session;
use crate::model::rows;

/// How many cells a column gains or loses at a time.
const STEP: u16 = 2;

/// What was chosen of the columns of each table, by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices(BTreeMap<&'static str, Chosen>);

impl Choices {
    /// What was remembered.
    pub fn recalled(session: &Session) -> Self {
        let kept = rows::tables().filter_map(|table| {
            let kept = session.columns.get(table.name)?;
            Some((table.name, Chosen::recalled(table, kept)))
        });
        Self(kept.collect())
    }

    /// What was chosen of a table.
    pub fn of(&self, table: &'static str) -> Chosen {
        self.0.get(table).cloned().unwrap_or_default()
    }
}

/// Changes what is chosen of the columns of a list's table.
pub fn choose(state: &mut State, pane: Pane, change: impl FnOnce(&mut Chosen)) {
    let own = list(state, pane);
    let (table, mut chosen) = (own.table, own.chosen.clone());
    change(&mut chosen);
    // What is as built in needs no keeping.
    let remembered = &mut state.session.columns;
    if chosen == Chosen::default() {
        remembered.remove(table.name);
        state.columns.0.remove(table.name);
    } else {
        remembered.insert(table.name.to_owned(), chosen.kept(table));
        state.columns.0.insert(table.name, chosen);
    }
    take(state);
}

/// The lists show the columns that are chosen of their tables.
pub fn take(state: &mut State) {
    for pane in [Pane::Domains, Pane::Links] {
        let chosen = state.columns.of(list(state, pane).table.name);
        list_mut(state, pane).take_choice(&chosen);
    }
}

/// A command that changes the columns of a list; none if it is none.
pub fn update(state: &mut State, pane: Pane, command: Command) -> Option<Vec<Effect>> {
    if command == Command::Columns {
        overlay::columns::open(state, pane);
        return Some(Vec::new());
    }
    let column = list(state, pane).column;
    let said = match command {
        Command::HideColumn => hide(state, pane, column),
        Command::FreezeColumn => freeze(state, pane, column),
        Command::WidenColumn => resize(state, pane, column, true),
        Command::NarrowColumn => resize(state, pane, column, false),
        Command::MoveColumnLeft => shift(state, pane, column, false),
        Command::MoveColumnRight => shift(state, pane, column, true),
        _ => return None,
    };
    state.notice = Some(Notice::info(said));
    Some(Vec::new())
}

/// The order in which a choice of a list's columns begins.
fn order(state: &State, pane: Pane) -> Vec<usize> {
    let width = state.list_width(pane);
    list(state, pane).built_in_order(width)
}

fn hide(state: &mut State, pane: Pane, column: usize) -> String {
    let (own, key) = (list(state, pane), key_of(&state.keymap, Command::Columns));
    let title = own.title(column).to_owned();
    if own.shown_columns().len() < 2 {
        return format!("{title} is the only column left and stays; {key} lists all columns");
    }
    let order = order(state, pane);
    choose(state, pane, |chosen| {
        chosen.begin(&order);
        chosen.turn(column);
    });
    format!("{title} is hidden; {key} lists all columns and shows it again")
}

fn freeze(state: &mut State, pane: Pane, column: usize) -> String {
    let order = order(state, pane);
    let mut holds = false;
    choose(state, pane, |chosen| {
        chosen.begin(&order);
        holds = chosen.freeze(column);
    });
    let title = list(state, pane).title(column);
    match holds {
        true => format!(
            "the columns up to {title} stay in view while others scroll; {} again lets go of them",
            key_of(&state.keymap, Command::FreezeColumn)
        ),
        false => "no column is held in view any more".to_owned(),
    }
}

fn resize(state: &mut State, pane: Pane, column: usize, wider: bool) -> String {
    let width = state.list_width(pane);
    let own = list(state, pane);
    let fitted = own.fitted(width);
    let drawn = fitted.iter().find(|fitted| fitted.index == column);
    let drawn = drawn.map_or(0, |fitted| fitted.width);
    let is_all = fitted.len() == 1 && drawn + super::columns::MARK >= width;
    let title = own.title(column).to_owned();
    if wider && is_all {
        return format!("{title} takes all the room there is");
    }
    let wanted = match wider {
        true => drawn.saturating_add(STEP),
        false => drawn.saturating_sub(STEP),
    };
    let mut now = wanted;
    choose(state, pane, |chosen| now = chosen.resize(column, wanted));
    format!("{title}: {now} cells wide")
}

fn shift(state: &mut State, pane: Pane, column: usize, right: bool) -> String {
    let order = order(state, pane);
    let mut moved = false;
    let shape = list(state, pane).shape.clone();
    choose(state, pane, |chosen| {
        chosen.begin(&order);
        let shown = chosen.shown(&shape);
        moved = chosen.shift(column, right, Some(&shown));
    });
    let title = list(state, pane).title(column);
    match (moved, right) {
        (true, true) => format!("{title} moved to the right"),
        (true, false) => format!("{title} moved to the left"),
        (false, true) => format!("{title} is the last column"),
        (false, false) => format!("{title} is the first column"),
    }
}
