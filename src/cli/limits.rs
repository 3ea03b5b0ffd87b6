//! `budget --limits`: each limit with what is used of it, as the explorer's `:limit` shows it. Works offline.

use super::desk::Desk;
use super::failure::Failure;
use super::jobs::moment;
use super::records::{Records, text};
use super::service;
use crate::model::catalog::Provider;
use crate::model::column::Value;
use crate::model::dollars::plain;
use crate::model::money::{Budget, LimitKind, Limits, USD};

const COLUMNS: [&str; 7] = [
    "limit",
    "allowance",
    "amount",
    "used",
    "used_is",
    "provider",
    "as_of",
];

/// Prints them, of the account of each provider that is known here, or of the one of --provider.
pub(super) fn run(desk: &Desk) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let now = Desk::clock()();
    let is_asked = |provider: &Provider| desk.common.provider.is_none_or(|only| only == *provider);
    let mut records = Records::new(COLUMNS).giving_way(&["used_is", "as_of", "provider"]);
    for provider in Provider::ALL.into_iter().filter(is_asked) {
        let budget = match service::find(desk, provider)? {
            Some(service) => {
                let known = store.journal().budget(&service.client.fingerprint(), now);
                Some(known.map_err(|why| Failure::Failed(why.to_string()))?)
            }
            None => {
                desk.talk.say(&format!(
                    "{}: no account is known here, so what is used of its limits is not",
                    provider.name()
                ));
                None
            }
        };
        for kind in LimitKind::ALL {
            for row in rows(kind, &desk.settings.limits, provider, budget.as_ref()) {
                records.push(row);
            }
        }
    }
    desk.deliver(&records)
}

/// A limit in each allowance of a provider.
fn rows(
    kind: LimitKind,
    limits: &Limits,
    provider: Provider,
    budget: Option<&Budget>,
) -> Vec<Vec<Value>> {
    let in_money = provider == Provider::DataForSeo;
    let used = budget.and_then(|budget| kind.used(budget));
    let heard = budget.and_then(|budget| budget.as_of);
    let used = used.map(|used| used.named());
    let named = limits.of(kind).named().into_iter().enumerate();
    let own = named.filter(|(_, (unit, _))| (*unit == USD) == in_money);
    own.map(|(at, (unit, amount))| {
        vec![
            text(kind.name()),
            text(unit),
            figure(unit, amount),
            figure(unit, used.map(|used| used[at].1)),
            text(kind.measure().unwrap_or_default()),
            text(provider.name()),
            text(heard.map(moment).unwrap_or_default()),
        ]
    })
    .collect()
}

/// Units are counted; dollars are a plain decimal, so that no digit is lost.
fn figure(unit: &str, amount: Option<i64>) -> Value {
    match amount {
        None => Value::Null,
        Some(micro) if unit == USD => text(plain(micro)),
        Some(units) => Value::Int(units),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::money::{Amounts, Ceiling};

    #[test]
    fn a_limit_stands_beside_what_counts_against_it() {
        let limits = Limits {
            per_day: Ceiling {
                analysis: Some(500),
                usd: Some(2_500_000),
                ..Ceiling::default()
            },
            ..Limits::default()
        };
        let budget = Budget {
            held: Amounts::new(20, 0, 0) + Amounts::money(100_000),
            spent_today: Amounts::new(100, 7, 0) + Amounts::money(400_000),
            ..Budget::default()
        };
        let of = |kind, provider| rows(kind, &limits, provider, Some(&budget));
        let units = of(LimitKind::PerDay, Provider::Majestic);
        assert_eq!(units.len(), 3);
        assert_eq!(
            units[0][..5],
            [
                text("per_day"),
                text("analysis"),
                Value::Int(500),
                Value::Int(120),
                text("paid + held")
            ]
        );
        assert_eq!(units[1][2..4], [Value::Null, Value::Int(7)]);
        let money = of(LimitKind::PerDay, Provider::DataForSeo);
        assert_eq!(money.len(), 1);
        assert_eq!(money[0][2..4], [text("2.50"), text("0.50")]);
        // Nothing counts against the limit of one job, and nothing is known of a balance that was never heard.
        for kind in [LimitKind::PerJob, LimitKind::Floor] {
            assert!(of(kind, Provider::Majestic)[0][3].is_null(), "{kind:?}");
        }
        assert!(rows(LimitKind::PerDay, &limits, Provider::Majestic, None)[0][3].is_null());
    }
}
