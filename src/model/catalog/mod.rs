//! What each provider's functions are. One table a provider, read by the form, the price sheet,
//! the headless commands, the wire and the server.

pub mod dataforseo;
mod entry;
pub mod majestic;
mod option;
mod parameter;
mod price;

pub use entry::{Brings, Entry, Paging, Standing, Subject};
pub use option::{Opt, OptKind, without_password};
pub use price::{CallPrice, ItemFigures, MoneyRows, PriceRule, Quote, RowBound, SkipEffect, Times};

pub use crate::model::target::Takes;

use serde::{Deserialize, Serialize};

/// A data service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Majestic's API.
    #[default]
    Majestic,
    /// DataForSEO's Backlinks API.
    #[serde(rename = "dataforseo")]
    DataForSeo,
}

impl Provider {
    /// Every provider, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Majestic, Self::DataForSeo];

    /// Its name in settings, on the command line and on screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Majestic => "majestic",
            Self::DataForSeo => "dataforseo",
        }
    }

    /// Its name as it writes it itself.
    pub fn title(self) -> &'static str {
        match self {
            Self::Majestic => "Majestic",
            Self::DataForSeo => "DataForSEO",
        }
    }

    /// The provider with this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|provider| provider.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Its functions, in the order of the form.
    pub fn entries(self) -> &'static [&'static Entry] {
        match self {
            Self::Majestic => &majestic::ENTRIES,
            Self::DataForSeo => &dataforseo::ENTRIES,
        }
    }

    /// Its functions that a form offers.
    pub fn offered(self) -> impl Iterator<Item = &'static Entry> {
        self.entries().iter().copied().filter(|entry| entry.offered)
    }
}

/// The entry of a command. No two providers share one: Majestic's are words, DataForSEO's are paths.
pub fn entry(command: &str) -> Option<&'static Entry> {
    majestic::entry(command).or_else(|| dataforseo::entry(command))
}

/// The entry of a command in a provider's table, compared without case.
fn named(entries: &[&'static Entry], command: &str) -> Option<&'static Entry> {
    let same = |entry: &&&Entry| entry.command.eq_ignore_ascii_case(command);
    entries.iter().find(same).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_flags_are_used_once() {
        for provider in Provider::ALL {
            let entries = provider.entries();
            for (at, entry) in entries.iter().enumerate() {
                for other in &entries[at + 1..] {
                    assert_ne!(entry.name, other.name);
                    assert_ne!(entry.command, other.command);
                }
                options_fit(entry);
            }
        }
    }

    fn options_fit(entry: &Entry) {
        for (n, option) in entry.options.iter().enumerate() {
            assert!(option.check(option.default).is_ok(), "{}", option.wire);
            for other in &entry.options[n + 1..] {
                assert_ne!(option.flag, other.flag, "{}", entry.command);
                assert_ne!(option.wire, other.wire, "{}", entry.command);
            }
        }
        if let Some(paging) = entry.paging {
            assert!(entry.option(paging.count).is_some(), "{}", entry.command);
            assert!(paging.from.is_empty() || entry.option(paging.from).is_some());
        }
    }
}
