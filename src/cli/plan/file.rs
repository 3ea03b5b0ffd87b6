//! The text of a plan: its names and their types. What is wrong is named by its line; what it means is worked out in
//! [`super::read`].

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A plan as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct PlanFile {
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// Whether the first query that fails ends the plan.
    #[serde(default)]
    pub stop_on_error: bool,
    /// What holds for every query that does not say otherwise.
    #[serde(default)]
    pub defaults: Shared,
    /// The queries, in their order.
    #[serde(default)]
    pub query: Vec<Spanned<QueryFile>>,
}

/// What may be said for all queries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct Shared {
    /// Whom to ask.
    pub provider: Option<Spanned<String>>,
    /// The ledger's label.
    pub tag: Option<Spanned<String>>,
    /// How rows are written.
    pub format: Option<Spanned<String>>,
    /// An answer younger than this is held instead of bought: `7d`, `12h`.
    pub if_older_than: Option<Spanned<String>>,
}

/// One query as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct QueryFile {
    /// What it is called in the summary.
    pub name: Option<String>,
    /// The subcommand.
    pub command: Spanned<String>,
    /// Whom it is about.
    #[serde(default)]
    pub targets: Vec<Spanned<String>>,
    /// A file of more.
    pub targets_from: Option<Spanned<String>>,
    /// Whom to ask.
    pub provider: Option<Spanned<String>>,
    /// The ledger's label.
    pub tag: Option<Spanned<String>>,
    /// Options of the function under the names of the command line.
    #[serde(default)]
    pub options: BTreeMap<String, Spanned<toml::Value>>,
    /// An answer younger than this is held instead of bought.
    pub if_older_than: Option<Spanned<String>>,
    /// Where rows are written.
    pub output: Option<Spanned<String>>,
    /// How.
    pub format: Option<Spanned<String>>,
    /// Which rows.
    pub filter: Option<Spanned<String>>,
    /// In which order.
    pub sort: Option<Spanned<String>>,
    /// Which columns.
    #[serde(default)]
    pub columns: Vec<Spanned<String>>,
    /// How many.
    pub limit: Option<u64>,
}
