//! What a query costs: the rules of each function, and prices worked out from them and from the figures that a
//! look-up brought.

mod cost;
mod figures;
mod formula;
mod quote;
mod rule;
#[cfg(test)]
mod tests;

pub use figures::ItemFigures;
pub use quote::{Quote, SkipEffect};
pub use rule::{CallPrice, MoneyRows, PriceRule, RowBound, Times};
