//! Units, dollars, prices and the arithmetic of what may be spent. The journal is the authority; this is sums.

mod amounts;
mod budget;
mod limit_line;
mod limits;
mod paid;
mod price;
mod typed;

pub use amounts::{Amounts, USD, amount_words};
pub use budget::{Budget, Elsewhere, Lapse};
pub use limit_line::{LimitChange, LimitKind};
pub use limits::{Ceiling, LimitPassed, Limits};
pub use paid::{Paid, PaidSource};
pub use price::Price;
