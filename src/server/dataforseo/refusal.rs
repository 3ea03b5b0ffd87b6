//! Why a task is not carried out. It costs nothing.

use crate::server::accounts::Empty;
use crate::wire::dataforseo::status;

/// A status code with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: i64,
    pub message: String,
}

impl Refusal {
    /// With the listed text of a code.
    pub(super) fn of(status: i64) -> Self {
        Self {
            status,
            message: status::text(status).to_owned(),
        }
    }

    /// A parameter is missing, of another type or out of range.
    pub(super) fn field(name: &str) -> Self {
        Self {
            status: status::INVALID_FIELD,
            message: status::invalid_field(name),
        }
    }

    /// A parameter that the function does not have.
    pub(super) fn unknown(name: &str) -> Self {
        Self {
            status: status::UNKNOWN_FIELD,
            message: status::unknown_field(name),
        }
    }
}

impl From<Empty> for Refusal {
    fn from(why: Empty) -> Self {
        match why {
            Empty::Funds => Self::of(status::INSUFFICIENT_FUNDS),
            Empty::Day => Self::of(status::COST_LIMIT),
            Empty::Log(error) => {
                tracing::error!(%error, "the log of tasks cannot be written");
                Self::of(status::INTERNAL)
            }
        }
    }
}
