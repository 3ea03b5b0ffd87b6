//! What keys and answers do to the price sheet.

use super::{Field, PriceSheet, Stage, Verdict};
use crate::app::action::Refusal;
use crate::app::budget::NO_SERVICE;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::input::{self, Code, Key};
use crate::app::notices::Notice;
use crate::app::overlay::Overlay;
use crate::app::state::{Focus, State};
use crate::app::tables;
use crate::model::catalog::Quote;
use crate::model::column::grouped;
use crate::model::query::Query;

/// Opens the sheet for the form's queries, or says what is wrong with the form.
pub fn open(state: &mut State) -> Vec<Effect> {
    if state.is_offline() {
        state.notice = Some(Notice::info(NO_SERVICE));
        return Vec::new();
    }
    match state.form.queries() {
        Ok(queries) => {
            let tag = state.form.label();
            open_for(state, queries, tag)
        }
        Err((field, why)) => {
            state.focus = Focus::Form;
            state.form.go(field);
            state.notice = Some(Notice::trouble(why));
            Vec::new()
        }
    }
}

/// Opens the sheet for checked queries, one job each, all under one label.
pub fn open_for(state: &mut State, queries: Vec<Query>, tag: Option<String>) -> Vec<Effect> {
    if queries.is_empty() {
        return Vec::new();
    }
    state.form.editing = false;
    state.overlay = Some(Overlay::Price(Box::new(PriceSheet::new(
        queries.clone(),
        tag,
    ))));
    vec![Effect::PriceFromCache(queries)]
}

/// A key on the sheet.
pub fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    if typed(state, key) {
        return Vec::new();
    }
    match command {
        Some(Command::LookUp) => look_up(state),
        Some(Command::FromHeldInstead) => from_held(state),
        Some(Command::Open) => spend(state),
        Some(Command::Back | Command::Quit) => close(state),
        Some(Command::Down | Command::NextPane) => step(state, 1),
        Some(Command::Up | Command::PreviousPane) => step(state, -1),
        _ => Vec::new(),
    }
}

/// Counts the answer from links held, where there are such; the sheet closes and nothing is bought.
fn from_held(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Price(sheet)) = state.sheet() else {
        return Vec::new();
    };
    // What is being reserved or looked up is waited for.
    if matches!(sheet.stage, Stage::LookingUp | Stage::Reserving) {
        return Vec::new();
    }
    let queries = sheet.queries();
    tables::take_offer(state, &queries)
}

/// The answer to a price request. Quotes for other queries are dropped.
pub fn priced(state: &mut State, quotes: Vec<Quote>, trouble: Option<String>) {
    let Some(Overlay::Price(sheet)) = state.sheet_mut() else {
        if let Some(why) = trouble {
            state.notice = Some(Notice::trouble(why));
        }
        return;
    };
    if !matches!(sheet.stage, Stage::Cache | Stage::LookingUp) {
        return;
    }
    let mut own = trouble.is_some();
    for quote in quotes {
        if let Some(old) = sheet
            .quotes
            .iter_mut()
            .find(|old| quote.query.is_for(&old.query))
        {
            own = true;
            *old = quote;
        }
    }
    if own {
        sheet.stage = Stage::Open;
        sheet.trouble = trouble.map(|why| crate::model::text::one_line(&why));
        await_amount(state);
    }
}

/// The answer to a purchase. When all jobs were started the sheet closes and the queue shows them; when one was
/// refused, nothing of the rest was sent, and the sheet goes on with that rest alone.
pub fn submitted(state: &mut State, started: usize, refused: Option<Refusal>) {
    let reason = |refusal: &Refusal| crate::model::text::one_line(&refusal.reason);
    let (sheet, refusal) = match (state.sheet_mut(), refused) {
        (Some(Overlay::Price(sheet)), refused) if sheet.stage == Stage::Reserving => {
            (sheet, refused)
        }
        (_, Some(refusal)) => {
            state.notice = Some(Notice::trouble(reason(&refusal)));
            return;
        }
        (_, None) => return,
    };
    let Some(refusal) = refusal else {
        return bought(state);
    };
    let all = sheet.quotes.len();
    sheet.quotes.drain(..started.min(all.saturating_sub(1)));
    sheet.stage = Stage::Open;
    sheet.typed = Default::default();
    sheet.field = 0;
    let mut why = reason(&refusal);
    if started > 0 {
        why =
            format!("{started} of {all} jobs were started; of the others nothing was sent: {why}");
    }
    sheet.refused = Some((why, refusal.can_be_confirmed));
    await_amount(state);
}

