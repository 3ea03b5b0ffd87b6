//! The shape of a catalog entry.

use super::price::PriceRule;
use super::{Opt, Provider, majestic};
use crate::model::rows::{List, Sheet};
use crate::model::target::Takes;

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
    /// How the targets are sent.
    pub subject: Subject,
    /// What a target is: hosts and addresses, or something else.
    pub takes: Takes,
    /// Its other parameters, in the order of the form.
    pub options: &'static [Opt],
    /// How it is charged.
    pub price: PriceRule,
    /// What comes back.
    pub brings: Brings,
    /// Where it offers rows by the page.
    pub paging: Option<Paging>,
    /// The most calls of an account in a second, where the provider names a number.
    pub per_second: Option<usize>,
    /// What its provider says of its future.
    pub standing: Standing,
    /// What a plan or an application's token may not do with it; empty where there is nothing to say.
    pub plan_note: &'static str,
    /// Whether a query form offers it to a person.
    pub offered: bool,
    /// One line of help.
    pub about: &'static str,
}

/// How the targets of a function are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// None.
    Nothing,
    /// One, in the parameter of this name.
    One(&'static str),
    /// `item0` and on.
    Numbered {
        /// The most that one call takes.
        most: usize,
        /// Whether `items` says how many.
        counted: bool,
        /// Whether they are matched against each other.
        matched: bool,
    },
    /// Several, in an object with the keys `1` and on.
    Keyed {
        /// The object's name.
        name: &'static str,
        /// The fewest that one call takes.
        least: usize,
        /// The most.
        most: usize,
    },
}

impl Subject {
    /// The parameter of the only or the first target; empty where there is none.
    pub fn param(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::One(name) => name,
            Self::Numbered { .. } => "item0",
            Self::Keyed { name, .. } => name,
        }
    }

    /// The most targets of one call.
    pub fn most(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::One(_) => 1,
            Self::Numbered { most, .. } | Self::Keyed { most, .. } => most,
        }
    }

    /// The fewest targets of one call.
    pub fn least(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::One(_) | Self::Numbered { .. } => 1,
            Self::Keyed { least, .. } => least,
        }
    }

    /// Whether targets of one call are matched against each other, so that splitting them asks something else.
    pub fn matches_targets(self) -> bool {
        matches!(
            self,
            Self::Numbered { matched: true, .. } | Self::Keyed { .. }
        )
    }
}

/// What a function's answer is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brings {
    /// Nothing that is kept: balances, lists.
    Nothing,
    /// A job on the service's side, whose file holds links.
    FileOfLinks,
    /// Links, and on request their referring domains, in the answer itself.
    Links,
    /// Referring domains, in the answer itself.
    Domains,
    /// Rows of another list, such as one for each item asked about, in the answer itself.
    Sheet(Sheet),
}

impl Brings {
    /// The list of what is asked for.
    pub fn list(self) -> List {
        match self {
            Self::Sheet(sheet) => List::Sheet(sheet),
            Self::Domains => List::Domains,
            Self::Links | Self::FileOfLinks | Self::Nothing => List::Links { domain: None },
        }
    }
}

/// Which parameters choose a page of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How many rows.
    pub count: &'static str,
    /// From which row on, counted from 0; empty where no page can be chosen.
    pub from: &'static str,
    /// The most rows of one call.
    pub most: i64,
}

/// What the provider says of a function's future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Here to stay.
    Active,
    /// To be removed; this command takes its place.
    Deprecated {
        /// The command to use instead.
        instead: &'static str,
    },
    /// Not finished on the provider's side.
    Beta,
}

impl Entry {
    /// The option with this parameter name or flag, without case.
    pub fn option(&self, name: &str) -> Option<&'static Opt> {
        self.options
            .iter()
            .find(|o| o.wire.eq_ignore_ascii_case(name) || o.flag == name)
    }

    /// What comes back where its option `Mode` has this value.
    pub fn brings_in(&self, mode: &str) -> Brings {
        let other = majestic::BY_MODE
            .iter()
            .find(|(command, of, _)| *command == self.command && *of == mode);
        other.map_or(self.brings, |(_, _, brings)| *brings)
    }

    /// Whether the answer is a job to wait for.
    pub fn queued(&self) -> bool {
        self.brings == Brings::FileOfLinks
    }

    /// Whether an answer of it can be a job to wait for: some direct answers are queued when they are large (Majestic
    /// developer documentation, GetTopBackLinks page).
    pub fn may_be_queued(&self) -> bool {
        self.queued() || self.option("GetUrlData").is_some()
    }

    /// Whether it is bought and kept as a dataset.
    pub fn is_bought(&self) -> bool {
        self.brings != Brings::Nothing
    }

    /// What a person must know before spending on it, if there is anything.
    pub fn warnings(&self) -> Vec<String> {
        let standing = match self.standing {
            Standing::Active => None,
            Standing::Deprecated { instead } => Some(format!(
                "{} is deprecated by the service and may be removed; {instead} takes its place",
                self.command
            )),
            Standing::Beta => Some(format!(
                "{} is a beta of the service; its answers may change",
                self.command
            )),
        };
        let plan = (!self.plan_note.is_empty()).then(|| self.plan_note.to_owned());
        standing.into_iter().chain(plan).collect()
    }
}
