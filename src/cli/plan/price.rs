//! What the queries of a plan would cost: what is held is not bought, what is unfinished is gone on with, and the rest is
//! priced, told as a table with its sum, and agreed to once.

use super::Offices;
use super::read::{Item, Plan};
use crate::cli::ask_args::Spending;
use crate::cli::buy::Step;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::jobs::moment;
use crate::cli::max_cost::{Allowance, MaxCost};
use crate::cli::purchase::{Purchase, bound_words, is_unknown, price_words};
use crate::cli::records::{Records, text};
use crate::cli::verdict;
use crate::cli::width;
use crate::model::catalog::{Provider, Quote};
use crate::model::column::Value;
use crate::model::dollars::plain;
use crate::model::job::{JobState, JobSummary};
use crate::model::money::{Amounts, amount_words};
use crate::model::query::Query;
use crate::store::Store;

/// What becomes of one call.
pub enum Course {
    /// Its answer is held and young enough.
    Held(Box<JobSummary>),
    /// It is bought, or gone on with.
    Buy(Step),
    /// Its price could not be learnt, or it was paid for lately and brought nothing; nothing of it is sent.
    Not(Failure),
}

/// A call with what becomes of it.
pub struct Priced {
    /// Of which item of the plan.
    pub item: usize,
    /// What is asked.
    pub query: Query,
    /// What becomes of it.
    pub course: Course,
    /// Item units that its price look-up took.
    pub looked_up: i64,
}

const COLUMNS: [&str; 10] = [
    "query",
    "provider",
    "command",
    "about",
    "what",
    "price",
    "analysis",
    "retrieval",
    "items",
    "usd",
];

/// What is held, what is unfinished, and the prices of the rest as far as they are known here.
pub fn calls(
    desk: &Desk,
    store: &Store,
    plan: &Plan,
    offices: &mut Offices,
) -> Result<Vec<Priced>, Failure> {
    let mut all: Vec<Priced> = Vec::new();
    for (at, item) in plan.items.iter().enumerate() {
        let Some(office) = offices.of(item.provider()) else {
            continue;
        };
        for query in &item.queries {
            let same: Vec<&JobSummary> = office
                .earlier
                .iter()
                .filter(|job| job.query.asks_the_same(query))
                .collect();
            let course = match course_known(desk, store, item, &same) {
                Some(known) => known,
                None => {
                    let quote = office.runner.quote_from_cache(query);
                    let quote = quote.map_err(|why| verdict::of(&why))?;
                    Course::Buy(Step::Order(Box::new(quote)))
                }
            };
            if all.iter().any(|other| other.query.asks_the_same(query)) {
                desk.talk.insist(&format!(
                    "{} {} stands in the plan twice: it is asked once, and answers both",
                    query.entry().name,
                    query.title()
                ));
            }
            all.push(Priced {
                item: at,
                query: query.clone(),
                course,
                looked_up: 0,
            });
        }
    }
    Ok(all)
}

/// What earlier jobs that ask the same leave to do, unless it is to buy.
fn course_known(desk: &Desk, store: &Store, item: &Item, same: &[&JobSummary]) -> Option<Course> {
    if let Some(job) = same.iter().find(|job| !job.state.is_final()) {
        return Some(Course::Buy(Step::GoOn(Box::new((*job).clone()))));
    }
    let now = Desk::clock()();
    let young = same
        .iter()
        .filter(|job| item.age.is_fresh(job.created, now));
    let is_whole = |job: &&&JobSummary| {
        let dataset = job.dataset.as_ref().filter(|_| job.state == JobState::Done);
        dataset.is_some_and(|id| store.manifest(id).is_ok_and(|held| held.complete))
    };
    if let Some(job) = young.clone().filter(is_whole).max_by_key(|job| job.id) {
        return Some(Course::Held(Box::new((*job).clone())));
    }
    // Nobody may be there to read that it was charged already.
    let words = young.clone().find_map(|job| job.paid_for_nothing())?;
    let why = format!(
        "{words}. It is not bought again before it is older than if_older_than says; \"0d\" buys it now"
    );
    desk.talk.insist(&format!("{}: {why}", item.name));
    Some(Course::Not(Failure::Failed(why)))
}

