//! 1: the query form. Its fields are the question, the targets, and every option of the question's catalog entry in
//! the table's order. What was chosen for a question is kept when another one is looked at.

use std::collections::BTreeMap;

use tui_input::Input;

use super::command::Command;
use super::effect::Effect;
use super::input::{self, Code, Key};
use super::price_sheet;
use super::state::State;
use super::{tables, targets};
use crate::model::catalog::dataforseo::check_tag;
use crate::model::catalog::{Entry, Opt, OptKind, Provider, Standing, entry, majestic};
use crate::model::query::Query;
use crate::model::target::{Target, TargetError};

/// The field that chooses the question.
pub const ASK: usize = 0;

/// The field of the targets.
pub const TARGET: usize = 1;

/// The first option's field.
pub const OPTIONS: usize = 2;

/// What is chosen for an option.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Position among the choices.
    Of(usize),
    /// A number being typed.
    Number(Input),
    /// A text or an address being typed.
    Text(Input),
}

/// The form.
#[derive(Clone, Debug)]
pub struct Form {
    /// What is asked.
    pub entry: &'static Entry,
    /// The text of the targets.
    pub target: Input,
    /// One choice for each of the entry's options.
    pub choices: Vec<Choice>,
    /// The analyst's own label of what is bought from DataForSEO.
    pub tag: Input,
    /// The field with the cursor: [`ASK`], [`TARGET`], then the options, and the label where there is one.
    pub field: usize,
    /// Whether letters go into the text of the field.
    pub editing: bool,
    /// Whose functions it offers.
    pub providers: Vec<Provider>,
    kept: BTreeMap<&'static str, Vec<Choice>>,
}

impl Form {
    /// The defaults of Majestic's first function, about a target if one is given.
    pub fn new(target: Option<&str>) -> Self {
        Self::of(vec![Provider::Majestic], target)
    }

    /// The defaults of the first function of some providers; of Majestic if there is none.
    pub fn of(mut providers: Vec<Provider>, target: Option<&str>) -> Self {
        if providers.is_empty() {
            providers.push(Provider::Majestic);
        }
        let first = providers
            .iter()
            .flat_map(|provider| provider.offered())
            .next();
        let entry = first.unwrap_or(&majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS);
        let text = target.unwrap_or("");
        Self {
            entry,
            target: Input::new(text.to_owned()),
            choices: entry.options.iter().map(default_choice).collect(),
            tag: Input::default(),
            field: TARGET,
            editing: text.is_empty(),
            kept: BTreeMap::new(),
            providers,
        }
    }

    /// What is asked, in words; with whom, where several can be.
    pub fn question(&self) -> String {
        match self.providers.len() {
            0 | 1 => self.entry.title.to_owned(),
            _ => format!("{}: {}", self.entry.provider.title(), self.entry.title),
        }
    }

