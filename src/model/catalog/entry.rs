//! The shape of a catalog entry.

use super::Provider;

/// One function of a provider.
#[derive(Debug)]
pub struct Entry {
    /// Who offers it.
    pub provider: Provider,
    /// The provider's name of it: Majestic's `cmd`.
    pub command: &'static str,
    /// Its headless subcommand and name in the explorer.
    pub name: &'static str,
    /// Title on screen.
    pub title: &'static str,
    /// Name of the parameter that carries the target.
    pub subject: &'static str,
    /// Its other parameters, in the order of the form.
    pub options: &'static [Opt],
    /// How it is charged.
    pub price: PriceRule,
    /// Whether the answer is a job to wait for.
    pub queued: bool,
    /// Whether a query form offers it to a person.
    pub offered: bool,
    /// One line of help.
    pub about: &'static str,
}

impl Entry {
    /// The option with this parameter name or flag, without case.
    pub fn option(&self, name: &str) -> Option<&'static Opt> {
        self.options
            .iter()
            .find(|o| o.wire.eq_ignore_ascii_case(name) || o.flag == name)
    }
}

/// One parameter.
#[derive(Debug)]
pub struct Opt {
    /// The provider's parameter name.
    pub wire: &'static str,
    /// Its flag on the command line, without dashes.
    pub flag: &'static str,
    /// Its label in the form.
    pub title: &'static str,
    /// What it takes.
    pub kind: OptKind,
    /// What is sent when nothing is chosen.
    pub default: &'static str,
    /// One line of help.
    pub about: &'static str,
}

/// What a parameter takes.
#[derive(Debug)]
pub enum OptKind {
    /// One of these wire values, each with its words.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number in a range, both ends included.
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
}

impl Opt {
    /// The wire value for a typed text, or what is wrong with it.
    pub fn check(&self, text: &str) -> Result<String, String> {
        let text = text.trim();
        match self.kind {
            OptKind::Choice(choices) => choices
                .iter()
                .find(|(value, words)| {
                    value.eq_ignore_ascii_case(text) || words.eq_ignore_ascii_case(text)
                })
                .map(|(value, _)| (*value).to_owned())
                .ok_or_else(|| {
                    let known: Vec<_> = choices.iter().map(|(v, w)| format!("{v} ({w})")).collect();
                    format!("{} takes {}", self.title, known.join(" or "))
                }),
            OptKind::Int { min, max } => {
                let digits: String = text.chars().filter(|c| !matches!(c, ',' | '_')).collect();
                match digits.parse::<i64>() {
                    Ok(n) if (min..=max).contains(&n) => Ok(n.to_string()),
                    _ => Err(format!(
                        "{} takes a whole number from {min} to {max}",
                        self.title
                    )),
                }
            }
        }
    }

    /// The words for a wire value.
    pub fn words(&self, value: &str) -> String {
        match self.kind {
            OptKind::Choice(choices) => choices
                .iter()
                .find(|(v, _)| *v == value)
                .map_or_else(|| value.to_owned(), |(_, w)| (*w).to_owned()),
            OptKind::Int { .. } => value
                .parse()
                .map_or_else(|_| value.to_owned(), crate::model::column::grouped),
        }
    }
}

/// How a function is charged (Majestic developer documentation, "resource units" of each command's page).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceRule {
    /// Nothing.
    Free,
    /// One IndexItemInfo unit an item.
    ItemUnits,
    /// Analysis: a base and so much for each referring domain; retrieval: the rows of the file.
    RefDomainDownload {
        /// Analysis units whatever the size.
        base: i64,
        /// Analysis units for each referring domain.
        per_domain: i64,
    },
}
