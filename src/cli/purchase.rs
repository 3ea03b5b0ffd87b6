//! Buying on purpose: every price first, then the limits over their sum, then one question, and only then the orders.

use super::ask_args::Spending;
use super::desk::Desk;
use super::failure::Failure;
use super::max_cost::Allowance;
use super::reception::Reception;
use super::verdict;
use crate::model::catalog::dataforseo::Compiled;
use crate::model::catalog::{PriceRule, Quote, SkipEffect};
use crate::model::column::grouped;
use crate::model::dollars::dollars;
use crate::model::job::JobId;
use crate::model::money::{Amounts, Price};

/// What one price look-up costs.
const LOOK_UP: Amounts = Amounts::new(0, 0, 1);

/// The terms of a purchase.
pub struct Purchase<'a> {
    /// Flags, settings, voices.
    pub desk: &'a Desk,
    /// `--yes`, `--max-cost`, `--dry-run`, `--tag`.
    pub spending: &'a Spending,
}

impl Purchase<'_> {
    /// Prices, checks and asks. Everything up to here leaves the account as it was, but for the look-ups' units,
    /// which are told. What comes back may be ordered.
    pub async fn agree(
        &self,
        reception: &mut Reception,
        allowance: &mut Allowance,
        known: Vec<Quote>,
    ) -> Result<Vec<Quote>, Failure> {
        if !self.spending.yes && !self.desk.talk.can_ask() {
            return Err(self.nobody_to_ask(&known, allowance));
        }
        let quotes = self.price(reception, allowance, known).await?;
        self.tell_prices(&quotes);
        self.check(&quotes, allowance)?;
        let words = bound_words(&quotes, allowance);
        if !self.spending.yes && !reception.ask(format!("Spend {words}?")).await? {
            let sent = allowance.nothing_sent();
            return Err(Failure::Limit(format!("not confirmed; {sent}")));
        }
        Ok(quotes)
    }

    /// Orders one of the agreed purchases.
    pub async fn order(
        &self,
        reception: &Reception,
        allowance: &mut Allowance,
        quote: &Quote,
    ) -> Result<(JobId, Amounts), Failure> {
        let granted = granted(quote, allowance)?;
        allowance.check(&granted).map_err(Failure::Limit)?;
        let tag = self.spending.tag.as_deref();
        let submitted = reception.runner.submit(quote, granted, false, tag);
        let job = submitted
            .await
            .map_err(|why| allowance.corrected(verdict::of(&why)))?;
        allowance.take(granted);
        Ok((job, granted))
    }

    /// The prices from what is known, or from look-ups.
    pub(super) async fn price(
        &self,
        reception: &mut Reception,
        allowance: &mut Allowance,
        known: Vec<Quote>,
    ) -> Result<Vec<Quote>, Failure> {
        let runner = reception.runner.clone();
        // The balance is free to ask for, and a wrong key shows here before anything is spent.
        let left = "stopped; nothing was sent that costs";
        reception
            .unless_interrupted(left, runner.refresh_budget())
            .await?;
        let missing = known.iter().filter(|quote| is_unknown(quote)).count();
        let look_ups = Amounts::new(0, 0, i64::try_from(missing).unwrap_or(i64::MAX));
        allowance.check(&look_ups).map_err(Failure::Limit)?;
        let mut quotes = Vec::with_capacity(known.len());
        for quote in known {
            // Another question about the same target may have looked its figures up meanwhile.
            let quote = match is_unknown(&quote) {
                true => runner
                    .quote_from_cache(&quote.query)
                    .map_err(|why| verdict::of(&why))?,
                false => quote,
            };
            if is_unknown(&quote) {
                self.desk.talk.say(&format!(
                    "looking up the price for {}: 1 item unit",
                    quote.query.title()
                ));
                allowance.take(LOOK_UP);
                let left =
                    "stopped while looking up the price; that may have cost its one item unit";
                let tag = self.spending.tag.as_deref();
                let asked = runner.look_up_price_tagged(&quote.query, tag);
                let priced = reception.unless_interrupted(left, asked).await;
                match priced {
                    Ok(quote) => {
                        allowance.looked_up();
                        quotes.push(quote);
                    }
                    Err(why @ (Failure::ChargeUnknown(_) | Failure::Interrupted(_))) => {
                        allowance.looked_up();
                        return Err(why);
                    }
                    Err(why) => return Err(allowance.corrected(why)),
                }
            } else if quote.rates.is_some() {
                // The price list came with the balance.
                let anew = runner.quote_from_cache(&quote.query);
                quotes.push(anew.map_err(|why| verdict::of(&why))?);
            } else {
                quotes.push(quote);
            }
        }
        Ok(quotes)
    }

    /// Without a person and without `--yes` nothing is sent; what is known of the price is told all the same.
    pub(super) fn nobody_to_ask(&self, known: &[Quote], allowance: &Allowance) -> Failure {
        self.tell_prices(known);
        if let Err(failure) = self.check(known, allowance) {
            return failure;
        }
        let missing = known.iter().filter(|quote| is_unknown(quote)).count();
        let what = match missing {
            0 => format!("this would spend {}", price_words(known)),
            1 => "the price is not known and a look-up costs 1 item unit".to_owned(),
            n => format!(
                "the price of {} is not known and a look-up of each costs 1 item unit",
                calls(n)
            ),
        };
        Failure::Limit(format!(
            "{what}; nobody is here to ask, so nothing was sent. Add --yes to spend it \
             (and --max-cost {} to bound it)",
            match known.iter().any(|quote| quote.rates.is_some()) {
                true => "usd=X",
                false => "analysis=N,retrieval=N,items=N",
            }
        ))
    }

    /// Says each price with its formula and where its figures come from, and their sum.
    pub fn tell_prices(&self, quotes: &[Quote]) {
        for quote in quotes {
            self.tell_price(quote);
        }
        if quotes.len() > 1 {
            self.desk.talk.say(&format!(
                "{} in all: {}",
                calls(quotes.len()),
                price_words(quotes)
            ));
        }
    }

    fn tell_price(&self, quote: &Quote) {
        let talk = &self.desk.talk;
        let scope = match quote.query.more.len() {
            0 => quote.query.target.kind().to_owned(),
            more => format!("{} targets", more + 1),
        };
        let title = quote.query.title();
        if is_unknown(quote) {
            talk.say(&format!(
                "{title} ({scope}): price unknown; a look-up costs 1 item unit"
            ));
            return;
        }
        talk.say(&format!("{title} ({scope}): {}", quote.price));
        if !quote.query.is_priced_by_look_up() && quote.price.ceiling().is_none() {
            talk.say("  no look-up tells what lies under a path: what --max-cost leaves is granted, and binds");
        }
        if let Some(warning) = quote.warning() {
            talk.insist(&format!("warning: {warning}"));
        }
        for line in quote.formula() {
            talk.say(&format!("  {line}"));
        }
        let filter = quote.query.compiled_filter();
        for sentence in filter.iter().flat_map(Compiled::sentences) {
            talk.say(&format!("  {sentence}"));
        }
        if let Some(figures) = quote.figures.as_ref().filter(|_| rests_on_figures(quote)) {
            talk.say(&format!(
                "  figures of the {} index of {}, looked up {}",
                figures.datasource,
                figures.index_date,
                figures.looked_up.strftime("%Y-%m-%d %H:%M:%S UTC")
            ));
        }
    }

    /// Holds each price against the service's skip limit, and their sum against `--max-cost`.
    pub fn check(&self, quotes: &[Quote], allowance: &Allowance) -> Result<(), Failure> {
        for quote in quotes {
            if let SkipEffect::Refuses { cost, limit } = quote.skip_effect() {
                return Err(Failure::Limit(format!(
                    "{}: the service would refuse this, uncharged: its analysis cost of {} is above the skip limit \
                     of {}; {}. Raise it with --skip-cost {cost}",
                    quote.query.title(),
                    grouped(cost),
                    grouped(limit),
                    allowance.nothing_sent()
                )));
            }
        }
        allowance.check(&least(quotes)).map_err(Failure::Limit)
    }
}