    /// The targets in the order they were typed, each once; or what is wrong with one of them.
    pub fn targets(&self) -> Result<Vec<Target>, TargetError> {
        targets::read(self.entry.takes, self.target.value())
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
            (Some(Choice::Number(input) | Choice::Text(input)), _) => option.check(input.value()),
            _ => option.check(option.default),
        }
    }

    /// The queries, as few calls as the entry allows; or the first thing that is wrong and the field it stands in.
    pub fn queries(&self) -> Result<Vec<Query>, (usize, String)> {
        let targets = self
            .targets()
            .map_err(|error| (TARGET, error.to_string()))?;
        let mut queries = Query::about_all(self.entry, targets);
        for (at, option) in self.entry.options.iter().enumerate() {
            let wrong = |error| (at + OPTIONS, error);
            let value = self.value(at).map_err(wrong)?;
            for query in &mut queries {
                query.set(option.wire, &value).map_err(wrong)?;
            }
        }
        if let (Some(field), Some(label)) = (self.tag_field(), self.label()) {
            check_tag(&label).map_err(|why| (field, why))?;
        }
        for query in &queries {
            query.check().map_err(|why| (self.field, why))?;
        }
        Ok(queries)
    }

    /// The field of the label: the last one, where the service keeps it beside its tasks.
    pub fn tag_field(&self) -> Option<usize> {
        let has_one = self.entry.provider == Provider::DataForSeo;
        has_one.then_some(self.entry.options.len() + OPTIONS)
    }

    /// The label, where one is typed for a question that takes it.
    pub fn label(&self) -> Option<String> {
        self.tag_field()?;
        let label = self.tag.value().trim();
        (!label.is_empty()).then(|| label.to_owned())
    }

    fn is_on_tag(&self) -> bool {
        self.tag_field() == Some(self.field)
    }

    /// The option under the cursor.
    pub fn option(&self) -> Option<&'static Opt> {
        self.entry.options.get(self.field.checked_sub(OPTIONS)?)
    }

    /// The choice of the option under the cursor.
    pub fn choice(&self) -> Option<&Choice> {
        self.choices.get(self.field.checked_sub(OPTIONS)?)
    }

    /// How many fields there are.
    pub fn fields(&self) -> usize {
        self.entry.options.len() + OPTIONS + usize::from(self.tag_field().is_some())
    }

    /// Whether the field under the cursor takes text.
    pub fn is_text(&self) -> bool {
        self.field == TARGET || self.is_on_tag() || matches!(self.choice(), Some(Choice::Text(_)))
    }

    /// The entry that takes the place of this one, where the provider deprecates it.
    pub fn instead(&self) -> Option<&'static Entry> {
        match self.entry.standing {
            Standing::Deprecated { instead } => entry(instead).filter(|e| e.offered),
            Standing::Active | Standing::Beta => None,
        }
    }

    /// Asks something else. What was chosen for either question is kept, and so are the targets.
    pub fn ask(&mut self, entry: &'static Entry) {
        let chosen = self
            .kept
            .remove(entry.command)
            .unwrap_or_else(|| entry.options.iter().map(default_choice).collect());
        let old = std::mem::replace(&mut self.choices, chosen);
        self.kept.insert(self.entry.command, old);
        self.entry = entry;
        self.go(self.field);
    }

    /// Lets the field under the cursor take a key as text; true if it did.
    /// `is_price`: the key opens the price sheet. No host name holds it, but a password may.
    pub fn type_key(&mut self, key: Key, is_price: bool) -> bool {
        if self.field == TARGET {
            return !is_price && self.editing && input::edit(&mut self.target, key);
        }
        let editing = self.editing;
        if self.is_on_tag() {
            let plain = !is_price || key.text().is_some();
            return editing && plain && input::edit(&mut self.tag, key);
        }
        let at = self.field.checked_sub(OPTIONS);
        match at.and_then(|at| self.choices.get_mut(at)) {
            Some(Choice::Text(text)) => {
                let plain = !is_price || key.text().is_some();
                editing && plain && input::edit(text, key)
            }
            Some(Choice::Number(number)) => match key.text() {
                Some(c) if !c.is_ascii_digit() && !is_minus(c, number) => false,
                Some(_) if number.value().len() >= 15 => true,
                _ => !matches!(key.code, Code::Home | Code::End) && input::edit(number, key),
            },
            Some(Choice::Of(_)) | None => false,
        }
    }

    /// Takes pasted text: of several lines, the targets take all, an option the first.
    pub fn paste(&mut self, text: &str) {
        if self.field == TARGET {
            self.editing = true;
            input::paste(&mut self.target, &self.entry.takes.joined(text));
            return;
        }
        if self.is_on_tag() {
            self.editing = true;
            input::paste(&mut self.tag, text);
            return;
        }
        let at = self.field.checked_sub(OPTIONS);
        match at.and_then(|at| self.choices.get_mut(at)) {
            Some(Choice::Text(input)) => {
                self.editing = true;
                input::paste(input, text);
            }
            Some(Choice::Number(number)) => {
                let digits: String = text.chars().filter(char::is_ascii_digit).take(15).collect();
                input::paste(number, &digits);
            }
            Some(Choice::Of(_)) | None => {}
        }
    }

    /// Goes to a field; one that takes text is edited at once.
    pub fn go(&mut self, field: usize) {
        self.field = field.min(self.fields() - 1);
        self.editing = self.is_text();
    }

    fn cycle(&mut self, forward: bool) {
        let turned = |n: usize, count: usize| (n + if forward { 1 } else { count - 1 }) % count;
        if self.field == ASK {
            let offered: Vec<_> = self.providers.iter().flat_map(|p| p.offered()).collect();
            let now = offered.iter().position(|e| e.command == self.entry.command);
            let next = offered.get(turned(now.unwrap_or(0), offered.len().max(1)));
            if let Some(entry) = next {
                self.ask(entry);
            }
            return;
        }
        let Some(at) = self.field.checked_sub(OPTIONS) else {
            return;
        };
        let count = match self.entry.options.get(at).map(|o| &o.kind) {
            Some(OptKind::Choice(choices)) => choices.len(),
            _ => return,
        };
        if let Some(Choice::Of(n)) = self.choices.get_mut(at) {
            *n = turned(*n, count);
        }
    }
}

/// A sign before a number: -1 means "all" in some options.
fn is_minus(c: char, number: &Input) -> bool {
    c == '-' && number.cursor() == 0 && !number.value().starts_with('-')
}

fn default_choice(option: &Opt) -> Choice {
    let text = Input::new(option.default.to_owned());
    match option.kind {
        OptKind::Choice(choices) => {
            let at = choices.iter().position(|(v, _)| *v == option.default);
            Choice::Of(at.unwrap_or(0))
        }
        OptKind::Int { .. } => Choice::Number(text),
        OptKind::Text | OptKind::Address(_) | OptKind::Date | OptKind::Json(_) => {
            Choice::Text(text)
        }
    }
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    let form = &mut state.form;
    let last = form.fields() - 1;
    match command {
        Command::Down => form.go(form.field + 1),
        Command::Up => form.go(form.field.saturating_sub(1)),
        Command::Top | Command::PageUp | Command::HalfUp => form.go(0),
        Command::Bottom | Command::PageDown | Command::HalfDown => form.go(last),
        Command::Left => form.cycle(false),
        Command::Right | Command::NextChoice => form.cycle(true),
        Command::FromHeld => {
            let queries = form.queries().unwrap_or_default();
            return tables::take_offer(state, &queries);
        }
        Command::Instead => {
            if let Some(entry) = form.instead() {
                form.ask(entry);
            }
        }
        Command::Back => form.editing = false,
        Command::Open if form.is_text() && !form.editing => form.editing = true,
        Command::Open if form.field == last => return price_sheet::open(state),
        Command::Open => form.go(form.field + 1),
        _ => {}
    }
    Vec::new()
}
