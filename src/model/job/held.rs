//! What is held of an answer that is bought page by page, and the question for what is not.

use serde::Serialize;

use super::{JobState, JobSummary};
use crate::model::query::{Continued, Query};

/// How much is held, by all jobs that brought a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HeldRows {
    /// Rows held.
    pub rows: i64,
    /// Rows that the service counts, where it says so.
    pub total: Option<i64>,
}

impl JobSummary {
    /// The same question, going on behind the rows that are held: up to as many as were wanted, or, where those are
    /// here, up to all that the service counts. None where nothing is known to be behind them.
    pub fn rest(&self) -> Option<Query> {
        let ended = matches!(self.state, JobState::Partial | JobState::Done);
        let (held, dataset) = (
            self.held.filter(|held| held.rows > 0)?,
            self.dataset.clone()?,
        );
        let paging = self
            .query
            .entry()
            .paging
            .filter(|_| ended && self.query.comes_in_pages())?;
        let wanted = self.query.number(paging.count)?;
        let there = held
            .total
            .map(|total| total - self.query.number(paging.from).unwrap_or(0));
        let mut query = self.query.clone();
        if held.rows >= wanted {
            let all = there?.to_string();
            query.set(paging.count, &all).ok()?;
        } else if self.state == JobState::Done {
            // The service gave no more, whatever it counts.
            return None;
        }
        query.continues = Some(Continued {
            dataset,
            rows: held.rows,
            total: held.total,
        });
        there.is_none_or(|there| there > held.rows).then_some(query)
    }
}
