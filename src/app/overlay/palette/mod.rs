//! The line in which any command is typed: what is found for it below, and what its arguments may be. Nothing here
//! spends: commands of the price sheet are only told of.

mod arguments;
mod hits;
mod run;

pub use hits::letters;
pub(in crate::app) use run::themed;
use tui_input::Input;

use super::Overlay;
use crate::app::command::{Command, entry_of};
use crate::app::effect::Effect;
use crate::app::filtering::Choices;
use crate::app::input::{self, Code, Key};
use crate::app::layout;
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::app::typed::{self, Takes};

/// Characters that the line takes.
const LONGEST: usize = 2_000;

/// Lines kept for the keys that bring them back.
const MOST: usize = 100;

/// Lines of the sheet beside what is found: border, line, rule, and two about the chosen command.
pub const HEAD: u16 = 6;

/// The sheet.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// What is typed.
    pub line: Input,
    /// The commands found for it, the likeliest first.
    pub found: Vec<Command>,
    /// The chosen one.
    pub cursor: usize,
    /// The first line on screen, where the chosen one is seen from it.
    pub top: usize,
    /// What is wrong with what was typed, and what to do.
    pub said: Option<Notice>,
    /// What may be typed where the cursor is, once it was asked for.
    pub choices: Option<Choices>,
    /// How many lines back it shows; 0 is what is typed.
    back: usize,
    /// What is typed, while an earlier line is shown.
    draft: String,
}

impl Palette {
    /// The command that enter runs.
    pub fn chosen(&self) -> Option<Command> {
        self.found.get(self.cursor).copied()
    }

    /// The first of so many lines on screen, so that the chosen one is seen.
    pub fn top(&self, rows: usize) -> usize {
        let lowest = (self.cursor + 1).saturating_sub(rows.max(1));
        self.top.clamp(lowest, self.cursor)
    }

    /// Another command is chosen, or another one of what may be typed; false if it was already.
    pub(super) fn choose(&mut self, at: usize, top: usize) -> bool {
        match &mut self.choices {
            Some(choices) if choices.chosen == Some(at) => false,
            Some(choices) => {
                choices.choose(&mut self.line, at);
                true
            }
            None => {
                self.top = top;
                std::mem::replace(&mut self.cursor, at) != at
            }
        }
    }

    /// So many commands up or down, and no further: what was typed before is for the keys.
    pub(super) fn scroll(&mut self, command: Command, by: usize) {
        if self.choices.is_none() {
            let last = self.found.len().saturating_sub(1);
            self.cursor = match command {
                Command::Up => self.cursor.saturating_sub(by),
                _ => last.min(self.cursor + by),
            };
        }
    }
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (108, size.1.saturating_sub(4).min(30)))
}

/// Opens the line.
pub fn open(state: &mut State) {
    let found = hits::find(state, "");
    state.overlay = Some(Overlay::Palette(Box::new(Palette {
        found,
        ..Palette::default()
    })));
}

/// Opens the line with a command that takes something.
pub fn open_with(state: &mut State, command: Command) -> Vec<Effect> {
    let mut sheet = Box::<Palette>::default();
    set(state, &mut sheet, format!("{} ", typed::name_of(command)));
    state.overlay = Some(Overlay::Palette(sheet));
    Vec::new()
}

/// A key while the line is open.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let page = usize::from(area(state.size).height.saturating_sub(HEAD)).max(1);
    let Some(Overlay::Palette(mut sheet)) = state.overlay.take() else {
        return Vec::new();
    };
    let last = sheet.found.len().saturating_sub(1);
    use Command as C;
    let command = match (key.code, key.ctrl) {
        (Code::Char('p'), true) => Some(C::Up),
        (Code::Char('n'), true) => Some(C::Down),
        _ => command,
    };
    match command {
        Some(C::Open) => return enter(state, sheet),
        Some(C::Back) if sheet.choices.is_some() => sheet.choices = None,
        Some(C::Back) => return Vec::new(),
        Some(C::NextPane) => complete(state, &mut sheet, true),
        Some(C::PreviousPane) => complete(state, &mut sheet, false),
        Some(C::Up) if sheet.cursor > 0 => sheet.cursor -= 1,
        Some(C::Up) => recall(state, &mut sheet, true),
        Some(C::Down) if sheet.back > 0 => recall(state, &mut sheet, false),
        Some(C::Down) => sheet.cursor = last.min(sheet.cursor + 1),
        Some(C::PageDown) => sheet.cursor = last.min(sheet.cursor + page),
        Some(C::PageUp) => sheet.cursor = sheet.cursor.saturating_sub(page),
        _ if key.text().is_some() && sheet.line.value().chars().count() >= LONGEST => {
            sheet.said = Some(Notice::trouble(too_long()));
        }
        _ => {
            let before = sheet.line.value().to_owned();
            input::edit(&mut sheet.line, key);
            if sheet.line.value() != before {
                sheet.back = 0;
                refresh(state, &mut sheet);
            }
        }
    }
    state.overlay = Some(Overlay::Palette(sheet));
    Vec::new()
}

