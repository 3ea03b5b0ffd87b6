//! What a verdict says.

use super::Verdict;
use crate::model::column::grouped;
use crate::model::dollars::dollars;

/// One sentence for a verdict; `key` is the key that spends.
pub fn sentence(verdict: &Verdict, key: &str) -> String {
    match verdict {
        Verdict::Wait(what) => format!("{what} …"),
        Verdict::NeedsCeiling => {
            "The price is not known. Look it up, or type the most it may cost.".to_owned()
        }
        Verdict::NeedsRows => "Type at least one row, or nothing for all of them.".to_owned(),
        Verdict::CeilingTooLow { known } => format!(
            "The jobs whose price is known cost up to {known}: type more, or look the others up."
        ),
        Verdict::Skips {
            target,
            cost,
            limit,
        } => format!(
            "The service would refuse {}: {} analysis units are more than its limit of {}. Raise `Skip above` in the form to {} or more.",
            target
                .as_ref()
                .map_or_else(|| "this job".to_owned(), |t| format!("the job about {t}")),
            grouped(*cost),
            grouped(*limit),
            grouped(*cost)
        ),
        Verdict::Never(why) => why.clone(),
        Verdict::NeedsAmount {
            why,
            what_for,
            amount,
            is_money,
        } => {
            let amount = match is_money {
                true => dollars(*amount).replace('$', ""),
                false => grouped(*amount),
            };
            format!("{why}; or type {amount} {what_for}.")
        }
        Verdict::Ready { granted, confirmed } => format!(
            "{key} spends at most {granted}{}.",
            if *confirmed { ", past your limit" } else { "" }
        ),
    }
}
