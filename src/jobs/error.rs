//! Why something asked of a runner was not done; every sentence says whether anything was charged.

use std::path::PathBuf;

use thiserror::Error;

use super::notify::NotifyError;
use crate::api::CallError;
use crate::model::column::bytes;
use crate::model::dollars;
use crate::model::money::{LimitPassed, USD, amount_words};
use crate::store::{JournalError, ReserveError, StoreError};

/// Why not.
#[derive(Debug, Error)]
pub enum JobError {
    /// The balance or a configured limit stands against it.
    #[error(transparent)]
    Limit(#[from] LimitPassed),
    /// What was granted does not cover the price.
    #[error(
        "it may cost {need} and only {granted} were granted; nothing was sent. Grant more (--max-cost {unit}={plain}) or ask for less",
        need = amount_words(unit, *.need), granted = amount_words(unit, *.granted), plain = plain(unit, *.need)
    )]
    Ceiling {
        /// Allowance.
        unit: &'static str,
        /// What it may cost.
        need: i64,
        /// What was granted.
        granted: i64,
    },
    /// A question that no call takes; one sentence.
    #[error("{0}; nothing was sent")]
    Unfit(String),
    /// Something that is free was not done; one sentence.
    #[error("{0}; nothing was charged or changed")]
    Declined(String),
    /// The answer would find no room.
    #[error(
        "the disk of {} has {} bytes free, and an answer that is paid for may need {} to be kept; nothing was sent or charged. Free some space, then ask again",
        folder.display(), bytes(*.free), bytes(*.need)
    )]
    NoRoom {
        /// The data folder.
        folder: PathBuf,
        /// Bytes that may be needed.
        need: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// Notifications cannot be taken.
    #[error(transparent)]
    Notify(#[from] NotifyError),
    /// A call failed and it is proven that nothing was charged.
    #[error("{0}; nothing was charged. {hint}", hint = super::sentence::hint(.0))]
    Uncharged(CallError),
    /// A call failed after it was sent; the unit it may have cost stands in the ledger.
    #[error(
        "{0}; its item units may have been charged and are in the ledger as assumed. Ask again only if that is worth another unit"
    )]
    MayBeCharged(CallError),
    /// Charged, and the answer lacks what was asked for.
    #[error("the service answered without {0}; the look-up was charged. Check the target")]
    Lacking(&'static str),
    /// The data folder failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The task that works at rest ended without a result.
    #[error("a task ended unexpectedly ({0}); nothing was charged by it. Restart to go on")]
    Task(String),
}

/// An amount as `--max-cost` takes it.
fn plain(unit: &str, n: i64) -> String {
    match unit {
        USD => dollars::plain(n),
        _ => n.to_string(),
    }
}

impl JobError {
    /// Whether typing the amount may pass it.
    pub fn can_be_confirmed(&self) -> bool {
        matches!(self, Self::Limit(passed) if passed.can_be_confirmed())
    }

    /// Whether the provider itself refused (key, plan, units, parameter).
    pub fn is_providers_refusal(&self) -> bool {
        matches!(self, Self::Uncharged(CallError::Refused { .. }))
    }

    /// Whether it is not known if something was charged.
    pub fn may_be_charged(&self) -> bool {
        matches!(self, Self::MayBeCharged(_))
    }
}

impl From<JournalError> for JobError {
    fn from(error: JournalError) -> Self {
        Self::Store(StoreError::Journal(error))
    }
}

impl From<ReserveError> for JobError {
    fn from(error: ReserveError) -> Self {
        match error {
            ReserveError::Limit(passed) => Self::Limit(passed),
            ReserveError::Store(error) => error.into(),
        }
    }
}
