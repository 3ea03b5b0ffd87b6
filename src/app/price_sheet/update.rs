//! What keys and answers do to the price sheet.

use tui_input::Input;

use super::{Field, PriceSheet, Stage, Verdict};
use crate::app::budget::NO_SERVICE;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::input::{self, Code, Key};
use crate::app::notices::Notice;
use crate::app::overlay::Overlay;
use crate::app::state::{Focus, State};
use crate::model::catalog::Quote;
use crate::model::job::JobSummary;
use crate::model::money::Price;
use crate::model::query::{Query, SKIP_LIMIT};

/// Opens the sheet for the form's query, or says what is wrong with the form.
pub fn open(state: &mut State) -> Vec<Effect> {
    if state.is_offline() {
        state.notice = Some(Notice::info(NO_SERVICE));
        return Vec::new();
    }
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
    let limit = query
        .number(SKIP_LIMIT)
        .map_or(ceiling, |own| own.min(ceiling));
    let checked = query
        .entry()
        .option(SKIP_LIMIT)
        .map(|o| o.check(&limit.to_string()));
    if let Some(Ok(value)) = checked {
        query.options.insert(SKIP_LIMIT.to_owned(), value);
    }
}

fn close(state: &mut State) -> Vec<Effect> {
    let spent = matches!(&state.overlay, Some(Overlay::Price(s)) if matches!(s.stage, Stage::Reserving | Stage::LookingUp));
    state.overlay = None;
    if !spent && state.notice.is_none() {
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
