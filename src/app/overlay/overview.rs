//! What is known here of a target: both providers' counts in their own terms, what is held, and what is not. Looking
//! sends nothing; a question of it goes into the form and from there to the price sheet, as any other.

use super::Overlay;
use crate::app::command::Command;
use crate::app::dataset;
use crate::app::effect::{Effect, Pane};
use crate::app::layout;
use crate::app::notices::Notice;
use crate::app::price_sheet;
use crate::app::state::{Focus, State};
use crate::model::overview::Overview;
use crate::model::rows::{List, Sheet};
use crate::model::target::Target;

/// The sheet.
#[derive(Clone, Debug)]
pub struct OverviewSheet {
    /// About whom.
    pub target: Target,
    /// What is known; none while it is read.
    pub known: Option<Overview>,
    /// The line under the cursor: what is held, then what is not.
    pub cursor: usize,
    /// The first line on screen, where the cursor is seen from it.
    pub top: usize,
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (150, size.1.saturating_sub(2)))
}

/// Opens the sheet for whom the screen is about.
pub fn open(state: &mut State) -> Vec<Effect> {
    let Some(target) = target(state) else {
        let text =
            "no target to look at: type one into the query, or go to a row that is about one";
        state.notice = Some(Notice::info(text));
        return Vec::new();
    };
    state.overlay = Some(Overlay::Overview(Box::new(OverviewSheet {
        target: target.clone(),
        known: None,
        cursor: 0,
        top: 0,
    })));
    vec![Effect::ReadOverview(target)]
}

/// Whom the screen is about: the referring domain or the item under the cursor, else the target of the dataset that is
/// shown, of the job under the cursor, of the form.
fn target(state: &State) -> Option<Target> {
    let parse = |text: &str| Target::parse(text.split_whitespace().next()?).ok();
    let of_dataset = || {
        let facts = state.facts(Pane::Domains)?;
        // A file is about no target.
        let asked = !facts.provider.is_empty();
        asked.then(|| parse(&facts.target)).flatten()
    };
    let of_form = || state.form.targets().ok()?.into_iter().next();
    let first = match state.focus {
        Focus::Form => of_form(),
        Focus::Jobs => state.queue.current().map(|job| job.query.target.clone()),
        Focus::Domains => under_cursor(state)
            .and_then(|name| parse(&name))
            .or_else(of_dataset),
        Focus::Links | Focus::Detail => of_dataset(),
    };
    first.or_else(of_dataset).or_else(of_form)
}

/// The name under the cursor in pane 3, where its rows are about targets.
fn under_cursor(state: &State) -> Option<String> {
    let list = &state.domains.list;
    let names = match list.view.as_ref()?.list {
        List::Domains | List::Sheet(Sheet::Items) => true,
        List::Sheet(_) | List::Links { .. } => false,
    };
    let name = names.then(|| list.current_cell(0)).flatten()?;
    Some(name.plain().into_owned())
}

/// What is known came. An answer about somebody else is dropped.
pub fn read(state: &mut State, target: &Target, outcome: Result<Box<Overview>, String>) {
    let Some(Overlay::Overview(sheet)) = state.sheet_mut() else {
        return;
    };
    if sheet.target != *target {
        return;
    }
    match outcome {
        Ok(known) => sheet.known = Some(*known),
        Err(why) => {
            state.take_sheet();
            state.notice = Some(Notice::trouble(why));
        }
    }
}

/// A command on the sheet.
pub(super) fn update(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    let Some(Overlay::Overview(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    let lines = sheet.known.as_ref().map_or(0, Overview::lines);
    let page = 5;
    match command {
        Some(Command::Down) => sheet.cursor += 1,
        Some(Command::Up) => sheet.cursor = sheet.cursor.saturating_sub(1),
        Some(Command::Top) => sheet.cursor = 0,
        Some(Command::Bottom) => sheet.cursor = lines,
        Some(Command::HalfDown | Command::PageDown) => sheet.cursor += page,
        Some(Command::HalfUp | Command::PageUp) => sheet.cursor = sheet.cursor.saturating_sub(page),
        Some(Command::Open) => return enter(state),
        Some(Command::Price) => return ask(state),
        Some(Command::Back | Command::Quit | Command::Overview) => {
            state.overlay = None;
            return Vec::new();
        }
        _ => {}
    }
    sheet.cursor = sheet.cursor.min(lines.saturating_sub(1));
    Vec::new()
}

/// Opens a held dataset; what is not held is asked for.
fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Overview(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let held = sheet
        .known
        .as_ref()
        .and_then(|known| known.held.get(sheet.cursor));
    match held.map(|held| held.dataset.clone()) {
        Some(id) => {
            state.overlay = None;
            dataset::open(state, id, true)
        }
        None => ask(state),
    }
}

/// Fills the form with a line's question and opens the price sheet: the only one that spends.
fn ask(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Overview(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let known = sheet.known.as_ref();
    let Some(query) = known
        .and_then(|known| known.question(sheet.cursor))
        .cloned()
    else {
        return Vec::new();
    };
    state.overlay = None;
    let provider = query.provider();
    state.form.fill(&query);
    state.form.go(super::super::form::ASK);
    state.focus = Focus::Form;
    if !state.is_offline() && !state.can_ask(provider) {
        let text = format!(
            "no account with {} is known here, so this cannot be asked; `backtrail key add {}` takes one",
            provider.title(),
            provider.name()
        );
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    price_sheet::open(state)
}
