//! Values that shells complete and help does not list: names of which there are many, where more may be typed than these.

use std::collections::HashSet;
use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};

use crate::app::docs::{TOPICS, Topic};
use crate::config::theme;
use crate::model::rows::tables;

/// Takes any text, and offers some.
#[derive(Clone)]
pub struct Offered(Vec<PossibleValue>);

impl TypedValueParser for Offered {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().cloned()))
    }
}

/// One word.
pub fn word(word: &'static str) -> Offered {
    Offered(vec![PossibleValue::new(word)])
}

/// Columns of any list by their ids.
pub fn columns() -> Offered {
    let mut seen = HashSet::new();
    let all = tables().flat_map(|table| table.columns);
    let new = all.filter(|column| seen.insert(column.id));
    Offered(new.map(|column| PossibleValue::new(column.id)).collect())
}

/// The themes that are built in, and the word for dark or light.
pub fn themes() -> Offered {
    let names = theme::BUILTIN.map(|(name, _)| name);
    let all = [theme::AUTO].into_iter().chain(names);
    Offered(all.map(PossibleValue::new).collect())
}

/// The pages of help.
pub fn topics() -> Offered {
    let value = |topic: &Topic| PossibleValue::new(topic.id).help(topic.title);
    Offered(TOPICS.iter().map(value).collect())
}
