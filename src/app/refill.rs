//! Filling the form with a question that is known: from a row that leads to one, or to ask again what is held.

use tui_input::Input;

use super::form::{Choice, Form};
use crate::model::catalog::{OptKind, Takes};
use crate::model::query::Query;

impl Form {
    /// Chooses the wire value of an option; one that the question does not have changes nothing.
    pub fn choose(&mut self, wire: &str, value: &str) {
        let options = self.entry.options;
        let Some(at) = options.iter().position(|option| option.wire == wire) else {
            return;
        };
        self.choices[at] = match options[at].kind {
            OptKind::Choice(choices) => {
                let of = choices.iter().position(|(wire, _)| *wire == value);
                Choice::Of(of.unwrap_or(0))
            }
            OptKind::Int { .. } => Choice::Number(Input::new(value.to_owned())),
            _ => Choice::Text(Input::new(value.to_owned())),
        };
    }

    /// Asks what a query asks, all its options included.
    pub fn fill(&mut self, query: &Query) {
        let entry = query.entry();
        self.ask(entry);
        let between = match entry.takes {
            Takes::Words => ", ",
            _ => " ",
        };
        let targets: Vec<&str> = query.targets().map(|target| target.item.as_str()).collect();
        self.target = Input::new(targets.join(between));
        for (wire, value) in &query.options {
            self.choose(wire, value);
        }
    }
}
