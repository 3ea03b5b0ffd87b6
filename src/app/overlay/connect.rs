//! The first screen of who has nothing yet, and later the way to an account: the demo, a key, or a file. A key is typed
//! hidden, tried with the service's free call, and kept in the settings file; nothing here spends.

use std::fmt;

use tui_input::Input;

use super::Overlay;
use crate::app::command::{Command, key_of};
use crate::app::effect::{Effect, Next};
use crate::app::input::{self, Key};
use crate::app::state::State;
use crate::model::access::{Access, AccessKind, Tried};
use crate::model::text::one_line;

/// A line that is typed; what stands in it is in no dump.
#[derive(Clone, Default)]
pub struct Typed(pub Input);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(••••)")
    }
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The embedded index.
    Demo,
    /// An account.
    Key,
    /// A file or a dataset.
    File,
}

impl Choice {
    /// Every choice, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Demo, Self::Key, Self::File];

    /// The letter that takes it, and its words.
    pub fn words(self) -> (char, &'static str, &'static str) {
        match self {
            Self::Demo => (
                'd',
                "Demo",
                "an index of made-up sites is built in: everything works, on play units, without a key",
            ),
            Self::Key => (
                'a',
                "Add a key",
                "of Majestic or DataForSEO: tried with a free call, then kept in your settings",
            ),
            Self::File => (
                'o',
                "Open a file",
                "a download or an export of links you have (csv, csv.gz, Parquet): no service is asked",
            ),
        }
    }
}

/// Where it stands.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Demo, key or file.
    Choose,
    /// Which account.
    Account,
    /// Its key is typed.
    Typing,
    /// It is being tried.
    Trying,
    /// What trying it said.
    Heard(Tried),
    /// It is being written.
    Keeping,
    /// It is kept here.
    Kept(String),
    /// The path of a file is typed.
    File,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct ConnectSheet {
    /// Where it stands.
    pub stage: Stage,
    /// The choice under the cursor, in the stages that have some.
    pub cursor: usize,
    /// Which account.
    pub kind: AccessKind,
    /// What is typed, a line a part of the account, or the path.
    pub lines: [Typed; 2],
    /// Which of the lines takes keys.
    pub line: usize,
    /// What is wrong, or what the folder has.
    pub said: String,
    /// Whether it is the very first screen.
    pub is_first: bool,
}

impl ConnectSheet {
    /// The choice of all.
    pub fn new(is_first: bool) -> Self {
        Self {
            stage: Stage::Choose,
            cursor: 0,
            kind: AccessKind::MajesticKey,
            lines: Default::default(),
            line: 0,
            said: String::new(),
            is_first,
        }
    }

    /// The line that takes keys, if one does.
    pub(super) fn line_mut(&mut self) -> Option<&mut Input> {
        match self.stage {
            Stage::Typing | Stage::File => self.lines.get_mut(self.line).map(|line| &mut line.0),
            _ => None,
        }
    }

    fn access(&self) -> Result<Access, String> {
        let texts: Vec<&str> = self.lines.iter().map(|line| line.0.value()).collect();
        Access::read(self.kind, &texts)
    }

    fn go(&mut self, stage: Stage) {
        self.stage = stage;
        self.cursor = 0;
        self.said.clear();
    }

    /// Nothing that was typed stays.
    fn forget(&mut self) {
        self.lines = Default::default();
        self.line = 0;
    }

    fn choices(&self) -> usize {
        match self.stage {
            Stage::Choose => Choice::ALL.len(),
            Stage::Account => AccessKind::ALL.len(),
            _ => 0,
        }
    }
}

/// The very first screen.
pub fn first() -> Overlay {
    Overlay::Connect(Box::new(ConnectSheet::new(true)))
}

/// The screen again, after what was typed could not be opened after all.
pub fn refused(state: &mut State, is_first: bool, path: String, why: &str) {
    let mut sheet = ConnectSheet::new(is_first);
    sheet.go(Stage::File);
    sheet.lines[0] = Typed(Input::new(path));
    sheet.said = refusal(why, &key_of(&state.keymap, Command::Back));
    state.overlay = Some(Overlay::Connect(Box::new(sheet)));
}

/// Why nothing was opened, and what to do.
fn refusal(why: &str, back: &str) -> String {
    let why = one_line(why);
    let why = why.trim_end_matches('.');
    format!("{why}. Nothing was opened: type another path, or {back} goes back")
}

/// Opens the screen later.
pub fn open(state: &mut State) {
    state.overlay = Some(Overlay::Connect(Box::new(ConnectSheet::new(false))));
}

fn sheet_mut(state: &mut State) -> Option<&mut ConnectSheet> {
    match state.sheet_mut() {
        Some(Overlay::Connect(sheet)) => Some(sheet),
        _ => None,
    }
}

/// A key on the screen.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    match sheet.stage {
        Stage::Choose | Stage::Account => choose(state, key, command),
        Stage::Typing | Stage::File => typing(state, key, command),
        Stage::Trying | Stage::Keeping => Vec::new(),
        Stage::Heard(_) | Stage::Kept(_) => heard(state, key, command),
    }
}

