//! The line in which a filter is typed, and putting it in force. What is typed is checked with every key; what it
//! names is read only when it is applied.

use std::collections::BTreeMap;

use tui_input::Input;

use super::command::{self, Command};
use super::effect::{Effect, Pane};
use super::input::{self, Key};
use super::line_keys;
use super::listing::{held, is_unfilled, list, list_mut};
use super::notices::Notice;
use super::overlay::help::{self, Page};
use super::state::State;
use crate::model::column::Table;
use crate::model::filter::{self, Completion, Mistake};
use crate::model::rows::Field;

/// Filters kept for the keys that bring them back.
const MOST: usize = 100;

/// What may be typed where the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// What there is to choose from; never nothing.
    pub offered: Completion,
    /// The one that stands in the line.
    pub chosen: Option<usize>,
}

/// A filter being typed.
#[derive(Clone, Debug)]
pub struct FilterLine {
    /// For which list.
    pub pane: Pane,
    /// The text so far.
    pub input: Input,
    /// What is wrong with it.
    pub mistake: Option<Mistake>,
    /// It was meant to be applied as it is.
    pub insisted: bool,
    /// What may be typed, once it was asked for.
    pub choices: Option<Choices>,
    /// How many filters back the line shows; 0 is what is typed.
    back: usize,
    /// What is typed, while an earlier filter is shown.
    draft: String,
}

impl FilterLine {
    /// Whether what is wrong is only that the text is not finished.
    pub fn is_unfinished(&self) -> bool {
        let end = self.input.value().trim_end().chars().count();
        self.mistake.as_ref().is_some_and(|m| m.at >= end) && !self.insisted
    }

    fn show(&mut self, text: String) {
        self.input = Input::new(text);
        self.choices = None;
    }
}

/// The filters of this session by table, the newest last.
#[derive(Clone, Debug, Default)]
pub struct Past(BTreeMap<&'static str, Vec<String>>);

impl Past {
    fn remember(&mut self, table: &Table, text: &str) {
        if !text.is_empty() {
            let past = self.0.entry(table.name).or_default();
            past.retain(|old| old != text);
            past.push(text.to_owned());
            if past.len() > MOST {
                past.remove(0);
            }
        }
    }

    /// The filter that was applied so many filters ago; 1 is the last one.
    fn back(&self, table: &Table, back: usize) -> Option<&String> {
        let past = self.0.get(table.name)?;
        past.get(past.len().checked_sub(back)?)
    }
}

/// Opens the line with the filter in force.
pub fn open(state: &mut State, pane: Pane) -> Vec<Effect> {
    let list = list(state, pane);
    if list.view.is_none() {
        return Vec::new();
    }
    state.filtering = Some(FilterLine {
        pane,
        input: Input::new(list.filter().to_owned()),
        mistake: None,
        insisted: false,
        choices: None,
        back: 0,
        draft: String::new(),
    });
    Vec::new()
}

/// A key while the line is open; `command` is what it would mean elsewhere.
pub fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(mut line) = state.filtering.take() else {
        return Vec::new();
    };
    let back = line.back;
    match line_keys::meant(key, command, true) {
        Some(Command::Open) => return enter(state, line),
        Some(Command::Back) => return Vec::new(),
        Some(Command::NextPane) => complete(state, &mut line, true),
        Some(Command::PreviousPane) => complete(state, &mut line, false),
        Some(Command::Up) => recall(state, &mut line, back + 1),
        Some(Command::Down) => recall(state, &mut line, back.saturating_sub(1)),
        Some(Command::Help) => help::open(state, Page::Filters),
        _ => {
            line.choices = None;
            input::edit(&mut line.input, key);
        }
    }
    check(state, &mut line);
    state.filtering = Some(line);
    Vec::new()
}

/// Text was pasted while the line is open.
pub fn paste(state: &mut State, text: &str) {
    if let Some(mut line) = state.filtering.take() {
        input::paste(&mut line.input, text);
        line.choices = None;
        check(state, &mut line);
        state.filtering = Some(line);
    }
}

fn check(state: &State, line: &mut FilterLine) {
    let text = line.input.value();
    line.insisted = false;
    line.mistake = if text.trim().is_empty() {
        None
    } else {
        filter::check(list(state, line.pane).table, text).err()
    };
}

fn enter(state: &mut State, mut line: FilterLine) -> Vec<Effect> {
    check(state, &mut line);
    if let Some(mistake) = &line.mistake {
        let end = mistake.at + mistake.len;
        line.input = line.input.with_cursor(end);
        line.choices = None;
        line.insisted = true;
        state.filtering = Some(line);
        return Vec::new();
    }
    let text = line.input.value().trim().to_owned();
    apply(state, line.pane, &text)
}

/// Puts a filter in force; empty text takes the one in force away.
pub fn apply(state: &mut State, pane: Pane, text: &str) -> Vec<Effect> {
    let held = held(state, pane);
    let list = list(state, pane);
    let table = list.table;
    if text.is_empty() && list.filter().is_empty() {
        return Vec::new();
    }
    state.filters.remember(table, text);
    list_mut(state, pane).filter_by(text, held)
}

