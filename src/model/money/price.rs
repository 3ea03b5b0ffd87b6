//! What a call will cost, as far as that is known before.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Amounts;

/// What a call will cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "amounts")]
pub enum Price {
    /// Exactly this.
    Exact(Amounts),
    /// At most this.
    UpTo(Amounts),
    /// Not known before it is paid; a typed ceiling binds.
    Unknown,
}

impl Price {
    /// The most it can cost, if that is known.
    pub fn ceiling(&self) -> Option<Amounts> {
        match self {
            Self::Exact(a) | Self::UpTo(a) => Some(*a),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(a) => write!(f, "exactly {a}"),
            Self::UpTo(a) => write!(f, "at most {a}"),
            Self::Unknown => f.write_str("price unknown"),
        }
    }
}
