//! What a disk without room means for what is heard: a paid answer must find its place before it is asked for, a
//! balance that finds none is known for as long as the program runs.

use jiff::Timestamp;

use super::desk::{Desk, hold};
use super::error::JobError;
use crate::api;
use crate::model::money::{Amounts, Budget};
use crate::store::JournalError;

/// Room for an answer, in the journal and in its dataset.
const ANSWER: u64 = 16 << 20;

/// A balance that was heard and is not in the journal.
#[derive(Clone, Copy)]
pub(super) struct Unwritten {
    left: Amounts,
    lapses: Option<Timestamp>,
    at: Timestamp,
}

impl Desk {
    /// Writes a balance down; where the disk takes nothing it is known for as long as this runs.
    pub fn keep_balance(
        &self,
        left: Amounts,
        lapses: Option<Timestamp>,
    ) -> Result<(), JournalError> {
        let at = self.now();
        let kept = self
            .journal()
            .record_balance(&self.account, left, lapses, at);
        let is_refused = kept.as_ref().is_err_and(JournalError::is_of_writing);
        *hold(&self.unwritten) = is_refused.then_some(Unwritten { left, lapses, at });
        if is_refused { Ok(()) } else { kept }
    }

    /// Whether the journal could not take the balance that was heard last.
    pub fn is_balance_unwritten(&self) -> bool {
        hold(&self.unwritten).is_some()
    }

    /// Whether the answer to a call that costs finds room: what is paid for must not be lost for want of it.
    pub async fn has_room(&self) -> Result<(), JobError> {
        let root = self.setup.store.root();
        match api::lack_of_room(&root.join("journal.db"), ANSWER).await {
            Some(api::Lack { need, free }) => Err(JobError::NoRoom {
                folder: root.to_owned(),
                need,
                free,
            }),
            None => Ok(()),
        }
    }

    /// Lays the balance that is not in the journal over the one that is.
    pub fn add_unwritten(&self, budget: &mut Budget) {
        if let Some(heard) = *hold(&self.unwritten) {
            budget.left = Some(heard.left);
            budget.lapses = heard.lapses;
            budget.as_of = Some(heard.at);
        }
    }
}