/// Whether the price is worked out from what a look-up brought; that of a direct answer is known without.
fn rests_on_figures(quote: &Quote) -> bool {
    matches!(
        quote.query.entry().price,
        PriceRule::RefDomainDownload { .. } | PriceRule::LinkDownload { .. }
    )
}

/// Whether the price must be looked up.
pub(super) fn is_unknown(quote: &Quote) -> bool {
    quote.figures.is_none() && quote.price.ceiling().is_none() && quote.query.is_priced_by_look_up()
}

/// The upper bounds that are known, together.
fn sum(quotes: &[Quote]) -> Amounts {
    let ceilings = quotes.iter().filter_map(|quote| quote.price.ceiling());
    ceilings.sum()
}

/// The least that must be allowed: all of each price, but of what comes in pages one request with one row, because
/// that stops where the amount ends.
fn least(quotes: &[Quote]) -> Amounts {
    let least = quotes.iter().filter_map(|quote| {
        let most = quote.price.ceiling()?;
        Some(match quote.rates.filter(|_| quote.query.comes_in_pages()) {
            Some(rates) => Amounts::money(rates.rate.cost(1, 1).min(most.usd)),
            None => most,
        })
    });
    least.sum()
}

/// What will be spent at most, with --max-cost where that is less than the prices.
pub(super) fn bound_words(quotes: &[Quote], allowance: &Allowance) -> String {
    let words = price_words(quotes);
    match allowance.money_left() {
        Some(left) if left < sum(quotes).usd => {
            format!("{words}, of which --max-cost allows {}", dollars(left))
        }
        _ => words,
    }
}

