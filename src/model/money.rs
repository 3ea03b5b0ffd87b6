//! Units, dollars, prices and the arithmetic of what may be spent. The journal is the authority; this is sums.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::catalog::Provider;
use super::column::grouped;
use super::dollars::dollars;

/// The name of money among the allowances.
pub const USD: &str = "usd";

/// Amounts in Majestic's three allowances, and in money. One job costs the one or the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// AnalysisResUnits.
    pub analysis: i64,
    /// RetrievalResUnits.
    pub retrieval: i64,
    /// IndexItemInfoResUnits.
    pub items: i64,
    /// Micro-dollars: every price that a service asks is a whole number of them.
    #[serde(default, skip_serializing_if = "is_none")]
    pub usd: i64,
}

fn is_none(amount: &i64) -> bool {
    *amount == 0
}

impl Amounts {
    /// Nothing.
    pub const ZERO: Self = Self::new(0, 0, 0);

    /// Three amounts of units.
    pub const fn new(analysis: i64, retrieval: i64, items: i64) -> Self {
        Self {
            analysis,
            retrieval,
            items,
            usd: 0,
        }
    }

    /// An amount of money in micro-dollars.
    pub const fn money(usd: i64) -> Self {
        Self {
            usd,
            ..Self::new(0, 0, 0)
        }
    }

    /// The amounts with their allowances' short names, money last.
    pub fn named(&self) -> [(&'static str, i64); 4] {
        let [analysis, retrieval, items] = self.units();
        [analysis, retrieval, items, (USD, self.usd)]
    }

    /// The amounts of units with their allowances' short names.
    pub fn units(&self) -> [(&'static str, i64); 3] {
        [
            ("analysis", self.analysis),
            ("retrieval", self.retrieval),
            ("items", self.items),
        ]
    }

    /// Whether every amount is nothing.
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// Each amount at least zero.
    pub fn at_least_zero(self) -> Self {
        Self {
            analysis: self.analysis.max(0),
            retrieval: self.retrieval.max(0),
            items: self.items.max(0),
            usd: self.usd.max(0),
        }
    }

    /// The first allowance in which `self` is more than `other`, with both amounts.
    pub fn exceeds(&self, other: &Self) -> Option<(&'static str, i64, i64)> {
        let pairs = self.named().into_iter().zip(other.named());
        pairs
            .filter(|((_, a), (_, b))| a > b)
            .map(|((name, a), (_, b))| (name, a, b))
            .next()
    }
}

impl std::ops::Add for Amounts {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self {
            analysis: self.analysis.saturating_add(o.analysis),
            retrieval: self.retrieval.saturating_add(o.retrieval),
            items: self.items.saturating_add(o.items),
            usd: self.usd.saturating_add(o.usd),
        }
    }
}

impl std::ops::Sub for Amounts {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self {
            analysis: self.analysis.saturating_sub(o.analysis),
            retrieval: self.retrieval.saturating_sub(o.retrieval),
            items: self.items.saturating_sub(o.items),
            usd: self.usd.saturating_sub(o.usd),
        }
    }
}

impl std::iter::Sum for Amounts {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |a, b| a + b)
    }
}

impl fmt::Display for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self
            .named()
            .into_iter()
            .filter(|(_, n)| *n != 0)
            .map(|(name, n)| match name {
                USD => dollars(n),
                _ => format!("{} {name}", grouped(n)),
            })
            .collect();
        if parts.is_empty() {
            f.write_str("nothing")
        } else {
            f.write_str(&parts.join(" + "))
        }
    }
}

/// One amount in words: `50,000 analysis units`, `$0.024`.
pub fn amount_words(unit: &str, n: i64) -> String {
    match unit {
        USD => dollars(n),
        _ => format!("{} {unit} units", grouped(n)),
    }
}

/// The same where its unit was said a moment ago.
fn figure(unit: &str, n: i64) -> String {
    match unit {
        USD => dollars(n),
        _ => grouped(n),
    }
}

