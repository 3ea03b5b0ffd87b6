//! What of a list is copied, and how: the cell, the row or the marked rows. What it comes to is written behind the sheet
//! and said before it is copied.

use super::Overlay;
use crate::app::command::Command;
use crate::app::copying::{CopyForm, CopyOrder, CopyWhat, Written, address_column};
use crate::app::effect::{Effect, Pane};
use crate::app::export::on_screen;
use crate::app::listing::list;
use crate::app::marking::marks;
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::model::rows::RowId;
use crate::model::text::one_line;

/// What can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The chosen column of the row under the cursor.
    Cell,
    /// That row.
    Row,
    /// The marked rows that are in the list.
    Marked,
}

impl What {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::Cell, Self::Row, Self::Marked];
}

/// The sheet.
#[derive(Clone, Debug)]
pub struct CopySheet {
    /// Of which list.
    pub pane: Pane,
    /// What is copied.
    pub what: What,
    /// How.
    pub form: CopyForm,
    /// Number of the order whose answer is awaited or here.
    pub number: u64,
    /// What it comes to; none while it is written.
    pub written: Option<Result<Written, String>>,
    /// The row that was under the cursor when the sheet was opened.
    row: RowId,
}

impl CopySheet {
    /// Something else is copied; false if it was that already.
    pub(super) fn point(&mut self, at: usize) -> bool {
        let Some(what) = What::ALL.get(at) else {
            return true;
        };
        std::mem::replace(&mut self.what, *what) != *what
    }

    /// It is copied in another form.
    pub(super) fn take_form(&mut self, at: usize) {
        if let Some(form) = CopyForm::ALL.get(at) {
            self.form = *form;
        }
    }
}

/// Opens the sheet: on the marked rows where there are some, else on the row.
pub fn open(state: &mut State, pane: Pane) -> Vec<Effect> {
    let own = list(state, pane);
    let Some(row) = own.current().map(|row| row.id) else {
        state.notice = Some(Notice::info("there is no row to copy"));
        return Vec::new();
    };
    let what = match marks(state, pane).count() {
        0 => What::Row,
        _ => What::Marked,
    };
    state.overlay = Some(Overlay::Copy(CopySheet {
        pane,
        what,
        form: CopyForm::Text,
        number: 0,
        written: None,
        row,
    }));
    order(state, false).into_iter().collect()
}

/// A command on the sheet.
pub(super) fn update(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    let Some(Overlay::Copy(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    let turned = |at: usize, count: usize, by: isize| {
        let count = count.cast_signed();
        (at.cast_signed() + by).rem_euclid(count).cast_unsigned()
    };
    match command {
        Some(Command::Down | Command::Up) => {
            let by = if command == Some(Command::Down) {
                1
            } else {
                -1
            };
            let at = What::ALL.iter().position(|what| *what == sheet.what);
            sheet.what = What::ALL[turned(at.unwrap_or(0), What::ALL.len(), by)];
        }
        Some(Command::Right | Command::Left | Command::NextPane | Command::PreviousPane) => {
            let right = matches!(command, Some(Command::Right | Command::NextPane));
            let by = if right { 1 } else { -1 };
            let at = CopyForm::ALL.iter().position(|form| *form == sheet.form);
            sheet.form = CopyForm::ALL[turned(at.unwrap_or(0), CopyForm::ALL.len(), by)];
        }
        Some(Command::Open | Command::Copy | Command::CopySheet) => return go(state),
        Some(Command::Back | Command::Quit) => {
            state.overlay = None;
            return Vec::new();
        }
        _ => return Vec::new(),
    }
    order(state, false).into_iter().collect()
}

fn go(state: &mut State) -> Vec<Effect> {
    let effect = order(state, true);
    if let (Some(_), Some(Overlay::Copy(sheet))) = (&effect, &state.overlay) {
        let marked = sheet.what == What::Marked;
        state.overlay = None;
        state.notice = marked.then(|| Notice::info("copying …"));
    }
    effect.into_iter().collect()
}

/// The order that the sheet stands for. None, and why is said, where there is nothing to copy.
pub(super) fn order(state: &mut State, go: bool) -> Option<Effect> {
    let Some(Overlay::Copy(sheet)) = &state.overlay else {
        return None;
    };
    let (pane, form) = (sheet.pane, sheet.form);
    let own = list(state, pane);
    let view = own.shown.clone().or_else(|| own.view.clone())?;
    let address = address_column(&view.list);
    let marked = marks(state, pane);
    let why = if form == CopyForm::Urls && address.is_none() {
        Some("such rows have no address")
    } else if sheet.what == What::Marked && marked.count() == 0 {
        Some("no row is marked")
    } else {
        None
    };
    let columns = match (form, sheet.what) {
        (CopyForm::Urls, _) => address.into_iter().collect(),
        (_, What::Cell) => vec![own.column],
        _ => on_screen(state, pane),
    };
    let what = match sheet.what {
        What::Cell => CopyWhat::Cell(sheet.row),
        What::Row => CopyWhat::Row(sheet.row),
        What::Marked => CopyWhat::Rows(marked.rows()),
    };
    state.copies += 1;
    let number = state.copies;
    if let Some(Overlay::Copy(sheet)) = &mut state.overlay {
        sheet.number = number;
        sheet.written = why.map(|why| Err(why.to_owned()));
    }
    let order = CopyOrder {
        number,
        pane,
        view,
        what,
        columns,
        form,
        go,
    };
    why.is_none().then(|| Effect::CopyRows(Box::new(order)))
}

/// Rows were written; those of an older order mean nothing.
pub fn written(state: &mut State, number: u64, written: Result<Written, String>) {
    if let Some(Overlay::Copy(sheet)) = state.sheet_mut()
        && sheet.number == number
    {
        let safe = |written: Written| Written {
            first: one_line(&written.first),
            ..written
        };
        sheet.written = Some(written.map(safe).map_err(|why| one_line(&why)));
    }
}
