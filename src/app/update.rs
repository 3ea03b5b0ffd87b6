//! The root of the update: it routes, and does nothing else.

use super::action::Action;
use super::command::{self, Command, Context};
use super::effect::{Effect, Pane};
use super::input::{self, Key};
use super::list::Answer;
use super::notices::Notice;
use super::overlay::help::Page;
use super::overlay::{self, Overlay, Question};
use super::state::{Focus, State};
use super::{
    budget, dataset, detail, domains, enrich, filtering, form, links, listing, price_sheet, queue,
    search, tables,
};
use crate::model::catalog::Provider;
use crate::model::report::Report;

/// The first effects: the free balance, and the rows of the newest job that has some.
pub fn start(state: &mut State) -> Vec<Effect> {
    let mut effects = vec![Effect::RefreshBudget];
    let newest = state.queue.jobs.iter().find_map(|job| job.dataset.clone());
    if let Some(id) = newest {
        let follow = std::mem::take(&mut state.follow_first);
        effects.extend(dataset::open(state, id, follow));
    }
    effects
}

/// Takes what happened and answers with what must be done.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let mut settles = true;
    let mut effects = match action {
        Action::Key(key) => press(state, key),
        Action::Paste(text) => paste(state, &text),
        Action::Resize(width, height) => {
            state.size = (width, height);
            Vec::new()
        }
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
            settles = matches!(other, Action::Found { .. } | Action::Tallied { .. });
            told(state, other)
        }
    };
    if settles {
        settle(state, &mut effects);
    }
    effects
}

/// What is told without a list's rows.
fn told(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Clock(now) => state.now = now,
        Action::Report(report) => return heard(state, report),
        Action::Priced { quotes, trouble } => price_sheet::priced(state, quotes, trouble),
        Action::Submitted { started, refused } => price_sheet::submitted(state, started, refused),
        Action::LedgerRead(answer) => overlay::ledger::read(state, answer),
        Action::DoubtRead(answer) => overlay::doubt::read(state, answer),
        Action::LimitSet(answer) => overlay::limits::set(state, *answer),
        Action::LimitsRead(limits) => state.limits = limits,
        Action::JobsSeen(jobs) => state.queue.see(jobs),
        Action::DownloadsListed(answer) => overlay::downloads::listed(state, answer),
        Action::DomainsCounted { dataset, outcome } => {
            return dataset::counted(state, &dataset, outcome);
        }
        Action::Found {
            pane,
            generation,
            needle,
            position,
        } => search::found(state, (pane, generation), &needle, position),
        Action::Tallied {
            pane,
            generation,
            field,
            tally,
        } => overlay::tally::counted(state, (pane, generation), field, tally),
        Action::TableGrows {
            dataset,
            sheet,
            done,
        } => state.tables.grow(&dataset, sheet, done),
        Action::RowRead { list, row, cells } => detail::read(state, &list, row, cells),
        Action::Notice(text) => state.notice = Some(Notice::info(text)),
        Action::Trouble(text) => {
            state.domains.list.forget_reading();
            state.links.list.forget_reading();
            state.notice = Some(Notice::trouble(text));
        }
        Action::Key(_)
        | Action::Paste(_)
        | Action::Resize(..)
        | Action::DatasetOpened(_)
        | Action::ReadingStopped { .. }
        | Action::TableCounted { .. }
        | Action::DomainNames { .. }
        | Action::Ranked { .. }
        | Action::RankRefused { .. }
        | Action::RowsRead { .. } => {}
    }
    Vec::new()
}

/// What a job, an import or the account said.
fn heard(state: &mut State, report: Report) -> Vec<Effect> {
    match report {
        Report::Job(job) => {
            let (id, now) = (job.id, job.state);
            queue::heard(state, *job);
            return overlay::doubt::heard(state, id, now);
        }
        Report::Progress { job, progress } => state.queue.progress(job, progress),
        Report::Published {
            job,
            dataset,
            rows,
            domains,
            items,
            complete,
        } => {
            let arrived = dataset::Arrived {
                links: rows,
                domains,
                items,
                complete,
            };
            return dataset::published(state, (job, &dataset), arrived);
        }
        Report::Budget(budget) => match budget.provider {
            Provider::Majestic => state.budget = *budget,
            Provider::DataForSeo => state.money = *budget,
        },
        Report::Trouble(text) => state.notice = Some(Notice::trouble(text)),
    }
    Vec::new()
}

/// Both lists scroll to their cursors and ask for the rows they lack; what waited for a whole list is asked.
fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    let layout = state.layout();
    let of = |focus| (layout.inner(focus).width, layout.list_rows(focus));
    let (width, height) = of(Focus::Domains);
    let always = domains::always(state);
    let domains = &mut state.domains.list;
    effects.extend(domains.settle(width, height, &always));
    let (width, height) = of(Focus::Links);
    let links = &mut state.links.list;
    effects.extend(links.settle(width, height, &[links::SOURCE]));
    effects.extend(search::ask(state, Pane::Domains));
    effects.extend(search::ask(state, Pane::Links));
    effects.extend(overlay::tally::ask(state));
}

fn press(state: &mut State, key: Key) -> Vec<Effect> {
    // Whoever presses keys leads: rows that arrive no longer take the focus by themselves.
    state.follow_first = false;
    state.naming = None;
    // Under most sheets a notice is hidden: it waits until the sheet is closed.
    if matches!(state.overlay, None | Some(Overlay::Tally(_))) {
        state.notice = None;
    }
    let context = context_of(state.focus);
    let command = state.keymap.command(context.id(), key);
    let command = command.and_then(command::by_id);
    if command == Some(Command::QuitNow) {
        return vec![Effect::Quit];
    }
    if command == Some(Command::Suspend) {
        return vec![Effect::Suspend];
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
        search::press(state, key);
        return Vec::new();
    }
    if state.filtering.is_some() {
        return filtering::press(state, key, command);
    }
    let is_price = command == Some(Command::Price);
    if state.focus == Focus::Form && state.form.type_key(key, is_price) {
        return Vec::new();
    }
    command.map_or_else(Vec::new, |command| run(state, command))
}

/// The commands that mean the same everywhere; the rest is the pane's.
fn run(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Price => price_sheet::open(state),
        Command::Balance => budget::refresh(state),
        Command::Ledger => overlay::ledger::open(state),
        Command::Limit => {
            overlay::limits::open(state);
            Vec::new()
        }
        Command::Help => {
            overlay::help::open(state, Page::Keys);
            Vec::new()
        }
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

fn focus(state: &mut State, to: Focus) -> Vec<Effect> {
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
    if state.search.is_some() {
        search::paste(state, text);
    } else if state.filtering.is_some() && state.overlay.is_none() {
        filtering::paste(state, text);
    } else if let Some(overlay) = &mut state.overlay {
        if let Some(line) = overlay.line_mut() {
            input::paste(line, text);
        }
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
