//! Flags of a provider's function, made from its catalog entry and checked by it.

use std::fmt;
use std::marker::PhantomData;

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::model::catalog::{Entry, Opt, OptKind, majestic};
use crate::model::query::Query;

/// A catalog entry as a type, so that clap can ask for its flags without an object.
pub trait Named {
    /// The entry.
    fn entry() -> &'static Entry;
}

/// The bulk download.
#[derive(Clone, Copy, Debug)]
pub struct Download;

impl Named for Download {
    fn entry() -> &'static Entry {
        &majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS
    }
}

/// Counts and price figures.
#[derive(Clone, Copy, Debug)]
pub struct Info;

impl Named for Info {
    fn entry() -> &'static Entry {
        &majestic::GET_INDEX_ITEM_INFO
    }
}

/// What was given of an entry's options: flag and checked wire value.
#[derive(Clone)]
pub struct EntryOptions<E> {
    given: Vec<(&'static str, String)>,
    entry: PhantomData<E>,
}

impl<E: Named> EntryOptions<E> {
    /// Flags that were given, with their wire values.
    pub fn given(&self) -> &[(&'static str, String)] {
        &self.given
    }

    /// The wire value of an option: what was given, else the entry's default.
    pub fn value(&self, flag: &str) -> &str {
        let given = self.given.iter().find(|(name, _)| *name == flag);
        match given {
            Some((_, value)) => value,
            None => E::entry().option(flag).map_or("", |opt| opt.default),
        }
    }

    /// Puts what was given into a query.
    pub fn apply(&self, query: &mut Query) -> Result<(), String> {
        self.given.iter().try_for_each(|(flag, value)| {
            query
                .set(flag, value)
                .map_err(|why| format!("--{flag}: {why}"))
        })
    }
}

impl<E> fmt::Debug for EntryOptions<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.given).finish()
    }
}

impl<E: Named> FromArgMatches for EntryOptions<E> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = E::entry().options.iter().filter_map(|opt| {
            let value = matches.get_one::<String>(opt.flag)?;
            Some((opt.flag, value.clone()))
        });
        Ok(Self {
            given: given.collect(),
            entry: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<E: Named> Args for EntryOptions<E> {
    fn augment_args(command: Command) -> Command {
        E::entry()
            .options
            .iter()
            .fold(command, |command, opt| command.arg(argument(opt)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn argument(opt: &'static Opt) -> Arg {
    let (value_name, values) = match opt.kind {
        OptKind::Choice(choices) => {
            let words: Vec<_> = choices.iter().map(|(_, words)| *words).collect();
            ("CHOICE", format!("{}; ", words.join(" or ")))
        }
        OptKind::Int { .. } => ("N", String::new()),
    };
    Arg::new(opt.flag)
        .long(opt.flag)
        .value_name(value_name)
        .help(format!(
            "{} [{values}default: {}]",
            opt.about,
            opt.words(opt.default)
        ))
        .value_parser(move |text: &str| opt.check(text))
}