impl Priced {
    /// The price of what is bought.
    pub fn quote(&self) -> Option<&Quote> {
        match &self.course {
            Course::Buy(Step::Order(quote)) => Some(quote),
            _ => None,
        }
    }
}

/// What is bought, each question once.
fn quotes(all: &[Priced]) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    for quote in all.iter().filter_map(Priced::quote) {
        if !quotes
            .iter()
            .any(|other| other.query.asks_the_same(&quote.query))
        {
            quotes.push(quote.clone());
        }
    }
    quotes
}

/// Holds the prices against the services' skip limits, and their sum against `--max-cost`, which must bind in whatever
/// the plan spends, and against the limits of the settings: what cannot all be bought is not begun.
pub fn check(
    desk: &Desk,
    spending: &Spending,
    all: &[Priced],
    allowance: &Allowance,
    offices: &mut Offices,
) -> Result<(), Failure> {
    let quotes = quotes(all);
    if let Some(MaxCost(most)) = spending.max_cost {
        for quote in &quotes {
            let binds = match quote.query.provider() {
                Provider::Majestic => most.analysis.or(most.retrieval).or(most.items).is_some(),
                Provider::DataForSeo => most.usd.is_some(),
            };
            if !binds {
                return Err(Failure::Usage(format!(
                    "--max-cost does not bind what {} charges ({}); nothing was sent. Name it too",
                    quote.query.provider().title(),
                    match quote.query.provider() {
                        Provider::Majestic => "analysis=N,retrieval=N,items=N",
                        Provider::DataForSeo => "usd=X",
                    }
                )));
            }
        }
    }
    Purchase { desk, spending }.check(&quotes, allowance)?;
    for provider in Provider::ALL {
        let Some(office) = offices.of(provider) else {
            continue;
        };
        let own = quotes
            .iter()
            .filter(|quote| quote.query.provider() == provider);
        let mut money = allowance.money_left().unwrap_or(i64::MAX);
        let mut needs: Vec<Amounts> = Vec::new();
        for need in own.filter_map(|quote| quote.price.ceiling()) {
            // Of money no more is reserved than --max-cost leaves.
            let usd = need.usd.min(money);
            money -= usd;
            needs.push(Amounts { usd, ..need });
        }
        let borne = office.runner.bears(&needs);
        borne.map_err(|why| allowance.corrected(verdict::of(&why)))?;
    }
    Ok(())
}

/// Says what all of it costs.
pub fn tell_sum(desk: &Desk, all: &[Priced]) {
    let held = all
        .iter()
        .filter(|one| matches!(one.course, Course::Held(_)))
        .count();
    let begun = all
        .iter()
        .filter(|one| matches!(one.course, Course::Buy(Step::GoOn(_))))
        .count();
    let quotes = quotes(all);
    let price = match quotes.is_empty() {
        true => "nothing is bought".to_owned(),
        false => format!("{} to buy, {}", quotes.len(), price_words(&quotes)),
    };
    desk.talk.say(&format!(
        "{} calls: {held} held and young enough, {begun} unfinished and gone on with, {price}{}",
        all.len(),
        look_up_words(&quotes, all)
    ));
}

/// What price look-ups took, or are going to take; they are no part of the prices.
fn look_up_words(quotes: &[Quote], all: &[Priced]) -> String {
    let took: i64 = all.iter().map(|one| one.looked_up).sum();
    let missing = quotes.iter().filter(|quote| is_unknown(quote)).count();
    let units = |n: i64| amount_words("items", n);
    match (took, i64::try_from(missing).unwrap_or(i64::MAX)) {
        (0, 0) => String::new(),
        (took, 0) => format!("; price look-ups took {}", units(took)),
        (_, missing) => format!("; price look-ups take up to {}", units(missing)),
    }
}

