//! Pictures of a list: counted behind the screen, looked at mark by mark. A mark becomes the list's filter.

mod places;
mod walk;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::{Effect, Pane};
use crate::app::facts::DatasetFacts;
use crate::app::filtering;
use crate::app::listing::{held, list, list_mut};
use crate::app::notices::Notice;
use crate::app::progress::Gone;
use crate::app::state::State;
use crate::model::far::Far;
use crate::model::picture::{self, Drawn, Grain, Mark, Name, Picture};
use crate::model::rows::Generation;
use crate::model::text::Safe;

pub use places::{LEGEND, Places, grain, places};

/// The sheet.
#[derive(Clone, Debug)]
pub struct PictureSheet {
    /// Of which list.
    pub pane: Pane,
    /// The pictures that the list can show.
    pub names: Vec<Name>,
    /// The one that is shown.
    pub at: usize,
    /// The mark under the cursor.
    pub mark: usize,
    /// Which of its numbers.
    pub number: usize,
    /// The first line on screen, of bars and tables.
    pub top: usize,
    /// The numbers are shown as a table.
    pub as_table: bool,
    /// What came of it; none while it is counted.
    pub counted: Option<Result<Box<Picture>, String>>,
    /// How far the count is, where it told.
    pub gone: Option<Gone>,
    asked: Option<Generation>,
}

impl PictureSheet {
    /// The picture that is wanted.
    pub fn name(&self) -> Option<Name> {
        self.names.get(self.at).copied()
    }

    /// The picture, once it is counted.
    pub fn picture(&self) -> Option<&Picture> {
        match &self.counted {
            Some(Ok(picture)) => Some(picture),
            _ => None,
        }
    }

    /// Its marks as they are drawn on a screen of this size, the regions of a grid last.
    pub fn marks(&self, size: (u16, u16)) -> Vec<Mark> {
        let picture = self.picture();
        picture.map_or_else(Vec::new, |picture| {
            let mut marks = picture.marks(grain(picture, size));
            marks.extend(picture.regions());
            marks
        })
    }

    /// Another one of the pictures.
    pub(super) fn show(&mut self, at: usize) {
        if at != self.at && at < self.names.len() {
            self.at = at;
            self.start_over();
        }
    }

    /// Whether what it asked for is not answered.
    pub(in crate::app) fn is_counting(&self) -> bool {
        self.asked.is_some() && self.counted.is_none()
    }

    /// Whether it waits for this picture of this ranking.
    fn waits_for(&self, (pane, generation): (Pane, Generation), name: Name) -> bool {
        self.pane == pane
            && self.asked == Some(generation)
            && self.name() == Some(name)
            && self.counted.is_none()
    }

    fn turn(&mut self, right: bool) {
        let count = self.names.len();
        if count > 1 {
            let by = if right { 1 } else { count - 1 };
            self.at = (self.at + by) % count;
            self.start_over();
        }
    }

    fn start_over(&mut self) {
        (self.mark, self.number, self.top) = (0, 0, 0);
        self.counted = None;
        self.gone = None;
        self.asked = None;
    }

    /// Keeps the cursor on a mark, and what scrolls around it.
    fn settle(&mut self, size: (u16, u16)) {
        let Some(picture) = self.picture() else {
            return;
        };
        let marks = picture.marks(grain(picture, size)).len() + picture.regions().len();
        let numbers = picture.numbers().len();
        let page = places(size).lines();
        self.mark = self.mark.min(marks.saturating_sub(1));
        self.number = self.number.min(numbers.saturating_sub(1));
        let lowest = (self.mark + 1).saturating_sub(page);
        self.top = self.top.clamp(lowest, self.mark.max(lowest));
    }

