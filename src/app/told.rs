//! What the world answers: jobs, accounts, files, counts. Each answer goes to whom it is for.

use super::action::{Action, Work};
use super::effect::Effect;
use super::notices::Notice;
use super::state::State;
use super::{
    dataset, detail, export, listing, marking, overlay, price_sheet, queue, search, sparks,
};
use crate::model::catalog::Provider;
use crate::model::report::Report;

/// What is told without a list's rows.
pub(super) fn told(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Clock(now) => state.now = now,
        Action::Report(report) => return heard(state, report),
        Action::Priced { quotes, trouble } => price_sheet::priced(state, quotes, trouble),
        Action::Submitted { started, refused } => price_sheet::submitted(state, started, refused),
        Action::LedgerRead(answer) => overlay::ledger::read(state, answer),
        Action::DoubtRead(answer) => overlay::doubt::read(state, answer),
        Action::LimitSet(answer) => overlay::limits::set(state, *answer),
        Action::LimitsRead(limits) => state.limits = limits,
        Action::Themed(theme) => state.theme = *theme,
        Action::ThemeRead { name, outcome } => overlay::palette::themed(state, &name, outcome),
        Action::JobsSeen(jobs) => state.queue.see(jobs),
        Action::DownloadsListed(answer) => overlay::downloads::listed(state, answer),
        Action::DomainsCounted { dataset, outcome } => {
            return dataset::counted(state, &dataset, outcome);
        }
        grows @ (Action::TableGrows { .. }
        | Action::ListGrows { .. }
        | Action::FileGrows { .. }) => grew(state, grows),
        guided @ (Action::AccessTried(_)
        | Action::AccessKept(_)
        | Action::PathChecked { .. }
        | Action::PathCompleted { .. }
        | Action::OverviewRead { .. }) => return overlay::guided(state, guided),
        Action::CopyWritten { number, written } => overlay::copy::written(state, number, written),
        Action::Address { url, why } => overlay::address::shown(state, &url, &why),
        Action::RowRead { list, row, cells } => detail::read(state, &list, row, cells),
        Action::ExportGrows { done, of } => export::grows(state, done, of),
        Action::Exported(outcome) => export::ended(state, outcome),
        Action::Notice(text) => state.notice = Some(Notice::info(text)),
        Action::Trouble(text) => {
            state.domains.list.forget_reading();
            state.links.list.forget_reading();
            state.notice = Some(Notice::trouble(text));
        }
        found @ (Action::Found { .. }
        | Action::Tallied { .. }
        | Action::Pictured { .. }
        | Action::SparksRead { .. }
        | Action::RowsFound { .. }
        | Action::MarkedCounted { .. }) => told_of_lists(state, found),
        Action::Key(_)
        | Action::Mouse(_)
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

/// What is told of a list's rows without these.
fn told_of_lists(state: &mut State, action: Action) {
    match action {
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
        Action::Pictured {
            pane,
            generation,
            name,
            picture,
        } => overlay::pictures::counted(state, (pane, generation), name, picture),
        Action::SparksRead {
            dataset,
            last,
            sparks,
        } => sparks::read(state, &dataset, (last, sparks)),
        Action::RowsFound {
            pane,
            generation,
            how,
            rows,
        } => marking::found(state, (pane, generation), how, &rows),
        Action::MarkedCounted {
            pane,
            generation,
            here,
        } => marking::counted(state, (pane, generation), here),
        _ => {}
    }
}

/// Long work behind the screen got further.
fn grew(state: &mut State, action: Action) {
    let now = state.now;
    match action {
        Action::TableGrows {
            dataset,
            sheet,
            done,
        } => state.tables.grow(&dataset, sheet, done, now),
        Action::ListGrows {
            pane,
            generation,
            work,
            far,
        } => {
            let of = (pane, generation);
            let list = listing::list_mut(state, pane);
            match work {
                Work::Rank => list.grow(generation, far, now),
                Work::Find(needle) => list.sought(generation, &needle, far, now),
                Work::Tally(field) => overlay::tally::grew(state, of, field, far),
                Work::Picture(name) => overlay::pictures::grew(state, of, name, far),
            }
        }
        Action::FileGrows {
            dataset,
            done,
            total,
        } => dataset::grow(state, &dataset, (done, total)),
        _ => {}
    }
}

/// What a job, an import or the account said.
fn heard(state: &mut State, report: Report) -> Vec<Effect> {
    match report {
        Report::Job(job) => {
            let (id, now) = (job.id, job.state);
            queue::heard(state, *job);
            return overlay::doubt::heard(state, id, now);
        }
        Report::Progress { job, progress } => state.queue.progress(job, progress, state.now),
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
