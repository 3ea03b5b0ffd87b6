//! How functions are charged: what an entry says of its price.

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
    /// Analysis: what GetIndexItemInfo lists for the item, at least so much; retrieval: the rows of the file.
    LinkDownload {
        /// The least that is charged.
        least: i64,
    },
    /// Known without a look-up.
    Call(CallPrice),
    /// Money: so much a request and so much a row, after the account's price list.
    Money(MoneyRows),
}

/// The rows of a call that costs money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyRows {
    /// One, whatever comes.
    One,
    /// At most this option, fetched in pages.
    Option(&'static str),
    /// One for each month from the one day to the other.
    Months(&'static str, &'static str),
}

/// A charge that depends on what is asked only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallPrice {
    /// Analysis units, once or several times.
    pub analysis: i64,
    /// Analysis units for each target.
    pub per_target: i64,
    /// How often `analysis` is charged.
    pub times: Times,
    /// One retrieval unit for each row: at most how many.
    pub rows: RowBound,
    /// Whether each row costs an IndexItemInfo unit, too (Majestic developer documentation, SearchByKeyword page).
    pub rows_cost_items: bool,
    /// Whether no page says the price in full, so that it is ours until a balance says otherwise.
    pub is_unverified: bool,
}

impl CallPrice {
    /// So many analysis units a call, and a retrieval unit a row.
    pub(in crate::model::catalog) const fn rows(analysis: i64, rows: RowBound) -> Self {
        Self {
            analysis,
            per_target: 0,
            times: Times::Once,
            rows,
            rows_cost_items: false,
            is_unverified: false,
        }
    }
}

/// How often a fixed charge is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Once a call.
    Once,
    /// Twice if this switch is on.
    Twice(&'static str),
    /// Once for each level of GetTopBackLinks that is asked for.
    Levels,
    /// Once for each day from the one parameter to the other.
    Days(&'static str, &'static str),
}

/// The most rows a call can bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowBound {
    /// No row is charged.
    None,
    /// This option.
    Option(&'static str),
    /// This option, for each level that is asked for.
    OptionPerLevel(&'static str),
    /// One row a target.
    Targets,
    /// So many rows a target.
    EachTarget(i64),
    /// Twice this option: one table each for two questions.
    Twice(&'static str),
}
