//! Every charge of this data folder, the newest first; what is typed filters.

use tui_input::Input;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::input::{self, Key};
use crate::app::layout;
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::model::charge::Charge;

/// Lines that a charge takes.
pub const LINES: u16 = 2;

/// Lines beside the charges: border, sum, filter and what divides them.
pub const HEAD: u16 = 5;

/// The sheet.
#[derive(Clone, Debug, Default)]
pub struct LedgerSheet {
    /// The charges, newest first; none while they are read.
    pub charges: Option<Vec<Charge>>,
    /// What is typed.
    pub filter: Input,
    /// Charges scrolled away.
    pub top: usize,
}

impl LedgerSheet {
    /// The charges in which every typed word stands.
    pub fn shown(&self) -> Vec<&Charge> {
        let all = self.charges.iter().flatten();
        all.filter(|charge| charge.matches(self.filter.value()))
            .collect()
    }
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (118, size.1.saturating_sub(4)))
}

/// Opens the sheet; its charges are read.
pub fn open(state: &mut State) -> Vec<Effect> {
    state.overlay = Some(Overlay::Ledger(LedgerSheet::default()));
    vec![Effect::ReadLedger]
}

/// The charges came, oldest first.
pub fn read(state: &mut State, answer: Result<Vec<Charge>, String>) {
    match (state.sheet_mut(), answer) {
        (Some(Overlay::Ledger(sheet)), Ok(mut charges)) => {
            charges.reverse();
            sheet.charges = Some(charges);
        }
        (_, Err(why)) => state.notice = Some(Notice::trouble(why)),
        (_, Ok(_)) => {}
    }
}

/// A key on the sheet: what writes a character filters, the rest scrolls.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) {
    let page = usize::from(area(state.size).height.saturating_sub(HEAD) / LINES).max(1);
    let Some(Overlay::Ledger(sheet)) = &mut state.overlay else {
        return;
    };
    if input::edit(&mut sheet.filter, key) {
        sheet.top = 0;
        return;
    }
    let last = sheet.shown().len().saturating_sub(page);
    match command {
        Some(Command::Down) => sheet.top += 1,
        Some(Command::Up) => sheet.top = sheet.top.saturating_sub(1),
        Some(Command::PageDown | Command::HalfDown) => sheet.top += page,
        Some(Command::PageUp | Command::HalfUp) => sheet.top = sheet.top.saturating_sub(page),
        Some(Command::Back) if !sheet.filter.value().is_empty() => {
            sheet.filter = Input::default();
            sheet.top = 0;
            return;
        }
        Some(Command::Back) => {
            state.overlay = None;
            return;
        }
        _ => {}
    }
    sheet.top = sheet.top.min(last);
}
