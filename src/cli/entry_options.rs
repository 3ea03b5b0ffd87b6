//! Flags of a provider's function, made from its catalog entry and checked by it.

use std::fmt;
use std::marker::PhantomData;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::model::catalog::{Entry, Opt, OptKind, majestic};
use crate::model::query::Query;

/// A catalog entry as a type, so that clap can ask for its flags without an object.
pub trait Named {
    /// The entry.
    fn entry() -> &'static Entry;
}

/// One type an entry.
macro_rules! entries {
    ($($(#[$about:meta])* $name:ident => $entry:ident;)*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Named for $name {
            fn entry() -> &'static Entry {
                &majestic::$entry
            }
        }
    )*};
}

entries! {
    /// The bulk download of each referring domain's best links.
    Download => DOWNLOAD_REF_DOMAIN_BACK_LINKS;
    /// The bulk download of all links.
    DownloadAll => DOWNLOAD_BACK_LINKS;
    /// Counts and price figures.
    Info => GET_INDEX_ITEM_INFO;
    /// Referring domains.
    RefDomains => GET_REF_DOMAINS;
    /// Backlinks.
    Links => GET_BACK_LINK_DATA;
    /// Backlinks in the deprecated way.
    TopLinks => GET_TOP_BACK_LINKS;
    /// What the service knows of domains.
    DomainInfo => GET_REF_DOMAIN_INFO;
}

/// What was given of an entry's options: flag and checked wire value.
#[derive(Clone)]
pub struct EntryOptions<E> {
    given: Vec<(&'static Opt, String)>,
    entry: PhantomData<E>,
}

impl<E: Named> EntryOptions<E> {
    /// The wire value of an option: what was given, else the entry's default.
    pub fn value(&self, flag: &str) -> &str {
        match self.explicit(flag) {
            Some(value) => value,
            None => E::entry().option(flag).map_or("", |opt| opt.default),
        }
    }

    /// The wire value of an option if it was given.
    pub fn explicit(&self, flag: &str) -> Option<&str> {
        let given = self.given.iter().find(|(opt, _)| opt.flag == flag);
        given.map(|(_, value)| value.as_str())
    }

    /// Puts what was given into a query.
    pub fn apply(&self, query: &mut Query) -> Result<(), String> {
        self.given.iter().try_for_each(|(opt, value)| {
            query
                .set(opt.flag, value)
                .map_err(|why| format!("--{}: {why}", opt.flag))
        })
    }
}

/// For the log: the password of an address is left out.
impl<E> fmt::Debug for EntryOptions<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self
            .given
            .iter()
            .map(|(opt, value)| (opt.flag, opt.words(value)));
        f.debug_map().entries(shown).finish()
    }
}

impl<E: Named> FromArgMatches for EntryOptions<E> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Vec::new();
        for opt in E::entry().options {
            if let Some(text) = matches.get_one::<String>(opt.flag) {
                given.push((opt, checked(opt, text)?));
            }
        }
        Ok(Self {
            given,
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

/// clap's own refusal would repeat the value; one that may hold a password is checked here instead.
fn checked(opt: &'static Opt, text: &str) -> Result<String, clap::Error> {
    opt.check(text).map_err(|why| {
        clap::Error::raw(
            ErrorKind::ValueValidation,
            format!("--{}: {why}; nothing was sent\n", opt.flag),
        )
    })
}

fn argument(opt: &'static Opt) -> Arg {
    let (value_name, values) = match opt.kind {
        OptKind::Choice(choices) => {
            let words: Vec<_> = choices.iter().map(|(_, words)| *words).collect();
            ("CHOICE", format!("{}; ", words.join(" or ")))
        }
        OptKind::Int { .. } => ("N", String::new()),
        OptKind::Text => ("TEXT", String::new()),
        OptKind::Address(_) => ("URL", String::new()),
        OptKind::Date => ("DAY", String::new()),
        OptKind::Json(_) => ("JSON", String::new()),
    };
    let default = match opt.words(opt.default) {
        words if words.is_empty() => "none".to_owned(),
        words => words,
    };
    let argument = Arg::new(opt.flag)
        .long(opt.flag)
        .value_name(value_name)
        .allow_negative_numbers(matches!(opt.kind, OptKind::Int { min, .. } if min < 0))
        .help(format!("{} [{values}default: {default}]", opt.about));
    match password_variable(opt) {
        // An argument can be read by every user of the machine; a variable cannot.
        Some(variable) => argument
            .help(format!("{} [env: {variable}]", opt.about))
            .env(variable)
            .hide_env(true)
            .hide_env_values(true),
        None if opt.may_be_secret() => argument,
        None => argument.value_parser(move |text: &str| opt.check(text)),
    }
}

/// The environment variable of an option whose value usually holds a password.
fn password_variable(opt: &Opt) -> Option<&'static str> {
    (opt.wire == majestic::UPLOAD_TO_FTP.wire).then_some("BACKTRAIL_UPLOAD_TO_FTP")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(flags: &[&str]) -> Result<EntryOptions<Download>, clap::Error> {
        let command = EntryOptions::<Download>::augment_args(Command::new("download"));
        let matches = command.try_get_matches_from([&["download"], flags].concat())?;
        EntryOptions::from_arg_matches(&matches)
    }

    #[test]
    fn a_password_is_in_no_log_and_no_refusal() {
        let given = options(&["--upload-to-ftp", "ftp://u:SECRET@h.example/in/"]).unwrap();
        assert!(given.value("upload-to-ftp").contains("SECRET"));
        let logged = format!("{given:?}");
        assert!(
            !logged.contains("SECRET") && logged.contains("h.example"),
            "{logged}"
        );
        let why = options(&["--upload-to-ftp", "sftp://u:SECRET@h.example/"]).unwrap_err();
        let text = why.to_string();
        assert!(
            !text.contains("SECRET") && text.contains("--upload-to-ftp"),
            "{text}"
        );
        assert_eq!(why.exit_code(), 2);
    }
}