fn choose(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    let last = sheet.choices().saturating_sub(1);
    let letter = key.text().map(|c| c.to_ascii_lowercase());
    match (&sheet.stage, command) {
        (_, Some(Command::Down)) => sheet.cursor = (sheet.cursor + 1).min(last),
        (_, Some(Command::Up)) => sheet.cursor = sheet.cursor.saturating_sub(1),
        (Stage::Choose, Some(Command::Open)) => return chosen(state),
        (Stage::Account, Some(Command::Open)) => {
            sheet.kind = AccessKind::ALL[sheet.cursor.min(last)];
            sheet.forget();
            sheet.go(Stage::Typing);
        }
        (Stage::Account, Some(Command::Back)) => sheet.go(Stage::Choose),
        (Stage::Choose, Some(Command::Back | Command::Quit)) => state.overlay = None,
        (Stage::Choose, _) => {
            let at = Choice::ALL
                .iter()
                .position(|choice| Some(choice.words().0) == letter);
            if let Some(at) = at {
                sheet.cursor = at;
                return chosen(state);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn chosen(state: &mut State) -> Vec<Effect> {
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    match Choice::ALL[sheet.cursor.min(Choice::ALL.len() - 1)] {
        Choice::Demo => return vec![Effect::GoOn(Next::Demo)],
        Choice::Key => sheet.go(Stage::Account),
        Choice::File => {
            sheet.forget();
            sheet.go(Stage::File);
        }
    }
    Vec::new()
}

fn typing(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    let is_file = matches!(sheet.stage, Stage::File);
    let lines = if is_file { 1 } else { sheet.kind.parts().len() };
    match command {
        Some(Command::Open) if is_file => {
            let path = sheet.lines[0].0.value().trim().to_owned();
            return match path.is_empty() {
                true => Vec::new(),
                false => vec![Effect::CheckPath(path)],
            };
        }
        Some(Command::NextPane | Command::PreviousPane) if is_file => {
            return vec![Effect::CompletePath(sheet.lines[0].0.value().to_owned())];
        }
        Some(Command::Open) if sheet.line + 1 < lines => sheet.line += 1,
        Some(Command::Open) => return try_it(state),
        Some(Command::NextPane | Command::Down) => sheet.line = (sheet.line + 1) % lines,
        Some(Command::PreviousPane | Command::Up) => {
            sheet.line = (sheet.line + lines - 1) % lines;
        }
        _ => {
            let taken = sheet.line_mut().is_some_and(|line| input::edit(line, key));
            if taken {
                sheet.said.clear();
            } else if command == Some(Command::Back) {
                sheet.forget();
                sheet.go(if is_file {
                    Stage::Choose
                } else {
                    Stage::Account
                });
            }
        }
    }
    Vec::new()
}

/// Asks the free call with what is typed.
fn try_it(state: &mut State) -> Vec<Effect> {
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    match sheet.access() {
        Ok(access) => {
            sheet.go(Stage::Trying);
            vec![Effect::TryAccess(Box::new(access))]
        }
        Err(why) => {
            sheet.said = why;
            Vec::new()
        }
    }
}

/// What was heard stands there: enter keeps or goes on, `s` keeps what could not be tried, esc types again.
fn heard(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    let untested = key.text().is_some_and(|c| c.eq_ignore_ascii_case(&'s'));
    let keeps = match (&sheet.stage, command) {
        (Stage::Kept(_), Some(Command::Open)) => {
            sheet.forget();
            return vec![Effect::GoOn(Next::Connected)];
        }
        (Stage::Kept(_), Some(Command::Back | Command::Quit)) => {
            state.overlay = None;
            return Vec::new();
        }
        (Stage::Heard(Tried::Accepted(_)), Some(Command::Open)) => true,
        (Stage::Heard(Tried::Unheard(_)), _) if untested => true,
        (Stage::Heard(Tried::Unheard(_)), Some(Command::Open)) => return try_it(state),
        (Stage::Heard(_), Some(Command::Back | Command::Open)) => {
            sheet.go(Stage::Typing);
            sheet.line = 0;
            false
        }
        _ => false,
    };
    if !keeps {
        return Vec::new();
    }
    match sheet.access() {
        Ok(access) => {
            sheet.go(Stage::Keeping);
            vec![Effect::KeepAccess(Box::new(access))]
        }
        Err(why) => {
            sheet.said = why;
            Vec::new()
        }
    }
}

/// What trying an account said. Where the screen was left meanwhile, it is nobody's any more.
pub fn tried(state: &mut State, outcome: Tried) {
    if let Some(sheet) = sheet_mut(state)
        && matches!(sheet.stage, Stage::Trying)
    {
        sheet.go(Stage::Heard(outcome));
    }
}

/// An account is kept, or could not be.
pub fn kept(state: &mut State, outcome: Result<String, String>) {
    let Some(sheet) = sheet_mut(state) else {
        return;
    };
    if !matches!(sheet.stage, Stage::Keeping) {
        return;
    }
    match outcome {
        Ok(place) => {
            sheet.forget();
            sheet.go(Stage::Kept(place));
        }
        Err(why) => {
            sheet.go(Stage::Typing);
            sheet.said = one_line(&why);
        }
    }
}

/// Whether a path can be opened; then that is gone on with.
pub fn path_checked(state: &mut State, path: &str, outcome: Result<String, String>) -> Vec<Effect> {
    let back = key_of(&state.keymap, Command::Back);
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    if !matches!(sheet.stage, Stage::File) || sheet.lines[0].0.value().trim() != path {
        return Vec::new();
    }
    match outcome {
        Ok(whole) => vec![Effect::GoOn(Next::File(whole))],
        Err(why) => {
            sheet.said = refusal(&why, &back);
            Vec::new()
        }
    }
}

/// A path was completed as far as it is clear, with what it may go on with.
pub fn path_completed(state: &mut State, typed: &str, completed: String, choices: &[String]) {
    let Some(sheet) = sheet_mut(state) else {
        return;
    };
    if !matches!(sheet.stage, Stage::File) || sheet.lines[0].0.value() != typed {
        return;
    }
    sheet.lines[0] = Typed(Input::new(completed));
    sheet.said = match choices {
        [] => "nothing there begins so".to_owned(),
        [_] => String::new(),
        several => one_line(&several.join("  ")),
    };
}
