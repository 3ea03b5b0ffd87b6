//! Words for the balances: short amounts, shares and times. Always a time, never an age: an idle
//! screen draws nothing, and an age would lie.

use jiff::Timestamp;

use super::effect::Effect;
use super::notices::Notice;
use super::state::State;
use crate::model::column::grouped;
use crate::model::money::{Amounts, Budget};

/// Asks for the balances again.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    state.notice = Some(Notice::info("asking for the balances (free)"));
    vec![Effect::RefreshBudget]
}

/// An amount in a few cells, never rounded up: `97.07M`, `350K`, `5,000`.
pub fn short(n: i64) -> String {
    const STEPS: [(i64, &str); 3] = [(1_000_000_000, "B"), (1_000_000, "M"), (10_000, "K")];
    let Some((step, mark)) = STEPS.into_iter().find(|(step, _)| n.abs() >= *step) else {
        return grouped(n);
    };
    let unit = if mark == "K" { 1_000 } else { step };
    let hundredths = (n % unit).abs() * 100 / unit;
    let whole = n / unit;
    match (mark, hundredths) {
        (_, 0) => format!("{whole}{mark}"),
        ("K", h) => format!("{whole}.{}K", h / 10),
        (_, h) => format!("{whole}.{h:02}{mark}"),
    }
}

/// A time of day: `14:03:12 UTC`.
pub fn clock(at: Timestamp) -> String {
    at.strftime("%H:%M:%S UTC").to_string()
}

/// A day: `2026-11-20`.
pub fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// The share that an amount takes of what is left, in percent with one place; rounded up, so that
/// something never looks like nothing.
pub fn share(amount: i64, left: i64) -> String {
    if left <= 0 {
        return "more than 100%".to_owned();
    }
    let tenths = (i128::from(amount) * 1_000 + i128::from(left) - 1) / i128::from(left);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The budget line in ever fewer words; the first that fits is shown.
pub fn lines(budget: &Budget) -> Vec<String> {
    let (Some(left), Some(as_of)) = (budget.left, budget.as_of) else {
        return unknown(budget);
    };
    let at = clock(as_of);
    let bare = at.trim_end_matches(" UTC");
    let spent = today(&budget.spent_today);
    let brief = short_of(budget.spent_today.analysis);
    let lapses = budget
        .lapses
        .map_or_else(String::new, |at| format!("   lapses {}", day(at)));
    let long = named(
        left,
        budget.held,
        ["Analysis", "Retrieval", "Items"],
        "  ",
        " held",
    );
    let short = named(left, budget.held, ["An", "Re", "It"], " ", " held");
    let letters = named(left, budget.held, ["A", "R", "I"], " ", "h");
    vec![
        format!("{long}   today {spent}{lapses}   as of {at}"),
        format!("{long}   today {spent}   as of {at}"),
        format!("{long}   today {brief}   as of {at}"),
        format!("{long}   as of {at}"),
        format!("{short}  today {brief}  as of {at}"),
        format!("{short} today {} {at}", brief.trim_end_matches(" an")),
        format!("{short}  as of {at}"),
        format!("{letters} {bare}"),
        letters,
    ]
}

fn named(left: Amounts, held: Amounts, names: [&str; 3], gap: &str, word: &str) -> String {
    let parts: Vec<String> = names
        .into_iter()
        .zip(left.named().into_iter().zip(held.named()))
        .map(|(name, ((_, left), (_, held)))| {
            if held == 0 {
                format!("{name} {}", short(left))
            } else {
                format!("{name} {} ({}{word})", short(left), short(held))
            }
        })
        .collect();
    parts.join(gap)
}

/// Analysis units alone, where there is no room for all that was spent.
fn short_of(analysis: i64) -> String {
    format!("{} an", short(analysis))
}

fn today(spent: &Amounts) -> String {
    let parts: Vec<String> = spent
        .named()
        .into_iter()
        .filter(|(_, n)| *n != 0)
        .map(|(name, n)| format!("{} {name}", short(n)))
        .collect();
    if parts.is_empty() {
        "0".to_owned()
    } else {
        parts.join(" + ")
    }
}

fn unknown(budget: &Budget) -> Vec<String> {
    if budget.held.is_zero() {
        return vec!["balance not yet known".to_owned()];
    }
    vec![
        format!("balance not yet known   held {}", budget.held),
        "balance not yet known".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_amounts_never_promise_more() {
        for (n, text) in [
            (0, "0"),
            (5_000, "5,000"),
            (9_999, "9,999"),
            (10_000, "10K"),
            (12_490, "12.4K"),
            (350_000, "350K"),
            (999_999, "999.9K"),
            (97_079_999, "97.07M"),
            (2_000_000, "2M"),
            (-1_234_567, "-1.23M"),
            (1_250_000_000, "1.25B"),
        ] {
            assert_eq!(short(n), text);
        }
    }

    #[test]
    fn a_share_is_never_rounded_to_nothing() {
        assert_eq!(share(300_000, 9_650_000), "3.2%");
        assert_eq!(share(1, 1_000_000), "0.1%");
        assert_eq!(share(0, 1_000), "0.0%");
        assert_eq!(share(5, 0), "more than 100%");
    }
}