/// Takes the filter away.
pub fn remove(state: &mut State, pane: Pane) -> Vec<Effect> {
    if list(state, pane).filter().is_empty() {
        let key = command::key_of(&state.keymap, Command::Filter);
        let text = format!("no filter is in force; {key} sets one");
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    apply(state, pane, "")
}

/// Shows an earlier filter in the line, or what was typed.
fn recall(state: &State, line: &mut FilterLine, back: usize) {
    let table = list(state, line.pane).table;
    let text = match back {
        0 if line.back == 0 => return,
        0 => std::mem::take(&mut line.draft),
        _ => match state.filters.back(table, back) {
            Some(text) => text.clone(),
            None => return,
        },
    };
    if line.back == 0 {
        line.draft = line.input.value().to_owned();
    }
    line.back = back;
    line.show(text);
}

/// Takes the first choice that begins as the word at the cursor; then goes through the choices.
fn complete(state: &State, line: &mut FilterLine, forward: bool) {
    if let Some(choices) = &mut line.choices {
        choices.turn(&mut line.input, forward);
        return;
    }
    let (text, cursor) = (line.input.value(), line.input.cursor());
    let own = list(state, line.pane);
    let mut offered = filter::complete(own.table, text, cursor);
    // What no row fills can be asked for, but leads to no row.
    offered.choices.sort_by_key(|choice| {
        let field = Field::named(own.table, &choice.text);
        field.is_some_and(|field| is_unfilled(state, own, field))
    });
    line.choices = Choices::first(&mut line.input, offered);
}

impl Choices {
    /// Puts the first choice that begins as the word at the cursor in its place; the choices, where there are several.
    pub(super) fn first(input: &mut Input, offered: Completion) -> Option<Self> {
        let typed = input.value().chars().take(input.cursor()).skip(offered.at);
        let typed: String = typed.collect::<String>().to_lowercase();
        // Where nothing is typed yet, any of several may be meant.
        let is_meant = !typed.is_empty() || offered.choices.len() == 1;
        let first = offered.choices.first().filter(|_| is_meant);
        // One that is alone is meant by another name.
        let is_alone = offered.choices.len() == 1;
        let first = first.filter(|c| is_alone || c.text.to_lowercase().starts_with(&typed));
        if let Some(choice) = first {
            put(input, offered.at, &choice.text);
        }
        let chosen = first.map(|_| 0);
        (offered.choices.len() > 1).then_some(Self { chosen, offered })
    }

    /// The next choice takes the place of the one before.
    pub(super) fn turn(&mut self, input: &mut Input, forward: bool) {
        let count = self.offered.choices.len();
        let next = match self.chosen {
            None if forward => 0,
            None => count.saturating_sub(1),
            Some(at) if forward => (at + 1) % count,
            Some(at) => (at + count - 1) % count,
        };
        self.choose(input, next);
    }

    /// One of them takes the place of the one before.
    pub(super) fn choose(&mut self, input: &mut Input, at: usize) {
        if let Some(choice) = self.offered.choices.get(at) {
            self.chosen = Some(at);
            put(input, self.offered.at, &choice.text);
        }
    }
}

/// Puts a word in the place of what stands between a character and the cursor.
fn put(input: &mut Input, from: usize, word: &str) {
    let text = input.value();
    let before: String = text.chars().take(from).collect();
    let after: String = text.chars().skip(input.cursor()).collect();
    let cursor = from + word.chars().count();
    *input = Input::new(format!("{before}{word}{after}")).with_cursor(cursor);
}

/// Two filters of which both must let a row through.
pub fn joined(old: &str, new: &str) -> String {
    let old = old.trim();
    if old.is_empty() {
        new.to_owned()
    } else if has_or(old) {
        // A value at the end with a parenthesis of its own would take the closing one for a part of it.
        let ends_open = old.rsplit(char::is_whitespace).next();
        let apart = ends_open.is_some_and(|last| last.contains('('));
        format!("({old}{}) and {new}", if apart { " " } else { "" })
    } else {
        format!("{old} and {new}")
    }
}

/// Whether the word `or` stands anywhere: where it is only part of a text, parentheses do no harm.
fn has_or(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| word.eq_ignore_ascii_case("or"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_joined_so_that_both_hold() {
        for (old, joint) in [
            ("", "tld = de"),
            ("tf>=20", "tf>=20 and tld = de"),
            ("tf>=20 or cf>=20", "(tf>=20 or cf>=20) and tld = de"),
            ("anchor~5\"x or tf>3", "(anchor~5\"x or tf>3) and tld = de"),
            ("anchor~:( or tf>3", "(anchor~:( or tf>3) and tld = de"),
            ("tf>3 OR anchor~:(", "(tf>3 OR anchor~:( ) and tld = de"),
            (
                "anchor ~ \"this or that\"",
                "(anchor ~ \"this or that\") and tld = de",
            ),
            ("anchor ~ oregon", "anchor ~ oregon and tld = de"),
        ] {
            assert_eq!(joined(old, "tld = de"), joint);
            assert_eq!(filter::check(&crate::model::link::LINKS, joint), Ok(()));
        }
    }

    #[test]
    fn a_word_takes_the_place_of_what_was_typed_of_it() {
        let mut input = Input::new("日本 anc and x".to_owned()).with_cursor(6);
        put(&mut input, 3, "anchor_text");
        assert_eq!(input.value(), "日本 anchor_text and x");
        assert_eq!(input.cursor(), 14);
    }
}
