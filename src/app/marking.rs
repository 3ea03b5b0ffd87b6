//! Marking rows of a list: one by one, in ranges, all of them. What is on screen is marked at once; ranges that reach
//! beyond it are looked up behind the screen, and no row of them comes here.

use std::ops::Range;
use std::sync::Arc;

use super::command::{Command, key_of};
use super::effect::{Effect, Marking, Pane};
use super::list::List;
use super::listing::{list, list_mut};
use super::marks::Marks;
use super::notices::Notice;
use super::state::State;
use crate::model::column::grouped;
use crate::model::rows::{self, Generation, RowId};
use crate::model::rowset::RowSet;

/// The marks of a list.
pub fn marks(state: &State, pane: Pane) -> &Marks {
    match pane {
        Pane::Domains => &state.domains.marks,
        Pane::Links => &state.links.marks,
    }
}

/// The marks of a list, to be changed.
pub fn marks_mut(state: &mut State, pane: Pane) -> &mut Marks {
    match pane {
        Pane::Domains => &mut state.domains.marks,
        Pane::Links => &mut state.links.marks,
    }
}

/// A command that marks; none if it is none. Back gives a range up, if one was begun.
pub fn update(state: &mut State, pane: Pane, command: Command) -> Option<Vec<Effect>> {
    let range = list(state, pane).range();
    match command {
        Command::Mark | Command::MarkRange if range.is_some() => {
            list_mut(state, pane).end_range();
            return Some(change(state, pane, range.unwrap_or_default(), Marking::Add));
        }
        Command::Mark => mark_one(state, pane),
        Command::MarkRange => begin_range(state, pane),
        Command::MarkAll if marks(state, pane).count() > 0 => {
            marks_mut(state, pane).clear();
            list_mut(state, pane).end_range();
            state.notice = Some(Notice::info("no row is marked any more"));
        }
        Command::MarkAll => return Some(change_all(state, pane, Marking::Add)),
        Command::TurnMarks => return Some(change_all(state, pane, Marking::Turn)),
        Command::Back if list_mut(state, pane).end_range() => {
            state.notice = Some(Notice::info(
                "the range is given up; nothing of it is marked",
            ));
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn mark_one(state: &mut State, pane: Pane) {
    let list = list(state, pane);
    let (number, row) = (list.generation, list.current().map(|row| row.id));
    if let Some(row) = row {
        marks_mut(state, pane).toggle(number, row);
        let height = state.layout().list_rows(pane.into());
        list_mut(state, pane).moved(Command::Down, height);
    } else {
        state.notice = Some(Notice::info("no row is under the cursor yet"));
    }
}

fn begin_range(state: &mut State, pane: Pane) {
    let key = |command| key_of(&state.keymap, command);
    let text = format!(
        "a range begins here: move to its end, then {} or {} marks its rows and {} gives it up",
        key(Command::MarkRange),
        key(Command::Mark),
        key(Command::Back)
    );
    if list_mut(state, pane).begin_range() {
        state.notice = Some(Notice::info(text));
    }
}

fn change_all(state: &mut State, pane: Pane, how: Marking) -> Vec<Effect> {
    let list = list_mut(state, pane);
    list.end_range();
    let total = list.total.unwrap_or(0);
    if !list.whole {
        let text =
            "only the first page of this list is here; the rest comes, then all can be marked";
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    change(state, pane, 0..total, how)
}

/// Changes the marks of the rows at some places of the ranking on screen.
fn change(state: &mut State, pane: Pane, places: Range<u64>, how: Marking) -> Vec<Effect> {
    let list = list(state, pane);
    let number = list.generation;
    if let Some(rows) = known(list, &places) {
        let marks = marks_mut(state, pane);
        marks.change(number, &rows, how);
        tell(state, pane);
        return Vec::new();
    }
    if list.ranking || list.coming.is_some() {
        let text = "the list is being ranked anew; mark its rows again when they are here";
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    let count = places.end.saturating_sub(places.start);
    state.notice = Some(Notice::info(format!("looking up {} rows …", words(count))));
    marks_mut(state, pane).looked_up = Some(number);
    vec![Effect::FindRows {
        pane,
        generation: number,
        range: places,
        how,
    }]
}

/// The rows at some places, where they need not be looked up: those of the window, and all of a whole table.
fn known(list: &List, places: &Range<u64>) -> Option<RowSet> {
    if is_all_of_table(list) && *places == (0..list.total?) {
        return Some(RowSet::range(places.clone()));
    }
    let stands = !list.ranking && list.coming.is_none();
    let few = places.end - places.start <= list.window.rows.len() as u64;
    let row = |at| list.window.row(at).map(|row| row.id);
    (stands && few).then(|| places.clone().map(row).collect::<Option<RowSet>>())?
}

/// Whether every row of the table is listed: then each marked row is among them.
fn is_all_of_table(list: &List) -> bool {
    let one_domain = |view: &rows::View| matches!(view.list, rows::List::Links { domain: Some(_) });
    let shown = list.shown.as_ref();
    let stands = list.whole && !list.ranking && list.coming.is_none();
    stands && shown.is_some_and(|view| view.filter.is_empty() && !one_domain(view))
}

/// Rows were looked up; those of a ranking that was replaced are told of and not marked.
pub fn found(
    state: &mut State,
    (pane, generation): (Pane, Generation),
    how: Marking,
    rows: &Arc<RowSet>,
) {
    let marks = marks_mut(state, pane);
    if marks.looked_up == Some(generation) {
        marks.looked_up = None;
        marks.change(generation, rows, how);
        tell(state, pane);
    }
}

/// Marked rows were counted.
pub fn counted(state: &mut State, (pane, generation): (Pane, Generation), here: u64) {
    let is_listed = list(state, pane).generation == generation;
    let marks = marks_mut(state, pane);
    if is_listed && marks.asked == Some(generation) {
        marks.counted(generation, here);
    }
}

/// What became of the marks.
fn tell(state: &mut State, pane: Pane) {
    let count = marks(state, pane).count();
    let rows = if count == 1 { "row is" } else { "rows are" };
    let text = format!("{} {rows} marked", words(count));
    state.notice = Some(Notice::info(text));
}

/// A list was ranked anew: what was begun in the old ranking is given up, and the marked rows are counted in the new one.
pub fn settle(state: &mut State, pane: Pane) -> Option<Effect> {
    let list = list_mut(state, pane);
    let (number, lost) = (list.generation, list.lose_range());
    let all = is_all_of_table(list).then_some(list.total).flatten();
    let stands = list.whole && !list.ranking && list.coming.is_none();
    let looked_up = marks(state, pane).looked_up;
    if lost || looked_up.is_some_and(|asked| asked != number) {
        marks_mut(state, pane).looked_up = None;
        let key = key_of(&state.keymap, Command::MarkRange);
        let text = format!(
            "the list was ranked anew and its rows stand elsewhere: nothing was marked; {key} begins a range again"
        );
        state.notice = Some(Notice::info(text));
    }
    let marks = marks_mut(state, pane);
    if marks.count() == 0 || !stands || marks.here(number).is_some() || marks.asked == Some(number)
    {
        return None;
    }
    marks.asked = Some(number);
    if all.is_some() {
        let count = marks.count();
        marks.counted(number, count);
        return None;
    }
    Some(Effect::CountMarked {
        pane,
        generation: number,
        rows: marks.rows(),
    })
}

/// How many rows are marked, in the list and beside it: `12 marked`, `12 marked, 3 not in this list`; while a range is
/// drawn what it holds. Long and short; none where nothing is marked.
pub fn told(state: &State, pane: Pane) -> Option<(String, String)> {
    let (list, marks) = (list(state, pane), marks(state, pane));
    let count = marks.count();
    let beside = marks
        .here(list.generation)
        .map_or(0, |here| count - here.min(count));
    let marked = match (count, beside) {
        (0, _) => None,
        (_, 0) => Some((
            format!("{} marked", words(count)),
            format!("{} marked", words(count)),
        )),
        _ => Some((
            format!(
                "{} marked, {} not in this list",
                words(count),
                words(beside)
            ),
            format!("{} marked, {} not here", words(count), words(beside)),
        )),
    };
    let Some(range) = list.range() else {
        return marked;
    };
    let range = format!("range of {}", words(range.end - range.start));
    Some(match marked {
        Some((long, short)) => (format!("{range} · {long}"), format!("{range} · {short}")),
        None => (range.clone(), range),
    })
}

/// What stands before a row beside the cursor: that it is marked, or that it will be.
pub fn sign(state: &State, pane: Pane, (place, row): (u64, Option<RowId>)) -> &'static str {
    let in_range = list(state, pane)
        .range()
        .is_some_and(|range| range.contains(&place));
    let marked = row.is_some_and(|row| marks(state, pane).has(row));
    match (marked, in_range) {
        (true, _) => "*",
        (false, true) => "+",
        (false, false) => "",
    }
}

fn words(count: u64) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}
