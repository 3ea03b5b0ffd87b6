//! A query with its price, and what the service's own limit will do to it.

use serde::{Deserialize, Serialize};

use super::cost::price;
use super::{ItemFigures, PriceRule};
use crate::model::catalog::dataforseo::Rates;
use crate::model::money::{Price, amount_words};
use crate::model::query::{Query, SKIP_LIMIT};

/// A priced query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// What is asked.
    pub query: Query,
    /// What the price rests on; none if nothing is known.
    pub figures: Option<ItemFigures>,
    /// The rates that the price rests on, where it is asked in money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rates: Option<Rates>,
    /// The price.
    pub price: Price,
}

/// What the service's own skip limit will do to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipEffect {
    /// It lets the job pass.
    Passes,
    /// It refuses the job: the analysis cost is greater than the limit.
    Refuses {
        /// Expected analysis cost.
        cost: i64,
        /// The limit sent.
        limit: i64,
    },
    /// The cost is not known.
    Unknown,
}

impl Quote {
    /// Prices a query.
    pub fn new(query: Query, figures: Option<ItemFigures>) -> Self {
        let price = price(&query, figures.as_ref());
        Self {
            query,
            figures,
            rates: None,
            price,
        }
    }

    /// Prices a query that costs money.
    pub fn at(query: Query, rates: Rates) -> Self {
        let price = rates.price(&query);
        Self {
            query,
            figures: None,
            rates: Some(rates),
            price,
        }
    }

    /// Whether no page says the price in full, so that it may cost something else.
    pub fn is_unverified(&self) -> bool {
        matches!(self.query.entry().price, PriceRule::Call(call) if call.is_unverified)
    }

    /// What must be known of a price that is paid for nothing: the service knows no links of the target.
    pub fn warning(&self) -> Option<String> {
        let figures = self.figures.as_ref()?;
        let is_counted = matches!(
            self.query.entry().price,
            PriceRule::RefDomainDownload { .. } | PriceRule::LinkDownload { .. }
        );
        let analysis = self.price.ceiling()?.analysis;
        let is_for_nothing = figures.ref_domains == 0 && figures.ext_back_links == 0;
        (is_counted && is_for_nothing && analysis > 0).then(|| {
            format!(
                "the service knows no links of {}: the fixed part of the price, {}, is charged all the same",
                self.query.title(),
                amount_words("analysis", analysis)
            )
        })
    }

    /// What the skip limit will do.
    pub fn skip_effect(&self) -> SkipEffect {
        let Some(limit) = self.query.number(SKIP_LIMIT) else {
            return SkipEffect::Passes;
        };
        match self.price.ceiling() {
            None => SkipEffect::Unknown,
            Some(amounts) if amounts.analysis > limit => SkipEffect::Refuses {
                cost: amounts.analysis,
                limit,
            },
            Some(_) => SkipEffect::Passes,
        }
    }
}
