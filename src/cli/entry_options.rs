//! Flags of a function, made from its catalog entries and checked by the one of the provider that is asked. Two
//! providers may share a subcommand: their flags stand side by side, and one that only the other has is refused.

use std::fmt;
use std::marker::PhantomData;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::model::catalog::{Entry, Opt, OptKind, Provider, dataforseo, majestic};
use crate::model::query::Query;

/// A subcommand's catalog entries as a type, so that clap can ask for its flags without an object.
pub trait Named {
    /// The entries, at most one a provider; the first is asked unless another is named.
    fn entries() -> &'static [&'static Entry];

    /// The entry of a provider, or the first.
    fn entry(provider: Option<Provider>) -> Result<&'static Entry, String> {
        let entries = Self::entries();
        let of = |p| entries.iter().copied().find(|entry| entry.provider == p);
        let found = provider.map_or_else(|| entries.first().copied(), of);
        found.ok_or_else(|| {
            let names: Vec<_> = entries.iter().map(|e| e.provider.name()).collect();
            format!(
                "{} does not offer this, {} does; nothing was sent",
                provider.unwrap_or_default().title(),
                names.join(" and ")
            )
        })
    }
}

/// One type a subcommand.
macro_rules! entries {
    ($($(#[$about:meta])* $name:ident => $($entry:path),+;)*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Named for $name {
            fn entries() -> &'static [&'static Entry] {
                static ENTRIES: &[&Entry] = &[$(&$entry),+];
                ENTRIES
            }
        }
    )*};
}

entries! {
    /// The bulk download of each referring domain's best links.
    Download => majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
    /// The bulk download of all links.
    DownloadAll => majestic::DOWNLOAD_BACK_LINKS;
    /// Counts and price figures.
    Info => majestic::GET_INDEX_ITEM_INFO, dataforseo::SUMMARY;
    /// Referring domains.
    RefDomains => majestic::GET_REF_DOMAINS, dataforseo::REFERRING_DOMAINS;
    /// Backlinks.
    Links => majestic::GET_BACK_LINK_DATA, dataforseo::BACKLINKS;
    /// Backlinks in the deprecated way.
    TopLinks => majestic::GET_TOP_BACK_LINKS;
    /// What the service knows of domains.
    DomainInfo => majestic::GET_REF_DOMAIN_INFO;
    /// Anchor texts.
    Anchors => majestic::GET_ANCHOR_TEXT, dataforseo::ANCHORS;
    /// What came in each period.
    History => majestic::GET_BACK_LINKS_HISTORY, dataforseo::HISTORY;
    /// What the links are about.
    Topics => majestic::GET_TOPICS;
    /// Pages of the target.
    Pages => majestic::GET_TOP_PAGES;
    /// How the links spread over both flows.
    Profile => majestic::GET_LINK_PROFILE;
    /// Links of some days.
    NewLost => majestic::GET_NEW_LOST_BACK_LINKS;
    /// New and lost links by day.
    Calendar => majestic::GET_NEW_LOST_BACK_LINK_CALENDAR;
    /// Domains on the same address and network.
    Neighbours => majestic::GET_HOSTED_DOMAINS;
    /// Sites linked from the same pages.
    Related => majestic::GET_RELATED_SITES;
    /// What keywords find.
    Search => majestic::SEARCH_BY_KEYWORD;
    /// What is known of keywords.
    Keywords => majestic::GET_KEYWORD_INFO;
    /// How much lies under a path.
    Estimate => majestic::GET_PREFIX_QUERY_ESTIMATE;
    /// Pages to visit.
    Crawl => majestic::SUBMIT_URLS_TO_CRAWL;
    /// Domains that link to several targets.
    Intersect => dataforseo::DOMAIN_INTERSECTION;
}

/// What was given of an entry's options: flag and checked wire value.
#[derive(Clone)]
pub struct EntryOptions<E> {
    entry: &'static Entry,
    given: Vec<(&'static Opt, String)>,
    named: PhantomData<E>,
}

impl<E: Named> EntryOptions<E> {
    /// The function that is asked.
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// The wire value of an option: what was given, else the entry's default.
    pub fn value(&self, flag: &str) -> &str {
        match self.explicit(flag) {
            Some(value) => value,
            None => self.entry.option(flag).map_or("", |opt| opt.default),
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
        let asked = matches.try_get_one::<Provider>("provider").ok().flatten();
        let entry = E::entry(asked.copied()).map_err(refusal)?;
        let mut given = Vec::new();
        for (flag, _) in flags::<E>() {
            let Some(text) = matches.get_one::<String>(flag) else {
                continue;
            };
            match entry.options.iter().find(|opt| opt.flag == flag) {
                Some(opt) => given.push((opt, checked(opt, text)?)),
                // A variable of the environment may be meant for another command.
                None if matches.value_source(flag) != Some(ValueSource::CommandLine) => {}
                None => return Err(refusal(not_its_own::<E>(entry, flag))),
            }
        }
        Ok(Self {
            entry,
            given,
            named: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A flag that only another provider's function has.
fn not_its_own<E: Named>(entry: &Entry, flag: &str) -> String {
    let others = E::entries().iter().filter(|e| e.option(flag).is_some());
    let names: Vec<_> = others.map(|e| e.provider.name()).collect();
    format!(
        "--{flag} is no option of {}; add --provider {}, or leave it out. Nothing was sent",
        entry.provider.title(),
        names.join(" or ")
    )
}

fn refusal(sentence: String) -> clap::Error {
    clap::Error::raw(ErrorKind::ArgumentConflict, format!("{sentence}\n"))
}

/// Every flag once, with the options behind it.
fn flags<E: Named>() -> Vec<(&'static str, Vec<(&'static Entry, &'static Opt)>)> {
    let mut flags: Vec<(&'static str, Vec<_>)> = Vec::new();
    for entry in E::entries() {
        for opt in entry.options {
            match flags.iter_mut().find(|(flag, _)| *flag == opt.flag) {
                Some((_, behind)) => behind.push((*entry, opt)),
                None => flags.push((opt.flag, vec![(*entry, opt)])),
            }
        }
    }
    flags
}

impl<E: Named> Args for EntryOptions<E> {
    fn augment_args(command: Command) -> Command {
        let several = E::entries().len() > 1;
        flags::<E>()
            .into_iter()
            .fold(command, |command, (flag, behind)| {
                let argument = match behind.as_slice() {
                    [(entry, opt)] if several => argument(opt).help_heading(heading(entry)),
                    [(_, opt)] => argument(opt),
                    several => shared(flag, several),
                };
                command.arg(argument)
            })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// Where flags of one provider stand in the help.
fn heading(entry: &Entry) -> &'static str {
    match entry.provider {
        Provider::Majestic => "Options of Majestic",
        Provider::DataForSeo => "Options of DataForSEO",
    }
}

/// A flag that several providers have, each in its own meaning; it is checked when it is known who is asked.
fn shared(flag: &'static str, behind: &[(&'static Entry, &'static Opt)]) -> Arg {
    let help: Vec<String> = behind
        .iter()
        .map(|(entry, opt)| {
            let help = argument(opt).get_help().map(ToString::to_string);
            format!("{}: {}", entry.provider.title(), help.unwrap_or_default())
        })
        .collect();
    Arg::new(flag)
        .long(flag)
        .value_name("VALUE")
        .help(help.join(" "))
        .help_heading("Options of both providers")
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
        None => argument.value_parser(move |text: &str| {
            opt.check(text)
                .map_err(|why| format!("{why}; nothing was sent"))
        }),
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
