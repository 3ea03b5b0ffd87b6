//! A call that is refused, uncharged.

use crate::server::accounts::Short;
use crate::server::jobs::Change;
use crate::wire::majestic::code;

/// Why a call is refused. Nothing was charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub code: &'static str,
    pub message: String,
}

impl Refusal {
    /// A parameter is missing or has an impossible value.
    pub(super) fn parameter(message: impl Into<String>) -> Self {
        Self {
            code: code::INVALID_PARAMETER,
            message: message.into(),
        }
    }

    /// The account or its limits do not allow it.
    pub(super) fn account(message: impl Into<String>) -> Self {
        Self {
            code: code::FAILED_REQUEST,
            message: message.into(),
        }
    }
}

impl From<Short> for Refusal {
    fn from(short: Short) -> Self {
        Self::account(format!("The account has {short}."))
    }
}

impl From<Change> for Refusal {
    fn from(change: Change) -> Self {
        match change {
            Change::Short(short) => short.into(),
            other => Self::account(format!(
                "The job was not accepted and not charged: {other}."
            )),
        }
    }
}
