//! What was paid, and how that is known.

use serde::{Deserialize, Serialize};

use super::Amounts;

/// How a paid amount is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidSource {
    /// The answer said so (`Charged*`).
    Reported,
    /// Two balances were compared.
    BalanceDifference,
    /// Worked out from the price rule and the rows that came.
    Assumed,
    /// A person said so of a charge in doubt.
    Accepted,
}

impl PaidSource {
    /// Of two ways of knowing, the less certain.
    pub fn weaker(self, other: Self) -> Self {
        let rank = |source| match source {
            Self::Reported => 0,
            Self::BalanceDifference => 1,
            Self::Assumed => 2,
            Self::Accepted => 3,
        };
        if rank(other) > rank(self) {
            other
        } else {
            self
        }
    }

    /// The words shown beside the amount.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::BalanceDifference => "balance difference",
            Self::Assumed => "assumed",
            Self::Accepted => "accepted",
        }
    }
}

/// What was paid, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The amounts.
    pub amounts: Amounts,
    /// How they are known.
    pub source: PaidSource,
}
