//! The sheet on which is said how a list is written out; while one is written it shows how far that is.

use tui_input::Input;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::{Effect, Pane};
use crate::app::export::{self, Choice, Columns, Rows};
use crate::app::input::{self, Code, Key};
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::model::export::Format;
use crate::model::rows::View;

/// A line of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// In which form.
    Format,
    /// Which rows.
    Rows,
    /// Which columns.
    Columns,
    /// Whether what describes the file is written beside it.
    Manifest,
    /// Into which file.
    File,
}

impl Line {
    /// All, from above.
    pub const ALL: [Self; 5] = [
        Self::Format,
        Self::Rows,
        Self::Columns,
        Self::Manifest,
        Self::File,
    ];
}

/// The sheet.
#[derive(Clone, Debug)]
pub struct ExportSheet {
    /// Of which list.
    pub pane: Pane,
    /// What it lists.
    pub view: View,
    /// What is chosen.
    pub choice: Choice,
    /// The name of the file.
    pub name: Input,
    /// The line that the keys go to.
    pub line: Line,
    /// Why it cannot be written so.
    pub said: Option<Notice>,
    /// It shows an export at work.
    pub is_waiting: bool,
}

impl ExportSheet {
    /// One that begins with a choice.
    pub fn new(pane: Pane, view: View, choice: Choice) -> Self {
        let name = Input::new(export::default_name(&view, choice.format));
        Self {
            pane,
            view,
            choice,
            name,
            line: Line::Format,
            said: None,
            is_waiting: false,
        }
    }

    /// The keys go to another line; where they were there already, to the next choice of it.
    pub(super) fn point(&mut self, at: usize) {
        let Some(line) = Line::ALL.get(at) else {
            return;
        };
        self.said = None;
        if std::mem::replace(&mut self.line, *line) == *line {
            self.turn(true);
        }
    }

    fn step(&mut self, by: usize) {
        let at = self.line as usize;
        self.line = Line::ALL[(at + by) % Line::ALL.len()];
    }

    /// Another form: the ending of the name goes with it, unless another one was typed.
    fn take(&mut self, format: Format) {
        let old = format!(".{}", self.choice.format.ending());
        if let Some(stem) = self.name.value().strip_suffix(&old) {
            self.name = Input::new(format!("{stem}.{}", format.ending()));
        }
        self.choice.format = format;
    }

    /// The next choice of the line, or the one before.
    fn turn(&mut self, forward: bool) {
        let Choice { rows, columns, .. } = &mut self.choice;
        match self.line {
            Line::Format => {
                let all = Format::OFFERED;
                let at = all.iter().position(|f| *f == self.choice.format);
                self.take(all[next(at, all.len(), forward)]);
            }
            Line::Rows => {
                let all = [Rows::All, Rows::Marked, Rows::First];
                let at = all.iter().position(|r| r == rows);
                *rows = all[next(at, all.len(), forward)];
            }
            Line::Columns => {
                *columns = match columns {
                    Columns::Filled => Columns::Shown,
                    Columns::Shown => Columns::Filled,
                };
            }
            Line::Manifest => self.choice.manifest = !self.choice.manifest,
            Line::File => {}
        }
    }

    /// Digits on the line of the rows say how many of the first are meant.
    fn count(&mut self, key: Key) -> bool {
        let own = self.choice.rows == Rows::First;
        let first = if own { self.choice.first } else { 0 };
        let next = match (key.code, key.text().and_then(|c| c.to_digit(10))) {
            (_, Some(digit)) => first
                .checked_mul(10)
                .and_then(|n| n.checked_add(digit.into())),
            (Code::Backspace, _) if own => Some(first / 10),
            _ => return false,
        };
        self.choice.first = next.unwrap_or(first);
        self.choice.rows = Rows::First;
        true
    }
}

fn next(at: Option<usize>, len: usize, forward: bool) -> usize {
    let by = if forward { 1 } else { len - 1 };
    at.map_or(0, |at| (at + by) % len)
}

/// A key on the sheet; `command` is what it means there.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    if state.export.at_work.is_some() {
        return on_work(state, command);
    }
    let Some(Overlay::Export(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    sheet.said = None;
    if key.code == Code::Enter || command == Some(Command::Open) {
        return write(state);
    }
    let typed = match sheet.line {
        Line::File => input::edit(&mut sheet.name, key),
        Line::Rows => sheet.count(key),
        _ => false,
    };
    if typed {
        return Vec::new();
    }
    match command {
        Some(Command::Down | Command::NextPane) => sheet.step(1),
        Some(Command::Up | Command::PreviousPane) => sheet.step(Line::ALL.len() - 1),
        Some(Command::Top) => sheet.line = Line::Format,
        Some(Command::Bottom) => sheet.line = Line::File,
        Some(Command::Right | Command::NextExport) => sheet.turn(true),
        Some(Command::Left) => sheet.turn(false),
        Some(Command::Back | Command::Quit | Command::Export) => state.overlay = None,
        _ => {}
    }
    Vec::new()
}

/// While an export is at work it is waited for, left alone, or stopped.
fn on_work(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    match command {
        Some(Command::StopExport) => vec![Effect::StopExport],
        Some(Command::Back | Command::Quit | Command::Open | Command::Export) => {
            state.overlay = None;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn write(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Export(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let (pane, choice) = (sheet.pane, sheet.choice);
    let file = sheet.name.value().trim().to_owned();
    let started = match () {
        () if file.is_empty() => Err("the file has no name; type one".to_owned()),
        () if choice.rows == Rows::First && choice.first == 0 => {
            Err("the first 0 rows are none; type how many".to_owned())
        }
        () => export::start(state, pane, choice, Some(&file)),
    };
    match (started, &mut state.overlay) {
        (Ok(effects), _) => {
            state.overlay = None;
            effects
        }
        (Err(why), Some(Overlay::Export(sheet))) => {
            sheet.said = Some(Notice::trouble(why));
            Vec::new()
        }
        (Err(_), _) => Vec::new(),
    }
}
