//! What could be typed next.

use super::grammar::OPERATORS;
use super::near::names;
use super::parser::{Asked, Parser, Wanted};
use crate::model::column::{Kind, Table};
use crate::model::rows::Field;

/// What could stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Characters before the word that a choice replaces.
    pub at: usize,
    /// Characters of it.
    pub len: usize,
    /// What could stand there, the likeliest first.
    pub choices: Vec<Choice>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// To be typed.
    pub text: String,
    /// What it is.
    pub about: &'static str,
}

/// What could be typed at the cursor, which stands behind so many characters of a filter.
pub fn complete(table: &'static Table, text: &str, cursor: usize) -> Completion {
    let before: Vec<char> = text.chars().take(cursor).collect();
    let text: String = before.iter().collect();
    let mut parser = Parser::new(table, &text, None);
    // Mistakes are expected: the filter stops in the middle.
    let _ = parser.parse(&text);
    let end = before.len();
    let word = parser.asked.iter().map(|a| a.at).filter(|at| *at < end);
    let touches = |at: &usize| !before[*at..].iter().any(|c| c.is_whitespace());
    let next = following(table, &parser.asked, &before);
    if let Some(at) = word.max().filter(touches) {
        let typed: String = before[at..].iter().collect::<String>().to_lowercase();
        let offered = offered(table, &parser.asked, at, false);
        let choices = matching(&offered, &typed);
        // Behind a whole sign its values come first, though a longer sign begins so too.
        let is_sign = !typed.starts_with(char::is_alphanumeric);
        let is_whole = is_sign && offered.iter().any(|o| o.text == typed);
        if !choices.is_empty() && (!is_whole || next.is_empty()) {
            let len = end - at;
            return Completion { at, len, choices };
        }
    }
    Completion {
        at: end,
        len: 0,
        choices: next,
    }
}

/// What may come next behind what is typed already.
fn following(table: &'static Table, asked: &[Asked], before: &[char]) -> Vec<Choice> {
    let apart = before
        .last()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ',' | ')' | '"'));
    let mut offered = offered(table, asked, before.len(), true);
    offered.retain(|o| apart || !o.text.starts_with(char::is_alphabetic) || o.at_once);
    offered.iter().map(Offered::choice).collect()
}

struct Offered {
    text: String,
    about: &'static str,
    /// It may follow what stands before it without a blank.
    at_once: bool,
}

impl Offered {
    fn new(text: &str, about: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            about,
            at_once: false,
        }
    }

    fn choice(&self) -> Choice {
        Choice {
            text: self.text.clone(),
            about: self.about,
        }
    }
}

/// Those that begin as typed, then those that hold it. What is there in full already is no choice.
fn matching(offered: &[Offered], typed: &str) -> Vec<Choice> {
    let is_there = offered.iter().any(|o| o.text == typed);
    let begins = |o: &&Offered| o.text.to_lowercase().starts_with(typed) && o.text != typed;
    let holds =
        |o: &&Offered| !is_there && typed.len() > 1 && o.text.find(typed).is_some_and(|at| at > 0);
    let choices = offered.iter().filter(begins);
    let choices = choices.chain(offered.iter().filter(holds));
    choices.map(Offered::choice).collect()
}

fn offered(table: &'static Table, asked: &[Asked], at: usize, brief: bool) -> Vec<Offered> {
    let mut offered: Vec<Offered> = Vec::new();
    for wanted in asked.iter().filter(|a| a.at == at).map(|a| a.wanted) {
        match wanted {
            Wanted::Term => terms(table, brief, &mut offered),
            Wanted::Joint => offered.extend([
                Offered::new("and", "both are true"),
                Offered::new("or", "one is true"),
            ]),
            Wanted::Operator(_, kind) => operators(kind, &mut offered),
            Wanted::Value(kind) => values(kind, &mut offered),
            Wanted::Known => offered.extend([
                Offered::new("null", "nothing is known"),
                Offered::new("not null", "something is known"),
            ]),
        }
    }
    offered
}

/// Names of columns; in brief, one name a column.
fn terms(table: &'static Table, brief: bool, offered: &mut Vec<Offered>) {
    let mut last: Option<Field> = None;
    for name in names(table) {
        if !brief || last != Some(name.field) {
            let about = name.field.column_in(table).about;
            offered.push(Offered::new(&name.text, about));
        }
        last = Some(name.field);
    }
    offered.push(Offered::new("not", "the test behind it is false"));
    offered.push(Offered::new("(", "tests that belong together"));
}

fn operators(kind: Kind, offered: &mut Vec<Offered>) {
    for operator in OPERATORS.iter().filter(|o| o.fits(kind)) {
        offered.push(Offered::new(operator.sign, operator.about));
    }
}

fn values(kind: Kind, offered: &mut Vec<Offered>) {
    if kind == Kind::Flag {
        for (text, about) in [("yes", "it is set"), ("no", "it is known not to be set")] {
            offered.push(Offered {
                at_once: true,
                ..Offered::new(text, about)
            });
        }
    }
}