    /// The most telling mark: the largest of a distribution, the latest of a time, the first of others.
    fn first_mark(&self, size: (u16, u16)) -> usize {
        let marks = self.picture();
        let marks = marks.map_or_else(Vec::new, |picture| picture.marks(grain(picture, size)));
        let largest = || {
            let first = |mark: &Mark| mark.numbers.first().copied().flatten();
            let most = marks.iter().filter_map(first).max();
            marks.iter().position(|mark| first(mark) == most)
        };
        match self.picture().map(|picture| &picture.drawn) {
            Some(Drawn::Grid(_) | Drawn::Bins(_)) => largest().unwrap_or(0),
            Some(Drawn::Months(_) | Drawn::Lines(_)) => marks.len().saturating_sub(1),
            Some(Drawn::Bars(_)) | None => 0,
        }
    }
}

/// The pictures that the columns of a list give.
pub(super) fn offered(state: &State, pane: Pane) -> Vec<Name> {
    match (&list(state, pane).view, state.facts(pane)) {
        (Some(view), Some(facts)) => {
            picture::offered(&view.list, &|table, id| facts.lacks(table, id))
        }
        _ => Vec::new(),
    }
}

/// Opens the sheet with the picture that was shown last, where this list can show it.
pub fn open(state: &mut State, pane: Pane) -> Vec<Effect> {
    let own = list(state, pane);
    let names = offered(state, pane);
    let text = match own.total.unwrap_or(0) {
        _ if names.is_empty() => "this list has nothing to draw: no flows, days, topics or others",
        0 => "there are no rows to draw",
        _ => "",
    };
    if !text.is_empty() {
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    let last = names.iter().position(|name| Some(*name) == state.picture);
    state.overlay = Some(Overlay::Pictures(Box::new(PictureSheet {
        pane,
        names,
        at: last.unwrap_or(0),
        mark: 0,
        number: 0,
        top: 0,
        as_table: false,
        counted: None,
        gone: None,
        asked: None,
    })));
    Vec::new()
}

/// Opens the sheet with a picture by its name.
pub fn open_by(state: &mut State, pane: Pane, name: &str) -> Result<Vec<Effect>, String> {
    let effects = open(state, pane);
    let Some(sheet) = sheet_mut(state) else {
        return Ok(effects);
    };
    let wanted = Name::named(name);
    if let Some(at) = sheet.names.iter().position(|own| Some(*own) == wanted) {
        sheet.at = at;
        return Ok(effects);
    }
    let names: Vec<&str> = sheet.names.iter().map(|name| name.id()).collect();
    let why = format!(
        "this list has no picture `{name}`; it has {}",
        names.join(", ")
    );
    state.overlay = None;
    Err(why)
}

/// The sheet, if it is open, be it under help.
pub fn sheet(state: &State) -> Option<&PictureSheet> {
    match state.sheet() {
        Some(Overlay::Pictures(sheet)) => Some(sheet),
        _ => None,
    }
}

fn sheet_mut(state: &mut State) -> Option<&mut PictureSheet> {
    match state.sheet_mut() {
        Some(Overlay::Pictures(sheet)) => Some(sheet),
        _ => None,
    }
}

/// The effect of a count that is due: not yet asked for, or asked in a ranking that was replaced. It waits for a
/// list that is whole; one that could not be ranked anew is counted as it stands.
pub fn ask(state: &mut State) -> Option<Effect> {
    let shown = sheet(state)?;
    let own = list(state, shown.pane);
    let generation = own.generation;
    let stands = own.whole && !own.ranking && own.coming.is_none();
    if !stands || shown.counted.is_some() || shown.asked == Some(generation) {
        return None;
    }
    let shown = sheet_mut(state)?;
    shown.asked = Some(generation);
    shown.gone = None;
    let (pane, name) = (shown.pane, shown.name()?);
    state.picture = Some(name);
    Some(Effect::Picture {
        pane,
        generation,
        name,
    })
}

/// A picture came so far; one of another kind or an older ranking is dropped.
pub fn grew(state: &mut State, of: (Pane, Generation), name: Name, far: Far) {
    let now = state.now;
    if let Some(sheet) = sheet_mut(state).filter(|sheet| sheet.waits_for(of, name)) {
        Gone::report(&mut sheet.gone, far, now);
    }
}

/// A picture came; one of another kind or an older ranking is dropped.
pub fn counted(
    state: &mut State,
    of: (Pane, Generation),
    name: Name,
    picture: Result<Box<Picture>, String>,
) {
    let size = state.size;
    if let Some(sheet) = sheet_mut(state).filter(|sheet| sheet.waits_for(of, name)) {
        sheet.counted = Some(picture.map_err(|why| crate::model::text::one_line(&why)));
        sheet.mark = sheet.first_mark(size);
        sheet.settle(size);
    }
}

/// A command on the sheet.
pub(super) fn update(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    let size = state.size;
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    match command {
        Some(Command::Right | Command::Pictures) => sheet.turn(true),
        Some(Command::Left) => sheet.turn(false),
        Some(Command::Tables | Command::NextPane) => sheet.as_table = !sheet.as_table,
        Some(Command::Reread) => {
            sheet.start_over();
            return rank_anew(state);
        }
        Some(Command::Open) => return take_mark(state),
        Some(Command::Copy) => return copy(sheet, size),
        Some(Command::Back | Command::Quit) => state.overlay = None,
        Some(command) => walk::step(sheet, command, size),
        None => {}
    }
    if let Some(sheet) = sheet_mut(state) {
        sheet.settle(size);
    }
    Vec::new()
}

/// A list that broke off has nothing to count until it is ranked anew.
fn rank_anew(state: &mut State) -> Vec<Effect> {
    let Some(pane) = sheet(state).map(|sheet| sheet.pane) else {
        return Vec::new();
    };
    let held = held(state, pane);
    if list(state, pane).is_cut_short() {
        list_mut(state, pane).rank(held)
    } else {
        Vec::new()
    }
}

/// The mark under the cursor in one line: its names and its number.
fn copy(sheet: &PictureSheet, size: (u16, u16)) -> Vec<Effect> {
    let marks = sheet.marks(size);
    let Some(mark) = marks.get(sheet.mark) else {
        return Vec::new();
    };
    let names = mark.names.iter().map(|name| name.plain().into_owned());
    let numbers = mark.numbers.iter();
    let numbers = numbers.map(|number| number.map_or(String::new(), |n| n.to_string()));
    let cells: Vec<String> = names.chain(numbers).collect();
    vec![Effect::Copy(Safe::line(&cells.join(" ")).kept())]
}

/// The mark under the cursor becomes the list's filter, beside the one in force.
fn take_mark(state: &mut State) -> Vec<Effect> {
    let Some(sheet) = sheet(state) else {
        return Vec::new();
    };
    let pane = sheet.pane;
    let marks = sheet.marks(state.size);
    let filter = marks.get(sheet.mark);
    let filter = filter.and_then(|mark| mark.filters.get(sheet.number));
    let Some(filter) = filter.filter(|filter| !filter.is_empty()).cloned() else {
        if sheet.picture().is_some() {
            state.notice = Some(Notice::info("no rows of this list stand behind this mark"));
        }
        return Vec::new();
    };
    let text = filtering::joined(list(state, pane).filter(), &filter);
    state.overlay = None;
    let effects = filtering::apply(state, pane, &text);
    if state.notice.is_none() {
        state.notice = Some(Notice::info(format!("filtered by {text}")));
    }
    effects
}

/// Whether more rows may come to the list of a sheet.
pub fn is_arriving(state: &State, sheet: &PictureSheet) -> bool {
    let facts = state.facts(sheet.pane);
    facts.is_some_and(DatasetFacts::is_arriving)
}

/// The grain of what a sheet shows.
pub fn grain_of(sheet: &PictureSheet, size: (u16, u16)) -> Grain {
    let picture = sheet.picture();
    picture.map_or(Grain::FINEST, |picture| grain(picture, size))
}
