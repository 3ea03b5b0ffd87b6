//! The limits with what is used of each, and the line in which one is changed.

use tui_input::Input;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::input::{self, Key};
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::model::money::{LimitChange, Limits};

/// The sheet.
#[derive(Clone, Debug, Default)]
pub struct LimitSheet {
    /// The line.
    pub line: Input,
    /// What the last line came to, and whether that is trouble.
    pub said: Option<Notice>,
}

/// Opens the sheet.
pub fn open(state: &mut State) {
    state.overlay = Some(Overlay::Limits(LimitSheet::default()));
}

/// A key while a limit is typed.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(Overlay::Limits(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    if command == Some(Command::Open) {
        let typed = sheet.line.value().trim();
        // `limit` alone shows what is shown already.
        if matches!(typed, "" | "limit") {
            state.overlay = None;
            return Vec::new();
        }
        return match LimitChange::read(typed) {
            Ok(change) => {
                sheet.said = None;
                vec![Effect::SetLimit(change)]
            }
            Err(why) => {
                sheet.said = Some(Notice::trouble(crate::model::text::one_line(&why)));
                Vec::new()
            }
        };
    }
    if !input::edit(&mut sheet.line, key) && command == Some(Command::Back) {
        state.overlay = None;
    }
    Vec::new()
}

/// A limit was changed, or why it was not.
pub fn set(state: &mut State, answer: Result<(Limits, String), String>) {
    let notice = match answer {
        Ok((limits, said)) => {
            state.limits = limits;
            Notice::info(said)
        }
        Err(why) => Notice::trouble(why),
    };
    match state.sheet_mut() {
        Some(Overlay::Limits(sheet)) => {
            if !notice.trouble {
                sheet.line = Input::default();
            }
            sheet.said = Some(notice);
        }
        _ => state.notice = Some(notice),
    }
}