/// Where an amount must be typed to go on, digits go there first.
fn await_amount(state: &mut State) {
    let Some(Overlay::Price(sheet)) = state.sheet() else {
        return;
    };
    let fields = sheet.fields(state);
    let again = fields.iter().position(|field| *field == Field::Again);
    if let (Some(again), Some(sheet)) = (again, sheet_mut(state)) {
        sheet.field = again;
    }
}

/// All jobs were started. Who fills a list stays in it; everybody else is shown the queue.
fn bought(state: &mut State) {
    let Some(Overlay::Price(sheet)) = state.take_sheet() else {
        return;
    };
    let fills = |quote: &Quote| {
        let shown = state.dataset.as_ref().map(|facts| &facts.id);
        quote.query.enriches.is_some() && quote.query.enriches.as_ref() == shown
    };
    if sheet.quotes.iter().all(fills) {
        let count = sheet
            .quotes
            .iter()
            .map(|q| q.query.targets().count())
            .sum::<usize>();
        let count = grouped(i64::try_from(count).unwrap_or(i64::MAX));
        state.domains.marks = Default::default();
        state.notice = Some(Notice::info(format!(
            "fetching the metrics of {count} domains; the list is filled in place"
        )));
        return;
    }
    state.focus = Focus::Jobs;
    state.queue.cursor = 0;
}

fn sheet_mut(state: &mut State) -> Option<&mut PriceSheet> {
    match state.sheet_mut() {
        Some(Overlay::Price(sheet)) => Some(sheet),
        _ => None,
    }
}

/// Digits and what corrects them go into the current field.
fn typed(state: &mut State, key: Key) -> bool {
    let Some(Overlay::Price(sheet)) = state.sheet() else {
        return false;
    };
    let of_rows = sheet.current(state) == Some(Field::Rows);
    let point = sheet.is_money() && !of_rows && key.text() == Some('.');
    let digit = point || key.text().is_some_and(|c| c.is_ascii_digit());
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
    if is_unseen(state) {
        return Vec::new();
    }
    let Some(Overlay::Price(sheet)) = state.sheet() else {
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
    vec![Effect::LookUpPrice(sheet.unpriced())]
}

/// The least screen on which a sheet shows what it spends.
const LEAST: (u16, u16) = (40, 12);

/// Whether what would be spent cannot be seen; the sheet says so then.
fn is_unseen(state: &mut State) -> bool {
    let unseen = state.size.0 < LEAST.0 || state.size.1 < LEAST.1;
    if let Some(sheet) = sheet_mut(state).filter(|_| unseen) {
        sheet.trouble = Some(format!(
            "nothing was sent: a screen of at least {} × {} cells shows what is spent",
            LEAST.0, LEAST.1
        ));
    }
    unseen
}

fn spend(state: &mut State) -> Vec<Effect> {
    if is_unseen(state) {
        return Vec::new();
    }
    let Some(Overlay::Price(sheet)) = state.sheet() else {
        return Vec::new();
    };
    let Verdict::Ready { confirmed, .. } = sheet.verdict(state) else {
        let step_on = sheet.fields(state).len() > sheet.field + 1;
        return step(state, isize::from(step_on));
    };
    let Some(purchases) = sheet.purchases() else {
        return Vec::new();
    };
    if let Some(sheet) = sheet_mut(state) {
        sheet.stage = Stage::Reserving;
        sheet.refused = None;
    }
    vec![Effect::Submit {
        purchases,
        confirmed,
    }]
}

/// Whether a click may do what a key means here; what a key spends a click never does, and that is said.
pub fn may_click(state: &mut State, command: Option<Command>) -> bool {
    let spends = !matches!(
        command,
        Some(Command::Back | Command::Quit | Command::FromHeldInstead | Command::Help)
    );
    if let Some(sheet) = sheet_mut(state).filter(|_| spends) {
        let why = "nothing was sent: a click never spends, only the key does";
        sheet.trouble = Some(why.to_owned());
    }
    !spends
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
    let Some(Overlay::Price(sheet)) = state.sheet() else {
        return Vec::new();
    };
    let last = sheet.fields(state).len().saturating_sub(1);
    let field = sheet.field.min(last).saturating_add_signed(by).min(last);
    if let Some(sheet) = sheet_mut(state) {
        sheet.field = field;
    }
    Vec::new()
}
