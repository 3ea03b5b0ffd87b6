//! What a direct answer costs, and the globals that say so.

use super::dispatch::Call;
use super::refusal::Refusal;
use crate::model::catalog::{Entry, PriceRule, RowBound};
use crate::model::money::Amounts;
use crate::server::accounts::Charge;
use crate::wire::majestic::Answer;

/// A charge that was made, with the balance it was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Charged {
    /// What was taken.
    pub amounts: Amounts,
    /// What the account had before.
    pub before: Amounts,
}

impl Charged {
    /// Adds the charge and the balances, which are those from before it (recorded answers: the next answer's
    /// `Remaining*` is this one's less this one's `Charged*`).
    pub(super) fn say(&self, answer: Answer) -> Answer {
        self.say_analysis(answer)
            .with("ChargedRetrievalResUnits", self.amounts.retrieval)
    }

    /// The same without a word about charged rows.
    pub(super) fn say_analysis(&self, answer: Answer) -> Answer {
        answer
            .with("ChargedAnalysisResUnits", self.amounts.analysis)
            .with("RemainingAnalysisResUnits", self.before.analysis)
            .with("RemainingRetrievalResUnits", self.before.retrieval)
    }
}

/// The analysis units of a call whose price does not depend on what is asked about, charged once.
pub(super) fn analysis_cost(entry: &Entry) -> i64 {
    let PriceRule::Call(price) = entry.price else {
        return 0;
    };
    price.analysis
}

/// What a call about so many items that brings so many rows costs by the catalog's rule.
pub(super) fn cost(entry: &Entry, items: usize, rows: usize) -> Amounts {
    let PriceRule::Call(price) = entry.price else {
        return Amounts::ZERO;
    };
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let each = price.per_target.saturating_mul(whole(items));
    let rows = match price.rows {
        RowBound::None => 0,
        _ => whole(rows),
    };
    Amounts::new(
        price.analysis.saturating_add(each),
        rows,
        if price.rows_cost_items { rows } else { 0 },
    )
}

/// Takes units for a command, or refuses it uncharged.
pub(super) fn charge(call: &Call<'_>, command: &str, amounts: Amounts) -> Result<Charged, Refusal> {
    let mut board = call.shared.board();
    let free = board.free(call.user_id, call.now);
    if let Some((unit, wanted, left)) = amounts.exceeds(&free) {
        return Err(Refusal::account(format!(
            "The account has not enough {unit} units: {wanted} needed, {left} free."
        )));
    }
    let before = board.ledger.balance(call.user_id, call.now);
    board.ledger.charge(Charge {
        at: call.now,
        user_id: call.user_id,
        command: command.to_owned(),
        job: None,
        amounts,
    })?;
    Ok(Charged { amounts, before })
}
