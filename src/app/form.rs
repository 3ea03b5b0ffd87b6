//! 1: the query form. Its fields are the target and every option of the catalog entry, in the table's order.

use tui_input::Input;

use super::command::Command;
use super::effect::Effect;
use super::input::{self, Code, Key};
use super::price_sheet;
use super::state::State;
use crate::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use crate::model::catalog::{Entry, Opt, OptKind};
use crate::model::query::Query;
use crate::model::target::{Target, TargetError};

/// What is chosen for an option.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Position among the choices.
    Of(usize),
    /// A number being typed.
    Number(Input),
}

/// The form.
#[derive(Clone, Debug)]
pub struct Form {
    /// What is asked.
    pub entry: &'static Entry,
    /// The target's text.
    pub target: Input,
    /// One choice for each of the entry's options.
    pub choices: Vec<Choice>,
    /// The field with the cursor: 0 is the target, then the options.
    pub field: usize,
    /// Whether letters go into the target's text.
    pub editing: bool,
}

impl Form {
    /// The defaults, about a target if one is given.
    pub fn new(target: Option<&str>) -> Self {
        let entry = &DOWNLOAD_REF_DOMAIN_BACK_LINKS;
        let text = target.unwrap_or("");
        Self {
            entry,
            target: Input::new(text.to_owned()),
            choices: entry.options.iter().map(default_choice).collect(),
            field: 0,
            editing: text.is_empty(),
        }
    }

    /// The target, or what is wrong with it.
    pub fn target(&self) -> Result<Target, TargetError> {
        Target::parse(self.target.value())
    }

    /// The wire value of an option, or what is wrong with it.
    pub fn value(&self, at: usize) -> Result<String, String> {
        let Some(option) = self.entry.options.get(at) else {
            return Err("there is no such option".to_owned());
        };
        match (self.choices.get(at), &option.kind) {
            (Some(Choice::Of(n)), OptKind::Choice(choices)) => choices
                .get(*n)
                .map(|(value, _)| (*value).to_owned())
                .ok_or_else(|| format!("{} is not chosen", option.title)),
            (Some(Choice::Number(input)), _) => option.check(input.value()),
            _ => option.check(option.default),
        }
    }

    /// The query, or the first thing that is wrong with it and the field it stands in.
    pub fn query(&self) -> Result<Query, (usize, String)> {
        let target = self.target().map_err(|error| (0, error.to_string()))?;
        let mut query = Query::new(self.entry, target);
        for (at, option) in self.entry.options.iter().enumerate() {
            let value = self.value(at).map_err(|error| (at + 1, error))?;
            query
                .set(option.wire, &value)
                .map_err(|error| (at + 1, error))?;
        }
        Ok(query)
    }

    /// The option under the cursor.
    pub fn option(&self) -> Option<&'static Opt> {
        self.entry.options.get(self.field.checked_sub(1)?)
    }

    /// How many fields there are.
    pub fn fields(&self) -> usize {
        self.entry.options.len() + 1
    }

    /// Lets the field under the cursor take a key as text; true if it did.
    /// `is_price`: the key opens the price sheet, and no host name holds it.
    pub fn type_key(&mut self, key: Key, is_price: bool) -> bool {
        if is_price {
            return false;
        }
        if self.field == 0 {
            return self.editing && input::edit(&mut self.target, key);
        }
        let Some(Choice::Number(number)) = self.choices.get_mut(self.field - 1) else {
            return false;
        };
        match key.text() {
            Some(c) if !c.is_ascii_digit() => false,
            Some(_) if number.value().len() >= 15 => true,
            _ => !matches!(key.code, Code::Home | Code::End) && input::edit(number, key),
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        if self.field == 0 {
            self.editing = true;
            input::paste(&mut self.target, text);
        } else if let Some(Choice::Number(number)) = self.choices.get_mut(self.field - 1) {
            let digits: String = text.chars().filter(char::is_ascii_digit).take(15).collect();
            input::paste(number, &digits);
        }
    }

    fn go(&mut self, field: usize) {
        self.field = field.min(self.fields() - 1);
        self.editing = self.field == 0;
    }

    fn cycle(&mut self, forward: bool) {
        let Some(at) = self.field.checked_sub(1) else {
            return;
        };
        let count = match self.entry.options.get(at).map(|o| &o.kind) {
            Some(OptKind::Choice(choices)) => choices.len(),
            _ => return,
        };
        if let Some(Choice::Of(n)) = self.choices.get_mut(at) {
            *n = (*n + if forward { 1 } else { count - 1 }) % count;
        }
    }
}

fn default_choice(option: &Opt) -> Choice {
    match option.kind {
        OptKind::Choice(choices) => {
            let at = choices.iter().position(|(v, _)| *v == option.default);
            Choice::Of(at.unwrap_or(0))
        }
        OptKind::Int { .. } => Choice::Number(Input::new(option.default.to_owned())),
    }
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    let form = &mut state.form;
    let last = form.fields() - 1;
    match command {
        Command::Down => form.go(form.field + 1),
        Command::Up => form.go(form.field.saturating_sub(1)),
        Command::Top => form.go(0),
        Command::Bottom => form.go(last),
        Command::Left => form.cycle(false),
        Command::Right | Command::NextChoice => form.cycle(true),
        Command::Back => form.editing = false,
        Command::Open if form.field == 0 && !form.editing => form.editing = true,
        Command::Open if form.field == last => return price_sheet::open(state),
        Command::Open => form.go(form.field + 1),
        _ => {}
    }
    Vec::new()
}
