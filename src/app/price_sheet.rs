//! The price sheet: the only place that spends. It shows what a query will cost and why, and what stands in
//! the way; nothing leaves it but by the look-up key or by Enter.

use tui_input::Input;

use super::command::Command;
use super::effect::Effect;
use super::input::{self, Code, Key};
use super::notices::Notice;
use super::overlay::Overlay;
use super::state::{Focus, State};
use crate::model::catalog::{Quote, SkipEffect};
use crate::model::column::grouped;
use crate::model::job::{JobId, JobSummary};
use crate::model::money::{Amounts, Price};
use crate::model::query::Query;

/// The service's own limit, which a typed ceiling lowers.
const SKIP: &str = "SkipIfAnalysisCostGreaterThan";

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
    /// A limit would be passed: the amount must be typed.
    NeedsAmount {
        /// Which limit.
        why: String,
        /// What to type.
        amount: i64,
    },
    /// Enter spends at most this.
    Ready {
        /// The most it may cost.
        granted: Amounts,
        /// Whether the amount was typed.
        confirmed: bool,
    },
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
        if self.passed(state).is_some() {
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
        match self.passed(state) {
            Some((why, amount)) if self.number(Field::Again) != Some(amount) => {
                Verdict::NeedsAmount { why, amount }
            }
            passed => Verdict::Ready {
                granted: need,
                confirmed: passed.is_some(),
            },
        }
    }

    /// Why a look-up cannot be paid for, if so.
    pub fn look_up_refusal(&self, state: &State) -> Option<String> {
        let one = Amounts::new(0, 0, 1);
        let checked = state.limits.check(&one, &state.budget);
        checked.err().map(|passed| passed.to_string())
    }

    /// The limit that would be passed and the amount that confirms it.
    fn passed(&self, state: &State) -> Option<(String, i64)> {
        let need = self.need()?;
        let amount = [need.analysis, need.retrieval, need.items]
            .into_iter()
            .find(|n| *n > 0)
            .unwrap_or(0);
        if let Some((why, true)) = &self.refused {
            return Some((why.clone(), amount));
        }
        let passed = state.limits.check(&need, &state.budget).err()?;
        passed
            .can_be_confirmed()
            .then(|| (passed.to_string(), amount))
    }
}

/// Opens the sheet for the form's query, or says what is wrong with the form.
pub fn open(state: &mut State) -> Vec<Effect> {
    match state.form.query() {
        Ok(query) => {
            let newest = state.queue.jobs.first().map(|job| job.id);
            let sheet = PriceSheet::new(query.clone(), newest);
            state.form.editing = false;
            state.overlay = Some(Overlay::Price(Box::new(sheet)));
            vec![Effect::PriceFromCache(query)]
        }
        Err((field, why)) => {
            state.focus = Focus::Form;
            state.form.field = field;
            state.form.editing = field == 0;
            state.notice = Some(Notice::trouble(why));
            Vec::new()
        }
    }
}

/// A key on the sheet.
pub fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    if typed(state, key) {
        return Vec::new();
    }
    match command {
        Some(Command::LookUp) => look_up(state),
        Some(Command::Open) => spend(state),
        Some(Command::Back | Command::Quit) => close(state),
        Some(Command::Down | Command::NextPane) => step(state, 1),
        Some(Command::Up | Command::PreviousPane) => step(state, -1),
        _ => Vec::new(),
    }
}

/// The answer to a price request. One for another query is dropped.
pub fn priced(state: &mut State, answer: Result<Box<Quote>, String>) {
    let Some(Overlay::Price(sheet)) = &mut state.overlay else {
        if let Err(why) = answer {
            state.notice = Some(Notice::trouble(why));
        }
        return;
    };
    if !matches!(sheet.stage, Stage::Cache | Stage::LookingUp) {
        return;
    }
    match answer {
        Ok(quote) if quote.query != sheet.query => {}
        Ok(quote) => {
            sheet.stage = Stage::Open;
            sheet.trouble = None;
            sheet.quote = Some(quote);
        }
        Err(why) => {
            sheet.stage = Stage::Open;
            sheet.trouble = Some(crate::model::text::one_line(&why));
        }
    }
}

/// The journal refused a purchase before anything was sent.
pub fn refused(state: &mut State, reason: &str, can_be_confirmed: bool) {
    let reason = crate::model::text::one_line(reason);
    match &mut state.overlay {
        Some(Overlay::Price(sheet)) if sheet.stage == Stage::Reserving => {
            sheet.stage = Stage::Open;
            sheet.typed[Field::Again as usize] = Input::default();
            sheet.refused = Some((reason, can_be_confirmed));
        }
        _ => state.notice = Some(Notice::trouble(reason)),
    }
}

