//! A tally: the values of one column of a list with how often each occurs. Other columns are a key away, and a
//! value becomes the list's filter.

use super::Overlay;
use crate::app::columns::Shape;
use crate::app::command::Command;
use crate::app::effect::{Effect, Pane};
use crate::app::facts::DatasetFacts;
use crate::app::filtering;
use crate::app::layout;
use crate::app::list::List;
use crate::app::listing::{held, list, list_mut};
use crate::app::notices::Notice;
use crate::app::progress::Gone;
use crate::app::state::State;
use crate::model::column::EXTRA;
use crate::model::domain::DOMAINS;
use crate::model::far::Far;
use crate::model::filter;
use crate::model::rows::{self, Field, Generation, Of};
use crate::model::tally::{Tally, TallyRow};
use crate::model::text::Safe;

/// Lines of the sheet above the first value.
pub const HEAD: u16 = 4;

/// The sheet.
#[derive(Clone, Debug)]
pub struct TallySheet {
    /// Of which list.
    pub pane: Pane,
    /// The columns that can be counted by.
    pub fields: Vec<Field>,
    /// The one that is.
    pub at: usize,
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line on screen.
    pub top: usize,
    /// What is counted: the rows that pass this filter.
    pub filter: String,
    /// Rows of the list without that filter.
    pub of: u64,
    /// More rows may come.
    pub arriving: bool,
    /// What came of it; none while it is counted.
    pub counted: Option<Result<Box<Tally>, String>>,
    /// How far the count is, where it told.
    pub gone: Option<Gone>,
    asked: Option<Generation>,
}

impl TallySheet {
    /// The column that is counted by.
    pub fn field(&self) -> Option<Field> {
        self.fields.get(self.at).copied()
    }

    /// Its title for this list, safe to show.
    pub fn title(&self, list: &List) -> String {
        match self.field() {
            Some(field) if field.of == Of::Domain => {
                format!("Domain's {}", DOMAINS.columns[field.column].title)
            }
            Some(field) => list.title(field.column).to_owned(),
            None => String::new(),
        }
    }

    /// The values that were counted.
    pub fn rows(&self) -> &[TallyRow] {
        match &self.counted {
            Some(Ok(tally)) => &tally.values,
            _ => &[],
        }
    }

    /// Whether what it asked for is not answered.
    pub(in crate::app) fn is_counting(&self) -> bool {
        self.asked.is_some() && self.counted.is_none()
    }

    /// Whether it waits for a count of this column in this ranking.
    fn waits_for(&self, (pane, generation): (Pane, Generation), field: Field) -> bool {
        self.pane == pane
            && self.asked == Some(generation)
            && self.field() == Some(field)
            && self.counted.is_none()
    }

    /// The next column, or the one before; around both ends.
    fn turn(&mut self, right: bool) {
        let count = self.fields.len();
        if count > 1 {
            let by = if right { 1 } else { count - 1 };
            self.at = (self.at + by) % count;
            self.start_over();
        }
    }

    fn start_over(&mut self) {
        (self.cursor, self.top) = (0, 0);
        self.counted = None;
        self.gone = None;
        self.asked = None;
    }
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (110, size.1.saturating_sub(2)))
}

/// Values that fit on the sheet.
fn page(size: (u16, u16)) -> usize {
    usize::from(area(size).height.saturating_sub(2 + HEAD)).max(1)
}

/// Opens the sheet for the chosen column.
pub fn open(state: &mut State, pane: Pane) -> Vec<Effect> {
    let list = list(state, pane);
    if list.total.unwrap_or(0) == 0 {
        state.notice = Some(Notice::info("there are no rows to count"));
        return Vec::new();
    }
    let fields = fields(state, list);
    let own = |field: &Field| field.of == Of::Row && field.column == list.column;
    let at = fields.iter().position(own).unwrap_or(0);
    state.overlay = Some(Overlay::Tally(Box::new(TallySheet {
        pane,
        fields,
        at,
        cursor: 0,
        top: 0,
        filter: String::new(),
        of: 0,
        arriving: false,
        counted: None,
        gone: None,
        asked: None,
    })));
    Vec::new()
}

/// Opens the sheet for a column by its name.
pub fn open_by(state: &mut State, pane: Pane, name: &str) -> Result<Vec<Effect>, String> {
    let table = list(state, pane).table;
    let field = Field::named(table, &name.replace([' ', '-'], "_"));
    let effects = open(state, pane);
    let Some(Overlay::Tally(sheet)) = &mut state.overlay else {
        return Ok(effects);
    };
    match sheet.fields.iter().position(|own| Some(*own) == field) {
        Some(at) => sheet.at = at,
        None => {
            state.overlay = None;
            return Err(format!(
                "nothing can be counted by `{name}` in {}: there is no such column, or no row fills it; tab lists the columns",
                table.name
            ));
        }
    }
    Ok(effects)
}

/// The columns that are filled: the list's own, for links also those of their referring domains.
fn fields(state: &State, list: &List) -> Vec<Field> {
    let filled = |of, table: &'static crate::model::column::Table, shape: &Shape| {
        let columns = table.columns.iter().enumerate();
        let filled = columns.filter(|(at, c)| !shape.lacks(*at) && c.id != EXTRA);
        filled
            .map(|(column, _)| Field { of, column })
            .collect::<Vec<_>>()
    };
    let mut fields = filled(Of::Row, list.table, &list.shape);
    if let (Pane::Links, Some(facts)) = (list.pane, &state.dataset) {
        let shape = Shape::of(&rows::List::Domains, facts);
        // The first column is the domain itself, which a link names too.
        fields.extend(
            filled(Of::Domain, &DOMAINS, &shape)
                .into_iter()
                .filter(|field| field.column != 0),
        );
    }
    fields
}