/// What a call will cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "amounts")]
pub enum Price {
    /// Exactly this.
    Exact(Amounts),
    /// At most this.
    UpTo(Amounts),
    /// Not known before it is paid; a typed ceiling binds.
    Unknown,
}

impl Price {
    /// The most it can cost, if that is known.
    pub fn ceiling(&self) -> Option<Amounts> {
        match self {
            Self::Exact(a) | Self::UpTo(a) => Some(*a),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(a) => write!(f, "exactly {a}"),
            Self::UpTo(a) => write!(f, "at most {a}"),
            Self::Unknown => f.write_str("price unknown"),
        }
    }
}

/// How a paid amount is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidSource {
    /// The answer said so (`Charged*`).
    Reported,
    /// Two balances were compared.
    BalanceDifference,
    /// Worked out from the price rule and the rows that came.
    Assumed,
}

impl PaidSource {
    /// Of two ways of knowing, the less certain.
    pub fn weaker(self, other: Self) -> Self {
        let rank = |source| match source {
            Self::Reported => 0,
            Self::BalanceDifference => 1,
            Self::Assumed => 2,
        };
        if rank(other) > rank(self) {
            other
        } else {
            self
        }
    }

    /// The words shown beside the amount.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::BalanceDifference => "balance difference",
            Self::Assumed => "assumed",
        }
    }
}

/// What was paid, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The amounts.
    pub amounts: Amounts,
    /// How they are known.
    pub source: PaidSource,
}

/// A subscription that ends, and what is lost with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lapse {
    /// When it ends.
    pub expires: Timestamp,
    /// What is left in it.
    pub left: Amounts,
}

/// The account as last heard, with what we hold and spent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Whom the account is with.
    pub provider: Provider,
    /// What the provider says is left; none before the first answer.
    pub left: Option<Amounts>,
    /// When the provider said so.
    pub as_of: Option<Timestamp>,
    /// When the earliest subscription lapses, with what is in it.
    pub lapses: Option<Timestamp>,
    /// The subscriptions that still hold units, the next to lapse first; empty until the provider was asked.
    pub lapsing: Vec<Lapse>,
    /// Reserved for jobs that are not settled, unknown charges included.
    pub held: Amounts,
    /// Spent since midnight UTC, by this data folder.
    pub spent_today: Amounts,
}

impl Budget {
    /// What can still be promised: left less held.
    pub fn free(&self) -> Option<Amounts> {
        self.left.map(|left| left - self.held)
    }
}

/// Limits that the analyst set, each optional by allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ceiling {
    /// AnalysisResUnits.
    pub analysis: Option<i64>,
    /// RetrievalResUnits.
    pub retrieval: Option<i64>,
    /// IndexItemInfoResUnits.
    pub items: Option<i64>,
    /// Micro-dollars; written in dollars.
    #[serde(with = "super::dollars::optional")]
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
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The most that one job may cost.
    pub per_job: Ceiling,
    /// The most that one day (UTC) may cost.
    pub per_day: Ceiling,
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
        /// `per_job`, `per_day` or `floor`.
        which: &'static str,
        /// Allowance.
        unit: &'static str,
        /// Wanted.
        need: String,
        /// The limit.
        limit: String,
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
        matches!(self, Self::Configured { .. })
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
        let after = budget.free().map(|free| free - *need);
        for ((unit, floor), (_, n)) in self.floor.named().into_iter().zip(need.named()) {
            let left = after.and_then(|a| a.named().into_iter().find(|(name, _)| *name == unit));
            if let (Some(floor), Some((_, left))) = (floor, left)
                && n > 0
                && left < floor
            {
                return Err(configured("floor", (unit, n, floor)));
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

    #[test]
    fn amounts_say_their_allowance() {
        assert_eq!(Amounts::money(24_036).to_string(), "$0.024036");
        assert_eq!(
            Amounts::new(50_000, 12, 0).to_string(),
            "50,000 analysis + 12 retrieval"
        );
        assert_eq!(Amounts::ZERO.to_string(), "nothing");
    }
}
