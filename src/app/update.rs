//! The root of the update: it routes, and does nothing else.

use super::action::Action;
use super::command::{self, Command, Context};
use super::effect::{Effect, Pane};
use super::input::{self, Key};
use super::layout::Mode;
use super::list::Answer;
use super::notices::Notice;
use super::overlay::help::Page;
use super::overlay::{self, Overlay, Question};
use super::state::{Focus, State};
use super::{
    arrange, budget, choosing, dataset, detail, domains, enrich, filtering, form, links, listing,
    marking, mouse, notices, price_sheet, queue, search, sparks, stopping, tables, told, tour,
};
use crate::model::column::grouped;

/// The first effects: the free balance, and the rows that were on screen the last time, else those of the newest job
/// that has some.
pub fn start(state: &mut State) -> Vec<Effect> {
    state.asked_by_itself = state.follow_first.then(|| tour::asked(state));
    if state.follow_first && !state.session.tour_seen {
        tour::begin(state);
    }
    let mut effects = vec![Effect::RefreshBudget];
    if state.options.mouse {
        effects.push(Effect::Mouse(true));
    }
    let newest = state.queue.jobs.iter().find_map(|job| job.dataset.clone());
    if let Some(id) = state.resume.take().or(newest) {
        // Without a service the rows are what there is to look at.
        let follow = std::mem::take(&mut state.follow_first) || state.is_offline();
        effects.extend(dataset::open(state, id, follow));
    }
    effects
}

/// Takes what happened and answers with what must be done.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let (unread, by_key) = (notices::is_unread(state), matches!(action, Action::Key(_)));
    let awaited = stopping::awaited(state, &action);
    let mut settles = true;
    let mut effects = match action {
        Action::Key(key) => press(state, key),
        Action::Mouse(mouse) => mouse::update(state, mouse),
        Action::Paste(text) => paste(state, &text),
        Action::Resize(width, height) => resize(state, (width, height)),
        Action::DatasetOpened(Ok(facts)) => dataset::opened(state, *facts),
        Action::DatasetOpened(Err(why)) => dataset::not_opened(state, &why),
        Action::ReadingStopped {
            dataset,
            facts,
            why,
        } => dataset::reading_stopped(state, dataset.as_ref(), facts, &why),
        Action::TableCounted {
            dataset,
            sheet,
            outcome,
        } => tables::counted(state, &dataset, sheet, outcome),
        Action::DomainNames { dataset, names } => enrich::named(state, &dataset, &names),
        Action::Ranked {
            pane,
            generation,
            total,
            of,
            whole,
            kept,
        } => {
            let answer = Answer {
                total,
                of,
                whole,
                kept,
            };
            listing::list_mut(state, pane).ranked(generation, answer);
            dataset::refresh(state)
        }
        Action::RankRefused {
            pane,
            generation,
            why,
        } => listing::refused(state, pane, generation, &why),
        Action::RowsRead {
            pane,
            generation,
            offset,
            columns,
            rows,
        } => {
            listing::list_mut(state, pane).rows_read(generation, offset, columns, rows);
            dataset::refresh(state)
        }
        other => {
            settles = matches!(
                other,
                Action::Found { .. } | Action::Tallied { .. } | Action::Pictured { .. }
            );
            told::told(state, other)
        }
    };
    tour::advance(state);
    if settles {
        settle(state, &mut effects);
    }
    effects.extend(stopping::unawaited(state, &awaited));
    notices::settle(state, unread && !by_key, by_key);
    effects
}

fn resize(state: &mut State, size: (u16, u16)) -> Vec<Effect> {
    state.screen = size;
    tour::fit(state);
    Vec::new()
}

/// Both lists scroll to their cursors and ask for the rows they lack; what waited for a whole list is asked.
fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    choosing::take(state);
    let layout = state.layout();
    let of = |focus| (layout.inner(focus).width, layout.list_rows(focus));
    let (_, height) = of(Focus::Domains);
    let width = state.list_width(Pane::Domains);
    let always = domains::always(state);
    let domains = &mut state.domains.list;
    effects.extend(domains.settle(width, height, &always));
    let (width, height) = of(Focus::Links);
    let links = &mut state.links.list;
    effects.extend(links.settle(width, height, &[links::SOURCE]));
    effects.extend(search::ask(state, Pane::Domains));
    effects.extend(search::ask(state, Pane::Links));
    effects.extend(overlay::tally::ask(state));
    effects.extend(overlay::pictures::ask(state));
    effects.extend(sparks::ask(state));
    effects.extend(marking::settle(state, Pane::Domains));
    effects.extend(marking::settle(state, Pane::Links));
}

/// Whoever presses keys leads: rows that arrive no longer take the focus by themselves.
pub(super) fn led(state: &mut State) {
    state.follow_first = false;
    state.naming = None;
    // Under most sheets a notice is hidden: it waits until the sheet is closed.
    let is_hidden = !matches!(
        state.overlay,
        None | Some(Overlay::Tally(_) | Overlay::Pictures(_))
    );
    notices::pressed(state, is_hidden);
}

