//! Words for the balances: short amounts, shares and times. Always a time, never an age: an idle
//! screen draws nothing, and an age would lie.

use jiff::Timestamp;

use super::effect::Effect;
use super::notices::Notice;
use super::overlay::Overlay;
use super::state::State;
use crate::model::catalog::Provider;
use crate::model::column::grouped;
use crate::model::dollars::dollars;
use crate::model::money::{Amounts, Budget, Ceiling, USD};

/// What is said where something needs a service and none is set up.
pub const NO_SERVICE: &str = "no service is set up, so nothing is asked or charged: `:connect` takes a key here; or put your key into \
    BACKTRAIL_MAJESTIC_KEY, or login and API password into BACKTRAIL_DATAFORSEO_LOGIN and \
    BACKTRAIL_DATAFORSEO_PASSWORD (or under [majestic] and [dataforseo] in the settings), and start `backtrail`; \
    `backtrail demo` needs neither";

/// Shows the balances and asks for them again.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    if state.is_offline() {
        state.notice = Some(Notice::info(NO_SERVICE));
        return Vec::new();
    }
    state.overlay = Some(Overlay::Balance { top: 0 });
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

/// The accounts that can be asked, in ever fewer words; the first that fits is shown.
pub fn accounts(state: &State) -> Vec<String> {
    let asked = |provider| state.form.providers.contains(&provider);
    let per_day = &state.limits.per_day;
    if !asked(Provider::DataForSeo) {
        return lines(&state.budget, per_day);
    }
    if !asked(Provider::Majestic) {
        return in_money(&state.money, per_day);
    }
    both(&state.budget, &state.money, per_day)
}

fn both(units: &Budget, money: &Budget, per_day: &Ceiling) -> Vec<String> {
    let (units, money) = (lines(units, per_day), in_money(money, per_day));
    // Both grow shorter together; units have more to give.
    let pair = |(at, units): (usize, &String)| {
        let money = money.get(at / 2).or(money.last());
        money.map(|money| format!("{units}   {money}"))
    };
    let pairs: Vec<String> = units.iter().enumerate().filter_map(pair).collect();
    pairs.into_iter().chain(units).collect()
}

/// Dollars, longest first.
fn in_money(budget: &Budget, per_day: &Ceiling) -> Vec<String> {
    let (Some(left), Some(as_of)) = (budget.left, budget.as_of) else {
        return vec!["$ not yet known".to_owned(), "$ ?".to_owned()];
    };
    let held = match budget.held.usd {
        0 => String::new(),
        held => format!(" ({} held)", dollars(held)),
    };
    let (left, today) = (dollars(left.usd), dollars(budget.spent_today.usd));
    let of_day = per_day.usd.map(|limit| format!(" of {}", dollars(limit)));
    let of_day = of_day.unwrap_or_default();
    let at = clock(as_of);
    let seconds = at.trim_end_matches(" UTC");
    vec![
        format!("{left}{held}   today {today}{of_day}   as of {at}"),
        format!("{left}{held} today {today}{of_day} as of {seconds}"),
        format!("{left}{held} today {today} {seconds}"),
        format!("{left} today {today}"),
        left,
    ]
}

/// The budget line of units in ever fewer words; the first that fits is shown. Names are shortened first, then figures;
/// the time is given up last.
pub fn lines(budget: &Budget, per_day: &Ceiling) -> Vec<String> {
    let (Some(left), Some(as_of)) = (budget.left, budget.as_of) else {
        return unknown(budget);
    };
    let at = clock(as_of);
    let seconds = at.trim_end_matches(" UTC");
    let minutes = as_of.strftime("%H:%M");
    let spent = today(&budget.spent_today, per_day);
    let sum = plus(&budget.spent_today, short);
    let lapses = budget
        .lapses
        .map_or_else(String::new, |at| format!("   lapses {}", day(at)));
    let long = roomy(left, budget.held);
    let tight = |names| tight(names, left, budget);
    let words = tight(["Analysis", "Retrieval", "Items"]);
    let shorter = tight(["Analysis", "Retr", "Items"]);
    let stumps = tight(["An", "Re", "It"]);
    let letters = tight(["A", "R", "I"]);
    vec![
        format!("{long}   today {spent}{lapses}   as of {at}"),
        format!("{long}   today {spent}   as of {at}"),
        format!("{long}   today {sum}   as of {seconds}"),
        format!("{words} as of {seconds}"),
        format!("{shorter} as of {seconds}"),
        format!("{stumps} as of {seconds}"),
        format!("{stumps} {seconds}"),
        format!("{letters} {minutes}"),
        format!("{} {minutes}", balances(["A", "R", "I"], left)),
        balances(["A", "R", "I"], left),
    ]
}

fn roomy(left: Amounts, held: Amounts) -> String {
    let parts: Vec<String> = ["Analysis", "Retrieval", "Items"]
        .into_iter()
        .zip(left.units().into_iter().zip(held.units()))
        .map(|(name, ((_, left), (_, held)))| {
            if held == 0 {
                format!("{name} {}", short(left))
            } else {
                format!("{name} {} ({} held)", short(left), short(held))
            }
        })
        .collect();
    parts.join("  ")
}

fn tight(names: [&str; 3], left: Amounts, budget: &Budget) -> String {
    let held = if budget.held.is_zero() {
        String::new()
    } else {
        format!(" held {}", plus(&budget.held, shortest))
    };
    let today = plus(&budget.spent_today, shortest);
    format!("{}{held} today {today}", balances(names, left))
}

