//! The price sheet: the only place that spends. It shows what a query will cost and why, and what stands in
//! the way; nothing leaves it but by the look-up key or by Enter.

mod twin;
mod update;

pub use update::{job_came, open, press, priced, refused};

use tui_input::Input;

use super::state::State;
use crate::model::catalog::{Quote, SkipEffect};
use crate::model::column::grouped;
use crate::model::job::JobId;
use crate::model::money::{Amounts, Price};
use crate::model::query::Query;

/// Where the sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Known figures are being looked for; nothing is sent.
    Cache,
    /// A look-up is on its way; it costs one item-info unit.
    LookingUp,
    /// The price is worked out, or known to be unknown.
    Open,
    /// Units are being reserved.
    Reserving,
}

/// A line of the sheet that takes digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The most analysis units, where the price is unknown.
    Analysis,
    /// The most retrieval units, where the price is unknown.
    Retrieval,
    /// The amount again, where a limit would be passed.
    Again,
}

/// The sheet.
#[derive(Clone, Debug)]
pub struct PriceSheet {
    /// What is priced.
    pub query: Query,
    /// Where it stands.
    pub stage: Stage,
    /// The quote, once it came.
    pub quote: Option<Box<Quote>>,
    /// What went wrong with pricing, and whether it was charged.
    pub trouble: Option<String>,
    /// The journal's refusal, and whether a typed amount passes it.
    pub refused: Option<(String, bool)>,
    /// Ceilings and the amount again, in the order of [`Field`].
    pub typed: [Input; 3],
    /// Which of the fields takes digits.
    pub field: usize,
    newest: Option<JobId>,
}

/// Whether Enter spends, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something is under way.
    Wait(&'static str),
    /// The price is unknown and no ceiling is typed.
    NeedsCeiling,
    /// The service's own skip limit refuses the job.
    Skips {
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
    },
    /// Enter spends at most this.
    Ready {
        /// The most it may cost.
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
    fn new(query: Query, newest: Option<JobId>) -> Self {
        Self {
            query,
            stage: Stage::Cache,
            quote: None,
            trouble: None,
            refused: None,
            typed: Default::default(),
            field: 0,
            newest,
        }
    }

    /// Whether the price is known to be unknown.
    pub fn is_unknown(&self) -> bool {
        let unpriced = self
            .quote
            .as_ref()
            .is_none_or(|quote| quote.price == Price::Unknown);
        unpriced && self.stage != Stage::Cache
    }

    /// The most it may cost: the price, or the typed ceiling.
    pub fn need(&self) -> Option<Amounts> {
        if let Some(known) = self.quote.as_ref().and_then(|q| q.price.ceiling()) {
            return Some(known);
        }
        let analysis = self.number(Field::Analysis)?;
        let retrieval = self.number(Field::Retrieval)?;
        Some(Amounts::new(analysis, retrieval, 0))
    }

    /// The number in a field.
    pub fn number(&self, field: Field) -> Option<i64> {
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
        let Some(need) = self.need() else {
            return Verdict::NeedsCeiling;
        };
        let skip = self.quote.as_ref().map(|quote| quote.skip_effect());
        if let Some(SkipEffect::Refuses { cost, limit }) = skip {
            return Verdict::Skips { cost, limit };
        }
        if let Err(passed) = state.limits.check(&need, &state.budget)
            && !passed.can_be_confirmed()
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
            },
            obstacle => Verdict::Ready {
                granted: need,
                confirmed: obstacle.is_some_and(|it| it.is_limit),
            },
        }
    }

    /// Why a look-up cannot be paid for, if so.
    pub fn look_up_refusal(&self, state: &State) -> Option<String> {
        let one = Amounts::new(0, 0, 1);
        let checked = state.limits.check(&one, &state.budget);
        checked.err().map(|passed| passed.to_string())
    }

    /// What only the typed amount passes.
    fn obstacle(&self, state: &State) -> Option<Obstacle> {
        let need = self.need()?;
        let amount = [need.analysis, need.retrieval, need.items]
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
        if let Err(passed) = state.limits.check(&need, &state.budget)
            && passed.can_be_confirmed()
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

/// One sentence for a verdict; `key` is the key that spends.
pub fn sentence(verdict: &Verdict, key: &str) -> String {
    match verdict {
        Verdict::Wait(what) => format!("{what} …"),
        Verdict::NeedsCeiling => {
            "The price is not known. Look it up, or type the most it may cost.".to_owned()
        }
        Verdict::Skips { cost, limit } => format!(
            "The service would refuse this job: {} analysis units are more than its limit of {}. Raise `Skip above` in the form to {} or more.",
            grouped(*cost),
            grouped(*limit),
            grouped(*cost)
        ),
        Verdict::Never(why) => why.clone(),
        Verdict::NeedsAmount {
            why,
            what_for,
            amount,
        } => format!("{why}; or type {} {what_for}.", grouped(*amount)),
        Verdict::Ready { granted, confirmed } => format!(
            "{key} spends at most {granted}{}.",
            if *confirmed { ", past your limit" } else { "" }
        ),
    }
}
