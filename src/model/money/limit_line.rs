//! A limit as it is typed: `per_day analysis=5000000`, `per_month usd=none`.

use super::{Amounts, Budget, Ceiling, Limits, USD};
use crate::model::dollars;

/// Which limit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// The most that one job may cost.
    PerJob,
    /// The most that one day (UTC) may cost.
    PerDay,
    /// The most that one calendar month (UTC) may cost.
    PerMonth,
    /// What must stay in the account.
    Floor,
}

impl LimitKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::PerJob, Self::PerDay, Self::PerMonth, Self::Floor];

    /// Its name in the settings and in what is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::PerJob => "per_job",
            Self::PerDay => "per_day",
            Self::PerMonth => "per_month",
            Self::Floor => "floor",
        }
    }

    /// The kind with this name; `-` does for `_`.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl LimitKind {
    /// What counts against it, in words; none for one job, against which nothing counts before it.
    pub fn measure(self) -> Option<&'static str> {
        match self {
            Self::PerJob => None,
            Self::PerDay | Self::PerMonth => Some("paid + held"),
            Self::Floor => Some("left - held"),
        }
    }

    /// How much of that there is in an account; none where that is not known.
    pub fn used(self, budget: &Budget) -> Option<Amounts> {
        match self {
            Self::PerJob => None,
            Self::PerDay => Some(budget.spent_today + budget.held),
            Self::PerMonth => Some(budget.spent_month + budget.held),
            Self::Floor => budget.free(),
        }
    }
}

impl Limits {
    /// One of the limits.
    pub fn of(&self, kind: LimitKind) -> &Ceiling {
        match kind {
            LimitKind::PerJob => &self.per_job,
            LimitKind::PerDay => &self.per_day,
            LimitKind::PerMonth => &self.per_month,
            LimitKind::Floor => &self.floor,
        }
    }

    /// The same limits with one changed.
    pub fn with(mut self, change: LimitChange) -> Self {
        let ceiling = match change.kind {
            LimitKind::PerJob => &mut self.per_job,
            LimitKind::PerDay => &mut self.per_day,
            LimitKind::PerMonth => &mut self.per_month,
            LimitKind::Floor => &mut self.floor,
        };
        if let Some(amount) = ceiling.of_mut(change.unit) {
            *amount = change.amount;
        }
        self
    }
}

/// One limit in one allowance, set or lifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitChange {
    /// Which limit.
    pub kind: LimitKind,
    /// Which allowance.
    pub unit: &'static str,
    /// The limit; none lifts it.
    pub amount: Option<i64>,
}

impl LimitChange {
    /// Reads what was typed; a leading `limit` or `:limit` is as good as none. The mistake is one sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        const FORM: &str = "type a limit, an allowance and an amount: per_day analysis=5000000, per_month usd=20.00, floor usd=none";
        let line = text.replace(['=', ':'], " ");
        let mut words = line.split_whitespace().peekable();
        if words.peek() == Some(&"limit") {
            words.next();
        }
        let (Some(kind), Some(unit), Some(amount), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(FORM.to_owned());
        };
        let kind = LimitKind::from_name(kind).ok_or_else(|| {
            let names = LimitKind::ALL.map(LimitKind::name).join(", ");
            format!("there is no limit `{kind}`; there are {names}")
        })?;
        let units = Ceiling::default().named().map(|(name, _)| name);
        let unit = units
            .into_iter()
            .find(|name| *name == unit)
            .ok_or_else(|| {
                format!(
                    "there is no allowance `{unit}`; there are {}",
                    units.join(", ")
                )
            })?;
        let amount = amount_of(unit, amount)?;
        Ok(Self { kind, unit, amount })
    }

    /// The amount as the settings file takes it; none where the limit is lifted.
    pub fn written(&self) -> Option<String> {
        self.amount.map(|n| match self.unit {
            USD => dollars::plain(n),
            _ => n.to_string(),
        })
    }
}

fn amount_of(unit: &str, text: &str) -> Result<Option<i64>, String> {
    if text == "none" {
        return Ok(None);
    }
    let figure = text.replace([',', '_'], "");
    let amount = match unit {
        USD => dollars::parse(figure.trim_start_matches('$')),
        _ => figure.parse().ok(),
    };
    match amount.filter(|n| *n >= 0) {
        Some(n) => Ok(Some(n)),
        None if unit == USD => Err(format!("`{text}` is no amount of dollars, such as 20.00")),
        None => Err(format!("`{text}` is no whole number of units, nor none")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_line_names_limit_allowance_and_amount() {
        let read = |text| LimitChange::read(text).unwrap();
        let day = read(":limit per-day analysis 5,000,000");
        assert_eq!(day, read("per_day analysis=5_000_000"));
        assert_eq!(
            (day.kind, day.unit, day.amount),
            (LimitKind::PerDay, "analysis", Some(5_000_000))
        );
        assert_eq!(read("floor usd=$2.5").amount, Some(2_500_000));
        assert_eq!(read("per_month usd=none").amount, None);
        let limits = Limits::default().with(day);
        assert_eq!(limits.per_day.analysis, Some(5_000_000));
        let lifted = LimitChange {
            amount: None,
            ..day
        };
        assert_eq!(limits.with(lifted), Limits::default());
    }

    #[test]
    fn a_slip_is_said() {
        for (text, part) in [
            ("", "type a limit"),
            ("per_day analysis", "type a limit"),
            ("per_week analysis=1", "no limit `per_week`"),
            ("per_day eur=1", "no allowance `eur`"),
            ("per_day analysis=1.5", "no whole number"),
            ("per_day analysis=-5", "no whole number"),
            ("per_day usd=abc", "no amount of dollars"),
        ] {
            let said = LimitChange::read(text).unwrap_err();
            assert!(said.contains(part), "{text}: {said}");
        }
    }
}