/// What is reserved: the price's upper bound, of what comes in pages as much as --max-cost leaves; where it is not known, what `--max-cost` still allows.
fn granted(quote: &Quote, allowance: &Allowance) -> Result<Amounts, Failure> {
    if let (true, Some(most)) = (quote.query.comes_in_pages(), quote.price.ceiling()) {
        let left = allowance.money_left().unwrap_or(i64::MAX);
        return Ok(Amounts::money(most.usd.min(left)));
    }
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

/// The price of all in words, for the question: `at most 55,000 analysis + 1,000 retrieval`.
pub(super) fn price_words(quotes: &[Quote]) -> String {
    let is_exact = |quote: &Quote| matches!(quote.price, Price::Exact(_));
    let total = sum(quotes);
    let known = if quotes.iter().all(is_exact) {
        Price::Exact(total)
    } else {
        Price::UpTo(total)
    };
    let unknown = quotes
        .iter()
        .filter(|q| q.price.ceiling().is_none())
        .count();
    match unknown {
        0 => known.to_string(),
        n if n == quotes.len() => "an unknown amount".to_owned(),
        n => format!("{known}, and an unknown amount for {}", calls(n)),
    }
}

fn calls(n: usize) -> String {
    match n {
        1 => "1 call".to_owned(),
        n => format!("{} calls", grouped(i64::try_from(n).unwrap_or(i64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic;
    use crate::model::query::Query;
    use crate::model::target::Target;

    fn quote(entry: &'static crate::model::catalog::Entry) -> Quote {
        Quote::new(
            Query::new(entry, Target::parse("example.com").unwrap()),
            None,
        )
    }

    #[test]
    fn several_prices_are_one_sum() {
        let links = quote(&majestic::GET_BACK_LINK_DATA);
        let info = quote(&majestic::GET_INDEX_ITEM_INFO);
        let download = quote(&majestic::DOWNLOAD_BACK_LINKS);
        assert_eq!(
            price_words(&[info.clone(), info.clone()]),
            "exactly 2 items"
        );
        assert_eq!(
            price_words(&[links.clone(), links.clone()]),
            "at most 10,000 analysis + 2,000 retrieval"
        );
        let mixed = price_words(&[links, download.clone()]);
        assert!(mixed.ends_with("an unknown amount for 1 call"), "{mixed}");
        assert_eq!(price_words(&[download]), "an unknown amount");
    }
}
