//! The commands that mean the same in both lists.

use super::columns::Shape;
use super::command::{self, Command};
use super::effect::{Effect, Pane};
use super::facts::DatasetFacts;
use super::list::List;
use super::notices::Notice;
use super::overlay::{Overlay, copy, goto, pictures, tables, tally};
use super::state::State;
use super::{choosing, copying, export, extend, filtering, marking, search, sparks, stopping};
use crate::model::rows::{self, Direction, Field, Generation, Of};

/// The list of a pane.
pub fn list(state: &State, pane: Pane) -> &List {
    match pane {
        Pane::Domains => &state.domains.list,
        Pane::Links => &state.links.list,
    }
}

/// The list of a pane, to be changed.
pub fn list_mut(state: &mut State, pane: Pane) -> &mut List {
    match pane {
        Pane::Domains => &mut state.domains.list,
        Pane::Links => &mut state.links.list,
    }
}

/// Whether no row that is held fills a column that a list can be filtered by.
pub fn is_unfilled(state: &State, list: &List, field: Field) -> bool {
    match field.of {
        Of::Row => list.shape.lacks(field.column),
        Of::Domain => state
            .dataset
            .as_ref()
            .is_some_and(|facts| Shape::of(&rows::List::Domains, facts).lacks(field.column)),
    }
}

/// How far what a pane lists has grown, as rankings count it.
pub fn held(state: &State, pane: Pane) -> u64 {
    state.facts(pane).map_or(0, DatasetFacts::size)
}

/// Another dataset takes the place of this one: what was typed or counted of its lists means nothing any more.
pub fn leave(state: &mut State) {
    state.search = None;
    state.filtering = None;
    if let Some(Overlay::Tally(_) | Overlay::Tables(_) | Overlay::Pictures(_)) = state.sheet() {
        state.take_sheet();
    }
}

/// Why nothing is counted or looked for in a list that broke off: a first page alone would say too little.
pub fn cut_short(state: &State, pane: Pane) -> Option<String> {
    let key = command::key_of(&state.keymap, Command::Reread);
    let text = format!("only the first page of this list is here; {key} ranks it anew");
    list(state, pane).is_cut_short().then_some(text)
}

/// The commands that come before those of the pane: marks, a range that is given up, columns, long work that is.
pub fn first(state: &mut State, pane: Pane, command: Command) -> Option<Vec<Effect>> {
    let marked = marking::update(state, pane, command);
    let chosen = marked.or_else(|| choosing::update(state, pane, command));
    chosen.or_else(|| stopping::update(state, pane, command))
}

/// A command that means the same in both lists.
pub fn update(state: &mut State, pane: Pane, command: Command) -> Vec<Effect> {
    if command == Command::ExtendRows {
        let dataset = state.facts(pane).map(|facts| facts.id.clone());
        return extend::open(state, dataset);
    }
    let height = state.layout().list_rows(pane.into());
    let held = held(state, pane);
    let list = list_mut(state, pane);
    if list.moved(command, height) {
        if matches!(
            command,
            Command::ColumnLeft | Command::ColumnRight | Command::Left | Command::Right
        ) {
            let about = list.table.columns[list.column].about;
            let text = format!("{}: {about}", list.title(list.column));
            state.notice = Some(Notice::info(text));
        }
        return Vec::new();
    }
    match command {
        Command::SortAscending => list.sort(false, held),
        Command::SortDescending => list.sort(true, held),
        Command::SortAlsoAscending => sort_also(state, pane, false),
        Command::SortAlsoDescending => sort_also(state, pane, true),
        Command::Delivered => list.order_by(Vec::new(), held),
        Command::Reread => list.rank(held),
        Command::Filter => filtering::open(state, pane),
        Command::Unfilter => filtering::remove(state, pane),
        Command::Tally => tally::open(state, pane),
        Command::Tables => tables::open(state),
        Command::Pictures => pictures::open(state, pane),
        Command::Sparks => {
            sparks::toggle(state);
            Vec::new()
        }
        Command::Find => search::open(state, pane),
        Command::FindNext => search::again(state, pane, Direction::Forward),
        Command::FindPrevious => search::again(state, pane, Direction::Backward),
        Command::Export => export::open(state, pane),
        Command::ExportAgain => export::again(state, pane),
        Command::Copy => copying::cell(list),
        Command::CopySheet => copy::open(state, pane),
        Command::GoToRow => goto::open(state, pane),
        _ => Vec::new(),
    }
}

fn sort_also(state: &mut State, pane: Pane, descending: bool) -> Vec<Effect> {
    let held = held(state, pane);
    let list = list_mut(state, pane);
    if let Some(effects) = list.sort_also(descending, held) {
        return effects;
    }
    let order = list.order_text(list.order());
    let key = |command| command::key_of(&state.keymap, command);
    state.notice = Some(Notice::info(format!(
        "three columns decide already ({order}); {} sorts by the chosen one alone, {} leaves the rows as delivered",
        key(Command::SortDescending),
        key(Command::Delivered)
    )));
    Vec::new()
}

/// A ranking was refused: what was shown before is shown again, and why is said.
pub fn refused(state: &mut State, pane: Pane, generation: Generation, why: &str) -> Vec<Effect> {
    let held = held(state, pane);
    let list = list_mut(state, pane);
    let (wanted, shown) = (list.filter().to_owned(), list.shown_filter().to_owned());
    let Some(effects) = list.refused(generation, held) else {
        return Vec::new();
    };
    let text = if wanted == shown {
        format!("the list could not be ranked: {why}")
    } else if shown.is_empty() {
        format!("the filter was not applied and the list shows every row: {why}")
    } else {
        format!("the filter was not applied and the one before it stays in force: {why}")
    };
    state.notice = Some(Notice::trouble(text));
    effects
}