/// The sheet, if it is open, be it under help.
pub(in crate::app) fn sheet(state: &State) -> Option<&TallySheet> {
    match state.sheet() {
        Some(Overlay::Tally(sheet)) => Some(sheet),
        _ => None,
    }
}

fn sheet_mut(state: &mut State) -> Option<&mut TallySheet> {
    match state.sheet_mut() {
        Some(Overlay::Tally(sheet)) => Some(sheet),
        _ => None,
    }
}

/// The effect of a count that is due: not yet asked for, or asked in a ranking that was replaced. It waits for a
/// list that is whole; one that could not be ranked anew is counted as it stands.
pub fn ask(state: &mut State) -> Option<Effect> {
    let sheet = sheet(state)?;
    let list = list(state, sheet.pane);
    let (generation, of) = (list.generation, list.of);
    let stands = list.whole && !list.ranking && list.coming.is_none();
    if !stands || sheet.counted.is_some() || sheet.asked == Some(generation) {
        return None;
    }
    let filter = list.shown_filter().to_owned();
    let facts = state.facts(sheet.pane);
    let arriving = facts.is_some_and(DatasetFacts::is_arriving);
    let sheet = sheet_mut(state)?;
    sheet.asked = Some(generation);
    sheet.gone = None;
    (sheet.filter, sheet.of, sheet.arriving) = (filter, of, arriving);
    Some(Effect::Tally {
        pane: sheet.pane,
        generation,
        field: sheet.field()?,
    })
}

/// A count came so far; that of another column or an older ranking is dropped.
pub fn grew(state: &mut State, of: (Pane, Generation), field: Field, far: Far) {
    let now = state.now;
    if let Some(sheet) = sheet_mut(state).filter(|sheet| sheet.waits_for(of, field)) {
        Gone::report(&mut sheet.gone, far, now);
    }
}

/// A count came; that of another column or an older ranking is dropped.
pub fn counted(
    state: &mut State,
    of: (Pane, Generation),
    field: Field,
    tally: Result<Box<Tally>, String>,
) {
    if let Some(sheet) = sheet_mut(state).filter(|sheet| sheet.waits_for(of, field)) {
        sheet.counted = Some(tally.map_err(|why| crate::model::text::one_line(&why)));
    }
}

/// A command on the sheet.
pub(super) fn update(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    let page = page(state.size);
    let Some(Overlay::Tally(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    let last = sheet.rows().len().saturating_sub(1);
    match command {
        Some(Command::Down) => sheet.cursor += 1,
        Some(Command::Up) => sheet.cursor = sheet.cursor.saturating_sub(1),
        Some(Command::Top) => sheet.cursor = 0,
        Some(Command::Bottom) => sheet.cursor = last,
        Some(Command::HalfDown) => sheet.cursor += page.div_ceil(2),
        Some(Command::HalfUp) => sheet.cursor = sheet.cursor.saturating_sub(page.div_ceil(2)),
        Some(Command::PageDown) => sheet.cursor += page,
        Some(Command::PageUp) => sheet.cursor = sheet.cursor.saturating_sub(page),
        Some(Command::Right | Command::ColumnRight) => sheet.turn(true),
        Some(Command::Left | Command::ColumnLeft) => sheet.turn(false),
        Some(Command::Reread) => {
            sheet.start_over();
            return rank_anew(state);
        }
        Some(Command::Open) => return take_value(state),
        Some(Command::Copy) => return copy(sheet),
        Some(Command::Back | Command::Quit | Command::Tally) => state.overlay = None,
        _ => {}
    }
    if let Some(Overlay::Tally(sheet)) = &mut state.overlay {
        sheet.cursor = sheet.cursor.min(sheet.rows().len().saturating_sub(1));
        let lowest = (sheet.cursor + 1).saturating_sub(page);
        sheet.top = sheet.top.clamp(lowest, sheet.cursor);
    }
    Vec::new()
}

/// A list that broke off has nothing to count until it is ranked anew.
fn rank_anew(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Tally(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let (pane, held) = (sheet.pane, held(state, sheet.pane));
    if list(state, pane).is_cut_short() {
        list_mut(state, pane).rank(held)
    } else {
        Vec::new()
    }
}

fn copy(sheet: &TallySheet) -> Vec<Effect> {
    let row = sheet.rows().get(sheet.cursor);
    row.map_or_else(Vec::new, |row| {
        vec![Effect::Copy(Safe::line(&row.value.plain()).kept())]
    })
}

/// The value under the cursor becomes the list's filter, beside the one in force.
fn take_value(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Tally(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let pane = sheet.pane;
    let list = list(state, pane);
    let (Some(field), Some(row)) = (sheet.field(), sheet.rows().get(sheet.cursor)) else {
        return Vec::new();
    };
    let value = filter::for_value(list.table, field, &row.value);
    let text = filtering::joined(list.filter(), &value);
    state.overlay = None;
    filtering::apply(state, pane, &text)
}
