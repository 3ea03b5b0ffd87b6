//! The limits that the analyst set, and whether a purchase would pass one of them or the account.

use serde::{Deserialize, Serialize};

use super::amounts::{amount_words, figure};
use super::{Amounts, Budget, USD};

/// Limits that the analyst set, each optional by allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table of amounts: analysis, retrieval, items, usd"
)]
pub struct Ceiling {
    /// AnalysisResUnits.
    pub analysis: Option<i64>,
    /// RetrievalResUnits.
    pub retrieval: Option<i64>,
    /// IndexItemInfoResUnits.
    pub items: Option<i64>,
    /// Micro-dollars; written in dollars.
    #[serde(with = "crate::model::dollars::optional")]
    pub usd: Option<i64>,
}

impl Ceiling {
    /// The limits with their allowances' short names.
    pub fn named(&self) -> [(&'static str, Option<i64>); 4] {
        [
            ("analysis", self.analysis),
            ("retrieval", self.retrieval),
            ("items", self.items),
            (USD, self.usd),
        ]
    }

    /// The place of an allowance by its short name.
    pub fn of_mut(&mut self, unit: &str) -> Option<&mut Option<i64>> {
        match unit {
            "analysis" => Some(&mut self.analysis),
            "retrieval" => Some(&mut self.retrieval),
            "items" => Some(&mut self.items),
            USD => Some(&mut self.usd),
            _ => None,
        }
    }

    /// The first allowance in which `amounts` pass this ceiling: name, amount, limit.
    pub fn passed_by(&self, amounts: &Amounts) -> Option<(&'static str, i64, i64)> {
        let pairs = amounts.named().into_iter().zip(self.named());
        pairs
            .filter_map(|((name, n), (_, limit))| limit.filter(|l| n > *l).map(|l| (name, n, l)))
            .next()
    }
}

/// The limits that bind every purchase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table of per_job, per_day, per_month and floor"
)]
pub struct Limits {
    /// The most that one job may cost.
    pub per_job: Ceiling,
    /// The most that one day (UTC) may cost.
    pub per_day: Ceiling,
    /// The most that one calendar month (UTC) may cost.
    pub per_month: Ceiling,
    /// What must stay in the account.
    pub floor: Ceiling,
}

/// A limit that a purchase would pass.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitPassed {
    /// More than the account holds free.
    #[error(
        "{need} are needed, {free} are free; nothing was sent. {hint} or ask for less", hint = refill(unit)
    )]
    Exhausted {
        /// Allowance.
        unit: &'static str,
        /// Wanted.
        need: String,
        /// Left less held.
        free: String,
    },
    /// A configured limit.
    #[error(
        "{need} would pass the limit {which} of {limit}; nothing was sent. Raise limits.{which}.{unit} in the settings, or ask for less"
    )]
    Configured {
        /// `per_job`, `per_day` or `per_month`.
        which: &'static str,
        /// Allowance.
        unit: &'static str,
        /// Wanted.
        need: String,
        /// The limit.
        limit: String,
    },
    /// What must stay in the account.
    #[error(
        "{need} would leave {left}, and the limit floor keeps {floor} in the account; nothing was sent. Lower limits.floor.{unit} in the settings, or ask for less"
    )]
    Floor {
        /// Allowance.
        unit: &'static str,
        /// Wanted.
        need: String,
        /// What would be free behind it.
        left: String,
        /// The floor.
        floor: String,
    },
}

fn refill(unit: &str) -> &'static str {
    match unit {
        USD => "Add funds",
        _ => "Wait for the renewal",
    }
}

impl LimitPassed {
    /// Whether typing the amount on the price sheet may pass it (a configured limit), or not (no units).
    pub fn can_be_confirmed(&self) -> bool {
        matches!(self, Self::Configured { .. } | Self::Floor { .. })
    }
}

