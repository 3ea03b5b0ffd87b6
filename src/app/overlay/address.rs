//! An address that cannot be opened here, in full, with a key that copies it.

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::layout;
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::model::text::{Safe, one_line};

/// Lines of the sheet that are no address: its border, why it is here and a blank.
const HEAD: u16 = 4;

/// The sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressSheet {
    /// The address, safe to show.
    pub url: String,
    /// Why it is not opened, safe to show.
    pub why: String,
    /// Lines scrolled away.
    pub top: usize,
}

/// The sheet's place.
pub fn area(state: &State, sheet: &AddressSheet) -> ratatui::layout::Rect {
    let wide = state.size.0.min(100);
    let lines = lines(&sheet.url, wide.saturating_sub(4)).len();
    let high = u16::try_from(lines)
        .unwrap_or(u16::MAX)
        .saturating_add(HEAD);
    let most = state.size.1.saturating_sub(2);
    layout::overlay(state.size, (wide, high.min(most)))
}

/// The address in lines of a width, nothing of it left out.
pub fn lines(url: &str, width: u16) -> Vec<String> {
    wrap(url, usize::from(width).max(2))
}

/// An address cannot be opened here: it is told where one line has room for it, else on a sheet of its own.
pub fn shown(state: &mut State, url: &str, why: &str) {
    let (url, why) = (one_line(url), one_line(why));
    let text = format!("{why}: {url}");
    let line = Notice::info(&text);
    let room = usize::from(state.size.0.saturating_sub(2));
    if state.overlay.is_some() || wrap(&text, room).len() <= 1 {
        state.notice = Some(line);
        return;
    }
    state.overlay = Some(Overlay::Address(AddressSheet { url, why, top: 0 }));
}

/// A command on the sheet.
pub(super) fn update(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    let Some(Overlay::Address(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let area = area(state, sheet);
    let room = usize::from(area.height.saturating_sub(HEAD)).max(1);
    let last = lines(&sheet.url, area.width.saturating_sub(4)).len();
    let last = last.saturating_sub(room);
    let copied = Effect::Copy(Safe::line(&sheet.url).kept());
    let Some(Overlay::Address(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    match command {
        Some(Command::Copy) => {
            state.overlay = None;
            return vec![copied];
        }
        Some(Command::Down) => sheet.top = (sheet.top + 1).min(last),
        Some(Command::Up) => sheet.top = sheet.top.saturating_sub(1),
        Some(Command::Top | Command::PageUp | Command::HalfUp) => sheet.top = 0,
        Some(Command::Bottom | Command::PageDown | Command::HalfDown) => sheet.top = last,
        Some(Command::Back | Command::Quit | Command::Open) => state.overlay = None,
        _ => {}
    }
    Vec::new()
}