/// Prices what is not known, tells all of it, and asks. Up to here nothing is spent but the look-ups' units.
pub async fn agreed(
    desk: &Desk,
    spending: &Spending,
    plan: &Plan,
    mut all: Vec<Priced>,
    offices: &mut Offices,
    allowance: &mut Allowance,
) -> Result<Vec<Priced>, Failure> {
    let purchase = Purchase { desk, spending };
    if quotes(&all).is_empty() {
        tell_sum(desk, &all);
        return Ok(all);
    }
    if let Err(why) = check(desk, spending, &all, allowance, offices) {
        tell_table(desk, plan, &all)?;
        return Err(why);
    }
    if !spending.yes && !desk.talk.can_ask() {
        tell_table(desk, plan, &all)?;
        return Err(purchase.nobody_to_ask(&quotes(&all), allowance));
    }
    for one in &mut all {
        let Some(quote) = one.quote().cloned() else {
            continue;
        };
        let Some(office) = offices.of(quote.query.provider()) else {
            continue;
        };
        let before = allowance.look_ups();
        let own = Spending {
            tag: plan.items[one.item].tag.clone(),
            ..spending.clone()
        };
        let own = Purchase {
            desk,
            spending: &own,
        };
        let priced = own.price(office, allowance, vec![quote]).await;
        one.looked_up = allowance.look_ups() - before;
        one.course = match priced {
            Ok(quotes) => match quotes.into_iter().next() {
                Some(quote) => Course::Buy(Step::Order(Box::new(quote))),
                None => continue,
            },
            Err(why @ (Failure::Interrupted(_) | Failure::Limit(_))) => return Err(why),
            Err(why) if plan.stop_on_error => return Err(why),
            Err(why) => {
                desk.talk
                    .insist(&format!("{}: {why}", plan.items[one.item].name));
                Course::Not(why)
            }
        };
    }
    tell_table(desk, plan, &all)?;
    tell_sum(desk, &all);
    let quotes = quotes(&all);
    if quotes.is_empty() {
        return Ok(all);
    }
    for warning in quotes.iter().filter_map(Quote::warning) {
        desk.talk.insist(&format!("warning: {warning}"));
    }
    check(desk, spending, &all, allowance, offices)?;
    if !spending.yes {
        confirmed(&quotes, offices, allowance).await?;
    }
    Ok(all)
}

/// Asks once for all of it.
async fn confirmed(
    quotes: &[Quote],
    offices: &mut Offices,
    allowance: &Allowance,
) -> Result<(), Failure> {
    let words = bound_words(quotes, allowance);
    let first = quotes.first().map(|quote| quote.query.provider());
    let yes = match first.and_then(|provider| offices.of(provider)) {
        Some(office) => office.ask(format!("Spend {words} on this plan?")).await?,
        None => false,
    };
    match yes {
        true => Ok(()),
        false => Err(Failure::Limit(format!(
            "not confirmed; {}",
            allowance.nothing_sent()
        ))),
    }
}

/// The price plan on standard error.
fn tell_table(desk: &Desk, plan: &Plan, all: &[Priced]) -> Result<(), Failure> {
    let (lines, left_out) = table(plan, all).lines(width::room_of_talk())?;
    for line in lines {
        desk.talk.say(&line);
    }
    let names: Vec<&str> = left_out.iter().map(String::as_str).collect();
    width::tell_left_out(&desk.talk, &names, "`--dry-run --format csv` has them");
    Ok(())
}

/// The price plan: a row a call.
pub fn table(plan: &Plan, all: &[Priced]) -> Records {
    let mut records = Records::new(COLUMNS).giving_way(&["provider", "command", "price", "query"]);
    for one in all {
        records.push(row(&plan.items[one.item], one));
    }
    records
}

fn row(item: &Item, one: &Priced) -> Vec<Value> {
    let what = match &one.course {
        Course::Held(job) => format!("held since {}", moment(job.created)),
        Course::Buy(Step::GoOn(job)) => format!("goes on with job {}", job.id),
        Course::Buy(Step::Order(_)) => "buy".to_owned(),
        Course::Not(_) => "not asked".to_owned(),
    };
    let price = one.quote().map(|quote| quote.price);
    let amounts = price.and_then(|price| price.ceiling());
    let unit = |n: Option<i64>| n.filter(|n| *n > 0).map_or(Value::Null, Value::Int);
    vec![
        text(item.name.clone()),
        text(one.query.provider().name()),
        text(one.query.entry().name),
        text(one.query.title()),
        text(what),
        text(price.map_or_else(String::new, |price| price.to_string())),
        unit(amounts.map(|a| a.analysis)),
        unit(amounts.map(|a| a.retrieval)),
        unit(amounts.map(|a| a.items)),
        text(
            amounts
                .filter(|a| a.usd > 0)
                .map_or_else(String::new, |a| plain(a.usd)),
        ),
    ]
}