impl Limits {
    /// Checks a reservation of `need` against the account and the limits; the account's own balance first.
    pub fn check(&self, need: &Amounts, budget: &Budget) -> Result<(), LimitPassed> {
        if let Some(free) = budget.free()
            && let Some((unit, need, free)) = need.exceeds(&free)
        {
            return Err(LimitPassed::Exhausted {
                unit,
                need: amount_words(unit, need),
                free: figure(unit, free),
            });
        }
        let configured =
            |which, (unit, need, limit): (&'static str, i64, i64)| LimitPassed::Configured {
                which,
                unit,
                need: amount_words(unit, need),
                limit: figure(unit, limit),
            };
        if let Some(passed) = self.per_job.passed_by(need) {
            return Err(configured("per_job", passed));
        }
        if let Some(passed) = self
            .per_day
            .passed_by(&(*need + budget.held + budget.spent_today))
        {
            return Err(configured("per_day", passed));
        }
        if let Some(passed) = self
            .per_month
            .passed_by(&(*need + budget.held + budget.spent_month))
        {
            return Err(configured("per_month", passed));
        }
        let after = budget.free().map(|free| free - *need);
        for ((unit, floor), (_, n)) in self.floor.named().into_iter().zip(need.named()) {
            let left = after.and_then(|a| a.named().into_iter().find(|(name, _)| *name == unit));
            if let (Some(floor), Some((_, left))) = (floor, left)
                && n > 0
                && left < floor
            {
                return Err(LimitPassed::Floor {
                    unit,
                    need: amount_words(unit, n),
                    left: figure(unit, left),
                    floor: figure(unit, floor),
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> Budget {
        Budget {
            left: Some(Amounts::new(1000, 500, 10)),
            held: Amounts::new(100, 0, 0),
            ..Budget::default()
        }
    }

    #[test]
    fn what_is_held_cannot_be_promised_twice() {
        let limits = Limits::default();
        assert!(limits.check(&Amounts::new(900, 500, 10), &budget()).is_ok());
        let refusal = limits
            .check(&Amounts::new(901, 0, 0), &budget())
            .unwrap_err();
        assert!(matches!(
            refusal,
            LimitPassed::Exhausted {
                unit: "analysis",
                ..
            }
        ));
        assert!(!refusal.can_be_confirmed());
    }

    #[test]
    fn each_limit_binds() {
        let of = |per_job, per_day, floor| Limits {
            per_job: Ceiling {
                analysis: per_job,
                ..Ceiling::default()
            },
            per_day: Ceiling {
                analysis: per_day,
                ..Ceiling::default()
            },
            floor: Ceiling {
                analysis: floor,
                ..Ceiling::default()
            },
            ..Limits::default()
        };
        let need = Amounts::new(200, 0, 0);
        assert!(of(Some(199), None, None).check(&need, &budget()).is_err());
        assert!(
            of(None, Some(299), None).check(&need, &budget()).is_err(),
            "held counts to the day"
        );
        assert!(of(None, None, Some(701)).check(&need, &budget()).is_err());
        assert!(
            of(Some(200), Some(300), Some(700))
                .check(&need, &budget())
                .is_ok()
        );
    }

    #[test]
    fn a_month_binds_beyond_its_days() {
        let budget = Budget {
            spent_month: Amounts::money(9_000_000),
            ..Budget::default()
        };
        let limits = Limits {
            per_month: Ceiling {
                usd: Some(10_000_000),
                ..Ceiling::default()
            },
            ..Limits::default()
        };
        assert!(limits.check(&Amounts::money(1_000_000), &budget).is_ok());
        let passed = limits.check(&Amounts::money(1_000_001), &budget);
        let sentence = passed.unwrap_err().to_string();
        assert!(
            sentence.contains("the limit per_month of $10"),
            "{sentence}"
        );
    }

    #[test]
    fn money_is_held_and_bound_like_units() {
        let budget = Budget {
            left: Some(Amounts::money(1_000_000)),
            held: Amounts::money(900_000),
            ..Budget::default()
        };
        let limits = Limits {
            floor: Ceiling {
                usd: Some(50_000),
                ..Ceiling::default()
            },
            ..Limits::default()
        };
        let short = limits.check(&Amounts::money(100_001), &budget);
        let sentence = short.unwrap_err().to_string();
        assert!(
            sentence.starts_with("$0.100001 are needed, $0.10 are free"),
            "{sentence}"
        );
        assert!(limits.check(&Amounts::money(50_001), &budget).is_err());
        assert!(limits.check(&Amounts::money(50_000), &budget).is_ok());
    }
}
