//! The account as last heard: what is left, held and spent, and what lapses with its subscriptions.

use jiff::Timestamp;
use serde::Serialize;

use super::Amounts;
use crate::model::catalog::Provider;

/// A subscription that ends, and what is lost with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lapse {
    /// When it ends.
    pub expires: Timestamp,
    /// What is left in it.
    pub left: Amounts,
}

/// The account as last heard, with what we hold and spent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Whom the account is with.
    pub provider: Provider,
    /// What the provider says is left; none before the first answer.
    pub left: Option<Amounts>,
    /// When the provider said so.
    pub as_of: Option<Timestamp>,
    /// When the earliest subscription lapses, with what is in it.
    pub lapses: Option<Timestamp>,
    /// The subscriptions that still hold units, the next to lapse first; empty until the provider was asked.
    pub lapsing: Vec<Lapse>,
    /// Reserved for jobs that are not settled, unknown charges included.
    pub held: Amounts,
    /// Spent since midnight UTC, by this data folder.
    pub spent_today: Amounts,
    /// Spent since the first of the month, UTC, by this data folder.
    pub spent_month: Amounts,
    /// What the balance fell by without us.
    pub elsewhere: Elsewhere,
}

/// What a balance fell by beyond what our ledger and our open jobs explain: others use the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// Between the last two readings of the balance.
    pub last: Amounts,
    /// Since midnight UTC: from the last reading before it, or the first after.
    pub today: Amounts,
    /// When the reading before the last was taken; none before there are two.
    pub since: Option<Timestamp>,
}

impl Budget {
    /// What can still be promised: left less held.
    pub fn free(&self) -> Option<Amounts> {
        self.left.map(|left| left - self.held)
    }
}