/// Text was pasted while the line is open: the first line of it that says something, as much as there is room for.
pub(super) fn paste(state: &mut State, text: &str) {
    let Some(Overlay::Palette(mut sheet)) = state.overlay.take() else {
        return;
    };
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let mut pasted = line.unwrap_or("").chars().filter(|c| !c.is_control());
    let (old, cursor) = (sheet.line.value().to_owned(), sheet.line.cursor());
    let room = LONGEST.saturating_sub(old.chars().count());
    let taken: String = pasted.by_ref().take(room).collect();
    let before: String = old.chars().take(cursor).collect();
    let after: String = old.chars().skip(cursor).collect();
    let at = cursor + taken.chars().count();
    sheet.line = Input::new(format!("{before}{taken}{after}")).with_cursor(at);
    sheet.back = 0;
    refresh(state, &mut sheet);
    if pasted.next().is_some() {
        sheet.said = Some(Notice::trouble(too_long()));
    }
    state.overlay = Some(Overlay::Palette(sheet));
}

fn too_long() -> String {
    format!("a command has at most {LONGEST} characters; the rest was left out")
}

/// The line changed: it is looked for anew.
fn refresh(state: &State, sheet: &mut Palette) {
    sheet.found = hits::find(state, sheet.line.value());
    (sheet.cursor, sheet.top) = (0, 0);
    (sheet.said, sheet.choices) = (None, None);
}

fn set(state: &State, sheet: &mut Palette, text: String) {
    sheet.line = Input::new(text);
    refresh(state, sheet);
}

/// An earlier line, or a later one; at last what was typed.
fn recall(state: &State, sheet: &mut Palette, earlier: bool) {
    let back = match earlier {
        true => sheet.back + 1,
        false => sheet.back.saturating_sub(1),
    };
    let text = match back {
        0 => std::mem::take(&mut sheet.draft),
        _ => match state.typed.len().checked_sub(back) {
            Some(at) => state.typed[at].clone(),
            None => return,
        },
    };
    if sheet.back == 0 {
        sheet.draft = sheet.line.value().to_owned();
    }
    set(state, sheet, text);
    sheet.back = back;
}

/// Another one of what may be typed stands in the line: what is found goes with it.
pub(super) fn chosen(state: &mut State) {
    if let Some(Overlay::Palette(mut sheet)) = state.overlay.take() {
        follow(state, &mut sheet);
        state.overlay = Some(Overlay::Palette(sheet));
    }
}

fn follow(state: &State, sheet: &mut Palette) {
    sheet.found = hits::find(state, sheet.line.value());
    (sheet.cursor, sheet.top, sheet.said) = (0, 0, None);
}

/// The name of the chosen command takes the place of what was typed of it; behind a name what it takes is completed.
fn complete(state: &State, sheet: &mut Palette, forward: bool) {
    if let Some(choices) = &mut sheet.choices {
        choices.turn(&mut sheet.line, forward);
        follow(state, sheet);
        return;
    }
    if let Some(offered) = arguments::offered(state, sheet.line.value(), sheet.line.cursor()) {
        sheet.choices = Choices::first(&mut sheet.line, offered);
        sheet.said = None;
    } else if let Some(command) = sheet.chosen() {
        let name = typed::name_of(command);
        let behind = match typed::takes(command) {
            Takes::Nothing => "",
            _ => " ",
        };
        set(state, sheet, format!("{name}{behind}"));
    }
}

/// Runs what is typed, or the chosen command.
fn enter(state: &mut State, mut sheet: Box<Palette>) -> Vec<Effect> {
    let line = sheet.line.value().trim().to_owned();
    // What is chosen below the line counts where it is another command.
    let read = typed::read(&line).filter(|(entry, _)| sheet.chosen() == Some(entry.command));
    let meant = read.map(|(entry, rest)| (entry, rest.to_owned()));
    let picked = || Some((entry_of(sheet.chosen()?)?, String::new()));
    if line.is_empty() && sheet.cursor == 0 {
        return Vec::new();
    }
    let Some((entry, rest)) = meant.or_else(picked) else {
        let why = "no command is called so, and none does that; a word of what it does finds it";
        sheet.said = Some(Notice::trouble(why));
        state.overlay = Some(Overlay::Palette(sheet));
        return Vec::new();
    };
    let ran = match typed::needs(entry.command) && rest.is_empty() {
        true => Err(format!(
            "it takes something: {}",
            typed::usage(entry.command)
        )),
        false => run::run(state, entry, &rest),
    };
    let text = format!("{} {rest}", typed::name_of(entry.command));
    match ran {
        Ok(effects) => {
            let text = text.trim().to_owned();
            state.typed.retain(|old| *old != text);
            state.typed.push(text);
            if state.typed.len() > MOST {
                state.typed.remove(0);
            }
            effects
        }
        Err(why) => {
            if read.is_none() {
                set(state, &mut sheet, text);
            }
            sheet.said = Some(Notice::trouble(why));
            state.overlay = Some(Overlay::Palette(sheet));
            Vec::new()
        }
    }
}
