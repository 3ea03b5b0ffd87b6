//! The price sheet: the only place that spends. It shows what one or several queries will cost and why, and what
//! stands in the way; nothing leaves it but by the look-up key or by Enter.
//!
//! **What binds.** Every query is a job of its own, and each gets a grant of its own: its price where that is known.
//! A typed ceiling is the most of all jobs together: jobs with a known price take theirs from it, and what is left
//! is shared evenly among the others. So neither a job nor their sum can pass what was typed.

mod lower;
mod sentence;
mod share;
mod twin;
mod update;

pub use sentence::sentence;
pub use update::{may_click, open, open_for, press, priced, submitted};

use tui_input::Input;

use super::effect::Purchase;
use super::state::State;
use crate::model::catalog::{Provider, Quote, SkipEffect};
use crate::model::dollars;
use crate::model::money::{Amounts, Price};
use crate::model::query::Query;

/// Where the sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Known figures are being looked for; nothing is sent.
    Cache,
    /// A look-up is on its way; it costs one item-info unit a query.
    LookingUp,
    /// The price is worked out, or known to be unknown.
    Open,
    /// Units are being reserved.
    Reserving,
}

/// A line of the sheet that takes digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The most analysis units, where a price is unknown.
    Analysis,
    /// The most retrieval units, where a price is unknown.
    Retrieval,
    /// The amount again, where a limit would be passed.
    Again,
    /// The most rows, where they come page by page and fewer may be bought.
    Rows,
}

/// The sheet.
#[derive(Clone, Debug)]
pub struct PriceSheet {
    /// What is priced: one query a job, in the order in which they will be started. Never empty.
    pub quotes: Vec<Quote>,
    /// Where it stands.
    pub stage: Stage,
    /// What went wrong with pricing, and whether it was charged.
    pub trouble: Option<String>,
    /// The journal's refusal, and whether a typed amount passes it.
    pub refused: Option<(String, bool)>,
    /// Ceilings and the amount again, in the order of [`Field`].
    pub typed: [Input; 4],
    /// Which of the fields takes digits.
    pub field: usize,
    /// The label that every job gets.
    pub tag: Option<String>,
}

/// Whether Enter spends, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something is under way.
    Wait(&'static str),
    /// A price is unknown and no ceiling is typed.
    NeedsCeiling,
    /// No row is wanted.
    NeedsRows,
    /// The typed ceiling is less than what the jobs with a known price cost.
    CeilingTooLow {
        /// What those cost at most.
        known: Amounts,
    },
    /// The service's own skip limit refuses a job.
    Skips {
        /// About whom the job is, where there are several.
        target: Option<String>,
        /// Expected analysis cost.
        cost: i64,
        /// The limit that is sent.
        limit: i64,
    },
    /// It cannot be bought.
    Never(String),
    /// A limit would be passed, or the same is held already: the amount must be typed.
    NeedsAmount {
        /// What stands in the way.
        why: String,
        /// What typing the amount does all the same.
        what_for: &'static str,
        /// What to type.
        amount: i64,
        /// Whether that is money, in micro-dollars.
        is_money: bool,
    },
    /// Enter spends at most this.
    Ready {
        /// The most that all jobs together may cost.
        granted: Amounts,
        /// Whether the amount was typed to pass a limit.
        confirmed: bool,
    },
}

/// Why the amount must be typed.
struct Obstacle {
    why: String,
    what_for: &'static str,
    amount: i64,
    /// Typing it passes a limit.
    is_limit: bool,
}

impl PriceSheet {
    fn new(queries: Vec<Query>, tag: Option<String>) -> Self {
        let quotes = queries.into_iter().map(|query| Quote::new(query, None));
        Self {
            quotes: quotes.collect(),
            stage: Stage::Cache,
            trouble: None,
            refused: None,
            typed: Default::default(),
            field: 0,
            tag,
        }
    }

    /// The queries, in order.
    pub fn queries(&self) -> Vec<Query> {
        self.quotes
            .iter()
            .map(|quote| quote.query.clone())
            .collect()
    }

    /// The queries whose price a look-up would tell.
    pub fn unpriced(&self) -> Vec<Query> {
        let unknown = self.quotes.iter().filter(|q| q.price == Price::Unknown);
        let told = unknown.filter(|quote| quote.query.is_priced_by_look_up());
        told.map(|quote| quote.query.clone()).collect()
    }

    /// Whether a price is known to be unknown.
    pub fn is_unknown(&self) -> bool {
        self.stage != Stage::Cache && self.quotes.iter().any(|q| q.price == Price::Unknown)
    }

    /// What the jobs with a known price cost at most.
    pub fn known(&self) -> Amounts {
        self.quotes.iter().filter_map(|q| q.price.ceiling()).sum()
    }

    /// What is bought, each job with its own grant; none while a price is unknown and no ceiling is typed.
    pub fn purchases(&self) -> Option<Vec<Purchase>> {
        let ceiling = match (self.number(Field::Analysis), self.number(Field::Retrieval)) {
            (Some(analysis), Some(retrieval)) => Some(Amounts::new(analysis, retrieval, 0)),
            _ => None,
        };
        let typed = share::Typed {
            ceiling,
            rows: self.number(Field::Rows),
        };
        let mut purchases = share::purchases(&self.quotes, typed)?;
        for purchase in &mut purchases {
            purchase.tag.clone_from(&self.tag);
        }
        Some(purchases)
    }

