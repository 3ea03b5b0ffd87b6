//! Fewer rows than were asked for: of what comes page by page, the sheet may grant less than the price. What is behind
//! them can be bought later.

use super::{Field, PriceSheet};
use crate::model::catalog::Quote;
use crate::model::money::Amounts;

/// What at most so many rows of a job cost, and how many that are; none where it does not come page by page, or
/// nothing is typed.
pub(super) fn within(quote: &Quote, rows: Option<i64>) -> Option<(Amounts, i64)> {
    let (lowered, rows) = quote.rates?.within(&quote.query, rows?)?;
    let most = quote.price.ceiling()?;
    Some((Amounts::money(lowered.usd.min(most.usd)), rows))
}

impl PriceSheet {
    /// Whether a job comes page by page, so that fewer rows can be granted.
    pub fn can_be_lowered(&self) -> bool {
        let in_pages = |quote: &Quote| quote.rates.is_some() && quote.query.comes_in_pages();
        self.quotes.iter().any(in_pages)
    }

    /// The rows of all jobs together that are granted where fewer than all are typed, and what they cost at most.
    pub fn lowered(&self) -> Option<(i64, Amounts)> {
        let typed = self.number(Field::Rows);
        let within = self.quotes.iter().map(|quote| within(quote, typed));
        let (mut rows, mut cost) = (0, Amounts::ZERO);
        for (each, amount) in within
            .map(|lowered| lowered.map(|(cost, rows)| (rows, cost)))
            .collect::<Option<Vec<_>>>()?
        {
            rows += each;
            cost = cost + amount;
        }
        Some((rows, cost))
    }
}
