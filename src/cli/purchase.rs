//! Buying on purpose: the price first, then the limits, then the question, and only then the order.

use super::args::Spending;
use super::desk::Desk;
use super::failure::Failure;
use super::max_cost::Allowance;
use super::reception::Reception;
use super::verdict;
use crate::model::catalog::{Quote, SkipEffect};
use crate::model::column::grouped;
use crate::model::job::JobId;
use crate::model::money::Amounts;
use crate::model::query::Query;

/// What one price look-up costs.
const LOOK_UP: Amounts = Amounts::new(0, 0, 1);

/// The terms of a purchase.
pub struct Purchase<'a> {
    /// Flags, settings, voices.
    pub desk: &'a Desk,
    /// `--yes`, `--max-cost`, `--dry-run`.
    pub spending: &'a Spending,
    /// `--tag`.
    pub tag: Option<&'a str>,
}

impl Purchase<'_> {
    /// Prices, checks, asks and orders. Everything before the order leaves the account as it was,
    /// but for the look-up's one unit, which is told.
    pub async fn make(
        &self,
        reception: &mut Reception,
        allowance: &mut Allowance,
        query: &Query,
    ) -> Result<JobId, Failure> {
        let known = reception
            .runner
            .quote_from_cache(query)
            .map_err(|why| verdict::of(&why))?;
        if !self.spending.yes && !self.desk.talk.can_ask() {
            return Err(self.nobody_to_ask(&known, allowance));
        }
        let quote = self.price(reception, allowance, known).await?;
        self.tell_price(&quote);
        self.check(&quote, allowance)?;
        let granted = granted(&quote, allowance)?;
        let words = price_words(&quote);
        if !self.spending.yes && !reception.ask(format!("Spend {words}?")).await? {
            return Err(Failure::Limit("not confirmed; nothing was sent".to_owned()));
        }
        let submitted = reception.runner.submit(&quote, granted, false, self.tag);
        let job = submitted.await.map_err(|why| verdict::of(&why))?;
        allowance.take(granted);
        Ok(job)
    }

    /// The price from what is known, or from a look-up.
    async fn price(
        &self,
        reception: &mut Reception,
        allowance: &mut Allowance,
        known: Quote,
    ) -> Result<Quote, Failure> {
        let runner = reception.runner.clone();
        // The balance is free to ask for, and a wrong key shows here before anything is spent.
        let left = "stopped; nothing was sent that costs";
        reception
            .unless_interrupted(left, runner.refresh_budget())
            .await?;
        if known.price.ceiling().is_some() {
            return Ok(known);
        }
        allowance.check(&LOOK_UP).map_err(Failure::Limit)?;
        self.desk.talk.say(&format!(
            "looking up the price for {}: 1 item unit",
            known.query.target.display()
        ));
        allowance.take(LOOK_UP);
        let left = "stopped while looking up the price; that may have cost its one item unit";
        reception
            .unless_interrupted(left, runner.look_up_price(&known.query))
            .await
    }

    /// Without a person and without `--yes` nothing is sent; what is known of the price is told all the same.
    fn nobody_to_ask(&self, known: &Quote, allowance: &Allowance) -> Failure {
        self.tell_price(known);
        if let Err(failure) = self.check(known, allowance) {
            return failure;
        }
        let what = match known.price.ceiling() {
            Some(_) => format!("this would spend {}", price_words(known)),
            None => "the price is not known and a look-up costs 1 item unit".to_owned(),
        };
        Failure::Limit(format!(
            "{what}; nobody is here to ask, so nothing was sent. Add --yes to spend it \
             (and --max-cost analysis=N,retrieval=N,items=N to bound it)"
        ))
    }

    /// Says the price with its formula and where its figures come from.
    pub fn tell_price(&self, quote: &Quote) {
        let talk = &self.desk.talk;
        let target = quote.query.target.display();
        let scope = quote.query.target.scope.title();
        let Some(figures) = &quote.figures else {
            talk.say(&format!(
                "{target} ({scope}): price unknown; a look-up costs 1 item unit"
            ));
            return;
        };
        talk.say(&format!("{target} ({scope}): {}", quote.price));
        for line in quote.formula() {
            talk.say(&format!("  {line}"));
        }
        talk.say(&format!(
            "  figures of the {} index of {}, looked up {}",
            figures.datasource,
            figures.index_date,
            figures.looked_up.strftime("%Y-%m-%d %H:%M:%S UTC")
        ));
    }

    /// Holds the price against the service's skip limit and `--max-cost`.
    pub fn check(&self, quote: &Quote, allowance: &Allowance) -> Result<(), Failure> {
        if let SkipEffect::Refuses { cost, limit } = quote.skip_effect() {
            return Err(Failure::Limit(format!(
                "the service would refuse this, uncharged: its analysis cost of {} is above the skip limit of {}; \
                 nothing was sent. Raise it with --skip-cost {cost}",
                grouped(cost),
                grouped(limit)
            )));
        }
        match quote.price.ceiling() {
            Some(amounts) => allowance.check(&amounts).map_err(Failure::Limit),
            None => Ok(()),
        }
    }
}

/// What is reserved: the price's upper bound; where it is not known, what `--max-cost` still allows.
fn granted(quote: &Quote, allowance: &Allowance) -> Result<Amounts, Failure> {
    quote
        .price
        .ceiling()
        .or_else(|| allowance.rest())
        .ok_or_else(|| {
            Failure::Limit(
                "the price is not known; nothing was sent. Say the most it may cost with \
                 --max-cost analysis=N,retrieval=N"
                    .to_owned(),
            )
        })
}

/// The price in words, for the question.
fn price_words(quote: &Quote) -> String {
    match quote.price.ceiling() {
        Some(amounts) => format!(
            "at most {} analysis and {} retrieval units",
            grouped(amounts.analysis),
            grouped(amounts.retrieval)
        ),
        None => "an unknown amount".to_owned(),
    }
}