    /// The most that all of it may cost.
    pub fn need(&self) -> Option<Amounts> {
        Some(self.purchases()?.iter().map(|p| p.granted).sum())
    }

    /// Whom the queries ask.
    pub fn provider(&self) -> Provider {
        let first = self.quotes.first();
        first.map_or_else(Provider::default, |quote| quote.query.provider())
    }

    /// Whether it is paid in money.
    pub fn is_money(&self) -> bool {
        self.provider() == Provider::DataForSeo
    }

    /// The number in a field; of money, micro-dollars.
    pub fn number(&self, field: Field) -> Option<i64> {
        if self.is_money() && field != Field::Rows {
            return dollars::parse(self.typed[field as usize].value());
        }
        self.typed[field as usize].value().parse().ok()
    }

    /// The fields that the sheet has now.
    pub fn fields(&self, state: &State) -> Vec<Field> {
        if matches!(self.stage, Stage::Cache | Stage::Reserving) {
            return Vec::new();
        }
        let mut fields = Vec::new();
        if self.is_unknown() {
            fields.extend([Field::Analysis, Field::Retrieval]);
        }
        if self.can_be_lowered() {
            fields.push(Field::Rows);
        }
        if self.obstacle(state).is_some() {
            fields.push(Field::Again);
        }
        fields
    }

    /// The field that takes digits.
    pub fn current(&self, state: &State) -> Option<Field> {
        let fields = self.fields(state);
        fields
            .get(self.field.min(fields.len().saturating_sub(1)))
            .copied()
    }

    /// Whether Enter spends.
    pub fn verdict(&self, state: &State) -> Verdict {
        match self.stage {
            Stage::Cache => return Verdict::Wait("looking for known figures; nothing is sent"),
            Stage::LookingUp => return Verdict::Wait("asking the service for its figures"),
            Stage::Reserving => return Verdict::Wait("reserving the units"),
            Stage::Open => {}
        }
        let Some(purchases) = self.purchases() else {
            return self.without_ceiling();
        };
        if self.number(Field::Rows) == Some(0) {
            return Verdict::NeedsRows;
        }
        if let Some(skips) = self.skips() {
            return skips;
        }
        let granted = purchases.iter().map(|p| p.granted).sum();
        if let Err(passed) = share::check(
            &state.limits,
            &purchases,
            state.budget_with(self.provider()),
        ) && !passed.can_be_confirmed()
        {
            return Verdict::Never(passed.to_string());
        }
        if let Some((why, false)) = &self.refused {
            return Verdict::Never(why.clone());
        }
        match self.obstacle(state) {
            Some(it) if self.number(Field::Again) != Some(it.amount) => Verdict::NeedsAmount {
                why: it.why,
                what_for: it.what_for,
                amount: it.amount,
                is_money: self.is_money(),
            },
            obstacle => Verdict::Ready {
                granted,
                confirmed: obstacle.is_some_and(|it| it.is_limit),
            },
        }
    }

    fn without_ceiling(&self) -> Verdict {
        let typed =
            self.number(Field::Analysis).is_some() && self.number(Field::Retrieval).is_some();
        if typed {
            Verdict::CeilingTooLow {
                known: self.known(),
            }
        } else {
            Verdict::NeedsCeiling
        }
    }

    /// The first job that the service's own skip limit refuses.
    fn skips(&self) -> Option<Verdict> {
        self.quotes
            .iter()
            .find_map(|quote| match quote.skip_effect() {
                SkipEffect::Refuses { cost, limit } => Some(Verdict::Skips {
                    target: (self.quotes.len() > 1).then(|| quote.query.title()),
                    cost,
                    limit,
                }),
                SkipEffect::Passes | SkipEffect::Unknown => None,
            })
    }

    /// What a look-up of every missing price costs.
    pub fn look_up_cost(&self) -> Amounts {
        let missing = self.quotes.iter().filter(|q| q.price == Price::Unknown);
        Amounts::new(0, 0, i64::try_from(missing.count()).unwrap_or(i64::MAX))
    }

    /// Why a look-up cannot be paid for, if so.
    pub fn look_up_refusal(&self, state: &State) -> Option<String> {
        let budget = state.budget_with(self.provider());
        let checked = state.limits.check(&self.look_up_cost(), budget);
        checked.err().map(|passed| passed.to_string())
    }

    /// What only the typed amount passes.
    fn obstacle(&self, state: &State) -> Option<Obstacle> {
        let purchases = self.purchases()?;
        let need: Amounts = purchases.iter().map(|p| p.granted).sum();
        let amount = [need.analysis, need.retrieval, need.items, need.usd]
            .into_iter()
            .find(|n| *n > 0)
            .unwrap_or(0);
        let limit = |why| Obstacle {
            why,
            what_for: "to pass the limit this once",
            amount,
            is_limit: true,
        };
        if let Some((why, true)) = &self.refused {
            return Some(limit(why.clone()));
        }
        if let Err(passed) = share::check(
            &state.limits,
            &purchases,
            state.budget_with(self.provider()),
        ) && passed.can_be_confirmed()
        {
            return Some(limit(passed.to_string()));
        }
        twin::find(self, state).map(|why| Obstacle {
            why,
            what_for: "to buy it again",
            amount,
            is_limit: false,
        })
    }
}
