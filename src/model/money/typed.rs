//! Amounts as they are typed: `analysis=500000,retrieval=2000`, `usd=0.50`.

use super::{Amounts, Ceiling, USD};
use crate::model::dollars;

impl Ceiling {
    /// Reads amounts by allowance, each optional, one at least. The mistake is one sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut ceiling = Self::default();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (unit, amount) = part
                .split_once('=')
                .ok_or_else(|| format!("`{part}` has no `=`; write analysis=N,retrieval=N"))?;
            let (unit, amount) = (unit.trim(), read_amount(unit.trim(), amount)?);
            let Some(slot) = ceiling.of_mut(unit) else {
                return Err(format!(
                    "there are no `{unit}` units; there are analysis, retrieval and items, and usd"
                ));
            };
            if slot.replace(amount).is_some() {
                return Err(format!("{unit} is given twice"));
            }
        }
        if ceiling == Self::default() {
            return Err("name at least one limit, such as analysis=500000".to_owned());
        }
        Ok(ceiling)
    }
}

impl Amounts {
    /// Reads what was charged, in dollars or in units: what is not named is nothing.
    pub fn read(text: &str, in_money: bool) -> Result<Self, String> {
        Self::of(&Ceiling::read(text)?, in_money)
    }

    /// What is named, where it is what is paid in.
    pub fn of(named: &Ceiling, in_money: bool) -> Result<Self, String> {
        let other = named
            .named()
            .into_iter()
            .find(|(unit, amount)| amount.is_some() && (*unit == USD) != in_money);
        if let Some((unit, _)) = other {
            let right = if in_money { "usd" } else { "units" };
            return Err(format!("it is paid in {right}, not in {unit}"));
        }
        let of = |amount: Option<i64>| amount.unwrap_or(0);
        Ok(Self {
            usd: of(named.usd),
            ..Self::new(of(named.analysis), of(named.retrieval), of(named.items))
        })
    }

    /// The amounts as they are typed; empty where there are none.
    pub fn typed(&self) -> String {
        let parts: Vec<String> = self
            .named()
            .into_iter()
            .filter(|(_, n)| *n != 0)
            .map(|(unit, n)| match unit {
                USD => format!("{unit}={}", dollars::plain(n)),
                _ => format!("{unit}={n}"),
            })
            .collect();
        parts.join(",")
    }
}

/// Units are whole; dollars have up to six decimals.
fn read_amount(unit: &str, amount: &str) -> Result<i64, String> {
    if unit == USD {
        return dollars::parse(amount)
            .ok_or_else(|| format!("`{amount}` is no amount of dollars; write usd=0.50"));
    }
    let digits = amount.trim().replace('_', "");
    let whole = digits.parse::<i64>().ok().filter(|n| *n >= 0);
    whole.ok_or_else(|| format!("`{amount}` is no whole number of units"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_charged_is_typed_as_it_is_shown() {
        for (amounts, in_money) in [
            (Amounts::new(5, 60, 7), false),
            (Amounts::money(24_036), true),
        ] {
            assert_eq!(Amounts::read(&amounts.typed(), in_money), Ok(amounts));
            assert!(Amounts::read(&amounts.typed(), !in_money).is_err());
        }
        assert_eq!(Amounts::ZERO.typed(), "");
    }
}
