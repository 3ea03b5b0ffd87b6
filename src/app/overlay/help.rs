//! Help: every command of the one table, by context, with its effective keys, and the signs of the screen.

use super::Overlay;
use crate::app::command::{COMMANDS, Command, Context, keys_text};
use crate::app::layout;
use crate::app::state::State;
use crate::app::update::context_of;
use crate::app::wrap::wrap;
use crate::config::Keymap;

/// Cells for the keys.
pub const KEYS: usize = 20;

/// One line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Name of a context.
    Heading(String),
    /// Keys, and what they do.
    Row(String, String),
    /// Nothing.
    Blank,
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (92, size.1.saturating_sub(2)))
}

/// What the short figures and marks on the screen mean.
const SIGNS: [(&str, &str); 8] = [
    (
        "An Re It",
        "Analysis, retrieval and item-info units of the account, where there is no room for the words.",
    ),
    (
        "350K+90K+1",
        "Units in the order analysis + retrieval + items. Short figures are cut, never rounded up.",
    ),
    (
        "held",
        "Of the budget line: reserved for jobs that are not settled yet.",
    ),
    (
        "12 of 90 held",
        "Counts of a list say what they are part of: of the rows held, or of what the service knows.",
    ),
    (
        "Best TF ↓",
        "The list's order: ↓ largest first, ↑ smallest first.",
    ),
    (
        "[Links]",
        "The chosen column: what sorting and copying take.",
    ),
    (
        "*",
        "Before a row: it is marked, so that its metrics can be fetched.",
    ),
    ("–", "Not known."),
];

/// Every line, broken to the sheet's width; the keys of the pane one is in come first.
pub fn lines(keymap: &Keymap, width: u16, here: Context) -> Vec<Line> {
    let room = usize::from(width).saturating_sub(KEYS + 1).max(8);
    let mut lines = Vec::new();
    let others = Context::ALL.into_iter().filter(|context| *context != here);
    for context in std::iter::once(here).chain(others) {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        let mark = if context == here { " (this pane)" } else { "" };
        lines.push(Line::Heading(format!("{}{mark}", context.title())));
        for entry in COMMANDS.iter().filter(|e| e.context == context) {
            let mut keys = keys_text(keymap, entry);
            if keys.is_empty() {
                keys.push('–');
            }
            for part in wrap(entry.help, room) {
                lines.push(Line::Row(std::mem::take(&mut keys), part));
            }
        }
    }
    lines.push(Line::Blank);
    lines.push(Line::Heading("Signs".to_owned()));
    for (sign, meaning) in SIGNS {
        let mut sign = sign.to_owned();
        for part in wrap(meaning, room) {
            lines.push(Line::Row(std::mem::take(&mut sign), part));
        }
    }
    lines
}

/// Scrolls or closes help.
pub fn update(state: &mut State, command: Option<Command>) {
    let area = area(state.size);
    let page = usize::from(area.height.saturating_sub(2)).max(1);
    let here = context_of(state.focus);
    let count = lines(&state.keymap, area.width.saturating_sub(4), here).len();
    let last = count.saturating_sub(page);
    let Some(Overlay::Help { top }) = &mut state.overlay else {
        return;
    };
    match command {
        Some(Command::Down) => *top += 1,
        Some(Command::Up) => *top = top.saturating_sub(1),
        Some(Command::Top) => *top = 0,
        Some(Command::Bottom) => *top = last,
        Some(Command::HalfDown) => *top += page / 2,
        Some(Command::HalfUp) => *top = top.saturating_sub(page / 2),
        Some(Command::PageDown) => *top += page,
        Some(Command::PageUp) => *top = top.saturating_sub(page),
        Some(Command::Back | Command::Help | Command::Quit | Command::Open) => {
            state.overlay = None;
            return;
        }
        _ => {}
    }
    *top = (*top).min(last);
}