/// A key was pressed.
pub(super) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    led(state);
    let context = context_of(state.focus);
    let command = state.keymap.command(context.id(), key);
    let command = command.and_then(command::by_id);
    if command == Some(Command::QuitNow) {
        return vec![Effect::Quit];
    }
    if command == Some(Command::Suspend) {
        return vec![Effect::Suspend];
    }
    // Nothing of it is on screen: what a key would do could not be seen.
    if state.layout().mode == Mode::TooSmall {
        return Vec::new();
    }
    if let Some(overlay) = &state.overlay {
        return match command.filter(|command| overlay.is_left_by(*command)) {
            Some(command) => {
                state.overlay = None;
                run(state, command)
            }
            None => overlay::press(state, key),
        };
    }
    if state.search.is_some() {
        search::press(state, key, command);
        return Vec::new();
    }
    if state.filtering.is_some() {
        return filtering::press(state, key, command);
    }
    let is_price = command == Some(Command::Price);
    if state.focus == Focus::Form && state.form.type_key(key, is_price) {
        return Vec::new();
    }
    // Whoever leaves the tour stays where they are.
    if command == Some(Command::Back) && tour::leave(state) {
        return Vec::new();
    }
    command.map_or_else(Vec::new, |command| run(state, command))
}

/// The commands that mean the same everywhere; the rest is the pane's.
pub(super) fn run(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Price => price_sheet::open(state),
        Command::Balance => budget::refresh(state),
        Command::Ledger => overlay::ledger::open(state),
        Command::Limit => {
            overlay::limits::open(state);
            Vec::new()
        }
        Command::Connect => {
            overlay::connect::open(state);
            Vec::new()
        }
        Command::Tour => {
            tour::ask_for(state);
            Vec::new()
        }
        Command::Overview => overlay::overview::open(state),
        Command::Help => {
            overlay::help::open(state, Page::Keys);
            Vec::new()
        }
        Command::Palette => {
            overlay::palette::open(state);
            Vec::new()
        }
        Command::Theme => overlay::palette::open_with(state, Command::Theme),
        Command::Quit if state.queue.is_running() => {
            state.overlay = Some(Overlay::Ask(Question::Quit));
            Vec::new()
        }
        Command::Quit | Command::QuitNow => vec![Effect::Quit],
        Command::Suspend => vec![Effect::Suspend],
        Command::NextPane => turn(state, 1),
        Command::PreviousPane => turn(state, Focus::ALL.len() - 1),
        Command::PaneForm => focus(state, Focus::Form),
        Command::PaneJobs => focus(state, Focus::Jobs),
        Command::PaneDomains => focus(state, Focus::Domains),
        Command::PaneLinks if state.focus == Focus::Links => links::toggle(state),
        Command::PaneLinks => focus(state, Focus::Links),
        Command::PaneDetail => focus(state, Focus::Detail),
        Command::Zoom => {
            arrange::zoom(state);
            Vec::new()
        }
        Command::SplitLeft | Command::SplitRight | Command::SplitUp | Command::SplitDown => {
            arrange::step(state, command);
            Vec::new()
        }
        Command::SplitsBack => {
            arrange::reset(state);
            Vec::new()
        }
        Command::Mouse => mouse::switch(state),
        Command::Notices => {
            overlay::notices::open(state);
            Vec::new()
        }
        // In the form there is nowhere further out than the end of typing.
        Command::Back if state.focus == Focus::Form && !state.form.editing => {
            arrange::went_nowhere(state);
            Vec::new()
        }
        _ => match state.focus {
            Focus::Form => form::update(state, command),
            Focus::Jobs => queue::update(state, command),
            Focus::Domains => domains::update(state, command),
            Focus::Links => links::update(state, command),
            Focus::Detail => detail::update(state, command),
        },
    }
}

fn turn(state: &mut State, by: usize) -> Vec<Effect> {
    let next = Focus::ALL[(state.focus as usize + by) % Focus::ALL.len()];
    focus(state, next)
}

/// The keys go to another pane.
pub(super) fn focus(state: &mut State, to: Focus) -> Vec<Effect> {
    if let Some(opening) = &mut state.opening {
        opening.follow = false;
    }
    if to == Focus::Links {
        return links::focus(state);
    }
    state.focus = to;
    Vec::new()
}

/// The context of a pane's own keys.
pub fn context_of(focus: Focus) -> Context {
    match focus {
        Focus::Form => Context::Form,
        Focus::Jobs => Context::Jobs,
        Focus::Domains | Focus::Links => Context::List,
        Focus::Detail => Context::Detail,
    }
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if input::is_cut(text) {
        state.notice = Some(Notice::trouble(format!(
            "what was pasted is longer than {} characters; the rest of it was left out",
            grouped(input::MOST as i64)
        )));
    }
    if state.search.is_some() {
        search::paste(state, text);
    } else if state.filtering.is_some() && state.overlay.is_none() {
        filtering::paste(state, text);
    } else if state.overlay.is_some() {
        overlay::paste(state, text);
        overlay::columns::pasted(state);
    } else if state.focus == Focus::Form {
        state.form.paste(text);
    }
    Vec::new()
}

/// The list that a pane is, if it is one.
pub fn list_of(focus: Focus) -> Option<Pane> {
    match focus {
        Focus::Domains => Some(Pane::Domains),
        Focus::Links => Some(Pane::Links),
        Focus::Form | Focus::Jobs | Focus::Detail => None,
    }
}