fn balances(names: [&str; 3], left: Amounts) -> String {
    let pairs = names.into_iter().zip(left.units());
    let parts: Vec<String> = pairs
        .map(|(name, (_, n))| format!("{name} {}", shortest(n)))
        .collect();
    parts.join(" ")
}

/// Three figures of an amount, never rounded up: `97.0M`, `350K`, `5,000`.
fn shortest(n: i64) -> String {
    let text = short(n);
    let Some((whole, rest)) = text.split_once('.') else {
        return text;
    };
    let mark = &rest[rest.len() - 1..];
    match rest.chars().next() {
        Some(tenth) if mark != "K" && whole.trim_start_matches('-').len() < 3 => {
            format!("{whole}.{tenth}{mark}")
        }
        _ => format!("{whole}{mark}"),
    }
}

/// Amounts in the order analysis + retrieval + items: `468K+43K+1`.
fn plus(amounts: &Amounts, figure: fn(i64) -> String) -> String {
    let (analysis, retrieval) = (figure(amounts.analysis), figure(amounts.retrieval));
    match (amounts.analysis, amounts.retrieval, amounts.items) {
        (0, 0, 0) => "0".to_owned(),
        (_, _, 0) => format!("{analysis}+{retrieval}"),
        (_, _, items) => format!("{analysis}+{retrieval}+{}", figure(items)),
    }
}

/// What was spent today, each amount of its limit for a day where there is one.
fn today(spent: &Amounts, per_day: &Ceiling) -> String {
    let parts: Vec<String> = spent
        .named()
        .into_iter()
        .zip(per_day.named())
        .filter(|((_, n), _)| *n != 0)
        .map(|((name, n), (_, limit))| match (name, n, limit) {
            (USD, n, Some(limit)) => format!("{} of {}", dollars(n), dollars(limit)),
            (USD, n, None) => dollars(n),
            (_, n, Some(limit)) => format!("{} of {} {name}", short(n), short(limit)),
            ("items", 1, None) => "1 item".to_owned(),
            (_, n, None) => format!("{} {name}", short(n)),
        })
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
    fn three_figures_never_promise_more() {
        for (n, text) in [
            (0, "0"),
            (9_999, "9,999"),
            (12_490, "12K"),
            (97_079_999, "97.0M"),
            (597_079_999, "597M"),
            (2_000_000, "2M"),
            (-1_234_567, "-1.2M"),
        ] {
            assert_eq!(shortest(n), text);
        }
    }

    #[test]
    fn eighty_columns_hold_balances_held_spent_and_the_time() {
        let budget = Budget {
            left: Some(Amounts::new(96_531_940, 19_156_187, 499_999)),
            as_of: Some("2026-11-21T23:36:20Z".parse().unwrap()),
            lapses: None,
            held: Amounts::new(468_060, 85_527, 0),
            spent_today: Amounts::new(468_060, 43_813, 1),
            ..Budget::default()
        };
        let fits = |budget: &Budget| {
            lines(budget, &Ceiling::default())
                .into_iter()
                .find(|line| line.len() <= 78)
        };
        assert_eq!(
            fits(&budget).unwrap(),
            "An 96.5M Re 19.1M It 499K held 468K+85K today 468K+43K+1 as of 23:36:20"
        );
        let settled = Budget {
            held: Amounts::ZERO,
            ..budget
        };
        assert_eq!(
            fits(&settled).unwrap(),
            "Analysis 96.5M Retrieval 19.1M Items 499K today 468K+43K+1 as of 23:36:20"
        );
    }

    #[test]
    fn eighty_columns_hold_what_both_accounts_spent_today() {
        let as_of = Some("2026-11-21T23:36:20Z".parse().unwrap());
        let units = Budget {
            left: Some(Amounts::new(96_531_940, 19_156_187, 499_999)),
            as_of,
            spent_today: Amounts::new(95_227, 4_773, 1),
            ..Budget::default()
        };
        let money = Budget {
            left: Some(Amounts::money(999_760_000)),
            as_of,
            spent_today: Amounts::money(240_000),
            ..Budget::default()
        };
        let fits = both(&units, &money, &Ceiling::default())
            .into_iter()
            .find(|line| line.len() <= 78);
        assert_eq!(
            fits.unwrap(),
            "An 96.5M Re 19.1M It 499K today 95K+4,773+1 23:36:20   $999.76 today $0.24"
        );
    }

    #[test]
    fn what_was_spent_today_is_told_of_its_limit() {
        let budget = Budget {
            left: Some(Amounts::new(96_531_940, 19_156_187, 499_999)),
            as_of: Some("2026-11-21T23:36:20Z".parse().unwrap()),
            spent_today: Amounts::new(468_060, 43_813, 1),
            ..Budget::default()
        };
        let per_day = Ceiling {
            analysis: Some(5_000_000),
            usd: Some(20_000_000),
            ..Ceiling::default()
        };
        let told = lines(&budget, &per_day);
        let today = "today 468.0K of 5M analysis + 43.8K retrieval + 1 item";
        assert!(told[0].contains(today), "{}", told[0]);
        let money = Budget {
            left: Some(Amounts::money(999_760_000)),
            spent_today: Amounts::money(240_000),
            ..budget
        };
        let told = in_money(&money, &per_day);
        assert!(
            told[1].contains("today $0.24 of $20.00 as of"),
            "{}",
            told[1]
        );
    }

    #[test]
    fn a_share_is_never_rounded_to_nothing() {
        assert_eq!(share(300_000, 9_650_000), "3.2%");
        assert_eq!(share(1, 1_000_000), "0.1%");
        assert_eq!(share(0, 1_000), "0.0%");
        assert_eq!(share(5, 0), "more than 100%");
    }
}
