//! What is asked: a catalog entry with a target and values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::catalog::{Entry, majestic};
use super::target::Target;

/// The service refuses a job whose analysis cost is greater than this option.
pub const SKIP_LIMIT: &str = "SkipIfAnalysisCostGreaterThan";

/// A checked question to a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The provider's command.
    pub command: String,
    /// What it is about.
    pub target: Target,
    /// Wire value of every option of the entry, defaults included.
    pub options: BTreeMap<String, String>,
}

impl Query {
    /// The entry's defaults about a target.
    pub fn new(entry: &'static Entry, target: Target) -> Self {
        let options = entry
            .options
            .iter()
            .map(|o| (o.wire.to_owned(), o.default.to_owned()))
            .collect();
        Self {
            command: entry.command.to_owned(),
            target,
            options,
        }
    }

    /// Sets an option by wire name or flag.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), String> {
        let option = self
            .entry()
            .option(name)
            .ok_or_else(|| format!("{} has no option `{name}`", self.command))?;
        let value = option.check(text)?;
        self.options.insert(option.wire.to_owned(), value);
        Ok(())
    }

    /// The catalog entry.
    pub fn entry(&self) -> &'static Entry {
        majestic::entry(&self.command).unwrap_or(&majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS)
    }

    /// An option's wire value, or empty.
    pub fn value(&self, wire: &str) -> &str {
        self.options.get(wire).map_or("", String::as_str)
    }

    /// An option's value as a number.
    pub fn number(&self, wire: &str) -> Option<i64> {
        self.value(wire).parse().ok()
    }

    /// `historic` or `fresh`.
    pub fn datasource(&self) -> &str {
        self.value("datasource")
    }

    /// Whether another query asks for the same answer: the service's skip limit decides whether an answer
    /// is made, not what is in it.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        let options = |query: &Self| {
            let mut options = query.options.clone();
            options.remove(SKIP_LIMIT);
            options
        };
        self.command == other.command
            && self.target == other.target
            && options(self) == options(other)
    }

    /// The parameters as sent, in a fixed order, without `cmd` and without authentication.
    pub fn params(&self) -> Vec<(String, String)> {
        let entry = self.entry();
        let mut params = vec![(entry.subject.to_owned(), self.target.item.clone())];
        params.extend(
            entry
                .options
                .iter()
                .map(|o| (o.wire.to_owned(), self.value(o.wire).to_owned())),
        );
        params
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skip_limit_does_not_change_the_answer() {
        let target = Target::parse("example.com").unwrap();
        let query = Query::new(&majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS, target);
        let mut other = query.clone();
        other.set("skip-cost", "5").unwrap();
        assert_ne!(query, other);
        assert!(query.asks_the_same(&other));
        other.set("per-domain", "3").unwrap();
        assert!(!query.asks_the_same(&other));
    }
}