/// A new job came into being: if the sheet waits for it, it closes and the queue shows the job.
pub fn job_came(state: &mut State, job: &JobSummary) {
    let Some(Overlay::Price(sheet)) = &state.overlay else {
        return;
    };
    let own = sheet.stage == Stage::Reserving
        && sheet.newest.is_none_or(|newest| job.id > newest)
        && job.query.target == sheet.query.target
        && job.query.command == sheet.query.command;
    if own {
        state.overlay = None;
        state.focus = Focus::Jobs;
        state.queue.cursor = 0;
    }
}

fn sheet_mut(state: &mut State) -> Option<&mut PriceSheet> {
    match &mut state.overlay {
        Some(Overlay::Price(sheet)) => Some(sheet),
        _ => None,
    }
}

/// Digits and what corrects them go into the current field.
fn typed(state: &mut State, key: Key) -> bool {
    let Some(Overlay::Price(sheet)) = &state.overlay else {
        return false;
    };
    let digit = key.text().is_some_and(|c| c.is_ascii_digit());
    let separator = matches!(key.text(), Some(',' | '_'));
    let correction = key.text().is_none() && !matches!(key.code, Code::Char('a' | 'e' | 'k'));
    if !(digit || separator || correction) {
        return false;
    }
    let Some(field) = sheet.current(state) else {
        return digit;
    };
    let Some(sheet) = sheet_mut(state) else {
        return false;
    };
    let line = &mut sheet.typed[field as usize];
    if separator || digit && line.value().len() >= 15 {
        return true;
    }
    let taken = input::edit(line, key);
    if taken && field != Field::Again {
        sheet.refused = None;
    }
    taken
}

fn look_up(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Price(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let allowed =
        sheet.stage == Stage::Open && sheet.is_unknown() && sheet.look_up_refusal(state).is_none();
    if !allowed {
        return Vec::new();
    }
    let Some(sheet) = sheet_mut(state) else {
        return Vec::new();
    };
    sheet.stage = Stage::LookingUp;
    sheet.trouble = None;
    vec![Effect::LookUpPrice(sheet.query.clone())]
}

fn spend(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Price(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let Verdict::Ready { granted, confirmed } = sheet.verdict(state) else {
        let step_on = sheet.fields(state).len() > sheet.field + 1;
        return step(state, isize::from(step_on));
    };
    let mut quote = match &sheet.quote {
        Some(quote) => quote.clone(),
        None => Box::new(Quote::new(sheet.query.clone(), None)),
    };
    if quote.price == Price::Unknown {
        bind(&mut quote.query, granted.analysis);
    }
    if let Some(sheet) = sheet_mut(state) {
        sheet.stage = Stage::Reserving;
        sheet.refused = None;
    }
    vec![Effect::Submit {
        quote,
        granted,
        confirmed,
    }]
}

/// A typed ceiling binds at the service too: its skip limit is lowered to it.
fn bind(query: &mut Query, ceiling: i64) {
    let limit = query.number(SKIP).map_or(ceiling, |own| own.min(ceiling));
    let checked = query
        .entry()
        .option(SKIP)
        .map(|o| o.check(&limit.to_string()));
    if let Some(Ok(value)) = checked {
        query.options.insert(SKIP.to_owned(), value);
    }
}

fn close(state: &mut State) -> Vec<Effect> {
    let spent = matches!(&state.overlay, Some(Overlay::Price(s)) if matches!(s.stage, Stage::Reserving | Stage::LookingUp));
    state.overlay = None;
    if !spent {
        state.notice = Some(Notice::info("nothing was spent"));
    }
    Vec::new()
}

fn step(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(Overlay::Price(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let last = sheet.fields(state).len().saturating_sub(1);
    let field = sheet.field.min(last).saturating_add_signed(by).min(last);
    if let Some(sheet) = sheet_mut(state) {
        sheet.field = field;
    }
    Vec::new()
}

/// One sentence for a verdict, for the line above the keys of the sheet.
pub fn sentence(verdict: &Verdict) -> String {
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
        Verdict::NeedsAmount { why, amount } => {
            format!(
                "{why}; or type {} to pass the limit this once.",
                grouped(*amount)
            )
        }
        Verdict::Ready { granted, confirmed } => format!(
            "Enter spends at most {granted}{}.",
            if *confirmed { ", past your limit" } else { "" }
        ),
    }
}
